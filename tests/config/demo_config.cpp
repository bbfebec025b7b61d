#include "tests/config/demo_config.hpp"
#include "station/base/file.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

namespace zvonok::test {

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
    put("server-ca.pem", "-----BEGIN CERTIFICATE-----\nMQ==\n-----END CERTIFICATE-----\n");
    put("staff-ca.pem", "-----BEGIN CERTIFICATE-----\nMg==\n-----END CERTIFICATE-----\n");
    put("staff-ca.crl", "-----BEGIN X509 CRL-----\nMw==\n-----END X509 CRL-----\n");
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
