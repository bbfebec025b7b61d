#include "station/domain/people_book.hpp"

#include <tuple>

namespace zvonok::domain {

namespace {

template <class T>
void sort_unique(std::vector<T>& items) {
    std::ranges::sort(items);
    items.erase(std::ranges::unique(items).begin(), items.end());
}

/// The rows of a table that hold on the day, of those that an index names.
template <class Key, class T, class Visit>
void each_on(const FactTables::Table<Key, T>& table, const std::vector<EntityId>& ids, LocalDay day, Visit&& visit) {
    for (const EntityId& id : ids)
        if (const T* value = FactTables::find(table, id_as<Key>(id), day)) visit(id_as<Key>(id), *value);
}

template <class Key, class T, class Wanted>
std::vector<Known<Key, T>> known_on(const FactTables::Table<Key, T>& table, LocalDay day, Wanted&& wanted) {
    std::vector<Known<Key, T>> known;
    table.each([&](const Key& id, const Dated<T>& dated) {
        if (const T* value = dated.on(day); value != nullptr && wanted(*value)) known.push_back({id, value});
    });
    std::ranges::sort(known, {}, &Known<Key, T>::id);
    return known;
}

}  // namespace

std::vector<Known<RoomId, Room>> PeopleBook::rooms(LocalDay day) const {
    return known_on(t_.rooms, day, [](const Room&) { return true; });
}

std::vector<StationId> PeopleBook::stations_in(RoomId room, LocalDay day) const {
    std::vector<StationId> ids;
    for (const auto& station : known_on(t_.stations, day, [&](const Station& each) { return each.room == room; }))
        ids.push_back(station.id);
    return ids;
}

std::optional<PersonId> PeopleBook::staff_by_login(std::string_view login, LocalDay day) const {
    if (login.empty()) return std::nullopt;
    const std::string wanted = lowered(login);
    std::optional<PersonId> only;
    bool several = false;
    each_on(t_.people, t_.under(t_.people_by_login, wanted), day, [&](PersonId id, const Person& person) {
        if (person.kind != PersonKind::staff || lowered(person.login) != wanted) return;
        several = only.has_value();
        only = id;
    });
    return several ? std::nullopt : only;
}

std::vector<RoleGrant> PeopleBook::roles_of(PersonId person, LocalDay day) const {
    std::vector<RoleGrant> roles;
    each_on(t_.roles, t_.under(t_.roles_by_person, person), day, [&](const EntityId&, const RoleGrant& grant) {
        if (grant.person == person) roles.push_back(grant);
    });
    std::ranges::sort(roles, {}, [](const RoleGrant& grant) { return std::tuple{grant.role, grant.scope}; });
    return roles;
}

bool PeopleBook::has_role(PersonId person, Role role, LocalDay day, GroupId scope) const {
    bool has = false;
    each_on(t_.roles, t_.under(t_.roles_by_person, person), day, [&](const EntityId&, const RoleGrant& grant) {
        has = has || (grant.person == person && grant.role == role && (scope.empty() || grant.scope == scope));
    });
    return has;
}

std::vector<PersonId> PeopleBook::with_role(Role role, LocalDay day) const {
    std::vector<PersonId> people;
    t_.roles.each([&](const EntityId&, const Dated<RoleGrant>& dated) {
        if (const RoleGrant* grant = dated.on(day); grant != nullptr && grant->role == role)
            people.push_back(grant->person);
    });
    sort_unique(people);
    return people;
}

std::vector<PersonId> PeopleBook::class_teachers(GroupId group, LocalDay day) const {
    std::vector<PersonId> teachers;
    for (const GroupId school_class : classes_of(group, day))
        each_on(t_.roles, t_.under(t_.roles_by_scope, school_class), day, [&](const EntityId&, const RoleGrant& grant) {
            if (grant.role == Role::class_teacher && grant.scope == school_class) teachers.push_back(grant.person);
        });
    sort_unique(teachers);
    return teachers;
}

const AccountBlock* PeopleBook::blocked(PersonId person, Instant at, const Zone& zone) const {
    const AccountBlock* first = nullptr;
    const LocalDay day = zone.day_of(at);
    each_on(t_.blocks, t_.under(t_.blocks_by_person, person), day, [&](const EntityId&, const AccountBlock& block) {
        if (block.person == person && block.since <= at && (first == nullptr || block.since < first->since))
            first = &block;
    });
    return first;
}

const Consent* PeopleBook::consent_of(PersonId person, LocalDay day) const {
    const Consent* latest = nullptr;
    FactVersion version = 0;
    for (const EntityId& id : t_.under(t_.consents_by_person, person)) {
        const auto* revision = t_.consents.find(id)->revision_on(day);
        if (revision == nullptr || revision->value->person != person || revision->version < version) continue;
        latest = revision->value;
        version = revision->version;
    }
    return latest;
}

std::vector<Known<EntityId, Credential>> PeopleBook::credentials_of(PersonId person, LocalDay day) const {
    std::vector<Known<EntityId, Credential>> credentials;
    each_on(t_.credentials, t_.under(t_.credentials_by_person, person), day,
            [&](const EntityId& id, const Credential& credential) {
                if (credential.person == person) credentials.push_back({id, &credential});
            });
    return credentials;
}

std::vector<Known<EntityId, Application>> PeopleBook::applications_for(PersonId child, LocalDay day) const {
    std::vector<Known<EntityId, Application>> applications;
    each_on(t_.applications, t_.under(t_.applications_by_child, child), day,
            [&](const EntityId& id, const Application& application) {
                if (application.child == child) applications.push_back({id, &application});
            });
    return applications;
}

std::vector<RoomId> PeopleBook::rooms_bound(PersonId teacher, LocalDay day) const {
    std::vector<RoomId> rooms;
    each_on(t_.bindings, t_.under(t_.bindings_by_teacher, teacher), day,
            [&](const EntityId&, const StationBinding& binding) {
                if (binding.teacher == teacher) rooms.push_back(binding.room);
            });
    sort_unique(rooms);
    return rooms;
}

std::vector<Bytes> PeopleBook::revocation_lists(LocalDay day) const {
    std::vector<Bytes> lists;
    for (const auto& list : known_on(t_.revocations, day, [](const RevocationList&) { return true; }))
        lists.push_back(list->der);
    std::ranges::sort(lists);
    return lists;
}

std::vector<PersonId> PeopleBook::members(GroupId group, LocalDay day) const {
    std::vector<PersonId> pupils;
    each_on(t_.memberships, t_.under(t_.memberships_by_group, group), day,
            [&](const EntityId&, const Membership& membership) {
                if (membership.group == group) pupils.push_back(membership.pupil);
            });
    sort_unique(pupils);
    return pupils;
}

const Membership* PeopleBook::membership(GroupId group, PersonId pupil, LocalDay day) const {
    const Membership* found = nullptr;
    each_on(t_.memberships, t_.under(t_.memberships_by_pupil, pupil), day,
            [&](const EntityId&, const Membership& membership) {
                if (membership.pupil == pupil && membership.group == group && found == nullptr) found = &membership;
            });
    return found;
}

std::vector<GroupId> PeopleBook::groups_of(PersonId pupil, LocalDay day) const {
    std::vector<GroupId> groups;
    each_on(t_.memberships, t_.under(t_.memberships_by_pupil, pupil), day,
            [&](const EntityId&, const Membership& membership) {
                if (membership.pupil == pupil) groups.push_back(membership.group);
            });
    sort_unique(groups);
    return groups;
}

GroupId PeopleBook::class_of(PersonId pupil, LocalDay day) const {
    for (const GroupId id : groups_of(pupil, day))
        if (const Group* found = group(id, day); found != nullptr && found->kind == GroupKind::school_class) return id;
    return {};
}

std::vector<GroupId> PeopleBook::classes_of(GroupId id, LocalDay day) const {
    const Group* found = group(id, day);
    if (found == nullptr) return {};
    if (found->kind == GroupKind::school_class) return {id};
    if (!found->parent.empty()) return {found->parent};
    std::vector<GroupId> classes;
    for (const PersonId pupil : members(id, day))
        if (const GroupId school_class = class_of(pupil, day); !school_class.empty()) classes.push_back(school_class);
    sort_unique(classes);
    return classes;
}

std::vector<GroupId> PeopleBook::groups(LocalDay day) const {
    std::vector<GroupId> ids;
    for (const auto& known : known_on(t_.groups, day, [](const Group&) { return true; })) ids.push_back(known.id);
    return ids;
}

std::vector<GroupId> PeopleBook::classes(LocalDay day) const {
    std::vector<GroupId> ids;
    for (const auto& known :
         known_on(t_.groups, day, [](const Group& group) { return group.kind == GroupKind::school_class; }))
        ids.push_back(known.id);
    std::ranges::sort(ids, {}, [&](GroupId id) {
        const Group& of = *group(id, day);
        return std::tuple{of.grade, of.name, id};
    });
    return ids;
}

std::vector<GroupId> PeopleBook::subgroups_of(GroupId school_class, LocalDay day) const {
    std::vector<GroupId> ids;
    each_on(t_.groups, t_.under(t_.subgroups, school_class), day, [&](GroupId id, const Group& group) {
        if (group.parent == school_class) ids.push_back(id);
    });
    return ids;
}

int PeopleBook::grade_of(GroupId id, LocalDay day) const {
    const Group* found = group(id, day);
    if (found == nullptr) return 0;
    if (found->grade != 0) return found->grade;
    // A stream is as old as its oldest pupils: rules for higher grades give more time, never less.
    int grade = 0;
    for (const GroupId school_class : classes_of(id, day))
        if (const Group* of = group(school_class, day)) grade = std::max(grade, of->grade);
    return grade;
}

std::vector<PersonId> PeopleBook::parents_of(PersonId child, LocalDay day) const {
    std::vector<PersonId> parents;
    each_on(t_.parent_links, t_.under(t_.links_by_child, child), day, [&](const EntityId&, const ParentLink& link) {
        if (link.child == child) parents.push_back(link.parent);
    });
    sort_unique(parents);
    return parents;
}

std::vector<PersonId> PeopleBook::children_of(PersonId parent, LocalDay day) const {
    std::vector<PersonId> children;
    each_on(t_.parent_links, t_.under(t_.links_by_parent, parent), day, [&](const EntityId&, const ParentLink& link) {
        if (link.parent == parent) children.push_back(link.child);
    });
    sort_unique(children);
    return children;
}

std::vector<Known<DocumentId, PupilDocument>> PeopleBook::papers(PersonId pupil, LocalDay day,
                                                                 SubjectId subject) const {
    std::vector<Known<DocumentId, PupilDocument>> papers;
    for (const EntityId& id : t_.under(t_.documents_by_pupil, pupil)) {
        const auto paper_id = id_as<DocumentId>(id);
        const PupilDocument* paper = document(paper_id);
        if (paper == nullptr || paper->pupil != pupil || day < paper->first || paper->last < day) continue;
        const auto& subjects = paper->subjects;
        if (subjects.empty() || std::ranges::find(subjects, subject) != subjects.end())
            papers.push_back({paper_id, paper});
    }
    return papers;
}

const PupilDocument* PeopleBook::exemption(PersonId pupil, LocalDay day, SubjectId subject) const {
    for (const auto& paper : papers(pupil, day, subject))
        if (paper->kind == DocumentKind::exemption) return paper.is;
    return nullptr;
}

std::optional<OrderId> PeopleBook::paper_order(GroupId group, LocalDay day) const {
    std::optional<OrderId> smallest;
    const auto of = classes_of(group, day);
    const auto speaks_of = [&](const Order& order) {
        if (order.kind != OrderKind::paper_record) return false;
        if (day < order.first.value_or(order.date) || order.last.value_or(order.first.value_or(order.date)) < day)
            return false;
        return order.groups.empty() || std::ranges::any_of(order.groups, [&](GroupId named) {
                   return named == group || std::ranges::find(of, named) != of.end();
               });
    };
    t_.orders.each([&](const OrderId& id, const Dated<Order>& dated) {
        if (const Order* order = dated.last(); order != nullptr && speaks_of(*order) && (!smallest || id < *smallest))
            smallest = id;
    });
    return smallest;
}

const CardState* PeopleBook::card_of(CardKind kind, EntityId owner, LocalDay day) const {
    const CardState* found = nullptr;
    each_on(t_.cards, t_.under(t_.cards_by_owner, owner), day, [&](const EntityId&, const CardState& card) {
        if (card.kind == kind && card.owner == owner && found == nullptr) found = &card;
    });
    return found;
}

std::vector<LoadId> PeopleBook::loads(LocalDay day) const {
    std::vector<LoadId> ids;
    for (const auto& known : known_on(t_.loads, day, [](const Load&) { return true; })) ids.push_back(known.id);
    return ids;
}

std::vector<LoadId> PeopleBook::loads_of_teacher(PersonId teacher, LocalDay day) const {
    std::vector<LoadId> ids;
    each_on(t_.loads, t_.under(t_.loads_by_teacher, teacher), day, [&](LoadId id, const Load& load) {
        if (std::ranges::find(load.teachers, teacher) != load.teachers.end()) ids.push_back(id);
    });
    return ids;
}

std::vector<LoadId> PeopleBook::loads_of_group(GroupId group, LocalDay day) const {
    std::vector<LoadId> ids;
    each_on(t_.loads, t_.under(t_.loads_by_group, group), day, [&](LoadId id, const Load& load) {
        if (std::ranges::find(load.groups, group) != load.groups.end()) ids.push_back(id);
    });
    return ids;
}

std::vector<TimetableSlot> PeopleBook::slots_of(LoadId load, LocalDay day) const {
    std::vector<TimetableSlot> slots;
    each_on(t_.slots, t_.under(t_.slots_by_load, load), day, [&](const EntityId&, const TimetableSlot& slot) {
        if (slot.load == load) slots.push_back(slot);
    });
    std::ranges::stable_sort(slots, {}, [](const TimetableSlot& slot) {
        return std::tuple{slot.weekday, slot.period};
    });
    return slots;
}

std::vector<PlannedTopic> PeopleBook::plan_of(LoadId load, LocalDay day) const {
    std::vector<PlannedTopic> items;
    each_on(t_.plans, t_.under(t_.plans_by_load, load), day, [&](PlanItemId id, const PlanItem& item) {
        if (item.load == load)
            items.push_back({id, item.number, item.topic, item.hours, item.work, item.work_number, item.homework});
    });
    std::ranges::stable_sort(items, {}, &PlannedTopic::number);
    return items;
}

std::vector<Known<EntityId, CurriculumItem>> PeopleBook::curriculum(LocalDay day) const {
    return known_on(t_.curriculum, day, [](const CurriculumItem&) { return true; });
}

std::vector<Known<EntityId, CurriculumItem>> PeopleBook::curriculum_of(GroupId group, LocalDay day) const {
    auto own = known_on(t_.curriculum, day, [&](const CurriculumItem& item) { return item.group == group; });
    if (!own.empty()) return own;
    const int grade = grade_of(group, day);
    const auto classes = classes_of(group, day);
    return known_on(t_.curriculum, day, [&](const CurriculumItem& item) {
        if (!item.group.empty()) return std::ranges::find(classes, item.group) != classes.end();
        return grade != 0 && item.grade == grade;
    });
}

std::vector<Known<EntityId, PlannedWork>> PeopleBook::works_of_load(LoadId load) const {
    std::vector<Known<EntityId, PlannedWork>> works;
    for (const EntityId& id : t_.under(t_.works_by_load, load))
        if (const PlannedWork* work = t_.last(t_.planned_works, id); work != nullptr && work->load == load)
            works.push_back({id, work});
    std::ranges::stable_sort(works, {}, [](const auto& work) { return work->day; });
    return works;
}

std::vector<Known<EntityId, Exam>> PeopleBook::exams(LocalDay first, LocalDay last) const {
    std::vector<Known<EntityId, Exam>> exams;
    t_.exams.each([&](const EntityId& id, const Dated<Exam>& dated) {
        if (const Exam* exam = dated.last(); exam != nullptr && first <= exam->day && exam->day <= last)
            exams.push_back({id, exam});
    });
    std::ranges::sort(exams, {}, [](const auto& exam) { return std::tuple{exam->day, exam.id}; });
    return exams;
}

std::vector<Known<EntityId, Announcement>> PeopleBook::announcements(LocalDay day) const {
    return known_on(t_.announcements, day, [](const Announcement&) { return true; });
}

std::vector<Known<EntityId, RegisterRecord>> PeopleBook::records(std::string_view name, LocalDay day) const {
    std::vector<Known<EntityId, RegisterRecord>> records;
    each_on(t_.records, t_.under(t_.records_by_register, std::string{name}), day,
            [&](const EntityId& id, const RegisterRecord& record) {
                if (record.name == name) records.push_back({id, &record});
            });
    return records;
}

std::vector<Known<EntityId, RegisterRecord>> PeopleBook::records_about(std::string_view name, EntityId subject,
                                                                       LocalDay day) const {
    std::vector<Known<EntityId, RegisterRecord>> records;
    each_on(t_.records, t_.under(t_.records_by_subject, subject), day,
            [&](const EntityId& id, const RegisterRecord& record) {
                if (record.name == name && record.subject == subject) records.push_back({id, &record});
            });
    return records;
}

std::optional<std::string> PeopleBook::policy(std::string_view key, LocalDay day) const {
    // A key should be one entity; were an import to make a second, the smaller id would win everywhere alike.
    for (const EntityId& id : t_.under(t_.policies_by_key, std::string{key}))
        if (const PolicyValue* value = t_.find(t_.policies, id, day); value != nullptr && value->key == key)
            return value->value;
    return std::nullopt;
}

}  // namespace zvonok::domain
