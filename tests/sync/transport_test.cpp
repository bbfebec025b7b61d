#include "tests/sync/demo_tls.hpp"

#include "station/base/file.hpp"
#include "sync/client/enrol.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <catch2/catch.hpp>
#include <mutex>
#include <thread>

using namespace zvonok;
using namespace zvonok::sync;
using namespace std::chrono_literals;
using client::Trouble;
using test::ask;

namespace {

/// Answers with what it saw; requests to /later wait until told.
class Echo final : public server::HttpHandler {
  public:
    [[nodiscard]] std::size_t body_limit(server::Method method, const std::string&) const override {
        return method == server::Method::post ? 1000 : 0;
    }
    void handle(server::HttpRequest request, server::Respond respond) override {
        std::string text = request.path + (request.compressed ? " zstd" : "");
        for (const auto& [name, value] : request.query) text += " " + name + "=" + value;
        if (request.peer) text += request.peer->chain_ok ? " known" : " foreign";
        text += " " + std::string(as_text(request.body));
        if (request.path == "/drop") return;
        server::HttpResponse response{200, "text/plain", copy(as_bytes(text)), false};
        if (request.path == "/later") {
            const std::scoped_lock lock{mutex_};
            waiting_.push_back([respond, response] { respond(response); });
            return;
        }
        respond(std::move(response));
    }
    std::size_t waiting() {
        const std::scoped_lock lock{mutex_};
        return waiting_.size();
    }
    void release() {
        const std::scoped_lock lock{mutex_};
        for (const auto& answer : waiting_) answer();
        waiting_.clear();
    }

  private:
    std::mutex mutex_;
    std::vector<std::function<void()>> waiting_;
};

struct Running {
    explicit Running(std::chrono::milliseconds header_limit = 10s, const std::string& address = "127.0.0.1") {
        auto options = tls.listen_options();
        options.address = address;
        options.header_limit = header_limit;
        options.connections = 4;
        auto opened = server::Listener::open(options, echo, log);
        REQUIRE(opened);
        listener = std::move(*opened);
    }
    [[nodiscard]] std::uint16_t port() const { return listener->port(); }

    test::TempDir dir;
    test::DemoTls tls;
    Log log{"test"};
    Echo echo;
    std::unique_ptr<server::Listener> listener;
};

std::string text_of(const client::Answer& answer) {
    return std::string(as_text(answer.body));
}

/// A bare TCP connection to loopback.
UniqueFd connect_to(std::uint16_t port) {
    UniqueFd socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    return socket;
}

/// A port of loopback on which nobody listens, and one on which somebody listens and never speaks.
UniqueFd silent_listener(std::uint16_t& port) {
    UniqueFd socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(::listen(socket.get(), 8) == 0);
    socklen_t size = sizeof address;
    REQUIRE(::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port = ntohs(address.sin_port);
    return socket;
}

bool closed_within(const UniqueFd& socket, std::chrono::milliseconds limit) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    std::array<char, 512> buffer{};
    while (std::chrono::steady_clock::now() < deadline) {
        pollfd waiting{socket.get(), POLLIN, 0};
        if (::poll(&waiting, 1, 50) <= 0) continue;
        if (::recv(socket.get(), buffer.data(), buffer.size(), 0) <= 0) return true;
    }
    return false;
}

}  // namespace

TEST_CASE("transport: a request arrives with path, query, body and the station's certificate", "[sync][transport]") {
    const Running server;
    const auto endpoint = server.tls.station(server.port(), server.dir.path(), server.tls.station_authority);
    const auto transport = client::open_transport(endpoint);
    REQUIRE(transport);
    CHECK(text_of(ask(**transport, {.path_and_query = "/a/b?after=7&x=%2F"})) == "/a/b after=7 x=/ known ");
    const auto posted = ask(**transport, {.path_and_query = "/c", .body = copy(as_bytes("hello")), .compressed = true});
    CHECK(text_of(posted) == "/c zstd known hello");
    CHECK(posted.status == 200);
    CHECK(server.listener->connections() == 1);
}

TEST_CASE("transport: no certificate and one of another authority both reach the route, told apart",
          "[sync][transport]") {
    const Running server;
    CHECK(text_of(ask(server.tls.stranger(server.port()), {.path_and_query = "/x"})) == "/x ");
    const auto foreign = server.tls.station(server.port(), server.dir.path(), test::demo_authority("Somebody"));
    CHECK(text_of(ask(foreign, {.path_and_query = "/x"})) == "/x foreign ");
}

