#include "station/crypto/trust.hpp"
#include "tests/support/odd_certificate.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::crypto;
using namespace zvonok::test;
using namespace std::chrono_literals;

namespace {
struct School {
    Authority authority = test_authority();
    PrivateKey key = PrivateKey::generate();
    Certificate card = authority.issue(staff_order(), key.public_key()).value();
    Trust trust{authority.certificate(), test_list(authority)};

    std::optional<Refusal> staff(const Certificate& certificate, Instant now = school_day()) const {
        return check(certificate, Profile::staff, trust, now);
    }
    std::optional<Refusal> staff(const std::function<void(x509_st*)>& spoil, const char* hash = "SHA256") const {
        return staff(spoiled(card, authority.key(), spoil, hash));
    }
};
void leave(x509_st* /*certificate*/) {}
}  // namespace

TEST_CASE("trust: a staff certificate of our CA with a fresh list is good, to the last second of its time",
          "[crypto][trust]") {
    const School school;
    CHECK_FALSE(school.staff(school.card));
    CHECK_FALSE(school.staff(leave));
    const Trust patient{school.authority.certificate(),
                        school.authority.make_list({}, 2, school_day() - 24h * 20, school_day() + 24h * 400).value(),
                        24h * 500};
    const Certificate& card = school.card;
    CHECK_FALSE(check(card, Profile::staff, patient, card.not_before()));
    CHECK_FALSE(check(card, Profile::staff, patient, card.not_after()));
    CHECK(check(card, Profile::staff, patient, card.not_before() - 1s) == Refusal::not_yet_valid);
    CHECK(check(card, Profile::staff, patient, card.not_after() + 1s) == Refusal::expired);
}

TEST_CASE("trust: keys of the kinds that cards have are good, others are not", "[crypto][trust]") {
    const School school;
    for (const KeyKind kind : {KeyKind::p256, KeyKind::p384, KeyKind::rsa2048}) {
        const PrivateKey key = PrivateKey::generate(kind);
        const Certificate card = school.authority.issue(staff_order(), key.public_key()).value();
        CHECK(card.key_kind() == kind);
        CHECK_FALSE(school.staff(card));
    }
    CHECK(school.staff([](x509_st* c) { set_key(c, "RSA", 1024); }) == Refusal::weak);
    CHECK(school.staff([](x509_st* c) { set_key(c, "RSA", 2047); }) == Refusal::weak);
    CHECK(school.staff([](x509_st* c) { set_key(c, "RSA", 3072); }) == Refusal::unsupported_key);
    CHECK(school.staff([](x509_st* c) { set_key(c, "P-521", 0); }) == Refusal::unsupported_key);
    CHECK(school.staff(leave, "SHA1") == Refusal::weak);
}

TEST_CASE("trust: only what our CA's own key signed is of our CA", "[crypto][trust]") {
    const School school;
    const Authority other = test_authority("Another CA");
    CHECK(school.staff(other.issue(staff_order(), school.key.public_key()).value()) == Refusal::foreign_authority);

    const Authority namesake = test_authority();
    const Certificate same_name = namesake.issue(staff_order(), school.key.public_key()).value();
    CHECK(school.staff(same_name) == Refusal::foreign_authority);
    CHECK(school.staff(spoiled(same_name, namesake.key(), [](x509_st* c) {
        remove_extension(c, "authorityKeyIdentifier");
    })) == Refusal::foreign_authority);

    const Certificate self_signed = spoiled(school.card, school.key, [&](x509_st* c) {
        set_issuer(c, school.card);
        remove_extension(c, "authorityKeyIdentifier");
    });
    CHECK(school.staff(self_signed) == Refusal::foreign_authority);

    const PrivateKey leaf_key = PrivateKey::generate();
    const Certificate by_leaf = spoiled(school.card, school.key, [&](x509_st* c) {
        set_issuer(c, school.card);
        set_common_name(c, "Director");
        remove_extension(c, "authorityKeyIdentifier");
    });
    CHECK(school.staff(by_leaf) == Refusal::foreign_authority);

    Bytes broken = school.card.der();
    broken.back() ^= 1;
    CHECK(school.staff(Certificate::from_der(broken).value()) == Refusal::foreign_authority);
}

TEST_CASE("trust: the CA's own certificate has to be a CA's, and in its time", "[crypto][trust]") {
    const School school;
    const Trust leaf_as_authority{school.card, test_list(school.authority)};
    CHECK(check(school.card, Profile::staff, leaf_as_authority, school_day()) == Refusal::authority_unfit);
    const Authority old = Authority::create("Old CA", school_day() - 24h * 900, school_day() - 24h).value();
    const Certificate card = old.issue(staff_order(), school.key.public_key()).value();
    const Trust expired{old.certificate(), test_list(old)};
    CHECK(check(card, Profile::staff, expired, school_day()) == Refusal::authority_unfit);
    CHECK(school.staff(school.authority.certificate()) == Refusal::wrong_usage);
}

