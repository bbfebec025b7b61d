#include "tests/bench/sync/figures.hpp"

#include <arpa/inet.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstdarg>
#include <ctime>
#include <filesystem>
#include <fstream>

namespace zvonok::bench {

void give_up(std::string_view what) {
    std::fprintf(stderr, "bench: %.*s\n", static_cast<int>(what.size()), what.data());
    std::exit(2);
}

double cpu_seconds(pid_t process) {
    clockid_t clock = CLOCK_PROCESS_CPUTIME_ID;
    if (process != 0 && clock_getcpuclockid(process, &clock) != 0) give_up("no clock of the other process");
    timespec at{};
    clock_gettime(clock, &at);
    return static_cast<double>(at.tv_sec) + static_cast<double>(at.tv_nsec) / 1e9;
}

double private_bytes(pid_t process) {
    std::ifstream file{"/proc/" + std::to_string(process) + "/smaps_rollup"};
    std::string name;
    double kibibytes = 0, all = 0;
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with("Private_")) continue;
        if (std::sscanf(line.c_str(), "%*s %lf", &kibibytes) == 1) all += kibibytes * 1024;
    }
    return all;
}

Traffic traffic_to(std::uint16_t port) {
    Traffic all;
    for (const auto& each : std::filesystem::directory_iterator{"/proc/self/fd"}) {
        const int fd = std::atoi(each.path().filename().c_str());
        sockaddr_in peer{};
        socklen_t size = sizeof peer;
        if (getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &size) != 0 || peer.sin_family != AF_INET ||
            ntohs(peer.sin_port) != port)
            continue;
        tcp_info info{};
        size = sizeof info;
        if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) continue;
        all.sent += info.tcpi_bytes_sent;
        all.received += info.tcpi_bytes_received;
    }
    return all;
}

Cost cost_of(pid_t there, const std::function<void()>& work) {
    const double here_before = cpu_seconds();
    const double there_before = there == 0 ? 0 : cpu_seconds(there);
    const auto begun = std::chrono::steady_clock::now();
    work();
    Cost cost;
    cost.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    cost.here_s = cpu_seconds() - here_before;
    cost.there_s = there == 0 ? 0 : cpu_seconds(there) - there_before;
    return cost;
}

double percentile(std::vector<double> values, double part) {
    if (values.empty()) return 0;
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1) + 0.5)];
}

namespace {
int over = 0;
}

void told(std::string_view name, double figure, double limit, std::string_view unit, const std::string& detail) {
    std::printf("bench %.*s: %.3g %.*s (limit %g) %s%s\n", static_cast<int>(name.size()), name.data(), figure,
                static_cast<int>(unit.size()), unit.data(), limit, detail.c_str(), figure > limit ? " OVER" : "");
    std::fflush(stdout);
    if (figure > limit) ++over;
}

void told(std::string_view name, double figure, std::string_view unit, const std::string& detail) {
    std::printf("bench %.*s: %.3g %.*s %s\n", static_cast<int>(name.size()), name.data(), figure,
                static_cast<int>(unit.size()), unit.data(), detail.c_str());
    std::fflush(stdout);
}

int exit_status() {
    return over > 0 ? 1 : 0;
}

std::string text(const char* format, ...) {
    char line[512];
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    return line;
}

}  // namespace zvonok::bench
