#include "station/screens/desk_parts.hpp"
#include "station/screens/lesson_parts.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"

#include <algorithm>

namespace zvonok::screens::desk {

namespace {

/// More than one looks through in a break; the rest comes up as these are done.
constexpr std::size_t most_told = 30;

/// «7Б · алгебра · пн 14 сентября, 3 урок»
std::string lesson_text(const ui::Words& words, const Duty& duty) {
    if (duty.lesson.empty()) return {};
    return joined({duty.groups, duty.subject, date_text(words, duty.day) + ", " + period_text(words, duty.period)});
}

std::string term_text(const ui::Words& words, const Duty& duty, LocalTime now) {
    if (!duty.term) return {};
    const std::string_view pattern = duty.overdue ? words.tr("срок прошёл {}") : words.tr("срок до {}");
    return ui::fill(pattern, {moment_text(words, *duty.term, now)});
}

std::string title_of(const ui::Words& words, const Duty& duty) {
    switch (duty.kind) {
        case Duty::Kind::reasons:
            return words.count(duty.count, "{} пропуск без причины", "{} пропуска без причины",
                               "{} пропусков без причины");
        case Duty::Kind::remark: {
            const std::string lesson = lesson_text(words, duty);
            return lesson.empty() ? std::string{words.tr("Замечание")} : lesson;
        }
        case Duty::Kind::entry:
            return joined({duty.entry.pupil, lesson_text(words, duty)});
        case Duty::Kind::missing:
            break;
    }
    return lesson_text(words, duty);
}

std::string detail_of(const ui::Words& words, const Duty& duty, LocalTime now) {
    const std::string term = term_text(words, duty, now);
    switch (duty.kind) {
        case Duty::Kind::reasons:
            return joined({words.tr("скажите причину в «Пропусках класса»"), term});
        case Duty::Kind::remark:
            // The text comes last: it is the longest, and the term is not to be cut off.
            return joined({duty.who, term, ui::fill(words.tr("замечание: {}"), {duty.text})});
        case Duty::Kind::entry: {
            const domain::CellKind kind = duty.entry.writing.cell.kind;
            const std::string what =
                ui::fill("{}: {}", {lesson::kind_name(words, kind), lesson::told(words, kind, duty.entry.value)});
            return joined({what, lesson::standing_text(words, duty.entry.standing)});
        }
        case Duty::Kind::missing:
            break;
    }
    std::string parts;
    for (const domain::CellKind part : duty.parts)
        parts.append(parts.empty() ? "" : ", ").append(lesson::kind_name(words, part));
    return joined({ui::fill(words.tr("не записано: {}"), {parts}), term});
}

ui::Tone tone_of(const Duty& duty) {
    if (duty.kind == Duty::Kind::entry) return lesson::tone_of(duty.entry.standing);
    return duty.overdue ? ui::Tone::bad : ui::Tone::warn;
}

std::optional<Intent> draw_duty(ui::Frame& frame, const Duty& duty, LocalTime now, ui::Rect line) {
    std::optional<Intent> intent;
    const ui::Words& words = frame.words();
    line = line.inset(0, frame.u(0.5f));
    const bool leads = duty.kind == Duty::Kind::reasons || !duty.lesson.empty();
    const std::string_view go = words.tr("Перейти");
    const ui::Rect button = line.take_right(std::min(button_width(frame, go), line.w / 2), frame.u(2));
    if (leads)
        in_place(frame, button.centred(button.w, control_height(frame)), [&] {
            if (!frame.button(go)) return;
            if (duty.kind == Duty::Kind::reasons)
                intent = Office::absences;
            else
                intent = Open{duty.lesson};
        });
    in_place(frame, line.take_top(line.h / 2), [&] { frame.text(title_of(words, duty), {.strong = true}); });
    in_place(frame, line, [&] { frame.caption(detail_of(words, duty, now), {.tone = tone_of(duty)}); });
    return intent;
}

}  // namespace

std::optional<Intent> draw_duties(ui::Frame& frame, const State& state, const ui::Rect& place) {
    std::optional<Intent> intent;
    const std::string_view name = frame.tr("Требует внимания");
    frame.card(name, place, [&] {
        frame.heading(name);
        const float row =
            std::max(frame.u(8), frame.line(ui::TextSize::text) + frame.line(ui::TextSize::caption) + frame.u(2));
        const std::size_t told = std::min(most_told, state.duties.size());
        for (std::size_t n = 0; n < told; ++n)
            if (auto wanted = draw_duty(frame, state.duties[n], state.around.now, frame.strip(row, {.rule = true})))
                intent = wanted;
        if (told < state.duties.size())
            frame.caption(ui::fill(frame.tr("и ещё {}"), {std::to_string(state.duties.size() - told)}));
    });
    return intent;
}

}  // namespace zvonok::screens::desk
