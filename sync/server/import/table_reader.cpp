#include "sync/server/import/table_reader.hpp"

#include <algorithm>

namespace zvonok::server::imports {
namespace {

std::string lower_ascii(std::string_view text) {
    std::string lower{text};
    for (char& letter : lower)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return lower;
}

std::string column_named(std::string_view column) {
    return "столбец " + std::string(column) + ": ";
}

}  // namespace

std::string id_fault(std::string_view text) {
    if (text.empty()) return "пусто";
    if (text.size() > 255) return "идентификатор длиннее 255 знаков";
    for (const char letter : text) {
        const bool alphanumeric =
            (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
        if (!alphanumeric && std::string_view(".-_/@").find(letter) == std::string_view::npos)
            return "в идентификаторе «" + std::string(text) +
                   "» недопустимый знак; можно латинские буквы, цифры и . - _ / @";
    }
    return {};
}

bool TableReader::require_columns(const std::vector<std::string_view>& names) {
    bool all = true;
    for (const std::string_view name : names) {
        if (table_.column(name)) continue;
        all = false;
        const auto alike = std::find_if(table_.header.begin(), table_.header.end(), [&](const std::string& column) {
            return lower_ascii(trim(column)) == lower_ascii(name);
        });
        std::string text = "нет столбца " + std::string(name);
        if (alike != table_.header.end()) text += ", есть похожий «" + *alike + "»: имена столбцов различают регистр";
        findings_.error({table_.file, 1}, std::move(text));
    }
    return all;
}

std::string TableReader::text(std::string_view column) const {
    const auto index = table_.column(column);
    return index ? row_->fields[*index] : std::string{};
}

std::string TableReader::required(std::string_view column) const {
    std::string value = text(column);
    if (trim(value).empty()) error(column_named(column) + "пусто");
    return value;
}

std::string TableReader::id(std::string_view column) const {
    std::string value = text(column);
    if (const std::string fault = id_fault(value); !fault.empty()) error(column_named(column) + fault);
    return value;
}

std::string TableReader::optional_id(std::string_view column) const {
    return text(column).empty() ? std::string{} : id(column);
}

std::vector<std::string> TableReader::list(std::string_view column) const {
    return split_list(text(column), ',');
}

std::optional<LocalDay> TableReader::date(std::string_view column) const {
    const std::string value = text(column);
    if (value.empty()) return std::nullopt;
    const auto day = parse_date(value);
    if (!day) error(column_named(column) + "«" + value + "» — не дата вида 2026-09-01");
    return day;
}

std::optional<bool> TableReader::boolean(std::string_view column) const {
    const std::string value = text(column);
    if (value.empty()) return std::nullopt;
    if (value == "true") return true;
    if (value == "false") return false;
    error(column_named(column) + "«" + value + "» — не true и не false");
    return std::nullopt;
}

std::string TableReader::choice(std::string_view column, const std::set<std::string_view>& allowed) const {
    std::string value = text(column);
    if (!allowed.contains(value)) error(column_named(column) + "недопустимое значение «" + value + "»");
    return value;
}

}  // namespace zvonok::server::imports
