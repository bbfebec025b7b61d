#pragma once

#include "station/base/bytes.hpp"
#include "sync/server/import/findings.hpp"

#include <optional>

namespace zvonok::server::imports {

/// The text of a file as people's programs save it: UTF-8, UTF-16 with its mark, else the one of Windows-1251 and
/// CP866 in which it reads as Russian. Nothing, and an error, when it reads in none. A note names an encoding other
/// than UTF-8, as it was guessed.
std::optional<std::string> text_of(const std::string& file, ByteView content, Findings& findings);

/// Appends a character as UTF-8; one that is none becomes U+FFFD.
void append_utf8(std::string& to, char32_t code);

}  // namespace zvonok::server::imports
