#include "sync/server/metrics_port.hpp"
#include "sync/server/watched.hpp"
#include "tests/sync/checks.hpp"
#include "tests/sync/demo_school.hpp"
#include "tests/sync/server_process.hpp"
#include "tests/sync/slow_client.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <thread>

using namespace zvonok;
using namespace zvonok::sync;
using namespace std::chrono_literals;
using test::SlowClient;

namespace {

/// Answers a mebibyte to /long, "ok" to all else, at once.
class Ready final : public server::HttpHandler {
  public:
    [[nodiscard]] std::size_t body_limit(server::Method method, const std::string&) const override {
        return method == server::Method::post ? 1u << 20 : 0;
    }
    void handle(server::HttpRequest request, server::Respond respond) override {
        respond({200, "text/plain", request.path == "/long" ? Bytes(16u << 20, 'x') : copy(as_bytes("ok")), false});
    }
};

/// A listener whose limits are short enough to wait for.
struct Hasty {
    explicit Hasty(server::HttpHandler& handler) {
        auto options = tls.listen_options();
        options.header_limit = 1500ms;
        options.body_limit = 1500ms;
        options.write_limit = 1500ms;
        auto opened = server::Listener::open(options, handler, log);
        REQUIRE(opened);
        listener = std::move(*opened);
    }
    test::TempDir dir;
    test::DemoTls tls;
    Log log{"test"};
    std::unique_ptr<server::Listener> listener;
};

/// Says `piece` every 50 ms until the server hangs up; how long it bore that.
std::chrono::milliseconds trickle(SlowClient& client, std::string_view piece) {
    const auto begin = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - begin < 10s) {
        if (!client.say(piece) || client.hung_up(50ms)) break;
    }
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
}

}  // namespace

TEST_CASE("slowloris: a trickle of header or body, or an answer that nobody takes, ends by its total time",
          "[sync][listener][slowloris]") {
    Ready ready;
    const Hasty server{ready};
    const auto port = server.listener->port();
    SECTION("a header, a byte at a time") {
        SlowClient client{port, {}};
        REQUIRE(client.say("GET / HTTP/1.1\r\nX-Slow: "));
        CHECK(trickle(client, "a") < 8s);
    }
    SECTION("a body, a byte at a time") {
        SlowClient client{port, {}};
        REQUIRE(client.say("POST / HTTP/1.1\r\nContent-Length: 100000\r\n\r\n"));
        CHECK(trickle(client, "b") < 8s);
    }
    SECTION("a body in chunks that never end") {
        SlowClient client{port, {}};
        REQUIRE(client.say("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"));
        CHECK(trickle(client, "1\r\nc\r\n") < 8s);
    }
    SECTION("an answer that is asked for and not read") {
        SlowClient client{port, {}};
        REQUIRE(client.say("GET /long HTTP/1.1\r\n\r\n"));
        CHECK(test::eventually([&] { return server.listener->connections() == 0; }));
    }
    // All the while, and afterwards, others are served.
    CHECK(test::ask(server.tls.stranger(port), {.path_and_query = "/x"}).status == 200);
    CHECK(test::eventually([&] { return server.listener->connections() == 0; }));
}

TEST_CASE("slowloris: a hundred dawdlers hold no place of anybody who asks properly", "[sync][listener][slowloris]") {
    Ready ready;
    const Hasty server{ready};
    std::vector<std::unique_ptr<SlowClient>> dawdlers;
    for (int i = 0; i < 100; ++i) {
        dawdlers.push_back(std::make_unique<SlowClient>(server.listener->port(), SlowClient::Badge{}));
        static_cast<void>(dawdlers.back()->say("GET /x HTTP/1.1\r\n"));
        if (i % 20 == 0)
            CHECK(test::ask(server.tls.stranger(server.listener->port()), {.path_and_query = "/x"}).status == 200);
    }
    CHECK(test::eventually([&] { return server.listener->connections() == 0; }));
}

