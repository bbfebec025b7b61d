#include "station/base/file.hpp"
#include "sync/server/import/packed_sheets.hpp"
#include "sync/server/import/plan_match.hpp"
#include "sync/server/import/plan_table.hpp"
#include "sync/server/import/zip.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/sync/import/school_fixture.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>

using namespace zvonok;
using namespace zvonok::server::imports;
using namespace zvonok::server::imports::test;

namespace {

Bytes of_file(const std::filesystem::path& path) {
    const auto content = read_file(path, 1U << 24U);
    REQUIRE(content);
    return *content;
}
Bytes sample(const std::string& name) {
    const char* source = std::getenv("ZVONOK_SOURCE");
    return of_file(std::filesystem::path(source == nullptr ? "." : source) / "tests/data/plans" / name);
}
Bytes zipped(const std::map<std::string, std::string>& files) {
    const zvonok::test::TempDir dir;
    REQUIRE(write_zip(dir / "made.zip", files));
    return of_file(dir / "made.zip");
}

/// A workbook of one sheet, as a writer that prefixes all names makes it.
std::map<std::string, std::string> workbook(const std::string& rows) {
    return {{"_rels/.rels",
             "<Relationships><Relationship Id='a' Type='http://x/officeDocument' Target='/xl/workbook.xml'/>"
             "</Relationships>"},
            {"xl/workbook.xml",
             "<x:workbook xmlns:x='m' xmlns:r='n'><x:sheets><x:sheet name='План' sheetId='1' r:id='s'/></x:sheets>"
             "</x:workbook>"},
            {"xl/_rels/workbook.xml.rels",
             "<Relationships><Relationship Id='s' Type='http://x/worksheet' Target='sheets/one.xml'/>"
             "<Relationship Id='t' Type='http://x/sharedStrings' Target='words.xml'/></Relationships>"},
            {"xl/words.xml", "<x:sst xmlns:x='m'><x:si><x:t>№</x:t></x:si><x:si><x:t>Тема</x:t></x:si></x:sst>"},
            {"xl/sheets/one.xml", "<x:worksheet xmlns:x='m'><x:sheetData>" + rows + "</x:sheetData></x:worksheet>"}};
}
const std::string header_row =
    "<x:row r='1'><x:c r='A1' t='s'><x:v>0</x:v></x:c><x:c r='B1' t='s'><x:v>1</x:v></x:c>"
    "<x:c r='C1' t='inlineStr'><x:is><x:t>Часы</x:t></x:is></x:c></x:row>";
const std::string topic_row =
    "<x:row><x:c><x:v>1</x:v></x:c><x:c t='str'><x:v>Дроби_x000D_</x:v></x:c>"
    "<x:c><x:v>2.0</x:v></x:c></x:row>";

struct Read {
    Findings findings;  // filled while the table is read
    std::optional<PlanTable> table;

    explicit Read(Bytes content, const std::string& sheet = {})
        : table(read_plan_table("план", std::move(content), sheet, findings)) {}
    [[nodiscard]] std::vector<std::string> rows() const {
        std::vector<std::string> rows;
        if (table)
            for (const PlanRow& row : table->rows)
                rows.push_back(std::to_string(row.number) + "|" + row.topic + "|" + std::to_string(row.hours));
        return rows;
    }
    /// "7C text" of each row that is left out.
    [[nodiscard]] std::vector<std::string> faults() const { return of(Severity::left_out); }
    [[nodiscard]] std::vector<std::string> of(Severity severity) const {
        std::vector<std::string> texts;
        for (const Finding& finding : findings.all())
            if (finding.severity == severity)
                texts.push_back((finding.at.line > 0 ? std::to_string(finding.at.line) + finding.at.column + " " : "") +
                                finding.text);
        return texts;
    }
    [[nodiscard]] std::string error() const {
        const auto errors = of(Severity::error);
        return errors.size() == 1 ? errors[0] : std::to_string(errors.size()) + " errors";
    }
};
Read text_plan(std::string_view text) {
    return Read{copy(as_bytes(text))};
}
using Rows = std::vector<std::string>;

}  // namespace

