#include "tests/year/year_file.hpp"

#include "station/crypto/random.hpp"
#include "station/journal/schema.hpp"

#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace zvonok::test {

using namespace zvonok::domain;

namespace {

template <class T>
T must(Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "year file: %s\n", describe(result.error()).c_str());
        std::abort();
    }
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// About what a few pages of the server's feed bring, verdicts not counted.
constexpr std::size_t page_entries = 2000;

double cpu_seconds() {
    timespec at{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
    return static_cast<double>(at.tv_sec) + static_cast<double>(at.tv_nsec) / 1e9;
}

/// One log being written.
struct Writer {
    explicit Writer(entry::Signer of) : signer(of), tip{crypto::random_id<LogId>(), 0, {}} {}

    entry::SealedBatch seal(SchoolId school, std::vector<entry::Draft> drafts) {
        auto batch = entry::seal_entries(school, tip, std::move(drafts), key, signer,
                                         signer == entry::Signer::server ? SessionId{} : session);
        tip.last += batch.records.size();
        tip.previous = entry::seal_hash(batch.seal.content);
        return batch;
    }
    entry::Signer signer;
    crypto::SigningKey key = crypto::SigningKey::generate();
    SessionId session = crypto::random_id<SessionId>();
    entry::LogTip tip;
};

}  // namespace

YearFile::YearFile(const std::filesystem::path& path, const SchoolYear& year) : year_(year), path_(path) {
    database_ = std::make_unique<sqlite::Database>(must(sqlite::Database::open(path)));
    must(sqlite::migrate(*database_, journal::file_kind, journal::migrations()));
    replica_ = std::make_unique<journal::Replica>(must(journal::Replica::open(*database_, year.school())));
}

journal::Reader YearFile::reader() {
    return must(journal::Reader::open(*database_, year_.school()));
}

Intake YearFile::fill() {
    Intake intake;
    const SchoolId school = year_.school();
    Writer station{entry::Signer::session}, server{entry::Signer::server};
    std::uint64_t order = 0;
    FactVersion version = 0;
    double storing = 0, folding = 0, committing = 0;
    std::optional<sqlite::Transaction> transaction;
    std::size_t waiting = 0;
    const auto take = [&](const entry::SealedBatch& batch, journal::Source source) {
        const auto checked = must(journal::read_batch(batch));
        const double before = cpu_seconds();
        must(replica_->store(batch, checked, source));
        storing += cpu_seconds() - before;
    };
    const auto commit = [&] {
        const double before = cpu_seconds();
        must(replica_->fold());
        folding += cpu_seconds() - before;
        const double folded = cpu_seconds();
        must(transaction->commit());
        must(database_->tend());
        committing += cpu_seconds() - folded;
        transaction.reset();
        waiting = 0;
    };
    const auto begin = [&] {
        if (!transaction) transaction.emplace(must(sqlite::Transaction::begin(*database_)));
    };

    begin();
    std::vector<entry::Draft> facts;
    for (const Fact& fact : year_.facts()) {
        entry::Draft draft;
        draft.header.order = ++order;
        draft.header.role = Role::server;
        draft.header.kind = CellKind::fact;
        draft.header.cell = entry::fact_cell(school, fact.entity);
        draft.body = entry::RecordedFact{++version, fact};
        facts.push_back(std::move(draft));
    }
    take(server.seal(school, std::move(facts)), journal::Source::server);
    commit();

    storing = folding = committing = 0;
    intake.count = year_.write([&](WrittenLesson& lesson) {
        begin();
        std::vector<entry::Draft> drafts, verdicts;
        const std::uint64_t first = station.tip.last + 1;
        for (Writing& writing : lesson.writings) {
            entry::Draft draft;
            draft.header.order = ++order;
            draft.header.saved.at = lesson.saved;
            draft.header.author = lesson.teacher;
            draft.header.role = Role::teacher;
            draft.header.session = station.session;
            draft.header.facts = version;
            draft.header.kind = writing.cell.kind;
            draft.header.cell = entry::cell_id(school, writing.cell);
            draft.header.audience =
                audience_of(writing.cell, writing.act, writing.cell.addressee == entity_of(lesson.school_class));
            draft.body = std::move(writing);
            drafts.push_back(std::move(draft));
        }
        for (std::size_t i = 0; i < drafts.size(); ++i) {
            const entry::EntryId id{station.tip.log, first + i};
            entry::Draft verdict;
            verdict.header.order = ++order;
            verdict.header.role = Role::server;
            verdict.header.saved.at = lesson.saved;
            verdict.header.kind = CellKind::verdict;
            verdict.header.cell = entry::verdict_cell(school, id);
            verdict.body = entry::Verdict{id, Outcome::accepted, {}, {}};
            verdicts.push_back(std::move(verdict));
        }
        waiting += drafts.size();
        take(station.seal(school, std::move(drafts)), journal::Source::station);
        take(server.seal(school, std::move(verdicts)), journal::Source::server);
        if (waiting > page_entries) commit();
    });
    if (transaction) commit();
    must(database_->checkpoint());
    intake.store_us = storing * 1e6 / static_cast<double>(intake.count.entries);
    intake.fold_us = folding * 1e6 / static_cast<double>(intake.count.entries);
    intake.commit_us = committing * 1e6 / static_cast<double>(intake.count.entries);
    intake.bytes = static_cast<double>(std::filesystem::file_size(path_));
    return intake;
}

}  // namespace zvonok::test
