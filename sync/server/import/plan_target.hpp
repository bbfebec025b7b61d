#pragma once

#include "sync/server/import/ledger.hpp"

namespace zvonok::server::imports {

/// A load that a plan may belong to.
struct FittingLoad {
    LoadId id;
    std::string title;  ///< "алгебра, 7Б, Кузнецова А. С."
};

/// All that fit, in the order of their titles.
std::vector<FittingLoad> loads_for(const Ledger& ledger, const PlanTarget& target);

/// Why the plan goes nowhere or to no single load; empty when it is clear. Names what to choose from.
std::string choice_fault(const Ledger& ledger, const PlanTarget& target, const std::vector<FittingLoad>& loads);

/// "алгебра, 7Б" as the person named it, for sentences.
std::string target_text(const PlanTarget& target);

}  // namespace zvonok::server::imports