TEST_CASE("E-02 sheet: a teacher's workbook as openpyxl writes it", "[E-02][sync][import]") {
    const Read read{sample("openpyxl.xlsx")};
    CHECK(read.rows() == Rows{"1|Числовые выражения|1", "2|Выражения с переменными|2", "3|Урок-практикум: формулы|1",
                              "4|Свойства действий|1", "5|Тождества|1", "6|Контрольная работа № 1. Выражения|1",
                              "7|Линейное уравнение|3", "8|Решение задач с помощью уравнений|2",
                              "10|Функция и её график|2"});
    REQUIRE(read.table);
    CHECK(read.table->place == "план, лист «7Б»");
    CHECK(read.table->subject == "Алгебра");
    CHECK(read.table->school_class == "7 «Б»");
    CHECK(read.table->rows[5].work == "контрольная работа");
    CHECK(read.table->rows[5].homework == "§ 6");
    CHECK(read.faults().empty());
    CHECK(read.of(Severity::note) == Rows{"в конце таблицы без темы: 1 строка", "заголовки разделов: 2 строки",
                                          "не загружаются столбцы: Дата по плану"});
    CHECK(Read{sample("openpyxl.xlsx"), "Черновик"}.error() == "нет листа «Черновик» с планом; есть «7Б», «Титул»");
}

TEST_CASE("E-02 sheet: hours under a header of two rows, rich text and spoiled cells as xlsxwriter writes them",
          "[E-02][sync][import]") {
    const Read read{sample("xlsxwriter.xlsx")};
    CHECK(read.rows() == Rows{"1|Тепловое движение|1", "2|Внутренняя энергия|2", "3|Способы теплопередачи|3",
                              "4|Лабораторная работа № 1: измерение теплоёмкости|1"});
    const auto faults = read.faults();
    REQUIRE(faults.size() == 3);
    CHECK(faults[0].starts_with("9A программа таблиц превратила номер в дату: задайте столбцу формат «Текст»"));
    CHECK(faults[1].starts_with("10E «0.5» не число часов"));
    CHECK(faults[2].starts_with("11C вместо темы ошибка формулы «#DIV/0!»"));
}

TEST_CASE("E-02 sheet: dates are days in both epochs, numbers as people write them", "[E-02][sync][import]") {
    Findings findings;
    const auto sheets = read_sheets("f", sample("epoch1904.xlsx"), findings);
    REQUIRE(sheets);
    const SheetRow& row = sheets->at(0).rows.at(1);
    CHECK(row.cells.at(3).kind == SheetCell::Kind::date);
    CHECK(row.cells.at(3).text == "2026-09-01");
    CHECK(date_of_serial(46266, false) == "2026-09-01");
    CHECK(date_of_serial(44804, true) == "2026-09-01");
    CHECK(date_of_serial(1, false) == "1900-01-01");
    CHECK(date_of_serial(59, false) == "1900-02-28");
    CHECK(date_of_serial(61, false) == "1900-03-01");
    CHECK_FALSE(date_of_serial(-1, false));
    CHECK_FALSE(date_of_serial(1e300, false));
    CHECK(number_text(2) == "2");
    CHECK(number_text(0.1) == "0.1");
    CHECK(number_text(1e20) == "1e+20");
    CHECK(column_name(0) == "A");
    CHECK(column_name(27) == "AB");
    CHECK(column_name(701) == "ZZ");
    CHECK(column_name(702) == "AAA");
}

TEST_CASE("E-02 sheet: prefixed names, cells without addresses and inline strings", "[E-02][sync][import]") {
    const Read read{zipped(workbook(header_row + topic_row))};
    CHECK(read.rows() == Rows{"1|Дроби|2"});
}

