#pragma once

#include "tests/simulation/school.hpp"

namespace zvonok::simulation {

struct SeedOutcome {
    std::optional<Violation> violation;
    std::uint64_t fingerprint = 0;  ///< of all that happened: the same seed has the same
};

/// One seed: some hours of a school's life with faults, then calm, then the checks.
SeedOutcome simulate(std::uint64_t seed, const Prepared& prepared, SqliteDisks& disks, Totals& totals, bool tracing);

}  // namespace zvonok::simulation
