#include "station/base/clock.hpp"

#include "station/base/file.hpp"

#include <cstdio>
#include <ctime>

namespace zvonok {

using std::chrono::milliseconds;

SystemClock::SystemClock(milliseconds offset) : offset_(offset) {
    // The kernel's boot id is a UUID in text; without it (a jail without /proc) all boots look alike, which the
    // judgement treats like any restart without an anchor.
    if (auto text = read_file("/proc/sys/kernel/random/boot_id", 64)) {
        std::string digits;
        for (const std::uint8_t c : *text)
            if (c != '-' && c != '\n') digits.push_back(static_cast<char>(c));
        if (auto id = BootId::from_hex_text(digits)) boot_ = *id;
    }
}

Instant SystemClock::now() const {
    return std::chrono::floor<milliseconds>(std::chrono::system_clock::now()) + offset_;
}

SinceBoot SystemClock::since_boot() const {
    timespec t{};
    clock_gettime(CLOCK_BOOTTIME, &t);
    return std::chrono::seconds(t.tv_sec) +
           std::chrono::duration_cast<milliseconds>(std::chrono::nanoseconds(t.tv_nsec));
}

std::string to_text(Instant at) {
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{at - day};
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
    return text;
}

Result<Instant> parse_instant(std::string_view text) {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, milli = 0, used = 0;
    const std::string copy{text};
    const bool with_millis = std::sscanf(copy.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d.%3dZ%n", &year, &month, &day, &hour,
                                         &minute, &second, &milli, &used) == 7 &&
                             used == static_cast<int>(copy.size());
    if (!with_millis) {
        milli = 0;
        used = 0;
        if (std::sscanf(copy.c_str(), "%4d-%2d-%2dT%2d:%2d:%2dZ%n", &year, &month, &day, &hour, &minute, &second,
                        &used) != 6 ||
            used != static_cast<int>(copy.size()))
            return fail(FaultKind::corrupt, "not an instant in UTC");
    }
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || milli < 0)
        return fail(FaultKind::corrupt, "an instant that no calendar has");
    return Instant{std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
                   std::chrono::seconds{second} + milliseconds{milli}};
}

}  // namespace zvonok
