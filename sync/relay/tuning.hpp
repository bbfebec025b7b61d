#pragma once

#include <chrono>
#include <cstddef>

namespace zvonok::sync::relay::tuning {

using namespace std::chrono_literals;

/// One parcel, one question and one answer. An answer holds at least one parcel.
inline constexpr std::size_t parcel_bytes = 4 * 1024 * 1024;
inline constexpr std::size_t question_bytes = 64 * 1024;
inline constexpr std::size_t answer_bytes = 8 * 1024 * 1024;
/// What is put into one answer; the last parcel may go beyond.
inline constexpr std::size_t answer_parcels_bytes = 1024 * 1024;
/// Names in a list, and parcels wanted at once.
inline constexpr std::size_t names = 20'000;
inline constexpr std::size_t wanted = 500;

/// All parcels waiting at a station. More carries a longer outage of a larger school, and costs so much disk.
inline constexpr std::size_t carried_bytes = 64 * 1024 * 1024;
/// Exchanges with one neighbour before the next one gets its turn.
inline constexpr int exchanges_a_visit = 64;

/// Neighbours that are asked, and connections that are taken at once. Fewer make the way of an entry through a large
/// school longer, as it goes from neighbour to neighbour.
inline constexpr std::size_t neighbours = 32;
inline constexpr std::size_t connections = 64;
/// New connections a second; what is above waits in the system's queue.
inline constexpr int accepted_a_second = 20;

/// For connecting and shaking hands, and for each message.
inline constexpr std::chrono::seconds step_limit = 10s;
/// How long a neighbour that connected may be silent.
inline constexpr std::chrono::seconds idle_limit = 30s;

/// Between two rounds of asking all neighbours: while the server is out of reach, and while it is not. Shorter shows an
/// entry sooner at the kiosk and costs a handshake with each neighbour.
inline constexpr std::chrono::milliseconds round_offline = 3s;
inline constexpr std::chrono::milliseconds round_online = 60s;

/// How soon a machine without a discovery service is asked for one again.
inline constexpr std::chrono::milliseconds discovery_retry = 30s;

/// Looks at what is carried that one arrival of parcels may cause; each follows a declaration that was accepted.
inline constexpr int judgement_passes = 8;

}  // namespace zvonok::sync::relay::tuning
