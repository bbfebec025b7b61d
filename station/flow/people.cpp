#include "station/flow/people.hpp"

namespace zvonok::flow {

domain::Role acting_role(const domain::FactBook& book, PersonId person, LocalDay day) {
    const auto roles = book.roles_of(person, day);
    // In the classroom whoever has lessons acts as their teacher, whatever else he is at the school: the rights in a
    // lesson come of the load or the substitution, not of an office.
    const bool teaches =
        std::ranges::any_of(roles,
                            [](const domain::RoleGrant& grant) { return grant.role == domain::Role::teacher; }) ||
        !book.loads_of_teacher(person, day).empty() || !book.lessons_of_teacher(person, day, day).empty();
    if (teaches) return domain::Role::teacher;
    return roles.empty() ? domain::Role::none : roles.front().role;
}

}  // namespace zvonok::flow
