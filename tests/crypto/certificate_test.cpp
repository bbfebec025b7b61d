#include "station/crypto/certificate.hpp"
#include "station/crypto/clean_line.hpp"
#include "station/crypto/random.hpp"
#include "tests/support/odd_certificate.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::crypto;
using namespace zvonok::test;
using namespace std::chrono_literals;

TEST_CASE("certificate: what was ordered is read back", "[crypto][certificate]") {
    const Authority authority = test_authority();
    const PrivateKey key = PrivateKey::generate();
    const CertificateOrder order = staff_order();
    const Certificate card = authority.issue(order, key.public_key()).value();
    CHECK(card.common_name() == "Анна Сергеевна К.");
    CHECK(card.upn().value() == "anna@school-12.example");
    CHECK(card.not_before() == order.not_before);
    CHECK(card.not_after() == order.not_after);
    CHECK(card.public_key() == key.public_key());
    CHECK(card.serial().size() == 32);
    CHECK(card.serial() != authority.issue(order, key.public_key()).value().serial());
    CHECK(Certificate::from_pem(card.pem()).value() == card);
    CHECK(card.fingerprint() == sha256(card.der()));
    CHECK_FALSE(authority.certificate().upn().value());
}

TEST_CASE("certificate: a signature holds for its key and message, for every kind of key", "[crypto][certificate]") {
    const Authority authority = test_authority();
    const Bytes message = random_bytes(200);
    for (const KeyKind kind : {KeyKind::p256, KeyKind::p384, KeyKind::rsa2048}) {
        const PrivateKey key = PrivateKey::generate(kind);
        const Certificate card = authority.issue(staff_order(), key.public_key()).value();
        const Certificate other = authority.issue(staff_order(), PrivateKey::generate(kind).public_key()).value();
        Bytes signature = key.sign(message).value();
        CHECK(card.verifies(message, signature));
        CHECK_FALSE(other.verifies(message, signature));
        CHECK_FALSE(card.verifies(random_bytes(200), signature));
        CHECK_FALSE(card.verifies(message, ByteView{signature}.first(signature.size() - 1)));
        CHECK_FALSE(card.verifies(message, {}));
        CHECK(card.verifies(message, key.raw_operation(signing_input(kind, message)).value()));
        CHECK(key.raw_operation(ByteView{signature}.first(31)).error().kind == FaultKind::refused);
        signature[signature.size() / 2] ^= 1;
        CHECK_FALSE(card.verifies(message, signature));
        CHECK(PrivateKey::from_pem(key.pem().view()).value().public_key() == key.public_key());
    }
}

TEST_CASE("certificate: bytes that are not exactly one certificate are corrupt", "[crypto][certificate]") {
    const Authority authority = test_authority();
    const Bytes good = authority.certificate().der();
    for (std::size_t size = 0; size < good.size(); ++size)
        CHECK(Certificate::from_der(ByteView{good}.first(size)).error().kind == FaultKind::corrupt);
    Bytes longer = good;
    longer.push_back(0);
    CHECK(Certificate::from_der(longer).error().kind == FaultKind::corrupt);
    CHECK_FALSE(Certificate::from_pem("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
    CHECK_FALSE(Certificate::from_pem(as_text(authority.key().pem().view())));
    CHECK_FALSE(RevocationList::from_pem(authority.certificate().pem()));
    CHECK_FALSE(RevocationList::from_der(good));
    CHECK_FALSE(PrivateKey::from_pem(as_bytes(authority.certificate().pem())));
    CHECK_THROWS(spoiled(authority.certificate(), authority.key(), set_version_1));
}

TEST_CASE("certificate: no flipped byte makes parsing or checking misbehave", "[crypto][certificate]") {
    const Authority authority = test_authority();
    const PrivateKey key = PrivateKey::generate();
    const Certificate card = authority.issue(staff_order(), key.public_key()).value();
    const Trust trust{authority.certificate(), test_list(authority)};
    for (std::size_t i = 0; i < card.der().size(); ++i) {
        for (const int flip : {0x01, 0x80, 0xFF}) {
            Bytes changed = card.der();
            changed[i] ^= static_cast<std::uint8_t>(flip);
            const auto parsed = Certificate::from_der(changed);
            if (!parsed) continue;
            CHECK(check(*parsed, Profile::staff, trust, school_day()));
            CHECK(clean_line(parsed->common_name()) == parsed->common_name());
            CHECK_FALSE(parsed->verifies(as_bytes("message"), changed));
        }
    }
}

TEST_CASE("revocation list: what was revoked is read back with its time", "[crypto][certificate]") {
    const Authority authority = test_authority();
    const PrivateKey key = PrivateKey::generate();
    const Certificate lost = authority.issue(staff_order(), key.public_key()).value();
    const Certificate kept = authority.issue(staff_order(), key.public_key()).value();
    const RevocationList list = test_list(authority, {{lost.serial(), school_day() - 2h}});
    CHECK(list.revoked_at(lost) == school_day() - 2h);
    CHECK_FALSE(list.revoked_at(kept));
    CHECK(list.this_update() == school_day() - 1h);
    CHECK(list.next_update() == school_day() + 23h);
    CHECK(RevocationList::from_der(list.der()).value().der() == list.der());
    for (std::size_t size = 0; size < list.der().size(); ++size)
        CHECK_FALSE(RevocationList::from_der(ByteView{list.der()}.first(size)));
    CHECK_FALSE(authority.make_list({{"not a number", school_day()}}, 1, school_day(), school_day() + 1h));
}

TEST_CASE("clean line: what could move a cursor or turn the text round is taken out", "[crypto][certificate]") {
    CHECK(clean_line("Анна  Сергеевна\n К.") == "Анна Сергеевна К.");
    CHECK(clean_line("\x1b[31mDirector\x07") == "[31mDirector");
    CHECK(clean_line("a\xE2\x80\xAE"
                     "b\xEF\xBB\xBF") == "ab");
    CHECK(clean_line("\xFF\xC0\xAF\xED\xA0\x80ok\xE2\x82") == "ok");
    CHECK(clean_line("   ").empty());
    CHECK(clean_line(std::string(500, 'x')).size() == 80);
    CHECK(is_plain("Ёж № 5 «щука» — да"));
    CHECK_FALSE(is_plain("a\tb"));
    const Authority authority = test_authority();
    const Certificate evil = spoiled(authority.certificate(), authority.key(),
                                     [](x509_st* c) { set_common_name(c, "Anna\r\n\x1b[2Jroot"); });
    CHECK(evil.common_name() == "Anna [2Jroot");
}
