#include "tests/journal/random_day.hpp"

#include <algorithm>

/// The projection is a function of the set of records: whatever the order, doubling and batching of arrival.
using namespace zvonok;
using namespace zvonok::test;
using domain::Outcome;

namespace {

struct Delivered {
    crypto::Digest hash{};
    std::string conflicts;
    std::size_t facts = 0;
};

Delivered deliver(const Day& day, std::vector<Record> records, std::mt19937& random) {
    const TempDir dir;
    const ManualClock clock = school_clock();
    auto journal = open(dir / "j.db", options(day.server, 30));
    for (std::size_t at = 0; at < records.size();) {
        journal::Incoming answer = incoming(journal, {});
        const std::size_t count = 1 + random() % 20;
        for (std::size_t i = 0; i < count && at < records.size(); ++i, ++at) {
            answer.batches.push_back(records[at].batch);
            if (records[at].proof) answer.sessions.push_back(*records[at].proof);
        }
        const auto applied = apply(journal, answer, clock);
        CHECK(applied.rejected.empty());
        CHECK(applied.changes.forked == 0);
    }
    const auto incremental = journal.dump_hash().value();
    REQUIRE(journal.check());
    CHECK(journal.dump_hash().value() == incremental);
    std::string conflicts;
    for (int i = 1; i <= 3; ++i) conflicts += std::to_string(journal.read().conflicts_of(person(i))->size()) + " ";
    return {incremental, conflicts, journal.facts().value()->facts().size()};
}

}  // namespace

TEST_CASE("fold: any order, doubling and batching of arrival gives the same tables", "[journal][fold][T-08]") {
    for (unsigned seed = 1; seed <= 12; ++seed) {
        const Day day{seed};
        std::mt19937 random{seed};
        const Delivered expected = deliver(day, day.records(), random);
        CHECK(expected.hash != crypto::Digest{});
        for (int round = 0; round < 4; ++round) {
            std::vector<Record> records = day.records();
            for (std::size_t i = 0; i < day.records().size(); ++i)
                if (random() % 4 == 0) records.push_back(day.records()[i]);
            std::ranges::shuffle(records, random);
            INFO("seed " << seed << ", round " << round);
            const Delivered got = deliver(day, std::move(records), random);
            CHECK(got.hash == expected.hash);
            CHECK(got.conflicts == expected.conflicts);
            CHECK(got.facts == day.server.version);
        }
    }
}

TEST_CASE("fold: any split of a sealed batch into parts gives the same tables, and the same facts",
          "[journal][fold][T-08]") {
    std::set<std::size_t> acts, facts;
    for (unsigned seed = 31; seed <= 40; ++seed) {
        const Day day{seed};
        acts.insert(day.acts.begin(), day.acts.end());
        facts.insert(day.facts.begin(), day.facts.end());
        std::mt19937 random{seed};
        const Delivered expected = deliver(day, day.records(), random);
        std::vector<Record> parts;
        for (const Record& whole : day.records()) {
            // Each entry falls to one of so many parts; whatever part is empty is none.
            std::vector<std::size_t> falls_to(whole.batch.records.size());
            for (std::size_t& part : falls_to) part = random() % 3;
            for (std::size_t part = 0; part < 3; ++part) {
                if (std::ranges::count(falls_to, part) == 0) continue;
                std::size_t at = 0;
                parts.push_back(
                    {entry::part_of(whole.batch, [&](const entry::Record&) { return falls_to[at++] == part; }),
                     whole.proof});
            }
        }
        std::ranges::shuffle(parts, random);
        INFO("seed " << seed);
        const Delivered got = deliver(day, std::move(parts), random);
        CHECK(got.hash == expected.hash);
        CHECK(got.facts == day.server.version);
    }
    // Nothing that can be said was left out.
    CHECK(acts.size() == std::variant_size_v<domain::Act>);
    CHECK(facts.size() == std::variant_size_v<domain::FactValue> - 1);
}

TEST_CASE("fold: facts of every kind, recorded one by one in any order, are the book that is read at the next start",
          "[journal][fold][facts]") {
    for (unsigned seed = 51; seed <= 54; ++seed) {
        const Day day{seed};
        std::mt19937 random{seed};
        std::vector<Record> records = day.records();
        std::ranges::shuffle(records, random);
        const TempDir dir;
        const ManualClock clock = school_clock();
        auto journal = std::make_optional(open(dir / "j.db", options(day.server, 30)));
        REQUIRE(journal->facts());
        for (const Record& record : records) {
            auto answer = incoming(*journal, {record.batch});
            if (record.proof) answer.sessions.push_back(*record.proof);
            apply(*journal, answer, clock);
        }
        const auto kept = journal->facts().value();
        journal.reset();
        const auto read = open(dir / "j.db", options(day.server, 30)).facts().value();
        REQUIRE(kept->version() == day.server.version);
        REQUIRE(read->facts().size() == kept->facts().size());
        auto other = read->facts().begin();
        for (const auto& [version, fact] : kept->facts()) {
            CHECK(version == (*other).first);
            CHECK(fact == (*other).second);
            ++other;
        }
        for (int n = -3; n < 5; ++n) {
            const LocalDay today = sample_day + std::chrono::days{n};
            INFO("seed " << seed << ", day " << n);
            CHECK(kept->groups(today).size() == read->groups(today).size());
            CHECK(kept->revocation_lists(today) == read->revocation_lists(today));
            CHECK(kept->years().size() == read->years().size());
            CHECK(kept->planned_lessons(today).size() == read->planned_lessons(today).size());
        }
    }
}

