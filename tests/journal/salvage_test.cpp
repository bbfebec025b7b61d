#include "tests/journal/world.hpp"

#include "station/journal/page_scan.hpp"

#include <algorithm>
#include <fstream>
#include <set>

/// Damaged files: kept aside, what verifies is taken over, what is lost is told, the journal works on.
using namespace zvonok;
using namespace zvonok::test;
using domain::Outcome;

namespace {

void overwrite(const std::filesystem::path& path, std::size_t offset, const Bytes& with) {
    std::fstream file{path, std::ios::binary | std::ios::in | std::ios::out};
    file.seekp(static_cast<std::streamoff>(offset));
    file.write(reinterpret_cast<const char*>(with.data()), static_cast<std::streamsize>(with.size()));
    REQUIRE(file.good());
}

/// A journal with two logins, forty entries (some sealed together, some long) and what the server said.
struct Before {
    LogId log;
    std::vector<journal::Receipt> receipts;
    std::vector<Bytes> sent;  ///< by seq - 1: header and body as they were
    std::vector<entry::SessionProof> proofs;
};

Before fill(const std::filesystem::path& path, ServerLog& server, const Clock& clock) {
    Before before;
    auto journal = open(path, options(server));
    before.log = journal.log();
    std::vector<domain::Fact> facts;
    for (int i = 0; i < 30; ++i) facts.push_back(group_fact(i, "7"));
    apply(journal, incoming(journal, {server.facts(std::move(facts))}), clock);
    for (const int who : {1, 2}) {
        const auto session = begin(journal, person(who));
        before.proofs.push_back(session.proof);
        for (int i = 0; i < 10; ++i) {
            std::vector<journal::Draft> drafts{attendance(who, 10 + i, "Н")};
            if (i == 4) drafts.push_back(homework(who, 1, std::string(3500, 'x'), monday + std::chrono::days{3}));
            if (i == 7)
                for (int more = 0; more < 8; ++more) drafts.push_back(attendance(who, 40 + more, "Б"));
            const auto written = journal.write(drafts, session.pen(), clock);
            REQUIRE(written);
            before.receipts.insert(before.receipts.end(), written->receipts.begin(), written->receipts.end());
        }
    }
    apply(journal, incoming(journal, {server.verdict({before.log, 1}, Outcome::accepted)}), clock);
    const journal::Outgoing outgoing = journal.unsent().value();
    for (const auto& batch : outgoing.batches)
        for (const auto& record : batch.records) {
            Bytes both = record.header;
            append(both, record.body);
            before.sent.push_back(std::move(both));
        }
    return before;
}

/// Opens, writes one entry, closes; answers its log.
LogId write_one(const std::filesystem::path& path, const ServerLog& server, const Clock& clock, int pupil) {
    auto journal = open(path, options(server));
    write(journal, begin(journal, person(1)), attendance(1, pupil, "Н"), clock);
    return journal.log();
}

std::size_t lost(const std::vector<journal::Loss>& losses) {
    std::size_t count = 0;
    for (const journal::Loss& loss : losses) count += loss.last - loss.first + 1;
    return count;
}

/// Whether bytes first..last of the file are part of what proves the session.
bool holds_of(const entry::SessionProof& proof, const Bytes& file, std::size_t first, std::size_t last) {
    for (const Bytes* part : {&proof.statement, &proof.signature, &proof.certificate})
        for (auto at = file.begin(); (at = std::search(at, file.end(), part->begin(), part->end())) != file.end();
             ++at) {
            const auto begin = static_cast<std::size_t>(at - file.begin());
            if (begin <= last && first < begin + part->size()) return true;
        }
    return false;
}

/// Every entry is either sent again byte for byte or told as lost; nothing else is sent.
std::size_t expect_all_accounted(journal::Journal& journal, const Before& before) {
    auto outgoing = journal.unsent();
    REQUIRE(outgoing);
    std::set<std::uint64_t> there;
    for (const auto& batch : outgoing->batches)
        for (const auto& record : batch.records) {
            if (record.is_stub()) continue;
            const auto header = entry::decode_header(record.header).value();
            REQUIRE(header.id.log == before.log);
            Bytes both = record.header;
            append(both, record.body);
            REQUIRE(both == before.sent.at(header.id.seq - 1));
            there.insert(header.id.seq);
        }
    for (const journal::Loss& loss : outgoing->losses) {
        REQUIRE(loss.log == before.log);
        for (std::uint64_t seq = loss.first; seq <= loss.last; ++seq) REQUIRE(there.insert(seq).second);
    }
    REQUIRE(there.size() == before.sent.size());
    return lost(outgoing->losses);
}

}  // namespace

