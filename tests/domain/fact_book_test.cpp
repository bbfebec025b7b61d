#include "tests/domain/small_school.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace zvonok;
using namespace zvonok::domain;
using namespace zvonok::test;

TEST_CASE("fact book: what is recorded later overrules for the days it speaks of", "[domain][facts]") {
    SmallSchool school;
    school.add(entity_of(school.room), Room{"12а", "", 30}, date(2026, 10, 1));
    school.add(entity_of(school.room), Room{"14", "", 30}, date(2026, 9, 20), date(2026, 9, 25));
    const FactBook book = school.book();
    CHECK(book.room(school.room, date(2026, 8, 31)) == nullptr);
    CHECK(book.room(school.room, date(2026, 9, 19))->name == "12");
    CHECK(book.room(school.room, date(2026, 9, 24))->name == "14");
    CHECK(book.room(school.room, date(2026, 9, 25)) == nullptr);
}

TEST_CASE("fact book: a withdrawn fact is gone from its day on, and was there before", "[domain][facts]") {
    SmallSchool school;
    school.withdraw(id<EntityId>(60), Membership{school.class_7b, school.belov}, date(2026, 9, 16));
    const FactBook book = school.book();
    CHECK(book.members(school.class_7b, date(2026, 9, 15)).size() == 2);
    CHECK(book.members(school.class_7b, date(2026, 9, 16)) == std::vector{school.abdurahmanova});
}

TEST_CASE("fact book: any order of arrival and any doubling gives the same answers", "[domain][facts]") {
    SmallSchool school;
    school.add(entity_of(school.room), Room{"14", "", 30}, date(2026, 9, 20));
    school.add(id<EntityId>(63), Membership{school.class_7b, school.newcomer}, date(2026, 9, 10));
    const FactBook expected = school.book();
    std::mt19937 random{7};
    for (int round = 0; round < 50; ++round) {
        std::vector<std::pair<FactVersion, Fact>> arrivals{expected.facts().begin(), expected.facts().end()};
        arrivals.insert(arrivals.end(), arrivals.begin(), arrivals.begin() + 9);
        std::ranges::shuffle(arrivals, random);
        FactBook book{school.school};
        for (const auto& [version, fact] : arrivals) book.record(version, fact);
        book.seal();
        REQUIRE(book.facts().size() == expected.facts().size());
        CHECK(book.members(school.class_7b, date(2026, 9, 15)) == expected.members(school.class_7b, date(2026, 9, 15)));
        CHECK(book.room(school.room, date(2026, 9, 22))->name == "14");
        CHECK(book.lessons_on(date(2026, 9, 15)).size() == expected.lessons_on(date(2026, 9, 15)).size());
    }
}

TEST_CASE("lessons: a Tuesday has its lessons in order, numbered within the load", "[domain][lessons]") {
    const SmallSchool school;
    const auto lessons = school.book().lessons_on(date(2026, 9, 1));
    REQUIRE(lessons.size() == 3);
    CHECK(lessons[0].key == LessonKey{school.algebra, date(2026, 9, 1), 1, {}});
    CHECK(lessons[1].key == LessonKey{school.algebra, date(2026, 9, 1), 2, {}});
    CHECK(lessons[1].starts == LocalTime{date(2026, 9, 1)} + 9h + 30min);
    CHECK(lessons[2].key.load == school.english);
}

TEST_CASE("lessons: A and B weeks, holidays, Sundays and days outside the year", "[domain][lessons]") {
    const SmallSchool school;
    const FactBook book = school.book();
    CHECK(book.lessons_on(date(2026, 9, 8)).size() == 2);   // an even week: no English
    CHECK(book.lessons_on(date(2026, 9, 15)).size() == 3);  // an odd one
    CHECK(book.lessons_on(date(2026, 11, 3)).empty());
    CHECK(book.lessons_on(date(2026, 9, 6)).empty());
    CHECK(book.lessons_on(date(2026, 8, 25)).empty());
    CHECK(book.lessons_on(date(2027, 6, 1)).empty());
}

