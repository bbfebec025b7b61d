#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Texts as the rules about them see them: runs of letters, numbers and signs, each with its place in the bytes.
namespace zvonok::domain {

enum class PieceKind : std::uint8_t { letters, digits, space, sign };

/// Pieces follow each other without a gap, so that "next to" means the next index.
struct Piece {
    PieceKind kind = PieceKind::sign;
    std::size_t offset = 0, length = 0;  ///< bytes of UTF-8; always whole characters where the text is UTF-8
    std::u32string letters;              ///< as written, without stress marks and soft hyphens
    std::u32string folded;               ///< the same in lower case, ё as е
    char32_t sign = 0;                   ///< U+FFFD for a byte that is no UTF-8
    bool cyrillic = false;               ///< has at least one Cyrillic letter
    bool foreign = false;                ///< has at least one other letter
};

/// Takes any bytes. The letters are those of Latin, Greek and Cyrillic; what else people write counts as signs.
std::vector<Piece> pieces_of(std::string_view text);

/// Lower case, ё as е.
char32_t folded(char32_t letter);
bool is_upper(char32_t letter);
/// A Russian vowel; letters of other Cyrillic alphabets count as vowels.
bool is_vowel(char32_t folded_letter);
bool is_hyphen(char32_t sign);

/// "Лабораторная  работа – 3" -> {"лабораторная", "работа", "3"}: what is left when letter case and punctuation go.
std::vector<std::u32string> folded_words(std::string_view text);

/// The same words in the same order, whatever letter case, ё, spaces and punctuation.
bool same_words(std::string_view left, std::string_view right);

}  // namespace zvonok::domain
