#pragma once

#include "station/base/boxed.hpp"
#include "station/domain/people_facts.hpp"
#include "station/domain/register_facts.hpp"
#include "station/domain/school_facts.hpp"

#include <variant>

/// Facts: the school's reference data, made on the server by import or by an office desk (shared design, section 3).
/// A fact says: "from this day (until that day) this thing is so". What is recorded later overrules what was recorded
/// earlier, for the days that it speaks of; nothing is overwritten.
namespace zvonok::domain {

struct Enacted;  // writing.hpp

/// Counts the facts of a school in the order in which the server recorded them.
using FactVersion = std::uint64_t;

/// Kept, shown nowhere: written by a newer program.
struct UnknownFact {
    bool operator==(const UnknownFact&) const = default;
};

using FactValue = std::variant<UnknownFact, School, Person, RoleGrant, Group, Membership, Subject, Room, BellPeriod,
                               SchoolYear, Holiday, Load, TimetableSlot, PlanItem, PolicyValue, Station, RevocationList,
                               ReportingPeriod, Calendar, MovedDay, BellSchedule, BellDay, PupilDocument, ParentLink,
                               Order, StationBinding, AccountBlock, Consent, Credential, CurriculumItem, CardState,
                               Announcement, Exam, PlannedWork, Boxed<Enacted>, Application, RegisterRecord>;

/// Who may hold a fact or an entry: kiosks get what is public, staff stations everything of their school.
enum class Audience : std::uint8_t { staff = 0, everyone = 1 };

struct Fact {
    EntityId entity;
    LocalDay from;
    std::optional<LocalDay> until;  ///< the first day on which it is no longer so
    bool withdrawn = false;         ///< from `from` on the entity is not there
    std::string source;             ///< the key in the program it came from, "fet:teacher:Popescu"; may be empty
    FactValue value;

    bool operator==(const Fact&) const;
};

/// What tells about pupils, papers, accounts, roles and plans is for staff; the timetable with its people and places is
/// public.
Audience audience_of(const Fact& fact);

}  // namespace zvonok::domain
