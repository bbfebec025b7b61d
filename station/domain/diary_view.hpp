#pragma once

#include "station/domain/fact_book.hpp"

/// What a diary shows around its marks: lessons with their changes, teachers, the year's calendar, control works, and
/// when the forecast is to be told again (group K, D-09, I-07). Found in the facts alone.
namespace zvonok::domain {

/// A lesson of the pupil, with what became of it against its plan.
struct DiaryLesson {
    Lesson lesson;
    bool replaced = false;                  ///< somebody else holds it (D-09)
    bool other_room = false;                ///< than the timetable says
    std::optional<LocalTime> planned_at{};  ///< of a moved one: when it was to be

    [[nodiscard]] bool changed() const { return replaced || other_room || lesson.state != LessonState::as_planned; }
};
/// Of the days, by start; cancelled and merged ones stay, marked by their state. A lesson that was moved away from
/// these days is told on the day to which it went.
std::vector<DiaryLesson> diary_lessons(const FactBook& book, PersonId pupil, LocalDay first, LocalDay last);

/// Who works with the pupil (K-06): by subject's name, the class teacher first.
struct DiaryTeacher {
    PersonId teacher;
    SubjectId subject{};  ///< empty: the class teacher
    GroupId group;        ///< class, subgroup, stream or the own plan

    bool operator==(const DiaryTeacher&) const = default;
};
std::vector<DiaryTeacher> diary_teachers(const FactBook& book, PersonId pupil, LocalDay day);

/// The pupil's school year (K-07); nothing in no year.
struct DiaryCalendar {
    struct DaysOff {
        LocalDay first, last;
        std::string name;

        bool operator==(const DaysOff&) const = default;
    };
    SchoolYear year;
    std::vector<ReportingPeriod> periods;  ///< by first day, the year last
    std::vector<DaysOff> holidays;         ///< that have a name, by first day
};
std::optional<DiaryCalendar> diary_calendar(const FactBook& book, PersonId pupil, LocalDay day);

/// A control work or an exam that is planned for the pupil (K-07, D-10), by day.
struct DiaryWork {
    LocalDay day;
    SubjectId subject;
    std::string work;  ///< code of its kind; empty: an exam
    std::string theme{};
    std::optional<ExamKind> exam{};
};
std::vector<DiaryWork> diary_works(const FactBook& book, PersonId pupil, LocalDay first, LocalDay last);

/// Whether the class's families are to hear the forecast again (I-07): inside a reporting period, when the policy's
/// interval has passed since it was told last.
///
/// last  day on which it was told last; nothing: never
/// returns  the period that it is about
std::optional<PeriodId> forecast_due(const FactBook& book, const Zone& zone, GroupId school_class,
                                     std::optional<LocalDay> last, Instant now);

}  // namespace zvonok::domain
