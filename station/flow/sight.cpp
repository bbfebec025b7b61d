#include "station/flow/sight.hpp"

#include "station/flow/stepper.hpp"

namespace zvonok::flow {

namespace {

std::optional<PersonId> person_at(const State& state) {
    if (const auto* desk = std::get_if<Desk>(&state.screen)) return desk->session.person;
    if (const auto* pin = std::get_if<AskingPin>(&state.screen)) return pin->person;
    return std::nullopt;
}

}  // namespace

Sight sight_of(const State& state) {
    Sight sight = state.passing_sight.value_or(state.setup.sight);
    if (const auto person = person_at(state)) {
        const auto own = state.sights.find(*person);
        if (own != state.sights.end()) {
            // Who touched another language a moment ago means it, whatever he chose in other weeks.
            const bool asked = sight.language != state.setup.sight.language;
            const Language language = asked ? sight.language : own->second.language;
            sight = own->second;
            sight.language = language;
        }
    }
    sight.spoken = sight.spoken || state.voice_here;
    return sight;
}

void Stepper::operator()(const event::SightsRead& event) {
    state_.sights = event.sights;
}

void Stepper::operator()(const ask::ChooseSight& event) {
    const Sight& wanted = event.sight;
    if (std::ranges::find(text_sizes, wanted.text_percent) == text_sizes.end()) return;
    const auto person = person_at(state_);
    if (!person) {
        state_.passing_sight = wanted;
        state_.voice_here = wanted.spoken;
        return;
    }
    state_.voice_here = state_.voice_here && wanted.spoken;
    if (state_.passing_sight) state_.passing_sight->language = state_.setup.sight.language;
    // Who wants what the station has anyway follows it when IT changes that.
    if (wanted == state_.setup.sight && !state_.passing_sight)
        state_.sights.erase(*person);
    else
        state_.sights[*person] = wanted;
    to_do(effect::KeepSights{state_.sights});
}

void Stepper::operator()(const ask::ChooseLanguage& event) {
    Sight wanted = sight_of(state_);
    wanted.language = event.language;
    (*this)(ask::ChooseSight{wanted});
}

}  // namespace zvonok::flow
