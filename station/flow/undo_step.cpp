#include "station/flow/stepper.hpp"

/// Taking back what one has just written. The journal forgets nothing: what stood before is written again, and the
/// history of the cell shows both.
namespace zvonok::flow {

namespace {

using domain::Act;
using domain::CellKind;

const PupilLesson* pupil_lesson(Desk& desk, const domain::Cell& cell) {
    if (desk.lesson && cell.lesson == desk.lesson->key) return find_row(desk, cell);
    return desk.page ? desk.page->cell(cell.lesson, id_as<PersonId>(cell.addressee)) : nullptr;
}

std::optional<Act> homework_act(const std::optional<Task>& task) {
    if (!task) return std::nullopt;
    return domain::Homework{task->text, task->ways, task->due, task->links};
}

/// What the desk shows in the cell; nothing: it is empty, or not one of those that are taken back.
std::optional<Act> act_at(Desk& desk, const domain::Cell& cell) {
    const bool of_lesson = desk.lesson && cell.lesson == desk.lesson->key;
    if (cell.kind == CellKind::attendance || cell.kind == CellKind::mark) {
        const PupilLesson* of = pupil_lesson(desk, cell);
        if (of == nullptr) return std::nullopt;
        if (cell.kind == CellKind::attendance)
            return of->code ? std::optional<Act>{domain::Attendance{*of->code, of->late_minutes}} : std::nullopt;
        for (const GivenMark& mark : of->marks)
            if (mark.work == WorkKey{cell.work, cell.ordinal} && mark.attempt == cell.attempt)
                return domain::Mark{mark.value, mark.comment};
        return std::nullopt;
    }
    if (cell.kind == CellKind::topic && of_lesson && desk.topic.topic) return *desk.topic.topic;
    if (cell.kind != CellKind::homework || !of_lesson) return std::nullopt;
    if (is_groups_homework(*desk.lesson, cell)) return homework_act(desk.homework.task);
    const Row* row = find_row(desk, cell);
    return row == nullptr ? std::nullopt : homework_act(row->task.task);
}

/// What empties a cell in which nothing stood before; nothing: such a cell can only be written anew.
std::optional<Act> emptied(const Desk& desk, const Writing& writing) {
    if (writing.cell.kind == CellKind::attendance) return domain::Attendance{};
    if (writing.cell.kind == CellKind::mark) return domain::Mark{};
    const auto* homework = std::get_if<domain::Homework>(&writing.act);
    if (homework == nullptr || !desk.lesson || is_groups_homework(*desk.lesson, writing.cell)) return std::nullopt;
    domain::Homework none;
    none.due = homework->due;
    return none;
}

bool can_be_taken_back(CellKind kind) {
    return kind == CellKind::attendance || kind == CellKind::mark || kind == CellKind::topic ||
           kind == CellKind::homework;
}

bool stands(Desk& desk, const Touch& touch) {
    return std::ranges::all_of(touch.after,
                               [&](const Writing& writing) { return act_at(desk, writing.cell) == writing.act; });
}

}  // namespace

void Stepper::note_touch(Desk& desk, const std::vector<Writing>& writings) {
    Touch touch;
    for (const Writing& writing : writings) {
        if (!can_be_taken_back(writing.cell.kind)) continue;
        auto before = act_at(desk, writing.cell);
        if (!before) before = emptied(desk, writing);
        if (!before || *before == writing.act) continue;
        touch.before.push_back({writing.cell, std::move(*before)});
        touch.after.push_back(writing);
    }
    if (!touch.after.empty()) desk.touches.push_back(std::move(touch));
}

void drop_overtaken(Desk& desk) {
    while (!desk.touches.empty() && !stands(desk, desk.touches.back())) desk.touches.pop_back();
}

void Stepper::operator()(const ask::Undo&) {
    Desk* desk = on<Desk>();
    if (desk == nullptr) return;
    drop_overtaken(*desk);
    if (desk->touches.empty()) return;
    Touch touch = std::move(desk->touches.back());
    desk->touches.pop_back();
    // Taking back is no touch of its own: the next time the one before it is taken back.
    std::vector<Touch> earlier = std::move(desk->touches);
    write(*desk, std::move(touch.before));
    desk->touches = std::move(earlier);
}

}  // namespace zvonok::flow
