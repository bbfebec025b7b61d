#include "tests/journal/world.hpp"

#include <set>

/// A log ends with the program that began it; the server's epoch; time.
using namespace zvonok;
using namespace zvonok::test;
using domain::Outcome;

namespace {

void copy_journal(const std::filesystem::path& from, const std::filesystem::path& to) {
    for (const char* suffix : {"", "-wal", ".witness"}) {
        std::filesystem::remove(to.string() + suffix);
        if (std::filesystem::exists(from.string() + suffix))
            std::filesystem::copy_file(from.string() + suffix, to.string() + suffix);
    }
    std::filesystem::remove(to.string() + "-shm");
}

}  // namespace

TEST_CASE("journal: a file put back from an older copy begins a new log and still sends the old one's entries",
          "[journal][log]") {
    const TempDir dir;
    ServerLog server;
    const ManualClock clock = school_clock();
    LogId old_log;
    {
        auto journal = open(dir / "j.db", options(server));
        old_log = journal.log();
        write(journal, begin(journal, person(1)), attendance(1, 11, "Н"), clock);
    }
    std::filesystem::copy_file(dir / "j.db", dir / "copy.db");
    {
        auto journal = open(dir / "j.db", options(server));
        write(journal, begin(journal, person(1)), attendance(1, 12, "Б"), clock);
    }
    std::filesystem::copy_file(dir / "copy.db", dir / "j.db", std::filesystem::copy_options::overwrite_existing);
    auto journal = open(dir / "j.db", options(server));
    CHECK(journal.log() != old_log);
    CHECK(journal.last_seq() == 0);
    const auto outgoing = journal.unsent().value();
    REQUIRE(outgoing.batches.size() == 1);
    CHECK(entry::decode_seal(outgoing.batches[0].seal.content)->log == old_log);
    CHECK(journal.read().lesson(lesson(1))->of(person(11))->state() == journal::CellState::pending);
    // The correction sees the entry of the old log.
    const auto receipt = write(journal, begin(journal, person(1)), attendance(1, 11, ""), clock);
    CHECK(journal.read().history(receipt.cell)->back().header.seen.front().log == old_log);
    CHECK(journal.check());
}

TEST_CASE("journal: a copy taken while running and put back is noticed by the witness", "[journal][log]") {
    const TempDir dir;
    const ServerLog server;
    const ManualClock clock = school_clock();
    LogId log;
    {
        auto journal = open(dir / "j.db", options(server));
        log = journal.log();
        const auto session = begin(journal, person(1));
        write(journal, session, attendance(1, 11, "Н"), clock);
        copy_journal(dir / "j.db", dir / "copy.db");
        write(journal, session, attendance(1, 12, "Н"), clock);
    }
    std::filesystem::remove(dir / "copy.db.witness");
    std::filesystem::copy_file(dir / "j.db.witness", dir / "copy.db.witness");
    auto opened = journal::Journal::open(dir / "copy.db", options(server));
    REQUIRE(opened);
    CHECK(opened->salvaged);
    CHECK(opened->journal.log() != log);
    const auto losses = opened->journal.unsent()->losses;
    REQUIRE(losses.size() == 1);
    CHECK(losses.front().log == log);
    CHECK(losses.front().first == 2);
}

TEST_CASE("journal: each start begins a new log, so that a whole disk put back gives out no number twice",
          "[journal][log]") {
    const TempDir dir;
    ServerLog server;
    const ManualClock clock = school_clock();
    std::set<entry::EntryId> given;
    std::vector<entry::SealedBatch> sent;
    std::vector<entry::SessionProof> sessions;
    const auto write_two = [&](journal::Journal& journal) {
        const auto session = begin(journal, person(1));
        for (const int pupil : {11, 12})
            CHECK(given.insert(write(journal, session, attendance(1, pupil, "Н"), clock).entry).second);
    };
    {
        auto journal = open(dir / "j.db", options(server));
        write_two(journal);
        // The image: file and witness as they are while the program runs.
        copy_journal(dir / "j.db", dir / "image.db");
        write_two(journal);
        auto outgoing = journal.unsent().value();
        sent = std::move(outgoing.batches);
        sessions = std::move(outgoing.sessions);
    }
    copy_journal(dir / "image.db", dir / "j.db");
    auto journal = open(dir / "j.db", options(server));
    CHECK(journal.last_seq() == 0);
    // As many as the server has of the former log, before the first contact.
    write_two(journal);
    auto answer = incoming(journal, sent);
    answer.sessions = sessions;
    answer.acknowledged = {{entry::decode_seal(sent.back().seal.content)->log, 4}};
    const auto applied = apply(journal, answer, clock);
    CHECK(applied.rejected.empty());
    CHECK(applied.changes.forked == 0);
    CHECK(journal.unsent()->batches.size() == 2);
    for (const entry::EntryId& id : given) CHECK(journal.read().entry(id).value());
    CHECK(journal.check());
}

