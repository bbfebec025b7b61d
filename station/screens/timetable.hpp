#pragma once

#include "station/screens/absences.hpp"

/// A class's lessons of a day as they are to be held: substitutions, moves, cancellations (D-05, D-08). For the
/// dispatcher.
namespace zvonok::screens::timetable {

struct Entry {
    domain::LessonKey key{};
    int period = 0;
    LocalTime starts{}, ends{};
    std::string subject{}, groups{}, room{};
    std::string teachers{};  ///< planned
    std::vector<PersonId> planned{};
    std::string substitute{};  ///< who holds it instead; empty: as planned
    domain::LessonState state = domain::LessonState::as_planned;
    bool unconfirmed = false;  ///< the server has not judged the change
    bool operator==(const Entry&) const = default;
};

/// When somebody has a lesson on the day.
struct Busy {
    LocalTime starts{}, ends{};
    std::string where{};  ///< «6А»
    bool operator==(const Busy&) const = default;
};
struct Colleague {
    PersonId id{};
    std::string name{};
    std::vector<Busy> busy{};
    bool operator==(const Colleague&) const = default;
};

/// A day that a lesson can be moved to, with the numbers of its bells.
struct Target {
    LocalDay day{};
    std::vector<int> periods{};
    bool operator==(const Target&) const = default;
};

struct State {
    office::Common common{};
    std::vector<absences::ClassChoice> classes{};
    std::size_t current = 0;       ///< of `classes`
    std::vector<LocalDay> days{};  ///< to choose from: today and the next school days
    LocalDay day{};
    std::vector<Entry> lessons{};  ///< by start
    std::vector<Colleague> colleagues{};
    std::vector<Target> targets{};
    bool operator==(const State&) const = default;
};

struct Scratch {
    enum class Step : std::uint8_t { menu, teacher, move };
    std::optional<domain::LessonKey> changing{};
    Step step = Step::menu;
    std::string reason{};
    LocalDay to{};
    lesson::AttentionScratch attention{};
};

struct Show {
    GroupId school_class{};
    LocalDay day{};
};
/// No teacher: as planned.
struct Replace {
    domain::LessonKey lesson{};
    PersonId teacher{};
    std::string reason{};
};
struct Change {
    domain::LessonKey lesson{};
    domain::LessonState state = domain::LessonState::as_planned;
    LocalDay day{};  ///< moved: where to
    int period = 0;
    std::string reason{};
};
using Intent = std::variant<Show, Replace, Change, office::Intent>;

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& scratch);

}  // namespace zvonok::screens::timetable
