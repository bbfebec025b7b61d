#include "station/ui/inside.hpp"
#include "station/ui/tuning.hpp"

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

constexpr const Page& page_of(Inside::KeyPage page) {
    return page == Inside::KeyPage::russian ? russian : page == Inside::KeyPage::latin ? latin : symbols;
}

}  // namespace

float Inside::keyboard_height() const {
    return (static_cast<float>(rows) * (tuning::keyboard_key_u + 0.5f) + 2) * u;
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
    const auto key = [&](const Rect& place, std::string_view label, std::string_view name) {
        const Rect shape = place.inset(0.25f * u);
        const Control control = this->control({.role = Role::key, .name = name, .rect = shape, .focusable = false});
        fill(shape, control.held ? palette().selection : palette().card, tuning::corner_u);
        frame_line(shape, palette().line, std::max(0.1f, palette().line_u), tuning::corner_u);
        put(Face::text, label, shape, palette().ink, Align::centre);
        return control.activated;
    };
    const float row_height = left.h / static_cast<float>(rows);
    const auto letters = [&](std::string_view characters) {
        Rect row = left.take_top(row_height);
        std::size_t count = 0;
        for (std::size_t at = 0; at < characters.size(); at = after(characters, at)) ++count;
        const float width = row.w / static_cast<float>(count);
        for (std::size_t at = 0; at < characters.size();) {
            const std::size_t start = at;
            const char32_t character = next_character(characters, at);
            const std::string_view label = characters.substr(start, at - start);
            if (key(row.take_left(width), label, label)) {
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
    again = again || !queue.empty();
    areas.pop_back();
    layer = page_layer;
}

}  // namespace zvonok::ui
