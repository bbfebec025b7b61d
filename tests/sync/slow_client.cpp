#include "tests/sync/slow_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <catch2/catch.hpp>

#include <array>
#include <csignal>

namespace zvonok::test {

namespace {

UniqueFd loopback_socket(std::uint16_t port) {
    UniqueFd socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return UniqueFd{};
    return socket;
}

bool readable(int socket, std::chrono::milliseconds limit) {
    pollfd waiting{socket, POLLIN, 0};
    return ::poll(&waiting, 1, static_cast<int>(limit.count())) > 0;
}

/// Whether the text is one HTTP answer with all of its body.
bool whole(const std::string& text) {
    const auto end = text.find("\r\n\r\n");
    if (end == std::string::npos) return false;
    constexpr std::string_view field = "Content-Length: ";
    const auto at = text.find(field);
    const std::size_t body = at > end ? 0 : std::stoul(text.substr(at + field.size()));
    return text.size() >= end + 4 + body;
}

}  // namespace

struct SlowClient::Inside {
    struct Free {
        void operator()(SSL* ssl) const { SSL_free(ssl); }
        void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    };
    UniqueFd socket;
    std::unique_ptr<SSL_CTX, Free> context{SSL_CTX_new(TLS_client_method())};
    std::unique_ptr<SSL, Free> ssl;
};

SlowClient::SlowClient(std::uint16_t port, const Badge& badge) : inside_(std::make_unique<Inside>()) {
    ::signal(SIGPIPE, SIG_IGN);
    inside_->socket = loopback_socket(port);
    REQUIRE(inside_->socket.valid());
    if (!badge.certificate.empty()) {
        REQUIRE(SSL_CTX_use_certificate_chain_file(inside_->context.get(), badge.certificate.c_str()) == 1);
        REQUIRE(SSL_CTX_use_PrivateKey_file(inside_->context.get(), badge.key.c_str(), SSL_FILETYPE_PEM) == 1);
    }
    inside_->ssl.reset(SSL_new(inside_->context.get()));
    SSL_set_fd(inside_->ssl.get(), inside_->socket.get());
    REQUIRE(SSL_connect(inside_->ssl.get()) == 1);
}

SlowClient::~SlowClient() = default;

bool SlowClient::say(std::string_view text) {
    return SSL_write(inside_->ssl.get(), text.data(), static_cast<int>(text.size())) == static_cast<int>(text.size());
}

std::string SlowClient::hear(std::chrono::milliseconds limit) {
    std::string heard;
    std::array<char, 4096> buffer{};
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!whole(heard)) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0) break;
        if (SSL_pending(inside_->ssl.get()) == 0 && !readable(inside_->socket.get(), left)) break;
        const int got = SSL_read(inside_->ssl.get(), buffer.data(), static_cast<int>(buffer.size()));
        if (got <= 0) break;
        heard.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return heard;
}

bool SlowClient::hung_up(std::chrono::milliseconds limit) {
    std::array<char, 4096> buffer{};
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (std::chrono::steady_clock::now() < deadline) {
        if (!readable(inside_->socket.get(), std::chrono::milliseconds{20})) continue;
        if (SSL_read(inside_->ssl.get(), buffer.data(), static_cast<int>(buffer.size())) <= 0) return true;
    }
    return false;
}

std::string plain_get(std::uint16_t port, const std::string& path) {
    const UniqueFd socket = loopback_socket(port);
    if (!socket.valid()) return {};
    const std::string request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    static_cast<void>(::send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL));
    std::string heard;
    std::array<char, 4096> buffer{};
    while (readable(socket.get(), std::chrono::seconds{10})) {
        const auto got = ::recv(socket.get(), buffer.data(), buffer.size(), 0);
        if (got <= 0) break;
        heard.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return heard;
}

}  // namespace zvonok::test
