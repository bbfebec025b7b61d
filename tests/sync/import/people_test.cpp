#include "tests/support/temp_dir.hpp"
#include "tests/sync/import/school_fixture.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::server::imports;
using namespace zvonok::server::imports::test;
using zvonok::test::TempDir;

namespace {

struct Peopled : School {
    Peopled() {
        seven = id_as<GroupId>(put(domain::Group{domain::GroupKind::school_class, "7Б", {}, 7}));
        eight = id_as<GroupId>(put(domain::Group{domain::GroupKind::school_class, "8В", {}, 8}));
    }
    Import run(const std::string& text) {
        const TempDir dir;
        write_files(dir.path(), {{"people.csv", text}});
        return import_people(book(), dir / "people.csv", options());
    }
    GroupId seven, eight;
};

std::vector<std::string> rows_left_out(const Report& report) {
    std::vector<std::string> rows;
    for (const Finding& finding : report.findings.all())
        if (finding.severity == Severity::left_out)
            rows.push_back(std::to_string(finding.at.line) + " " + finding.text);
    return rows;
}

constexpr auto list =
    "Списки школы на 1 сентября\n"
    "Кто;Фамилия;Имя;Отчество;Класс;Имя входа;Ребёнок;Примечание\n"
    "мать;Белова;Ольга;;7Б;;Белов Пётр;\n"
    "ученик;Белов;Пётр;;7 Б;;;\n"
    "ученица;Белова;Анна;;8В;;;\n"
    "мать;Белова;Ольга;;8В;;Белова Анна;\n"
    "учитель;Громов;Иван;Ильич;;gromov@school.example;;\n";

}  // namespace

TEST_CASE("people: staff, pupils and parents come from one table, after a preview", "[import][people][C-05]") {
    Peopled school;
    const Import import = school.run(list);
    CAPTURE(rows_left_out(import.report));
    CHECK(rows_left_out(import.report).empty());
    CHECK_FALSE(import.report.stopped());
    CHECK(import.report.kinds.at("ученики").added == 2);
    CHECK(import.report.kinds.at("сотрудники").added == 1);
    CHECK(import.report.kinds.at("родители").added == 1);
    CHECK(school.book().members(school.seven, school.from).empty());  // until it is recorded
    const std::string code = code_of(import.report);
    CHECK(code == code_of(school.run(list).report));
    school.commit(import);
    const auto book = school.book();
    const auto pupils = book.members(school.seven, school.from);
    REQUIRE(pupils.size() == 1);
    CHECK(book.person(pupils.front(), school.from)->family == "Белов");
    const auto parents = book.parents_of(pupils.front(), school.from);
    REQUIRE(parents.size() == 1);
    CHECK(book.children_of(parents.front(), school.from).size() == 2);
    CHECK(book.staff_by_login("gromov@school.example", school.from));
    // The same list again changes nothing.
    const Import again = school.run(list);
    CHECK(again.facts.empty());
    CHECK(code_of(again.report) != code);
}

TEST_CASE("people: a row with a fault is listed and left out, the others are taken", "[import][people][C-05]") {
    Peopled school;
    const Import import = school.run(
        "кто;фамилия;имя;отчество;класс;имя входа;ребёнок\n"
        "ученик;Белов;Пётр;;7Б;;\n"
        "ученик;Белов;Пётр;;7Б;;\n"
        "ученик;Иванова;;;7Б;;\n"
        "ученик;Яковлев;Ян;;9А;;\n"
        "гость;Сидоров;Ян;;7Б;;\n"
        "учитель;Громов;Иван;;;gromov;\n"
        "отец;Белов;Олег;;7Б;;Белов Павел\n");
    CHECK(rows_left_out(import.report).size() == 6);
    CHECK_FALSE(import.report.stopped());
    CHECK(import.facts.size() == 2);  // the pupil and the membership
    school.commit(import);
    CHECK(school.book().members(school.seven, school.from).size() == 1);
    CHECK(school.run("один;два\n1;2\n").report.stopped());
}
