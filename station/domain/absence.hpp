#pragma once

#include "station/domain/act.hpp"
#include "station/domain/people_facts.hpp"
#include "station/domain/policies.hpp"

#include <map>
#include <span>

/// Whether a pupil was at a lesson, from what the teacher wrote, what the class teacher said of it and the papers that
/// cover it (F-04 to F-08).
namespace zvonok::domain {

/// Whose word the answer is.
enum class AbsenceSource : std::uint8_t { nobody, teacher, class_teacher, document };

/// What holds for one pupil at one lesson.
struct Absence {
    std::string code{};                           ///< empty: there
    AbsenceKind kind = AbsenceKind::unexplained;  ///< of the code; means nothing where it is empty
    bool missed = false;                          ///< counts as a missed lesson
    int late_minutes = 0;                         ///< there, but so late
    AbsenceSource source = AbsenceSource::nobody;
    const PupilDocument* document = nullptr;  ///< the paper behind it, if there is one
    bool unreviewed = false;  ///< absent without a reason, and the class teacher has not said anything (F-05, F-06)

    [[nodiscard]] bool there() const { return code.empty(); }
    [[nodiscard]] bool exempt() const { return !code.empty() && kind == AbsenceKind::exempt; }
};

/// What was said of it; null: nothing.
struct AbsenceWords {
    const Attendance* teacher = nullptr;
    const AbsenceReason* class_teacher = nullptr;
    /// Those whose span covers the lesson's day, and of an exemption the subject: PeopleBook::papers().
    std::span<const PupilDocument* const> papers{};
    const PupilDocument* named = nullptr;  ///< AbsenceReason::document
};

/// In this order the first that speaks is believed:
///   a paper of exemption: excused, there or not (003-5);
///   the teacher who saw the pupil come, in time or late;
///   the class teacher upon a paper;
///   a paper that covers the day (003-2);
///   the class teacher without one;
///   the teacher's letter.
/// A lesson of which nobody has said anything is one at which the pupil was.
///
/// policies  of the lesson's day
Absence absence_of(const Policies& policies, const AbsenceWords& words);

/// The code that a paper gives: its own, else the first of the school's codes that fits its kind.
std::string code_of(const Policies& policies, const PupilDocument& paper);

/// Missed lessons of a pupil over a span (M-01, M-05, M-24); lessons are to be added by day.
class AbsenceCount {
  public:
    void add(LocalDay day, const Absence& absence);

    int lessons = 0;  ///< to attend
    int missed = 0;
    int exempt = 0;  ///< excused; not in `missed` unless the policy says so
    int late = 0;
    int late_minutes = 0;
    int unreviewed = 0;
    std::map<AbsenceKind, int> by_kind{};  ///< missed ones
    std::map<std::string, int> by_code{};  ///< missed or not

    /// Days on which every lesson was missed.
    [[nodiscard]] int days_missed() const { return whole_days_ + (day_lessons_ > 0 && day_all_ ? 1 : 0); }

  private:
    int whole_days_ = 0;
    LocalDay day_{};
    int day_lessons_ = 0;
    bool day_all_ = true;
};

}  // namespace zvonok::domain
