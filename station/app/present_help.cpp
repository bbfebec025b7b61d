#include "station/app/present.hpp"

namespace zvonok::app {

namespace {

using screens::help::Place;

struct PlaceOf {
    Place operator()(const screens::notice::State&) const { return Place::notice; }
    Place operator()(const screens::lock::State&) const { return Place::lock; }
    Place operator()(const screens::pin::State&) const { return Place::pin; }
    Place operator()(const screens::desk::State&) const { return Place::lessons; }
    Place operator()(const screens::lesson::State&) const { return Place::lesson; }
    Place operator()(const screens::page::State&) const { return Place::page; }
    Place operator()(const screens::requests::State&) const { return Place::requests; }
    Place operator()(const screens::absences::State&) const { return Place::absences; }
    Place operator()(const screens::timetable::State&) const { return Place::timetable; }
    Place operator()(const screens::notices::State&) const { return Place::notices; }
    Place operator()(const screens::messages::State&) const { return Place::messages; }
    Place operator()(const screens::classes::State&) const { return Place::classes; }
    Place operator()(const screens::plan::State&) const { return Place::plan; }
    Place operator()(const screens::kiosk::State& state) const {
        return state.chosen ? Place::class_day : Place::board;
    }
};

}  // namespace

screens::help::Hearing hearing_of(hal::Speech speech) {
    using screens::help::Hearing;
    switch (speech) {
        case hal::Speech::no_sound:
            return Hearing::no_sound;
        case hal::Speech::no_voice:
            return Hearing::no_voice;
        case hal::Speech::untried:
        case hal::Speech::works:
            break;
    }
    return Hearing::fine;
}

screens::help::State present_help(const flow::State& state, const ScreenState& screen, hal::Speech speech) {
    using screens::help::Owner;
    const bool known =
        std::holds_alternative<flow::Desk>(state.screen) || std::holds_alternative<flow::AskingPin>(state.screen);
    return {.place = std::visit(PlaceOf{}, screen),
            .owner = known ? Owner::person : Owner::nobody,
            .kiosk = state.setup.mode == domain::StationMode::kiosk,
            .sight = flow::sight_of(state),
            .hearing = hearing_of(speech),
            .around = surroundings(state)};
}

}  // namespace zvonok::app
