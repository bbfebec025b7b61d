#include "station/screens/lesson_parts.hpp"
#include "station/screens/phrases.hpp"
#include "station/ui/text.hpp"

#include <algorithm>
#include <array>

namespace zvonok::screens::lesson {

namespace {

struct LatinKey {
    char32_t latin;
    char32_t by_place;  ///< the Russian letter on the same key
    char32_t by_sound;
};
constexpr std::array<LatinKey, 29> latin_keys{{
    {'q', U'Й', 0},    {'w', U'Ц', U'В'}, {'e', U'У', U'Е'}, {'r', U'К', U'Р'}, {'t', U'Е', U'Т'}, {'y', U'Н', U'Й'},
    {'u', U'Г', U'У'}, {'i', U'Ш', U'И'}, {'o', U'Щ', U'О'}, {'p', U'З', U'П'}, {'a', U'Ф', U'А'}, {'s', U'Ы', U'С'},
    {'d', U'В', U'Д'}, {'f', U'А', U'Ф'}, {'g', U'П', U'Г'}, {'h', U'Р', U'Х'}, {'j', U'О', U'Ж'}, {'k', U'Л', U'К'},
    {'l', U'Д', U'Л'}, {'z', U'Я', U'З'}, {'x', U'Ч', 0},    {'c', U'С', U'Ц'}, {'v', U'М', U'В'}, {'b', U'И', U'Б'},
    {'n', U'Т', U'Н'}, {'m', U'Ь', U'М'}, {',', U'Б', 0},    {'<', U'Б', 0},    {'.', U'Ю', 0},
}};

char32_t upper(char32_t letter) {
    if (letter >= U'а' && letter <= U'я') return letter - U'а' + U'А';
    return letter;
}

char32_t first_letter(const std::string& text) {
    std::size_t at = 0;
    return text.empty() ? 0 : upper(ui::next_character(text, at));
}

/// The texts that begin with that letter, in their order.
std::vector<std::string> beginning(const std::vector<std::string>& texts, char32_t letter) {
    std::vector<std::string> found;
    for (const std::string& text : texts)
        if (letter != 0 && first_letter(text) == letter) found.push_back(text);
    return found;
}

/// What a typed character means among the texts: by Russian letter, by the key that has it on a Russian keyboard, or by
/// sound; those that begin alike one after another.
std::optional<std::string> typed_text(const std::vector<std::string>& texts, const std::string& current,
                                      char32_t typed) {
    std::vector<std::string> found = beginning(texts, upper(typed));
    if (found.empty()) {
        const char32_t low = typed >= 'A' && typed <= 'Z' ? typed - 'A' + 'a' : typed;
        const auto key = std::ranges::find(latin_keys, low, &LatinKey::latin);
        if (key == latin_keys.end()) return std::nullopt;
        found = beginning(texts, key->by_place);
        if (found.empty()) found = beginning(texts, key->by_sound);
    }
    if (found.empty()) return std::nullopt;
    const auto here = std::ranges::find(found, current);
    return here == found.end() || std::next(here) == found.end() ? found.front() : *std::next(here);
}

}  // namespace

std::string next_code(const std::vector<Code>& codes, const std::string& code) {
    if (code.empty()) return codes.empty() ? std::string{} : codes.front().letters;
    const auto found = std::ranges::find(codes, code, &Code::letters);
    if (found == codes.end() || std::next(found) == codes.end()) return {};
    return std::next(found)->letters;
}

std::optional<std::string> typed_code(const std::vector<Code>& codes, const std::string& current, char32_t typed) {
    std::vector<std::string> letters;
    letters.reserve(codes.size());
    for (const Code& code : codes) letters.push_back(code.letters);
    return typed_text(letters, current, typed);
}

std::optional<std::string> typed_value(const std::vector<std::string>& values, const std::string& current,
                                       char32_t typed) {
    return typed_text(values, current, typed);
}

TypedCell typed_cell(const MarksPart& marks, const std::string& mark, const std::vector<Code>& codes,
                     const std::string& code, char32_t typed) {
    if (!marks.none()) {
        if (const auto value = typed_value(marks.values, mark, typed)) return {TypedCell::Kind::mark, *value};
        if (marks.values.empty() && typed >= '0' && typed <= '9')
            return {TypedCell::Kind::points, std::string(1, static_cast<char>(typed))};
    }
    if (const auto letters = typed_code(codes, code, typed)) return {TypedCell::Kind::code, *letters};
    return {};
}

std::string_view code_title(const ui::Words& words, const std::vector<Code>& codes, const std::string& code) {
    const auto found = std::ranges::find(codes, code, &Code::letters);
    return code.empty() || found == codes.end() ? std::string_view{} : words.tr(found->title);
}

ui::Sign sign_of(Standing standing) {
    switch (standing) {
        case Standing::none:
            return ui::Sign::none;
        case Standing::writing:
            return ui::Sign::pending;
        case Standing::saved:
        case Standing::accepted:
            return ui::Sign::saved;
        case Standing::refused:
            return ui::Sign::refused;
        case Standing::held:
            return ui::Sign::held;
        case Standing::conflict:
            return ui::Sign::conflict;
    }
    return ui::Sign::none;
}

std::string_view standing_text(const ui::Words& words, Standing standing) {
    switch (standing) {
        case Standing::none:
            return {};
        case Standing::writing:
            return words.tr("сохраняется");
        case Standing::saved:
        case Standing::accepted:
            return words.tr("записано");
        case Standing::refused:
            return words.tr("отклонено");
        case Standing::held:
            return words.tr("ждёт решения");
        case Standing::conflict:
            return words.tr("есть другая запись");
    }
    return {};
}

ui::Tone tone_of(Standing standing) {
    switch (standing) {
        case Standing::saved:
        case Standing::accepted:
            return ui::Tone::good;
        case Standing::refused:
            return ui::Tone::bad;
        case Standing::held:
        case Standing::conflict:
            return ui::Tone::warn;
        case Standing::none:
        case Standing::writing:
            break;
    }
    return ui::Tone::quiet;
}

}  // namespace zvonok::screens::lesson
