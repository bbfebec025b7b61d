#include "station/app/present.hpp"

#include "station/app/present_parts.hpp"
#include "station/screens/names.hpp"

#include <algorithm>

namespace zvonok::app {

namespace {

namespace kiosk = screens::kiosk;

int minutes_between(LocalTime from, LocalTime to) {
    return static_cast<int>(std::chrono::ceil<std::chrono::minutes>(to - from).count());
}

/// What the next bell of the day rings for.
kiosk::Bell bell_at(const domain::FactBook& book, LocalTime now) {
    const LocalDay day = std::chrono::floor<std::chrono::days>(now);
    if (!book.is_school_day(day) || book.lessons_on(day).empty()) return {};
    for (const domain::BellPeriod& bell : book.bells(day)) {
        const LocalTime starts = LocalTime{day} + bell.starts;
        const LocalTime ends = LocalTime{day} + bell.ends;
        if (now < starts) return {kiosk::Bell::Kind::lesson_begins, bell.number, minutes_between(now, starts)};
        if (now < ends) return {kiosk::Bell::Kind::lesson_ends, bell.number, minutes_between(now, ends)};
    }
    return {};
}

/// The part of the subgroup's name that its class's does not say: «англ. 1» of «7Б англ. 1».
std::string subgroup_name(const domain::FactBook& book, const domain::Lesson& lesson, GroupId school_class) {
    std::string names;
    const domain::Group* whole = book.group(school_class, lesson.key.day);
    for (const GroupId id : lesson.groups) {
        const domain::Group* group = book.group(id, lesson.key.day);
        if (group == nullptr || group->parent != school_class) continue;
        std::string name = group->name;
        if (whole != nullptr && name.starts_with(whole->name + " ")) name.erase(0, whole->name.size() + 1);
        names += (names.empty() ? "" : ", ") + name;
    }
    return names;
}

kiosk::LessonRow row_of(const flow::State& state, const flow::ClassDay& chosen, const domain::Lesson& lesson) {
    const domain::FactBook& book = *state.facts.book;
    kiosk::LessonRow row;
    row.period = lesson.period;
    row.starts = lesson.starts;
    row.ends = lesson.ends;
    if (const domain::Subject* subject = book.subject(lesson.subject, lesson.key.day)) row.subject = subject->name;
    if (const domain::Room* room = book.room(lesson.room, lesson.key.day)) row.room = room->name;
    // Whom the pupils will meet, not whom the timetable names (D-05).
    const std::vector<PersonId> teachers = lesson.substitute.empty() ? lesson.teachers : std::vector{lesson.substitute};
    row.change = change_of(lesson);
    for (const PersonId id : teachers)
        if (const domain::Person* person = book.person(id, lesson.key.day))
            row.teacher += (row.teacher.empty() ? "" : ", ") + screens::teacher_name(*person);
    row.subgroup = subgroup_name(book, lesson, chosen.school_class);
    row.going_on = lesson.takes_place() && flow::goes_on(lesson, flow::local_now(state));
    row.unconfirmed = std::ranges::find(state.facts.unconfirmed, lesson.key) != state.facts.unconfirmed.end();
    if (chosen.homework) {
        for (const flow::HomeworkDue& due : *chosen.homework) {
            if (due.homework.due != lesson.key) continue;
            row.homework = due.homework.text.empty() && due.homework.ways == domain::HomeworkWay::none
                               ? kiosk::Homework::nothing
                               : kiosk::Homework::set;
            row.task = due.homework.text;
            row.ways = due.homework.ways;
            row.unconfirmed = row.unconfirmed || !due.confirmed;
        }
    }
    return row;
}

}  // namespace

screens::LessonChange change_of(const domain::Lesson& lesson) {
    using screens::LessonChange;
    if (lesson.state == domain::LessonState::cancelled) return LessonChange::cancelled;
    if (lesson.state == domain::LessonState::moved) return LessonChange::moved;
    return lesson.substitute.empty() ? LessonChange::none : LessonChange::substitution;
}

kiosk::State present_kiosk(const flow::State& state, const flow::ClassDay* chosen) {
    kiosk::State shown;
    shown.around = surroundings(state);
    shown.school = state.setup.school;
    if (!state.facts.book) return shown;
    const domain::FactBook& book = *state.facts.book;
    const LocalDay today = flow::today(state);
    if (const domain::School* school = book.school_on(today)) shown.school = school->name;
    shown.bell = bell_at(book, shown.around.now);
    for (const GroupId id : book.classes(today)) {
        const domain::Group& group = *book.group(id, today);
        shown.classes.push_back({id, group.name, group.grade});
    }
    if (chosen == nullptr) return shown;
    kiosk::ClassDay day;
    day.id = chosen->school_class;
    if (const domain::Group* group = book.group(day.id, today)) day.name = group->name;
    day.days = chosen->days;
    day.day = chosen->day;
    for (const domain::Lesson& lesson : flow::lessons_of_class(book, day.id, day.day))
        day.lessons.push_back(row_of(state, *chosen, lesson));
    if (day.lessons.empty()) day.holiday = book.holiday_on(day.day, day.id);
    shown.chosen = std::move(day);
    return shown;
}

}  // namespace zvonok::app
