#pragma once

#include "station/base/zone.hpp"

#include <optional>
#include <variant>

/// Facts: the school's reference data, made on the server by import or by an office desk (shared design, section 3).
/// A fact says: "from this day (until that day) this thing is so". What is recorded later overrules what was recorded
/// earlier, for the days that it speaks of; nothing is overwritten.
namespace zvonok::domain {

/// Counts the facts of a school in the order in which the server recorded them.
using FactVersion = std::uint64_t;

/// The roles of requirements A-01. Stored by number: only add at the end.
enum class Role : std::uint8_t {
    none = 0,
    director = 1,
    deputy = 2,
    class_teacher = 3,
    teacher = 4,
    substitute = 5,
    secretary = 6,
    head_of_studies = 7,
    dispatcher = 8,
    personnel = 9,
    methodologist = 10,
    facilities_manager = 11,
    administrator = 12,
    system_administrator = 13,
    pupil = 14,
    parent = 15,
    external_reader = 16,
    server = 17,
};

struct School {
    std::string name;
    std::string zone;  ///< tz database name, "Europe/Moscow"

    bool operator==(const School&) const = default;
};

enum class PersonKind : std::uint8_t { staff = 1, pupil = 2, parent = 3 };

struct Person {
    PersonKind kind = PersonKind::pupil;
    std::string family, given, patronymic;
    std::string login;  ///< staff: the principal name (UPN) in the card's certificate; else empty

    bool operator==(const Person&) const = default;
};

/// The role acted in; `scope` is a class for a class teacher, else empty.
struct RoleGrant {
    PersonId person;
    Role role = Role::none;
    GroupId scope;

    bool operator==(const RoleGrant&) const = default;
};

enum class GroupKind : std::uint8_t { school_class = 1, subgroup = 2, stream = 3 };

struct Group {
    GroupKind kind = GroupKind::school_class;
    std::string name;  ///< "7Б"; a subgroup carries its class's name too, "7Б англ. 1"
    GroupId parent;    ///< the class of a subgroup, else empty
    int grade = 0;     ///< 1..11, college year 1..4; 0 = not said

    bool operator==(const Group&) const = default;
};

struct Membership {
    GroupId group;
    PersonId pupil;

    bool operator==(const Membership&) const = default;
};

struct Subject {
    std::string name;  ///< as in the curriculum: in full, lower case first (B-16)

    bool operator==(const Subject&) const = default;
};

struct Room {
    std::string name;
    std::string building;
    int capacity = 0;  ///< seats; 0 = not said

    bool operator==(const Room&) const = default;
};

/// One period of the bell schedule; minutes since midnight, school time. An end before the start lies on the next day.
struct BellPeriod {
    int number = 0;  ///< as printed on the wall; 0 exists (нулевой урок)
    std::chrono::minutes starts{}, ends{};

    bool operator==(const BellPeriod&) const = default;
};

/// Both days belong to the year.
struct SchoolYear {
    LocalDay first, last;

    bool operator==(const SchoolYear&) const = default;
};

struct Holiday {
    LocalDay first, last;
    std::string name;

    bool operator==(const Holiday&) const = default;
};

/// Teaching load (педагогическая нагрузка): who teaches what to whom.
struct Load {
    SubjectId subject;
    std::vector<GroupId> groups;
    std::vector<PersonId> teachers;

    bool operator==(const Load&) const = default;
};

enum class WeekParity : std::uint8_t { every = 0, odd = 1, even = 2 };

struct TimetableSlot {
    LoadId load;
    int weekday = 1;  ///< ISO: Monday 1 .. Sunday 7
    WeekParity week = WeekParity::every;
    int period = 1;  ///< BellPeriod::number
    RoomId room;     ///< empty: no room said

    bool operator==(const TimetableSlot&) const = default;
};

/// One topic of a calendar-thematic plan (КТП).
struct PlanItem {
    LoadId load;
    int number = 0;  ///< position in the plan, from 1
    std::string topic;
    int hours = 1;

    bool operator==(const PlanItem&) const = default;
};

/// One parameter of requirements section 2, as its text in the policy file.
struct PolicyValue {
    std::string key, value;

    bool operator==(const PolicyValue&) const = default;
};

enum class StationMode : std::uint8_t { classroom = 1, office = 2, kiosk = 3 };

/// A registered station. Withdrawing the fact revokes it.
struct Station {
    std::string name;
    StationMode mode = StationMode::classroom;
    RoomId room;

    bool operator==(const Station&) const = default;
};

/// A certificate revocation list of the staff CA, DER.
struct RevocationList {
    Bytes der;

    bool operator==(const RevocationList&) const = default;
};

/// Kept, shown nowhere: written by a newer program.
struct UnknownFact {
    bool operator==(const UnknownFact&) const = default;
};

using FactValue =
    std::variant<UnknownFact, School, Person, RoleGrant, Group, Membership, Subject, Room, BellPeriod, SchoolYear,
                 Holiday, Load, TimetableSlot, PlanItem, PolicyValue, Station, RevocationList>;

/// Who may hold a fact or an entry: kiosks get what is public, staff stations everything of their school.
enum class Audience : std::uint8_t { staff = 0, everyone = 1 };

struct Fact {
    EntityId entity;
    LocalDay from;
    std::optional<LocalDay> until;  ///< the first day on which it is no longer so
    bool withdrawn = false;         ///< from `from` on the entity is not there
    std::string source;             ///< the key in the program it came from, "fet:teacher:Popescu"; may be empty
    FactValue value;
};

/// Pupils, memberships, plans, roles and rights are for staff; the timetable with its people and places is public.
Audience audience_of(const Fact& fact);

}  // namespace zvonok::domain
