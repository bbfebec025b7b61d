#pragma once

#include "station/app/present.hpp"
#include "station/flow/event.hpp"

#include <map>

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
        screens::messages::Scratch messages;
        screens::classes::Scratch classes;
        screens::plan::Scratch plan;
    } office;
    screens::help::Scratch help;  ///< of any screen
    /// Whose text it is.
    SessionId session;
    PersonId person;
    std::optional<domain::LessonKey> key;  ///< of the lesson that `lesson` and `page` are about

    /// What people left behind when the station closed; it waits for the same card.
    struct Left {
        screens::lesson::Scratch lesson;
        screens::page::Scratch page;
        Office office;
        std::optional<domain::LessonKey> key;
    };
    std::map<PersonId, Left> left;
};

struct Wanted {
    std::vector<flow::Event> events;
    bool retry = false;  ///< the button of a notice
};

/// One frame of the screen.
Wanted show(ui::Frame& frame, const ScreenState& screen, const screens::help::State& help, Scratches& scratches);

/// Before a frame: another person's or lesson's half-typed text comes out of the flow's state, and what no flow keeps
/// (a place in a dialogue, a text at a desk of the office) out of what the person left.
void follow(Scratches& scratches, const flow::State& state);
/// After a frame: what the flow should keep of it; nothing where it holds the same already.
std::optional<flow::ask::Type> changed(const Scratches& scratches, const flow::State& state);

}  // namespace zvonok::app
