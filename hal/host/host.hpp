#pragma once

#include "station/base/id.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace zvonok::hal {

/// What tells this machine from others.
struct MachineIdentity {
    std::string serial{};             ///< DMI product serial; empty where the board has none or it may not be read
    std::string product{};            ///< "Vendor Product", for IT's lists
    std::vector<std::string> macs{};  ///< burnt-in addresses of wired and wireless cards, lower case, sorted
    std::string name{};               ///< host name
    BootId boot{};                    ///< changes with each start of the machine
};

enum class ClockState { synchronised, free_running, unknown };

/// What IT wants to know of a machine from afar (T-21).
struct SystemFacts {
    std::string system{};  ///< "Debian GNU/Linux 12 (bookworm)"
    std::string kernel{};  ///< "6.1.0-18-amd64"
    ClockState clock = ClockState::unknown;
    std::uint64_t memory_bytes = 0;
    std::optional<std::uint64_t> free_bytes{};  ///< on the disk of the folder asked for
};

class Host {
  public:
    virtual ~Host() = default;
    [[nodiscard]] virtual MachineIdentity identity() const = 0;
    /// folder  the station's state, whose disk is measured
    [[nodiscard]] virtual SystemFacts facts(const std::filesystem::path& folder) const = 0;
};

/// Reads /sys, /proc and /etc under `root`; a test gives a tree of its own.
class LinuxHost final : public Host {
  public:
    explicit LinuxHost(std::filesystem::path root = "/") : root_(std::move(root)) {}
    [[nodiscard]] MachineIdentity identity() const override;
    [[nodiscard]] SystemFacts facts(const std::filesystem::path& folder) const override;

  private:
    [[nodiscard]] std::string line(const std::filesystem::path& path) const;
    [[nodiscard]] std::vector<std::string> macs() const;

    std::filesystem::path root_;
};

}  // namespace zvonok::hal
