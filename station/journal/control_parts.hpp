#pragma once

#include "station/journal/control.hpp"
#include "station/journal/read_cells.hpp"

#include <algorithm>

/// What the queries of control share; for their .cpp files.
namespace zvonok::journal {

/// With what the notes of a late entry begin; the parameter follows.
inline constexpr std::string_view late_note = "late.";

/// Whatever says that the lesson was held: its confirmation, or that somebody wrote in it what is written in lessons.
constexpr bool shows_held(std::uint16_t content) {
    constexpr auto bits = static_cast<std::uint16_t>(Content::held) | static_cast<std::uint16_t>(Content::attendance) |
                          static_cast<std::uint16_t>(Content::topic) | static_cast<std::uint16_t>(Content::work) |
                          static_cast<std::uint16_t>(Content::mark);
    return (content & bits) != 0;
}
constexpr bool has(std::uint16_t content, Content bit) {
    return (content & static_cast<std::uint16_t>(bit)) != 0;
}

/// Who answers for the lesson's record; empty: nobody is said.
inline PersonId holder_of(const domain::Lesson& lesson) {
    if (!lesson.substitute.empty()) return lesson.substitute;
    return lesson.teachers.empty() ? PersonId{} : lesson.teachers.front();
}

/// The key of a lesson's row whose columns load, day, ordinal, date, of_load, of_ordinal begin at `at`.
inline domain::LessonKey key_of(sqlite::Row& row, int at) {
    if (row.is_null(at + 4))
        return {row.id<LoadId>(at), day_of(row.integer(at + 1)), static_cast<int>(row.integer(at + 2)), {}};
    return {row.id<LoadId>(at + 4), day_of(row.integer(at + 3)), static_cast<int>(row.integer(at + 5)),
            row.id<LessonId>(at)};
}

/// Today, or the last day of the school year that ran last.
inline LocalDay last_day_of_year(const Asked& asked) {
    LocalDay day = asked.today();
    if (asked.book.year_of(day)) return day;
    for (const auto& year : asked.book.years())
        if (year->first <= asked.today()) day = std::min(asked.today(), year->last);
    return day;
}

}  // namespace zvonok::journal
