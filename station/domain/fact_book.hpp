#pragma once

#include "station/domain/policies.hpp"
#include "station/domain/writing.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <unordered_map>

namespace zvonok::domain {

/// Everything that was ever recorded about one thing, and what holds on a day.
template <class T>
class Dated {
  public:
    struct Revision {
        FactVersion version;
        LocalDay from;
        std::optional<LocalDay> until;
        std::optional<T> value;  ///< nothing: withdrawn
    };

    void record(Revision revision) {
        const auto place = std::ranges::upper_bound(revisions_, revision.version, {}, &Revision::version);
        if (place != revisions_.begin() && std::prev(place)->version == revision.version) return;  // a doubled arrival
        revisions_.insert(place, std::move(revision));
    }
    /// The revision recorded last among those that speak of the day; nothing if that one has ended or withdraws.
    [[nodiscard]] const T* on(LocalDay day) const {
        for (auto revision = revisions_.rbegin(); revision != revisions_.rend(); ++revision) {
            if (revision->from > day) continue;
            if (revision->until && *revision->until <= day) return nullptr;
            return revision->value ? &*revision->value : nullptr;
        }
        return nullptr;
    }
    [[nodiscard]] const std::vector<Revision>& revisions() const { return revisions_; }

  private:
    std::vector<Revision> revisions_;  // by version
};

/// An item of a plan with its name.
struct PlannedTopic {
    PlanItemId id;
    int number = 0;
    std::string topic;
    int hours = 1;

    bool operator==(const PlannedTopic&) const = default;
};

/// The facts of one school, in memory: what screens, the judgement and the import ask. Built once from the journal and
/// then shared unchanged between threads; a newer set of facts is a new book.
class FactBook {
  public:
    template <class Key, class T>
    using Table = std::unordered_map<Key, Dated<T>>;

    explicit FactBook(SchoolId school) : school_(school) {}

    /// In any order, doubled or not.
    void record(FactVersion version, const Fact& fact);
    /// Builds the indexes; to be called after the last record() and before any question below.
    void seal();
    /// The book as a station held it that had seen `version` facts. Costs a copy.
    [[nodiscard]] FactBook as_of(FactVersion version) const;

    [[nodiscard]] SchoolId school() const { return school_; }
    [[nodiscard]] FactVersion version() const { return version_; }
    [[nodiscard]] const School* school_on(LocalDay day) const;

    [[nodiscard]] const Person* person(PersonId id, LocalDay day) const { return find(people_, id, day); }
    [[nodiscard]] const Group* group(GroupId id, LocalDay day) const { return find(groups_, id, day); }
    [[nodiscard]] const Subject* subject(SubjectId id, LocalDay day) const { return find(subjects_, id, day); }
    [[nodiscard]] const Room* room(RoomId id, LocalDay day) const { return find(rooms_, id, day); }
    [[nodiscard]] const Load* load(LoadId id, LocalDay day) const { return find(loads_, id, day); }
    [[nodiscard]] const Station* station(StationId id, LocalDay day) const { return find(stations_, id, day); }
    /// By principal name, letter case aside; nothing unless exactly one person of the staff has it on that day.
    [[nodiscard]] std::optional<PersonId> staff_by_login(std::string_view login, LocalDay day) const;
    [[nodiscard]] std::vector<RoleGrant> roles_of(PersonId person, LocalDay day) const;
    /// The school's rules in force on the day; cheap to ask again and again.
    [[nodiscard]] const Policies& policies(LocalDay day) const { return rules_on(day).policies; }
    /// What of the school's own values this program could not follow on that day.
    [[nodiscard]] const std::vector<PolicyTrouble>& policy_troubles(LocalDay day) const {
        return rules_on(day).troubles;
    }
    /// The text recorded last for the day, nothing when the school has none; who wants to obey it asks policies().
    [[nodiscard]] std::optional<std::string> policy(std::string_view key, LocalDay day) const;
    /// Revocation lists of the staff CA in force, DER.
    [[nodiscard]] std::vector<Bytes> revocation_lists(LocalDay day) const;

