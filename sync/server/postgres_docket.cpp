#include "sync/server/postgres_store.hpp"

namespace zvonok::sync::server {

using postgres::Answer;
using postgres::Command;
using postgres::Row;
using postgres::Statement;
using postgres::Values;

namespace {

constexpr Statement is_docketed_statement{"is_docketed", "SELECT docketed FROM schools WHERE school = $1"};
constexpr Statement set_docketed_statement{"set_docketed", "UPDATE schools SET docketed = true WHERE school = $1"};
constexpr Statement answered_statement{"answered", "SELECT cell FROM answered WHERE school = $1 AND cell = ANY($2)"};
constexpr Statement insert_answered{
    "insert_answered", "INSERT INTO answered(school, cell) SELECT $1, c FROM unnest($2) c ON CONFLICT DO NOTHING"};
constexpr Statement is_written_statement{"is_written", "SELECT 1 FROM written WHERE school = $1 AND lesson = ANY($2)"};
constexpr Statement insert_written{
    "insert_written", "INSERT INTO written(school, lesson) SELECT $1, l FROM unnest($2) l ON CONFLICT DO NOTHING"};
#define ZVONOK_SELECT_HELD "SELECT log, seq, rule, clock, framing, entry_order, judged FROM held WHERE school = $1 "
constexpr Statement one_held{"one_held", ZVONOK_SELECT_HELD "AND log = $2 AND seq = $3"};
constexpr Statement held_before_statement{"held_before",
                                          ZVONOK_SELECT_HELD "AND judged < $2 ORDER BY entry_order, log, seq LIMIT $3"};
constexpr Statement held_framing_statement{"held_framing",
                                           ZVONOK_SELECT_HELD "AND framing ORDER BY entry_order, log, seq LIMIT $2"};
#undef ZVONOK_SELECT_HELD
constexpr Statement put_held_statement{
    "put_held",
    "INSERT INTO held(school, log, seq, rule, clock, framing, entry_order, judged) VALUES ($1, $2, $3, $4, $5, $6, $7, "
    "$8) ON CONFLICT (school, log, seq) DO UPDATE SET rule = excluded.rule, judged = excluded.judged"};
constexpr Statement drop_held_statement{"drop_held", "DELETE FROM held WHERE school = $1 AND log = $2 AND seq = $3"};
constexpr Statement reopen_held_statement{"reopen_held", "UPDATE held SET judged = 0 WHERE school = $1 AND rule = $2"};
constexpr Statement one_record{
    "one_record",
    "SELECT r.header, r.body, r.salt, (SELECT b.salt_seed FROM batches b WHERE b.school = r.school AND b.log = r.log "
    "AND b.first <= r.seq ORDER BY b.first DESC LIMIT 1) FROM records r WHERE r.school = $1 AND r.log = $2 AND "
    "r.seq = $3"};

Result<std::vector<HeldEntry>> held_entries(const Result<Answer>& answer) {
    if (!answer) return tl::unexpected(answer.error());
    std::vector<HeldEntry> found;
    const auto read = answer->each([&](Row& row) {
        found.push_back({{row.id<LogId>(0), row.number(1)},
                         std::string(row.text(2)),
                         static_cast<domain::ClockTrust>(row.integer(3)),
                         row.flag(4),
                         row.number(5),
                         row.number(6)});
    });
    if (!read) return tl::unexpected(read.error());
    return found;
}

template <class AnyId>
Values of_all(SchoolId school, const std::vector<AnyId>& ids) {
    std::vector<std::optional<ByteView>> views;
    views.reserve(ids.size());
    for (const AnyId& id : ids) views.emplace_back(id.view());
    Values values = Values::of(school);
    values.add_many(views);
    return values;
}

}  // namespace

Result<bool> PostgresStore::is_docketed(SchoolId school) {
    const auto answer = ask_one(school, {is_docketed_statement, Values::of(school)});
    if (!answer) return tl::unexpected(answer.error());
    std::optional<bool> found;
    const auto read = answer->each([&](Row& row) { found = row.flag(0); });
    if (!read) return tl::unexpected(read.error());
    if (!found) return fail(FaultKind::missing, "no such school");
    return *found;
}

Result<void> PostgresStore::set_docketed(SchoolId school) {
    return write(school, {{set_docketed_statement, Values::of(school)}});
}

Result<std::set<CellId>> PostgresStore::answered(SchoolId school, const std::vector<CellId>& cells) {
    std::set<CellId> found;
    if (cells.empty()) return found;
    const auto answer = ask_one(school, {answered_statement, of_all(school, cells)});
    if (!answer) return tl::unexpected(answer.error());
    const auto read = answer->each([&](Row& row) { found.insert(row.id<CellId>(0)); });
    if (!read) return tl::unexpected(read.error());
    return found;
}

Result<void> PostgresStore::add_answered(SchoolId school, const std::vector<CellId>& cells) {
    if (cells.empty()) return {};
    return write(school, {{insert_answered, of_all(school, cells)}});
}

Result<bool> PostgresStore::is_written(SchoolId school, LessonId lesson) {
    return any(school, {is_written_statement, of_all(school, std::vector{lesson})});
}

Result<void> PostgresStore::add_written(SchoolId school, const std::vector<LessonId>& lessons) {
    if (lessons.empty()) return {};
    return write(school, {{insert_written, of_all(school, lessons)}});
}

Result<std::optional<HeldEntry>> PostgresStore::held(SchoolId school, const domain::EntryId& entry) {
    auto found = held_entries(ask_one(school, {one_held, Values::of(school, entry.log, entry.seq)}));
    if (!found) return tl::unexpected(found.error());
    if (found->empty()) return std::nullopt;
    return std::move(found->front());
}

Result<std::vector<HeldEntry>> PostgresStore::held_before(SchoolId school, domain::FactVersion version,
                                                          std::size_t limit) {
    return held_entries(ask_one(school, {held_before_statement, Values::of(school, version, limit)}));
}

Result<std::vector<HeldEntry>> PostgresStore::held_framing(SchoolId school, std::size_t limit) {
    return held_entries(ask_one(school, {held_framing_statement, Values::of(school, limit)}));
}

Result<void> PostgresStore::put_held(SchoolId school, const HeldEntry& held) {
    return write(school, {{put_held_statement, Values::of(school, held.entry.log, held.entry.seq, held.rule, held.clock,
                                                          held.framing, held.order, held.judged)}});
}

Result<void> PostgresStore::drop_held(SchoolId school, const domain::EntryId& entry) {
    return write(school, {{drop_held_statement, Values::of(school, entry.log, entry.seq)}});
}

Result<void> PostgresStore::reopen_held(SchoolId school, const std::string& rule) {
    return write(school, {{reopen_held_statement, Values::of(school, rule)}});
}

Result<std::optional<entry::Record>> PostgresStore::record(SchoolId school, const domain::EntryId& entry) {
    const auto answer = ask_one(school, {one_record, Values::of(school, entry.log, entry.seq)});
    if (!answer) return tl::unexpected(answer.error());
    std::optional<entry::Record> found;
    const auto read = answer->each([&](Row& row) {
        found.emplace().header = row.bytes(0);
        if (row.is_null(1)) return;
        found->body = row.bytes(1);
        if (!row.is_null(2))
            found->salt = row.bytes(2);
        else if (!row.is_null(3))
            found->salt = entry::derived_salt(row.blob(3), entry.seq);
    });
    if (!read) return tl::unexpected(read.error());
    return found;
}

}  // namespace zvonok::sync::server
