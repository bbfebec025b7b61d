#pragma once

#include "sync/server/log_store.hpp"

#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <thread>

namespace zvonok::sync::server {

/// Stations that wait for news (long polls). Woken by commits; nobody looks at the log in between.
class Waiting {
  public:
    enum class End { news, time_over, closing };
    struct Waiter {
        SchoolId school;
        StationId station;
        Scope scope = Scope::staff;
        std::uint64_t after = 0;  ///< the cursor that the station has
        std::chrono::steady_clock::time_point until{};
        std::function<void(End)> ended;  ///< once, on the thread of this object, or inside close()
    };

    Waiting();
    ~Waiting();
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;

    void add(Waiter waiter);
    /// The school's log has come to `head`. The station that brought the change about has its answer elsewhere.
    void changed(SchoolId school, const Head& head, StationId by);
    /// Ends all waits; those that are added later end at once.
    void close();
    [[nodiscard]] std::size_t count() const;

  private:
    void run();

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::list<Waiter> waiters_;
    std::list<Waiter> due_;  ///< have news
    bool closed_ = false;
    std::thread thread_;
};

}  // namespace zvonok::sync::server
