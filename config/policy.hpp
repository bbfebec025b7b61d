#pragma once

#include "config/refusal.hpp"
#include "station/domain/policies.hpp"

#include <span>
#include <string_view>

namespace zvonok::config {

/// A preset that comes with the program.
struct ShippedPreset {
    std::string_view name;  ///< "002-city-school"
    std::string_view text;  ///< TOML
};
std::span<const ShippedPreset> shipped_presets();
/// Nothing: no preset of that name.
const ShippedPreset* shipped_preset(std::string_view name);

/// The rules of a school as a preset has them: config/POLICIES.md tells what may stand in it.
///
/// text   TOML; every parameter, or `extends = "NAME"` of a shipped preset and what differs from it
/// file   how it is called in messages
/// fails  bad_config with the line of each fault: unknown key, wrong type, unit or range, a role, code, kind or scale
///        that does not exist, or a parameter left out
Checked<domain::Policies> parse_policies(std::string_view text, const std::string& file);

}  // namespace zvonok::config
