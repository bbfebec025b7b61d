#include "tests/e2e/served_school.hpp"

#include "config/pointer.hpp"
#include "config/station.hpp"
#include "station/base/file.hpp"
#include "sync/client/enrol.hpp"

#include <catch2/catch.hpp>

namespace zvonok::test {

std::filesystem::path ServedSchool::station(const std::string& name, StationMode mode) {
    const auto root = house_.blank_station(name);
    const auto config = config::peek_station(root);
    REQUIRE(config);
    const std::string token = server.add_station(config->station.id, mode, server.clock.now() + 24h);
    const crypto::PrivateKey key = crypto::PrivateKey::generate();
    const auto request = crypto::make_request(key, "station");
    REQUIRE(request);
    const auto answer = sync::client::enrol(server.tls.stranger(server.port()), token, *request);
    REQUIRE(answer);
    const config::StatePaths paths{root};
    std::filesystem::create_directories(paths.station_key().parent_path());
    REQUIRE(write_file(paths.station_key(), key.pem().view(), FileMode::owner_only));
    REQUIRE(write_file(paths.station_certificate(), as_bytes(answer->certificate_pem), FileMode::owner_only));
    return root;
}

std::filesystem::path ServedSchool::card_folder(const std::string& name, const Card& card) {
    const auto folder = server.dir / name;
    REQUIRE(card::virtual_card::write_card_folder(
        folder, {card.key, card.certificate, crypto::Secret::from(as_bytes(teacher_pin))}));
    return folder;
}

Authorities ServedSchool::authorities() const {
    const auto list = server.staff_authority.make_list({}, 2, server.clock.now() - 1h, server.clock.now() + 24h * 30);
    REQUIRE(list);
    return {server.tls.server_authority.certificate().pem(), server.staff_authority.certificate().pem(), list->pem(),
            server.signing.public_key()};
}

}  // namespace zvonok::test
