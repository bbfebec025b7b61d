#pragma once

#include "station/base/clock.hpp"
#include "tests/simulation/sqlite_disks.hpp"

#include <cstdint>
#include <queue>
#include <set>
#include <string_view>

namespace zvonok::simulation {

using namespace std::chrono_literals;

/// What happened, by name; over many seeds.
class Totals {
  public:
    void add(std::string_view what, std::uint64_t count = 1) {
        if (count == 0) return;
        if (const auto found = counts_.find(what); found != counts_.end())
            found->second += count;
        else
            counts_.emplace(what, count);
    }
    [[nodiscard]] const std::map<std::string, std::uint64_t, std::less<>>& all() const { return counts_; }

  private:
    std::map<std::string, std::uint64_t, std::less<>> counts_;
};

/// One seed's time and what is to happen in it, one thing after another in one thread.
class World {
  public:
    using Work = std::function<void()>;
    using Steady = std::chrono::steady_clock;

    World(std::uint64_t seed, Instant start, SqliteDisks& disks, Totals& totals, bool tracing)
        : chance{seed}, disks{disks}, totals{totals}, start_{start}, now_{start}, tracing_{tracing} {}

    void after(std::chrono::milliseconds delay, Work work) {
        queue_.push({now_ + std::max(delay, 0ms), ++scheduled_, std::make_shared<Work>(std::move(work))});
    }
    /// Runs the next thing if it is due by then. False: nothing is.
    bool step(Instant until) {
        if (queue_.empty() || queue_.top().at > until) return false;
        const Due due = queue_.top();
        queue_.pop();
        now_ = std::max(now_, due.at);
        (*due.work)();
        return true;
    }
    void run_until(Instant until) {
        while (step(until)) {
        }
        now_ = std::max(now_, until);
    }
    /// Time passes over everything at once: what was due meanwhile comes late.
    void leap(std::chrono::milliseconds by) { now_ += by; }

    [[nodiscard]] Instant now() const { return now_; }
    /// The true time as a clock that nobody sets; of no machine in particular.
    [[nodiscard]] Steady::time_point steady() const { return Steady::time_point{1h + (now_ - start_)}; }

    void trace(const std::string& what) const;
    [[nodiscard]] bool tracing() const { return tracing_; }

    Chance chance;
    SqliteDisks& disks;
    Totals& totals;
    DiskCounts disk_counts;
    /// Statements of sessions that somebody truly began at a station, by card.
    std::set<Bytes> genuine_sessions;

  private:
    struct Due {
        Instant at;
        std::uint64_t number;
        std::shared_ptr<Work> work;
        bool operator<(const Due& other) const {
            return at != other.at ? at > other.at : number > other.number;  // the earliest on top
        }
    };
    Instant start_, now_;
    bool tracing_;
    std::uint64_t scheduled_ = 0;
    std::priority_queue<Due> queue_;
};

/// A machine's clocks: the wall clock can be wrong, drift, jump and be set back; the monotonic one only drifts.
class MachineClock final : public Clock {
  public:
    MachineClock(const World& world, std::chrono::milliseconds ahead) : world_(world), ahead_(ahead) { restart(1s); }
    [[nodiscard]] Instant now() const override { return world_.now() + ahead_ + drift(); }
    [[nodiscard]] SinceBoot since_boot() const override { return world_.now() - booted_ + drift(); }
    [[nodiscard]] BootId boot() const override { return boot_; }

    void step(std::chrono::milliseconds by) { ahead_ += by; }
    void set_right() { ahead_ = -drift(); }
    void set_drift(int parts_per_million) {
        const auto so_far = drift();
        ahead_ += so_far;
        booted_ -= so_far;
        drift_from_ = world_.now();
        drift_ = parts_per_million;
    }
    void restart(std::chrono::milliseconds ago) {
        ahead_ += drift();
        drift_from_ = world_.now();
        booted_ = world_.now() - ago;
        std::memcpy(boot_.bytes.data(), &++boots_, sizeof boots_);
    }

  private:
    [[nodiscard]] std::chrono::milliseconds drift() const { return (world_.now() - drift_from_) * drift_ / 1'000'000; }

    const World& world_;
    std::chrono::milliseconds ahead_;
    int drift_ = 0;
    Instant drift_from_{};
    Instant booted_{};
    std::uint32_t boots_ = 0;
    BootId boot_;
};

/// A promise that was broken, and what is known about it.
struct Violation {
    std::string what;
};

}  // namespace zvonok::simulation
