#include "station/sqlite/migration.hpp"
#include "tests/support/fault_vfs.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using sqlite::Database;
using sqlite::migrate;
using sqlite::Migration;

namespace {
constexpr std::uint32_t our_kind = 0x5a76544a;
constexpr Migration first[] = {{1, "CREATE TABLE a(x INTEGER) STRICT", 1}};
constexpr Migration added[] = {{1, "CREATE TABLE a(x INTEGER) STRICT", 1},
                               {2, "CREATE TABLE b(y INTEGER) STRICT; INSERT INTO b VALUES (5)", 1}};
constexpr Migration changed[] = {{1, "CREATE TABLE a(x INTEGER) STRICT", 1},
                                 {2, "CREATE TABLE b(y INTEGER) STRICT; INSERT INTO b VALUES (5)", 1},
                                 {3, "ALTER TABLE a RENAME COLUMN x TO z", 3}};
}  // namespace

TEST_CASE("migration: steps run once each, in order, from whatever number the file has", "[sqlite][migration]") {
    const test::TempDir dir;
    auto database = Database::open(dir / "a.db").value();
    CHECK(migrate(database, our_kind, first).value() == 1);
    CHECK(migrate(database, our_kind, first).value() == 1);
    CHECK(migrate(database, our_kind, changed).value() == 3);
    CHECK(database.integer("SELECT count(*) FROM b").value() == 1);
    CHECK(database.integer("SELECT count(*) FROM migrations").value() == 3);
    CHECK(database.prepare("SELECT z FROM a")->run());
}

TEST_CASE("migration: a newer program's additions are readable, its changes are refused", "[sqlite][migration]") {
    const test::TempDir dir;
    auto database = Database::open(dir / "a.db").value();
    REQUIRE(migrate(database, our_kind, added));
    CHECK(migrate(database, our_kind, first).value() == 2);
    REQUIRE(migrate(database, our_kind, changed));
    const auto refused = migrate(database, our_kind, added);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == FaultKind::refused);
    CHECK(database.integer("PRAGMA user_version").value() == 3);
}

TEST_CASE("migration: another program's file is refused and left alone", "[sqlite][migration]") {
    const test::TempDir dir;
    auto database = Database::open(dir / "a.db").value();
    REQUIRE(database.script("CREATE TABLE foreign_table(x)"));
    CHECK(migrate(database, our_kind, first).error().kind == FaultKind::refused);
    CHECK(database.integer("SELECT count(*) FROM sqlite_schema").value() == 1);
    auto other = Database::open(dir / "b.db").value();
    REQUIRE(migrate(other, our_kind + 1, first));
    CHECK(migrate(other, our_kind, first).error().kind == FaultKind::refused);
}

TEST_CASE("migration: cut at any operation, the file is at the old number or the new one",
          "[sqlite][migration][fault]") {
    for (int n = 0;; ++n) {
        const test::TempDir dir;
        test::FaultVfs disk;
        {
            auto database = Database::open(dir / "a.db", {.vfs = disk.name()}).value();
            REQUIRE(migrate(database, our_kind, first));
            REQUIRE(database.checkpoint());
        }
        {
            auto database = Database::open(dir / "a.db", {.vfs = disk.name()}).value();
            disk.fail_at(n, test::Failure::power_cut);
            static_cast<void>(migrate(database, our_kind, changed));
        }
        const bool tripped = disk.tripped();
        disk.cut_power();
        disk.settle(static_cast<std::uint64_t>(n));
        auto after = Database::open(dir / "a.db", {.vfs = disk.name()});
        REQUIRE(after);
        const auto number = after->integer("PRAGMA user_version").value();
        CHECK((number == 1 || number == 3));
        CHECK(migrate(*after, our_kind, changed).value() == 3);
        CHECK(after->integer("SELECT count(*) FROM b").value() == 1);
        if (!tripped) break;
    }
}
