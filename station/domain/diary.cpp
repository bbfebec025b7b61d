#include "station/domain/diary.hpp"

#include "station/domain/permissions.hpp"
#include "station/domain/register_book.hpp"

#include <algorithm>

namespace zvonok::domain {

namespace {

bool contains(const std::vector<PersonId>& people, PersonId person) {
    return std::ranges::find(people, person) != people.end();
}

/// Whose electronic diary is closed, because the word on personal data is "no" (C-14).
bool has_refused(const FactBook& book, PersonId person, LocalDay day) {
    const Consent* consent = book.consent_of(person, day);
    return consent != nullptr && consent->state != ConsentState::given;
}

bool is_in_scope(const FactBook& book, PersonId reader, Role role, PersonId pupil, LocalDay day) {
    const auto groups = book.groups_of(pupil, day);
    return std::ranges::any_of(book.roles_of(reader, day), [&](const RoleGrant& grant) {
        if (grant.role != role) return false;
        if (grant.scope.empty()) return role == Role::external_reader;
        return std::ranges::find(groups, grant.scope) != groups.end();
    });
}

bool staff_may(const FactBook& book, PersonId reader, Role role, PersonId pupil, LocalDay day) {
    if (!book.has_role(reader, role, day)) return false;
    // Somebody from outside answers to his own authority.
    if (role != Role::external_reader && !may_handle_personal_data(book, reader, day)) return false;
    if (role == Role::class_teacher || role == Role::external_reader)
        return is_in_scope(book, reader, role, pupil, day);
    return allowed(book.policies(day), diary_reading).has(role);
}

}  // namespace

DiaryRight diary_right(const FactBook& book, const Zone& zone, PersonId reader, Role role, PersonId pupil, Instant at) {
    const LocalDay day = zone.day_of(at);
    const Person* person = book.person(reader, day);
    const Person* owner = book.person(pupil, day);
    if (person == nullptr || owner == nullptr || owner->kind != PersonKind::pupil) return DiaryRight::none;
    if (book.blocked(reader, at, zone) != nullptr) return DiaryRight::none;
    switch (role) {
        case Role::pupil:
            if (reader != pupil || has_refused(book, pupil, day)) return DiaryRight::none;
            return DiaryRight::own;
        case Role::parent:
            if (!contains(book.parents_of(pupil, day), reader)) return DiaryRight::none;
            if (has_refused(book, pupil, day) || has_refused(book, reader, day)) return DiaryRight::none;
            return DiaryRight::child;
        default:
            return staff_may(book, reader, role, pupil, day) ? DiaryRight::staff : DiaryRight::none;
    }
}

bool concerns_pupil(const FactBook& book, const Lesson& lesson, EntityId addressee, PersonId pupil) {
    if (addressee == entity_of(pupil)) return true;
    return book.membership(id_as<GroupId>(addressee), pupil, lesson.day()) != nullptr && book.on_list(lesson, pupil);
}

bool may_see_homework(const FactBook& book, const Zone& zone, PersonId reader, Role role, const Lesson& lesson,
                      EntityId addressee, Instant at) {
    if (book.group(id_as<GroupId>(addressee), lesson.day()) != nullptr) return true;
    if (diary_right(book, zone, reader, role, id_as<PersonId>(addressee), at) != DiaryRight::none) return true;
    const bool teaches = role == Role::teacher || role == Role::substitute || role == Role::none;
    return teaches && book.blocked(reader, at, zone) == nullptr && LessonBook::teaches(reader, lesson);
}

PaperRoute paper_route(const FactBook& book, PersonId pupil, LocalDay day) {
    if (has_refused(book, pupil, day)) return PaperRoute::refused;
    const auto parents = book.parents_of(pupil, day);
    const auto refuses = [&](PersonId parent) { return has_refused(book, parent, day); };
    if (!parents.empty() && std::ranges::all_of(parents, refuses)) return PaperRoute::refused;
    const auto has_account = [&](PersonId person) {
        return !has_refused(book, person, day) &&
               std::ranges::any_of(book.credentials_of(person, day), [](const auto& credential) {
                   return credential->kind != CredentialKind::recovery_slip;
               });
    };
    return has_account(pupil) || std::ranges::any_of(parents, has_account) ? PaperRoute::none : PaperRoute::no_account;
}

std::vector<PaperFamily> paper_families(const FactBook& book, GroupId school_class, LocalDay day) {
    std::vector<PaperFamily> families;
    for (const PersonId pupil : book.members(school_class, day))
        if (const PaperRoute why = paper_route(book, pupil, day); why != PaperRoute::none)
            families.push_back({pupil, why});
    return families;
}

}  // namespace zvonok::domain
