#include "station/domain/deadlines.hpp"
#include "tests/domain/judge_school.hpp"

using namespace zvonok;
using namespace zvonok::test;

namespace {

/// The instant of a wall time in the zone.
Instant wall(const Zone& zone, LocalDay day, std::chrono::seconds time) {
    return zone.to_instant(LocalTime{day} + time);
}

}  // namespace

TEST_CASE("terms: a screen can tell before saving until when a record is open and when it is late",
          "[domain][deadlines][J-02]") {
    Court s;
    s.policy("mark.current.edit_window_days", "2");
    const auto book = s.book();
    const auto terms = terms_of(book, s.moscow, mark(s.first_lesson, s.belov, "5").cell);
    REQUIRE(terms);
    CHECK(terms->opens == s.at(s.tuesday, 0s));
    CHECK(terms->late == s.after(s.tuesday));
    CHECK(terms->closes == s.after(date(2026, 9, 17)));
    CHECK(terms->known_by == s.after(date(2026, 9, 25)));
    CHECK(terms->deadline == "mark.lesson.deadline");
    CHECK(terms->window == rule::mark_window);
    CHECK_FALSE(terms_of(book, s.moscow, Cell{CellKind::lesson_held, s.first_lesson, {}}));
    CHECK_FALSE(terms_of(book, s.moscow, Cell{CellKind::topic, {s.algebra, s.tuesday, 9, {}}, {}}));
    CHECK_FALSE(terms_of(book, s.moscow, period_mark(id<EntityId>(220), s.algebra_subject, s.belov, "5").cell));
}

TEST_CASE("terms: what the judge refuses and stamps is what the terms said", "[domain][deadlines][J-02][J-03]") {
    Court s;
    s.policy("homework.edit_window_days", "3");
    const auto book = s.book();
    const LessonKey due{s.algebra, date(2026, 9, 29), 1, {}};
    const std::vector<Writing> writings{
        attendance(s.first_lesson, s.belov),
        topic(s.first_lesson, "Степени"),
        mark(s.first_lesson, s.belov, "5"),
        {{CellKind::homework, s.first_lesson, entity_of(s.class_7b)}, Homework{"§ 12", HomeworkWay::read, due}},
        period_mark(s.quarter, s.algebra_subject, s.belov, "5")};
    for (const Writing& writing : writings) {
        INFO(static_cast<int>(writing.cell.kind));
        const auto terms = terms_of(book, s.moscow, writing.cell);
        REQUIRE(terms);
        const auto judged = [&](Instant when) { return s.judged(s.teacher, Role::teacher, writing, when); };
        CHECK(judged(*terms->opens - 1ms).outcome == Outcome::refused);
        CHECK(judged(*terms->opens).outcome == Outcome::accepted);
        CHECK(judged(*terms->late - 1ms).notes.empty());
        CHECK(judged(*terms->late).notes == std::vector{"late." + std::string(terms->deadline)});
        CHECK(judged(*terms->closes - 1ms).outcome == Outcome::accepted);
        CHECK(judged(*terms->closes).rule == terms->window);
    }
}

TEST_CASE("terms: days are calendar days where the clocks change within the window", "[domain][deadlines][T-13]") {
    const Zone berlin = Zone::find("Europe/Berlin").value();
    Court s;
    s.policy("attendance.edit_window_days", "2");
    const auto book = s.book();
    // Thursday 22 October; on Sunday the 25th the day has 25 hours, on 28 March the next year 23.
    const auto autumn = attendance_terms(book, berlin, *book.lesson({s.algebra, date(2026, 10, 22), 1, {}}));
    CHECK(autumn.closes == wall(berlin, date(2026, 10, 25), 0s));
    CHECK(*autumn.closes - *autumn.opens == 72h);
    Court patient;
    patient.policy("attendance.edit_window_days", "4");
    const auto later = patient.book();
    const auto week = attendance_terms(later, berlin, *later.lesson({s.algebra, date(2026, 10, 22), 1, {}}));
    CHECK(*week.closes - *week.opens == 5 * 24h + 1h);
    const auto spring = attendance_terms(later, berlin, *later.lesson({s.algebra, date(2027, 3, 25), 1, {}}));
    CHECK(*spring.closes - *spring.opens == 5 * 24h - 1h);
}

TEST_CASE("terms: where midnight itself does not exist or comes twice, the teacher has the longer day",
          "[domain][deadlines][T-13]") {
    // On the Azores clocks go from 01:00 back to 00:00 on 25 October 2026, and from 00:00 to 01:00 on 28 March 2027.
    const Zone azores = Zone::find("Atlantic/Azores").value();
    Court s;
    s.policy("attendance.edit_window_days", "2");
    const auto book = s.book();
    const Lesson thursday = *book.lesson({s.algebra, date(2027, 3, 25), 1, {}});
    const auto terms = attendance_terms(book, azores, thursday);
    CHECK(terms.closes == wall(azores, date(2027, 3, 28), 1h));
    CHECK(*terms.closes - *terms.opens == 72h);
    const auto twice = attendance_terms(book, azores, *book.lesson({s.algebra, date(2026, 10, 22), 1, {}}));
    CHECK(*twice.closes - *twice.opens == 73h);
}

TEST_CASE("terms: windows cross 29 February and 31 December", "[domain][deadlines][J-04]") {
    Court s;
    s.add(s.year, SchoolYear{date(2026, 9, 1), date(2028, 5, 31)});
    const auto book = s.book();
    const auto closes = [&](LocalDay day) {
        return attendance_terms(book, s.moscow, *book.lesson({s.algebra, day, 1, {}})).closes;
    };
    CHECK(closes(date(2028, 2, 24)) == s.at(date(2028, 3, 3), 0s));
    CHECK(closes(date(2028, 2, 29)) == s.at(date(2028, 3, 8), 0s));
    CHECK(closes(date(2026, 12, 29)) == s.at(date(2027, 1, 6), 0s));
}

TEST_CASE("terms: a lesson past midnight counts from the day on which it begins", "[domain][deadlines][H-02]") {
    Court s;
    s.policy("attendance.edit_window_days", "0").policy("homework.entry_deadline", "90 minutes after_last_lesson");
    s.add(id<EntityId>(220), BellPeriod{9, 23h + 30min, 15min});
    s.add(id<EntityId>(221), TimetableSlot{s.algebra, 5, WeekParity::every, 9, s.room});
    const auto book = s.book();
    const LocalDay friday = date(2026, 9, 18);
    const auto lesson = book.lesson({s.algebra, friday, 1, {}});
    REQUIRE(lesson);
    CHECK(attendance_terms(book, s.moscow, *lesson).closes == s.after(friday));
    CHECK(homework_terms(book, s.moscow, *lesson).late == s.at(friday, 25h + 45min + 1s));
}

TEST_CASE("terms: a term of working days skips days off, one of days does not", "[domain][deadlines][A-21]") {
    Court s;
    s.add(s.year, SchoolYear{date(2026, 9, 1), date(2027, 5, 31), {}, 5});
    const auto book = s.book();
    const LocalDay friday = date(2026, 9, 18);
    CHECK(end_of_term(book, s.moscow, {Term::Kind::working_days, 1}, friday) == s.after(date(2026, 9, 21)));
    CHECK(end_of_term(book, s.moscow, {Term::Kind::days, 1}, friday) == s.after(date(2026, 9, 19)));
    CHECK(end_of_term(book, s.moscow, {Term::Kind::same_day}, friday) == s.after(friday));
    CHECK(end_of_term(book, s.moscow, {Term::Kind::at_once}, friday) == s.after(friday));
}
