#include "tests/domain/small_school.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::domain;
using namespace zvonok::test;

namespace {

const CalendarId first_grades = id<CalendarId>(110);
const BellsId shortened = id<BellsId>(111);
const BellsId second_shift = id<BellsId>(112);
const GroupId class_1a = id<GroupId>(12);
const LoadId letters = id<LoadId>(42);

/// The calendar of requirements section 4: a five-day week, quarter 1 until Friday 23 October 2026.
SmallSchool autumn_school() {
    SmallSchool school;
    school.add(year, SchoolYear{date(2026, 9, 1), date(2027, 5, 31), {}, 5});
    school.add(id<EntityId>(3), Holiday{date(2026, 10, 24), date(2026, 11, 2), "осенние каникулы"});
    school.add(id<EntityId>(4), Holiday{date(2026, 11, 4), date(2026, 11, 4), "День народного единства", {}, true});
    return school;
}

/// Grade 1 with a calendar of its own: more holidays in February.
SmallSchool with_first_grade() {
    SmallSchool school = autumn_school();
    school.add(entity_of(first_grades), Calendar{"1 классы"});
    school.add(entity_of(class_1a), Group{GroupKind::school_class, "1А", {}, 1, {}, first_grades});
    school.add(id<EntityId>(5), Holiday{date(2027, 2, 15), date(2027, 2, 21), "доп. каникулы", first_grades});
    school.add(entity_of(letters), Load{id<SubjectId>(72), {class_1a}, {school.teacher}});
    school.add(id<EntityId>(94), TimetableSlot{letters, 2, WeekParity::every, 1, school.room});
    return school;
}

std::size_t lessons(const FactBook& book, LoadId load, LocalDay day) {
    return book.lessons_of_load(load, day, day).size();
}

}  // namespace

TEST_CASE("calendar: five days are taught in a five-day week, six in a six-day one", "[domain][calendar][B-06]") {
    SmallSchool school = autumn_school();
    CHECK(school.book().is_school_day(date(2026, 9, 18)));
    CHECK_FALSE(school.book().is_school_day(date(2026, 9, 19)));  // Saturday
    school.add(year, SchoolYear{date(2026, 9, 1), date(2027, 5, 31), {}, 6});
    CHECK(school.book().is_school_day(date(2026, 9, 19)));
    CHECK_FALSE(school.book().is_school_day(date(2026, 9, 20)));
}

TEST_CASE("calendar: the next working day skips weekends and public holidays but not the pupils' holidays",
          "[domain][calendar][I-03]") {
    const FactBook book = autumn_school().book();
    // 002-5: the quarter ends on Friday 23 October; Monday is the pupils' holidays and the staff works.
    CHECK(book.next_working_day(date(2026, 10, 23)) == date(2026, 10, 26));
    CHECK_FALSE(book.is_school_day(date(2026, 10, 26)));
    CHECK(book.holiday_on(date(2026, 10, 26)) == "осенние каникулы");
    // An exam on Tuesday 3 November: the 4th is a public holiday.
    CHECK(book.next_working_day(date(2026, 11, 3)) == date(2026, 11, 5));
    CHECK_FALSE(book.is_working_day(date(2026, 11, 4)));
    // In summer the week of the year that has ended goes on.
    CHECK(book.next_working_day(date(2027, 6, 4)) == date(2027, 6, 7));
    CHECK_FALSE(book.year_of(date(2027, 6, 4)).has_value());
}

