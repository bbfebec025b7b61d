#include "station/journal/reader.hpp"

#include "station/entry/session.hpp"

#include <algorithm>

/// Opening, and what is asked of single entries.
namespace zvonok::journal {

using domain::Outcome;
using sqlite::Row;

namespace {

#define ZVONOK_ATTENTION                                                                                      \
    "SELECT a.log, a.seq, a.cell, a.author, a.outcome, a.rule, a.settled, e.header, e.body FROM attention a " \
    "JOIN entries e ON e.school = a.school AND e.log = a.log AND e.seq = a.seq WHERE a.school = ?"
constexpr const char* attention_sql = ZVONOK_ATTENTION " AND a.author = ?";
constexpr const char* attention_all_sql = ZVONOK_ATTENTION;
constexpr const char* held_sql = ZVONOK_ATTENTION " AND a.outcome = 3";
#undef ZVONOK_ATTENTION

#define ZVONOK_HISTORY(from)                                                                                         \
    "SELECT e.header, e.body, v.outcome, v.rule, v.notes, l.source, b.rule FROM entries e " from                     \
    " CROSS JOIN logs l ON l.key = e.log LEFT JOIN verdicts v ON v.school = e.school AND v.log = e.log AND v.seq = " \
    "e.seq LEFT JOIN refused_batches b ON b.school = e.school AND b.log = e.log AND e.seq BETWEEN b.first AND b.last "
constexpr const char* history_sql = ZVONOK_HISTORY("INDEXED BY entries_by_cell") "WHERE e.school = ? AND e.cell = ?";
constexpr const char* entry_sql = ZVONOK_HISTORY("") "WHERE e.school = ?1 AND e.log = (SELECT key FROM logs WHERE "
                                                     "school = ?1 AND log = ?2) AND e.seq = ?3";
constexpr const char* upon_sql = ZVONOK_HISTORY("") "WHERE e.school = ?1 AND (e.log, e.seq) IN (SELECT log, seq FROM "
                                                    "based WHERE school = ?1 AND basis = ?2)";
#undef ZVONOK_HISTORY

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

}  // namespace

Result<Reader> Reader::open(sqlite::Database& database, SchoolId school) {
    Reader reader;
    auto find = database.prepare("SELECT key FROM schools WHERE school = ?");
    if (!find) return tl::unexpected(find.error());
    const auto key = find->integer(school);
    if (!key) return tl::unexpected(key.error());
    if (!*key) return fail(FaultKind::missing, "the file does not hold this school");
    reader.key_ = **key;
    reader.school_ = school;
    if (auto made = reader.logs_.prepare(database, reader.key_); !made) return tl::unexpected(made.error());
    if (auto made = reader.prepare_lessons(database); !made) return tl::unexpected(made.error());
    if (auto made = reader.prepare_register(database); !made) return tl::unexpected(made.error());
    const struct {
        sqlite::Statement* to;
        const char* name;
        const char* sql;
    } wanted[] = {
        {&reader.attention_, "attention of a person", attention_sql},
        {&reader.attention_all_, "attention of all", attention_all_sql},
        {&reader.held_, "held entries", held_sql},
        {&reader.history_, "history of a cell", history_sql},
        {&reader.entry_, "one entry", entry_sql},
        {&reader.upon_, "entries upon a request", upon_sql},
        {&reader.session_, "session", "SELECT statement FROM sessions WHERE school = ? AND session = ?"},
        {&reader.noted_, "noted entries",
         "SELECT log, seq, author, kind, load, date, saved_ms, notes FROM noted WHERE school = ? AND date BETWEEN ? "
         "AND "
         "? ORDER BY saved_ms, log, seq"},
        {&reader.conflicts_, "conflicts of a person",
         "SELECT DISTINCT cell FROM conflicts WHERE school = ? AND author = ? ORDER BY cell"},
        {&reader.counts_, "counts",
         "SELECT (SELECT count(*) FROM logs l CROSS JOIN entries e ON e.log = l.key WHERE l.school = ?1 AND "
         "l.source IN (3, 4) AND e.school = ?1 AND e.seq > l.acknowledged), "
         "(SELECT count(*) FROM newer WHERE school = ?1)"},
        {&reader.contact_, "last contact", "SELECT anchor_ms FROM clock WHERE school = ?"},
        {&reader.last_word_, "last word of the server",
         "SELECT e.header FROM logs l CROSS JOIN entries e ON e.school = l.school AND e.log = l.key AND e.seq = "
         "(SELECT max(seq) FROM entries WHERE school = l.school AND log = l.key) WHERE l.school = ? AND l.source = 2"},
    };
    for (const auto& each : wanted) {
        auto made = database.prepare(each.sql, each.name);
        if (!made) return tl::unexpected(made.error());
        *each.to = std::move(*made);
    }
    return reader;
}

Result<std::vector<AttentionItem>> Reader::attention(sqlite::Statement& statement, auto... values) {
    std::vector<AttentionItem> items;
    const auto read = statement.each(
        [&](Row& row) -> Result<void> {
            const auto log = logs_.of(row.integer(0));
            if (!log) return tl::unexpected(log.error());
            const auto header = entry::decode_header(row.blob(7));
            if (!header) return tl::unexpected(header.error());
            auto writing = writing_of(row, 8);
            if (!writing) return tl::unexpected(writing.error());
            items.push_back({{*log, static_cast<std::uint64_t>(row.integer(1))},
                             row.id<CellId>(2),
                             row.id<PersonId>(3),
                             header->saved.at,
                             static_cast<Outcome>(row.integer(4)),
                             std::string(row.text(5)),
                             row.integer(6) != 0,
                             std::move(*writing)});
            return {};
        },
        values...);
    if (!read) return tl::unexpected(read.error());
    std::ranges::sort(items, [](const AttentionItem& left, const AttentionItem& right) {
        return std::tie(left.saved, left.entry) > std::tie(right.saved, right.entry);
    });
    return items;
}

Result<std::vector<AttentionItem>> Reader::attention_of(PersonId person) {
    return attention(attention_, key_, person);
}

Result<std::vector<AttentionItem>> Reader::attention_of_all() {
    return attention(attention_all_, key_);
}

Result<std::vector<AttentionItem>> Reader::held() {
    return attention(held_, key_);
}

Result<StationId> Reader::station_of(SessionId session) {
    if (const auto known = stations_.find(session); known != stations_.end()) return known->second;
    StationId station;
    const auto found = session_.first(
        [&](Row& row) -> Result<void> {
            const auto statement = entry::decode_statement(row.blob(0));
            if (!statement) return tl::unexpected(statement.error());
            station = statement->station;
            return {};
        },
        key_, session);
    if (!found) return tl::unexpected(found.error());
    if (*found) stations_.emplace(session, station);
    return station;
}

Result<std::vector<HistoryItem>> Reader::entries(sqlite::Statement& statement, auto... values) {
    std::vector<HistoryItem> items;
    const auto read = statement.each(
        [&](Row& row) -> Result<void> {
            auto header = entry::decode_header(row.blob(0));
            if (!header) return tl::unexpected(header.error());
            auto writing = writing_of(row, 1);
            if (!writing) return tl::unexpected(writing.error());
            HistoryItem item{std::move(*header), Outcome::pending, {}, {}, row.integer(5) >= 3, std::move(*writing)};
            if (!row.is_null(2)) {
                item.outcome = static_cast<Outcome>(row.integer(2));
                item.rule = row.text(3);
                if (!row.is_null(4)) item.notes = lines_of(row.text(4));
            } else if (row.integer(5) == 2) {
                item.outcome = Outcome::accepted;
            } else if (item.own && !row.is_null(6)) {
                item.outcome = Outcome::refused;
                item.rule = row.text(6);
            }
            items.push_back(std::move(item));
            return {};
        },
        values...);
    if (!read) return tl::unexpected(read.error());
    for (HistoryItem& item : items) {
        const auto station = station_of(item.header.session);
        if (!station) return tl::unexpected(station.error());
        item.station = *station;
    }
    std::ranges::sort(items, [](const HistoryItem& left, const HistoryItem& right) {
        return std::tie(left.header.order, left.header.id) < std::tie(right.header.order, right.header.id);
    });
    return items;
}

Result<std::vector<HistoryItem>> Reader::history(CellId cell) {
    return entries(history_, key_, cell);
}

Result<std::optional<HistoryItem>> Reader::entry(const entry::EntryId& id) {
    auto items = entries(entry_, key_, id.log, id.seq);
    if (!items) return tl::unexpected(items.error());
    if (items->empty()) return std::nullopt;
    return std::move(items->front());
}

Result<std::vector<HistoryItem>> Reader::written_upon(EntityId basis) {
    return entries(upon_, key_, basis);
}

Result<std::vector<NotedEntry>> Reader::noted(LocalDay first, LocalDay last) {
    std::vector<NotedEntry> items;
    const auto read = noted_.each(
        [&](Row& row) -> Result<void> {
            const auto log = logs_.of(row.integer(0));
            if (!log) return tl::unexpected(log.error());
            items.push_back({{*log, static_cast<std::uint64_t>(row.integer(1))},
                             row.id<PersonId>(2),
                             static_cast<domain::CellKind>(row.integer(3)),
                             row.id_or_null<LoadId>(4).value_or(LoadId{}),
                             day_of(row.integer(5)),
                             instant_of(row.integer(6)),
                             lines_of(row.text(7))});
            return {};
        },
        key_, first.time_since_epoch().count(), last.time_since_epoch().count());
    if (!read) return tl::unexpected(read.error());
    return items;
}

Result<std::vector<CellId>> Reader::conflicts_of(PersonId person) {
    std::vector<CellId> cells;
    const auto read = conflicts_.each([&](Row& row) { cells.push_back(row.id<CellId>(0)); }, key_, person);
    if (!read) return tl::unexpected(read.error());
    return cells;
}

Result<Counts> Reader::counts() {
    Counts counts;
    const auto read = counts_.first(
        [&](Row& row) {
            counts.unsent = static_cast<std::size_t>(row.integer(0));
            counts.newer = static_cast<std::size_t>(row.integer(1));
        },
        key_);
    if (!read) return tl::unexpected(read.error());
    return counts;
}

Result<std::optional<Instant>> Reader::as_of() {
    std::optional<Instant> known;
    const auto contact = contact_.integer(key_);
    if (!contact) return tl::unexpected(contact.error());
    if (*contact) known = instant_of(**contact);
    const auto read = last_word_.each(
        [&](Row& row) -> Result<void> {
            const auto header = entry::decode_header(row.blob(0));
            if (!header) return tl::unexpected(header.error());
            known = std::max(known, std::optional{header->saved.at});
            return {};
        },
        key_);
    if (!read) return tl::unexpected(read.error());
    return known;
}

}  // namespace zvonok::journal
