#include "tests/sync/demo_tls.hpp"

#include "station/base/file.hpp"

#include <catch2/catch.hpp>

namespace zvonok::test {

using namespace std::chrono_literals;

namespace {
Instant today() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}
}  // namespace

crypto::Authority demo_authority(const std::string& name) {
    auto authority = crypto::Authority::create(name, today() - 24h, today() + 24h * 365);
    REQUIRE(authority);
    return *authority;
}

std::string pem_text(const crypto::PrivateKey& key) {
    const crypto::Secret pem = key.pem();
    return std::string(as_text(pem.view()));
}

DemoTls::DemoTls()
    : server_authority(demo_authority("Zvonok test server CA")),
      station_authority(demo_authority("Zvonok test station CA")) {
    const crypto::PrivateKey key = crypto::PrivateKey::generate();
    const crypto::CertificateOrder order{.profile = crypto::Profile::server,
                                         .common_name = "localhost",
                                         .dns_names = {"localhost"},
                                         .ip_addresses = {"127.0.0.1"},
                                         .not_before = today() - 1h,
                                         .not_after = today() + 24h};
    const auto certificate = server_authority.issue(order, key.public_key());
    REQUIRE(certificate);
    server_pem = certificate->pem();
    server_key_pem = pem_text(key);
}

sync::server::ListenOptions DemoTls::listen_options() const {
    sync::server::ListenOptions options;
    options.certificate_pem = server_pem;
    options.key_pem = server_key_pem;
    options.client_authority_pem = station_authority.certificate().pem();
    return options;
}

sync::client::Endpoint DemoTls::stranger(std::uint16_t port) const {
    return {{"https://127.0.0.1:" + std::to_string(port)}, server_authority.certificate().pem(), {}, {}};
}

sync::client::Endpoint DemoTls::station(std::uint16_t port, const std::filesystem::path& folder,
                                        const crypto::Authority& authority) const {
    const crypto::PrivateKey key = crypto::PrivateKey::generate();
    const crypto::CertificateOrder order{.profile = crypto::Profile::station,
                                         .common_name = "station",
                                         .not_before = today() - 1h,
                                         .not_after = today() + 24h};
    const auto certificate = authority.issue(order, key.public_key());
    REQUIRE(certificate);
    std::filesystem::create_directories(folder);
    REQUIRE(write_file(folder / "station.pem", as_bytes(certificate->pem()), FileMode::everyone_reads));
    REQUIRE(write_file(folder / "station.key", key.pem().view(), FileMode::owner_only));
    sync::client::Endpoint endpoint = stranger(port);
    endpoint.certificate = folder / "station.pem";
    endpoint.key = folder / "station.key";
    return endpoint;
}

sync::client::Answer ask(sync::client::Transport& transport, const sync::client::Ask& what) {
    transport.ask(sync::client::Lane::exchange, what);
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    while (std::chrono::steady_clock::now() < deadline)
        if (auto event = transport.wait(1s)) return std::move(event->answer);
    FAIL("no answer within 30 s");
    return {};
}

sync::client::Answer ask(const sync::client::Endpoint& endpoint, const sync::client::Ask& what) {
    const auto transport = sync::client::open_transport(endpoint);
    REQUIRE(transport);
    return ask(**transport, what);
}

}  // namespace zvonok::test
