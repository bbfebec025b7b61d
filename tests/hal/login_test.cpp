#include "hal/card/login.hpp"
#include "hal/card/tlv.hpp"
#include "station/crypto/random.hpp"
#include "tests/support/fake_readers.hpp"
#include "tests/support/staff_card.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::card;
using namespace zvonok::test;
using namespace std::chrono_literals;

namespace {
const std::string reader = "USB";

/// A station with one reader and one card in it.
struct Desk {
    CardOffice office;
    FakeReaders readers;

    explicit Desk(crypto::KeyKind kind = crypto::KeyKind::p256) : Desk(nullptr) { put(office.issue(kind)); }
    explicit Desk(std::nullptr_t /*no card*/) { readers.plug(reader); }

    void put(const std::filesystem::path& folder, virtual_card::Kind kind = virtual_card::Kind::piv) {
        readers.insert(reader, applet(folder, kind));
    }
    LoginResult<CardIdentity> who(const std::vector<crypto::Revoked>& revoked = {}) {
        return identify(readers, reader, office.trust(revoked), school_day());
    }
    LoginResult<Bytes> log_in(std::string_view pin, const Bytes& statement) {
        const auto identity = who();
        if (!identity) return tl::unexpected(identity.error());
        return prove(readers, reader, identity->certificate, secret(pin), statement);
    }
    LoginResult<Bytes> log_in(std::string_view pin = right_pin) { return log_in(pin, crypto::random_bytes(200)); }
};

std::optional<Result<Answer>> status(std::uint16_t value) {
    return Result<Answer>{Answer{{}, value}};
}
bool is_verify(ByteView command) {
    return command.size() == 13 && command[1] == 0x20;
}
}  // namespace

TEST_CASE("login: the right PIN signs the statement with the certificate's key, for every kind of key",
          "[hal][card][login]") {
    for (const auto kind : {crypto::KeyKind::p256, crypto::KeyKind::p384, crypto::KeyKind::rsa2048}) {
        Desk desk{kind};
        const auto identity = desk.who().value();
        CHECK(identity.tries_left == 3);
        CHECK(identity.certificate.upn().value() == "anna@school-12.example");
        const Bytes statement = crypto::random_bytes(200);
        const Bytes signature = prove(desk.readers, reader, identity.certificate, secret(right_pin), statement).value();
        CHECK(identity.certificate.verifies(statement, signature));
        CHECK(desk.readers.resets() == 1);
        CHECK(desk.log_in().value() != signature);
    }
}

TEST_CASE("login: wrong PINs count down to a blocked card, which gets no PIN and stays blocked", "[hal][card][login]") {
    Desk desk{nullptr};
    const auto folder = desk.office.issue();
    desk.put(folder);
    for (const int left : {2, 1}) {
        const auto refused = desk.log_in(wrong_pin).error();
        CHECK(refused.obstacle == Obstacle::wrong_pin);
        CHECK(refused.tries_left == left);
    }
    CHECK(desk.who().value().tries_left == 1);
    const auto certificate = desk.who().value().certificate;
    CHECK(desk.log_in(wrong_pin).error().obstacle == Obstacle::blocked);
    CHECK(desk.log_in().error().obstacle == Obstacle::blocked);
    desk.readers.tamper([](int, ByteView command) -> std::optional<Result<Answer>> {
        CHECK_FALSE(is_verify(command));
        return std::nullopt;
    });
    CHECK(prove(desk.readers, reader, certificate, secret(right_pin), Bytes(40)).error().obstacle == Obstacle::blocked);
    desk.put(folder);  // the same card, powered anew
    CHECK(desk.who().error().obstacle == Obstacle::blocked);
}

TEST_CASE("login: the right PIN gives the tries back", "[hal][card][login]") {
    Desk desk;
    CHECK(desk.log_in(wrong_pin).error().tries_left == 2);
    CHECK(desk.log_in());
    CHECK(desk.who().value().tries_left == 3);
}

TEST_CASE("login: what is not a PIN by its form is never sent", "[hal][card][login]") {
    Desk desk;
    for (const std::string_view bad : {"", "12345", "123456789", "12345a", "12 456", "１２"}) {
        const auto refused = desk.log_in(bad).error();
        CHECK(refused.obstacle == Obstacle::wrong_pin);
        CHECK(refused.tries_left == 3);
    }
}

