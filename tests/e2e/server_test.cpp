#include "config/pointer.hpp"
#include "config/station.hpp"
#include "station/base/file.hpp"
#include "sync/client/enrol.hpp"
#include "tests/e2e/house.hpp"
#include "tests/sync/demo_school.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::test;

namespace {

/// The small school with its server, on the clock of the stations.
class ServedSchool {
  public:
    ServedSchool() : house_(url(), authorities()) {}

    DemoServer server;

    /// A station folder that is enrolled and holds nothing yet.
    std::filesystem::path station(const std::string& name, StationMode mode) {
        const auto root = house_.blank_station(name);
        const auto config = config::peek_station(root);
        REQUIRE(config);
        const std::string token = server.add_station(config->station.id, mode, server.clock.now() + 24h);
        const crypto::PrivateKey key = crypto::PrivateKey::generate();
        const auto request = crypto::make_request(key, "station");
        REQUIRE(request);
        const auto answer = sync::client::enrol(server.tls.stranger(server.port()), token, *request);
        REQUIRE(answer);
        const config::StatePaths paths{root};
        std::filesystem::create_directories(paths.station_key().parent_path());
        REQUIRE(write_file(paths.station_key(), key.pem().view(), FileMode::owner_only));
        REQUIRE(write_file(paths.station_certificate(), as_bytes(answer->certificate_pem), FileMode::owner_only));
        return root;
    }
    std::filesystem::path card() {
        const auto folder = server.dir / "card";
        REQUIRE(card::virtual_card::write_card_folder(
            folder, {server.teacher.key, server.teacher.certificate, crypto::Secret::from(as_bytes(teacher_pin))}));
        return folder;
    }

  private:
    [[nodiscard]] std::string url() const { return "https://127.0.0.1:" + std::to_string(server.port()); }
    [[nodiscard]] Authorities authorities() const {
        const auto list =
            server.staff_authority.make_list({}, 2, server.clock.now() - 1h, server.clock.now() + 24h * 30);
        REQUIRE(list);
        return {server.tls.server_authority.certificate().pem(), server.staff_authority.certificate().pem(),
                list->pem(), server.signing.public_key()};
    }
    House house_;
};

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
