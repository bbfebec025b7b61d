#pragma once

#include "config/file_tree.hpp"
#include "config/refusal.hpp"
#include "station/base/clock.hpp"
#include "station/crypto/signing.hpp"

#include <optional>
#include <vector>

namespace zvonok::config {

/// Rises by one or more with each image of a school; a station never goes back by hand.
struct ImageInfo {
    std::uint32_t version = 0;
    Instant created{};
    Instant expires{};
    bool demo = false;  ///< allows the clock offset, and stations found by name
};

struct School {
    SchoolId id{};
    std::string name{};
    std::string zone{};  ///< tz database name, for the clock before the first sync
    std::string
        support{};  ///< whom staff ask for help, as the screens say it: "Помощь: каб. 21, тел. 114"; may be empty
};

struct Server {
    std::vector<std::string> urls{};                ///< "https://host:port", tried in this order
    std::string ca_pem{};                           ///< who may vouch for the server
    std::vector<crypto::PublicKey> signing_keys{};  ///< seal facts, verdicts and time tokens
};

struct Staff {
    std::string ca_pem{};
    std::string crl_pem{};
};

enum class Language { russian, english };
enum class Theme { light, dark, contrast };

/// What holds before the first sync brings the school's own facts.
struct Defaults {
    Language language = Language::russian;
    Theme theme = Theme::light;
    int text_percent = 100;             ///< 100, 125, 150 or 200
    std::chrono::minutes idle_lock{5};  ///< without a touch
    std::chrono::hours login_cache{72};
};

enum class Mode { classroom, office, kiosk };

/// What of a machine a section may name. A machine fits if its serial does, or if any of its addresses does.
struct HardwareMatch {
    std::string serial{};             ///< DMI product serial
    std::vector<std::string> macs{};  ///< "02:00:5e:10:00:01", lower case
    bool by_name = false;             ///< IT names the section at the machine; demo images only
};

/// A machine as it is.
struct Hardware {
    std::string serial{};
    std::vector<std::string> macs{};
};

struct Station {
    StationId id{};
    std::string name{};   ///< short and lasting, "kab-12"
    std::string title{};  ///< for people, "Кабинет 12"
    std::string room{};   ///< the timetable's name of the room; empty for a kiosk in a hallway
    Mode mode = Mode::classroom;
    bool protected_workplace = false;  ///< administrators work there (policy `station.admin_protected`)
    HardwareMatch hardware{};
    std::string token{};  ///< opens /v1/enrol once; empty in what IT writes, made while the image is built
};

/// All that is the same on every station.
struct Common {
    ImageInfo image{};
    School school{};
    Server server{};
    Staff staff{};
    Defaults defaults{};
    Instant enrolment_expires{};  ///< tokens of this image open nothing after it
};

/// What IT writes, with the files that it names already read.
struct Source {
    Common common{};
    std::vector<Station> stations{};
    std::string policies{};  ///< the preset file, checked
};

/// Reads CONFIG.toml and the files beside it.
/// fails  unreadable, bad_config, too_large
Checked<Source> load_source(const std::filesystem::path& file);

/// The parts of an image: `school.toml` with the files it names, and one station's section.
Checked<Common> read_common(const FileTree& files);
Checked<Station> read_station(const FileTree& files, const StationId& id);
/// The ids of all sections, in order.
std::vector<StationId> station_ids(const FileTree& files);

/// What one station needs of an image: all but the other stations' sections.
std::vector<std::string> station_files(const StationId& id);
inline constexpr std::string_view policies_path = "policies/default.toml";

/// The tree of an image, without its manifest. Stations carry their tokens by now.
FileTree to_files(const Source& source);

std::string_view name_of(Mode mode);
std::string_view name_of(Theme theme);
std::string_view name_of(Language language);

/// Serial numbers that makers leave in by the thousand and that therefore name no machine ("To be filled by O.E.M.").
bool is_placeholder_serial(std::string_view serial);

/// The one section that fits.
/// wanted  a section's name, for demo images whose sections allow it
/// fails   no_section: none fits, or several do
Checked<StationId> match_station(const std::vector<Station>& stations, const Hardware& machine,
                                 const std::optional<std::string>& wanted, bool demo);

}  // namespace zvonok::config
