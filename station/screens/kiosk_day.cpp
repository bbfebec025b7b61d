#include "station/screens/kiosk_parts.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"

#include <algorithm>
#include <array>

namespace zvonok::screens::kiosk {

namespace {

using domain::HomeworkWay;

constexpr float period_u = 7;
constexpr float subject_share = 0.4f;

/// «§ 12, № 214–216 · письменно»
std::string task_text(const ui::Words& words, const LessonRow& lesson) {
    if (lesson.homework == Homework::nothing) return std::string{words.tr("ничего не задано")};
    if (lesson.homework == Homework::unsaid) return std::string{words.tr("задание не записано")};
    const auto way = [&](HomeworkWay which, std::string_view name) {
        return has(lesson.ways, which) ? words.tr(name) : std::string_view{};
    };
    return joined({lesson.task, way(HomeworkWay::read, "читать"), way(HomeworkWay::written, "письменно"),
                   way(HomeworkWay::by_heart, "наизусть"), way(HomeworkWay::retell, "пересказать")});
}

struct RowLayout {
    float period = 0, time = 0, subject = 0, task = 0, gap = 0;
};
RowLayout layout_of(const ui::Frame& frame, float width) {
    RowLayout layout;
    layout.gap = frame.u(2);
    layout.period = std::max(frame.u(period_u), frame.width("10", ui::TextSize::title));
    layout.time = frame.width("00:00–00:00") + frame.u(1);
    const float free = width - layout.period - layout.time - 3 * layout.gap;
    layout.subject = free * subject_share;
    layout.task = free - layout.subject;
    return layout;
}

void draw_lesson(ui::Frame& frame, const LessonRow& lesson, float width) {
    const ui::Words& words = frame.words();
    const RowLayout layout = layout_of(frame, width);
    const float u = frame.u();
    const std::string subject = joined({lesson.subject, lesson.subgroup});
    const std::string where = joined({short_room_text(words, lesson.room), lesson.teacher});
    const bool cancelled = lesson.change == LessonChange::cancelled;
    const std::string task = cancelled ? std::string{change_text(words, lesson.change)} : task_text(words, lesson);
    const std::string_view change = cancelled ? std::string_view{} : change_text(words, lesson.change);
    const std::string_view doubt = lesson.unconfirmed ? frame.tr("ещё не подтверждено сервером") : std::string_view{};
    const float doubt_height = doubt.empty() ? 0 : frame.height(doubt, layout.task, ui::TextSize::caption);
    const float subject_height = frame.height(subject, layout.subject) +
                                 frame.height(where, layout.subject, ui::TextSize::caption) +
                                 (change.empty() ? 0 : frame.line(ui::TextSize::caption));
    const float inner =
        std::max({subject_height, frame.height(task, layout.task) + doubt_height, frame.line(ui::TextSize::title)});
    ui::Rect line = frame.strip(inner + 3 * u, {.rule = true, .tinted = lesson.going_on}).inset(0, 1.5f * u);
    const float first = frame.line(ui::TextSize::text);
    in_place(frame, line.take_left(layout.period, layout.gap),
             [&] { frame.title(std::to_string(lesson.period), {.align = ui::Align::centre}); });
    ui::Rect time = line.take_left(layout.time, layout.gap);
    in_place(frame, time.take_top(first), [&] { frame.text(span_text(lesson.starts, lesson.ends)); });
    if (lesson.going_on)
        in_place(frame, time.take_top(frame.line(ui::TextSize::caption)),
                 [&] { frame.caption(frame.tr("идёт сейчас"), {.tone = ui::Tone::accent}); });
    ui::Rect what = line.take_left(layout.subject, layout.gap);
    frame.area(what.take_top(frame.height(subject, what.w)), [&] {
        frame.text(subject, {.tone = cancelled ? ui::Tone::quiet : ui::Tone::ink, .strong = !cancelled});
    });
    if (!change.empty())
        frame.area(what.take_bottom(frame.line(ui::TextSize::caption)),
                   [&] { frame.caption(change, {.tone = ui::Tone::warn}); });
    if (!where.empty() && !cancelled) frame.area(what, [&] { frame.caption(where); });
    if (!doubt.empty())
        frame.area({line.x, line.y + frame.height(task, line.w), line.w, doubt_height},
                   [&] { frame.caption(doubt, {.tone = ui::Tone::warn}); });
    const ui::Tone tone = cancelled                          ? ui::Tone::warn
                          : lesson.homework == Homework::set ? ui::Tone::ink
                                                             : ui::Tone::quiet;
    frame.area(line, [&] { frame.text(task, {.tone = tone}); });
}

void draw_heads(ui::Frame& frame, const ui::Rect& place) {
    ui::Rect line = place;
    const RowLayout layout = layout_of(frame, line.w);
    in_place(frame, line.take_left(layout.period, layout.gap),
             [&] { frame.caption(frame.tr("Урок"), {.tone = ui::Tone::quiet, .align = ui::Align::centre}); });
    in_place(frame, line.take_left(layout.time, layout.gap), [&] { frame.caption(frame.tr("Время")); });
    in_place(frame, line.take_left(layout.subject, layout.gap), [&] { frame.caption(frame.tr("Предмет")); });
    in_place(frame, line, [&] { frame.caption(frame.tr("Домашнее задание")); });
}

void draw_lessons(ui::Frame& frame, const ClassDay& chosen, const ui::Rect& place) {
    frame.card(frame.tr("Уроки"), place, [&] {
        if (chosen.lessons.empty()) {
            frame.heading(chosen.holiday.empty() ? frame.tr("Уроков нет") : std::string_view{chosen.holiday});
            return;
        }
        const float width = place.w - frame.u(4);
        draw_heads(frame, frame.strip(frame.line(ui::TextSize::caption)));
        for (const LessonRow& lesson : chosen.lessons) draw_lesson(frame, lesson, width);
    });
}

std::optional<Intent> draw_days(ui::Frame& frame, const ClassDay& chosen, LocalDay today, const ui::Rect& place) {
    std::optional<Intent> intent;
    if (chosen.days.empty()) return intent;
    const std::vector<ui::Track> tracks(chosen.days.size(), ui::share());
    const auto count = static_cast<float>(chosen.days.size());
    const float tab = (place.w - (count - 1) * frame.u()) / count;
    frame.area(place, [&] {
        frame.row(tracks, {.height_u = place.h / frame.u()}, [&] {
            for (const LocalDay day : chosen.days) {
                std::string name = day_text(frame.words(), day, today);
                if (frame.width(name) * 1.08f + frame.u(3) > tab) name = short_date_text(frame.words(), day);
                if (frame.choice(name, {.chosen = day == chosen.day})) intent = PickDay{day};
            }
        });
    });
    return intent;
}

}  // namespace

std::optional<Intent> draw_day(ui::Frame& frame, const State& state, const ui::Rect& place) {
    std::optional<Intent> intent;
    const ClassDay& chosen = *state.chosen;
    const float u = frame.u();
    ui::Rect rest = place;
    ui::Rect head = rest.take_top(touch_u * u, 2 * u);
    const std::string_view back = frame.tr("Все классы");
    in_place(frame, head.take_left(std::min(button_width(frame, back), head.w / 2), 3 * u), [&] {
        if (frame.button(back)) intent = Back{};
    });
    const float name = frame.width(chosen.name, ui::TextSize::title) * 1.1f + u;
    in_place(frame, head.take_left(std::min(name, head.w / 3), 3 * u),
             [&] { frame.title(chosen.name, {.strong = true}); });
    const LocalDay today = std::chrono::floor<std::chrono::days>(state.around.now);
    // The tabs stand beside the class where there is room for their words, else under it.
    const float tabs = static_cast<float>(chosen.days.size()) * (frame.width(date_text(frame.words(), today)) + 5 * u);
    if (tabs > head.w) head = rest.take_top(touch_u * u, 2 * u);
    if (auto picked = draw_days(frame, chosen, today, head)) intent = picked;
    draw_lessons(frame, chosen, rest);
    return intent;
}

}  // namespace zvonok::screens::kiosk
