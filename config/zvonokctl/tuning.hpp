#pragma once

#include <chrono>
#include <cstddef>

namespace zvonok::ctl {

/// A demo's certificates hold this long before and after the days that matter.
inline constexpr std::chrono::days demo_margin{2};
inline constexpr std::chrono::days demo_term{400};
/// The demo's revocation list is this old on the demo's day, and is due again after the term. Logins ask for a list no
/// older than the policy's hours: a younger one could lie in the demo's future when its clock is set to the morning.
inline constexpr std::chrono::hours demo_list_age{12};
inline constexpr std::chrono::days demo_list_term{30};
/// Diagnosis warns this long before a certificate or list ends.
inline constexpr std::chrono::days soon{30};
/// A revocation list in PEM; the same cap as an image's files have.
inline constexpr std::size_t list_limit_bytes = 4 * 1024 * 1024;
/// How far a station's clock may be off before verification says so; the server judges by as much.
inline constexpr std::chrono::minutes clock_tolerance{5};
/// How long diagnosis waits for a server to answer.
inline constexpr std::chrono::seconds server_limit{8};
/// Less free space than this and diagnosis complains: a busy year's journal needs a tenth of it.
inline constexpr unsigned long long disk_low_bytes = 1ULL << 30;

}  // namespace zvonok::ctl
