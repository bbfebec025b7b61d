#include "tests/journal/world.hpp"

#include <algorithm>

/// What neighbours passed on, before the server's word on it and after.
using namespace zvonok;
using namespace zvonok::test;
using domain::Outcome;
using journal::CarriedOutcome;
using journal::CellState;

namespace {

const journal::Journal::Judge trusting = [](const auto&) { return Result<journal::Doubts>{journal::Doubts{}}; };

/// Doubts every entry by that rule.
journal::Journal::Judge doubting(std::string rule) {
    return [rule = std::move(rule)](const std::vector<journal::CarriedEntry>& entries) {
        journal::Doubts doubts;
        for (const journal::CarriedEntry& each : entries) doubts.emplace(each.header.id, rule);
        return Result<journal::Doubts>{std::move(doubts)};
    };
}

/// Another station with a writer of its own.
struct Neighbour {
    explicit Neighbour(int number)
        : session(person(number), LogId{}, station(10 + number)), writer(crypto::SigningKey::generate()) {
        session = TestSession{person(number), writer.tip.log, station(10 + number)};
        writer.key = crypto::SigningKey::from_seed(session.key.seed().view()).value();
    }
    entry::SealedBatch says(std::vector<journal::Draft> drafts, std::vector<entry::EntryId> seen = {}) {
        std::vector<entry::Draft> dressed;
        for (journal::Draft& draft : drafts) {
            entry::Draft made;
            made.header.order = ++order;
            made.header.author = session.person;
            made.header.role = domain::Role::teacher;
            made.header.kind = draft.cell.kind;
            made.header.cell = entry::cell_id(school, draft.cell);
            made.header.audience =
                draft.cell.kind == domain::CellKind::homework ? domain::Audience::everyone : domain::Audience::staff;
            made.header.seen = seen;
            made.body = entry::Writing{draft.cell, draft.act, {}};
            dressed.push_back(std::move(made));
        }
        return writer.seal(std::move(dressed), entry::Signer::session, session.id);
    }
    TestSession session;
    LogWriter writer;
    std::uint64_t order = 100;
};

journal::Carriage parcel(const Neighbour& of, const entry::SealedBatch& batch) {
    auto checked = entry::check_batch(batch, of.session.key.public_key());
    REQUIRE(checked);
    return {{entry::seal_hash(batch.seal.content), {1, 2, 3}},
            journal::Passed{batch, std::move(*checked), of.session.proof, {}}};
}

journal::CarriedIn carry(journal::Journal& journal, const journal::Carriage& what,
                         const journal::Journal::Judge& judge = trusting) {
    auto in = journal.carry(std::span{&what, 1}, judge);
    if (!in) FAIL("not carried: " << describe(in.error()));
    return std::move(*in);
}

entry::EntryId entry_of(const entry::SealedBatch& batch, std::size_t i = 0) {
    return entry::decode_header(batch.records[i].header)->id;
}

journal::Incoming with_session(journal::Incoming answer, const Neighbour& of) {
    answer.sessions = {of.session.proof};
    return answer;
}

std::string shown_topic(journal::Journal& journal) {
    const auto view = journal.read().lesson(lesson(1));
    REQUIRE(view);
    const auto* shown = view->topic.shown();
    return shown == nullptr ? "" : shown->act->text;
}

CellState topic_state(journal::Journal& journal) {
    return journal.read().lesson(lesson(1))->topic.state();
}

}  // namespace

