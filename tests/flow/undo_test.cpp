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

void journal_says(Rig& rig, std::vector<LessonView::Value> values) {
    LessonView view;
    view.lesson = rig.shows<Desk>()->lesson->key;
    view.values = std::move(values);
    rig.apply(event::LessonViewed{rig.shows<Desk>()->question, view});
}

/// The lesson is open, and the journal has nothing of it.
Rig opened() {
    Rig rig;
    rig.ready().logged_in();
    journal_says(rig, {});
    return rig;
}

/// Writes attendance that gets to the disk.
domain::Cell attended(Rig& rig, PersonId pupil, std::string code) {
    rig.apply(ask::SetAttendance{pupil, std::move(code)});
    const domain::Cell cell = written(rig).cell;
    rig.apply(event::Stored{rig.done<effect::Write>().front().draft});
    return cell;
}

}  // namespace

TEST_CASE("undo: touches are taken back from the newest on, each by an entry that says what stood before",
          "[flow][desk][undo]") {
    Rig rig = opened();
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
    Rig rig = opened();
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
    Rig rig = opened();
    rig.apply(ask::SetAttendance{rig.school.belov, "Н"});
    rig.apply(ask::WriteTexts{domain::Topic{"Дроби", {}}, {}});
    CHECK(rig.shows<Desk>()->touches.size() == 1);
    rig.apply(ask::WriteTexts{domain::Topic{"Степени", {}}, {}});
    rig.apply(ask::Undo{});
    CHECK(std::get<domain::Topic>(written(rig).act).text == "Дроби");
}

TEST_CASE("undo: what a colleague has changed since is not written over, and a lesson opened anew begins with nothing",
          "[flow][desk][undo]") {
    Rig rig = opened();
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

TEST_CASE("undo: that a colleague has changed it since is told until the next touch", "[flow][desk][undo]") {
    Rig rig = opened();
    const domain::Cell cell = attended(rig, rig.school.belov, "Н");
    rig.apply(event::JournalChanged{});
    journal_says(rig, {{cell, Attendance{"Б"}, domain::Outcome::accepted}});
    CHECK(rig.shows<Desk>()->touches.empty());
    REQUIRE(rig.shows<Desk>()->overtaken);
    CHECK(*rig.shows<Desk>()->overtaken == Writing{cell, Attendance{"Н"}});
    rig.apply(ask::Undo{});
    CHECK(rig.done<effect::Write>().empty());
    CHECK(row_of(rig, rig.school.belov).code == "Б");
    rig.apply(ask::SetAttendance{rig.school.abdurahmanova, "Н"});
    CHECK_FALSE(rig.shows<Desk>()->overtaken);
}

TEST_CASE("undo: a cell that two wrote without seeing each other is for choosing, not for taking back",
          "[flow][desk][undo]") {
    Rig rig = opened();
    const domain::Cell cell = attended(rig, rig.school.belov, "Н");
    journal_says(rig, {{cell, Attendance{"Н"}, domain::Outcome::accepted, true}});
    rig.apply(ask::Undo{});
    CHECK(rig.done<effect::Write>().empty());
    CHECK(rig.shows<Desk>()->overtaken);
}

TEST_CASE("undo: of several cells of one touch those go back that nobody has changed", "[flow][desk][undo]") {
    Rig rig = opened();
    rig.apply(ask::WriteTexts{domain::Topic{"Дроби", {}}, Task{"§ 12"}});
    rig.apply(ask::WriteTexts{domain::Topic{"Степени", {}}, Task{"§ 13"}});
    const auto writes = rig.done<effect::Write>();
    REQUIRE(writes.size() == 1);
    REQUIRE(writes.front().writings.size() == 2);
    rig.apply(event::Stored{writes.front().draft});
    journal_says(rig, {{writes.front().writings[0].cell, domain::Topic{"Корни", {}}, domain::Outcome::accepted},
                       {writes.front().writings[1].cell, writes.front().writings[1].act, domain::Outcome::accepted}});
    rig.apply(ask::Undo{});
    CHECK(std::get<domain::Homework>(written(rig).act).text == "§ 12");
    CHECK(rig.shows<Desk>()->topic.topic->text == "Корни");
    REQUIRE(rig.shows<Desk>()->overtaken);
    CHECK(rig.shows<Desk>()->overtaken->cell.kind == CellKind::topic);
}

TEST_CASE("undo: what was written before the journal said what stood there is not taken back blindly",
          "[flow][desk][undo]") {
    Rig rig;
    rig.ready().logged_in();
    rig.apply(ask::SetAttendance{rig.school.belov, "Н"});
    CHECK(rig.shows<Desk>()->touches.empty());
    rig.apply(ask::Undo{});
    CHECK(rig.done<effect::Write>().empty());
}

TEST_CASE("undo: with nothing written nothing is taken back, and a visit of the card ends it", "[flow][desk][undo]") {
    Rig rig = opened();
    rig.apply(ask::Undo{});
    CHECK(rig.done<effect::Write>().empty());
    attended(rig, rig.school.belov, "Н");
    CHECK(rig.shows<Desk>()->touches.size() == 1);
    rig.card_out().logged_in(2);
    journal_says(rig, {});
    rig.apply(ask::Undo{});
    CHECK(rig.done<effect::Write>().empty());
}

TEST_CASE("undo: squares of the journal page go back there, and are no matter of the lesson", "[flow][page][undo]") {
    Rig rig = opened();
    rig.apply(ask::ShowPage{});
    REQUIRE(rig.shows<Desk>()->page);
    rig.apply(event::PageViewed{rig.shows<Desk>()->page->question, {}});
    const domain::LessonKey earlier{rig.school.algebra, test::date(2026, 9, 15), 1, {}};
    REQUIRE(earlier != rig.shows<Desk>()->lesson->key);
    rig.apply(ask::AttendAt{earlier, rig.school.belov, "Н"});
    rig.apply(ask::Undo{});
    CHECK(written(rig) == Writing{{CellKind::attendance, earlier, entity_of(rig.school.belov)}, Attendance{}});
    rig.apply(ask::AttendAt{earlier, rig.school.belov, "Н"});
    rig.apply(ask::ShowLesson{});
    CHECK(rig.shows<Desk>()->touches.empty());
    CHECK_FALSE(rig.shows<Desk>()->overtaken);
}
