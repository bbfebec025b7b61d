#pragma once

#include "station/domain/policy_text.hpp"

#include <functional>
#include <span>

namespace zvonok::domain {

/// How a parameter's value is written in a preset.
enum class PolicyShape : std::uint8_t {
    number,          ///< 7
    number_or_word,  ///< 7, or "none"
    decimal,         ///< 0.6, or "0,60" as schools write it
    flag,            ///< true
    word,            ///< "lesson_day until 21:00"
    words,           ///< ["director", "deputy"]; numbers may stand among them
    rules,           ///< one word, or a list of them
    records,         ///< [[...]] with code, title and options
    options,         ///< { length = 10, classes = 3 }
};

/// One parameter of requirements section 2.
struct PolicyParameter {
    std::string_view key;
    PolicyShape shape{};
    std::string_view unit;         ///< "days"; empty: none
    std::string_view requirement;  ///< "J-04"
    std::function<TextCheck(std::string_view, Policies&)> read;
    std::function<std::string(const Policies&)> write;
};

/// All of them, by key.
std::span<const PolicyParameter> policy_parameters();
/// Nothing: not a key of this program. `permission.` with any name is none of the table and goes its own way.
const PolicyParameter* policy_parameter(std::string_view key);

/// Keys of the form permission.NAME: a list of roles.
inline constexpr std::string_view permission_prefix = "permission.";

/// One text into the rules.
/// fails  TextFault::unknown without a part: no such key
TextCheck apply_policy(std::string_view key, std::string_view text, Policies& policies);
/// Every parameter and permission with its text, as facts carry them.
std::map<std::string, std::string> policy_texts(const Policies& policies);

/// Values that are each well written and do not fit together: a scale that no list of scales has. By key.
std::map<std::string, TextFault> misfits(const Policies& policies);

}  // namespace zvonok::domain
