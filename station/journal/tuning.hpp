#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace zvonok::journal::tuning {

/// A received time further ahead than this does not move our clock of orders; what an entry dated wildly into the
/// future could do to later tie-breaks is bounded by it.
inline constexpr std::chrono::minutes order_ahead_limit{5};

/// Wall and monotonic clock may drift apart by this much before it counts as a step. Larger hides small steps; smaller
/// takes a busy machine's hiccup for one.
inline constexpr std::chrono::seconds clock_step_limit{2};

/// Two card sessions of one person overlap only by more than this: clocks of good stations differ by less. Larger hides
/// a card used twice in a break; smaller accuses whoever walks from one room to the next.
inline constexpr std::chrono::minutes clock_difference{5};

/// How often at most the high-water mark of time is written while nothing else is.
inline constexpr std::chrono::minutes high_water_period{5};

/// How many closed logs the witness names, the newest first; each start of the program closes one in which something
/// was written. More makes a file that is flushed at each start longer; of those left out a salvage knows by their
/// sessions.
inline constexpr std::int64_t witnessed_logs = 100;

/// One request's worth of unsent entries, where nobody asks for another, and of other stations' parcels. More makes a
/// lost request dearer, less makes a week's backlog slower.
inline constexpr std::size_t unsent_batch_bytes = 512 * 1024;

/// Visits to diaries in one request, some 120 bytes each.
inline constexpr std::size_t unsent_visits = 500;

/// And of other stations' parcels; the server looks at so many a request.
inline constexpr std::size_t unsent_parcels = 200;

/// Page cache while all tables are made anew: rows then go to as many places as the school has loads. Less means that
/// pages are read and written many times over, more only costs memory for those seconds.
inline constexpr int rebuild_cache_kibibytes = 64 * 1024;

/// From how many cells at once a transaction counts as a large intake (a first sync, a summer's backlog), and the page
/// cache that it gets: its rows go to as many places of the index of cells. With the usual cache each page is written
/// out and read again several times before the commit.
inline constexpr std::size_t large_intake_cells = 300;
inline constexpr int large_intake_cache_kibibytes = 32 * 1024;

}  // namespace zvonok::journal::tuning
