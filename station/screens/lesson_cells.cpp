#include "station/base/input.hpp"
#include "station/screens/lesson_parts.hpp"

#include <algorithm>

/// What one touch or key does for one pupil, the same in the list and in the room.
namespace zvonok::screens::lesson {

namespace {

constexpr float least_u = 9;
constexpr float air_u = 4;

std::optional<Intent> obey_typed(const State& state, Scratch& scratch, Scratch::Place at, char32_t typed,
                                 bool goes_on) {
    const Pupil& pupil = state.pupils[at.row];
    const TypedCell meant = typed_cell(state.marks, pupil.mark.text, state.codes, pupil.code, typed);
    switch (meant.kind) {
        case TypedCell::Kind::nothing:
            break;
        case TypedCell::Kind::mark:
            if (at.mark && goes_on) scratch.go_to = Scratch::Place{std::min(at.row + 1, state.pupils.size() - 1), true};
            return GiveMark{pupil.id, meant.text};
        case TypedCell::Kind::points:
            scratch.marking = pupil.id;
            scratch.points = meant.text;
            break;
        case TypedCell::Kind::code:
            return Attend{pupil.id, meant.text};
    }
    return std::nullopt;
}

}  // namespace

float attendance_width(const ui::Frame& frame) {
    return std::max(frame.u(least_u), frame.width("ОСВ") + frame.u(air_u));
}

float mark_width(const ui::Frame& frame, const State& state) {
    if (state.marks.none()) return 0;
    float width = frame.width(std::to_string(state.marks.most_points));
    for (const std::string& value : state.marks.values) width = std::max(width, frame.width(value));
    return std::max(frame.u(least_u), width + frame.u(air_u));
}

std::string absence_text(const ui::Words& words, const State& state, const Pupil& pupil) {
    if (pupil.late_minutes > 0) return late_text(words, pupil.late_minutes);
    return std::string{code_title(words, state.codes, pupil.code)};
}

PupilCells draw_cells(ui::Frame& frame, const State& state, Scratch& scratch, std::size_t row, bool goes_on) {
    const Pupil& pupil = state.pupils[row];
    PupilCells cells;
    const std::string absence = absence_text(frame.words(), state, pupil);
    const auto draw_cell = [&](Scratch::Place place, std::string_view name, const Value& value, ui::Tone tone) {
        const bool go_to = scratch.go_to && scratch.go_to->row == place.row && scratch.go_to->mark == place.mark;
        const ui::CellPress press = frame.cell(name, {.letter = value.text,
                                                      .meaning = place.mark ? std::string_view{} : absence,
                                                      .sign = sign_of(value.standing),
                                                      .tone = tone,
                                                      .enabled = state.read_only == ReadOnly::no,
                                                      .take_focus = go_to});
        if (go_to) scratch.go_to.reset();
        if (press.focused) cells.focused = place;
        if (press.typed != 0)
            if (auto wanted = obey_typed(state, scratch, place, press.typed, goes_on)) cells.intent = wanted;
        return press.pressed;
    };
    // Whoever a paper excuses stands so in the journal, there or not (F-08).
    const bool excused = pupil.code.empty() && pupil.late_minutes == 0 && pupil.exemption;
    const std::string letter = excused                  ? pupil.exemption->code
                               : pupil.late_minutes > 0 ? std::string{frame.tr("оп")}
                                                        : pupil.code;
    const std::string attendance = ui::fill(frame.tr("{}, посещаемость"), {pupil.name});
    if (draw_cell({row, false}, attendance, {letter, pupil.standing}, excused ? ui::Tone::warn : ui::Tone::bad))
        cells.intent = Attend{pupil.id, next_code(state.codes, pupil.code)};
    if (state.marks.none()) return cells;
    if (draw_cell({row, true}, ui::fill(frame.tr("{}, оценка"), {pupil.name}), pupil.mark, ui::Tone::ink)) {
        scratch.marking = pupil.id;
        scratch.points.clear();
    }
    return cells;
}

std::optional<Intent> obey_erase(ui::Frame& frame, const State& state, Scratch::Place at) {
    if (!frame.key(input::Key::remove) && !frame.key(input::Key::backspace)) return std::nullopt;
    const PersonId pupil = state.pupils[at.row].id;
    return at.mark ? Intent{GiveMark{pupil, {}}} : Intent{Attend{pupil, {}}};
}

}  // namespace zvonok::screens::lesson
