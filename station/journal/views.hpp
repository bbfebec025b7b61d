#pragma once

#include "station/entry/entry.hpp"

#include <optional>
#include <vector>

/// What the queries answer with.
namespace zvonok::journal {

/// One version of a cell's value, with whose it is.
template <class Act>
struct Version {
    std::optional<Act> act;  ///< nothing: written by a newer program, shown as such
    entry::EntryId entry;
    PersonId author;
    Instant saved;
    domain::Outcome outcome = domain::Outcome::pending;
    std::string rule;  ///< of a refused or held one
};

/// How a cell looks at a glance.
enum class CellState : std::uint8_t { empty, accepted, pending, refused, held, conflict };

/// Everything a screen needs about one cell.
template <class Act>
struct CellView {
    std::optional<Version<Act>> accepted;  ///< in force
    std::optional<Version<Act>> pending;   ///< this station's, on disk, not judged yet
    std::optional<Version<Act>> returned;  ///< this station's, refused or held, not answered by a later entry
    std::size_t versions = 0;              ///< accepted ones that have not seen each other; over 1: a conflict

    [[nodiscard]] CellState state() const {
        if (pending) return CellState::pending;
        if (returned) return returned->outcome == domain::Outcome::held ? CellState::held : CellState::refused;
        if (versions > 1) return CellState::conflict;
        return accepted ? CellState::accepted : CellState::empty;
    }
    /// What the cell should show: the newest that its people believe in.
    [[nodiscard]] const Version<Act>* shown() const {
        if (pending) return &*pending;
        if (accepted) return &*accepted;
        return returned ? &*returned : nullptr;
    }
};

/// A cell with its question.
template <class Act>
struct Answer {
    domain::Cell cell;
    CellView<Act> view;

    /// Whether there is anything to see: not a withdrawn value that nobody is waiting for.
    [[nodiscard]] const Act* value() const {
        const Version<Act>* shown = view.shown();
        return shown != nullptr && shown->act ? &*shown->act : nullptr;
    }
};
template <class Act>
using Answers = std::vector<Answer<Act>>;

struct PupilAttendance {
    PersonId pupil;
    CellView<domain::Attendance> cell;
};

struct LessonHomework {
    domain::LessonKey lesson;  ///< given out at
    EntityId addressee;        ///< class, subgroup or pupil
    CellView<domain::Homework> cell;
};

/// One lesson's screen. Pupils, topic and homework appear only where somebody wrote something.
struct LessonView {
    std::vector<PupilAttendance> attendance;  ///< by pupil id
    CellView<domain::Topic> topic;
    std::vector<LessonHomework> homework;  ///< by addressee id
    Answers<domain::AbsenceReason> reasons;
    Answers<domain::Work> works;
    Answers<domain::Mark> marks;  ///< by pupil id, work, its ordinal, attempt
    CellView<domain::PlanLink> plan_link;
    CellView<domain::LessonHeld> held;
    CellView<domain::LessonTeacher> teacher;
    CellView<domain::LessonChange> change;

    [[nodiscard]] const CellView<domain::Attendance>* of(PersonId pupil) const {
        for (const PupilAttendance& each : attendance)
            if (each.pupil == pupil) return &each.cell;
        return nullptr;
    }
};

/// An entry that its author should look at again.
struct AttentionItem {
    entry::EntryId entry;
    CellId cell;
    PersonId author;
    Instant saved;
    domain::Outcome outcome = domain::Outcome::refused;
    std::string rule;
    bool settled = false;                   ///< a later, accepted entry of the cell has seen it
    std::optional<entry::Writing> writing;  ///< nothing where only its stub is here
};

/// One entry of a cell's history.
struct HistoryItem {
    entry::Header header;
    domain::Outcome outcome = domain::Outcome::pending;
    std::string rule;
    std::vector<std::string> notes{};       ///< of an accepted one: the deadlines that it missed and the like
    bool own = false;                       ///< written at this station
    std::optional<entry::Writing> writing;  ///< nothing where only its stub is here
    StationId station{};                    ///< where; empty where the session's proof is not here (a kiosk)
};

struct Counts {
    std::size_t unsent = 0;  ///< own entries that the server has not acknowledged
    std::size_t newer = 0;   ///< values that need a newer program
};

}  // namespace zvonok::journal
