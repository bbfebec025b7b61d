#include "sync/server/import/csv.hpp"

#include "sync/server/import/tuning.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::server::imports;

namespace {

std::optional<CsvTable> read(std::string_view text, Findings& findings, CsvFormat format = {}) {
    return read_csv("table.csv", as_bytes(text), format, findings);
}

/// The only error's line.
std::size_t error_line(std::string_view text) {
    Findings findings;
    CHECK_FALSE(read(text, findings).has_value());
    REQUIRE(findings.errors() == 1);
    return findings.all().front().at.line;
}

}  // namespace

TEST_CASE("csv: a byte-order mark, CRLF and LF line ends read alike", "[sync][import]") {
    Findings findings;
    const auto windows = read("\xEF\xBB\xBFname,note\r\nАня,\"5А, 5Б\"\r\n", findings);
    const auto unix = read("name,note\nАня,\"5А, 5Б\"\n", findings);
    REQUIRE(windows);
    REQUIRE(unix);
    CHECK(windows->header == std::vector<std::string>{"name", "note"});
    CHECK(windows->rows.at(0).fields == std::vector<std::string>{"Аня", "5А, 5Б"});
    CHECK(unix->rows.at(0).fields == windows->rows.at(0).fields);
    CHECK(findings.all().empty());
}

TEST_CASE("csv: quotes are doubled, spaces are kept, a last line needs no end", "[sync][import]") {
    Findings findings;
    const auto table = read("a,b\n\"say \"\"hi\"\"\",  x \n,", findings);
    REQUIRE(table);
    CHECK(table->rows.at(0).fields == std::vector<std::string>{"say \"hi\"", "  x "});
    CHECK(table->rows.at(1).fields == std::vector<std::string>{"", ""});
}

TEST_CASE("csv: rows after a field of several lines and blank lines know their line", "[sync][import]") {
    Findings findings;
    const auto table = read("a,b\n\"one\ntwo\nthree\",x\n\n\nlast,y\n", findings);
    REQUIRE(table);
    CHECK(table->rows.at(0).line == 2);
    CHECK(table->rows.at(1).line == 7);
}

TEST_CASE("csv: what is broken names its line", "[sync][import]") {
    CHECK(error_line("a,b\n1,2\n3\n") == 3);
    CHECK(error_line("a,b\n1,2,3\n") == 2);
    CHECK(error_line("a,b\n1,x\"y\n") == 2);
    CHECK(error_line("a,b\n1,2\n\"open,3\n4,5\n") == 3);
    CHECK(error_line("a,b\n1,2\n3,\xC8\xE2\xE0\xED\n") == 3);  // windows-1251
    CHECK(error_line("") == 0);
    CHECK(error_line("a,b\n" + std::string(tuning::field_limit_bytes + 1, 'x') + ",1\n") == 2);
    CHECK(error_line(std::string_view{"a,b\n1,\0\n", 8}) == 2);
}

TEST_CASE("csv: the delimiter of an office program's export is found", "[sync][import]") {
    CHECK(guess_format(as_bytes("number;topic;hours\n1;a, b;2\n")).delimiter == ';');
    CHECK(guess_format(as_bytes("\"a;b;c\",d\n")).delimiter == ',');
    CHECK(guess_format(as_bytes("a\tb\n")).delimiter == '\t');
    CHECK(guess_format(as_bytes("alone\n")).delimiter == ',');
}

TEST_CASE("csv: what is written is read back as it was", "[sync][import]") {
    const std::vector<std::string> fields{"", "простой", "с, запятой", "с \"кавычками\"", "две\r\nстроки", " край "};
    std::string text = "a,b,c,d,e,f\r\n";
    append_csv_row(text, fields);
    Findings findings;
    const auto table = read(text, findings);
    REQUIRE(table);
    CHECK(table->rows.at(0).fields == fields);

    text = "a\r\n";
    append_csv_row(text, {""});
    const auto column = read(text, findings);
    REQUIRE(column);
    CHECK(column->rows.size() == 1);
}
