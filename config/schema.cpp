#include "config/schema.hpp"

#include "config/policy.hpp"
#include "config/section.hpp"
#include "config/trailer.hpp"
#include "config/tuning.hpp"
#include "station/base/file.hpp"
#include "station/base/zone.hpp"
#include "station/crypto/certificate.hpp"
#include "station/crypto/digest.hpp"

#include <algorithm>
#include <functional>
#include <set>

namespace zvonok::config {

namespace {
constexpr std::array<std::string_view, 3> mode_names{"classroom", "office", "kiosk"};
constexpr std::array<std::string_view, 3> theme_names{"light", "dark", "contrast"};
constexpr std::array<std::string_view, 2> language_names{"ru", "en"};

template <std::size_t count>
std::vector<std::string_view> choices(const std::array<std::string_view, count>& names) {
    return {names.begin(), names.end()};
}

/// Where the files that a configuration names come from: the folder beside it, or the image's tree.
using ReadNamed = std::function<Result<Bytes>(const std::string& name)>;

struct SectionReader {
    Problems& problems;
    const ReadNamed& read_named;

    std::string file(Section& section, const std::string& key, std::string_view must_hold) {
        const std::string name = section.text(key);
        if (name.empty()) return {};
        const auto content = read_named(name);
        if (!content) {
            section.wrong(key, "names a file that cannot be read: " + describe(content.error()),
                          "файл «" + name + "» не читается");
            return {};
        }
        std::string text{as_text(*content)};
        if (!must_hold.empty() && text.find(must_hold) == std::string::npos)
            section.wrong(key, "names a file without " + std::string(must_hold),
                          "в файле «" + name + "» нет «" + std::string(must_hold) + "»");
        return text;
    }

    ImageInfo image(Section section) {
        ImageInfo image;
        image.version = static_cast<std::uint32_t>(section.integer("version", 1, 999'999'999));
        image.created = section.instant("created");
        image.expires = section.instant("expires");
        image.demo = section.flag("demo", false);
        if (image.expires <= image.created && section.has("expires"))
            section.wrong("expires", "is not after created", "срок годности раньше даты выпуска");
        section.finish();
        return image;
    }

    School school(Section section) {
        School school;
        const std::string id = section.text("id", {32, 32});
        if (const auto parsed = SchoolId::from_hex_text(id); parsed && !parsed->empty())
            school.id = *parsed;
        else if (!id.empty())
            section.wrong("id", "must be 32 hex digits, not all zero", "нужно 32 шестнадцатеричные цифры, не все нули");
        school.name = section.text("name");
        school.zone = section.text("zone");
        school.support = section.optional_text("support", {1, 160}).value_or("");
        section.finish();
        return school;
    }

    crypto::PublicKey signing_key(Section& section, const std::string& text) {
        const auto raw = from_hex(text);
        const auto key = raw ? crypto::public_key_from(*raw) : tl::unexpected(raw.error());
        if (key) return *key;
        section.wrong("signing_keys", "must hold keys of 64 hex digits", "ключ — это 64 шестнадцатеричные цифры");
        return {};
    }

    Server server(Section section) {
        Server server;
        server.urls = section.texts("urls", 1, 8);
        for (const std::string& url : server.urls)
            if (!url.starts_with("https://") || url.size() < 9 || url.find('@') != std::string::npos)
                section.wrong("urls", "must hold https addresses", "адрес сервера начинается с https://");
        server.ca_pem = file(section, "ca", "-----BEGIN CERTIFICATE-----");
        for (const std::string& key : section.texts("signing_keys", 1, 8))
            server.signing_keys.push_back(signing_key(section, key));
        section.finish();
        return server;
    }

    Staff staff(Section section) {
        Staff staff;
        staff.ca_pem = file(section, "ca", "-----BEGIN CERTIFICATE-----");
        staff.crl_pem = file(section, "crl", "-----BEGIN X509 CRL-----");
        section.finish();
        return staff;
    }

    Defaults defaults(Section section) {
        Defaults defaults;
        defaults.language = static_cast<Language>(section.choice("language", choices(language_names)));
        defaults.theme = static_cast<Theme>(section.choice("theme", choices(theme_names)));
        defaults.text_percent = static_cast<int>(section.integer("text_percent", 100, 200));
        if (const int size = defaults.text_percent; size != 100 && size != 125 && size != 150 && size != 200)
            section.wrong("text_percent", "must be 100, 125, 150 or 200", "допустимо 100, 125, 150 или 200");
        defaults.idle_lock = std::chrono::minutes{section.integer("idle_lock_minutes", 1, 240)};
        defaults.login_cache = std::chrono::hours{section.integer("login_cache_hours", 0, 24 * 31)};
        section.finish();
        return defaults;
    }

