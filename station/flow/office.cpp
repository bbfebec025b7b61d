#include "station/flow/office.hpp"

#include "station/domain/permissions.hpp"
#include "station/flow/people.hpp"

#include <algorithm>
#include <array>

namespace zvonok::flow {

namespace {

using domain::CellKind;
using domain::FactBook;
using domain::Role;
using domain::RoleSet;

RoleSet set_of(const std::vector<Role>& roles) {
    RoleSet set;
    for (const Role role : roles) set = set | RoleSet{role};
    return set;
}

/// Who may write it; that somebody may only upon an approved request is the executors' right (J-13).
RoleSet writers_of(const FactBook& book, const domain::Writing& writing, LocalDay day) {
    const domain::Policies& rules = book.policies(day);
    if (!writing.basis.empty() && domain::is_journal_record(writing.cell.kind) &&
        book.change_request(id_as<RequestId>(writing.basis)))
        return set_of(rules.change.executors);
    const domain::Permission* permission = domain::permission_for(writing.cell.kind);
    if (const auto* states = std::get_if<domain::Registration>(&writing.act))
        permission = domain::permission_for(states->fact->value);
    return permission == nullptr ? RoleSet{} : domain::allowed(rules, *permission);
}

bool holds_any(const FactBook& book, PersonId person, RoleSet roles, LocalDay day) {
    return std::ranges::any_of(book.roles_of(person, day),
                               [&](const domain::RoleGrant& grant) { return roles.has(grant.role); });
}

constexpr std::string_view reading = "read ";

}  // namespace

domain::Cell reading_cell(PersonId person, EntityId what) {
    domain::Cell cell{CellKind::acknowledgement, {}, entity_of(person)};
    cell.work = std::string{reading} + what.hex();
    return cell;
}

EntityId what_was_read(const domain::Cell& cell) {
    if (cell.kind != CellKind::acknowledgement || !cell.work.starts_with(reading)) return {};
    return EntityId::from_hex_text(std::string_view{cell.work}.substr(reading.size())).value_or(EntityId{});
}

bool may_write(const FactBook& book, PersonId person, CellKind kind, LocalDay day) {
    const domain::Permission* permission = domain::permission_for(kind);
    return permission != nullptr && holds_any(book, person, domain::allowed(book.policies(day), *permission), day);
}

bool may_carry_out(const FactBook& book, PersonId person, LocalDay day) {
    return holds_any(book, person, set_of(book.policies(day).change.executors), day);
}

std::vector<OfficeDesk> office_of(const FactBook& book, PersonId person, LocalDay day) {
    const domain::Policies& rules = book.policies(day);
    std::vector<OfficeDesk> desks;
    const bool teaches = !book.loads_of_teacher(person, day).empty();
    const bool asks = set_of(rules.change.initiators).has(Role::teacher) && teaches;
    if (asks || may_write(book, person, CellKind::change_request, day) ||
        may_write(book, person, CellKind::change_decision, day) || may_carry_out(book, person, day))
        desks.push_back(OfficeDesk::requests);
    if (may_write(book, person, CellKind::absence_reason, day)) desks.push_back(OfficeDesk::absences);
    if (may_write(book, person, CellKind::lesson_change, day)) desks.push_back(OfficeDesk::timetable);
    const domain::Permission* announce = domain::permission_for(domain::FactValue{domain::Announcement{}});
    if (holds_any(book, person, domain::allowed(rules, *announce), day)) desks.push_back(OfficeDesk::notices);
    // Who teaches by load alone holds no grant of a role, and writes as a teacher all the same.
    const RoleSet writers = domain::allowed(rules, *domain::permission_for(CellKind::message));
    const Role acting = acting_role(book, person, day);
    if ((acting != Role::none && writers.has(acting)) || holds_any(book, person, writers, day))
        desks.push_back(OfficeDesk::messages);
    if (teaches) desks.push_back(OfficeDesk::classes);
    return desks;
}

Role role_for(const FactBook& book, PersonId person, Role usual, const domain::Writing& writing, LocalDay day) {
    const RoleSet writers = writers_of(book, writing, day);
    if (writers.has(usual)) return usual;
    // Who has come to stand in since the login is a teacher now.
    if (const Role now = acting_role(book, person, day); writers.has(now)) return now;
    for (const domain::RoleGrant& grant : book.roles_of(person, day))
        if (writers.has(grant.role)) return grant.role;
    return usual;
}

bool asks_for_request(std::string_view rule) {
    namespace rule_of = domain::rule;
    constexpr std::array closed{rule_of::attendance_window, rule_of::reason_window, rule_of::topic_window,
                                rule_of::homework_window,   rule_of::mark_window,   rule_of::monitoring_window,
                                rule_of::writing_window,    rule_of::period_window, rule_of::year_closed};
    return std::ranges::find(closed, rule) != closed.end();
}

}  // namespace zvonok::flow