TEST_CASE("login: cards that are not the school's staff cards are told apart", "[hal][card][login]") {
    Desk desk{nullptr};
    CHECK(desk.who().error().obstacle == Obstacle::pulled);
    desk.put(desk.office.issue(), virtual_card::Kind::foreign);
    CHECK(desk.who().error().obstacle == Obstacle::foreign);
    desk.readers.insert_mute(reader);
    CHECK(desk.who().error().obstacle == Obstacle::unreadable);
    desk.readers.set_service(FakeReaders::Service::down);
    CHECK(desk.who().error().obstacle == Obstacle::no_service);
    desk.readers.set_service(FakeReaders::Service::denied);
    CHECK(desk.who().error().obstacle == Obstacle::no_service);
}

TEST_CASE("login: a certificate that is not believed is refused before any PIN, with its reason",
          "[hal][card][login]") {
    Desk desk{nullptr};
    const auto refusal = [&](const std::filesystem::path& folder) {
        desk.put(folder);
        const auto refused = desk.who().error();
        CHECK(refused.obstacle == Obstacle::refused);
        return refused.refusal;
    };
    auto expired = staff_order();
    expired.not_after = school_day() - 1s;
    CHECK(refusal(desk.office.issue(crypto::KeyKind::p256, expired)) == crypto::Refusal::expired);
    auto early = staff_order();
    early.not_before = school_day() + 1s;
    CHECK(refusal(desk.office.issue(crypto::KeyKind::p256, early)) == crypto::Refusal::not_yet_valid);
    CardOffice elsewhere;
    CHECK(refusal(elsewhere.issue()) == crypto::Refusal::foreign_authority);

    desk.put(desk.office.issue());
    const auto serial = desk.who().value().certificate.serial();
    CHECK(desk.who({{serial, school_day() - 2h}}).error().refusal == crypto::Refusal::revoked);
    crypto::Trust no_list = desk.office.trust();
    no_list.list.reset();
    CHECK(identify(desk.readers, reader, no_list, school_day()).error().refusal == crypto::Refusal::list_missing);
}

TEST_CASE("login: a copied certificate without its key is an impostor", "[hal][card][login]") {
    Desk desk{nullptr};
    const auto anna = desk.office.authority.issue(staff_order(), crypto::PrivateKey::generate().public_key()).value();
    desk.put(desk.office.keep(anna, crypto::PrivateKey::generate()));
    CHECK(desk.log_in().error().obstacle == Obstacle::impostor);
}

TEST_CASE("login: a card swapped after it was identified gets no PIN", "[hal][card][login]") {
    Desk desk;
    const auto identity = desk.who().value();
    desk.put(desk.office.issue());
    desk.readers.tamper([](int, ByteView command) -> std::optional<Result<Answer>> {
        CHECK_FALSE(is_verify(command));
        return std::nullopt;
    });
    CHECK(prove(desk.readers, reader, identity.certificate, secret(right_pin), Bytes(40)).error().obstacle ==
          Obstacle::changed);
}

TEST_CASE("login: pulled at any command, the login ends there and nothing is sent any more", "[hal][card][login]") {
    for (const auto kind : {crypto::KeyKind::p256, crypto::KeyKind::rsa2048}) {
        Desk desk{nullptr};
        const auto folder = desk.office.issue(kind);
        desk.put(folder);
        REQUIRE(desk.log_in());
        const int whole = desk.readers.commands();
        for (int at = 0; at < whole; ++at) {
            desk.put(folder);
            const int before = desk.readers.commands();
            desk.readers.tamper([&](int n, ByteView) -> std::optional<Result<Answer>> {
                if (n - before == at) desk.readers.remove(reader);
                return std::nullopt;
            });
            CHECK(desk.log_in().error().obstacle == Obstacle::pulled);
            CHECK(desk.readers.commands() - before == at + 1);
        }
    }
}

TEST_CASE("login: nonsense at any command is a fault, and no PIN is given twice", "[hal][card][login]") {
    const std::vector<Result<Answer>> nonsense{
        Result<Answer>{Answer{{}, 0x9000}},                             // empty
        Result<Answer>{Answer{Bytes(256, 0x00), 0x9000}},               //
        Result<Answer>{Answer{Bytes{0x7C, 0x05, 0x82, 0x03}, 0x9000}},  // cut
        Result<Answer>{Answer{Bytes{0x53, 0x02, 0x70, 0x00}, 0x9000}},  // parts missing
        Result<Answer>{Answer{{}, 0x6100}},                             // promises and gives nothing
        Result<Answer>{Answer{Bytes(256, 0x53), 0x6100}},               //
        Result<Answer>{Answer{{}, 0x6C10}},                             //
        Result<Answer>{Answer{{}, 0x6F00}},                             //
        Result<Answer>{fail(FaultKind::corrupt, "an answer without a status")},
        Result<Answer>{fail(FaultKind::busy, "reset by another program")},
    };
    Desk desk;
    REQUIRE(desk.log_in());
    const int whole = desk.readers.commands();
    const auto folder = desk.office.issue();
    for (const auto& bad : nonsense) {
        for (int at = 0; at < whole; ++at) {
            desk.put(folder);
            int pins = 0;
            bool accepted = false;
            const int before = desk.readers.commands();
            desk.readers.tamper([&](int n, ByteView command) -> std::optional<Result<Answer>> {
                if (is_verify(command)) ++pins;
                if (n - before != at) return std::nullopt;
                // A card that says 9000 to VERIFY without looking fails at the signature, or is as good as unlocked.
                accepted = is_verify(command) && bad && bad->status == 0x9000;
                return bad;
            });
            const auto result = desk.log_in();
            CHECK(pins <= 1);
            CHECK_FALSE((result && accepted));
            desk.readers.tamper({});
        }
    }
}

