#pragma once

#include "station/flow/duty.hpp"
#include "station/flow/lessons.hpp"
#include "station/flow/office.hpp"
#include "station/flow/page.hpp"
#include "station/flow/people.hpp"

/// The lesson desk: one lesson, everything of it, with how far each thing has got on its way to the disk.
namespace zvonok::flow {

/// What is set for a lesson to come; no text, no way and no link: nothing, on purpose (H-08).
struct Task {
    std::string text{};
    domain::HomeworkWay ways = domain::HomeworkWay::none;
    std::vector<std::string> links{};  ///< of learning resources, names of files (H-09)
    domain::LessonKey due{};           ///< empty: the next one (H-05)

    bool operator==(const Task&) const = default;
};

struct TaskCell {
    std::optional<Task> task{};
    Standing standing{};

    bool operator==(const TaskCell&) const = default;
};

/// The pupil was missed, or late, at another lesson of the day.
struct Elsewhere {
    int period = 0;
    domain::Attendance attendance;

    bool operator==(const Elsewhere&) const = default;
};

struct Row : PupilLesson {
    PersonId pupil{};
    TaskCell task{};                     ///< for this pupil alone (H-07)
    std::vector<Elsewhere> elsewhere{};  ///< by period
    bool reported = false;               ///< the class teacher has been told of, since the lesson was opened (L-07)

    bool operator==(const Row&) const = default;
};

struct TopicCell {
    std::optional<domain::Topic> topic;
    Standing standing;

    bool operator==(const TopicCell&) const = default;
};

/// Who sits where: of the class (or subgroup) that the lesson is for, in the room where it is held.
struct SeatCell {
    std::optional<domain::Cell> cell;  ///< nothing: several classes are there, or nobody knows in which room
    std::optional<domain::SeatPlan> plan;
    Standing standing;
    bool may_write = false;

    bool operator==(const SeatCell&) const = default;
};

/// The calendar-thematic plan of the lesson's load, and where it has got to.
struct PlanState {
    int items = 0;
    std::vector<domain::PlannedTopic> next;  ///< nearest first

    bool operator==(const PlanState&) const = default;
};

/// A lesson that can be opened, with how far its attendance is.
struct LessonOffer {
    domain::Lesson lesson;
    int pupils = 0;
    int marked = 0;
    bool attention = false;

    bool operator==(const LessonOffer& other) const {
        return lesson.key == other.lesson.key && pupils == other.pupils && marked == other.marked &&
               attention == other.attention;
    }
};

/// One side of a conflict, as one of its authors sees it.
enum class Version : std::uint8_t { own, other };

/// Something written that needs its author: refused, held, in conflict, or refused here before it was written.
struct Attention {
    domain::Cell cell;
    domain::Act act;
    domain::Outcome outcome = domain::Outcome::pending;
    std::string rule;  ///< names of domain::rule
    bool conflict = false;
    domain::Act other;  ///< conflict: what the other one wrote
    PersonId other_by;
    Instant saved;
    Instant other_saved{};

    bool operator==(const Attention&) const = default;
};

using Writing = domain::Writing;

/// One touch: written under one seal.
struct Draft {
    DraftNumber number = 0;
    std::vector<Writing> writings;
    bool failed = false;

    bool operator==(const Draft&) const = default;
};

/// A touch that can be taken back: what stood in its cells, and what it put there.
struct Touch {
    std::vector<Writing> before;
    std::vector<Writing> after;

    bool operator==(const Touch&) const = default;
};

/// Half-typed text; nothing of it is on disk.
struct Typed {
    std::optional<domain::Topic> topic;  ///< nothing: untouched
    std::optional<Task> task;
    bool task_nothing = false;  ///< «Ничего не задано» is chosen

    bool operator==(const Typed&) const = default;
};

/// What the journal knows of a lesson.
struct LessonView {
    using Value = RecordedValue;
    domain::LessonKey lesson;
    std::vector<Value> values;
    std::vector<PlanItemId> plan_done;  ///< items that topics of this load have used, other lessons' too
    std::vector<Attention> attention;   ///< of this session's person
};

/// What the journal knows of a page.
struct PageView {
    std::vector<RecordedValue> values;        ///< marks, works, attendance, reasons, topics; period and brought marks
    std::vector<domain::LessonKey> not_held;  ///< lessons of which somebody wrote that they were not
    std::vector<Attention> attention;         ///< of this session's person
};

/// How many cells of attendance a lesson has.
struct LessonCount {
    domain::LessonKey lesson;
    int marked = 0;
    bool attention = false;
};

struct Desk {
    Session session;
    std::optional<domain::Lesson> lesson;  ///< nothing: the person has no lesson today
    bool listing = false;                  ///< the day's lessons are shown, to open one
    std::vector<LessonOffer> offers;
    std::vector<Duty> duties;                ///< asked for while the lessons are listed
    std::uint64_t duties_question = 0;       ///< 0: nothing is being answered
    std::uint64_t question = 0;              ///< the last one put to the journal about the lesson
    std::uint64_t offers_question = 0;       ///< and about the day
    std::uint64_t picture = 0;               ///< the question whose answer is shown; 0: none has come
    bool viewed = false;                     ///< the journal has answered
    bool may_write = true;                   ///< false: another's lesson
    bool may_stand_in = false;               ///< another's lesson, and the person may say here that he holds it (D-05)
    std::vector<Row> rows;                   ///< in the order of the class list
    std::vector<domain::AbsenceCode> codes;  ///< in force, in the order of the cycle
    std::vector<domain::WorkKind> kinds;     ///< in force, in the order in which they are offered
    domain::MarkScale scale;                 ///< of the lesson's class and subject
    WorkKey work;                            ///< for which marks are being given
    TopicCell topic;
    PlanState plan;
    TaskCell homework;
    SeatCell seats;
    std::vector<domain::Lesson> dues;    ///< the load's next lessons, for which homework can be set
    std::vector<domain::Lesson> others;  ///< of the same classes on this day
    std::vector<Attention> attention;    ///< as the journal has it
    std::vector<Attention> refused;      ///< touches that wrote nothing, since the lesson was opened; newest last
    std::vector<Draft> waiting;          ///< touches that are not on disk yet
    std::vector<Touch> touches;          ///< since the lesson was opened, newest last
    std::optional<Writing> overtaken;  ///< own, and cannot be taken back: others changed it since; till the next touch
    Typed typed;
    std::optional<Page> page;               ///< shown instead of the lesson
    Office office;                          ///< shown instead of either
    std::vector<RecordedValue> registered;  ///< own statements of facts that the server has not taken
    std::uint64_t registered_question = 0;
    Mail mail;
    std::uint64_t mail_question = 0;
    bool mail_viewed = false;
};

/// What is kept of a person's desk while somebody else, or nobody, is at the station.
struct Kept {
    std::optional<domain::LessonKey> lesson;
    WorkKey work;
    Typed typed;
    std::vector<Draft> waiting;
    std::optional<EntityId> page{};  ///< the reporting period of the journal page that was open
    std::optional<OfficeDesk> office{};
    std::optional<LoadId> plan{};  ///< whose plan was open

    bool operator==(const Kept&) const = default;
};

}  // namespace zvonok::flow
