#include "station/journal/replica.hpp"

#include "station/journal/schema.hpp"
#include "station/journal/tuning.hpp"
#include "station/sqlite/tuning.hpp"

#include <algorithm>

namespace zvonok::journal {

using sqlite::Row;

namespace {
/// Read where it is needed: a number kept beside the database would outlive a transaction that was rolled back.
constexpr const char* generation_now = "(SELECT generation FROM replica WHERE school = ?1)";

/// The school with its state row, or neither.
Result<std::int64_t> add_school(sqlite::Database& database, SchoolId school) {
    auto transaction = sqlite::Transaction::begin(database);
    if (!transaction) return tl::unexpected(transaction.error());
    auto add = database.prepare("INSERT INTO schools(school) VALUES (?)");
    if (!add) return tl::unexpected(add.error());
    if (auto added = add->run(school); !added) return tl::unexpected(added.error());
    const std::int64_t key = database.last_row();
    auto state = database.prepare("INSERT INTO replica(school, projection) VALUES (?, ?)");
    if (!state) return tl::unexpected(state.error());
    if (auto added = state->run(key, projection_version); !added) return tl::unexpected(added.error());
    if (auto committed = transaction->commit(); !committed) return tl::unexpected(committed.error());
    return key;
}
}  // namespace

Result<Replica> Replica::open(sqlite::Database& database, SchoolId school) {
    Replica replica{database, school};
    auto find = database.prepare("SELECT key FROM schools WHERE school = ?");
    if (!find) return tl::unexpected(find.error());
    auto key = find->integer(school);
    if (!key) return tl::unexpected(key.error());
    if (!*key) {
        const auto added = add_school(database, school);
        if (!added) return tl::unexpected(added.error());
        key = *added;
    }
    replica.key_ = **key;
    if (auto prepared = replica.prepare(); !prepared) return tl::unexpected(prepared.error());
    if (auto read = replica.read_logs(); !read) return tl::unexpected(read.error());
    if (auto read = replica.read_refusals(); !read) return tl::unexpected(read.error());
    if (auto read = replica.read_carried(); !read) return tl::unexpected(read.error());

    auto state = database.prepare("SELECT projection FROM replica WHERE school = ?");
    if (!state) return tl::unexpected(state.error());
    std::int64_t projection = 0;
    const auto found = state->first([&](Row& row) { projection = row.integer(0); }, replica.key_);
    if (!found) return tl::unexpected(found.error());
    if (!*found) return fail(FaultKind::corrupt, "a school without its state");
    if (projection != projection_version)
        if (auto rebuilt = replica.rebuild(); !rebuilt) return tl::unexpected(rebuilt.error());
    return replica;
}

Result<void> Replica::prepare() {
    const auto make = [&](sqlite::Statement& to, std::string_view name, std::string_view sql) -> Result<void> {
        auto made = database_->prepare(sql, name);
        if (!made) return tl::unexpected(made.error());
        to = std::move(*made);
        return {};
    };
    const struct {
        sqlite::Statement* to;
        const char* name;
        std::string sql;
    } wanted[] = {
        {&insert_log_, "insert log", "INSERT INTO logs(school, log, source) VALUES (?, ?, ?)"},
        {&insert_seal_, "insert seal",
         std::string("INSERT INTO seals(school, log, first, last, generation, content, signature, salt_seed) "
                     "VALUES (?1, ?2, ?3, ?4, ") +
             generation_now +
             ", ?5, ?6, ?7) ON CONFLICT DO UPDATE SET generation = excluded.generation, "
             "salt_seed = iif(length(salt_seed) = 0, excluded.salt_seed, salt_seed) "
             "WHERE content = excluded.content AND (generation <> excluded.generation OR (length(salt_seed) = 0 AND "
             "length(excluded.salt_seed) > 0))"},
        {&seal_matches_, "compare seal",
         "SELECT content = ?4 FROM seals WHERE school = ?1 AND log = ?2 AND first = ?3"},
        {&insert_entry_, "insert entry",
         std::string("INSERT INTO entries(school, log, seq, cell, kind, generation, header, body, salt, path) "
                     "VALUES (?1, ?2, ?3, ?4, ?5, ") +
             generation_now + ", ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING"},
        {&complete_entry_, "complete entry",
         std::string("UPDATE entries SET generation = ") + generation_now +
             ", body = coalesce(body, ?7), salt = coalesce(salt, ?8), path = coalesce(path, ?9) WHERE school = ?1 AND "
             "log = ?2 AND seq = ?3 AND cell = ?4 AND kind = ?5 AND header = ?6 AND (generation <> " +
             generation_now + " OR (body IS NULL AND ?7 IS NOT NULL))"},
        {&entry_matches_, "compare entry",
         "SELECT header = ?4 FROM entries WHERE school = ?1 AND log = ?2 AND seq = ?3"},
        {&cells_between_, "cells of a run of entries",
         "SELECT cell FROM entries WHERE school = ? AND log = ? AND seq BETWEEN ? AND ?"},
        {&entry_cell_, "cell of an entry", "SELECT cell FROM entries WHERE school = ? AND log = ? AND seq = ?"},
        {&insert_session_, "insert session",
         "INSERT INTO sessions(school, session, statement, signature, certificate) VALUES (?, ?, ?, ?, ?) "
         "ON CONFLICT DO NOTHING"},
        {&find_session_, "find session",
         "SELECT statement, signature, certificate FROM sessions WHERE school = ? AND session = ?"},
        {&insert_verdict_, "insert verdict",
         "INSERT INTO verdicts(school, log, seq, outcome, rule, by_order, by_log, by_seq, notes) "
         "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"},
        {&replace_verdict_, "replace verdict",
         "UPDATE verdicts SET outcome = ?4, rule = ?5, by_order = ?6, by_log = ?7, by_seq = ?8, notes = ?9 "
         "WHERE school = ?1 AND log = ?2 AND seq = ?3 AND (by_order, by_log, by_seq) < (?6, ?7, ?8)"},
        {&cell_entries_, "entries of a cell",
         "SELECT e.log, e.seq, e.header, e.body, v.outcome, v.rule, v.notes FROM entries e INDEXED BY entries_by_cell "
         "LEFT JOIN verdicts v ON v.school = e.school AND v.log = e.log AND v.seq = e.seq "
         "WHERE e.school = ? AND e.cell = ?"},
        {&cell_size_, "one or several entries",
         "SELECT count(*) FROM (SELECT 1 FROM entries INDEXED BY entries_by_cell WHERE school = ? AND cell = ? LIMIT "
         "2)"},
        {&entry_verdict_, "verdict on an entry",
         "SELECT outcome, rule, notes FROM verdicts WHERE school = ? AND log = ? AND seq = ?"},
        {&answered_, "answer to a cell",
         "SELECT 1 FROM entries e INDEXED BY entries_by_cell CROSS JOIN logs l ON l.key = e.log LEFT JOIN verdicts v "
         "ON v.school = e.school AND v.log = e.log AND v.seq = e.seq "
         "WHERE e.school = ? AND e.cell = ? AND coalesce(v.outcome, iif(l.source = 2, 1, 0)) = 1 LIMIT 1"},
        {&find_seal_, "find seal",
         "SELECT last, content, signature, salt_seed FROM seals WHERE school = ? AND log = ? AND first = ?"},
        {&seal_entries_, "entries of a seal",
         "SELECT header, body, salt, path FROM entries WHERE school = ? AND log = ? AND seq BETWEEN ? AND ? ORDER BY "
         "seq"},
        {&put_attention_, "put attention", "REPLACE INTO attention VALUES (?, ?, ?, ?, ?, ?, ?, ?)"},
        {&drop_attention_, "drop attention",
         "DELETE FROM attention WHERE school = ? AND author = ? AND log = ? AND seq = ?"},
        {&put_conflict_, "put conflict", "INSERT INTO conflicts VALUES (?, ?, ?, ?, ?)"},
        {&drop_conflict_, "drop conflict", "DELETE FROM conflicts WHERE school = ? AND cell = ?"},
        {&put_newer_, "put newer", "INSERT INTO newer VALUES (?, ?, ?, ?, ?)"},
        {&drop_newer_, "drop newer", "DELETE FROM newer WHERE school = ? AND cell = ?"},
        {&put_noted_, "put noted",
         "REPLACE INTO noted(school, log, seq, author, kind, load, date, saved_ms, notes) "
         "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"},
        {&drop_noted_, "drop noted", "DELETE FROM noted WHERE school = ? AND log = ? AND seq = ?"},
        {&put_based_, "put based", "REPLACE INTO based(school, basis, log, seq) VALUES (?, ?, ?, ?)"},
        {&drop_based_, "drop based", "DELETE FROM based WHERE school = ? AND basis = ? AND log = ? AND seq = ?"},
        {&add_contents_, "add contents",
         "INSERT INTO lesson_contents(school, load, day, ordinal, date, accepted, pending) "
         "VALUES (?1, ?2, ?3, ?4, ?3, ?5, ?6) ON CONFLICT DO UPDATE SET accepted = accepted | ?5, "
         "pending = pending | ?6 WHERE (accepted | ?5, pending | ?6) <> (accepted, pending)"},
        {&see_contents_, "see contents", see_contents_sql()},
        {&describe_contents_, "describe contents", describe_contents_sql()},
        {&put_contents_, "put contents",
         "REPLACE INTO lesson_contents(school, load, day, ordinal, date, of_load, of_ordinal, accepted, pending) "
         "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"},
        {&drop_contents_, "drop contents",
         "DELETE FROM lesson_contents WHERE school = ? AND load = ? AND day = ? AND ordinal = ?"},
    };
    for (const auto& each : wanted)
        if (auto made = make(*each.to, each.name, each.sql); !made) return made;
    for (std::size_t i = 0; i < shape_count; ++i) {
        const RowShape& shape = row_shapes()[i];
        if (auto made = make(put_rows_[i], std::string("put into ") + shape.table, put_sql(shape)); !made) return made;
        if (auto made = make(clear_rows_[i], std::string("clear in ") + shape.table, clear_sql(shape)); !made)
            return made;
    }
    return {};
}

Result<void> Replica::read_refusals() {
    refusals_.clear();
    auto refused = database_->prepare("SELECT log, first, last, rule FROM refused_batches WHERE school = ?");
    if (!refused) return tl::unexpected(refused.error());
    return refused->each(
        [&](Row& row) {
            refusals_.push_back({row.integer(0), static_cast<std::uint64_t>(row.integer(1)),
                                 static_cast<std::uint64_t>(row.integer(2)), std::string(row.text(3))});
        },
        key_);
}

Result<void> Replica::read_logs() {
    log_keys_.clear();
    logs_.clear();
    auto logs = database_->prepare("SELECT key, log, source FROM logs WHERE school = ?");
    if (!logs) return tl::unexpected(logs.error());
    return logs->each(
        [&](Row& row) {
            const auto id = row.id<LogId>(1);
            const auto source = row.integer(2);
            if (source < 1 || source > 4) row.mark_damaged();
            log_keys_.emplace(id, row.integer(0));
            logs_.emplace(row.integer(0), Log{id, static_cast<Source>(source)});
        },
        key_);
}

void Replica::rolled_back() {
    forget_touched();
    contents_ = {};
    changes_ = {};
    last_noted_ = {};
    // Keys given out inside the transaction are void; the next use reads or makes them anew.
    log_keys_.clear();
    logs_.clear();
    if (!read_logs()) log_keys_.clear();
    if (!read_refusals()) refusals_.clear();
    if (!read_carried()) carried_ = {};
}

Result<std::int64_t> Replica::log_key(LogId log, Source if_new) {
    if (const auto found = log_keys_.find(log); found != log_keys_.end()) return found->second;
    if (auto added = insert_log_.run(key_, log, if_new); !added) return tl::unexpected(added.error());
    const std::int64_t key = database_->last_row();
    log_keys_.emplace(log, key);
    logs_.emplace(key, Log{log, if_new});
    return key;
}

Result<void> Replica::set_source(LogId log, Source source) {
    const auto key = log_key(log, source);
    if (!key) return tl::unexpected(key.error());
    if (logs_.at(*key).source == source) return {};
    auto update = database_->prepare("UPDATE logs SET source = ? WHERE key = ?");
    if (!update) return tl::unexpected(update.error());
    if (auto updated = update->run(source, *key); !updated) return updated;
    logs_.at(*key).source = source;
    return {};
}

Result<void> Replica::drop_unused_logs(const std::optional<LogId>& but) {
    auto unused = database_->prepare(
        "SELECT key, log FROM logs WHERE school = ? AND source = 3 AND acknowledged = 0 AND expected = 0 AND NOT "
        "EXISTS "
        "(SELECT 1 FROM seals s WHERE s.school = logs.school AND s.log = logs.key) AND NOT EXISTS (SELECT 1 FROM "
        "verdicts v WHERE v.school = logs.school AND v.log = logs.key)");
    if (!unused) return tl::unexpected(unused.error());
    std::vector<std::pair<std::int64_t, LogId>> found;
    if (auto read = unused->each([&](Row& row) { found.emplace_back(row.integer(0), row.id<LogId>(1)); }, key_); !read)
        return read;
    auto drop = database_->prepare("DELETE FROM logs WHERE key = ?");
    if (!drop) return tl::unexpected(drop.error());
    for (const auto& [key, log] : found) {
        if (log == but) continue;
        if (auto dropped = drop->run(key); !dropped) return dropped;
        log_keys_.erase(log);
        logs_.erase(key);
    }
    return {};
}

Result<void> Replica::store(const entry::SealedBatch& batch, const entry::CheckedBatch& checked, Source source) {
    const auto log = log_key(checked.seal.log, source);
    if (!log) return tl::unexpected(log.error());
    // A log first known by a verdict on one of its entries is taken for another station's; its seals know better.
    if (source != Source::station && logs_.at(*log).source == Source::station)
        if (auto corrected = set_source(checked.seal.log, source); !corrected) return corrected;
    if (auto yielded = yield_to(batch.seal, checked.seal, *log); !yielded) return yielded;
    const auto fits = store_seal(batch.seal, checked.seal, *log);
    if (!fits) return tl::unexpected(fits.error());
    if (!*fits) {
        changes_.forked += batch.records.size();
        return {};
    }
    if (!large_intake_)
        if (auto fitted = fit_cache(); !fitted) return fitted;
    for (std::size_t i = 0; i < batch.records.size(); ++i) {
        const entry::Header& header = checked.headers[i];
        const entry::MerklePath* path = batch.paths.empty() ? nullptr : &batch.paths[i];
        const auto stored = store_record(batch.records[i], header, path, *log);
        if (!stored) return tl::unexpected(stored.error());
        if (*stored == Stored::known) continue;
        if (header.kind == domain::CellKind::verdict || header.kind == domain::CellKind::fact) {
            if (source != Source::server || !checked.bodies[i]) continue;
            changes_.facts = changes_.facts || header.kind == domain::CellKind::fact;
            if (const auto* recorded = std::get_if<entry::RecordedFact>(&*checked.bodies[i]))
                changes_.recorded.push_back(*recorded);
            if (const auto* verdict = std::get_if<entry::Verdict>(&*checked.bodies[i]))
                if (auto taken = take_verdict(header, *verdict); !taken) return taken;
        } else if (*stored == Stored::fresh) {
            if (auto touched = touch_fresh(header, checked.bodies[i], *log); !touched) return touched;
        } else {
            touch(header.cell).other = true;
        }
    }
    return {};
}

Result<bool> Replica::store_seal(const entry::Seal& seal, const entry::SealContent& content, std::int64_t log) {
    if (auto stored =
            insert_seal_.run(key_, log, content.first, content.last, seal.content, seal.signature, seal.salt_seed);
        !stored)
        return tl::unexpected(stored.error());
    if (database_->changes() > 0) return true;
    const auto same = seal_matches_.integer(key_, log, content.first, seal.content);
    if (!same) return tl::unexpected(same.error());
    return *same == 1;
}

Result<Replica::Stored> Replica::store_record(const entry::Record& record, const entry::Header& header,
                                              const entry::MerklePath* path, std::int64_t log) {
    std::optional<ByteView> body, salt, steps;
    if (!record.is_stub()) {
        body = record.body;
        salt = record.salt;
    }
    Bytes joined;
    if (path != nullptr) {
        for (const crypto::Digest& digest : *path) append(joined, digest);
        steps = joined;
    }
    const auto put = [&](sqlite::Statement& statement) -> Result<bool> {
        auto done = statement.run(key_, log, header.id.seq, header.cell, header.kind, record.header, body, salt, steps);
        if (!done) return tl::unexpected(done.error());
        return database_->changes() > 0;
    };
    const auto fresh = put(insert_entry_);
    if (!fresh) return tl::unexpected(fresh.error());
    if (*fresh) {
        ++changes_.entries;
        return Stored::fresh;
    }
    const auto completed = put(complete_entry_);
    if (!completed) return tl::unexpected(completed.error());
    if (*completed) {
        ++changes_.entries;
        return Stored::completed;
    }
    const auto same = entry_matches_.integer(key_, log, header.id.seq, record.header);
    if (!same) return tl::unexpected(same.error());
    if (*same != 1) ++changes_.forked;
    return Stored::known;
}

std::string Replica::notes_text(const entry::Verdict& verdict) {
    std::string text;
    for (const std::string& note : verdict.notes) text += (text.empty() ? "" : "\n") + note;
    return text;
}

Result<bool> Replica::store_verdict(std::int64_t log, const entry::Header& header, const entry::Verdict& verdict) {
    std::optional<std::string> notes;
    if (!verdict.notes.empty()) notes = notes_text(verdict);
    const auto put = [&](sqlite::Statement& statement) {
        return statement.run(key_, log, verdict.entry.seq, verdict.outcome, verdict.rule, header.order, header.id.log,
                             header.id.seq, notes);
    };
    if (auto stored = put(insert_verdict_); !stored) return tl::unexpected(stored.error());
    if (database_->changes() > 0) return true;
    if (auto replaced = put(replace_verdict_); !replaced) return tl::unexpected(replaced.error());
    return false;
}

Result<void> Replica::take_verdict(const entry::Header& header, const entry::Verdict& verdict) {
    const auto log = log_key(verdict.entry.log, Source::station);
    if (!log) return tl::unexpected(log.error());
    const auto first = store_verdict(*log, header, verdict);
    if (!first) return tl::unexpected(first.error());
    if (const auto fresh = fresh_.find(verdict.entry); fresh != fresh_.end()) {
        judge_fresh(*fresh->second, verdict, *first);
        return {};
    }
    const auto found = entry_cell_.first(
        [&](Row& row) {
            Touch& touched = touch(row.id<CellId>(0));
            if (*first && !carried_.covers(*log, verdict.entry.seq))
                ++touched.first_verdicts;
            else
                touched.other = true;
        },
        key_, *log, verdict.entry.seq);
    if (!found) return tl::unexpected(found.error());
    return {};
}

Result<void> Replica::touch_refused(const Refusal& refusal) {
    return cells_between_.each([&](Row& row) { touch(row.id<CellId>(0)).other = true; }, key_, refusal.log,
                               refusal.first, refusal.last);
}

Result<void> Replica::note_refused(const RefusedBatch& refused) {
    const auto log = log_keys_.find(refused.log);
    if (log == log_keys_.end()) return {};
    auto note =
        database_->prepare("REPLACE INTO refused_batches(school, log, first, last, rule) VALUES (?, ?, ?, ?, ?)");
    if (!note) return tl::unexpected(note.error());
    if (auto noted = note->run(key_, log->second, refused.first, refused.last, refused.rule); !noted) return noted;
    if (auto read = read_refusals(); !read) return read;
    return touch_refused({log->second, refused.first, refused.last, refused.rule});
}

Result<void> Replica::store_session(const entry::SessionProof& proof, SessionId session) {
    return insert_session_.run(key_, session, proof.statement, proof.signature, proof.certificate);
}

Result<std::optional<entry::SessionProof>> Replica::proof_of(SessionId session) {
    std::optional<entry::SessionProof> proof;
    const auto found = find_session_.first(
        [&](Row& row) {
            proof = entry::SessionProof{row.bytes(0), row.bytes(1), row.bytes(2)};
        },
        key_, session);
    if (!found) return tl::unexpected(found.error());
    return proof;
}

Result<void> Replica::fit_cache() {
    const bool large = arrivals_.size() >= tuning::large_intake_cells;
    if (large == large_intake_) return {};
    large_intake_ = large;
    return database_->set_cache(large ? tuning::large_intake_cache_kibibytes : sqlite::tuning::cache_kibibytes);
}

Result<Changes> Replica::fold() {
    // As they came: neighbours lie beside each other in the tables.
    for (const auto* touched : arrivals_)
        if (auto folded = fold_cell(touched->first, touched->second); !folded) return tl::unexpected(folded.error());
    // A large page is seldom the last one: the cache stays large, and full, until a transaction brings little.
    if (auto fitted = fit_cache(); !fitted) return tl::unexpected(fitted.error());
    forget_touched();
    if (auto listed = list_contents(); !listed) return tl::unexpected(listed.error());
    last_noted_ = {};
    std::ranges::sort(changes_.lessons);
    changes_.lessons.erase(std::ranges::unique(changes_.lessons).begin(), changes_.lessons.end());
    return std::exchange(changes_, {});
}

Result<void> Replica::begin_generation() {
    auto next = database_->prepare("UPDATE replica SET generation = generation + 1, purge_due = 1 WHERE school = ?");
    if (!next) return tl::unexpected(next.error());
    if (auto begun = next->run(key_); !begun) return begun;
    // The restored server has forgotten whom it refused; it is asked again.
    for (const Refusal& refusal : refusals_)
        if (auto touched = touch_refused(refusal); !touched) return touched;
    auto forget = database_->prepare("DELETE FROM refused_batches WHERE school = ?");
    if (!forget) return tl::unexpected(forget.error());
    if (auto forgot = forget->run(key_); !forgot) return forgot;
    refusals_.clear();
    // Nor is what it had of others' parcels certain.
    auto again = database_->prepare("UPDATE carried SET delivered = 0 WHERE school = ?");
    if (!again) return tl::unexpected(again.error());
    return again->run(key_);
}

Result<void> Replica::drop_former_generation() {
    for (const char* table : {"entries", "seals"}) {
        const std::string name = table;
        const std::string number = name == "seals" ? "first" : "seq";
        auto drop = database_->prepare("DELETE FROM " + name + " WHERE school = ?1 AND generation < " + generation_now +
                                       " AND log IN "
                                       "(SELECT key FROM logs WHERE source IN (1, 2)) AND NOT EXISTS (SELECT 1 FROM "
                                       "carried c WHERE c.school = " +
                                       name + ".school AND c.log = " + name + ".log AND " + name + "." + number +
                                       " BETWEEN c.first AND c.last)");
        if (!drop) return tl::unexpected(drop.error());
        if (auto dropped = drop->run(key_); !dropped) return dropped;
    }
    auto note = database_->prepare("UPDATE replica SET purge_due = 0 WHERE school = ?");
    if (!note) return tl::unexpected(note.error());
    if (auto noted = note->run(key_); !noted) return noted;
    changes_.facts = true;
    changes_.attention = true;
    return refold_all();
}

Result<entry::SealedBatch> Replica::batch(std::int64_t log, std::uint64_t first) {
    entry::SealedBatch batch;
    std::uint64_t last = 0;
    const auto found = find_seal_.first(
        [&](Row& row) {
            last = static_cast<std::uint64_t>(row.integer(0));
            batch.seal = {row.bytes(1), row.bytes(2), row.bytes(3)};
        },
        key_, log, first);
    if (!found) return tl::unexpected(found.error());
    if (!*found) return fail(FaultKind::missing, "no such seal");
    std::vector<entry::MerklePath> paths;
    const auto read = seal_entries_.each(
        [&](Row& row) {
            entry::Record record{row.bytes(0), {}, {}};
            if (!row.is_null(1)) {
                record.body = row.bytes(1);
                record.salt = row.bytes(2);
            }
            batch.records.push_back(std::move(record));
            entry::MerklePath path;
            if (!row.is_null(3)) {
                const ByteView joined = row.blob(3);
                if (joined.size() % crypto::Digest{}.size() != 0) row.mark_damaged();
                for (std::size_t at = 0; at + 32 <= joined.size(); at += 32) {
                    crypto::Digest& digest = path.emplace_back();
                    std::ranges::copy(joined.subspan(at, 32), digest.begin());
                }
            }
            paths.push_back(std::move(path));
        },
        key_, log, first, last);
    if (!read) return tl::unexpected(read.error());
    if (batch.records.size() != last - first + 1) batch.paths = std::move(paths);
    return batch;
}

Result<bool> Replica::is_answered(CellId cell) {
    const auto answer = answered_.integer(key_, cell);
    if (!answer) return tl::unexpected(answer.error());
    return answer->has_value();
}

Result<std::shared_ptr<const domain::FactBook>> Replica::load_fact_book() {
    auto facts = database_->prepare(
        "SELECT e.body FROM entries e INDEXED BY entries_of_facts JOIN logs l ON l.key = e.log "
        "WHERE e.school = ? AND e.kind = 4 AND l.source = 2 AND e.body IS NOT NULL");
    if (!facts) return tl::unexpected(facts.error());
    auto book = std::make_shared<domain::FactBook>(school_);
    const auto read = facts->each(
        [&](Row& row) -> Result<void> {
            auto body = entry::decode_body(row.blob(0));
            if (!body) return tl::unexpected(body.error());
            if (auto* recorded = std::get_if<entry::RecordedFact>(&*body))
                book->record(recorded->version, std::move(recorded->fact));
            return {};
        },
        key_);
    if (!read) return tl::unexpected(read.error());
    book->seal();
    return book;
}

Result<entry::CheckedBatch> read_batch(const entry::SealedBatch& batch) {
    auto seal = entry::decode_seal(batch.seal.content);
    if (!seal) return tl::unexpected(seal.error());
    entry::CheckedBatch read{*seal, {}, {}};
    if (!batch.paths.empty() && batch.paths.size() != batch.records.size())
        return fail(FaultKind::corrupt, "a batch with paths missing");
    for (const entry::Record& record : batch.records) {
        auto header = entry::decode_header(record.header);
        if (!header) return tl::unexpected(header.error());
        if (header->school != read.seal.school || header->id.log != read.seal.log || header->id.seq < read.seal.first ||
            header->id.seq > read.seal.last)
            return fail(FaultKind::corrupt, "an entry that its seal does not cover");
        std::optional<entry::Body> body;
        if (!record.is_stub()) {
            auto decoded = entry::decode_body(record.body);
            if (!decoded) return tl::unexpected(decoded.error());
            if (auto fits = entry::check_record(*header, record, *decoded); !fits) return tl::unexpected(fits.error());
            body = std::move(*decoded);
        }
        read.headers.push_back(std::move(*header));
        read.bodies.push_back(std::move(body));
    }
    return read;
}

}  // namespace zvonok::journal
