#pragma once

#include "station/screens/desk.hpp"
#include "station/ui/frame.hpp"

/// The pieces of the day's list; for desk*.cpp only.
namespace zvonok::screens::desk {

/// What the person is to see to, each with the way to its place.
std::optional<Intent> draw_duties(ui::Frame& frame, const State& state, const ui::Rect& place);

}  // namespace zvonok::screens::desk
