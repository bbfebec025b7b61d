#include "tests/config/demo_config.hpp"
#include "station/base/file.hpp"
#include "station/crypto/authority.hpp"
#include "tests/support/config_text.hpp"
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
    return config_text({});
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
