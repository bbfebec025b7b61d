#pragma once

#include "station/domain/grading.hpp"
#include "station/flow/standing.hpp"

/// The journal page: a class's lessons of one subject over a reporting period, as the paper journal has them.
namespace zvonok::flow {

/// A quarter, trimester, half-year, semester or year that the page can show.
struct PagePeriod {
    EntityId id;  ///< empty: the school has stated no periods, and the page shows the whole year without results
    domain::PeriodKind kind = domain::PeriodKind::year;
    int number = 1;
    LocalDay first, last;

    bool operator==(const PagePeriod&) const = default;
};

/// A lesson of the page.
struct PageColumn {
    domain::Lesson lesson;
    std::string topic{};
    bool own = true;        ///< the person at the desk teaches it
    bool not_held = false;  ///< somebody wrote that it was not
};

/// One pupil at one lesson.
struct PageCell : PupilLesson {
    bool listed = false;  ///< the pupil is on the lesson's list
    std::optional<domain::AbsenceReason> reason{};
};

/// What a pupil got for a whole period; an empty value: nothing, or withdrawn.
struct PeriodCell {
    std::string value{};
    Standing standing{};
};

struct PageRow {
    PersonId pupil;
    std::vector<PageCell> cells{};                   ///< one a column
    std::vector<PeriodCell> results{};               ///< one a period of the page
    std::vector<domain::TransferredMark> brought{};  ///< with certificates, in the period shown
    std::optional<domain::Fraction> mean{};
    domain::Suggestion suggestion{};
};

/// A work of a lesson of which more is known than its kind.
struct PageWork {
    domain::LessonKey lesson;
    WorkKey work;
    int weight_percent = 0;
    int points = 0;
};

/// Everything that was ever written of one pupil at one lesson of the page.
struct SquareHistory {
    domain::LessonKey lesson;
    PersonId pupil;
    std::uint64_t question = 0;
    bool viewed = false;
    std::vector<HistoryLine> lines{};  ///< by time
};

struct Page {
    std::vector<LoadId> loads;  ///< whose lessons and marks belong together, the desk's own first
    SubjectId subject;
    std::vector<PagePeriod> periods;  ///< never empty; the year last
    std::size_t period = 0;           ///< the one that is shown
    std::vector<PageColumn> columns;  ///< by time
    std::vector<PageRow> rows;        ///< by name
    std::vector<PageWork> works;
    std::uint64_t days_question = 0;       ///< the last one for the lessons of the period
    std::uint64_t question = 0;            ///< the last one put to the journal
    std::uint64_t picture = 0;             ///< the question whose answer is shown
    bool viewed = false;                   ///< the journal has answered for these columns
    std::optional<SquareHistory> history;  ///< shown over the page

    [[nodiscard]] const PagePeriod& shown() const { return periods[period]; }
    [[nodiscard]] PageRow* row(PersonId pupil);
    /// Null: not on this page.
    [[nodiscard]] PageCell* cell(const domain::LessonKey& lesson, PersonId pupil);
};

}  // namespace zvonok::flow
