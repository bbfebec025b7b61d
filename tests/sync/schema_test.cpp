#include "sync/server/schema.hpp"
#include "station/base/file.hpp"
#include "sync/server/postgres_schema.hpp"
#include "tests/sync/checks.hpp"
#include "tests/sync/demo_school.hpp"
#include "tests/sync/postgres_server.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

/// Databases that servers of former versions have left, as SQL, one of each schema. Each is a school's log with the
/// same history: facts, accepted, refused and held entries, a station, its certificate and token.
using namespace zvonok;
using namespace zvonok::sync;
using namespace std::chrono_literals;

namespace {

std::filesystem::path schemas_folder() {
    const char* source = std::getenv("ZVONOK_SOURCE");
    REQUIRE(source != nullptr);
    return std::filesystem::path(source) / "tests/data/server";
}

std::string text_of(const std::filesystem::path& path) {
    INFO(path);
    const auto content = read_file(path, 1u << 24);
    REQUIRE(content);
    return std::string(as_text(*content));
}

Bytes recorded_seed() {
    const auto seed = from_hex(text_of(schemas_folder() / "signing.seed").substr(0, 64));
    REQUIRE(seed);
    return *seed;
}

/// The log that such a database holds, by what this program makes of it.
void check_former(test::Backend backend, const std::string& name) {
    INFO(name);
    auto house = test::DemoServer::plain_house(backend);
    house.signing_seed = recorded_seed();
    house.former_log = text_of(schemas_folder() / (name + ".sql"));
    test::DemoServer server{std::move(house)};
    const auto stations = server.core->stations(server.school.school);
    REQUIRE(stations);
    REQUIRE(stations->size() == 1);
    CHECK(stations->front().certificates == 1);

    test::DemoStation station{server, 102, domain::StationMode::classroom};
    REQUIRE(station.settle());
    CHECK(station.replica->rejected.empty());
    CHECK(test::equal_to_server(station));
    const domain::LessonKey lesson{server.school.algebra, test::date(2026, 9, 15), 1, {}};
    const auto view = station.journal->read().lesson(lesson);
    REQUIRE(view);
    std::size_t accepted = 0;
    for (const auto& each : view->attendance) accepted += each.cell.accepted ? 1 : 0;
    CHECK(accepted == 2);
    const auto of_teacher = station.journal->read().attention_of(server.school.teacher);
    REQUIRE(of_teacher);
    REQUIRE(of_teacher->size() == 1);
    CHECK(of_teacher->front().outcome == domain::Outcome::held);
    const auto of_other = station.journal->read().attention_of(server.school.other_teacher);
    REQUIRE(of_other);
    REQUIRE(of_other->size() == 1);
    CHECK(of_other->front().outcome == domain::Outcome::refused);

    station.write({station.homework("§ 9")}, server.teacher);
    REQUIRE(station.settle());
    CHECK(station.journal->read().attention_of(server.school.teacher)->size() == 1);
    CHECK(test::equal_to_server(station));
}

/// The history that each of them holds.
void live_through(test::DemoServer& server) {
    test::DemoStation station{server, 101, domain::StationMode::classroom};
    REQUIRE(station.settle());
    station.write({station.absence(server.school.belov, "Н"), station.absence(server.school.abdurahmanova, "")},
                  server.teacher);
    station.write({station.homework("§ 4, № 12")}, server.teacher);
    station.write({station.absence(server.school.belov, "Б")}, server.other_teacher);
    REQUIRE(station.settle());
    station.clock.step_wall(-24h);
    station.write({station.absence(server.school.belov, "УП")}, server.teacher);
    REQUIRE(station.settle());
    server.stop();
}

std::filesystem::path record_folder() {
    const char* folder = std::getenv("ZVONOK_RECORD");
    REQUIRE(folder != nullptr);
    std::filesystem::create_directories(folder);
    return folder;
}

test::LiveServer::House house_to_record(test::Backend backend) {
    auto house = test::DemoServer::plain_house(backend);
    if (std::filesystem::exists(schemas_folder() / "signing.seed")) house.signing_seed = recorded_seed();
    return house;
}

}  // namespace

TEST_CASE("schema: the database of every former version opens, serves a new station, and goes on", "[sync][schema]") {
    for (int version = 1; version <= static_cast<int>(server::migrations().back().number); ++version)
        check_former(test::Backend::sqlite, "schema-" + std::to_string(version));
}

TEST_CASE("schema: so does every former version's on PostgreSQL", "[sync][schema][postgresql]") {
    for (std::int64_t version = 1; version <= server::postgres::newest_schema(); ++version)
        check_former(test::Backend::postgresql, "postgresql-" + std::to_string(version));
}

// Run by hand when the schema grows: ZVONOK_RECORD=FOLDER sync_schema_test "[.record]" leaves zvonok.db, postgresql.sql
// and signing.seed there; tests/data/server/README.md says what becomes of them.
TEST_CASE("schema: makes the database of this version", "[.record]") {
    const std::filesystem::path to = record_folder();
    test::DemoServer server{house_to_record(test::Backend::sqlite)};
    live_through(server);
    std::filesystem::copy_file(server.dir / "zvonok.db", to / "zvonok.db",
                               std::filesystem::copy_options::overwrite_existing);
    REQUIRE(write_file(to / "signing.seed", as_bytes(to_hex(server.signing.seed().view()) + "\n"),
                       FileMode::everyone_reads));
}

TEST_CASE("schema: makes the database of this version on PostgreSQL", "[.record]") {
    test::DemoServer server{house_to_record(test::Backend::postgresql)};
    live_through(server);
    test::PostgresServer::shared().dump_sql(server.database.address, record_folder() / "postgresql.sql");
}
