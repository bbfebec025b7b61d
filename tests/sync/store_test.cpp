#include "station/crypto/random.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/sync/log_writer.hpp"
#include "tests/sync/test_database.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

/// What both backends promise of the log; each case runs on each.
using namespace zvonok;
using namespace zvonok::sync::server;
using domain::Audience;
using test::LogWriter;

namespace {

constexpr std::size_t no_limit = 1u << 30;
const auto one = test::id<SchoolId>(1);
const auto two = test::id<SchoolId>(2);
const auto log_a = test::id<LogId>(11);
const auto log_b = test::id<LogId>(12);
const auto station = test::id<StationId>(21);

class Base {
  public:
    Base() : database_(GENERATE(test::Backend::sqlite, test::Backend::postgresql)) {
        storage_ = database_.storage({dir_.path()});
        store = connect();
        found(one);
        found(two);
    }
    std::unique_ptr<Store> connect() {
        auto opened = storage_->connect();
        REQUIRE(opened);
        return std::move(*opened);
    }
    void found(SchoolId school) {
        REQUIRE(store->begin_school(school, test::id<EpochId>(9)));
        REQUIRE(store->commit());
    }
    /// In one transaction.
    std::vector<std::uint64_t> put(SchoolId school, const std::vector<LogWriter::Made>& all) {
        std::vector<std::uint64_t> cursors;
        REQUIRE(store->begin(school));
        for (const LogWriter::Made& made : all) {
            const LogId log = made.checked.seal.log;
            const auto there = store->log(school, log);
            REQUIRE(there);
            if (!*there) REQUIRE(store->add_log(school, log, station));
            const auto cursor = store->add_batch(made.batch, made.checked);
            REQUIRE(cursor);
            cursors.push_back(*cursor);
        }
        REQUIRE(store->commit());
        return cursors;
    }
    Head head(SchoolId school) {
        const auto found = store->head(school);
        REQUIRE(found);
        return *found;
    }
    ChangeSet changes(std::uint64_t after, Scope scope = Scope::staff, std::size_t limit = no_limit) {
        auto set = store->changes(one, after, scope, limit);
        REQUIRE(set);
        return std::move(*set);
    }

  private:
    test::TempDir dir_;
    test::TestDatabase database_;
    std::unique_ptr<Storage> storage_;

  public:
    std::unique_ptr<Store> store;
};

entry::SessionProof proof_of(SessionId session, entry::SessionStatement& statement) {
    statement.school = one;
    statement.session = session;
    statement.station = station;
    statement.person = test::id<PersonId>(31);
    statement.log = log_a;
    return {entry::encode(statement), crypto::random_bytes(70), crypto::random_bytes(300)};
}

}  // namespace

TEST_CASE("store: batches come back byte for byte, in the order of their cursors, from any cursor on",
          "[sync][store]") {
    Base base;
    LogWriter a{one, log_a}, b{one, log_b};
    const std::vector<LogWriter::Made> all{a.verdicts(1), b.verdicts(3), a.verdicts(2), b.mixed()};
    CHECK(base.put(one, {all[0], all[1]}) == std::vector<std::uint64_t>{1, 2});
    CHECK(base.put(one, {all[2], all[3]}) == std::vector<std::uint64_t>{3, 4});
    CHECK(base.head(one).cursor == 4);
    for (std::uint64_t after = 0; after <= 4; ++after) {
        const ChangeSet set = base.changes(after);
        CHECK(set.next == 4);
        CHECK_FALSE(set.more);
        REQUIRE(set.batches.size() == 4 - after);
        for (std::size_t i = 0; i < set.batches.size(); ++i) CHECK(set.batches[i] == all[after + i].batch);
    }
    CHECK(base.changes(9).next == 9);
    CHECK(base.changes(9).batches.empty());
}

