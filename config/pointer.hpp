#pragma once

#include "config/disk.hpp"
#include "config/refusal.hpp"
#include "station/base/id.hpp"

#include <optional>

namespace zvonok::config {

/// Where things lie in a station's state folder (IMAGE.md).
struct StatePaths {
    explicit StatePaths(std::filesystem::path state) : root(std::move(state)) {}
    std::filesystem::path root;
    [[nodiscard]] std::filesystem::path trust() const { return root / "trust"; }
    [[nodiscard]] std::filesystem::path config() const { return root / "config"; }
    [[nodiscard]] std::filesystem::path images() const { return config() / "images"; }
    [[nodiscard]] std::filesystem::path image(const std::string& name) const { return images() / name; }
    [[nodiscard]] std::filesystem::path pointer() const { return config() / "pointer"; }
    [[nodiscard]] std::filesystem::path journal() const { return root / "journal.db"; }
    [[nodiscard]] std::filesystem::path station_key() const { return root / "keys" / "station.key"; }
    [[nodiscard]] std::filesystem::path station_certificate() const { return root / "keys" / "station.pem"; }
};

/// Which image holds. One small file replaced in one step: there is no moment at which two files disagree.
struct Pointer {
    SchoolId school{};
    std::string current{};                  ///< Image::name()
    std::optional<std::string> previous{};  ///< to go back to while `current` is on trial or if it is damaged
    std::optional<std::string> rejected{};  ///< the last one that never came up healthy
    std::uint32_t floor = 0;                ///< the highest version that was ever confirmed here
    std::optional<int> trial{};             ///< starts so far of an unconfirmed `current`; nothing once confirmed

    bool operator==(const Pointer&) const = default;
};

Bytes to_bytes(const Pointer& pointer);
/// corrupt
Result<Pointer> pointer_from(ByteView bytes);
/// missing: a blank station; corrupt
Result<Pointer> read_pointer(const StatePaths& paths);
Result<void> write_pointer(const StatePaths& paths, const Pointer& pointer, Disk& disk);

/// The former image holds again, and the current one is remembered as rejected. Needs `previous`.
Pointer rolled_back(const Pointer& pointer);

/// Held by whoever changes the state folder, for as long as the value lives.
/// busy: another program applies, confirms or starts just now
Result<UniqueFd> lock_state(const StatePaths& paths);

}  // namespace zvonok::config
