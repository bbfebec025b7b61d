#include "station/base/file.hpp"
#include "tests/sync/checks.hpp"
#include "tests/sync/demo_school.hpp"
#include "tests/sync/postgres_server.hpp"
#include "tests/sync/server_process.hpp"

#include <catch2/catch.hpp>

#include <csignal>

using namespace zvonok;
using namespace zvonok::sync;
using namespace std::chrono_literals;

namespace {

/// Two stations that keep writing through a server's program.
struct Writers {
    explicit Writers(test::DemoServer& of)
        : server(of), one(of, 101, domain::StationMode::classroom), two(of, 102, domain::StationMode::classroom) {}
    void write(int rounds) {
        for (int i = 0; i < rounds; ++i)
            for (test::DemoStation* station : {&one, &two}) {
                station->write({station->absence(server.school.belov, written % 2 == 0 ? "Н" : "Б")}, server.teacher);
                station->session->wake();
                station->session->step(5ms);
                ++written;
            }
    }
    bool sent() {
        for (test::DemoStation* station : {&one, &two}) {
            station->connect();
            station->session->wake();
            if (!station->run_until([&] { return station->journal->unsent()->batches.empty(); })) return false;
        }
        return true;
    }
    test::DemoServer& server;
    test::DemoStation one, two;
    std::uint64_t written = 0;
};

}  // namespace

TEST_CASE("backup: taken under load and put back a day later, it costs nothing that a station has sent",
          "[sync][backup][process]") {
    test::DemoServer server;
    Writers writers{server};
    server.stop();
    test::ServerProcess process{server};
    process.start();
    REQUIRE(writers.sent());
    const auto copy = server.dir / "copy.db";
    writers.write(5);
    REQUIRE(process.command("backup " + copy.string()) == 0);
    using std::filesystem::perms;
    CHECK(std::filesystem::status(copy).permissions() == (perms::owner_read | perms::owner_write));
    CHECK(process.command("backup " + copy.string()) != 0);  // never over another copy
    writers.write(10);
    REQUIRE(writers.sent());
    const auto epoch = writers.one.journal->position().epoch;
    CHECK(process.command("restore " + copy.string()) != 0);  // not under a running server
    process.end(SIGKILL);

    writers.write(3);  // nobody hears it
    REQUIRE(process.command("restore " + copy.string()) == 0);
    CHECK(std::filesystem::exists(server.dir / "zvonok.db.before"));
    server.start();
    writers.one.connect();
    writers.two.connect();
    REQUIRE(writers.one.settle());
    REQUIRE(writers.two.settle());
    REQUIRE(writers.one.settle());
    CHECK(writers.one.journal->position().epoch != epoch);
    CHECK(test::received_of(writers.one) + test::received_of(writers.two) == writers.written);
    CHECK(test::equal_to_server(writers.one));
    CHECK(test::equal_to_server(writers.two));
    for (test::DemoStation* station : {&writers.one, &writers.two}) {
        CHECK(station->replica->refused.empty());
        CHECK(station->replica->rejected.empty());
    }
}

TEST_CASE("backup: a file that is no copy of a log, or a broken one, takes nothing's place",
          "[sync][backup][process]") {
    test::DemoServer server;
    const auto head = server.core->head(server.school.school);
    REQUIRE(head);
    server.stop();
    test::ServerProcess process{server};
    const auto put = [&](const char* name, std::string_view content) {
        REQUIRE(write_file(server.dir / name, as_bytes(content), FileMode::owner_only));
        return (server.dir / name).string();
    };
    CHECK(process.command("restore " + put("text", "not a database, but long enough to be mistaken for one")) != 0);
    CHECK(process.command("restore " + (server.dir / "nowhere").string()) != 0);
    CHECK(process.command("restore") != 0);
    // A station's journal or a projection is SQLite too, and no log.
    CHECK(process.command("restore " + (server.dir / ("projection-" + server.school.school.hex() + ".db")).string()) !=
          0);
    const auto copy = (server.dir / "copy.db").string();
    REQUIRE(process.command("backup " + copy) == 0);
    auto content = read_file(copy, 1u << 26);
    REQUIRE(content);
    for (std::size_t at = 4096; at < content->size(); at += 4096)
        std::fill_n(content->begin() + static_cast<std::ptrdiff_t>(at), 100, std::uint8_t{0x5a});
    CHECK(process.command("restore " + put("broken", as_text(*content))) != 0);
    server.start();
    CHECK(server.core->head(server.school.school)->cursor == head->cursor);
    CHECK(server.core->head(server.school.school)->epoch == head->epoch);
}

TEST_CASE("backup: a dump of PostgreSQL, put back into another database, is a new life of the log",
          "[sync][backup][process]") {
    test::DemoServer server{test::Backend::postgresql};
    test::DemoStation station{server, 101, domain::StationMode::classroom};
    station.write({station.absence(server.school.belov, "Н")}, server.teacher);
    REQUIRE(station.settle());
    const auto epoch = station.journal->position().epoch;
    server.stop();
    const test::ServerProcess before{server};
    CHECK(before.command("backup " + (server.dir / "copy").string()) != 0);
    CHECK(before.said().find("pg_dump") != std::string::npos);
    const auto dump = server.dir / "dump";
    test::PostgresServer::shared().dump(server.database.address, dump);
    server.start();
    station.connect();
    station.write({station.absence(server.school.belov, "Б")}, server.teacher);
    REQUIRE(station.settle());
    server.stop();

    server.database.address = test::PostgresServer::shared().restore(dump);
    const test::ServerProcess after{server, server.dir / "after"};
    REQUIRE(after.command("restore") == 0);
    CHECK(after.command("restore " + dump.string()) != 0);
    server.start();
    station.connect();
    REQUIRE(station.settle());
    REQUIRE(station.settle());
    CHECK(station.journal->position().epoch != epoch);
    CHECK(test::received_of(station) == 2);
    CHECK(test::equal_to_server(station));
}
