#include "sync/server/waiting.hpp"

#include <algorithm>

namespace zvonok::sync::server {

Waiting::Waiting(Pace pace) : pace_(std::move(pace)) {
    if (pace_.by == Pace::By::own_threads) thread_ = std::thread([this] { run(); });
}

Waiting::~Waiting() {
    close();
    if (thread_.joinable()) thread_.join();
}

void Waiting::add(Waiter waiter) {
    {
        const std::scoped_lock lock{mutex_};
        if (!closed_) {
            const auto until = pace_.now() + waiter.wait;
            waiters_.push_back({std::move(waiter), until});
            wake_.notify_one();
            return;
        }
    }
    waiter.ended(End::closing);
}

void Waiting::changed(SchoolId school, const Head& head, StationId by) {
    const auto has_news = [&](const Waiter& waiter) {
        if (waiter.school != school || waiter.station == by) return false;
        return (waiter.scope == Scope::kiosk ? head.public_cursor : head.cursor) > waiter.after;
    };
    const std::scoped_lock lock{mutex_};
    for (auto place = waiters_.begin(); place != waiters_.end();) {
        const auto next = std::next(place);
        if (has_news(place->waiter)) due_.splice(due_.end(), waiters_, place);
        place = next;
    }
    if (!due_.empty()) wake_.notify_one();
}

void Waiting::close() {
    std::list<Place> all;
    {
        const std::scoped_lock lock{mutex_};
        closed_ = true;
        all.splice(all.end(), waiters_);
        all.splice(all.end(), due_);
    }
    wake_.notify_one();
    for (const Place& place : all) place.waiter.ended(End::closing);
}

std::size_t Waiting::count() const {
    const std::scoped_lock lock{mutex_};
    return waiters_.size();
}

std::optional<Waiting::Instants> Waiting::tell_ended(std::unique_lock<std::mutex>& lock) {
    const auto now = pace_.now();
    std::list<Place> news, over;
    news.splice(news.end(), due_);
    auto earliest = now + std::chrono::hours{1};
    for (auto place = waiters_.begin(); place != waiters_.end();) {
        const auto next = std::next(place);
        if (place->until <= now)
            over.splice(over.end(), waiters_, place);
        else
            earliest = std::min(earliest, place->until);
        place = next;
    }
    if (news.empty() && over.empty()) return earliest;
    lock.unlock();
    for (const Place& place : news) place.waiter.ended(End::news);
    for (const Place& place : over) place.waiter.ended(End::time_over);
    lock.lock();
    return std::nullopt;
}

void Waiting::step() {
    std::unique_lock lock{mutex_};
    while (!tell_ended(lock)) {
    }
}

void Waiting::run() {
    std::unique_lock lock{mutex_};
    while (!closed_)
        if (const auto next = tell_ended(lock)) wake_.wait_until(lock, *next);
}

}  // namespace zvonok::sync::server
