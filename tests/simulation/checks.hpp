#pragma once

#include "tests/simulation/server_machine.hpp"
#include "tests/simulation/station_machine.hpp"

namespace zvonok::simulation {

using Stations = std::vector<std::unique_ptr<StationMachine>>;

/// What must be true once everything has healed. Throws a Violation.
///
/// The same hash of the canonical dump for the same scope at every station and the server; every promised entry exactly
/// once on the server, or refused on its author's list; one verdict in force for each; chains, signatures and cursors
/// without a gap; nothing late accepted because a clock was set back.
void check_all(World& world, const Prepared& prepared, ServerMachine& server, Stations& stations);

}  // namespace zvonok::simulation