TEST_CASE("login: an answer that never ends is given up", "[hal][card][login]") {
    Desk desk;
    desk.readers.tamper([](int, ByteView) { return Result<Answer>{Answer{Bytes(1, 0x00), 0x6101}}; });
    CHECK(desk.who().error().obstacle == Obstacle::unreadable);
    CHECK(desk.readers.commands() < 100);
    const int before = desk.readers.commands();
    desk.readers.tamper([](int, ByteView) { return Result<Answer>{Answer{Bytes(256, 0x00), 0x6100}}; });
    CHECK(desk.who().error().obstacle == Obstacle::unreadable);
    CHECK(desk.readers.commands() - before < 100);
}

TEST_CASE("login: a card that wants another length is asked again, but never for a PIN", "[hal][card][login]") {
    Desk desk;
    bool told = false;
    desk.readers.tamper([&](int, ByteView command) -> std::optional<Result<Answer>> {
        if (command[1] != 0xCB || told) return std::nullopt;
        told = true;
        return status(0x6C80);
    });
    CHECK(desk.who());
    CHECK(told);
    int pins = 0;
    desk.readers.tamper([&](int, ByteView command) -> std::optional<Result<Answer>> {
        if (!is_verify(command)) return std::nullopt;
        ++pins;
        return status(0x6C08);
    });
    CHECK(desk.log_in().error().obstacle == Obstacle::unreadable);
    CHECK(pins == 1);
}

TEST_CASE("login: certificate objects as other cards write them are read, broken ones are not", "[hal][card][login]") {
    Desk desk;
    const Bytes der = desk.who().value().certificate.der();
    const auto with = [&](const Bytes& object) {
        desk.readers.tamper([&](int, ByteView command) -> std::optional<Result<Answer>> {
            if (command[1] != 0xCB) return std::nullopt;
            return Result<Answer>{Answer{object, 0x9000}};
        });
        const auto identity = desk.who();
        return identity ? std::nullopt : std::optional{identity.error().obstacle};
    };
    const auto object = [](std::initializer_list<Bytes> parts) {
        Bytes all;
        for (const Bytes& part : parts) append(all, part);
        return make_tlv(0x53, all);
    };
    const Bytes certificate = make_tlv(0x70, der);
    const Bytes plain = make_tlv(0x71, Bytes{0x00});
    const Bytes end = make_tlv(0xFE, {});
    CHECK_FALSE(with(object({certificate, plain, end})));
    CHECK_FALSE(with(object({certificate, plain})));
    CHECK_FALSE(with(object({certificate, plain, make_tlv(0x72, Bytes(38)), end})));
    CHECK(with(object({})) == Obstacle::empty);
    CHECK(with(object({make_tlv(0x70, {}), plain, end})) == Obstacle::empty);
    CHECK(with(object({certificate, end})) == Obstacle::unreadable);
    CHECK(with(object({plain, end})) == Obstacle::unreadable);
    CHECK(with(object({certificate, certificate, plain, end})) == Obstacle::unreadable);
    CHECK(with(object({certificate, make_tlv(0x71, Bytes{0x00, 0x00}), end})) == Obstacle::unreadable);
    CHECK(with(object({certificate, make_tlv(0x71, Bytes{0x02}), end})) == Obstacle::unreadable);
    CHECK(with(object({certificate, make_tlv(0x71, Bytes{0x01}), end})) == Obstacle::unreadable);
    Bytes trailing = object({certificate, plain, end});
    trailing.push_back(0x00);
    CHECK(with(trailing) == Obstacle::unreadable);
    CHECK(with(object({make_tlv(0x70, as_bytes("no certificate")), plain, end})) == Obstacle::unreadable);
}
