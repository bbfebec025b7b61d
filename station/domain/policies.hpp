#pragma once

#include "station/domain/policy_types.hpp"

namespace zvonok::domain {

enum class TopicSource : std::uint8_t { free, flag, strict };
enum class NameRule : std::uint8_t { free, curriculum, full_lower_case };
enum class HomeworkDueRule : std::uint8_t { any_day, not_past, not_today_not_past };
enum class HomeworkMode : std::uint8_t { chosen, current_lesson };
enum class EarlyEntry : std::uint8_t { allowed, refused };
enum class MeanKind : std::uint8_t { plain, weighted };
enum class ResitRule : std::uint8_t { last, best, mean };
enum class YearSource : std::uint8_t { periods, marks };
enum class FinalSource : std::uint8_t { year, year_and_exam };
enum class SubstitutionAccess : std::uint8_t { declared, dispatcher, administrator };
enum class Sender : std::uint8_t { administration, class_teacher, teacher, parent, pupil };
enum class SummaryExtract : std::uint8_t { year_end, journal_end };
enum class SummaryPrint : std::uint8_t { year_end, period_end };
enum class PageMark : std::uint8_t { numbered, counted, stitched, signed_, sealed, dated };
enum class RequestsKept : std::uint8_t { as_journal, with_period };

/// The school's rules of one day, typed and complete: requirements, section 2. A value that the school has not set is
/// the default of that table. Comments name parameter and requirement.
struct Policies {
    struct Attendance {
        Deadline deadline{Deadline::Kind::lesson_day};  ///< attendance.entry_deadline (F-03)
        EditWindow window = std::chrono::days{7};       ///< attendance.edit_window_days (J-04)
        std::vector<AbsenceCode> codes;                 ///< attendance.codes (F-04), in the order of the touches
        ReasonReview review;                            ///< attendance.reason_review (F-05, F-06)
        bool exempt_counts_missed = false;              ///< attendance.exempt_counts_missed (F-08)
        bool operator==(const Attendance&) const = default;
    } attendance;

    struct Topic {
        Deadline deadline{Deadline::Kind::lesson_day};  ///< topic.entry_deadline (E-11)
        EditWindow window = std::chrono::days{7};       ///< topic.edit_window_days (J-01)
        TopicSource source = TopicSource::flag;         ///< topic.source (E-06)
        Severity abbreviations = Severity::warn;        ///< topic.no_abbreviations (E-07)
        std::vector<std::string> allowed_terms;         ///< topic.allowed_terms: "ГОСТ" is no abbreviation (E-07)
        Severity generic = Severity::warn;              ///< topic.generic_rule (E-08)
        std::vector<std::string> generic_phrases;       ///< topic.generic_phrases (E-08)
        Severity work_needs_number = Severity::warn;    ///< topic.work_needs_number (E-09)
        Severity language = Severity::warn;             ///< text.language: Russian (E-10)
        NameRule subject_name = NameRule::curriculum;   ///< subject.name_rule (B-16)
        bool operator==(const Topic&) const = default;
    } topic;

    struct Mark {
        std::vector<DeadlineRule> lesson;           ///< mark.lesson.deadline (G-06)
        std::vector<DeadlineRule> written;          ///< mark.written.deadline (G-07, G-08)
        std::chrono::days creative{7};              ///< mark.creative.deadline_days (G-09)
        Reach creative_reach;                       ///< mark.creative.grades, mark.creative.subjects (G-09)
        std::chrono::days inform{10};               ///< mark.inform_deadline_days (G-10)
        EditWindow window = std::chrono::days{7};   ///< mark.current.edit_window_days (J-04)
        bool entry_follows_window = true;           ///< mark.entry_follows_edit_window (section 5, point 1)
        SpecialWindow monitoring;                   ///< mark.monitoring.edit_window_days (J-05)
        SpecialWindow writing_10_11;                ///< mark.writing_10_11.edit_window_days (J-06)
        std::vector<std::string> writing_subjects;  ///< mark.writing_10_11.subjects (J-06)
        bool kind_required = true;                  ///< mark.kind_required (G-02)
        std::vector<GradeRange> markless;           ///< mark.markless_grades (G-11)
        std::string markless_scale;                 ///< mark.markless_scale (G-11)
        std::vector<MarkScale> scales;              ///< mark.scales (G-01, G-12)
        std::vector<ScaleRule> scale_of;            ///< mark.scale_of (G-01)
        std::vector<WorkKind> kinds;                ///< work.kinds (G-02), in the order in which they are offered
        ResitRule resits = ResitRule::last;         ///< mark.resits: which attempt at a work counts (G-04)
        Rounding points_to_marks;                   ///< mark.points_to_marks: by percent of what could be had (G-12)
        bool operator==(const Mark&) const = default;
    } mark;