TEST_CASE("carried: a neighbour's entry waits for the server's verdict like an own one, also after a restart",
          "[journal][carried]") {
    const TempDir dir;
    ServerLog server;
    const ManualClock clock = school_clock();
    Neighbour neighbour{2};
    const auto batch = neighbour.says({topic(1, "Дроби")});
    const auto before = [&] {
        auto journal = open(dir / "j.db", options(server));
        const auto hash = journal.dump_hash().value();
        const auto in = carry(journal, parcel(neighbour, batch));
        CHECK(in.taken.size() == 1);
        CHECK(in.changes.lessons == std::vector{lesson_id(1)});
        CHECK(topic_state(journal) == CellState::pending);
        CHECK(journal.position().cursor == 0);
        CHECK(journal.position().epoch.empty());
        CHECK(journal.dump_hash().value() == hash);
        CHECK(journal.unsent()->batches.empty());
        return hash;
    }();
    auto journal = open(dir / "j.db", options(server));
    CHECK(shown_topic(journal) == "Дроби");
    CHECK(topic_state(journal) == CellState::pending);
    CHECK(journal.carried_parcels()->size() == 1);
    // The same again, from another neighbour.
    CHECK(carry(journal, parcel(neighbour, batch)).taken.empty());

    apply(journal,
          with_session(incoming(journal, {batch, server.verdict(entry_of(batch), Outcome::accepted)}), neighbour),
          clock);
    CHECK(shown_topic(journal) == "Дроби");
    CHECK(topic_state(journal) == CellState::accepted);
    CHECK(journal.read().lesson(lesson(1))->topic.versions == 1);
    CHECK(journal.carried().empty());
    CHECK(journal.carried_parcels()->empty());
    CHECK(journal.dump_hash().value() != before);
    // Who comes late with it brings nothing.
    CHECK(carry(journal, parcel(neighbour, batch)).taken.empty());
    CHECK(journal.check());
}

TEST_CASE("carried: an author who saw a neighbour's entry says so, and the server's verdicts settle both",
          "[journal][carried]") {
    const TempDir dir;
    ServerLog server;
    const ManualClock clock = school_clock();
    Neighbour neighbour{2};
    auto journal = open(dir / "j.db", options(server));
    const auto batch = neighbour.says({topic(1, "Дроби")});
    carry(journal, parcel(neighbour, batch));
    const auto own = write(journal, begin(journal, person(1)), topic(1, "Дроби и проценты"), clock);
    CHECK(shown_topic(journal) == "Дроби и проценты");
    const auto sent = journal.unsent()->batches.front();
    CHECK(entry::decode_header(sent.records.front().header)->seen == std::vector{entry_of(batch)});
    apply(journal,
          with_session(incoming(journal, {batch, sent, server.verdict(entry_of(batch), Outcome::accepted),
                                          server.verdict(own.entry, Outcome::accepted)}),
                       neighbour),
          clock);
    CHECK(shown_topic(journal) == "Дроби и проценты");
    CHECK(topic_state(journal) == CellState::accepted);
    CHECK(journal.check());
}

TEST_CASE("carried: what the judgement here doubts is passed on and not shown, until it is judged again",
          "[journal][carried]") {
    const TempDir dir;
    ServerLog server;
    Neighbour neighbour{2};
    const auto batch = neighbour.says({topic(1, "Дроби")});
    {
        auto journal = open(dir / "j.db", options(server));
        carry(journal, parcel(neighbour, batch), doubting("substitution.missing"));
        CHECK(shown_topic(journal).empty());
        CHECK(journal.carried_parcels()->size() == 1);
    }
    auto journal = open(dir / "j.db", options(server));
    CHECK(shown_topic(journal).empty());
    CHECK(journal.carried().doubts().size() == 1);
    SECTION("because the facts are others") {
        CHECK(journal.judge_carried_again(trusting)->lessons == std::vector{lesson_id(1)});
        CHECK(shown_topic(journal) == "Дроби");
        CHECK(journal.judge_carried_again(doubting("no"))->lessons == std::vector{lesson_id(1)});
        CHECK(shown_topic(journal).empty());
    }
    SECTION("because of what came later") {
        std::size_t asked = 0;
        carry(journal, parcel(neighbour, neighbour.says({topic(2, "Проценты")})), [&](const auto& entries) {
            asked = entries.size();
            return Result<journal::Doubts>{journal::Doubts{}};
        });
        CHECK(asked == 2);
        CHECK(shown_topic(journal) == "Дроби");
    }
    CHECK(journal.check());
}

