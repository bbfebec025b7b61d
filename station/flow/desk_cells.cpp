#include "station/flow/stepper.hpp"

/// Which place of the desk shows which cell.
namespace zvonok::flow {

namespace {

using domain::Attendance;
using domain::CellKind;
using domain::Homework;
using domain::Mark;
using domain::Topic;

/// The mark that the cell asks for; the end: there is none.
auto mark_for(auto& marks, const domain::Cell& cell) {
    return std::ranges::find_if(marks, [&](const GivenMark& mark) {
        return mark.attempt == cell.attempt && mark.work == WorkKey{cell.work, cell.ordinal};
    });
}

GivenMark* find_mark(std::vector<GivenMark>& marks, const domain::Cell& cell) {
    const auto found = mark_for(marks, cell);
    return found == marks.end() ? nullptr : &*found;
}

}  // namespace

Row* find_row(Desk& desk, const domain::Cell& cell) {
    const auto row = std::ranges::find(desk.rows, id_as<PersonId>(cell.addressee), &Row::pupil);
    return row == desk.rows.end() ? nullptr : &*row;
}

bool is_groups_homework(const domain::Lesson& lesson, const domain::Cell& cell) {
    return std::ranges::find(lesson.groups, id_as<GroupId>(cell.addressee)) != lesson.groups.end();
}

domain::Cell attendance_cell(const domain::LessonKey& lesson, PersonId pupil) {
    return {CellKind::attendance, lesson, entity_of(pupil)};
}

domain::Cell mark_cell(const domain::LessonKey& lesson, PersonId pupil, const WorkKey& work) {
    domain::Cell cell{CellKind::mark, lesson, entity_of(pupil)};
    cell.work = work.kind;
    cell.ordinal = work.ordinal;
    cell.attempt = 1;
    return cell;
}

std::optional<Writing> mark_writing(const PupilLesson& of, const domain::LessonKey& lesson, PersonId pupil,
                                    const WorkKey& work, Mark mark) {
    domain::Cell cell = mark_cell(lesson, pupil, work);
    const auto known = mark_for(of.marks, cell);
    if (mark.value.empty()) mark.comment.clear();
    const bool same =
        known == of.marks.end() ? mark.value.empty() : known->value == mark.value && known->comment == mark.comment;
    if (same) return std::nullopt;
    return Writing{std::move(cell), std::move(mark)};
}

Mark commented(const PupilLesson& of, const WorkKey& work, std::string value) {
    Mark mark{std::move(value)};
    const auto known = mark_for(of.marks, mark_cell({}, {}, work));
    if (known != of.marks.end()) mark.comment = known->comment;
    return mark;
}

Standing* standing_of(PupilLesson& of, const domain::Cell& cell) {
    if (cell.kind == CellKind::attendance) return &of.standing;
    GivenMark* mark = cell.kind == CellKind::mark ? find_mark(of.marks, cell) : nullptr;
    return mark == nullptr ? nullptr : &mark->standing;
}

Standing* put(PupilLesson& of, const Writing& writing) {
    const domain::Cell& cell = writing.cell;
    if (const auto* attendance = std::get_if<Attendance>(&writing.act)) {
        of.code = attendance->code;
        of.late_minutes = attendance->late_minutes;
        return &of.standing;
    }
    const auto* mark = std::get_if<Mark>(&writing.act);
    if (mark == nullptr) return nullptr;
    GivenMark* known = find_mark(of.marks, cell);
    if (known == nullptr) known = &of.marks.emplace_back(GivenMark{{cell.work, cell.ordinal}, cell.attempt, {}, {}});
    known->value = mark->value;
    known->comment = mark->comment;
    return &known->standing;
}

Standing* standing_of(Desk& desk, const domain::Cell& cell) {
    if (desk.seats.cell == cell) return &desk.seats.standing;
    if (!desk.lesson || cell.lesson != desk.lesson->key) return nullptr;
    switch (cell.kind) {
        case CellKind::attendance:
        case CellKind::mark: {
            Row* row = find_row(desk, cell);
            return row == nullptr ? nullptr : standing_of(*row, cell);
        }
        case CellKind::topic:
            return &desk.topic.standing;
        case CellKind::homework:
            if (is_groups_homework(*desk.lesson, cell)) return &desk.homework.standing;
            if (Row* row = find_row(desk, cell)) return &row->task.standing;
            return nullptr;
        default:
            return nullptr;
    }
}

Standing* put(Desk& desk, const Writing& writing) {
    const domain::Cell& cell = writing.cell;
    if (desk.seats.cell == cell) return put(desk.seats, writing);
    if (!desk.lesson || cell.lesson != desk.lesson->key) return nullptr;
    if (cell.kind == CellKind::attendance || cell.kind == CellKind::mark) {
        Row* row = find_row(desk, cell);
        return row == nullptr ? nullptr : put(*row, writing);
    }
    Standing* standing = standing_of(desk, cell);
    if (standing == nullptr) return nullptr;
    if (const auto* topic = std::get_if<Topic>(&writing.act)) {
        desk.topic.topic = *topic;
    } else if (const auto* homework = std::get_if<Homework>(&writing.act)) {
        Row* row = is_groups_homework(*desk.lesson, cell) ? nullptr : find_row(desk, cell);
        (row == nullptr ? desk.homework : row->task).task =
            Task{homework->text, homework->ways, homework->links, homework->due};
    }
    return standing;
}

std::vector<Standing*> standings_of(Desk& desk, const domain::Cell& cell) {
    std::vector<Standing*> all;
    if (Standing* standing = standing_of(desk, cell)) all.push_back(standing);
    if (Standing* standing = desk.page ? standing_of(*desk.page, cell) : nullptr) all.push_back(standing);
    if (auto* absences = std::get_if<Absences>(&desk.office))
        if (Standing* standing = standing_of(*absences, cell)) all.push_back(standing);
    if (auto* plan = std::get_if<CoursePlan>(&desk.office))
        if (Standing* standing = standing_of(*plan, cell)) all.push_back(standing);
    return all;
}

std::vector<Standing*> put_everywhere(Desk& desk, const Writing& writing) {
    std::vector<Standing*> all;
    if (Standing* standing = put(desk, writing)) all.push_back(standing);
    if (Standing* standing = desk.page ? put(*desk.page, writing) : nullptr) all.push_back(standing);
    if (auto* absences = std::get_if<Absences>(&desk.office))
        if (Standing* standing = put(*absences, writing)) all.push_back(standing);
    if (auto* plan = std::get_if<CoursePlan>(&desk.office))
        if (Standing* standing = put(*plan, writing)) all.push_back(standing);
    return all;
}

}  // namespace zvonok::flow
