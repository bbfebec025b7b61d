#include "sync/server/sqlite_store.hpp"

#include "sync/server/schema.hpp"
#include "sync/server/stored_batch.hpp"

namespace zvonok::sync::server {

using sqlite::Row;

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::filesystem::path& path, sqlite::Access access) {
    auto database = sqlite::Database::open(path, {.access = access});
    if (!database) return tl::unexpected(database.error());
    if (auto migrated = sqlite::migrate(*database, file_kind, migrations()); !migrated)
        return tl::unexpected(migrated.error());
    std::unique_ptr<SqliteStore> store{new SqliteStore(std::move(*database))};
    if (auto prepared = store->prepare(); !prepared) return tl::unexpected(prepared.error());
    return store;
}

namespace {
/// A refused batch leaves a hole; what is stored behind it is not "all up to here".
constexpr std::string_view select_logs =
    "SELECT log, station, last, seal_hash, min(last, coalesce((SELECT min(r.first) - 1 FROM refusals r WHERE "
    "r.school = logs.school AND r.log = logs.log AND NOT EXISTS (SELECT 1 FROM batches b WHERE b.school = r.school "
    "AND b.log = r.log AND b.first <= r.last AND b.last >= r.first)), last)) FROM logs WHERE school = ? ";
}  // namespace

