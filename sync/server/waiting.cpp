#include "sync/server/waiting.hpp"

#include <algorithm>

namespace zvonok::sync::server {

Waiting::Waiting() : thread_([this] { run(); }) {}

Waiting::~Waiting() {
    close();
    thread_.join();
}

void Waiting::add(Waiter waiter) {
    {
        const std::scoped_lock lock{mutex_};
        if (!closed_) {
            waiters_.push_back(std::move(waiter));
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
    for (auto waiter = waiters_.begin(); waiter != waiters_.end();) {
        const auto next = std::next(waiter);
        if (has_news(*waiter)) due_.splice(due_.end(), waiters_, waiter);
        waiter = next;
    }
    if (!due_.empty()) wake_.notify_one();
}

void Waiting::close() {
    std::list<Waiter> all;
    {
        const std::scoped_lock lock{mutex_};
        closed_ = true;
        all.splice(all.end(), waiters_);
        all.splice(all.end(), due_);
    }
    wake_.notify_one();
    for (const Waiter& waiter : all) waiter.ended(End::closing);
}

std::size_t Waiting::count() const {
    const std::scoped_lock lock{mutex_};
    return waiters_.size();
}

void Waiting::run() {
    std::unique_lock lock{mutex_};
    while (!closed_) {
        const auto now = std::chrono::steady_clock::now();
        std::list<Waiter> news, over;
        news.splice(news.end(), due_);
        auto earliest = now + std::chrono::hours{1};
        for (auto waiter = waiters_.begin(); waiter != waiters_.end();) {
            const auto next = std::next(waiter);
            if (waiter->until <= now)
                over.splice(over.end(), waiters_, waiter);
            else
                earliest = std::min(earliest, waiter->until);
            waiter = next;
        }
        if (news.empty() && over.empty()) {
            wake_.wait_until(lock, earliest);
            continue;
        }
        lock.unlock();
        for (const Waiter& waiter : news) waiter.ended(End::news);
        for (const Waiter& waiter : over) waiter.ended(End::time_over);
        lock.lock();
    }
}

}  // namespace zvonok::sync::server
