#include "sync/server/import/roster_planner.hpp"
#include "sync/server/import/text.hpp"

#include <algorithm>

namespace zvonok::server::imports::roster_plan {
namespace {

using domain::PersonKind;
using domain::Role;

/// What a OneRoster role makes of a person here; nothing for roles that have no place in a school's journal.
struct Meaning {
    PersonKind kind;
    Role role;  ///< none: the kind says it all, or the role gives no rights here
};

std::optional<Meaning> meaning_of(const std::string& role) {
    static const std::map<std::string, Meaning> meanings{
        {"student", {PersonKind::pupil, Role::none}},
        {"parent", {PersonKind::parent, Role::none}},
        {"guardian", {PersonKind::parent, Role::none}},
        {"relative", {PersonKind::parent, Role::none}},
        {"teacher", {PersonKind::staff, Role::teacher}},
        {"principal", {PersonKind::staff, Role::director}},
        {"administrator", {PersonKind::staff, Role::administrator}},
        {"siteAdministrator", {PersonKind::staff, Role::administrator}},
        {"systemAdministrator", {PersonKind::staff, Role::system_administrator}},
        {"aide", {PersonKind::staff, Role::none}},
        {"counselor", {PersonKind::staff, Role::none}},
        {"proctor", {PersonKind::staff, Role::none}},
    };
    const auto found = meanings.find(role);
    if (found == meanings.end()) return std::nullopt;
    return found->second;
}

const char* kind_name(PersonKind kind) {
    if (kind == PersonKind::staff) return kinds::staff;
    return kind == PersonKind::pupil ? kinds::pupils : kinds::parents;
}

bool in_force(const roster::Role& role, LocalDay from) {
    return !role.to_delete && (!role.ends || *role.ends > from);
}

/// Staff before pupil before parent: a teacher whose child studies here stays one person, with a card.
void sort_users(Context& context) {
    for (const roster::Role& role : context.roster.roles.rows) {
        if (role.org != context.school || !in_force(role, context.options.from)) continue;
        const auto meaning = meaning_of(role.role);
        if (!meaning) {
            context.report.findings.note({context.roster.roles.file, role.line},
                                         "роль «" + role.role + "» в журнале не используется");
            continue;
        }
        const auto [kind, fresh] = context.kinds.emplace(role.user, meaning->kind);
        if (!fresh) kind->second = std::min(kind->second, meaning->kind);
    }
}

/// The principal name that the staff card will carry: the user name when it looks like one, else the address.
std::string login_of(const roster::User& user) {
    if (!user.enabled) return {};
    const bool plain = user.username.find('@') == std::string::npos;
    return plain && user.email.find('@') != std::string::npos ? user.email : user.username;
}

domain::Person person_of(const roster::User& user, PersonKind kind) {
    return {kind, std::string(trim(user.family_name)), std::string(trim(user.given_name)),
            std::string(trim(user.middle_name)), kind == PersonKind::staff ? login_of(user) : std::string{}};
}

/// A delta may bring a user without their unchanged role: then they are what they were.
std::optional<PersonKind> kind_of(const Context& context, const roster::User& user) {
    if (const auto found = context.kinds.find(user.sourced_id); found != context.kinds.end()) return found->second;
    if (context.roster.roles.mode == roster::Mode::bulk) return std::nullopt;
    const auto id = context.ledger.find("oneroster:user:" + user.sourced_id);
    const auto* person = id ? context.ledger.live<domain::Person>(*id) : nullptr;
    if (person == nullptr) return std::nullopt;
    return person->kind;
}

void plan_user(Context& context, const roster::User& user, std::map<std::string, std::size_t>& logins) {
    const std::string source = "oneroster:user:" + user.sourced_id;
    if (user.to_delete) {
        const auto id = context.ledger.find(source);
        if (const auto* person = id ? context.ledger.live<domain::Person>(*id) : nullptr)
            context.ledger.end(*id, kind_name(person->kind), full_name(*person), Ledger::Reason::stated);
        return;
    }
    const auto kind = kind_of(context, user);
    if (!kind) return;
    const domain::Person person = person_of(user, *kind);
    std::optional<EntityId> alike;
    if (*kind == PersonKind::staff && !person.login.empty()) {
        const auto [first, fresh] = logins.emplace(person.login, user.line);
        if (!fresh)
            context.report.findings.error(
                {context.roster.users.file, user.line},
                "имя входа " + person.login + " уже у другого сотрудника, строка " + std::to_string(first->second));
        if (const auto same = context.book.staff_by_login(person.login, context.options.from)) alike = entity_of(*same);
    }
    context.ledger.want({kind_name(*kind), source, person, full_name(person)}, alike);
}

void plan_role(Context& context, const roster::Role& role) {
    const std::string source = "oneroster:role:" + role.sourced_id;
    if (role.to_delete) {
        if (const auto id = context.ledger.find(source))
            context.ledger.end(*id, kinds::roles, role.role, Ledger::Reason::stated);
        return;
    }
    if (role.org != context.school) return;
    const auto meaning = meaning_of(role.role);
    if (!meaning || meaning->role == Role::none || !in_force(role, context.options.from)) return;
    const auto person = context.person(role.user);
    if (!person) {
        context.report.findings.error({context.roster.roles.file, role.line},
                                      "нет пользователя с sourcedId " + role.user);
        return;
    }
    const auto* value = context.ledger.live<domain::Person>(entity_of(*person));
    const domain::RoleGrant grant{*person, meaning->role, {}};
    std::optional<EntityId> same;  // a move from 1.1 to 1.2 gives roles ids of their own
    for (const auto& [id, fact] : context.ledger.sorted_live<domain::RoleGrant>())
        if (std::get<domain::RoleGrant>(fact->value) == grant && !context.ledger.touched(id)) same = id;
    context.ledger.want({kinds::roles, source, grant, role.role + ": " + full_name(*value), role.begins, role.ends},
                        same);
}

/// Roles and places in classes go with the person.
void end_with_people(Context& context) {
    const auto gone = [&](PersonId person) {
        const auto* value = context.ledger.live<domain::Person>(entity_of(person));
        return value == nullptr && context.book.person(person, context.options.from) != nullptr;
    };
    for (const auto& [id, fact] : context.ledger.sorted_live<domain::RoleGrant>())
        if (gone(std::get<domain::RoleGrant>(fact->value).person))
            context.ledger.end(id, kinds::roles, "роль выбывшего", Ledger::Reason::stated);
    for (const auto& [id, fact] : context.ledger.sorted_live<domain::Membership>())
        if (gone(std::get<domain::Membership>(fact->value).pupil))
            context.ledger.end(id, kinds::memberships, "место выбывшего", Ledger::Reason::stated);
}

}  // namespace

void plan_people(Context& context) {
    sort_users(context);
    for (const roster::User& user : context.roster.users.rows)
        if (!user.to_delete) context.ledger.expect("oneroster:user:" + user.sourced_id);
    std::map<std::string, std::size_t> logins;
    std::size_t strangers = 0;
    for (const roster::User& user : context.roster.users.rows) {
        plan_user(context, user, logins);
        if (!user.to_delete && !kind_of(context, user)) ++strangers;
    }
    if (strangers > 0)
        context.report.findings.note({context.roster.users.file, 0},
                                     counted(strangers, "человек пропущен", "человека пропущены", "человек пропущено") +
                                         ": нет действующей роли в этой школе");
    if (context.roster.users.mode == roster::Mode::bulk) {
        for (const PersonKind kind : {PersonKind::staff, PersonKind::pupil, PersonKind::parent})
            context.ledger.end_missing<domain::Person>(
                kind_name(kind), "oneroster:user:", full_name,
                [kind](const domain::Person& person) { return person.kind == kind; });
    }
    for (const roster::Role& role : context.roster.roles.rows)
        context.ledger.expect("oneroster:role:" + role.sourced_id);
    for (const roster::Role& role : context.roster.roles.rows) plan_role(context, role);
    if (context.roster.roles.mode == roster::Mode::bulk)
        context.ledger.end_missing<domain::RoleGrant>(
            kinds::roles, "oneroster:role:", [](const domain::RoleGrant&) { return "роль"; });
    end_with_people(context);
}

}  // namespace zvonok::server::imports::roster_plan
