#pragma once

#include "station/base/clock.hpp"

namespace zvonok {

/// School-local wall time in whole seconds. Never UTC, never a bare integer.
using LocalTime = std::chrono::local_seconds;
using LocalDay = std::chrono::local_days;

/// One zone of the tz database. Cheap to copy.
class Zone {
  public:
    /// missing: the machine's tz database has no such name ("Europe/Moscow").
    static Result<Zone> find(std::string_view name);

    [[nodiscard]] LocalTime to_local(Instant at) const;
    /// A time that a change of the clocks skips maps to the instant of the change; one that it repeats, to the later:
    /// a deadline then falls where it favours the teacher.
    [[nodiscard]] Instant to_instant(LocalTime at) const;
    [[nodiscard]] LocalDay day_of(Instant at) const { return std::chrono::floor<std::chrono::days>(to_local(at)); }

  private:
    explicit Zone(const void* zone) : zone_(zone) {}
    const void* zone_;  // date::time_zone, owned by the tz database for the program's life
};

}  // namespace zvonok
