#include "hal/card/virtual_card/vpcd_link.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>

namespace zvonok::card::virtual_card {

namespace {
/// vpcd sends length and body apart. Without both options delayed ACKs cost 44 ms a command.
void hurry(int fd) {
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(fd, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
}
}  // namespace

Result<VpcdLink> VpcdLink::connect(const std::string& address, std::uint16_t port) {
    sockaddr_in there{};
    there.sin_family = AF_INET;
    there.sin_port = htons(port);
    if (inet_pton(AF_INET, address.c_str(), &there.sin_addr) != 1)
        return fail(FaultKind::refused, "not an IPv4 address: " + address);
    UniqueFd fd{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    if (!fd.valid()) return fail(FaultKind::refused, "cannot make a socket", errno);
    if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&there), sizeof there) != 0)
        return fail(FaultKind::offline, "no virtual reader listens", errno);
    hurry(fd.get());
    return VpcdLink{std::move(fd)};
}

Result<void> VpcdLink::receive() {
    for (;;) {
        // The kernel goes back to delaying by itself, so it is told before each read.
        hurry(fd_.get());
        std::uint8_t chunk[4096];
        const ssize_t size = ::recv(fd_.get(), chunk, sizeof chunk, MSG_DONTWAIT);
        if (size > 0) {
            append(received_, {chunk, static_cast<std::size_t>(size)});
            continue;
        }
        if (size < 0 && errno == EINTR) continue;
        if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return {};
        return fail(FaultKind::offline, "the virtual reader is gone", size < 0 ? errno : 0);
    }
}

std::optional<Bytes> VpcdLink::take() {
    if (received_.size() < 2) return std::nullopt;
    const std::size_t size = static_cast<std::size_t>(received_[0]) << 8 | received_[1];
    if (received_.size() < 2 + size) return std::nullopt;
    const auto begin = received_.begin() + 2;
    const auto end = begin + static_cast<std::ptrdiff_t>(size);
    Bytes message(begin, end);
    received_.erase(received_.begin(), end);
    return message;
}

Result<void> VpcdLink::send(ByteView message) {
    Bytes framed{static_cast<std::uint8_t>(message.size() >> 8), static_cast<std::uint8_t>(message.size())};
    append(framed, message);
    ByteView rest = framed;
    while (!rest.empty()) {
        const ssize_t size = ::send(fd_.get(), rest.data(), rest.size(), MSG_NOSIGNAL);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) return fail(FaultKind::offline, "the virtual reader is gone", errno);
        rest = rest.subspan(static_cast<std::size_t>(size));
    }
    return {};
}

}  // namespace zvonok::card::virtual_card
