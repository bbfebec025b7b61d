#pragma once

#include "station/journal/files.hpp"

#include <functional>
#include <span>

namespace zvonok::journal {

/// One value of a row as SQLite's file format stores it. Text counts as a blob here; real numbers are never ours.
struct FoundValue {
    enum class Type : std::uint8_t { null, integer, blob } type = Type::null;
    std::int64_t integer = 0;
    Bytes blob;
};
using FoundRow = std::vector<FoundValue>;

/// What a column of a sought row looks like.
struct ColumnShape {
    enum class Kind : std::uint8_t { integer, blob, blob_or_null } kind = Kind::integer;
    std::size_t least_bytes = 0, most_bytes = 0;  ///< of a blob
};

/// Looks for rows of this shape at every byte of every page of a database file and of its write-ahead log, whatever the
/// pages' own structure says: what is left of a damaged file. Old versions of rows are found too, and so may be bytes
/// that only look like a row; the caller must be able to tell.
///
/// returns  pages that could not be read from the disk
/// source   SQLite database file format, 1.5 to 1.6, 2.1, 4
std::size_t scan_rows(const Files& files, const std::filesystem::path& database, const std::filesystem::path& log,
                      std::span<const ColumnShape> shape, const std::function<void(FoundRow)>& found);

}  // namespace zvonok::journal
