#include "station/journal/journal.hpp"
#include "station/journal/salvage.hpp"

#include <algorithm>

/// Opening a journal, and what is done about a damaged one.
namespace zvonok::journal {

namespace fs = std::filesystem;
using sqlite::Row;

namespace {

fs::path with(const fs::path& path, std::string_view suffix) {
    return path.string() + std::string(suffix);
}

fs::path damaged_name(const fs::path& path, int number) {
    return with(path, ".damaged-" + std::to_string(number));
}

/// The last damaged file that was set aside, if any.
std::optional<fs::path> last_damaged(const Files& files, const fs::path& path) {
    std::optional<fs::path> last;
    for (int number = 1; files.exists(damaged_name(path, number)); ++number) last = damaged_name(path, number);
    return last;
}

/// Renames the file and its log. Cut between the two, open() finds a log without its file and ends the work.
Result<void> set_aside(const Files& files, const fs::path& path) {
    int number = 1;
    while (files.exists(damaged_name(path, number))) ++number;
    return files.rename(path, damaged_name(path, number));
}

Result<void> set_log_aside(const Files& files, const fs::path& path, const fs::path& kept) {
    if (files.exists(with(path, "-wal")))
        if (auto moved = files.rename(with(path, "-wal"), with(kept, "-wal")); !moved) return moved;
    files.remove(with(path, "-shm"));
    return {};
}

}  // namespace

Result<std::vector<Loss>> Journal::losses() {
    auto logs =
        database_->prepare("SELECT key, log, expected FROM logs WHERE school = ? AND expected > 0 ORDER BY key");
    if (!logs) return tl::unexpected(logs.error());
    auto present =
        database_->prepare("SELECT seq FROM entries WHERE school = ? AND log = ? AND body IS NOT NULL ORDER BY seq");
    if (!present) return tl::unexpected(present.error());
    std::vector<Loss> losses;
    const auto read = logs->each(
        [&](Row& row) -> Result<void> {
            const auto log = row.id<LogId>(1);
            const auto expected = static_cast<std::uint64_t>(row.integer(2));
            std::uint64_t next = 1;
            auto walked = present->each(
                [&](Row& entry) {
                    const auto seq = static_cast<std::uint64_t>(entry.integer(0));
                    if (seq > next) losses.push_back({log, next, seq - 1});
                    next = seq + 1;
                },
                replica_.school_key(), row.integer(0));
            if (!walked) return walked;
            if (next <= expected) losses.push_back({log, next, expected});
            return {};
        },
        replica_.school_key());
    if (!read) return tl::unexpected(read.error());
    return losses;
}

Result<void> Journal::take_over(const Findings& findings) {
    return transact([&]() -> Result<void> {
        for (const auto& [id, session] : findings.sessions)
            if (auto stored = replica_.store_session(session.first, id); !stored) return stored;
        auto token = database_->prepare("INSERT INTO time_tokens VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING");
        if (!token) return tl::unexpected(token.error());
        for (const auto& [id, found] : findings.tokens)
            if (auto stored = token->run(replica_.school_key(), id, found.content, found.signature); !stored)
                return stored;
        for (const auto& [log, last] : findings.own_logs) {
            if (auto known = replica_.log_key(log, Source::own_former); !known) return tl::unexpected(known.error());
            if (auto noted = expect_entries(log, last); !noted) return noted;
        }
        for (const auto* batches : {&findings.own, &findings.server}) {
            const Source source = batches == &findings.own ? Source::own_former : Source::server;
            for (const entry::SealedBatch& batch : *batches) {
                const auto read = read_batch(batch);
                if (!read) return tl::unexpected(read.error());
                if (auto stored = replica_.store(batch, *read, source); !stored) return stored;
                // What is written next comes behind all of it.
                for (const entry::Header& header : read->headers) clock_order_ = std::max(clock_order_, header.order);
            }
        }
        if (auto noted = note_order(); !noted) return noted;
        if (auto folded = replica_.fold(); !folded) return tl::unexpected(folded.error());
        // Of which epoch the server's words are nobody knows any more: those that it does not repeat go.
        return replica_.begin_generation();
    });
}

/// Builds the new file beside and puts it in place when it is whole, so that a cut here only means doing it again.
Result<Salvage> Journal::rescue(const fs::path& kept, const fs::path& path, const Options& options) {
    const Files& files = *options.files;
    SalvageFrom from{files,       kept, with(kept, "-wal"), options.school, options.station, options.server_keys,
                     std::nullopt};
    if (auto state = Witness::read(files, with(path, ".witness"))) from.witness = std::move(*state);
    const Findings findings = salvage(from);

    const fs::path fresh = with(path, ".new");
    for (const char* suffix : {"", "-wal", "-shm"}) files.remove(with(fresh, suffix));
    Salvage report{kept, 0, {}, findings.end_known, !findings.server.empty()};
    for (const entry::SealedBatch& batch : findings.own)
        for (const entry::Record& record : batch.records) report.entries += record.is_stub() ? 0 : 1;
    {
        auto journal = open_file(fresh, options, std::nullopt);
        if (!journal) return tl::unexpected(journal.error());
        if (auto taken = journal->take_over(findings); !taken) return tl::unexpected(taken.error());
        auto losses = journal->losses();
        if (!losses) return tl::unexpected(losses.error());
        report.losses = std::move(*losses);
        journal->database_->keep_log_on_close(false);
    }
    if (files.exists(with(fresh, "-wal"))) return fail(FaultKind::full, "the new file could not be finished");
    if (auto moved = files.rename(fresh, path); !moved) return tl::unexpected(moved.error());
    return report;
}

Result<Opened> Journal::open(const fs::path& path, const Options& options) {
    const Files& files = *options.files;
    const auto try_open = [&]() -> Result<Journal> {
        std::optional<Witness::State> witness;
        if (auto state = Witness::read(files, with(path, ".witness"))) witness = std::move(*state);
        const bool is_new = !files.exists(path);
        auto journal = open_file(path, options, is_new ? std::nullopt : witness);
        if (!journal) return journal;
        if (auto adopted = journal->adopt(witness, is_new); !adopted) return tl::unexpected(adopted.error());
        if (auto witnessed = journal->write_witness(); !witnessed) return tl::unexpected(witnessed.error());
        journal->database_->keep_log_on_close(false);
        return journal;
    };
    bool damaged = options.known_damaged && files.exists(path);
    if (files.exists(path) && !damaged) {
        auto journal = try_open();
        if (journal) return Opened{std::move(*journal), std::nullopt};
        if (journal.error().kind != FaultKind::corrupt) return tl::unexpected(journal.error());
        damaged = true;
    }
    if (damaged)
        if (auto aside = set_aside(files, path); !aside) return tl::unexpected(aside.error());
    std::optional<Salvage> salvaged;
    if (const auto kept = last_damaged(files, path); kept && !files.exists(path)) {
        if (auto aside = set_log_aside(files, path, *kept); !aside) return tl::unexpected(aside.error());
        auto report = rescue(*kept, path, options);
        if (!report) return tl::unexpected(report.error());
        salvaged = std::move(*report);
    }
    auto journal = try_open();
    if (!journal) return tl::unexpected(journal.error());
    return Opened{std::move(*journal), std::move(salvaged)};
}

}  // namespace zvonok::journal
