#include "hal/card/watcher.hpp"

#include "hal/card/tuning.hpp"

#include <algorithm>

namespace zvonok::card {

void ReaderBoard::take_out(const ReaderState& state) {
    if (state.present) tell_(CardOut{state.reader});
}

void ReaderBoard::list(const std::vector<std::string>& readers) {
    std::vector<ReaderState> next;
    for (const ReaderState& state : states_) {
        if (std::ranges::find(readers, state.reader) != readers.end()) {
            next.push_back(state);
            continue;
        }
        take_out(state);
        tell_(ReaderGone{state.reader});
    }
    for (const std::string& reader : readers) {
        if (std::ranges::find(next, reader, &ReaderState::reader) != next.end()) continue;
        next.push_back({.reader = reader});
        tell_(ReaderAppeared{reader});
    }
    states_ = std::move(next);
    if (states_.empty() && !told_no_reader_) tell_(NoReader{});
    told_no_reader_ = states_.empty();
}

void ReaderBoard::update(const std::vector<ReaderState>& states) {
    for (std::size_t i = 0; i < states_.size() && i < states.size(); ++i) {
        ReaderState now = states[i];
        if (now.gone) now.present = false;
        ReaderState& before = states_[i];
        // Same presence but another count: out and in again between two looks.
        const bool another_card = before.present && now.present && before.insertion != now.insertion;
        const bool recovered = before.present && now.present && before.mute != now.mute;
        if (before.present && (!now.present || another_card || recovered)) take_out(before);
        if (now.present && (!before.present || another_card || recovered)) {
            if (now.mute)
                tell_(CardMute{now.reader});
            else
                tell_(CardIn{now.reader, now.atr, now.insertion});
        }
        before = std::move(now);
    }
}

void ReaderBoard::clear() {
    for (const ReaderState& state : states_) {
        take_out(state);
        tell_(ReaderGone{state.reader});
    }
    states_.clear();
    told_no_reader_ = false;
}

Watcher::Watcher(std::unique_ptr<StatusSource> source, ReaderBoard::Tell tell)
    : source_(std::move(source)), tell_(tell), board_(std::move(tell)), thread_([this] { run(); }) {}

Watcher::~Watcher() {
    std::unique_lock lock{mutex_};
    stopping_ = true;
    changed_.notify_all();
    // A cancel that comes just before the thread begins to wait is lost, so it is repeated till the thread has ended.
    while (!changed_.wait_for(lock, tuning::cancel_repeat, [this] { return ended_; })) {
        lock.unlock();
        source_->cancel();
        lock.lock();
    }
    lock.unlock();
    thread_.join();
}

bool Watcher::stopping() {
    const std::scoped_lock lock{mutex_};
    return stopping_;
}

bool Watcher::wait_before_retry() {
    std::unique_lock lock{mutex_};
    return !changed_.wait_for(lock, tuning::service_retry, [this] { return stopping_; });
}

void Watcher::tell_service(Service now) {
    if (service_ == now) return;
    service_ = now;
    if (now == Service::up) tell_(ServiceUp{});
    if (now == Service::down) tell_(ServiceDown{});
    if (now == Service::denied) tell_(AccessDenied{});
}

void Watcher::run() {
    while (!stopping()) {
        const auto opened = source_->open();
        if (opened) {
            tell_service(Service::up);
            watch_until_lost();
            board_.clear();
            source_->close();
            if (stopping()) break;
            tell_service(Service::down);
        } else {
            tell_service(opened.error().kind == FaultKind::refused ? Service::denied : Service::down);
        }
        if (!wait_before_retry()) break;
    }
    const std::scoped_lock lock{mutex_};
    ended_ = true;
    changed_.notify_all();
}

void Watcher::watch_until_lost() {
    while (!stopping()) {
        const auto readers = source_->readers();
        if (!readers) return;
        board_.list(*readers);
        std::vector<ReaderState> states = board_.states();
        const auto waited = source_->wait(states, tuning::watch_wait);
        if (waited) {
            board_.update(states);
        } else if (waited.error().kind == FaultKind::missing) {
            // Unplugged between listing and waiting. If the list will not learn of it, this must not become a spin.
            const auto again = source_->readers();
            if (again && *again == *readers && !wait_before_retry()) return;
        } else {
            return;
        }
    }
}

namespace {
struct ToText {
    std::string operator()(const ServiceUp& /*event*/) const { return "card service up"; }
    std::string operator()(const ServiceDown& /*event*/) const { return "card service down"; }
    std::string operator()(const AccessDenied& /*event*/) const { return "card service denies access"; }
    std::string operator()(const NoReader& /*event*/) const { return "no card reader"; }
    std::string operator()(const ReaderAppeared& event) const { return "reader '" + event.reader + "' appeared"; }
    std::string operator()(const ReaderGone& event) const { return "reader '" + event.reader + "' gone"; }
    std::string operator()(const CardIn& event) const { return "card in '" + event.reader + "'"; }
    std::string operator()(const CardMute& event) const { return "mute card in '" + event.reader + "'"; }
    std::string operator()(const CardOut& event) const { return "card out of '" + event.reader + "'"; }
};
}  // namespace

std::string to_text(const Event& event) {
    return std::visit(ToText{}, event);
}

}  // namespace zvonok::card
