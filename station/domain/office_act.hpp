#pragma once

#include "station/base/boxed.hpp"
#include "station/domain/cell.hpp"

#include <optional>
#include <string>
#include <vector>

/// What people write to run the school around the lessons.
namespace zvonok::domain {

struct Fact;
struct Writing;

/// Somebody else holds the lesson (D-05, D-06). The planned teachers stay in the timetable.
struct LessonTeacher {
    PersonId teacher;    ///< empty: withdrawn, as planned
    std::string reason;  ///< illness, trip, leave: for the register of substitutions

    bool operator==(const LessonTeacher&) const = default;
};

/// When, where and whether the lesson is held (D-08). `added` makes the cell's unplanned lesson of its load.
struct LessonChange {
    LessonState state = LessonState::as_planned;
    LocalDay day;           ///< moved, added: the date
    int period = 0;         ///< moved, added: number of the bell
    RoomId room;            ///< empty: unchanged
    LessonKey merged_into;  ///< merged: the lesson that is held
    std::string reason;

    bool operator==(const LessonChange&) const = default;
};

/// The lesson was held (F-10), or was not though nobody cancelled it.
struct LessonHeld {
    bool held = true;

    bool operator==(const LessonHeld&) const = default;
};

/// A person of the school states a fact; the server that accepts it records it.
struct Registration {
    Boxed<Fact> fact;

    bool operator==(const Registration&) const;
};

/// Asks that a closed record be changed (J-08 to J-10).
struct ChangeRequest {
    Boxed<Writing> wanted;
    std::string ground;    ///< one of the policy `change.grounds`
    std::string document;  ///< kind, number and date of the paper; empty: none
    std::string reason;

    bool operator==(const ChangeRequest&) const;
};

struct ChangeDecision {
    bool approved = false;
    std::string note;

    bool operator==(const ChangeDecision&) const = default;
};

/// The administrator's word on an entry that is held (T-12).
struct HeldDecision {
    bool accepted = false;
    std::string note;

    bool operator==(const HeldDecision&) const = default;
};

/// The person has read the rules and knows what it answers for, or has read what it was told.
struct Acknowledgement {
    std::string rules;  ///< version of the text

    bool operator==(const Acknowledgement&) const = default;
};

/// A login is lost or known to others; the account closes when the server takes it.
struct CompromiseReport {
    LocalDay learned_on;  ///< when the reporter came to know
    std::string note;

    bool operator==(const CompromiseReport&) const = default;
};

/// A reviewer's remark on a record (O-06); to be mended in the policy's `control.remark_days`.
struct Remark {
    PersonId to;
    CellKind about = CellKind::unknown;  ///< what of the cell's lesson; unknown: all of it
    std::string text;

    bool operator==(const Remark&) const = default;
};

struct RemarkAnswer {
    std::string text;

    bool operator==(const RemarkAnswer&) const = default;
};

/// Somebody has looked through the journals of a group or a subject (O-05).
struct Review {
    std::string note;

    bool operator==(const Review&) const = default;
};

struct Message {
    std::vector<PersonId> to;
    std::vector<GroupId> groups;  ///< their pupils' parents and pupils, or their teachers
    std::string text;
    EntityId answers;  ///< the message that this one answers; empty: none
    PersonId from{};   ///< a pupil or parent without a card, for whom the server speaks; empty: the entry's author
    PersonId about{};  ///< whose personal data have changed, where that is what it tells (C-07); else empty

    bool operator==(const Message&) const = default;
};

/// Stored by number: only add at the end.
enum class YearState : std::uint8_t { open = 1, closing = 2, closed = 3 };

/// Opening and closing of a school year (S-01, S-02, J-17): the administrator closes, a deputy confirms.
struct YearStep {
    YearState state = YearState::open;

    bool operator==(const YearStep&) const = default;
};

/// A step of a closed year's journal towards the archive and out of it (N-05, N-06, N-09 to N-11); which one stands in
/// the cell: "programme_fulfilled", "marks_objective", "exported", "accepted", "summary_extracted",
/// "journal_destroyed", "summary_destroyed".
struct ArchiveStep {
    std::string note;

    bool operator==(const ArchiveStep&) const = default;
};

/// A diary was opened, or refused to be (K-21, A-06).
struct Visit {
    PersonId pupil;  ///< whose diary
    Instant at;
    std::string place;  ///< station's name; empty: remote
    bool refused = false;

    bool operator==(const Visit&) const = default;
};

/// What a teacher advises the pupil in the cell's subject (K-08). Empty: withdrawn.
struct Recommendation {
    std::string text;

    bool operator==(const Recommendation&) const = default;
};

/// What the marks of the cell's period come to so far, as the server told it to the pupil and the parents (I-07).
struct Forecast {
    struct Line {
        SubjectId subject;
        std::string value;    ///< that the marks suggest; empty: not enough of them
        int hundredths = 0;   ///< their mean; 0: none
        std::string given{};  ///< the period mark, where it is there already
        bool operator==(const Line&) const = default;
    };
    LocalDay day;
    std::vector<Line> lines;

    bool operator==(const Forecast&) const = default;
};

/// The station did not let somebody do something.
struct RefusedAttempt {
    std::string rule;
    std::string note;

    bool operator==(const RefusedAttempt&) const = default;
};

}  // namespace zvonok::domain