TEST_CASE("transport: every trouble on the way to the server has its own name", "[sync][transport]") {
    const Running server;
    const client::Ask hello{.path_and_query = "/x", .limit = 1500ms};
    const auto trouble = [&](const client::Endpoint& endpoint) { return ask(endpoint, hello).trouble; };
    auto endpoint = server.tls.stranger(server.port());

    SECTION("certificate of another CA") {
        endpoint.authority_pem = test::demo_authority("Other").certificate().pem();
        CHECK(trouble(endpoint) == Trouble::other_authority);
    }
    SECTION("a CA of the same name is still another CA") {
        endpoint.authority_pem = test::demo_authority("Zvonok test server CA").certificate().pem();
        CHECK(trouble(endpoint) == Trouble::other_authority);
    }
    SECTION("our CA, another host name") {
        const Running elsewhere{10s, "127.0.0.2"};
        auto other = elsewhere.tls.stranger(elsewhere.port());
        other.urls = {"https://127.0.0.2:" + std::to_string(elsewhere.port())};
        CHECK(trouble(other) == Trouble::other_name);
    }
    SECTION("a name that nobody has") {
        endpoint.urls = {"https://zvonok-nowhere.invalid:1"};
        CHECK(trouble(endpoint) == Trouble::name_unknown);
    }
    SECTION("nobody listens") {
        std::uint16_t port = 0;
        { const UniqueFd gone = silent_listener(port); }
        CHECK(trouble(server.tls.stranger(port)) == Trouble::connection_refused);
    }
    SECTION("somebody listens and says nothing") {
        std::uint16_t port = 0;
        const UniqueFd silent = silent_listener(port);
        CHECK(trouble(server.tls.stranger(port)) == Trouble::timed_out);
    }
    SECTION("somebody hangs up in the middle of the handshake, or speaks no TLS") {
        std::uint16_t port = 0;
        const UniqueFd listening = silent_listener(port);
        for (const std::string_view words : {"", "HTTP/1.1 400 Bad Request\r\n\r\n"}) {
            std::thread rude{[&] {
                const UniqueFd taken{::accept(listening.get(), nullptr, nullptr)};
                std::array<char, 16> first{};
                static_cast<void>(::recv(taken.get(), first.data(), first.size(), 0));
                static_cast<void>(::send(taken.get(), words.data(), words.size(), 0));
            }};
            const auto answer = ask(server.tls.stranger(port), hello);
            rude.join();
            INFO(answer.detail);
            CHECK(answer.trouble == (words.empty() ? Trouble::cut_off : Trouble::not_zvonok));
        }
    }
    SECTION("an answer that never comes because the server dropped it") {
        CHECK(ask(endpoint, {.path_and_query = "/drop"}).trouble == Trouble::cut_off);
    }
    SECTION("an answer that is no answer of ours") {
        const auto failure = client::failure_of(ask(endpoint, hello));
        REQUIRE(failure);
        CHECK(failure->trouble == Trouble::not_zvonok);
    }
    SECTION("an address that is none") {
        endpoint.urls = {"ftp://example"};
        CHECK_FALSE(client::open_transport(endpoint));
    }
}

TEST_CASE("transport: a waiting long poll does not hold up an exchange", "[sync][transport]") {
    Running server;
    const auto transport = client::open_transport(server.tls.stranger(server.port()));
    REQUIRE(transport);
    (*transport)->ask(client::Lane::long_poll, {.path_and_query = "/later"});
    CHECK(text_of(ask(**transport, {.path_and_query = "/now"})) == "/now ");
    CHECK((*transport)->asking(client::Lane::long_poll));
    while (server.echo.waiting() == 0) REQUIRE_FALSE((*transport)->wait(20ms));
    server.echo.release();
    const auto event = (*transport)->wait(10s);
    REQUIRE(event);
    CHECK(event->lane == client::Lane::long_poll);
    CHECK(text_of(event->answer) == "/later ");
}

TEST_CASE("transport: wake() ends a wait at once, from another thread", "[sync][transport]") {
    Running server;
    const auto transport = client::open_transport(server.tls.stranger(server.port()));
    REQUIRE(transport);
    const auto start = std::chrono::steady_clock::now();
    std::thread waker{[&] { (*transport)->wake(); }};
    CHECK_FALSE((*transport)->wait(20s));
    waker.join();
    CHECK(std::chrono::steady_clock::now() - start < 10s);
}

TEST_CASE("listener: a body over the route's limit is refused with 413", "[sync][listener]") {
    const Running server;
    const auto endpoint = server.tls.stranger(server.port());
    CHECK(ask(endpoint, {.path_and_query = "/x", .body = Bytes(1000, 'a')}).status == 200);
    CHECK(ask(endpoint, {.path_and_query = "/x", .body = Bytes(1001, 'a')}).status == 413);
}

TEST_CASE("listener: a client that dawdles over its handshake is put out", "[sync][listener]") {
    const Running server{300ms};
    const UniqueFd socket = connect_to(server.port());
    const std::uint8_t first = 0x16;  // the first byte of a TLS handshake, and no more
    REQUIRE(::send(socket.get(), &first, 1, 0) == 1);
    CHECK(closed_within(socket, 10s));
}

TEST_CASE("listener: beyond its limit of connections it closes new ones and serves the old", "[sync][listener]") {
    const Running server;
    std::vector<std::unique_ptr<client::Transport>> kept;
    for (int i = 0; i < 4; ++i) {
        auto transport = client::open_transport(server.tls.stranger(server.port()));
        REQUIRE(transport);
        CHECK(ask(**transport, {.path_and_query = "/x"}).status == 200);
        kept.push_back(std::move(*transport));
    }
    const auto surplus = ask(server.tls.stranger(server.port()), {.path_and_query = "/x"});
    CHECK((surplus.trouble == Trouble::cut_off || surplus.trouble == Trouble::not_zvonok));
    CHECK(ask(*kept.front(), {.path_and_query = "/x"}).status == 200);
}

TEST_CASE("listener: a stop lets the answers under way finish and takes no more", "[sync][listener]") {
    Running server;
    const auto transport = client::open_transport(server.tls.stranger(server.port()));
    REQUIRE(transport);
    (*transport)->ask(client::Lane::exchange, {.path_and_query = "/later"});
    while (server.echo.waiting() == 0) REQUIRE_FALSE((*transport)->wait(20ms));
    std::thread stopper{[&] { server.listener->stop(20s); }};
    const auto stranger = server.tls.stranger(server.port());
    while (ask(stranger, {.path_and_query = "/x", .limit = 5s}).trouble == Trouble::none) std::this_thread::yield();
    server.echo.release();
    const auto event = (*transport)->wait(10s);
    REQUIRE(event);
    CHECK(text_of(event->answer) == "/later ");
    stopper.join();
}