TEST_CASE("carried: what the server refuses is shown no longer, and leaves nothing behind", "[journal][carried]") {
    const TempDir dir;
    ServerLog server;
    const ManualClock clock = school_clock();
    Neighbour neighbour{2};
    auto journal = open(dir / "j.db", options(server));
    const auto own = write(journal, begin(journal, person(1)), attendance(1, 11, "Н"), clock);
    const auto batch = neighbour.says({topic(1, "Дроби"), attendance(1, 11, "Б")});
    carry(journal, parcel(neighbour, batch));
    REQUIRE(shown_topic(journal) == "Дроби");
    auto answer = incoming(journal, {});
    answer.carried = {{entry::seal_hash(batch.seal.content), CarriedOutcome::Fate::refused}};
    const auto applied = apply(journal, answer, clock);
    CHECK(applied.changes.lessons == std::vector{lesson_id(1)});
    CHECK(shown_topic(journal).empty());
    CHECK(journal.carried().empty());
    CHECK(journal.read().history(own.cell)->size() == 1);
    CHECK(journal.read().lesson(lesson(1))->of(person(11))->shown()->act->code == "Н");
    CHECK(journal.check());
}

TEST_CASE("carried: under numbers that the server knows otherwise, the server's bytes stand", "[journal][carried]") {
    const TempDir dir;
    ServerLog server;
    const ManualClock clock = school_clock();
    Neighbour neighbour{2};
    auto journal = open(dir / "j.db", options(server));
    const entry::LogTip fork = neighbour.writer.tip;
    const auto told = neighbour.says({topic(1, "Соседям"), attendance(1, 11, "Н")});
    neighbour.writer.tip = fork;
    const auto sent = neighbour.says({topic(1, "Серверу")});
    carry(journal, parcel(neighbour, told));
    REQUIRE(shown_topic(journal) == "Соседям");
    // A second tale is not even carried.
    CHECK(carry(journal, parcel(neighbour, sent)).taken.empty());

    const auto applied = apply(
        journal, with_session(incoming(journal, {sent, server.verdict(entry_of(sent), Outcome::accepted)}), neighbour),
        clock);
    CHECK(applied.changes.forked == 0);
    CHECK(shown_topic(journal) == "Серверу");
    CHECK(topic_state(journal) == CellState::accepted);
    CHECK(journal.read().lesson(lesson(1))->of(person(11)) == nullptr);
    CHECK(journal.carried().empty());
    CHECK(journal.check());

    auto other = open(dir / "other.db", options(server, 2));
    apply(other, with_session(incoming(other, {sent, server.verdict(entry_of(sent), Outcome::accepted)}), neighbour),
          clock);
    // Verdicts differ in nothing that the dump looks at but their own entries, which both have from one server.
    CHECK(shown_topic(other) == "Серверу");
}

TEST_CASE("carried: a kiosk shows its part, carries what it can't read, and lets go of both when the server has them",
          "[journal][carried]") {
    const TempDir dir;
    ServerLog server;
    const ManualClock clock = school_clock();
    Neighbour neighbour{2};
    auto journal = open(dir / "kiosk.db", options(server));
    const auto whole = neighbour.says({attendance(1, 11, "Н"), homework(1, 1, "§ 4", monday)});
    const auto part = entry::part_of(whole, [&](const entry::Record& record) { return record == whole.records[1]; });
    carry(journal, parcel(neighbour, part));
    const journal::Carriage unread{{crypto::sha256({}), {9}}, {}};
    CHECK(carry(journal, unread).taken.size() == 1);
    CHECK(carry(journal, unread).taken.empty());
    CHECK(journal.read().homework_due(monday, monday)->size() == 1);
    const auto outgoing = journal.unsent().value();
    CHECK(outgoing.batches.empty());
    REQUIRE(outgoing.carried.size() == 2);
    CHECK(outgoing.carried[1].bytes == unread.parcel.bytes);

    auto answer = incoming(journal, {});
    answer.carried = {{outgoing.carried[0].name, CarriedOutcome::Fate::delivered},
                      {outgoing.carried[1].name, CarriedOutcome::Fate::delivered}};
    apply(journal, answer, clock);
    CHECK(journal.unsent()->carried.empty());
    CHECK(journal.carried_parcels()->empty());
    // Shown until the feed has brought it.
    CHECK(journal.read().homework_due(monday, monday)->front().cell.state() == CellState::pending);
    apply(journal, incoming(journal, {part, server.verdict(entry_of(part), Outcome::accepted)}), clock);
    CHECK(journal.read().homework_due(monday, monday)->front().cell.state() == CellState::accepted);
    CHECK(journal.carried().empty());
    CHECK(journal.check());
}

