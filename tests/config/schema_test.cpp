#include "config/schema.hpp"
#include "config/key_file.hpp"
#include "config/toml.hpp"
#include "station/base/file.hpp"
#include "tests/config/demo_config.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>

using namespace zvonok;
using namespace zvonok::config;
using namespace zvonok::test;

namespace {
Refusal refusal_of(const std::string& text) {
    const TempDir folder;
    const auto source = load_source(write_config(folder.path(), text));
    REQUIRE_FALSE(source);
    return source.error();
}

int line_of(const std::string& text, const std::string& what) {
    const std::size_t found = text.find(what);
    REQUIRE(found != std::string::npos);
    return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(found), '\n'));
}
}  // namespace

TEST_CASE("config: a good file gives every value with its unit", "[config][schema]") {
    const Source source = good_source();
    CHECK(source.common.image.version == 7);
    CHECK(source.common.image.created == at("2026-08-20T09:00:00Z"));
    CHECK_FALSE(source.common.image.demo);
    CHECK(source.common.school.name == "Школа № 1");
    CHECK(source.common.school.support.empty());
    CHECK(source.common.server.urls == std::vector<std::string>{"https://127.0.0.1:8443"});
    CHECK(source.common.server.signing_keys.size() == 1);
    CHECK(source.common.staff.crl_pem.starts_with("-----BEGIN X509 CRL-----"));
    CHECK(source.common.defaults.text_percent == 125);
    CHECK(source.common.defaults.idle_lock == std::chrono::minutes{5});
    CHECK(source.common.defaults.login_cache == std::chrono::hours{72});
    REQUIRE(source.stations.size() == 2);
    CHECK(source.stations[0].mode == Mode::classroom);
    CHECK(source.stations[0].room == "12");
    CHECK(source.stations[1].mode == Mode::kiosk);
    CHECK(source.stations[1].hardware.macs == std::vector<std::string>{"02:00:5e:10:00:01"});
    CHECK(source.stations[0].id != source.stations[1].id);
}

TEST_CASE("config: each broken rule names the file, the line and the rule in two languages", "[config][schema]") {
    struct Case {
        std::string from, to, at_text, english, russian;
    };
    const auto broken = GENERATE(
        Case{"theme = \"light\"", "theme = \"light\"\ncolour = 1", "colour", "unknown key defaults.colour",
             "неизвестное имя «defaults.colour»"},
        Case{"version = 7", "version = \"7\"", "version", "image.version must be a whole number", "целое число"},
        Case{"version = 7", "version = 7.5", "version", "image.version must be a whole number", "целое число"},
        Case{"version = 7", "version = 0", "version", "must lie between 1", "от 1"},
        Case{"expires = 2027-08-31T21:00:00Z", "expires = 2027-08-31", "expires", "with offset", "со смещением"},
        Case{"expires = 2027-08-31T21:00:00Z", "expires = 2020-01-01T00:00:00Z", "expires", "not after created",
             "раньше даты выпуска"},
        Case{"\"000102", "\"zz0102", "id =", "32 hex digits", "шестнадцатеричные"},
        Case{"zone = \"Europe/Moscow\"", "zone = \"Europe/Moscow\"\nsupport = \"\"", "support", "support", "support"},
        Case{"Europe/Moscow", "Europe/Moskau", "[school]", "no time zone", "часового пояса"},
        Case{"https://", "http://", "urls", "https", "https://"},
        Case{"\"server-ca.pem\"", "\"absent.pem\"", "ca =", "cannot be read", "не читается"},
        Case{"\"staff-ca.crl\"", "\"staff-ca.pem\"", "crl", "BEGIN X509 CRL", "BEGIN X509 CRL"},
        Case{"\"3d40", "\"3d4", "signing_keys", "64 hex digits", "64"},
        Case{"text_percent = 125", "text_percent = 130", "text_percent", "100, 125, 150 or 200", "100, 125"},
        Case{"\"classroom\"", "\"class\"", "mode", "must be one of classroom", "classroom, office, kiosk"},
        Case{"room = \"12\"\n", "", "[[station]]", "station.room is missing", "room"},
        Case{"\"kab-12\"", "\"Каб 12\"", "name = \"Каб", "may hold a-z", "дефис"},
        Case{"\"PF2ABCDE\"", "\"To be filled by O.E.M.\"", "hardware.serial", "placeholder", "на многих машинах"},
        Case{"02:00:5E:10:00:01", "02-00-5E-10-00-01", "hardware.macs", "02:00:5e", "02:00:5e"},
        Case{"hardware.serial = \"PF2ABCDE\"", "hardware.by_name = true", "[[station]]", "demo images only",
             "демонстрационном"},
        Case{"mode = \"kiosk\"", "mode = \"kiosk\"\nprotected = true", "protected", "cannot be said of a kiosk",
             "киоск не бывает"},
        Case{"\"hall-1\"", "\"kab-12\"", "", "a second station", "вторая станция"},
        Case{"[enrolment]", "[enrollment]", "[enrollment]", "unknown key enrollment", "неизвестное имя «enrollment»"});
    const std::string text = changed(good_config(), broken.from, broken.to);
    const Refusal refusal = refusal_of(text);
    INFO(refusal.fault.what << "\n" << refusal.text);
    CHECK(refusal.reason == Reason::bad_config);
    CHECK(refusal.fault.what.find(broken.english) != std::string::npos);
    CHECK(refusal.text.find(broken.russian) != std::string::npos);
    if (!broken.at_text.empty()) {
        const std::string line = std::to_string(line_of(text, broken.at_text));
        CHECK(refusal.fault.what.find("CONFIG.toml:" + line + ":") != std::string::npos);
        CHECK(refusal.text.find("строка " + line + ":") != std::string::npos);
    }
}

