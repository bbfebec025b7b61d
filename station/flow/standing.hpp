#pragma once

#include "station/domain/judge.hpp"

#include <vector>

/// How far a written value is on its way to the disk and through judgement, wherever a screen shows it.
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
    bool in_force = true;   ///< false: what shows was sent back, and nothing else is there

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
    std::string comment{};

    bool operator==(const GivenMark&) const = default;
};

/// What is written of one pupil in one lesson: the same on the lesson's desk and on its journal page.
struct PupilLesson {
    std::optional<std::string> code{};  ///< nothing: not marked; empty: present
    int late_minutes = 0;               ///< present, and came so late
    Standing standing{};                ///< of the code
    std::vector<GivenMark> marks{};     ///< in the order in which they came; with withdrawn ones

    bool operator==(const PupilLesson&) const = default;
};

/// One cell's value as the journal has it.
struct RecordedValue {
    domain::Cell cell;
    domain::Act act;
    domain::Outcome outcome = domain::Outcome::pending;
    bool conflict = false;
    bool in_force = true;
};

/// One entry of a cell, whatever became of it (J-16).
struct HistoryLine {
    domain::Cell cell;
    domain::Act act;
    PersonId author;
    domain::Role role = domain::Role::none;
    Instant saved;
    StationId station;  ///< empty: not known here
    domain::Outcome outcome = domain::Outcome::pending;
    std::string rule;  ///< of a refused or held one
    EntityId basis;    ///< the request or order that it was written upon

    bool operator==(const HistoryLine&) const = default;
};

}  // namespace zvonok::flow
