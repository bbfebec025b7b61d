#pragma once

#include "config/schema.hpp"

namespace zvonok::test {

/// The text of a configuration that breaks no rule: a classroom found by serial, a kiosk by address.
std::string good_config();

/// `text` with the first `from` made `to`; the test fails if it is not there.
std::string changed(std::string text, const std::string& from, const std::string& to);

/// Writes CONFIG.toml and the files that good_config() names into `folder`; gives CONFIG.toml's path.
std::filesystem::path write_config(const std::filesystem::path& folder, const std::string& text);

/// good_config() as loaded, with another version.
config::Source good_source(std::uint32_t version = 7);

Instant at(std::string_view text);

}  // namespace zvonok::test
