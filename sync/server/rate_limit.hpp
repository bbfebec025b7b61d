#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

namespace zvonok::sync::server {

/// How often one client may ask: `burst` requests at once, then `per_second`.
struct Rate {
    double per_second = 0;
    double burst = 0;
};

/// A bucket of tokens for each client. From any thread.
class RateLimit {
  public:
    using Steady = std::chrono::steady_clock;
    explicit RateLimit(Rate rate) : rate_(rate) {}

    /// Whether the client of that name may ask now; counts the request if so.
    bool admit(const std::string& client, Steady::time_point now);
    /// Clients that are remembered.
    [[nodiscard]] std::size_t remembered() const;

  private:
    struct Bucket {
        double tokens = 0;
        Steady::time_point filled{};
    };
    void forget_the_idle(Steady::time_point now);

    Rate rate_;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Bucket> buckets_;
    Steady::time_point swept_{};
};

}  // namespace zvonok::sync::server
