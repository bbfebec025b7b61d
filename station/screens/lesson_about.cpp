#include "station/screens/lesson_parts.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"

#include <algorithm>

/// One pupil by himself.
namespace zvonok::screens::lesson {

namespace {

/// How he was at the day's other lessons, and what papers say.
void draw_notes(ui::Frame& frame, const State& state, const Pupil& pupil) {
    const ui::Words& words = frame.words();
    for (const Elsewhere& other : pupil.elsewhere) {
        const std::string how = other.late_minutes > 0
                                    ? late_text(words, other.late_minutes)
                                    : joined({other.code, code_title(words, state.codes, other.code)});
        frame.text(joined({period_text(words, other.period), how}), {.tone = ui::Tone::bad});
    }
    if (pupil.elsewhere.empty())
        frame.text(frame.tr("На других уроках сегодня пропусков не отмечено."), {.tone = ui::Tone::quiet});
    if (!pupil.exemption) return;
    const std::string until =
        ui::fill(words.tr("Освобождён от урока до {}"), {date_text(words, pupil.exemption->last)});
    const std::string paper =
        pupil.exemption->paper.empty() ? std::string{} : ui::fill(words.tr("документ № {}"), {pupil.exemption->paper});
    frame.text(joined({until, paper}), {.tone = ui::Tone::warn});
}

/// One touch tells the class teacher that the pupil falls behind (L-07).
std::optional<Intent> draw_report(ui::Frame& frame, const State& state, const Pupil& pupil) {
    if (pupil.class_teacher.empty()) return std::nullopt;
    const ui::Words& words = frame.words();
    if (pupil.reported) {
        frame.text(ui::fill(words.tr("Сообщение отправлено: {}"), {pupil.class_teacher}), {.tone = ui::Tone::good});
        return std::nullopt;
    }
    if (!frame.button(words.tr("Сообщить, что не успевает"))) return std::nullopt;
    return ReportPupil{pupil.id, ui::fill(words.tr("{}, {}: не успевает по предмету «{}»."),
                                          {pupil.name, state.groups, state.subject})};
}

}  // namespace

std::optional<Intent> draw_about(ui::Frame& frame, const State& state, Scratch& scratch) {
    if (!scratch.about) return std::nullopt;
    const auto pupil = std::ranges::find(state.pupils, *scratch.about, &Pupil::id);
    if (pupil == state.pupils.end()) {
        scratch.about.reset();
        scratch.own_task.reset();
        return std::nullopt;
    }
    std::optional<Intent> intent;
    bool close = false;
    const bool writable = state.read_only == ReadOnly::no && !state.homework.dues.empty();
    std::string task = scratch.own_task.value_or(pupil->task.text);
    frame.dialogue(frame.tr("Об ученике"), 100, 100, [&] {
        frame.heading(pupil->family.empty() ? pupil->name : pupil->family + " " + pupil->given);
        draw_notes(frame, state, *pupil);
        if (auto told = draw_report(frame, state, *pupil)) intent = std::move(told);
        frame.space(1);
        frame.heading(frame.tr("Отдельное задание"));
        frame.caption(frame.tr("Его увидят только этот ученик и его семья."));
        const ui::FieldOptions field{
            .enabled = writable, .lines = 3, .placeholder = frame.tr("§, номера, что сделать")};
        in_place(frame, frame.strip(field_height(frame, 3)), [&] {
            if (frame.text_field(frame.tr("Отдельное задание"), task, field) != ui::FieldChange::none)
                scratch.own_task = task;
        });
        const std::string_view stands = standing_text(frame.words(), pupil->task.standing);
        if (!stands.empty()) frame.caption(stands, {.tone = tone_of(pupil->task.standing)});
        frame.space(1);
        frame.row({ui::share(), ui::share()}, [&] {
            const bool changed = writable && task != pupil->task.text;
            if (frame.button(frame.tr("Записать задание"),
                             {.enabled = changed, .emphasis = ui::Emphasis::main, .by_enter = false}))
                intent = SetTask{pupil->id, task};
            close = frame.button(frame.tr("Закрыть")) || frame.escape();
        });
    });
    // What was reported is shown beside the pupil: the rest may still be wanted.
    if (!close && (!intent || std::holds_alternative<ReportPupil>(*intent))) return intent;
    scratch.about.reset();
    scratch.own_task.reset();
    return intent;
}

}  // namespace zvonok::screens::lesson
