#pragma once

#include "sync/relay/relay.hpp"
#include "tests/sync/effects_school.hpp"

#include <atomic>
#include <mutex>

/// Stations of one school that pass entries on to each other over real sockets on loopback.
namespace zvonok::test {

/// A station with its relay. While that runs, the journal is the test's only inside locked().
class NeighbourStation final : public EffectsStation, private sync::relay::JournalShelf::Host {
  public:
    NeighbourStation(EffectsServer& of, std::uint8_t number, domain::StationMode mode = domain::StationMode::classroom);
    ~NeighbourStation() override { close(); }

    void open();   ///< with the keys that the server has given so far
    void close();  ///< the machine is off, as far as its neighbours can tell
    void knows(std::initializer_list<const NeighbourStation*> neighbours);

    template <class Work>
    auto locked(Work work) {
        const std::scoped_lock lock{mutex_};
        return work();
    }
    /// Until so many rounds of asking are over since now; how many neighbours ever answered.
    std::size_t heard_in(int rounds);
    bool until(const std::function<bool()>& done);
    /// With the server, one step after another; nobody else uses the journal meanwhile.
    bool synced();

    // What people see.
    [[nodiscard]] std::vector<journal::LessonHomework> homework(LocalDay day);
    [[nodiscard]] std::optional<domain::Outcome> absence(const domain::LessonKey& lesson, PersonId pupil);
    [[nodiscard]] std::shared_ptr<const domain::FactBook> shown_facts();
    [[nodiscard]] std::size_t carried();

    [[nodiscard]] sync::relay::Grounds grounds_here();
    /// What it passes on, as a neighbour is given it.
    [[nodiscard]] std::vector<sync::wire::Parcel> parcels();

  private:
    Result<void> with_journal(const std::function<Result<void>(journal::Journal&)>& work) override;
    Result<sync::relay::Grounds> grounds(journal::Journal& journal) override;
    Instant now(journal::Journal& journal) override { return journal.server_time(clock); }
    Result<void> before_change(journal::Journal&) override { return {}; }
    void changed(const journal::CarriedIn&) override {}

    std::mutex mutex_;
    std::atomic<int> rounds_ = 0;
    std::atomic<std::size_t> heard_ = 0;
    sync::relay::JournalShelf shelf_;
    std::unique_ptr<sync::relay::Relay> relay_;
};

}  // namespace zvonok::test
