#include "station/screens/classes.hpp"

#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"

#include <algorithm>

namespace zvonok::screens::classes {

namespace {

constexpr float row_u = 8;

std::string next_text(const ui::Words& words, const Item& item, LocalDay today) {
    if (!item.next) return std::string{words.tr("уроков больше нет")};
    const std::string when = day_text(words, *item.next, today) + ", " + period_text(words, item.period);
    return ui::fill(words.tr("следующий урок {}"), {when});
}

std::optional<Intent> draw_item(ui::Frame& frame, const State& state, const Item& item, ui::Rect line) {
    std::optional<Intent> intent;
    const ui::Words& words = frame.words();
    line = line.inset(0, frame.u(0.5f));
    const auto button = [&](std::string_view name, Intent wanted) {
        const float width = std::min(button_width(frame, name), line.w / 3);
        const ui::Rect place = line.take_right(width, frame.u());
        in_place(frame, place.centred(place.w, control_height(frame)), [&] {
            if (frame.button(name)) intent = std::move(wanted);
        });
    };
    button(words.tr("КТП"), lesson::ShowPlan{item.load});
    button(words.tr("Журнал"), plan::ShowPage{item.load});
    const LocalDay today = std::chrono::floor<std::chrono::days>(state.common.around.now);
    const std::string lag = plan::lag_text(words, item.lag);
    const float lag_width = frame.width(lag, ui::TextSize::caption) + frame.u();
    const std::string pupils = words.count(item.pupils, "{} ученик", "{} ученика", "{} учеников");
    in_place(frame, line.take_top(line.h / 2), [&] {
        frame.text(joined({item.groups, item.subject}), {.strong = true});
    });
    if (!state.common.loading)
        in_place(frame, line.take_right(std::min(lag_width, line.w / 2), frame.u()),
                 [&] { frame.caption(lag, {.tone = plan::lag_tone(item.lag), .align = ui::Align::right}); });
    in_place(frame, line, [&] { frame.caption(joined({pupils, next_text(words, item, today)})); });
    return intent;
}

}  // namespace

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& scratch) {
    std::optional<Intent> intent;
    ui::Rect head, rest;
    const std::string_view title = frame.tr("Мои классы");
    if (auto wanted = office::draw_head(frame, title, state.common, scratch.attention, head, rest)) intent = *wanted;
    in_place(frame, head, [&] { frame.heading(title); });
    frame.card(title, rest.centred(std::min(rest.w, frame.u(140)), rest.h), [&] {
        if (state.items.empty())
            return frame.notice({.tone = ui::Tone::accent,
                                 .happened = frame.tr("За вами не записано ни одного предмета."),
                                 .advice = frame.tr("Если нагрузка есть, попросите завуча внести её в расписание.")});
        const float row =
            std::max(frame.u(row_u), frame.line(ui::TextSize::text) + frame.line(ui::TextSize::caption) + frame.u(2));
        for (const Item& item : state.items)
            frame.scope(item.load.hex(), [&] {
                if (auto wanted = draw_item(frame, state, item, frame.strip(row, {.rule = true})))
                    intent = std::move(wanted);
            });
    });
    if (auto wanted = office::draw_attention(frame, state.common, scratch.attention)) intent = std::move(*wanted);
    return intent;
}

}  // namespace zvonok::screens::classes
