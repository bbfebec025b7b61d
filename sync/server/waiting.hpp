#pragma once

#include "sync/server/log_store.hpp"
#include "sync/server/pace.hpp"

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
        std::uint64_t after = 0;         ///< the cursor that the station has
        std::chrono::seconds wait{};     ///< at most so long
        std::function<void(End)> ended;  ///< once, on the thread of this object, or inside step() or close()
    };

    explicit Waiting(Pace pace = {});
    ~Waiting();
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;

    void add(Waiter waiter);
    /// The school's log has come to `head`. The station that brought the change about has its answer elsewhere.
    void changed(SchoolId school, const Head& head, StationId by);
    /// Ends all waits; those that are added later end at once.
    void close();
    [[nodiscard]] std::size_t count() const;
    /// Ends what has ended by now, where no thread does.
    void step();

  private:
    using Instants = Pace::Steady::time_point;
    struct Place {
        Waiter waiter;
        Instants until;
    };
    void run();
    /// Those that have ended are told, without the lock meanwhile.
    /// returns  when the next wait is over; nothing: somebody was told
    std::optional<Instants> tell_ended(std::unique_lock<std::mutex>& lock);

    Pace pace_;

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::list<Place> waiters_;
    std::list<Place> due_;  ///< have news
    bool closed_ = false;
    std::thread thread_;
};

}  // namespace zvonok::sync::server
