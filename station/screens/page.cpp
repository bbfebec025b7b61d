#include "station/screens/page.hpp"

#include "station/screens/bottom.hpp"
#include "station/screens/lesson_parts.hpp"
#include "station/screens/page_parts.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"

#include <algorithm>

namespace zvonok::screens::page {

namespace {

std::string_view read_only_text(const ui::Words& words, ReadOnly why) {
    switch (why) {
        case ReadOnly::no:
            return {};
        case ReadOnly::not_yours:
            return words.tr("Этот журнал ведёт другой учитель: можно только смотреть.");
        case ReadOnly::window_closed:
            return words.tr(
                "Срок исправления прошёл. Впишите, как должно быть, и попросите исправление там, где запись "
                "отклонена.");
    }
    return {};
}

/// A period that is shown for the first time opens where today is.
void follow_period(const State& state, Scratch& scratch) {
    const EntityId shown = state.periods.empty() ? EntityId{} : state.periods[state.current].id;
    if (scratch.period == shown) return;
    scratch.choosing.reset();
    scratch.pasting.reset();
    // Its days are made in the background: before they are there no square is today's.
    if (state.columns.empty()) return;
    scratch.period = shown;
    scratch.at = {0, column_of_today(state)};
    scratch.first = 0;  // so far to the left as the cursor lets
    scratch.go_to = scratch.at;
}

std::optional<Intent> draw_head(ui::Frame& frame, const State& state, Scratch& scratch, ui::Rect head) {
    std::optional<Intent> intent;
    const float u = frame.u();
    const auto button = [&](const ui::Rect& rect, std::string_view name) {
        bool pressed = false;
        in_place(frame, rect, [&] { pressed = frame.button(name); });
        return pressed;
    };
    const std::string_view lesson = frame.tr("Урок");
    if (button(head.take_left(std::min(button_width(frame, lesson), head.w / 3), 2 * u), lesson)) intent = ShowLesson{};
    if (!state.periods.empty()) {
        const std::string period = period_name(frame.words(), state.periods[state.current]);
        if (button(head.take_left(std::min(button_width(frame, period), head.w / 2), 2 * u), period))
            scratch.choosing_period = true;
    }
    const std::string_view paste = frame.tr("Вставить столбец");
    if (state.read_only != ReadOnly::not_yours && !state.rows.empty() && !state.columns.empty() &&
        head.w > 2.5f * button_width(frame, paste))
        in_place(frame, head.take_right(button_width(frame, paste), 2 * u), [&] {
            if (!frame.button(paste, {.keeps_focus = true})) return;
            scratch.go_to = scratch.at;
            frame.ask_paste();
        });
    if (state.read_only != ReadOnly::not_yours)
        lesson::draw_work_button(frame, lesson::work_button_name(frame, state.marks), head, head.w,
                                 scratch.choosing_work);
    return intent;
}

}  // namespace

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& scratch) {
    std::optional<Intent> intent;
    follow_period(state, scratch);
    const ui::Words& words = frame.words();
    const std::string place = joined({words.tr("Журнал"), state.groups, state.subject});
    const std::string time = clock_text(state.around.now);
    if (frame.top_bar({.place = place, .clock = time, .person = state.person, .leave = frame.tr("Выход")}))
        intent = Leave{};
    draw_bottom(frame, state.around);

    ui::Rect rest = frame.body();
    const float u = frame.u();
    if (auto wanted = draw_head(frame, state, scratch, rest.take_top(control_height(frame), 2 * u))) intent = wanted;
    lesson::draw_read_only(frame, read_only_text(words, state.read_only), rest);
    draw_foot(frame, state, scratch, rest.take_bottom(foot_height(frame), u));
    const bool empty = state.rows.empty() || state.columns.empty();
    if (empty && !state.loading) {
        const std::string_view nothing = state.rows.empty() && !state.columns.empty()
                                             ? frame.tr("В списке класса никого нет.")
                                             : frame.tr("В этом периоде уроков нет.");
        frame.card(frame.tr("Журнал"), rest, [&] { frame.text(nothing, {.tone = ui::Tone::quiet}); });
    } else if (!empty) {
        const ui::Rect hand = rest.take_bottom(control_height(frame), u);
        lesson::draw_overtaken(frame, state.overtaken, rest);
        if (auto wanted = draw_table(frame, state, scratch, rest)) intent = wanted;
        if (auto wanted = draw_hand(frame, state, scratch, hand)) intent = wanted;
    }
    const bool was_choosing = scratch.choosing.has_value();
    const bool was_reading = scratch.attention.reading && scratch.attention.about;
    if (auto wanted = draw_choosing(frame, state, scratch)) intent = wanted;
    if (auto wanted = draw_pasting(frame, state, scratch)) intent = wanted;
    if (auto wanted = draw_periods(frame, state, scratch)) intent = wanted;
    if (auto wanted = draw_history(frame, state)) intent = wanted;
    if (auto wanted = lesson::draw_works(frame, state.marks, scratch.choosing_work)) intent = std::move(*wanted);
    if (lesson::obey_undo(frame, state.last_touch)) intent = lesson::Undo{};
    if (was_choosing) return intent;  // one dialogue a frame
    if (auto asked = lesson::draw_attention(frame, state.attention, state.grounds, state.around.now, scratch.attention))
        std::visit([&](auto& answer) { intent = std::move(answer); }, *asked);
    if (was_reading && !scratch.attention.reading) scratch.go_to = scratch.at;
    return intent;
}

}  // namespace zvonok::screens::page
