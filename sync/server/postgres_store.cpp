#include "sync/server/postgres_store.hpp"

#include "sync/server/postgres_news.hpp"
#include "sync/server/postgres_schema.hpp"
#include "sync/server/stored_batch.hpp"
#include "sync/server/tuning.hpp"

namespace zvonok::sync::server {

using postgres::Answer;
using postgres::Command;
using postgres::Row;
using postgres::Statement;
using postgres::Values;

namespace {

constexpr Statement begin_statement{"begin", "BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE"};
constexpr Statement commit_statement{"commit", "COMMIT"};
// Holds until the transaction's end, be it one statement's own.
constexpr Statement for_school{"for_school", "SELECT set_config('zvonok.school', $1::text, true)"};

constexpr Statement all_schools{"all_schools", "SELECT school FROM directory WHERE kind = 0 ORDER BY school"};
constexpr Statement find_school{"find_school", "SELECT school FROM directory WHERE kind = $1 AND key = $2"};
constexpr Statement head_statement{
    "head", "SELECT epoch, cursor, public_cursor, facts_cursor, server_order FROM schools WHERE school = $1"};
constexpr Statement hold_head{
    "hold_head",
    "SELECT epoch, cursor, public_cursor, facts_cursor, server_order FROM schools WHERE school = $1 FOR UPDATE"};
constexpr Statement insert_school{"insert_school",
                                  "INSERT INTO schools(school, epoch) VALUES ($1, $2) ON CONFLICT DO NOTHING"};
constexpr Statement insert_directory{
    "insert_directory", "INSERT INTO directory(kind, key, school) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"};
constexpr Statement set_epoch{"set_epoch", "UPDATE schools SET epoch = $2 WHERE school = $1"};

// A refused batch leaves a hole; what is stored behind it is not "all up to here".
#define ZVONOK_SELECT_LOGS                                                                                           \
    "SELECT l.log, l.station, l.last, l.seal_hash, least(l.last, coalesce((SELECT min(r.first) - 1 FROM refusals r " \
    "WHERE r.school = l.school AND r.log = l.log AND NOT EXISTS (SELECT 1 FROM batches b WHERE b.school = r.school " \
    "AND b.log = r.log AND b.first <= r.last AND b.last >= r.first)), l.last)) FROM logs l WHERE l.school = $1 "
constexpr Statement one_log{"one_log", ZVONOK_SELECT_LOGS "AND l.log = $2"};
constexpr Statement logs_of_station{"logs_of_station", ZVONOK_SELECT_LOGS "AND l.station = $2"};
#undef ZVONOK_SELECT_LOGS
constexpr Statement seal_at_statement{"seal_at",
                                      "SELECT seal_hash FROM batches WHERE school = $1 AND log = $2 AND first = $3"};
// Batches of a log never overlap, so the last one that begins there or before decides.
constexpr Statement overlaps_statement{
    "overlaps",
    "SELECT FROM (SELECT last FROM batches WHERE school = $1 AND log = $2 AND first <= $4 ORDER BY first DESC LIMIT 1) "
    "b WHERE last >= $3"};
constexpr Statement ends_with_statement{
    "ends_with",
    "SELECT FROM (SELECT last, seal_hash FROM batches WHERE school = $1 AND log = $2 AND first <= $3 "
    "ORDER BY first DESC LIMIT 1) b WHERE last = $3 AND seal_hash = $4 UNION ALL "
    "SELECT FROM refusals WHERE school = $1 AND log = $2 AND last = $3 AND seal_hash = $4"};
constexpr Statement reaches_statement{
    "reaches",
    "SELECT FROM (SELECT last FROM batches WHERE school = $1 AND log = $2 AND first <= $3 ORDER BY first DESC LIMIT 1) "
    "b WHERE last = $3 UNION ALL "
    "SELECT FROM refusals WHERE school = $1 AND log = $2 AND last = $3 AND $4 UNION ALL "
    "SELECT FROM losses WHERE school = $1 AND log = $2 AND last = $3"};
constexpr Statement session_statement{"session", "SELECT proof FROM sessions WHERE school = $1 AND session = $2"};

constexpr Statement insert_log{"insert_log", "INSERT INTO logs(school, log, station) VALUES ($1, $2, $3)"};
constexpr Statement move_cursor{
    "move_cursor",
    "UPDATE schools SET cursor = cursor + 1, public_cursor = CASE WHEN $2 THEN cursor + 1 ELSE public_cursor END, "
    "facts_cursor = CASE WHEN $3 THEN cursor + 1 ELSE facts_cursor END, server_order = greatest(server_order, $4) "
    "WHERE school = $1 RETURNING cursor"};
constexpr Statement insert_batch{
    "insert_batch",
    "INSERT INTO batches(school, cursor, log, first, last, public, facts, bytes, session, seal_hash, content, "
    "signature, salt_seed) SELECT $1, cursor, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 FROM schools "
    "WHERE school = $1"};
constexpr Statement insert_records{
    "insert_records",
    "INSERT INTO records(school, log, seq, header, body, salt) SELECT $1, $2, r.* FROM unnest($3, $4, $5, $6) r"};
constexpr Statement move_log{
    "move_log",
    "UPDATE logs SET seal_hash = CASE WHEN $3 > last THEN $4 ELSE seal_hash END, last = greatest(last, $3) "
    "WHERE school = $1 AND log = $2"};
constexpr Statement first_use{
    "first_use",
    "UPDATE sessions SET cursor = (SELECT cursor FROM schools WHERE school = $1) WHERE school = $1 AND session = $2 "
    "AND cursor IS NULL"};
constexpr Statement insert_session{
    "insert_session",
    "INSERT INTO sessions(school, session, station, person, from_ms, until_ms, proof) VALUES ($1, $2, $3, $4, $5, $6, "
    "$7) ON CONFLICT DO NOTHING"};
constexpr Statement insert_refusal{
    "insert_refusal",
    "INSERT INTO refusals(school, log, first, last, seal_hash, rule, noticed_ms) VALUES ($1, $2, $3, $4, $5, $6, $7) "
    "ON CONFLICT DO NOTHING"};
constexpr Statement insert_loss{
    "insert_loss", "INSERT INTO losses(school, log, first, last) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"};
// In a transaction of its own behind the commit, which may be forgotten in a crash: notifying inside the one that
// stores would make all schools of the database wait for each other's flushes.
constexpr Statement lazily{"lazily", "SELECT set_config('synchronous_commit', 'off', true)"};
constexpr Statement notify{"notify", "SELECT pg_notify('zvonok', $1)"};

Result<Head> head_of(const Answer& answer) {
    std::optional<Head> head;
    const auto read = answer.each([&](Row& row) {
        head = {row.id<EpochId>(0), row.number(1), row.number(2), row.number(3), row.number(4)};
    });
    if (!read) return tl::unexpected(read.error());
    if (!head) return fail(FaultKind::missing, "no such school");
    return *head;
}

Result<std::vector<LogRow>> log_rows(const Answer& answer) {
    std::vector<LogRow> found;
    const auto read = answer.each([&](Row& row) {
        LogRow& log = found.emplace_back();
        log.log = row.id<LogId>(0);
        if (!row.is_null(1)) log.station = row.id<StationId>(1);
        log.last = row.number(2);
        if (!row.is_null(3)) log.previous = row.array<32>(3);
        log.received = row.number(4);
    });
    if (!read) return tl::unexpected(read.error());
    return found;
}

}  // namespace

Result<std::unique_ptr<PostgresStore>> PostgresStore::open(const std::string& where) {
    auto connection = postgres::Connection::open(where);
    if (!connection) return tl::unexpected(connection.error());
    if (auto prepared = postgres::prepare_database(*connection); !prepared) return tl::unexpected(prepared.error());
    return std::unique_ptr<PostgresStore>{new PostgresStore(std::move(*connection))};
}

Result<std::vector<Answer>> PostgresStore::ask(SchoolId school, std::vector<Command> commands) {
    if (transaction_ && *transaction_ != school)
        return fail(FaultKind::bug, "another school's rows inside a transaction");
    if (transaction_) return connection_.exchange(commands);
    commands.insert(commands.begin(), {for_school, Values::of(school.hex())});
    auto answers = connection_.exchange(commands);
    if (answers) answers->erase(answers->begin());
    return answers;
}

Result<Answer> PostgresStore::ask_one(SchoolId school, Command command) {
    std::vector<Command> one;
    one.push_back(std::move(command));
    auto answers = ask(school, std::move(one));
    if (!answers) return tl::unexpected(answers.error());
    return std::move(answers->front());
}

Result<void> PostgresStore::write(SchoolId school, std::vector<Command> commands) {
    if (!transaction_) return fail(FaultKind::bug, "a write outside a transaction");
    const auto answers = ask(school, std::move(commands));
    if (!answers) return tl::unexpected(answers.error());
    return {};
}

Result<bool> PostgresStore::any(SchoolId school, Command command) {
    const auto answer = ask_one(school, std::move(command));
    if (!answer) return tl::unexpected(answer.error());
    return answer->rows() > 0;
}

Result<std::vector<SchoolId>> PostgresStore::schools() {
    const auto answers = connection_.exchange({{all_schools}});
    if (!answers) return tl::unexpected(answers.error());
    std::vector<SchoolId> found;
    const auto read = answers->front().each([&](Row& row) { found.push_back(row.id<SchoolId>(0)); });
    if (!read) return tl::unexpected(read.error());
    return found;
}

Result<std::optional<SchoolId>> PostgresStore::school_of(Directory kind, ByteView key) {
    const auto answers = connection_.exchange({{find_school, Values::of(kind, key)}});
    if (!answers) return tl::unexpected(answers.error());
    std::optional<SchoolId> found;
    const auto read = answers->front().each([&](Row& row) { found = row.id<SchoolId>(0); });
    if (!read) return tl::unexpected(read.error());
    return found;
}

Result<Head> PostgresStore::head(SchoolId school) {
    const auto answer = ask_one(school, {head_statement, Values::of(school)});
    if (!answer) return tl::unexpected(answer.error());
    return head_of(*answer);
}

Result<std::optional<LogRow>> PostgresStore::log(SchoolId school, LogId log) {
    const auto answer = ask_one(school, {one_log, Values::of(school, log)});
    if (!answer) return tl::unexpected(answer.error());
    auto rows = log_rows(*answer);
    if (!rows) return tl::unexpected(rows.error());
    if (rows->empty()) return std::nullopt;
    return rows->front();
}

Result<std::vector<LogRow>> PostgresStore::logs_of(SchoolId school, StationId station) {
    const auto answer = ask_one(school, {logs_of_station, Values::of(school, station)});
    if (!answer) return tl::unexpected(answer.error());
    return log_rows(*answer);
}

Result<std::optional<crypto::Digest>> PostgresStore::seal_at(SchoolId school, LogId log, std::uint64_t first) {
    const auto answer = ask_one(school, {seal_at_statement, Values::of(school, log, first)});
    if (!answer) return tl::unexpected(answer.error());
    std::optional<crypto::Digest> found;
    const auto read = answer->each([&](Row& row) { found = row.array<32>(0); });
    if (!read) return tl::unexpected(read.error());
    return found;
}

Result<bool> PostgresStore::overlaps(SchoolId school, LogId log, std::uint64_t first, std::uint64_t last) {
    return any(school, {overlaps_statement, Values::of(school, log, first, last)});
}

Result<bool> PostgresStore::ends_with(SchoolId school, LogId log, std::uint64_t last, const crypto::Digest& seal) {
    return any(school, {ends_with_statement, Values::of(school, log, last, seal)});
}

Result<bool> PostgresStore::reaches(SchoolId school, LogId log, std::uint64_t last, Refusals refusals) {
    return any(school, {reaches_statement, Values::of(school, log, last, refusals == Refusals::counted)});
}

Result<std::optional<entry::SessionProof>> PostgresStore::session(SchoolId school, SessionId session) {
    const auto answer = ask_one(school, {session_statement, Values::of(school, session)});
    if (!answer) return tl::unexpected(answer.error());
    std::optional<entry::SessionProof> proof;
    const auto read = answer->each([&](Row& row) -> Result<void> {
        auto decoded = entry::decode_proof(row.blob(0));
        if (!decoded) return tl::unexpected(decoded.error());
        proof = std::move(*decoded);
        return {};
    });
    if (!read) return tl::unexpected(read.error());
    return proof;
}

Result<Head> PostgresStore::begin_with(SchoolId school, std::vector<Command> commands) {
    abandon();
    commands.insert(commands.begin(), {{begin_statement}, {for_school, Values::of(school.hex())}});
    commands.push_back({hold_head, Values::of(school)});
    const auto answers = connection_.exchange(commands);
    if (!answers) {
        abandon();
        return tl::unexpected(answers.error());
    }
    transaction_ = school;
    auto head = head_of(answers->back());
    if (!head) abandon();
    return head;
}

Result<Head> PostgresStore::begin(SchoolId school) {
    return begin_with(school, {});
}

Result<Head> PostgresStore::begin_school(SchoolId school, EpochId epoch) {
    if (auto there = head(school); there || there.error().kind != FaultKind::missing) {
        if (!there) return there;
        return fail(FaultKind::refused, "the school exists already");
    }
    auto head = begin_with(school, {{insert_school, Values::of(school, epoch)},
                                    {insert_directory, Values::of(Directory::school, school.view(), school)}});
    if (!head) return head;
    if (head->epoch == epoch) return head;
    abandon();
    return fail(FaultKind::refused, "the school exists already");
}

Result<void> PostgresStore::commit() {
    if (!transaction_) return fail(FaultKind::bug, "nothing was begun");
    const auto answers = connection_.exchange({{commit_statement}});
    if (!answers) {
        abandon();
        return tl::unexpected(answers.error());
    }
    transaction_.reset();
    // What a failed transaction answers to a commit.
    if (answers->front().tag() != "COMMIT") return fail(FaultKind::bug, "a commit after a fault");
    return {};
}

void PostgresStore::abandon() {
    transaction_.reset();
    // A connection that fell took its transaction along.
    if (connection_.usable() && connection_.in_transaction()) static_cast<void>(connection_.script("ROLLBACK"));
}

Result<void> PostgresStore::renew_epoch(SchoolId school, EpochId epoch) {
    return write(school, {{set_epoch, Values::of(school, epoch)}});
}

Result<void> PostgresStore::add_log(SchoolId school, LogId log, StationId station) {
    const std::optional<StationId> whose = station.empty() ? std::nullopt : std::optional{station};
    return write(school, {{insert_log, Values::of(school, log, whose)}});
}

Result<std::uint64_t> PostgresStore::add_batch(const entry::SealedBatch& batch, const entry::CheckedBatch& checked) {
    const entry::SealContent& seal = checked.seal;
    const BatchTraits traits = traits_of(checked);
    const crypto::Digest hash = entry::seal_hash(batch.seal.content);
    const std::optional<SessionId> session = seal.session.empty() ? std::nullopt : std::optional{seal.session};
    std::vector<std::uint64_t> seqs;
    std::vector<std::optional<ByteView>> headers, bodies, salts;
    for (std::size_t i = 0; i < batch.records.size(); ++i) {
        const entry::Record& record = batch.records[i];
        seqs.push_back(checked.headers[i].id.seq);
        headers.emplace_back(record.header);
        bodies.push_back(record.is_stub() ? std::nullopt : std::optional<ByteView>{record.body});
        salts.push_back(salt_to_store(batch.seal, record, seqs.back()));
    }
    Values records = Values::of(seal.school, seal.log);
    records.add_numbers(seqs);
    records.add_many(headers);
    records.add_many(bodies);
    records.add_many(salts);
    std::vector<Command> commands{
        {move_cursor, Values::of(seal.school, traits.has_public, traits.has_facts, traits.order)},
        {insert_batch,
         Values::of(seal.school, seal.log, seal.first, seal.last, traits.has_public, traits.has_facts, size_of(batch),
                    session, hash, batch.seal.content, batch.seal.signature, batch.seal.salt_seed)},
        {insert_records, std::move(records)},
        {move_log, Values::of(seal.school, seal.log, seal.last, hash)}};
    if (session) commands.push_back({first_use, Values::of(seal.school, *session)});
    if (!transaction_) return fail(FaultKind::bug, "a write outside a transaction");
    const auto answers = ask(seal.school, std::move(commands));
    if (!answers) return tl::unexpected(answers.error());
    std::uint64_t cursor = 0;
    const auto read = answers->front().each([&](Row& row) { cursor = row.number(0); });
    if (!read) return tl::unexpected(read.error());
    if (cursor == 0) return fail(FaultKind::missing, "no such school");
    return cursor;
}

Result<void> PostgresStore::add_session(const entry::SessionProof& proof, const entry::SessionStatement& statement) {
    return write(statement.school,
                 {{insert_session, Values::of(statement.school, statement.session, statement.station, statement.person,
                                              statement.from.time_since_epoch().count(),
                                              statement.until.time_since_epoch().count(), entry::encode(proof))}});
}

Result<void> PostgresStore::add_refusal(SchoolId school, const Refusal& refusal) {
    return write(school, {{insert_refusal, Values::of(school, refusal.log, refusal.first, refusal.last, refusal.seal,
                                                      refusal.rule, refusal.at.time_since_epoch().count())}});
}

Result<void> PostgresStore::add_loss(SchoolId school, LogId log, std::uint64_t first, std::uint64_t last) {
    return write(school, {{insert_loss, Values::of(school, log, first, last)}});
}

Result<void> PostgresStore::announce(const News& news) {
    const auto answers = connection_.exchange({{lazily}, {notify, Values::of(postgres::encode(news))}});
    if (!answers) return tl::unexpected(answers.error());
    return {};
}

std::size_t PostgresStorage::connections() const {
    return tuning::database_connections;
}

}  // namespace zvonok::sync::server
