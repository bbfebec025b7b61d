#pragma once

#include "station/base/log.hpp"
#include "sync/server/http.hpp"
#include "sync/server/metrics.hpp"
#include "sync/server/rate_limit.hpp"

namespace zvonok::sync::server {

/// How often clients may ask.
struct RateLimits {
    Rate station;   ///< one certificate
    Rate stranger;  ///< one address, without a certificate
};

/// Stands before the routes: turns away who asks too often, counts, and writes one line a request into the log,
/// "request route=/v1/sync status=200 ms=12 in=345 out=789 client=4f1c09aa". The client is the beginning of its
/// certificate's hash, or "none"; no person and no address is in it.
class Watched final : public HttpHandler {
  public:
    /// All must outlive it.
    Watched(HttpHandler& inside, RateLimits limits, Metrics& metrics, Log& log)
        : inside_(inside), stations_(limits.station), strangers_(limits.stranger), metrics_(metrics), log_(log) {}
    [[nodiscard]] std::size_t body_limit(Method method, const std::string& path) const override {
        return inside_.body_limit(method, path);
    }
    void handle(HttpRequest request, Respond respond) override;

  private:
    HttpHandler& inside_;
    RateLimit stations_, strangers_;
    Metrics& metrics_;
    Log& log_;
};

}  // namespace zvonok::sync::server
