#include "station/ui/text.hpp"

#include <cstdint>

namespace zvonok::ui {

namespace {

constexpr char32_t replacement = 0xFFFD;
constexpr char32_t ellipsis = 0x2026;
/// "Е." and its like: a blank, one or two characters, and a full stop at the end of a name.
constexpr std::size_t initial_bytes = 6;

bool continues(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// Where the initial that ends a name starts, its blank included; the text's size when there is none.
std::size_t initial_of(std::string_view text) {
    const std::size_t blank = text.rfind(' ');
    if (blank == std::string_view::npos || blank == 0 || text.back() != '.') return text.size();
    return text.size() - blank <= initial_bytes ? blank : text.size();
}

/// As many bytes as fit in the width.
std::size_t fitting(std::string_view text, float width, const Advance& advance) {
    float used = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        used += advance(next_character(text, at));
        if (used > width) return start;
    }
    return text.size();
}

}  // namespace

char32_t next_character(std::string_view text, std::size_t& at) {
    const auto first = static_cast<unsigned char>(text[at++]);
    if (first < 0x80) return first;
    const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC2 ? 1 : 0;
    if (more == 0 || first > 0xF4) return replacement;
    char32_t code = first & (0x3FU >> more);
    for (int i = 0; i < more; ++i) {
        if (at == text.size() || !continues(text[at])) return replacement;
        code = (code << 6U) | (static_cast<unsigned char>(text[at++]) & 0x3FU);
    }
    return code;
}

void append_character(std::string& text, char32_t character) {
    const auto tail = [&](unsigned shift) { text += static_cast<char>(0x80U | ((character >> shift) & 0x3FU)); };
    if (character < 0x80) {
        text += static_cast<char>(character);
    } else if (character < 0x800) {
        text += static_cast<char>(0xC0U | (character >> 6U));
        tail(0);
    } else if (character < 0x10000) {
        text += static_cast<char>(0xE0U | (character >> 12U));
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xF0U | (character >> 18U));
        tail(12);
        tail(6);
        tail(0);
    }
}

std::size_t before(std::string_view text, std::size_t at) {
    if (at == 0) return 0;
    do --at;
    while (at > 0 && continues(text[at]));
    return at;
}

std::size_t after(std::string_view text, std::size_t at) {
    if (at < text.size()) next_character(text, at);
    return at;
}

float width_of(std::string_view text, const Advance& advance) {
    float width = 0;
    for (std::size_t at = 0; at < text.size();) width += advance(next_character(text, at));
    return width;
}

std::string elide(std::string_view text, float width, const Advance& advance) {
    if (fitting(text, width, advance) == text.size()) return std::string{text};
    const std::string_view tail = text.substr(initial_of(text));
    const float kept = width_of(tail, advance) + advance(ellipsis);
    const bool room = kept < width / 2;  // where hardly anything fits, the start says more than the initial
    std::size_t cut = fitting(text, width - (room ? kept : advance(ellipsis)), advance);
    while (cut > 0 && text[cut - 1] == ' ') --cut;
    std::string result{text.substr(0, cut)};
    append_character(result, ellipsis);
    if (room) result += tail;
    return result;
}

std::vector<Span> wrap(std::string_view text, float width, const Advance& advance) {
    std::vector<Span> lines;
    std::size_t start = 0;       // of the line
    std::size_t line_end = 0;    // where the line would end if broken at the last chance
    std::size_t next_start = 0;  // where the next one would start then
    float used = 0;              // from start to at
    float used_at_chance = 0;    // from start to next_start
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t here = at;
        const char32_t character = next_character(text, at);
        if (character == '\n') {
            lines.push_back({start, here});
            start = line_end = next_start = at;
            used = used_at_chance = 0;
            continue;
        }
        const float step = advance(character);
        if (character == ' ') {
            used += step;
            // The first of several blanks ends the line.
            if (here == next_start && here > start && text[here - 1] == ' ') {
                next_start = at;
            } else {
                line_end = here;
                next_start = at;
            }
            used_at_chance = used;
            continue;
        }
        if (used + step > width && here > start) {
            if (next_start > start && line_end > start) {
                lines.push_back({start, line_end});
                start = next_start;
                used -= used_at_chance;
            } else {
                lines.push_back({start, here});
                start = here;
                used = 0;
            }
            line_end = next_start = start;
            used_at_chance = 0;
            if (used + step > width && here > start) {  // the rest of the word alone is too wide as well
                lines.push_back({start, here});
                start = line_end = next_start = here;
                used = 0;
            }
        }
        used += step;
        if (character == '-' || character == 0x2013 || character == 0x2014) {
            line_end = next_start = at;
            used_at_chance = used;
        }
    }
    lines.push_back({start, text.size()});
    return lines;
}

}  // namespace zvonok::ui
