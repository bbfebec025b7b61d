#include "tests/flow/rig.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::flow;
using domain::CellKind;
using domain::SeatPlan;
using test::Rig;

namespace {

SeatPlan plan_of(std::vector<SeatPlan::Seat> seats) {
    return {5, 6, std::move(seats)};
}

}  // namespace

TEST_CASE("seats: a plan is of the class and the room, is asked for with the lesson and saved in one touch",
          "[flow][desk][seats]") {
    Rig rig;
    rig.ready().logged_in();
    const auto* desk = rig.shows<Desk>();
    REQUIRE(desk->seats.cell);
    CHECK(desk->seats.cell->kind == CellKind::seat_plan);
    CHECK(desk->seats.cell->addressee == entity_of(rig.school.class_7b));
    CHECK(desk->seats.cell->subject == entity_of(desk->lesson->room));
    CHECK(desk->seats.may_write);
    const auto asked = rig.done<effect::ViewLesson>();
    REQUIRE(asked.size() == 1);
    CHECK(asked.front().seats == desk->seats.cell);

    const SeatPlan plan = plan_of({{rig.school.belov, 0, 0}, {rig.school.abdurahmanova, 0, 1}});
    rig.apply(ask::SaveSeats{plan});
    const auto writes = rig.done<effect::Write>();
    REQUIRE(writes.size() == 1);
    REQUIRE(writes.front().writings.size() == 1);
    CHECK(writes.front().writings.front().cell == *desk->seats.cell);
    CHECK(std::get<SeatPlan>(writes.front().writings.front().act) == plan);
    desk = rig.shows<Desk>();
    CHECK(desk->seats.plan == plan);
    CHECK(desk->seats.standing.save == Save::hollow);
    rig.apply(event::Stored{writes.front().draft});
    CHECK(rig.shows<Desk>()->seats.standing.save == Save::solid);
    // The same again is nothing new.
    rig.apply(ask::SaveSeats{plan});
    CHECK(rig.done<effect::Write>().empty());
}

TEST_CASE("seats: the journal's answer shows the plan, never over one that waits for the disk", "[flow][desk][seats]") {
    Rig rig;
    rig.ready().logged_in();
    LessonView view;
    const SeatPlan known = plan_of({{rig.school.belov, 2, 2}});
    view.lesson = rig.shows<Desk>()->lesson->key;
    view.values.push_back({*rig.shows<Desk>()->seats.cell, known, domain::Outcome::accepted});
    rig.apply(event::LessonViewed{rig.shows<Desk>()->question, view});
    CHECK(rig.shows<Desk>()->seats.plan == known);
    CHECK(rig.shows<Desk>()->seats.standing.outcome == domain::Outcome::accepted);
    const SeatPlan own = plan_of({{rig.school.belov, 0, 0}});
    rig.apply(ask::SaveSeats{own});
    rig.apply(event::LessonViewed{rig.shows<Desk>()->question, view});
    CHECK(rig.shows<Desk>()->seats.plan == own);
    CHECK(rig.shows<Desk>()->seats.standing.save == Save::hollow);
}

TEST_CASE("seats: who is not on the class's list is left out, and who is and was not to be seen keeps the seat",
          "[flow][desk][seats]") {
    Rig rig;
    rig.ready().logged_in();
    const PersonId stranger = test::id<PersonId>(250);
    rig.apply(ask::SaveSeats{plan_of({{rig.school.belov, 0, 0}, {stranger, 1, 1}})});
    const auto writes = rig.done<effect::Write>();
    REQUIRE(writes.size() == 1);
    CHECK(std::get<SeatPlan>(writes.front().writings.front().act) == plan_of({{rig.school.belov, 0, 0}}));
    // Belov is not at this lesson for once: his seat is his at the next.
    auto& desk = std::get<Desk>(rig.state.screen);
    std::erase_if(desk.rows, [&](const Row& row) { return row.pupil == rig.school.belov; });
    rig.apply(ask::SaveSeats{plan_of({{rig.school.abdurahmanova, 0, 1}})});
    CHECK(rig.shows<Desk>()->seats.plan == plan_of({{rig.school.abdurahmanova, 0, 1}, {rig.school.belov, 0, 0}}));
    // Unless somebody else was put there.
    rig.apply(ask::SaveSeats{plan_of({{rig.school.abdurahmanova, 0, 0}})});
    CHECK(rig.shows<Desk>()->seats.plan == plan_of({{rig.school.abdurahmanova, 0, 0}}));
}

TEST_CASE("seats: subgroups that come together are their class, several classes have no plan, a room has to be known",
          "[flow][desk][seats]") {
    Rig rig;
    const GroupId other_half = test::id<GroupId>(79);
    rig.school.add(entity_of(other_half),
                   domain::Group{domain::GroupKind::subgroup, "7Б англ. 2", rig.school.class_7b, 7});
    const domain::FactBook book = rig.school.book();
    const auto lessons = book.lessons_on(test::date(2026, 9, 15));
    REQUIRE_FALSE(lessons.empty());
    domain::Lesson lesson = lessons.front();
    lesson.room = {};
    lesson.groups = {rig.school.class_7b};
    CHECK_FALSE(seat_cell(book, lesson, {}));
    const RoomId here = test::id<RoomId>(77);
    CHECK(seat_cell(book, lesson, here)->subject == entity_of(here));
    lesson.groups.push_back(test::id<GroupId>(78));
    CHECK_FALSE(seat_cell(book, lesson, here));
    lesson.groups = {rig.school.english_1};
    CHECK(seat_cell(book, lesson, here)->addressee == entity_of(rig.school.english_1));
    lesson.groups.push_back(other_half);
    CHECK(seat_cell(book, lesson, here)->addressee == entity_of(rig.school.class_7b));
}
