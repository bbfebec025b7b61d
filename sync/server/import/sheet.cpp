#include "sync/server/import/sheet.hpp"

#include "sync/server/import/csv.hpp"
#include "sync/server/import/encoding.hpp"
#include "sync/server/import/packed_sheets.hpp"
#include "sync/server/import/text.hpp"
#include "sync/server/import/zip.hpp"

#include <algorithm>

namespace zvonok::server::imports {
namespace {

constexpr std::string_view save_as = ": откройте его и сохраните как «Книга Excel (.xlsx)» или CSV";

/// What the file is when it is no table that can be read; empty when it may be one.
std::string foreign_kind(std::string_view begin) {
    if (begin.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))
        return "это старый двоичный файл .xls или файл с паролем" + std::string(save_as);
    if (begin.starts_with("%PDF")) return "это PDF, из него план не прочитать: нужна таблица Excel или CSV";
    if (begin.starts_with("{\\rtf")) return "это документ RTF: скопируйте таблицу плана в программу таблиц";
    const std::string_view text = trim(without_bom(begin));
    if (text.starts_with('<')) return "это веб-страница или XML, названные таблицей" + std::string(save_as);
    return {};
}

std::optional<std::vector<Sheet>> read_packed(const std::string& file, Bytes content, Findings& findings) {
    const auto source = open_packed_document(file, std::move(content), findings);
    if (!source) return std::nullopt;
    const auto has = [&](const char* name) { return std::ranges::binary_search(source->names(), name); };
    if (has("content.xml")) return read_ods(file, *source, findings);
    if (has("xl/workbook.bin")) {
        findings.error({file, 0}, "это двоичная книга .xlsb" + std::string(save_as));
        return std::nullopt;
    }
    if (has("word/document.xml")) {
        findings.error({file, 0}, "это документ Word: скопируйте таблицу плана в программу таблиц и сохраните её");
        return std::nullopt;
    }
    return read_xlsx(file, *source, findings);
}

std::optional<std::vector<Sheet>> read_text_table(const std::string& file, ByteView content, Findings& findings) {
    const auto text = text_of(file, content, findings);
    if (!text) return std::nullopt;
    std::string_view table = *text;
    CsvFormat format = guess_format_of_lines(table);
    std::size_t skipped = 0;
    // Excel's own way of naming the delimiter.
    if (table.starts_with("sep=") && table.size() > 4 && table.find_first_of("\r\n") == 5) {
        format.delimiter = table[4];
        table.remove_prefix(std::min(table.find('\n'), table.size() - 1) + 1);
        skipped = 1;
    }
    auto rows = read_csv_rows(file, table, format, findings);
    if (!rows) return std::nullopt;
    Sheet sheet;
    for (CsvRow& row : *rows) {
        SheetRow made{row.line + skipped, {}};
        for (std::string& field : row.fields) made.cells.push_back({std::move(field), SheetCell::Kind::text});
        sheet.rows.push_back(std::move(made));
    }
    return std::vector{std::move(sheet)};
}

}  // namespace

const SheetCell& Sheet::cell(const SheetRow& row, std::size_t column) {
    static const SheetCell empty;
    return column < row.cells.size() ? row.cells[column] : empty;
}

bool Sheet::continues_above(std::size_t line, std::size_t column) const {
    return std::ranges::any_of(merged, [&](const Merged& area) {
        return area.first_line < line && line <= area.last_line && area.first_column <= column &&
               column <= area.last_column;
    });
}

std::string column_name(std::size_t column) {
    std::string name;
    for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        name.insert(name.begin(), static_cast<char>('A' + (rest - 1) % 26));
    return name;
}

std::optional<std::vector<Sheet>> read_sheets(const std::string& file, Bytes content, Findings& findings) {
    const std::string_view begin = as_text(content).substr(0, 200);
    if (const std::string kind = foreign_kind(begin); !kind.empty()) {
        findings.error({file, 0}, kind);
        return std::nullopt;
    }
    if (begin.starts_with("PK\x03\x04")) return read_packed(file, std::move(content), findings);
    return read_text_table(file, content, findings);
}

}  // namespace zvonok::server::imports
