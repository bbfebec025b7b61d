#pragma once

#include "station/base/bytes.hpp"
#include "station/crypto/certificate.hpp"

#include <chrono>
#include <functional>
#include <memory>

/// Thousands of stations in one thread: real TLS 1.3 with a certificate each, HTTP/1.1 with keep-alive, and nothing
/// else of a station. What they say is made beforehand.
namespace zvonok::bench {

class Crowd {
  public:
    using Steady = std::chrono::steady_clock;
    struct Reply {
        int status = 0;  ///< 0: the connection failed
        bool compressed = false;
        Bytes body;
        std::string trouble;  ///< of a failed connection
    };
    using OnReply = std::function<void(Reply)>;
    struct Question {
        std::string target;  ///< "/v1/sync"
        Bytes body;          ///< POST with it, GET without
        bool compressed = false;
    };

    Crowd(std::uint16_t port, const std::string& authority_pem);
    ~Crowd();
    Crowd(const Crowd&) = delete;
    Crowd& operator=(const Crowd&) = delete;

    /// One more member; its number counts from 0. The key and certificate are kept.
    std::size_t add(const crypto::PrivateKey& key, const crypto::Certificate& certificate);
    /// Connects where the member is not connected, asks, and calls back from run(). One question at a time each.
    void ask(std::size_t member, Question question, OnReply on_reply);
    /// Works until `done` holds.   false: the limit passed first
    bool run(const std::function<bool()>& done, std::chrono::milliseconds limit);
    /// Calls back from run() then.
    void at(Steady::time_point when, std::function<void()> call);
    void disconnect(std::size_t member);

  private:
    struct Member;
    struct Network;
    std::unique_ptr<Network> network_;
};

}  // namespace zvonok::bench
