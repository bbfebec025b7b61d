#include "tests/e2e/house.hpp"

#include <catch2/catch.hpp>

/// The real window against pictures that are kept as glances in tests/data/glances. After a wanted change of a screen:
/// run with ZVONOK_KEEP_GLANCES=1, look at the new pictures, commit them.
using namespace zvonok;
using namespace zvonok::test;

namespace {

std::filesystem::path kept(std::string_view name) {
    const char* source = std::getenv("ZVONOK_SOURCE");
    return std::filesystem::path{source == nullptr ? "." : source} / "tests/data/glances" /
           (std::string(name) + ".ppm");
}

void check_looks_like(const StationProgram& station, std::string_view name) {
    const Glance now = glance_at(station.timeless_picture());
    if (std::getenv("ZVONOK_KEEP_GLANCES") != nullptr) write_glance(kept(name), now);
    const Unlike unlike = compare(now, read_glance(kept(name)));
    INFO(name << ": " << unlike.mean << " on average, " << unlike.worst << " at square " << unlike.column << ", "
              << unlike.row << " of " << glance_square << " pixels\n"
              << station.screen());
    CHECK(alike(unlike));
}

}  // namespace

TEST_CASE("pictures: the way from the lock screen to a lesson and its page looks as it was drawn up",
          "[e2e][pictures]") {
    House house;
    const CardDaemon daemon;
    const CardProgram card{house.card()};
    const StationProgram station{house.station()};
    REQUIRE(station.comes_to_say("Вставьте карту"));
    check_looks_like(station, "lock");
    card.tell("in");
    REQUIRE(station.comes_to_say("Анна Сергеевна К."));
    check_looks_like(station, "pin");
    station.log_in();
    check_looks_like(station, "lesson");
    station.click("cell", "Белов И., посещаемость");
    REQUIRE(eventually([&] { return station.value("cell", "Белов И., посещаемость") == absence_saved; }));
    check_looks_like(station, "lesson-absent");
    station.click("button", "Журнал");
    REQUIRE(station.comes_to_say("Вставить столбец"));
    check_looks_like(station, "page");
    station.press("F1");
    REQUIRE(station.comes_to_say("Помощь: Страница журнала"));
    check_looks_like(station, "page-help");
}

TEST_CASE("pictures: a letter that is a pixel wider is no change, a letter, a button or a colour is",
          "[e2e][pictures]") {
    House house;
    const CardDaemon daemon;
    const CardProgram card{house.card()};
    const StationProgram station{house.station()};
    card.tell("in");
    station.log_in();
    const Picture picture = station.timeless_picture();
    const Glance glance = glance_at(picture);
    const auto difference = [&](const Picture& other) { return compare(glance_at(other), glance); };
    const auto check_alike = [&](const Unlike& unlike, bool wanted) {
        INFO(unlike.mean << " on average, " << unlike.worst << " at " << unlike.column << ", " << unlike.row);
        CHECK(alike(unlike) == wanted);
    };
    check_alike(difference(picture.moved(1, 0)), true);
    check_alike(difference(picture.moved(0, 1)), true);
    check_alike(difference(picture.moved(4, 0)), false);
    Picture without = picture;
    station.cover(without, "button", "Посадка");
    check_alike(difference(without), false);
    station.click("cell", "Белов И., посещаемость");
    REQUIRE(eventually([&] { return station.value("cell", "Белов И., посещаемость") == absence_saved; }));
    check_alike(difference(station.timeless_picture()), false);
    station.press("F1");
    station.click("choice", "Тёмные");
    station.press("F1");
    check_alike(difference(station.timeless_picture()), false);
}
