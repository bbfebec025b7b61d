#pragma once

#include <chrono>

namespace zvonok::sync::belief::tuning {

/// How far a station's clock may run ahead of the judge's, or leave its own session's time, before its times are in
/// doubt. Wider hides cheating by minutes, narrower holds the honest entries of a station whose clock drifts offline.
inline constexpr std::chrono::minutes clock_tolerance{5};

}  // namespace zvonok::sync::belief::tuning
