#pragma once

#include "station/base/bytes.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace zvonok::sync::client {

/// Why the server could not be asked, as far as the station can tell. Each has words of its own on the screen.
enum class Trouble {
    none,
    bad_address,         ///< the configured address is no https address
    name_unknown,        ///< the host name has no address: no network, or a typing error
    unreachable,         ///< no way there: cable, switch, router
    connection_refused,  ///< the machine is there, the program is not
    timed_out,
    cut_off,            ///< the connection ended in the middle
    other_authority,    ///< the server's certificate is of another CA than the config image names
    other_name,         ///< a certificate of our CA, but for another host
    certificate_dates,  ///< the server's certificate is not valid today; or this machine's clock is wrong
    own_certificate,    ///< this station's certificate or key is unusable
    portal,             ///< the network wants somebody to log in first, and answers in the server's place
    proxy,              ///< the proxy that the environment names is not there, or does not let us through
    not_zvonok,         ///< something answers there, but it is no zvonok-server
    not_admitted,       ///< the server does not know this station's certificate
    revoked,            ///< the server has struck this station off
    outdated,           ///< the server no longer speaks this version
    server_fault,       ///< the server has a problem of its own
    local_fault,        ///< this station could not store or read what was exchanged
};

/// Whom to ask and how to know them.
struct Endpoint {
    std::vector<std::string> urls;        ///< "https://zvonok.school.example:8443", no path; tried in this order
    std::string authority_pem;            ///< the CA of the server's certificate
    std::filesystem::path certificate{};  ///< this station's chain, PEM; empty before enrolment
    std::filesystem::path key{};
    std::uint16_t portal_port = 80;  ///< where captive portals are looked for; tests have their own
};

/// Requests of different lanes never wait for each other: each has its own connection.
enum class Lane { exchange, long_poll };

struct Ask {
    std::string path_and_query;   ///< "/v1/sync"
    std::optional<Bytes> body{};  ///< POST with it; GET without
    bool compressed = false;      ///< the body is zstd
    std::chrono::milliseconds limit{30'000};
};

struct Answer {
    Trouble trouble = Trouble::none;  ///< of the way there; an HTTP status is no trouble by itself
    std::string detail{};             ///< for the log
    int status = 0;
    std::string content_type{};
    bool compressed = false;
    Bytes body{};
};

/// HTTPS for one thread; only wake() may be called from others. An interface, so that a simulation can stand in.
class Transport {
  public:
    virtual ~Transport() = default;
    /// Starts a request. A lane takes one at a time.
    virtual void ask(Lane lane, const Ask& ask) = 0;
    [[nodiscard]] virtual bool asking(Lane lane) const = 0;
    /// Drops what the lane is doing.
    virtual void cancel(Lane lane) = 0;
    /// Sleeps until an answer is there, somebody wakes it or the time is over. The answers that came, each once.
    struct Event {
        Lane lane;
        Answer answer;
    };
    virtual std::optional<Event> wait(std::chrono::milliseconds limit) = 0;
    /// The clock that waits are measured by, and whoever waits by this transport measures his pauses by.
    [[nodiscard]] virtual std::chrono::steady_clock::time_point now() const { return std::chrono::steady_clock::now(); }
    virtual void wake() = 0;
    /// From now on asks the next of the endpoint's addresses.
    virtual void try_next_address() = 0;
};

/// libcurl. Keeps one connection a lane, TLS 1.3, no redirects, proxies only as the environment names them. Where
/// somebody answers whom our CA does not vouch for, it asks the same host in plain HTTP, without a word about us: a
/// network that wants a login first answers that with a page or a redirect, in whoever's name.
Result<std::unique_ptr<Transport>> open_transport(const Endpoint& endpoint);

}  // namespace zvonok::sync::client
