#pragma once

#include "station/base/file.hpp"

#include <functional>
#include <thread>

namespace zvonok::app {

/// Blocks SIGTERM and SIGINT in this thread and all that it starts from now on, and tells of the first that comes.
/// To be made before any other thread.
class StopSignals {
  public:
    StopSignals();
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;
    /// `stop` is called in a thread of its own, once.
    void listen(std::function<void()> stop);

  private:
    UniqueFd signals_, end_;
    std::thread thread_;
};

}  // namespace zvonok::app
