#include "tests/sync/checks.hpp"
#include "tests/sync/demo_school.hpp"

#include "station/crypto/random.hpp"
#include "sync/server/sqlite_store.hpp"
#include "tests/sync/server_process.hpp"

#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <random>

using namespace zvonok;
using namespace zvonok::sync;
using namespace std::chrono_literals;

TEST_CASE("restart: a server killed in the middle of requests, again and again, loses and doubles nothing",
          "[sync][restart][process]") {
    test::DemoServer server{GENERATE(test::Backend::sqlite, test::Backend::postgresql)};
    test::DemoStation one{server, 101, domain::StationMode::classroom};
    test::DemoStation two{server, 102, domain::StationMode::classroom};
    REQUIRE(one.settle());
    server.stop();
    test::ServerProcess process{server};
    std::minstd_rand random{7};
    const std::array<std::string, 4> codes{"Н", "Б", "УП", ""};
    std::uint64_t written = 0;
    for (int round = 0; round < 10; ++round) {
        process.start();
        const auto until = std::chrono::steady_clock::now() + 300ms + std::chrono::milliseconds{random() % 300};
        while (std::chrono::steady_clock::now() < until) {
            one.write({one.absence(server.school.belov, codes[random() % codes.size()])}, server.teacher);
            ++written;
            one.session->wake();
            two.session->wake();
            for (int i = 0; i < 3; ++i) {
                one.session->step(std::chrono::milliseconds{random() % 10});
                two.session->step(1ms);
            }
        }
        process.end(SIGKILL);
    }
    server.start();
    // Waiting out the pauses of a station that was refused ten times would make the test slow, not better.
    one.connect();
    two.connect();
    REQUIRE(one.settle());
    REQUIRE(two.settle());
    CHECK(test::received_of(one) == written);
    CHECK(test::equal_to_server(one));
    CHECK(test::equal_to_server(two));
    CHECK(one.replica->refused.empty());
    CHECK(one.replica->rejected.empty());
    CHECK(two.replica->rejected.empty());
}

TEST_CASE("restart: what a command records while the server runs reaches a waiting station at once",
          "[sync][restart][process]") {
    test::DemoServer server{GENERATE(test::Backend::sqlite, test::Backend::postgresql)};
    test::DemoStation station{server, 101, domain::StationMode::classroom};
    REQUIRE(station.settle());
    const LocalDay day = test::date(2026, 9, 15);
    const auto window = [&] {
        const auto facts = station.journal->facts();
        REQUIRE(facts);
        return (*facts)->policy("attendance.edit_window_days", day);
    };
    REQUIRE_FALSE(window());
    server.stop();
    test::ServerProcess process{server};
    process.start();
    station.connect();
    REQUIRE(station.run_until([&] { return station.session->status().online; }));
    REQUIRE(station.run_until([&] { return station.transport->asking(client::Lane::long_poll); }));
    const std::string preset = std::string(std::getenv("ZVONOK_SOURCE")) + "/config/policies/default.toml";
    REQUIRE(process.command("seed policies " + preset + " --from 2026-09-01") == 0);
    CHECK(station.run_until([&] { return window() == "7"; }, 10s));
    CHECK(process.command("status") == 0);
    CHECK(process.command("station revoke st-6500") == 0);
    station.session->wake();
    CHECK(station.run_until([&] { return station.session->status().trouble == client::Trouble::revoked; }));
    process.end(SIGTERM);
    // Without a server the same commands work on the folder themselves.
    CHECK(process.command("station list") == 0);
    CHECK(process.command("station revoke nobody") != 0);
}

TEST_CASE("restart: a server put back from a backup has a new epoch, and the stations bring everything again",
          "[sync][restart][epoch]") {
    test::DemoServer server;
    test::DemoStation one{server, 101, domain::StationMode::classroom};
    test::DemoStation two{server, 102, domain::StationMode::classroom};
    one.write({one.absence(server.school.belov, "Н")}, server.teacher);
    REQUIRE(one.settle());
    REQUIRE(two.settle());
    const auto database = server.dir / "zvonok.db";
    const auto backup = server.dir / "backup.db";
    server.stop();
    std::filesystem::copy_file(database, backup);
    server.start();

    one.connect();
    two.connect();
    one.write({one.absence(server.school.belov, "Б"), one.absence(server.school.abdurahmanova, "Н")}, server.teacher);
    two.write({two.absence(server.school.belov, "УП", 2)}, server.teacher);
    REQUIRE(one.settle());
    REQUIRE(two.settle());
    REQUIRE(one.settle());
    const auto before = one.journal->dump_hash();
    const auto epoch = one.journal->position().epoch;

    server.stop();
    for (const char* suffix : {"-wal", "-shm"}) std::filesystem::remove(database.string() + suffix);
    std::filesystem::copy_file(backup, database, std::filesystem::copy_options::overwrite_existing);
    {
        auto raw = server::SqliteStore::open(database, sqlite::Access::existing);
        REQUIRE(raw);
        REQUIRE((*raw)->begin(server.school.school));
        REQUIRE((*raw)->renew_epoch(server.school.school, crypto::random_id<EpochId>()));
        REQUIRE((*raw)->commit());
    }
    server.start();
    one.connect();
    two.connect();
    REQUIRE(one.settle());
    REQUIRE(two.settle());
    REQUIRE(one.settle());
    CHECK(one.journal->position().epoch != epoch);
    CHECK(test::received_of(one) == 3);
    CHECK(test::received_of(two) == 1);
    CHECK(test::equal_to_server(one));
    CHECK(test::equal_to_server(two));
    CHECK(one.replica->refused.empty());
    // Nothing in what people see has changed: the same marks stand, judged alike.
    const auto after = one.journal->dump_hash();
    REQUIRE(after);
    REQUIRE(before);
    CHECK(*after == *before);
}