TEST_CASE("config: certificates that no station could use are refused when the image is built", "[config][schema]") {
    const TempDir folder;
    const auto file = write_config(folder.path(), good_config());
    const auto refused = [&](const char* name, std::string_view content, const char* english) {
        write_config(folder.path(), good_config());
        REQUIRE(write_file(folder / name, as_bytes(content), FileMode::everyone_reads));
        const auto source = load_source(file);
        REQUIRE_FALSE(source);
        INFO(source.error().fault.what);
        CHECK(source.error().fault.what.find(english) != std::string::npos);
    };
    const char* nonsense = "-----BEGIN CERTIFICATE-----\nMQ==\n-----END CERTIFICATE-----\n";
    refused("server-ca.pem", nonsense, "server.ca is no certificate");
    refused("staff-ca.pem", nonsense, "staff.ca is no certificate");
    refused("staff-ca.crl", "-----BEGIN X509 CRL-----\nMQ==\n-----END X509 CRL-----\n",
            "staff.crl is no revocation list");
    write_config(folder.path(), changed(good_config(), "created = 2026", "created = 2031"));
    CHECK_FALSE(load_source(file));
}

TEST_CASE("config: what is no TOML is refused with line and column", "[config][schema]") {
    const Refusal refusal = refusal_of(changed(good_config(), "zone = \"Europe/Moscow\"", "zone = Europe"));
    CHECK(refusal.reason == Reason::bad_config);
    CHECK(refusal.fault.what.find("CONFIG.toml:9:") != std::string::npos);
    CHECK(refusal.text.find("строка 9") != std::string::npos);
}

TEST_CASE("config: a Cyrillic word without its quotes is refused with line and column", "[config][schema]") {
    const auto refused_at = [](std::string_view text) {
        const auto parsed = parse_toml(text, "x.toml");
        REQUIRE_FALSE(parsed);
        return parsed.error().fault.what.substr(0, parsed.error().fault.what.find(": "));
    };
    CHECK(refused_at("a = 1\nname = школа\n") == "x.toml:2:8");
    CHECK(refused_at("школа = 1\n") == "x.toml:1:1");
    CHECK(refused_at("a = \"школа\" № 1\n").starts_with("x.toml:1:"));
    CHECK(refused_at("a = \"не закрыто\nб = 1\n").starts_with("x.toml:"));
    CHECK(
        parse_toml("\xEF\xBB\xBF# школа \"\na = \"«№ 1» \\\" ё\" # да\nb = '''две\nстроки 'ё''''\n'ключ' = 1\n", "x"));
}

