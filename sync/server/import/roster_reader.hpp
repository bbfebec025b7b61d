#pragma once

#include "sync/server/import/roster.hpp"
#include "sync/server/import/source.hpp"

namespace zvonok::server::imports {

/// Reads a OneRoster 1.1 or 1.2 CSV export.
///
/// Columns are found by header name, case-sensitive, in any order; unknown columns and files are noted and ignored.
/// No manifest means OneRoster 1.0 by the standard, and is refused: far more often it is an export that lost a file.
/// Where manifest and data disagree, the data win, with a warning: rows with status and date are a delta, rows
/// without are a bulk. A file the manifest promises and that is missing is an error. A header without rows, which the
/// standard forbids and some programs write, counts as absent, never as "delete everything", with a warning.
/// Nothing on any error; the findings then name every file and line at fault.
std::optional<roster::Roster> read_roster(Source& source, Findings& findings);

}  // namespace zvonok::server::imports
