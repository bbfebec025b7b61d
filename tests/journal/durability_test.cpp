#include "tests/journal/world.hpp"
#include "tests/support/fault_vfs.hpp"

/// What was acknowledged is there, whatever single thing goes wrong with the disk.
using namespace zvonok;
using namespace zvonok::test;
using domain::Outcome;

namespace {

struct Story {
    std::vector<journal::Receipt> acknowledged;
    std::uint64_t cursor = 0;
};

/// Opens, logs in, writes and syncs in turn until the first refusal. What is in the story was reported as done.
Story live(const std::filesystem::path& path, const FaultVfs& disk, ServerLog& server) {
    Story story;
    const ManualClock clock = school_clock();
    journal::Options with = options(server);
    with.vfs = disk.name();
    auto opened = journal::Journal::open(path, with);
    if (!opened) return story;
    journal::Journal& journal = opened->journal;
    const TestSession session{person(1), journal.log(), station(1)};
    if (!journal.begin_session(session.proof)) return story;
    for (int i = 0; i < 3; ++i) {
        const journal::Draft draft = attendance(1, 11 + i, "Н");
        const auto written = journal.write({&draft, 1}, session.pen(), clock);
        if (!written) return story;
        story.acknowledged.push_back(written->receipts.front());
        auto answer = incoming(journal, {server.verdict(written->receipts.front().entry, Outcome::accepted),
                                         server.fact(group_fact(i, "7"))});
        answer.acknowledged = {{journal.log(), journal.last_seq()}};
        if (!journal.apply(answer, clock)) return story;
        story.cursor = answer.cursor;
        if (i == 1 && !journal.tend(clock)) return story;
    }
    return story;
}

void expect_kept(const std::filesystem::path& path, const Story& story, const ServerLog& server) {
    auto journal = open(path, options(server));
    REQUIRE(journal.check());
    // A commit that was refused may have reached the disk whole; never less than what was acknowledged.
    REQUIRE(journal.position().cursor >= story.cursor);
    for (const journal::Receipt& receipt : story.acknowledged) {
        const auto history = journal.read().history(receipt.cell).value();
        REQUIRE(history.size() == 1);
        REQUIRE(history.front().header.id == receipt.entry);
    }
    // The journal goes on working.
    const auto session = begin(journal, person(1));
    write(journal, session, topic(1, "Дроби"), school_clock());
    REQUIRE(journal.check());
}

/// What the journal would send, by the place in its log.
std::map<std::pair<LogId, std::uint64_t>, entry::SealedBatch> sendable(journal::Journal& journal) {
    std::map<std::pair<LogId, std::uint64_t>, entry::SealedBatch> by_place;
    const journal::Outgoing outgoing = journal.unsent().value();
    for (const entry::SealedBatch& batch : outgoing.batches) {
        const auto seal = entry::decode_seal(batch.seal.content).value();
        by_place.emplace(std::pair{seal.log, seal.first}, batch);
    }
    return by_place;
}

}  // namespace

TEST_CASE("journal: numbers of a commit that failed are not given to other entries", "[journal][fault]") {
    for (int n = 0;; ++n) {
        const TempDir dir;
        const TempDir image;
        FaultVfs disk;
        const ServerLog server;
        const ManualClock clock = school_clock();
        journal::Options with = options(server);
        with.vfs = disk.name();
        std::map<std::pair<LogId, std::uint64_t>, entry::SealedBatch> sent;
        {
            auto journal = open(dir / "j.db", with);
            const auto session = begin(journal, person(1));
            write(journal, session, attendance(1, 11, "Н"), clock);
            const journal::Draft refused = attendance(1, 12, "Н");
            disk.fail_at(n, Failure::error);
            const LogId log = journal.log();
            const auto failed = journal.write({&refused, 1}, session.pen(), clock);
            if (!disk.tripped()) break;
            INFO("failing operation " << n);
            // Somebody takes an image of the running machine's disk.
            std::filesystem::copy(dir.path(), image.path(), std::filesystem::copy_options::recursive);
            REQUIRE_FALSE(failed);
            REQUIRE(journal.last_seq() == (journal.log() == log ? 1 : 0));
            // The old session holds no longer where the commit may have reached the disk.
            const auto again = begin(journal, person(1));
            write(journal, again, topic(1, "Дроби"), clock);
            REQUIRE(journal.check());
            sent = sendable(journal);
            REQUIRE(sent.size() == 2);
        }
        auto restored = open(image / "j.db", options(server));
        for (const auto& [place, batch] : sendable(restored)) {
            const auto same = sent.find(place);
            if (same != sent.end()) REQUIRE(same->second == batch);
        }
    }
}

TEST_CASE("journal: an acknowledged entry survives any single disk error", "[journal][fault]") {
    for (const Failure how : {Failure::error, Failure::full, Failure::torn}) {
        for (int n = 0;; ++n) {
            const TempDir dir;
            FaultVfs disk;
            ServerLog server;
            disk.fail_at(n, how);
            const Story story = live(dir / "j.db", disk, server);
            INFO("failing operation " << n << ", way " << static_cast<int>(how));
            expect_kept(dir / "j.db", story, server);
            if (!disk.tripped()) break;
        }
    }
}

TEST_CASE("journal: an acknowledged entry survives a power cut at any operation", "[journal][fault][T-07]") {
    for (const std::uint64_t seed : {0u, 5u}) {
        for (int n = 0;; ++n) {
            const TempDir dir;
            FaultVfs disk;
            ServerLog server;
            disk.fail_at(n, Failure::power_cut);
            const Story story = live(dir / "j.db", disk, server);
            const bool tripped = disk.tripped();
            if (tripped) disk.settle(seed);
            INFO("cut at operation " << n << ", seed " << seed);
            expect_kept(dir / "j.db", story, server);
            if (!tripped) break;
        }
    }
}

TEST_CASE("journal: a full disk refuses the mark, keeps everything earlier, and works again with room",
          "[journal][fault]") {
    const TempDir dir;
    FaultVfs disk;
    const ServerLog server;
    const ManualClock clock = school_clock();
    journal::Options with = options(server);
    with.vfs = disk.name();
    auto journal = open(dir / "j.db", with);
    const auto session = begin(journal, person(1));
    disk.limit_room(60'000);
    int written = 0;
    Fault fault;
    for (;; ++written) {
        const journal::Draft draft = attendance(1, 1 + written, "Н");
        const auto result = journal.write({&draft, 1}, session.pen(), clock);
        if (result) continue;
        fault = result.error();
        break;
    }
    CHECK(fault.kind == FaultKind::full);
    REQUIRE(written > 1);
    CHECK(journal.last_seq() == static_cast<std::uint64_t>(written));
    auto view = journal.read().lesson(lesson(1)).value();
    CHECK(view.attendance.size() == static_cast<std::size_t>(written));
    CHECK(view.of(person(1 + written)) == nullptr);
    // Reading and sending go on.
    CHECK(journal.unsent()->batches.size() == static_cast<std::size_t>(written));
    CHECK(journal.tend(clock));

    disk.limit_room(std::nullopt);
    write(journal, session, attendance(1, 1 + written, "Н"), clock);
    CHECK(journal.last_seq() == static_cast<std::uint64_t>(written + 1));
    const journal::Acknowledged all[] = {{journal.log(), journal.last_seq()}};
    CHECK(journal.acknowledge(all));
    CHECK(journal.unsent()->batches.empty());
    CHECK(journal.check());
}
