#include "station/screens/pin.hpp"

#include "station/screens/bottom.hpp"
#include "station/screens/phrases.hpp"

namespace zvonok::screens::pin {

namespace {

constexpr float pad_u = 54;
constexpr float pad_height_u = 4 * 8 + 3;
constexpr float dots_height_u = 4;

struct Message {
    ui::Tone tone = ui::Tone::quiet;
    std::string text;
};

std::string tries_text(const ui::Words& words, int tries) {
    return words.count(tries, "осталась {} попытка", "осталось {} попытки", "осталось {} попыток");
}

Message message_of(const ui::Words& words, const State& state) {
    const bool last = state.tries_left && *state.tries_left == 1;
    const std::string_view last_try = words.tr("Последняя попытка: после неё карту разблокирует только администратор.");
    switch (state.phase) {
        case Phase::checking:
            return {ui::Tone::quiet, std::string{words.tr("Проверяем PIN, не вынимайте карту.")}};
        case Phase::wrong:
            if (last) return {ui::Tone::bad, std::string{words.tr("PIN не подошёл.")}.append(" ").append(last_try)};
            return {ui::Tone::bad, std::string{words.tr("PIN не подошёл. Наберите его снова.")}};
        case Phase::too_short:
            return {ui::Tone::warn, words.count(state.shortest, "В PIN не меньше {} цифры.", "В PIN не меньше {} цифр.",
                                                "В PIN не меньше {} цифр.")};
        case Phase::entering:
            break;
    }
    if (last) return {ui::Tone::warn, std::string{last_try}};
    return {};
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
    // Two lines are kept for the message, so that the pad does not jump under the finger.
    const float message_height = 2 * frame.line(ui::TextSize::text);
    const float height = frame.height(state.person, width, ui::TextSize::title) + frame.line(ui::TextSize::heading) +
                         frame.line(ui::TextSize::text) + message_height + (dots_height_u + pad_height_u + 2 + 6) * u +
                         frame.line(ui::TextSize::text);
    ui::Rect column = page.centred(width, height);
    if (height > page.h) column = page.centred(width, page.h);
    frame.scroll(frame.tr("Вход"), column, [&] {
        frame.title(state.person, {.align = ui::Align::centre, .strong = true});
        frame.heading(frame.tr("Введите PIN карты"), {.align = ui::Align::centre});
        const std::string tries = state.tries_left ? tries_text(words, *state.tries_left) : std::string{};
        const bool few = state.tries_left && *state.tries_left == 1;
        frame.text(tries, {.tone = few ? ui::Tone::bad : ui::Tone::quiet, .align = ui::Align::centre});
        frame.pin_dots(state.digits, state.shortest);
        frame.area(frame.strip(message_height), [&] {
            if (!message.text.empty()) frame.text(message.text, {.tone = message.tone, .align = ui::Align::centre});
        });
        const ui::Rect pad = frame.strip(pad_height_u * u);
        frame.area(pad.centred(std::min(pad_u * u, pad.w), pad.h), [&] {
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
