#include "station/domain/judge_case.hpp"
#include "station/journal/reader.hpp"
#include "station/journal/replica.hpp"
#include "station/journal/schema.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/known_school.hpp"
#include "tests/support/temp_dir.hpp"

/// Entries with any content that people of the school sealed lawfully, and the server's verdicts on them, in the tables
/// that people read.
using namespace zvonok;
using fuzz::promise;

namespace {

template <class T>
T expect(Result<T> result, const char* what) {
    promise(result.has_value(), what);
    return std::move(*result);
}

void expect(const Result<void>& result, const char* what) {
    promise(result.has_value(), what);
}

/// One file for all inputs: what an input does is rolled back.
struct File {
    test::TempDir dir{};
    sqlite::Database database = expect(sqlite::Database::open(dir / "fold.db"), "a database opens");
    int migrated = expect(sqlite::migrate(database, journal::file_kind, journal::migrations()), "tables are made");
    journal::Replica replica = expect(journal::Replica::open(database, fuzz::known_school), "a replica opens");
    journal::Reader reader = expect(journal::Reader::open(database, fuzz::known_school), "a reader opens");
};

struct Story {
    std::vector<std::pair<entry::SealedBatch, journal::Source>> batches;
    std::vector<domain::LessonKey> lessons;
    std::vector<CellId> cells;
};

LogId log_of(std::uint8_t number) {
    LogId log{{0x10}};
    log.bytes[15] = static_cast<std::uint8_t>(number + 1);
    return log;
}

/// Up to six entries of two stations, each behind what is to become of it and its length, then the verdicts.
Story told_by(fuzz::Input input) {
    Story story;
    std::array<entry::LogTip, 2> tips{entry::LogTip{log_of(0), 0, {}}, entry::LogTip{log_of(1), 0, {}}};
    std::vector<entry::EntryId> entries;
    std::vector<entry::Draft> verdicts;
    for (int i = 0; i < 6 && !input.empty(); ++i) {
        const std::uint8_t choice = input.byte();
        const auto body = entry::decode_body(input.bytes(input.word()));
        const auto* writing = body ? std::get_if<entry::Writing>(&*body) : nullptr;
        if (writing == nullptr) continue;
        entry::LogTip& tip = tips[choice & 1u];
        entry::Draft draft;
        draft.header.author = PersonId{{static_cast<std::uint8_t>(1 + (choice & 1u))}};
        draft.header.order = choice >> 4;
        draft.header.kind = writing->cell.kind;
        draft.header.cell = entry::cell_id(fuzz::known_school, writing->cell);
        draft.header.audience = domain::audience_of(writing->cell, writing->act, true);
        if ((choice & 8u) != 0) draft.header.seen = entries;
        story.lessons.push_back(writing->cell.lesson);
        story.cells.push_back(draft.header.cell);
        draft.body = *writing;
        auto batch = entry::seal_entries(fuzz::known_school, tip, {std::move(draft)}, fuzz::known_key(),
                                         entry::Signer::session, SessionId{{7}});
        tip = {tip.log, tip.last + 1, entry::seal_hash(batch.seal.content)};
        entries.push_back({tip.log, tip.last});
        story.batches.emplace_back(std::move(batch), journal::Source::station);
        const auto outcome = static_cast<domain::Outcome>(choice >> 1 & 3u);
        // The server accepts an answer to its question only.
        if (outcome == domain::Outcome::accepted && !domain::fits(writing->cell, writing->act)) continue;
        if (outcome == domain::Outcome::pending) continue;
        entry::Draft verdict;
        verdict.header.role = domain::Role::server;
        verdict.header.kind = domain::CellKind::verdict;
        verdict.header.cell = entry::verdict_cell(fuzz::known_school, entries.back());
        verdict.body =
            entry::Verdict{entries.back(), outcome, outcome == domain::Outcome::accepted ? "" : "clock.doubt", {}};
        verdicts.push_back(std::move(verdict));
    }
    if (!verdicts.empty())
        story.batches.emplace_back(entry::seal_entries(fuzz::known_school, {log_of(9), 0, {}}, std::move(verdicts),
                                                       fuzz::known_key(), entry::Signer::server, {}),
                                   journal::Source::server);
    return story;
}

void store(File& file, const std::pair<entry::SealedBatch, journal::Source>& told) {
    const auto checked = entry::check_batch(told.first, fuzz::known_key().public_key());
    // Not every body that decodes fits its header: a cell may say one thing and the act another.
    if (checked) expect(file.replica.store(told.first, *checked, told.second), "what is believed is stored");
}

void read(File& file, const Story& story) {
    for (const domain::LessonKey& lesson : story.lessons)
        promise(file.reader.lesson(lesson).has_value(), "a lesson can be read");
    for (const CellId& cell : story.cells)
        promise(file.reader.history(cell).has_value(), "a cell's history can be read");
    promise(file.reader.attention_of_all().has_value(), "what was refused can be read");
    promise(file.reader.pending_framing().has_value(), "what frames later judgement can be read");
}

template <class Work>
auto rolled_back(File& file, Work work) {
    auto transaction = expect(sqlite::Transaction::begin(file.database), "a transaction begins");
    auto made = work();
    transaction.roll_back();
    file.replica.rolled_back();
    return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static File file;
    const Story story = told_by({data, size});
    if (story.batches.empty()) return 0;
    const auto at_once = rolled_back(file, [&] {
        for (const auto& told : story.batches) store(file, told);
        expect(file.replica.fold(), "what is stored folds");
        read(file, story);
        return expect(file.replica.dump_hash(), "tables have a hash");
    });
    const auto backwards = rolled_back(file, [&] {
        for (auto told = story.batches.rbegin(); told != story.batches.rend(); ++told) {
            store(file, *told);
            expect(file.replica.fold(), "what is stored folds");
        }
        return expect(file.replica.dump_hash(), "tables have a hash");
    });
    promise(at_once == backwards, "the order of arrival leaves no trace");
    return 0;
}
