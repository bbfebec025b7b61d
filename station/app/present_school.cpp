#include "station/app/present.hpp"
#include "station/app/present_parts.hpp"
#include "station/domain/absence.hpp"
#include "station/flow/tuning.hpp"
#include "station/screens/names.hpp"

#include <algorithm>

/// The desks of the office that are about the school's days: absences, timetable, announcements.
namespace zvonok::app {

namespace {

namespace absences = screens::absences;
namespace timetable = screens::timetable;
namespace notices = screens::notices;

/// How many school days back the class teacher can turn.
constexpr std::size_t days_back = 6;

std::vector<absences::ClassChoice> classes_shown(const domain::FactBook& book, const std::vector<GroupId>& ids,
                                                 LocalDay day) {
    std::vector<absences::ClassChoice> classes;
    for (const GroupId id : ids)
        if (const domain::Group* group = book.group(id, day)) classes.push_back({id, group->name});
    return classes;
}

std::size_t place_of(const std::vector<absences::ClassChoice>& classes, GroupId id) {
    const auto found = std::ranges::find(classes, id, &absences::ClassChoice::id);
    return found == classes.end() ? 0 : static_cast<std::size_t>(found - classes.begin());
}

absences::Square square_of(const domain::FactBook& book, const domain::Lesson& lesson, const flow::Missed& missed) {
    domain::AbsenceWords words;
    if (missed.teacher) words.teacher = &*missed.teacher;
    if (missed.reason) {
        words.class_teacher = &*missed.reason;
        if (!missed.reason->document.empty()) words.named = book.document(missed.reason->document);
    }
    std::vector<const domain::PupilDocument*> papers;
    for (const auto& paper : book.papers(missed.pupil, lesson.day(), lesson.subject)) papers.push_back(paper.is);
    words.papers = papers;
    const domain::Absence absence = domain::absence_of(book.policies(lesson.day()), words);
    absences::Square square;
    square.missed = missed.teacher.has_value() || (missed.reason && !missed.reason->code.empty());
    square.code = absence.code;
    square.missing = absence.unreviewed;
    square.by_paper = absence.source == domain::AbsenceSource::document;
    square.standing = standing_shown(missed.standing);
    return square;
}

std::vector<absences::Day> days_shown(const domain::FactBook& book, const flow::Absences& of, LocalDay today) {
    std::vector<absences::Day> days;
    for (LocalDay day = today; day >= today - flow::reasons_back && days.size() < days_back;
         day -= std::chrono::days{1}) {
        const auto missing = of.unreviewed.find(day);
        const int count = missing == of.unreviewed.end() ? 0 : missing->second;
        if (day == today || count > 0 || day == of.day || book.is_school_day(day, of.school_class))
            days.push_back({day, count});
    }
    return days;
}

/// The facts of that type which the person has stated and the server has not taken.
template <class Value>
std::vector<std::pair<const domain::Fact*, const flow::RecordedValue*>> stated(const flow::Desk& desk) {
    std::vector<std::pair<const domain::Fact*, const flow::RecordedValue*>> found;
    for (const flow::RecordedValue& value : desk.registered)
        if (const auto* states = std::get_if<domain::Registration>(&value.act))
            if (std::holds_alternative<Value>(states->fact->value)) found.emplace_back(&*states->fact, &value);
    return found;
}

screens::Standing standing_of(const flow::RecordedValue& value) {
    if (value.outcome == domain::Outcome::refused) return screens::Standing::refused;
    return value.outcome == domain::Outcome::held ? screens::Standing::held : screens::Standing::saved;
}

std::string names_of(const flow::State& state, const std::vector<PersonId>& people) {
    std::string names;
    for (const PersonId id : people) names.append(names.empty() ? "" : ", ").append(colleague_name(state, id));
    return names;
}

timetable::Entry entry_of(const flow::State& state, const domain::Lesson& lesson) {
    const domain::FactBook& book = *state.facts.book;
    timetable::Entry entry;
    entry.key = lesson.key;
    entry.period = lesson.period;
    entry.starts = lesson.starts;
    entry.ends = lesson.ends;
    entry.subject = subject_name(state, lesson);
    entry.groups = group_names(book, lesson);
    if (const domain::Room* room = book.room(lesson.room, lesson.day())) entry.room = room->name;
    entry.teachers = names_of(state, lesson.teachers);
    entry.planned = lesson.teachers;
    if (!lesson.substitute.empty()) entry.substitute = colleague_name(state, lesson.substitute);
    entry.state = lesson.state;
    entry.unconfirmed = std::ranges::find(state.facts.unconfirmed, lesson.key) != state.facts.unconfirmed.end();
    return entry;
}

/// Everybody who teaches, by name, with when they are taken on the day.
std::vector<timetable::Colleague> colleagues_of(const flow::State& state, LocalDay day) {
    const domain::FactBook& book = *state.facts.book;
    std::map<PersonId, std::vector<timetable::Busy>> busy;
    for (const LoadId id : book.loads(day))
        for (const PersonId teacher : book.load(id, day)->teachers) busy.try_emplace(teacher);
    for (const domain::Lesson& lesson : book.lessons_on(day)) {
        if (!lesson.takes_place()) continue;
        for (auto& [person, lessons] : busy)
            if (domain::FactBook::holds(person, lesson))
                lessons.push_back({lesson.starts, lesson.ends, group_names(book, lesson)});
    }
    std::vector<timetable::Colleague> colleagues;
    colleagues.reserve(busy.size());
    for (auto& [person, lessons] : busy)
        colleagues.push_back({person, colleague_name(state, person), std::move(lessons)});
    std::ranges::sort(colleagues, {}, &timetable::Colleague::name);
    return colleagues;
}

}  // namespace

absences::State present_absences(const flow::State& state, const flow::Desk& desk, const flow::Absences& of) {
    const domain::FactBook& book = *state.facts.book;
    absences::State shown;
    shown.common = common_shown(state, desk);
    shown.common.loading = !of.viewed;
    shown.classes = classes_shown(book, of.classes, of.day);
    shown.current = place_of(shown.classes, of.school_class);
    shown.days = days_shown(book, of, flow::today(state));
    shown.day = of.day;
    for (const domain::Lesson& lesson : of.lessons)
        shown.columns.push_back({lesson.key, lesson.period, subject_name(state, lesson)});
    std::map<PersonId, std::vector<absences::Square>> rows;
    for (const flow::Missed& missed : of.missed) {
        const auto lesson = std::ranges::find(of.lessons, missed.lesson, &domain::Lesson::key);
        if (lesson == of.lessons.end() || book.class_of(missed.pupil, of.day) != of.school_class) continue;
        const absences::Square square = square_of(book, *lesson, missed);
        if (!square.missed) continue;
        auto& squares = rows.try_emplace(missed.pupil, of.lessons.size()).first->second;
        squares[static_cast<std::size_t>(lesson - of.lessons.begin())] = square;
    }
    std::vector<PersonId> pupils;
    pupils.reserve(rows.size());
    for (const auto& [pupil, squares] : rows) pupils.push_back(pupil);
    const std::vector<std::string> names = list_names(book, pupils, of.day);
    for (std::size_t n = 0; n < pupils.size(); ++n)
        shown.rows.push_back({pupils[n], names[n], std::move(rows.at(pupils[n]))});
    std::ranges::sort(shown.rows, {}, &absences::Row::name);
    for (const auto& [fact, value] : stated<domain::PupilDocument>(desk)) {
        const auto& paper = std::get<domain::PupilDocument>(fact->value);
        if (const domain::Person* pupil = book.person(paper.pupil, of.day))
            shown.papers.push_back(
                {screens::list_name(*pupil), paper.number, paper.first, paper.last, standing_of(*value)});
    }
    for (const domain::AbsenceCode& code : book.policies(of.day).attendance.codes)
        shown.codes.push_back({code.code, code.title});
    return shown;
}

timetable::State present_timetable(const flow::State& state, const flow::Desk& desk, const flow::Timetable& of) {
    const domain::FactBook& book = *state.facts.book;
    const LocalDay today = flow::today(state);
    timetable::State shown;
    shown.common = common_shown(state, desk);
    shown.classes = classes_shown(book, book.classes(today), today);
    shown.current = place_of(shown.classes, of.school_class);
    shown.days = flow::days_offered(book, today, flow::kiosk_days);
    shown.day = of.day;
    for (const domain::Lesson& lesson : book.lessons_of_class(of.school_class, of.day, of.day))
        shown.lessons.push_back(entry_of(state, lesson));
    shown.colleagues = colleagues_of(state, of.day);
    for (const LocalDay day : shown.days) {
        timetable::Target& target = shown.targets.emplace_back();
        target.day = day;
        for (const domain::BellPeriod& bell : book.bells(day, of.school_class)) target.periods.push_back(bell.number);
    }
    return shown;
}

notices::State present_notices(const flow::State& state, const flow::Desk& desk) {
    const domain::FactBook& book = *state.facts.book;
    const LocalDay today = flow::today(state);
    notices::State shown;
    shown.common = common_shown(state, desk);
    const auto item_of = [&](EntityId id, const domain::Announcement& notice) {
        return notices::Item{id, notice.title, notice.text, colleague_name(state, notice.author), notice.to_families};
    };
    for (const auto& [fact, value] : stated<domain::Announcement>(desk)) {
        if (fact->withdrawn) continue;
        notices::Item& item =
            shown.items.emplace_back(item_of(fact->entity, std::get<domain::Announcement>(fact->value)));
        if (fact->until) item.last = *fact->until - std::chrono::days{1};
        item.standing = standing_of(*value);
    }
    for (const auto& notice : book.announcements(today)) {
        // While the server has not confirmed it, it stands above.
        if (std::ranges::find(shown.items, notice.id, &notices::Item::id) != shown.items.end()) continue;
        shown.items.push_back(item_of(notice.id, *notice.is));
    }
    return shown;
}

}  // namespace zvonok::app