TEST_CASE("page scan: all rows of a sound file are found, in the file and in its log", "[journal][salvage]") {
    const TempDir dir;
    auto database = sqlite::Database::open(dir / "a.db").value();
    REQUIRE(database.script(
        "CREATE TABLE t(a INTEGER NOT NULL, b BLOB NOT NULL, c BLOB, PRIMARY KEY(a)) STRICT, WITHOUT ROWID"));
    auto insert = database.prepare("INSERT INTO t VALUES (?, ?, ?)").value();
    std::set<std::int64_t> expected;
    for (int i = 0; i < 60; ++i) {
        const std::int64_t key = (std::int64_t{1} << (i % 48)) - i * 7;
        const std::optional<Bytes> tail =
            i % 3 == 0 ? std::nullopt : std::optional{Bytes(static_cast<std::size_t>(i * 100), 5)};
        if (!insert.run(key, Bytes(16, static_cast<std::uint8_t>(i)), tail)) continue;
        expected.insert(key);
        if (i == 30) REQUIRE(database.checkpoint());
    }
    using journal::ColumnShape;
    constexpr ColumnShape shape[] = {{ColumnShape::Kind::integer, 0, 0},
                                     {ColumnShape::Kind::blob, 16, 16},
                                     {ColumnShape::Kind::blob_or_null, 0, 10'000}};
    std::set<std::int64_t> found;
    CHECK(
        journal::scan_rows(journal::system_files(), dir / "a.db", dir / "a.db-wal", shape, [&](journal::FoundRow row) {
            if (std::ranges::count(row[2].blob, 5) == static_cast<std::ptrdiff_t>(row[2].blob.size()))
                found.insert(row[0].integer);
        }) == 0);
    for (const std::int64_t key : expected) CHECK(found.contains(key));
}

TEST_CASE("salvage: a file whose first page is gone gives back everything", "[journal][salvage]") {
    const TempDir dir;
    ServerLog server;
    const ManualClock clock = school_clock();
    const Before before = fill(dir / "j.db", server, clock);
    overwrite(dir / "j.db", 0, Bytes(4096, 0xee));

    auto opened = journal::Journal::open(dir / "j.db", options(server));
    REQUIRE(opened);
    REQUIRE(opened->salvaged);
    CHECK(opened->salvaged->entries == before.sent.size());
    CHECK(opened->salvaged->losses.empty());
    CHECK(opened->salvaged->end_known);
    CHECK(opened->salvaged->facts);
    CHECK(std::filesystem::exists(opened->salvaged->kept_as));
    journal::Journal& journal = opened->journal;
    CHECK(journal.log() != before.log);
    CHECK(expect_all_accounted(journal, before) == 0);
    CHECK(journal.position().cursor == 0);
    CHECK(journal.facts().value()->version() == 30);
    const auto view = journal.read().lesson(lesson(1)).value();
    CHECK(view.attendance.size() == 18);
    CHECK(view.of(person(10))->state() == journal::CellState::accepted);
    CHECK(view.of(person(11))->state() == journal::CellState::pending);
    // The next person logs in and works on; the next start finds nothing to salvage.
    write(journal, begin(journal, person(1)), attendance(1, 11, ""), clock);
    CHECK(journal.check());
    CHECK_FALSE(journal::Journal::open(dir / "j.db", options(server))->salvaged);
}

TEST_CASE("salvage: lost entries are told by their gap, and the server's answer closes it", "[journal][salvage]") {
    const TempDir dir;
    ServerLog server;
    const ManualClock clock = school_clock();
    const Before before = fill(dir / "j.db", server, clock);
    // The bytes of entry 3's header, wherever they lie, are changed.
    Bytes content = read_file(dir / "j.db", 10u << 20).value();
    const ByteView header = ByteView{before.sent[2]}.first(100);
    int changed = 0;
    for (auto at = content.begin();
         (at = std::search(at, content.end(), header.begin(), header.end())) != content.end(); ++at) {
        overwrite(dir / "j.db", static_cast<std::size_t>(at - content.begin()) + 60, Bytes(8, 0xee));
        ++changed;
    }
    REQUIRE(changed > 0);
    journal::Options damaged = options(server);
    {
        // Sending finds the damage, and says so instead of sending it.
        auto journal = open(dir / "j.db", options(server));
        CHECK(journal.unsent().error().kind == FaultKind::corrupt);
        damaged.known_damaged = true;
    }
    auto opened = journal::Journal::open(dir / "j.db", damaged);
    REQUIRE(opened);
    REQUIRE(opened->salvaged);
    REQUIRE(opened->salvaged->losses.size() == 1);
    CHECK(opened->salvaged->losses[0].first == 3);
    CHECK(opened->salvaged->losses[0].last == 3);
    CHECK(expect_all_accounted(opened->journal, before) == 1);
}

TEST_CASE("salvage: damage anywhere is survived, and every own entry is there or told as lost", "[journal][salvage]") {
    std::mt19937 random{42};
    const TempDir origin;
    ServerLog server;
    const ManualClock clock = school_clock();
    const Before before = fill(origin / "j.db", server, clock);
    const auto size = std::filesystem::file_size(origin / "j.db");
    const Bytes content = read_file(origin / "j.db", 10u << 20).value();
    std::size_t salvaged = 0, sound = 0;
    for (int round = 0; round < 120; ++round) {
        const TempDir dir;
        std::filesystem::copy_file(origin / "j.db", dir / "j.db");
        std::filesystem::copy_file(origin / "j.db.witness", dir / "j.db.witness");
        const std::size_t length = std::array<std::size_t, 4>{1, 16, 600, 6000}[random() % 4];
        const std::size_t offset = random() % size;
        Bytes noise(std::min<std::size_t>(length, size - offset));
        for (auto& byte : noise) byte = static_cast<std::uint8_t>(random());
        const bool cut = random() % 8 == 0;
        if (cut)
            std::filesystem::resize_file(dir / "j.db", offset);
        else
            overwrite(dir / "j.db", offset, noise);
        INFO("round " << round << ": " << noise.size() << " bytes at " << offset << ", cut " << cut);

        journal::Options how = options(server);
        std::optional<journal::Journal> journal;
        auto opened = journal::Journal::open(dir / "j.db", how);
        REQUIRE(opened);
        bool was_salvaged = opened->salvaged.has_value();
        journal.emplace(std::move(opened->journal));
        const auto salvage = [&] {
            journal.reset();
            how.known_damaged = true;
            opened = journal::Journal::open(dir / "j.db", how);
            REQUIRE(opened);
            journal.emplace(std::move(opened->journal));
            was_salvaged = true;
        };
        if (!was_salvaged && !journal->check()) salvage();
        const std::size_t losses = expect_all_accounted(*journal, before);
        // At most what the bytes themselves held, with the rest of their seals, or all of one session: its proof is
        // gone. Proofs lie beside each other; both are gone only where the noise reaches from one into the other.
        const bool no_proof_left = std::ranges::all_of(before.proofs, [&](const entry::SessionProof& proof) {
            return holds_of(proof, content, offset, offset + noise.size() - 1);
        });
        if (!cut && !no_proof_left) CHECK(losses <= 24);
        REQUIRE(journal->check());
        const journal::Draft draft = attendance(1, 11, "");
        const auto session = begin(*journal, person(1));
        const auto written = journal->write(std::span{&draft, 1}, session.pen(), clock);
        if (!written) {
            // The check is of the station's own entries. A fact or verdict that is damaged is noticed where it is read:
            // the station then salvages, and what the person wrote waits for that.
            REQUIRE_FALSE(was_salvaged);
            REQUIRE(written.error().kind == FaultKind::corrupt);
            salvage();
            expect_all_accounted(*journal, before);
            write(*journal, begin(*journal, person(1)), draft, clock);
        }
        (was_salvaged ? salvaged : sound) += 1;
    }
    CHECK(salvaged > 20);
    CHECK(sound > 5);
}

TEST_CASE("salvage: a torn end of the write-ahead log is noticed by the witness and read for what it still holds",
          "[journal][salvage]") {
    const TempDir dir;
    ServerLog server;
    const ManualClock clock = school_clock();
    Before before;
    auto living = open(dir / "j.db", options(server));
    before.log = living.log();
    const auto session = begin(living, person(1));
    for (int i = 0; i < 6; ++i) write(living, session, attendance(1, 10 + i, "Н"), clock);
    const journal::Outgoing outgoing = living.unsent().value();
    for (const auto& batch : outgoing.batches) {
        Bytes both = batch.records[0].header;
        append(both, batch.records[0].body);
        before.sent.push_back(std::move(both));
    }
    for (const char* suffix : {"", "-wal", ".witness"})
        std::filesystem::copy_file(dir / ("j.db" + std::string(suffix)), dir / ("k.db" + std::string(suffix)));
    living = open(dir / "other.db", options(server));
    // One byte in the checksum of a frame, be it of the last entries or of the very first tables.
    const Bytes log = read_file(dir / "k.db-wal", 10u << 20).value();
    const std::size_t frames = (log.size() - 32) / 4120;
    REQUIRE(frames > 30);
    for (std::size_t frame = 0; frame < frames; ++frame) {
        const TempDir torn;
        for (const char* suffix : {"", "-wal", ".witness"})
            std::filesystem::copy_file(dir / ("k.db" + std::string(suffix)), torn / ("k.db" + std::string(suffix)));
        const std::size_t offset = 32 + 4120 * frame + 17;
        overwrite(torn / "k.db-wal", offset, {static_cast<std::uint8_t>(log[offset] + 1)});
        INFO("frame " << frame << " of " << frames);
        auto opened = journal::Journal::open(torn / "k.db", options(server));
        REQUIRE(opened);
        REQUIRE(opened->salvaged);
        REQUIRE(std::filesystem::exists(opened->salvaged->kept_as));
        REQUIRE(expect_all_accounted(opened->journal, before) == 0);
    }
}

TEST_CASE("salvage: a file that was taken away from beside its witness is missed, until the server brings its entries",
          "[journal][salvage]") {
    const TempDir dir;
    ServerLog server;
    const ManualClock clock = school_clock();
    const Before before = fill(dir / "j.db", server, clock);
    const journal::Outgoing received = open(dir / "j.db", options(server)).unsent().value();
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(dir / ("j.db" + std::string(suffix)));
    auto journal = open(dir / "j.db", options(server));
    CHECK(journal.log() != before.log);
    CHECK(expect_all_accounted(journal, before) == before.sent.size());
    auto answer = incoming(journal, received.batches);
    answer.sessions = received.sessions;
    apply(journal, answer, clock);
    CHECK(journal.unsent()->losses.empty());
    journal = open(dir / "other.db", options(server));
    CHECK_FALSE(journal::Journal::open(dir / "j.db", options(server))->salvaged);
}

TEST_CASE("salvage: a copy from before the log was begun does not pass for it", "[journal][salvage]") {
    const TempDir dir;
    ServerLog server;
    const ManualClock clock = school_clock();
    write_one(dir / "j.db", server, clock, 1);
    std::filesystem::copy_file(dir / "j.db", dir / "former.db");
    std::filesystem::remove(dir / "j.db.witness");  // another log begins
    const LogId second = write_one(dir / "j.db", server, clock, 2);
    std::filesystem::remove(dir / "j.db");
    std::filesystem::rename(dir / "former.db", dir / "j.db");
    auto opened = journal::Journal::open(dir / "j.db", options(server));
    REQUIRE(opened);
    REQUIRE(opened->salvaged);
    CHECK(opened->salvaged->entries == 1);
    REQUIRE(opened->salvaged->losses.size() == 1);
    CHECK(opened->salvaged->losses.front().log == second);
    CHECK(opened->salvaged->losses.front().last == 1);
}

TEST_CASE("salvage: what the server of a former epoch had said goes when that of today has told all",
          "[journal][salvage][epoch]") {
    const TempDir dir;
    ServerLog server;
    const ManualClock clock = school_clock();
    const Before before = fill(dir / "j.db", server, clock);
    journal::Options damaged = options(server);
    damaged.known_damaged = true;
    auto opened = journal::Journal::open(dir / "j.db", damaged);
    REQUIRE(opened);
    REQUIRE(opened->salvaged);
    REQUIRE(opened->salvaged->facts);
    journal::Journal& journal = opened->journal;
    const auto knows = [&] { return journal.facts().value()->group(group(7), monday) != nullptr; };
    CHECK(knows());
    auto answer = incoming(journal, {server.fact(group_fact(1, "8"))});
    answer.epoch = EpochId{{0xe1}};
    apply(journal, answer, clock);
    CHECK(knows());
    answer.complete = true;
    apply(journal, answer, clock);
    CHECK_FALSE(knows());
    CHECK(journal.facts().value()->group(group(1), monday) != nullptr);
    CHECK(journal.read().entry({before.log, 1}).value()->outcome == Outcome::pending);
    CHECK(journal.check());
}

TEST_CASE("salvage: cut off half-way, it is done again at the next start", "[journal][salvage]") {
    const TempDir dir;
    ServerLog server;
    const ManualClock clock = school_clock();
    const Before before = fill(dir / "j.db", server, clock);
    std::filesystem::rename(dir / "j.db", dir / "j.db.damaged-1");
    std::ofstream{dir / "j.db.new"} << "half a file";
    auto opened = journal::Journal::open(dir / "j.db", options(server));
    REQUIRE(opened);
    REQUIRE(opened->salvaged);
    CHECK(expect_all_accounted(opened->journal, before) == 0);
    CHECK_FALSE(std::filesystem::exists(dir / "j.db.new"));
}

TEST_CASE("salvage: a file of nothing but noise leaves a working journal that says what it lost",
          "[journal][salvage]") {
    const TempDir dir;
    ServerLog server;
    const ManualClock clock = school_clock();
    const Before before = fill(dir / "j.db", server, clock);
    overwrite(dir / "j.db", 0, crypto::random_bytes(std::filesystem::file_size(dir / "j.db")));
    auto opened = journal::Journal::open(dir / "j.db", options(server));
    REQUIRE(opened);
    REQUIRE(opened->salvaged);
    CHECK(opened->salvaged->entries == 0);
    CHECK_FALSE(opened->salvaged->facts);
    CHECK(lost(opened->salvaged->losses) == before.sent.size());
    write(opened->journal, begin(opened->journal, person(1)), attendance(1, 11, ""), clock);
    CHECK(opened->journal.check());
}
