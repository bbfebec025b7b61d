#include "tests/e2e/house.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::test;

TEST_CASE("station: card, PIN, the lesson going on, a mark on disk, and card out locks", "[e2e][login]") {
    House house;
    const CardDaemon daemon;
    const CardProgram card{house.card()};
    const StationProgram station{house.station()};
    REQUIRE(station.comes_to_say("Вставьте карту"));
    CHECK(station.says("алгебра"));
    CHECK_FALSE(station.says("Белов"));

    card.tell("in");
    REQUIRE(station.comes_to_say("Анна Сергеевна К."));
    station.enter_pin(teacher_pin);
    INFO(station.log());
    REQUIRE(station.comes_to_say("Белов И."));
    station.click("cell", "Белов И., посещаемость");
    INFO(station.screen());
    CHECK(station.comes_to_say("Н, "));

    card.tell("out");
    REQUIRE(station.comes_to_hide("Белов"));
    CHECK(station.comes_to_say("Вставьте карту"));
}