TEST_CASE("journal: starts in which nothing is written leave no logs behind", "[journal][log]") {
    const TempDir dir;
    const ServerLog server;
    const ManualClock clock = school_clock();
    for (int i = 0; i < 5; ++i) open(dir / "j.db", options(server));
    {
        auto journal = open(dir / "j.db", options(server));
        write(journal, begin(journal, person(1)), topic(1, "Дроби"), clock);
    }
    for (int i = 0; i < 5; ++i) open(dir / "j.db", options(server));
    auto database = sqlite::Database::open(dir / "j.db").value();
    // The one written in, the last one, and the one that the witness named until the last start was through.
    CHECK(database.integer("SELECT count(*) FROM logs").value() == 3);
}

TEST_CASE("journal: own entries of a log that the file does not know are kept for a restored server",
          "[journal][log][epoch]") {
    const TempDir dir;
    const ServerLog server;
    const ManualClock clock = school_clock();
    journal::Outgoing received;
    {
        auto former = open(dir / "former.db", options(server));
        write(former, begin(former, person(1)), attendance(1, 11, "Н"), clock);
        received = former.unsent().value();
    }
    auto journal = open(dir / "j.db", options(server));
    auto answer = incoming(journal, received.batches);
    answer.sessions = received.sessions;
    answer.acknowledged = {{entry::decode_seal(received.batches[0].seal.content)->log, 1}};
    apply(journal, answer, clock);
    CHECK(journal.unsent()->batches.empty());
    auto restored = incoming(journal, {});
    restored.epoch = EpochId{{0xe1}};
    CHECK(apply(journal, restored, clock).epoch_changed);
    const auto again = journal.unsent().value();
    REQUIRE(again.batches.size() == 1);
    CHECK(again.batches[0].seal == received.batches[0].seal);
    CHECK(again.sessions == received.sessions);
    // A neighbour that read the same has nothing to send.
    auto neighbour = open(dir / "neighbour.db", options(server, 2));
    apply(neighbour, answer, clock);
    apply(neighbour, restored, clock);
    CHECK(neighbour.unsent()->batches.empty());
}

TEST_CASE("journal: a server that knows more of the log than the file does makes it begin a new one",
          "[journal][log]") {
    const TempDir dir;
    const ServerLog server;
    const ManualClock clock = school_clock();
    auto journal = open(dir / "j.db", options(server));
    const LogId log = journal.log();
    const auto session = begin(journal, person(1));
    write(journal, session, attendance(1, 11, "Н"), clock);

    SECTION("told by an acknowledgement") {
        auto answer = incoming(journal, {});
        answer.acknowledged = {{log, 7}};
        CHECK(apply(journal, answer, clock).log_changed);
    }
    SECTION("told by entries of its own that it does not have") {
        entry::LogTip tip{log, 1, crypto::Digest{}};
        entry::Draft draft;
        draft.header.author = person(1);
        draft.header.kind = domain::CellKind::topic;
        const domain::Cell cell{domain::CellKind::topic, lesson(1), {}};
        draft.header.cell = entry::cell_id(school, cell);
        draft.body = entry::Writing{cell, domain::Topic{"Дроби", {}}};
        const auto batch = entry::seal_entries(school, tip, {draft}, session.key, entry::Signer::session, session.id);
        CHECK(apply(journal, incoming(journal, {batch}), clock).log_changed);
        CHECK(journal.read().lesson(lesson(1))->topic.shown()->act->text == "Дроби");
    }
    CHECK(journal.log() != log);
    const journal::Draft draft = attendance(1, 12, "Н");
    CHECK(journal.write({&draft, 1}, session.pen(), clock).error().kind == FaultKind::refused);
    write(journal, begin(journal, person(1)), draft, clock);
    CHECK(journal.check());
}

