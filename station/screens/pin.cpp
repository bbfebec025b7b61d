#include "station/screens/pin.hpp"

#include "station/screens/bottom.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"

namespace zvonok::screens::pin {

namespace {

constexpr float pad_u = 54;
constexpr float pad_height_u = 4 * 8 + 3;
constexpr float dots_height_u = 4;

/// The two lines under the dots.
struct Message {
    ui::Tone tone = ui::Tone::quiet;
    std::string first, second;
};

std::string tries_text(const ui::Words& words, int tries) {
    return words.count(tries, "Осталась {} попытка.", "Осталось {} попытки.", "Осталось {} попыток.");
}

Message message_of(const ui::Words& words, const State& state) {
    Message message;
    const std::string tries = state.tries_left ? tries_text(words, *state.tries_left) : std::string{};
    const bool last = state.tries_left && *state.tries_left == 1;
    const bool wrong = state.phase == Phase::wrong;
    message.first = tries;
    if (state.phase == Phase::checking)
        return {ui::Tone::quiet, std::string{words.tr("Проверяем PIN, не вынимайте карту.")}, {}};
    if (wrong) message.first = std::string{words.tr("PIN не подошёл.")}.append(" ").append(tries);
    if (last) message.second = words.tr("Если PIN не подойдёт, карту разблокирует только администратор.");
    if (state.phase == Phase::too_short)
        message = {ui::Tone::warn,
                   words.count(state.shortest, "В PIN не меньше {} цифры.", "В PIN не меньше {} цифр.",
                               "В PIN не меньше {} цифр."),
                   tries};
    else if (wrong || last)
        message.tone = ui::Tone::bad;
    return message;
}

}  // namespace

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& /*scratch*/) {
    std::optional<Intent> intent;
    const ui::Words& words = frame.words();
    const std::string place = room_text(words, state.room);
    const std::string time = clock_text(state.around.now);
    if (frame.top_bar({.place = place, .clock = time, .leave = frame.tr("Отмена")})) intent = Cancel{};
    draw_bottom(frame, state.around);

    const Message message = message_of(words, state);
    const ui::Rect page = frame.body();
    const float u = frame.u();
    const float width = std::min(page.w, frame.u(100));
    // The message's two lines are always kept, so that the pad does not jump under the finger.
    const float line = frame.line(ui::TextSize::text);
    const float lines = std::max(frame.height(message.first, width), line) +
                        std::max(frame.height(message.second, width), line) + 2 * u;
    const float height = frame.height(state.person, width, ui::TextSize::title) + frame.line(ui::TextSize::heading) +
                         lines + line + (dots_height_u + pad_height_u + 8) * u;
    const ui::Rect column = page.centred(width, std::min(height, page.h));
    frame.scroll(frame.tr("Вход"), column, [&] {
        frame.title(state.person, {.align = ui::Align::centre, .strong = true});
        frame.heading(frame.tr("Введите PIN карты"), {.align = ui::Align::centre});
        frame.space(1);
        frame.pin_dots(state.digits, state.shortest);
        frame.area(frame.strip(lines), [&] {
            const ui::TextOptions options{.tone = message.tone, .align = ui::Align::centre};
            if (!message.first.empty()) frame.text(message.first, options);
            if (!message.second.empty()) frame.text(message.second, options);
        });
        const ui::Rect pad = frame.strip(pad_height_u * u);
        const float key = std::max(button_width(frame, frame.tr("Стереть")), button_width(frame, frame.tr("Готово")));
        const float pad_width = std::max(pad_u * u, 3 * key + 2 * u);
        frame.area(pad.centred(std::min(pad_width, pad.w), pad.h), [&] {
            const auto pressed = frame.digit_pad(
                {.enabled = state.phase != Phase::checking, .done_enabled = state.digits >= state.shortest});
            if (!pressed) return;
            switch (pressed->kind) {
                case ui::PadKey::Kind::digit:
                    if (state.digits < state.longest) intent = Digit{pressed->digit};
                    break;
                case ui::PadKey::Kind::erase:
                    intent = Erase{};
                    break;
                case ui::PadKey::Kind::done:
                    intent = Done{};
                    break;
            }
        });
        frame.space(1);
        frame.text(frame.tr("Чужая карта? Выньте её."), {.tone = ui::Tone::quiet, .align = ui::Align::centre});
    });
    if (frame.escape()) intent = Cancel{};
    return intent;
}

}  // namespace zvonok::screens::pin
