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
        role->set_direction(static_cast<std::uint32_t>(v.direction));
    }
    void operator()(const Group& v) const {
        auto* group = to->mutable_group();
        group->set_kind(static_cast<std::uint32_t>(v.kind));
        group->set_name(v.name);
        group->set_parent(pack(v.parent));
        group->set_grade(static_cast<std::uint32_t>(v.grade));
        group->set_split(pack(v.split));
        group->set_calendar(pack(v.calendar));
        group->set_bells(pack(v.bells));
        group->set_order(pack(v.order));
    }
    void operator()(const Membership& v) const {
        to->mutable_membership()->set_group(pack(v.group));
        to->mutable_membership()->set_pupil(pack(v.pupil));
        to->mutable_membership()->set_order(pack(v.order));
        to->mutable_membership()->set_form(static_cast<std::uint32_t>(v.form));
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
        to->mutable_bell()->set_schedule(pack(v.schedule));
    }
    void operator()(const SchoolYear& v) const {
        to->mutable_year()->set_first(pack_day(v.first));
        to->mutable_year()->set_last(pack_day(v.last));
        to->mutable_year()->set_calendar(pack(v.calendar));
        // Six is what was meant before the number was stored, and costs no byte.
        to->mutable_year()->set_days_a_week(v.days_a_week == 6 ? 0 : static_cast<std::uint32_t>(v.days_a_week));
    }
    void operator()(const Holiday& v) const {
        to->mutable_holiday()->set_first(pack_day(v.first));
        to->mutable_holiday()->set_last(pack_day(v.last));
        to->mutable_holiday()->set_name(v.name);
        to->mutable_holiday()->set_calendar(pack(v.calendar));
        to->mutable_holiday()->set_public_holiday(v.public_holiday);
    }
    void operator()(const Load& v) const {
        auto* load = to->mutable_load();
        load->set_subject(pack(v.subject));
        for (const GroupId id : v.groups) load->add_groups(pack(id));
        for (const PersonId id : v.teachers) load->add_teachers(pack(id));
        load->set_kind(static_cast<std::uint32_t>(v.kind));
        load->set_hours_a_year(static_cast<std::uint32_t>(v.hours_a_year));
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
        item->set_work(v.work);
        item->set_work_number(static_cast<std::uint32_t>(v.work_number));
        item->set_homework(v.homework);
    }
    void operator()(const PolicyValue& v) const {
        to->mutable_policy()->set_key(v.key);
        to->mutable_policy()->set_value(v.value);
    }
    void operator()(const Station& v) const {
        to->mutable_station()->set_name(v.name);
        to->mutable_station()->set_mode(static_cast<std::uint32_t>(v.mode));
        to->mutable_station()->set_room(pack(v.room));
        to->mutable_station()->set_protected_workplace(v.protected_workplace);
    }
    void operator()(const RevocationList& v) const { to->mutable_revocation_list()->set_der(pack(ByteView{v.der})); }
    void operator()(const ReportingPeriod& v) const {
        auto* period = to->mutable_period();
        period->set_kind(static_cast<std::uint32_t>(v.kind));
        period->set_number(static_cast<std::uint32_t>(v.number));
        period->set_first(pack_day(v.first));
        period->set_last(pack_day(v.last));
        period->set_first_grade(static_cast<std::uint32_t>(v.first_grade));
        period->set_last_grade(static_cast<std::uint32_t>(v.last_grade));
        if (v.marks_due) period->set_marks_due(pack_day(*v.marks_due));
        period->set_order(pack(v.order));
    }
    void operator()(const Calendar& v) const { to->mutable_calendar()->set_name(v.name); }
    void operator()(const MovedDay& v) const {
        auto* moved = to->mutable_moved_day();
        moved->set_day(pack_day(v.day));
        moved->set_weekday(static_cast<std::uint32_t>(v.weekday));
        moved->set_week(static_cast<std::uint32_t>(v.week));
        moved->set_calendar(pack(v.calendar));
    }
    void operator()(const BellSchedule& v) const { to->mutable_bell_schedule()->set_name(v.name); }
    void operator()(const BellDay& v) const {
        auto* day = to->mutable_bell_day();
        day->set_schedule(pack(v.schedule));
        day->set_first(pack_day(v.first));
        day->set_last(pack_day(v.last));
        day->set_group(pack(v.group));
    }
    void operator()(const PupilDocument& v) const {
        auto* document = to->mutable_document();
        document->set_kind(static_cast<std::uint32_t>(v.kind));
        document->set_pupil(pack(v.pupil));
        document->set_number(v.number);
        document->set_issuer(v.issuer);
        document->set_first(pack_day(v.first));
        document->set_last(pack_day(v.last));
        document->set_code(v.code);
        pack_all(v.subjects, document->mutable_subjects());
    }
    void operator()(const ParentLink& v) const {
        to->mutable_parent_link()->set_parent(pack(v.parent));
        to->mutable_parent_link()->set_child(pack(v.child));
    }
    void operator()(const Order& v) const {
        auto* order = to->mutable_order();
        order->set_kind(static_cast<std::uint32_t>(v.kind));
        order->set_number(v.number);
        order->set_date(pack_day(v.date));
        order->set_subject(v.subject);
        if (v.first) order->set_first(pack_day(*v.first));
        if (v.last) order->set_last(pack_day(*v.last));
        pack_all(v.groups, order->mutable_groups());
    }
    void operator()(const StationBinding& v) const {
        to->mutable_station_binding()->set_teacher(pack(v.teacher));
        to->mutable_station_binding()->set_room(pack(v.room));
    }
    void operator()(const AccountBlock& v) const {
        auto* block = to->mutable_account_block();
        block->set_person(pack(v.person));
        block->set_since_ms(v.since.time_since_epoch().count());
        block->set_reason(static_cast<std::uint32_t>(v.reason));
        block->set_order(pack(v.order));
    }
    void operator()(const Consent& v) const {
        auto* consent = to->mutable_consent();
        consent->set_person(pack(v.person));
        consent->set_state(static_cast<std::uint32_t>(v.state));
        consent->set_document(v.document);
        consent->set_taken_by(pack(v.taken_by));
    }
    void operator()(const Credential& v) const {
        auto* credential = to->mutable_credential();
        credential->set_person(pack(v.person));
        credential->set_kind(static_cast<std::uint32_t>(v.kind));
        credential->set_number(v.number);
        credential->set_used(v.used);
    }
    void operator()(const CurriculumItem& v) const {
        auto* item = to->mutable_curriculum_item();
        item->set_subject(v.subject);
        item->set_grade(static_cast<std::uint32_t>(v.grade));
        item->set_group(pack(v.group));
        item->set_hours_a_year(static_cast<std::uint32_t>(v.hours_a_year));
    }
    void operator()(const CardState& v) const {
        auto* card = to->mutable_card();
        card->set_kind(static_cast<std::uint32_t>(v.kind));
        card->set_owner(pack(v.owner));
        card->set_complete(v.complete);
        if (v.confirmed) card->set_confirmed(pack_day(*v.confirmed));
    }
    void operator()(const Announcement& v) const {
        auto* announcement = to->mutable_announcement();
        announcement->set_title(v.title);
        announcement->set_text(v.text);
        announcement->set_to_staff(v.to_staff);
        announcement->set_to_families(v.to_families);
        announcement->set_author(pack(v.author));
    }
    void operator()(const Exam& v) const {
        auto* exam = to->mutable_exam();
        exam->set_kind(static_cast<std::uint32_t>(v.kind));
        exam->set_subject(pack(v.subject));
        pack_all(v.groups, exam->mutable_groups());
        exam->set_day(pack_day(v.day));
        pack_all(v.examiners, exam->mutable_examiners());
    }
    void operator()(const PlannedWork& v) const {
        auto* work = to->mutable_planned_work();
        work->set_load(pack(v.load));
        work->set_day(pack_day(v.day));
        work->set_work(v.work);
        work->set_theme(v.theme);
        work->set_monitoring(v.monitoring);
    }
    void operator()(const Application& v) const {
        auto* application = to->mutable_application();
        application->set_person(pack(v.person));
        application->set_child(pack(v.child));
        application->set_date(pack_day(v.date));
        application->set_number(v.number);
        application->set_taken_by(pack(v.taken_by));
    }
    void operator()(const RegisterRecord& v) const {
        auto* record = to->mutable_register_record();
        record->set_name(v.name);
        record->set_subject(pack(v.subject));
        record->set_order(pack(v.order));
        for (const RegisterField& each : v.fields) {
            auto* field = record->add_fields();
            field->set_name(each.name);
            field->set_value(each.value);
        }
        record->set_sealed(pack(ByteView{v.sealed}));
        for (const std::string& name : v.lacking) record->add_lacking(name);
        record->set_recorded_by(pack(v.recorded_by));
    }
    void operator()(const Boxed<Enacted>& v) const {
        auto* enacted = to->mutable_enacted();
        pack_id(v->entry, enacted->mutable_entry());
        enacted->set_author(pack(v->author));
        enacted->set_role(static_cast<std::uint32_t>(v->role));
        enacted->set_saved_ms(v->saved.time_since_epoch().count());
        enacted->set_taken_ms(v->taken.time_since_epoch().count());
        enacted->set_number(v->number);
        pack_writing({v->cell, v->act, {}}, enacted->mutable_writing());
        enacted->set_kind(static_cast<std::uint32_t>(v->cell.kind));
    }
};