TEST_CASE("journal: a restored server gets all own entries again, and what it no longer says goes",
          "[journal][epoch]") {
    const TempDir dir;
    ServerLog server;
    const ManualClock clock = school_clock();
    auto journal = open(dir / "j.db", options(server));
    const auto session = begin(journal, person(1));
    const auto a = write(journal, session, attendance(1, 11, "Н"), clock);
    const auto b = write(journal, session, attendance(1, 12, "Н"), clock);
    const auto kept = server.fact(group_fact(1, "7А"));
    const auto lost = server.fact(group_fact(2, "7Б"));
    const auto lost_verdict = server.verdict(b.entry, Outcome::refused, "rights.not_assigned");
    const auto kept_verdict = server.verdict(a.entry, Outcome::accepted);
    auto before = incoming(journal, {kept, kept_verdict, lost, lost_verdict});
    before.acknowledged = {{journal.log(), 2}};
    apply(journal, before, clock);
    CHECK(journal.unsent()->batches.empty());
    CHECK(journal.facts().value()->group(group(2), monday) != nullptr);

    // The restored server knows the first half. Its first answer still continues from the old cursor.
    auto answer = incoming(journal, {});
    answer.epoch = EpochId{{0xe1}};
    CHECK(apply(journal, answer, clock).epoch_changed);
    CHECK(journal.position().cursor == 0);
    CHECK(journal.position().epoch == EpochId{{0xe1}});
    CHECK(journal.unsent()->batches.size() == 2);
    // Until all has come again the screens keep what they had.
    CHECK(journal.facts().value()->group(group(2), monday) != nullptr);

    auto again = incoming(journal, {kept});
    again.epoch = EpochId{{0xe1}};
    CHECK_FALSE(apply(journal, again, clock).epoch_changed);
    CHECK(journal.facts().value()->group(group(2), monday) != nullptr);
    auto rest = incoming(journal, {kept_verdict});
    rest.epoch = EpochId{{0xe1}};
    rest.complete = true;
    apply(journal, rest, clock);
    CHECK(journal.facts().value()->group(group(1), monday) != nullptr);
    CHECK(journal.facts().value()->group(group(2), monday) == nullptr);
    const auto view = journal.read().lesson(lesson(1)).value();
    CHECK(view.of(person(11))->state() == journal::CellState::accepted);
    CHECK(view.of(person(12))->state() == journal::CellState::pending);
    CHECK(journal.read().attention_of(person(1))->empty());

    auto fresh = open(dir / "fresh.db", options(server));
    auto own = incoming(fresh, journal.unsent().value().batches);
    apply(fresh, own, clock);
    apply(fresh, incoming(fresh, {kept, kept_verdict}), clock);
    CHECK(fresh.dump_hash().value() == journal.dump_hash().value());
    CHECK(journal.check());
}

TEST_CASE("journal: a new epoch that could not be stored is met again, and the one before it goes whole",
          "[journal][epoch]") {
    const TempDir dir;
    ServerLog server;
    const ManualClock clock = school_clock();
    const auto lost = server.fact(group_fact(2, "7Б"));
    const auto kept = server.fact(group_fact(1, "7А"));
    const auto whole = [&](const journal::Journal& journal, std::uint8_t epoch,
                           std::vector<entry::SealedBatch> batches) {
        auto answer = incoming(journal, std::move(batches));
        answer.after = 0;  // a new epoch is told from the beginning
        answer.epoch = EpochId{{epoch}};
        answer.complete = true;
        return answer;
    };
    {
        auto journal = open(dir / "j.db", options(server));
        apply(journal, whole(journal, 0xe1, {}), clock);
        // Inside the transaction, behind the step to the new generation.
        auto other = sqlite::Database::open(dir / "j.db").value();
        REQUIRE(other.script("ALTER TABLE refused_batches RENAME TO elsewhere"));
        REQUIRE_FALSE(journal.apply(whole(journal, 0xe2, {lost}), clock));
        REQUIRE(other.script("ALTER TABLE elsewhere RENAME TO refused_batches"));
        CHECK(apply(journal, whole(journal, 0xe2, {lost}), clock).epoch_changed);
        CHECK(journal.facts().value()->group(group(2), monday) != nullptr);
    }
    auto journal = open(dir / "j.db", options(server));
    CHECK(apply(journal, whole(journal, 0xe3, {kept}), clock).epoch_changed);
    CHECK(journal.facts().value()->group(group(1), monday) != nullptr);
    CHECK(journal.facts().value()->group(group(2), monday) == nullptr);
}

