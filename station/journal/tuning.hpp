#pragma once

#include <chrono>
#include <cstddef>

namespace zvonok::journal::tuning {

/// A received time further ahead than this does not move our clock of orders; what an entry dated wildly into the
/// future could do to later tie-breaks is bounded by it.
inline constexpr std::chrono::minutes order_ahead_limit{5};

/// Wall and monotonic clock may drift apart by this much before it counts as a step. Larger hides small steps; smaller
/// takes a busy machine's hiccup for one.
inline constexpr std::chrono::seconds clock_step_limit{2};

/// How often at most the high-water mark of time is written while nothing else is.
inline constexpr std::chrono::minutes high_water_period{5};

/// One request's worth of unsent entries. More makes a lost request dearer, less makes a week's backlog slower.
inline constexpr std::size_t unsent_batch_bytes = 512 * 1024;

/// Page cache while all tables are made anew: rows then go to as many places as the school has loads. Less means that
/// pages are read and written many times over, more only costs memory for those seconds.
inline constexpr int rebuild_cache_kibibytes = 64 * 1024;

}  // namespace zvonok::journal::tuning
