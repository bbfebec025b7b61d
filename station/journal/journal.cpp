#include "station/journal/journal.hpp"

#include "station/crypto/random.hpp"
#include "station/journal/control.hpp"
#include "station/journal/schema.hpp"
#include "station/journal/tuning.hpp"

#include <algorithm>

namespace zvonok::journal {

using entry::EntryId;
using sqlite::Row;

namespace {
constexpr std::uint64_t order_of(Instant at) {
    return static_cast<std::uint64_t>(at.time_since_epoch().count()) << 16;
}
}  // namespace

Result<Journal> Journal::open_file(const std::filesystem::path& path, const Options& options,
                                   const std::optional<Witness::State>& witness) {
    auto opened = sqlite::Database::open(path, {.vfs = options.vfs});
    if (!opened) return tl::unexpected(opened.error());
    auto database = std::make_unique<sqlite::Database>(std::move(*opened));
    // Until the file is known to be sound its log is evidence: closing must not clear it away.
    database->keep_log_on_close(true);
    // Before anything is written: the tables would lie over what the torn log still holds.
    if (witness) {
        const auto tables = database->integer("SELECT count(*) FROM sqlite_schema");
        if (!tables) return tl::unexpected(tables.error());
        if (*tables == 0) return fail(FaultKind::corrupt, "the file is empty, and its witness has seen a log in it");
    }
    if (auto migrated = sqlite::migrate(*database, file_kind, migrations()); !migrated)
        return tl::unexpected(migrated.error());
    auto replica = Replica::open(*database, options.school);
    if (!replica) return tl::unexpected(replica.error());
    auto reader = Reader::open(*database, options.school);
    if (!reader) return tl::unexpected(reader.error());
    Instant last_saved{};
    auto last = database->prepare(
        "SELECT (SELECT header FROM entries e WHERE e.school = l.school AND e.log = l.key ORDER BY seq DESC LIMIT 1) "
        "FROM logs l WHERE l.school = ? AND l.source IN (3, 4)");
    if (!last) return tl::unexpected(last.error());
    const auto found = last->each(
        [&](Row& row) -> Result<void> {
            if (row.is_null(0)) return {};
            const auto header = entry::decode_header(row.blob(0));
            if (!header) return tl::unexpected(header.error());
            last_saved = std::max(last_saved, header->saved.at);
            return {};
        },
        replica->school_key());
    if (!found) return tl::unexpected(found.error());
    auto time = TimeKeeper::open(*database, replica->school_key(), last_saved);
    if (!time) return tl::unexpected(time.error());
    return Journal{std::move(database), std::move(*replica), std::move(*reader), std::move(*time), options, path};
}

Result<void> Journal::read_tip() {
    auto state = database_->prepare("SELECT epoch, cursor, life, purge_due, clock_order FROM replica WHERE school = ?");
    if (!state) return tl::unexpected(state.error());
    auto found = state->first(
        [&](Row& row) {
            position_.epoch = row.id_or_null<EpochId>(0).value_or(EpochId{});
            position_.cursor = static_cast<std::uint64_t>(row.integer(1));
            life_ = row.id_or_null<LifeId>(2).value_or(LifeId{});
            purge_due_ = row.integer(3) != 0;
            clock_order_ = static_cast<std::uint64_t>(row.integer(4));
        },
        replica_.school_key());
    if (!found) return tl::unexpected(found.error());

    auto own = database_->prepare("SELECT key, log FROM logs WHERE school = ? AND source = 4");
    if (!own) return tl::unexpected(own.error());
    std::int64_t key = 0;
    found = own->first(
        [&](Row& row) {
            key = row.integer(0);
            tip_.log = row.id<LogId>(1);
        },
        replica_.school_key());
    if (!found) return tl::unexpected(found.error());
    if (!*found) return {};

    auto seal =
        database_->prepare("SELECT content, last FROM seals WHERE school = ? AND log = ? ORDER BY first DESC LIMIT 1");
    if (!seal) return tl::unexpected(seal.error());
    found = seal->first(
        [&](Row& row) -> Result<void> {
            const auto content = entry::decode_seal(row.blob(0));
            if (!content || content->log != tip_.log || content->last != static_cast<std::uint64_t>(row.integer(1)))
                return fail(FaultKind::corrupt, "the last seal of the own log does not read");
            tip_.last = content->last;
            tip_.previous = entry::seal_hash(row.blob(0));
            return {};
        },
        replica_.school_key(), key);
    if (!found) return tl::unexpected(found.error());

    auto last =
        database_->prepare("SELECT seq, header FROM entries WHERE school = ? AND log = ? ORDER BY seq DESC LIMIT 1");
    if (!last) return tl::unexpected(last.error());
    std::uint64_t last_entry = 0;
    found = last->first(
        [&](Row& row) -> Result<void> {
            const auto header = entry::decode_header(row.blob(1));
            if (!header) return tl::unexpected(header.error());
            last_entry = header->id.seq;
            clock_order_ = std::max(clock_order_, header->order);
            return {};
        },
        replica_.school_key(), key);
    if (!found) return tl::unexpected(found.error());
    if (last_entry != tip_.last) return fail(FaultKind::corrupt, "the own log's entries and seals end differently");
    return {};
}

/// How far the log has come in this file; nothing: the file does not know it.
Result<std::optional<std::uint64_t>> Journal::last_of(LogId log) {
    auto find = database_->prepare(
        "SELECT ifnull((SELECT last FROM seals s WHERE s.school = logs.school AND s.log = logs.key ORDER BY first DESC "
        "LIMIT 1), 0) FROM logs WHERE school = ? AND log = ?");
    if (!find) return tl::unexpected(find.error());
    const auto found = find->integer(replica_.school_key(), log);
    if (!found) return tl::unexpected(found.error());
    if (!*found) return std::nullopt;
    return static_cast<std::uint64_t>(**found);
}

/// Closes the file's log and begins a new one at each start: a whole disk that was put back from an image, witness and
/// all, looks like the newest copy and is not, and the numbers behind its end may be used already.
Result<void> Journal::adopt(const std::optional<Witness::State>& witness, bool file_is_new) {
    if (auto read = read_tip(); !read) return read;
    std::optional<LifeId> former_life;
    auto state = database_->prepare("SELECT former_life FROM replica WHERE school = ?");
    if (!state) return tl::unexpected(state.error());
    const auto found = state->first([&](Row& row) { former_life = row.id_or_null<LifeId>(0); }, replica_.school_key());
    if (!found) return tl::unexpected(found.error());
    const bool same_life = witness && (witness->life == life_ || (former_life && witness->life == *former_life));
    auto known = witness ? last_of(witness->log) : Result<std::optional<std::uint64_t>>{0};
    if (!known) return tl::unexpected(known.error());
    // A log's first commit is on disk before the witness names it.
    if (!*known && !file_is_new)
        return fail(FaultKind::corrupt, "the file lacks the log that its witness has seen in it");
    // The same life, and less in it than was committed: the end of the file or of its write-ahead log is gone. SQLite
    // passes over a log's torn end in silence, since it can't know that the end was flushed; the witness does.
    if (*known && same_life && witness->seq > **known)
        return fail(FaultKind::corrupt, "the own log ends before what its witness has seen");
    return transact([&]() -> Result<void> {
        // Somebody put an older file back, or took it away, and left the witness: what the server has not got is lost,
        // and is told.
        std::vector<Witness::Closed> seen;
        if (witness && !*known) seen = witness->former;
        if (witness && (!*known || witness->seq > **known)) seen.push_back({witness->log, witness->seq});
        for (const Witness::Closed& each : seen) {
            if (auto noted = replica_.log_key(each.log, Source::own_former); !noted)
                return tl::unexpected(noted.error());
            if (auto expected = expect_entries(each.log, each.seq); !expected) return expected;
        }
        // The witness goes on naming the log that it names now until it is written anew.
        const auto named = witness ? std::optional{witness->log} : std::nullopt;
        if (auto dropped = replica_.drop_unused_logs(named); !dropped) return dropped;
        if (auto started = start_log(); !started) return started;
        auto renew = database_->prepare("UPDATE replica SET former_life = life, life = ? WHERE school = ?");
        if (!renew) return tl::unexpected(renew.error());
        life_ = crypto::random_id<LifeId>();
        return renew->run(life_, replica_.school_key());
    });
}

Result<void> Journal::expect_entries(LogId log, std::uint64_t last) {
    auto expect = database_->prepare("UPDATE logs SET expected = max(expected, ?) WHERE school = ? AND log = ?");
    if (!expect) return tl::unexpected(expect.error());
    return expect->run(last, replica_.school_key(), log);
}

Result<void> Journal::start_log() {
    if (!tip_.log.empty())
        if (auto closed = replica_.set_source(tip_.log, Source::own_former); !closed) return closed;
    tip_ = {crypto::random_id<LogId>(), 0, std::nullopt};
    if (auto made = replica_.log_key(tip_.log, Source::own); !made) return tl::unexpected(made.error());
    // The new log has no entry yet to remember the order from.
    return note_order();
}

/// A commit that failed may lie on the disk whole, and come back with a crash or an image of the disk. Were its numbers
/// given to other entries, the log would be forked; so nothing follows it.
Result<void> Journal::leave_doubtful_log() {
    if (!in_doubt_) return {};
    if (auto started = transact([this] { return start_log(); }); !started) return started;
    if (auto told = write_witness(); !told) return told;
    in_doubt_ = false;
    return {};
}

Result<void> Journal::note_order() {
    auto note = database_->prepare("UPDATE replica SET clock_order = ? WHERE school = ?");
    if (!note) return tl::unexpected(note.error());
    return note->run(clock_order_, replica_.school_key());
}

Result<void> Journal::write_witness() {
    Witness::State state{life_, tip_.log, tip_.last, {}};
    auto former = database_->prepare(
        "SELECT log, max(expected, ifnull((SELECT last FROM seals s WHERE s.school = logs.school AND s.log = logs.key "
        "ORDER BY first DESC LIMIT 1), 0)) FROM logs WHERE school = ? AND source = 3 ORDER BY key DESC LIMIT ?");
    if (!former) return tl::unexpected(former.error());
    const auto read = former->each(
        [&](Row& row) {
            state.former.push_back({row.id<LogId>(0), static_cast<std::uint64_t>(row.integer(1))});
        },
        replica_.school_key(), tuning::witnessed_logs);
    if (!read) return read;
    witness_.reset();
    auto written = Witness::write(*options_.files, path_.string() + ".witness", state);
    if (!written) return tl::unexpected(written.error());
    witness_.emplace(std::move(*written));
    return {};
}

Result<void> Journal::transact(const std::function<Result<void>()>& work) {
    const auto before = std::tuple{tip_, clock_order_, position_, purge_due_, life_};
    auto transaction = sqlite::Transaction::begin(*database_);
    if (!transaction) return tl::unexpected(transaction.error());
    Result<void> done = work();
    if (done) done = transaction->commit();
    if (!done) {
        transaction->roll_back();
        std::tie(tip_, clock_order_, position_, purge_due_, life_) = before;
        statements_.clear();
        replica_.rolled_back();
    }
    return done;
}

Result<std::optional<entry::SessionStatement>> Journal::statement_of(SessionId session) {
    if (const auto found = statements_.find(session); found != statements_.end()) return found->second;
    auto find = database_->prepare("SELECT statement FROM sessions WHERE school = ? AND session = ?");
    if (!find) return tl::unexpected(find.error());
    std::optional<entry::SessionStatement> statement;
    const auto found = find->first(
        [&](Row& row) -> Result<void> {
            auto decoded = entry::decode_statement(row.blob(0));
            if (!decoded) return tl::unexpected(decoded.error());
            statement = *decoded;
            return {};
        },
        replica_.school_key(), session);
    if (!found) return tl::unexpected(found.error());
    if (statement) statements_.emplace(session, *statement);
    return statement;
}

Result<void> Journal::begin_session(const entry::SessionProof& proof) {
    const auto statement = entry::open_proof(proof);
    if (!statement) return tl::unexpected(statement.error());
    if (statement->school != options_.school || statement->station != options_.station || statement->log != tip_.log)
        return fail(FaultKind::refused, "a session for another school, station or log");
    return transact([&] { return replica_.store_session(proof, statement->session); });
}

Result<std::vector<entry::Draft>> Journal::dress(std::span<const Draft> drafts, const Pen& pen,
                                                 const entry::Saved& saved, std::uint64_t& order) {
    const auto book = facts();
    if (!book) return tl::unexpected(book.error());
    std::map<CellId, EntryId> earlier;  // in this batch
    std::vector<entry::Draft> dressed;
    dressed.reserve(drafts.size());
    for (const Draft& draft : drafts) {
        entry::Draft made;
        made.header.id = {tip_.log, tip_.last + dressed.size() + 1};
        made.header.order = ++order;
        made.header.saved = saved;
        made.header.author = pen.author;
        made.header.role = pen.role;
        made.header.facts = (*book)->version();
        made.header.kind = draft.cell.kind;
        made.header.cell = entry::cell_id(options_.school, draft.cell);
        const auto group = id_as<GroupId>(draft.cell.addressee);
        made.header.audience =
            domain::audience_of(draft.cell, draft.act, (*book)->group(group, draft.cell.lesson.day) != nullptr);
        if (const auto found = earlier.find(made.header.cell); found != earlier.end()) {
            made.header.seen = {found->second};
        } else if (draft.seen) {
            made.header.seen = *draft.seen;
        } else {
            auto heads = replica_.visible_heads(made.header.cell);
            if (!heads) return tl::unexpected(heads.error());
            made.header.seen = std::move(*heads);
        }
        earlier[made.header.cell] = made.header.id;
        made.body = entry::Writing{draft.cell, draft.act, draft.basis};
        dressed.push_back(std::move(made));
    }
    return dressed;
}

Result<Written> Journal::write(std::span<const Draft> drafts, const Pen& pen, const Clock& clock) {
    Written written;
    if (drafts.empty()) return written;
    if (auto left = leave_doubtful_log(); !left) return tl::unexpected(left.error());
    const auto statement = statement_of(pen.session);
    if (!statement) return tl::unexpected(statement.error());
    if (!*statement || (*statement)->log != tip_.log || (*statement)->person != pen.author ||
        (*statement)->session_key != pen.key.public_key())
        return fail(FaultKind::refused, "the session was not begun for this log");
    bool made_whole = false;
    const auto committed = transact([&]() -> Result<void> {
        const entry::Saved saved = time_.stamp(clock);
        std::uint64_t order = std::max(clock_order_, order_of(saved.at));
        auto dressed = dress(drafts, pen, saved, order);
        if (!dressed) return tl::unexpected(dressed.error());
        // What was just made needs no check; of the bodies the store asks only those of the server.
        entry::CheckedBatch made;
        for (const entry::Draft& draft : *dressed) made.headers.push_back(draft.header);
        made.bodies.resize(made.headers.size());
        const entry::SealedBatch batch = entry::seal_entries(options_.school, tip_, std::move(*dressed), pen.key,
                                                             entry::Signer::session, pen.session);
        auto seal = entry::decode_seal(batch.seal.content);
        if (!seal) return tl::unexpected(seal.error());
        made.seal = *seal;
        if (auto stored = replica_.store(batch, made, Source::own); !stored) return stored;
        auto changes = replica_.fold();
        if (!changes) return tl::unexpected(changes.error());
        if (changes->forked > 0) return fail(FaultKind::corrupt, "the own log holds what should be its next numbers");
        written.changes = std::move(*changes);
        for (const entry::Header& header : made.headers)
            written.receipts.push_back({header.id, header.cell, header.saved.at});
        tip_.last = made.seal.last;
        tip_.previous = entry::seal_hash(batch.seal.content);
        clock_order_ = order;
        if (time_.store_due())
            if (auto stored = time_.store(); !stored) return stored;
        made_whole = true;
        return {};
    });
    if (!committed) {
        // Where there was no room for its end a commit is not whole.
        in_doubt_ = in_doubt_ || (made_whole && committed.error().kind != FaultKind::full);
        // Now if the disk lets us, so that people learn at once that they have to log in again; else before the next.
        static_cast<void>(leave_doubtful_log());
        return tl::unexpected(committed.error());
    }
    if (time_.store_due()) time_.stored();
    if (witness_) witness_->note(tip_.last);
    return written;
}

Result<std::shared_ptr<const domain::FactBook>> Journal::facts() {
    if (!facts_) {
        auto loaded = replica_.load_fact_book();
        if (!loaded) return loaded;
        facts_ = std::move(*loaded);
    }
    return facts_;
}

Result<void> Journal::tend(const Clock& clock) {
    static_cast<void>(time_.stamp(clock));
    if (time_.store_due()) {
        if (auto stored = transact([&] { return time_.store(); }); !stored) return stored;
        time_.stored();
    }
    return database_->tend();
}

Result<void> Journal::check() {
    if (auto sound = database_->check(); !sound) return sound;
    auto seals = database_->prepare(
        "SELECT s.log, s.first FROM seals s JOIN logs l ON l.key = s.log WHERE s.school = ? AND l.source IN (3, 4)");
    if (!seals) return tl::unexpected(seals.error());
    std::vector<std::pair<std::int64_t, std::uint64_t>> places;
    auto read =
        seals->each([&](Row& row) { places.emplace_back(row.integer(0), static_cast<std::uint64_t>(row.integer(1))); },
                    replica_.school_key());
    if (!read) return read;
    for (const auto& [log, first] : places) {
        const auto batch = replica_.batch(log, first);
        if (!batch) return tl::unexpected(batch.error());
        if (const auto sound = own_batch(*batch); !sound) return tl::unexpected(sound.error());
    }
    // The tables are a function of the records: what a rebuild changes was damage in them, and is gone with it.
    return replica_.rebuild();
}

Result<Control> Journal::control() {
    return Control::open(*database_, options_.school);
}

}  // namespace zvonok::journal
