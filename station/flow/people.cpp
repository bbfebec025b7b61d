#include "station/flow/people.hpp"

namespace zvonok::flow {

domain::Role acting_role(const domain::FactBook& book, PersonId person, LocalDay day) {
    const auto roles = book.roles_of(person, day);
    const bool teaches =
        std::ranges::any_of(roles, [](const domain::RoleGrant& grant) { return grant.role == domain::Role::teacher; });
    if (teaches) return domain::Role::teacher;
    return roles.empty() ? domain::Role::none : roles.front().role;
}

}  // namespace zvonok::flow
