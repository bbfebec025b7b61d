#pragma once

#include "station/domain/entry_id.hpp"
#include "station/domain/lesson.hpp"

namespace zvonok::domain {

/// Which question a cell asks; in brackets what of Cell names it. Stored by number: only add at the end.
enum class CellKind : std::uint8_t {
    unknown = 0,
    attendance = 1,          ///< (lesson, addressee: pupil)
    topic = 2,               ///< (lesson)
    homework = 3,            ///< (lesson, addressee: class, subgroup or pupil)
    fact = 4,                ///< (addressee: entity); acts of the server only
    verdict = 5,             ///< (entry); acts of the server only
    absence_reason = 6,      ///< (lesson, addressee: pupil)
    work = 7,                ///< (lesson, work, ordinal)
    mark = 8,                ///< (lesson, addressee: pupil, work, ordinal, attempt)
    transferred_mark = 9,    ///< (addressee: pupil, subject, period: document, ordinal)
    period_mark = 10,        ///< (addressee: pupil, subject, period: reporting period, school year or exam)
    plan_link = 11,          ///< (lesson)
    lesson_teacher = 12,     ///< (lesson): who holds it
    lesson_change = 13,      ///< (lesson): when and where it is held, if at all
    lesson_held = 14,        ///< (lesson)
    seat_plan = 15,          ///< (addressee: class or subgroup, subject: room)
    registration = 16,       ///< (addressee: entity)
    change_request = 17,     ///< (addressee: request)
    change_decision = 18,    ///< (addressee: request)
    held_decision = 19,      ///< (entry)
    acknowledgement = 20,    ///< (addressee: person, work: which rules, or what else was read)
    compromise_report = 21,  ///< (addressee: person, period: a random id of the report)
    remark = 22,             ///< (addressee: a random id of the remark, lesson where it is about one)
    remark_answer = 23,      ///< (addressee: the remark, lesson as in the remark)
    review = 24,             ///< (addressee: group or subject, period: a random id of the review)
    message = 25,            ///< (addressee: a random id of the message)
    year_step = 26,          ///< (addressee: school year)
    archive_step = 27,       ///< (addressee: school year, subject: group or empty, work: which step)
    visit = 28,              ///< (addressee: who visits, period: a random id); acts of the server only
    refused_attempt = 29,    ///< (addressee: a random id)
    recommendation = 30,     ///< (addressee: pupil, subject, period: a random id)
    forecast = 31,           ///< (addressee: pupil, period, ordinal: the day, since 1970); acts of the server only
};

/// One question (shared design, section 3, cells). What a kind does not use is empty.
struct Cell {
    CellKind kind = CellKind::unknown;
    LessonKey lesson;
    EntityId addressee;
    EntityId subject{};
    EntityId period{};
    std::string work{};  ///< code of the kind of work (policy `work.kinds`)
    int ordinal = 0;     ///< n-th work of that kind in the lesson, from 1
    int attempt = 0;     ///< 1: the first; more: re-sits
    EntryId entry{};

    bool operator==(const Cell&) const = default;
};

}  // namespace zvonok::domain
