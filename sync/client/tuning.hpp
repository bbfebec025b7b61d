#pragma once

#include <chrono>
#include <cstddef>

namespace zvonok::sync::client::tuning {

using namespace std::chrono_literals;

/// How long the way to the server may take. Longer waits keep "offline" off the screen on bad lines.
inline constexpr std::chrono::seconds connect_limit = 8s;
/// One exchange: connect, upload, answer.
inline constexpr std::chrono::seconds exchange_limit = 60s;
/// What the server is asked to hold a long poll, and what the line may add to it.
inline constexpr std::chrono::seconds poll_wait = 50s;
inline constexpr std::chrono::seconds poll_slack = 15s;
/// The next poll begins at least this long after one that ended without news.
inline constexpr std::chrono::milliseconds shortest_poll = 1s;

/// After a failure: the first pause, and the longest. Each failure doubles it; half of it is random, so that a school's
/// stations do not come back in step.
inline constexpr std::chrono::milliseconds first_pause = 1s;
inline constexpr std::chrono::milliseconds longest_pause = 15s;

/// After an exchange in which the server settled nothing of what was sent.
inline constexpr std::chrono::milliseconds stalled_pause = 10s;
/// An exchange at least this often, for a fresh time token: the older the anchor, the more the clock may have drifted.
inline constexpr std::chrono::minutes refresh_period = 30min;

/// What one exchange should take, the storing of what it brought included, and what it carries each way, before
/// compression: at first, at least, at most. A longer target makes fewer round trips; a shorter one lets a mark out
/// sooner while much else is under way.
inline constexpr std::chrono::milliseconds exchange_target = 2s;
inline constexpr std::size_t first_batch_bytes = 128 * 1024;
inline constexpr std::size_t least_batch_bytes = 8 * 1024;
inline constexpr std::size_t most_batch_bytes = 2 * 1024 * 1024;

/// To look whether a captive portal answers in the server's place.
inline constexpr std::chrono::milliseconds portal_limit = 3s;

/// An answer as received and after decompression; more is refused.
inline constexpr std::size_t answer_bytes = 8 * 1024 * 1024;
inline constexpr std::size_t answer_inflated_bytes = 64 * 1024 * 1024;

}  // namespace zvonok::sync::client::tuning
