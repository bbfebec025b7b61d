#pragma once

#include "station/base/result.hpp"

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// What the sync benchmarks share: giving up, clocks of processors, bytes of sockets, and the lines that are printed.
namespace zvonok::bench {

[[noreturn]] void give_up(std::string_view what);

template <class T>
T must(std::string_view what, Result<T> result) {
    if (!result) give_up(std::string(what) + ": " + describe(result.error()));
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// Seconds on a core since the process began, system calls included.   0: this process
double cpu_seconds(pid_t process = 0);

/// Resident memory without what it shares with other processes, in bytes.
double private_bytes(pid_t process);

/// What this process's TCP connections to a local port have carried so far, TLS and HTTP included. Connections that
/// were closed are not counted.
struct Traffic {
    std::uint64_t sent = 0, received = 0;
};
Traffic traffic_to(std::uint16_t port);

/// What some work took by the wall and on the cores of both sides.
struct Cost {
    double wall_s = 0, here_s = 0, there_s = 0;

    [[nodiscard]] double cpu_s() const { return here_s + there_s; }
};
/// there  the other side's process
Cost cost_of(pid_t there, const std::function<void()>& work);

double percentile(std::vector<double> values, double part);

/// "bench NAME: FIGURE UNIT (limit LIMIT UNIT) DETAIL". A figure over its limit makes exit_status() 1.
void told(std::string_view name, double figure, double limit, std::string_view unit, const std::string& detail);
/// Without a limit.
void told(std::string_view name, double figure, std::string_view unit, const std::string& detail);
int exit_status();

/// printf into a string.
[[gnu::format(printf, 1, 2)]] std::string text(const char* format, ...);

}  // namespace zvonok::bench
