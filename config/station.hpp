#pragma once

#include "config/pointer.hpp"
#include "config/schema.hpp"

namespace zvonok::config {

/// How the configuration came to hold, for the log and for the person.
enum class Standing {
    confirmed,    ///< as before
    on_trial,     ///< applied, not yet confirmed: call confirm_station() once the first frame is drawn
    rolled_back,  ///< the newer image never came up healthy, or is damaged; this is the one before it
    recovered,    ///< the pointer was damaged; this is the newest image that is whole
};

/// What this station was told.
struct StationConfig {
    Common common{};
    Station station{};
    std::string policies{};  ///< the preset, TOML
    std::string image{};     ///< Image::name()
    Standing standing = Standing::confirmed;
};

/// For zvonok-station at its start. Checks the signature of the manifest and the digest of every file again (a few
/// hundred microseconds). Writes nothing while the image is confirmed; counts the start of one on trial, and goes
/// back by itself to the image before it after tuning's `trial_starts`, or when files are damaged.
/// fails  nothing_applied, no_trust, altered, disk
Checked<StationConfig> load_station(const std::filesystem::path& state);
Checked<StationConfig> load_station(const std::filesystem::path& state, Disk& disk);

/// The same without counting or changing anything, for tools.
Checked<StationConfig> peek_station(const std::filesystem::path& state);

/// The image on trial came up healthy. Judged by the station itself, without the network: its window is drawn, its
/// database is open. Fine if there is nothing to confirm.
Checked<void> confirm_station(const std::filesystem::path& state);
Checked<void> confirm_station(const std::filesystem::path& state, Disk& disk);

/// The keys whose images this station takes.
/// fails  no_trust: none; bad_key
Checked<std::vector<crypto::PublicKey>> trusted_keys(const std::filesystem::path& state);
/// IT's hands: makes the state folder and trusts one more key.
Checked<void> trust_key(const std::filesystem::path& state, const crypto::PublicKey& key);

/// One unpacked image, checked. `trusted` as from trusted_keys().
Checked<StationConfig> load_unpacked(const std::filesystem::path& folder,
                                     const std::vector<crypto::PublicKey>& trusted);

/// Names of the files that unpacking puts beside those of the image; no path of an image may start with a dot.
inline constexpr const char* trailer_file = ".trailer";
inline constexpr const char* station_file = ".station";

}  // namespace zvonok::config
