#include "sync/server/service.hpp"

#include "sync/server/tuning.hpp"
#include "sync/wire/compression.hpp"

namespace zvonok::sync::server {

using wire::ProblemKind;
namespace route = wire::route;

namespace {

int status_of(ProblemKind kind) {
    switch (kind) {
        case ProblemKind::bad_request:
        case ProblemKind::csr_unusable:
            return 400;
        case ProblemKind::no_certificate:
            return 401;
        case ProblemKind::no_such_route:
            return 404;
        case ProblemKind::outdated:
            return 426;
        case ProblemKind::busy:
            return 503;
        case ProblemKind::internal:
        case ProblemKind::unsaid:
            return 500;
        default:
            return 403;
    }
}

wire::Form form_for(bool reads_dense) {
    return reads_dense ? wire::Form::dense : wire::Form::plain;
}

HttpResponse message(Bytes bytes) {
    wire::Packed packed = wire::pack(std::move(bytes));
    return {200, std::string(wire::content_type), std::move(packed.bytes), packed.compressed};
}

OrDenial<Bytes> unpacked(const HttpRequest& request, std::size_t limit_bytes) {
    auto body = wire::unpack(request.body, request.compressed, limit_bytes);
    if (!body) return deny(ProblemKind::bad_request, body.error().what);
    return std::move(*body);
}

std::string_view value(const HttpRequest& request, const std::string& name) {
    const auto found = request.query.find(name);
    return found == request.query.end() ? std::string_view{} : std::string_view{found->second};
}

std::string_view name_of(const wire::BatchOutcome& outcome) {
    switch (outcome.receipt) {
        case wire::Receipt::stored:
            return "stored";
        case wire::Receipt::known:
            return "known";
        case wire::Receipt::gap:
            return "gap";
        case wire::Receipt::refused:
            return outcome.rule;
        case wire::Receipt::later:
        case wire::Receipt::unsaid:
            break;
    }
    return "later";
}

template <class T>
OrDenial<T> or_bad_request(Result<T> result) {
    if (!result) return deny(ProblemKind::bad_request, result.error().what);
    return std::move(*result);
}

OrDenial<Wanted> wanted_by(const HttpRequest& request) {
    const auto protocol = or_bad_request(number_of(request.query, "protocol"));
    if (!protocol) return tl::unexpected(protocol.error());
    // Who says nothing is of the first version.
    if (*protocol != 0 && *protocol < wire::oldest_protocol)
        return deny(ProblemKind::outdated, "protocol " + std::to_string(*protocol));
    return or_bad_request(wanted_of(request.query));
}

}  // namespace

HttpResponse problem(const Denial& denial) {
    return {status_of(denial.kind), std::string(wire::content_type),
            wire::encode(wire::Problem{denial.kind, denial.text}), false};
}

std::size_t Service::body_limit(Method method, const std::string& path) const {
    if (method != Method::post) return 0;
    if (path == route::sync) return tuning::sync_body_bytes;
    return path == route::enrol ? tuning::enrol_body_bytes : 0;
}

OrDenial<StationRow> Service::admitted(const HttpRequest& request) {
    if (!request.peer) return deny(ProblemKind::no_certificate, "this route asks for a station's certificate");
    if (!request.peer->chain_ok) return deny(ProblemKind::certificate_invalid, request.peer->chain_problem);
    return core_.admit(request.peer->der);
}

void Service::handle(HttpRequest request, Respond respond) {
    if (request.method == Method::get && request.path == route::changes) return changes(request, respond);
    auto response = answer(request);
    respond(response ? std::move(*response) : problem(response.error()));
}

OrDenial<HttpResponse> Service::answer(const HttpRequest& request) {
    if (request.method == Method::post) {
        if (request.path == route::sync) return sync(request);
        if (request.path == route::enrol) return enrol(request);
    }
    if (request.method == Method::get) {
        if (request.path == route::snapshot) return snapshot(request);
        if (request.path == route::time) return time(request);
        if (request.path == route::health) return HttpResponse{200, "text/plain", copy(as_bytes("ok\n"))};
    }
    return deny(ProblemKind::no_such_route, "no such route");
}

OrDenial<HttpResponse> Service::enrol(const HttpRequest& request) {
    const auto body = unpacked(request, tuning::enrol_body_bytes);
    if (!body) return tl::unexpected(body.error());
    const auto asked = wire::decode_enrol_request(*body);
    if (!asked) return deny(ProblemKind::bad_request, asked.error().what);
    const auto enrolled = core_.enrol(*asked);
    if (!enrolled) {
        core_.log().warn("enrol: refused: " + enrolled.error().text);
        return tl::unexpected(enrolled.error());
    }
    return message(wire::encode(*enrolled));
}

OrDenial<HttpResponse> Service::sync(const HttpRequest& request) {
    const auto station = admitted(request);
    if (!station) return tl::unexpected(station.error());
    const auto body = unpacked(request, tuning::sync_inflated_bytes);
    if (!body) return tl::unexpected(body.error());
    const auto asked = wire::decode_sync_request(*body);
    if (!asked) return deny(ProblemKind::bad_request, asked.error().what);
    // What an outdated station has to send is taken; what it would be sent it might not understand.
    const bool outdated = asked->protocol < wire::oldest_protocol;
    if (outdated && asked->batches.empty() && asked->visits.empty())
        return deny(ProblemKind::outdated, "protocol " + std::to_string(asked->protocol));
    auto synced = core_.sync(*station, *asked);
    if (!synced) return tl::unexpected(synced.error());
    count(*synced);
    if (outdated) {
        synced->access.reset();
        synced->changes = {asked->cursor, asked->cursor, false, {}, {}};
    }
    synced->reads_dense = true;
    return message(wire::encode(*synced, form_for(asked->reads_dense)));
}

void Service::count(const wire::SyncAnswer& answer) {
    if (metrics_ == nullptr) return;
    for (const wire::BatchOutcome& outcome : answer.outcomes) metrics_->batch(name_of(outcome));
}

OrDenial<HttpResponse> Service::snapshot(const HttpRequest& request) {
    const auto station = admitted(request);
    if (!station) return tl::unexpected(station.error());
    const auto wanted = wanted_by(request);
    if (!wanted) return tl::unexpected(wanted.error());
    return page_or_problem(*station, *wanted);
}

OrDenial<HttpResponse> Service::time(const HttpRequest& request) {
    const auto station = admitted(request);
    if (!station) return tl::unexpected(station.error());
    const auto nonce = from_hex(value(request, "nonce"));
    if (!nonce || nonce->size() < 16 || nonce->size() > 64)
        return deny(ProblemKind::bad_request, "a nonce has 16 to 64 bytes");
    return message(wire::encode(core_.time_token(*station, *nonce)));
}

HttpResponse Service::page_or_problem(const StationRow& station, const Wanted& wanted) {
    auto page = core_.changes(station, wanted);
    if (!page) return problem(page.error());
    page->reads_dense = true;
    return message(wire::encode(*page, form_for(wanted.reads_dense)));
}

void Service::changes(const HttpRequest& request, const Respond& respond) {
    const auto station = admitted(request);
    if (!station) return respond(problem(station.error()));
    const auto wanted = wanted_by(request);
    if (!wanted) return respond(problem(wanted.error()));
    const auto wait = or_bad_request(number_of(request.query, "wait"));
    if (!wait) return respond(problem(wait.error()));
    const auto news = core_.has_news(*station, *wanted);
    if (!news) return respond(problem(news.error()));
    if (*news) return respond(page_or_problem(*station, *wanted));

    const std::chrono::seconds seconds{std::min<std::uint64_t>(*wait, tuning::longest_wait.count())};
    const Scope scope = station->mode == domain::StationMode::kiosk ? Scope::kiosk : Scope::staff;
    core_.waiting().add({station->school, station->station, scope, wanted->after, seconds,
                         [this, respond, station = *station, wanted = *wanted](Waiting::End end) {
                             if (end == Waiting::End::news) return respond(page_or_problem(station, wanted));
                             respond(HttpResponse{204});
                         }});
    // What was written between the question above and the place in the queue.
    if (const auto head = core_.head(station->school)) core_.waiting().changed(station->school, *head, {});
}

}  // namespace zvonok::sync::server
