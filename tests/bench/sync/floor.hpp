#pragma once

#include "tests/bench/sync/rows.hpp"

/// The floor of a sync: the same rows, compact, in one zstd frame, one HTTPS POST, one SQLite transaction, and one GET
/// and one transaction for the other station. No history, no authors, no rules, no signatures.
namespace zvonok::bench {

struct FloorRun {
    Cost cost;  ///< here_s is all of it: both sides are in this process
    std::uint64_t sent = 0, received = 0;
};
FloorRun run_floor(const std::vector<PlainRow>& rows);

}  // namespace zvonok::bench
