#pragma once

#include "sync/server/import/roster.hpp"

#include <string_view>
#include <vector>

namespace zvonok::server::imports::roster {

/// The columns of a file in the order that the standard fixes, comma-separated, sourcedId,status,dateLastModified
/// included; empty when that version has no such file or we neither read nor write it.
std::string_view standard_columns(std::string_view file, Version version);

/// The files of that version, ".csv" included, manifest.csv first.
std::vector<std::string_view> standard_files(Version version);

/// A file of either version, ".csv" included.
bool is_standard_file(std::string_view file);

}  // namespace zvonok::server::imports::roster
