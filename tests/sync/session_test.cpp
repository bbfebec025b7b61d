#include "sync/client/session.hpp"
#include "sync/client/tuning.hpp"
#include "sync/wire/compression.hpp"
#include "tests/support/manual_clock.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace zvonok;
using namespace zvonok::sync;
using namespace zvonok::sync::client;
using namespace std::chrono_literals;

namespace {

/// A network by a clock of the test's. Nobody ever answers, unless the test says what.
class TestLine final : public Transport {
  public:
    void ask(Lane lane, const Ask& ask) override {
        asked_[index(lane)] = ask;
        if (lane == Lane::exchange) ++exchanges;
    }
    [[nodiscard]] bool asking(Lane lane) const override { return asked_[index(lane)].has_value(); }
    void cancel(Lane lane) override { asked_[index(lane)].reset(); }
    std::optional<Event> wait(std::chrono::milliseconds limit) override {
        waited = limit;
        if (!answers || !asking(Lane::exchange)) return std::nullopt;
        const Ask ask = *std::exchange(asked_[index(Lane::exchange)], std::nullopt);
        return Event{Lane::exchange, answers(ask)};
    }
    void wake() override {}
    [[nodiscard]] std::chrono::steady_clock::time_point now() const override { return time; }
    void try_next_address() override {}

    std::function<Answer(const Ask&)> answers;  ///< to exchanges
    std::chrono::steady_clock::time_point time{100h};
    std::chrono::milliseconds waited{};
    int exchanges = 0;

  private:
    static std::size_t index(Lane lane) { return lane == Lane::exchange ? 0 : 1; }
    std::optional<Ask> asked_[2];
};

class TestReplica final : public Replica {
  public:
    Result<ReplicaState> state() override { return ReplicaState{}; }
    Result<journal::Outgoing> unsent(std::size_t /*limit_bytes*/) override { return outgoing; }
    Result<void> take(const Arrival& arrival) override {
        for (const journal::CarriedOutcome& outcome : arrival.incoming.carried) fates.push_back(outcome.fate);
        return {};
    }

    journal::Outgoing outgoing;
    std::vector<journal::CarriedOutcome::Fate> fates;
};

struct Station {
    explicit Station(std::uint32_t seed = 1)
        : session{{.school = {}, .station = {}, .server_keys = {}, .seed = seed},
                  line,
                  replica,
                  clock,
                  log,
                  [](const Status&) {}} {}

    TestLine line;
    TestReplica replica;
    test::ManualClock clock{*parse_instant("2026-09-15T06:50:00Z")};
    Log log{"test", Log::Voice::silent};
    Session session;
};

/// The pauses that a station makes between tries, as long as nobody answers.
std::vector<std::chrono::milliseconds> pauses(std::uint32_t seed, int count) {
    Station station{seed};
    station.line.answers = [](const Ask&) {
        Answer answer;
        answer.trouble = Trouble::unreachable;
        return answer;
    };
    std::vector<std::chrono::milliseconds> found;
    for (int i = 0; i < count; ++i) {
        station.session.step(1h);  // tries, in vain
        REQUIRE(station.line.exchanges == i + 1);
        station.session.step(1h);
        REQUIRE(station.line.exchanges == i + 1);
        found.push_back(station.line.waited);
        station.line.time += found.back() - 1ms;
        station.session.step(0ms);
        REQUIRE(station.line.exchanges == i + 1);
        station.line.time += 1ms;
    }
    return found;
}

/// What a server answers that has nothing new, and says that of all the parcels that it is brought.
Answer says_of_parcels(const Ask& ask, wire::Receipt receipt) {
    const auto body = wire::unpack(*ask.body, ask.compressed, 1u << 20);
    REQUIRE(body);
    const auto request = wire::decode_sync_request(*body);
    REQUIRE(request);
    wire::SyncAnswer said;
    said.epoch = EpochId{{1}};
    said.carried.assign(request->carried.size(), {receipt, {}});
    Answer answer;
    answer.status = 200;
    answer.content_type = wire::content_type;
    answer.body = wire::encode(said);
    return answer;
}

/// Three neighbours' parcels, behind which more wait than one exchange carries.
void give_parcels(TestReplica& replica) {
    for (std::uint8_t i = 1; i <= 3; ++i) {
        wire::Parcel parcel;
        parcel.name = {i};
        parcel.key = 1;
        parcel.envelope = Bytes(64, i);
        replica.outgoing.carried.push_back({parcel.name, wire::encode(parcel)});
    }
    replica.outgoing.more_carried = true;
}

}  // namespace

