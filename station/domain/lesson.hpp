#pragma once

#include "station/base/zone.hpp"

#include <string>
#include <vector>

namespace zvonok::domain {

/// What names a lesson on every station alike (shared design, section 3): never room, bell or teacher.
struct LessonKey {
    LoadId load;
    LocalDay day;          ///< the planned date
    int ordinal = 1;       ///< n-th lesson of that load on that day
    LessonId unplanned{};  ///< set for a lesson that no timetable knows; the rest of the key then only describes it

    [[nodiscard]] bool empty() const { return load.empty() && unplanned.empty(); }
    bool operator==(const LessonKey&) const = default;
};

/// What became of a lesson against its plan (D-08). Stored by number: only add at the end.
enum class LessonState : std::uint8_t { as_planned = 0, moved = 1, cancelled = 2, merged = 3, added = 4 };

/// A lesson as timetable, calendar and the changes known give it.
struct Lesson {
    LessonKey key;
    int period = 0;
    LocalTime starts, ends;  ///< when it is really held; of a cancelled or merged one, when it was to be
    RoomId room;
    SubjectId subject;
    std::vector<GroupId> groups;
    std::vector<PersonId> teachers;  ///< planned
    PersonId substitute{};           ///< who holds it instead (D-05); empty: one of the planned
    LessonState state = LessonState::as_planned;
    LessonKey merged_into{};  ///< where `state` is merged

    /// The date on which it is really held: windows and deadlines count from here (requirements section 0, point 1).
    [[nodiscard]] LocalDay day() const { return std::chrono::floor<std::chrono::days>(starts); }
    [[nodiscard]] bool takes_place() const { return state != LessonState::cancelled && state != LessonState::merged; }
};

}  // namespace zvonok::domain
