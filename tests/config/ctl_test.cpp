#include "config/image.hpp"
#include "config/station.hpp"
#include "hal/card/virtual_card/card_folder.hpp"
#include "station/crypto/trust.hpp"
#include "tests/config/desk.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::test;
using namespace std::chrono_literals;

TEST_CASE("zvonokctl: from nothing to a station that knows its school", "[config][ctl]") {
    Desk desk;
    desk.provision();
    REQUIRE(desk.run({"image", "verify", desk.at_desk("school.img"), "--key", desk.at_desk("image.key.pub")}) == 0);
    CHECK(desk.out.find("Школа № 1") != std::string::npos);
    desk.apply();
    CHECK(desk.out.find("kab-12") != std::string::npos);
    REQUIRE(desk.run({"status", "--root", desk.at_desk("state")}) == 0);
    CHECK(desk.out.find("на испытании") != std::string::npos);
    REQUIRE(desk.run({"station", "confirm", "--root", desk.at_desk("state")}) == 0);
    REQUIRE(desk.run({"--lang", "en", "status", "--root", desk.at_desk("state")}) == 0);
    CHECK(desk.out.find("in force") != std::string::npos);
    CHECK(config::load_station(desk.folder / "state")->standing == config::Standing::confirmed);
}

TEST_CASE("zvonokctl: image show tells no token", "[config][ctl]") {
    Desk desk;
    desk.provision();
    desk.apply();
    const std::string token = config::load_station(desk.folder / "state")->station.token;
    REQUIRE(token.size() == 64);
    REQUIRE(desk.run({"image", "show", desk.at_desk("school.img")}) == 0);
    CHECK(desk.out.find("hall-1") != std::string::npos);
    CHECK(desk.out.find(token) == std::string::npos);
}

TEST_CASE("zvonokctl: a tampered, a cut and a foreign image are refused in Russian, with status 1", "[config][ctl]") {
    Desk desk;
    desk.provision();
    desk.apply();
    const auto applying = [&](const char* name) {
        return desk.run({"station", "apply", desk.at_desk(name), "--root", desk.at_desk("state")});
    };
    Bytes bytes = read_file(desk.folder / "school.img", 1 << 20).value();
    bytes[5000] ^= 1;
    REQUIRE(write_file(desk.folder / "tampered.img", bytes, FileMode::everyone_reads));
    CHECK(applying("tampered.img") == 1);
    CHECK(desk.error.find("изменён после подписи") != std::string::npos);
    bytes.resize(6000);
    REQUIRE(write_file(desk.folder / "cut.img", bytes, FileMode::everyone_reads));
    CHECK(applying("cut.img") == 1);
    CHECK(desk.error.find("обрезан") != std::string::npos);
    REQUIRE(desk.run({"key", "new", desk.at_desk("stranger.key")}) == 0);
    REQUIRE(desk.run({"image", "build", desk.at_desk("CONFIG.toml"), "--key", desk.at_desk("stranger.key"), "--out",
                      desk.at_desk("foreign.img")}) == 0);
    CHECK(applying("foreign.img") == 1);
    CHECK(desk.error.find("не доверяет") != std::string::npos);
    CHECK(applying("school.img") == 0);
}

