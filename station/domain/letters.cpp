#include "station/domain/letters.hpp"

namespace zvonok::domain {

namespace {

struct Character {
    char32_t code = 0xFFFD;
    std::size_t length = 1;
};

/// A byte that begins no character is one of its own.
Character character_at(std::string_view text) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned lead = byte(0);
    if (lead < 0x80) return {lead, 1};
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {};
    char32_t code = lead & (0x7FU >> length);
    for (std::size_t at = 1; at < length; ++at) {
        if ((byte(at) & 0xC0U) != 0x80) return {};
        code = (code << 6U) | (byte(at) & 0x3FU);
    }
    const char32_t least = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80;
    if (code < least || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {};
    return {code, length};
}

bool is_cyrillic(char32_t code) {
    return code >= 0x400 && code <= 0x52F && (code < 0x482 || code > 0x489);
}
bool is_foreign_letter(char32_t code) {
    return (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z') ||
           (code >= 0xC0 && code <= 0x24F && code != 0xD7 && code != 0xF7) || (code >= 0x386 && code <= 0x3FF);
}
bool is_space(char32_t code) {
    return code == ' ' || (code >= '\t' && code <= '\r') || code == 0xA0 || (code >= 0x2000 && code <= 0x200A) ||
           code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}
constexpr char32_t breve = 0x306;
constexpr char32_t diaeresis = 0x308;
/// Marks that belong to the letter before them, and characters that only say where a word may be broken.
bool is_silent(char32_t code) {
    return (code >= 0x300 && code <= 0x36F) || code == 0xAD || (code >= 0x200B && code <= 0x200D) || code == 0x2060 ||
           code == 0xFEFF;
}

PieceKind kind_of(char32_t code) {
    if (is_cyrillic(code) || is_foreign_letter(code)) return PieceKind::letters;
    if (code >= '0' && code <= '9') return PieceKind::digits;
    return is_space(code) || is_silent(code) ? PieceKind::space : PieceKind::sign;
}

void add_letter(Piece& piece, char32_t code) {
    (is_cyrillic(code) ? piece.cyrillic : piece.foreign) = true;
    piece.letters += code;
    piece.folded += folded(code);
}

/// Some keyboards write й and ё as a letter and a mark.
void add_mark(Piece& piece, char32_t code) {
    char32_t& last = piece.letters.back();
    if (code == breve && (last == U'и' || last == U'И')) last = last == U'и' ? U'й' : U'Й';
    if (code == diaeresis && (last == U'е' || last == U'Е')) last = last == U'е' ? U'ё' : U'Ё';
    piece.folded.back() = folded(last);
}

}  // namespace

char32_t folded(char32_t letter) {
    if (letter == U'ё' || letter == U'Ё') return U'е';
    if (letter >= 'A' && letter <= 'Z') return letter + 0x20;
    if (letter < 0xC0) return letter;
    if (letter <= 0xDE && letter != 0xD7) return letter + 0x20;
    if (letter >= 0x391 && letter <= 0x3A9) return letter + 0x20;
    if (letter >= 0x410 && letter <= 0x42F) return letter + 0x20;
    if (letter >= 0x400 && letter <= 0x40F) return letter + 0x50;
    const bool odd_is_upper = (letter >= 0x139 && letter <= 0x148) || (letter >= 0x179 && letter <= 0x17E) ||
                              (letter >= 0x4C1 && letter <= 0x4CE);
    const bool even_is_upper = (letter >= 0x100 && letter <= 0x177) || (letter >= 0x460 && letter <= 0x481) ||
                               (letter >= 0x48A && letter <= 0x4BF) || (letter >= 0x4D0 && letter <= 0x52F);
    if (odd_is_upper) return letter + (letter % 2 == 1 ? 1U : 0U);
    if (even_is_upper) return letter + (letter % 2 == 0 ? 1U : 0U);
    return letter;
}

bool is_upper(char32_t letter) {
    return letter == U'Ё' || (letter != U'ё' && folded(letter) != letter);
}

bool is_vowel(char32_t folded_letter) {
    if (folded_letter < U'а' || folded_letter > U'я') return is_cyrillic(folded_letter);
    return std::u32string_view{U"аеиоуыэюя"}.find(folded_letter) != std::u32string_view::npos;
}

bool is_hyphen(char32_t sign) {
    return sign == '-' || sign == 0x2010 || sign == 0x2011;
}

std::vector<Piece> pieces_of(std::string_view text) {
    std::vector<Piece> pieces;
    for (std::size_t at = 0; at < text.size();) {
        const auto [code, length] = character_at(text.substr(at));
        const PieceKind kind = kind_of(code);
        const bool joins =
            !pieces.empty() && pieces.back().kind != PieceKind::sign &&
            (pieces.back().kind == kind || (is_silent(code) && pieces.back().kind == PieceKind::letters));
        if (!joins) pieces.push_back({kind, at, 0, {}, {}, kind == PieceKind::sign ? code : 0, false, false});
        Piece& piece = pieces.back();
        piece.length += length;
        at += length;
        if (kind == PieceKind::digits) piece.letters += code;
        if (kind == PieceKind::letters) add_letter(piece, code);
        if (joins && piece.kind == PieceKind::letters && is_silent(code)) add_mark(piece, code);
    }
    return pieces;
}

std::vector<std::u32string> folded_words(std::string_view text) {
    std::vector<std::u32string> words;
    for (Piece& piece : pieces_of(text)) {
        if (piece.kind == PieceKind::letters) words.push_back(std::move(piece.folded));
        if (piece.kind == PieceKind::digits) words.push_back(std::move(piece.letters));
    }
    return words;
}

bool same_words(std::string_view left, std::string_view right) {
    return folded_words(left) == folded_words(right);
}

}  // namespace zvonok::domain
