#pragma once

#include "station/base/id.hpp"

#include <chrono>

namespace zvonok {

/// An instant, UTC, whole milliseconds. What entries carry and deadlines are compared in.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// Milliseconds since the machine started, sleep included (CLOCK_BOOTTIME); comparable within one boot only.
using SinceBoot = std::chrono::milliseconds;

/// The three things that are asked of a machine's time. Passed in, so that a test or a demo can be any Monday.
class Clock {
  public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() const = 0;
    [[nodiscard]] virtual SinceBoot since_boot() const = 0;
    [[nodiscard]] virtual BootId boot() const = 0;
};

/// The real clock moved by a fixed offset; an offset other than zero is for stations whose image is marked as demo.
class SystemClock final : public Clock {
  public:
    explicit SystemClock(std::chrono::milliseconds offset = {});
    [[nodiscard]] Instant now() const override;
    [[nodiscard]] SinceBoot since_boot() const override;
    [[nodiscard]] BootId boot() const override { return boot_; }

  private:
    std::chrono::milliseconds offset_;
    BootId boot_;
};

/// "2026-09-15T09:42:07.120Z"
std::string to_text(Instant at);
/// Accepts exactly the form above, with or without the milliseconds.
Result<Instant> parse_instant(std::string_view text);

}  // namespace zvonok