TEST_CASE("E-02 sheet: an OpenDocument table with repeated, covered and merged cells", "[E-02][sync][import]") {
    const std::string content =
        "<office:document-content xmlns:office='o' xmlns:table='t' xmlns:text='x'><office:body><office:spreadsheet>"
        "<table:table table:name='План'>"
        "<table:table-row><table:table-cell table:number-columns-spanned='3'><text:p>План</text:p></table:table-cell>"
        "<table:covered-table-cell table:number-columns-repeated='2'/></table:table-row>"
        "<table:table-row table:number-rows-repeated='3'><table:table-cell table:number-columns-repeated='1024'/>"
        "</table:table-row><table:table-header-rows>"
        "<table:table-row><table:table-cell><text:p>№ урока</text:p></table:table-cell><table:table-cell><text:p>Тема"
        "<text:line-break/>урока</text:p></table:table-cell><table:table-cell><text:p>Часы</text:p></table:table-cell>"
        "</table:table-row></table:table-header-rows>"
        "<table:table-row><table:table-cell office:value-type='float' office:value='1'><text:p>1,00</text:p>"
        "</table:table-cell><table:table-cell table:number-rows-spanned='2'><text:p>Дроби <text:span>и<text:s/>доли"
        "</text:span></text:p></table:table-cell><table:table-cell table:number-columns-repeated='2' "
        "office:value-type='float' office:value='1'/></table:table-row>"
        "<table:table-row><table:table-cell office:value-type='float' office:value='2'/><table:covered-table-cell/>"
        "<table:table-cell office:value-type='float' office:value='1'/></table:table-row>"
        "<table:table-row table:number-rows-repeated='1048570'><table:table-cell/></table:table-row>"
        "</table:table></office:spreadsheet></office:body></office:document-content>";
    const Read read{zipped({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", content}})};
    CHECK(read.rows() == Rows{"1|Дроби и доли|2"});
    CHECK(Read{zipped({{"content.xml", content}, {"META-INF/manifest.xml", "<m><encryption-data/></m>"}})}.error() ==
          "файл с паролем: сохраните его без пароля");
}

TEST_CASE("E-02 sheet: what is no table is named with what to do", "[E-02][sync][import]") {
    CHECK(text_plan("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old").error().starts_with("это старый двоичный файл .xls"));
    CHECK(text_plan("%PDF-1.7").error().starts_with("это PDF"));
    CHECK(text_plan("  <html><table>").error().starts_with("это веб-страница"));
    CHECK(text_plan("{\\rtf1").error().starts_with("это документ RTF"));
    CHECK(Read{zipped({{"word/document.xml", "<w/>"}})}.error().starts_with("это документ Word"));
    CHECK(Read{zipped({{"xl/workbook.bin", "x"}})}.error().starts_with("это двоичная книга .xlsb"));
    CHECK(Read{zipped({{"any.txt", "x"}})}.error() == "это не книга Excel: внутри нет части xl/workbook.xml");
    CHECK(text_plan("PK\x03\x04 and no more").error().starts_with("файл повреждён или обрезан"));
    CHECK(text_plan(std::string_view("\x01\x00\x02", 3)).error().starts_with("это не текст и не таблица"));
}

TEST_CASE("E-02 sheet: hostile workbooks are refused and cost little", "[E-02][sync][import]") {
    auto files = workbook(header_row + topic_row);
    SECTION("entities that unfold") {
        files["xl/words.xml"] = "<!DOCTYPE a [<!ENTITY b 'bbbb'>]><sst><si><t>&b;</t></si></sst>";
        CHECK(Read{zipped(files)}.error() == "1 в файле есть объявление DOCTYPE, такой файл не читается");
    }
    SECTION("a zip that unpacks to much") {
        files["xl/media/image.png"] = std::string(8U << 20U, 'a');
        CHECK(Read{zipped(files)}.error() == "файл сжат подозрительно сильно");
    }
    SECTION("names that leave the archive") {
        files["../../etc/passwd"] = "x";
        CHECK(Read{zipped(files)}.error() == "недопустимое имя файла в архиве");
    }
    SECTION("a long string in many cells") {
        files["xl/words.xml"] =
            "<sst><si><t>№</t></si><si><t>Тема</t></si><si><t>" + std::string(900000, 'x') + "</t></si></sst>";
        std::string rows = header_row;
        for (int n = 0; n < 100; ++n) rows += "<x:row><x:c t='s'><x:v>2</x:v></x:c></x:row>";
        files = [&] {
            auto made = workbook(rows);
            made["xl/words.xml"] = files["xl/words.xml"];
            return made;
        }();
        CHECK(Read{zipped(files)}.error().find("лист слишком велик для плана") != std::string::npos);
    }
    SECTION("broken XML, addresses far away, strings that are not there") {
        CHECK(Read{zipped(workbook(header_row + "<x:row><x:c>"))}.error().find("XML нарушен") != std::string::npos);
        const std::string far =
            "<x:row r='1048576'><x:c r='XFD1048576' t='s'><x:v>77</x:v></x:c>"
            "<x:c r='ZZZZZZ99999999999'><x:v>1</x:v></x:c><x:c t='s'><x:v>-1</x:v></x:c></x:row>";
        CHECK(Read{zipped(workbook(header_row + topic_row + far))}.rows() == Rows{"1|Дроби|2"});
    }
}

TEST_CASE("E-02 sheet: damaged workbooks never crash the reader", "[E-02][sync][import]") {
    const Bytes whole = sample("openpyxl.xlsx");
    Damage damage{7};
    for (int round = 0; round < 150; ++round) {
        std::string text{as_text(whole)};
        for (std::size_t times = 1 + damage.roll(4); times > 0 && !text.empty(); --times) damage.spoil(text);
        const Read read = text_plan(text);
        CHECK((read.table.has_value() || read.findings.errors() > 0));
    }
    const std::string rows = header_row + topic_row + topic_row;
    for (int round = 0; round < 150; ++round) {
        std::string broken = rows;
        damage.spoil(broken);
        const Read read{zipped(workbook(broken))};
        CHECK((read.table.has_value() || read.findings.errors() > 0));
    }
}

TEST_CASE("E-02 text table: the encodings and delimiters that offices save", "[E-02][sync][import]") {
    const Rows expected{"1|Ещё дроби|2", "2|Доли; части|1"};
    CHECK(text_plan("\xEF\xBB\xBF№;Тема;Часы\r\n1;Ещё дроби;2\r\n2;\"Доли; части\";1\r\n").rows() == expected);
    CHECK(text_plan("№\tТема\tЧасы\n1\tЕщё дроби\t2\n2\tДоли; части\t1\n").rows() == expected);
    CHECK(text_plan("План по алгебре, 7Б, 2026\n\n№,Тема,Часы\n1,Ещё дроби,2\n2,Доли; части,1\n").rows() == expected);
    CHECK(text_plan("sep=,\r\n№,Тема,Часы\r\n1,Ещё дроби,2\r\n2,Доли; части,1\r\n").rows() == expected);
    const std::string windows = "\xB9;\xD2\xE5\xEC\xE0;\xD7\xE0\xF1\xFB\r\n1;\xC5\xF9\xB8 \xE4\xF0\xEE\xE1\xE8;2\r\n";
    const Read old = text_plan(windows);
    CHECK(old.rows() == Rows{"1|Ещё дроби|2"});
    CHECK(old.of(Severity::note).front() == "файл прочитан в кодировке Windows-1251");
    const std::string dos = "\xFC;\x92\xA5\xAC\xA0;\x97\xA0\xE1\xEB\r\n1;\x85\xE9\xF1 \xA4\xE0\xAE\xA1\xA8;2\r\n";
    CHECK(text_plan(dos).rows() == Rows{"1|Ещё дроби|2"});
    CHECK(text_plan("\xEF\xBB\xBF№;Тема\n1;\xFF\xFE\xC0\n").error().find("кодировка не распознана") !=
          std::string::npos);
    std::string wide = "\xFF\xFE";
    for (const char16_t unit : std::u16string(u"№\tТема\tЧасы\r\n1\tДроби\t2\r\n")) {
        wide += static_cast<char>(unit & 0xFF);
        wide += static_cast<char>(unit >> 8);
    }
    CHECK(text_plan(wide).rows() == Rows{"1|Дроби|2"});
    CHECK(text_plan(wide + std::string(2, '\0')).error().find("это не текст") != std::string::npos);
}

TEST_CASE("E-02 plan table: headers in many spellings", "[E-02][sync][import]") {
    for (const char* header :
         {"№;Тема;Часы", "№ п/п;Тема урока;Кол-во часов", "Номер урока;ТЕМА УРОКА;Количество часов",
          "№№ п/п;Наименование разделов и тем;Часов", "number;topic;hours", "№ урока;Содержание;Всего часов",
          "п/п;Темы уроков;Кол-во час.", "N;Тема занятия;час"}) {
        INFO(header);
        CHECK(text_plan(std::string(header) + "\n1;Дроби;2\n").rows() == Rows{"1|Дроби|2"});
    }
    CHECK(text_plan("Дата;Часы;Тема;№\n01.09;2;Дроби;1\n").rows() == Rows{"1|Дроби|2"});
    CHECK(text_plan("Тема\nДроби\nДоли\n").rows() == Rows{"1|Дроби|1", "2|Доли|1"});
    CHECK(text_plan("№;Раздел, тема;Тема урока;Часы\n1;Числа;Дроби;2\n").rows() == Rows{"1|Дроби|2"});
}

TEST_CASE("E-02 plan table: headings, restarted numbers, spans, totals and page breaks", "[E-02][sync][import]") {
    const Read read = text_plan(
        "№;Тема;Часы\n;1-я четверть;\n1;Дроби;1\n2;Доли;1\n;II четверть;\n1;Модуль числа;1\n"
        "2-3;Степень;\n№;Тема;Часы\n4, 5;Корень;2\nРаздел 3. Итоги;;\n6;Глава государства;1\n"
        "Итого;;9\n");
    CHECK(read.rows() ==
          Rows{"1|Дроби|1", "2|Доли|1", "3|Модуль числа|1", "4|Степень|2", "6|Корень|2", "8|Глава государства|1"});
    CHECK(read.of(Severity::warning) == Rows{"12 в итоге 9 ч, а сумма часов тем 8"});
    CHECK(text_plan("№;Тема;Часы\n1.1;Дроби;1\n1.2;Доли;1\n2.1;Степень;1\n").rows() ==
          Rows{"1|Дроби|1", "2|Доли|1", "3|Степень|1"});
    CHECK(text_plan("Тема;Часы\nРаздел 1. Числа;\nДроби;1\nМодуль числа;1\n").rows() ==
          Rows{"1|Дроби|1", "2|Модуль числа|1"});
    CHECK(text_plan("№;Тема;Часы\n1;Дроби;1\n2;;\n3;Доли;1\n").faults() ==
          Rows{"3B нет темы: впишите её или удалите строку"});
}

TEST_CASE("E-02 plan table: several plans in one workbook need their sheet named", "[E-02][sync][import]") {
    auto files = workbook(header_row + topic_row);
    files["xl/workbook.xml"] =
        "<workbook><sheets><sheet name='7А' id='s'/><sheet name='7Б' id='u'/></sheets></workbook>";
    files["xl/_rels/workbook.xml.rels"] =
        replaced(files["xl/_rels/workbook.xml.rels"], "</Relationships>",
                 "<Relationship Id='u' Type='http://x/worksheet' Target='sheets/one.xml'/></Relationships>");
    CHECK(Read{zipped(files)}.error() == "планы есть на нескольких листах: «7А», «7Б». Укажите --sheet");
    CHECK(Read{zipped(files), "7В"}.error() == "нет листа «7В» с планом; есть «7А», «7Б»");
    const Read named{zipped(files), "7б"};
    REQUIRE(named.table);
    CHECK(named.table->place == "план, лист «7Б»");
}

TEST_CASE("E-02 match: topics are the same by words and order, then by place", "[E-02][sync][import]") {
    using Match = std::vector<std::optional<std::size_t>>;
    const auto items = [](const Rows& topics) {
        std::vector<MatchItem> items;
        for (const std::string& topic : topics) items.push_back({static_cast<int>(items.size()) + 1, topic});
        return items;
    };
    const auto match = [&](const Rows& before, const Rows& now) { return match_topics(items(before), items(now)); };
    CHECK(match({"а", "б", "в"}, {"а", "б", "в"}) == Match{0, 1, 2});
    CHECK(match({"а", "б", "в"}, {"х", "а", "б", "в"}) == Match{std::nullopt, 0, 1, 2});
    CHECK(match({"а", "б", "в"}, {"а", "в"}) == Match{0, 2});
    CHECK(match({"а", "б", "в"}, {"а", "новое", "в"}) == Match{0, 1, 2});
    CHECK(match({"а", "б"}, {"в", "г"}) == Match{0, 1});
    CHECK(match({"а", "а", "а"}, {"а", "а"}) == Match{0, 1});
    CHECK(match({}, {"а"}) == Match{std::nullopt});
    CHECK(match({"а"}, {}).empty());
    CHECK(match({"Ещё  дроби"}, {"еще дроби."}) == Match{0});
}
