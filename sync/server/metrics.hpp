#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace zvonok::sync::server {

/// Counts of what a server process has done since it started, for Prometheus. Names nobody: no station, person or
/// school is a label, only routes, statuses and rules, of which there are few. From any thread.
class Metrics {
  public:
    /// One request with its answer.
    struct Served {
        std::string_view route;  ///< as routes are called, never as the client wrote it
        int status = 0;
        std::chrono::microseconds took{};
        std::size_t received_bytes = 0, sent_bytes = 0;
    };
    void served(const Served& request);
    /// What became of an uploaded batch: "stored", "known", "gap", "later", or the rule by which it was refused.
    void batch(std::string_view outcome);
    void limited();
    /// A number that is asked for when somebody looks: open connections, waiting polls.
    void add_gauge(std::string name, std::string help, std::function<double()> now);

    /// Prometheus text format, version 0.0.4.
    [[nodiscard]] std::string text() const;

    /// Upper bounds of the histogram in seconds; a long poll that waits lies in the last.
    static constexpr std::array<double, 9> bounds{0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5, 10};

  private:
    struct Route {
        std::map<int, std::uint64_t> by_status;
        std::array<std::uint64_t, bounds.size()> within{};
        std::uint64_t count = 0, received_bytes = 0, sent_bytes = 0;
        double seconds = 0;
    };
    struct Gauge {
        std::string name, help;
        std::function<double()> now;
    };
    mutable std::mutex mutex_;
    std::map<std::string, Route, std::less<>> routes_;
    std::map<std::string, std::uint64_t, std::less<>> batches_;
    std::uint64_t limited_ = 0;
    std::vector<Gauge> gauges_;
};

}  // namespace zvonok::sync::server