TEST_CASE("lessons: the next one of the load is found over holidays", "[domain][lessons]") {
    const SmallSchool school;
    const FactBook book = school.book();
    const auto next = book.lesson_after({school.algebra, date(2026, 9, 15), 1, {}});
    CHECK(next->key == LessonKey{school.algebra, date(2026, 9, 15), 2, {}});
    const auto after = book.lesson_after({school.algebra, date(2026, 10, 29), 1, {}});
    CHECK(after->key.day == date(2026, 11, 10));
    CHECK_FALSE(book.lesson_after({school.algebra, date(2027, 5, 27), 1, {}}).has_value());
}

TEST_CASE("lessons: a new timetable changes nothing before its date", "[domain][lessons][D-04]") {
    SmallSchool school;
    school.withdraw(id<EntityId>(90), TimetableSlot{school.algebra, 2, WeekParity::every, 1, school.room},
                    date(2026, 9, 10));
    const FactBook book = school.book();
    CHECK(book.lesson({school.algebra, date(2026, 9, 8), 2, {}}).has_value());
    CHECK_FALSE(book.lesson({school.algebra, date(2026, 9, 15), 2, {}}).has_value());
    CHECK(book.lesson({school.algebra, date(2026, 9, 15), 1, {}})->period == 2);
}

TEST_CASE("pupils: on a lesson's list if and only if they belonged to it that day", "[domain][C-10]") {
    SmallSchool school;
    school.add(id<EntityId>(63), Membership{school.class_7b, school.newcomer}, date(2026, 9, 10), date(2026, 9, 22));
    const FactBook book = school.book();
    const auto list = [&](LocalDay day) { return book.pupils_of(*book.lesson({school.algebra, day, 1, {}})); };
    CHECK(list(date(2026, 9, 8)) == std::vector{school.abdurahmanova, school.belov});
    CHECK(list(date(2026, 9, 15)) == std::vector{school.abdurahmanova, school.belov, school.newcomer});
    CHECK(list(date(2026, 9, 22)) == std::vector{school.abdurahmanova, school.belov});
    const auto english = book.lesson({school.english, date(2026, 9, 15), 1, {}});
    CHECK(book.pupils_of(*english) == std::vector{school.belov});
    CHECK(book.concerns(*english, school.class_7b));
}

TEST_CASE("staff: found by login whatever its case, never when two share it", "[domain][login]") {
    SmallSchool school;
    CHECK(school.book().staff_by_login("a.kuznetsova@SCHOOL.example", date(2026, 9, 15)) == school.teacher);
    CHECK_FALSE(school.book().staff_by_login("", date(2026, 9, 15)).has_value());
    CHECK_FALSE(school.book().staff_by_login("nobody@school.example", date(2026, 9, 15)).has_value());
    school.add(id<EntityId>(22), Person{PersonKind::staff, "Кузнецова", "Алла", "", "a.kuznetsova@school.example"},
               date(2026, 10, 1));
    CHECK(school.book().staff_by_login("a.kuznetsova@school.example", date(2026, 9, 30)).has_value());
    CHECK_FALSE(school.book().staff_by_login("a.kuznetsova@school.example", date(2026, 10, 1)).has_value());
}

TEST_CASE("staff: a login that was taken away no longer finds its person", "[domain][login]") {
    SmallSchool school;
    school.add(entity_of(school.teacher),
               Person{PersonKind::staff, "Кузнецова", "Анна", "Сергеевна", "new@school.example"}, date(2026, 9, 10));
    const FactBook book = school.book();
    CHECK(book.staff_by_login("a.kuznetsova@school.example", date(2026, 9, 9)) == school.teacher);
    CHECK_FALSE(book.staff_by_login("a.kuznetsova@school.example", date(2026, 9, 10)).has_value());
}

TEST_CASE("fact book: as of an earlier version it knows nothing that came later", "[domain][facts]") {
    SmallSchool school;
    const FactVersion before = school.book().version();
    school.add(id<EntityId>(63), Membership{school.class_7b, school.newcomer});
    const FactBook book = school.book();
    CHECK(book.members(school.class_7b, date(2026, 9, 15)).size() == 3);
    CHECK(book.as_of(before).members(school.class_7b, date(2026, 9, 15)).size() == 2);
}