TEST_CASE("trust: a certificate made for another use does not log in", "[crypto][trust]") {
    const School school;
    const auto with = [&](const char* name, const char* value) {
        return school.staff([&](x509_st* c) { set_extension(c, name, value); });
    };
    CHECK(with("keyUsage", "critical,keyEncipherment") == Refusal::wrong_usage);
    CHECK(with("extendedKeyUsage", "serverAuth") == Refusal::wrong_usage);
    CHECK(with("extendedKeyUsage", "anyExtendedKeyUsage") == Refusal::wrong_usage);
    CHECK(with("basicConstraints", "critical,CA:TRUE") == Refusal::wrong_usage);
    CHECK_FALSE(with("extendedKeyUsage", "msSmartcardLogin"));
    CHECK_FALSE(with("extendedKeyUsage", "clientAuth"));
    CHECK(school.staff([](x509_st* c) { remove_extension(c, "extendedKeyUsage"); }) == Refusal::wrong_usage);
    CHECK(school.staff([](x509_st* c) { remove_extension(c, "keyUsage"); }) == Refusal::wrong_usage);
    CHECK(with("1.2.3.4.5", "critical,DER:0500") == Refusal::malformed);

    CertificateOrder order = staff_order();
    order.profile = Profile::server;
    order.dns_names = {"journal.school-12.example"};
    const Certificate server = school.authority.issue(order, school.key.public_key()).value();
    CHECK(school.staff(server) == Refusal::wrong_usage);
    CHECK_FALSE(check(server, Profile::server, school.trust, school_day()));
    CHECK(check(server, Profile::station, school.trust, school_day()) == Refusal::wrong_usage);
}

TEST_CASE("trust: a user principal name with NUL or control characters is refused", "[crypto][trust]") {
    const School school;
    for (const std::string_view upn :
         {std::string_view{"anna@school\0.evil", 16}, std::string_view{"anna\n@school"}, std::string_view{"\x1b[2J"},
          std::string_view{"anna\xE2\x80\xAE@school"}, std::string_view{"\xC0\xAF"}, std::string_view{""}})
        CHECK(school.staff([&](x509_st* c) { set_upn(c, upn); }) == Refusal::bad_name);
    const Certificate renamed =
        spoiled(school.card, school.authority.key(), [](x509_st* c) { set_upn(c, "пётр@школа-12.рф"); });
    CHECK_FALSE(school.staff(renamed));
    CHECK(renamed.upn().value() == "пётр@школа-12.рф");
    CHECK(school.staff([](x509_st* c) {
        set_extension(c, "subjectAltName",
                      "otherName:1.3.6.1.4.1.311.20.2.3;UTF8:a,otherName:1.3.6.1.4.1.311.20.2.3;UTF8:b");
    }) == Refusal::bad_name);
    CHECK(school.staff([](x509_st* c) {
        set_extension(c, "subjectAltName", "otherName:1.3.6.1.4.1.311.20.2.3;IA5:a");
    }) == Refusal::bad_name);
}

TEST_CASE("trust: a login needs our CA's own fresh list without the card on it", "[crypto][trust]") {
    School school;
    school.trust.list.reset();
    CHECK(school.staff(school.card) == Refusal::list_missing);
    CHECK_FALSE(
        check(school.authority
                  .issue({.common_name = "station", .not_before = school_day() - 1h, .not_after = school_day() + 1h},
                         school.key.public_key())
                  .value(),
              Profile::station, school.trust, school_day()));

    school.trust.list = test_list(school.authority, {{"0a", school_day()}, {school.card.serial(), school_day() - 2h}});
    CHECK(school.staff(school.card) == Refusal::revoked);
    CHECK(school.staff(school.card, school_day() + 24h * 30) == Refusal::revoked);

    school.trust.list = test_list(test_authority());
    CHECK(school.staff(school.card) == Refusal::list_unfit);
    school.trust.list = test_list(test_authority("Another CA"));
    CHECK(school.staff(school.card) == Refusal::list_unfit);
}

TEST_CASE("trust: a list is fresh until its own next date and no longer than the station allows", "[crypto][trust]") {
    School school;
    const auto list = [&](Instant from, Instant to) {
        school.trust.list = school.authority.make_list({}, 7, from, to).value();
        return school.staff(school.card);
    };
    school.trust.list_max_age = 48h;
    CHECK_FALSE(list(school_day() - 48h, school_day()));
    CHECK(list(school_day() - 48h - 1s, school_day() + 24h) == Refusal::list_stale);
    CHECK(list(school_day() - 24h, school_day() - 1s) == Refusal::list_stale);
    CHECK_FALSE(list(school_day() + 4min, school_day() + 24h));
    CHECK(list(school_day() + 6min, school_day() + 24h) == Refusal::list_stale);
}

TEST_CASE("trust: looking back, a card counts as revoked from the revocation on, by a list made later",
          "[crypto][trust]") {
    School school;
    school.trust.list =
        school.authority
            .make_list({{school.card.serial(), school_day()}}, 9, school_day() + 24h * 90, school_day() + 24h * 91)
            .value();
    const auto then = [&](Instant at) { return check_looking_back(school.card, Profile::staff, school.trust, at); };
    CHECK_FALSE(then(school_day() - 1s));
    CHECK(then(school_day()) == Refusal::revoked);
    CHECK(then(school.card.not_before() - 1s) == Refusal::not_yet_valid);
    school.trust.list.reset();
    CHECK(then(school_day()) == Refusal::list_missing);
}
