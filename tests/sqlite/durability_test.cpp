#include "station/sqlite/database.hpp"
#include "tests/support/fault_vfs.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using sqlite::Database;
using test::Failure;
using test::FaultVfs;

namespace {

/// Inserts rows 1..count, each in its own commit, with a checkpoint after every fifth. Stops at the first refusal.
/// Returns how many were acknowledged.
int insert_until_refused(const std::filesystem::path& path, const FaultVfs& disk, int count) {
    auto database = Database::open(path, {.vfs = disk.name()});
    if (!database) return 0;
    if (!database->script("CREATE TABLE IF NOT EXISTS row(number INTEGER PRIMARY KEY, data BLOB) STRICT")) return 0;
    auto insert = database->prepare("INSERT INTO row VALUES (?, ?)");
    if (!insert) return 0;
    int acknowledged = 0;
    for (int number = 1; number <= count; ++number) {
        if (!insert->run(number, Bytes(2500, static_cast<std::uint8_t>(number)))) return acknowledged;
        acknowledged = number;
        if (number % 5 == 0 && !database->checkpoint()) return acknowledged;
    }
    return acknowledged;
}

int rows_after_reopen(const std::filesystem::path& path) {
    auto database = Database::open(path);
    REQUIRE(database);
    REQUIRE(database->check());
    REQUIRE(database->script("CREATE TABLE IF NOT EXISTS row(number INTEGER PRIMARY KEY, data BLOB) STRICT"));
    const int rows = static_cast<int>(database->integer("SELECT count(*) FROM row").value());
    if (rows > 0) CHECK(database->integer("SELECT max(number) FROM row").value() == rows);
    return rows;
}

}  // namespace

TEST_CASE("database: an acknowledged row survives any single disk error", "[sqlite][fault]") {
    for (const Failure how : {Failure::error, Failure::full, Failure::torn}) {
        for (int n = 0;; ++n) {
            const test::TempDir dir;
            FaultVfs disk;
            disk.fail_at(n, how);
            const int acknowledged = insert_until_refused(dir / "a.db", disk, 8);
            INFO("failing operation " << n);
            REQUIRE(rows_after_reopen(dir / "a.db") == acknowledged);
            if (!disk.tripped()) break;
        }
    }
}

TEST_CASE("database: an acknowledged row survives a power cut at any operation", "[sqlite][fault]") {
    for (const std::uint64_t seed : {0u, 1u, 2u, 3u}) {
        for (int n = 0;; ++n) {
            const test::TempDir dir;
            FaultVfs disk;
            disk.fail_at(n, Failure::power_cut);
            const int acknowledged = insert_until_refused(dir / "a.db", disk, 8);
            const bool tripped = disk.tripped();
            if (tripped) disk.settle(seed);
            INFO("cut at operation " << n << ", seed " << seed);
            const int rows = rows_after_reopen(dir / "a.db");
            // The row whose flush was cut off may have reached the disk: it is whole then, and one only.
            REQUIRE(rows >= acknowledged);
            REQUIRE(rows <= acknowledged + 1);
            if (!tripped) break;
        }
    }
}

TEST_CASE("database: what a start finds in the log is on the disk before anybody hears of it", "[sqlite][fault]") {
    for (int n = 0;; ++n) {
        const test::TempDir dir;
        FaultVfs disk;
        const auto open = [&] {
            auto database = Database::open(dir / "a.db", {.vfs = disk.name()}).value();
            database.keep_log_on_close(true);  // the process is killed, not ended
            return database;
        };
        REQUIRE(open().script("CREATE TABLE row(number INTEGER PRIMARY KEY, data BLOB) STRICT"));
        bool refused = false;
        {
            auto database = open();
            auto insert = database.prepare("INSERT INTO row VALUES (?, ?)").value();
            disk.fail_at(n, Failure::error);
            for (int number = 1; number <= 3 && !refused; ++number) refused = !insert.run(number, Bytes(2500, 1));
        }
        if (!refused) break;
        const auto heard = open().integer("SELECT count(*) FROM row").value();
        disk.cut_power();
        disk.settle();
        INFO("killed at operation " << n);
        REQUIRE(rows_after_reopen(dir / "a.db") >= heard);
    }
}

TEST_CASE("database: a disk that fails while room is reserved costs the comfort and nothing else", "[sqlite][fault]") {
    for (const int n : {0, 1, 2, 60, 127, 128}) {
        const test::TempDir dir;
        FaultVfs disk;
        {
            auto database = Database::open(dir / "a.db", {.vfs = disk.name()}).value();
            REQUIRE(database.script("CREATE TABLE row(number INTEGER PRIMARY KEY, data BLOB) STRICT"));
            disk.fail_at(n, Failure::error);
            static_cast<void>(database.reserve_log());
            CHECK_FALSE(database.in_transaction());
            REQUIRE(database.script("INSERT INTO row VALUES (1, x'01')"));
        }
        CHECK(rows_after_reopen(dir / "a.db") == 1);
    }
}

TEST_CASE("database: a full disk refuses the row, keeps the rest, and works again with room", "[sqlite][fault]") {
    const test::TempDir dir;
    FaultVfs disk;
    auto database = Database::open(dir / "a.db", {.vfs = disk.name()}).value();
    REQUIRE(database.script("CREATE TABLE row(number INTEGER PRIMARY KEY, data BLOB) STRICT"));
    auto insert = database.prepare("INSERT INTO row VALUES (?, ?)").value();
    disk.limit_room(100'000);
    int acknowledged = 0;
    Result<void> inserted;
    while ((inserted = insert.run(acknowledged + 1, Bytes(2500, 1)))) ++acknowledged;
    CHECK(inserted.error().kind == FaultKind::full);
    CHECK(acknowledged > 5);
    CHECK(database.integer("SELECT count(*) FROM row").value() == acknowledged);
    CHECK_FALSE(database.in_transaction());
    // The reserve cannot be had either, which is no fault, and takes nothing from what is left.
    CHECK(database.reserve_log());
    disk.limit_room(std::nullopt);
    CHECK(insert.run(acknowledged + 1, Bytes(2500, 1)));
    CHECK(database.check());
}
