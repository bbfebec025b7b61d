#include "sync/server/metrics.hpp"

#include <sstream>

namespace zvonok::sync::server {

namespace {

void head(std::ostream& out, std::string_view name, std::string_view type, std::string_view help) {
    out << "# HELP " << name << ' ' << help << "\n# TYPE " << name << ' ' << type << '\n';
}

}  // namespace

void Metrics::served(const Served& request) {
    const double seconds = std::chrono::duration<double>(request.took).count();
    const std::scoped_lock lock{mutex_};
    Route& route = routes_.try_emplace(std::string(request.route)).first->second;
    ++route.by_status[request.status];
    ++route.count;
    route.seconds += seconds;
    route.received_bytes += request.received_bytes;
    route.sent_bytes += request.sent_bytes;
    for (std::size_t i = 0; i < bounds.size(); ++i)
        if (seconds <= bounds[i]) ++route.within[i];
}

void Metrics::batch(std::string_view outcome) {
    const std::scoped_lock lock{mutex_};
    ++batches_[std::string(outcome)];
}

void Metrics::limited() {
    const std::scoped_lock lock{mutex_};
    ++limited_;
}

void Metrics::add_gauge(std::string name, std::string help, std::function<double()> now) {
    const std::scoped_lock lock{mutex_};
    gauges_.push_back({std::move(name), std::move(help), std::move(now)});
}

std::string Metrics::text() const {
    std::ostringstream out;
    const std::scoped_lock lock{mutex_};
    head(out, "zvonok_requests_total", "counter", "Requests answered.");
    for (const auto& [name, route] : routes_)
        for (const auto& [status, count] : route.by_status)
            out << "zvonok_requests_total{route=\"" << name << "\",status=\"" << status << "\"} " << count << '\n';
    head(out, "zvonok_request_seconds", "histogram", "From the request's last byte to the answer; long polls wait.");
    for (const auto& [name, route] : routes_) {
        for (std::size_t i = 0; i < bounds.size(); ++i)
            out << "zvonok_request_seconds_bucket{route=\"" << name << "\",le=\"" << bounds[i] << "\"} "
                << route.within[i] << '\n';
        out << "zvonok_request_seconds_bucket{route=\"" << name << "\",le=\"+Inf\"} " << route.count << '\n'
            << "zvonok_request_seconds_sum{route=\"" << name << "\"} " << route.seconds << '\n'
            << "zvonok_request_seconds_count{route=\"" << name << "\"} " << route.count << '\n';
    }
    head(out, "zvonok_received_bytes_total", "counter", "Bodies received, as sent.");
    for (const auto& [name, route] : routes_)
        out << "zvonok_received_bytes_total{route=\"" << name << "\"} " << route.received_bytes << '\n';
    head(out, "zvonok_sent_bytes_total", "counter", "Bodies sent, as sent.");
    for (const auto& [name, route] : routes_)
        out << "zvonok_sent_bytes_total{route=\"" << name << "\"} " << route.sent_bytes << '\n';
    head(out, "zvonok_batches_total", "counter", "Uploaded batches by what became of them.");
    for (const auto& [outcome, count] : batches_)
        out << "zvonok_batches_total{outcome=\"" << outcome << "\"} " << count << '\n';
    head(out, "zvonok_limited_total", "counter", "Requests turned away because one client asked too often.");
    out << "zvonok_limited_total " << limited_ << '\n';
    for (const Gauge& gauge : gauges_) {
        head(out, gauge.name, "gauge", gauge.help);
        out << gauge.name << ' ' << gauge.now() << '\n';
    }
    return out.str();
}

}  // namespace zvonok::sync::server
