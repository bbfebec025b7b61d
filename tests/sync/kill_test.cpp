#include "tests/sync/checks.hpp"
#include "tests/sync/proxy.hpp"
#include "tests/sync/server_process.hpp"
#include "tests/sync/station_process.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <random>
#include <thread>

using namespace zvonok;
using namespace zvonok::sync;
using namespace std::chrono_literals;

namespace {

int rounds_wanted() {
    const char* wanted = std::getenv("ZVONOK_KILL_ROUNDS");
    return wanted == nullptr ? 12 : std::stoi(wanted);
}

std::uint32_t seed_wanted() {
    const char* wanted = std::getenv("ZVONOK_SEED");
    return wanted == nullptr ? std::random_device{}() : static_cast<std::uint32_t>(std::stoul(wanted));
}

/// What was done to the programs and to the line.
struct Tally {
    int rounds = 0, station_kills = 0, server_kills = 0, cuts = 0, delayed = 0, throttled = 0, half_open = 0;
    std::uint64_t entries = 0;
};

class Trial {
  public:
    explicit Trial(std::uint32_t seed)
        : random_(seed), process_(prepared()), line_(server_.port()), writer_(station_, server_.teacher) {
        station_.endpoint.urls = {"https://127.0.0.1:" + std::to_string(server_.port())};
        close();
    }

    void round() {
        ++tally.rounds;
        process_.start();
        writer_.start("https://127.0.0.1:" + std::to_string(line_.port()));
        const auto until = std::chrono::steady_clock::now() + 400ms + some(0, 1200) * 1ms;
        bool server_alive = true, station_alive = true;
        while (std::chrono::steady_clock::now() < until) {
            line_.set(weather());
            // A moment of this weather: what happens next must find the programs in the middle of something.
            std::this_thread::sleep_for(some(5, 250) * 1ms);
            if (some(0, 3) == 0) line_.cut(), ++tally.cuts;
            if (station_alive && some(0, 4) == 0) kill_station(), station_alive = false;
            if (server_alive && some(0, 4) == 0) kill_server(), server_alive = false;
            if (!station_alive && some(0, 1) == 0) writer_.start(url()), station_alive = true;
            if (!server_alive && some(0, 1) == 0) process_.start(), server_alive = true;
        }
        if (station_alive) kill_station();
        if (server_alive) kill_server();
        check();
    }
    Tally tally;

  private:
    /// The in-process server gives way to the program.
    test::LiveServer& prepared() {
        REQUIRE(station_.settle());
        server_.stop();
        return server_;
    }
    [[nodiscard]] std::string url() const { return "https://127.0.0.1:" + std::to_string(line_.port()); }
    int some(int least, int most) { return std::uniform_int_distribution{least, most}(random_); }
    test::Weather weather() {
        test::Weather weather;
        if (some(0, 2) == 0) weather.delay = some(1, 80) * 1ms, ++tally.delayed;
        if (some(0, 2) == 0)
            weather.bytes_per_second = static_cast<std::size_t>(some(2'000, 200'000)), ++tally.throttled;
        if (some(0, 5) == 0) weather.silent = true, ++tally.half_open;
        return weather;
    }
    void kill_station() {
        writer_.kill();
        ++tally.station_kills;
    }
    void kill_server() {
        process_.end(SIGKILL);
        ++tally.server_kills;
    }
    void close() {
        station_.session.reset();
        station_.transport.reset();
        station_.replica.reset();
        station_.journal.reset();
    }
    void open() {
        auto opened = journal::Journal::open(station_.folder / "journal.db",
                                             {server_.school.school, station_.id, {server_.signing.public_key()}});
        REQUIRE(opened);
        CHECK_FALSE(opened->salvaged);
        station_.journal = std::make_unique<journal::Journal>(std::move(opened->journal));
        station_.replica = std::make_unique<test::JournalReplica>(*station_.journal, station_.clock);
        station_.connect();
    }

    /// All that was acknowledged is on the server once, judged; both sides are alike; nothing was refused on the way.
    void check() {
        // The programs' clocks have gone on.
        const auto passed = std::chrono::steady_clock::now() - checked_;
        checked_ += passed;
        server_.clock.advance(std::chrono::duration_cast<std::chrono::milliseconds>(passed));
        station_.clock.advance(std::chrono::duration_cast<std::chrono::milliseconds>(passed));
        server_.start();
        open();
        REQUIRE(station_.settle());
        const auto acknowledged = writer_.acknowledged();
        const auto answer = station_.post(station_.request());
        REQUIRE(answer);
        std::map<LogId, std::uint64_t> received;
        for (const auto& each : answer->received) received[each.log] = each.seq;
        std::uint64_t entries = 0;
        for (const auto& [log, seq] : acknowledged) {
            CHECK(received[log] >= seq);
            entries += seq;
        }
        tally.entries = entries;
        CHECK(test::equal_to_server(station_));
        CHECK(station_.replica->refused.empty());
        CHECK(station_.replica->rejected.empty());
        close();
        server_.stop();
    }

    std::minstd_rand random_;
    std::chrono::steady_clock::time_point checked_ = std::chrono::steady_clock::now();
    test::DemoServer server_;
    test::DemoStation station_{server_, 101, domain::StationMode::classroom};
    test::ServerProcess process_;
    test::Proxy line_;
    test::StationProcess writer_;
};

}  // namespace

TEST_CASE("kill: station and server killed at any moment, on any line, lose and double nothing that was acknowledged",
          "[sync][kill][process]") {
    const std::uint32_t seed = seed_wanted();
    INFO("ZVONOK_SEED=" << seed);
    Trial trial{seed};
    for (int i = 0; i < rounds_wanted(); ++i) trial.round();
    const Tally& tally = trial.tally;
    CHECK(tally.entries > 0);
    std::cout << tally.rounds << " rounds: " << tally.station_kills << " kills of the station, " << tally.server_kills
              << " of the server; " << tally.cuts << " cuts, " << tally.delayed << " spells of delay, "
              << tally.throttled << " of a narrow line, " << tally.half_open << " of silence; " << tally.entries
              << " entries acknowledged\n";
}