TEST_CASE("store: what was not committed is not there, and its cursor is given again", "[sync][store]") {
    Base base;
    LogWriter a{one, log_a};
    const auto first = a.verdicts(1);
    base.put(one, {first});
    const auto second = a.verdicts(2);
    REQUIRE(base.store->begin(one));
    REQUIRE(base.store->add_batch(second.batch, second.checked));
    REQUIRE(base.store->add_loss(one, log_b, 1, 5));
    base.store->abandon();
    CHECK(base.head(one).cursor == 1);
    CHECK(base.changes(0).batches.size() == 1);
    CHECK(base.store->reaches(one, log_b, 5, Refusals::counted) == false);
    const auto row = base.store->log(one, log_a);
    REQUIRE(row);
    REQUIRE(*row);
    CHECK((*row)->last == 1);
    CHECK((*row)->previous == entry::seal_hash(first.batch.seal.content));
    CHECK(base.put(one, {second}) == std::vector<std::uint64_t>{2});

    // A transaction that begins anew forgets the one before.
    const auto third = a.verdicts(1);
    REQUIRE(base.store->begin(one));
    REQUIRE(base.store->add_batch(third.batch, third.checked));
    REQUIRE(base.store->begin(one));
    REQUIRE(base.store->commit());
    CHECK(base.head(one).cursor == 2);
}

TEST_CASE("store: a kiosk gets the public part, without the salt seed and the sessions, and passes over the rest",
          "[sync][store]") {
    Base base;
    LogWriter a{one, log_a, entry::Signer::session};
    entry::SessionStatement statement;
    const auto proof = proof_of(a.session, statement);
    REQUIRE(base.store->begin(one));
    REQUIRE(base.store->add_session(proof, statement));
    REQUIRE(base.store->commit());
    const auto mixed = a.mixed();
    base.put(one, {a.verdicts(1), mixed, a.verdicts(1), a.verdicts(1, Audience::everyone), a.verdicts(1)});
    CHECK(base.head(one).public_cursor == 4);
    const ChangeSet set = base.changes(0, Scope::kiosk);
    CHECK(set.next == 5);
    CHECK(set.sessions.empty());
    REQUIRE(set.batches.size() == 2);
    CHECK(set.batches[0].records.size() == 1);
    CHECK(set.batches[0].paths.size() == 1);
    CHECK(set.batches[0].seal.salt_seed.empty());
    CHECK(set.batches[0].records[0] == mixed.batch.records[0]);
    CHECK(set.batches[1].records.size() == 1);
}

TEST_CASE("store: a session's proof travels with its first batch and with no other", "[sync][store]") {
    Base base;
    LogWriter a{one, log_a, entry::Signer::session};
    entry::SessionStatement statement;
    const auto proof = proof_of(a.session, statement);
    CHECK_FALSE(base.store->session(one, a.session).value());
    REQUIRE(base.store->begin(one));
    REQUIRE(base.store->add_session(proof, statement));
    REQUIRE(base.store->add_session({{1}, {2}, {3}}, statement));  // known already: left as it is
    REQUIRE(base.store->commit());
    base.put(one, {a.verdicts(1), a.verdicts(1)});
    const auto found = base.store->session(one, a.session);
    REQUIRE(found);
    REQUIRE(*found);
    CHECK((*found)->statement == proof.statement);
    CHECK((*found)->signature == proof.signature);
    CHECK((*found)->certificate == proof.certificate);
    CHECK(base.changes(0).sessions.size() == 1);
    CHECK(base.changes(1).sessions.empty());
    CHECK_FALSE(base.store->session(two, a.session).value());
}

