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
    station.log_in();
    station.click("cell", "Белов И., посещаемость");
    INFO(station.log() << station.screen());
    CHECK(eventually([&] { return station.value("cell", "Белов И., посещаемость") == absence_saved; }));

    card.tell("out");
    REQUIRE(station.comes_to_hide("Белов"));
    CHECK(station.comes_to_say("Вставьте карту"));
}

TEST_CASE("station: «Выход» closes the desk and waits for the card to be taken", "[e2e][login]") {
    House house;
    const CardDaemon daemon;
    const CardProgram card{house.card()};
    const StationProgram station{house.station()};
    card.tell("in");
    station.log_in();
    station.click("button", "Выход");
    REQUIRE(station.comes_to_say("Станция закрыта. Выньте карту"));
    CHECK_FALSE(station.says("Белов"));
    card.tell("out");
    CHECK(station.comes_to_say("Вставьте карту"));
}

TEST_CASE("station: a wrong PIN tells what is left, and the right one still opens the desk", "[e2e][login]") {
    House house;
    const CardDaemon daemon;
    const CardProgram card{house.card()};
    const StationProgram station{house.station()};
    card.tell("in");
    REQUIRE(station.comes_to_say("Анна Сергеевна К."));
    station.enter_pin("111111");
    REQUIRE(station.comes_to_say("Осталось 2 попытки"));
    station.enter_pin(teacher_pin);
    CHECK(station.comes_to_say("Белов И."));
}

TEST_CASE("station: three wrong PINs block the card", "[e2e][login]") {
    House house;
    const CardDaemon daemon;
    const CardProgram card{house.card()};
    const StationProgram station{house.station()};
    card.tell("in");
    REQUIRE(station.comes_to_say("Анна Сергеевна К."));
    station.enter_pin("111111");
    REQUIRE(station.comes_to_say("Осталось 2 попытки"));
    station.enter_pin("111111");
    REQUIRE(station.comes_to_say("Осталась 1 попытка"));
    station.enter_pin("111111");
    REQUIRE(station.comes_to_say("Карта заблокирована"));
    card.tell("out");
    REQUIRE(station.comes_to_say("Вставьте карту"));
    card.tell("in");
    CHECK(station.comes_to_say("Карта заблокирована"));
}

TEST_CASE("station: the card pulled while the PIN is checked is told, and nobody is in", "[e2e][login]") {
    House house;
    const CardDaemon daemon;
    const CardProgram card{house.card()};
    const StationProgram station{house.station()};
    card.tell("in");
    REQUIRE(station.comes_to_say("Анна Сергеевна К."));
    card.tell("pull-during verify");
    station.enter_pin(teacher_pin);
    CHECK(station.comes_to_say("Карту вынули слишком рано"));
    CHECK_FALSE(station.says("Белов"));
}

TEST_CASE("station: cards that cannot log in are told why before any PIN is asked for", "[e2e][login]") {
    House house, other_school;
    const CardDaemon daemon;
    const StationProgram station{house.station()};
    REQUIRE(station.comes_to_say("Вставьте карту"));
    struct Row {
        std::filesystem::path folder;
        std::vector<std::string> options;
        const char* words;
    };
    const std::vector<Row> table{
        {house.card(), {"--foreign"}, "Это не карта сотрудника"},
        {house.card("A.Kuznetsova@school.example", "2020-01-01T00:00:00Z"), {}, "Срок карты истёк"},
        {house.card("A.Kuznetsova@school.example", "2027-01-01T00:00:00Z"), {}, "Карта ещё не действует"},
        {house.card("stranger@school.example"), {}, "нет в списке сотрудников"},
        {other_school.card(), {}, "Карту выдала не эта школа"},
    };
    for (const Row& row : table) {
        const CardProgram card{row.folder, CardProgram::Reader::left, row.options};
        card.tell("in");
        INFO(row.words << station.log());
        CHECK(station.comes_to_say(row.words));
        card.tell("out");
        CHECK(station.comes_to_say("Вставьте карту"));
    }
}

TEST_CASE("station: of two cards none is guessed, and the one that stays is asked", "[e2e][login]") {
    House house;
    const CardDaemon daemon;
    const CardProgram left{house.card("stranger@school.example")};
    const CardProgram right{house.card(), CardProgram::Reader::right};
    const StationProgram station{house.station()};
    left.tell("in");
    REQUIRE(station.comes_to_say("нет в списке сотрудников"));
    right.tell("in");
    REQUIRE(station.comes_to_say("Вставлено две карты"));
    left.tell("out");
    REQUIRE(station.comes_to_say("Анна Сергеевна К."));
}
