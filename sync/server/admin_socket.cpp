#include "sync/server/admin.hpp"

#include "sync/server/tuning.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <cerrno>

namespace zvonok::sync::server {

namespace {

tl::unexpected<Fault> socket_fault(const char* what) {
    return fail(FaultKind::offline, what, errno);
}

Result<sockaddr_un> address_of(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string text = path.string();
    if (text.size() >= sizeof address.sun_path)
        return fail(FaultKind::refused, "the data folder's path is too long for a socket in it");
    text.copy(address.sun_path, text.size());
    return address;
}

bool move_all(int socket, std::span<std::uint8_t> bytes, bool sending) {
    while (!bytes.empty()) {
        const ssize_t moved = sending ? ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL)
                                      : ::recv(socket, bytes.data(), bytes.size(), 0);
        if (moved < 0 && errno == EINTR) continue;
        if (moved <= 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(moved));
    }
    return true;
}

/// A frame: length in four bytes, little end first, then so many bytes.
bool send_frame(int socket, Bytes frame) {
    std::uint8_t length[4];
    for (int i = 0; i < 4; ++i) length[i] = static_cast<std::uint8_t>(frame.size() >> (8 * i));
    return move_all(socket, length, true) && move_all(socket, frame, true);
}
std::optional<Bytes> receive_frame(int socket) {
    std::uint8_t length[4];
    if (!move_all(socket, length, false)) return std::nullopt;
    std::size_t size = 0;
    for (int i = 0; i < 4; ++i) size |= static_cast<std::size_t>(length[i]) << (8 * i);
    if (size > tuning::admin_frame_bytes) return std::nullopt;
    Bytes frame(size);
    if (!move_all(socket, frame, false)) return std::nullopt;
    return frame;
}

void limit_waits(int socket, std::chrono::seconds limit) {
    const timeval time{limit.count(), 0};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
    ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);
}

bool of_same_user(int socket) {
    ucred who{};
    socklen_t size = sizeof who;
    return ::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &who, &size) == 0 && (who.uid == ::getuid() || who.uid == 0);
}

class LocalChannel final : public AdminChannel {
  public:
    explicit LocalChannel(std::unique_ptr<Core> core) : core_(std::move(core)) {}
    Result<Bytes> ask(ByteView request) override { return carry_out(*core_, request); }

  private:
    std::unique_ptr<Core> core_;
};

class SocketChannel final : public AdminChannel {
  public:
    explicit SocketChannel(UniqueFd socket) : socket_(std::move(socket)) {}
    Result<Bytes> ask(ByteView request) override {
        if (!send_frame(socket_.get(), copy(request))) return socket_fault("the running server does not listen");
        auto answer = receive_frame(socket_.get());
        if (!answer) return socket_fault("the running server does not answer");
        return std::move(*answer);
    }

  private:
    UniqueFd socket_;
};

}  // namespace

std::unique_ptr<AdminChannel> local_channel(std::unique_ptr<Core> core) {
    return std::make_unique<LocalChannel>(std::move(core));
}

Result<std::unique_ptr<AdminChannel>> socket_channel(const DataFolder& folder) {
    const auto address = address_of(folder.socket());
    if (!address) return tl::unexpected(address.error());
    UniqueFd socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    if (!socket.valid() || ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof *address) != 0)
        return socket_fault("nobody listens on the admin socket");
    limit_waits(socket.get(), tuning::admin_answer_limit);
    return std::make_unique<SocketChannel>(std::move(socket));
}

Result<std::unique_ptr<AdminSocket>> AdminSocket::open(const DataFolder& folder, Core& core) {
    const auto address = address_of(folder.socket());
    if (!address) return tl::unexpected(address.error());
    ::unlink(folder.socket().c_str());  // of a server that was killed: the lock says that it is gone
    UniqueFd socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    UniqueFd stop{::eventfd(0, EFD_CLOEXEC)};
    if (!socket.valid() || !stop.valid()) return socket_fault("admin socket");
    if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof *address) != 0 ||
        ::chmod(folder.socket().c_str(), 0600) != 0 || ::listen(socket.get(), 16) != 0)
        return socket_fault("admin socket");
    return std::unique_ptr<AdminSocket>{new AdminSocket(folder.socket(), std::move(socket), std::move(stop), core)};
}

AdminSocket::AdminSocket(std::filesystem::path path, UniqueFd listening, UniqueFd stop, Core& core)
    : path_(std::move(path)), listening_(std::move(listening)), stop_(std::move(stop)), core_(core), thread_([this] {
          run();
      }) {}

AdminSocket::~AdminSocket() {
    const std::uint64_t one = 1;
    while (::write(stop_.get(), &one, sizeof one) < 0 && errno == EINTR) {
    }
    thread_.join();
    ::unlink(path_.c_str());
}

void AdminSocket::run() {
    for (;;) {
        pollfd waiting[] = {{listening_.get(), POLLIN, 0}, {stop_.get(), POLLIN, 0}};
        if (::poll(waiting, 2, -1) < 0 && errno != EINTR) return;
        if ((waiting[1].revents & POLLIN) != 0) return;
        if ((waiting[0].revents & POLLIN) == 0) continue;
        const UniqueFd connection{::accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC)};
        if (connection.valid() && of_same_user(connection.get())) serve(connection.get());
    }
}

void AdminSocket::serve(int connection) {
    limit_waits(connection, tuning::admin_frame_limit);
    for (;;) {
        pollfd waiting[] = {{connection, POLLIN, 0}, {stop_.get(), POLLIN, 0}};
        const auto limit = std::chrono::milliseconds{tuning::admin_request_limit}.count();
        const int ready = ::poll(waiting, 2, static_cast<int>(limit));
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0 || (waiting[1].revents & POLLIN) != 0) return;
        const auto request = receive_frame(connection);
        if (!request || !send_frame(connection, carry_out(core_, *request))) return;
    }
}

}  // namespace zvonok::sync::server
