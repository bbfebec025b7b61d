#pragma once

#include "station/base/file.hpp"
#include "station/base/log.hpp"
#include "sync/server/metrics.hpp"

#include <thread>

namespace zvonok::sync::server {

/// Answers GET /metrics in plain HTTP to programs of this machine: it listens on loopback and nowhere else. One client
/// after another, each for a second at most, on a thread of its own.
class MetricsPort {
  public:
    /// address  "127.0.0.1" or "::1"
    /// refused: not a loopback address   busy: the port is taken
    static Result<std::unique_ptr<MetricsPort>> open(const std::string& address, std::uint16_t port,
                                                     const Metrics& metrics);
    ~MetricsPort();
    MetricsPort(const MetricsPort&) = delete;
    MetricsPort& operator=(const MetricsPort&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }

  private:
    MetricsPort(UniqueFd listening, UniqueFd stop, std::uint16_t port, const Metrics& metrics);
    void run();
    void answer(int connection);

    UniqueFd listening_, stop_;
    std::uint16_t port_;
    const Metrics& metrics_;
    std::thread thread_;
};

}  // namespace zvonok::sync::server
