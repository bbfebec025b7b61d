#include "sync/server/import/plan_table.hpp"

#include "station/domain/judge.hpp"
#include "station/domain/letters.hpp"
#include "sync/server/import/text.hpp"
#include "sync/server/import/tuning.hpp"

#include <algorithm>
#include <charconv>
#include <map>

namespace zvonok::server::imports {
namespace {

using Words = std::vector<std::u32string>;

std::optional<int> whole(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// «12», «12.», «№ 12», «12-13», «12, 13»; «2.12» is the twelfth of its section and says no position.
struct Numbered {
    int first = 0, last = 0;
    bool in_section = false;
};
std::optional<Numbered> number_of(const std::string& text) {
    std::vector<int> numbers;
    std::string between;
    for (const domain::Piece& piece : domain::pieces_of(text)) {
        const std::string_view written = std::string_view(text).substr(piece.offset, piece.length);
        if (piece.kind == domain::PieceKind::letters) return std::nullopt;
        if (piece.kind == domain::PieceKind::digits) {
            const auto number = whole(written);
            if (!number || *number < 1 || *number > 9999) return std::nullopt;
            numbers.push_back(*number);
        } else if (numbers.size() == 1 && piece.kind == domain::PieceKind::sign) {
            between += written;
        }
    }
    if (numbers.size() == 1) return Numbered{numbers[0], numbers[0], false};
    if (numbers.size() != 2) return std::nullopt;
    if (between == ".") return Numbered{0, 0, true};
    const bool span = between == "-" || between == "–" || between == "—" || between == "," || between == ";";
    if (!span || numbers[1] <= numbers[0] || numbers[1] - numbers[0] > 20) return std::nullopt;
    return Numbered{numbers[0], numbers[1], false};
}

/// «2», «2 ч», «2 часа», «2.0», «2,0».
std::optional<int> hours_of(const std::string& text) {
    const auto letters =
        std::find_if(text.begin(), text.end(), [](char c) { return (c < '0' || c > '9') && c != '.' && c != ','; });
    std::string digits{text.begin(), letters};
    const Words unit = domain::folded_words(std::string_view(text).substr(digits.size()));
    if (unit.size() > 1 || (unit.size() == 1 && unit[0] != U"ч" && !unit[0].starts_with(U"час"))) return std::nullopt;
    for (const std::string_view zeros : {".00", ",00", ".0", ",0", "."})
        if (digits.ends_with(zeros)) digits.resize(digits.size() - zeros.size());
    const auto value = whole(digits);
    if (!value || *value < 1 || *value > static_cast<int>(tuning::plan_limit_hours)) return std::nullopt;
    return value;
}

/// «1 четверть», «Раздел 2. Механика», «II полугодие»: the word for a part beside a number, or alone. «Модуль числа» is
/// a topic.
bool reads_like_heading(const std::string& text) {
    const Words words = domain::folded_words(text);
    const auto is_part = [](const std::u32string& word) {
        for (const std::u32string_view part :
             {U"четверть", U"раздел", U"глава", U"модуль", U"полугодие", U"триместр", U"семестр", U"блок", U"часть"})
            if (word == part) return true;
        return false;
    };
    const auto is_count = [](const std::u32string& word) {
        if (word.find_first_not_of(U"0123456789") == std::u32string::npos) return true;
        if (word.find_first_not_of(U"ivxlх") == std::u32string::npos) return true;
        return word.starts_with(U"перв") || word.starts_with(U"втор") || word.starts_with(U"трет") ||
               word.starts_with(U"четвертая") || word.starts_with(U"четвертый");
    };
    for (std::size_t at = 0; at < std::min<std::size_t>(words.size(), 3); ++at) {
        if (!is_part(words[at])) continue;
        const bool counted_before = at > 0 && is_count(words[0]);
        const bool counted_after = at == 0 && words.size() > 1 && is_count(words[1]);
        return words.size() == 1 || counted_before || counted_after;
    }
    return false;
}

bool is_total(const std::string& text) {
    const Words words = domain::folded_words(text);
    return !words.empty() && (words[0] == U"итого" || words[0] == U"всего");
}

std::string quoted(const std::string& text) {
    return "«" + text + "»";
}

struct Fault {
    std::optional<std::size_t> column;
    std::string text;
};

class Reader {
  public:
    Reader(const Sheet& sheet, const PlanHeader& header, std::string place, Findings& findings)
        : sheet_(sheet), header_(header), findings_(findings) {
        table_.place = std::move(place);
        table_.subject = header.subject;
        table_.school_class = header.school_class;
        for (std::size_t index = header.after; index < sheet.rows.size(); ++index) {
            row_ = &sheet.rows[index];
            numbered_ = numbered_ || number_of(text(header.number)) || (header.number && number_is_date());
            with_hours_ = with_hours_ || (!text(header.hours).empty() && !text(header.topic).empty());
        }
    }

    std::optional<PlanTable> read() {
        for (std::size_t index = header_.after; index < sheet_.rows.size(); ++index) {
            row_ = &sheet_.rows[index];
            const bool blank =
                std::ranges::all_of(row_->cells, [](const SheetCell& cell) { return one_line(cell.text).empty(); });
            if (!blank && !repeats_header(sheet_, header_, *row_)) read_row();
        }
        return finish();
    }

  private:
    [[nodiscard]] std::string text(std::optional<std::size_t> column) const {
        return column ? one_line(Sheet::cell(*row_, *column).text) : std::string{};
    }
    [[nodiscard]] Place at(std::optional<std::size_t> column = std::nullopt) const {
        return {table_.place, row_->line, column ? column_name(*column) : std::string{}};
    }
    [[nodiscard]] std::size_t filled_cells() const {
        return static_cast<std::size_t>(
            std::ranges::count_if(row_->cells, [](const SheetCell& cell) { return !one_line(cell.text).empty(); }));
    }

    void read_row() {
        const std::string number = text(header_.number);
        const std::string topic = text(header_.topic);
        const std::string hours = text(header_.hours);
        const auto first =
            std::ranges::find_if(row_->cells, [](const SheetCell& cell) { return !one_line(cell.text).empty(); });
        if (is_total(one_line(first->text))) return read_total(hours);
        if (is_heading(one_line(first->text), number, topic, hours)) {
            ++headings_;
            after_heading_ = true;
            return;
        }
        if (topic.empty() && sheet_.continues_above(row_->line, header_.topic) && !table_.rows.empty())
            return continue_topic(number, hours);
        if (topic.empty() && hours.empty()) {
            empty_.push_back(row_->line);  // numbered beforehand; what follows tells whether it is the table's end
            return;
        }
        read_topic(number, topic, hours);
    }
    [[nodiscard]] bool is_heading(const std::string& first, const std::string& number, const std::string& topic,
                                  const std::string& hours) const {
        if (number_of(number)) return false;
        if (!number.empty() && topic.empty() && !number_is_date()) return true;  // «Раздел 2» in the first column
        if (!number.empty()) return false;
        if (reads_like_heading(first)) return true;
        if (numbered_ || with_hours_) return hours.empty() && filled_cells() == 1;
        return false;
    }
    [[nodiscard]] bool number_is_date() const {
        return header_.number && Sheet::cell(*row_, *header_.number).kind == SheetCell::Kind::date;
    }

    /// The topic's cell is merged with the one above: one more lesson of it.
    void continue_topic(const std::string& number, const std::string& hours) {
        PlanRow& above = table_.rows.back();
        const bool same_hours = header_.hours && sheet_.continues_above(row_->line, *header_.hours);
        if (!same_hours) above.hours += with_hours_ ? hours_of(hours).value_or(1) : 1;
        if (const auto stated = number_of(number); stated && !stated->in_section)
            last_number_ = std::max(last_number_, offset_ + stated->last);
    }
    void read_total(const std::string& hours) {
        const auto end = hours.find_first_not_of("0123456789");
        totals_.push_back({row_->line, whole(std::string_view(hours).substr(0, end)).value_or(0)});
    }

    void read_topic(const std::string& number_text, const std::string& topic, const std::string& hours_text) {
        leave_out_empty();
        std::vector<Fault> faults;
        int lessons = 1;
        PlanRow row{row_->line, last_number_ + 1, topic, 1, text(header_.work), text(header_.homework)};
        if (numbered_) row.number = read_number(number_text, lessons, faults);
        row.hours = read_hours(hours_text, lessons, faults);
        if (topic.empty()) faults.push_back({header_.topic, "нет темы: впишите её или удалите строку"});
        if (topic.size() > domain::text_limit_bytes)
            faults.push_back({header_.topic, "тема слишком длинная: сократите её"});
        if (Sheet::cell(*row_, header_.topic).kind == SheetCell::Kind::fault)
            faults.push_back({header_.topic, "вместо темы ошибка формулы " + quoted(topic) + ": впишите тему словами"});
        if (row.number > 0) {
            const auto [seen, fresh] = lines_.emplace(row.number, row_->line);
            if (!fresh)
                faults.push_back({header_.number, "номер " + quoted(number_text) + " уже был в строке " +
                                                      std::to_string(seen->second) + ": исправьте один из них"});
            last_number_ = std::max(last_number_, row.number + lessons - 1);
        }
        if (faults.empty()) return table_.rows.push_back(std::move(row));
        table_.faulty.push_back({row_->line, row.number, topic});
        for (Fault& fault : faults) findings_.leave_out(at(fault.column), std::move(fault.text));
    }
    /// 0, and a fault, when it cannot be read. lessons: how many numbers the cell spans.
    int read_number(const std::string& text, int& lessons, std::vector<Fault>& faults) {
        if (number_is_date()) {
            faults.push_back({header_.number,
                              "программа таблиц превратила номер в дату: задайте столбцу формат «Текст» и "
                              "впишите номер снова"});
            return 0;
        }
        const auto stated = number_of(text);
        if (!stated) {
            faults.push_back(
                {header_.number, text.empty() ? "нет номера урока: впишите его"
                                              : quoted(text) + " не номер урока: впишите целое число, например 12"});
            return 0;
        }
        if (stated->in_section) return last_number_ + 1;
        // A section that counts its lessons anew goes on where the one before ended.
        if (after_heading_ && offset_ + stated->first <= last_number_) offset_ = last_number_;
        after_heading_ = false;
        lessons = stated->last - stated->first + 1;
        return offset_ + stated->first;
    }
    int read_hours(const std::string& text, int lessons, std::vector<Fault>& faults) const {
        if (!with_hours_) return lessons;
        const auto fault = [&](std::string what) {
            faults.push_back({header_.hours, std::move(what)});
            return lessons;
        };
        if (Sheet::cell(*row_, *header_.hours).kind == SheetCell::Kind::date)
            return fault(
                "программа таблиц превратила часы в дату: задайте столбцу формат «Текст» и впишите часы снова");
        if (text.empty() && lessons > 1) return lessons;
        if (text.empty()) return fault("не указано число часов: впишите его, например 1");
        const auto hours = hours_of(text);
        return hours ? *hours
                     : fault(quoted(text) + " не число часов: впишите целое число от 1 до " +
                             std::to_string(tuning::plan_limit_hours));
    }

    /// Rows without a topic in the middle of the table; at its end they were only numbered beforehand.
    void leave_out_empty() {
        for (const std::size_t line : empty_) {
            findings_.leave_out({table_.place, line, column_name(header_.topic)},
                                "нет темы: впишите её или удалите строку");
            table_.faulty.push_back({line, 0, {}});
        }
        empty_.clear();
    }

    std::optional<PlanTable> finish() {
        const Place whole_table{table_.place, 0};
        if (table_.rows.empty() && table_.faulty.empty()) {
            findings_.error({table_.place, sheet_.rows[header_.row].line}, "в плане нет ни одной темы");
            return std::nullopt;
        }
        if (table_.rows.size() > tuning::plan_limit_rows) {
            findings_.error(whole_table, "в плане больше " + std::to_string(tuning::plan_limit_rows) +
                                             " тем: похоже, в файле не один план");
            return std::nullopt;
        }
        if (!empty_.empty())
            findings_.note(whole_table,
                           "в конце таблицы без темы: " + counted(empty_.size(), "строка", "строки", "строк"));
        if (headings_ > 0)
            findings_.note(whole_table, "заголовки разделов: " + counted(headings_, "строка", "строки", "строк"));
        if (!header_.unread.empty())
            findings_.note(whole_table, "не загружаются столбцы: " + join(header_.unread, ", "));
        if (!with_hours_) findings_.note(whole_table, "часы не указаны: по часу на номер урока");
        check_total();
        std::ranges::stable_sort(table_.rows, {}, &PlanRow::number);
        return std::move(table_);
    }
    void check_total() {
        int sum = 0;
        for (const PlanRow& row : table_.rows) sum += row.hours;
        // Several totals are those of sections.
        if (totals_.size() != 1 || totals_[0].hours == 0 || totals_[0].hours == sum || !table_.faulty.empty()) return;
        findings_.warning({table_.place, totals_[0].line}, "в итоге " + std::to_string(totals_[0].hours) +
                                                               " ч, а сумма часов тем " + std::to_string(sum));
    }

    struct Total {
        std::size_t line = 0;
        int hours = 0;
    };
    const Sheet& sheet_;
    const PlanHeader& header_;
    Findings& findings_;
    PlanTable table_;
    const SheetRow* row_ = nullptr;
    bool numbered_ = false, with_hours_ = false;
    bool after_heading_ = false;
    int offset_ = 0;       ///< what a section's own numbers are added to
    int last_number_ = 0;  ///< the greatest so far
    std::size_t headings_ = 0;
    std::vector<std::size_t> empty_;    ///< lines
    std::map<int, std::size_t> lines_;  ///< number -> line
    std::vector<Total> totals_;
};

std::string place_of(const std::string& file, const Sheet& sheet) {
    return sheet.name.empty() ? file : file + ", лист " + quoted(sheet.name);
}

/// What the sheets' first rows say, so that a person sees what was taken for the header.
std::string first_words(const Sheet& sheet) {
    std::string words;
    for (const SheetRow& row : sheet.rows)
        for (const SheetCell& cell : row.cells) {
            const std::string text = one_line(cell.text);
            if (text.empty()) continue;
            if (words.size() + text.size() > 200) return words;
            words += (words.empty() ? "" : ", ") + quoted(text);
        }
    return words;
}

}  // namespace

std::optional<PlanTable> read_plan_table(const std::string& file, Bytes content, const std::string& name,
                                         Findings& findings) {
    const auto sheets = read_sheets(file, std::move(content), findings);
    if (!sheets) return std::nullopt;
    struct Found {
        const Sheet* sheet;
        PlanHeader header;
    };
    std::vector<Found> found;
    std::vector<std::string> names;
    for (const Sheet& sheet : *sheets) {
        names.push_back(quoted(sheet.name));
        if (!name.empty() && !domain::same_words(sheet.name, name)) continue;
        if (auto header = find_plan_header(sheet)) found.push_back({&sheet, std::move(*header)});
    }
    if (found.size() == 1)
        return Reader{*found[0].sheet, found[0].header, place_of(file, *found[0].sheet), findings}.read();
    if (found.size() > 1) {
        std::vector<std::string> plans;
        plans.reserve(found.size());
        for (const Found& each : found) plans.push_back(quoted(each.sheet->name));
        findings.error({file, 0}, "планы есть на нескольких листах: " + join(plans, ", ") + ". Укажите --sheet");
        return std::nullopt;
    }
    const bool several = sheets->size() > 1;
    std::string fault =
        !name.empty() ? "нет листа " + quoted(name) + " с планом; есть " + join(names, ", ")
                      : "не найдена строка заголовков плана: нужны столбцы «№ урока», «Тема урока», «Кол-во часов»";
    if (name.empty() && !several && !sheets->empty())
        if (const std::string words = first_words(sheets->front()); !words.empty()) fault += ". В файле: " + words;
    findings.error({file, 0}, std::move(fault));
    return std::nullopt;
}

}  // namespace zvonok::server::imports
