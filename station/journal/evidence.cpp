#include "station/journal/evidence.hpp"

#include "station/journal/replica.hpp"
#include "station/journal/schema.hpp"

#include <algorithm>

namespace zvonok::journal {

using entry::EntryId;
using sqlite::Row;

namespace {
Result<entry::MerklePath> path_from(ByteView joined) {
    entry::MerklePath path;
    if (joined.size() % crypto::Digest{}.size() != 0) return fail(FaultKind::corrupt, "a path of a wrong length");
    for (; !joined.empty(); joined = joined.subspan(crypto::Digest{}.size()))
        std::ranges::copy(joined.first(crypto::Digest{}.size()), path.emplace_back().begin());
    return path;
}

struct SealRow {
    std::int64_t log = 0;
    std::int64_t first = 0, last = 0;
    entry::Seal seal{};
};

Result<SealRow> find_seal(sqlite::Database& database, const EntryId& id) {
    auto statement = database.prepare(
        "SELECT s.log, s.first, s.last, s.content, s.signature, s.salt_seed FROM logs l JOIN seals s ON "
        "s.school = l.school AND s.log = l.key WHERE l.log = ? AND s.first <= ? AND s.last >= ?");
    if (!statement) return tl::unexpected(statement.error());
    SealRow found;
    const auto there = statement->first(
        [&](Row& row) {
            found = {row.integer(0), row.integer(1), row.integer(2), {row.bytes(3), row.bytes(4), row.bytes(5)}};
        },
        id.log, id.seq, id.seq);
    if (!there) return tl::unexpected(there.error());
    if (!*there) return fail(FaultKind::missing, "no seal over this entry");
    return found;
}
}  // namespace

Result<Evidence> Evidence::open(const std::filesystem::path& file) {
    auto database = sqlite::Database::open(file, {.access = sqlite::Access::read_only, .vfs = {}});
    if (!database) return tl::unexpected(database.error());
    const auto kind = database->integer("PRAGMA application_id");
    if (!kind) return tl::unexpected(kind.error());
    if (*kind != file_kind) return fail(FaultKind::corrupt, "not a journal file");
    return Evidence{std::move(*database)};
}

Result<entry::SealedBatch> Evidence::seal_of(const EntryId& id) {
    const auto seal = find_seal(database_, id);
    if (!seal) return tl::unexpected(seal.error());
    auto statement = database_.prepare(
        "SELECT e.header, e.body, e.salt, e.path FROM entries e JOIN logs l ON l.school = e.school AND l.key = e.log "
        "WHERE e.log = ? AND e.seq BETWEEN ? AND ? ORDER BY e.seq");
    if (!statement) return tl::unexpected(statement.error());
    entry::SealedBatch batch{seal->seal, {}, {}};
    const auto read = statement->each(
        [&](Row& row) -> Result<void> {
            entry::Record record{row.bytes(0), {}, {}};
            if (!row.is_null(1)) {
                record.body = row.bytes(1);
                record.salt = row.bytes(2);
            }
            auto path = row.is_null(3) ? Result<entry::MerklePath>{} : path_from(row.blob(3));
            if (!path) return tl::unexpected(path.error());
            batch.records.push_back(std::move(record));
            batch.paths.push_back(std::move(*path));
            return {};
        },
        seal->log, seal->first, seal->last);
    if (!read) return tl::unexpected(read.error());
    if (batch.records.empty()) return fail(FaultKind::missing, "no such entry");
    if (static_cast<std::int64_t>(batch.records.size()) == seal->last - seal->first + 1) batch.paths.clear();
    return batch;
}

Result<entry::SessionProof> Evidence::session(SessionId session) {
    auto statement = database_.prepare("SELECT statement, signature, certificate FROM sessions WHERE session = ?");
    if (!statement) return tl::unexpected(statement.error());
    entry::SessionProof proof;
    const auto there = statement->first([&](Row& row) { proof = {row.bytes(0), row.bytes(1), row.bytes(2)}; }, session);
    if (!there) return tl::unexpected(there.error());
    if (!*there) return fail(FaultKind::missing, "no statement of this session");
    return proof;
}

Result<std::optional<EntryId>> Evidence::verdict_on(const EntryId& id) {
    auto statement = database_.prepare(
        "SELECT v.by_log, v.by_seq FROM verdicts v JOIN logs l ON l.school = v.school AND l.key = v.log "
        "WHERE l.log = ? AND v.seq = ?");
    if (!statement) return tl::unexpected(statement.error());
    std::optional<EntryId> by;
    const auto there = statement->first(
        [&](Row& row) {
            by = EntryId{row.id<LogId>(0), static_cast<std::uint64_t>(row.integer(1))};
        },
        id.log, id.seq);
    if (!there) return tl::unexpected(there.error());
    return by;
}

Result<entry::SignedTimeToken> Evidence::time_token(TokenId token) {
    auto statement = database_.prepare("SELECT content, signature FROM time_tokens WHERE token = ?");
    if (!statement) return tl::unexpected(statement.error());
    entry::SignedTimeToken found;
    const auto there = statement->first([&](Row& row) { found = {row.bytes(0), row.bytes(1)}; }, token);
    if (!there) return tl::unexpected(there.error());
    if (!*there) return fail(FaultKind::missing, "no such time token");
    return found;
}

Result<EntryId> Evidence::last_written() {
    auto statement = database_.prepare(
        "SELECT l.log, e.seq FROM entries e JOIN logs l ON l.school = e.school AND l.key = e.log "
        "WHERE l.source IN (?, ?) AND e.kind NOT IN (?, ?) ORDER BY l.source DESC, l.key DESC, e.seq DESC LIMIT 1");
    if (!statement) return tl::unexpected(statement.error());
    EntryId id;
    const auto there = statement->first(
        [&](Row& row) {
            id = {row.id<LogId>(0), static_cast<std::uint64_t>(row.integer(1))};
        },
        Source::own_former, Source::own, domain::CellKind::fact, domain::CellKind::verdict);
    if (!there) return tl::unexpected(there.error());
    if (!*there) return fail(FaultKind::missing, "nobody has written anything at this station");
    return id;
}

Result<Tally> Evidence::tally() {
    auto statement = database_.prepare(
        "SELECT count(*), coalesce(sum(e.seq > l.acknowledged), 0), (SELECT count(*) FROM attention WHERE settled = "
        "0), "
        "(SELECT coalesce(sum(d.expected - (SELECT count(*) FROM entries p WHERE p.school = d.school AND p.log = d.key "
        "AND p.seq <= d.expected AND p.body IS NOT NULL)), 0) FROM logs d WHERE d.expected > 0), "
        "(SELECT max(anchor_ms) FROM clock) "
        "FROM entries e JOIN logs l ON l.school = e.school AND l.key = e.log WHERE l.source IN (?, ?)");
    if (!statement) return tl::unexpected(statement.error());
    Tally tally;
    const auto read = statement->first(
        [&](Row& row) {
            tally.written = static_cast<std::size_t>(row.integer(0));
            tally.unsent = static_cast<std::size_t>(row.integer(1));
            tally.attention = static_cast<std::size_t>(row.integer(2));
            tally.lost = static_cast<std::size_t>(row.integer(3));
            if (!row.is_null(4)) tally.last_contact = Instant{std::chrono::milliseconds{row.integer(4)}};
        },
        Source::own_former, Source::own);
    if (!read) return tl::unexpected(read.error());
    return tally;
}

Result<domain::FactBook> Evidence::facts(SchoolId school) {
    auto statement = database_.prepare(
        "SELECT e.body FROM entries e JOIN logs l ON l.school = e.school AND l.key = e.log JOIN schools s ON "
        "s.key = e.school WHERE s.school = ? AND e.kind = ? AND l.source = ? AND e.body IS NOT NULL");
    if (!statement) return tl::unexpected(statement.error());
    domain::FactBook book{school};
    const auto read = statement->each(
        [&](Row& row) -> Result<void> {
            const auto body = entry::decode_body(row.blob(0));
            if (!body) return tl::unexpected(body.error());
            if (const auto* recorded = std::get_if<entry::RecordedFact>(&*body))
                book.record(recorded->version, recorded->fact);
            return {};
        },
        school, domain::CellKind::fact, Source::server);
    if (!read) return tl::unexpected(read.error());
    book.seal();
    return book;
}

}  // namespace zvonok::journal
