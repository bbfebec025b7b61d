#pragma once

#include "station/base/zone.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zvonok::server::imports {

/// Offset of the first byte that is not UTF-8 (or is NUL); nothing when all is well.
std::optional<std::size_t> first_bad_utf8(std::string_view text);

/// The first character and its length in bytes; U+FFFD of length 1 for a byte that begins none. Not for an empty text.
struct Character {
    char32_t code = 0xFFFD;
    std::size_t length = 1;
};
Character character_at(std::string_view text);

/// Without a leading UTF-8 byte-order mark.
std::string_view without_bom(std::string_view text);

/// Without spaces and tabs at both ends.
std::string_view trim(std::string_view text);

/// Parts between separators, trimmed, empty ones left out.
std::vector<std::string> split_list(std::string_view text, char separator);

/// "a, b, c"
std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// "2026-09-01" and nothing else; a day that the calendar has.
std::optional<LocalDay> parse_date(std::string_view text);
std::string date_text(LocalDay day);

/// "8:30" or "08:30", before midnight.
std::optional<std::chrono::minutes> parse_time_of_day(std::string_view text);

/// The number of the line on which the byte stands, from 1.
std::size_t line_of(std::string_view text, std::size_t offset);

/// Russian "1 строка, 2 строки, 5 строк".
std::string counted(std::size_t count, std::string_view one, std::string_view few, std::string_view many);

}  // namespace zvonok::server::imports
