#include "sync/server/sqlite_store.hpp"

#include <algorithm>

namespace zvonok::sync::server {

using sqlite::Row;

namespace {
constexpr std::string_view select_held = "SELECT log, seq, rule, clock, framing, entry_order, judged FROM held ";

HeldEntry held_entry(Row& row) {
    const auto number = [&](int column) { return static_cast<std::uint64_t>(row.integer(column)); };
    return {{row.id<LogId>(0), number(1)},
            std::string(row.text(2)),
            static_cast<domain::ClockTrust>(row.integer(3)),
            row.integer(4) != 0,
            number(5),
            number(6)};
}
}  // namespace

Result<void> SqliteStore::prepare_docket() {
    const struct {
        sqlite::Statement& to;
        std::string sql;
    } wanted[] = {
        {answered_, "SELECT 1 FROM answered WHERE school = ? AND cell = ?"},
        {insert_answered_, "INSERT INTO answered VALUES (?, ?) ON CONFLICT DO NOTHING"},
        {written_, "SELECT 1 FROM written WHERE school = ? AND lesson = ?"},
        {insert_written_, "INSERT INTO written VALUES (?, ?) ON CONFLICT DO NOTHING"},
        {one_held_, std::string(select_held) + "WHERE school = ? AND log = ? AND seq = ?"},
        {held_before_,
         std::string(select_held) + "WHERE school = ? AND judged < ? ORDER BY entry_order, log, seq LIMIT ?"},
        {held_framing_,
         std::string(select_held) + "WHERE school = ? AND framing = 1 ORDER BY entry_order, log, seq LIMIT ?"},
        {put_held_,
         "INSERT INTO held(school, log, seq, rule, clock, framing, entry_order, judged) VALUES (?, ?, ?, ?, ?, ?, ?, "
         "?) "
         "ON CONFLICT DO UPDATE SET rule = excluded.rule, judged = excluded.judged"},
        {drop_held_, "DELETE FROM held WHERE school = ? AND log = ? AND seq = ?"},
    };
    for (const auto& each : wanted) {
        auto made = database_.prepare(each.sql);
        if (!made) return tl::unexpected(made.error());
        each.to = std::move(*made);
    }
    return {};
}

Result<bool> SqliteStore::is_docketed(SchoolId school) {
    auto ask = database_.prepare("SELECT docketed FROM schools WHERE school = ?");
    if (!ask) return tl::unexpected(ask.error());
    const auto found = ask->integer(school);
    if (!found) return tl::unexpected(found.error());
    if (!*found) return fail(FaultKind::missing, "no such school");
    return **found != 0;
}

Result<void> SqliteStore::set_docketed(SchoolId school) {
    auto update = database_.prepare("UPDATE schools SET docketed = 1 WHERE school = ?");
    if (!update) return tl::unexpected(update.error());
    return update->run(school);
}

Result<std::set<CellId>> SqliteStore::answered(SchoolId school, const std::vector<CellId>& cells) {
    std::set<CellId> found;
    for (const CellId& cell : cells) {
        const auto one = answered_.integer(school, cell);
        if (!one) return tl::unexpected(one.error());
        if (*one) found.insert(cell);
    }
    return found;
}

Result<void> SqliteStore::add_answered(SchoolId school, const std::vector<CellId>& cells) {
    // In the order in which they lie: neighbours are on one page.
    std::vector<CellId> sorted = cells;
    std::ranges::sort(sorted);
    for (const CellId& cell : sorted)
        if (auto added = insert_answered_.run(school, cell); !added) return added;
    return {};
}

Result<bool> SqliteStore::is_written(SchoolId school, LessonId lesson) {
    const auto found = written_.integer(school, lesson);
    if (!found) return tl::unexpected(found.error());
    return found->has_value();
}

Result<void> SqliteStore::add_written(SchoolId school, const std::vector<LessonId>& lessons) {
    for (const LessonId& lesson : lessons)
        if (auto added = insert_written_.run(school, lesson); !added) return added;
    return {};
}

Result<std::optional<HeldEntry>> SqliteStore::held(SchoolId school, const domain::EntryId& entry) {
    std::optional<HeldEntry> found;
    const auto read = one_held_.first([&](Row& row) { found = held_entry(row); }, school, entry.log, entry.seq);
    if (!read) return tl::unexpected(read.error());
    return found;
}

namespace {
Result<std::vector<HeldEntry>> all_held(sqlite::Statement& statement, const auto&... values) {
    std::vector<HeldEntry> found;
    const auto read = statement.each([&](Row& row) { found.push_back(held_entry(row)); }, values...);
    if (!read) return tl::unexpected(read.error());
    return found;
}
}  // namespace

Result<std::vector<HeldEntry>> SqliteStore::held_before(SchoolId school, domain::FactVersion version,
                                                        std::size_t limit) {
    return all_held(held_before_, school, version, limit);
}

Result<std::vector<HeldEntry>> SqliteStore::held_framing(SchoolId school, std::size_t limit) {
    return all_held(held_framing_, school, limit);
}

Result<void> SqliteStore::put_held(SchoolId school, const HeldEntry& held) {
    return put_held_.run(school, held.entry.log, held.entry.seq, held.rule, held.clock, held.framing, held.order,
                         held.judged);
}

Result<void> SqliteStore::drop_held(SchoolId school, const domain::EntryId& entry) {
    return drop_held_.run(school, entry.log, entry.seq);
}

Result<void> SqliteStore::reopen_held(SchoolId school, const std::string& rule) {
    auto update = database_.prepare("UPDATE held SET judged = 0 WHERE school = ? AND rule = ?");
    if (!update) return tl::unexpected(update.error());
    return update->run(school, rule);
}

Result<std::optional<entry::Record>> SqliteStore::record(SchoolId school, const domain::EntryId& entry) {
    auto ask = database_.prepare(
        "SELECT r.header, r.body, r.salt, b.salt_seed FROM records r LEFT JOIN batches b ON b.school = r.school "
        "AND b.log = r.log AND b.first = (SELECT max(first) FROM batches WHERE school = r.school AND log = r.log AND "
        "first <= r.seq) WHERE r.school = ? AND r.log = ? AND r.seq = ?");
    if (!ask) return tl::unexpected(ask.error());
    std::optional<entry::Record> found;
    const auto read = ask->first(
        [&](Row& row) {
            found.emplace().header = row.bytes(0);
            if (row.is_null(1)) return;
            found->body = row.bytes(1);
            if (!row.is_null(2))
                found->salt = row.bytes(2);
            else if (!row.is_null(3))
                found->salt = entry::derived_salt(row.blob(3), entry.seq);
        },
        school, entry.log, entry.seq);
    if (!read) return tl::unexpected(read.error());
    return found;
}

}  // namespace zvonok::sync::server
