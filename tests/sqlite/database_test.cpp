#include "station/sqlite/database.hpp"
#include "station/sqlite/tuning.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>
#include <fstream>

using namespace zvonok;
using sqlite::Access;
using sqlite::Database;
using sqlite::Row;
using sqlite::Transaction;

namespace {
Database open_with_table(const std::filesystem::path& path) {
    auto database = Database::open(path);
    REQUIRE(database);
    REQUIRE(database->script("CREATE TABLE IF NOT EXISTS thing(id INTEGER PRIMARY KEY, name TEXT, data BLOB) STRICT"));
    return std::move(*database);
}
}  // namespace

TEST_CASE("statement: values of each type come back as they were bound", "[sqlite][statement]") {
    const test::TempDir dir;
    Database database = open_with_table(dir / "a.db");
    const auto person = PersonId::from_hex_text("000102030405060708090a0b0c0d0e0f").value();
    auto insert = database.prepare("INSERT INTO thing VALUES (?, ?, ?)").value();
    REQUIRE(insert.run(7, "Ёлкина", person));
    REQUIRE(insert.run(std::int64_t{1} << 40, "", Bytes{}));
    REQUIRE(insert.run(9, std::nullopt, std::optional<Bytes>{}));
    CHECK(database.last_row() == 9);

    auto select = database.prepare("SELECT id, name, data FROM thing WHERE id = ?").value();
    const auto found = select.first(
        [&](Row& row) {
            CHECK(row.integer(0) == 7);
            CHECK(row.text(1) == "Ёлкина");
            CHECK(row.id<PersonId>(2) == person);
        },
        7);
    CHECK(found.value());
    CHECK(select
              .first(
                  [](Row& row) {
                      CHECK_FALSE(row.is_null(1));
                      CHECK(row.text(1).empty());
                      CHECK_FALSE(row.is_null(2));
                      CHECK(row.blob(2).empty());
                  },
                  std::int64_t{1} << 40)
              .value());
    CHECK(select
              .first(
                  [](Row& row) {
                      CHECK(row.is_null(1));
                      CHECK_FALSE(row.id_or_null<PersonId>(2));
                  },
                  9)
              .value());
    CHECK_FALSE(select.first([](Row&) {}, 10).value());
}

TEST_CASE("statement: a column of another type or length is told as damage", "[sqlite][statement]") {
    const test::TempDir dir;
    Database database = open_with_table(dir / "a.db");
    REQUIRE(database.script("INSERT INTO thing VALUES (1, 'x', x'0102')"));
    auto select = database.prepare("SELECT id, name, data FROM thing").value();
    CHECK(select.each([](Row& row) { CHECK(row.id<PersonId>(2).empty()); }).error().kind == FaultKind::corrupt);
    CHECK(select.each([](Row& row) { CHECK(row.integer(1) == 0); }).error().kind == FaultKind::corrupt);
    CHECK(select.first([](Row& row) { CHECK(row.text(0).empty()); }).error().kind == FaultKind::corrupt);
    CHECK(select.run());
}

TEST_CASE("statement: a wrong count of values and a wrong statement are bugs, not silence", "[sqlite][statement]") {
    const test::TempDir dir;
    Database database = open_with_table(dir / "a.db");
    auto select = database.prepare("SELECT id FROM thing WHERE id = ?").value();
    CHECK(select.run().error().kind == FaultKind::bug);
    CHECK(select.run(1, 2).error().kind == FaultKind::bug);
    CHECK(database.prepare("SELECT nothing FROM nowhere")->run().error().kind == FaultKind::bug);
    CHECK(sqlite::Statement{}.run().error().kind == FaultKind::bug);
}

TEST_CASE("statement: the same text asked for again and again, one within the other too, answers each time",
          "[sqlite][statement]") {
    const test::TempDir dir;
    Database database = open_with_table(dir / "a.db");
    REQUIRE(database.script("INSERT INTO thing VALUES (1, 'x', x'01'), (2, 'y', x'02')"));
    const std::string sql = "SELECT id FROM thing WHERE id >= ? ORDER BY id";
    for (int round = 0; round < 3; ++round) {
        std::vector<std::int64_t> seen;
        auto outer = database.prepare(sql).value();
        REQUIRE(outer.each(
            [&](Row& row) -> Result<void> {
                seen.push_back(row.integer(0));
                auto inner = database.prepare(sql).value();
                return inner.each([&](Row& other) { seen.push_back(10 * other.integer(0)); }, 2);
            },
            1));
        CHECK(seen == std::vector<std::int64_t>{1, 20, 2, 20});
        // A table that has changed meanwhile is seen as it is.
        REQUIRE(database.script("ALTER TABLE thing ADD COLUMN more" + std::to_string(round) + " INTEGER"));
    }
    Database moved = std::move(database);
    CHECK(moved.prepare(sql)->integer(2).value() == 2);
}

