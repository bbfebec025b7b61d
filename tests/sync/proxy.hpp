#pragma once

#include "station/base/bytes.hpp"

#include <atomic>
#include <chrono>
#include <limits>
#include <memory>
#include <mutex>

namespace zvonok::test {

/// What a line does to the bytes on it.
struct Weather {
    std::chrono::milliseconds delay{0};
    std::size_t bytes_per_second = std::numeric_limits<std::size_t>::max();  ///< each way of each connection
    bool silent = false;    ///< half open: from now on what is sent vanishes, and nobody hears of it
    bool refusing = false;  ///< new connections are closed at once
};

/// A line of the tests' own between stations and a server on loopback: delays, throttles, cuts and half-opens.
class Proxy {
  public:
    /// server  its port; may change later, with the server
    explicit Proxy(std::uint16_t server);
    ~Proxy();
    Proxy(const Proxy&) = delete;
    Proxy& operator=(const Proxy&) = delete;

    [[nodiscard]] std::uint16_t port() const;
    /// Connections taken so far.
    [[nodiscard]] std::size_t accepted() const;
    void set(const Weather& weather);
    /// Ends all connections, with a reset, in the middle of whatever they carry.
    void cut();
    /// Carries so many bytes more towards the stations, then cuts all connections and takes no new ones until it is
    /// called again.
    void cut_after(std::size_t bytes);

  private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

/// Says the same to everybody who connects and asks, and hangs up.
class PlainServer {
  public:
    explicit PlainServer(std::string answer);
    ~PlainServer();
    PlainServer(const PlainServer&) = delete;
    PlainServer& operator=(const PlainServer&) = delete;
    [[nodiscard]] std::uint16_t port() const;

  private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

/// A port of loopback on which nobody listens.
std::uint16_t free_port();

}  // namespace zvonok::test