TEST_CASE("rate limit: a client has its burst, then so many a second, and is forgotten when it rests", "[sync][rate]") {
    server::RateLimit limit{{10, 3}};
    const auto start = std::chrono::steady_clock::time_point{} + 1h;
    for (int i = 0; i < 3; ++i) CHECK(limit.admit("a", start));
    CHECK_FALSE(limit.admit("a", start));
    CHECK(limit.admit("b", start));
    CHECK_FALSE(limit.admit("a", start + 50ms));
    CHECK(limit.admit("a", start + 150ms));
    CHECK_FALSE(limit.admit("a", start + 160ms));
    CHECK(limit.remembered() == 2);
    CHECK(limit.admit("c", start + 10s));
    CHECK(limit.remembered() == 1);
}

TEST_CASE("rate limit: a station that asks too often is told 429 and tries later, the others are served",
          "[sync][rate][listener]") {
    Ready ready;
    server::Metrics metrics;
    Log log{"test"};
    server::Watched watched{ready, {{0.01, 4}, {0.01, 2}}, metrics, log};
    const Hasty server{watched};
    const auto port = server.listener->port();
    const auto mad = server.tls.station(port, server.dir / "mad", server.tls.station_authority);
    const auto good = server.tls.station(port, server.dir / "good", server.tls.station_authority);
    for (int i = 0; i < 4; ++i) CHECK(test::ask(mad, {.path_and_query = "/x"}).status == 200);
    const auto refused = test::ask(mad, {.path_and_query = "/x"});
    CHECK(refused.status == 429);
    const auto failure = client::failure_of(refused);
    REQUIRE(failure);
    CHECK(failure->trouble == client::Trouble::server_fault);
    CHECK(failure->problem == wire::ProblemKind::busy);
    CHECK(test::ask(good, {.path_and_query = "/x"}).status == 200);
    // Who shows no certificate is one client by address.
    const auto stranger = server.tls.stranger(port);
    for (int i = 0; i < 2; ++i) CHECK(test::ask(stranger, {.path_and_query = "/v1/health"}).status == 200);
    CHECK(test::ask(stranger, {.path_and_query = "/v1/health"}).status == 429);
    const std::string text = metrics.text();
    CHECK(text.find("zvonok_limited_total 2\n") != std::string::npos);
    CHECK(text.find("zvonok_requests_total{route=\"other\",status=\"429\"} 1\n") != std::string::npos);
}

