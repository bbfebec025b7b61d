#include "station/domain/registers.hpp"
#include "station/domain/writing.hpp"

namespace zvonok::domain {

namespace {
struct Visitor {
    Audience operator()(const Person& person) const {
        return person.kind == PersonKind::staff ? Audience::everyone : Audience::staff;
    }
    Audience operator()(const Announcement& announcement) const {
        return announcement.to_families ? Audience::everyone : Audience::staff;
    }
    Audience operator()(const Boxed<Enacted>& enacted) const { return audience_of(enacted->cell, enacted->act, false); }
    /// The school's card and who is appointed to what; all else is the school's own business.
    Audience operator()(const RegisterRecord& record) const {
        const RegisterSpec* spec = find_register(record.name);
        return spec != nullptr && spec->for_everyone ? Audience::everyone : Audience::staff;
    }
    Audience operator()(const UnknownFact&) const { return Audience::staff; }
    Audience operator()(const RoleGrant&) const { return Audience::staff; }
    Audience operator()(const Membership&) const { return Audience::staff; }
    Audience operator()(const PlanItem&) const { return Audience::staff; }
    Audience operator()(const RevocationList&) const { return Audience::staff; }
    Audience operator()(const PupilDocument&) const { return Audience::staff; }
    Audience operator()(const ParentLink&) const { return Audience::staff; }
    Audience operator()(const Order&) const { return Audience::staff; }
    Audience operator()(const StationBinding&) const { return Audience::staff; }
    Audience operator()(const AccountBlock&) const { return Audience::staff; }
    Audience operator()(const Consent&) const { return Audience::staff; }
    Audience operator()(const Credential&) const { return Audience::staff; }
    Audience operator()(const Application&) const { return Audience::staff; }
    Audience operator()(const CardState&) const { return Audience::staff; }
    /// The timetable and its frame.
    Audience operator()(const auto&) const { return Audience::everyone; }
};
}  // namespace

Audience audience_of(const Fact& fact) {
    return std::visit(Visitor{}, fact.value);
}

}  // namespace zvonok::domain
