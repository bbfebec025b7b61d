#pragma once

#include "station/base/bytes.hpp"
#include "sync/server/import/findings.hpp"

#include <optional>

namespace zvonok::server::imports {

/// One cell as its program shows it, nearly: numbers in full, dates as 2026-09-01.
struct SheetCell {
    enum class Kind { text, number, date, fault };  ///< fault: the program shows «#ССЫЛКА!» or the like
    std::string text;
    Kind kind = Kind::text;
};

struct SheetRow {
    std::size_t line = 0;          ///< as the program numbers it, from 1
    std::vector<SheetCell> cells;  ///< by column from A; may end early
};

/// Cells shown as one; the top left holds the value. Lines from 1, columns from 0, all four inclusive.
struct Merged {
    std::size_t first_line = 0, last_line = 0, first_column = 0, last_column = 0;
};

struct Sheet {
    std::string name;            ///< empty for a text table
    std::vector<SheetRow> rows;  ///< those with something in them, in order
    std::vector<Merged> merged;

    /// Empty beyond the row's end.
    static const SheetCell& cell(const SheetRow& row, std::size_t column);
    /// Whether the cell is shown as part of one that begins in a line above.
    [[nodiscard]] bool continues_above(std::size_t line, std::size_t column) const;
};

/// "A" .. "Z", "AA" ..
std::string column_name(std::size_t column);

/// The visible sheets of an Excel workbook (.xlsx, .xlsm), an OpenDocument spreadsheet (.ods) or a text table (.csv,
/// .txt), told apart by their content. Nothing, and an error that says what to do, for what is none of these: an old
/// .xls, a file with a password, a Word document, a web page.
std::optional<std::vector<Sheet>> read_sheets(const std::string& file, Bytes content, Findings& findings);

}  // namespace zvonok::server::imports