TEST_CASE("zvonokctl: a card that it issues can be used, believed and taken back", "[config][ctl]") {
    Desk desk;
    desk.provision();
    REQUIRE(write_file(desk.folder / "pin", as_bytes("314159\n"), FileMode::owner_only));
    const std::vector<std::string> authority{"--staff-ca", desk.at_desk("pki/staff-ca.pem"), "--staff-ca-key",
                                             desk.at_desk("pki/staff-ca.key")};
    std::vector<std::string> issue{"card",       "issue",
                                   "--person",   "Анна Сергеевна К.",
                                   "--upn",      "anna@school.example",
                                   "--out",      desk.at_desk("anna"),
                                   "--pin-file", desk.at_desk("pin")};
    issue.insert(issue.end(), authority.begin(), authority.end());
    REQUIRE(desk.run(issue) == 0);
    CHECK(desk.out.find("314159") == std::string::npos);
    const auto card = card::virtual_card::CardFolder::open(desk.folder / "anna");
    REQUIRE(card);
    CHECK(as_text(card->content().pin.view()) == "314159");
    const crypto::Certificate& certificate = card->content().certificate;
    CHECK(certificate.upn().value() == "anna@school.example");

    const auto trust = [&] {
        const auto read = [&](const char* name) { return read_file(desk.folder / name, 1 << 20).value(); };
        return crypto::Trust{crypto::Certificate::from_pem(as_text(read("pki/staff-ca.pem"))).value(),
                             crypto::RevocationList::from_pem(as_text(read("pki/staff-ca.crl"))).value()};
    };
    const Instant morning = at("2026-09-15T06:00:00Z");
    CHECK_FALSE(crypto::check(certificate, crypto::Profile::staff, trust(), morning).has_value());
    std::vector<std::string> revoke{"card",
                                    "revoke",
                                    "--crl",
                                    desk.at_desk("pki/staff-ca.crl"),
                                    "--at",
                                    "2026-09-15T05:00:00Z",
                                    desk.at_desk("anna/certificate.pem")};
    revoke.insert(revoke.end(), authority.begin(), authority.end());
    REQUIRE(desk.run(revoke) == 0);
    REQUIRE(desk.run(revoke) == 0);  // a second time changes nothing but the number
    CHECK(trust().list->entries().size() == 1);
    CHECK(trust().list->number() == 3);
    CHECK(crypto::check(certificate, crypto::Profile::staff, trust(), morning) == crypto::Refusal::revoked);
}

TEST_CASE("zvonokctl: a server that does not answer costs no key and says what to look at", "[config][ctl]") {
    Desk desk;
    desk.provision();
    desk.apply();
    CHECK(desk.run({"enrol", "--root", desk.at_desk("state")}) == 1);
    CHECK(desk.error.find("Проверьте адрес") != std::string::npos);
    const auto key = read_file(desk.folder / "state/keys/station.key", 4096);
    REQUIRE(key);
    CHECK(desk.run({"enrol", "--root", desk.at_desk("state")}) == 1);
    CHECK(read_file(desk.folder / "state/keys/station.key", 4096).value() == *key);
    CHECK(desk.run({"diagnose", "--root", desk.at_desk("state")}) == 1);
    CHECK(desk.out.find("[плохо] Станция не зарегистрирована") != std::string::npos);
    CHECK(desk.out.find("[плохо] Сервер не отвечает") != std::string::npos);
    CHECK(desk.out.find("[хорошо] Издатель карт") != std::string::npos);
}

TEST_CASE("zvonokctl: the disk in another machine, a clock that is behind and an old image are told", "[config][ctl]") {
    Desk desk;
    desk.provision();
    desk.apply();
    desk.host.identity_.serial = "ANOTHER";
    desk.clock = SystemClock{at("2026-08-01T00:00:00Z") -
                             std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now())};
    CHECK(desk.run({"diagnose", "--root", desk.at_desk("state")}) == 1);
    CHECK(desk.out.find("в другой машине") != std::string::npos);
    CHECK(desk.out.find("Часы станции отстают") != std::string::npos);
    desk.host.identity_.serial = "";  // as the kernel shows it to whoever is not root
    CHECK(desk.run({"diagnose", "--root", desk.at_desk("state")}) == 1);
    CHECK(desk.out.find("в другой машине") == std::string::npos);
    CHECK(desk.out.find("с правами администратора") != std::string::npos);
    desk.clock = SystemClock{at("2027-09-01T00:00:00Z") -
                             std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now())};
    CHECK(desk.run({"diagnose", "--root", desk.at_desk("state")}) == 1);
    CHECK(desk.out.find("Срок образа истёк") != std::string::npos);
}

TEST_CASE("zvonokctl: what it does not understand is status 2, help is status 0", "[config][ctl]") {
    Desk desk;
    CHECK(desk.run({"image", "frobnicate"}) == 2);
    CHECK(desk.run({}) == 2);
    CHECK(desk.run({"station", "apply"}) == 2);
    CHECK(desk.run({"--help"}) == 0);
    CHECK(desk.out.find("diagnose") != std::string::npos);
    CHECK(desk.run({"--version"}) == 0);
    CHECK(desk.run({"station", "status", "--root", desk.at_desk("nowhere")}) == 1);
    CHECK(desk.error.find("чьи образы принимать") != std::string::npos);
}
