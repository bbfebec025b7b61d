#pragma once

#include "station/screens/kiosk.hpp"
#include "station/ui/frame.hpp"

/// The pieces of the kiosk; for kiosk*.cpp only.
namespace zvonok::screens::kiosk {

constexpr float touch_u = 8;  ///< what a finger is sure to hit on a kiosk, in units

std::string bell_text(const ui::Words& words, const Bell& bell);
/// «Данные на 09:41», and what it means when there is no network.
std::string age_text(const ui::Words& words, const Surroundings& around);

/// Every class as a button: by grade, side by side in a wide place, one under another in a tall one; once a class is
/// chosen, close together without the grades.
std::optional<Intent> draw_classes(ui::Frame& frame, const State& state, const ui::Rect& place);
/// What draw_classes needs in height once a class is chosen.
float classes_height(const ui::Frame& frame, const State& state, float width);
std::optional<Intent> draw_day(ui::Frame& frame, const State& state, const ui::Rect& place);

}  // namespace zvonok::screens::kiosk
