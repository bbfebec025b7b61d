#include "station/ui/inside.hpp"
#include "station/ui/tuning.hpp"

#include <algorithm>
#include <array>

namespace zvonok::ui {

namespace {

constexpr std::size_t letter_rows = 3;
constexpr std::size_t rows = letter_rows + 2;

struct Page {
    std::array<std::string_view, letter_rows> low;
    std::array<std::string_view, letter_rows> high;
};
constexpr std::string_view digits = "1234567890";
constexpr Page russian{{"йцукенгшщзхъ", "фывапролджэё", "ячсмитьбю.,-"},
                       {"ЙЦУКЕНГШЩЗХЪ", "ФЫВАПРОЛДЖЭЁ", "ЯЧСМИТЬБЮ.,-"}};
constexpr Page latin{{"qwertyuiop", "asdfghjkl'", "zxcvbnm.,-"}, {"QWERTYUIOP", "ASDFGHJKL'", "ZXCVBNM.,-"}};
constexpr Page symbols{{"№§«»—/()%", "+−×:=<>;\"", "?!&*_@#…"}, {"№§«»—/()%", "+−×:=<>;\"", "?!&*_@#…"}};

/// What a held key offers beside its own character: what the keyboards have no key for, and other languages' letters.
struct Beside {
    std::string_view key, characters;
};
constexpr std::array beside{
    Beside{"1", "½¼¹"},   Beside{"2", "²"},    Beside{"3", "³¾"},   Beside{"0", "°"},    Beside{"-", "–—"},
    Beside{".", "…:;!?"}, Beside{",", ";:"},   Beside{"(", "[{"},   Beside{")", "]}"},   Beside{"<", "≤"},
    Beside{">", "≥"},     Beside{"=", "≠≈"},   Beside{"№", "#"},    Beside{"/", "\\"},   Beside{"'", "’ʼ"},
    Beside{"е", "ё"},     Beside{"Е", "Ё"},    Beside{"ь", "ъ"},    Beside{"Ь", "Ъ"},    Beside{"a", "äàâáæ"},
    Beside{"A", "ÄÀÂÁÆ"}, Beside{"c", "ç"},    Beside{"C", "Ç"},    Beside{"e", "éèêë"}, Beside{"E", "ÉÈÊË"},
    Beside{"i", "îïíì"},  Beside{"I", "ÎÏÍÌ"}, Beside{"n", "ñ"},    Beside{"N", "Ñ"},    Beside{"o", "öôóòœ"},
    Beside{"O", "ÖÔÓÒŒ"}, Beside{"s", "ß"},    Beside{"u", "üùûú"}, Beside{"U", "ÜÙÛÚ"}, Beside{"y", "ÿ"},
};

std::string_view beside_of(std::string_view key) {
    const auto found = std::ranges::find(beside, key, &Beside::key);
    return found == beside.end() ? std::string_view{} : found->characters;
}

std::size_t count_of(std::string_view characters) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < characters.size(); at = after(characters, at)) ++count;
    return count;
}

constexpr const Page& page_of(Inside::KeyPage page) {
    return page == Inside::KeyPage::russian ? russian : page == Inside::KeyPage::latin ? latin : symbols;
}

}  // namespace

float Inside::keyboard_height() const {
    return (static_cast<float>(rows) * (tuning::keyboard_key_u + 0.5f) + 2) * u;
}

/// Whether the key with these characters beside its own has been held long enough to show them.
bool Inside::hold(NodeId key, std::string_view characters) {
    if (characters.empty() || hands.pressed != key || now == Time{}) return false;
    if (hands.went_down) held_key = {key, now, false, std::nullopt};
    if (held_key.id != key) return false;
    held_key.open = held_key.open || (hands.down && now - held_key.since >= tuning::key_held);
    if (!held_key.open) held_key.due = held_key.since + tuning::key_held;
    return held_key.open;
}

