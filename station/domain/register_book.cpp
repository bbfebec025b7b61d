#include "station/domain/register_book.hpp"

#include "station/domain/control.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace zvonok::domain {

namespace {

/// Everybody of the staff who teaches or holds a role on the day; others may have left long ago.
std::vector<PersonId> staff_at_work(const FactBook& book, LocalDay day) {
    std::set<PersonId> people;
    for (const LoadId load : book.loads(day))
        for (const PersonId teacher : book.load(load, day)->teachers) people.insert(teacher);
    for (const Role role : {Role::director, Role::deputy, Role::class_teacher, Role::secretary, Role::head_of_studies,
                            Role::dispatcher, Role::personnel, Role::methodologist, Role::facilities_manager,
                            Role::administrator, Role::system_administrator})
        for (const PersonId person : book.with_role(role, day)) people.insert(person);
    std::erase_if(people, [&](PersonId id) { return book.person(id, day) == nullptr; });
    return {people.begin(), people.end()};
}

std::vector<EntityId> subjects_of(const FactBook& book, const RegisterSpec& spec, LocalDay day, GroupId group) {
    std::vector<EntityId> subjects;
    const auto classes = group.empty() ? book.classes(day) : std::vector{group};
    switch (spec.of) {
        case RegisterOf::school:
            return {EntityId{}};
        case RegisterOf::staff:
            for (const PersonId person : staff_at_work(book, day)) subjects.push_back(entity_of(person));
            break;
        case RegisterOf::pupil:
            for (const GroupId each : classes)
                for (const PersonId pupil : book.members(each, day)) subjects.push_back(entity_of(pupil));
            break;
        case RegisterOf::group:
            for (const GroupId each : classes) subjects.push_back(entity_of(each));
            break;
        case RegisterOf::room:
            for (const auto& card : room_cards(book, day)) subjects.push_back(entity_of(card.id));
            break;
        case RegisterOf::record:
            for (const auto& each : book.records(spec.of_register, day)) subjects.push_back(each.id);
            break;
    }
    std::ranges::sort(subjects);
    subjects.erase(std::ranges::unique(subjects).begin(), subjects.end());
    return subjects;
}

std::vector<std::string> lacking_of(const RegisterSpec& spec, const RegisterRecord& record) {
    return record.sealed.empty() ? lacking_fields(spec, record.fields) : record.lacking;
}

bool holds(const FactBook& book, PersonId person, Role role, LocalDay day) {
    if (role != Role::none && role != Role::teacher && role != Role::substitute)
        return book.has_role(person, role, day);
    const Person* known = book.person(person, day);
    return known != nullptr && known->kind == PersonKind::staff;
}

WorkState state_of(const RegisterRecord& record, LocalDay term, LocalDay day) {
    const std::string_view status = value_of(record.fields, "status");
    if (status == "выполнено") return WorkState::done;
    if (status == "отменено") return WorkState::dropped;
    if (term < day) return WorkState::overdue;
    return status == "в работе" ? WorkState::running : WorkState::planned;
}

}  // namespace

bool may_handle_personal_data(const FactBook& book, PersonId person, LocalDay day) {
    return !book.policies(day).access.needs_agreement ||
           !book.records_about("agreement", entity_of(person), day).empty();
}

bool is_in_direction(const FactBook& book, PersonId person, Role role, Area area, LocalDay day) {
    if (role != Role::deputy) return true;
    return std::ranges::any_of(book.roles_of(person, day), [&](const RoleGrant& grant) {
        return grant.role == Role::deputy && sees_to(grant.direction, area);
    });
}

bool may_read_register(const FactBook& book, const Zone& zone, PersonId reader, Role role, const RegisterSpec& spec,
                       EntityId subject, Instant at) {
    const LocalDay day = zone.day_of(at);
    if (book.blocked(reader, at, zone) != nullptr || book.person(reader, day) == nullptr) return false;
    if (spec.for_everyone || subject == entity_of(reader)) return true;
    if (!holds(book, reader, role, day) || !allowed(book.policies(day), spec.read).has(role)) return false;
    if (spec.personal && !may_handle_personal_data(book, reader, day)) return false;
    if (role == Role::class_teacher && spec.of == RegisterOf::pupil) {
        const GroupId group = book.class_of(id_as<PersonId>(subject), day);
        if (group.empty() || !book.has_role(reader, Role::class_teacher, day, group)) return false;
    }
    return is_in_direction(book, reader, role, spec.area, day);
}

bool may_control(const FactBook& book, const Zone& zone, PersonId reader, Role role, Area area, Instant at) {
    const LocalDay day = zone.day_of(at);
    return book.blocked(reader, at, zone) == nullptr && allowed(book.policies(day), control_reading).has(role) &&
           holds(book, reader, role, day) && is_in_direction(book, reader, role, area, day);
}

