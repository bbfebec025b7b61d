#include "sync/server/watched.hpp"

#include "station/crypto/digest.hpp"
#include "sync/server/service.hpp"

#include <algorithm>

namespace zvonok::sync::server {

namespace {

namespace route = wire::route;

/// What clients make up is one route for all of it.
std::string_view route_of(const std::string& path) {
    static constexpr std::string_view known[] = {route::sync,  route::changes, route::snapshot,
                                                 route::enrol, route::time,    route::health};
    const auto* const found = std::ranges::find(known, path);
    return found == std::end(known) ? std::string_view{"other"} : *found;
}

}  // namespace

void Watched::handle(HttpRequest request, Respond respond) {
    const auto began = std::chrono::steady_clock::now();
    const std::string client = request.peer ? to_hex(crypto::sha256(request.peer->der)).substr(0, 16) : std::string{};
    const std::string_view route = route_of(request.path);
    auto answer = [this, began, route, client, in = request.body.size(),
                   respond = std::move(respond)](HttpResponse response) {
        const auto took =
            std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
        metrics_.served({route, response.status, took, in, response.body.size()});
        const std::string line = "request route=" + std::string(route) + " status=" + std::to_string(response.status) +
                                 " ms=" + std::to_string(took.count() / 1000) + " in=" + std::to_string(in) +
                                 " out=" + std::to_string(response.body.size()) +
                                 " client=" + (client.empty() ? "none" : client);
        // What goes well is told to who wants to see all of it; a school's stations ask a million times a day.
        if (response.status >= 400)
            log_.info(line);
        else
            log_.debug(line);
        respond(std::move(response));
    };
    RateLimit& limit = request.peer ? stations_ : strangers_;
    if (!limit.admit(request.peer ? client : request.remote, began)) {
        metrics_.limited();
        auto busy = problem({wire::ProblemKind::busy, "asked too often"});
        busy.status = 429;
        return answer(std::move(busy));
    }
    inside_.handle(std::move(request), std::move(answer));
}

}  // namespace zvonok::sync::server
