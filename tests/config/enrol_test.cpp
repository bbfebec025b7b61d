#include "config/station.hpp"
#include "station/base/log.hpp"
#include "station/crypto/authority.hpp"
#include "sync/server/listener.hpp"
#include "sync/wire/messages.hpp"
#include "tests/config/desk.hpp"

#include <set>

using namespace zvonok;
using namespace zvonok::test;
using namespace std::chrono_literals;
namespace wire = zvonok::sync::wire;
namespace server = zvonok::sync::server;

namespace {
/// The enrolling side of a server: real TLS, real certificates, tokens in memory. Its answers can be spoiled.
class Enroller final : public server::HttpHandler {
  public:
    crypto::Authority* authority = nullptr;
    std::string token{};
    wire::EnrolAnswer answer{};  ///< station and school to name
    bool for_another_key = false;
    std::set<std::string> used{};
    std::size_t asked = 0;

    [[nodiscard]] std::size_t body_limit(server::Method, const std::string&) const override { return 4096; }
    void handle(server::HttpRequest request, server::Respond respond) override {
        if (request.path == wire::route::health) return respond({204, "", {}, false});
        ++asked;
        const auto message = wire::decode_enrol_request(request.body);
        if (!message || message->token != token) return refuse(respond, wire::ProblemKind::token_unknown);
        if (!used.insert(message->token).second) return refuse(respond, wire::ProblemKind::token_used);
        const Instant now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
        const crypto::CertificateOrder order{.profile = crypto::Profile::station,
                                             .common_name = answer.station.hex(),
                                             .dns_names = {},
                                             .ip_addresses = {},
                                             .upn = {},
                                             .not_before = now - 48h,
                                             .not_after = now + 24h * 100};
        const auto certificate = for_another_key ? authority->issue(order, crypto::PrivateKey::generate().public_key())
                                                 : authority->issue_for_request(order, message->request);
        wire::EnrolAnswer given = answer;
        given.certificate_pem = certificate.value().pem();
        respond({200, std::string(wire::content_type), wire::encode(given), false});
    }

  private:
    static void refuse(const server::Respond& respond, wire::ProblemKind kind) {
        respond({403, std::string(wire::content_type), wire::encode(wire::Problem{kind, "no"}), false});
    }
};

std::string text_of(const std::filesystem::path& file) {
    return std::string{as_text(read_file(file, 1 << 20).value())};
}

/// A provisioned station beside the server that its image names.
struct Scene {
    Desk desk;
    Log log{"test"};
    Enroller enroller;
    std::optional<crypto::Authority> authority;
    std::unique_ptr<server::Listener> listener;

    Scene() {
        desk.make_authorities();
        listener = listen(desk.folder / "pki");
        desk.provision(listener->port());
        desk.apply();
        const auto config = config::peek_station(desk.folder / "state");
        REQUIRE(config);
        enroller.token = config->station.token;
        enroller.answer = {"", config->station.id, config->common.school.id};
    }
    std::unique_ptr<server::Listener> listen(const std::filesystem::path& pki, std::uint16_t port = 0) {
        const auto read_key = [&](const char* name) { return read_file(pki / name, 1 << 16).value(); };
        authority = crypto::Authority::open(crypto::Certificate::from_pem(text_of(pki / "station-ca.pem")).value(),
                                            crypto::PrivateKey::from_pem(read_key("station-ca.key")).value())
                        .value();
        enroller.authority = &*authority;
        server::ListenOptions options;
        options.port = port;
        options.certificate_pem = text_of(pki / "server.pem");
        options.key_pem = text_of(pki / "server.key");
        options.client_authority_pem = text_of(pki / "station-ca.pem");
        auto opened = server::Listener::open(options, enroller, log);
        REQUIRE(opened);
        return std::move(*opened);
    }
    int enrol(std::vector<std::string> more = {}) {
        std::vector<std::string> words{"enrol", "--root", desk.at_desk("state")};
        words.insert(words.end(), more.begin(), more.end());
        return desk.run(std::move(words));
    }
    [[nodiscard]] std::filesystem::path certificate() const { return desk.folder / "state/keys/station.pem"; }
};
}  // namespace

TEST_CASE("enrol: a station gets the certificate for the key that it made, once", "[config][enrol]") {
    Scene scene;
    REQUIRE(scene.enrol() == 0);
    const auto certificate = crypto::Certificate::from_pem(text_of(scene.certificate()));
    REQUIRE(certificate);
    const auto key =
        crypto::PrivateKey::from_pem(read_file(scene.desk.folder / "state/keys/station.key", 4096).value());
    CHECK(certificate->public_key() == key->public_key());
    CHECK(certificate->common_name() == scene.enroller.answer.station.hex());
    CHECK((std::filesystem::status(scene.desk.folder / "state/keys/station.key").permissions() &
           (std::filesystem::perms::group_all | std::filesystem::perms::others_all)) == std::filesystem::perms::none);
    // A second call asks nobody; a second certificate needs a new token.
    CHECK(scene.enrol() == 0);
    CHECK(scene.enroller.asked == 1);
    CHECK(scene.enrol({"--again"}) == 1);
    CHECK(scene.desk.error.find("уже регистрировалась") != std::string::npos);
    CHECK(crypto::Certificate::from_pem(text_of(scene.certificate())).value() == *certificate);
    scene.desk.run({"diagnose", "--root", scene.desk.at_desk("state")});
    CHECK(scene.desk.out.find("[хорошо] Сервер отвечает") != std::string::npos);
    CHECK(scene.desk.out.find("Сертификат станции") != std::string::npos);
}

TEST_CASE("enrol: each refusal of the server says what IT can do", "[config][enrol]") {
    Scene scene;
    scene.enroller.token = "another";
    CHECK(scene.enrol() == 1);
    CHECK(scene.desk.error.find("не знает эту станцию") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(scene.certificate()));
}

TEST_CASE("enrol: a certificate for another key, station or school is not kept", "[config][enrol]") {
    Scene scene;
    SECTION("key") {
        scene.enroller.for_another_key = true;
    }
    SECTION("station") {
        scene.enroller.answer.station.bytes[0] ^= 1;
    }
    SECTION("school") {
        scene.enroller.answer.school.bytes[0] ^= 1;
    }
    CHECK(scene.enrol() == 1);
    CHECK(scene.desk.error.find("не для этой станции") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(scene.certificate()));
}

TEST_CASE("enrol: a server of another authority gets no token", "[config][enrol]") {
    Scene scene;
    const std::uint16_t port = scene.listener->port();
    scene.listener.reset();
    REQUIRE(scene.desk.run({"pki", "demo", "--out", scene.desk.at_desk("foreign"), "--at", "2026-09-15T06:00:00Z"}) ==
            0);
    scene.listener = scene.listen(scene.desk.folder / "foreign", port);
    CHECK(scene.enrol() == 1);
    CHECK(scene.desk.error.find("другим издателем") != std::string::npos);
    CHECK(scene.enroller.asked == 0);
}
