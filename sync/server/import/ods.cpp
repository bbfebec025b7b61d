#include "sync/server/import/packed_sheets.hpp"
#include "sync/server/import/text.hpp"
#include "sync/server/import/tuning.hpp"
#include "sync/server/import/xml.hpp"

#include <algorithm>
#include <charconv>

namespace zvonok::server::imports {
namespace {

std::size_t count_in(std::string_view text, std::size_t otherwise) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && value > 0 ? value : otherwise;
}

constexpr int deepest_span = 20;

/// A paragraph with its spans; spaces, tabs and line breaks are elements.
void append_paragraph(std::string& to, const XmlNode& paragraph, int depth) {
    if (depth > deepest_span) return;
    for (const XmlNode& part : paragraph.mixed()) {
        const std::string_view name = part.name();
        if (name.empty())
            to += part.text();
        else if (name == "s")
            to.append(std::min<std::size_t>(count_in(part.attribute("c"), 1), 100), ' ');
        else if (name == "tab")
            to += ' ';
        else if (name == "line-break")
            to += '\n';
        else if (name != "annotation" && name != "note")
            append_paragraph(to, part, depth + 1);
    }
}

SheetCell read_ods_cell(const XmlNode& cell) {
    const std::string_view type = cell.attribute("value-type");
    if (type == "date") return {std::string(cell.attribute("date-value").substr(0, 10)), SheetCell::Kind::date};
    if (type == "float") {
        const std::string_view value = cell.attribute("value");
        double number = 0;
        if (std::from_chars(value.data(), value.data() + value.size(), number).ec == std::errc{})
            return {number_text(number), SheetCell::Kind::number};
    }
    std::string text;
    for (const XmlNode& paragraph : cell.children("p")) {
        if (!text.empty()) text += '\n';
        append_paragraph(text, paragraph, 0);
    }
    return {std::move(text), SheetCell::Kind::text};
}

class OdsTable {
  public:
    OdsTable(std::string file, std::string name, Findings& findings)
        : sheet_(std::move(file), std::move(name), findings) {}
    std::optional<Sheet> read(const XmlNode& table) {
        if (!read_rows(table, 0)) return std::nullopt;
        return sheet_.take();
    }

  private:
    /// Rows stand in the table or in groups of rows.
    bool read_rows(const XmlNode& node, int depth) {
        if (depth > deepest_span) return true;
        for (const XmlNode& child : node.children()) {
            const std::string_view name = child.name();
            if (name == "table-row" && !read_row(child)) return false;
            const bool group = name == "table-header-rows" || name == "table-row-group" || name == "table-rows";
            if (group && !read_rows(child, depth + 1)) return false;
        }
        return true;
    }
    bool read_row(const XmlNode& node) {
        SheetRow row{line_ + 1, {}};
        std::size_t column = 0;
        for (const XmlNode& cell : node.children()) {
            if (cell.name() != "table-cell" && cell.name() != "covered-table-cell") continue;
            const std::size_t times = count_in(cell.attribute("number-columns-repeated"), 1);
            remember_merged(cell, column);
            const SheetCell read = read_ods_cell(cell);
            for (std::size_t n = 0; n < times && column + n < tuning::sheet_limit_columns; ++n) {
                if (trim(read.text).empty()) break;
                row.cells.resize(std::max(row.cells.size(), column + n + 1));
                row.cells[column + n] = read;
            }
            column = std::min(column + std::min(times, tuning::sheet_limit_columns), tuning::sheet_limit_columns);
        }
        const std::size_t times =
            std::min(count_in(node.attribute("number-rows-repeated"), 1), tuning::sheet_limit_lines);
        for (std::size_t n = 0; n < times && !row.cells.empty(); ++n) {
            row.line = line_ + 1 + n;
            if (!sheet_.add(row)) return false;
        }
        line_ += times;
        return true;
    }
    void remember_merged(const XmlNode& cell, std::size_t column) {
        const std::size_t rows = count_in(cell.attribute("number-rows-spanned"), 1);
        const std::size_t columns = count_in(cell.attribute("number-columns-spanned"), 1);
        if (rows > 1 || columns > 1) sheet_.merge({line_ + 1, line_ + rows, column, column + columns - 1});
    }

    SheetBuilder sheet_;
    std::size_t line_ = 0;
};

}  // namespace

std::optional<std::vector<Sheet>> read_ods(const std::string& file, Source& parts, Findings& findings) {
    constexpr auto manifest = "META-INF/manifest.xml";
    if (std::ranges::binary_search(parts.names(), manifest)) {
        const auto content = parts.read(manifest, findings);
        if (!content) return std::nullopt;
        if (as_text(*content).find("encryption-data") != std::string_view::npos) {
            findings.error({file, 0}, "файл с паролем: сохраните его без пароля");
            return std::nullopt;
        }
    }
    const auto content = parts.read("content.xml", findings);
    if (!content) return std::nullopt;
    const auto document = XmlFile::parse(file, *content, Doctype::refused, findings);
    if (!document) return std::nullopt;
    const XmlNode spreadsheet = document->root().child("body").child("spreadsheet");
    if (!spreadsheet) {
        findings.error({file, 0}, "это не таблица: скопируйте план в программу таблиц и сохраните его");
        return std::nullopt;
    }
    std::vector<Sheet> sheets;
    for (const XmlNode& table : spreadsheet.children("table")) {
        auto sheet = OdsTable{file, std::string(table.attribute("name")), findings}.read(table);
        if (!sheet) return std::nullopt;
        sheets.push_back(std::move(*sheet));
    }
    return sheets;
}

}  // namespace zvonok::server::imports
