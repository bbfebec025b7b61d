#include "station/journal/cell_rows.hpp"

#include "station/base/overloaded.hpp"
#include "station/journal/read_cells.hpp"

#include <algorithm>

namespace zvonok::journal {

using namespace zvonok::domain;
using sqlite::Value;

namespace {

template <class Tag>
Value unless_empty(const Id<Tag>& id) {
    return id.empty() ? Value{} : Value{id};
}
Value day_or_null(const std::optional<LocalDay>& day) {
    return day ? Value{number(*day)} : Value{};
}
void nulls(Values& to, std::size_t count) {
    to.resize(to.size() + count);
}
void add(Values& to, std::initializer_list<Value> values) {
    to.insert(to.end(), values);
}

/// A cell of this kind with nothing in it but what `keep` copies from the other.
template <class Keep>
bool only(const Cell& cell, Keep keep) {
    Cell bare;
    bare.kind = cell.kind;
    keep(bare);
    return bare == cell;
}
bool fits_lesson_and_addressee(const Cell& cell) {
    if (cell.lesson.empty()) return false;
    return cell.kind <= CellKind::homework || only(cell, [&](Cell& bare) {
               bare.lesson = cell.lesson;
               bare.addressee = cell.addressee;
           });
}
bool fits_topic(const Cell& cell) {
    return !cell.lesson.empty() && cell.addressee.empty();
}
bool fits_work(const Cell& cell) {
    return !cell.lesson.empty() && only(cell, [&](Cell& bare) {
        bare.lesson = cell.lesson;
        bare.work = cell.work;
        bare.ordinal = cell.ordinal;
    });
}
bool fits_mark(const Cell& cell) {
    return !cell.lesson.empty() && only(cell, [&](Cell& bare) {
        bare.lesson = cell.lesson;
        bare.addressee = cell.addressee;
        bare.work = cell.work;
        bare.ordinal = cell.ordinal;
        bare.attempt = cell.attempt;
    });
}
bool fits_period_mark(const Cell& cell) {
    return only(cell, [&](Cell& bare) {
        bare.addressee = cell.addressee;
        bare.subject = cell.subject;
        bare.period = cell.period;
    });
}
bool fits_always(const Cell&) {
    return true;
}

void put_place(const CellId&, const Cell& cell, Values& to) {
    // The unplanned lesson's own id must be viewed where it lies, in the cell.
    const LessonKey& key = cell.lesson;
    if (key.unplanned.empty())
        add(to, {key.load, number(key.day), std::int64_t{key.ordinal}});
    else
        add(to, {key.unplanned, std::int64_t{0}, std::int64_t{0}});
}
void put_place_and_addressee(const CellId& id, const Cell& cell, Values& to) {
    put_place(id, cell, to);
    to.emplace_back(cell.addressee);
}
void put_work_key(const CellId& id, const Cell& cell, Values& to) {
    put_place(id, cell, to);
    add(to, {std::string_view{cell.work}, std::int64_t{cell.ordinal}});
}
void put_mark_key(const CellId& id, const Cell& cell, Values& to) {
    put_place_and_addressee(id, cell, to);
    add(to, {std::string_view{cell.work}, std::int64_t{cell.ordinal}, std::int64_t{cell.attempt}});
}
void put_period_mark_key(const CellId&, const Cell& cell, Values& to) {
    add(to, {cell.addressee, cell.subject, cell.period});
}

void describe(const LessonKey& lesson, Values& to) {
    to.emplace_back(number(lesson.day));
    if (lesson.unplanned.empty())
        nulls(to, 2);
    else
        add(to, {lesson.load, std::int64_t{lesson.ordinal}});
}
/// Description, then the value's columns if the act is the table's.
template <class Kind, std::size_t columns, auto put>
void put_lesson_row(const Cell& cell, const Act& act, Instant, Values& to) {
    describe(cell.lesson, to);
    if (const auto* value = std::get_if<Kind>(&act))
        put(*value, to);
    else
        nulls(to, columns);
}

void put_attendance(const Attendance& act, Values& to) {
    add(to, {std::string_view{act.code}, std::int64_t{act.late_minutes}});
}
void put_reason(const AbsenceReason& act, Values& to) {
    add(to, {std::string_view{act.code}, std::string_view{act.note}, unless_empty(act.document)});
}
void put_topic(const Topic& act, Values& to) {
    add(to, {std::string_view{act.text}, unless_empty(act.plan_item), std::int64_t{!act.more.empty()}});
}
void put_homework(const Homework& act, Values& to) {
    add(to, {std::string_view{act.text}, static_cast<std::int64_t>(act.ways), act.due.load, number(act.due.day),
             std::int64_t{act.due.ordinal}, act.due.unplanned, std::int64_t{!act.links.empty()}});
}
void put_work(const Work& act, Values& to) {
    add(to, {std::string_view{act.theme}, std::int64_t{act.number}, std::int64_t{act.weight_percent},
             std::int64_t{act.points}, day_or_null(act.done_on), std::int64_t{act.withdrawn}});
}
void put_mark(const Mark& act, Values& to) {
    add(to, {std::string_view{act.value}, std::string_view{act.comment}, std::int64_t{act.points},
             day_or_null(act.done_on), std::int64_t{!act.criteria.empty()}});
}
void put_period_mark(const Cell&, const Act& act, Instant, Values& to) {
    if (const auto* value = std::get_if<PeriodMark>(&act))
        add(to, {std::string_view{value->value}, std::string_view{value->comment}});
    else
        nulls(to, 2);
}

/// By what else than its cell an act of the register is looked for. Views the act.
struct Lookup {
    const LessonKey* lesson = nullptr;  ///< where not the cell's
    const PersonId* person = nullptr;   ///< whom it is about or to
    std::optional<Instant> at{};        ///< when it happened, where not when it was saved
    std::int64_t state = 0;             ///< what it says in a number: held, approved, which step
};
Lookup lookup_of(const Act& act) {
    return std::visit(Overloaded{
                          [](const auto&) { return Lookup{}; },
                          [](const LessonTeacher& it) { return Lookup{.person = &it.teacher}; },
                          [](const LessonChange& it) { return Lookup{.state = static_cast<int>(it.state)}; },
                          [](const LessonHeld& it) { return Lookup{.state = it.held}; },
                          [](const PlanLink& it) { return Lookup{.state = !it.items.empty()}; },
                          [](const ChangeRequest& it) { return Lookup{.lesson = &it.wanted->cell.lesson}; },
                          [](const ChangeDecision& it) { return Lookup{.state = it.approved}; },
                          [](const HeldDecision& it) { return Lookup{.state = it.accepted}; },
                          [](const Remark& it) { return Lookup{.person = &it.to}; },
                          [](const Message& it) { return Lookup{.person = &it.about}; },
                          [](const YearStep& it) { return Lookup{.state = static_cast<int>(it.state)}; },
                          [](const Visit& it) { return Lookup{.person = &it.pupil, .at = it.at, .state = it.refused}; },
                      },
                      act);
}

void put_register_key(const CellId& id, const Cell&, Values& to) {
    to.emplace_back(id);
}
void put_register(const Cell& cell, const Act& act, Instant saved, Values& to) {
    const Lookup lookup = lookup_of(act);
    const LessonKey& lesson = lookup.lesson != nullptr ? *lookup.lesson : cell.lesson;
    to.emplace_back(static_cast<std::int64_t>(cell.kind));
    if (lesson.empty())
        nulls(to, 2);
    else
        add(to, {unless_empty(lesson.load), number(lesson.day)});
    to.emplace_back(unless_empty(cell.addressee));
    to.emplace_back(lookup.person != nullptr ? unless_empty(*lookup.person) : Value{});
    to.emplace_back(number(lookup.at.value_or(saved)));
    to.emplace_back(std::holds_alternative<UnknownAct>(act) ? Value{} : Value{lookup.state});
}

#define ZVONOK_LESSON "load, day, ordinal"
#define ZVONOK_DESCRIPTION "date, of_load, of_ordinal, "
constexpr RowShape shapes[shape_count] = {
    {"lesson_attendance", ZVONOK_LESSON ", addressee", ZVONOK_DESCRIPTION "code, late_minutes", "code",
     &fits_lesson_and_addressee, &put_place_and_addressee, &put_lesson_row<Attendance, 2, &put_attendance>},
    {"absence_reasons", ZVONOK_LESSON ", addressee", ZVONOK_DESCRIPTION "code, note, document", "code",
     &fits_lesson_and_addressee, &put_place_and_addressee, &put_lesson_row<AbsenceReason, 3, &put_reason>},
    {"lesson_topics", ZVONOK_LESSON, ZVONOK_DESCRIPTION "text, plan_item, rich", "text", &fits_topic, &put_place,
     &put_lesson_row<Topic, 3, &put_topic>},
    {"lesson_homework", ZVONOK_LESSON ", addressee",
     ZVONOK_DESCRIPTION "text, ways, due_load, due_day, due_ordinal, due_unplanned, rich", "text",
     &fits_lesson_and_addressee, &put_place_and_addressee, &put_lesson_row<Homework, 7, &put_homework>},
    {"works", ZVONOK_LESSON ", work, work_ordinal",
     ZVONOK_DESCRIPTION "theme, number, weight_percent, points, done_day, withdrawn", "theme", &fits_work,
     &put_work_key, &put_lesson_row<Work, 6, &put_work>},
    {"marks", ZVONOK_LESSON ", addressee, work, work_ordinal, attempt",
     ZVONOK_DESCRIPTION "value, comment, points, done_day, rich", "value", &fits_mark, &put_mark_key,
     &put_lesson_row<Mark, 5, &put_mark>},
    {"period_marks", "addressee, subject, period", "value, comment", "value", &fits_period_mark, &put_period_mark_key,
     &put_period_mark},
    {"register", "cell", "kind, load, date, addressee, person, at_ms, state", "state", &fits_always, &put_register_key,
     &put_register},
};
#undef ZVONOK_DESCRIPTION
#undef ZVONOK_LESSON
constexpr std::size_t register_shape = shape_count - 1;

std::vector<std::string_view> names_in(std::string_view list) {
    std::vector<std::string_view> names;
    for (;;) {
        const std::size_t comma = list.find(", ");
        names.push_back(list.substr(0, comma));
        if (comma == std::string_view::npos) return names;
        list.remove_prefix(comma + 2);
    }
}

/// The lesson tables with what makes a row of them something to see.
struct Seen {
    const char* table;
    Content content;
    const char* condition;
};
constexpr Seen seen_in_lessons[] = {
    {"lesson_attendance", Content::attendance, "code IS NOT NULL"},
    {"absence_reasons", Content::reason, "code <> ''"},
    {"lesson_topics", Content::topic, "text <> ''"},
    {"lesson_homework", Content::homework, "text IS NOT NULL"},
    {"works", Content::work, "withdrawn = 0"},
    {"marks", Content::mark, "value <> ''"},
};
constexpr const char* place_condition = " WHERE school = ?1 AND load = ?2 AND day = ?3 AND ordinal = ?4";

}  // namespace

LessonPlace place_of(const LessonKey& lesson) {
    if (!lesson.unplanned.empty()) return {LoadId{lesson.unplanned.bytes}, 0, 0};
    return {lesson.load, number(lesson.day), lesson.ordinal};
}

std::uint16_t content_of(const Act& act) {
    const auto bit = [](Content content, bool there = true) {
        return there ? static_cast<std::uint16_t>(content) : std::uint16_t{0};
    };
    return std::visit(Overloaded{
                          [&](const auto&) { return std::uint16_t{0}; },
                          [&](const Attendance&) { return bit(Content::attendance); },
                          [&](const AbsenceReason& it) { return bit(Content::reason, !it.code.empty()); },
                          [&](const Topic& it) { return bit(Content::topic, !it.text.empty()); },
                          [&](const Homework&) { return bit(Content::homework); },
                          [&](const Work& it) { return bit(Content::work, !it.withdrawn); },
                          [&](const Mark& it) { return bit(Content::mark, !it.value.empty()); },
                          [&](const LessonHeld& it) { return bit(it.held ? Content::held : Content::not_held); },
                          [&](const PlanLink& it) { return bit(Content::plan_link, !it.items.empty()); },
                      },
                      act);
}

std::span<const RowShape, shape_count> row_shapes() {
    return shapes;
}

std::optional<std::size_t> shape_of(CellKind kind) {
    switch (kind) {
        case CellKind::unknown:
        case CellKind::fact:
        case CellKind::verdict:
            return std::nullopt;
        case CellKind::attendance:
            return 0;
        case CellKind::absence_reason:
            return 1;
        case CellKind::topic:
            return 2;
        case CellKind::homework:
            return 3;
        case CellKind::work:
            return 4;
        case CellKind::mark:
            return 5;
        case CellKind::period_mark:
            return 6;
        default:
            return kind <= CellKind::forecast ? std::optional{register_shape} : std::nullopt;
    }
}

std::string put_sql(const RowShape& shape) {
    std::string columns = std::string("school, ") + shape.key + ", " + common_columns + ", " + shape.rest;
    std::string holes = "?";
    for (std::size_t i = 1; i < names_in(columns).size(); ++i) holes += ", ?";
    return std::string("REPLACE INTO ") + shape.table + "(" + columns + ") VALUES (" + holes + ")";
}

std::string clear_sql(const RowShape& shape) {
    std::string sql = std::string("DELETE FROM ") + shape.table + " WHERE school = ?";
    for (const std::string_view name : names_in(shape.key)) sql += " AND " + std::string(name) + " = ?";
    return sql;
}

std::string see_contents_sql() {
    std::string sql;
    for (const int layer : {0, 1}) {
        const std::string of_layer = std::to_string(layer);
        for (const Seen& seen : seen_in_lessons)
            sql += "SELECT " + of_layer + ", " + std::to_string(static_cast<int>(seen.content)) +
                   " WHERE EXISTS(SELECT 1 FROM " + seen.table + place_condition + " AND layer = " + of_layer +
                   " AND " + seen.condition + ") UNION ALL ";
    }
    return sql +
           "SELECT layer, iif(state = 1, 64, 128) FROM register WHERE school = ?1 AND cell = ?5 AND state IS NOT NULL "
           "AND layer < 2 UNION ALL "
           "SELECT layer, 256 FROM register WHERE school = ?1 AND cell = ?6 AND state = 1 AND layer < 2";
}

std::string describe_contents_sql() {
    std::string sql = "SELECT date, of_load, of_ordinal FROM (";
    for (const Seen& seen : seen_in_lessons)
        sql += std::string("SELECT layer, date, of_load, of_ordinal FROM ") + seen.table + place_condition +
               " AND layer < 2 AND " + seen.condition + " UNION ALL ";
    return sql +
           "SELECT layer, date, load, 1 FROM register WHERE school = ?1 AND cell IN (?5, ?6) AND state IS NOT NULL AND "
           "layer < 2) ORDER BY layer, date, of_load, of_ordinal LIMIT 1";
}

}  // namespace zvonok::journal