TEST_CASE("config: a section without a name is refused with line and column", "[config][schema]") {
    const auto refused_at = [](std::string_view text) {
        const auto parsed = parse_toml(text, "x.toml");
        REQUIRE_FALSE(parsed);
        return parsed.error().fault.what.substr(0, parsed.error().fault.what.find(": "));
    };
    CHECK(refused_at("a = 1\n[=school]\n") == "x.toml:2:2");
    CHECK(refused_at("a = [\n  [1],\n  [ -2]\n]\n [[ .school]]\n") == "x.toml:5:5");
    CHECK(refused_at("[\nschool]\n") == "x.toml:1:2");
    CHECK(refused_at("[]\n").starts_with("x.toml:1:"));
    CHECK(refused_at("[").starts_with("x.toml:1:"));
    CHECK(parse_toml("[a]\n[[ \"b\" ]]\n['c'.d] # [=\nx = [[1], [\n+2]]\ny = \"\"\"\n[=z\"\"\"\n[e-1]\n", "x"));
}

TEST_CASE("config: an image's parts read back as they were written", "[config][schema]") {
    Source source = good_source();
    source.common.school.name = "Школа \"№ 1\" \\ им. Ёлкина";
    const std::string support = GENERATE("", "Помощь: каб. 21, тел. \"114\"");
    source.common.school.support = support;
    source.stations[0].token = std::string(64, 'a');
    source.stations[0].protected_workplace = true;
    source.stations[1].token = std::string(64, 'b');
    const FileTree files = to_files(source);
    const auto common = read_common(files);
    REQUIRE(common);
    CHECK(common->school.name == source.common.school.name);
    CHECK(common->school.support == support);
    CHECK(common->school.id == source.common.school.id);
    CHECK(common->image.expires == source.common.image.expires);
    CHECK(common->server.ca_pem == source.common.server.ca_pem);
    CHECK(common->server.signing_keys == source.common.server.signing_keys);
    CHECK(common->enrolment_expires == source.common.enrolment_expires);
    CHECK(station_ids(files).size() == 2);
    for (const Station& station : source.stations) {
        const auto read = read_station(files, station.id);
        REQUIRE(read);
        CHECK(read->name == station.name);
        CHECK(read->title == station.title);
        CHECK(read->token == station.token);
        CHECK(read->protected_workplace == station.protected_workplace);
        CHECK(read->hardware.serial == station.hardware.serial);
        CHECK(read->hardware.macs == station.hardware.macs);
    }
}

TEST_CASE("hardware: a machine gets the one section that names it", "[config][hardware]") {
    const std::vector<Station> stations = good_source().stations;
    const auto pick = [&](const Hardware& machine, std::optional<std::string> wanted = {}, bool demo = false) {
        return match_station(stations, machine, wanted, demo);
    };
    CHECK(pick({"PF2ABCDE", {}}) == stations[0].id);
    CHECK(pick({"other", {"02:00:5E:10:00:01"}}) == stations[1].id);
    CHECK(pick({"PF2ABCDE", {"02:00:5e:10:00:01"}}).error().reason == Reason::no_section);
    CHECK(pick({"PF2ABCDE", {"02:00:5e:10:00:01"}}, "hall-1") == stations[1].id);

    const Refusal none = pick({"XYZ", {"02:00:5e:00:00:09"}}).error();
    CHECK(none.reason == Reason::no_section);
    CHECK(none.text.find("XYZ") != std::string::npos);
    CHECK(none.text.find("02:00:5e:00:00:09") != std::string::npos);
    // A name alone opens nothing unless the section and the image both say so.
    CHECK_FALSE(pick({"XYZ", {}}, "kab-12", true));
    std::vector<Station> demo = stations;
    demo[0].hardware.by_name = true;
    CHECK(match_station(demo, {}, "kab-12", true) == stations[0].id);
    CHECK_FALSE(match_station(demo, {}, "kab-12", false));
    CHECK_FALSE(match_station(demo, {}, std::nullopt, true));
}

TEST_CASE("key file: a secret key that others may read is not used", "[config][keys]") {
    const TempDir folder;
    const auto key = crypto::SigningKey::generate();
    REQUIRE(write_secret_key(folder / "image.key", key));
    CHECK(read_secret_key(folder / "image.key")->public_key() == key.public_key());
    CHECK(write_secret_key(folder / "image.key", key).error().reason == Reason::bad_key);
    REQUIRE(::chmod((folder / "image.key").c_str(), 0640) == 0);
    CHECK(read_secret_key(folder / "image.key").error().reason == Reason::bad_key);
    REQUIRE(write_file(folder / "image.pub", as_bytes(public_key_line(key.public_key())), FileMode::everyone_reads));
    CHECK(read_public_key(folder / "image.pub") == key.public_key());
    CHECK(read_secret_key(folder / "image.pub").error().reason == Reason::bad_key);
}
