#include "station/screens/timetable.hpp"

#include "station/screens/lesson_parts.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"

#include <algorithm>

namespace zvonok::screens::timetable {

namespace {

using domain::LessonState;
using Step = Scratch::Step;

constexpr float classes_share = 0.28f;
constexpr std::size_t classes_in_row = 4;

/// What became of the lesson against its plan; empty: nothing.
std::string change_text(const ui::Words& words, const Entry& entry) {
    std::string what;
    switch (entry.state) {
        case LessonState::cancelled:
            what = words.tr("отменён");
            break;
        case LessonState::merged:
            what = words.tr("объединён с другим");
            break;
        case LessonState::moved:
            what = words.tr("перенесён");
            break;
        case LessonState::added:
            what = words.tr("добавлен");
            break;
        case LessonState::as_planned:
            break;
    }
    if (!entry.substitute.empty()) what = joined({what, ui::fill(words.tr("замена: {}"), {entry.substitute})});
    return entry.unconfirmed ? joined({what, words.tr("ждёт сервера")}) : what;
}

std::string entry_text(const ui::Words& words, const Entry& entry) {
    return joined({period_text(words, entry.period), entry.groups, entry.subject});
}

void start_change(const State& state, Scratch& scratch, const Entry& entry) {
    scratch.changing = entry.key;
    scratch.step = Step::menu;
    scratch.reason.clear();
    scratch.to = state.day;
}

std::optional<Intent> draw_classes(ui::Frame& frame, const State& state, const ui::Rect& place) {
    std::optional<Intent> intent;
    frame.card(frame.tr("Классы"), place, [&] {
        const std::span classes{state.classes};
        const float widest = frame.width("11Ш") + frame.u(4);
        const auto fit = static_cast<std::size_t>(
            std::clamp((frame.area_width() + frame.u()) / (widest + frame.u()), 1.f, float{classes_in_row}));
        for (std::size_t first = 0; first < classes.size(); first += fit) {
            const std::vector<ui::Track> tracks(fit, ui::share());
            frame.row(tracks, {}, [&] {
                for (const auto& one : classes.subspan(first, std::min(fit, classes.size() - first)))
                    if (frame.choice(one.name, {.chosen = one.id == state.classes[state.current].id}))
                        intent = Show{one.id, state.day};
            });
        }
        if (state.classes.empty()) frame.text(frame.tr("Классов ещё нет."), {.tone = ui::Tone::quiet});
    });
    return intent;
}

void draw_entry(ui::Frame& frame, const State& state, Scratch& scratch, const Entry& entry) {
    const ui::Words& words = frame.words();
    const float height =
        std::max(frame.u(8), frame.line(ui::TextSize::text) + frame.line(ui::TextSize::caption) + frame.u(2));
    ui::Rect line = frame.strip(height, {.rule = true}).inset(0, frame.u(0.5f));
    const std::string_view change = words.tr("Изменить");
    const ui::Rect button = line.take_right(std::min(button_width(frame, change), line.w / 3), frame.u(2));
    in_place(frame, button.centred(button.w, control_height(frame)), [&] {
        if (frame.button(change)) start_change(state, scratch, entry);
    });
    ui::Rect when = line.take_left(std::max(frame.width("00:00–00:00") + frame.u(), frame.u(16)), frame.u(2));
    in_place(frame, when.take_top(when.h / 2), [&] { frame.text(period_text(words, entry.period), {.strong = true}); });
    in_place(frame, when, [&] { frame.caption(span_text(entry.starts, entry.ends)); });
    in_place(frame, line.take_top(line.h / 2), [&] {
        frame.text(joined({entry.groups, entry.subject, short_room_text(words, entry.room), entry.teachers}));
    });
    const std::string changed = change_text(words, entry);
    in_place(frame, line, [&] {
        frame.caption(changed.empty() ? words.tr("по расписанию") : std::string_view{changed},
                      {.tone = changed.empty() ? ui::Tone::quiet : ui::Tone::warn});
    });
}

void draw_lessons(ui::Frame& frame, const State& state, Scratch& scratch, const ui::Rect& place) {
    frame.card(frame.tr("Уроки дня"), place, [&] {
        if (state.lessons.empty())
            frame.notice({.tone = ui::Tone::accent,
                          .happened = frame.tr("В этот день у класса нет уроков."),
                          .advice = frame.tr("Выберите другой день или класс.")});
        for (const Entry& entry : state.lessons) {
            const std::string key =
                entry.key.load.hex() + std::to_string(entry.key.ordinal) + entry.key.unplanned.hex();
            frame.scope(key, [&] { draw_entry(frame, state, scratch, entry); });
        }
    });
}

void draw_reasons(ui::Frame& frame, Scratch& scratch) {
    if (auto reason = lesson::choose_reason(frame, scratch.reason)) scratch.reason = std::move(*reason);
}

/// Where the colleague is while the lesson goes on; empty: free.
std::string_view busy_at(const Colleague& colleague, const Entry& entry) {
    for (const Busy& busy : colleague.busy)
        if (busy.starts < entry.ends && entry.starts < busy.ends) return busy.where;
    return {};
}

std::optional<Intent> draw_teachers(ui::Frame& frame, const State& state, Scratch& scratch, const Entry& entry) {
    std::optional<Intent> intent;
    draw_reasons(frame, scratch);
    frame.caption(frame.tr("Кто проведёт урок"));
    std::vector<const Colleague*> colleagues;
    for (const Colleague& one : state.colleagues)
        if (std::ranges::find(entry.planned, one.id) == entry.planned.end()) colleagues.push_back(&one);
    std::ranges::stable_partition(colleagues, [&](const Colleague* one) { return busy_at(*one, entry).empty(); });
    for (const Colleague* one : colleagues) {
        const std::string_view where = busy_at(*one, entry);
        const std::string note =
            where.empty() ? std::string{frame.tr("урока нет")} : ui::fill(frame.tr("ведёт урок: {}"), {where});
        frame.scope(one->id.hex(), [&] {
            if (frame.choice(one->name, {.enabled = !scratch.reason.empty(), .note = note}))
                intent = Replace{entry.key, one->id, scratch.reason};
        });
    }
    return intent;
}

std::optional<Intent> draw_move(ui::Frame& frame, const State& state, Scratch& scratch, const Entry& entry) {
    std::optional<Intent> intent;
    const ui::Words& words = frame.words();
    draw_reasons(frame, scratch);
    frame.caption(words.tr("На какой день"));
    for (const Target& target : state.targets)
        if (frame.choice(ui::fill(words.tr("на {}"), {date_text(words, target.day)}),
                         {.chosen = scratch.to == target.day}))
            scratch.to = target.day;
    const auto target = std::ranges::find(state.targets, scratch.to, &Target::day);
    if (target == state.targets.end()) return intent;
    frame.caption(words.tr("Каким уроком"));
    constexpr std::size_t in_row = 4;
    for (std::size_t first = 0; first < target->periods.size(); first += in_row) {
        const std::vector<ui::Track> tracks(in_row, ui::share());
        frame.row(tracks, {}, [&] {
            for (std::size_t n = first; n < std::min(first + in_row, target->periods.size()); ++n) {
                const int period = target->periods[n];
                const bool same = scratch.to == state.day && period == entry.period;
                if (frame.choice(period_text(words, period), {.enabled = !scratch.reason.empty() && !same}))
                    intent = Change{entry.key, LessonState::moved, scratch.to, period, scratch.reason};
            }
        });
    }
    return intent;
}

std::optional<Intent> draw_menu(ui::Frame& frame, Scratch& scratch, const Entry& entry) {
    std::optional<Intent> intent;
    const ui::Words& words = frame.words();
    const bool held = entry.state != LessonState::cancelled && entry.state != LessonState::merged;
    if (held && frame.choice(words.tr("Назначить замену"))) scratch.step = Step::teacher;
    if (held && frame.choice(words.tr("Перенести урок"))) scratch.step = Step::move;
    if (!entry.substitute.empty() && frame.choice(words.tr("Снять замену"))) intent = Replace{entry.key, {}, {}};
    if (entry.state != LessonState::as_planned && frame.choice(words.tr("Вернуть по расписанию")))
        intent = Change{entry.key, LessonState::as_planned, {}, 0, {}};
    if (!held) return intent;
    draw_reasons(frame, scratch);
    const ui::ButtonOptions options{.enabled = !scratch.reason.empty(), .by_enter = false};
    if (frame.button(words.tr("Отменить урок"), options))
        intent = Change{entry.key, LessonState::cancelled, {}, 0, scratch.reason};
    return intent;
}

std::optional<Intent> draw_changing(ui::Frame& frame, const State& state, Scratch& scratch) {
    if (!scratch.changing) return std::nullopt;
    const auto entry = std::ranges::find(state.lessons, *scratch.changing, &Entry::key);
    if (entry == state.lessons.end()) {
        scratch.changing.reset();
        return std::nullopt;
    }
    std::optional<Intent> intent;
    bool close = false;
    frame.dialogue(frame.tr("Изменение урока"), 100, 108, [&] {
        frame.heading(entry_text(frame.words(), *entry));
        frame.caption(joined({date_text(frame.words(), state.day), span_text(entry->starts, entry->ends),
                              entry->teachers, change_text(frame.words(), *entry)}));
        switch (scratch.step) {
            case Step::menu:
                intent = draw_menu(frame, scratch, *entry);
                break;
            case Step::teacher:
                intent = draw_teachers(frame, state, scratch, *entry);
                break;
            case Step::move:
                intent = draw_move(frame, state, scratch, *entry);
                break;
        }
        frame.space(1);
        close = frame.button(frame.tr("Закрыть")) || frame.escape();
    });
    if (intent || close) scratch.changing.reset();
    return intent;
}

}  // namespace

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& scratch) {
    std::optional<Intent> intent;
    ui::Rect head, rest;
    const std::string_view name = state.classes.empty() ? std::string_view{} : state.classes[state.current].name;
    const std::string title = joined({frame.tr("Замены и переносы"), name});
    if (auto wanted = office::draw_head(frame, title, state.common, scratch.attention, head, rest)) intent = *wanted;
    const GroupId school_class = state.classes.empty() ? GroupId{} : state.classes[state.current].id;
    const LocalDay today = std::chrono::floor<std::chrono::days>(state.common.around.now);
    for (const LocalDay day : state.days) {
        const std::string text = day_text(frame.words(), day, today);
        const float width = button_width(frame, text);
        if (head.w < width) head = rest.take_top(control_height(frame), frame.u(2));
        in_place(frame, head.take_left(std::min(width, head.w), frame.u()), [&] {
            if (frame.choice(text, {.chosen = day == state.day})) intent = Show{school_class, day};
        });
    }
    const auto [list, chosen] = office::halves_of(frame, rest, classes_share);
    if (auto wanted = draw_classes(frame, state, list)) intent = wanted;
    draw_lessons(frame, state, scratch, chosen);
    if (auto wanted = draw_changing(frame, state, scratch)) intent = std::move(wanted);
    if (auto wanted = office::draw_attention(frame, state.common, scratch.attention)) intent = std::move(*wanted);
    return intent;
}

}  // namespace zvonok::screens::timetable
