#include "station/crypto/clean_line.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace zvonok::crypto {

namespace {
struct Range {
    char32_t first;
    char32_t last;
};
/// Characters that move the cursor, turn the direction of writing, or cannot be seen.
constexpr std::array<Range, 13> unseen{{{0x00, 0x1F},
                                        {0x7F, 0x9F},
                                        {0xAD, 0xAD},
                                        {0x61C, 0x61C},
                                        {0x180E, 0x180E},
                                        {0x200B, 0x200F},
                                        {0x2028, 0x202E},
                                        {0x2060, 0x206F},
                                        {0xD800, 0xDFFF},
                                        {0xFE00, 0xFE0F},
                                        {0xFEFF, 0xFEFF},
                                        {0xFFF0, 0xFFFF},
                                        {0xE0000, 0x10FFFF}}};

bool is_unseen(char32_t character) {
    for (const Range& range : unseen)
        if (character >= range.first && character <= range.last) return true;
    return false;
}

/// Takes one character off the front. Nothing: the bytes there are not UTF-8 in its shortest form, and one is taken.
std::optional<char32_t> take_character(std::string_view& text) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const std::uint8_t lead = byte(0);
    const std::size_t size = lead < 0x80 ? 1 : lead >> 5 == 6 ? 2 : lead >> 4 == 14 ? 3 : lead >> 3 == 30 ? 4 : 0;
    static constexpr std::array<char32_t, 5> shortest{0, 0, 0x80, 0x800, 0x10000};
    if (size == 0 || size > text.size()) {
        text.remove_prefix(1);
        return std::nullopt;
    }
    char32_t character = size == 1 ? lead : lead & (0x7Fu >> size);
    for (std::size_t i = 1; i < size; ++i) {
        if (byte(i) >> 6 != 2) {
            text.remove_prefix(1);
            return std::nullopt;
        }
        character = character << 6 | (byte(i) & 0x3Fu);
    }
    if (character < shortest[size]) {
        text.remove_prefix(1);
        return std::nullopt;
    }
    text.remove_prefix(size);
    return character;
}
}  // namespace

std::string clean_line(std::string_view text) {
    constexpr int most_characters = 80;
    std::string line;
    bool space = false;
    for (int written = 0; !text.empty() && written < most_characters;) {
        const std::string_view before = text;
        const auto character = take_character(text);
        if (character && (*character == ' ' || *character == '\t' || *character == '\n' || *character == 0xA0)) {
            space = true;
            continue;
        }
        if (!character || is_unseen(*character)) continue;
        if (space && !line.empty()) {
            line.push_back(' ');
            ++written;
        }
        space = false;
        line.append(before.substr(0, before.size() - text.size()));
        ++written;
    }
    return line;
}

bool is_plain(std::string_view text) {
    while (!text.empty()) {
        const auto character = take_character(text);
        if (!character || is_unseen(*character)) return false;
    }
    return true;
}

}  // namespace zvonok::crypto