    struct PeriodMark {
        std::vector<PeriodRule> periods;                           ///< grading.periods (B-04)
        Deadline deadline{Deadline::Kind::next_working_day};       ///< period_mark.entry_rule (I-01..I-04)
        EarlyEntry early = EarlyEntry::allowed;                    ///< period_mark.early_entry (I-02)
        Deadline year_deadline{Deadline::Kind::next_working_day};  ///< year_mark.entry_rule (I-03, I-04)
        Deadline exam_deadline{Deadline::Kind::next_working_day};  ///< exam_mark.entry_rule (I-03)
        EditWindow window = std::chrono::days{7};  ///< period_mark.edit_window_days, after the period's end (J-07)
        MeanKind mean = MeanKind::weighted;        ///< period_mark.mean (I-05)
        Rounding rounding;                         ///< period_mark.rounding (I-05)
        int fewest_marks = 3;                    ///< period_mark.min_marks: with fewer, not attested; 0 = no such rule
        std::optional<int> most_missed_percent;  ///< period_mark.max_missed_percent: above it, not attested
        std::string not_attested = "н/а";        ///< period_mark.not_attested (I-01)
        std::string exempt = "осв";              ///< period_mark.exempt (I-01)
        YearSource year_source = YearSource::periods;           ///< year_mark.source (I-08)
        Rounding year_rounding;                                 ///< year_mark.rounding (I-08)
        FinalSource final_source = FinalSource::year_and_exam;  ///< final_mark.source (I-08)
        Rounding final_rounding;                                ///< final_mark.rounding (I-08)
        bool operator==(const PeriodMark&) const = default;
    } period_mark;

    struct Homework {
        std::vector<DeadlineRule> deadline;                         ///< homework.entry_deadline (H-02..H-04)
        EditWindow window;                                          ///< homework.edit_window_days (J-01)
        HomeworkDueRule due = HomeworkDueRule::not_today_not_past;  ///< homework.due_not_before (H-06)
        HomeworkMode mode = HomeworkMode::current_lesson;           ///< homework.default_mode (H-05)
        bool operator==(const Homework&) const = default;
    } homework;

    struct Change {
        std::vector<Role> initiators;       ///< change.initiators (J-10)
        std::vector<Role> approvers;        ///< change.approver (J-11)
        std::vector<ChangeGround> grounds;  ///< change.grounds (J-09)
        bool registered = true;             ///< change.registered (J-12)
        std::vector<Role> executors;        ///< change.executor (J-13): the next where the one before is absent
        bool register_attached = true;      ///< change.register_attached (J-14)
        bool operator==(const Change&) const = default;
    } change;

    struct Setup {
        DueDate sections{DueDate::Kind::before_year};     ///< year.sections_due (B-03)
        DueDate open_close;                               ///< year.open_close_due (S-01)
        DueDate timetable{DueDate::Kind::before_period};  ///< timetable.due (D-02)
        DueDate load;                                     ///< load.due (B-19)
        DueDate tariff;                                   ///< tariff.as_of (B-20)
        DueDate plans{DueDate::Kind::before_year};        ///< ktp.due (E-05)
        DueDate pupil_cards;                              ///< cards.pupil_due (C-02, C-06)
        DueDate class_cards;                              ///< cards.class_due (B-10)
        Interval card_recheck;                            ///< cards.recheck (C-06)
        std::vector<Role> subgroup_owners;                ///< subgroups.owner (B-11)
        std::vector<Role> movement_owners;                ///< movement.owner (C-09)
        bool operator==(const Setup&) const = default;
    } setup;

    struct Access {
        std::vector<Role> credential_issuers;          ///< credentials.issuer (A-15)
        std::vector<Role> credential_handers;          ///< credentials.handed_out_by (A-15); empty: the issuer
        bool needs_consent = true;                     ///< credentials.needs_consent (A-16)
        bool needs_application = false;                ///< credentials.needs_application (A-17)
        bool needs_agreement = false;                  ///< personal_data.needs_agreement (C-15)
        Term order_term{Term::Kind::same_day};         ///< account.order_day (A-18)
        PasswordStrength password;                     ///< password.strength (A-12)
        Term compromise{Term::Kind::working_days, 1};  ///< compromise.report_term (A-21)
        SubstitutionAccess substitution = SubstitutionAccess::dispatcher;  ///< substitution.access (A-24, D-05)
        std::chrono::hours login_cache{72};                                ///< login.cache_hours (A-11)
        bool bind_teacher = false;                                         ///< station.bind_teacher (T-05)
        bool admin_protected = true;                                       ///< station.admin_protected (R-11)
        ServiceHours availability;                                         ///< availability (S-03)
        bool operator==(const Access&) const = default;
    } access;

