#include "sync/server/import/encoding.hpp"

#include "sync/server/import/text.hpp"

#include <array>

namespace zvonok::server::imports {
namespace {

/// The upper halves, 0x80 to 0xFF. U+FFFD: not a character that a plan would hold (frames of tables, gaps).
constexpr std::u32string_view windows_1251 =
    U"ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\uFFFD™љ›њќћџ"
    U"\u00A0ЎўЈ¤Ґ¦§Ё©Є«¬\u00AD®Ї°±Ііґµ¶·ё№є»јЅѕї"
    U"АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя";
constexpr std::u32string_view cp866_letters = U"АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмноп";
constexpr std::u32string_view cp866_end = U"рстуфхцчшщъыьэюяЁёЄєЇїЎў°∙·√№¤\uFFFD\u00A0";

char32_t from_1251(unsigned char byte) {
    return byte < 0x80 ? byte : windows_1251[byte - 0x80U];
}
char32_t from_866(unsigned char byte) {
    if (byte < 0x80) return byte;
    if (byte < 0xB0) return cp866_letters[byte - 0x80U];
    return byte < 0xE0 ? U'\uFFFD' : cp866_end[byte - 0xE0U];
}

/// How much of what lies above ASCII reads as Russian text.
template <class Decode>
std::size_t russian(std::string_view text, Decode decode) {
    std::size_t count = 0;
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        const char32_t code = decode(byte);
        const bool good = (code >= U'А' && code <= U'я') ||
                          std::u32string_view{U"Ёё№«»–—…\u00A0"}.find(code) != std::u32string_view::npos;
        count += byte >= 0x80 && good ? 1U : 0U;
    }
    return count;
}

template <class Decode>
std::string decoded(std::string_view text, Decode decode) {
    std::string utf8;
    for (const char letter : text) append_utf8(utf8, decode(static_cast<unsigned char>(letter)));
    return utf8;
}

std::string from_utf16(std::string_view text, bool little) {
    std::string utf8;
    char32_t high = 0;
    for (std::size_t at = 2; at + 1 < text.size(); at += 2) {
        const auto first = static_cast<unsigned char>(text[at]);
        const auto second = static_cast<unsigned char>(text[at + 1]);
        const char32_t unit = little ? first | (second << 8U) : second | (first << 8U);
        if (unit >= 0xD800 && unit < 0xDC00) {
            high = unit;
        } else if (unit >= 0xDC00 && unit < 0xE000 && high != 0) {
            append_utf8(utf8, 0x10000 + ((high - 0xD800) << 10U) + (unit - 0xDC00));
            high = 0;
        } else {
            append_utf8(utf8, unit);
            high = 0;
        }
    }
    return utf8;
}

}  // namespace

void append_utf8(std::string& to, char32_t code) {
    if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) code = 0xFFFD;
    const auto tail = [&](unsigned shift) { to += static_cast<char>(0x80U | ((code >> shift) & 0x3FU)); };
    if (code < 0x80) {
        to += static_cast<char>(code);
    } else if (code < 0x800) {
        to += static_cast<char>(0xC0U | (code >> 6U));
        tail(0);
    } else if (code < 0x10000) {
        to += static_cast<char>(0xE0U | (code >> 12U));
        tail(6);
        tail(0);
    } else {
        to += static_cast<char>(0xF0U | (code >> 18U));
        tail(12);
        tail(6);
        tail(0);
    }
}

std::optional<std::string> text_of(const std::string& file, ByteView content, Findings& findings) {
    const std::string_view text = as_text(content);
    const bool utf16 = text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
    const std::string from_wide = utf16 ? from_utf16(text, text[0] == '\xFF') : std::string{};
    const std::string_view plain = utf16 ? std::string_view{from_wide} : without_bom(text);
    if (plain.find('\0') != std::string_view::npos) {
        findings.error({file, 0}, "это не текст и не таблица: сохраните план как книгу Excel (.xlsx) или CSV");
        return std::nullopt;
    }
    if (utf16) return from_wide;
    const auto bad = first_bad_utf8(plain);
    if (!bad) return std::string(plain);
    std::size_t high = 0;
    for (const char letter : plain) high += static_cast<unsigned char>(letter) >= 0x80 ? 1U : 0U;
    const std::size_t as_windows = russian(plain, from_1251);
    const std::size_t as_dos = russian(plain, from_866);
    // A text that claims UTF-8 by its mark, and one that is Russian in neither, is broken.
    if (plain.size() != text.size() || std::max(as_windows, as_dos) * 10 < high * 8) {
        findings.error({file, line_of(plain, *bad)}, "кодировка не распознана: сохраните файл в кодировке UTF-8");
        return std::nullopt;
    }
    const bool windows = as_windows >= as_dos;
    findings.note({file, 0}, std::string("файл прочитан в кодировке ") + (windows ? "Windows-1251" : "CP866 (MS-DOS)"));
    return windows ? decoded(plain, from_1251) : decoded(plain, from_866);
}

}  // namespace zvonok::server::imports
