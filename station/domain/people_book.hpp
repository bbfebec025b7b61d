#pragma once

#include "station/domain/fact_tables.hpp"

#include <span>

namespace zvonok::domain {

/// An item of a plan with its name.
struct PlannedTopic {
    PlanItemId id;
    int number = 0;
    std::string topic;
    int hours = 1;
    std::string work{};
    int work_number = 0;
    std::string homework{};

    bool operator==(const PlannedTopic&) const = default;
};

/// A fact with the thing that it speaks of.
template <class Id, class T>
struct Known {
    Id id;
    const T* is = nullptr;  ///< never null; good as long as the book

    const T* operator->() const { return is; }
};

/// The people of the school and what is theirs, as of a day: the part of FactBook that knows no calendar.
class PeopleBook {
  public:
    [[nodiscard]] const Person* person(PersonId id, LocalDay day) const { return t_.find(t_.people, id, day); }
    /// On whatever day.
    [[nodiscard]] bool is_known(PersonId id) const { return t_.people.find(id) != nullptr; }
    [[nodiscard]] const Group* group(GroupId id, LocalDay day) const { return t_.find(t_.groups, id, day); }
    [[nodiscard]] const Subject* subject(SubjectId id, LocalDay day) const { return t_.find(t_.subjects, id, day); }
    [[nodiscard]] const Room* room(RoomId id, LocalDay day) const { return t_.find(t_.rooms, id, day); }
    [[nodiscard]] const Load* load(LoadId id, LocalDay day) const { return t_.find(t_.loads, id, day); }
    [[nodiscard]] const Station* station(StationId id, LocalDay day) const { return t_.find(t_.stations, id, day); }
    [[nodiscard]] const PlanItem* plan_item(PlanItemId id, LocalDay day) const { return t_.find(t_.plans, id, day); }
    /// Orders and papers carry their days themselves: what was said of them last.
    [[nodiscard]] const Order* order(OrderId id) const { return t_.last(t_.orders, id); }
    [[nodiscard]] const PupilDocument* document(DocumentId id) const { return t_.last(t_.documents, id); }

    /// By id.
    [[nodiscard]] std::vector<Known<RoomId, Room>> rooms(LocalDay day) const;
    [[nodiscard]] std::vector<StationId> stations_in(RoomId room, LocalDay day) const;

    // Rights
    /// By principal name, letter case aside; nothing unless exactly one person of the staff has it on that day.
    [[nodiscard]] std::optional<PersonId> staff_by_login(std::string_view login, LocalDay day) const;
    /// By role, then scope.
    [[nodiscard]] std::vector<RoleGrant> roles_of(PersonId person, LocalDay day) const;
    /// With an empty scope: of any scope.
    [[nodiscard]] bool has_role(PersonId person, Role role, LocalDay day, GroupId scope = {}) const;
    [[nodiscard]] std::vector<PersonId> with_role(Role role, LocalDay day) const;
    /// Of the group, or of the class that it is part of; sorted.
    [[nodiscard]] std::vector<PersonId> class_teachers(GroupId group, LocalDay day) const;
    /// The account was closed by then: whether, and what for.
    [[nodiscard]] const AccountBlock* blocked(PersonId person, Instant at, const Zone& zone) const;
    /// The word given last; nothing: none on record (A-16, C-13).
    [[nodiscard]] const Consent* consent_of(PersonId person, LocalDay day) const;
    [[nodiscard]] std::vector<Known<EntityId, Credential>> credentials_of(PersonId person, LocalDay day) const;
    /// Who has asked for access to the child's diary.
    [[nodiscard]] std::vector<Known<EntityId, Application>> applications_for(PersonId child, LocalDay day) const;
    /// Rooms at whose stations alone the teacher edits, where the school binds (T-05); sorted.
    [[nodiscard]] std::vector<RoomId> rooms_bound(PersonId teacher, LocalDay day) const;
    /// Revocation lists of the staff CA in force, DER.
    [[nodiscard]] std::vector<Bytes> revocation_lists(LocalDay day) const;

