#include "tests/e2e/house.hpp"

#include "station/base/file.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>

using namespace zvonok;
using namespace zvonok::test;

TEST_CASE("station: without a card service or reader it says so, and goes on by itself when they come", "[e2e][card]") {
    House house;
    const StationProgram station{house.station()};
    REQUIRE(station.comes_to_say("Служба карт не работает"));
    CardDaemon daemon{CardDaemon::Readers::none};
    REQUIRE(station.comes_to_say("Считыватель карт не найден"));
    daemon.stop();
    daemon.start(CardDaemon::Readers::two);
    REQUIRE(station.comes_to_say("Вставьте карту"));

    const CardProgram card{house.card()};
    card.tell("in");
    station.log_in();
    daemon.kill();
    CHECK(station.comes_to_hide("Белов"));
    CHECK(station.comes_to_say("Служба карт не работает"));
}

TEST_CASE("station: killed in the middle of a lesson it has every mark that was shown as saved", "[e2e][store]") {
    House house;
    const CardDaemon daemon;
    const CardProgram card{house.card()};
    StationProgram station{house.station()};
    const auto is_saved = [&] { return station.value("cell", "Белов И., посещаемость") == absence_saved; };
    card.tell("in");
    station.log_in();
    station.click("cell", "Белов И., посещаемость");
    REQUIRE(eventually(is_saved));
    station.kill();
    station.start();
    station.log_in();
    CHECK(eventually(is_saved));
}

TEST_CASE("station: a full disk shows, nothing is lost, and it is saved once there is room", "[e2e][store]") {
    House house;
    const CardDaemon daemon;
    const CardProgram card{house.card()};
    const SmallDisk disk{house.station(), "12m"};
    const StationProgram station{disk.station()};
    const auto state = [&] { return station.value("cell", "Белов И., посещаемость"); };
    card.tell("in");
    station.log_in();
    disk.fill();
    // The journal has set room aside for its log: marks go on until that is used up.
    for (int touch = 0; touch < 300 && !station.says("На диске станции нет места"); ++touch)
        station.click("cell", "Белов И., посещаемость");
    INFO(station.screen() << station.log());
    REQUIRE(station.comes_to_say("На диске станции нет места"));
    CHECK(state().find("ещё не сохранено") != std::string::npos);
    disk.make_room();
    CHECK(station.comes_to_hide("На диске станции нет места"));
    CHECK(eventually([&] { return state().find("ещё не сохранено") == std::string::npos; }));
}

TEST_CASE("station: a damaged journal is set aside, what was read of it is told, and it opens anew", "[e2e][store]") {
    House house;
    const CardDaemon daemon;
    const auto root = house.station();
    {
        std::fstream file{root / "journal.db", std::ios::in | std::ios::out | std::ios::binary};
        file << std::string(8192, 'x');
    }
    const StationProgram station{root};
    INFO(station.log());
    REQUIRE(station.comes_to_say("Журнал станции был повреждён и восстановлен"));
    station.click("button", "Продолжить");
    CHECK(station.comes_to_say("Вставьте карту"));
}

TEST_CASE("station: one that was never enrolled says so, and the lesson can be held all the same", "[e2e][net]") {
    House house;
    const CardDaemon daemon;
    const CardProgram card{house.card()};
    const StationProgram station{house.station()};
    card.tell("in");
    station.log_in();
    CHECK(station.comes_to_say("не принимает эту станцию"));  // it was never enrolled
    station.click("cell", "Белов И., посещаемость");
    CHECK(eventually([&] { return station.value("cell", "Белов И., посещаемость") == absence_saved; }));
}

TEST_CASE("station: the demo's options are refused for a station whose image is no demo", "[e2e][config]") {
    House house;
    house.demo = false;
    const StationProgram station{house.blank_station()};
    CHECK(eventually([&] { return station.log().find("помечен как demo") != std::string::npos; }));
}

TEST_CASE("station: one that was never set up says so instead of failing", "[e2e][config]") {
    const TempDir root;
    const StationProgram station{root.path(), StationProgram::As::plain};
    CHECK(eventually([&] { return station.shows_a_picture(); }));
}

TEST_CASE("programs: a folder that is not there is told in a sentence and by the status, without lines of a log",
          "[e2e][config]") {
    const TempDir dir;
    const std::string programs = std::getenv("ZVONOK_BIN");
    int runs = 0;
    const auto said = [&](std::vector<std::string> words, int status) {
        const auto output = dir / ("out" + std::to_string(++runs));
        words.insert(words.begin(), {"env", "-u", "DISPLAY", "ASAN_OPTIONS=detect_leaks=0"});
        ChildProcess program{std::move(words), output};
        CHECK(program.finish() == status);
        const auto text = read_file(output, 1 << 20);
        REQUIRE(text);
        INFO(as_text(*text));
        CHECK(as_text(*text).find("warning") == std::string_view::npos);
        CHECK(as_text(*text).find(".cpp") == std::string_view::npos);
        return std::string(as_text(*text));
    };
    const std::string nowhere = (dir / "nowhere").string();
    const auto has = [](const std::string& text, std::string_view part) {
        return text.find(part) != std::string::npos;
    };
    CHECK(has(said({programs + "/zvonok-station", "--root", nowhere}, 2), "папки состояния станции нет: " + nowhere));
    const std::string blank = said({programs + "/zvonok-station", "--root", dir.path().string()}, 1);
    CHECK(has(blank, "zvonokctl station init --trust"));
    CHECK(has(blank, "не задан DISPLAY"));
    CHECK(has(said({programs + "/zvonok-virtual-card", "run", "--card", nowhere}, 1), "папки карты нет: " + nowhere));
    CHECK(has(said({programs + "/zvonok-virtual-card", "run", "--card", dir.path().string()}, 1), "нет файла key.pem"));
    CHECK(has(said({programs + "/zvonok-virtual-card", "tell", nowhere, "in"}, 1), "карта не отвечает"));
    CHECK(has(said({programs + "/zvonok-virtual-card", "tell"}, 2), "Не хватает: SOCKET"));
}