TEST_CASE("carried: own entries that come back by a neighbour are not taken for another's", "[journal][carried]") {
    const TempDir dir;
    ServerLog server;
    const ManualClock clock = school_clock();
    auto journal = open(dir / "j.db", options(server));
    const auto session = begin(journal, person(1));
    write(journal, session, topic(1, "Дроби"), clock);
    const auto own = journal.own_batches(journal.own_parcels().value(), 1 << 20).value();
    REQUIRE(own.size() == 1);
    CHECK(own.front().session == session.proof);
    auto checked = entry::check_batch(own.front().batch, session.key.public_key());
    REQUIRE(checked);
    const journal::Carriage back{{entry::seal_hash(own.front().batch.seal.content), {1}},
                                 journal::Passed{own.front().batch, std::move(*checked), session.proof, {}}};
    CHECK(carry(journal, back).taken.empty());
    CHECK(journal.unsent()->batches.size() == 1);
    CHECK(journal.carried().empty());
}

TEST_CASE("carried: what the server puts off comes after what it has not seen, and comes again", "[journal][carried]") {
    const TempDir dir;
    ServerLog server;
    const ManualClock clock = school_clock();
    auto journal = open(dir / "j.db", options(server));
    const journal::Carriage first{{crypto::sha256(Bytes{1}), {1}}, {}};
    const journal::Carriage second{{crypto::sha256(Bytes{2}), {2}}, {}};
    carry(journal, first);
    carry(journal, second);
    auto answer = incoming(journal, {});
    answer.carried = {{first.parcel.name, CarriedOutcome::Fate::put_off}};
    apply(journal, answer, clock);
    const auto outgoing = journal.unsent().value();
    REQUIRE(outgoing.carried.size() == 2);
    CHECK(outgoing.carried[0].name == second.parcel.name);
    CHECK(outgoing.carried[1].name == first.parcel.name);
}

TEST_CASE("carried: a server put back from a backup takes nothing away of what is carried", "[journal][carried]") {
    const TempDir dir;
    ServerLog server;
    const ManualClock clock = school_clock();
    Neighbour neighbour{2};
    auto journal = open(dir / "j.db", options(server));
    apply(journal, incoming(journal, {server.fact(group_fact(1, "7Б"))}), clock);
    const auto batch = neighbour.says({topic(1, "Дроби")});
    carry(journal, parcel(neighbour, batch));
    auto delivered = incoming(journal, {});
    delivered.carried = {{entry::seal_hash(batch.seal.content), CarriedOutcome::Fate::delivered}};
    apply(journal, delivered, clock);
    REQUIRE(journal.unsent()->carried.empty());

    auto answer = incoming(journal, {});
    answer.epoch = EpochId{{0xe1}};
    answer.after = answer.cursor = 0;
    answer.complete = true;
    CHECK(apply(journal, answer, clock).epoch_changed);
    CHECK(shown_topic(journal) == "Дроби");
    CHECK(journal.unsent()->carried.size() == 1);
    CHECK(journal.check());
}