TEST_CASE("calendar: a Saturday taught by Monday's timetable is a school day and a working day",
          "[domain][calendar][B-06]") {
    SmallSchool school = autumn_school();
    school.add(id<EntityId>(95), TimetableSlot{school.algebra, 1, WeekParity::odd, 4, school.room});
    const LocalDay saturday = date(2026, 9, 12);  // an even week
    school.add(id<EntityId>(120), MovedDay{saturday, 1, WeekParity::every});
    CHECK(school.book().is_school_day(saturday));
    CHECK(school.book().is_working_day(saturday));
    CHECK(lessons(school.book(), school.algebra, saturday) == 0);
    school.add(id<EntityId>(120), MovedDay{saturday, 1, WeekParity::odd});
    const FactBook book = school.book();
    REQUIRE(lessons(book, school.algebra, saturday) == 1);
    CHECK(book.lesson({school.algebra, saturday, 1, {}})->period == 4);
    CHECK(book.taught_by(saturday) == CalendarBook::Timetable{1, WeekParity::odd});
}

TEST_CASE("calendar: a moved day inside holidays is taught, and only for the calendar that it names",
          "[domain][calendar][B-06]") {
    SmallSchool school = with_first_grade();
    const LocalDay wednesday = date(2027, 2, 17);  // first grades' own holidays
    school.add(id<EntityId>(120), MovedDay{wednesday, 2, WeekParity::every, first_grades});
    const FactBook book = school.book();
    CHECK(lessons(book, letters, wednesday) == 1);
    CHECK(lessons(book, school.algebra, wednesday) == 0);
    CHECK(book.is_school_day(wednesday));
    CHECK(book.taught_by(wednesday)->weekday == 3);
    CHECK(book.taught_by(wednesday, class_1a)->weekday == 2);
}

TEST_CASE("calendar: classes follow their own holidays", "[domain][calendar][B-06]") {
    const FactBook book = with_first_grade().book();
    const LocalDay tuesday = date(2027, 2, 16);
    CHECK(lessons(book, letters, tuesday) == 0);
    CHECK(lessons(book, id<LoadId>(40), tuesday) == 2);
    CHECK_FALSE(book.is_school_day(tuesday, class_1a));
    CHECK(book.is_school_day(tuesday, id<GroupId>(10)));
    CHECK(lessons(book, letters, date(2027, 2, 9)) == 1);
}

TEST_CASE("calendar: a calendar with a year of its own does not run on in the ordinary one",
          "[domain][calendar][B-06]") {
    SmallSchool school = with_first_grade();
    school.add(id<EntityId>(6), SchoolYear{date(2026, 9, 1), date(2027, 5, 21), first_grades, 5});
    const FactBook book = school.book();
    CHECK(book.year_of(date(2027, 5, 21), class_1a) == id<EntityId>(6));
    CHECK_FALSE(book.year_of(date(2027, 5, 24), class_1a).has_value());
    CHECK(book.year_of(date(2027, 5, 24)) == year);
    CHECK(lessons(book, letters, date(2027, 5, 25)) == 0);
}

TEST_CASE("calendar: a year crosses 31 December and its weeks keep their turn", "[domain][calendar]") {
    const FactBook book = autumn_school().book();
    CHECK(book.year_of(date(2026, 12, 31)) == year);
    CHECK(book.year_of(date(2027, 1, 1)) == year);
    CHECK(book.taught_by(date(2026, 12, 31))->week == book.taught_by(date(2027, 1, 1))->week);
    // Week 1 begins on Monday 31 August, an odd one; 4 January begins the 19th.
    CHECK(book.taught_by(date(2027, 1, 4))->week == WeekParity::odd);
    CHECK(book.taught_by(date(2027, 1, 11))->week == WeekParity::even);
}

TEST_CASE("calendar: 29 February is a day like any other", "[domain][calendar]") {
    SmallSchool school;
    school.add(id<EntityId>(7), SchoolYear{date(2027, 9, 1), date(2028, 5, 31), {}, 5});
    const FactBook book = school.book();
    const LocalDay leap = date(2028, 2, 29);  // a Tuesday
    CHECK(lessons(book, school.algebra, leap) == 2);
    CHECK(book.next_working_day(date(2028, 2, 28)) == leap);
    const auto next = book.lesson_after({school.algebra, leap, 2, {}});
    CHECK(next->key.day == date(2028, 3, 2));
}

