#include "station/domain/permissions.hpp"

#include "station/domain/registers.hpp"

#include <algorithm>
#include <array>

namespace zvonok::domain {

namespace {

using enum Role;

constexpr RoleSet teaching{none, teacher, substitute};
constexpr RoleSet everybody = staff_roles | RoleSet{pupil, parent, external_reader};
constexpr RoleSet makers_of_timetable{dispatcher, deputy, administrator};
constexpr RoleSet keepers_of_registers{secretary, head_of_studies, administrator};

struct ActRow {
    CellKind kind;
    Permission permission;
};
constexpr std::array<ActRow, 27> acts{{
    {CellKind::attendance, {"attendance", teaching}},
    {CellKind::absence_reason, {"absence_reason", {class_teacher}}},
    {CellKind::topic, {"topic", teaching}},
    {CellKind::homework, {"homework", teaching}},
    {CellKind::plan_link, {"plan_link", teaching}},
    {CellKind::work, {"work", teaching}},
    {CellKind::mark, {"mark", teaching}},
    {CellKind::transferred_mark, {"transferred_mark", {none, teacher, class_teacher, secretary, head_of_studies}}},
    {CellKind::period_mark, {"period_mark", {none, teacher, class_teacher, deputy}}},
    {CellKind::lesson_held, {"lesson_held", teaching}},
    {CellKind::lesson_teacher, {"lesson_teacher", {dispatcher, deputy, administrator}}},
    {CellKind::lesson_change, {"lesson_change", makers_of_timetable}},
    {CellKind::seat_plan, {"seat_plan", {none, teacher, class_teacher, deputy}}},
    {CellKind::registration, {"registration", staff_roles}},
    {CellKind::change_request, {"change_request", {none, teacher, deputy}}},
    {CellKind::change_decision, {"change_decision", {director}}},
    {CellKind::held_decision, {"held_decision", {administrator}}},
    {CellKind::acknowledgement, {"acknowledgement", everybody}},
    {CellKind::compromise_report, {"compromise_report", everybody}},
    {CellKind::remark, {"remark", {methodologist, deputy, dispatcher, head_of_studies, director}}},
    {CellKind::remark_answer, {"remark_answer", staff_roles}},
    {CellKind::review, {"review", {methodologist, deputy, head_of_studies, director}}},
    {CellKind::message, {"message", everybody}},
    {CellKind::year_step, {"year_step", {administrator, deputy}}},
    {CellKind::archive_step,
     {"archive_step",
      {methodologist, head_of_studies, dispatcher, class_teacher, deputy, secretary, director, administrator}}},
    {CellKind::refused_attempt, {"refused_attempt", everybody}},
    {CellKind::recommendation, {"recommendation", teaching | RoleSet{class_teacher}}},
}};

struct FactRow {
    std::size_t index;  ///< of FactValue
    Permission permission;
};

template <class T, std::size_t at = 0>
constexpr std::size_t index_of() {
    if constexpr (std::is_same_v<std::variant_alternative_t<at, FactValue>, T>)
        return at;
    else
        return index_of<T, at + 1>();
}

constexpr std::array<FactRow, 32> facts{{
    {index_of<School>(), {"fact.school", {administrator, director}}},
    {index_of<Person>(), {"fact.person", keepers_of_registers | RoleSet{personnel}}},
    {index_of<RoleGrant>(), {"fact.role", {administrator, director}}},
    {index_of<Group>(), {"fact.group", {deputy, head_of_studies, dispatcher, administrator}}},
    {index_of<Membership>(), {"fact.membership", {secretary}}},
    {index_of<Subject>(), {"fact.subject", {administrator, deputy}}},
    {index_of<Room>(), {"fact.room", {dispatcher, facilities_manager, administrator}}},
    {index_of<BellPeriod>(), {"fact.bell", makers_of_timetable}},
    {index_of<BellSchedule>(), {"fact.bell_schedule", makers_of_timetable}},
    {index_of<BellDay>(), {"fact.bell_day", makers_of_timetable}},
    {index_of<Calendar>(), {"fact.calendar", makers_of_timetable}},
    {index_of<SchoolYear>(), {"fact.year", makers_of_timetable}},
    {index_of<Holiday>(), {"fact.holiday", makers_of_timetable}},
    {index_of<MovedDay>(), {"fact.moved_day", makers_of_timetable}},
    {index_of<ReportingPeriod>(), {"fact.period", {administrator, deputy, director}}},
    {index_of<Load>(), {"fact.load", {deputy, administrator}}},
    {index_of<TimetableSlot>(), {"fact.timetable", makers_of_timetable}},
    {index_of<CurriculumItem>(), {"fact.curriculum", {deputy, administrator}}},
    {index_of<PlanItem>(), {"fact.plan", {none, teacher, methodologist, deputy, administrator}}},
    {index_of<PlannedWork>(), {"fact.planned_work", {none, teacher, deputy, dispatcher}}},
    {index_of<Exam>(), {"fact.exam", {dispatcher, deputy}}},
    {index_of<PolicyValue>(), {"fact.policy", {administrator, director}}},
    {index_of<Station>(), {"fact.station", {system_administrator, administrator}}},
    {index_of<StationBinding>(), {"fact.station_binding", {administrator, system_administrator}}},
    {index_of<PupilDocument>(), {"fact.document", {class_teacher, secretary, head_of_studies, deputy}}},
    {index_of<ParentLink>(), {"fact.parent_link", keepers_of_registers}},
    {index_of<Order>(), {"fact.order", {director, deputy, secretary, head_of_studies, personnel}}},
    {index_of<AccountBlock>(), {"fact.account_block", {personnel, administrator, director}}},
    {index_of<Consent>(), {"fact.consent", {secretary, class_teacher, head_of_studies, administrator}}},
    {index_of<Application>(), {"fact.application", {secretary, class_teacher, head_of_studies, administrator}}},
    {index_of<Credential>(), {"fact.credential", {administrator}}},
    {index_of<CardState>(),
     {"fact.card_state", {class_teacher, secretary, head_of_studies, personnel, administrator, none, teacher}}},
}};
constexpr FactRow announcement{index_of<Announcement>(), {"fact.announcement", {deputy, director, administrator}}};

std::vector<Permission> gathered() {
    std::vector<Permission> all;
    all.reserve(std::size(acts) + std::size(facts));
    for (const ActRow& row : acts) all.push_back(row.permission);
    for (const FactRow& row : facts) all.push_back(row.permission);
    all.push_back(announcement.permission);
    all.push_back(diary_reading);
    all.push_back(control_reading);
    for (const RegisterSpec& spec : registers()) {
        all.push_back(spec.write);
        all.push_back(spec.read);
    }
    return all;
}

RoleSet set_of(const std::vector<Role>& roles) {
    RoleSet set;
    for (const Role role : roles) set = set | RoleSet{role};
    // A teacher whose session names no role acts as what the load makes of him.
    if (set.has(teacher)) set = set | RoleSet{none};
    return set;
}

RoleSet openers(SubstitutionAccess access) {
    switch (access) {
        case SubstitutionAccess::declared:
            return {none, teacher, substitute, dispatcher, deputy, administrator};
        case SubstitutionAccess::administrator:
            return {administrator};
        case SubstitutionAccess::dispatcher:
            break;
    }
    return {dispatcher, deputy, administrator};
}

}  // namespace

std::span<const Permission> permissions() {
    static const std::vector<Permission> all = gathered();
    return all;
}

const Permission* find_permission(std::string_view name) {
    const auto all = permissions();
    const auto found = std::ranges::find(all, name, &Permission::name);
    return found == all.end() ? nullptr : &*found;
}

const Permission* permission_for(CellKind kind) {
    const auto found = std::ranges::find(acts, kind, &ActRow::kind);
    return found == acts.end() ? nullptr : &found->permission;
}

const Permission* permission_for(const FactValue& value) {
    if (const auto* record = std::get_if<RegisterRecord>(&value)) {
        const RegisterSpec* spec = find_register(record->name);
        return spec == nullptr ? nullptr : &spec->write;
    }
    if (value.index() == announcement.index) return &announcement.permission;
    const auto found = std::ranges::find(facts, value.index(), &FactRow::index);
    return found == facts.end() ? nullptr : &found->permission;
}

RoleSet allowed(const Policies& policies, const Permission& permission) {
    if (!policies.permissions.empty())
        if (const auto own = policies.permissions.find(permission.name); own != policies.permissions.end())
            return set_of(own->second);
    // Where the regulations have a parameter of their own for it, that one decides.
    if (permission.name == "absence_reason") return set_of(policies.attendance.review.who);
    if (permission.name == "change_request") return set_of(policies.change.initiators);
    if (permission.name == "change_decision") return set_of(policies.change.approvers);
    if (permission.name == "lesson_teacher") return openers(policies.access.substitution);
    if (permission.name == "fact.credential") return set_of(policies.access.credential_issuers);
    return permission.roles;
}

}  // namespace zvonok::domain
