#pragma once

#include "station/base/file.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace zvonok::test {

/// A TLS client that says what it likes as slowly as it likes; believes any server.
class SlowClient {
  public:
    /// A certificate with its key, PEM files; empty: none.
    struct Badge {
        std::filesystem::path certificate{}, key{};
    };
    SlowClient(std::uint16_t port, const Badge& badge);
    ~SlowClient();
    SlowClient(const SlowClient&) = delete;
    SlowClient& operator=(const SlowClient&) = delete;

    /// False: the server has hung up.
    bool say(std::string_view text);
    /// What the server says until it hangs up, an HTTP answer is whole, or the time is over.
    std::string hear(std::chrono::milliseconds limit);
    /// Whether the server hangs up within the time; what it says before is thrown away.
    bool hung_up(std::chrono::milliseconds limit);

  private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

/// What a plain HTTP server on loopback answers; empty: nobody is there.
std::string plain_get(std::uint16_t port, const std::string& path);

}  // namespace zvonok::test
