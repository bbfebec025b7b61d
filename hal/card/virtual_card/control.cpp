#include "hal/card/virtual_card/control.hpp"

#include <poll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <map>

namespace zvonok::card::virtual_card {

namespace {
constexpr std::size_t longest_line_bytes = 4096;

Result<sockaddr_un> address_of(const std::filesystem::path& socket) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string name = socket.string();
    if (name.size() >= sizeof address.sun_path) return fail(FaultKind::refused, "the socket's name is too long");
    std::memcpy(address.sun_path, name.c_str(), name.size() + 1);
    return address;
}

Result<UniqueFd> listen_at(const std::filesystem::path& socket) {
    const auto address = address_of(socket);
    if (!address) return tl::unexpected(address.error());
    UniqueFd fd{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    ::unlink(socket.c_str());
    const mode_t before = ::umask(0077);
    const int bound = ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof *address);
    ::umask(before);
    if (bound != 0 || ::listen(fd.get(), 8) != 0)
        return fail(FaultKind::refused, "cannot listen at " + socket.string(), errno);
    return fd;
}

/// Bytes of one operator, and the whole lines in them.
struct Operator {
    UniqueFd socket;  ///< empty: standard input, answered on standard output
    std::string text;
};

bool read_some(int fd, std::string& text) {
    char chunk[1024];
    const ssize_t size = ::read(fd, chunk, sizeof chunk);
    if (size <= 0) return size < 0 && errno == EINTR;
    text.append(chunk, static_cast<std::size_t>(size));
    return text.size() <= longest_line_bytes;
}

std::optional<std::string> take_line(std::string& text) {
    const std::size_t end = text.find('\n');
    if (end == std::string::npos) return std::nullopt;
    std::string line = text.substr(0, end);
    text.erase(0, end + 1);
    return line;
}

void answer(int fd, std::string line) {
    line.push_back('\n');
    // Who does not wait for the answer does not get it.
    if (::write(fd, line.data(), line.size()) < 0) return;
}

class Loop {
  public:
    Loop(Slot& slot, UniqueFd listening, UniqueFd signals)
        : slot_(slot), listening_(std::move(listening)), signals_(std::move(signals)) {
        operators_[STDIN_FILENO] = {};
    }

    void run() {
        while (!quit_) {
            std::vector<pollfd> polled{{signals_.get(), POLLIN, 0}};
            if (listening_.valid()) polled.push_back({listening_.get(), POLLIN, 0});
            if (slot_.fd() >= 0) polled.push_back({slot_.fd(), POLLIN, 0});
            for (const auto& [fd, who] : operators_) polled.push_back({fd, POLLIN, 0});
            ::poll(polled.data(), polled.size(), timeout());
            for (const pollfd& entry : polled)
                if (entry.revents != 0) handle(entry.fd);
            slot_.step(std::chrono::steady_clock::now());
        }
    }

  private:
    [[nodiscard]] int timeout() const {
        const auto due = slot_.due();
        if (!due) return -1;
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(*due - std::chrono::steady_clock::now());
        return static_cast<int>(std::max<std::chrono::milliseconds::rep>(left.count(), 0));
    }

    void handle(int fd) {
        if (fd == signals_.get()) {
            quit_ = true;
        } else if (fd == listening_.get()) {
            UniqueFd accepted{::accept4(fd, nullptr, nullptr, SOCK_CLOEXEC)};
            if (!accepted.valid()) return;
            const int key = accepted.get();
            operators_[key] = {std::move(accepted), {}};
        } else if (const auto found = operators_.find(fd); found != operators_.end()) {
            listen_to(found->first, found->second);
        }
    }

    void listen_to(int fd, Operator& who) {
        const bool open = read_some(fd, who.text);
        while (const auto line = take_line(who.text)) {
            quit_ = quit_ || *line == "quit";
            answer(who.socket.valid() ? fd : STDOUT_FILENO, quit_ ? "ok" : slot_.obey(*line));
        }
        if (open) return;
        quit_ = quit_ || (!who.socket.valid() && !listening_.valid());
        operators_.erase(fd);
    }

    Slot& slot_;
    UniqueFd listening_;
    UniqueFd signals_;
    std::map<int, Operator> operators_;
    bool quit_ = false;
};
}  // namespace

Result<void> run(Slot& slot, const std::filesystem::path& socket) {
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGINT);
    sigprocmask(SIG_BLOCK, &ending, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    UniqueFd signals{::signalfd(-1, &ending, SFD_CLOEXEC)};
    UniqueFd listening;
    if (!socket.empty()) {
        auto made = listen_at(socket);
        if (!made) return tl::unexpected(made.error());
        listening = std::move(*made);
    }
    Loop{slot, std::move(listening), std::move(signals)}.run();
    if (!socket.empty()) ::unlink(socket.c_str());
    return {};
}

Result<std::string> tell(const std::filesystem::path& socket, std::string_view line) {
    const auto address = address_of(socket);
    if (!address) return tl::unexpected(address.error());
    const UniqueFd fd{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof *address) != 0)
        return fail(FaultKind::offline, "no card runs at " + socket.string(), errno);
    answer(fd.get(), std::string(line));
    std::string text;
    while (read_some(fd.get(), text))
        if (auto reply = take_line(text)) return std::move(*reply);
    if (auto reply = take_line(text)) return std::move(*reply);
    return fail(FaultKind::offline, "the card ended without an answer");
}

}  // namespace zvonok::card::virtual_card