    // Groups and their pupils
    /// Pupils who belong to the group on that day, sorted by id.
    [[nodiscard]] std::vector<PersonId> members(GroupId group, LocalDay day) const;
    /// How the pupil belongs to the group; nothing: does not.
    [[nodiscard]] const Membership* membership(GroupId group, PersonId pupil, LocalDay day) const;
    /// Groups of every kind, sorted by id.
    [[nodiscard]] std::vector<GroupId> groups_of(PersonId pupil, LocalDay day) const;
    /// The class or college group; empty when in none (on leave, gone).
    [[nodiscard]] GroupId class_of(PersonId pupil, LocalDay day) const;
    /// The class itself; the class of a subgroup; the classes of a stream's members. Sorted by id.
    [[nodiscard]] std::vector<GroupId> classes_of(GroupId group, LocalDay day) const;
    /// Groups of every kind, sorted by id.
    [[nodiscard]] std::vector<GroupId> groups(LocalDay day) const;
    /// Classes by grade and name.
    [[nodiscard]] std::vector<GroupId> classes(LocalDay day) const;
    [[nodiscard]] std::vector<GroupId> subgroups_of(GroupId school_class, LocalDay day) const;
    /// The grade of the group or of the class that it is part of; 0: not said.
    [[nodiscard]] int grade_of(GroupId group, LocalDay day) const;
    [[nodiscard]] std::vector<PersonId> parents_of(PersonId child, LocalDay day) const;
    [[nodiscard]] std::vector<PersonId> children_of(PersonId parent, LocalDay day) const;

    // Papers
    /// The pupil's papers that cover the day, for the subject or for all; sorted by id.
    [[nodiscard]] std::vector<Known<DocumentId, PupilDocument>> papers(PersonId pupil, LocalDay day,
                                                                       SubjectId subject) const;
    /// The exemption that covers the day for the subject (F-08).
    [[nodiscard]] const PupilDocument* exemption(PersonId pupil, LocalDay day, SubjectId subject) const;
    /// The order by which the group's lessons of the day were recorded on paper (F-11).
    [[nodiscard]] std::optional<OrderId> paper_order(GroupId group, LocalDay day) const;
    [[nodiscard]] const CardState* card_of(CardKind kind, EntityId owner, LocalDay day) const;

    // What is taught
    [[nodiscard]] std::vector<LoadId> loads(LocalDay day) const;
    [[nodiscard]] std::vector<LoadId> loads_of_teacher(PersonId teacher, LocalDay day) const;
    /// Of the group itself, not of its subgroups.
    [[nodiscard]] std::vector<LoadId> loads_of_group(GroupId group, LocalDay day) const;
    /// The load's places in the week's timetable, by weekday, period.
    [[nodiscard]] std::vector<TimetableSlot> slots_of(LoadId load, LocalDay day) const;
    /// By number.
    [[nodiscard]] std::vector<PlannedTopic> plan_of(LoadId load, LocalDay day) const;
    /// The curriculum's items for the group: its own, else those of its grade.
    [[nodiscard]] std::vector<Known<EntityId, CurriculumItem>> curriculum_of(GroupId group, LocalDay day) const;
    [[nodiscard]] std::vector<Known<EntityId, CurriculumItem>> curriculum(LocalDay day) const;
    /// By day.
    [[nodiscard]] std::vector<Known<EntityId, PlannedWork>> works_of_load(LoadId load) const;
    [[nodiscard]] std::vector<Known<EntityId, Exam>> exams(LocalDay first, LocalDay last) const;
    [[nodiscard]] const Exam* exam(EntityId id) const { return t_.last(t_.exams, id); }
    [[nodiscard]] std::vector<Known<EntityId, Announcement>> announcements(LocalDay day) const;

    // Registers (registers.hpp)
    [[nodiscard]] const RegisterRecord* register_record(EntityId id, LocalDay day) const {
        return t_.find(t_.records, id, day);
    }
    /// Of one register, by id.
    [[nodiscard]] std::vector<Known<EntityId, RegisterRecord>> records(std::string_view name, LocalDay day) const;
    /// Of one register about one subject, by id.
    [[nodiscard]] std::vector<Known<EntityId, RegisterRecord>> records_about(std::string_view name, EntityId subject,
                                                                             LocalDay day) const;

    /// The text recorded last for the day, nothing when the school has none; who wants to obey it asks policies().
    [[nodiscard]] std::optional<std::string> policy(std::string_view key, LocalDay day) const;

  protected:
    FactTables t_;
};

}  // namespace zvonok::domain
