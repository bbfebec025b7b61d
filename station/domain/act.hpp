#pragma once

#include "station/base/boxed.hpp"
#include "station/domain/cell.hpp"

#include <optional>
#include <variant>

/// What people write in a lesson and about results; what they write to run the school is in office_act.hpp, the sum of
/// both in writing.hpp.
namespace zvonok::domain {

/// Whether the pupil was there; the letters are those of the policy `attendance.codes`.
struct Attendance {
    std::string code;      ///< empty: present
    int late_minutes = 0;  ///< came late, this many minutes after the start

    bool operator==(const Attendance&) const = default;
};

/// Why the pupil was absent, said by the class teacher (F-05, F-06); overrides the teacher's letter.
struct AbsenceReason {
    std::string code;  ///< empty: nothing said, the teacher's letter stands
    std::string note;
    DocumentId document;  ///< empty: none

    bool operator==(const AbsenceReason&) const = default;
};

struct Topic {
    std::string text;
    PlanItemId plan_item;            ///< empty: not from the plan
    std::vector<PlanItemId> more{};  ///< further items that the lesson covers: merged topics (E-13)

    bool operator==(const Topic&) const = default;
};

/// The plan's items that the lesson is to cover, attached beforehand (E-03). Empty: detached.
struct PlanLink {
    std::vector<PlanItemId> items;
    std::string measure;  ///< why the plan was adjusted, for a lag (E-13)

    bool operator==(const PlanLink&) const = default;
};

/// Ways of doing it (H-01), a set of bits.
enum class HomeworkWay : std::uint8_t { none = 0, read = 1, written = 2, by_heart = 4, retell = 8, practical = 16 };

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
    std::vector<std::string> links{};  ///< network learning resources, names of files (H-09)

    bool operator==(const Homework&) const = default;
};

/// A piece of work on which marks are given (G-02, G-03); its kind stands in the cell.
struct Work {
    std::string theme;
    int number = 0;                     ///< of a control, laboratory, practical work; 0: not said
    int weight_percent = 0;             ///< 0: as the policy says for its kind
    int points = 0;                     ///< the most that can be had where marks are points; 0: no points
    std::optional<LocalDay> done_on{};  ///< not on the lesson's day (G-04)
    bool withdrawn = false;

    bool operator==(const Work&) const = default;
};

struct CriterionScore {
    std::string criterion;
    int points = 0;

    bool operator==(const CriterionScore&) const = default;
};

/// A mark for a work; several attempts are several cells (re-sits).
struct Mark {
    std::string value;  ///< as the mark scale writes it, "5", "зачёт"; empty: withdrawn, the history keeps what was
    std::string comment{};
    int points = 0;                          ///< of Work::points
    std::vector<CriterionScore> criteria{};  ///< G-12
    std::optional<LocalDay> done_on{};       ///< the pupil did the work on another day (G-04)

    bool operator==(const Mark&) const = default;
};

/// Brought from a medical or sanatorium institution with the cell's document (G-13).
struct TransferredMark {
    std::string value;  ///< empty: withdrawn
    LocalDay day;
    std::string work_kind;

    bool operator==(const TransferredMark&) const = default;
};

/// Of a quarter, a year, an exam, in a subject: what the cell's `period` names.
struct PeriodMark {
    std::string value;  ///< empty: withdrawn; "н/а": not attested
    std::string comment{};

    bool operator==(const PeriodMark&) const = default;
};

/// Who sits where, by class and room.
struct SeatPlan {
    struct Seat {
        PersonId pupil;
        int row = 0, column = 0;  ///< from 0, row 0 in front
        bool operator==(const Seat&) const = default;
    };
    int rows = 0, columns = 0;
    std::vector<Seat> seats;

    bool operator==(const SeatPlan&) const = default;
};

}  // namespace zvonok::domain
