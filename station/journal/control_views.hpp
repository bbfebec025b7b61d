#pragma once

#include "station/domain/absence.hpp"
#include "station/domain/control.hpp"
#include "station/domain/grading.hpp"
#include "station/domain/planning.hpp"
#include "station/journal/page_views.hpp"

/// What the queries of control answer with.
namespace zvonok::journal {

/// By which facts and at which moment a question is asked.
struct Asked {
    const domain::FactBook& book;
    const Zone& zone;
    Instant now;

    [[nodiscard]] LocalDay today() const { return zone.day_of(now); }
};

/// What of a lesson's record is to be there (M-46).
enum class Part : std::uint8_t { attendance, topic, homework, marks };

struct FillingScope {
    LocalDay first, last;                  ///< on which the lessons were held
    PersonId teacher{};                    ///< who holds them; empty: anybody
    GroupId group{};                       ///< class; empty: the school
    std::optional<Instant> late_before{};  ///< only what is or becomes late before then; nothing: all that is not there
};

/// A part of a lesson that is over, and of which nobody has written anything.
struct Unfilled {
    domain::Lesson lesson;
    Part part{};
    std::string work{};  ///< of marks: the kind of the work that has none
    int work_ordinal = 0;
    PersonId teacher{};                  ///< who holds the lesson; of several the first; empty: nobody is said
    std::optional<Instant> late_from{};  ///< nothing: the school has set no term
    std::optional<Instant> closes{};     ///< from then on only upon a request
    bool overdue = false;
};

/// How the journals of one person stand over some days (O-02, M-18).
struct Timeliness {
    PersonId teacher;
    int lessons = 0;   ///< held or to have been held
    int unfilled = 0;  ///< parts that are not there
    int overdue = 0;   ///< of them, too late already
    int late = 0;      ///< entries that came late
};

/// An absence for which nobody has said why (F-05, F-06, 004-5).
struct Unreviewed {
    domain::Lesson lesson;
    PersonId pupil;
    GroupId school_class{};
    std::string code;
    std::optional<Instant> late_from{};
    bool overdue = false;
};

struct PupilAbsences {
    PersonId pupil;
    domain::AbsenceCount count;
};

/// A pupil's result in a subject and period: what the marks say, and what was given.
struct SubjectResult {
    PersonId pupil;
    SubjectId subject;
    EntityId period{};
    GroupId school_class{};
    std::vector<PersonId> teachers{};  ///< of the pupil's loads in the subject
    domain::Mean mean{};
    domain::Attended attended{};
    domain::Suggestion suggestion{};
    std::string given{};                     ///< period mark; empty: none yet
    std::optional<domain::Fraction> bias{};  ///< given against the mean
    std::optional<Instant> opens{};          ///< from when on, too late, and no longer the result may be given
    std::optional<Instant> late_from{};
    std::optional<Instant> closes{};

    [[nodiscard]] bool overdue(Instant now) const { return given.empty() && late_from && now >= *late_from; }
};

/// The hours of one teacher (D-13, M-27).
struct TeacherHours {
    PersonId teacher;
    int own = 0;          ///< held, as planned
    int substituted = 0;  ///< held instead of somebody else
    int given_away = 0;   ///< held by somebody else instead
    int lost = 0;         ///< cancelled, merged, or not held
    int unconfirmed = 0;  ///< over, and nobody has written anything in them; not in `own` nor `substituted`

    [[nodiscard]] int held() const { return own + substituted; }
};

/// How far a load is behind its plan (E-12, M-25).
struct PlanStanding {
    LoadId load;
    domain::Progress progress;
};

/// A remark and its answer (O-06, O-07, M-34).
struct RemarkItem {
    EntityId id;
    PersonId author, to;
    domain::LessonKey lesson{};
    domain::CellKind about = domain::CellKind::unknown;
    std::string text;
    Instant written;
    std::optional<Instant> answered{};
    Instant late_from{};
    domain::RemarkState state{};
};

/// Somebody who has not looked into a diary for too long (O-09, O-10).
struct NoVisit {
    PersonId person;
    PersonId pupil;  ///< whose diary; of a parent the child
    GroupId school_class;
    std::optional<Instant> last{};  ///< nothing: never
};
struct VisitControl {
    std::vector<NoVisit> pupils, parents;
    int pupils_asked = 0, parents_asked = 0;  ///< of how many (M-44)
};

/// Somebody's card session at one station went on being written in after another had begun elsewhere.
struct DoubleLogin {
    PersonId person;
    StationId first, second;  ///< by when the sessions began
    Instant from, until;      ///< when the second began, and the last that was written in the first

    bool operator==(const DoubleLogin&) const = default;
};

/// What a person has missed over some days, as a basis for decisions (O-12).
struct Breaches {
    PersonId person;
    std::map<std::string, int> late{};  ///< entries by the parameter whose term they missed
    int unfilled = 0;                   ///< parts of lessons overdue
    int results = 0;                    ///< period marks overdue
    int remarks = 0;                    ///< overdue, or answered late
    int reviews = 0;                    ///< missed

    [[nodiscard]] int total() const {
        int sum = unfilled + results + remarks + reviews;
        for (const auto& [parameter, count] : late) sum += count;
        return sum;
    }
};

/// A row of the register of changes (J-14, M-47).
struct ChangeRow {
    domain::RequestState request;
    PeriodId period{};                    ///< of the record that it is about (J-15); empty: none
    std::optional<domain::Act> before{};  ///< what stood when it was asked
    std::vector<HistoryItem> carried_out{};
};

/// What waits for one person today (F-09, L-02, O-06, M-18).
struct PersonalDay {
    std::vector<Unfilled> unfilled;      ///< what is late already or becomes so within the time asked for
    std::vector<SubjectResult> results;  ///< period marks that may be given now and are not
    std::vector<Unreviewed> reasons;     ///< of the own class
    std::vector<RemarkItem> remarks;     ///< without an answer
    std::vector<domain::InboxItem> inbox;
};

}  // namespace zvonok::journal
