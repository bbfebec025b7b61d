#pragma once

#include "station/base/bytes.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace zvonok::sync::server {

enum class Method { get, post, other };

/// What the other side showed in the TLS handshake. Possession of the key is proved by TLS itself; whether the
/// certificate is one of ours is told here and judged by the route.
struct PeerCertificate {
    Bytes der;
    bool chain_ok = false;      ///< valid today and issued by the station authority
    std::string chain_problem;  ///< for the log
};

struct HttpRequest {
    Method method = Method::other;
    std::string path;                          ///< "/v1/sync"
    std::map<std::string, std::string> query;  ///< decoded; of doubled names the first counts
    Bytes body;                                ///< as sent
    bool compressed = false;                   ///< the body is zstd
    std::optional<PeerCertificate> peer;
    std::string remote{};  ///< the client's address without its port; for limits, never for a log
};

struct HttpResponse {
    int status = 200;
    std::string content_type{};
    Bytes body{};
    bool compressed = false;
};

/// Gives the answer, once, from any thread, now or later. Dropping it unanswered closes the connection.
using Respond = std::function<void(HttpResponse)>;

/// What a server does with requests; knows nothing of sockets, so that a simulation can stand in for them.
class HttpHandler {
  public:
    virtual ~HttpHandler() = default;
    /// Bytes of body that are taken for this route; 0: the route takes none.
    [[nodiscard]] virtual std::size_t body_limit(Method method, const std::string& path) const = 0;
    /// On a worker thread. Several at once.
    virtual void handle(HttpRequest request, Respond respond) = 0;
};

/// "a=1&b=%2F" as pairs; what cannot be decoded is left out.
std::map<std::string, std::string> parse_query(std::string_view text);

}  // namespace zvonok::sync::server
