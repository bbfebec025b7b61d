#pragma once

#include "station/domain/judge.hpp"
#include "station/flow/lessons.hpp"
#include "station/flow/people.hpp"

/// The lesson desk: one lesson, everything of it, with how far each thing has got on its way to the disk.
namespace zvonok::flow {

/// Names a touch on its way to the disk; 0: none.
using DraftNumber = std::uint64_t;

/// How far a value is on its way. It turns solid on the store's word, never on the touch.
enum class Save : std::uint8_t {
    none,    ///< nobody has written anything
    hollow,  ///< handed to the store
    solid,   ///< on disk
    failed,  ///< the disk did not take it; the station keeps it and tries again
};

/// How a value stands in the journal.
struct Standing {
    Save save = Save::none;
    DraftNumber draft = 0;  ///< the touch that it waits for
    domain::Outcome outcome = domain::Outcome::pending;
    bool conflict = false;  ///< others wrote it too, without seeing this

    bool operator==(const Standing&) const = default;
};

/// One work of the lesson: a kind, and the how many-eth of that kind it is, from 1.
struct WorkKey {
    std::string kind;  ///< code of the policy `work.kinds`
    int ordinal = 1;

    bool operator==(const WorkKey&) const = default;
};

/// A mark of one pupil in this lesson; an empty value: withdrawn.
struct GivenMark {
    WorkKey work;
    int attempt = 1;
    std::string value;
    Standing standing;

    bool operator==(const GivenMark&) const = default;
};

struct Row {
    PersonId pupil;
    std::optional<std::string> code;  ///< nothing: not marked; empty: present
    Standing standing;
    std::vector<GivenMark> marks{};  ///< in the order in which they came

    bool operator==(const Row&) const = default;
};

struct TopicCell {
    std::optional<domain::Topic> topic;
    Standing standing;

    bool operator==(const TopicCell&) const = default;
};

/// What is set for the next lesson; no text and no way: nothing, on purpose (H-08).
struct Task {
    std::string text;
    domain::HomeworkWay ways = domain::HomeworkWay::none;

    bool operator==(const Task&) const = default;
};

struct HomeworkCell {
    std::optional<Task> task;
    Standing standing;

    bool operator==(const HomeworkCell&) const = default;
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

/// Half-typed text; nothing of it is on disk.
struct Typed {
    std::optional<domain::Topic> topic;  ///< nothing: untouched
    std::optional<Task> task;
    bool task_nothing = false;  ///< «Ничего не задано» is chosen

    bool operator==(const Typed&) const = default;
};

/// What the journal knows of a lesson.
struct LessonView {
    struct Value {
        domain::Cell cell;
        domain::Act act;
        domain::Outcome outcome = domain::Outcome::pending;
        bool conflict = false;
    };
    domain::LessonKey lesson;
    std::vector<Value> values;
    std::vector<PlanItemId> plan_done;  ///< items that topics of this load have used, other lessons' too
    std::vector<Attention> attention;   ///< of this session's person
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
    std::uint64_t question = 0;              ///< the last one put to the journal about the lesson
    std::uint64_t offers_question = 0;       ///< and about the day
    std::uint64_t picture = 0;               ///< the question whose answer is shown; 0: none has come
    bool viewed = false;                     ///< the journal has answered
    bool may_write = true;                   ///< false: another's lesson
    std::vector<Row> rows;                   ///< in the order of the class list
    std::vector<domain::AbsenceCode> codes;  ///< in force, in the order of the cycle
    std::vector<domain::WorkKind> kinds;     ///< in force, in the order in which they are offered
    domain::MarkScale scale;                 ///< of the lesson's class and subject
    WorkKey work;                            ///< for which marks are being given
    TopicCell topic;
    PlanState plan;
    HomeworkCell homework;
    std::optional<domain::Lesson> due;  ///< the load's next lesson
    std::vector<Attention> attention;   ///< as the journal has it
    std::vector<Attention> refused;     ///< touches that wrote nothing, since the lesson was opened; newest last
    std::vector<Draft> waiting;         ///< touches that are not on disk yet
    Typed typed;
};

/// What is kept of a person's desk while somebody else, or nobody, is at the station.
struct Kept {
    std::optional<domain::LessonKey> lesson;
    WorkKey work;
    Typed typed;
    std::vector<Draft> waiting;

    bool operator==(const Kept&) const = default;
};

}  // namespace zvonok::flow