    struct Control {
        std::vector<Sender> reply_order;   ///< message.reply_order (L-02)
        Interval parent_notice;            ///< notice.parents_interval (L-05)
        Interval paper_notice;             ///< notice.paper_interval (L-06)
        Interval forecast;                 ///< forecast.interval (I-07)
        std::chrono::days parent_gap{7};   ///< visits.parent_max_gap_days (O-09)
        std::chrono::days pupil_gap{2};    ///< visits.pupil_max_gap_days (O-10)
        Interval review;                   ///< control.review_interval (O-05)
        std::chrono::days remark{3};       ///< control.remark_days (O-07)
        bool remark_working_days = false;  ///< control.remark_working_days (section 5, point 7)
        Interval intro_report;             ///< control.intro_report (M-43)
        int fewest_marks = 3;              ///< control.min_marks: a pupil, a subject, a period (O-03)
        Hundredths objectivity_gap{60};    ///< control.objectivity_gap: period mark against the mean (O-04)
        bool operator==(const Control&) const = default;
    } control;

    struct Archive {
        int journal_years = 5;                                    ///< retention.journal_years (N-09)
        int summary_years = 75;                                   ///< retention.summary_years (N-10)
        SummaryExtract extract = SummaryExtract::year_end;        ///< retention.summary_extract (N-11)
        RequestsKept change_requests = RequestsKept::as_journal;  ///< retention.change_requests (N-18)
        Interval print_journal;                                   ///< archive.print_journal (N-01)
        SummaryPrint print_summary = SummaryPrint::year_end;      ///< archive.print_summary (N-02)
        std::vector<Role> printers;                               ///< archive.print_owner (N-02)
        std::vector<Role> summary_printers;                       ///< archive.print_summary_owner (N-02)
        std::vector<Role> prechecks;                              ///< archive.prechecks (N-05), in their order
        bool acceptance_record = false;                           ///< archive.form_checked_mark (N-06)
        std::vector<PageMark> page_marks;                         ///< archive.page_numbers (N-03, N-04)
        bool operator==(const Archive&) const = default;
    } archive;

    /// permission.NAME: who may state a kind of fact or act; only what the school has changed.
    std::map<std::string, std::vector<Role>, std::less<>> permissions;

    /// The defaults of requirements section 2.
    Policies();
    bool operator==(const Policies&) const = default;

    /// Nothing where the school says nothing: then the program's own rule holds.
    [[nodiscard]] std::optional<std::vector<Role>> permission(std::string_view name) const;
    [[nodiscard]] const AbsenceCode* absence(std::string_view code) const;
    [[nodiscard]] bool counts_missed(const AbsenceCode& code) const;
    [[nodiscard]] const WorkKind* kind(std::string_view code) const;
    [[nodiscard]] const MarkScale* scale(std::string_view code) const;
    /// The scale of current and period marks; markless grades go before `scale_of` (G-11).
    [[nodiscard]] const MarkScale& scale_for(int grade, std::string_view subject) const;
    [[nodiscard]] bool is_markless(int grade) const;
    /// The kinds of period a grade may be graded by, the usual one first.
    [[nodiscard]] std::vector<PeriodKind> periods_of(int grade) const;

    /// A work as its terms depend on it.
    struct GradedWork {
        const WorkKind& kind;
        int grade = 0;
        std::string_view subject{};  ///< by its name in the curriculum
        bool monitoring = false;     ///< this one work is flagged so, whatever its kind (G-15)
    };
    /// When its marks are due (G-06..G-09).
    [[nodiscard]] Deadline deadline_of(const GradedWork& work) const;
    /// How long its marks may be changed, from the day on which it was actually held (J-04..J-06).
    [[nodiscard]] EditWindow window_of(const GradedWork& work) const;
    [[nodiscard]] Deadline homework_deadline(int grade, std::string_view subject) const;
};

/// Something in the school's own values that this program cannot follow; the default holds instead.
struct PolicyTrouble {
    std::string key;
    std::string what;  ///< for the log, English

    bool operator==(const PolicyTrouble&) const = default;
};

struct ResolvedPolicies {
    Policies policies;
    std::vector<PolicyTrouble> troubles;
};

/// The rules by the texts that facts carry (PolicyValue). Never fails: a text that this program does not understand,
/// and a key that it does not know, are troubles.
ResolvedPolicies resolve_policies(const std::map<std::string, std::string>& texts);

}  // namespace zvonok::domain
