#pragma once

#include "station/app/present.hpp"
#include "station/flow/event.hpp"

/// What people type and touch on the screens, as the flow's events.
namespace zvonok::app {

/// What is typed and not yet the flow's, of the screen that is shown.
struct Scratches {
    screens::lesson::Scratch lesson;
    screens::page::Scratch page;  ///< of the journal page, while it is open
    /// Of the desks of the office, while one is open.
    struct Office {
        screens::requests::Scratch requests;
        screens::absences::Scratch absences;
        screens::timetable::Scratch timetable;
        screens::notices::Scratch notices;
    } office;
    /// Whose text `lesson` holds.
    SessionId session;
    std::optional<domain::LessonKey> key;
};

struct Wanted {
    std::vector<flow::Event> events;
    std::optional<screens::Language> language;
    bool retry = false;  ///< the button of a notice
};

/// One frame of the screen.
Wanted show(ui::Frame& frame, const ScreenState& screen, Scratches& scratches);

/// Before a frame: another person's or lesson's half-typed text comes out of the flow's state.
void follow(Scratches& scratches, const flow::State& state);
/// After a frame: what the flow should keep of it; nothing where it holds the same already.
std::optional<flow::ask::Type> changed(const Scratches& scratches, const flow::State& state);

}  // namespace zvonok::app
