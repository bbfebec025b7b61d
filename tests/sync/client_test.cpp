#include "station/crypto/random.hpp"
#include "sync/client/batch_size.hpp"
#include "tests/sync/checks.hpp"
#include "tests/sync/demo_school.hpp"
#include "tests/sync/proxy.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace zvonok;
using namespace zvonok::sync;
using namespace std::chrono_literals;
using client::BatchSize;
using client::Trouble;

namespace {

/// Sets an environment variable for as long as this lives.
struct Environment {
    Environment(const char* of, const std::string& value) : name(of) { ::setenv(of, value.c_str(), 1); }
    ~Environment() { ::unsetenv(name); }
    const char* name;
};

/// Counts the requests of the exchange and their pages.
class Counting final : public server::HttpHandler {
  public:
    explicit Counting(server::HttpHandler& inside) : inside_(inside) {}
    [[nodiscard]] std::size_t body_limit(server::Method method, const std::string& path) const override {
        return inside_.body_limit(method, path);
    }
    void handle(server::HttpRequest request, server::Respond respond) override {
        if (request.path == wire::route::sync) ++exchanges;
        inside_.handle(std::move(request), std::move(respond));
    }
    std::atomic<int> exchanges = 0;

  private:
    server::HttpHandler& inside_;
};

}  // namespace

TEST_CASE("client: dozens of exchanges go over one connection, and the long poll over one of its own",
          "[sync][client]") {
    test::DemoServer server;
    test::DemoStation station{server, 101, domain::StationMode::classroom};
    test::Proxy line{server.port()};
    station.endpoint.urls = {"https://127.0.0.1:" + std::to_string(line.port())};
    station.connect();
    for (int i = 0; i < 20; ++i) {
        station.write({station.absence(server.school.belov, i % 2 == 0 ? "Н" : "Б")}, server.teacher);
        REQUIRE(station.settle());
    }
    CHECK(line.accepted() == 2);
    CHECK(test::received_of(station) == 20);
    CHECK(test::equal_to_server(station));
}

TEST_CASE("client: a network that wants a login first is told from a stranger's server", "[sync][client][portal]") {
    const test::DemoTls school, stranger;
    const client::Ask hello{.path_and_query = "/v1/health", .limit = 5s};
    struct Nobody final : server::HttpHandler {
        [[nodiscard]] std::size_t body_limit(server::Method, const std::string&) const override { return 0; }
        void handle(server::HttpRequest, server::Respond respond) override { respond({404}); }
    } nobody;
    Log log{"test"};
    const auto foreign = server::Listener::open(stranger.listen_options(), nobody, log);
    REQUIRE(foreign);
    auto endpoint = school.stranger((*foreign)->port());
    SECTION("a page in the place of every site") {
        const test::PlainServer portal{"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nlogin"};
        endpoint.portal_port = portal.port();
        CHECK(test::ask(endpoint, hello).trouble == Trouble::portal);
    }
    SECTION("a redirect") {
        const test::PlainServer portal{
            "HTTP/1.1 302 Found\r\nLocation: http://login.invalid/\r\nContent-Length: 0\r\n\r\n"};
        endpoint.portal_port = portal.port();
        CHECK(test::ask(endpoint, hello).trouble == Trouble::portal);
        // The portal speaks for the server's own port, too, and without TLS.
        auto plain = school.stranger(portal.port());
        plain.portal_port = portal.port();
        CHECK(test::ask(plain, hello).trouble == Trouble::portal);
    }
    SECTION("511, as RFC 6585 has it") {
        const test::PlainServer portal{
            "HTTP/1.1 511 Network Authentication Required\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n"};
        endpoint.portal_port = portal.port();
        CHECK(test::ask(endpoint, hello).trouble == Trouble::portal);
    }
    SECTION("nobody, or a site that has nothing there: the other server is what it is") {
        endpoint.portal_port = test::free_port();
        CHECK(test::ask(endpoint, hello).trouble == Trouble::other_authority);
        const test::PlainServer site{"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"};
        endpoint.portal_port = site.port();
        CHECK(test::ask(endpoint, hello).trouble == Trouble::other_authority);
    }
}

TEST_CASE("client: what answers over our TLS but is no zvonok-server is told so", "[sync][client][portal]") {
    for (const auto& [status, type] : std::vector<std::pair<int, std::string>>{
             {200, "text/html"}, {302, ""}, {502, "text/html"}, {413, ""}, {200, ""}}) {
        client::Answer answer;
        answer.status = status;
        answer.content_type = type;
        const auto failure = client::failure_of(answer);
        REQUIRE(failure);
        CHECK(failure->trouble == Trouble::not_zvonok);
    }
}

