#pragma once

#include "station/screens/plan.hpp"

/// The pieces of the plan's page; for plan*.cpp only.
namespace zvonok::screens::plan {

/// «чт 17 сентября, 3 урок»
std::string slot_text(const ui::Words& words, const Slot& slot);
/// «дано», «пора дать», «без урока»
std::string stand_text(const ui::Words& words, const Topic& topic);
ui::Tone stand_tone(Stand stand);
/// «14. Линейные уравнения»
std::string topic_name(const Topic& topic);

/// The topic that was touched: its lessons, and those that it could have.
std::optional<Intent> draw_chosen(ui::Frame& frame, const State& state, Scratch& scratch, const ui::Rect& place);
/// What a button for many lessons will do, to be confirmed.
std::optional<Intent> draw_doing(ui::Frame& frame, const State& state, Scratch& scratch);

}  // namespace zvonok::screens::plan
