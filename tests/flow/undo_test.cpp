#include "tests/flow/rig.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::flow;
using domain::Attendance;
using domain::CellKind;
using domain::Mark;
using test::Rig;

namespace {

/// What one intent wrote: one cell.
Writing written(Rig& rig) {
    const auto writes = rig.done<effect::Write>();
    REQUIRE(writes.size() == 1);
    REQUIRE(writes.front().writings.size() == 1);
    return writes.front().writings.front();
}

const Row& row_of(Rig& rig, PersonId pupil) {
    const Desk* desk = rig.shows<Desk>();
    const auto row = std::ranges::find(desk->rows, pupil, &Row::pupil);
    REQUIRE(row != desk->rows.end());
    return *row;
}

}  // namespace

TEST_CASE("undo: touches are taken back from the newest on, each by an entry that says what stood before",
          "[flow][desk][undo]") {
    Rig rig;
    rig.ready().logged_in();
    const PersonId belov = rig.school.belov;
    rig.apply(ask::SetAttendance{belov, "Н"});
    const Writing absent = written(rig);
    rig.apply(ask::SetAttendance{belov, "Б"});
    rig.apply(ask::SetAttendance{rig.school.abdurahmanova, "", 7});
    CHECK(rig.shows<Desk>()->touches.size() == 3);

    rig.apply(ask::Undo{});
    const Writing in_time = written(rig);
    CHECK(in_time.cell.addressee == entity_of(rig.school.abdurahmanova));
    CHECK(in_time.act == domain::Act{Attendance{}});
    rig.apply(ask::Undo{});
    CHECK(written(rig) == absent);
    CHECK(row_of(rig, belov).code == "Н");
    rig.apply(ask::Undo{});
    CHECK(written(rig).act == domain::Act{Attendance{}});
    CHECK(rig.shows<Desk>()->touches.empty());
    rig.apply(ask::Undo{});
    CHECK(rig.done<effect::Write>().empty());
}

TEST_CASE("undo: a mark goes with its comment, and comes back with it", "[flow][desk][undo]") {
    Rig rig;
    rig.ready().logged_in();
    const PersonId belov = rig.school.belov;
    rig.apply(ask::GiveMark{belov, "4", "неполный ответ"});
    rig.apply(ask::GiveMark{belov, "5", ""});
    rig.apply(ask::Undo{});
    CHECK(written(rig).act == domain::Act{Mark{"4", "неполный ответ"}});
    rig.apply(ask::Undo{});
    CHECK(written(rig).act == domain::Act{Mark{}});
}

TEST_CASE(
    "undo: a class that was marked at once is taken back at once; the first topic is not, there is nothing to "
    "put in its place",
    "[flow][desk][undo]") {
    Rig rig;
    rig.ready().logged_in();
    rig.apply(ask::SetAttendance{rig.school.belov, "Н"});
    rig.apply(ask::WriteTexts{domain::Topic{"Дроби", {}}, {}});
    CHECK(rig.shows<Desk>()->touches.size() == 1);
    rig.apply(ask::WriteTexts{domain::Topic{"Степени", {}}, {}});
    rig.apply(ask::Undo{});
    CHECK(std::get<domain::Topic>(written(rig).act).text == "Дроби");
}

TEST_CASE("undo: what a colleague has changed since is not written over, and a lesson opened anew begins with nothing",
          "[flow][desk][undo]") {
    Rig rig;
    rig.ready().logged_in();
    const PersonId belov = rig.school.belov;
    rig.apply(ask::GiveMark{belov, "4"});
    const Writing given = written(rig);
    rig.apply(ask::SetAttendance{belov, "Н"});
    const auto writes = rig.done<effect::Write>();
    REQUIRE(writes.size() == 1);
    rig.apply(event::Stored{writes.front().draft});
    LessonView view;
    view.lesson = rig.shows<Desk>()->lesson->key;
    view.values.push_back({writes.front().writings.front().cell, Attendance{"Б"}, domain::Outcome::accepted});
    view.values.push_back({given.cell, given.act, domain::Outcome::accepted});
    rig.apply(event::LessonViewed{rig.shows<Desk>()->question, view});
    REQUIRE(rig.shows<Desk>()->touches.size() == 1);
    rig.apply(ask::Undo{});
    CHECK(written(rig).act == domain::Act{Mark{}});
    CHECK(row_of(rig, belov).code == "Б");
}