std::optional<LocalDay> unpack_if(bool there, std::int32_t day) {
    return there ? std::optional{unpack_day(day)} : std::nullopt;
}

FactValue unpack_school_value(const pb::Fact& from, Unpacker& unpack) {
    switch (from.value_case()) {
        case pb::Fact::kSchool:
            return School{from.school().name(), from.school().zone()};
        case pb::Fact::kSubject:
            return Subject{from.subject().name()};
        case pb::Fact::kRoom:
            return Room{from.room().name(), from.room().building(), count(from.room().capacity())};
        case pb::Fact::kBell: {
            const auto& v = from.bell();
            return BellPeriod{v.number(), std::chrono::minutes{v.starts_min()}, std::chrono::minutes{v.ends_min()},
                              unpack.as<BellsId>(v.schedule())};
        }
        case pb::Fact::kBellSchedule:
            return BellSchedule{from.bell_schedule().name()};
        case pb::Fact::kBellDay: {
            const auto& v = from.bell_day();
            return BellDay{unpack.as<BellsId>(v.schedule()), unpack_day(v.first()), unpack_day(v.last()),
                           unpack.as<GroupId>(v.group())};
        }
        case pb::Fact::kCalendar:
            return Calendar{from.calendar().name()};
        case pb::Fact::kYear: {
            const auto& v = from.year();
            return SchoolYear{unpack_day(v.first()), unpack_day(v.last()), unpack.as<CalendarId>(v.calendar()),
                              v.days_a_week() == 0 ? 6 : count(v.days_a_week())};
        }
        case pb::Fact::kHoliday: {
            const auto& v = from.holiday();
            return Holiday{unpack_day(v.first()), unpack_day(v.last()), v.name(), unpack.as<CalendarId>(v.calendar()),
                           v.public_holiday()};
        }
        case pb::Fact::kMovedDay: {
            const auto& v = from.moved_day();
            return MovedDay{unpack_day(v.day()), count(v.weekday()), static_cast<WeekParity>(v.week()),
                            unpack.as<CalendarId>(v.calendar())};
        }
        case pb::Fact::kPeriod: {
            const auto& v = from.period();
            return ReportingPeriod{static_cast<PeriodKind>(v.kind()),
                                   count(v.number()),
                                   unpack_day(v.first()),
                                   unpack_day(v.last()),
                                   count(v.first_grade()),
                                   count(v.last_grade()),
                                   unpack_if(v.has_marks_due(), v.marks_due()),
                                   unpack.as<OrderId>(v.order())};
        }
        case pb::Fact::kOrder: {
            const auto& v = from.order();
            return Order{static_cast<OrderKind>(v.kind()),
                         v.number(),
                         unpack_day(v.date()),
                         v.subject(),
                         unpack_if(v.has_first(), v.first()),
                         unpack_if(v.has_last(), v.last()),
                         unpack_all<GroupId>(v.groups(), unpack)};
        }
        case pb::Fact::kLoad: {
            const auto& v = from.load();
            return Load{unpack.as<SubjectId>(v.subject()), unpack_all<GroupId>(v.groups(), unpack),
                        unpack_all<PersonId>(v.teachers(), unpack), static_cast<LoadKind>(v.kind()),
                        count(v.hours_a_year())};
        }
        case pb::Fact::kCurriculumItem: {
            const auto& v = from.curriculum_item();
            return CurriculumItem{v.subject(), count(v.grade()), unpack.as<GroupId>(v.group()),
                                  count(v.hours_a_year())};
        }
        case pb::Fact::kSlot: {
            const auto& v = from.slot();
            return TimetableSlot{unpack.as<LoadId>(v.load()), count(v.weekday()), static_cast<WeekParity>(v.week()),
                                 v.period(), unpack.as<RoomId>(v.room())};
        }
        case pb::Fact::kPlanItem: {
            const auto& v = from.plan_item();
            return PlanItem{unpack.as<LoadId>(v.load()), count(v.number()), v.topic(), count(v.hours()), v.work(),
                            count(v.work_number()),      v.homework()};
        }
        case pb::Fact::kPlannedWork: {
            const auto& v = from.planned_work();
            return PlannedWork{unpack.as<LoadId>(v.load()), unpack_day(v.day()), v.work(), v.theme(), v.monitoring()};
        }
        case pb::Fact::kExam: {
            const auto& v = from.exam();
            return Exam{static_cast<ExamKind>(v.kind()), unpack.as<SubjectId>(v.subject()),
                        unpack_all<GroupId>(v.groups(), unpack), unpack_day(v.day()),
                        unpack_all<PersonId>(v.examiners(), unpack)};
        }
        case pb::Fact::kPolicy:
            return PolicyValue{from.policy().key(), from.policy().value()};
        case pb::Fact::kStation: {
            const auto& v = from.station();
            return Station{v.name(), static_cast<StationMode>(v.mode()), unpack.as<RoomId>(v.room()),
                           v.protected_workplace()};
        }
        case pb::Fact::kRevocationList:
            return RevocationList{unpack_bytes(from.revocation_list().der())};
        case pb::Fact::kAnnouncement: {
            const auto& v = from.announcement();
            return Announcement{v.title(), v.text(), v.to_staff(), v.to_families(), unpack.as<PersonId>(v.author())};
        }
        default:
            return UnknownFact{};
    }
}

