#include "station/journal/control_parts.hpp"

#include <algorithm>

/// Filling: what is not there of the lessons, what came late, who held them, and how far they follow their plans.
namespace zvonok::journal {

using namespace zvonok::domain;
using sqlite::Row;

namespace {

using std::chrono::days;

// The unary plus keeps the planner from the index by date: over a year a walk along the table is several times faster
// than a look-up a lesson, over a day both are fast.
constexpr const char* contents_sql =
    "SELECT load, day, ordinal, accepted | pending FROM lesson_contents WHERE school = ? AND +date BETWEEN ? AND ?";
constexpr const char* contents_near_sql =
    "SELECT load, day, ordinal, accepted | pending FROM lesson_contents WHERE school = ? AND date BETWEEN ? AND ?";
constexpr const char* content_of_sql =
    "SELECT accepted | pending FROM lesson_contents WHERE school = ? AND load = ? AND day = ? AND ordinal = ?";
constexpr const char* bare_works_sql =
    "SELECT w.work, w.work_ordinal FROM works w WHERE w.school = ?1 AND w.load = ?2 AND w.day = ?3 AND w.ordinal = ?4 "
    "AND w.layer < 2 AND w.withdrawn = 0 AND NOT EXISTS (SELECT 1 FROM marks m WHERE m.school = ?1 AND m.load = ?2 AND "
    "m.day = ?3 AND m.ordinal = ?4 AND m.work = w.work AND m.work_ordinal = w.work_ordinal AND m.layer < 2 AND m.value "
    "<> '') ORDER BY w.work, w.work_ordinal, w.layer";
constexpr const char* attendance_sql =
    "SELECT load, day, ordinal, date, of_load, of_ordinal, code, late_minutes FROM lesson_attendance WHERE school = ? "
    "AND addressee = ? AND date BETWEEN ? AND ? AND layer < 2 AND code IS NOT NULL ORDER BY load, day, ordinal, layer";
constexpr const char* reasons_sql =
    "SELECT load, day, ordinal, date, of_load, of_ordinal, code, document FROM absence_reasons WHERE school = ? AND "
    "addressee = ? AND date BETWEEN ? AND ? AND layer < 2 AND code IS NOT NULL ORDER BY load, day, ordinal, layer";
constexpr const char* visits_sql =
    "SELECT addressee, max(at_ms) FROM register WHERE school = ? AND kind = ? AND addressee IS NOT NULL AND layer = 0 "
    "AND state = 0 AND at_ms < ? GROUP BY addressee";

constexpr const char* peoples_logs_sql =
    "SELECT l.key, (SELECT max(e.seq) FROM entries e WHERE e.school = l.school AND e.log = l.key) FROM logs l WHERE "
    "l.school = ? AND l.source <> 2";
constexpr const char* headers_sql =
    "SELECT seq, header FROM entries WHERE school = ? AND log = ? AND seq >= ? ORDER BY seq LIMIT ?";
constexpr const char* session_sql = "SELECT statement FROM sessions WHERE school = ? AND session = ?";

/// Up to so many days the index by date is the shorter way.
constexpr days near_span{14};

/// After-school groups and courses have no homework; everything else is asked of them too.
bool is_expected(LoadKind kind, Part part) {
    return part != Part::homework || kind == LoadKind::lesson;
}

Terms terms_for(const Asked& asked, const Lesson& lesson, const Unfilled& missing) {
    switch (missing.part) {
        case Part::attendance:
            return attendance_terms(asked.book, asked.zone, lesson);
        case Part::topic:
            return topic_terms(asked.book, asked.zone, lesson);
        case Part::homework:
            return homework_terms(asked.book, asked.zone, lesson);
        case Part::marks:
            break;
    }
    return mark_terms(asked.book, asked.zone, lesson, missing.work);
}

/// One list of what is missing, being made.
class FillingList {
  public:
    FillingList(const Asked& asked, const FillingScope& scope) : asked_(asked), scope_(scope) {}

