#include "sync/server/import/csv.hpp"

#include "sync/server/import/text.hpp"
#include "sync/server/import/tuning.hpp"

#include <csv.h>

#include <algorithm>
#include <array>
#include <map>

namespace zvonok::server::imports {
namespace {

/// Owns libcsv's parser.
class Parser {
  public:
    enum class Quotes { strict, lenient };
    explicit Parser(CsvFormat format, Quotes quotes = Quotes::strict) {
        const int strict = quotes == Quotes::strict ? CSV_STRICT : 0;
        ready_ = csv_init(&raw_, static_cast<unsigned char>(strict)) == 0;
        csv_set_delim(&raw_, static_cast<unsigned char>(format.delimiter));
        csv_set_quote(&raw_, static_cast<unsigned char>(format.quote));
        csv_set_space_func(&raw_, [](unsigned char) { return 0; });  // RFC 4180: spaces are part of a field
    }
    ~Parser() { csv_free(&raw_); }
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;
    [[nodiscard]] bool ready() const { return ready_; }
    csv_parser* raw() { return &raw_; }

  private:
    csv_parser raw_{};
    bool ready_ = false;
};

/// What libcsv's callbacks fill.
struct Filling {
    std::vector<CsvRow> rows;
    CsvRow row;
    std::size_t first_line = 1;  ///< of the row being read
    bool ended = false;          ///< a row ended since the flag was cleared
    bool too_long = false;
};

void on_field(void* data, std::size_t length, void* context) {
    auto& filling = *static_cast<Filling*>(context);
    if (length > tuning::field_limit_bytes) filling.too_long = true;
    filling.row.fields.emplace_back(length == 0 ? "" : static_cast<const char*>(data), length);
}

void on_row(int /*terminator*/, void* context) {
    auto& filling = *static_cast<Filling*>(context);
    filling.row.line = filling.first_line;
    filling.rows.push_back(std::exchange(filling.row, {}));
    filling.ended = true;
}

/// libcsv does not count lines, so it is fed line by line.
bool parse_lines(const std::string& file, std::string_view text, Parser& parser, Filling& filling, Findings& findings) {
    std::size_t line = 0;
    bool between_rows = true;
    while (!text.empty()) {
        ++line;
        auto length = std::min(text.find_first_of("\r\n"), text.size() - 1) + 1;
        if (text.substr(length - 1).starts_with("\r\n")) ++length;
        const auto piece = text.substr(0, length);
        text.remove_prefix(length);
        if (between_rows) filling.first_line = line;
        filling.ended = false;
        if (csv_parse(parser.raw(), piece.data(), piece.size(), on_field, on_row, &filling) != piece.size()) {
            findings.error({file, line},
                           "кавычка посреди поля: поле с кавычкой надо целиком взять в кавычки, а внутри удвоить их");
            return false;
        }
        if (filling.too_long) {
            findings.error({file, line}, "поле длиннее " + std::to_string(tuning::field_limit_bytes) + " байт");
            return false;
        }
        const bool blank = piece.find_first_not_of("\r\n") == std::string_view::npos;
        between_rows = filling.ended || (between_rows && blank);
    }
    // A line end ends every row but one that is still inside quotes.
    filling.ended = between_rows;
    csv_parse(parser.raw(), "\n", 1, on_field, on_row, &filling);
    if (!filling.ended) {
        findings.error({file, filling.first_line}, "кавычка открыта и не закрыта до конца файла: файл обрезан?");
        return false;
    }
    return true;
}

}  // namespace

std::optional<std::size_t> CsvTable::column(std::string_view name) const {
    const auto found = std::find(header.begin(), header.end(), name);
    if (found == header.end()) return std::nullopt;
    return static_cast<std::size_t>(found - header.begin());
}

std::optional<CsvTable> read_csv(const std::string& file, ByteView content, CsvFormat format, Findings& findings) {
    const std::string_view text = without_bom(as_text(content));
    if (content.size() > tuning::file_limit_bytes) {
        findings.error({file, 0}, "файл больше " + std::to_string(tuning::file_limit_bytes >> 20U) + " МБ");
        return std::nullopt;
    }
    if (const auto bad = first_bad_utf8(text)) {
        findings.error({file, line_of(text, *bad)}, "не UTF-8: сохраните файл в кодировке UTF-8");
        return std::nullopt;
    }
    Parser parser{format};
    if (!parser.ready()) {
        findings.error({file, 0}, "не хватило памяти");
        return std::nullopt;
    }
    Filling filling;
    if (!parse_lines(file, text, parser, filling, findings)) return std::nullopt;
    if (filling.rows.empty()) {
        findings.error({file, 0}, "файл пуст: нет даже строки заголовков");
        return std::nullopt;
    }
    CsvTable table{file, std::move(filling.rows.front().fields), {}};
    filling.rows.erase(filling.rows.begin());
    table.rows = std::move(filling.rows);
    bool regular = true;
    for (const CsvRow& row : table.rows) {
        if (row.fields.size() == table.header.size()) continue;
        findings.error({file, row.line}, "полей " + std::to_string(row.fields.size()) + ", а в заголовке " +
                                             std::to_string(table.header.size()));
        regular = false;
    }
    if (!regular) return std::nullopt;
    return table;
}

CsvFormat guess_format(ByteView content) {
    const std::string_view text = without_bom(as_text(content));
    constexpr std::string_view candidates = ",;\t";
    std::array<std::size_t, candidates.size()> counts{};
    bool quoted = false;
    for (const char letter : text) {
        if (letter == '"') quoted = !quoted;
        if (quoted) continue;
        if (letter == '\n') break;
        if (const auto at = candidates.find(letter); at != std::string_view::npos) ++counts.at(at);
    }
    const auto most = std::max_element(counts.begin(), counts.end());
    return {.delimiter = candidates[static_cast<std::size_t>(most - counts.begin())]};
}

std::optional<std::vector<CsvRow>> read_csv_rows(const std::string& file, std::string_view text, CsvFormat format,
                                                 Findings& findings) {
    Parser parser{format, Parser::Quotes::lenient};
    if (!parser.ready()) {
        findings.error({file, 0}, "не хватило памяти");
        return std::nullopt;
    }
    Filling filling;
    if (!parse_lines(file, text, parser, filling, findings)) return std::nullopt;
    return std::move(filling.rows);
}

CsvFormat guess_format_of_lines(std::string_view text) {
    constexpr std::string_view candidates = ";\t,";
    constexpr std::size_t lines_looked_at = 100;
    std::array<std::map<std::size_t, std::size_t>, candidates.size()> lines_with;  // count in a line -> such lines
    std::array<std::size_t, candidates.size()> counts{};
    bool quoted = false;
    std::size_t lines = 0;
    const auto end_line = [&] {
        for (std::size_t at = 0; at < candidates.size(); ++at)
            if (const auto count = std::exchange(counts.at(at), 0); count > 0) ++lines_with.at(at)[count];
        ++lines;
    };
    for (const char letter : text) {
        if (letter == '"') quoted = !quoted;
        if (quoted) continue;
        if (const auto at = candidates.find(letter); at != std::string_view::npos) ++counts.at(at);
        if (letter == '\n') end_line();
        if (lines == lines_looked_at) break;
    }
    end_line();
    std::size_t best = 0;
    std::size_t most = 0;
    for (std::size_t at = 0; at < candidates.size(); ++at)
        for (const auto& [count, agreeing] : lines_with.at(at))
            if (agreeing > most) {
                most = agreeing;
                best = at;
            }
    return {.delimiter = candidates[best]};
}

void append_csv_row(std::string& to, const std::vector<std::string>& fields) {
    // A line with nothing in it would be no row at all.
    if (fields.size() == 1 && fields.front().empty()) to += "\"\"";
    bool first = true;
    for (const std::string& field : fields) {
        if (!std::exchange(first, false)) to += ',';
        if (field.find_first_of("\",\r\n") == std::string::npos) {
            to += field;
            continue;
        }
        to += '"';
        for (const char letter : field) {
            if (letter == '"') to += '"';
            to += letter;
        }
        to += '"';
    }
    to += "\r\n";
}

}  // namespace zvonok::server::imports
