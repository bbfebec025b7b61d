#pragma once

#include "sync/server/core.hpp"
#include "sync/server/http.hpp"
#include "sync/server/metrics.hpp"

namespace zvonok::sync::server {

/// The routes of sync/PROTOCOL.md over a core.
class Service final : public HttpHandler {
  public:
    /// metrics  where batches are counted; may be null, must outlive the service
    explicit Service(Core& core, Metrics* metrics = nullptr) : core_(core), metrics_(metrics) {}
    [[nodiscard]] std::size_t body_limit(Method method, const std::string& path) const override;
    void handle(HttpRequest request, Respond respond) override;

  private:
    OrDenial<StationRow> admitted(const HttpRequest& request);
    OrDenial<HttpResponse> answer(const HttpRequest& request);
    OrDenial<HttpResponse> enrol(const HttpRequest& request);
    OrDenial<HttpResponse> sync(const HttpRequest& request);
    OrDenial<HttpResponse> snapshot(const HttpRequest& request);
    OrDenial<HttpResponse> time(const HttpRequest& request);
    void changes(const HttpRequest& request, const Respond& respond);
    HttpResponse page_or_problem(const StationRow& station, const Wanted& wanted);
    void count(const wire::SyncAnswer& answer);

    Core& core_;
    Metrics* metrics_;
};

/// The problem as an answer with the status that belongs to it.
HttpResponse problem(const Denial& denial);

}  // namespace zvonok::sync::server
