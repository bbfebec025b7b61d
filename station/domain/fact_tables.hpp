#pragma once

#include "station/domain/dated.hpp"
#include "station/domain/shared_table.hpp"
#include "station/domain/writing.hpp"

#include <limits>

namespace zvonok::domain {

/// By what an unplanned lesson is known: its id alone. A planned one: load, day and ordinal.
LessonKey identity_of(const LessonKey& key);

struct LessonKeyHash {
    std::size_t operator()(const LessonKey& key) const noexcept;
};

/// An accepted act among those on the same question.
struct Ruling {
    FactVersion version;
    EntityId entity;         ///< the fact's
    const Enacted* enacted;  ///< never null
    bool withdrawn = false;  ///< takes back what the same entity said before
};

/// Acts of the own station that no verdict has reached yet come after all that is known.
inline constexpr FactVersion pending_version = std::numeric_limits<FactVersion>::max();

/// Where facts are found: a table a kind of fact, and what leads to them. Every index is a function of the set of
/// facts, whatever the order in which they were placed. Lists of ids are sorted and name candidates: what an id stands
/// for on a day, its table says.
struct FactTables {
    template <class Key, class T>
    using Table = SharedTable<Key, Dated<T>>;
    template <class Key>
    using Index = SharedTable<Key, std::vector<EntityId>>;

    Table<EntityId, School> schools;
    Table<PersonId, Person> people;
    Table<EntityId, RoleGrant> roles;
    Table<GroupId, Group> groups;
    Table<EntityId, Membership> memberships;
    Table<SubjectId, Subject> subjects;
    Table<RoomId, Room> rooms;
    Table<BellsId, BellSchedule> bell_schedules;
    Table<EntityId, BellPeriod> bell_periods;
    Table<EntityId, BellDay> bell_days;
    Table<CalendarId, Calendar> calendars;
    Table<EntityId, SchoolYear> years;
    Table<EntityId, Holiday> holidays;
    Table<EntityId, MovedDay> moved_days;
    Table<PeriodId, ReportingPeriod> periods;
    Table<LoadId, Load> loads;
    Table<EntityId, TimetableSlot> slots;
    Table<PlanItemId, PlanItem> plans;
    Table<EntityId, PolicyValue> policies;
    Table<StationId, Station> stations;
    Table<EntityId, RevocationList> revocations;
    Table<DocumentId, PupilDocument> documents;
    Table<EntityId, ParentLink> parent_links;
    Table<OrderId, Order> orders;
    Table<EntityId, StationBinding> bindings;
    Table<EntityId, AccountBlock> blocks;
    Table<EntityId, Consent> consents;
    Table<EntityId, Credential> credentials;
    Table<EntityId, CurriculumItem> curriculum;
    Table<EntityId, CardState> cards;
    Table<EntityId, Announcement> announcements;
    Table<EntityId, Exam> exams;
    Table<EntityId, PlannedWork> planned_works;
    Table<EntityId, Application> applications;
    Table<EntityId, RegisterRecord> records;

    Index<std::string> people_by_login;  ///< lowered()
    Index<PersonId> roles_by_person;
    Index<GroupId> roles_by_scope;
    Index<GroupId> subgroups;  ///< by parent
    Index<EntityId> groups_by_split;
    Index<GroupId> memberships_by_group;
    Index<PersonId> memberships_by_pupil;
    Index<BellsId> bells_by_schedule;
    Index<PersonId> loads_by_teacher;
    Index<GroupId> loads_by_group;
    Index<int> slots_by_weekday;
    Index<LoadId> slots_by_load;
    Index<LoadId> plans_by_load;
    Index<std::string> policies_by_key;
    Index<PersonId> documents_by_pupil;
    Index<PersonId> links_by_parent, links_by_child;
    Index<PersonId> bindings_by_teacher;
    Index<PersonId> blocks_by_person;
    Index<PersonId> consents_by_person;
    Index<PersonId> credentials_by_person;
    Index<PersonId> applications_by_child;
    Index<std::string> records_by_register;
    Index<EntityId> records_by_subject;  ///< of those that have one
    Index<EntityId> cards_by_owner;
    Index<LoadId> works_by_load;

    /// Who holds a lesson and what became of it, by identity_of().
    SharedTable<LessonKey, std::vector<Ruling>, LessonKeyHash> lesson_rulings;
    /// Lessons that were at some time moved to the day or added on it.
    SharedTable<LocalDay::rep, std::vector<LessonKey>> arrivals;
    /// Lessons that were at some time merged into the lesson.
    SharedTable<LessonKey, std::vector<LessonKey>, LessonKeyHash> merges;
    /// All other accepted acts, by what their cell asks about and by kind.
    SharedTable<EntityId, std::vector<Ruling>> rulings_by_addressee;
    SharedTable<int, std::vector<Ruling>> rulings_by_kind;

    /// `fact` outlives the tables.
    void place(FactVersion version, const Fact& fact);

    /// What holds on a day.
    template <class Key, class T>
    static const T* find(const Table<Key, T>& table, const Key& key, LocalDay day) {
        const Dated<T>* dated = table.find(key);
        return dated == nullptr ? nullptr : dated->on(day);
    }
    /// What was said last, for things that carry their days themselves.
    template <class Key, class T>
    static const T* last(const Table<Key, T>& table, const Key& key) {
        const Dated<T>* dated = table.find(key);
        return dated == nullptr ? nullptr : dated->last();
    }
    /// The candidates under a key; none when there is no such key.
    template <class Key>
    static const std::vector<EntityId>& under(const Index<Key>& index, const Key& key) {
        static const std::vector<EntityId> none;
        const auto* ids = index.find(key);
        return ids == nullptr ? none : *ids;
    }
};

/// Whether the fact has a say in which lessons there are and when.
bool frames_lessons(const FactValue& value);

/// ASCII letters made small: principal names are ASCII (RFC 822), other letters are compared as they are.
std::string lowered(std::string_view text);

/// The rulings that stand, by version; what was withdrawn is left out.
std::vector<const Enacted*> standing(const std::vector<Ruling>* rulings);

}  // namespace zvonok::domain