    void add(const Lesson& lesson, Part part, std::string work = {}, int work_ordinal = 0) {
        Unfilled missing;
        missing.part = part;
        missing.work = std::move(work);
        missing.work_ordinal = work_ordinal;
        const Terms terms = terms_for(asked_, lesson, missing);
        if (scope_.late_before && (!terms.late || *terms.late >= *scope_.late_before)) return;
        missing.lesson = lesson;
        missing.teacher = holder_of(lesson);
        missing.late_from = terms.late;
        missing.closes = terms.closes;
        missing.overdue = terms.late && asked_.now >= *terms.late;
        all_.push_back(std::move(missing));
    }
    std::vector<Unfilled> sorted() && {
        const auto key = [](const Unfilled& missing) {
            return std::tuple(missing.late_from.value_or(Instant::max()), missing.lesson.starts,
                              missing.lesson.key.load, missing.lesson.key.ordinal, missing.part);
        };
        std::ranges::sort(all_, [&](const Unfilled& left, const Unfilled& right) { return key(left) < key(right); });
        return std::move(all_);
    }

  private:
    const Asked& asked_;
    const FillingScope& scope_;
    std::vector<Unfilled> all_;
};

}  // namespace

std::size_t PlaceHash::operator()(const LessonPlace& place) const noexcept {
    // Ids are random already; day and ordinal are spread over the word.
    const auto rest = static_cast<std::size_t>(place.day * 64 + place.ordinal);
    return std::hash<LoadId>{}(place.load) ^ (rest * 0x9E3779B97F4A7C15U);
}

Result<Control> Control::open(sqlite::Database& database, SchoolId school) {
    Control control;
    auto reader = Reader::open(database, school);
    if (!reader) return tl::unexpected(reader.error());
    control.reader_ = std::move(*reader);
    auto find = database.prepare("SELECT key FROM schools WHERE school = ?", "school of control");
    if (!find) return tl::unexpected(find.error());
    const auto key = find->integer(school);
    if (!key) return tl::unexpected(key.error());
    if (!*key) return fail(FaultKind::missing, "the file holds nothing of this school");
    control.key_ = **key;
    const struct {
        sqlite::Statement* to;
        const char* name;
        const char* sql;
    } statements[] = {{&control.contents_, "contents of all", contents_sql},
                      {&control.contents_near_, "contents of days", contents_near_sql},
                      {&control.content_of_, "content of a lesson", content_of_sql},
                      {&control.bare_works_, "works without marks", bare_works_sql},
                      {&control.attendance_, "attendance of a pupil", attendance_sql},
                      {&control.reasons_, "reasons of a pupil", reasons_sql},
                      {&control.visits_, "last visits before", visits_sql},
                      {&control.peoples_logs_, "logs that people wrote", peoples_logs_sql},
                      {&control.headers_, "headers of a log", headers_sql},
                      {&control.session_, "a card session", session_sql}};
    for (const auto& each : statements) {
        auto made = database.prepare(each.sql, each.name);
        if (!made) return tl::unexpected(made.error());
        *each.to = std::move(*made);
    }
    return control;
}

Result<Control::Contents> Control::contents(LocalDay first, LocalDay last) {
    Contents known;
    const auto read = (last - first < near_span ? contents_near_ : contents_)
                          .each(
                              [&](Row& row) {
                                  known.insert_or_assign(LessonPlace{row.id<LoadId>(0), row.integer(1), row.integer(2)},
                                                         static_cast<std::uint16_t>(row.integer(3)));
                              },
                              key_, number(first), number(last));
    if (!read) return tl::unexpected(read.error());
    return known;
}

Result<std::uint16_t> Control::content_of(const Contents& known, const Lesson& lesson) {
    const LessonPlace place = place_of(lesson.key);
    if (const auto found = known.find(place); found != known.end()) return found->second;
    // A lesson that was moved into these days lies under the day it was planned for.
    if (lesson.key.day == lesson.day()) return std::uint16_t{0};
    const auto content = content_of_.integer(key_, place.load, place.day, place.ordinal);
    if (!content) return tl::unexpected(content.error());
    return static_cast<std::uint16_t>(content->value_or(0));
}

Result<void> Control::each_lesson(const Asked& asked, LocalDay first, LocalDay last, const LessonVisit& visit) {
    const auto known = contents(first, last);
    if (!known) return tl::unexpected(known.error());
    const LocalTime now = asked.zone.to_local(asked.now);
    for (LocalDay day = first; day <= last && LocalTime{day} <= now; day += days{1}) {
        const auto lessons = asked.book.lesson_day(day);
        for (const Lesson& lesson : lessons->lessons) {
            if (lesson.ends > now) continue;
            const auto content = content_of(*known, lesson);
            if (!content) return tl::unexpected(content.error());
            if (auto visited = visit(lesson, *content); !visited) return visited;
        }
    }
    return {};
}

Result<std::vector<Unfilled>> Control::unfilled(const Asked& asked, const FillingScope& scope) {
    constexpr auto needed = static_cast<std::uint16_t>(Content::topic) | static_cast<std::uint16_t>(Content::homework);
    constexpr auto attended =
        static_cast<std::uint16_t>(Content::attendance) | static_cast<std::uint16_t>(Content::held);
    FillingList list{asked, scope};
    const auto walked =
        each_lesson(asked, scope.first, scope.last, [&](const Lesson& lesson, std::uint16_t content) -> Result<void> {
            if (!lesson.takes_place() || has(content, Content::not_held)) return {};
            // Most lessons are filled and have no work of their own: they cost nothing more.
            const bool complete = (content & needed) == needed && (content & attended) != 0;
            if (complete && !has(content, Content::work)) return {};
            if (!scope.teacher.empty() && !LessonBook::holds(scope.teacher, lesson)) return {};
            if (!scope.group.empty() && !asked.book.concerns(lesson, scope.group)) return {};
            const Load* load = asked.book.load(lesson.key.load, lesson.day());
            const LoadKind kind = load == nullptr ? LoadKind::lesson : load->kind;
            if ((content & attended) == 0) list.add(lesson, Part::attendance);
            if (!has(content, Content::topic)) list.add(lesson, Part::topic);
            if (!has(content, Content::homework) && is_expected(kind, Part::homework)) list.add(lesson, Part::homework);
            if (!has(content, Content::work)) return {};
            const LessonPlace place = place_of(lesson.key);
            std::pair<std::string, int> before;
            return bare_works_.each(
                [&](Row& row) {
                    std::pair work{std::string(row.text(0)), static_cast<int>(row.integer(1))};
                    if (work == before) return;
                    before = work;
                    list.add(lesson, Part::marks, std::move(work.first), work.second);
                },
                key_, place.load, place.day, place.ordinal);
        });
    if (!walked) return tl::unexpected(walked.error());
    return std::move(list).sorted();
}

Result<std::vector<NotedEntry>> Control::late_entries(LocalDay first, LocalDay last) {
    auto noted = reader_->noted(first, last);
    if (!noted) return noted;
    for (NotedEntry& entry : *noted)
        std::erase_if(entry.notes, [](const std::string& note) { return !note.starts_with(late_note); });
    std::erase_if(*noted, [](const NotedEntry& entry) { return entry.notes.empty(); });
    std::ranges::sort(*noted, {}, [](const NotedEntry& entry) { return std::pair{entry.day, entry.saved}; });
    return noted;
}

Result<std::vector<Timeliness>> Control::timeliness(const Asked& asked, LocalDay first, LocalDay last) {
    std::map<PersonId, Timeliness> people;
    const auto walked =
        each_lesson(asked, first, last, [&](const Lesson& lesson, std::uint16_t content) -> Result<void> {
            if (lesson.takes_place() && !has(content, Content::not_held)) ++people[holder_of(lesson)].lessons;
            return {};
        });
    if (!walked) return tl::unexpected(walked.error());
    const auto missing = unfilled(asked, {first, last});
    if (!missing) return tl::unexpected(missing.error());
    for (const Unfilled& each : *missing) {
        ++people[each.teacher].unfilled;
        if (each.overdue) ++people[each.teacher].overdue;
    }
    const auto late = late_entries(first, last);
    if (!late) return tl::unexpected(late.error());
    for (const NotedEntry& entry : *late) ++people[entry.author].late;
    std::vector<Timeliness> all;
    for (auto& [person, counts] : people) {
        counts.teacher = person;
        all.push_back(counts);
    }
    return all;
}

Result<std::vector<TeacherHours>> Control::hours(const Asked& asked, LocalDay first, LocalDay last) {
    std::map<PersonId, TeacherHours> people;
    const auto walked =
        each_lesson(asked, first, last, [&](const Lesson& lesson, std::uint16_t content) -> Result<void> {
            const bool lost = !lesson.takes_place() || has(content, Content::not_held);
            for (const PersonId planned : lesson.teachers) {
                if (planned == lesson.substitute) continue;
                TeacherHours& hours = people[planned];
                if (lost)
                    ++hours.lost;
                else if (!lesson.substitute.empty())
                    ++hours.given_away;
                else
                    ++(shows_held(content) ? hours.own : hours.unconfirmed);
            }
            if (!lost && !lesson.substitute.empty()) {
                TeacherHours& hours = people[lesson.substitute];
                ++(shows_held(content) ? hours.substituted : hours.unconfirmed);
            }
            return {};
        });
    if (!walked) return tl::unexpected(walked.error());
    std::vector<TeacherHours> all;
    for (auto& [person, hours] : people) {
        hours.teacher = person;
        all.push_back(hours);
    }
    return all;
}

Result<std::vector<PlanStanding>> Control::plan_standing(const Asked& asked) {
    const auto id = asked.book.year_of(asked.today());
    if (!id) return std::vector<PlanStanding>{};
    const SchoolYear year = *asked.book.year(*id);
    const auto known = contents(year.first, year.last);
    if (!known) return tl::unexpected(known.error());

    const LocalTime now = asked.zone.to_local(asked.now);
    std::map<LoadId, std::vector<PlanLesson>> lessons;
    for (LocalDay day = year.first; day <= year.last; day += days{1}) {
        for (const Lesson& lesson : asked.book.lesson_day(day)->lessons) {
            const auto content = content_of(*known, lesson);
            if (!content) return tl::unexpected(content.error());
            PlanLesson planned{lesson.key};
            planned.extra = lesson.state == LessonState::added;
            if (!lesson.takes_place() || has(*content, Content::not_held))
                planned.stage = LessonStage::lost;
            else if (shows_held(*content))
                planned.stage = LessonStage::held;
            else if (lesson.ends <= now)
                planned.stage = LessonStage::unfilled;
            lessons[lesson.key.load].push_back(std::move(planned));
        }
    }
    std::vector<PlanStanding> all;
    for (auto& [load, of_load] : lessons) {
        const auto plan = asked.book.plan_of(load, asked.today());
        if (plan.empty()) continue;
        if (auto filled = fill_items(load, year, of_load); !filled) return tl::unexpected(filled.error());
        all.push_back({load, progress_of(plan, of_load)});
    }
    std::ranges::stable_sort(all, std::greater{}, [](const PlanStanding& standing) { return standing.progress.lag; });
    return all;
}

Result<void> Control::fill_items(LoadId load, const SchoolYear& year, std::vector<PlanLesson>& lessons) {
    std::unordered_map<LessonPlace, PlanLesson*, PlaceHash> by_place;
    for (PlanLesson& lesson : lessons) by_place.emplace(place_of(lesson.key), &lesson);
    const auto find = [&](const Cell& cell) {
        const auto found = by_place.find(place_of(cell.lesson));
        return found == by_place.end() ? nullptr : found->second;
    };
    const auto links = reader_->plan_links(load, year.first, year.last);
    if (!links) return tl::unexpected(links.error());
    for (const auto& link : *links)
        if (PlanLesson* lesson = find(link.cell); lesson != nullptr && link.value() != nullptr)
            lesson->items = link.value()->items;
    const auto topics = reader_->topics_of(load, year.first, year.last);
    if (!topics) return tl::unexpected(topics.error());
    for (const auto& topic : *topics) {
        PlanLesson* lesson = find(topic.cell);
        const Topic* said = topic.value();
        if (lesson == nullptr || said == nullptr || lesson->stage != LessonStage::held) continue;
        // What was held covers what its record says, whatever it was linked to before.
        lesson->items.clear();
        if (!said->plan_item.empty()) lesson->items.push_back(said->plan_item);
        lesson->items.insert(lesson->items.end(), said->more.begin(), said->more.end());
    }
    return {};
}

}  // namespace zvonok::journal
