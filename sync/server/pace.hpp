#pragma once

#include <chrono>
#include <functional>

namespace zvonok::sync::server {

/// Who moves what a server does beside answering. Usually threads of its own; a simulation has none, and steps instead.
struct Pace {
    using Steady = std::chrono::steady_clock;
    enum class By { own_threads, steps } by = By::own_threads;
    std::function<Steady::time_point()> now = [] { return Steady::now(); };  ///< that waits are measured by
};

}  // namespace zvonok::sync::server
