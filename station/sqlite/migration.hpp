#pragma once

#include "station/sqlite/database.hpp"

#include <span>

namespace zvonok::sqlite {

/// One numbered step forward. Steps are never changed once released; a file's number is its last step.
struct Migration {
    int number;       ///< 1, 2, 3...
    const char* sql;  ///< any number of statements; run in one transaction with the note that it ran
    /// The oldest step number that a program must know to read and write the file from now on. A step that only adds
    /// (tables, nullable columns, indexes) repeats the number of the step before, so that the former version of the
    /// program still runs on the file until the new one is marked good.
    int oldest_reader;
};

/// Brings the file to the last of `steps`, in one transaction.
///
/// kind     four ASCII characters as a number: whose file this is (PRAGMA application_id)
/// returns  the file's number afterwards; greater than ours when a newer program only added to it
/// faults   refused: another kind of file, or a newer program changed it beyond what we can read; the file is untouched
[[nodiscard]] Result<int> migrate(Database& database, std::uint32_t kind, std::span<const Migration> steps);

}  // namespace zvonok::sqlite
