#pragma once

#include "station/base/result.hpp"
#include "sync/server/import/source.hpp"

#include <map>

namespace zvonok::server::imports {

/// As open_source(), for a path that is known to be a file.
std::unique_ptr<Source> open_zip(const std::filesystem::path& path, Findings& findings);

/// A document that is a zip with folders inside (xlsx, ods); names are paths within it. The same limits.
///
/// title  what findings call it
std::unique_ptr<Source> open_packed_document(const std::string& title, Bytes content, Findings& findings);

/// Writes a zip with these files, deflated, with a fixed date: the same content gives the same bytes.
/// refused: the place cannot be written.
Result<void> write_zip(const std::filesystem::path& path, const std::map<std::string, std::string>& files);

}  // namespace zvonok::server::imports
