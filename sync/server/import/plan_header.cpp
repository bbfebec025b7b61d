#include "sync/server/import/plan_header.hpp"

#include "station/domain/letters.hpp"
#include "sync/server/import/encoding.hpp"
#include "sync/server/import/text.hpp"

#include <algorithm>
#include <array>

namespace zvonok::server::imports {
namespace {

using Words = std::vector<std::u32string>;

enum class Column { none, number, topic, hours, homework, work, other };

/// What a column's name says, and how surely: of two columns of a kind the surer one is taken.
struct Reading {
    Column column = Column::none;
    int sure = 0;
};

constexpr std::size_t rows_looked_at = 60;

bool is_any(const std::u32string& text, std::initializer_list<std::u32string_view> of) {
    return std::ranges::find(of, text) != of.end();
}
bool any_begins(const Words& words, std::u32string_view begin) {
    return std::ranges::any_of(words, [&](const std::u32string& word) { return word.starts_with(begin); });
}

Reading read_number(const std::u32string& name, bool numbered) {
    if (is_any(name, {U"п п", U"номер п п", U"n п п", U"пп"})) return {Column::number, 5};
    if (is_any(name, {U"number", U"номер урока", U"номер занятия"})) return {Column::number, 4};
    if (numbered && is_any(name, {U"урока", U"уроков", U"занятия", U"урок", U""})) return {Column::number, 4};
    if (is_any(name, {U"номер", U"n", U"no"})) return {Column::number, 3};
    if (numbered && (name.starts_with(U"урок") || name.starts_with(U"тем") || name.starts_with(U"раздел")))
        return {Column::number, 1};
    return {};
}

Reading read_topic(const std::u32string& name, const Words& words) {
    if (is_any(name,
               {U"тема урока", U"темы уроков", U"тема занятия", U"темы занятий", U"topic", U"тема учебного занятия"}))
        return {Column::topic, 6};
    if (is_any(name, {U"тема", U"темы", U"наименование темы", U"название темы", U"тема уроков"}))
        return {Column::topic, 5};
    if (any_begins(words, U"тем") && !any_begins(words, U"тематич")) return {Column::topic, 4};
    if (any_begins(words, U"содержан") || any_begins(words, U"изучаем")) return {Column::topic, 2};
    return {};
}

Reading read_name(const std::string& text) {
    const Words words = domain::folded_words(text);
    std::u32string name;
    for (const std::u32string& word : words) name += (name.empty() ? U"" : U" ") + word;
    const bool numbered = text.find("№") != std::string::npos;
    if (name.empty() && !numbered) return {};
    if (name == U"hours") return {Column::hours, 5};
    if (any_begins(words, U"час")) {
        const bool part = any_begins(words, U"контр") || any_begins(words, U"практ") || any_begins(words, U"лаб");
        return {Column::hours, part ? 1 : 4};
    }
    if (is_any(name, {U"всего", U"итого"})) return {Column::hours, 2};
    if (any_begins(words, U"домашн") || is_any(name, {U"д з", U"дз", U"homework"})) return {Column::homework, 4};
    if (is_any(name, {U"work"})) return {Column::work, 4};
    if (any_begins(words, U"вид") && (any_begins(words, U"работ") || any_begins(words, U"контрол")))
        return {Column::work, any_begins(words, U"работ") ? 4 : 3};
    if (any_begins(words, U"форм") && any_begins(words, U"контрол")) return {Column::work, 2};
    if (const Reading number = read_number(name, numbered); number.column != Column::none) return number;
    if (const Reading topic = read_topic(name, words); topic.column != Column::none) return topic;
    return {Column::other, 0};
}

bool is_digits(const std::string& text) {
    return !text.empty() && text.find_first_not_of("0123456789. ") == std::string::npos;
}

/// The columns that the row names, if it is a header.
class Candidate {
  public:
    Candidate(const Sheet& sheet, std::size_t row) : sheet_(sheet) {
        const SheetRow& cells = sheet.rows[row];
        header_.row = row;
        header_.after = row + 1;
        for (std::size_t column = 0; column < cells.cells.size(); ++column) {
            const std::string name = one_line(cells.cells[column].text);
            if (name.empty()) continue;
            ++filled_;
            take(column, read_name(name), name);
        }
    }
    [[nodiscard]] std::optional<PlanHeader> header() {
        const Best& topic = best(Column::topic);
        const bool others = best(Column::number).sure > 0 || best(Column::hours).sure > 0;
        const bool alone = topic.sure >= 5 && others_read_ + 1 == filled_;
        if (topic.sure == 0 || !(others || alone)) return std::nullopt;
        look_below();
        header_.topic = best(Column::topic).column;
        header_.number = found(Column::number);
        header_.hours = found(Column::hours);
        header_.homework = found(Column::homework);
        header_.work = found(Column::work);
        return header_;
    }

