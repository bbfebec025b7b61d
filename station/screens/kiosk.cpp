#include "station/screens/kiosk.hpp"

#include "station/screens/bottom.hpp"
#include "station/screens/kiosk_parts.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"

namespace zvonok::screens::kiosk {

namespace {

/// Clock, bell and date on the left, the language on the right.
std::optional<Intent> draw_head(ui::Frame& frame, const State& state, ui::Rect head) {
    std::optional<Intent> intent;
    const ui::Words& words = frame.words();
    const float u = frame.u();
    const std::string time = clock_text(state.around.now);
    const float language = std::max(button_width(frame, "Русский"), 16 * u);
    const ui::Rect corner = head.take_right(language, 2 * u);
    in_place(frame, {corner.x, corner.y, corner.w, touch_u * u}, [&] {
        if (const auto speak = language_button(frame)) intent = *speak;
    });
    in_place(frame, head.take_left(std::min(frame.width(time, ui::TextSize::clock) + u, head.w / 2), 3 * u),
             [&] { frame.clock(time); });
    const std::string day = date_text(words, std::chrono::floor<std::chrono::days>(state.around.now));
    // In large letters the minutes and the day are what matters.
    std::string bell = bell_text(words, state.bell);
    if (frame.width(bell, ui::TextSize::heading) > head.w && state.bell.kind == Bell::Kind::lesson_ends)
        bell = ui::fill(words.tr("до звонка {} мин"), {std::to_string(state.bell.minutes)});
    std::string date = joined({day, state.school});
    if (frame.width(date) > head.w) date = day;
    const float first = frame.line(ui::TextSize::heading);
    const float second = frame.line(ui::TextSize::text);
    ui::Rect lines = head.centred(head.w, (bell.empty() ? 0 : first) + second);
    if (!bell.empty()) in_place(frame, lines.take_top(first), [&] { frame.heading(bell); });
    in_place(frame, lines.take_top(second), [&] { frame.text(date, {.tone = ui::Tone::quiet}); });
    return intent;
}

void draw_waiting(ui::Frame& frame, const ui::Rect& page) {
    frame.area(page.centred(frame.u(100), frame.u(20)), [&] {
        frame.notice({.tone = ui::Tone::accent,
                      .happened = frame.tr("Расписание ещё не получено."),
                      .means = frame.tr("Экран ждёт данных с сервера школы."),
                      .advice = frame.tr("Они появятся здесь сами.")});
    });
}

}  // namespace

std::string bell_text(const ui::Words& words, const Bell& bell) {
    switch (bell.kind) {
        case Bell::Kind::lesson_ends:
            return joined({period_text(words, bell.period),
                           ui::fill(words.tr("до звонка {} мин"), {std::to_string(bell.minutes)})});
        case Bell::Kind::lesson_begins:
            return ui::fill(words.tr("до {} урока {} мин"),
                            {std::to_string(bell.period), std::to_string(bell.minutes)});
        case Bell::Kind::none:
            break;
    }
    return {};
}

std::string age_text(const ui::Words& words, const Surroundings& around) {
    if (!around.exchanged) return std::string{words.tr("Данные с сервера ещё не получены.")};
    const std::string moment = moment_text(words, *around.exchanged, around.now);
    if (around.server == Server::reached || around.server == Server::unknown)
        return ui::fill(words.tr("Данные на {}"), {moment});
    return ui::fill(words.tr("Нет связи с сервером. Данные на {}, новое появится позже."), {moment});
}

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& /*scratch*/) {
    std::optional<Intent> intent;
    const std::string age = age_text(frame.words(), state.around);
    const bool fresh = state.around.server == Server::reached || state.around.server == Server::unknown;
    frame.status_line({.text = age,
                       .tone = fresh ? ui::Tone::quiet : ui::Tone::warn,
                       .right = state.around.help,
                       .help = help_word(frame),
                       .touch_u = touch_u});
    ui::Rect page = frame.body();
    const float u = frame.u();
    const float head = std::max(frame.line(ui::TextSize::clock), touch_u * u);
    intent = draw_head(frame, state, page.take_top(head, 3 * u));
    if (state.classes.empty()) {
        draw_waiting(frame, page);
        return intent;
    }
    if (state.chosen && frame.portrait()) {
        const float wanted = classes_height(frame, state, page.w);
        const ui::Rect classes = page.take_top(std::min(wanted, page.h * 0.4f), 3 * u);
        if (auto picked = draw_classes(frame, state, classes)) intent = picked;
        if (auto picked = draw_day(frame, state, page)) intent = picked;
    } else if (state.chosen) {
        if (auto picked = draw_day(frame, state, page)) intent = picked;
    } else if (auto picked = draw_classes(frame, state, page)) {
        intent = picked;
    }
    if (state.chosen && frame.escape()) intent = Back{};
    return intent;
}

}  // namespace zvonok::screens::kiosk
