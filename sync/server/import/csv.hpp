#pragma once

#include "station/base/bytes.hpp"
#include "sync/server/import/findings.hpp"

#include <optional>

namespace zvonok::server::imports {

struct CsvFormat {
    char delimiter = ',';
    char quote = '"';
};

struct CsvRow {
    std::size_t line = 0;  ///< where the row begins; a quoted field may go on over several lines
    std::vector<std::string> fields;
};

/// A table with a header row. Every row has as many fields as the header.
struct CsvTable {
    std::string file;
    std::vector<std::string> header;
    std::vector<CsvRow> rows;

    /// Exact, case-sensitive.
    [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const;
};

/// Reads RFC 4180 strictly: UTF-8 with or without a byte-order mark, LF or CRLF, spaces are part of a field, blank
/// lines are skipped. Nothing, and errors with line numbers, for anything else: foreign encoding, stray or unclosed
/// quotes, rows that are shorter or longer than the header, an over-long field, no header at all.
std::optional<CsvTable> read_csv(const std::string& file, ByteView content, CsvFormat format, Findings& findings);

/// Reads what office programs and people write: rows of any length, a quote in the middle of a field, no header.
/// Nothing, and an error, for a quote that is never closed or an over-long field.
///
/// text  UTF-8
std::optional<std::vector<CsvRow>> read_csv_rows(const std::string& file, std::string_view text, CsvFormat format,
                                                 Findings& findings);

/// The delimiter of a file that people export from an office program: the one of , ; and tab that the first line has
/// most of outside quotes.
CsvFormat guess_format(ByteView content);

/// The same for a table with titles above its header: the delimiter that the lines most agree on.
CsvFormat guess_format_of_lines(std::string_view text);

/// One row as RFC 4180 writes it, CRLF included; a field is quoted when it must be.
void append_csv_row(std::string& to, const std::vector<std::string>& fields);

}  // namespace zvonok::server::imports
