#pragma once

#include "config/image.hpp"
#include "config/station.hpp"

namespace zvonok::config {

enum class Applied {
    on_trial,      ///< holds from the next start on
    already_there  ///< this very image holds already; nothing was changed
};

struct ApplyOrder {
    std::filesystem::path state{};
    Hardware machine{};
    std::optional<std::string> station{};  ///< a section's name, where IT chooses by hand
    Instant now{};
};

/// Checks the image against this station and makes it the one that holds, on trial. Whatever is cut at whatever
/// moment, either the former image holds or this one, whole.
/// fails  every reason of open_image(); no_trust, expired, foreign_school, older, no_section, disk
Checked<Applied> apply_image(const std::filesystem::path& file, const ApplyOrder& order, Disk& disk);

}  // namespace zvonok::config