    /// Pupils who belong to the group on that day, in no order that means anything.
    [[nodiscard]] std::vector<PersonId> members(GroupId group, LocalDay day) const;
    /// Pupils on the lesson's list, each once, by family name, given name, id.
    [[nodiscard]] std::vector<PersonId> pupils_of(const Lesson& lesson) const;
    /// Classes by grade and name.
    [[nodiscard]] std::vector<GroupId> classes(LocalDay day) const;

    [[nodiscard]] bool is_school_day(LocalDay day) const;
    /// All lessons of the day, by start, then load.
    [[nodiscard]] std::vector<Lesson> lessons_on(LocalDay day) const;
    [[nodiscard]] std::optional<Lesson> lesson(const LessonKey& key) const;
    /// The next lesson of the same load after this one, within a year.
    [[nodiscard]] std::optional<Lesson> lesson_after(const LessonKey& key) const;
    /// Whether the lesson is one of the class: given to it, to its stream or to one of its subgroups.
    [[nodiscard]] bool concerns(const Lesson& lesson, GroupId school_class) const;
    /// By number.
    [[nodiscard]] std::vector<PlannedTopic> plan_of(LoadId load, LocalDay day) const;
    [[nodiscard]] std::vector<BellPeriod> bells(LocalDay day) const;

    /// Every entity with its facts as recorded, for the import's comparison: source key -> entity.
    [[nodiscard]] const std::map<std::string, EntityId>& sources() const { return sources_; }
    [[nodiscard]] const std::vector<std::pair<FactVersion, Fact>>& facts() const { return facts_; }

  private:
    template <class Key, class T>
    static const T* find(const Table<Key, T>& table, Key key, LocalDay day) {
        const auto found = table.find(key);
        return found == table.end() ? nullptr : found->second.on(day);
    }
    void place(FactVersion version, const Fact& fact);
    void resolve_rules();
    [[nodiscard]] const ResolvedPolicies& rules_on(LocalDay day) const;
    [[nodiscard]] WeekParity parity_of(LocalDay day) const;

    SchoolId school_;
    FactVersion version_ = 0;
    std::vector<std::pair<FactVersion, Fact>> facts_;

    Table<EntityId, School> schools_;
    Table<PersonId, Person> people_;
    Table<EntityId, RoleGrant> roles_;
    Table<GroupId, Group> groups_;
    Table<EntityId, Membership> memberships_;
    Table<SubjectId, Subject> subjects_;
    Table<RoomId, Room> rooms_;
    Table<EntityId, BellPeriod> bells_;
    Table<EntityId, SchoolYear> years_;
    Table<EntityId, Holiday> holidays_;
    Table<LoadId, Load> loads_;
    Table<EntityId, TimetableSlot> slots_;
    Table<PlanItemId, PlanItem> plans_;
    Table<EntityId, PolicyValue> policies_;
    Table<StationId, Station> stations_;
    Table<EntityId, RevocationList> revocations_;

    std::map<std::string, EntityId> sources_;
    std::unordered_map<GroupId, std::vector<EntityId>> memberships_by_group_;
    std::unordered_map<LoadId, std::vector<PlanItemId>> plans_by_load_;
    std::array<std::vector<EntityId>, 8> slots_by_weekday_;
    std::map<std::string, std::vector<EntityId>, std::less<>> policies_by_key_;
    /// Rules by the first day of the span in which they hold; shared by copies of the book.
    std::map<LocalDay, std::shared_ptr<const ResolvedPolicies>> rules_;
    std::map<std::string, std::vector<PersonId>, std::less<>> people_by_login_;
};

/// ISO weekday, Monday 1 .. Sunday 7.
int weekday_of(LocalDay day);

}  // namespace zvonok::domain
