#pragma once

#include <string>
#include <string_view>

namespace zvonok::crypto {

/// One line that is safe to show and to log: no control, format or bidirectional characters, no bytes that are not
/// UTF-8, spaces single, at most 80 characters.
std::string clean_line(std::string_view text);

/// Whether the text is UTF-8 with none of the characters that clean_line takes out.
bool is_plain(std::string_view text);

}  // namespace zvonok::crypto
