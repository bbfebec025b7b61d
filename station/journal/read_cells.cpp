#include "station/journal/read_cells.hpp"

#include "station/journal/cell_rows.hpp"

namespace zvonok::journal {

using namespace zvonok::domain;
using sqlite::Row;

LocalDay day_of(std::int64_t days) {
    return LocalDay{std::chrono::days{days}};
}
std::int64_t number(LocalDay day) {
    return day.time_since_epoch().count();
}
std::int64_t number(Instant at) {
    return at.time_since_epoch().count();
}

Instant instant_of(std::int64_t ms) {
    return Instant{std::chrono::milliseconds{ms}};
}

Result<std::optional<Writing>> writing_of(Row& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    auto body = entry::decode_body(row.blob(column));
    if (!body) return tl::unexpected(body.error());
    auto* writing = std::get_if<Writing>(&*body);
    if (writing == nullptr) return std::nullopt;
    return std::move(*writing);
}

Result<void> LogNames::prepare(sqlite::Database& database, std::int64_t school) {
    school_ = school;
    auto find = database.prepare("SELECT log FROM logs WHERE key = ?", "find log");
    if (!find) return tl::unexpected(find.error());
    find_ = std::move(*find);
    auto body = database.prepare("SELECT body FROM entries WHERE school = ? AND log = ? AND seq = ?", "find body");
    if (!body) return tl::unexpected(body.error());
    body_ = std::move(*body);
    return {};
}

Result<LogId> LogNames::of(std::int64_t key) {
    for (const auto& [known, id] : known_)
        if (known == key) return id;
    LogId id;
    const auto found = find_.first([&](Row& row) { id = row.id<LogId>(0); }, key);
    if (!found) return tl::unexpected(found.error());
    if (!*found) return fail(FaultKind::corrupt, "a row of a log that is not listed");
    known_.emplace_back(key, id);
    return id;
}

Result<Writing> LogNames::writing(std::int64_t log, std::int64_t seq) {
    std::optional<Writing> writing;
    const auto found = body_.first(
        [&](Row& row) -> Result<void> {
            auto read = writing_of(row, 0);
            if (!read) return tl::unexpected(read.error());
            writing = std::move(*read);
            return {};
        },
        school_, log, seq);
    if (!found) return tl::unexpected(found.error());
    if (!writing) return fail(FaultKind::corrupt, "a row whose entry is not here");
    return std::move(*writing);
}

template <class Act>
Result<void> take_layer(LogNames& logs, Row& row, int at, std::optional<Act> act, CellView<Act>& cell) {
    const auto log = logs.of(row.integer(at + 1));
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

namespace {

constexpr int place_at = 8;  // behind the common columns
constexpr int name_at = 14;  // what else names the cell, then the value

LessonKey lesson_of(Row& row) {
    if (row.is_null(place_at + 4))
        return {row.id<LoadId>(place_at),
                day_of(row.integer(place_at + 1)),
                static_cast<int>(row.integer(place_at + 2)),
                {}};
    return {row.id<LoadId>(place_at + 4), day_of(row.integer(place_at + 3)),
            static_cast<int>(row.integer(place_at + 5)), row.id<LessonId>(place_at)};
}

std::string text(Row& row, int column) {
    return std::string(row.text(column));
}
int number(Row& row, int column) {
    return static_cast<int>(row.integer(column));
}
std::optional<LocalDay> day_or_none(Row& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional{day_of(row.integer(column))};
}

/// How a table's rows become cells.
/// names   columns behind the lesson that name the cell     value  columns of the act; the first null: a newer
/// program's rich    index of the column that says that the entry holds more than the row; -1: none
template <class Act>
struct Layout;

template <>
struct Layout<Attendance> {
    static constexpr const char *table = "lesson_attendance", *names = "addressee", *value = "code, late_minutes";
    static constexpr CellKind kind = CellKind::attendance;
    static constexpr int name_count = 1, rich = -1;
    static Attendance act(Row& row, int at) { return {text(row, at), number(row, at + 1)}; }
    static bool withdrawn(const Attendance&) { return false; }
};
template <>
struct Layout<AbsenceReason> {
    static constexpr const char *table = "absence_reasons", *names = "addressee", *value = "code, note, document";
    static constexpr CellKind kind = CellKind::absence_reason;
    static constexpr int name_count = 1, rich = -1;
    static AbsenceReason act(Row& row, int at) {
        return {text(row, at), text(row, at + 1), row.id_or_null<DocumentId>(at + 2).value_or(DocumentId{})};
    }
    static bool withdrawn(const AbsenceReason& act) { return act.code.empty(); }
};
template <>
struct Layout<Topic> {
    static constexpr const char *table = "lesson_topics", *names = "", *value = "text, plan_item, rich";
    static constexpr CellKind kind = CellKind::topic;
    static constexpr int name_count = 0, rich = 2;
    static Topic act(Row& row, int at) {
        return {text(row, at), row.id_or_null<PlanItemId>(at + 1).value_or(PlanItemId{})};
    }
    static bool withdrawn(const Topic&) { return false; }
};
template <>
struct Layout<Homework> {
    static constexpr const char *table = "lesson_homework", *names = "addressee",
                                *value = "text, ways, due_load, due_day, due_ordinal, due_unplanned, rich";
    static constexpr CellKind kind = CellKind::homework;
    static constexpr int name_count = 1, rich = 6;
    static Homework act(Row& row, int at) {
        return {text(row, at),
                static_cast<HomeworkWay>(row.integer(at + 1)),
                {row.id<LoadId>(at + 2), day_of(row.integer(at + 3)), number(row, at + 4), row.id<LessonId>(at + 5)}};
    }
    static bool withdrawn(const Homework&) { return false; }
};
template <>
struct Layout<Work> {
    static constexpr const char *table = "works", *names = "work, work_ordinal",
                                *value = "theme, number, weight_percent, points, done_day, withdrawn";
    static constexpr CellKind kind = CellKind::work;
    static constexpr int name_count = 2, rich = -1;
    static Work act(Row& row, int at) {
        return {text(row, at),       number(row, at + 1),      number(row, at + 2),
                number(row, at + 3), day_or_none(row, at + 4), row.integer(at + 5) != 0};
    }
    static bool withdrawn(const Work& act) { return act.withdrawn; }
};
template <>
struct Layout<Mark> {
    static constexpr const char *table = "marks", *names = "addressee, work, work_ordinal, attempt",
                                *value = "value, comment, points, done_day, rich";
    static constexpr CellKind kind = CellKind::mark;
    static constexpr int name_count = 4, rich = 4;
    static Mark act(Row& row, int at) {
        return {text(row, at), text(row, at + 1), number(row, at + 2), {}, day_or_none(row, at + 3)};
    }
    static bool withdrawn(const Mark& act) { return act.value.empty(); }
};

template <class Act>
void name_cell(Row& row, Cell& cell) {
    using Table = Layout<Act>;
    cell.kind = Table::kind;
    cell.lesson = lesson_of(row);
    if constexpr (Table::kind == CellKind::work) {
        cell.work = text(row, name_at);
        cell.ordinal = number(row, name_at + 1);
    } else if constexpr (Table::name_count > 0) {
        cell.addressee = row.id<EntityId>(name_at);
    }
    if constexpr (Table::kind == CellKind::mark) {
        cell.work = text(row, name_at + 1);
        cell.ordinal = number(row, name_at + 2);
        cell.attempt = number(row, name_at + 3);
    }
}

/// An unplanned lesson is the same whatever its key says besides.
bool same_cell(const Cell& left, const Cell& right) {
    const bool same_lesson =
        left.lesson.unplanned.empty() ? left.lesson == right.lesson : left.lesson.unplanned == right.lesson.unplanned;
    return same_lesson && left.addressee == right.addressee && left.work == right.work &&
           left.ordinal == right.ordinal && left.attempt == right.attempt;
}

template <class Act>
std::string select(std::string_view where) {
    using Table = Layout<Act>;
    std::string sql = std::string("SELECT ") + common_columns + ", load, day, ordinal, date, of_load, of_ordinal, ";
    if (Table::name_count > 0) sql += std::string(Table::names) + ", ";
    sql += std::string(Table::value) + " FROM " + Table::table + " WHERE school = ? AND " + std::string(where);
    if (Table::name_count > 0) sql += std::string(", ") + Table::names;
    return sql + ", layer";
}

}  // namespace

template <class Act>
Result<void> CellTable<Act>::prepare(sqlite::Database& database, std::int64_t school) {
    school_ = school;
    const auto make = [&](sqlite::Statement& to, std::string_view where) -> Result<void> {
        auto made = database.prepare(select<Act>(where), Layout<Act>::table);
        if (!made) return tl::unexpected(made.error());
        to = std::move(*made);
        return {};
    };
    if (auto made = make(of_lesson_, "load = ? AND day = ? AND ordinal = ? ORDER BY load, day, ordinal"); !made)
        return made;
    if (auto made = make(of_load_, "load = ? AND day BETWEEN ? AND ? ORDER BY load, day, ordinal"); !made) return made;
    if (auto made = make(added_, "of_load = ? AND date BETWEEN ? AND ? ORDER BY date, load, day, ordinal"); !made)
        return made;
    if constexpr (Layout<Act>::kind == CellKind::topic || Layout<Act>::kind == CellKind::work)
        return {};
    else
        return make(of_person_, "addressee = ? AND date BETWEEN ? AND ? ORDER BY date, load, day, ordinal");
}

template <class Act>
Result<void> CellTable<Act>::read(LogNames& logs, sqlite::Statement& statement, Answers<Act>& to, auto... values) {
    using Table = Layout<Act>;
    constexpr int value_at = name_at + Table::name_count;
    const std::size_t former = to.size();
    Cell cell;
    const auto read = statement.each(
        [&](Row& row) -> Result<void> {
            name_cell<Act>(row, cell);
            if (to.size() == former || !same_cell(to.back().cell, cell)) to.push_back({cell, {}});
            std::optional<Act> act;
            if (!row.is_null(value_at)) {
                act = Table::act(row, value_at);
                if constexpr (Table::rich >= 0) {
                    if (row.integer(value_at + Table::rich) != 0) {
                        auto whole = logs.writing(row.integer(1), row.integer(2));
                        if (!whole) return tl::unexpected(whole.error());
                        if (auto* more = std::get_if<Act>(&whole->act)) act = std::move(*more);
                    }
                }
            }
            return take_layer(logs, row, 0, std::move(act), to.back().view);
        },
        school_, values...);
    if (!read) return read;
    const auto gone = [](const Answer<Act>& answer) {
        const Act* act = answer.value();
        return act != nullptr && answer.view.state() == CellState::accepted && Table::withdrawn(*act);
    };
    to.erase(std::remove_if(to.begin() + static_cast<std::ptrdiff_t>(former), to.end(), gone), to.end());
    return {};
}

template <class Act>
Result<void> CellTable<Act>::of_lesson(LogNames& logs, const LessonKey& lesson, Answers<Act>& to) {
    const LessonPlace place = place_of(lesson);
    return read(logs, of_lesson_, to, place.load, place.day, place.ordinal);
}

template <class Act>
Result<void> CellTable<Act>::of_load(LogNames& logs, LoadId load, LocalDay first, LocalDay last, Answers<Act>& to) {
    const std::int64_t from = first.time_since_epoch().count(), until = last.time_since_epoch().count();
    if (auto planned = read(logs, of_load_, to, load, from, until); !planned) return planned;
    return read(logs, added_, to, load, from, until);
}

template <class Act>
Result<void> CellTable<Act>::of_person(LogNames& logs, PersonId person, LocalDay first, LocalDay last,
                                       Answers<Act>& to) {
    const std::int64_t from = first.time_since_epoch().count(), until = last.time_since_epoch().count();
    return read(logs, of_person_, to, person, from, until);
}

template <class Act>
Result<void> CellTable<Act>::with(LogNames& logs, sqlite::Statement& statement, Answers<Act>& to, std::int64_t first,
                                  std::int64_t last) {
    return read(logs, statement, to, first, last);
}

template class CellTable<Attendance>;
template class CellTable<AbsenceReason>;
template class CellTable<Topic>;
template class CellTable<Homework>;
template class CellTable<Work>;
template class CellTable<Mark>;
template Result<void> take_layer<Act>(LogNames&, Row&, int, std::optional<Act>, CellView<Act>&);
template Result<void> take_layer<PeriodMark>(LogNames&, Row&, int, std::optional<PeriodMark>, CellView<PeriodMark>&);

}  // namespace zvonok::journal
