#include "station/domain/facts.hpp"

namespace zvonok::domain {

Audience audience_of(const Fact& fact) {
    struct Visitor {
        Audience operator()(const Person& person) const {
            return person.kind == PersonKind::staff ? Audience::everyone : Audience::staff;
        }
        Audience operator()(const UnknownFact&) const { return Audience::staff; }
        Audience operator()(const RoleGrant&) const { return Audience::staff; }
        Audience operator()(const Membership&) const { return Audience::staff; }
        Audience operator()(const PlanItem&) const { return Audience::staff; }
        Audience operator()(const RevocationList&) const { return Audience::staff; }
        Audience operator()(const School&) const { return Audience::everyone; }
        Audience operator()(const Group&) const { return Audience::everyone; }
        Audience operator()(const Subject&) const { return Audience::everyone; }
        Audience operator()(const Room&) const { return Audience::everyone; }
        Audience operator()(const BellPeriod&) const { return Audience::everyone; }
        Audience operator()(const SchoolYear&) const { return Audience::everyone; }
        Audience operator()(const Holiday&) const { return Audience::everyone; }
        Audience operator()(const Load&) const { return Audience::everyone; }
        Audience operator()(const TimetableSlot&) const { return Audience::everyone; }
        Audience operator()(const PolicyValue&) const { return Audience::everyone; }
        Audience operator()(const Station&) const { return Audience::everyone; }
    };
    return std::visit(Visitor{}, fact.value);
}

}  // namespace zvonok::domain