  private:
    struct Best {
        std::size_t column = 0;
        int sure = 0;
    };
    Best& best(Column column) { return best_.at(static_cast<std::size_t>(column)); }
    std::optional<std::size_t> found(Column column) {
        return best(column).sure > 0 ? std::optional{best(column).column} : std::nullopt;
    }
    void take(std::size_t column, Reading reading, const std::string& name) {
        if (reading.column == Column::other || reading.column == Column::none) {
            header_.unread.push_back(name);
            return;
        }
        if (reading.column != Column::topic) ++others_read_;
        Best& taken = best(reading.column);
        if (reading.sure > taken.sure) taken = {column, reading.sure};
    }
    /// Under «Количество часов» over several columns stands a second row: «всего», «контрольные работы». A row of the
    /// columns' numbers may follow.
    void look_below() {
        const auto below = [&]() -> const SheetRow* {
            return header_.after < sheet_.rows.size() ? &sheet_.rows[header_.after] : nullptr;
        };
        const SheetRow* second = below();
        if (second != nullptr && is_second(*second)) {
            const SheetRow& first = sheet_.rows[header_.row];
            const Best hours = best(Column::hours);
            for (std::size_t column = hours.column; hours.sure > 0 && column < second->cells.size(); ++column) {
                if (column > hours.column && !one_line(Sheet::cell(first, column).text).empty()) break;
                const Reading reading = read_name(one_line(second->cells[column].text));
                if (reading.column != Column::hours || reading.sure < 2) continue;
                best(Column::hours).column = column;
                break;
            }
            ++header_.after;
        }
        if (const SheetRow* numbers = below(); numbers != nullptr && counts_columns(*numbers)) ++header_.after;
    }
    [[nodiscard]] bool is_second(const SheetRow& row) {
        if (!one_line(Sheet::cell(row, best(Column::topic).column).text).empty()) return false;
        if (const auto number = found(Column::number); number && !one_line(Sheet::cell(row, *number).text).empty())
            return false;
        return std::ranges::none_of(row.cells, [](const SheetCell& cell) { return is_digits(one_line(cell.text)); });
    }
    static bool counts_columns(const SheetRow& row) {
        int count = 0;
        for (const SheetCell& cell : row.cells) {
            const std::string text = one_line(cell.text);
            if (text.empty()) continue;
            if (text != std::to_string(++count)) return false;
        }
        return count >= 3;
    }

    const Sheet& sheet_;
    PlanHeader header_;
    std::array<Best, 7> best_{};
    std::size_t filled_ = 0;
    std::size_t others_read_ = 0;
};

/// «Предмет: алгебра», in one cell or with the value in the next.
void read_titles(const Sheet& sheet, PlanHeader& header) {
    for (std::size_t index = 0; index < header.row; ++index) {
        const auto& cells = sheet.rows[index].cells;
        for (std::size_t column = 0; column < cells.size(); ++column) {
            const std::string text = one_line(cells[column].text);
            const auto colon = text.find(':');
            const Words label = domain::folded_words(std::string_view(text).substr(0, colon));
            std::string* to = nullptr;
            if (label == Words{U"предмет"} || label == Words{U"учебный", U"предмет"}) to = &header.subject;
            if (label == Words{U"класс"}) to = &header.school_class;
            if (to == nullptr || !to->empty()) continue;
            if (colon != std::string::npos) *to = one_line(std::string_view(text).substr(colon + 1));
            for (std::size_t next = column + 1; to->empty() && next < cells.size(); ++next)
                *to = one_line(cells[next].text);
        }
    }
}

}  // namespace

std::optional<PlanHeader> find_plan_header(const Sheet& sheet) {
    for (std::size_t row = 0; row < std::min(sheet.rows.size(), rows_looked_at); ++row) {
        auto header = Candidate{sheet, row}.header();
        if (!header) continue;
        read_titles(sheet, *header);
        return header;
    }
    return std::nullopt;
}

bool repeats_header(const Sheet& sheet, const PlanHeader& header, const SheetRow& row) {
    const SheetRow& first = sheet.rows[header.row];
    return domain::same_words(Sheet::cell(first, header.topic).text, Sheet::cell(row, header.topic).text) &&
           (!header.number ||
            one_line(Sheet::cell(first, *header.number).text) == one_line(Sheet::cell(row, *header.number).text));
}

std::string one_line(std::string_view text) {
    std::string line;
    bool space = false;
    bool after_hyphen = false;
    for (std::size_t at = 0; at < text.size();) {
        const auto [code, length] = character_at(text.substr(at));
        at += length;
        const bool silent = code == 0xAD || (code >= 0x200B && code <= 0x200F) || code == 0x2060 || code == 0xFEFF;
        if (silent || code == 0xFFFD || (code < 0x20 && code != '\n' && code != '\t' && code != '\r')) continue;
        if (code == '\n' || code == '\r' || code == '\t' || code == ' ' || code == 0xA0 || code == 0x85 ||
            (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 || code == 0x202F ||
            code == 0x3000) {
            // A word broken at its hyphen goes on in the next line.
            space = space || !(after_hyphen && (code == '\n' || code == '\r'));
            continue;
        }
        if (space && !line.empty()) line += ' ';
        after_hyphen = (code == '-' || code == 0x2010) && !space && !line.empty();
        space = false;
        append_utf8(line, code);
    }
    return line;
}

}  // namespace zvonok::server::imports
