#include "station/crypto/authority.hpp"
#include "tests/support/odd_certificate.hpp"
#include "tests/support/temp_dir.hpp"

#include "station/base/file.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>

using namespace zvonok;
using namespace zvonok::crypto;
using namespace zvonok::test;
using namespace std::chrono_literals;

TEST_CASE("authority: a station is enrolled by its request, under the name that the authority gives",
          "[crypto][authority]") {
    const Authority authority = test_authority("School 12 stations");
    const PrivateKey key = PrivateKey::generate();
    Bytes request = make_request(key, "director").value();
    const CertificateOrder order{
        .common_name = "room-12", .not_before = school_day() - 1h, .not_after = school_day() + 24h * 365};
    const Certificate station = authority.issue_for_request(order, request).value();
    CHECK(station.common_name() == "room-12");
    CHECK(station.public_key() == key.public_key());
    const Trust trust{authority.certificate(), {}};
    CHECK_FALSE(check(station, Profile::station, trust, school_day()));

    request[request.size() - 3] ^= 1;
    CHECK(authority.issue_for_request(order, request).error().kind == FaultKind::refused);
    request.push_back(0);
    CHECK(authority.issue_for_request(order, request).error().kind == FaultKind::corrupt);
    CHECK(authority.issue(order, as_bytes("no key")).error().kind == FaultKind::corrupt);
}

TEST_CASE("authority: it is opened with its own key and a CA's certificate only", "[crypto][authority]") {
    const Authority authority = test_authority();
    const auto key = PrivateKey::from_pem(authority.key().pem().view()).value();
    CHECK(Authority::open(authority.certificate(), key));
    CHECK(Authority::open(authority.certificate(), PrivateKey::generate()).error().kind == FaultKind::refused);
    const Certificate leaf = authority.issue(staff_order(), key.public_key()).value();
    CHECK(Authority::open(leaf, key).error().kind == FaultKind::refused);
}

TEST_CASE("authority: orders that cannot be are refused", "[crypto][authority]") {
    const Authority authority = test_authority();
    const Bytes key = PrivateKey::generate().public_key();
    const auto refused = [&](auto change) {
        CertificateOrder order = staff_order();
        change(order);
        const auto made = authority.issue(order, key);
        return !made && made.error().kind == FaultKind::refused;
    };
    CHECK(refused([](CertificateOrder& o) { o.common_name = ""; }));
    CHECK(refused([](CertificateOrder& o) { o.common_name = "two\nlines"; }));
    CHECK(refused([](CertificateOrder& o) { o.common_name = std::string(65, 'x'); }));
    CHECK(refused([](CertificateOrder& o) { o.upn = std::string("a\0b", 3); }));
    CHECK(refused([](CertificateOrder& o) { o.dns_names = {"a,DNS:b"}; }));
    CHECK(refused([](CertificateOrder& o) { o.ip_addresses = {"300.1.1.1"}; }));
    CHECK(refused([](CertificateOrder& o) { o.not_after = o.not_before; }));
    CHECK_FALSE(refused([](CertificateOrder& o) { o.common_name = std::string(64, 'x'); }));
}

TEST_CASE("authority: the openssl program agrees with what it makes", "[crypto][authority]") {
    const TempDir dir;
    const Authority authority = test_authority();
    const PrivateKey key = PrivateKey::generate();
    CertificateOrder order = staff_order();
    order.profile = Profile::server;
    order.dns_names = {"localhost", "journal.school-12.example"};
    order.ip_addresses = {"127.0.0.1", "::1"};
    const Certificate server = authority.issue(order, key.public_key()).value();
    const auto keep = [&](const char* name, const std::string& text) {
        REQUIRE(write_file(dir / name, as_bytes(text), FileMode::owner_only));
    };
    keep("ca.pem", authority.certificate().pem());
    keep("server.pem", server.pem());
    const auto list = test_list(authority, {{server.serial(), school_day() - 2h}});
    REQUIRE(write_file(dir / "list.der", list.der(), FileMode::everyone_reads));
    const auto run = [&](const std::string& command) {
        return std::system(("cd '" + dir.path().string() + "' && " + command + " >/dev/null 2>&1").c_str());
    };
    const std::string at = " -attime " + std::to_string(school_day().time_since_epoch() / 1s) + " ";
    const std::string verify = "openssl verify -x509_strict -CAfile ca.pem" + at;
    CHECK(run(verify + "-purpose sslserver -verify_hostname localhost server.pem") == 0);
    CHECK(run(verify + "-purpose sslserver -verify_ip 127.0.0.1 server.pem") == 0);
    CHECK(run(verify + "-purpose sslserver -verify_hostname elsewhere server.pem") != 0);
    CHECK(run(verify + "-purpose sslclient server.pem") != 0);
    CHECK(run("openssl crl -inform der -in list.der -CAfile ca.pem -noout -verify") == 0);
    CHECK(run("openssl crl -inform der -in list.der -out list.pem") == 0);
    CHECK(run(verify + "-CRLfile list.pem -crl_check server.pem") != 0);
    CHECK(run(verify + "-CRLfile list.pem server.pem") == 0);
}

TEST_CASE("revocation list: what was put on it is read back, for the list that follows", "[crypto][authority]") {
    const Authority authority = test_authority();
    const Certificate card = authority.issue(staff_order(), PrivateKey::generate().public_key()).value();
    const RevocationList list =
        authority.make_list({{card.serial(), school_day()}}, 41, school_day(), school_day() + 24h).value();
    CHECK(list.number() == 41);
    REQUIRE(list.entries().size() == 1);
    CHECK(list.entries()[0].serial == card.serial());
    CHECK(list.entries()[0].at == school_day());
    CHECK(RevocationList::from_pem(list.pem()).value().der() == list.der());
    CHECK(authority.make_list({}, 42, school_day(), school_day() + 24h).value().entries().empty());
}