TEST_CASE("session: while an exchange is under way it sleeps, whatever has fallen due", "[sync][session]") {
    Station station;
    station.session.step(20s);
    REQUIRE(station.line.asking(Lane::exchange));
    CHECK(station.line.waited == 20s);
    station.line.time += 2h;
    station.session.wake();
    station.session.step(20s);
    CHECK(station.line.waited == 20s);
}

TEST_CASE("session: while the server is away pauses grow up to their limit, and half of each is chance",
          "[sync][session]") {
    constexpr int tries = 9;
    std::vector<std::set<std::chrono::milliseconds>> met(tries);
    for (std::uint32_t station = 1; station <= 40; ++station) {
        // As far from each other as a program's own are: minstd_rand begins alike with seeds that lie close together.
        const std::uint32_t seed = station * 2'654'435'761u;
        const auto found = pauses(seed, tries);
        CHECK(found == pauses(seed, tries));
        std::chrono::milliseconds longest = tuning::first_pause;
        for (std::size_t i = 0; i < found.size(); ++i) {
            CHECK(found[i] >= longest / 2);
            CHECK(found[i] <= longest);
            met[i].insert(found[i]);
            longest = std::min(longest * 2, tuning::longest_pause);
        }
    }
    // The stations of a school that lost their server together do not come back in step.
    for (const auto& pauses_of_one_try : met) CHECK(pauses_of_one_try.size() >= 30);
}

TEST_CASE("session: parcels that the server puts off are not sent again in a circle; where it takes some, more follow",
          "[sync][session][relay]") {
    Station station;
    wire::Receipt receipt = wire::Receipt::later;
    station.line.answers = [&](const Ask& ask) { return says_of_parcels(ask, receipt); };
    station.session.step(1h);  // greets the server, with nothing
    REQUIRE(station.session.status().online);
    CHECK(station.replica.fates.empty());
    give_parcels(station.replica);
    station.session.step(1h);
    CHECK(station.replica.fates ==
          std::vector<journal::CarriedOutcome::Fate>(3, journal::CarriedOutcome::Fate::put_off));
    CHECK(station.line.exchanges == 2);

    for (int i = 0; i < 5; ++i) station.session.step(1h);
    CHECK(station.line.exchanges == 2);
    // They go again when there is another reason to ask.
    receipt = wire::Receipt::stored;
    station.session.wake();
    station.session.step(1h);
    CHECK(station.line.exchanges == 3);
    CHECK(station.replica.fates.back() == journal::CarriedOutcome::Fate::delivered);
    station.session.step(1h);
    CHECK(station.line.exchanges == 4);
    station.replica.outgoing = {};
    station.session.step(1h);
    CHECK(station.line.exchanges == 5);
    for (int i = 0; i < 5; ++i) station.session.step(1h);
    CHECK(station.line.exchanges == 5);
}

TEST_CASE("session: while pages are read one after another no poll asks for the same; behind the last one it does",
          "[sync][session]") {
    Station station;
    bool more = true;
    station.line.answers = [&](const Ask&) {
        wire::SyncAnswer page;
        page.epoch = EpochId{{1}};
        page.changes.more = more;
        Answer answer;
        answer.status = 200;
        answer.content_type = wire::content_type;
        answer.body = wire::encode(page);
        return answer;
    };
    for (int pages = 1; pages <= 3; ++pages) {
        station.session.step(1h);
        CHECK(station.line.exchanges == pages);
        CHECK_FALSE(station.line.asking(Lane::long_poll));
    }
    REQUIRE(station.session.status().online);
    more = false;
    station.session.step(1h);
    CHECK(station.line.exchanges == 4);
    station.session.step(1h);
    CHECK(station.line.exchanges == 4);
    CHECK(station.line.asking(Lane::long_poll));
}