TEST_CASE("periods: quarters for younger classes and half-years for older ones", "[domain][calendar][B-04]") {
    SmallSchool school;
    const GroupId class_10a = id<GroupId>(13);
    school.add(entity_of(class_10a), Group{GroupKind::school_class, "10А", {}, 10});
    const auto quarter = [&](std::uint8_t n, LocalDay first, LocalDay last) {
        school.add(id<EntityId>(n), ReportingPeriod{PeriodKind::quarter, n - 129, first, last, 1, 9});
    };
    quarter(131, date(2026, 11, 9), date(2026, 12, 29));
    quarter(130, date(2026, 9, 1), date(2026, 10, 30));
    school.add(id<EntityId>(140),
               ReportingPeriod{PeriodKind::half_year, 1, date(2026, 9, 1), date(2026, 12, 29), 10, 11});
    school.add(id<EntityId>(141), ReportingPeriod{PeriodKind::year, 1, date(2026, 9, 1), date(2027, 5, 31)});
    school.add(id<EntityId>(142), ReportingPeriod{PeriodKind::quarter, 1, date(2025, 9, 1), date(2025, 10, 30)});
    const FactBook book = school.book();
    const auto ids = [&](GroupId group) {
        std::vector<PeriodId> found;
        for (const auto& period : book.periods_of(group, year)) found.push_back(period.id);
        return found;
    };
    CHECK(ids(school.class_7b) == std::vector{id<PeriodId>(130), id<PeriodId>(131), id<PeriodId>(141)});
    CHECK(ids(school.english_1) == ids(school.class_7b));
    CHECK(ids(class_10a) == std::vector{id<PeriodId>(140), id<PeriodId>(141)});
    CHECK(book.period_of(school.class_7b, date(2026, 10, 30)) == id<PeriodId>(130));
    CHECK_FALSE(book.period_of(school.class_7b, date(2026, 10, 31)).has_value());
    CHECK(book.period_of(class_10a, date(2026, 10, 31)) == id<PeriodId>(140));
}

TEST_CASE("periods: the order that ends one is known for all of it, whenever it was recorded",
          "[domain][calendar][B-05]") {
    SmallSchool school;
    school.add(id<EntityId>(130), ReportingPeriod{PeriodKind::quarter, 1, date(2026, 9, 1), date(2026, 10, 30)});
    school.add(id<EntityId>(150), Order{OrderKind::period_end, "115", date(2026, 10, 12), "об окончании четверти"},
               date(2026, 10, 12));
    school.add(id<EntityId>(130),
               ReportingPeriod{PeriodKind::quarter, 1, date(2026, 9, 1), date(2026, 10, 23), 0, 99, date(2026, 10, 22),
                               id<OrderId>(150)},
               date(2026, 10, 12));
    const FactBook book = school.book();
    const ReportingPeriod* period = book.period(id<PeriodId>(130));
    CHECK(period->last == date(2026, 10, 23));
    CHECK(period->marks_due == date(2026, 10, 22));
    CHECK(book.order(period->order)->number == "115");
    CHECK_FALSE(book.period_of(school.class_7b, date(2026, 10, 24)).has_value());
}

