#include "sync/server/postgres_store.hpp"
#include "sync/server/store_pool.hpp"
#include "tests/sync/log_writer.hpp"
#include "tests/sync/postgres_server.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

using namespace zvonok;
using namespace zvonok::sync::server;
using namespace std::chrono_literals;
using postgres::Connection;
using postgres::Row;
using postgres::Statement;
using test::LogWriter;
using test::PostgresServer;

namespace {

const auto one = test::id<SchoolId>(1);
const auto two = test::id<SchoolId>(2);
const auto log_a = test::id<LogId>(11);

std::unique_ptr<PostgresStore> open(const std::string& address) {
    auto store = PostgresStore::open(address);
    REQUIRE(store);
    return std::move(*store);
}

Connection connect(const std::string& address) {
    auto connection = Connection::open(address);
    REQUIRE(connection);
    return std::move(*connection);
}

void found(Store& store, SchoolId school) {
    REQUIRE(store.begin_school(school, test::id<EpochId>(9)));
    REQUIRE(store.add_log(school, log_a, test::id<StationId>(21)));
    REQUIRE(store.commit());
}

std::int64_t number(Connection& connection, const Statement& statement) {
    const auto answers = connection.exchange({{statement}});
    REQUIRE(answers);
    std::int64_t value = -1;
    REQUIRE(answers->front().each([&](Row& row) { value = row.integer(0); }));
    return value;
}

/// What a watch was told, from its thread.
class Ear {
  public:
    std::function<void(const News&)> listening() {
        return [this](const News& news) {
            const std::scoped_lock lock{mutex_};
            heard_.push_back(news);
            changed_.notify_all();
        };
    }
    bool hears(std::uint64_t cursor, StationId by) {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, 15s, [&] {
            return std::ranges::any_of(heard_,
                                       [&](const News& news) { return news.head.cursor == cursor && news.by == by; });
        });
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<News> heard_;
};

}  // namespace

