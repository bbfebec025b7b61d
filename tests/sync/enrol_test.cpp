#include "tests/sync/demo_school.hpp"

#include "station/base/file.hpp"
#include "station/crypto/random.hpp"
#include "sync/server/enrolment.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::sync;
using namespace std::chrono_literals;
using client::Trouble;
using test::ask;
using wire::ProblemKind;

namespace {
Bytes request_of(const crypto::PrivateKey& key) {
    const auto request = crypto::make_request(key, "station");
    REQUIRE(request);
    return *request;
}
}  // namespace

TEST_CASE("enrol: a one-time token and a request give a certificate that opens the other routes", "[sync][enrol]") {
    test::DemoServer server;
    const test::DemoStation station{server, 9, domain::StationMode::classroom};
    CHECK(station.row().certificates == 1);
    CHECK(station.post(station.request()));
    const auto pem = read_file(station.endpoint.certificate, 65536);
    REQUIRE(pem);
    const auto certificate = crypto::Certificate::from_pem(as_text(*pem));
    REQUIRE(certificate);
    CHECK(certificate->common_name() == station.id.hex());
}

TEST_CASE("enrol: a token opens once, and again only for the key that it was used for", "[sync][enrol]") {
    test::DemoServer server;
    const auto station = test::id<StationId>(9);
    const std::string token = server.add_station(station, domain::StationMode::classroom);
    const auto stranger = server.tls.stranger(server.port());
    const auto key = crypto::PrivateKey::generate();
    const auto first = client::enrol(stranger, token, request_of(key));
    REQUIRE(first);
    CHECK(first->station == station);
    CHECK(first->school == server.school.school);

    const auto thief = client::enrol(stranger, token, request_of(crypto::PrivateKey::generate()));
    REQUIRE_FALSE(thief);
    CHECK(thief.error().problem == ProblemKind::token_used);
    // The first answer may have been lost on the way.
    CHECK(client::enrol(stranger, token, request_of(key)));
}

TEST_CASE("enrol: a wrong, an expired and a struck-off station's token are refused, each in its own words",
          "[sync][enrol]") {
    test::DemoServer server;
    const auto stranger = server.tls.stranger(server.port());
    const auto request = request_of(crypto::PrivateKey::generate());
    const auto problem = [&](const std::string& token) {
        const auto answer = client::enrol(stranger, token, request);
        REQUIRE_FALSE(answer);
        return answer.error().problem;
    };
    CHECK(problem("00112233445566778899aabbccddeeff") == ProblemKind::token_unknown);
    CHECK(problem("") == ProblemKind::token_unknown);

    const auto station = test::id<StationId>(9);
    const std::string token = server.add_station(station, domain::StationMode::classroom, test::demo_morning + 1h);
    server.clock.advance(1h);
    CHECK(problem(token) == ProblemKind::token_expired);

    const std::string fresh = server.add_station(station, domain::StationMode::classroom, test::demo_morning + 9h);
    REQUIRE(server.core->revoke_station(server.school.school, station));
    CHECK(problem(fresh) == ProblemKind::station_revoked);
}

TEST_CASE("enrol: a request that is none, or not signed by its own key, gives no certificate", "[sync][enrol]") {
    test::DemoServer server;
    const std::string token = server.add_station(test::id<StationId>(9), domain::StationMode::classroom);
    Bytes request = request_of(crypto::PrivateKey::generate());
    request[request.size() - 5] ^= 1;
    for (const Bytes& broken : {request, Bytes{}, Bytes(100, 0x30)}) {
        const auto answer = client::enrol(server.tls.stranger(server.port()), token, broken);
        REQUIRE_FALSE(answer);
        CHECK(answer.error().problem == ProblemKind::csr_unusable);
    }
}

TEST_CASE("service: every route but enrolment and health asks for a station's certificate", "[sync][service]") {
    test::DemoServer server;
    const test::DemoStation station{server, 9, domain::StationMode::classroom};
    const auto stranger = server.tls.stranger(server.port());
    const auto foreign = server.tls.station(server.port(), server.dir / "foreign", test::demo_authority("Somebody"));
    const auto unknown = server.tls.station(server.port(), server.dir / "unknown", server.tls.station_authority);
    const client::Ask asks[] = {{.path_and_query = "/v1/sync", .body = wire::encode(station.request())},
                                {.path_and_query = "/v1/changes?after=0&wait=0"},
                                {.path_and_query = "/v1/snapshot?after=0"},
                                {.path_and_query = "/v1/time?nonce=000102030405060708090a0b0c0d0e0f"}};
    for (const client::Ask& what : asks) {
        INFO(what.path_and_query);
        const auto problem = [&](const client::Endpoint& endpoint) {
            const auto failure = client::failure_of(ask(endpoint, what));
            REQUIRE(failure);
            return failure->problem;
        };
        CHECK(problem(stranger) == ProblemKind::no_certificate);
        CHECK(problem(foreign) == ProblemKind::certificate_invalid);
        CHECK(problem(unknown) == ProblemKind::station_unknown);
        CHECK_FALSE(client::failure_of(ask(station.endpoint, what)));
    }
    CHECK(ask(stranger, {.path_and_query = "/v1/health"}).status == 200);
    CHECK(ask(station.endpoint, {.path_and_query = "/v1/nothing"}).status == 404);
    CHECK(ask(station.endpoint, {.path_and_query = "/v1/sync"}).status == 404);
    CHECK(ask(station.endpoint, {.path_and_query = "/v1/sync", .body = Bytes{1, 2, 3}}).status == 400);
}

TEST_CASE("service: a station that is struck off is turned away from then on", "[sync][service]") {
    test::DemoServer server;
    const test::DemoStation station{server, 9, domain::StationMode::classroom};
    REQUIRE(station.post(station.request()));
    REQUIRE(server.core->revoke_station(server.school.school, station.id));
    const auto answer = station.post(station.request());
    REQUIRE_FALSE(answer);
    CHECK(answer.error().trouble == Trouble::revoked);
}

TEST_CASE("service: the time token is the server's time, bound to the nonce", "[sync][service]") {
    test::DemoServer server;
    const test::DemoStation station{server, 9, domain::StationMode::classroom};
    auto request = station.request();
    request.nonce = crypto::random_bytes(16);
    const auto answer = station.post(request);
    REQUIRE(answer);
    REQUIRE(answer->time);
    const auto token = entry::check_time(*answer->time, server.signing.public_key(), request.nonce);
    REQUIRE(token);
    CHECK(token->at == server.clock.now());
    CHECK(token->station == station.id);
    CHECK_FALSE(entry::check_time(*answer->time, server.signing.public_key(), crypto::random_bytes(16)));
}
