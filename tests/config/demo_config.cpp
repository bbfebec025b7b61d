#include "tests/config/demo_config.hpp"
#include "station/base/file.hpp"
#include "station/crypto/authority.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

namespace zvonok::test {

namespace {
struct Authorities {
    std::string server, staff, list;
};
/// Made once: the images of one test must differ in nothing that it did not change.
const Authorities& authorities() {
    static const Authorities made = [] {
        const auto from = at("2026-08-01T00:00:00Z"), until = at("2030-01-01T00:00:00Z");
        const auto server = crypto::Authority::create("server CA", from, until).value();
        const auto staff = crypto::Authority::create("staff CA", from, until).value();
        return Authorities{server.certificate().pem(), staff.certificate().pem(),
                           staff.make_list({}, 1, from, until).value().pem()};
    }();
    return made;
}
}  // namespace

std::string good_config() {
    return R"([image]
version = 7
created = 2026-08-20T09:00:00Z
expires = 2027-08-31T21:00:00Z

[school]
id = "000102030405060708090a0b0c0d0e0f"
name = "Школа № 1"
zone = "Europe/Moscow"

[server]
urls = ["https://127.0.0.1:8443"]
ca = "server-ca.pem"
signing_keys = ["3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"]

[staff]
ca = "staff-ca.pem"
crl = "staff-ca.crl"

[defaults]
language = "ru"
theme = "light"
text_percent = 125
idle_lock_minutes = 5
login_cache_hours = 72

[enrolment]
expires = 2026-10-01T00:00:00Z

[policies]
preset = "default.toml"

[[station]]
name = "kab-12"
title = "Кабинет 12"
mode = "classroom"
room = "12"
hardware.serial = "PF2ABCDE"

[[station]]
name = "hall-1"
title = "Коридор, 1 этаж"
mode = "kiosk"
hardware.macs = ["02:00:5E:10:00:01"]
)";
}

std::string changed(std::string text, const std::string& from, const std::string& to) {
    const std::size_t found = text.find(from);
    REQUIRE(found != std::string::npos);
    return text.replace(found, from.size(), to);
}

std::filesystem::path write_config(const std::filesystem::path& folder, const std::string& text) {
    const auto put = [&](const char* name, std::string_view content) {
        REQUIRE(write_file(folder / name, as_bytes(content), FileMode::everyone_reads));
    };
    const char* source = std::getenv("ZVONOK_SOURCE");
    const auto preset =
        read_file(std::filesystem::path(source == nullptr ? "." : source) / "config/policies/default.toml", 65536);
    REQUIRE(preset);
    put("default.toml", as_text(*preset));
    put("server-ca.pem", authorities().server);
    put("staff-ca.pem", authorities().staff);
    put("staff-ca.crl", authorities().list);
    put("CONFIG.toml", text);
    return folder / "CONFIG.toml";
}

config::Source good_source(std::uint32_t version) {
    const TempDir folder;
    auto source = config::load_source(
        write_config(folder.path(), changed(good_config(), "version = 7", "version = " + std::to_string(version))));
    REQUIRE(source);
    return std::move(*source);
}

Instant at(std::string_view text) {
    return parse_instant(text).value();
}

}  // namespace zvonok::test