std::vector<RegisterGap> register_gaps(const FactBook& book, const RegisterSpec& spec, LocalDay day, GroupId group) {
    std::vector<RegisterGap> gaps;
    std::set<EntityId> there;
    const auto asked = subjects_of(book, spec, day, group);
    const bool of_group = !group.empty() && (spec.of == RegisterOf::pupil || spec.of == RegisterOf::group);
    for (const auto& record : book.records(spec.name, day)) {
        if (of_group && !std::ranges::binary_search(asked, record->subject)) continue;
        there.insert(record->subject);
        if (auto lacking = lacking_of(spec, *record.is); !lacking.empty())
            gaps.push_back({spec.name, record->subject, record.id, std::move(lacking)});
    }
    if (spec.single)
        for (const EntityId& subject : asked)
            if (!there.contains(subject)) gaps.push_back({spec.name, subject, {}, {}});
    std::ranges::stable_sort(gaps, {}, &RegisterGap::subject);
    return gaps;
}

std::vector<PersonId> tariff_gaps(const FactBook& book, const Zone& zone, LocalDay day) {
    const auto year = book.year_of(day);
    if (!year) return {};
    const auto late = late_from(zone, book.policies(day).setup.tariff, *book.year(*year));
    // "As of" a day: what is said by then or later in the year counts.
    if (late && day < zone.day_of(*late - Instant::duration{1})) return {};
    std::set<PersonId> teachers;
    for (const LoadId load : book.loads(day))
        for (const PersonId teacher : book.load(load, day)->teachers) teachers.insert(teacher);
    std::erase_if(teachers,
                  [&](PersonId teacher) { return !book.records_about("tariff", entity_of(teacher), day).empty(); });
    return {teachers.begin(), teachers.end()};
}

std::vector<Contact> contacts(const FactBook& book, LocalDay day) {
    std::vector<Contact> all;
    for (const auto& record : book.records("appointment", day)) {
        const auto field = [&](std::string_view name) { return std::string(value_of(record->fields, name)); };
        all.push_back({id_as<PersonId>(record->subject), field("duty"), field("phone"), field("email"), field("room"),
                       record->order});
    }
    const auto by_duty_and_name = [&](const Contact& contact) {
        const Person* person = book.person(contact.person, day);
        return std::tuple{contact.duty, person == nullptr ? std::string{} : person->family, contact.person};
    };
    std::ranges::sort(all, {}, by_duty_and_name);
    return all;
}

std::vector<RoomCard> room_cards(const FactBook& book, LocalDay day) {
    std::vector<RoomCard> cards;
    for (const auto& known : book.rooms(day)) {
        RoomCard card{known.id, known.is, nullptr, book.stations_in(known.id, day)};
        if (const auto records = book.records_about("room", entity_of(known.id), day); !records.empty())
            card.record = records.front().is;
        cards.push_back(std::move(card));
    }
    std::ranges::sort(cards, {},
                      [](const RoomCard& card) { return std::tie(card.room->building, card.room->name, card.id); });
    return cards;
}

std::vector<WorkLine> works(const FactBook& book, LocalDay day, PersonId responsible) {
    std::vector<WorkLine> lines;
    for (const auto& record : book.records("works", day)) {
        const auto& fields = record->fields;
        const auto term = day_of(fields, "term");
        const PersonId whose = person_of(fields, "responsible").value_or(PersonId{});
        if (!term || (!responsible.empty() && whose != responsible)) continue;
        lines.push_back({record.id, std::string(value_of(fields, "task")), std::string(value_of(fields, "result")),
                         *term, whose, state_of(*record.is, *term, day)});
    }
    std::ranges::sort(lines, {}, [](const WorkLine& line) { return std::tuple{line.term, line.id}; });
    return lines;
}

std::vector<WorkLine> works_due(const FactBook& book, LocalDay day, std::chrono::days ahead, PersonId responsible) {
    auto lines = works(book, day, responsible);
    std::erase_if(lines, [&](const WorkLine& line) {
        return line.state == WorkState::done || line.state == WorkState::dropped || line.term > day + ahead;
    });
    return lines;
}

std::vector<ReadinessLine> readiness(const FactBook& book, LocalDay day) {
    std::vector<ReadinessLine> lines;
    for (std::string_view rest = find_register("readiness")->field("section")->of; !rest.empty();) {
        const auto bar = rest.find('|');
        lines.push_back({rest.substr(0, bar), {}});
        rest = bar == std::string_view::npos ? std::string_view{} : rest.substr(bar + 1);
    }
    for (const auto& record : book.records("readiness", day)) {
        const auto line = std::ranges::find(lines, value_of(record->fields, "section"), &ReadinessLine::section);
        const auto checked = day_of(record->fields, "checked_on");
        if (line == lines.end() || (line->checked_on && checked < line->checked_on)) continue;
        line->ready = value_of(record->fields, "ready");
        line->checked_on = checked;
    }
    return lines;
}

std::vector<Known<EntityId, CurriculumItem>> curriculum_of_programme(const FactBook& book, EntityId programme,
                                                                     LocalDay day) {
    std::vector<Known<EntityId, CurriculumItem>> items;
    std::set<EntityId> taken;
    for (const auto& record : book.records("programme_of_group", day)) {
        if (record_of(record->fields, "programme") != programme) continue;
        for (const auto& item : book.curriculum_of(id_as<GroupId>(record->subject), day))
            if (taken.insert(item.id).second) items.push_back(item);
    }
    std::ranges::sort(items, {}, &Known<EntityId, CurriculumItem>::id);
    return items;
}

}  // namespace zvonok::domain
