#pragma once

#include "station/domain/lesson.hpp"

namespace zvonok::domain {

/// Which question a cell asks. Stored by number: only add at the end.
enum class CellKind : std::uint8_t {
    unknown = 0,
    attendance = 1,  ///< (lesson, pupil)
    topic = 2,       ///< (lesson)
    homework = 3,    ///< (lesson, addressee: class, subgroup or pupil)
    fact = 4,        ///< (entity); acts of the server only
    verdict = 5,     ///< (entry); acts of the server only
};

/// One question (shared design, section 3, cells). What a kind does not use is empty.
struct Cell {
    CellKind kind = CellKind::unknown;
    LessonKey lesson;
    EntityId addressee;  ///< pupil or group

    bool operator==(const Cell&) const = default;
};

/// Whether the pupil was there; the letters are those of the policy `attendance.codes`.
struct Attendance {
    std::string code;  ///< empty: present

    bool operator==(const Attendance&) const = default;
};

struct Topic {
    std::string text;
    PlanItemId plan_item;  ///< empty: not from the plan

    bool operator==(const Topic&) const = default;
};

/// Ways of doing it (H-01), a set of bits.
enum class HomeworkWay : std::uint8_t { none = 0, read = 1, written = 2, by_heart = 4, retell = 8 };

constexpr HomeworkWay operator|(HomeworkWay left, HomeworkWay right) {
    return static_cast<HomeworkWay>(static_cast<std::uint8_t>(left) | static_cast<std::uint8_t>(right));
}
constexpr bool has(HomeworkWay set, HomeworkWay way) {
    return (static_cast<std::uint8_t>(set) & static_cast<std::uint8_t>(way)) != 0;
}

/// Given out at the cell's lesson, to be ready by the lesson `due` (H-05).
struct Homework {
    std::string text;  ///< empty: nothing set, said on purpose (H-08)
    HomeworkWay ways = HomeworkWay::none;
    LessonKey due;

    bool operator==(const Homework&) const = default;
};

/// Written by a newer program: kept, carried, shown as such, never judged here.
struct UnknownAct {
    bool operator==(const UnknownAct&) const = default;
};

using Act = std::variant<UnknownAct, Attendance, Topic, Homework>;

/// Homework of a group is public; all else that people write is for staff.
Audience audience_of(const Cell& cell, const Act& act, bool addressee_is_group);

}  // namespace zvonok::domain
