#pragma once

#include "config/toml.hpp"
#include "station/domain/policy_parameters.hpp"

#include <map>
#include <optional>

namespace zvonok::config {

/// A value of the wrong TOML type.
struct ShapeTrouble {
    enum class Kind {
        number,          ///< a whole number is wanted
        number_or_word,  ///< a whole number, or a word such as "none"
        decimal,
        flag,
        word,
        words,
        rules,
        records,
        options,
        separator,  ///< a text with a character that facts use between values
    };
    Kind kind{};
    int line = 0;
    std::string option{};  ///< of a record: "weight"
};

/// A TOML value as facts would carry it, not yet checked, with the lines of its parts.
struct PolicyText {
    struct Item {
        int line = 0;
        std::map<std::string, int> options{};
    };
    std::string text{};
    int line = 0;
    std::vector<Item> items{};  ///< of a list
    std::optional<ShapeTrouble> trouble{};

    [[nodiscard]] int line_of(std::size_t item, const std::string& option) const;
};

PolicyText policy_text(const TomlValue& value, domain::PolicyShape shape);

}  // namespace zvonok::config
