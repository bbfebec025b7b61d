#include "hal/card/login.hpp"
#include "hal/card/watcher.hpp"
#include "station/base/file.hpp"
#include "station/crypto/random.hpp"
#include "tests/support/card_station.hpp"
#include "tests/support/fake_readers.hpp"
#include "tests/support/staff_card.hpp"

#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <future>

using namespace zvonok;
using namespace zvonok::card;
using namespace zvonok::test;
using namespace std::chrono_literals;

// Everything here is real: pcscd, vsmartcard's virtual reader, our virtual card as a program of its own.
namespace {
constexpr auto left = CardDaemon::left;
constexpr auto right = CardDaemon::right;

std::string in(std::string_view reader) {
    return "card in '" + std::string(reader) + "'";
}
std::string out(std::string_view reader) {
    return "card out of '" + std::string(reader) + "'";
}

/// A station's side: it watches, and logs in.
struct Station {
    CardOffice office;
    std::unique_ptr<CardService> service = pcsc_service();
    EventLog log;
    Watcher watcher{service->status_source(), log.tell()};

    LoginResult<CardIdentity> who(const char* reader = left) const {
        return identify(*service, reader, office.trust(), school_day());
    }
    LoginResult<Bytes> prove(const crypto::Certificate& certificate, std::string_view pin = right_pin,
                             const char* reader = left) const {
        return card::prove(*service, reader, certificate, secret(pin), crypto::random_bytes(120));
    }
    LoginResult<Bytes> log_in(std::string_view pin = right_pin, const char* reader = left) const {
        const auto identity = who(reader);
        if (!identity) return tl::unexpected(identity.error());
        return prove(identity->certificate, pin, reader);
    }
};

int shell(const std::string& command) {
    const int status = std::system(command.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
}  // namespace

TEST_CASE("card reader: a card is seen coming and going, in its own reader", "[hal][card][reader]") {
    const CardDaemon daemon;
    Station station;
    REQUIRE(station.log.comes("reader '" + std::string(left) + "' appeared"));
    REQUIRE(station.log.comes("reader '" + std::string(right) + "' appeared"));
    const CardProgram card{station.office.issue()};
    const CardProgram other{station.office.issue(), CardProgram::Reader::right};
    card.tell("in");
    REQUIRE(station.log.comes(in(left)));
    CHECK(station.log.last_card()->atr == virtual_card::PivApplet::atr());
    other.tell("in");
    REQUIRE(station.log.comes(in(right)));
    other.tell("out");
    REQUIRE(station.log.comes(out(right)));
    CHECK(station.log_in());
    card.tell("out");
    REQUIRE(station.log.comes(out(left)));
    CHECK(station.log.rest().empty());
    CHECK(station.who().error().obstacle == Obstacle::pulled);
}

TEST_CASE("card reader: the right PIN logs in with every kind of key, and is forgotten", "[hal][card][reader]") {
    const CardDaemon daemon;
    Station station;
    for (const auto kind : {crypto::KeyKind::p256, crypto::KeyKind::p384, crypto::KeyKind::rsa2048}) {
        const CardProgram card{station.office.issue(kind)};
        card.tell("in");
        REQUIRE(station.log.comes(in(left)));
        const auto identity = station.who().value();
        CHECK(identity.certificate.key_kind() == kind);
        CHECK(station.prove(identity.certificate));
        CHECK(station.who().value().tries_left == 3);
        card.tell("out");
        REQUIRE(station.log.comes(out(left)));
    }
}

TEST_CASE("card reader: wrong PINs count down, and a blocked card stays blocked", "[hal][card][reader]") {
    const CardDaemon daemon;
    Station station;
    const auto folder = station.office.issue();
    {
        const CardProgram card{folder};
        card.tell("in");
        REQUIRE(station.log.comes(in(left)));
        CHECK(station.log_in(wrong_pin).error().tries_left == 2);
        CHECK(card.status() == "in 2");
        CHECK(station.log_in(wrong_pin).error().tries_left == 1);
        CHECK(station.log_in(wrong_pin).error().obstacle == Obstacle::blocked);
        CHECK(station.log_in().error().obstacle == Obstacle::blocked);
    }
    REQUIRE(station.log.comes(out(left)));
    const CardProgram again{folder};
    again.tell("in");
    REQUIRE(station.log.comes(in(left)));
    CHECK(again.status() == "in 0");
    CHECK(station.log_in().error().obstacle == Obstacle::blocked);
}

TEST_CASE("card reader: a foreign card, and certificates that are not believed, are told apart",
          "[hal][card][reader]") {
    const CardDaemon daemon;
    Station station;
    const CardProgram foreign{station.office.issue(), CardProgram::Reader::right, {"--foreign", "--in"}};
    REQUIRE(station.log.comes(in(right)));
    CHECK(station.who(right).error().obstacle == Obstacle::foreign);

    auto expired = staff_order();
    expired.not_after = school_day() - 1s;
    CardOffice elsewhere;
    const CardProgram card{station.office.issue(crypto::KeyKind::p256, expired)};
    card.tell("in");
    REQUIRE(station.log.comes(in(left)));
    CHECK(station.who().error().refusal == crypto::Refusal::expired);
    card.tell("swap " + elsewhere.issue().string());
    REQUIRE(station.log.comes(out(left)));
    card.tell("in");
    REQUIRE(station.log.comes(in(left)));
    CHECK(station.who().error().refusal == crypto::Refusal::foreign_authority);
    card.tell("swap " + station.office.issue().string());
    REQUIRE(station.log.comes(out(left)));
    card.tell("in");
    REQUIRE(station.log.comes(in(left)));
    const auto identity = station.who().value();
    const auto revoked =
        identify(*station.service, left, station.office.trust({{identity.certificate.serial(), school_day() - 2h}}),
                 school_day());
    CHECK(revoked.error().refusal == crypto::Refusal::revoked);
}

TEST_CASE("card reader: pulled in the middle of reading, checking the PIN or signing, the login ends as pulled",
          "[hal][card][reader]") {
    const CardDaemon daemon;
    Station station;
    const CardProgram card{station.office.issue()};
    for (const char* moment : {"read", "verify", "sign"}) {
        card.tell("pull-during " + std::string(moment));
        card.tell("in");
        REQUIRE(station.log.comes(in(left)));
        CHECK(station.log_in().error().obstacle == Obstacle::pulled);
        REQUIRE(station.log.comes(out(left)));
    }
    card.tell("in");
    REQUIRE(station.log.comes(in(left)));
    CHECK(station.log_in());
}

TEST_CASE("card reader: another card since the certificate was read gets no PIN", "[hal][card][reader]") {
    const CardDaemon daemon;
    Station station;
    const CardProgram card{station.office.issue()};
    card.tell("in");
    REQUIRE(station.log.comes(in(left)));
    const auto identity = station.who().value();
    card.tell("swap " + station.office.issue().string());
    REQUIRE(station.log.comes(out(left)));
    card.tell("in");
    REQUIRE(station.log.comes(in(left)));
    CHECK(station.prove(identity.certificate, wrong_pin).error().obstacle == Obstacle::changed);
    CHECK(card.status() == "in 3");
}

TEST_CASE("card reader: an answer without a status ends the login, the card stays usable", "[hal][card][reader]") {
    const CardDaemon daemon;
    Station station;
    const CardProgram card{station.office.issue()};
    card.tell("in");
    REQUIRE(station.log.comes(in(left)));
    card.tell("garble");
    CHECK(station.who().error().obstacle == Obstacle::unreadable);
    CHECK(station.log_in());
}

TEST_CASE("card reader: a slow card logs in, a hanging one ends when it is pulled, and the other reader lives on",
          "[hal][card][reader]") {
    const CardDaemon daemon;
    Station station;
    const CardProgram card{station.office.issue(crypto::KeyKind::rsa2048)};
    const CardProgram other{station.office.issue(), CardProgram::Reader::right};
    card.tell("delay 500");
    card.tell("in");
    REQUIRE(station.log.comes(in(left)));
    const auto begun = std::chrono::steady_clock::now();
    CHECK(station.log_in());
    CHECK(std::chrono::steady_clock::now() - begun >= 500ms);

    card.tell("hang");
    auto login = std::async(std::launch::async, [&] { return station.log_in(); });
    other.tell("in");
    REQUIRE(station.log.comes(in(right)));
    CHECK(station.log_in(right_pin, right));
    CHECK(login.wait_for(0s) == std::future_status::timeout);
    card.tell("out");
    CHECK(login.get().error().obstacle == Obstacle::pulled);
}

TEST_CASE("card reader: a card that another program holds is told as busy", "[hal][card][reader]") {
    const CardDaemon daemon;
    Station station;
    const CardProgram card{station.office.issue()};
    card.tell("in");
    REQUIRE(station.log.comes(in(left)));
    auto held = station.service->connect(left);
    REQUIRE(held);
    CHECK(station.who().error().obstacle == Obstacle::busy);
    held->reset();
    CHECK(station.log_in());
}

TEST_CASE("card reader: a program that dies in the middle leaves no verified PIN behind", "[hal][card][reader]") {
    const CardDaemon daemon;
    Station station;
    const CardProgram card{station.office.issue()};
    card.tell("in");
    REQUIRE(station.log.comes(in(left)));
    {
        // As far as the PIN, and then no end of the transaction: the connection just goes.
        auto channel = station.service->connect(left).value();
        REQUIRE(channel->begin_transaction());
        REQUIRE(channel->transmit(from_hex("00a404000ba00000030800001000010000").value()));
        REQUIRE(channel->transmit(from_hex("0020008008323436383130ffff").value()));
        CHECK(channel->exchange(from_hex("00200080").value()).value().status == 0x9000);
    }
    auto channel = station.service->connect(left).value();
    REQUIRE(channel->transmit(from_hex("00a404000ba00000030800001000010000").value()));
    CHECK(channel->exchange(from_hex("00200080").value()).value().status == 0x63C3);
}

TEST_CASE("card reader: without a card service the station says so, and works as soon as there is one",
          "[hal][card][reader]") {
    Station station;
    REQUIRE(station.log.comes("card service down"));
    CHECK(station.who().error().obstacle == Obstacle::no_service);
    const CardProgram card{station.office.issue(), CardProgram::Reader::left, {"--in"}};
    const CardDaemon daemon;
    REQUIRE(station.log.comes("card service up"));
    REQUIRE(station.log.comes(in(left)));
    CHECK(station.log_in());
}

TEST_CASE("card reader: a reader that comes later is noticed", "[hal][card][reader]") {
    CardDaemon daemon{CardDaemon::Readers::none};
    Station station;
    REQUIRE(station.log.comes("no card reader"));
    CHECK(station.who().error().obstacle == Obstacle::pulled);
    const CardProgram card{station.office.issue(), CardProgram::Reader::left, {"--in"}};
    daemon.stop();
    daemon.start(CardDaemon::Readers::two);
    REQUIRE(station.log.comes("reader '" + std::string(left) + "' appeared"));
    REQUIRE(station.log.comes(in(left)));
    CHECK(station.log_in());
}

TEST_CASE("card reader: when the card service dies the card is out at once, and in again when it returns",
          "[hal][card][reader]") {
    CardDaemon daemon;
    Station station;
    const CardProgram card{station.office.issue()};
    card.tell("in");
    REQUIRE(station.log.comes(in(left)));
    for (const bool gently : {true, false}) {
        const auto begun = std::chrono::steady_clock::now();
        if (gently)
            daemon.stop();
        else
            daemon.kill();
        REQUIRE(station.log.comes(out(left)));
        if (!gently) CHECK(std::chrono::steady_clock::now() - begun < 500ms);
        REQUIRE(station.log.comes("card service down"));
        CHECK(station.who().error().obstacle == Obstacle::no_service);
        daemon.start(CardDaemon::Readers::two);
        REQUIRE(station.log.comes("card service up"));
        REQUIRE(station.log.comes(in(left)));
        CHECK(station.log_in());
    }
}

TEST_CASE("card reader: OpenSC knows the virtual card as PIV, and signs with it", "[hal][card][reader]") {
    const CardDaemon daemon;
    Station station;
    const TempDir dir;
    const auto folder = station.office.issue(crypto::KeyKind::rsa2048);
    const CardProgram card{folder};
    card.tell("in");
    REQUIRE(station.log.comes(in(left)));
    const std::string there = "cd '" + dir.path().string() + "' && ";
    CHECK(shell(there + "opensc-tool -r 0 -n 2>&1 | grep -q 'Personal Identity Verification'") == 0);
    const Bytes statement = crypto::random_bytes(300);
    REQUIRE(write_file(dir / "statement", statement, FileMode::owner_only));
    CHECK(shell(there + "pkcs11-tool --login --pin " + std::string(right_pin) +
                " --sign -m SHA256-RSA-PKCS --id 01 -i statement -o signature >log 2>&1") == 0);
    const auto signature = read_file(dir / "signature", 1000).value();
    const auto identity = station.who().value();
    CHECK(identity.certificate.verifies(statement, signature));
    CHECK(shell(there + "pkcs15-tool -r 0 --read-certificate 01 2>/dev/null >read.pem") == 0);
    const auto read = read_file(dir / "read.pem", 10'000).value();
    CHECK(crypto::Certificate::from_pem(as_text(read)).value() == identity.certificate);
}
