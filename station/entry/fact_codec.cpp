#include "station/entry/pb.hpp"

/// Facts as bytes and back. A fact of a kind that this program does not know decodes as UnknownFact.
namespace zvonok::entry {

using namespace zvonok::domain;

namespace {

struct Packer {
    pb::Fact* to;

    void operator()(const UnknownFact&) const {}
    void operator()(const School& v) const {
        to->mutable_school()->set_name(v.name);
        to->mutable_school()->set_zone(v.zone);
    }
    void operator()(const Person& v) const {
        auto* person = to->mutable_person();
        person->set_kind(static_cast<std::uint32_t>(v.kind));
        person->set_family(v.family);
        person->set_given(v.given);
        person->set_patronymic(v.patronymic);
        person->set_login(v.login);
    }
    void operator()(const RoleGrant& v) const {
        auto* role = to->mutable_role();
        role->set_person(pack(v.person));
        role->set_role(static_cast<std::uint32_t>(v.role));
        role->set_scope(pack(v.scope));
    }
    void operator()(const Group& v) const {
        auto* group = to->mutable_group();
        group->set_kind(static_cast<std::uint32_t>(v.kind));
        group->set_name(v.name);
        group->set_parent(pack(v.parent));
        group->set_grade(static_cast<std::uint32_t>(v.grade));
    }
    void operator()(const Membership& v) const {
        to->mutable_membership()->set_group(pack(v.group));
        to->mutable_membership()->set_pupil(pack(v.pupil));
    }
    void operator()(const Subject& v) const { to->mutable_subject()->set_name(v.name); }
    void operator()(const Room& v) const {
        to->mutable_room()->set_name(v.name);
        to->mutable_room()->set_building(v.building);
        to->mutable_room()->set_capacity(static_cast<std::uint32_t>(v.capacity));
    }
    void operator()(const BellPeriod& v) const {
        to->mutable_bell()->set_number(v.number);
        to->mutable_bell()->set_starts_min(static_cast<std::uint32_t>(v.starts.count()));
        to->mutable_bell()->set_ends_min(static_cast<std::uint32_t>(v.ends.count()));
    }
    void operator()(const SchoolYear& v) const {
        to->mutable_year()->set_first(pack_day(v.first));
        to->mutable_year()->set_last(pack_day(v.last));
    }
    void operator()(const Holiday& v) const {
        to->mutable_holiday()->set_first(pack_day(v.first));
        to->mutable_holiday()->set_last(pack_day(v.last));
        to->mutable_holiday()->set_name(v.name);
    }
    void operator()(const Load& v) const {
        auto* load = to->mutable_load();
        load->set_subject(pack(v.subject));
        for (const GroupId id : v.groups) load->add_groups(pack(id));
        for (const PersonId id : v.teachers) load->add_teachers(pack(id));
    }
    void operator()(const TimetableSlot& v) const {
        auto* slot = to->mutable_slot();
        slot->set_load(pack(v.load));
        slot->set_weekday(static_cast<std::uint32_t>(v.weekday));
        slot->set_week(static_cast<std::uint32_t>(v.week));
        slot->set_period(v.period);
        slot->set_room(pack(v.room));
    }
    void operator()(const PlanItem& v) const {
        auto* item = to->mutable_plan_item();
        item->set_load(pack(v.load));
        item->set_number(static_cast<std::uint32_t>(v.number));
        item->set_topic(v.topic);
        item->set_hours(static_cast<std::uint32_t>(v.hours));
    }
    void operator()(const PolicyValue& v) const {
        to->mutable_policy()->set_key(v.key);
        to->mutable_policy()->set_value(v.value);
    }
    void operator()(const Station& v) const {
        to->mutable_station()->set_name(v.name);
        to->mutable_station()->set_mode(static_cast<std::uint32_t>(v.mode));
        to->mutable_station()->set_room(pack(v.room));
    }
    void operator()(const RevocationList& v) const { to->mutable_revocation_list()->set_der(pack(ByteView{v.der})); }
};

FactValue unpack_value(const pb::Fact& from, Unpacker& unpack) {
    const auto id = [&]<class AnyId>(const std::string& text, AnyId) {
        AnyId value;
        unpack(text, value);
        return value;
    };
    switch (from.value_case()) {
        case pb::Fact::kSchool:
            return School{from.school().name(), from.school().zone()};
        case pb::Fact::kPerson: {
            const auto& v = from.person();
            return Person{static_cast<PersonKind>(v.kind()), v.family(), v.given(), v.patronymic(), v.login()};
        }
        case pb::Fact::kRole: {
            const auto& v = from.role();
            return RoleGrant{id(v.person(), PersonId{}), static_cast<Role>(v.role()), id(v.scope(), GroupId{})};
        }
        case pb::Fact::kGroup: {
            const auto& v = from.group();
            return Group{static_cast<GroupKind>(v.kind()), v.name(), id(v.parent(), GroupId{}),
                         static_cast<int>(v.grade())};
        }
        case pb::Fact::kMembership:
            return Membership{id(from.membership().group(), GroupId{}), id(from.membership().pupil(), PersonId{})};
        case pb::Fact::kSubject:
            return Subject{from.subject().name()};
        case pb::Fact::kRoom:
            return Room{from.room().name(), from.room().building(), static_cast<int>(from.room().capacity())};
        case pb::Fact::kBell:
            return BellPeriod{from.bell().number(), std::chrono::minutes{from.bell().starts_min()},
                              std::chrono::minutes{from.bell().ends_min()}};
        case pb::Fact::kYear:
            return SchoolYear{unpack_day(from.year().first()), unpack_day(from.year().last())};
        case pb::Fact::kHoliday:
            return Holiday{unpack_day(from.holiday().first()), unpack_day(from.holiday().last()),
                           from.holiday().name()};
        case pb::Fact::kLoad: {
            Load load{id(from.load().subject(), SubjectId{}), {}, {}};
            for (const auto& text : from.load().groups()) load.groups.push_back(id(text, GroupId{}));
            for (const auto& text : from.load().teachers()) load.teachers.push_back(id(text, PersonId{}));
            return load;
        }
        case pb::Fact::kSlot: {
            const auto& v = from.slot();
            return TimetableSlot{id(v.load(), LoadId{}), static_cast<int>(v.weekday()),
                                 static_cast<WeekParity>(v.week()), v.period(), id(v.room(), RoomId{})};
        }
        case pb::Fact::kPlanItem: {
            const auto& v = from.plan_item();
            return PlanItem{id(v.load(), LoadId{}), static_cast<int>(v.number()), v.topic(),
                            static_cast<int>(v.hours())};
        }
        case pb::Fact::kPolicy:
            return PolicyValue{from.policy().key(), from.policy().value()};
        case pb::Fact::kStation: {
            const auto& v = from.station();
            return Station{v.name(), static_cast<StationMode>(v.mode()), id(v.room(), RoomId{})};
        }
        case pb::Fact::kRevocationList:
            return RevocationList{unpack_bytes(from.revocation_list().der())};
        case pb::Fact::VALUE_NOT_SET:
            break;
    }
    return UnknownFact{};
}

}  // namespace

void pack_fact(const RecordedFact& recorded, pb::Fact* to) {
    const Fact& fact = recorded.fact;
    to->set_entity(pack(fact.entity));
    to->set_version(recorded.version);
    to->set_from(pack_day(fact.from));
    if (fact.until) to->set_until(pack_day(*fact.until));
    to->set_withdrawn(fact.withdrawn);
    to->set_source(fact.source);
    std::visit(Packer{to}, fact.value);
}

RecordedFact unpack_fact(const pb::Fact& from, Unpacker& unpack) {
    RecordedFact recorded;
    recorded.version = from.version();
    unpack(from.entity(), recorded.fact.entity);
    recorded.fact.from = unpack_day(from.from());
    if (from.has_until()) recorded.fact.until = unpack_day(from.until());
    recorded.fact.withdrawn = from.withdrawn();
    recorded.fact.source = from.source();
    recorded.fact.value = unpack_value(from, unpack);
    return recorded;
}

}  // namespace zvonok::entry
