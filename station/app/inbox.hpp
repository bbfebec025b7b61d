#pragma once

#include "hal/window/window.hpp"
#include "station/app/news.hpp"
#include "station/base/mailbox.hpp"

#include <atomic>

namespace zvonok::app {

/// News for the UI thread. Workers run before the window is open: what they tell waits for it.
class Inbox {
  public:
    void tell(News news) {
        news_.post(std::move(news));
        wake();
    }
    /// The window outlives the workers.
    void attach(hal::Window& window) { window_ = &window; }
    void stop() {
        stopping_ = true;
        wake();
    }
    [[nodiscard]] bool stopping() const { return stopping_; }
    [[nodiscard]] std::deque<News> take() { return news_.take_all(); }

  private:
    void wake() {
        if (hal::Window* window = window_) window->wake();
    }

    Mailbox<News> news_;
    std::atomic<hal::Window*> window_ = nullptr;
    std::atomic<bool> stopping_ = false;
};

}  // namespace zvonok::app