TEST_CASE("carried: whatever comes by neighbours, and when, the server's word makes the same tables of it",
          "[journal][carried][fold][T-08]") {
    for (unsigned seed = 1; seed <= 30; ++seed) {
        INFO("seed " << seed);
        std::mt19937 random{seed};
        const TempDir dir;
        ServerLog server;
        const ManualClock clock = school_clock();
        std::vector<Neighbour> neighbours;
        for (int i = 2; i <= 4; ++i) neighbours.emplace_back(i);
        struct Said {
            std::size_t by;
            entry::SealedBatch batch;
        };
        std::vector<Said> said;
        std::vector<entry::EntryId> ids;
        for (int i = 0; i < 25; ++i) {
            const std::size_t by = random() % neighbours.size();
            std::vector<journal::Draft> drafts;
            for (std::size_t n = 0; n <= random() % 3; ++n) {
                const int at = 1 + static_cast<int>(random() % 2);
                switch (random() % 4) {
                    case 0:
                        drafts.push_back(topic(at, "Тема " + std::to_string(i)));
                        break;
                    case 1:
                        drafts.push_back(homework(at, 1, "§ " + std::to_string(i), monday));
                        break;
                    default:
                        drafts.push_back(attendance(at, 11, random() % 2 == 0 ? "Н" : "Б"));
                }
            }
            std::vector<entry::EntryId> seen;
            for (const entry::EntryId& id : ids)
                if (random() % 4 == 0) seen.push_back(id);
            said.push_back({by, neighbours[by].says(std::move(drafts), std::move(seen))});
            for (std::size_t n = 0; n < said.back().batch.records.size(); ++n)
                ids.push_back(entry_of(said.back().batch, n));
        }
        std::vector<entry::SealedBatch> feed;
        std::vector<entry::SessionProof> sessions;
        for (const Neighbour& each : neighbours) sessions.push_back(each.session.proof);
        for (const Said& each : said) feed.push_back(each.batch);
        for (const entry::EntryId& id : ids)
            feed.push_back(server.verdict(id, static_cast<Outcome>(1 + random() % 3), "some.rule"));

        const auto told = [&](const std::filesystem::path& path, bool relayed) {
            auto journal = std::make_unique<journal::Journal>(open(path, options(server)));
            std::size_t next = 0;
            while (next < feed.size()) {
                if (relayed && random() % 2 == 0) {
                    const Said& each = said[random() % said.size()];
                    carry(*journal, parcel(neighbours[each.by], each.batch),
                          random() % 3 == 0 ? doubting("doubt") : trusting);
                }
                if (relayed && random() % 8 == 0) {
                    const Said& each = said[random() % said.size()];
                    auto answer = incoming(*journal, {});
                    answer.carried = {
                        {entry::seal_hash(each.batch.seal.content), static_cast<CarriedOutcome::Fate>(random() % 3)}};
                    apply(*journal, answer, clock);
                }
                if (relayed && random() % 8 == 0) REQUIRE(journal->judge_carried_again(trusting));
                if (relayed && random() % 16 == 0) {
                    journal.reset();
                    journal = std::make_unique<journal::Journal>(open(path, options(server)));
                }
                if (relayed && random() % 2 == 0) continue;
                std::vector<entry::SealedBatch> page;
                for (std::size_t n = 0; n <= random() % 4 && next < feed.size(); ++n) page.push_back(feed[next++]);
                auto answer = incoming(*journal, std::move(page));
                answer.sessions = sessions;
                const auto applied = apply(*journal, answer, clock);
                CHECK(applied.rejected.empty());
                CHECK(applied.changes.forked == 0);
            }
            CHECK(journal->carried().empty());
            CHECK(journal->check());
            for (const int at : {1, 2}) {
                const auto view = journal->read().lesson(lesson(at)).value();
                CHECK_FALSE(view.topic.pending);
                for (const auto& each : view.homework) CHECK_FALSE(each.cell.pending);
                for (const auto& each : view.attendance) CHECK_FALSE(each.cell.pending);
            }
            return journal->dump_hash().value();
        };
        CHECK(told(dir / "relayed.db", true) == told(dir / "plain.db", false));
    }
}