    Common common(Section& top) {
        Common common;
        common.image = image(top.inner("image"));
        common.school = school(top.inner("school"));
        common.server = server(top.inner("server"));
        common.staff = staff(top.inner("staff"));
        common.defaults = defaults(top.inner("defaults"));
        Section enrolment = top.inner("enrolment");
        common.enrolment_expires = enrolment.instant("expires");
        enrolment.finish();
        return common;
    }

    HardwareMatch hardware(Section section) {
        HardwareMatch match;
        match.serial = section.optional_text("serial").value_or("");
        if (is_placeholder_serial(match.serial) && !match.serial.empty())
            section.wrong("serial", "is a maker's placeholder that many machines share",
                          "такой серийный номер стоит на многих машинах, по нему станцию не узнать");
        if (section.has("macs")) match.macs = section.texts("macs", 1, 8);
        for (std::string& mac : match.macs) {
            std::ranges::transform(mac, mac.begin(),
                                   [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
            std::string digits = mac;
            std::erase(digits, ':');
            if (mac.size() != 17 || digits.size() != 12 || !from_hex(digits))
                section.wrong("macs", "must hold addresses as 02:00:5e:10:00:01",
                              "адрес пишется так: 02:00:5e:10:00:01");
        }
        match.by_name = section.flag("by_name", false);
        if (match.serial.empty() && match.macs.empty() && !match.by_name)
            section.wrong("", "names no serial, macs or by_name", "не указано ни serial, ни macs, ни by_name");
        section.finish();
        return match;
    }

    /// A station keeps its id as long as it keeps its name; `id` keeps it over a change of name.
    StationId station_id(Section& section, const SchoolId& school, const std::string& name) {
        const auto given = section.optional_text("id", {32, 32});
        if (!given) return crypto::derived_id<StationId>("zvonok station v1", {school.view(), as_bytes(name)});
        const auto id = StationId::from_hex_text(*given);
        if (id && !id->empty()) return *id;
        section.wrong("id", "must be 32 hex digits, not all zero", "нужно 32 шестнадцатеричные цифры, не все нули");
        return {};
    }

    Station station(Section& section, const SchoolId& school) {
        Station station;
        station.name = section.text("name", {1, 40});
        const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
        if (!std::ranges::all_of(station.name, plain))
            section.wrong("name", "may hold a-z, 0-9 and '-' only", "допустимы только a-z, 0-9 и дефис");
        station.id = station_id(section, school, station.name);
        station.title = section.text("title");
        station.mode = static_cast<Mode>(section.choice("mode", choices(mode_names)));
        station.room = section.optional_text("room").value_or("");
        if (station.room.empty() && station.mode == Mode::classroom)
            section.wrong("room", "is missing for a classroom", "для кабинета нужно указать room");
        station.protected_workplace = section.flag("protected", false);
        if (station.protected_workplace && station.mode == Mode::kiosk)
            section.wrong("protected", "cannot be said of a kiosk", "киоск не бывает защищённым рабочим местом");
        station.hardware = hardware(section.inner("hardware"));
        return station;
    }
};

/// What a station could not use it must not be told. Asked when IT builds, not at each start: reading the tz database
/// alone takes some milliseconds.
void check_usable(const Common& common, Section& top, Problems& problems) {
    if (!common.school.zone.empty() && !Zone::find(common.school.zone))
        problems.add(top.line_of("school"), "school.zone is no time zone of the tz database",
                     "«school.zone»: нет такого часового пояса");
    const auto check = [&](const std::string& section, const std::string& pem) {
        if (pem.empty()) return;
        const auto certificate = crypto::Certificate::from_pem(pem);
        if (!certificate)
            problems.add(top.line_of(section), section + ".ca is no certificate",
                         "«" + section + ".ca»: сертификат не читается");
        else if (certificate->not_after() <= common.image.created)
            problems.add(top.line_of(section), section + ".ca has expired before the image was made",
                         "«" + section + ".ca»: срок сертификата истёк до выпуска образа");
    };
    check("server", common.server.ca_pem);
    check("staff", common.staff.ca_pem);
    if (!common.staff.crl_pem.empty() && !crypto::RevocationList::from_pem(common.staff.crl_pem))
        problems.add(top.line_of("staff"), "staff.crl is no revocation list",
                     "«staff.crl»: список отозванных карт не читается");
}

void forbid_doubles(const std::vector<Station>& stations, const std::vector<Section>& sections, bool demo,
                    Problems& problems) {
    std::set<std::string> names, hardware;
    std::set<StationId> ids;
    for (std::size_t i = 0; i < stations.size(); ++i) {
        const Station& station = stations[i];
        const int line = sections[i].line();
        if (!names.insert(station.name).second || !ids.insert(station.id).second)
            problems.add(line, "a second station " + station.name, "вторая станция «" + station.name + "»");
        std::vector<std::string> marks = station.hardware.macs;
        if (!station.hardware.serial.empty()) marks.push_back(station.hardware.serial);
        for (const std::string& mark : marks)
            if (!hardware.insert(mark).second)
                problems.add(line, "hardware " + mark + " stands in two sections",
                             "оборудование «" + mark + "» указано в двух разделах");
        if (station.hardware.by_name && !demo)
            problems.add(line, "hardware.by_name is for demo images only",
                         "by_name допустимо только в демонстрационном образе");
    }
}

std::string list_of(const std::vector<std::string>& texts) {
    std::string list;
    for (const std::string& text : texts) list += (list.empty() ? "" : ", ") + toml_quoted(text);
    return "[" + list + "]";
}

Bytes bytes_of(std::string_view text) {
    return copy(as_bytes(text));
}

std::string common_text(const Common& common) {
    std::vector<std::string> keys;
    keys.reserve(common.server.signing_keys.size());
    for (const auto& key : common.server.signing_keys) keys.push_back(to_hex(key));
    std::string text;
    text += "[image]\nversion = " + std::to_string(common.image.version) +
            "\ncreated = " + to_text(common.image.created) + "\nexpires = " + to_text(common.image.expires) +
            "\ndemo = " + (common.image.demo ? "true" : "false") + "\n\n";
    text += "[school]\nid = \"" + common.school.id.hex() + "\"\nname = " + toml_quoted(common.school.name) +
            "\nzone = " + toml_quoted(common.school.zone) +
            (common.school.support.empty() ? "" : "\nsupport = " + toml_quoted(common.school.support)) + "\n\n";
    text += "[server]\nurls = " + list_of(common.server.urls) +
            "\nca = \"pki/server-ca.pem\"\nsigning_keys = " + list_of(keys) + "\n\n";
    text += "[staff]\nca = \"pki/staff-ca.pem\"\ncrl = \"pki/staff-ca.crl\"\n\n";
    text += "[defaults]\nlanguage = " + toml_quoted(name_of(common.defaults.language)) +
            "\ntheme = " + toml_quoted(name_of(common.defaults.theme)) +
            "\ntext_percent = " + std::to_string(common.defaults.text_percent) +
            "\nidle_lock_minutes = " + std::to_string(common.defaults.idle_lock.count()) +
            "\nlogin_cache_hours = " + std::to_string(common.defaults.login_cache.count()) + "\n\n";
    text += "[enrolment]\nexpires = " + to_text(common.enrolment_expires) + "\n";
    return text;
}

std::string station_text(const Station& station) {
    std::string text = "[station]\nid = \"" + station.id.hex() + "\"\nname = " + toml_quoted(station.name) +
                       "\ntitle = " + toml_quoted(station.title) + "\nmode = " + toml_quoted(name_of(station.mode)) +
                       "\n";
    if (!station.room.empty()) text += "room = " + toml_quoted(station.room) + "\n";
    if (station.protected_workplace) text += "protected = true\n";
    text += "token = " + toml_quoted(station.token) + "\n\n[station.hardware]\n";
    if (!station.hardware.serial.empty()) text += "serial = " + toml_quoted(station.hardware.serial) + "\n";
    if (!station.hardware.macs.empty()) text += "macs = " + list_of(station.hardware.macs) + "\n";
    if (station.hardware.by_name) text += "by_name = true\n";
    return text;
}

std::string station_path(const StationId& id) {
    return "stations/" + id.hex() + ".toml";
}

Checked<TomlValue> parse_part(const FileTree& files, const std::string& path) {
    const auto found = files.find(path);
    if (found == files.end())
        return refuse(Reason::bad_config, "the image has no " + path, "В образе нет файла " + path + ".");
    return parse_toml(as_text(found->second), path);
}
}  // namespace

std::string_view name_of(Mode mode) {
    return mode_names[static_cast<std::size_t>(mode)];
}
std::string_view name_of(Theme theme) {
    return theme_names[static_cast<std::size_t>(theme)];
}
std::string_view name_of(Language language) {
    return language_names[static_cast<std::size_t>(language)];
}

Checked<Source> load_source(const std::filesystem::path& file) {
    const auto content = read_file(file, toml_limit_bytes);
    if (!content)
        return refuse(Reason::unreadable, content.error(), "Файл настроек не читается: " + file.string() + ".");
    const auto top_value = parse_toml(as_text(*content), file.filename().string());
    if (!top_value) return tl::unexpected(top_value.error());

    const ReadNamed read_named = [&](const std::string& name) {
        return read_file(file.parent_path() / name, image_file_limit_bytes);
    };
    Problems problems{file.filename().string()};
    SectionReader reader{problems, read_named};
    Section top{*top_value, "", problems};
    Source source;
    source.common = reader.common(top);

    check_usable(source.common, top, problems);
    Section policies = top.inner("policies");
    const std::string preset = policies.text("preset");
    source.policies = reader.file(policies, "preset", "");
    policies.finish();

    std::vector<Section> sections = top.list("station");
    for (Section& section : sections) {
        source.stations.push_back(reader.station(section, source.common.school.id));
        section.finish();
    }
    if (sections.empty()) top.wrong("station", "is missing: no [[station]]", "нет ни одного раздела [[station]]");
    forbid_doubles(source.stations, sections, source.common.image.demo, problems);
    top.finish();
    if (problems.any()) return tl::unexpected(problems.refusal());
    if (const auto checked = parse_policies(source.policies, preset); !checked) return tl::unexpected(checked.error());
    return source;
}

Checked<Common> read_common(const FileTree& files) {
    const auto value = parse_part(files, "school.toml");
    if (!value) return tl::unexpected(value.error());
    const ReadNamed read_named = [&](const std::string& name) -> Result<Bytes> {
        const auto found = files.find(name);
        if (found == files.end()) return fail(FaultKind::missing, "the image has no " + name);
        return found->second;
    };
    Problems problems{"school.toml"};
    SectionReader reader{problems, read_named};
    Section top{*value, "", problems};
    Common common = reader.common(top);
    top.finish();
    if (problems.any()) return tl::unexpected(problems.refusal());
    return common;
}

Checked<Station> read_station(const FileTree& files, const StationId& id) {
    const std::string path = station_path(id);
    const auto value = parse_part(files, path);
    if (!value) return tl::unexpected(value.error());
    const ReadNamed none = [](const std::string&) -> Result<Bytes> { return fail(FaultKind::bug, "names no file"); };
    Problems problems{path};
    SectionReader reader{problems, none};
    Section top{*value, "", problems};
    Section section = top.inner("station");
    Station station = reader.station(section, {});
    station.token = section.text("token", {32, 128});
    if (station.id != id) section.wrong("id", "differs from the file's name", "не совпадает с именем файла");
    section.finish();
    top.finish();
    if (problems.any()) return tl::unexpected(problems.refusal());
    return station;
}

std::vector<StationId> station_ids(const FileTree& files) {
    static constexpr std::string_view folder = "stations/", ending = ".toml";
    std::vector<StationId> ids;
    for (auto at = files.lower_bound(folder); at != files.end() && at->first.starts_with(folder); ++at) {
        std::string_view name = at->first;
        name.remove_prefix(folder.size());
        if (!name.ends_with(ending)) continue;
        name.remove_suffix(ending.size());
        if (const auto id = StationId::from_hex_text(name)) ids.push_back(*id);
    }
    return ids;
}

std::vector<std::string> station_files(const StationId& id) {
    return {std::string(manifest_path), "school.toml",    "pki/server-ca.pem",       "pki/staff-ca.pem",
            "pki/staff-ca.crl",         station_path(id), std::string(policies_path)};
}

FileTree to_files(const Source& source) {
    FileTree files;
    files["school.toml"] = bytes_of(common_text(source.common));
    files["pki/server-ca.pem"] = bytes_of(source.common.server.ca_pem);
    files["pki/staff-ca.pem"] = bytes_of(source.common.staff.ca_pem);
    files["pki/staff-ca.crl"] = bytes_of(source.common.staff.crl_pem);
    files[std::string(policies_path)] = bytes_of(source.policies);
    for (const Station& station : source.stations) files[station_path(station.id)] = bytes_of(station_text(station));
    return files;
}

}  // namespace zvonok::config