TEST_CASE("postgres: without a school's name, or under another's, no row of it is seen or written",
          "[sync][postgres][security]") {
    const std::string address = PostgresServer::shared().make_database();
    auto store = open(address);
    LogWriter writer{one, log_a};
    found(*store, one);
    found(*store, two);
    const auto made = writer.fact(1);
    const StationRow station{one, test::id<StationId>(21), domain::StationMode::kiosk, "hall", std::nullopt, 0};
    REQUIRE(store->begin(one));
    REQUIRE(store->add_batch(made.batch, made.checked));
    entry::SessionStatement statement;
    statement.school = one;
    REQUIRE(store->add_session({{1}, {2}, {3}}, statement));
    REQUIRE(store->add_refusal(one, {log_a, 8, 9, {}, "rule", {}}));
    REQUIRE(store->add_loss(one, log_a, 10, 11));
    REQUIRE(store->put_station(station));
    REQUIRE(store->add_certificate(station, crypto::Digest{1}, {}));
    REQUIRE(store->add_token(crypto::Digest{2}, station, {}));
    REQUIRE(store->add_staff_authority(one, Bytes{1}));
    REQUIRE(store->commit());

    auto plain = connect(address);
    const Statement unprotected{"unprotected",
                                "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                                "WHERE nspname = 'zvonok' AND relkind = 'r' AND relname NOT IN ('directory', "
                                "'migrations') AND NOT (relrowsecurity AND relforcerowsecurity)"};
    CHECK(number(plain, unprotected) == 0);
    const Statement counts[] = {{"c1", "SELECT count(*) FROM schools"},
                                {"c2", "SELECT count(*) FROM logs"},
                                {"c3", "SELECT count(*) FROM batches"},
                                {"c4", "SELECT count(*) FROM records"},
                                {"c5", "SELECT count(*) FROM sessions"},
                                {"c6", "SELECT count(*) FROM refusals"},
                                {"c7", "SELECT count(*) FROM losses"},
                                {"c8", "SELECT count(*) FROM stations"},
                                {"c9", "SELECT count(*) FROM certificates"},
                                {"c10", "SELECT count(*) FROM tokens"},
                                {"c11", "SELECT count(*) FROM staff_authorities"}};
    for (const Statement& count : counts) {
        INFO(count.sql);
        CHECK(number(plain, count) == 0);
        REQUIRE(plain.script("SET zvonok.school = '" + one.hex() + "'"));
        CHECK(number(plain, count) == 1);
        REQUIRE(plain.script("SET zvonok.school = '" + test::id<SchoolId>(3).hex() + "'"));
        CHECK(number(plain, count) == 0);
        REQUIRE(plain.script("RESET zvonok.school"));
    }
    REQUIRE(plain.script("SET zvonok.school = '" + two.hex() + "'"));
    const auto forged = plain.script("INSERT INTO losses VALUES ('" + one.hex() + "', '" + log_a.hex() + "', 1, 2)");
    REQUIRE_FALSE(forged);
    CHECK(forged.error().kind == FaultKind::refused);
    REQUIRE(plain.script("UPDATE schools SET cursor = 99; DELETE FROM records"));
    CHECK(store->head(one)->cursor == 1);
    CHECK(store->changes(one, 0, Scope::staff, 1 << 20)->batches.size() == 1);
    // A transaction of one school refuses to speak of another.
    REQUIRE(store->begin(one));
    CHECK(store->head(two).error().kind == FaultKind::bug);
    store->abandon();
    CHECK(store->head(two)->cursor == 99);
}

TEST_CASE("postgres: a role that could look past row-level security is refused", "[sync][postgres][security]") {
    const std::string address = PostgresServer::shared().make_database();
    const auto store = PostgresStore::open(PostgresServer::as_superuser(address));
    REQUIRE_FALSE(store);
    CHECK(store.error().kind == FaultKind::refused);
}

TEST_CASE("postgres: many processes that find an empty database make its tables once", "[sync][postgres]") {
    const std::string address = PostgresServer::shared().make_database();
    std::vector<Result<std::unique_ptr<PostgresStore>>> opened(6);
    std::vector<std::thread> threads;
    for (auto& each : opened) threads.emplace_back([&] { each = PostgresStore::open(address); });
    for (std::thread& thread : threads) thread.join();
    for (const auto& each : opened) {
        INFO((each ? std::string{} : describe(each.error())));
        CHECK(each.has_value());
    }
    auto admin = connect(PostgresServer::as_superuser(address));
    REQUIRE(admin.script("UPDATE zvonok.migrations SET oldest_reader = 99"));
    const auto newer = PostgresStore::open(address);
    REQUIRE_FALSE(newer);
    CHECK(newer.error().kind == FaultKind::refused);
}

TEST_CASE("postgres: what the server says becomes a fault that tells what to do", "[sync][postgres]") {
    auto connection = connect(PostgresServer::shared().make_database());
    const std::pair<const char*, FaultKind> states[] = {
        {"53100", FaultKind::full},    {"54000", FaultKind::full},    {"53300", FaultKind::busy},
        {"55P03", FaultKind::busy},    {"57014", FaultKind::busy},    {"40001", FaultKind::busy},
        {"40P01", FaultKind::busy},    {"57P01", FaultKind::offline}, {"08006", FaultKind::offline},
        {"25006", FaultKind::offline}, {"XX001", FaultKind::corrupt}, {"58030", FaultKind::corrupt},
        {"42501", FaultKind::refused}, {"23505", FaultKind::bug},     {"22P02", FaultKind::bug}};
    for (const auto& [state, kind] : states) {
        INFO(state);
        const auto raised = connection.script("DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '" +
                                              std::string(state) + "', DETAIL = 'Иванов'; END $$");
        REQUIRE_FALSE(raised);
        CHECK(raised.error().kind == kind);
        CHECK(raised.error().what.find("Иванов") == std::string::npos);
        CHECK(connection.usable());
    }
    // A fault in the middle of a pipeline: the rest is not carried out, the connection goes on.
    const Statement good{"good", "SELECT 1::bigint"}, bad{"bad", "SELECT 1::bigint / 0"};
    CHECK_FALSE(connection.exchange({{good}, {bad}, {good}}));
    CHECK(number(connection, good) == 1);
}

TEST_CASE("postgres: a database that is not there is told apart from one that does not answer", "[sync][postgres]") {
    const std::string address = PostgresServer::shared().make_database();
    const auto missing = Connection::open(address + " dbname=nowhere");
    REQUIRE_FALSE(missing);
    CHECK(missing.error().kind == FaultKind::missing);
    const test::TempDir empty;
    const auto silent = Connection::open(address + " host=" + empty.path().string());
    REQUIRE_FALSE(silent);
    CHECK(silent.error().kind == FaultKind::offline);
    CHECK(Connection::has_password("postgresql://me:secret@db/zvonok") == true);
    CHECK(Connection::has_password("host=db password=secret") == true);
    CHECK(Connection::has_password("postgresql://me@db/zvonok") == false);
    CHECK(Connection::has_password("postgresql://[").error().kind == FaultKind::refused);
}

TEST_CASE("postgres: whoever wants a school's counter waits for its holder, readers and other schools do not",
          "[sync][postgres]") {
    const std::string address = PostgresServer::shared().make_database();
    auto first = open(address), second = open(address), third = open(address);
    found(*first, one);
    found(*first, two);
    LogWriter writer{one, log_a};
    const auto made = writer.verdicts(1);
    REQUIRE(first->begin(one));
    REQUIRE(first->add_batch(made.batch, made.checked));
    Result<Head> seen = fail(FaultKind::bug, "not asked");
    std::thread waiting{[&] {
        seen = second->begin(one);
        second->abandon();
    }};
    auto admin = connect(PostgresServer::as_superuser(address));
    const Statement waiters{"waiters",
                            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
                            "wait_event_type = 'Lock'"};
    const bool waits = test::eventually([&] { return number(admin, waiters) == 1; });
    CHECK(third->head(one)->cursor == 0);
    CHECK(third->begin(two).has_value());
    third->abandon();
    const auto committed = first->commit();
    waiting.join();
    CHECK(waits);
    REQUIRE(committed);
    REQUIRE(seen);
    CHECK(seen->cursor == 1);

    // Who holds it for too long is not waited for.
    REQUIRE(first->begin(one));
    const auto late = second->begin(one);
    REQUIRE_FALSE(late);
    CHECK(late.error().kind == FaultKind::busy);
    CHECK(second->begin(two));
    second->abandon();
}

TEST_CASE("postgres: a request that was under way when the database restarted fails as a whole, the next one succeeds",
          "[sync][postgres][restart]") {
    PostgresServer server;
    PostgresStorage storage{server.make_database()};
    StorePool pool{storage};
    LogWriter writer{one, log_a};
    const auto made = writer.verdicts(1);
    {
        const auto store = pool.lease();
        REQUIRE(store);
        found(**store, one);
    }
    {
        const auto idle = pool.lease();
        const auto store = pool.lease();
        REQUIRE(idle);
        REQUIRE(store);
        REQUIRE((*store)->begin(one));
        REQUIRE((*store)->add_batch(made.batch, made.checked));
        server.stop();
        const auto committed = (*store)->commit();
        REQUIRE_FALSE(committed);
        CHECK(committed.error().kind == FaultKind::offline);
        CHECK_FALSE((*store)->usable());
        CHECK(storage.connect().error().kind == FaultKind::offline);
        server.start();
    }
    // The idle one fell too, and nobody is told.
    for (int i = 0; i < 3; ++i) {
        const auto store = pool.lease();
        REQUIRE(store);
        CHECK((*store)->head(one)->cursor == 0);
        CHECK((*store)->overlaps(one, log_a, 1, 9) == false);
    }
    const auto store = pool.lease();
    REQUIRE((*store)->begin(one));
    CHECK((*store)->add_batch(made.batch, made.checked) == std::uint64_t{1});
    REQUIRE((*store)->commit());
}

TEST_CASE("postgres: a session that the administrator ends takes its transaction along", "[sync][postgres][restart]") {
    const std::string address = PostgresServer::shared().make_database();
    auto store = open(address);
    found(*store, one);
    LogWriter writer{one, log_a};
    const auto made = writer.verdicts(1);
    REQUIRE(store->begin(one));
    REQUIRE(store->add_batch(made.batch, made.checked));
    auto admin = connect(PostgresServer::as_superuser(address));
    REQUIRE(
        admin.script("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'zvonok' AND datname "
                     "= current_database()"));
    const auto more = store->add_loss(one, log_a, 7, 8);
    REQUIRE_FALSE(more);
    CHECK(more.error().kind == FaultKind::offline);
    CHECK_FALSE(store->usable());
    store->abandon();
    CHECK(open(address)->head(one)->cursor == 0);
}

TEST_CASE("postgres: what one process commits others hear, also after the database restarted",
          "[sync][postgres][restart]") {
    PostgresServer server;
    const std::string address = server.make_database();
    PostgresStorage here{address}, there{address};
    const auto store = here.connect();
    REQUIRE(store);
    found(**store, one);
    Ear ear;
    const auto watch = there.watch(ear.listening());
    REQUIRE(watch);
    const StationId nobody, by = test::id<StationId>(5);
    REQUIRE(ear.hears(0, nobody));  // where the log stood when the listening began
    REQUIRE((*store)->announce({one, {test::id<EpochId>(9), 7, 6, 5, 4}, by}));
    CHECK(ear.hears(7, by));

    server.stop();
    server.start();
    const auto again = here.connect();
    REQUIRE(again);
    LogWriter writer{one, log_a};
    const auto made = writer.verdicts(1);
    REQUIRE((*again)->begin(one));
    REQUIRE((*again)->add_batch(made.batch, made.checked));
    REQUIRE((*again)->commit());
    // Announced or not: whoever listens again asks first where the logs stand, or hears it now.
    REQUIRE((*again)->announce({one, *(*again)->head(one), nobody}));
    CHECK(ear.hears(1, nobody));
}
