#include "station/journal/reader.hpp"

#include <algorithm>

namespace zvonok::journal {

using domain::Outcome;
using sqlite::Row;

namespace {

/// The columns that every row of a cell begins with; the value's follow at `value_at`.
#define ZVONOK_CELL_COLUMNS "layer, log, seq, author, saved_ms, outcome, rule, versions"
constexpr int value_at = 8;

constexpr const char* attendance_sql =
    "SELECT " ZVONOK_CELL_COLUMNS ", code, pupil FROM attendance WHERE school = ? AND lesson = ? ORDER BY pupil, layer";
constexpr const char* topic_sql =
    "SELECT " ZVONOK_CELL_COLUMNS ", text, plan_item FROM topics WHERE school = ? AND lesson = ? ORDER BY layer";
#define ZVONOK_HOMEWORK_COLUMNS                                                                    \
    ZVONOK_CELL_COLUMNS                                                                            \
    ", text, ways, due_load, due_day, due_ordinal, due_unplanned, addressee, load, day, ordinal, " \
    "unplanned, lesson "
constexpr const char* homework_sql =
    "SELECT " ZVONOK_HOMEWORK_COLUMNS "FROM homework WHERE school = ? AND lesson = ? ORDER BY addressee, layer";
// A cell whose accepted version is due on these days and whose pending one is not (or the other way) comes whole.
constexpr const char* due_sql =
    "SELECT " ZVONOK_HOMEWORK_COLUMNS
    "FROM homework WHERE school = ?1 AND (lesson, addressee) IN (SELECT lesson, addressee FROM homework INDEXED BY "
    "homework_by_due "
    "WHERE school = ?1 AND due_day BETWEEN ?2 AND ?3) ORDER BY addressee, load, day, ordinal, lesson, layer";
#undef ZVONOK_HOMEWORK_COLUMNS
#undef ZVONOK_CELL_COLUMNS

#define ZVONOK_ATTENTION                                                                                      \
    "SELECT a.log, a.seq, a.cell, a.author, a.outcome, a.rule, a.settled, e.header, e.body FROM attention a " \
    "JOIN entries e ON e.school = a.school AND e.log = a.log AND e.seq = a.seq WHERE a.school = ?"
constexpr const char* attention_sql = ZVONOK_ATTENTION " AND a.author = ?";
constexpr const char* attention_all_sql = ZVONOK_ATTENTION;
#undef ZVONOK_ATTENTION

LocalDay day_of(std::int64_t days) {
    return LocalDay{std::chrono::days{days}};
}
Instant instant_of(std::int64_t ms) {
    return Instant{std::chrono::milliseconds{ms}};
}

Result<std::optional<entry::Writing>> writing_of(Row& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    auto body = entry::decode_body(row.blob(column));
    if (!body) return tl::unexpected(body.error());
    auto* writing = std::get_if<entry::Writing>(&*body);
    if (writing == nullptr) return std::nullopt;
    return std::move(*writing);
}

std::optional<domain::Homework> homework_act(Row& row) {
    if (row.is_null(value_at)) return std::nullopt;
    domain::Homework act;
    act.text = row.text(value_at);
    act.ways = static_cast<domain::HomeworkWay>(row.integer(value_at + 1));
    act.due = {row.id<LoadId>(value_at + 2), day_of(row.integer(value_at + 3)),
               static_cast<int>(row.integer(value_at + 4)), row.id<LessonId>(value_at + 5)};
    return act;
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
    const struct {
        sqlite::Statement* to;
        const char* name;
        const char* sql;
    } wanted[] = {
        {&reader.find_log_, "find log", "SELECT log FROM logs WHERE key = ?"},
        {&reader.attendance_, "attendance of a lesson", attendance_sql},
        {&reader.topic_, "topic of a lesson", topic_sql},
        {&reader.homework_, "homework of a lesson", homework_sql},
        {&reader.due_, "homework due", due_sql},
        {&reader.plan_, "plan items used",
         "SELECT DISTINCT plan_item FROM topics INDEXED BY topics_by_load WHERE school = ? AND load = ? AND layer < 2 "
         "AND plan_item IS NOT NULL "
         "ORDER BY plan_item"},
        {&reader.attention_, "attention of a person", attention_sql},
        {&reader.attention_all_, "attention of all", attention_all_sql},
        {&reader.history_, "history of a cell",
         "SELECT e.header, e.body, v.outcome, v.rule, l.source FROM entries e INDEXED BY entries_by_cell JOIN logs l "
         "ON l.key = e.log "
         "LEFT JOIN verdicts v ON v.school = e.school AND v.log = e.log AND v.seq = e.seq "
         "WHERE e.school = ? AND e.cell = ?"},
        {&reader.conflicts_, "conflicts of a person",
         "SELECT DISTINCT cell FROM conflicts WHERE school = ? AND author = ? ORDER BY cell"},
        {&reader.counts_, "counts",
         "SELECT (SELECT count(*) FROM logs l CROSS JOIN entries e ON e.log = l.key WHERE l.school = ?1 AND "
         "l.source IN (3, 4) AND e.school = ?1 AND e.seq > l.acknowledged), "
         "(SELECT count(*) FROM newer WHERE school = ?1)"},
    };
    for (const auto& each : wanted) {
        auto made = database.prepare(each.sql, each.name);
        if (!made) return tl::unexpected(made.error());
        *each.to = std::move(*made);
    }
    return reader;
}

Result<LogId> Reader::log_of(std::int64_t key) {
    for (const auto& [known, id] : logs_)
        if (known == key) return id;
    LogId id;
    const auto found = find_log_.first([&](Row& row) { id = row.id<LogId>(0); }, key);
    if (!found) return tl::unexpected(found.error());
    if (!*found) return fail(FaultKind::corrupt, "a row of a log that is not listed");
    logs_.emplace_back(key, id);
    return id;
}

template <class Act>
Result<void> Reader::take(Row& row, int at, std::optional<Act> act, CellView<Act>& cell) {
    const auto log = log_of(row.integer(at + 1));
    if (!log) return tl::unexpected(log.error());
    Version<Act> version{std::move(act),
                         {*log, static_cast<std::uint64_t>(row.integer(at + 2))},
                         row.id<PersonId>(at + 3),
                         instant_of(row.integer(at + 4)),
                         static_cast<Outcome>(row.integer(at + 5)),
                         std::string(row.text(at + 6))};
    switch (row.integer(at)) {
        case 0:
            cell.accepted = std::move(version);
            cell.versions = static_cast<std::size_t>(row.integer(at + 7));
            break;
        case 1:
            cell.pending = std::move(version);
            break;
        default:
            cell.returned = std::move(version);
    }
    return {};
}

Result<LessonView> Reader::lesson(LessonId lesson) {
    LessonView view;
    auto read = attendance_.each(
        [&](Row& row) -> Result<void> {
            const auto pupil = row.id<PersonId>(value_at + 1);
            if (view.attendance.empty() || view.attendance.back().pupil != pupil)
                view.attendance.push_back({pupil, {}});
            std::optional<domain::Attendance> act;
            if (!row.is_null(value_at)) act = domain::Attendance{std::string(row.text(value_at))};
            return take(row, 0, std::move(act), view.attendance.back().cell);
        },
        key_, lesson);
    if (!read) return tl::unexpected(read.error());
    read = topic_.each(
        [&](Row& row) -> Result<void> {
            std::optional<domain::Topic> act;
            if (!row.is_null(value_at))
                act = domain::Topic{std::string(row.text(value_at)),
                                    row.id_or_null<PlanItemId>(value_at + 1).value_or(PlanItemId{})};
            return take(row, 0, std::move(act), view.topic);
        },
        key_, lesson);
    if (!read) return tl::unexpected(read.error());
    read = homework_.each(
        [&](Row& row) -> Result<void> {
            const auto addressee = row.id<EntityId>(value_at + 6);
            if (view.homework.empty() || view.homework.back().addressee != addressee)
                view.homework.push_back({{row.id<LoadId>(value_at + 7), day_of(row.integer(value_at + 8)),
                                          static_cast<int>(row.integer(value_at + 9)), row.id<LessonId>(value_at + 10)},
                                         addressee,
                                         {}});
            return take(row, 0, homework_act(row), view.homework.back().cell);
        },
        key_, lesson);
    if (!read) return tl::unexpected(read.error());
    return view;
}

Result<std::vector<LessonHomework>> Reader::homework_due(LocalDay first, LocalDay last) {
    std::vector<LessonHomework> items;
    std::vector<LessonId> lessons;  // by item: rows of one cell come one after another
    const auto read = due_.each(
        [&](Row& row) -> Result<void> {
            const auto addressee = row.id<EntityId>(value_at + 6);
            const auto lesson = row.id<LessonId>(value_at + 11);
            if (items.empty() || items.back().addressee != addressee || lessons.back() != lesson) {
                items.push_back({{row.id<LoadId>(value_at + 7), day_of(row.integer(value_at + 8)),
                                  static_cast<int>(row.integer(value_at + 9)), row.id<LessonId>(value_at + 10)},
                                 addressee,
                                 {}});
                lessons.push_back(lesson);
            }
            return take(row, 0, homework_act(row), items.back().cell);
        },
        key_, first.time_since_epoch().count(), last.time_since_epoch().count());
    if (!read) return tl::unexpected(read.error());
    std::erase_if(items, [&](const LessonHomework& item) {
        const auto* shown = item.cell.shown();
        return shown == nullptr || !shown->act || shown->act->due.day < first || shown->act->due.day > last;
    });
    return items;
}

Result<std::vector<PlanItemId>> Reader::plan_items_used(LoadId load) {
    std::vector<PlanItemId> items;
    const auto read = plan_.each([&](Row& row) { items.push_back(row.id<PlanItemId>(0)); }, key_, load);
    if (!read) return tl::unexpected(read.error());
    return items;
}

Result<std::vector<AttentionItem>> Reader::attention(sqlite::Statement& statement, auto... values) {
    std::vector<AttentionItem> items;
    const auto read = statement.each(
        [&](Row& row) -> Result<void> {
            const auto log = log_of(row.integer(0));
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

Result<std::vector<HistoryItem>> Reader::history(CellId cell) {
    std::vector<HistoryItem> items;
    const auto read = history_.each(
        [&](Row& row) -> Result<void> {
            auto header = entry::decode_header(row.blob(0));
            if (!header) return tl::unexpected(header.error());
            auto writing = writing_of(row, 1);
            if (!writing) return tl::unexpected(writing.error());
            HistoryItem item{std::move(*header), Outcome::pending, {}, row.integer(4) >= 3, std::move(*writing)};
            if (!row.is_null(2)) {
                item.outcome = static_cast<Outcome>(row.integer(2));
                item.rule = row.text(3);
            }
            items.push_back(std::move(item));
            return {};
        },
        key_, cell);
    if (!read) return tl::unexpected(read.error());
    std::ranges::sort(items, [](const HistoryItem& left, const HistoryItem& right) {
        return std::tie(left.header.order, left.header.id) < std::tie(right.header.order, right.header.id);
    });
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

}  // namespace zvonok::journal
