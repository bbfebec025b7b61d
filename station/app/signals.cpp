#include "station/app/signals.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>

namespace zvonok::app {

StopSignals::StopSignals() {
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGTERM);
    sigaddset(&wanted, SIGINT);
    pthread_sigmask(SIG_BLOCK, &wanted, nullptr);
    signals_ = UniqueFd{signalfd(-1, &wanted, SFD_CLOEXEC)};
    end_ = UniqueFd{eventfd(0, EFD_CLOEXEC)};
}

StopSignals::~StopSignals() {
    if (!thread_.joinable()) return;
    const std::uint64_t one = 1;
    // An eventfd that takes no more is readable already.
    [[maybe_unused]] const auto written = write(end_.get(), &one, sizeof one);
    thread_.join();
}

void StopSignals::listen(std::function<void()> stop) {
    thread_ = std::thread{[this, stop = std::move(stop)] {
        std::array<pollfd, 2> wanted{pollfd{signals_.get(), POLLIN, 0}, pollfd{end_.get(), POLLIN, 0}};
        while (poll(wanted.data(), wanted.size(), -1) < 0) {
        }
        if (wanted[0].revents != 0) stop();
    }};
}

}  // namespace zvonok::app
