#include "sync/client/session.hpp"
#include "tests/support/manual_clock.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::sync::client;
using namespace std::chrono_literals;

namespace {

/// A network where nobody ever answers, by a clock of the test's.
class SilentLine final : public Transport {
  public:
    void ask(Lane lane, const Ask& /*ask*/) override { asked_[index(lane)] = true; }
    [[nodiscard]] bool asking(Lane lane) const override { return asked_[index(lane)]; }
    void cancel(Lane lane) override { asked_[index(lane)] = false; }
    std::optional<Event> wait(std::chrono::milliseconds limit) override {
        waited = limit;
        return std::nullopt;
    }
    void wake() override {}
    [[nodiscard]] std::chrono::steady_clock::time_point now() const override { return time; }
    void try_next_address() override {}

    std::chrono::steady_clock::time_point time{100h};
    std::chrono::milliseconds waited{};

  private:
    static std::size_t index(Lane lane) { return lane == Lane::exchange ? 0 : 1; }
    bool asked_[2] = {};
};

class EmptyReplica final : public Replica {
  public:
    Result<ReplicaState> state() override { return ReplicaState{}; }
    Result<journal::Outgoing> unsent() override { return journal::Outgoing{}; }
    Result<void> take(const Arrival& /*arrival*/) override { return {}; }
};

}  // namespace

TEST_CASE("session: while an exchange is under way it sleeps, whatever has fallen due", "[sync][session]") {
    SilentLine line;
    EmptyReplica replica;
    const test::ManualClock clock{*parse_instant("2026-09-15T06:50:00Z")};
    Log log{"test", Log::Voice::silent};
    Session session{
        {.school = {}, .station = {}, .server_keys = {}, .seed = 1}, line, replica, clock, log, [](const Status&) {}};
    session.step(20s);
    REQUIRE(line.asking(Lane::exchange));
    CHECK(line.waited == 20s);
    line.time += 2h;
    session.wake();
    session.step(20s);
    CHECK(line.waited == 20s);
}
