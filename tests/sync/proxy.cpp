#include "tests/sync/proxy.hpp"

#include "station/base/file.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <deque>
#include <list>
#include <stdexcept>
#include <thread>

namespace zvonok::test {

namespace {

using Steady = std::chrono::steady_clock;

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

UniqueFd listening_socket(std::uint16_t& port) {
    UniqueFd socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
        ::listen(socket.get(), 256) != 0 ||
        ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0)
        throw std::runtime_error("no port to listen on");
    port = ntohs(address.sin_port);
    return socket;
}

/// One way of a connection.
struct Way {
    struct Piece {
        Steady::time_point due;
        Bytes bytes;
    };
    std::deque<Piece> under_way;
    Steady::time_point free_at{};  ///< when the line has carried what was given to it
    bool ended = false;            ///< the sender has closed

    static constexpr std::size_t window = 256 * 1024;
    [[nodiscard]] std::size_t load() const {
        std::size_t all = 0;
        for (const Piece& piece : under_way) all += piece.bytes.size();
        return all;
    }
};

struct Carried {
    UniqueFd station, server;
    Way up, down;
    bool vanished = false;  ///< half open, for good
};

/// Reset, so that nothing is delivered after it.
void reset(const UniqueFd& socket) {
    const linger at_once{1, 0};
    ::setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

}  // namespace

struct Proxy::Inside {
    explicit Inside(std::uint16_t to) : server(to), listening(listening_socket(port)) {
        thread = std::thread{[this] { run(); }};
    }
    ~Inside() {
        stopping = true;
        thread.join();
    }

    void run() {
        while (!stopping) {
            std::vector<pollfd> waiting{{listening.get(), POLLIN, 0}};
            {
                const std::scoped_lock lock{mutex};
                for (Carried& each : connections) {
                    waiting.push_back({each.station.get(), wanted(each.up), 0});
                    waiting.push_back({each.server.get(), wanted(each.down), 0});
                }
            }
            ::poll(waiting.data(), waiting.size(), 5);
            const std::scoped_lock lock{mutex};
            if ((waiting[0].revents & POLLIN) != 0) take();
            for (auto each = connections.begin(); each != connections.end();) {
                const bool open = carry(*each, each->station, each->server, each->up, false) &&
                                  carry(*each, each->server, each->station, each->down, true);
                if (cut_now) break;
                each = open ? std::next(each) : connections.erase(each);
            }
            if (std::exchange(cut_now, false)) drop_all();
        }
    }
    static short wanted(const Way& way) { return !way.ended && way.load() < Way::window ? POLLIN : 0; }

    void take() {
        UniqueFd station{::accept4(listening.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK)};
        if (!station.valid()) return;
        ++count;
        if (weather.refusing) return reset(station);
        UniqueFd there{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
        const sockaddr_in address = loopback(server);
        if (::connect(there.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            return reset(station);
        ::fcntl(there.get(), F_SETFL, O_NONBLOCK);
        const int on = 1;
        ::setsockopt(there.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        ::setsockopt(station.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        connections.push_back({std::move(station), std::move(there), {}, {}, false});
    }

    /// False: the connection is over.
    bool carry(Carried& connection, const UniqueFd& from, const UniqueFd& to, Way& way, bool down) {
        const auto now = Steady::now();
        connection.vanished = connection.vanished || weather.silent;
        std::array<std::uint8_t, 16384> buffer{};
        while (!way.ended && way.load() < Way::window) {
            const auto got = ::recv(from.get(), buffer.data(), buffer.size(), 0);
            if (got < 0 && (errno == EAGAIN || errno == EINTR)) break;
            if (got < 0) return false;
            if (got == 0) {
                way.ended = true;
                break;
            }
            if (connection.vanished) continue;
            const auto bytes = static_cast<std::size_t>(got);
            const std::chrono::duration<double> on_the_line{static_cast<double>(bytes) /
                                                            static_cast<double>(weather.bytes_per_second)};
            way.free_at = std::max(way.free_at, now) + std::chrono::duration_cast<Steady::duration>(on_the_line);
            way.under_way.push_back({way.free_at + weather.delay, {buffer.begin(), buffer.begin() + got}});
        }
        while (!way.under_way.empty() && way.under_way.front().due <= now) {
            Bytes& bytes = way.under_way.front().bytes;
            const std::size_t let = down ? std::min(bytes.size(), left) : bytes.size();
            const auto sent = ::send(to.get(), bytes.data(), let, MSG_NOSIGNAL);
            if (sent < 0 && errno == EAGAIN) return true;
            if (sent < 0) return false;
            if (down && left != unlimited) left -= static_cast<std::size_t>(sent);
            if (down && left == 0) {
                cut_now = weather.refusing = true;
                return true;
            }
            bytes.erase(bytes.begin(), bytes.begin() + sent);
            if (bytes.empty()) way.under_way.pop_front();
        }
        if (way.ended && way.under_way.empty()) return false;
        return true;
    }

    void drop_all() {
        for (const Carried& each : connections) {
            reset(each.station);
            reset(each.server);
        }
        connections.clear();
    }

    static constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();
    std::uint16_t server, port = 0;
    UniqueFd listening;
    std::mutex mutex;
    Weather weather;
    std::list<Carried> connections;
    std::size_t left = unlimited;
    bool cut_now = false;
    std::atomic<std::size_t> count = 0;
    std::atomic<bool> stopping = false;
    std::thread thread;
};

Proxy::Proxy(std::uint16_t server) : inside_(std::make_unique<Inside>(server)) {}
Proxy::~Proxy() = default;

std::uint16_t Proxy::port() const {
    return inside_->port;
}
std::size_t Proxy::accepted() const {
    return inside_->count;
}
void Proxy::set(const Weather& weather) {
    const std::scoped_lock lock{inside_->mutex};
    inside_->weather = weather;
}
void Proxy::cut() {
    const std::scoped_lock lock{inside_->mutex};
    inside_->drop_all();
}
void Proxy::cut_after(std::size_t bytes) {
    const std::scoped_lock lock{inside_->mutex};
    inside_->left = bytes;
    inside_->weather.refusing = false;
}

struct PlainServer::Inside {
    explicit Inside(std::string says) : answer(std::move(says)), listening(listening_socket(port)) {
        thread = std::thread{[this] { run(); }};
    }
    ~Inside() {
        stopping = true;
        thread.join();
    }
    void run() {
        while (!stopping) {
            pollfd waiting{listening.get(), POLLIN, 0};
            if (::poll(&waiting, 1, 10) <= 0) continue;
            const UniqueFd taken{::accept(listening.get(), nullptr, nullptr)};
            pollfd asked{taken.get(), POLLIN, 0};
            if (::poll(&asked, 1, 2000) <= 0) continue;
            std::array<char, 4096> request{};
            static_cast<void>(::recv(taken.get(), request.data(), request.size(), 0));
            static_cast<void>(::send(taken.get(), answer.data(), answer.size(), MSG_NOSIGNAL));
            ::shutdown(taken.get(), SHUT_WR);
        }
    }
    std::string answer;
    std::uint16_t port = 0;
    UniqueFd listening;
    std::atomic<bool> stopping = false;
    std::thread thread;
};

PlainServer::PlainServer(std::string answer) : inside_(std::make_unique<Inside>(std::move(answer))) {}
PlainServer::~PlainServer() = default;
std::uint16_t PlainServer::port() const {
    return inside_->port;
}

std::uint16_t free_port() {
    std::uint16_t port = 0;
    const UniqueFd gone = listening_socket(port);
    return port;
}

}  // namespace zvonok::test
