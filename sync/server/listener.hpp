#pragma once

#include "station/base/log.hpp"
#include "sync/server/http.hpp"

#include <chrono>
#include <memory>

namespace zvonok::sync::server {

struct ListenOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;       ///< 0: any free one
    std::string certificate_pem;  ///< the server's, leaf first
    std::string key_pem;
    std::string client_authority_pem;  ///< who issues station certificates
    /// For handshake and header each, for a request's body, for an answer; tests shorten them.
    std::chrono::milliseconds header_limit{10'000};
    std::chrono::milliseconds body_limit{60'000};
    std::chrono::milliseconds write_limit{60'000};
    std::size_t connections = 8000;
};

/// Whether a server can show this certificate and prove it with this key.
/// faults  missing: no certificate in PEM   corrupt: no key in PEM   refused: the key is of another certificate
Result<void> check_pair(const std::string& certificate_pem, const std::string& key_pem);

/// HTTPS over TLS 1.3, HTTP/1.1 with keep-alive. The client certificate is asked for and may be left out.
class Listener {
  public:
    /// Starts to serve at once. busy: the port is taken.  refused: certificate or key unusable.
    /// `handler` and `log` must outlive the listener.
    static Result<std::unique_ptr<Listener>> open(const ListenOptions& options, HttpHandler& handler, Log& log);
    /// stop() with no grace.
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    [[nodiscard]] std::uint16_t port() const;
    /// Open connections now.
    [[nodiscard]] std::size_t connections() const;
    /// Connections taken since the start.
    [[nodiscard]] std::uint64_t accepted() const;
    /// Takes no more connections or requests, lets what is being answered finish for `grace`, then cuts.
    void stop(std::chrono::milliseconds grace);

  private:
    struct Server;
    explicit Listener(std::unique_ptr<Server> server);
    std::unique_ptr<Server> server_;
};

}  // namespace zvonok::sync::server
