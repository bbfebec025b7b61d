#pragma once

#include "config/refusal.hpp"
#include "station/base/clock.hpp"

#include <string_view>
#include <variant>
#include <vector>

namespace zvonok::config {

/// One absence code as people see and say it.
struct AbsenceCode {
    std::string code{};   ///< "УП"
    std::string title{};  ///< "уважительная причина"
    bool operator==(const AbsenceCode&) const = default;
};

/// What a policy parameter can be. The parameter's unit stands in its name, as in requirements section 2.
using PolicyValue = std::variant<std::int64_t, std::string, std::vector<AbsenceCode>>;

struct Policy {
    std::string name{};  ///< "attendance.edit_window_days"
    PolicyValue value{};
    bool operator==(const Policy&) const = default;
};

/// A preset: the values that the server makes into facts when the school is founded, sorted by name. Once facts exist
/// the preset is never asked again.
struct Policies {
    std::vector<Policy> values{};

    /// missing: the preset has no such name, or it is of another kind.
    [[nodiscard]] Result<std::int64_t> number(std::string_view name) const;
    [[nodiscard]] Result<std::vector<AbsenceCode>> codes(std::string_view name) const;
};

/// The value as facts carry it (domain::PolicyValue): codes with a space between, numbers in digits.
std::string fact_text(const PolicyValue& value);

/// text   a preset in TOML, `config/policies/default.toml` shows all names
/// file   how it is called in messages
/// fails  bad_config: unknown name, wrong type or range, or a name left out
Checked<Policies> parse_policies(std::string_view text, const std::string& file);

}  // namespace zvonok::config