TEST_CASE("metrics: a real server counts requests and batches for Prometheus, and names nobody",
          "[sync][metrics][process]") {
    test::DemoServer server;
    test::DemoStation station{server, 101, domain::StationMode::classroom};
    server.stop();
    test::ServerProcess process{server};
    process.start("--metrics 127.0.0.1:0");
    station.write({station.absence(server.school.belov, "Н")}, server.teacher);
    station.connect();
    station.session->wake();
    REQUIRE(station.run_until([&] { return station.journal->unsent()->batches.empty(); }));
    const std::string text = test::plain_get(process.metrics_port(), "/metrics");
    CHECK(text.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(text.find("Content-Type: text/plain; version=0.0.4") != std::string::npos);
    CHECK(text.find("zvonok_requests_total{route=\"/v1/sync\",status=\"200\"} ") != std::string::npos);
    CHECK(text.find("zvonok_batches_total{outcome=\"stored\"} 1\n") != std::string::npos);
    CHECK(text.find("zvonok_request_seconds_bucket{route=\"/v1/sync\",le=\"+Inf\"} ") != std::string::npos);
    CHECK(text.find("\nzvonok_connections ") != std::string::npos);
    for (const std::string& name : {station.id.hex(), server.school.school.hex(), server.school.belov.hex(),
                                    std::string("st-"), std::string("Белов")})
        CHECK(text.find(name) == std::string::npos);
    CHECK(test::plain_get(process.metrics_port(), "/v1/health").starts_with("HTTP/1.1 404"));
    process.end(SIGTERM);
}

TEST_CASE("metrics: only this machine may ask", "[sync][metrics]") {
    const server::Metrics metrics;
    for (const char* address : {"0.0.0.0", "::", "192.0.2.1", "localhost", ""})
        CHECK_FALSE(server::MetricsPort::open(address, 0, metrics));
    const auto port = server::MetricsPort::open("127.0.0.1", 0, metrics);
    REQUIRE(port);
    CHECK_FALSE(server::MetricsPort::open("127.0.0.1", (*port)->port(), metrics));
    CHECK(test::plain_get((*port)->port(), "/metrics").find("zvonok_limited_total 0\n") != std::string::npos);
}

TEST_CASE("drain: told to end, a server answers what it has begun, ends its long polls with 204, takes nothing new",
          "[sync][drain][process]") {
    test::DemoServer server;
    test::DemoStation station{server, 101, domain::StationMode::classroom};
    REQUIRE(station.settle());
    const auto head = server.core->head(server.school.school);
    REQUIRE(head);
    server.stop();
    test::ServerProcess process{server};
    process.start();
    REQUIRE(process.port() == server.port());
    const SlowClient::Badge badge{station.endpoint.certificate, station.endpoint.key};
    SlowClient polling{server.port(), badge};
    REQUIRE(polling.say("GET /v1/changes?wait=50&after=" + std::to_string(head->cursor) +
                        "&epoch=" + head->epoch.hex() + " HTTP/1.1\r\n\r\n"));
    // An upload of which the server has read half.
    const Bytes body = wire::encode(station.request());
    SlowClient uploading{server.port(), badge};
    REQUIRE(uploading.say("POST /v1/sync HTTP/1.1\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n"));
    REQUIRE(uploading.say(as_text(body).substr(0, 5)));
    SlowClient idle{server.port(), badge};
    // Only an answer on the third connection shows that the server has come to know the other two.
    REQUIRE(idle.say("GET /v1/health HTTP/1.1\r\n\r\n"));
    REQUIRE(idle.hear(10s).starts_with("HTTP/1.1 200"));

    process.tell(SIGTERM);
    CHECK(polling.hear(10s).starts_with("HTTP/1.1 204"));
    CHECK(idle.hung_up(10s));
    REQUIRE(uploading.say(as_text(body).substr(5)));
    const std::string answer = uploading.hear(10s);
    CHECK(answer.starts_with("HTTP/1.1 200"));
    CHECK(answer.find("Connection: close") != std::string::npos);
    CHECK(test::ask(server.tls.stranger(server.port()), {.path_and_query = "/v1/health"}).trouble !=
          client::Trouble::none);
    CHECK(process.finish() == 0);
    CHECK(process.log().find("stopping") != std::string::npos);
}

TEST_CASE("log: a refused request is one line of names and values, without person, station name or address",
          "[sync][log][process]") {
    test::DemoServer server;
    test::DemoStation station{server, 101, domain::StationMode::classroom};
    server.stop();
    test::ServerProcess process{server};
    process.start();
    REQUIRE(process.port() == server.port());
    CHECK(test::ask(station.endpoint, {.path_and_query = "/v1/changes?after=x"}).status == 400);
    CHECK(test::ask(server.tls.stranger(server.port()), {.path_and_query = "/v1/secret-name"}).status == 404);
    process.end(SIGTERM);
    const std::string log = process.log();
    CHECK(log.find("request route=/v1/changes status=400 ms=") != std::string::npos);
    CHECK(log.find("request route=other status=404 ms=") != std::string::npos);
    CHECK(log.find(" client=none") != std::string::npos);
    CHECK(log.find("secret-name") == std::string::npos);
    for (std::size_t at = log.find("request "); at != std::string::npos; at = log.find("request ", at + 1))
        CHECK(log.substr(at, log.find('\n', at) - at).find("127.0.0.1") == std::string::npos);
}
