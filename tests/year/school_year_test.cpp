#include "tests/year/school_year.hpp"

#include "station/domain/fact_book.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace zvonok;

TEST_CASE("year: it is the same from the same seed, and every lesson is one that the timetable knows", "[year]") {
    const test::YearSize small{.seed = 7, .classes = 2, .pupils_a_class = 5, .teachers = 3, .weeks = 34};
    const test::SchoolYear year{small};
    domain::FactBook book{year.school()};
    domain::FactVersion version = 0;
    for (const domain::Fact& fact : year.facts()) book.record(++version, fact);
    book.seal();

    std::vector<domain::Writing> first, again;
    std::set<std::pair<LoadId, LocalDay>> days;
    std::size_t unknown = 0;
    const auto count = year.write([&](test::WrittenLesson& lesson) {
        const bool period_marks = lesson.writings.front().cell.kind == domain::CellKind::period_mark;
        const auto known = book.lesson(lesson.key);
        if (!period_marks && (!known || known->teachers != std::vector{lesson.teacher})) ++unknown;
        days.emplace(lesson.key.load, lesson.key.day);
        first.insert(first.end(), lesson.writings.begin(), lesson.writings.end());
    });
    test::SchoolYear{small}.write([&](test::WrittenLesson& lesson) {
        again.insert(again.end(), lesson.writings.begin(), lesson.writings.end());
    });
    CHECK(unknown == 0);
    CHECK(first == again);
    CHECK(count.entries == first.size());
    // 34 lessons a week; the year begins on a Tuesday, seven lessons late.
    CHECK(count.period_marks == 2 * 5 * 12 * 4);
    CHECK(count.lessons == 2 * (34 * 34 - 7));
}
