#include "station/flow/stepper.hpp"

/// Taking back what one has just written. The journal forgets nothing: what stood before is written again, and the
/// history of the cell shows both.
namespace zvonok::flow {

namespace {

using domain::Act;
using domain::CellKind;

/// What was sent back never stood there.
std::optional<Act> pupils_act(const PupilLesson& of, const domain::Cell& cell) {
    if (cell.kind == CellKind::attendance)
        return of.code && of.standing.in_force ? domain::Attendance{*of.code, of.late_minutes} : domain::Attendance{};
    if (cell.kind != CellKind::mark) return std::nullopt;
    for (const GivenMark& mark : of.marks)
        if (mark.work == WorkKey{cell.work, cell.ordinal} && mark.attempt == cell.attempt && mark.standing.in_force)
            return domain::Mark{mark.value, mark.comment};
    return domain::Mark{};
}

std::optional<Act> homework_act(const TaskCell& of) {
    if (!of.task || !of.standing.in_force) return std::nullopt;
    return domain::Homework{of.task->text, of.task->ways, of.task->due, of.task->links};
}

std::optional<Act> act_on_page(Page& page, const domain::Cell& cell) {
    if (!page.viewed) return std::nullopt;
    const auto pupil = id_as<PersonId>(cell.addressee);
    if (cell.kind == CellKind::period_mark) {
        const PageRow* row = page.row(pupil);
        const bool shown = cell.subject == entity_of(page.subject) && cell.period == page.shown().id;
        if (row == nullptr || !shown) return std::nullopt;
        const PeriodCell& result = row->results[page.period];
        return domain::PeriodMark{result.standing.in_force ? result.value : std::string{}};
    }
    const PageCell* at = page.cell(cell.lesson, pupil);
    return at == nullptr ? std::nullopt : pupils_act(*at, cell);
}

/// What the desk shows in the cell, an empty cell as it is written when its value is taken back. Nothing: it is not
/// shown, the journal has not answered yet what stands there, or it is one that cannot be emptied.
std::optional<Act> act_at(Desk& desk, const domain::Cell& cell) {
    const bool of_lesson = desk.lesson && cell.lesson == desk.lesson->key;
    if (!of_lesson) return desk.page ? act_on_page(*desk.page, cell) : std::nullopt;
    if (!desk.viewed) return std::nullopt;
    if (cell.kind == CellKind::topic)
        return desk.topic.topic && desk.topic.standing.in_force ? std::optional<Act>{*desk.topic.topic} : std::nullopt;
    if (cell.kind == CellKind::homework && is_groups_homework(*desk.lesson, cell)) return homework_act(desk.homework);
    const Row* row = find_row(desk, cell);
    if (row == nullptr) return std::nullopt;
    if (cell.kind != CellKind::homework) return pupils_act(*row, cell);
    const auto own = homework_act(row->task);
    return own ? own : domain::Homework{};
}

/// Whether all that is shown is what the journal has: in between, an empty cell says nothing.
bool is_answered(const Desk& desk) {
    return desk.viewed && (!desk.page || desk.page->viewed);
}

/// Nobody has written there since, without seeing it or after it.
bool stands(Desk& desk, const Writing& written) {
    const auto standings = standings_of(desk, written.cell);
    const bool alone = std::ranges::none_of(standings, [](const Standing* one) { return one->conflict; });
    return alone && act_at(desk, written.cell) == written.act;
}

}  // namespace

void Stepper::note_touch(Desk& desk, const std::vector<Writing>& writings) {
    desk.overtaken.reset();
    Touch touch;
    for (const Writing& writing : writings) {
        auto before = act_at(desk, writing.cell);
        if (!before || *before == writing.act) continue;
        // Homework is for some lesson even where there is none.
        auto* homework = std::get_if<domain::Homework>(&*before);
        const auto* written = std::get_if<domain::Homework>(&writing.act);
        if (homework != nullptr && written != nullptr && homework->due.empty()) homework->due = written->due;
        touch.before.push_back({writing.cell, std::move(*before)});
        touch.after.push_back(writing);
    }
    if (!touch.after.empty()) desk.touches.push_back(std::move(touch));
}

void drop_overtaken(Desk& desk) {
    if (!is_answered(desk)) return;
    const auto stands_there = [&](const Writing& written) { return stands(desk, written); };
    while (!desk.touches.empty() && std::ranges::none_of(desk.touches.back().after, stands_there)) {
        // What is no longer before the eyes has not been changed by anybody, as far as is known here.
        const Writing& written = desk.touches.back().after.front();
        if (act_at(desk, written.cell)) desk.overtaken = written;
        desk.touches.pop_back();
    }
}

void Stepper::operator()(const ask::Undo&) {
    Desk* desk = on<Desk>();
    if (desk == nullptr || !is_answered(*desk)) return;
    drop_overtaken(*desk);
    if (desk->touches.empty()) return;
    Touch touch = std::move(desk->touches.back());
    desk->touches.pop_back();
    std::optional<Writing> overtaken;
    std::vector<Writing> back;
    for (std::size_t n = 0; n < touch.after.size(); ++n) {
        if (stands(*desk, touch.after[n]))
            back.push_back(std::move(touch.before[n]));
        else
            overtaken = std::move(touch.after[n]);
    }
    // Taking back is no touch of its own: the next time the one before it is taken back.
    std::vector<Touch> earlier = std::move(desk->touches);
    write(*desk, std::move(back));
    desk->touches = std::move(earlier);
    desk->overtaken = std::move(overtaken);
}

}  // namespace zvonok::flow
