#pragma once

#include "station/domain/facts.hpp"

namespace zvonok::domain {

/// What names a lesson on every station alike (shared design, section 3): never room, bell or teacher.
struct LessonKey {
    LoadId load;
    LocalDay day;          ///< the planned date
    int ordinal = 1;       ///< n-th lesson of that load on that day
    LessonId unplanned{};  ///< set for a lesson that no timetable knows; the rest of the key then only describes it

    bool operator==(const LessonKey&) const = default;
};

/// A lesson of one date as timetable and calendar give it.
struct Lesson {
    LessonKey key;
    int period = 0;
    LocalTime starts, ends;
    RoomId room;
    SubjectId subject;
    std::vector<GroupId> groups;
    std::vector<PersonId> teachers;
};

}  // namespace zvonok::domain
