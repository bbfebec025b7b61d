#include "station/flow/stepper.hpp"

namespace zvonok::flow {

namespace {

using domain::CellKind;

domain::Cell request_cell(CellKind kind, EntityId request) {
    return {kind, {}, request};
}

}  // namespace

/// Sessions are random and no number is used twice in one.
EntityId Stepper::new_id(const Desk& desk) {
    const std::uint64_t number = new_number();
    EntityId id;
    id.bytes = desk.session.id.bytes;
    for (std::size_t i = 0; i < sizeof number; ++i)
        id.bytes[i] = static_cast<std::uint8_t>(id.bytes[i] ^ (number >> (8 * i) & 0xFFU));
    return id;
}

void Stepper::state_fact(Desk& desk, domain::Fact fact) {
    const EntityId entity = fact.entity;
    write(desk, {{{CellKind::registration, {}, entity}, domain::Registration{std::move(fact)}}});
}

void Stepper::show_office(Desk& desk, OfficeDesk which) {
    const auto mine = office_of(*book(), desk.session.person, today(state_));
    if (std::ranges::find(mine, which) == mine.end()) return;
    desk.refused.clear();
    switch (which) {
        case OfficeDesk::requests:
            desk.office = Requests{};
            break;
        case OfficeDesk::absences:
            desk.office = Absences{};
            fill_absences(desk, {}, today(state_));
            break;
        case OfficeDesk::timetable: {
            const auto classes = book()->classes(today(state_));
            desk.office = Timetable{today(state_), classes.empty() ? GroupId{} : classes.front()};
            break;
        }
        case OfficeDesk::notices:
            desk.office = Notices{};
            break;
        case OfficeDesk::messages:
            desk.office = Messages{};
            break;
        case OfficeDesk::classes:
            desk.office = Classes{};
            fill_classes(desk);
            break;
    }
    ask_office(desk);
}

void Stepper::ask_office(Desk& desk) {
    if (desk.office.index() == 0) return;
    if (auto* requests = std::get_if<Requests>(&desk.office)) {
        requests->question = new_number();
        to_do(effect::ViewRequests{requests->question});
    } else if (auto* absences = std::get_if<Absences>(&desk.office)) {
        ask_for_absences(*absences);
    } else if (auto* classes = std::get_if<Classes>(&desk.office)) {
        std::vector<LoadId> loads;
        for (const Course& course : classes->courses) loads.push_back(course.load);
        classes->question = ask_for_plans(loads);
    } else if (auto* plan = std::get_if<CoursePlan>(&desk.office)) {
        plan->question = ask_for_plans({plan->course.load});
    }
    if (std::holds_alternative<Messages>(desk.office)) ask_mail(desk);
    desk.registered_question = new_number();
    to_do(effect::ViewRegistrations{desk.registered_question, desk.session.person});
}

void Stepper::operator()(const ask::ShowOffice& event) {
    if (Desk* desk = on<Desk>(); desk != nullptr && book() != nullptr) show_office(*desk, event.desk);
}

void Stepper::operator()(const event::RequestsViewed& event) {
    Desk* desk = on<Desk>();
    auto* requests = desk == nullptr ? nullptr : std::get_if<Requests>(&desk->office);
    if (requests == nullptr || requests->question != event.question) return;
    requests->rows = event.rows;
    requests->viewed = true;
}

void Stepper::operator()(const event::RegistrationsViewed& event) {
    Desk* desk = on<Desk>();
    if (desk != nullptr && desk->registered_question == event.question) desk->registered = event.values;
}

void Stepper::operator()(const ask::AskChange& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr) return;
    domain::ChangeRequest request{event.wanted, event.ground, event.document, event.reason};
    write(*desk, {{request_cell(CellKind::change_request, new_id(*desk)), std::move(request)}});
}

void Stepper::operator()(const ask::DecideChange& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr) return;
    write(*desk, {{request_cell(CellKind::change_decision, entity_of(event.request)),
                   domain::ChangeDecision{event.approved, event.note}}});
}

void Stepper::operator()(const ask::CarryOut& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr) return;
    const auto request = book()->change_request(event.request);
    if (!request || !request->approved()) return;
    Writing wanted = *request->request().wanted;
    wanted.basis = entity_of(event.request);
    write(*desk, {std::move(wanted)});
}

void Stepper::operator()(const ask::ShowTimetable& event) {
    Desk* desk = on<Desk>();
    auto* shown = desk == nullptr ? nullptr : std::get_if<Timetable>(&desk->office);
    if (shown != nullptr) *shown = {event.day, event.school_class};
}

void Stepper::operator()(const ask::Replace& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr) return;
    write(*desk, {{{CellKind::lesson_teacher, event.lesson, {}}, domain::LessonTeacher{event.teacher, event.reason}}});
}

void Stepper::operator()(const ask::ChangeLesson& event) {
    Desk* desk = on<Desk>();
    if (desk != nullptr) write(*desk, {{{CellKind::lesson_change, event.lesson, {}}, event.change}});
}

void Stepper::operator()(const ask::PostNotice& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr) return;
    domain::Announcement notice{event.title, event.text, true, event.to_families, desk->session.person};
    state_fact(*desk, {new_id(*desk), today(state_), event.last + std::chrono::days{1}, false, {}, std::move(notice)});
}

void Stepper::operator()(const ask::WithdrawNotice& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr) return;
    for (const auto& notice : book()->announcements(today(state_)))
        if (notice.id == event.notice)
            state_fact(*desk, {event.notice, today(state_), std::nullopt, true, {}, domain::Announcement{*notice.is}});
}

}  // namespace zvonok::flow
