#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace zvonok::ui {

/// Width in pixels of one character.
using Advance = std::function<float(char32_t)>;

/// Bytes begin..end of a text.
struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool operator==(const Span&) const = default;
};

/// The character that starts at byte `at`, which moves past it; U+FFFD for what is not UTF-8.
char32_t next_character(std::string_view text, std::size_t& at);
void append_character(std::string& text, char32_t character);
/// The byte where the character before or after `at` starts or ends.
std::size_t before(std::string_view text, std::size_t at);
std::size_t after(std::string_view text, std::size_t at);

float width_of(std::string_view text, const Advance& advance);

/// The text, or as much of it as fits with "…" at the cut. A name keeps its initial: "Абдурахманова-Крж… Е.".
std::string elide(std::string_view text, float width, const Advance& advance);

/// Lines no wider than `width`: broken at spaces and after hyphens, in mid-word only where a word alone is too wide,
/// and at '\n'. Spaces at a break belong to no line. Never empty.
std::vector<Span> wrap(std::string_view text, float width, const Advance& advance);

}  // namespace zvonok::ui
