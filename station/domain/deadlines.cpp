#include "station/domain/deadlines.hpp"

#include "station/domain/rules.hpp"

namespace zvonok::domain {

namespace {

using std::chrono::days;

Instant midnight_after(const Zone& zone, LocalDay day) {
    return zone.to_instant(LocalTime{day + days{1}});
}

std::optional<Instant> closing(const Zone& zone, LocalDay held, EditWindow window) {
    if (!window) return std::nullopt;
    return midnight_after(zone, held + *window);
}

GroupId group_of(const Lesson& lesson) {
    return lesson.groups.empty() ? GroupId{} : lesson.groups.front();
}

/// The first instant that is late for a lesson's record.
std::optional<Instant> lateness(const FactBook& book, const Zone& zone, const Deadline& deadline,
                                const Lesson& lesson) {
    const LocalDay held = lesson.day();
    switch (deadline.kind) {
        case Deadline::Kind::lesson_day:
            return midnight_after(zone, held);
        case Deadline::Kind::lesson_day_until:
            return zone.to_instant(LocalTime{held} + deadline.time);
        case Deadline::Kind::days_after:
            return midnight_after(zone, held + deadline.days);
        case Deadline::Kind::next_lesson: {
            const auto next = book.lesson_after(lesson.key);
            if (!next) return std::nullopt;
            return zone.to_instant(next->starts);
        }
        // The last second of the time still counts, the next one is late (section 0, point 5).
        case Deadline::Kind::after_last_lesson:
            return zone.to_instant(book.last_lesson_end(lesson).value_or(lesson.ends) + deadline.time) +
                   std::chrono::seconds{1};
        case Deadline::Kind::next_working_day:
            return midnight_after(zone, book.next_working_day(held, group_of(lesson)));
        case Deadline::Kind::last_week:
        case Deadline::Kind::order_date:
        case Deadline::Kind::none:
            break;
    }
    return std::nullopt;
}

LocalDay monday_of(LocalDay day) {
    return day - days{weekday_of(day) - 1};
}

/// A quarter, a year or an exam as its marks' terms depend on it.
struct Span {
    LocalDay first, last;
    std::optional<LocalDay> marks_due;
    GroupId group;  ///< whose calendar says which days are working days
};

Terms span_terms(const FactBook& book, const Zone& zone, const Span& span, const Deadline& deadline,
                 std::string_view parameter) {
    const Policies& rules = book.policies(span.last);
    Terms terms;
    terms.deadline = parameter;
    terms.window = rule::period_window;
    terms.opens = zone.to_instant(LocalTime{span.first});
    terms.closes = closing(zone, span.last, rules.period_mark.window);
    switch (deadline.kind) {
        case Deadline::Kind::lesson_day:
        case Deadline::Kind::last_week:
            terms.late = midnight_after(zone, span.last);
            break;
        case Deadline::Kind::lesson_day_until:
            terms.late = zone.to_instant(LocalTime{span.last} + deadline.time);
            break;
        case Deadline::Kind::days_after:
            terms.late = midnight_after(zone, span.last + deadline.days);
            break;
        case Deadline::Kind::next_working_day:
            terms.late = midnight_after(zone, book.next_working_day(span.last, span.group));
            break;
        case Deadline::Kind::order_date:
            if (span.marks_due) terms.late = midnight_after(zone, *span.marks_due);
            break;
        case Deadline::Kind::next_lesson:
        case Deadline::Kind::after_last_lesson:
        case Deadline::Kind::none:
            break;
    }
    // An order that names a later day than the window's last keeps the window open until that day.
    if (terms.closes && terms.late && deadline.kind == Deadline::Kind::order_date)
        terms.closes = std::max(*terms.closes, *terms.late);
    if (rules.period_mark.early == EarlyEntry::refused && deadline.kind == Deadline::Kind::last_week)
        terms.opens = std::max(*terms.opens, zone.to_instant(LocalTime{monday_of(span.last)}));
    return terms;
}

/// Work whose kind the school does not know.
const WorkKind plain_work{};

}  // namespace

int grade_of(const FactBook& book, const Lesson& lesson) {
    for (const GroupId group : lesson.groups)
        if (const int grade = book.grade_of(group, lesson.day()); grade != 0) return grade;
    return 0;
}

std::string_view subject_name(const FactBook& book, SubjectId subject, LocalDay day) {
    const Subject* found = book.subject(subject, day);
    return found == nullptr ? std::string_view{} : std::string_view{found->name};
}

std::optional<DaySpan> span_of(const FactBook& book, EntityId period) {
    if (const ReportingPeriod* found = book.period(id_as<PeriodId>(period))) return DaySpan{found->first, found->last};
    if (const SchoolYear* year = book.year(period)) return DaySpan{year->first, year->last};
    if (const Exam* exam = book.exam(period)) return DaySpan{exam->day, exam->day};
    return std::nullopt;
}

Terms attendance_terms(const FactBook& book, const Zone& zone, const Lesson& lesson) {
    const Policies& rules = book.policies(lesson.day());
    Terms terms;
    terms.opens = zone.to_instant(LocalTime{lesson.day()});
    terms.late = lateness(book, zone, rules.attendance.deadline, lesson);
    terms.closes = closing(zone, lesson.day(), rules.attendance.window);
    terms.deadline = "attendance.entry_deadline";
    terms.window = rule::attendance_window;
    return terms;
}

Terms reason_terms(const FactBook& book, const Zone& zone, const Lesson& lesson) {
    const Policies& rules = book.policies(lesson.day());
    const Interval& every = rules.attendance.review.every;
    Terms terms;
    terms.opens = zone.to_instant(LocalTime{lesson.day()});
    terms.closes = closing(zone, lesson.day(), rules.attendance.window);
    terms.deadline = "attendance.reason_review";
    terms.window = rule::reason_window;
    switch (every.unit) {
        case Interval::Unit::days:
            terms.late = midnight_after(zone, lesson.day() + days{every.count - 1});
            break;
        // "Every week": what happened in a calendar week is reviewed by its Sunday (004-5).
        case Interval::Unit::weeks:
            terms.late = midnight_after(zone, monday_of(lesson.day()) + days{7 * every.count - 1});
            break;
        case Interval::Unit::months: {
            const std::chrono::year_month_day day{lesson.day()};
            const auto month = std::chrono::year_month{day.year(), day.month()} + std::chrono::months{every.count - 1};
            terms.late = midnight_after(zone, LocalDay{month / std::chrono::last});
            break;
        }
        case Interval::Unit::quarters:
        case Interval::Unit::years:
        case Interval::Unit::on_request:
        case Interval::Unit::never:
            break;
    }
    // A review that is not over yet can still be made.
    if (terms.closes && terms.late) terms.closes = std::max(*terms.closes, *terms.late);
    return terms;
}

Terms topic_terms(const FactBook& book, const Zone& zone, const Lesson& lesson) {
    const Policies& rules = book.policies(lesson.day());
    Terms terms;
    terms.opens = zone.to_instant(LocalTime{lesson.day()});
    terms.late = lateness(book, zone, rules.topic.deadline, lesson);
    terms.closes = closing(zone, lesson.day(), rules.topic.window);
    terms.deadline = "topic.entry_deadline";
    terms.window = rule::topic_window;
    return terms;
}

Terms homework_terms(const FactBook& book, const Zone& zone, const Lesson& lesson) {
    const Policies& rules = book.policies(lesson.day());
    Terms terms;
    terms.opens = zone.to_instant(LocalTime{lesson.day()});
    terms.late = lateness(
        book, zone, rules.homework_deadline(grade_of(book, lesson), subject_name(book, lesson.subject, lesson.day())),
        lesson);
    terms.closes = closing(zone, lesson.day(), rules.homework.window);
    terms.deadline = "homework.entry_deadline";
    terms.window = rule::homework_window;
    return terms;
}

namespace {
/// The school's list of control works says so of this one, by its planned day or by the one on which it was held.
bool is_monitored(const FactBook& book, const Lesson& lesson, std::string_view work) {
    return std::ranges::any_of(book.works_of_load(lesson.key.load), [&](const auto& planned) {
        return planned->monitoring && planned->work == work &&
               (planned->day == lesson.key.day || planned->day == lesson.day());
    });
}
}  // namespace

Terms mark_terms(const FactBook& book, const Zone& zone, const Lesson& lesson, std::string_view work, Answer answer) {
    const LocalDay held = lesson.day();
    const Policies& rules = book.policies(held);
    const WorkKind* known = rules.kind(work);
    const WorkKind& kind = known == nullptr ? plain_work : *known;
    const std::string_view subject = subject_name(book, lesson.subject, held);
    const Policies::GradedWork asked{kind, grade_of(book, lesson), subject, is_monitored(book, lesson, work)};
    Terms terms;
    terms.opens = zone.to_instant(LocalTime{held});
    terms.late = lateness(book, zone, rules.deadline_of(asked), lesson);
    terms.known_by = midnight_after(zone, held + rules.mark.inform);
    if (kind.creative && rules.mark.creative_reach.has(asked.grade, subject))
        terms.deadline = "mark.creative.deadline_days";
    else
        terms.deadline = kind.written || kind.creative ? "mark.written.deadline" : "mark.lesson.deadline";

    terms.closes = closing(zone, held, rules.window_of(asked));
    const bool writing = (kind.written || kind.creative) && rules.mark.writing_10_11.own &&
                         (asked.grade == 10 || asked.grade == 11) &&
                         std::ranges::find(rules.mark.writing_subjects, subject) != rules.mark.writing_subjects.end();
    if ((kind.monitoring || asked.monitoring) && rules.mark.monitoring.own)
        terms.window = rule::monitoring_window;
    else
        terms.window = writing ? rule::writing_window : rule::mark_window;
    // Section 5, point 1: where first answers do not follow the window of changes, the term within which the family is
    // to know the mark binds.
    if (answer == Answer::first && !rules.mark.entry_follows_window && terms.closes &&
        *terms.known_by > *terms.closes) {
        terms.closes = terms.known_by;
        terms.window = rule::inform_window;
    }
    return terms;
}

std::optional<Terms> period_mark_terms(const FactBook& book, const Zone& zone, EntityId period, GroupId group) {
    if (const ReportingPeriod* found = book.period(id_as<PeriodId>(period))) {
        const auto& rules = book.policies(found->last).period_mark;
        const bool year = found->kind == PeriodKind::year;
        return span_terms(book, zone, {found->first, found->last, found->marks_due, group},
                          year ? rules.year_deadline : rules.deadline,
                          year ? "year_mark.entry_rule" : "period_mark.entry_rule");
    }
    if (const SchoolYear* year = book.year(period)) {
        // The order that ends the year stands at its reporting period of the kind "year" (B-05).
        std::optional<LocalDay> marks_due;
        for (const auto& known : book.periods_of(group, period))
            if (known->kind == PeriodKind::year) marks_due = known->marks_due;
        return span_terms(book, zone, {year->first, year->last, marks_due, group},
                          book.policies(year->last).period_mark.year_deadline, "year_mark.entry_rule");
    }
    if (const Exam* exam = book.exam(period)) {
        return span_terms(book, zone, {exam->day, exam->day, std::nullopt, group},
                          book.policies(exam->day).period_mark.exam_deadline, "exam_mark.entry_rule");
    }
    return std::nullopt;
}

std::optional<Terms> terms_of(const FactBook& book, const Zone& zone, const Cell& cell, Answer answer) {
    if (cell.kind == CellKind::period_mark) {
        const auto span = span_of(book, cell.period);
        if (!span) return std::nullopt;
        return period_mark_terms(book, zone, cell.period, book.class_of(id_as<PersonId>(cell.addressee), span->last));
    }
    if (cell.lesson.empty()) return std::nullopt;
    const auto lesson = book.lesson(cell.lesson);
    if (!lesson || !lesson->takes_place()) return std::nullopt;
    switch (cell.kind) {
        case CellKind::attendance:
            return attendance_terms(book, zone, *lesson);
        case CellKind::absence_reason:
            return reason_terms(book, zone, *lesson);
        case CellKind::topic:
            return topic_terms(book, zone, *lesson);
        case CellKind::homework:
            return homework_terms(book, zone, *lesson);
        case CellKind::work:
        case CellKind::mark:
            return mark_terms(book, zone, *lesson, cell.work, answer);
        default:
            return std::nullopt;
    }
}

Instant end_of_term(const FactBook& book, const Zone& zone, const Term& term, LocalDay began) {
    switch (term.kind) {
        case Term::Kind::days:
            return midnight_after(zone, began + days{term.count});
        case Term::Kind::working_days: {
            LocalDay last = began;
            for (int n = 0; n < term.count; ++n) last = book.next_working_day(last);
            return midnight_after(zone, last);
        }
        case Term::Kind::at_once:
        case Term::Kind::same_day:
            break;
    }
    return midnight_after(zone, began);
}

}  // namespace zvonok::domain
