#include "station/domain/writing.hpp"

namespace zvonok::domain {

bool Fact::operator==(const Fact&) const = default;
bool Registration::operator==(const Registration&) const = default;
bool ChangeRequest::operator==(const ChangeRequest&) const = default;

bool is_framing(CellKind kind) {
    switch (kind) {
        case CellKind::lesson_teacher:
        case CellKind::lesson_change:
        case CellKind::change_request:
        case CellKind::change_decision:
        case CellKind::compromise_report:
        case CellKind::review:
        case CellKind::year_step:
        case CellKind::archive_step:
            return true;
        default:
            return false;
    }
}

Audience audience_of(const Cell& cell, const Act& act, bool addressee_is_group) {
    if (cell.kind == CellKind::lesson_teacher || cell.kind == CellKind::lesson_change) return Audience::everyone;
    const bool homework = cell.kind == CellKind::homework && std::holds_alternative<Homework>(act);
    return homework && addressee_is_group ? Audience::everyone : Audience::staff;
}

}  // namespace zvonok::domain
