#include "station/domain/act.hpp"

namespace zvonok::domain {

Audience audience_of(const Cell& cell, const Act& act, bool addressee_is_group) {
    const bool homework = cell.kind == CellKind::homework && std::holds_alternative<Homework>(act);
    return homework && addressee_is_group ? Audience::everyone : Audience::staff;
}

}  // namespace zvonok::domain
