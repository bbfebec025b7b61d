#include "tests/e2e/served_school.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::test;

namespace {

constexpr std::string_view belov = "Белов И., посещаемость";

}  // namespace

TEST_CASE("station with server: facts come, homework reaches the kiosk, offline loses nothing", "[e2e][net]") {
    ServedSchool served;
    const CardDaemon daemon;
    const CardProgram card{served.card()};
    const StationProgram room{served.station("kab-12", StationMode::classroom)};
    const StationProgram hall{served.station("hall-1", StationMode::kiosk)};
    REQUIRE(room.comes_to_say("Вставьте карту"));
    card.tell("in");
    room.log_in();

    hall.click("button", "7Б");
    hall.click("choice", "чт 17 сентября");
    REQUIRE(hall.comes_to_say("задание не записано"));
    room.click("text field", "Задание");
    room.type("214-216");
    room.click("button", "Записать");
    CHECK(hall.comes_to_say("214-216"));
    CHECK_FALSE(hall.says("Белов"));

    served.server.stop();
    REQUIRE(room.comes_to_say("Нет связи с сервером"));
    room.click("cell", belov);
    REQUIRE(eventually([&] { return room.value("cell", belov) == absence_saved; }));
    CHECK(room.comes_to_say("1 запись ждёт отправки"));
    served.server.start();
    CHECK(room.comes_to_say("отправлено"));
    CHECK(room.value("cell", belov) == absence_saved);
}

TEST_CASE("station with server: a card that was revoked on the server opens nothing at the station any more",
          "[e2e][net]") {
    ServedSchool served;
    const CardDaemon daemon;
    const CardProgram card{served.card()};
    const StationProgram room{served.station("kab-12", StationMode::classroom)};
    card.tell("in");
    room.log_in();
    card.tell("out");
    REQUIRE(room.comes_to_say("Вставьте карту"));
    served.server.put_revocation_list({{served.server.teacher.certificate.serial(), served.server.clock.now()}}, 3);
    // The list is on its way while the card goes in; a card that was quicker is asked again.
    CHECK(eventually([&] {
        card.tell("in");
        const bool told = room.comes_to_say("Карта отозвана");
        card.tell("out");
        return told;
    }));
}

TEST_CASE("station with server: another authority's server is not believed", "[e2e][net]") {
    ServedSchool served, impostor;
    const auto root = served.station("kab-12", StationMode::classroom);
    REQUIRE(std::filesystem::exists(root));
    House house{
        "https://127.0.0.1:" + std::to_string(impostor.server.port()),
        {served.server.tls.server_authority.certificate().pem(), served.server.staff_authority.certificate().pem(),
         served.server.staff_authority
             .make_list({}, 2, served.server.clock.now() - 1h, served.server.clock.now() + 24h * 30)
             ->pem(),
         served.server.signing.public_key()}};
    const auto fooled = house.blank_station();
    std::filesystem::copy(root / "keys", fooled / "keys", std::filesystem::copy_options::recursive);
    const StationProgram room{fooled};
    CHECK(room.comes_to_say("Ответил не сервер этой школы"));
}

TEST_CASE("station with server: with nobody at its address the first start says so and goes on by itself",
          "[e2e][net]") {
    ServedSchool served;
    const auto root = served.station("kab-12", StationMode::classroom);
    served.server.stop();
    const StationProgram room{root};
    REQUIRE(room.comes_to_say("Сервер школы не отвечает"));
    served.server.start();
    CHECK(room.comes_to_say("алгебра"));
}