TEST_CASE("client: a proxy that is not there, or says no, is told as the proxy's", "[sync][client][proxy]") {
    const test::DemoTls tls;
    const client::Ask hello{.path_and_query = "/v1/health", .limit = 5s};
    const auto endpoint = tls.stranger(test::free_port());
    const Environment everything{"no_proxy", ""};
    SECTION("a name that nobody has") {
        const Environment proxy{"https_proxy", "http://zvonok-nowhere.invalid:1"};
        CHECK(test::ask(endpoint, hello).trouble == Trouble::proxy);
    }
    SECTION("one that wants a password") {
        const test::PlainServer says{
            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n"};
        const Environment proxy{"https_proxy", "http://127.0.0.1:" + std::to_string(says.port())};
        CHECK(test::ask(endpoint, hello).trouble == Trouble::proxy);
    }
    SECTION("one that does not reach the server") {
        const test::PlainServer says{"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"};
        const Environment proxy{"https_proxy", "http://127.0.0.1:" + std::to_string(says.port())};
        CHECK(test::ask(endpoint, hello).trouble == Trouble::proxy);
    }
}

TEST_CASE("client: the size of an exchange grows while it is quick and cut, shrinks when slow, and stays in bounds",
          "[sync][client]") {
    using enum BatchSize::Extent;
    BatchSize size;
    const auto first = size.bytes();
    size.went(all_there_was, 10ms);
    CHECK(size.bytes() == first);
    size.went(cut_to_size, 100ms);
    CHECK(size.bytes() == 2 * first);
    for (int i = 0; i < 10; ++i) size.went(cut_to_size, 100ms);
    CHECK(size.bytes() == client::tuning::most_batch_bytes);
    size.went(cut_to_size, client::tuning::exchange_target * 2);
    CHECK(size.bytes() == client::tuning::most_batch_bytes / 2);
    for (int i = 0; i < 20; ++i) size.failed();
    CHECK(size.bytes() == client::tuning::least_batch_bytes);
    size.went(all_there_was, 1h);
    CHECK(size.bytes() == client::tuning::least_batch_bytes);
}

TEST_CASE("client: a new station whose line is cut again and again goes on with its snapshot where it was",
          "[sync][client][snapshot]") {
    auto house = test::DemoServer::plain_house();
    Counting* counting = nullptr;
    house.front = [&](server::HttpHandler& inside) {
        auto made = std::make_unique<Counting>(inside);
        counting = made.get();
        return made;
    };
    test::DemoServer server{std::move(house)};
    test::DemoStation writer{server, 101, domain::StationMode::classroom};
    for (int i = 0; i < 400; ++i) {
        writer.write({writer.homework("§ " + std::to_string(i) + to_hex(crypto::random_bytes(400)))}, server.teacher);
    }
    REQUIRE(writer.settle());
    test::DemoStation fresh{server, 102, domain::StationMode::classroom};
    test::Proxy line{server.port()};
    fresh.endpoint.urls = {"https://127.0.0.1:" + std::to_string(line.port())};
    const auto head = server.core->head(server.school.school)->cursor;
    std::uint64_t before = 0;
    int cuts = 0;
    while (fresh.journal->position().cursor < head && cuts < 40) {
        fresh.connect();
        fresh.session->wake();
        // Each life of the line carries a little more than a page, then it is cut in the middle of one.
        line.cut_after(90'000);
        static_cast<void>(fresh.run_until(
            [&] {
                return fresh.journal->position().cursor >= head || fresh.session->status().trouble != Trouble::none;
            },
            20s));
        CHECK(fresh.journal->position().cursor >= before);
        before = fresh.journal->position().cursor;
        ++cuts;
    }
    INFO("lives of the line: " << cuts << ", requests: " << counting->exchanges);
    CHECK(fresh.journal->position().cursor == head);
    CHECK(cuts > 1);
    CHECK(fresh.replica->rejected.empty());
    line.cut_after(std::numeric_limits<std::size_t>::max());
    fresh.connect();
    REQUIRE(fresh.settle());
    CHECK(test::equal_to_server(fresh));
}

TEST_CASE("client: what is written while much is being read goes out before the reading is done",
          "[sync][client][priority]") {
    test::DemoServer server;
    test::DemoStation writer{server, 101, domain::StationMode::classroom};
    for (int i = 0; i < 600; ++i)
        writer.write({writer.homework("§ " + std::to_string(i) + to_hex(crypto::random_bytes(600)))}, server.teacher);
    REQUIRE(writer.settle());
    test::DemoStation fresh{server, 102, domain::StationMode::classroom};
    const auto head = server.core->head(server.school.school)->cursor;
    fresh.session->wake();
    REQUIRE(fresh.run_until([&] { return fresh.journal->position().cursor > 0; }));
    REQUIRE(fresh.journal->position().cursor < head);
    fresh.write({fresh.absence(server.school.belov, "Н")}, server.teacher);
    fresh.session->wake();
    REQUIRE(fresh.run_until([&] { return fresh.journal->unsent()->batches.empty(); }));
    CHECK(fresh.journal->position().cursor < head);
    REQUIRE(fresh.settle());
    CHECK(test::equal_to_server(fresh));
}
