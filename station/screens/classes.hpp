#pragma once

#include "station/screens/plan.hpp"

/// All that the teacher teaches, with the way to each journal page and plan.
namespace zvonok::screens::classes {

struct Item {
    LoadId load{};
    std::string groups{}, subject{};
    int pupils = 0;
    std::optional<LocalDay> next{};  ///< the next lesson; nothing: none is left this year
    int period = 0;                  ///< of that
    plan::Lag lag{};
    bool operator==(const Item&) const = default;
};

struct State {
    office::Common common{};
    std::vector<Item> items{};  ///< by class, then by subject
    bool operator==(const State&) const = default;
};

struct Scratch {
    lesson::AttentionScratch attention{};
};

using Intent = std::variant<plan::ShowPage, lesson::ShowPlan, office::Intent>;

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& scratch);

}  // namespace zvonok::screens::classes
