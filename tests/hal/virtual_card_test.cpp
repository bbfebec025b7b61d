#include "hal/card/piv.hpp"
#include "hal/card/virtual_card/slot.hpp"
#include "station/base/file.hpp"
#include "tests/support/fake_readers.hpp"
#include "tests/support/staff_card.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace zvonok;
using namespace zvonok::card;
using namespace zvonok::card::virtual_card;
using namespace zvonok::test;

namespace {
std::string say(PivApplet& card, std::string_view command) {
    return to_hex(card.answer(from_hex(command).value()));
}
constexpr std::string_view select_piv = "00a404000ba00000030800001000010000";
}  // namespace

TEST_CASE("virtual card: nothing is signed before the PIN, nor after a reset", "[hal][card]") {
    CardOffice office;
    PivApplet card = applet(office.issue());
    const std::string sign = "0087119a267c2482008120" + std::string(64, '1') + "00";
    CHECK(say(card, sign) == "6d00");
    CHECK(say(card, select_piv).ends_with("9000"));
    CHECK(say(card, sign) == "6982");
    CHECK(say(card, "00200080") == "63c3");
    CHECK(say(card, "0020008008323436383130ffff") == "9000");
    CHECK(say(card, "00200080") == "9000");
    CHECK(say(card, sign).starts_with("7c"));
    CHECK(say(card, "0020ff80") == "9000");
    CHECK(say(card, sign) == "6982");
    CHECK(say(card, "0020008008323436383130ffff") == "9000");
    card.reset();
    CHECK(say(card, sign) == "6d00");
    CHECK(say(card, select_piv).ends_with("9000"));
    CHECK(say(card, "00200080") == "63c3");
}

TEST_CASE("virtual card: the standard's other words", "[hal][card]") {
    CardOffice office;
    PivApplet card = applet(office.issue());
    CHECK(say(card, "00a4040005a00000000300") == "6a82");
    CHECK(say(card, "00a4040009a0000003080000100000").ends_with("9000"));
    CHECK(say(card, "00cb3fff055c035fc10500").starts_with("5382"));
    CHECK(say(card, "00cb3fff035c017e00") == "7e124f0ba0000003080000100001005f2f0240009000");
    CHECK(say(card, "00cb3fff055c035fc10200").starts_with("533b3019"));
    CHECK(say(card, "00cb3fff055c035fc10a00") == "6a82");
    CHECK(say(card, "00cb3fff0300000000") == "6a80");
    CHECK(say(card, "002000000832343638ffffffff") == "6a88");
    CHECK(say(card, "002000800432343638") == "6a80");
    CHECK(say(card, "0020008008323436383130ffff") == "9000");
    CHECK(say(card, "0087079a00") == "6a86");
    CHECK(say(card, "0087119c027c0000") == "6a88");
    CHECK(say(card, "0087119a027c0000") == "6a80");
    CHECK(say(card, "8020008000") == "6e00");
    CHECK(say(card, "00fd000000") == "6d00");
    CHECK(say(card, "00a404") == "6700");
    CHECK(say(card, "00200080ff32") == "6700");
}

TEST_CASE("virtual card: no bytes that a reader may send make it misbehave", "[hal][card]") {
    CardOffice office;
    PivApplet card = applet(office.issue());
    std::mt19937 random{7};
    const std::vector<std::string_view> begins{"",         "00a40400", "00cb3fff", "00200080",
                                               "0087119a", "1087119a", "00c00000"};
    for (int round = 0; round < 3'000; ++round) {
        Bytes command = from_hex(begins[random() % begins.size()]).value();
        for (std::size_t more = random() % 20; more > 0; --more) command.push_back(static_cast<std::uint8_t>(random()));
        const Bytes answer = card.answer(command);
        CHECK(answer.size() >= 2);
        CHECK(answer.size() <= 258);
    }
}

TEST_CASE("virtual card: a folder with a part missing or broken is no card", "[hal][card]") {
    CardOffice office;
    const auto spoilt = [&](const char* file, std::optional<std::string_view> text) {
        const auto folder = office.issue();
        std::filesystem::remove(folder / file);
        if (text) REQUIRE(write_file(folder / file, as_bytes(*text), FileMode::owner_only));
        const auto opened = CardFolder::open(folder);
        return opened ? std::nullopt : std::optional{opened.error().kind};
    };
    CHECK(spoilt("key.pem", {}) == FaultKind::missing);
    CHECK(spoilt("certificate.pem", {}) == FaultKind::missing);
    CHECK(spoilt("pin", {}) == FaultKind::missing);
    CHECK(spoilt("key.pem", "no key") == FaultKind::corrupt);
    CHECK(spoilt("certificate.pem", "no certificate") == FaultKind::corrupt);
    CHECK(spoilt("pin", "12345") == FaultKind::corrupt);
    CHECK(spoilt("tries", "9") == FaultKind::corrupt);
    CHECK_FALSE(spoilt("pin", "123456\n"));
    CHECK_FALSE(spoilt("tries", "0\n"));
}

TEST_CASE("virtual card: the operator's words are obeyed or explained", "[hal][card]") {
    CardOffice office;
    // Port 9 of the loopback: nobody listens, so that the card waits for its reader.
    Slot slot{"127.0.0.1", 9, Kind::piv, applet(office.issue())};
    CHECK(slot.obey("status") == "out 3");
    CHECK_FALSE(slot.due());
    CHECK(slot.obey("in") == "ok");
    CHECK(slot.obey("status") == "in 3");
    CHECK(slot.due());
    CHECK(slot.obey("swap /nonexistent").starts_with("error: missing"));
    CHECK(slot.obey("status") == "in 3");
    CHECK(slot.obey("swap " + office.issue().string()) == "ok");
    CHECK(slot.obey("status") == "out 3");
    CHECK(slot.obey("delay x").starts_with("error"));
    CHECK(slot.obey("pull-during lunch").starts_with("error"));
    CHECK(slot.obey("dance").starts_with("error"));
    CHECK(slot.obey("").starts_with("error"));
}
