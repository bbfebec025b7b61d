#include "tests/e2e/served_school.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::test;

namespace {

constexpr std::string_view first = "Ряд 1, парта 1, слева", last = "Ряд 3, парта 5, справа";
constexpr std::string_view pupil = "Абдурахманова-Кржижановская Е.";

}  // namespace

TEST_CASE("desk: a class is seated by dragging, and sits so when the card comes back", "[e2e][desk]") {
    House house;
    const CardDaemon daemon;
    const CardProgram card{house.card()};
    const StationProgram station{house.station()};
    card.tell("in");
    station.log_in();
    station.click("button", "Посадка");
    station.click("button", "Рассадить");
    REQUIRE(eventually([&] { return station.value("cell", first, "meaning") == pupil; }));
    station.drag(first, last);
    CHECK(eventually([&] { return station.value("cell", last, "meaning") == pupil; }));
    CHECK(station.value("cell", first, "meaning") == "свободно");
    station.click("button", "Сохранить схему");
    REQUIRE(station.comes_to_say("Пересадить"));
    card.tell("out");
    REQUIRE(station.comes_to_say("Вставьте карту"));
    card.tell("in");
    station.log_in();
    station.click("button", "Пересадить");
    CHECK(eventually([&] { return station.value("cell", last, "meaning") == pupil; }));
}

TEST_CASE("desk: a touch too many is taken back by the button and by Ctrl+Z", "[e2e][desk][undo]") {
    House house;
    const CardDaemon daemon;
    const CardProgram card{house.card()};
    const StationProgram station{house.station()};
    const auto shows = [&](std::string_view value) {
        return eventually([&] { return station.value("cell", "Белов И., посещаемость") == value; });
    };
    card.tell("in");
    station.log_in();
    station.click("cell", "Белов И., посещаемость");
    REQUIRE(shows(absence_saved));
    station.click("cell", "Белов И., посещаемость");
    REQUIRE(eventually([&] { return station.value("cell", "Белов И., посещаемость") != absence_saved; }));
    station.click("button", "Отменить");
    REQUIRE(shows(absence_saved));
    station.press("ctrl+z");
    INFO(station.screen());
    CHECK(shows(present_saved));
    CHECK(station.comes_to_hide("Отменить"));
}

TEST_CASE("desk: the dispatcher enters a substitution, and the hall's kiosk and the room's door show it",
          "[e2e][desk][D-05]") {
    ServedSchool served;
    served.server.record({{id<EntityId>(150), served.server.school.autumn, std::nullopt, false, "",
                           RoleGrant{served.server.school.other_teacher, Role::dispatcher, {}}}});
    const CardDaemon daemon;
    const CardProgram card{served.other_card()};
    const StationProgram room{served.station("kab-12", StationMode::classroom)};
    const StationProgram hall{served.station("hall-1", StationMode::kiosk)};
    REQUIRE(room.comes_to_say("алгебра"));
    hall.click("button", "7Б");
    REQUIRE(hall.comes_to_say("алгебра"));
    CHECK_FALSE(hall.says("замена"));
    CHECK_FALSE(room.says("замена"));
    card.tell("in");
    REQUIRE(room.comes_to_say("Пётр"));
    room.enter_pin(teacher_pin);
    room.click("button", "Мои уроки");
    room.click("button", "Замены и переносы");
    // The second lesson of the day is the one that goes on.
    room.click("button", "Изменить", 1);
    room.click("choice", "Назначить замену");
    room.click("choice", "болезнь");
    room.click("choice", "Ли П.");
    CHECK(hall.comes_to_say("замена"));
    card.tell("out");
    CHECK(room.comes_to_say("замена"));
}