Result<void> SqliteStore::prepare() {
    const struct {
        sqlite::Statement& to;
        std::string sql;
    } wanted[] = {
        {head_, "SELECT epoch, cursor, public_cursor, facts_cursor, server_order FROM schools WHERE school = ?"},
        {log_, std::string(select_logs) + "AND log = ?"},
        {logs_of_, std::string(select_logs) + "AND station = ?"},
        {seal_at_, "SELECT seal_hash FROM batches WHERE school = ? AND log = ? AND first = ?"},
        // Batches of a log never overlap, so the last one that begins there or before decides.
        {overlaps_,
         "SELECT 1 FROM (SELECT last FROM batches WHERE school = ?1 AND log = ?2 AND first <= ?4 ORDER BY first DESC "
         "LIMIT 1) WHERE last >= ?3"},
        {ends_with_,
         "SELECT 1 FROM (SELECT last, seal_hash FROM batches WHERE school = ?1 AND log = ?2 AND first <= ?3 "
         "ORDER BY first DESC LIMIT 1) WHERE last = ?3 AND seal_hash = ?4 UNION ALL "
         "SELECT 1 FROM refusals WHERE school = ?1 AND log = ?2 AND last = ?3 AND seal_hash = ?4"},
        {reaches_,
         "SELECT 1 FROM (SELECT last FROM batches WHERE school = ?1 AND log = ?2 AND first <= ?3 ORDER BY first DESC "
         "LIMIT 1) WHERE last = ?3 UNION ALL "
         "SELECT 1 FROM refusals WHERE school = ?1 AND log = ?2 AND last = ?3 AND ?4 UNION ALL "
         "SELECT 1 FROM losses WHERE school = ?1 AND log = ?2 AND last = ?3"},
        {session_, "SELECT proof FROM sessions WHERE school = ? AND session = ?"},
        // A session's proof travels with its first batch; kiosks get none.
        {changes_,
         "SELECT b.cursor, b.log, b.first, b.last, b.content, b.signature, b.salt_seed, s.proof FROM batches b "
         "LEFT JOIN sessions s ON s.school = b.school AND s.session = b.session AND s.cursor = b.cursor AND ?3 = 0 "
         "WHERE b.school = ?1 AND b.cursor > ?2 AND (?3 = 0 OR b.public = 1) ORDER BY b.cursor"},
        {facts_,
         "SELECT log, first, last, content, signature, salt_seed FROM batches "
         "WHERE school = ? AND cursor > ? AND cursor <= ? AND facts = 1 ORDER BY cursor"},
        {records_,
         "SELECT header, body, salt, seq FROM records WHERE school = ? AND log = ? AND seq BETWEEN ? AND ? "
         "ORDER BY seq"},
        {move_cursor_,
         "UPDATE schools SET cursor = cursor + 1, public_cursor = iif(?2, cursor + 1, public_cursor), "
         "facts_cursor = iif(?3, cursor + 1, facts_cursor), server_order = max(server_order, ?4) WHERE school = ?1"},
        {insert_batch_, "INSERT INTO batches VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
        {insert_record_, "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?)"},
        {move_log_,
         "UPDATE logs SET seal_hash = iif(?3 > last, ?4, seal_hash), last = max(last, ?3) "
         "WHERE school = ?1 AND log = ?2"},
        {insert_session_, "INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, NULL, ?) ON CONFLICT DO NOTHING"},
        {first_use_, "UPDATE sessions SET cursor = ?3 WHERE school = ?1 AND session = ?2 AND cursor IS NULL"},
        {find_certificate_,
         "SELECT s.school, s.station, s.mode, s.name, s.revoked_ms, 1 FROM certificates c JOIN stations s "
         "ON s.school = c.school AND s.station = c.station WHERE c.fingerprint = ?"},
    };
    for (const auto& each : wanted) {
        auto made = database_.prepare(each.sql);
        if (!made) return tl::unexpected(made.error());
        each.to = std::move(*made);
    }
    return prepare_docket();
}

Result<std::vector<SchoolId>> SqliteStore::schools() {
    std::vector<SchoolId> found;
    auto all = database_.prepare("SELECT school FROM schools ORDER BY school");
    if (!all) return tl::unexpected(all.error());
    if (auto read = all->each([&](Row& row) { found.push_back(row.id<SchoolId>(0)); }); !read)
        return tl::unexpected(read.error());
    return found;
}

Result<Head> SqliteStore::head(SchoolId school) {
    Head head;
    const auto found = head_.first(
        [&](Row& row) {
            const auto number = [&](int column) { return static_cast<std::uint64_t>(row.integer(column)); };
            head = {row.id<EpochId>(0), number(1), number(2), number(3), number(4)};
        },
        school);
    if (!found) return tl::unexpected(found.error());
    if (!*found) return fail(FaultKind::missing, "no such school");
    return head;
}

namespace {
LogRow log_row(Row& row) {
    LogRow found;
    found.log = row.id<LogId>(0);
    found.last = static_cast<std::uint64_t>(row.integer(2));
    if (!row.is_null(1)) found.station = row.id<StationId>(1);
    if (!row.is_null(3)) found.previous = row.array<32>(3);
    found.received = static_cast<std::uint64_t>(row.integer(4));
    return found;
}

Result<bool> any(sqlite::Statement& statement, const auto&... values) {
    const auto one = statement.integer(values...);
    if (!one) return tl::unexpected(one.error());
    return one->has_value();
}
}  // namespace

Result<std::optional<LogRow>> SqliteStore::log(SchoolId school, LogId log) {
    std::optional<LogRow> found;
    const auto read = log_.first([&](Row& row) { found = log_row(row); }, school, log);
    if (!read) return tl::unexpected(read.error());
    return found;
}

Result<std::vector<LogRow>> SqliteStore::logs_of(SchoolId school, StationId station) {
    std::vector<LogRow> found;
    const auto take = [&](Row& row) { found.push_back(log_row(row)); };
    const auto read = logs_of_.each(take, school, station);
    if (!read) return tl::unexpected(read.error());
    return found;
}

Result<std::optional<crypto::Digest>> SqliteStore::seal_at(SchoolId school, LogId log, std::uint64_t first) {
    std::optional<crypto::Digest> found;
    const auto read = seal_at_.first([&](Row& row) { found = row.array<32>(0); }, school, log, first);
    if (!read) return tl::unexpected(read.error());
    return found;
}

Result<bool> SqliteStore::overlaps(SchoolId school, LogId log, std::uint64_t first, std::uint64_t last) {
    return any(overlaps_, school, log, first, last);
}

Result<bool> SqliteStore::ends_with(SchoolId school, LogId log, std::uint64_t last, const crypto::Digest& seal) {
    return any(ends_with_, school, log, last, seal);
}

Result<bool> SqliteStore::reaches(SchoolId school, LogId log, std::uint64_t last, Refusals refusals) {
    return any(reaches_, school, log, last, refusals == Refusals::counted);
}

Result<std::optional<entry::SessionProof>> SqliteStore::session(SchoolId school, SessionId session) {
    std::optional<entry::SessionProof> proof;
    const auto read = session_.first(
        [&](Row& row) {
            if (auto decoded = entry::decode_proof(row.blob(0)))
                proof = std::move(*decoded);
            else
                row.mark_damaged();
        },
        school, session);
    if (!read) return tl::unexpected(read.error());
    return proof;
}

Result<std::vector<entry::Record>> SqliteStore::records(SchoolId school, LogId log, std::uint64_t first,
                                                        std::uint64_t last, ByteView salt_seed) {
    std::vector<entry::Record> found;
    const auto take = [&](Row& row) {
        entry::Record& record = found.emplace_back();
        record.header = row.bytes(0);
        if (row.is_null(1)) return;
        record.body = row.bytes(1);
        record.salt =
            row.is_null(2) ? entry::derived_salt(salt_seed, static_cast<std::uint64_t>(row.integer(3))) : row.bytes(2);
    };
    const auto read = records_.each(take, school, log, first, last);
    if (!read) return tl::unexpected(read.error());
    return found;
}

Result<entry::SealedBatch> SqliteStore::batch_of(SchoolId school, Row& row, int column) {
    entry::SealedBatch batch{{row.bytes(column + 3), row.bytes(column + 4), row.bytes(column + 5)}, {}, {}};
    auto all = records(school, row.id<LogId>(column), static_cast<std::uint64_t>(row.integer(column + 1)),
                       static_cast<std::uint64_t>(row.integer(column + 2)), batch.seal.salt_seed);
    if (!all) return tl::unexpected(all.error());
    batch.records = std::move(*all);
    return batch;
}

namespace {
/// Raised inside a visitor to end a run early; never leaves this file.
constexpr int page_full = -1;
}  // namespace

Result<ChangeSet> SqliteStore::changes(SchoolId school, std::uint64_t after, Scope scope, std::size_t limit_bytes) {
    const auto head = this->head(school);
    if (!head) return tl::unexpected(head.error());
    ChangeSet set;
    set.next = after;
    std::size_t bytes = 0;
    const auto take = [&](Row& row) -> Result<void> {
        if (bytes >= limit_bytes) {
            set.more = true;
            return fail(FaultKind::full, "page", page_full);
        }
        auto batch = batch_of(school, row, 1);
        if (!batch) return tl::unexpected(batch.error());
        if (scope == Scope::kiosk) *batch = entry::part_of(*batch, is_public);
        if (!row.is_null(7)) {
            auto proof = entry::decode_proof(row.blob(7));
            if (!proof) return tl::unexpected(proof.error());
            set.sessions.push_back(std::move(*proof));
        }
        bytes += size_of(*batch);
        set.batches.push_back(std::move(*batch));
        set.next = static_cast<std::uint64_t>(row.integer(0));
        return {};
    };
    const auto read = changes_.each(take, school, after, scope == Scope::kiosk ? 1 : 0);
    if (!read && read.error().code != page_full) return tl::unexpected(read.error());
    // A kiosk passes over what is not for it, so that it does not look at it again.
    if (!set.more) set.next = std::max(set.next, head->cursor);
    return set;
}

Result<std::vector<entry::SealedBatch>> SqliteStore::facts(SchoolId school, std::uint64_t after, std::uint64_t until) {
    std::vector<entry::SealedBatch> found;
    const auto take = [&](Row& row) -> Result<void> {
        auto batch = batch_of(school, row, 0);
        if (!batch) return tl::unexpected(batch.error());
        found.push_back(std::move(*batch));
        return {};
    };
    if (auto read = facts_.each(take, school, after, until); !read) return tl::unexpected(read.error());
    return found;
}

Result<void> SqliteStore::start() {
    transaction_.reset();
    auto begun = sqlite::Transaction::begin(database_);
    if (!begun) return tl::unexpected(begun.error());
    transaction_.emplace(std::move(*begun));
    return {};
}

Result<Head> SqliteStore::begin(SchoolId school) {
    if (auto started = start(); !started) return tl::unexpected(started.error());
    auto head = this->head(school);
    if (!head) abandon();
    return head;
}

Result<Head> SqliteStore::begin_school(SchoolId school, EpochId epoch) {
    auto insert = database_.prepare("INSERT INTO schools(school, epoch) VALUES (?, ?)");
    if (!insert) return tl::unexpected(insert.error());
    if (auto started = start(); !started) return tl::unexpected(started.error());
    if (const auto there = head(school); there || there.error().kind != FaultKind::missing) {
        abandon();
        if (!there) return there;
        return fail(FaultKind::refused, "the school exists already");
    }
    if (auto inserted = insert->run(school, epoch); !inserted) {
        abandon();
        return tl::unexpected(inserted.error());
    }
    return head(school);
}

Result<void> SqliteStore::commit() {
    auto committed = transaction_->commit();
    transaction_.reset();
    if (!committed) return committed;
    return database_.tend();
}

void SqliteStore::abandon() {
    transaction_.reset();
}

Result<void> SqliteStore::announce(const News& /*news*/) {
    return {};
}

Result<std::unique_ptr<Store>> SqliteStorage::connect() {
    return SqliteStore::open(path_, sqlite::Access::create);
}

Result<std::unique_ptr<Watch>> SqliteStorage::watch(std::function<void(const News&)> /*told*/) {
    return std::make_unique<Watch>();
}

Result<void> SqliteStore::renew_epoch(SchoolId school, EpochId epoch) {
    auto update = database_.prepare("UPDATE schools SET epoch = ?2 WHERE school = ?1");
    if (!update) return tl::unexpected(update.error());
    return update->run(school, epoch);
}

Result<void> SqliteStore::add_log(SchoolId school, LogId log, StationId station) {
    auto insert = database_.prepare("INSERT INTO logs(school, log, station) VALUES (?, ?, ?)");
    if (!insert) return tl::unexpected(insert.error());
    if (station.empty()) return insert->run(school, log, std::nullopt);
    return insert->run(school, log, station);
}

Result<std::uint64_t> SqliteStore::add_batch(const entry::SealedBatch& batch, const entry::CheckedBatch& checked) {
    const entry::SealContent& seal = checked.seal;
    const BatchTraits traits = traits_of(checked);
    if (auto moved = move_cursor_.run(seal.school, traits.has_public, traits.has_facts, traits.order); !moved)
        return tl::unexpected(moved.error());
    const auto head = this->head(seal.school);
    if (!head) return tl::unexpected(head.error());
    const crypto::Digest hash = entry::seal_hash(batch.seal.content);
    const std::optional<SessionId> session = seal.session.empty() ? std::nullopt : std::optional{seal.session};
    if (auto stored =
            insert_batch_.run(seal.school, head->cursor, seal.log, seal.first, seal.last, traits.has_public, session,
                              hash, batch.seal.content, batch.seal.signature, batch.seal.salt_seed, traits.has_facts);
        !stored)
        return tl::unexpected(stored.error());
    for (std::size_t i = 0; i < batch.records.size(); ++i) {
        const entry::Record& record = batch.records[i];
        const std::uint64_t seq = checked.headers[i].id.seq;
        std::optional<ByteView> body;
        if (!record.is_stub()) body = record.body;
        if (auto stored = insert_record_.run(seal.school, seal.log, seq, record.header, body,
                                             salt_to_store(batch.seal, record, seq));
            !stored)
            return tl::unexpected(stored.error());
    }
    if (auto moved = move_log_.run(seal.school, seal.log, seal.last, hash); !moved)
        return tl::unexpected(moved.error());
    if (session)
        if (auto used = first_use_.run(seal.school, *session, head->cursor); !used) return tl::unexpected(used.error());
    return head->cursor;
}

Result<void> SqliteStore::add_session(const entry::SessionProof& proof, const entry::SessionStatement& statement) {
    return insert_session_.run(statement.school, statement.session, statement.station, statement.person,
                               statement.from.time_since_epoch().count(), statement.until.time_since_epoch().count(),
                               entry::encode(proof));
}

Result<void> SqliteStore::add_refusal(SchoolId school, const Refusal& refusal) {
    auto insert = database_.prepare("INSERT INTO refusals VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
    if (!insert) return tl::unexpected(insert.error());
    return insert->run(school, refusal.log, refusal.first, refusal.last, refusal.seal, refusal.rule,
                       refusal.at.time_since_epoch().count());
}

Result<void> SqliteStore::add_loss(SchoolId school, LogId log, std::uint64_t first, std::uint64_t last) {
    auto insert = database_.prepare("INSERT INTO losses VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING");
    if (!insert) return tl::unexpected(insert.error());
    return insert->run(school, log, first, last);
}

}  // namespace zvonok::sync::server