TEST_CASE("journal: the order of entries follows what was received, but not a time far ahead", "[journal][time]") {
    const TempDir dir;
    ServerLog server;
    const ManualClock clock = school_clock();
    const auto order_of = [](Instant at) { return static_cast<std::uint64_t>(at.time_since_epoch().count()) << 16; };
    auto journal = open(dir / "j.db", options(server));
    const auto session = begin(journal, person(1));
    const auto order_written = [&](int pupil) {
        const auto receipt = write(journal, session, attendance(1, pupil, "Н"), clock);
        return journal.read().history(receipt.cell)->front().header.order;
    };
    const auto first = order_written(11);
    CHECK(first > order_of(clock.now()));
    CHECK(order_written(12) > first);
    server.order = order_of(clock.now() + std::chrono::minutes{4});
    apply(journal, incoming(journal, {server.fact(group_fact(1, "7А"))}), clock);
    const auto near = order_written(13);
    CHECK(near > order_of(clock.now() + std::chrono::minutes{4}));
    server.order = order_of(clock.now() + std::chrono::hours{24 * 365});
    apply(journal, incoming(journal, {server.fact(group_fact(1, "7Б"))}), clock);
    CHECK(order_written(14) < order_of(clock.now() + std::chrono::minutes{6}));
}

TEST_CASE("journal: saved times name their token, and steps of the clock are marked and kept", "[journal][time]") {
    using namespace std::chrono_literals;
    const TempDir dir;
    const ServerLog server;
    ManualClock clock = school_clock();
    auto journal = open(dir / "j.db", options(server));
    auto session = begin(journal, person(1));
    const auto saved_now = [&] {
        const auto receipt = write(journal, session, topic(1, "x"), clock);
        return journal.read().history(receipt.cell)->back().header.saved;
    };
    CHECK(saved_now().token.empty());
    CHECK_FALSE(saved_now().clock_stepped);

    const entry::TimeToken token{school, TokenId{{7}}, station(1), crypto::random_bytes(32), clock.now()};
    auto answer = incoming(journal, {});
    answer.anchor = journal::Anchor{entry::sign_time(token, server.writer.key), token, clock.now(), clock.since_boot(),
                                    clock.boot()};
    apply(journal, answer, clock);
    clock.advance(90s);
    entry::Saved saved = saved_now();
    CHECK(saved.token == token.token);
    CHECK(saved.since_token == 90s);
    CHECK(entry::clock_trust(saved, &token) == domain::ClockTrust::anchored);
    CHECK(journal.unsent()->tokens.size() == 1);

    clock.step_wall(-24h);
    saved = saved_now();
    CHECK(saved.clock_stepped);
    CHECK(saved.since_token == 90s);
    CHECK(entry::clock_trust(saved, &token) == domain::ClockTrust::doubtful);
    CHECK(journal.server_time(clock) == token.at + 90s);

    // The end of the program changes nothing of that; the machine's restart loses the anchor.
    const auto reopen = [&] {
        journal = open(dir / "other.db", options(server));
        journal = open(dir / "j.db", options(server));
        session = begin(journal, person(1));
    };
    reopen();
    CHECK(saved_now().clock_stepped);
    CHECK(saved_now().token == token.token);
    clock.step_wall(24h);
    clock.advance(60s);
    clock.restart();
    reopen();
    saved = saved_now();
    CHECK(saved.token.empty());
    CHECK_FALSE(saved.clock_stepped);
    // Restarted with a clock set back below what was ever seen: no anchor, and doubtful.
    clock.step_wall(-24h);
    clock.restart();
    reopen();
    CHECK(saved_now().clock_stepped);
}