TEST_CASE("statement: a visitor's fault ends the run, and the statement can run again", "[sqlite][statement]") {
    const test::TempDir dir;
    Database database = open_with_table(dir / "a.db");
    REQUIRE(database.script("INSERT INTO thing VALUES (1, 'x', NULL), (2, 'y', NULL)"));
    auto select = database.prepare("SELECT id FROM thing").value();
    int seen = 0;
    const auto stopped = select.each([&](Row&) -> Result<void> {
        ++seen;
        return fail(FaultKind::refused, "enough");
    });
    CHECK(stopped.error().kind == FaultKind::refused);
    CHECK(seen == 1);
    CHECK(select.each([&](Row&) { ++seen; }));
    CHECK(seen == 3);
}

TEST_CASE("transaction: what is not committed is gone, what is committed is seen by others", "[sqlite][transaction]") {
    const test::TempDir dir;
    Database database = open_with_table(dir / "a.db");
    {
        auto transaction = Transaction::begin(database);
        REQUIRE(transaction);
        REQUIRE(database.script("INSERT INTO thing(id) VALUES (1)"));
        CHECK(database.in_transaction());
    }
    CHECK_FALSE(database.in_transaction());
    CHECK(database.integer("SELECT count(*) FROM thing").value() == 0);

    auto transaction = Transaction::begin(database);
    REQUIRE(transaction);
    REQUIRE(database.script("INSERT INTO thing(id) VALUES (1)"));
    REQUIRE(transaction->commit());
    auto other = Database::open(dir / "a.db", {.access = Access::read_only});
    REQUIRE(other);
    CHECK(other->integer("SELECT count(*) FROM thing").value() == 1);
    CHECK(other->script("INSERT INTO thing(id) VALUES (2)").error().kind == FaultKind::refused);
}

TEST_CASE("transaction: a second writer is told that the file is busy", "[sqlite][transaction]") {
    const test::TempDir dir;
    Database first = open_with_table(dir / "a.db");
    Database second = open_with_table(dir / "a.db");
    REQUIRE(second.script("PRAGMA busy_timeout=0"));
    const auto held = Transaction::begin(first);
    REQUIRE(held);
    CHECK(Transaction::begin(second).error().kind == FaultKind::busy);
}

TEST_CASE("database: no file, no folder and foreign bytes are told apart", "[sqlite][database]") {
    const test::TempDir dir;
    CHECK(Database::open(dir / "none.db", {.access = Access::existing}).error().kind == FaultKind::missing);
    CHECK(Database::open(dir / "none" / "a.db").error().kind == FaultKind::missing);
    std::ofstream{dir / "text.db"} << std::string(5000, 'x');
    CHECK(Database::open(dir / "text.db").error().kind == FaultKind::corrupt);
}

TEST_CASE("database: the log keeps its reserved room, and a checkpoint lets it be used anew", "[sqlite][database]") {
    const test::TempDir dir;
    Database database = open_with_table(dir / "a.db");
    REQUIRE(database.reserve_log());
    const auto log = dir / "a.db-wal";
    CHECK(std::filesystem::file_size(log) == sqlite::tuning::wal_room_bytes);
    auto insert = database.prepare("INSERT INTO thing(data) VALUES (?)").value();
    for (int round = 0; round < 3; ++round) {
        while (database.log_frames() < sqlite::tuning::checkpoint_from_frames) REQUIRE(insert.run(Bytes(3000, 7)));
        REQUIRE(database.tend());
        CHECK(database.log_frames() == 0);
        CHECK(std::filesystem::file_size(log) == sqlite::tuning::wal_room_bytes);
    }
    CHECK(database.check());
    // Reserving again finds the room there.
    REQUIRE(database.reserve_log());
    CHECK(std::filesystem::file_size(log) == sqlite::tuning::wal_room_bytes);
}

TEST_CASE("database: reserved zeros behind the frames do not disturb recovery after a kill", "[sqlite][database]") {
    const test::TempDir dir;
    {
        Database database = open_with_table(dir / "a.db");
        REQUIRE(database.reserve_log());
        REQUIRE(database.script("INSERT INTO thing(name) VALUES ('kept')"));
        // What a kill leaves: the files as they are now, without the shared memory.
        std::filesystem::copy_file(dir / "a.db", dir / "b.db");
        std::filesystem::copy_file(dir / "a.db-wal", dir / "b.db-wal");
    }
    auto after = Database::open(dir / "b.db");
    REQUIRE(after);
    CHECK(after->integer("SELECT count(*) FROM thing").value() == 1);
    CHECK(after->check());
}
