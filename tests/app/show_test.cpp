#include "station/app/show.hpp"
#include "tests/flow/rig.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::test;
using app::Scratches;

namespace {

/// As the station does after each step.
void follow(Scratches& scratches, Rig& rig) {
    if (const auto typed = app::changed(scratches, rig.state)) rig.apply(*typed);
    app::follow(scratches, rig.state);
}

}  // namespace

TEST_CASE("show: a half-typed text at a desk of the office waits for the same card", "[app][show]") {
    Rig rig;
    rig.ready().logged_in();
    rig.apply(flow::ask::ShowOffice{flow::OfficeDesk::requests});
    REQUIRE(rig.shows<flow::Desk>()->office.index() != 0);
    Scratches scratches;
    app::follow(scratches, rig.state);
    scratches.office.requests.note = "справка есть";
    follow(scratches, rig);

    rig.card_out();
    follow(scratches, rig);
    CHECK(scratches.office.requests.note.empty());
    rig.logged_in(2, "p.li@school.example");
    follow(scratches, rig);
    CHECK(scratches.office.requests.note.empty());
    rig.card_out();
    follow(scratches, rig);
    rig.logged_in(3);
    follow(scratches, rig);
    CHECK(scratches.office.requests.note == "справка есть");
    rig.apply(flow::ask::ShowLessons{});
    follow(scratches, rig);
    CHECK(scratches.office.requests.note.empty());
}

TEST_CASE("show: a lesson opens again with its dialogue and its half-typed text", "[app][show]") {
    Rig rig;
    rig.ready().logged_in();
    Scratches scratches;
    app::follow(scratches, rig.state);
    scratches.lesson.task = screens::lesson::Task{"§ 12, № 2", {}};
    scratches.lesson.attention.reading = true;
    follow(scratches, rig);
    rig.card_out();
    follow(scratches, rig);
    CHECK_FALSE(scratches.lesson.task);
    rig.logged_in(2);
    follow(scratches, rig);
    REQUIRE(scratches.lesson.task);
    CHECK(scratches.lesson.task->text == "§ 12, № 2");
    CHECK(scratches.lesson.attention.reading);
}
