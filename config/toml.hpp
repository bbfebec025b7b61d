#pragma once

#include "config/refusal.hpp"
#include "station/base/clock.hpp"

#include <string_view>
#include <vector>

namespace zvonok::config {

/// A TOML file as a plain tree in which everything knows its line.
struct TomlValue {
    enum class Kind { table, array, text, integer, real, boolean, instant, other };

    Kind kind = Kind::table;
    std::string key{};  ///< its name in the table that it stands in
    int line = 0;       ///< of the key, where there is one
    std::string text{};
    std::int64_t integer = 0;
    double real = 0;
    bool boolean = false;
    Instant instant{};               ///< an offset date-time, in UTC
    std::vector<TomlValue> items{};  ///< of an array or a table, in the file's order
};

/// name   how the file is called in messages, "school.toml"
/// fails  bad_config with name, line and column; too_large over tuning's limit
Checked<TomlValue> parse_toml(std::string_view text, const std::string& name);

/// A TOML basic string with its quotes.
std::string toml_quoted(std::string_view text);

}  // namespace zvonok::config
