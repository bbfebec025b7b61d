#pragma once

#include "station/journal/control_views.hpp"
#include "station/journal/reader.hpp"

#include <functional>
#include <unordered_map>

namespace zvonok::journal {

struct PlaceHash {
    std::size_t operator()(const LessonPlace& place) const noexcept;
};

/// Control of how the journal is kept (group O): what the desks of deputies, class teachers and teachers list. Reads
/// the tables, judges by the same terms as the judgement itself. Spans of days include both ends. For the thread of its
/// database.
class Control {
  public:
    static Result<Control> open(sqlite::Database& database, SchoolId school);

    // Filling (control_filling.cpp)

    /// What is not there of lessons that are over; late ones first, by the time since when, then by lesson.
    [[nodiscard]] Result<std::vector<Unfilled>> unfilled(const Asked& asked, const FillingScope& scope);
    /// Entries that came too late, by day; their notes name the terms they missed (O-02).
    [[nodiscard]] Result<std::vector<NotedEntry>> late_entries(LocalDay first, LocalDay last);
    /// Everybody who held a lesson, by id.
    [[nodiscard]] Result<std::vector<Timeliness>> timeliness(const Asked& asked, LocalDay first, LocalDay last);
    [[nodiscard]] Result<std::vector<TeacherHours>> hours(const Asked& asked, LocalDay first, LocalDay last);
    /// Of every load with a plan in the school year of the day; those that are behind most first.
    [[nodiscard]] Result<std::vector<PlanStanding>> plan_standing(const Asked& asked);

    // Attendance (control_absence.cpp)

    /// `school_class` empty: the school. By day, class and pupil.
    [[nodiscard]] Result<std::vector<Unreviewed>> unreviewed(const Asked& asked, GroupId school_class, LocalDay first,
                                                             LocalDay last);
    /// Lessons of the class's pupils that are over (M-01, M-05, M-24).
    [[nodiscard]] Result<std::vector<PupilAbsences>> absences(const Asked& asked, GroupId school_class, LocalDay first,
                                                              LocalDay last);

    // Results (control_results.cpp)

    /// Every pupil of the class in every subject that he is taught: forecast (I-06, M-37), suggestion (I-05), what is
    /// given. By pupil, then subject. A year's suggestion comes from its periods' marks or from all marks, as the
    /// policy says.
    ///
    /// period  a reporting period, school year or exam
    [[nodiscard]] Result<std::vector<SubjectResult>> results(const Asked& asked, GroupId school_class, EntityId period);
    /// Period and exam marks that are not given though the period's last week has begun, of the school year that runs
    /// or ran last (I-01); without means. Those that are late longest first. `teacher` empty: everybody's.
    [[nodiscard]] Result<std::vector<SubjectResult>> missing_results(const Asked& asked, PersonId teacher = {});
    /// O-03: fewer marks than the school asks for. Of all classes that have the period.
    [[nodiscard]] Result<std::vector<SubjectResult>> too_few_marks(const Asked& asked, EntityId period);
    /// O-04: given marks that differ from the mean by more than the school allows.
    [[nodiscard]] Result<std::vector<SubjectResult>> biased_results(const Asked& asked, EntityId period);

    // People (control_people.cpp)

    /// Written in [from, to), by time.
    [[nodiscard]] Result<std::vector<RemarkItem>> remarks(const Asked& asked, Instant from, Instant to);
    /// O-09, O-10; families on the paper route are left out. `school_class` empty: the school.
    [[nodiscard]] Result<VisitControl> visits(const Asked& asked, GroupId school_class = {});
    /// L-02: messages since `from` that are to the person, in the order in which to answer them.
    [[nodiscard]] Result<std::vector<domain::InboxItem>> inbox(const Asked& asked, PersonId person, Instant from);
    /// O-12: everybody with a breach, the most first.
    [[nodiscard]] Result<std::vector<Breaches>> breaches(const Asked& asked, LocalDay first, LocalDay last);
    /// Requests about records of these days, by registration number.
    [[nodiscard]] Result<std::vector<ChangeRow>> changes(const Asked& asked, LocalDay first, LocalDay last);
    /// Of lessons since the year began; `ahead`: how soon what becomes late is told.
    [[nodiscard]] Result<PersonalDay> personal_day(const Asked& asked, PersonId person, std::chrono::seconds ahead);

    // Logins (control_logins.cpp)

    /// people who wrote at one station after they had begun to work at another; by time. Says that a card or its
    /// keys may be in two hands, never whose fault it is.
    [[nodiscard]] Result<std::vector<DoubleLogin>> double_logins(const Asked& asked, LocalDay first, LocalDay last);

  private:
    Control() = default;

    /// What lies in the lessons of the days, by place.
    using Contents = std::unordered_map<LessonPlace, std::uint16_t, PlaceHash>;
    [[nodiscard]] Result<Contents> contents(LocalDay first, LocalDay last);
    [[nodiscard]] Result<std::uint16_t> content_of(const Contents& known, const domain::Lesson& lesson);
    /// Every lesson of the days that is over, those that did not take place too, with what lies in it.
    using LessonVisit = std::function<Result<void>(const domain::Lesson&, std::uint16_t)>;
    [[nodiscard]] Result<void> each_lesson(const Asked& asked, LocalDay first, LocalDay last, const LessonVisit& visit);
    [[nodiscard]] Result<void> fill_items(LoadId load, const domain::SchoolYear& year,
                                          std::vector<domain::PlanLesson>& lessons);

    /// What was said of one pupil's lessons, where anything was.
    struct Said {
        domain::LessonKey lesson;
        std::optional<domain::Attendance> teacher;
        std::optional<domain::AbsenceReason> class_teacher;
    };
    using SaidOf = std::map<LessonPlace, Said>;
    [[nodiscard]] Result<SaidOf> said_of(PersonId pupil, LocalDay first, LocalDay last);
    static domain::Absence judged(const Asked& asked, const domain::Lesson& lesson, PersonId pupil, const Said* said);
    /// Every lesson that is over and that a pupil of the class was to attend; by pupil, then by time.
    using AttendedVisit = std::function<void(PersonId, const domain::Lesson&, const domain::Absence&)>;
    [[nodiscard]] Result<void> each_attended(const Asked& asked, GroupId school_class, LocalDay first, LocalDay last,
                                             const AttendedVisit& visit);

    class Results;
    template <class Wanted>
    Result<std::vector<SubjectResult>> of_period(const Asked& asked, EntityId period, Wanted wanted);
    [[nodiscard]] Result<RemarkItem> remark_of(const Asked& asked, const RegisterItem& item);
    [[nodiscard]] Result<std::int64_t> first_since(std::int64_t log, std::int64_t last, Instant from);

    std::int64_t key_ = 0;
    std::optional<Reader> reader_;
    sqlite::Statement contents_, contents_near_, content_of_, bare_works_, attendance_, reasons_, visits_,
        peoples_logs_, headers_, session_;
};

}  // namespace zvonok::journal
