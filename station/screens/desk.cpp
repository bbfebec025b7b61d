#include "station/screens/desk.hpp"

#include "station/screens/bottom.hpp"
#include "station/screens/desk_parts.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"

#include <algorithm>

namespace zvonok::screens::desk {

namespace {

constexpr float widest_u = 140;
constexpr float widest_of_two_u = 210;  ///< with what needs attention beside the lessons
constexpr float row_u = 8;

std::string state_of(const ui::Words& words, const Item& item) {
    if (item.time == Time::ahead) return std::string{words.tr("ещё не начался")};
    if (item.pupils > 0 && item.marked == item.pupils) return std::string{words.tr("отмечены все")};
    if (item.marked == 0)
        return std::string{item.time == Time::going_on ? words.tr("идёт сейчас") : words.tr("не отмечен")};
    return ui::fill(words.tr("отмечено {} из {}"), {std::to_string(item.marked), std::to_string(item.pupils)});
}

ui::Tone tone_of(const Item& item) {
    if (item.needs_attention) return ui::Tone::bad;
    if (item.time == Time::over && item.marked < item.pupils) return ui::Tone::warn;
    return item.time == Time::going_on ? ui::Tone::accent : ui::Tone::quiet;
}

std::optional<Intent> draw_item(ui::Frame& frame, const State& state, const Item& item, const ui::Rect& place) {
    std::optional<Intent> intent;
    const ui::Words& words = frame.words();
    ui::Rect line = place.inset(0, frame.u(0.5f));
    const std::string open =
        item.time == Time::ahead ? std::string{frame.tr("Посмотреть")} : std::string{frame.tr("Открыть")};
    const float button =
        std::max(button_width(frame, frame.tr("Посмотреть")), button_width(frame, frame.tr("Открыть")));
    const ui::Rect button_place = line.take_right(std::min(button, line.w / 2), frame.u(2));
    in_place(frame, button_place.centred(button_place.w, control_height(frame)), [&] {
        const auto emphasis = item.time == Time::going_on ? ui::Emphasis::main : ui::Emphasis::quiet;
        if (frame.button(open, {.emphasis = emphasis})) intent = Open{item.key};
    });
    const std::string_view plan = words.tr("КТП");
    const ui::Rect plan_place = line.take_right(std::min(button_width(frame, plan), line.w / 3), frame.u());
    in_place(frame, plan_place.centred(plan_place.w, control_height(frame)), [&] {
        if (frame.button(plan)) intent = lesson::ShowPlan{item.key.load};
    });
    const float when_width = frame.width("00:00–00:00") + frame.u();
    ui::Rect when = line.take_left(std::max(when_width, frame.u(18)), frame.u(2));
    in_place(frame, when.take_top(when.h / 2), [&] { frame.text(period_text(words, item.period), {.strong = true}); });
    in_place(frame, when, [&] { frame.caption(span_text(item.starts, item.ends)); });
    const std::string room = item.room == state.room ? std::string{} : short_room_text(words, item.room);
    const std::string marked = item.needs_attention ? std::string{words.tr("требует внимания")} : state_of(words, item);
    in_place(frame, line.take_top(line.h / 2), [&] {
        frame.text(joined({item.groups, item.subject, room}), {.strong = true});
    });
    in_place(frame, line, [&] { frame.caption(marked, {.tone = tone_of(item)}); });
    return intent;
}

std::string_view office_name(const ui::Words& words, Office desk) {
    switch (desk) {
        case Office::requests:
            return words.tr("Исправления");
        case Office::absences:
            return words.tr("Пропуски класса");
        case Office::timetable:
            return words.tr("Замены и переносы");
        case Office::notices:
            return words.tr("Объявления");
        case Office::messages:
            return words.tr("Сообщения");
        case Office::classes:
            return words.tr("Мои классы");
    }
    return {};
}

/// With how much of it is new.
std::string office_text(const ui::Words& words, const State& state, Office desk) {
    const std::string_view name = office_name(words, desk);
    if (desk != Office::messages || state.unread == 0) return std::string{name};
    return joined({name, ui::fill(words.tr("новых {}"), {std::to_string(state.unread)})});
}

std::optional<Intent> draw_office(ui::Frame& frame, const State& state, ui::Rect& page) {
    std::optional<Intent> intent;
    ui::Rect row{};
    for (const Office desk : state.office) {
        const std::string name = office_text(frame.words(), state, desk);
        const float width = std::min(button_width(frame, name), page.w);
        if (row.w < width) row = page.take_top(control_height(frame), frame.u());
        in_place(frame, row.take_left(width, frame.u()), [&] {
            if (frame.button(name)) intent = desk;
        });
    }
    if (!state.office.empty()) page.take_top(frame.u());
    return intent;
}

}  // namespace

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& /*scratch*/) {
    std::optional<Intent> intent;
    const ui::Words& words = frame.words();
    const std::string place = short_room_text(words, state.room);
    const std::string time = clock_text(state.around.now);
    if (frame.top_bar({.place = place, .clock = time, .person = state.person, .leave = frame.tr("Выход")}))
        intent = Leave{};
    draw_bottom(frame, state.around);

    ui::Rect page = frame.body();
    const bool beside = !state.duties.empty() && !frame.portrait();
    page = page.centred(std::min(page.w, frame.u(beside ? widest_of_two_u : widest_u)), page.h);
    const LocalDay today = std::chrono::floor<std::chrono::days>(state.around.now);
    const std::string title = state.day == today
                                  ? ui::fill(words.tr("Мои уроки сегодня, {}"), {date_text(words, state.day)})
                                  : ui::fill(words.tr("Мои уроки {}"), {date_text(words, state.day)});
    frame.area(page.take_top(frame.height(title, page.w, ui::TextSize::title), frame.u(2)),
               [&] { frame.title(title); });
    if (auto wanted = draw_office(frame, state, page)) intent = wanted;
    const bool going_on =
        std::ranges::any_of(state.lessons, [](const Item& item) { return item.time == Time::going_on; });
    if (!state.lessons.empty() && !going_on) {
        const std::string_view hint = words.tr("Сейчас урока нет. Выберите урок, чтобы открыть его.");
        frame.area(page.take_top(frame.height(hint, page.w), frame.u(2)),
                   [&] { frame.text(hint, {.tone = ui::Tone::quiet}); });
    }
    ui::Rect duties;
    if (beside)
        duties = page.take_right(page.w * 0.48f, frame.u(2));
    else if (!state.duties.empty())
        duties = page.take_bottom(page.h * 0.45f, frame.u(2));
    frame.card(frame.tr("Мои уроки"), page, [&] {
        if (state.loading) return frame.text(frame.tr("Уроки открываются."), {.tone = ui::Tone::quiet});
        if (state.lessons.empty())
            return frame.notice({.tone = ui::Tone::accent,
                                 .happened = state.may_write ? frame.tr("В этот день у вас нет уроков.")
                                                             : frame.tr("За вами не записано ни одного урока."),
                                 .means = frame.tr("Отмечать нечего."),
                                 .advice = frame.tr("Если урок есть, попросите диспетчера проверить расписание.")});
        const float row =
            std::max(frame.u(row_u), frame.line(ui::TextSize::text) + frame.line(ui::TextSize::caption) + frame.u(2));
        for (const Item& item : state.lessons) {
            const std::string key = item.key.load.hex() + std::to_string(item.key.ordinal) + item.key.unplanned.hex();
            frame.scope(key, [&] {
                if (auto wanted = draw_item(frame, state, item, frame.strip(row, {.rule = true}))) intent = wanted;
            });
        }
    });
    if (!state.duties.empty())
        if (auto wanted = draw_duties(frame, state, duties)) intent = wanted;
    return intent;
}

}  // namespace zvonok::screens::desk
