#pragma once

#include "station/domain/facts.hpp"

#include <map>

/// What the parameters of a school's rules are made of. Which parameter is which: policies.hpp; how each is written:
/// config/POLICIES.md. How days are counted: requirements, section 0.
namespace zvonok::domain {

/// A soft limit of one record: what is entered later is saved and stamped late.
struct Deadline {
    enum class Kind : std::uint8_t {
        none,               ///< never late
        lesson_day,         ///< until 23:59:59 of the day on which the lesson was held
        lesson_day_until,   ///< before `time` of that day: 20:59:59 is in time, 21:00:00 is late
        days_after,         ///< until 23:59:59 of the lesson's day + `days`
        next_lesson,        ///< before the start of the next held lesson of the subject in the class or subgroup
        after_last_lesson,  ///< until `time` after the end of the class's last held lesson of the day, inclusive
        next_working_day,   ///< until 23:59:59 of the working day after the lesson, period, year or exam
        last_week,          ///< from Monday of the period's last week until 23:59:59 of its last day
        order_date,         ///< until 23:59:59 of the date in the order that ends the period or year
    };
    Kind kind = Kind::none;
    std::chrono::days days{};
    std::chrono::minutes time{};  ///< since midnight, or after the last lesson

    bool operator==(const Deadline&) const = default;
};

/// A hard limit: "not more than N days after" allows all of day + N. Nothing: no limit.
using EditWindow = std::optional<std::chrono::days>;

/// The edit window of certain works; not `own`: that of current marks.
struct SpecialWindow {
    bool own = false;
    EditWindow window{};

    bool operator==(const SpecialWindow&) const = default;
};

/// Both ends belong to it.
struct GradeRange {
    int first = 0, last = 99;  ///< 0: a group whose grade nobody said

    [[nodiscard]] bool has(int grade) const { return first <= grade && grade <= last; }
    bool operator==(const GradeRange&) const = default;
};

/// Where a rule holds: grades and subjects, by their names in the curriculum.
struct Reach {
    GradeRange grades{};
    std::vector<std::string> subjects{};  ///< empty: all

    [[nodiscard]] bool has(int grade, std::string_view subject) const;
    bool operator==(const Reach&) const = default;
};

/// In a list of rules the first that reaches a class and subject holds.
struct DeadlineRule {
    Reach reach{};
    Deadline deadline{};

    bool operator==(const DeadlineRule&) const = default;
};

struct ScaleRule {
    Reach reach{};
    std::string scale{};  ///< MarkScale::code

    bool operator==(const ScaleRule&) const = default;
};

struct PeriodRule {
    GradeRange grades{};
    PeriodKind kind = PeriodKind::quarter;

    bool operator==(const PeriodRule&) const = default;
};

/// When something of the whole school is due.
struct DueDate {
    enum class Kind : std::uint8_t {
        none,
        before_year,    ///< before 00:00 of the school year's first day
        before_period,  ///< before 00:00 of the study period's first day
        date,           ///< until 23:59:59 of that date
    };
    Kind kind = Kind::none;
    std::chrono::month_day date{};

    bool operator==(const DueDate& that) const {
        return kind == that.kind && (kind != Kind::date || date == that.date);
    }
};

/// How soon after an event.
struct Term {
    enum class Kind : std::uint8_t { at_once, same_day, days, working_days };
    Kind kind = Kind::at_once;
    int count = 0;

    bool operator==(const Term&) const = default;
};

/// How often. A gap of more than that is a miss.
struct Interval {
    enum class Unit : std::uint8_t { never, on_request, days, weeks, months, quarters, years };
    Unit unit = Unit::never;
    int count = 1;

    bool operator==(const Interval&) const = default;
};

/// What a rule about texts does.
enum class Severity : std::uint8_t { off, warn, refuse };

/// Two decimals: 2,60 is 260.
struct Hundredths {
    int value = 0;

    auto operator<=>(const Hundredths&) const = default;
};

enum class AbsenceKind : std::uint8_t {
    unexplained,  ///< absent, nobody has said why
    valid,        ///< уважительная причина
    invalid,      ///< неуважительная причина
    illness,
    exempt,  ///< there or not, by a document excused from the lesson
    late,    ///< came late
};

struct AbsenceCode {
    std::string code{};   ///< "УП"
    std::string title{};  ///< "уважительная причина"; the code itself where the school gave no title
    AbsenceKind kind = AbsenceKind::unexplained;
    bool missed = true;  ///< counts as a missed lesson; of exempt codes attendance.exempt_counts_missed decides

    bool operator==(const AbsenceCode&) const = default;
};

/// A kind of work (вид работы). Without own terms, a creative one has those of creative works, a written one those of
/// written works, any other that of work in the lesson.
struct WorkKind {
    std::string code{};   ///< "контр"
    std::string title{};  ///< "контрольная работа"
    Hundredths weight{100};
    bool written = false;
    bool creative = false;                      ///< сочинение, изложение: written too
    bool monitoring = false;                    ///< control work of internal quality monitoring (G-15)
    bool numbered = false;                      ///< theme and number of the work are asked for (E-09)
    std::optional<Deadline> deadline{};         ///< own
    std::optional<std::chrono::days> window{};  ///< own

    bool operator==(const WorkKind&) const = default;
};

struct MarkScale {
    enum class Form : std::uint8_t {
        numbers,   ///< whole numbers, averaged
        words,     ///< зачёт, незачёт
        points,    ///< 0 to the work's maximum, `maximum` where the work says none
        criteria,  ///< points for each of `values`
    };
    std::string code{};   ///< "five"
    std::string title{};  ///< "пятибалльная"
    Form form = Form::numbers;
    std::vector<std::string> values{};   ///< best first; of criteria: their names
    std::vector<std::string> passing{};  ///< among `values`
    int maximum = 0;                     ///< points, also for each criterion

    bool operator==(const MarkScale&) const = default;
};

/// From a mean to a mark: the greatest step that the mean reaches; below all of them half up, but under the
/// lowest step's mark.
struct Rounding {
    struct Step {
        int mark = 0;
        Hundredths from{};
        bool operator==(const Step&) const = default;
    };
    std::vector<Step> steps{};  ///< by mark, growing; empty: half up

    bool operator==(const Rounding&) const = default;
};

/// A lawful reason for a late change (J-09).
struct ChangeGround {
    std::string code{};
    std::string title{};
    bool document = true;  ///< not accepted without one

    bool operator==(const ChangeGround&) const = default;
};

struct ReasonReview {
    std::vector<Role> who{};
    Interval every{};

    bool operator==(const ReasonReview&) const = default;
};

struct PasswordStrength {
    int shortest = 10;  ///< characters
    int classes = 3;    ///< of: capitals, small letters, digits, others

    bool operator==(const PasswordStrength&) const = default;
};

/// Minutes since midnight; both zero: round the clock.
struct ServiceHours {
    std::chrono::minutes from{}, until{};

    bool operator==(const ServiceHours&) const = default;
};

}  // namespace zvonok::domain
