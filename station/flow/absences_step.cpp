#include "station/flow/stepper.hpp"
#include "station/flow/tuning.hpp"

namespace zvonok::flow {

namespace {

using domain::CellKind;

/// The classes whose reasons the person gives: the own ones of a class teacher, else every one.
std::vector<GroupId> classes_for(const domain::FactBook& book, PersonId person, LocalDay day) {
    std::vector<GroupId> classes;
    for (const domain::RoleGrant& grant : book.roles_of(person, day))
        if (grant.role == domain::Role::class_teacher) classes.push_back(grant.scope);
    return classes.empty() ? book.classes(day) : classes;
}

Missed& missed_at(Absences& absences, const domain::Cell& cell) {
    const auto pupil = id_as<PersonId>(cell.addressee);
    const auto found = std::ranges::find_if(
        absences.missed, [&](const Missed& one) { return one.pupil == pupil && one.lesson == cell.lesson; });
    return found != absences.missed.end() ? *found : absences.missed.emplace_back(Missed{cell.lesson, pupil});
}

bool is_shown(const Absences& absences, const domain::Cell& cell) {
    return std::ranges::any_of(absences.lessons,
                               [&](const domain::Lesson& lesson) { return lesson.key == cell.lesson; });
}

}  // namespace

Standing* standing_of(Absences& absences, const domain::Cell& cell) {
    if (cell.kind != CellKind::absence_reason || !is_shown(absences, cell)) return nullptr;
    return &missed_at(absences, cell).standing;
}

Standing* put(Absences& absences, const Writing& writing) {
    Standing* standing = standing_of(absences, writing.cell);
    if (const auto* reason = std::get_if<domain::AbsenceReason>(&writing.act); reason != nullptr && standing != nullptr)
        missed_at(absences, writing.cell).reason = *reason;
    return standing;
}

void Stepper::fill_absences(Desk& desk, GroupId school_class, LocalDay day) {
    auto& absences = std::get<Absences>(desk.office);
    absences.classes = classes_for(*book(), desk.session.person, today(state_));
    if (std::ranges::find(absences.classes, school_class) == absences.classes.end())
        school_class = absences.classes.empty() ? GroupId{} : absences.classes.front();
    absences.school_class = school_class;
    absences.day = std::min(day, today(state_));
    absences.lessons = book()->lessons_of_class(school_class, absences.day, absences.day);
    std::erase_if(absences.lessons, [](const domain::Lesson& lesson) { return !lesson.takes_place(); });
    absences.missed.clear();
    absences.viewed = false;
    absences.picture = 0;
}

void Stepper::ask_for_absences(Absences& absences) {
    effect::ViewAbsences ask;
    ask.question = absences.question = new_number();
    ask.school_class = absences.school_class;
    for (const domain::Lesson& lesson : absences.lessons) ask.lessons.push_back(lesson.key);
    ask.first = today(state_) - reasons_back;
    ask.last = today(state_);
    to_do(std::move(ask));
}

void Stepper::operator()(const event::AbsencesViewed& event) {
    Desk* desk = on<Desk>();
    auto* absences = desk == nullptr ? nullptr : std::get_if<Absences>(&desk->office);
    if (absences == nullptr || absences->question != event.question) return;
    absences->missed.clear();
    for (const RecordedValue& value : event.view.values) {
        if (const auto* teacher = std::get_if<domain::Attendance>(&value.act)) {
            if (!teacher->code.empty()) missed_at(*absences, value.cell).teacher = *teacher;
        } else if (Standing* standing = put(*absences, {value.cell, value.act})) {
            *standing = {Save::solid, 0, value.outcome, value.conflict, value.in_force};
        }
    }
    absences->unreviewed = event.view.unreviewed;
    absences->viewed = true;
    absences->picture = event.question;
    show_waiting(*desk);
}

void Stepper::operator()(const ask::ShowAbsences& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr || !std::holds_alternative<Absences>(desk->office)) return;
    fill_absences(*desk, event.school_class, event.day);
    ask_office(*desk);
}

void Stepper::operator()(const ask::GiveReason& event) {
    Desk* desk = on<Desk>();
    auto* absences = desk == nullptr ? nullptr : std::get_if<Absences>(&desk->office);
    if (absences == nullptr) return;
    std::vector<Writing> writings;
    for (const domain::LessonKey& lesson : event.lessons) {
        const domain::Cell cell{CellKind::absence_reason, lesson, entity_of(event.pupil)};
        if (!is_shown(*absences, cell)) continue;
        const Missed& known = missed_at(*absences, cell);
        if (known.reason ? known.reason->code == event.code : event.code.empty()) continue;
        writings.push_back({cell, domain::AbsenceReason{event.code, {}, {}}});
    }
    write(*desk, std::move(writings));
}

void Stepper::operator()(const ask::RegisterPaper& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr) return;
    domain::PupilDocument paper;
    paper.kind = event.kind;
    paper.pupil = event.pupil;
    paper.number = event.number;
    paper.first = event.first;
    paper.last = event.last;
    // Known from today on, be its days long gone: papers carry their days themselves.
    state_fact(*desk, {new_id(*desk), today(state_), std::nullopt, false, {}, std::move(paper)});
}

}  // namespace zvonok::flow
