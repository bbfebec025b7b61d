#include "config/refusal.hpp"

namespace zvonok::config {

FaultKind kind_of(Reason reason) {
    switch (reason) {
        case Reason::unreadable:
        case Reason::no_section:
        case Reason::no_trust:
        case Reason::nothing_applied:
            return FaultKind::missing;
        case Reason::bad_config:
        case Reason::not_an_image:
        case Reason::truncated:
        case Reason::altered:
        case Reason::unsafe_content:
        case Reason::bad_key:
        case Reason::broken_chain:
            return FaultKind::corrupt;
        case Reason::too_large:
            return FaultKind::full;
        case Reason::unsigned_image:
        case Reason::newer_format:
        case Reason::foreign_key:
        case Reason::foreign_school:
        case Reason::expired:
        case Reason::older:
        case Reason::disk:
        case Reason::enrolment:
            return FaultKind::refused;
    }
    return FaultKind::bug;
}

}  // namespace zvonok::config
