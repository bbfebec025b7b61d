#include "config/image.hpp"
#include "config/station.hpp"
#include "hal/card/virtual_card/card_folder.hpp"
#include "station/crypto/trust.hpp"
#include "sync/server/commands/commands.hpp"
#include "tests/config/desk.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::test;
using namespace std::chrono_literals;

namespace {

/// UTF-8 of Russian letters begins with one of two bytes.
bool has_russian(const std::string& text) {
    return text.find_first_of("\xD0\xD1") != std::string::npos;
}

}  // namespace

TEST_CASE("zvonokctl: from nothing to a station that knows its school", "[config][ctl]") {
    Desk desk;
    desk.provision();
    REQUIRE(desk.run({"image", "verify", desk.at_desk("school.img"), "--key", desk.at_desk("image.key.pub")}) == 0);
    CHECK(desk.out.find("Школа № 1") != std::string::npos);
    desk.apply();
    CHECK(desk.out.find("kab-12") != std::string::npos);
    REQUIRE(desk.run({"status", "--root", desk.at_desk("state")}) == 0);
    CHECK(desk.out.find("на испытании") != std::string::npos);
    CHECK(desk.out.find("Режим: кабинет\n") != std::string::npos);
    REQUIRE(desk.run({"station", "confirm", "--root", desk.at_desk("state")}) == 0);
    REQUIRE(desk.run({"--lang", "en", "status", "--root", desk.at_desk("state")}) == 0);
    CHECK(desk.out.find("in force") != std::string::npos);
    CHECK(desk.out.find("Mode: classroom\n") != std::string::npos);
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

TEST_CASE("zvonokctl: a file that is no key is told to be none, before anything is said of its rights",
          "[config][ctl]") {
    Desk desk;
    REQUIRE(write_file(desk.folder / "README.md", as_bytes("# Zvonok\n" + std::string(5000, 'x')),
                       FileMode::everyone_reads));
    CHECK(desk.run({"key", "show", desk.at_desk("README.md")}) == 1);
    CHECK(desk.error.find("нет ключа «Звонка», ни открытого, ни секретного") != std::string::npos);
    CHECK(desk.error.find("chmod") == std::string::npos);
    CHECK(desk.run({"--lang", "en", "key", "show", desk.at_desk("README.md")}) == 1);
    CHECK(desk.error.find("key of Zvonok in " + desk.at_desk("README.md")) != std::string::npos);
    REQUIRE(desk.run({"key", "new", desk.at_desk("own.key")}) == 0);
    CHECK(desk.run({"key", "show", desk.at_desk("own.key")}) == 0);
    std::filesystem::permissions(desk.folder / "own.key", std::filesystem::perms{0644});
    CHECK(desk.run({"key", "show", desk.at_desk("own.key")}) == 1);
    CHECK(desk.error.find("chmod 600") != std::string::npos);
}

TEST_CASE("zvonokctl: an image checked by another key says so, and so does the server that is to register it",
          "[config][ctl][commands]") {
    Desk desk;
    desk.provision();
    REQUIRE(desk.run({"key", "new", desk.at_desk("other.key")}) == 0);
    CHECK(desk.run({"image", "verify", desk.at_desk("school.img"), "--key", desk.at_desk("other.key.pub")}) == 1);
    CHECK(desk.error.find("не тем ключом, что назван в --key") != std::string::npos);

    Log log{"test-commands"};
    const auto serve = [&](std::vector<std::string> words) {
        words.insert(words.end(), {"--data", desk.at_desk("data")});
        std::ostringstream out, error;
        const int status = sync::server::commands::run_command_line(std::move(words), {out, error, log});
        return std::pair{status, error.str()};
    };
    REQUIRE(serve({"init", "--name", "Школа", "--school", "000102030405060708090a0b0c0d0e0f"}).first == 0);
    const auto registered = [&](const char* signer) {
        return serve({"station", "image", "--image", desk.at_desk("school.img"), "--signer", desk.at_desk(signer)});
    };
    const auto [status, error] = registered("other.key.pub");
    CHECK(status == 1);
    CHECK(error.find("подписан не тем ключом, что в " + desk.at_desk("other.key.pub")) != std::string::npos);
    CHECK(error.find("zvonokctl image show") != std::string::npos);
    CHECK(registered("school.img").second.find("открытого ключа") != std::string::npos);
    CHECK(registered("image.key").second.find("открытого ключа") != std::string::npos);
    // With the right key it goes on to what else the school lacks.
    CHECK(registered("image.key.pub").second.find("Кабинета «12» нет") != std::string::npos);
}

TEST_CASE("zvonokctl: who reads English is told no less, and nothing in Russian", "[config][ctl]") {
    Desk desk;
    const auto english = [&](std::vector<std::string> words) {
        words.insert(words.begin(), {"--lang", "en"});
        INFO(words.back());
        const int status = desk.run(words);
        INFO(desk.out << desk.error);
        CHECK_FALSE(has_russian(desk.out + desk.error));
        return status;
    };
    for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{{},
                                                                                         {"key"},
                                                                                         {"key", "new"},
                                                                                         {"pki", "demo"},
                                                                                         {"card", "issue"},
                                                                                         {"card", "revoke"},
                                                                                         {"image", "build"},
                                                                                         {"image", "verify"},
                                                                                         {"image", "show"},
                                                                                         {"station", "init"},
                                                                                         {"station", "apply"},
                                                                                         {"station", "confirm"},
                                                                                         {"enrol"},
                                                                                         {"status"},
                                                                                         {"verify"},
                                                                                         {"diagnose"}}) {
        std::vector<std::string> words = command;
        words.emplace_back("--help");
        CHECK(english(words) == 0);
        CHECK(english(command) == 2);
    }
    const std::string nowhere = desk.at_desk("nowhere");
    CHECK(english({"status", "--root", nowhere}) == 1);
    CHECK(desk.error.find("zvonokctl station init") != std::string::npos);
    CHECK(english({"image", "verify", nowhere, "--key", nowhere}) == 1);
    CHECK(desk.error.find("cannot be read") != std::string::npos);
    CHECK(english({"verify", "last", "--log", nowhere}) == 1);
    CHECK(english({"image", "bogus"}) == 2);
    CHECK(desk.error.find("There are: build") != std::string::npos);
    desk.provision();
    desk.apply();
    CHECK(english({"enrol", "--root", desk.at_desk("state")}) == 1);
    CHECK(desk.error.find("Look at address and port") != std::string::npos);
}

TEST_CASE("zvonokctl: help says what holds where an option is not given", "[config][ctl]") {
    Desk desk;
    REQUIRE(desk.run({"card", "issue", "--help"}) == 0);
    CHECK(desk.out.find("Срок, дней (по умолчанию 365)") != std::string::npos);
    CHECK(desk.out.find("(по умолчанию p256)") != std::string::npos);
    CHECK(desk.out.find("Имя на карте (по") == std::string::npos);
    REQUIRE(desk.run({"--lang", "en", "card", "issue", "--help"}) == 0);
    CHECK(desk.out.find("Term in days (default 365)") != std::string::npos);
    REQUIRE(desk.run({"pki", "demo", "--help"}) == 0);
    CHECK(desk.out.find("(по умолчанию 127.0.0.1, ::1)") != std::string::npos);
    // What was shown holds, and is not given twice.
    REQUIRE(desk.run({"pki", "demo", "--out", desk.at_desk("pki"), "--ip", "127.0.0.9"}) == 0);
}