FactValue unpack_enacted(const pb::Enacted& from, Unpacker& unpack) {
    Writing writing = unpack_writing(from.writing(), unpack);
    writing.cell.kind = static_cast<CellKind>(from.kind());
    return Boxed<Enacted>{Enacted{unpack_id(from.entry(), unpack), unpack.as<PersonId>(from.author()),
                                  static_cast<Role>(from.role()), unpack_instant(from.saved_ms()),
                                  unpack_instant(from.taken_ms()), from.number(), std::move(writing.cell),
                                  std::move(writing.act)}};
}

FactValue unpack_people_value(const pb::Fact& from, Unpacker& unpack) {
    switch (from.value_case()) {
        case pb::Fact::kPerson: {
            const auto& v = from.person();
            return Person{static_cast<PersonKind>(v.kind()), v.family(), v.given(), v.patronymic(), v.login()};
        }
        case pb::Fact::kRole: {
            const auto& v = from.role();
            return RoleGrant{unpack.as<PersonId>(v.person()), static_cast<Role>(v.role()),
                             unpack.as<GroupId>(v.scope()), static_cast<Direction>(v.direction())};
        }
        case pb::Fact::kGroup: {
            const auto& v = from.group();
            return Group{static_cast<GroupKind>(v.kind()), v.name(),
                         unpack.as<GroupId>(v.parent()),   count(v.grade()),
                         unpack.as<EntityId>(v.split()),   unpack.as<CalendarId>(v.calendar()),
                         unpack.as<BellsId>(v.bells()),    unpack.as<OrderId>(v.order())};
        }
        case pb::Fact::kMembership: {
            const auto& v = from.membership();
            return Membership{unpack.as<GroupId>(v.group()), unpack.as<PersonId>(v.pupil()),
                              unpack.as<OrderId>(v.order()), static_cast<StudyForm>(v.form())};
        }
        case pb::Fact::kParentLink:
            return ParentLink{unpack.as<PersonId>(from.parent_link().parent()),
                              unpack.as<PersonId>(from.parent_link().child())};
        case pb::Fact::kStationBinding:
            return StationBinding{unpack.as<PersonId>(from.station_binding().teacher()),
                                  unpack.as<RoomId>(from.station_binding().room())};
        case pb::Fact::kAccountBlock: {
            const auto& v = from.account_block();
            return AccountBlock{unpack.as<PersonId>(v.person()), unpack_instant(v.since_ms()),
                                static_cast<BlockReason>(v.reason()), unpack.as<OrderId>(v.order())};
        }
        case pb::Fact::kConsent: {
            const auto& v = from.consent();
            return Consent{unpack.as<PersonId>(v.person()), static_cast<ConsentState>(v.state()), v.document(),
                           unpack.as<PersonId>(v.taken_by())};
        }
        case pb::Fact::kCredential: {
            const auto& v = from.credential();
            return Credential{unpack.as<PersonId>(v.person()), static_cast<CredentialKind>(v.kind()), v.number(),
                              v.used()};
        }
        case pb::Fact::kApplication: {
            const auto& v = from.application();
            return Application{unpack.as<PersonId>(v.person()), unpack.as<PersonId>(v.child()), unpack_day(v.date()),
                               v.number(), unpack.as<PersonId>(v.taken_by())};
        }
        case pb::Fact::kDocument: {
            const auto& v = from.document();
            return PupilDocument{static_cast<DocumentKind>(v.kind()),
                                 unpack.as<PersonId>(v.pupil()),
                                 v.number(),
                                 v.issuer(),
                                 unpack_day(v.first()),
                                 unpack_day(v.last()),
                                 v.code(),
                                 unpack_all<SubjectId>(v.subjects(), unpack)};
        }
        case pb::Fact::kCard: {
            const auto& v = from.card();
            return CardState{static_cast<CardKind>(v.kind()), unpack.as<EntityId>(v.owner()), v.complete(),
                             unpack_if(v.has_confirmed(), v.confirmed())};
        }
        case pb::Fact::kRegisterRecord: {
            const auto& v = from.register_record();
            RegisterRecord record{v.name(), unpack.as<EntityId>(v.subject()), unpack.as<OrderId>(v.order())};
            for (const auto& field : v.fields()) record.fields.push_back({field.name(), field.value()});
            record.sealed = unpack_bytes(v.sealed());
            record.lacking.assign(v.lacking().begin(), v.lacking().end());
            record.recorded_by = unpack.as<PersonId>(v.recorded_by());
            return record;
        }
        case pb::Fact::kEnacted:
            return unpack_enacted(from.enacted(), unpack);
        default:
            return UnknownFact{};
    }
}

FactValue unpack_value(const pb::Fact& from, Unpacker& unpack) {
    FactValue value = unpack_school_value(from, unpack);
    return std::holds_alternative<UnknownFact>(value) ? unpack_people_value(from, unpack) : value;
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