TEST_CASE("fold: stubs first and bodies later end where bodies at once end", "[journal][fold]") {
    for (unsigned seed = 21; seed <= 26; ++seed) {
        const Day day{seed};
        std::mt19937 random{seed};
        const Delivered expected = deliver(day, day.records(), random);
        std::vector<Record> records;
        for (const Record& record : day.records()) {
            Record part = record;
            part.batch = entry::part_of(record.batch, [&](const entry::Record&) { return random() % 2 == 0; });
            if (record.proof)
                for (entry::Record& stub : part.batch.records)
                    if (random() % 2 == 0) stub = {stub.header, {}, {}};
            if (!part.batch.records.empty()) records.push_back(std::move(part));
        }
        const std::size_t parts = records.size();
        records.insert(records.end(), day.records().begin(), day.records().end());
        std::shuffle(records.begin() + static_cast<std::ptrdiff_t>(parts), records.end(), random);
        CHECK(deliver(day, std::move(records), random).hash == expected.hash);
    }
}

TEST_CASE("fold: what differs in the records differs in the hash", "[journal][fold]") {
    const Day day{5};
    std::mt19937 random{5};
    const Delivered whole = deliver(day, day.records(), random);
    std::vector<Record> less = day.records();
    less.pop_back();
    CHECK(deliver(day, std::move(less), random).hash != whole.hash);
}

TEST_CASE("fold: two who did not see each other conflict, who has seen both settles it",
          "[journal][fold][T-09][J-16]") {
    const TempDir dir;
    ServerLog server;
    const ManualClock clock = school_clock();
    auto first = open(dir / "1.db", options(server, 1));
    auto second = open(dir / "2.db", options(server, 2));
    const auto ivanov = begin(first, person(1), 1);
    const auto petrov = begin(second, person(2), 2);
    const auto a = write(first, ivanov, topic(1, "Дроби"), clock);
    const auto b = write(second, petrov, topic(1, "Проценты"), clock);

    std::vector<entry::SealedBatch> all = first.unsent()->batches;
    const journal::Outgoing others = second.unsent().value();
    all.insert(all.end(), others.batches.begin(), others.batches.end());
    all.push_back(server.verdict(a.entry, Outcome::accepted));
    all.push_back(server.verdict(b.entry, Outcome::accepted));
    apply(first, incoming(first, all), clock);
    apply(second, incoming(second, all), clock);
    for (auto* journal : {&first, &second}) {
        const auto view = journal->read().lesson(lesson(1)).value();
        CHECK(view.topic.state() == journal::CellState::conflict);
        CHECK(view.topic.versions == 2);
        CHECK(journal->read().conflicts_of(person(1))->size() == 1);
        CHECK(journal->read().conflicts_of(person(2))->size() == 1);
        CHECK(journal->read().history(a.cell)->size() == 2);
    }
    CHECK(first.dump_hash().value() == second.dump_hash().value());
    CHECK(first.read().lesson(lesson(1))->topic.shown()->entry ==
          second.read().lesson(lesson(1))->topic.shown()->entry);

    const auto c = write(first, ivanov, topic(1, "Дроби и проценты"), clock);
    const std::vector<entry::SealedBatch> settled{first.unsent()->batches.back(),
                                                  server.verdict(c.entry, Outcome::accepted)};
    apply(first, incoming(first, settled), clock);
    apply(second, incoming(second, settled), clock);
    CHECK(second.read().lesson(lesson(1))->topic.shown()->act->text == "Дроби и проценты");
    CHECK(second.read().lesson(lesson(1))->topic.state() == journal::CellState::accepted);
    CHECK(second.read().conflicts_of(person(1))->empty());
    CHECK(first.dump_hash().value() == second.dump_hash().value());
}

TEST_CASE("fold: an act of a newer program is kept and flagged, and does not disturb equality", "[journal][fold]") {
    const TempDir dir;
    ServerLog server;
    const ManualClock clock = school_clock();
    auto journal = open(dir / "j.db", options(server));
    const auto empty = journal.dump_hash().value();
    LogWriter newer{crypto::SigningKey::generate()};
    entry::Draft draft;
    const domain::Cell cell{domain::CellKind::topic, lesson(1), {}};
    draft.header.author = person(5);
    draft.header.kind = cell.kind;
    draft.header.cell = entry::cell_id(school, cell);
    draft.body = entry::Writing{cell, domain::UnknownAct{}};
    const auto batch = newer.seal({draft}, entry::Signer::session, crypto::random_id<SessionId>());
    apply(journal, incoming(journal, {batch, server.verdict({newer.tip.log, 1}, Outcome::accepted)}), clock);
    const auto view = journal.read().lesson(lesson(1)).value();
    REQUIRE(view.topic.shown() != nullptr);
    CHECK_FALSE(view.topic.shown()->act);
    CHECK(view.topic.shown()->author == person(5));
    CHECK(journal.read().counts()->newer == 1);
    CHECK(journal.dump_hash().value() == empty);
    // A new topic that has seen it replaces it.
    const auto session = begin(journal, person(1));
    const auto receipt = write(journal, session, topic(1, "Дроби"), clock);
    CHECK(journal.read().history(receipt.cell)->back().header.seen.size() == 1);
    apply(journal, incoming(journal, {server.verdict(receipt.entry, Outcome::accepted)}), clock);
    CHECK(journal.read().counts()->newer == 0);
    CHECK(journal.read().lesson(lesson(1))->topic.shown()->act->text == "Дроби");
}
