#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace zvonok {

/// Messages from any thread to one reader, in order. Closing wakes the reader; what was posted before is still read.
template <class Message>
class Mailbox {
  public:
    void post(Message message) {
        {
            const std::scoped_lock lock{mutex_};
            if (closed_) return;
            messages_.push_back(std::move(message));
        }
        changed_.notify_one();
    }
    void close() {
        {
            const std::scoped_lock lock{mutex_};
            closed_ = true;
        }
        changed_.notify_all();
    }
    /// Waits for a message; nothing once the mailbox is closed and empty.
    std::optional<Message> take() {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [this] { return closed_ || !messages_.empty(); });
        return pop();
    }
    /// As take(), and nothing at the deadline either.
    std::optional<Message> take_for(std::chrono::milliseconds wait) {
        std::unique_lock lock{mutex_};
        changed_.wait_for(lock, wait, [this] { return closed_ || !messages_.empty(); });
        return pop();
    }
    /// Everything that lies there now, without waiting.
    std::deque<Message> take_all() {
        const std::scoped_lock lock{mutex_};
        return std::exchange(messages_, {});
    }
    [[nodiscard]] bool closed() const {
        const std::scoped_lock lock{mutex_};
        return closed_;
    }

  private:
    std::optional<Message> pop() {
        if (messages_.empty()) return std::nullopt;
        std::optional<Message> first{std::move(messages_.front())};
        messages_.pop_front();
        return first;
    }

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Message> messages_;
    bool closed_ = false;
};

}  // namespace zvonok
