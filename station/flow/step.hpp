#pragma once

#include "station/flow/effect.hpp"
#include "station/flow/event.hpp"

namespace zvonok::flow {

State initial(Setup setup, Instant now);

struct Step {
    State state;
    std::vector<Effect> effects;
};

/// What happens next. Pure: the same state, event and time give the same answer.
Step step(State state, const Event& event, Instant now);

}  // namespace zvonok::flow
