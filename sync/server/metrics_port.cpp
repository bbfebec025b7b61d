#include "sync/server/metrics_port.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace zvonok::sync::server {

namespace {

constexpr std::chrono::milliseconds client_limit{1000};

struct Loopback {
    sockaddr_storage address{};
    socklen_t size = 0;
};

Result<Loopback> loopback(const std::string& text, std::uint16_t port) {
    Loopback made;
    if (auto* four = reinterpret_cast<sockaddr_in*>(&made.address); inet_pton(AF_INET, text.c_str(), &four->sin_addr)) {
        four->sin_family = AF_INET;
        four->sin_port = htons(port);
        made.size = sizeof *four;
        if (ntohl(four->sin_addr.s_addr) >> 24 == 127) return made;
    }
    made = {};
    if (auto* six = reinterpret_cast<sockaddr_in6*>(&made.address);
        inet_pton(AF_INET6, text.c_str(), &six->sin6_addr) == 1 && IN6_IS_ADDR_LOOPBACK(&six->sin6_addr)) {
        six->sin6_family = AF_INET6;
        six->sin6_port = htons(port);
        made.size = sizeof *six;
        return made;
    }
    return fail(FaultKind::refused, "metrics are for loopback only");
}

std::uint16_t port_of(int listening) {
    Loopback bound;
    bound.size = sizeof bound.address;
    ::getsockname(listening, reinterpret_cast<sockaddr*>(&bound.address), &bound.size);
    // The port lies at the same place in both families.
    return ntohs(reinterpret_cast<const sockaddr_in*>(&bound.address)->sin_port);
}

/// Everything up to the blank line; nothing beyond the limits of time and length.
std::string request_of(int connection) {
    std::string request;
    std::array<char, 1024> buffer{};
    const auto deadline = std::chrono::steady_clock::now() + client_limit;
    while (request.find("\r\n\r\n") == std::string::npos && request.size() < 8 * buffer.size()) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        pollfd readable{connection, POLLIN, 0};
        if (left.count() <= 0 || ::poll(&readable, 1, static_cast<int>(left.count())) <= 0) return {};
        const auto got = ::recv(connection, buffer.data(), buffer.size(), 0);
        if (got <= 0) return {};
        request.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return request;
}

}  // namespace

Result<std::unique_ptr<MetricsPort>> MetricsPort::open(const std::string& address, std::uint16_t port,
                                                       const Metrics& metrics) {
    const auto where = loopback(address, port);
    if (!where) return tl::unexpected(where.error());
    UniqueFd listening{::socket(where->address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    UniqueFd stop{::eventfd(0, EFD_CLOEXEC)};
    const int on = 1;
    if (listening.get() >= 0) ::setsockopt(listening.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (listening.get() < 0 || stop.get() < 0 ||
        ::bind(listening.get(), reinterpret_cast<const sockaddr*>(&where->address), where->size) != 0 ||
        ::listen(listening.get(), 8) != 0)
        return fail(FaultKind::busy, "metrics: listen", errno);
    const std::uint16_t bound = port_of(listening.get());
    return std::unique_ptr<MetricsPort>{new MetricsPort(std::move(listening), std::move(stop), bound, metrics)};
}

MetricsPort::MetricsPort(UniqueFd listening, UniqueFd stop, std::uint16_t port, const Metrics& metrics)
    : listening_(std::move(listening)), stop_(std::move(stop)), port_(port), metrics_(metrics) {
    thread_ = std::thread{[this] { run(); }};
}

MetricsPort::~MetricsPort() {
    const std::uint64_t one = 1;
    static_cast<void>(!::write(stop_.get(), &one, sizeof one));
    thread_.join();
}

void MetricsPort::run() {
    for (;;) {
        std::array<pollfd, 2> waiting{pollfd{listening_.get(), POLLIN, 0}, pollfd{stop_.get(), POLLIN, 0}};
        if (::poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR) return;
        if (waiting[1].revents != 0) return;
        if (waiting[0].revents == 0) continue;
        const UniqueFd connection{::accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC)};
        if (connection.get() >= 0) answer(connection.get());
    }
}

void MetricsPort::answer(int connection) {
    const std::string request = request_of(connection);
    const bool asked = request.starts_with("GET /metrics ") || request.starts_with("GET /metrics?");
    const std::string body = asked ? metrics_.text() : "only GET /metrics\n";
    const std::string text = std::string("HTTP/1.1 ") + (asked ? "200 OK" : "404 Not Found") +
                             "\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nConnection: close\r\n"
                             "Content-Length: " +
                             std::to_string(body.size()) + "\r\n\r\n" + body;
    const timeval limit{1, 0};
    ::setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    static_cast<void>(::send(connection, text.data(), text.size(), MSG_NOSIGNAL));
}

}  // namespace zvonok::sync::server