/// Above the key; where the finger is lifted decides, and no farther than aside counts.
void Inside::offer(const Rect& keyboard, const Rect& key, std::string_view characters) {
    const auto count = static_cast<float>(count_of(characters));
    const float width = std::max(key.w, 6 * u);
    Rect strip{key.middle().x - width / 2, key.y - key.h - u, count * width, key.h};
    strip.x = std::clamp(strip.x, keyboard.x, std::max(keyboard.x, keyboard.right() - strip.w));
    const Rect panel = strip.inset(-0.5f * u);
    fill(panel, palette().card, tuning::corner_u);
    frame_line(panel, palette().ink, std::max(0.2f, palette().line_u), tuning::corner_u);
    const float aside = std::clamp(hands.pointer.x, strip.x, strip.right() - 1);
    for (std::size_t at = 0; at < characters.size();) {
        const std::size_t start = at;
        const char32_t character = next_character(characters, at);
        const Rect place = strip.take_left(width);
        const bool under = aside >= place.x && aside < place.right();
        if (under) fill(place, palette().selection, tuning::corner_u);
        const std::string_view label = characters.substr(start, at - start);
        say(Role::key, label, place);
        put(Face::text, label, place, palette().ink, Align::centre);
        if (!under || !hands.went_up) continue;
        queue.push_back(input::Character{character});
        key_shift = false;
    }
}

/// Types into the field that has the focus, by way of the same queue as the real keyboard.
void Inside::keyboard(const Rect& rect) {
    layer = keyboard_layer;
    next_overlays.push_back({rect, keyboard_layer});
    areas.push_back({.rect = rect, .y = rect.y, .clip = rect});
    fill(rect, palette().ground);
    fill({rect.x, rect.y, rect.w, std::max(1.f, 0.2f * u)}, palette().line);
    Rect left = rect.inset(u);
    // A key as wide as a hand needs, not as wide as a 16:9 screen allows.
    left = left.centred(std::min(left.w, 150 * u), left.h);
    NodeId last_key = 0;
    const auto key = [&](const Rect& place, std::string_view label, std::string_view name) {
        const Rect shape = place.inset(0.25f * u);
        const Control control = this->control({.role = Role::key, .name = name, .rect = shape, .focusable = false});
        last_key = control.id;
        fill(shape, control.held ? palette().selection : palette().card, tuning::corner_u);
        frame_line(shape, palette().line, std::max(0.1f, palette().line_u), tuning::corner_u);
        put(Face::text, label, shape, palette().ink, Align::centre);
        return control.activated;
    };
    struct Offer {
        std::string_view characters{};
        Rect key{};
    };
    Offer offered;
    held_key.due.reset();
    if (!hands.down && !hands.went_up) held_key = {};
    const float row_height = left.h / static_cast<float>(rows);
    const auto letters = [&](std::string_view characters) {
        Rect row = left.take_top(row_height);
        const float width = row.w / static_cast<float>(count_of(characters));
        for (std::size_t at = 0; at < characters.size();) {
            const std::size_t start = at;
            const char32_t character = next_character(characters, at);
            const std::string_view label = characters.substr(start, at - start);
            const Rect place = row.take_left(width);
            const bool typed = key(place, label, label);
            const std::string_view others = beside_of(label);
            if (hold(last_key, others)) offered = {others, place};
            if (typed && !held_key.open) {
                queue.push_back(input::Character{character});
                key_shift = false;
            }
        }
    };
    const auto press = [&](input::Key what) { queue.push_back(input::KeyPress{what}); };
    in_group(Role::group, words.tr("Экранная клавиатура"), rect, [&] {
        letters(digits);
        const Page& page = page_of(key_page);
        for (const std::string_view row : key_shift ? page.high : page.low) letters(row);
        Rect row = left;
        const float wide = row.w / 10;
        if (key(row.take_left(wide), key_shift ? "АА" : "Аа", words.tr("Заглавные буквы"))) key_shift = !key_shift;
        if (key(row.take_left(wide), key_page == KeyPage::russian ? "ABC" : "АБВ", words.tr("Другой язык")))
            key_page = key_page == KeyPage::russian ? KeyPage::latin : KeyPage::russian;
        if (key(row.take_left(wide), "№ + ?", words.tr("Знаки"))) key_page = KeyPage::symbols;
        if (key(row.take_left(wide * 3), words.tr("пробел"), words.tr("пробел")))
            queue.push_back(input::Character{' '});
        if (key(row.take_left(wide * 1.4f), words.tr("Стереть"), words.tr("Стереть"))) press(input::Key::backspace);
        if (key(row.take_left(wide * 1.2f), words.tr("Ввод"), words.tr("Ввод"))) press(input::Key::enter);
        if (key(row, words.tr("Убрать"), words.tr("Убрать клавиатуру"))) keyboard_open = false;
    });
    if (!offered.characters.empty()) offer(rect, offered.key, offered.characters);
    again = again || !queue.empty();
    areas.pop_back();
    layer = page_layer;
}

}  // namespace zvonok::ui
