#pragma once

#include "config/schema.hpp"
#include "station/base/id.hpp"
#include "station/base/result.hpp"
#include "station/flow/sight.hpp"
#include "station/ui/stage.hpp"

#include <filesystem>
#include <map>

/// Text size and colours that people chose at this station. Kept in its state folder and not in the journal: they are
/// no record of the school, and what suits a person on a board across a room does not on a desk's screen.
namespace zvonok::app {

inline constexpr const char* sights_file = "sights";  ///< in the state folder; config/IMAGE.md tells its form

/// Of a station where nobody has chosen.
flow::Sight sight_of(const config::Defaults& defaults);
ui::StageOptions with(ui::StageOptions options, const flow::Sight& sight);

/// A missing file is empty.   corrupt: not such a file
Result<std::map<PersonId, flow::Sight>> read_sights(const std::filesystem::path& file);
Result<void> write_sights(const std::filesystem::path& file, const std::map<PersonId, flow::Sight>& sights);

}  // namespace zvonok::app
