#include "station/domain/diary_view.hpp"

#include "station/domain/control.hpp"

#include <algorithm>
#include <tuple>

namespace zvonok::domain {

namespace {

/// Loads of the pupil's groups on the day, each once.
std::vector<std::pair<LoadId, GroupId>> loads_of_pupil(const FactBook& book, PersonId pupil, LocalDay day) {
    std::vector<std::pair<LoadId, GroupId>> loads;
    for (const GroupId group : book.groups_of(pupil, day))
        for (const LoadId load : book.loads_of_group(group, day)) loads.emplace_back(load, group);
    std::ranges::sort(loads);
    const auto again = std::ranges::unique(loads, {}, &std::pair<LoadId, GroupId>::first);
    loads.erase(again.begin(), again.end());
    return loads;
}

std::string name_of(const FactBook& book, SubjectId id, LocalDay day) {
    const Subject* subject = book.subject(id, day);
    return subject == nullptr ? std::string{} : subject->name;
}

void add_day_off(std::vector<DiaryCalendar::DaysOff>& all, LocalDay day, const std::string& name) {
    if (name.empty()) return;
    if (!all.empty() && all.back().name == name && all.back().last + std::chrono::days{1} == day)
        all.back().last = day;
    else
        all.push_back({day, day, name});
}

}  // namespace

std::vector<DiaryLesson> diary_lessons(const FactBook& book, PersonId pupil, LocalDay first, LocalDay last) {
    std::vector<DiaryLesson> lessons;
    for (LocalDay day = first; day <= last; day += std::chrono::days{1})
        for (const Lesson& lesson : book.lessons_on(day)) {
            if (!book.on_list(lesson, pupil)) continue;
            DiaryLesson shown{lesson, !lesson.substitute.empty()};
            if (const auto planned = book.planned_lesson(lesson.key)) {
                shown.other_room = lesson.takes_place() && planned->room != lesson.room;
                if (lesson.state == LessonState::moved) shown.planned_at = planned->starts;
            }
            lessons.push_back(std::move(shown));
        }
    return lessons;
}

std::vector<DiaryTeacher> diary_teachers(const FactBook& book, PersonId pupil, LocalDay day) {
    std::vector<DiaryTeacher> teachers;
    const GroupId school_class = book.class_of(pupil, day);
    if (!school_class.empty())
        for (const PersonId leads : book.class_teachers(school_class, day))
            teachers.push_back({leads, {}, school_class});
    const auto first = static_cast<std::ptrdiff_t>(teachers.size());
    for (const auto& [id, group] : loads_of_pupil(book, pupil, day)) {
        const Load& load = *book.load(id, day);
        for (const PersonId teacher : load.teachers) {
            const DiaryTeacher shown{teacher, load.subject, group};
            if (std::ranges::find(teachers, shown) == teachers.end()) teachers.push_back(shown);
        }
    }
    std::sort(teachers.begin() + first, teachers.end(), [&](const DiaryTeacher& left, const DiaryTeacher& right) {
        const auto rank = [&](const DiaryTeacher& each) {
            return std::tuple{name_of(book, each.subject, day), each.teacher, each.group};
        };
        return rank(left) < rank(right);
    });
    return teachers;
}

std::optional<DiaryCalendar> diary_calendar(const FactBook& book, PersonId pupil, LocalDay day) {
    const GroupId school_class = book.class_of(pupil, day);
    const auto year = book.year_of(day, school_class);
    if (!year) return std::nullopt;
    DiaryCalendar calendar{*book.year(*year), {}, {}};
    for (const auto& period : book.periods_of(school_class, *year)) calendar.periods.push_back(*period.is);
    for (LocalDay at = calendar.year.first; at <= calendar.year.last; at += std::chrono::days{1})
        add_day_off(calendar.holidays, at, book.holiday_on(at, school_class));
    return calendar;
}

std::vector<DiaryWork> diary_works(const FactBook& book, PersonId pupil, LocalDay first, LocalDay last) {
    std::vector<DiaryWork> works;
    for (const auto& [id, group] : loads_of_pupil(book, pupil, first))
        for (const auto& work : book.works_of_load(id))
            if (first <= work->day && work->day <= last)
                works.push_back({work->day, book.load(id, first)->subject, work->work, work->theme});
    for (const auto& exam : book.exams(first, last)) {
        const auto belongs = [&](GroupId group) { return book.membership(group, pupil, exam->day) != nullptr; };
        if (std::ranges::any_of(exam->groups, belongs)) works.push_back({exam->day, exam->subject, {}, {}, exam->kind});
    }
    std::ranges::stable_sort(works, {}, &DiaryWork::day);
    return works;
}

std::optional<PeriodId> forecast_due(const FactBook& book, const Zone& zone, GroupId school_class,
                                     std::optional<LocalDay> last, Instant now) {
    const LocalDay today = zone.day_of(now);
    const auto period = book.period_of(school_class, today);
    if (!period) return std::nullopt;
    // A new period begins with a forecast of its own.
    if (!last || *last < book.period(*period)->first) return period;
    const Interval& every = book.policies(today).control.forecast;
    const auto late = late_after(zone, every, *last);
    return late && today >= zone.day_of(*late - Instant::duration{1}) ? period : std::nullopt;
}

}  // namespace zvonok::domain