TEST_CASE("bells: of the shift, of a shortened day, of one class", "[domain][calendar][B-07]") {
    SmallSchool school;
    school.add(entity_of(shortened), BellSchedule{"сокращённый день"});
    school.add(entity_of(second_shift), BellSchedule{"вторая смена"});
    for (int n = 1; n <= 2; ++n) {
        school.add(id<EntityId>(static_cast<std::uint8_t>(160 + n)),
                   BellPeriod{n, 8h + n * 30min, 8h + 25min + n * 30min, shortened});
        school.add(id<EntityId>(static_cast<std::uint8_t>(170 + n)),
                   BellPeriod{n, 13h + n * 1h, 13h + 40min + n * 1h, second_shift});
    }
    const auto starts = [&](LocalDay day, int ordinal) {
        const auto lesson = school.book().lesson({school.algebra, day, ordinal, {}});
        return lesson->starts - LocalTime{lesson->day()};
    };
    CHECK(starts(date(2026, 9, 8), 1) == 8h + 30min);
    CHECK(school.book().bells(date(2026, 9, 8)).size() == 7);

    school.add(id<EntityId>(180), BellDay{shortened, date(2026, 9, 15), date(2026, 9, 17)});
    CHECK(starts(date(2026, 9, 15), 1) == 8h + 30min);
    CHECK(starts(date(2026, 9, 15), 2) == 9h);
    CHECK(starts(date(2026, 9, 22), 2) == 9h + 30min);
    CHECK(school.book().bells(date(2026, 9, 15)).size() == 2);
    // The shortened bells say nothing of a third lesson: it keeps its usual hour.
    CHECK(starts(date(2026, 9, 17), 1) == 10h + 30min);

    school.add(entity_of(school.class_7b), Group{GroupKind::school_class, "7Б", {}, 7, {}, {}, second_shift});
    CHECK(starts(date(2026, 9, 8), 1) == 14h);
    CHECK(starts(date(2026, 9, 15), 1) == 8h + 30min);
    CHECK(school.book().bells(date(2026, 9, 8), school.english_1).size() == 2);
    school.add(id<EntityId>(181), BellDay{second_shift, date(2026, 9, 15), date(2026, 9, 15), school.class_7b});
    CHECK(starts(date(2026, 9, 15), 1) == 14h);
}

TEST_CASE("lessons: one that ends past midnight belongs to the day on which it begins", "[domain][calendar]") {
    SmallSchool school;
    school.add(id<EntityId>(86), BellPeriod{6, 23h + 30min, 15min});
    school.add(id<EntityId>(94), TimetableSlot{school.algebra, 6, WeekParity::every, 6, {}});
    const FactBook book = school.book();
    const LocalDay saturday = date(2026, 10, 24);
    const auto lesson = book.lesson({school.algebra, saturday, 1, {}});
    CHECK(lesson->day() == saturday);
    CHECK(lesson->ends == LocalTime{saturday + std::chrono::days{1}} + 15min);
    CHECK(moscow.to_instant(lesson->ends) - moscow.to_instant(lesson->starts) == 45min);
    CHECK(book.last_lesson_end(school.class_7b, saturday) == lesson->ends);
}

TEST_CASE("lessons: the hour on the wall stays over a change to summer time, the time between them does not",
          "[domain][calendar]") {
    SmallSchool school;
    school.add(id<EntityId>(94), TimetableSlot{school.algebra, 6, WeekParity::every, 1, {}});
    const FactBook book = school.book();
    const auto saturday = book.lesson({school.algebra, date(2027, 3, 27), 1, {}});
    const auto tuesday = book.lesson({school.algebra, date(2027, 3, 30), 1, {}});
    CHECK(tuesday->starts - saturday->starts == std::chrono::days{3});
    const Zone berlin = Zone::find("Europe/Berlin").value();  // summer time from 28 March 2027
    CHECK(berlin.to_instant(tuesday->starts) - berlin.to_instant(saturday->starts) == 71h);
    CHECK(moscow.to_instant(tuesday->starts) - moscow.to_instant(saturday->starts) == 72h);
}

TEST_CASE("school: its zone may change from a day on", "[domain][calendar]") {
    SmallSchool school;
    school.add(entity_of(school.school), School{"Школа № 84", "Europe/Samara"}, date(2027, 1, 1));
    CHECK(school.book().school_on(date(2026, 12, 31))->zone == "Europe/Moscow");
    CHECK(school.book().school_on(date(2027, 1, 1))->zone == "Europe/Samara");
}
