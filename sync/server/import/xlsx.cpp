#include "sync/server/import/encoding.hpp"
#include "sync/server/import/packed_sheets.hpp"
#include "sync/server/import/text.hpp"
#include "sync/server/import/tuning.hpp"
#include "sync/server/import/xml.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>

namespace zvonok::server::imports {
namespace {

template <class Number>
std::optional<Number> number_in(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

bool is_true(std::string_view text) {
    return text == "1" || text == "true" || text == "on";
}

/// "xl/workbook.xml" and "../media/x.png" or "/xl/styles.xml" -> the path inside the zip.
std::string resolved(std::string_view base, std::string_view target) {
    if (target.starts_with('/')) return std::string(target.substr(1));
    const auto slash = base.rfind('/');
    std::string path{slash == std::string_view::npos ? std::string_view{} : base.substr(0, slash + 1)};
    while (target.starts_with("./")) target.remove_prefix(2);
    return path.append(target);
}

std::string relations_of(std::string_view part) {
    const auto slash = part.rfind('/');
    const std::size_t name = slash == std::string_view::npos ? 0 : slash + 1;
    return std::string(part.substr(0, name)) + "_rels/" + std::string(part.substr(name)) + ".rels";
}

/// Office escapes what XML cannot hold: "_x000D_" is a carriage return.
std::string unescaped(std::string text) {
    for (auto at = text.find("_x"); at != std::string::npos && at + 7 <= text.size(); at = text.find("_x", at + 1)) {
        unsigned code = 0;
        const char* const digits = text.data() + at + 2;
        const auto [end, error] = std::from_chars(digits, digits + 4, code, 16);
        if (error != std::errc{} || end != digits + 4 || text[at + 6] != '_') continue;
        std::string character;
        append_utf8(character, code);
        text.replace(at, 7, character);
    }
    return text;
}

/// A string item: plain, or runs of differing looks. Phonetic hints are left out.
std::string string_of(const XmlNode& item) {
    std::string text;
    for (const XmlNode& child : item.children()) {
        if (child.name() == "t") text += child.text();
        if (child.name() == "r") text += child.child("t").text();
    }
    return unescaped(std::move(text));
}

/// Column from 0 and line from 1 of "AB12"; "$" is allowed.
struct CellAddress {
    std::size_t column = 0, line = 0;
};
std::optional<CellAddress> address_of(std::string_view reference) {
    CellAddress address;
    for (const char c : reference) {
        if (c == '$') continue;
        if (c >= 'A' && c <= 'Z' && address.line == 0)
            address.column = address.column * 26 + static_cast<std::size_t>(c - 'A' + 1);
        else if (c >= '0' && c <= '9')
            address.line = address.line * 10 + static_cast<std::size_t>(c - '0');
        else
            return std::nullopt;
        if (address.column > tuning::sheet_limit_columns || address.line > tuning::sheet_limit_lines)
            return std::nullopt;
    }
    if (address.column == 0 || address.line == 0) return std::nullopt;
    --address.column;
    return address;
}

/// Whether a number format shows a day: a year or a day outside quotes, colours and escapes.
bool shows_day(std::string_view code) {
    bool quoted = false;
    bool bracketed = false;
    for (std::size_t at = 0; at < code.size(); ++at) {
        const char c = code[at];
        if (c == '"') quoted = !quoted;
        if (c == '[') bracketed = true;
        if (c == '\\' || c == '_' || c == '*') ++at;
        if (!quoted && !bracketed && (c == 'd' || c == 'D' || c == 'y' || c == 'Y')) return true;
        if (c == ']') bracketed = false;
    }
    return false;
}

class Workbook {
  public:
    Workbook(std::string file, Source& parts, Findings& findings)
        : file_(std::move(file)), parts_(parts), findings_(findings) {}

    std::optional<std::vector<Sheet>> read() {
        const std::string path = workbook_path();
        const auto workbook = part(path);
        if (!workbook) return std::nullopt;
        const auto relations = part(relations_of(path));
        if (!relations) return std::nullopt;
        from_1904_ = is_true(workbook->root().child("workbookPr").attribute("date1904"));
        for (const XmlNode& relation : relations->root().children("Relationship")) {
            const std::string target = resolved(path, relation.attribute("Target"));
            const std::string_view type = relation.attribute("Type");
            if (type.ends_with("/sharedStrings") && !read_strings(target)) return std::nullopt;
            if (type.ends_with("/styles") && !read_styles(target)) return std::nullopt;
            if (type.ends_with("/worksheet")) targets_.emplace(relation.attribute("Id"), target);
        }
        std::vector<Sheet> sheets;
        for (const XmlNode& listed : workbook->root().child("sheets").children("sheet")) {
            const std::string_view state = listed.attribute("state");
            const auto target = targets_.find(std::string(listed.attribute("id")));
            // Chart sheets have no cells; hidden ones hold what the teacher does not see.
            if (target == targets_.end() || state.ends_with("idden")) continue;
            auto sheet = read_sheet(target->second, std::string(listed.attribute("name")));
            if (!sheet) return std::nullopt;
            sheets.push_back(std::move(*sheet));
        }
        return sheets;
    }

  private:
    std::string workbook_path() {
        constexpr auto relations = "_rels/.rels";
        if (!has(relations)) return "xl/workbook.xml";
        if (const auto file = part(relations))
            for (const XmlNode& relation : file->root().children("Relationship"))
                if (relation.attribute("Type").ends_with("/officeDocument"))
                    return resolved("", relation.attribute("Target"));
        return "xl/workbook.xml";
    }
    [[nodiscard]] bool has(const std::string& name) const { return std::ranges::binary_search(parts_.names(), name); }
    std::optional<XmlFile> part(const std::string& name) {
        if (!has(name)) {
            findings_.error({file_, 0}, "это не книга Excel: внутри нет части " + name);
            return std::nullopt;
        }
        const auto content = parts_.read(name, findings_);
        return content ? XmlFile::parse(file_ + ", часть " + name, *content, Doctype::refused, findings_)
                       : std::nullopt;
    }
    bool read_strings(const std::string& name) {
        const auto strings = part(name);
        if (!strings) return false;
        for (const XmlNode& item : strings->root().children("si")) strings_.push_back(string_of(item));
        return true;
    }
    bool read_styles(const std::string& name) {
        const auto styles = part(name);
        if (!styles) return false;
        // ECMA-376 part 1, 18.8.30: the numbers that every program knows, and those of East Asian calendars.
        std::set<int> days{14, 15, 16, 17, 22};
        for (int id = 27; id <= 36; ++id) days.insert(id);
        for (int id = 50; id <= 58; ++id) days.insert(id);
        for (const XmlNode& format : styles->root().child("numFmts").children("numFmt"))
            if (shows_day(format.attribute("formatCode")))
                days.insert(number_in<int>(format.attribute("numFmtId")).value_or(-1));
        for (const XmlNode& style : styles->root().child("cellXfs").children("xf"))
            is_day_.push_back(days.contains(number_in<int>(style.attribute("numFmtId")).value_or(0)));
        return true;
    }

    std::optional<Sheet> read_sheet(const std::string& name, const std::string& title) {
        const auto content = part(name);
        if (!content) return std::nullopt;
        SheetBuilder sheet{file_, title, findings_};
        std::size_t line = 0;
        for (const XmlNode& node : content->root().child("sheetData").children("row")) {
            line = number_in<std::size_t>(node.attribute("r")).value_or(line + 1);
            if (!sheet.add(read_row(node, line))) return std::nullopt;
        }
        for (const XmlNode& node : content->root().child("mergeCells").children("mergeCell")) {
            const std::string_view area = node.attribute("ref");
            const auto colon = area.find(':');
            const auto first = address_of(area.substr(0, colon));
            const auto last = colon == std::string_view::npos ? first : address_of(area.substr(colon + 1));
            if (first && last) sheet.merge({first->line, last->line, first->column, last->column});
        }
        return sheet.take();
    }
    /// Without cells when it holds nothing.
    SheetRow read_row(const XmlNode& node, std::size_t line) const {
        SheetRow row{line, {}};
        std::size_t column = 0;
        for (const XmlNode& cell : node.children("c")) {
            if (const std::string_view reference = cell.attribute("r"); !reference.empty()) {
                const auto address = address_of(reference);
                column = address ? address->column : tuning::sheet_limit_columns;
            }
            if (column >= tuning::sheet_limit_columns) continue;
            SheetCell read = read_cell(cell);
            if (!trim(read.text).empty()) {
                row.cells.resize(std::max(row.cells.size(), column + 1));
                row.cells[column] = std::move(read);
            }
            ++column;
        }
        return row;
    }
    [[nodiscard]] SheetCell read_cell(const XmlNode& cell) const {
        const std::string_view type = cell.attribute("t");
        if (type == "inlineStr") return {string_of(cell.child("is")), SheetCell::Kind::text};
        const std::string value = cell.child("v").text();
        if (type == "s") {
            const auto index = number_in<std::size_t>(value);
            return {index && *index < strings_.size() ? strings_[*index] : std::string{}, SheetCell::Kind::text};
        }
        if (type == "str") return {unescaped(value), SheetCell::Kind::text};
        if (type == "e") return {value, SheetCell::Kind::fault};
        if (type == "b") return {value == "1" ? "да" : "нет", SheetCell::Kind::text};
        if (type == "d") return {value.substr(0, 10), SheetCell::Kind::date};
        const auto number = number_in<double>(value);
        if (!number) return {value, SheetCell::Kind::text};
        const auto style = number_in<std::size_t>(cell.attribute("s"));
        if (style && *style < is_day_.size() && is_day_[*style])
            if (auto day = date_of_serial(*number, from_1904_)) return {std::move(*day), SheetCell::Kind::date};
        return {number_text(*number), SheetCell::Kind::number};
    }

    std::string file_;
    Source& parts_;
    Findings& findings_;
    bool from_1904_ = false;
    std::vector<std::string> strings_;
    std::vector<bool> is_day_;  ///< by index of the cell's style
    std::map<std::string, std::string> targets_;
};

}  // namespace

bool SheetBuilder::add(SheetRow row) {
    if (row.cells.empty()) return true;
    for (const SheetCell& cell : row.cells) text_bytes_ += cell.text.size();
    if (sheet_.rows.size() == tuning::sheet_limit_rows || text_bytes_ > tuning::file_limit_bytes) {
        findings_.error({file_, row.line}, "лист слишком велик для плана: оставьте в нём только таблицу плана");
        return false;
    }
    sheet_.rows.push_back(std::move(row));
    return true;
}

void SheetBuilder::merge(const Merged& area) {
    if (sheet_.merged.size() < tuning::sheet_limit_merged) sheet_.merged.push_back(area);
}

std::string number_text(double value) {
    std::array<char, 40> text{};
    const bool whole = std::abs(value) < 1e15 && std::floor(value) == value;
    std::snprintf(text.data(), text.size(), whole ? "%.0f" : "%.15g", value);
    return text.data();
}

std::optional<std::string> date_of_serial(double serial, bool counts_from_1904) {
    if (!(serial >= 1) || serial >= 2958466) return std::nullopt;  // 9999-12-31
    using namespace std::chrono;
    // Excel believes that 1900 was a leap year, so its first sixty days are one off.
    const year_month_day zero = counts_from_1904 ? January / 1 / 1904
                                : serial < 60    ? December / 31 / 1899
                                                 : December / 30 / 1899;
    return date_text(local_days{zero} + days{static_cast<int>(serial)});
}

std::optional<std::vector<Sheet>> read_xlsx(const std::string& file, Source& parts, Findings& findings) {
    return Workbook{file, parts, findings}.read();
}

}  // namespace zvonok::server::imports
