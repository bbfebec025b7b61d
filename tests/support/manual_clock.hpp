#pragma once

#include "station/base/clock.hpp"

namespace zvonok::test {

/// A clock that stands until it is told to move.
class ManualClock final : public Clock {
  public:
    explicit ManualClock(Instant start) : now_(start) { boot_.bytes[0] = 1; }
    [[nodiscard]] Instant now() const override { return now_; }
    [[nodiscard]] SinceBoot since_boot() const override { return since_boot_; }
    [[nodiscard]] BootId boot() const override { return boot_; }

    void advance(std::chrono::milliseconds by) {
        now_ += by;
        since_boot_ += by;
    }
    /// Somebody sets the wall clock; the monotonic one does not notice.
    void step_wall(std::chrono::milliseconds by) { now_ += by; }
    void restart() {
        since_boot_ = std::chrono::seconds{20};
        ++boot_.bytes[0];
    }

  private:
    Instant now_;
    SinceBoot since_boot_{std::chrono::hours{1}};
    BootId boot_;
};

}  // namespace zvonok::test
