#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace zvonok::app {

/// How many entries the screen says wait to be sent. With a server that answers, an entry leaves in the moment after it
/// was stored: a number that would come and go with each touch is held back until it has stood for a while.
class Waiting {
  public:
    using Time = std::chrono::steady_clock::time_point;

    /// calm: somebody takes them, so more of them may be told later. Fewer are told at once.
    void heard(std::uint64_t entries, bool calm, Time now);
    /// Tells what was held back, if its time has come.
    void come(Time now);
    /// When come() has something to do.
    [[nodiscard]] std::optional<Time> due() const { return due_; }
    [[nodiscard]] std::uint64_t told() const { return told_; }

  private:
    std::uint64_t told_ = 0;
    std::uint64_t heard_ = 0;
    std::optional<Time> due_;
};

}  // namespace zvonok::app
