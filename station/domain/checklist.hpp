#pragma once

#include "station/domain/fact_book.hpp"

/// What is still to be done before and in a school year, found in the facts alone.
namespace zvonok::domain {

/// What a school year lacks (B-03). `what` of a gap is named in brackets.
enum class Lack : std::uint8_t {
    year,               ///< no such school year
    bells,              ///< no bell rings (-)
    curriculum,         ///< none at all (-)
    periods,            ///< a class without reporting periods (group)
    class_teacher,      ///< a class without a class teacher (group)
    pupils,             ///< a class without pupils (group)
    not_in_curriculum,  ///< a subject that the curriculum does not give the group (load; B-15)
    not_loaded,         ///< a subject of the curriculum that nobody is to teach the class (group; name: the subject)
    load_teacher,       ///< a load without a teacher (load; B-19)
    load_hours,         ///< a load without hours a year (load)
    timetable,          ///< a load of lessons without a place in the timetable (load; D-02)
    bell,               ///< a place in the timetable at an hour without a bell (load)
    plan,               ///< a load of lessons without a calendar-thematic plan (load; E-05)
};

struct Gap {
    Lack lack;
    EntityId what{};
    std::string name{};

    bool operator==(const Gap&) const = default;
};

/// By kind, then by class and subject. `day` is moved into the year where it lies outside of it.
std::vector<Gap> gaps_of_year(const FactBook& book, EntityId year, LocalDay day);

enum class ClashOf : std::uint8_t { teacher, room, pupils };

/// Two lessons at one time that need the same teacher, room or pupils (D-03).
struct Clash {
    ClashOf of;
    EntityId who;  ///< person, room, or a group of the first lesson
    Lesson first, second;
};

/// Over the days, each pair of loads once a weekday. To see what a change would do, ask the book that has it already.
std::vector<Clash> clashes(const FactBook& book, LocalDay first, LocalDay last);

enum class ListFault : std::uint8_t {
    two_subgroups,  ///< in several subgroups of one split (B-11)
    two_classes,
    not_in_class,  ///< in a subgroup of a class that the pupil is not in
};

struct ListFinding {
    ListFault fault;
    PersonId pupil;
    std::vector<GroupId> groups;  ///< that don't go together

    bool operator==(const ListFinding&) const = default;
};

/// By fault, then pupil.
std::vector<ListFinding> list_faults(const FactBook& book, LocalDay day);

}  // namespace zvonok::domain