TEST_CASE("store: a page ends behind the change that fills it, and the pages make up the log", "[sync][store]") {
    Base base;
    LogWriter a{one, log_a};
    std::vector<LogWriter::Made> all;
    for (int i = 0; i < 1200; ++i) all.push_back(a.verdicts(1, i % 5 == 0 ? Audience::everyone : Audience::staff));
    base.put(one, all);
    for (const auto& [scope, limit, expected] :
         {std::tuple{Scope::staff, std::size_t{1}, 1200u}, std::tuple{Scope::staff, std::size_t{50'000}, 1200u},
          std::tuple{Scope::staff, no_limit, 1200u}, std::tuple{Scope::kiosk, std::size_t{3'000}, 240u},
          std::tuple{Scope::kiosk, no_limit, 240u}}) {
        std::uint64_t after = limit == 1 ? 1190 : 0;
        std::size_t batches = after, pages = 0;
        for (bool more = true; more; ++pages) {
            const ChangeSet set = base.changes(after, scope, limit);
            REQUIRE(set.next > after);
            batches += set.batches.size();
            more = set.more;
            if (limit == 1 && scope == Scope::staff) CHECK(set.batches.size() == 1);
            after = set.next;
        }
        CHECK(after == 1200);
        CHECK(batches == expected);
        if (limit != no_limit) CHECK(pages > 3);
    }
}

TEST_CASE("store: facts are found without the rest, up to a cursor", "[sync][store]") {
    Base base;
    LogWriter a{one, log_a};
    const auto first = a.fact(1);
    base.put(one, {a.verdicts(1), first, a.verdicts(1)});
    CHECK(base.head(one).facts_cursor == 2);
    const auto second = a.fact(2);
    base.put(one, {second, a.verdicts(2)});
    CHECK(base.head(one).facts_cursor == 4);
    const auto facts = [&](std::uint64_t after, std::uint64_t until) {
        auto found = base.store->facts(one, after, until);
        REQUIRE(found);
        return std::move(*found);
    };
    REQUIRE(facts(0, 5).size() == 2);
    CHECK(facts(0, 5)[0] == first.batch);
    CHECK(facts(0, 5)[1] == second.batch);
    CHECK(facts(0, 3).size() == 1);
    CHECK(facts(2, 5).size() == 1);
    CHECK(facts(4, 5).empty());
    CHECK(base.store->facts(two, 0, 5)->empty());
}

TEST_CASE("store: the order of the server's entries never goes back, people's entries do not move it",
          "[sync][store]") {
    Base base;
    LogWriter server{one, log_a}, person{one, log_b, entry::Signer::session};
    const auto early = server.verdicts(1);
    const auto late = server.verdicts(5);
    base.put(one, {early, late});
    CHECK(base.head(one).order == 6);
    LogWriter other{one, test::id<LogId>(13)};
    base.put(one, {other.verdicts(2), person.verdicts(9)});
    CHECK(base.head(one).order == 6);
}

TEST_CASE("store: the places of a log are known: stored, refused, lost, and holes behind them", "[sync][store]") {
    Base base;
    LogWriter a{one, log_a};
    const auto first = a.verdicts(3);
    const auto second = a.verdicts(2);
    const auto third = a.verdicts(1);
    base.put(one, {first, third});  // 1..3 and 6
    auto& store = *base.store;
    const auto hash = entry::seal_hash(first.batch.seal.content);
    CHECK(store.seal_at(one, log_a, 1).value() == hash);
    CHECK_FALSE(store.seal_at(one, log_a, 2).value());
    CHECK(store.overlaps(one, log_a, 3, 3) == true);
    CHECK(store.overlaps(one, log_a, 2, 9) == true);
    CHECK(store.overlaps(one, log_a, 4, 5) == false);
    CHECK(store.overlaps(one, log_a, 4, 6) == true);
    CHECK(store.overlaps(one, log_a, 7, 9) == false);
    CHECK(store.overlaps(one, log_b, 1, 9) == false);
    CHECK(store.ends_with(one, log_a, 3, hash) == true);
    CHECK(store.ends_with(one, log_a, 2, hash) == false);
    CHECK(store.ends_with(one, log_a, 3, crypto::Digest{}) == false);
    CHECK(store.reaches(one, log_a, 3, Refusals::counted) == true);
    CHECK(store.reaches(one, log_a, 5, Refusals::counted) == false);

    const auto refused = entry::seal_hash(second.batch.seal.content);
    const Refusal refusal{log_a, 4, 5, refused, "log.fork", Instant{std::chrono::milliseconds{5}}};
    REQUIRE(store.begin(one));
    REQUIRE(store.add_refusal(one, refusal));
    REQUIRE(store.add_refusal(one, refusal));  // a doubled one
    REQUIRE(store.add_loss(one, log_b, 1, 4));
    REQUIRE(store.add_loss(one, log_b, 1, 4));
    REQUIRE(store.commit());
    CHECK(store.ends_with(one, log_a, 5, refused) == true);
    CHECK(store.reaches(one, log_a, 5, Refusals::counted) == true);
    CHECK(store.reaches(one, log_a, 5, Refusals::ignored) == false);
    CHECK(store.reaches(one, log_b, 4, Refusals::ignored) == true);
    const auto received = [&] {
        const auto logs = store.logs_of(one, station);
        REQUIRE(logs);
        REQUIRE(logs->size() == 1);
        CHECK(logs->front().log == log_a);
        CHECK(logs->front().last == 6);
        return logs->front().received;
    };
    CHECK(received() == 3);  // behind the refused batch nothing is "all up to here"
    base.put(one, {second});
    CHECK(received() == 6);
    CHECK(store.logs_of(one, test::id<StationId>(99))->empty());
}

TEST_CASE("store: schools share nothing, not even a log of the same name", "[sync][store][B-02]") {
    Base base;
    LogWriter mine{one, log_a}, theirs{two, log_a};
    base.put(one, {mine.verdicts(2), mine.verdicts(1)});
    base.put(two, {theirs.verdicts(1)});
    CHECK(base.head(one).cursor == 2);
    CHECK(base.head(two).cursor == 1);
    CHECK(base.changes(0).batches.size() == 2);
    CHECK(base.store->log(two, log_a).value()->last == 1);
    CHECK(base.store->overlaps(two, log_a, 2, 3) == false);
    CHECK(base.store->schools() == std::vector<SchoolId>{one, two});
    CHECK(base.store->head(test::id<SchoolId>(3)).error().kind == FaultKind::missing);
    CHECK(base.store->begin(test::id<SchoolId>(3)).error().kind == FaultKind::missing);
    // Nothing of it is left open.
    CHECK(base.put(one, {mine.verdicts(1)}) == std::vector<std::uint64_t>{3});
}

TEST_CASE("store: a school is founded once, and keeps its cursor when its epoch is renewed", "[sync][store]") {
    Base base;
    const auto again = base.store->begin_school(one, test::id<EpochId>(8));
    REQUIRE_FALSE(again);
    CHECK(again.error().kind == FaultKind::refused);
    LogWriter a{one, log_a};
    base.put(one, {a.verdicts(1)});
    REQUIRE(base.store->begin(one));
    REQUIRE(base.store->renew_epoch(one, test::id<EpochId>(7)));
    REQUIRE(base.store->commit());
    CHECK(base.head(one).epoch == test::id<EpochId>(7));
    CHECK(base.head(one).cursor == 1);
    CHECK(base.head(two).epoch == test::id<EpochId>(9));
    // What is not committed founds nothing.
    REQUIRE(base.store->begin_school(test::id<SchoolId>(3), test::id<EpochId>(8)));
    base.store->abandon();
    CHECK(base.store->schools().value().size() == 2);
}

TEST_CASE("store: who begins second sees all that the first has committed, and takes the next cursor",
          "[sync][store]") {
    Base base;
    LogWriter a{one, log_a};
    const auto first = a.verdicts(1);
    const auto second = a.verdicts(1);
    base.put(one, {first});
    const auto other = base.connect();
    std::atomic<bool> committed = false;
    REQUIRE(base.store->begin(one));
    REQUIRE(base.store->add_batch(second.batch, second.checked));
    // A reader meanwhile is not held up, and sees none of it.
    CHECK(other->head(one)->cursor == 1);
    CHECK(other->changes(one, 0, Scope::staff, no_limit)->batches.size() == 1);
    std::atomic<bool> begun_before_commit = false;
    Result<Head> seen = fail(FaultKind::bug, "not asked");
    std::thread waiting{[&] {
        seen = other->begin(one);
        begun_before_commit = !committed;
        other->abandon();
    }};
    committed = true;
    const auto done = base.store->commit();
    waiting.join();
    REQUIRE(done);
    REQUIRE(seen);
    CHECK_FALSE(begun_before_commit);
    CHECK(seen->cursor == 2);
}

TEST_CASE("store: the whole of a large batch, erased bodies and salts of its own come back", "[sync][store]") {
    Base base;
    LogWriter a{one, log_a, entry::Signer::session};
    auto large = a.verdicts(700);
    large.batch.seal.salt_seed.clear();  // salts that do not derive are stored one by one
    auto stub = a.verdicts(2);
    stub.batch.records[0].body.clear();
    stub.batch.records[0].salt.clear();
    base.put(one, {large, stub});
    const ChangeSet set = base.changes(0);
    REQUIRE(set.batches.size() == 2);
    CHECK(set.batches[0] == large.batch);
    CHECK(set.batches[1] == stub.batch);
    CHECK(set.batches[1].records[0].is_stub());
}
