#include "station/journal/reader.hpp"

#include <algorithm>

/// What lies in lessons: one lesson, pages of a journal, a pupil's diary, period marks.
namespace zvonok::journal {

using namespace zvonok::domain;
using sqlite::Row;

namespace {

// A cell whose accepted version is due on these days and whose pending one is not (or the other way) comes whole.
constexpr const char* due_sql =
    "SELECT h.layer, h.log, h.seq, h.author, h.saved_ms, h.outcome, h.rule, h.versions, h.load, h.day, h.ordinal, "
    "h.date, h.of_load, h.of_ordinal, h.addressee, h.text, h.ways, h.due_load, h.due_day, h.due_ordinal, "
    "h.due_unplanned, h.rich FROM (SELECT DISTINCT load, day, ordinal, addressee FROM lesson_homework INDEXED BY "
    "lesson_homework_by_due WHERE school = ?1 AND due_day BETWEEN ?2 AND ?3) d CROSS JOIN lesson_homework h ON "
    "h.school = ?1 AND h.load = d.load AND h.day = d.day AND h.ordinal = d.ordinal AND h.addressee = d.addressee "
    "ORDER BY h.addressee, h.load, h.day, h.ordinal, h.layer";
constexpr const char* plan_sql =
    "SELECT plan_item, rich, log, seq FROM lesson_topics WHERE school = ?1 AND load = ?2 AND layer < 2 AND "
    "(plan_item IS NOT NULL OR rich = 1) UNION ALL SELECT plan_item, rich, log, seq FROM lesson_topics WHERE school = "
    "?1 AND of_load = ?2 AND "
    "layer < 2 AND (plan_item IS NOT NULL OR rich = 1)";
#define ZVONOK_GIVEN                                                                                                \
    "SELECT m.addressee, m.date, m.ordinal, m.of_ordinal, m.work, m.work_ordinal, m.attempt, m.value, m.points, "   \
    "m.layer, w.points, w.weight_percent, m.load, m.day FROM marks m LEFT JOIN works w ON w.school = m.school AND " \
    "w.load = m.load AND w.day = m.day AND w.ordinal = m.ordinal AND w.work = m.work AND w.work_ordinal = "         \
    "m.work_ordinal AND w.layer = 0 "
constexpr const char* given_sql = ZVONOK_GIVEN
    "WHERE m.school = ? AND m.load = ? AND m.day BETWEEN ? AND ? AND m.layer < 2 AND m.value IS NOT NULL "
    "ORDER BY m.load, m.day, m.ordinal, m.addressee, m.work, m.work_ordinal, m.attempt, m.layer";
constexpr const char* given_added_sql = ZVONOK_GIVEN
    "WHERE m.school = ? AND m.of_load = ? AND m.date BETWEEN ? AND ? AND m.layer < 2 AND m.value IS NOT NULL "
    "ORDER BY m.date, m.load, m.day, m.ordinal, m.addressee, m.work, m.work_ordinal, m.attempt, m.layer";
#undef ZVONOK_GIVEN
#define ZVONOK_CONTENTS "SELECT load, day, ordinal, date, of_load, of_ordinal, accepted, pending FROM lesson_contents "

std::int64_t days(LocalDay day) {
    return day.time_since_epoch().count();
}

template <class Act>
void sort_by_day(Answers<Act>& answers) {
    const auto key = [](const Answer<Act>& answer) {
        const Cell& cell = answer.cell;
        return std::tie(cell.lesson.day, cell.lesson.ordinal, cell.lesson.load, cell.lesson.unplanned, cell.addressee,
                        cell.work, cell.ordinal, cell.attempt);
    };
    std::ranges::sort(answers, [&](const auto& left, const auto& right) { return key(left) < key(right); });
}

}  // namespace

Result<void> Reader::prepare_lessons(sqlite::Database& database) {
    const auto each = [&](auto& table) { return table.prepare(database, key_); };
    for (const auto& made :
         {each(attendance_), each(reasons_), each(topics_), each(homework_), each(works_), each(marks_)})
        if (!made) return made;
    const struct {
        sqlite::Statement* to;
        const char* name;
        const char* sql;
    } wanted[] = {
        {&due_, "homework due", due_sql},
        {&plan_, "plan items used", plan_sql},
        {&given_, "marks of a load", given_sql},
        {&given_added_, "marks of a load's added lessons", given_added_sql},
        {&period_marks_, "period marks of a pupil",
         "SELECT layer, log, seq, author, saved_ms, outcome, rule, versions, subject, period, value, comment "
         "FROM period_marks WHERE school = ? AND addressee = ? ORDER BY subject, period, layer"},
        {&contents_, "contents of lessons", ZVONOK_CONTENTS "WHERE school = ? AND date BETWEEN ? AND ?"},
        {&contents_of_, "contents of a load", ZVONOK_CONTENTS "WHERE school = ? AND load = ? AND day BETWEEN ? AND ?"},
        {&contents_added_, "contents of added lessons",
         ZVONOK_CONTENTS "WHERE school = ? AND of_load = ? AND date BETWEEN ? AND ?"},
    };
    for (const auto& one : wanted) {
        auto made = database.prepare(one.sql, one.name);
        if (!made) return tl::unexpected(made.error());
        *one.to = std::move(*made);
    }
    return {};
}
#undef ZVONOK_CONTENTS

Result<LessonView> Reader::lesson(const LessonKey& lesson) {
    LessonView view;
    Answers<Attendance> attendance;
    Answers<Topic> topics;
    Answers<Homework> homework;
    if (auto read = attendance_.of_lesson(logs_, lesson, attendance); !read) return tl::unexpected(read.error());
    if (auto read = topics_.of_lesson(logs_, lesson, topics); !read) return tl::unexpected(read.error());
    if (auto read = homework_.of_lesson(logs_, lesson, homework); !read) return tl::unexpected(read.error());
    if (auto read = reasons_.of_lesson(logs_, lesson, view.reasons); !read) return tl::unexpected(read.error());
    if (auto read = works_.of_lesson(logs_, lesson, view.works); !read) return tl::unexpected(read.error());
    if (auto read = marks_.of_lesson(logs_, lesson, view.marks); !read) return tl::unexpected(read.error());
    for (auto& each : attendance)
        view.attendance.push_back({id_as<PersonId>(each.cell.addressee), std::move(each.view)});
    if (!topics.empty()) view.topic = std::move(topics.front().view);
    for (auto& each : homework) view.homework.push_back({each.cell.lesson, each.cell.addressee, std::move(each.view)});

    auto link = register_cell<PlanLink>(CellKind::plan_link, lesson);
    if (!link) return tl::unexpected(link.error());
    auto held = register_cell<LessonHeld>(CellKind::lesson_held, lesson);
    if (!held) return tl::unexpected(held.error());
    auto teacher = register_cell<LessonTeacher>(CellKind::lesson_teacher, lesson);
    if (!teacher) return tl::unexpected(teacher.error());
    auto change = register_cell<LessonChange>(CellKind::lesson_change, lesson);
    if (!change) return tl::unexpected(change.error());
    view.plan_link = std::move(*link);
    view.held = std::move(*held);
    view.teacher = std::move(*teacher);
    view.change = std::move(*change);
    return view;
}

template <class Act>
Result<void> Reader::of_loads(CellTable<Act>& table, std::span<const LoadId> loads, LocalDay first, LocalDay last,
                              Answers<Act>& to) {
    for (const LoadId load : loads)
        if (auto read = table.of_load(logs_, load, first, last, to); !read) return read;
    sort_by_day(to);
    return {};
}

Result<JournalPage> Reader::page(const PageScope& scope) {
    JournalPage page;
    const auto take = [&](auto& table, auto& to) { return of_loads(table, scope.loads, scope.first, scope.last, to); };
    for (const auto& read :
         {take(topics_, page.topics), take(homework_, page.homework), take(works_, page.works),
          take(marks_, page.marks), take(attendance_, page.attendance), take(reasons_, page.reasons)})
        if (!read) return tl::unexpected(read.error());
    for (const LoadId load : scope.loads) {
        auto lessons = contents_of(load, scope.first, scope.last);
        if (!lessons) return tl::unexpected(lessons.error());
        page.lessons.insert(page.lessons.end(), lessons->begin(), lessons->end());
    }
    std::ranges::sort(page.lessons, [](const LessonContents& left, const LessonContents& right) {
        return std::tie(left.lesson.day, left.lesson.ordinal, left.lesson.load, left.lesson.unplanned) <
               std::tie(right.lesson.day, right.lesson.ordinal, right.lesson.load, right.lesson.unplanned);
    });
    for (const PersonId pupil : scope.pupils) {
        auto marks = period_marks_of(pupil);
        if (!marks) return tl::unexpected(marks.error());
        for (auto& mark : *marks)
            if (scope.subject.empty() || mark.cell.subject == entity_of(scope.subject))
                page.period_marks.push_back(std::move(mark));
    }
    return page;
}

Result<Diary> Reader::diary(const DiaryScope& scope) {
    Diary diary;
    for (const auto& read : {of_loads(topics_, scope.loads, scope.first, scope.last, diary.topics),
                             of_loads(homework_, scope.loads, scope.first, scope.last, diary.homework),
                             marks_.of_person(logs_, scope.pupil, scope.first, scope.last, diary.marks),
                             attendance_.of_person(logs_, scope.pupil, scope.first, scope.last, diary.attendance),
                             reasons_.of_person(logs_, scope.pupil, scope.first, scope.last, diary.reasons)})
        if (!read) return tl::unexpected(read.error());
    const auto his = [&](const EntityId& addressee) {
        return addressee == entity_of(scope.pupil) ||
               std::ranges::find(scope.groups, id_as<GroupId>(addressee)) != scope.groups.end();
    };
    std::erase_if(diary.homework, [&](const auto& each) { return !his(each.cell.addressee); });
    sort_by_day(diary.marks);
    const LessonKey* former = nullptr;
    for (const auto& mark : diary.marks) {
        if (former != nullptr && *former == mark.cell.lesson) continue;
        former = &mark.cell.lesson;
        if (auto read = works_.of_lesson(logs_, mark.cell.lesson, diary.works); !read)
            return tl::unexpected(read.error());
    }
    auto period_marks = period_marks_of(scope.pupil);
    if (!period_marks) return tl::unexpected(period_marks.error());
    diary.period_marks = std::move(*period_marks);
    auto transferred = registers_for(CellKind::transferred_mark, entity_of(scope.pupil));
    if (!transferred) return tl::unexpected(transferred.error());
    for (RegisterItem& item : *transferred) {
        const auto* mark = item.as<TransferredMark>();
        if (mark == nullptr || mark->day < scope.first || mark->day > scope.last) continue;
        if (mark->value.empty() && item.view.state() == CellState::accepted) continue;
        diary.transferred.push_back({std::move(item.cell), narrowed<TransferredMark>(std::move(item.view))});
    }
    return diary;
}

Result<Answers<PeriodMark>> Reader::period_marks_of(PersonId pupil) {
    Answers<PeriodMark> marks;
    const auto read = period_marks_.each(
        [&](Row& row) -> Result<void> {
            const auto subject = row.id<EntityId>(8);
            const auto period = row.id<EntityId>(9);
            if (marks.empty() || marks.back().cell.subject != subject || marks.back().cell.period != period) {
                Cell cell{CellKind::period_mark, {}, entity_of(pupil)};
                cell.subject = subject;
                cell.period = period;
                marks.push_back({std::move(cell), {}});
            }
            std::optional<PeriodMark> act;
            if (!row.is_null(10)) act = PeriodMark{std::string(row.text(10)), std::string(row.text(11))};
            return take_layer(logs_, row, 0, std::move(act), marks.back().view);
        },
        key_, pupil);
    if (!read) return tl::unexpected(read.error());
    std::erase_if(marks, [](const Answer<PeriodMark>& mark) {
        return mark.view.state() == CellState::accepted && mark.value() != nullptr && mark.value()->value.empty();
    });
    return marks;
}

Result<SummarySheet> Reader::summary(std::span<const PersonId> pupils) {
    SummarySheet sheet;
    for (const PersonId pupil : pupils) {
        auto marks = period_marks_of(pupil);
        if (!marks) return tl::unexpected(marks.error());
        std::ranges::move(*marks, std::back_inserter(sheet.marks));
    }
    const auto known = as_of();
    if (!known) return tl::unexpected(known.error());
    sheet.as_of = *known;
    return sheet;
}

Result<std::vector<GivenMark>> Reader::given_marks(std::span<const LoadId> loads, LocalDay first, LocalDay last) {
    std::vector<GivenMark> marks;
    LoadId load;
    LoadId place;  // of the mark before: the load, or an unplanned lesson's id
    const auto take = [&](Row& row) {
        GivenMark mark;
        mark.pupil = row.id<PersonId>(0);
        mark.load = load;
        mark.day = day_of(row.integer(1));
        mark.ordinal = static_cast<int>(row.integer(row.is_null(3) ? 2 : 3));
        mark.work = row.text(4);
        mark.work_ordinal = static_cast<int>(row.integer(5));
        mark.attempt = static_cast<int>(row.integer(6));
        mark.value = row.text(7);
        mark.points = static_cast<int>(row.integer(8));
        mark.accepted = row.integer(9) == 0;
        if (!row.is_null(10)) mark.work_points = static_cast<int>(row.integer(10));
        if (!row.is_null(11)) mark.weight_percent = static_cast<int>(row.integer(11));
        const auto at = row.id<LoadId>(12);
        if (!row.is_null(3)) mark.unplanned = LessonId{at.bytes};
        // What this station wrote last stands for what it will replace.
        if (!marks.empty() && !mark.accepted && at == place && marks.back().pupil == mark.pupil &&
            marks.back().day == mark.day && marks.back().ordinal == mark.ordinal && marks.back().work == mark.work &&
            marks.back().work_ordinal == mark.work_ordinal && marks.back().attempt == mark.attempt)
            marks.pop_back();
        place = at;
        marks.push_back(std::move(mark));
    };
    for (const LoadId each : loads) {
        load = each;
        if (auto read = given_.each(take, key_, load, days(first), days(last)); !read)
            return tl::unexpected(read.error());
        if (auto read = given_added_.each(take, key_, load, days(first), days(last)); !read)
            return tl::unexpected(read.error());
    }
    std::erase_if(marks, [](const GivenMark& mark) { return mark.value.empty(); });
    return marks;
}

Result<std::vector<LessonContents>> Reader::read_contents(sqlite::Statement& statement, auto... values) {
    std::vector<LessonContents> lessons;
    const auto read = statement.each(
        [&](Row& row) {
            LessonContents& lesson = lessons.emplace_back();
            if (row.is_null(4))
                lesson.lesson = {row.id<LoadId>(0), day_of(row.integer(1)), static_cast<int>(row.integer(2)), {}};
            else
                lesson.lesson = {row.id<LoadId>(4), day_of(row.integer(3)), static_cast<int>(row.integer(5)),
                                 row.id<LessonId>(0)};
            lesson.accepted = static_cast<std::uint16_t>(row.integer(6));
            lesson.pending = static_cast<std::uint16_t>(row.integer(7));
        },
        key_, values...);
    if (!read) return tl::unexpected(read.error());
    return lessons;
}

Result<std::vector<LessonContents>> Reader::contents(LocalDay first, LocalDay last) {
    return read_contents(contents_, days(first), days(last));
}

Result<std::vector<LessonContents>> Reader::contents_of(LoadId load, LocalDay first, LocalDay last) {
    auto lessons = read_contents(contents_of_, load, days(first), days(last));
    if (!lessons) return lessons;
    auto added = read_contents(contents_added_, load, days(first), days(last));
    if (!added) return added;
    lessons->insert(lessons->end(), added->begin(), added->end());
    return lessons;
}

Result<std::vector<LessonHomework>> Reader::homework_due(LocalDay first, LocalDay last) {
    Answers<Homework> found;
    if (auto read = homework_.with(logs_, due_, found, days(first), days(last)); !read)
        return tl::unexpected(read.error());
    std::vector<LessonHomework> items;
    for (auto& each : found) {
        const Homework* act = each.value();
        if (act == nullptr || act->due.day < first || act->due.day > last) continue;
        items.push_back({each.cell.lesson, each.cell.addressee, std::move(each.view)});
    }
    return items;
}

Result<std::vector<PlanItemId>> Reader::plan_items_used(LoadId load) {
    std::vector<PlanItemId> items;
    const auto read = plan_.each(
        [&](Row& row) -> Result<void> {
            if (const auto item = row.id_or_null<PlanItemId>(0)) items.push_back(*item);
            if (row.integer(1) == 0) return {};
            const auto writing = logs_.writing(row.integer(2), row.integer(3));
            if (!writing) return tl::unexpected(writing.error());
            if (const auto* topic = std::get_if<Topic>(&writing->act))
                items.insert(items.end(), topic->more.begin(), topic->more.end());
            return {};
        },
        key_, load);
    if (!read) return tl::unexpected(read.error());
    std::ranges::sort(items);
    items.erase(std::ranges::unique(items).begin(), items.end());
    return items;
}

Result<Answers<Topic>> Reader::topics_of(LoadId load, LocalDay first, LocalDay last) {
    Answers<Topic> topics;
    if (auto read = of_loads(topics_, {&load, 1}, first, last, topics); !read) return tl::unexpected(read.error());
    return topics;
}

}  // namespace zvonok::journal
