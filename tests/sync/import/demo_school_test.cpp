#include "assets/demo/generator/lessons_at.hpp"
#include "assets/demo/generator/names.hpp"
#include "assets/demo/generator/own_school.hpp"
#include "assets/demo/generator/roster_writer.hpp"
#include "station/base/file.hpp"
#include "sync/server/import/fet_planner.hpp"
#include "sync/server/import/zip.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/sync/import/school_fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>

using namespace zvonok;
using namespace zvonok::server::imports;
using namespace zvonok::server::imports::test;
using zvonok::test::TempDir;
namespace fs = std::filesystem;

namespace {

const fs::path real_school =
    "/usr/share/doc/fet-data/examples/FET-5-official/Romania/Pedagogic-High-School-Tg-Mures/2006-2007.fet";

fs::path checkout() {
    return std::getenv("ZVONOK_SOURCE");
}

struct Demo {
    fs::path fet, xml, csv, map;
};

std::map<std::string, std::string> people_of(const Demo& demo, roster::Version version = roster::Version::v1_2) {
    Report report;
    const auto fet = read_file(demo.fet, 1U << 24U);
    const auto map_text = read_file(demo.map, 1U << 24U);
    REQUIRE(fet);
    REQUIRE(map_text);
    const auto school = fet::read_school("school.fet", *fet, report.findings);
    REQUIRE(school);
    NameMap map = read_name_map("map.toml", as_text(*map_text), report.findings);
    read_self_evident_names(*school, map);
    auto files = demo::write_roster(*school, map, {.seed = 7, .version = version, .school_name = "Школа"}, report);
    CAPTURE(errors_of(report), render(report, Detail::summary));
    REQUIRE_FALSE(report.stopped());
    return files;
}

void take(School& school, const Import& import) {
    CAPTURE(render(import.report, Detail::summary));
    REQUIRE_FALSE(import.report.stopped());
    school.commit(import);
}

Import import_people(School& school, const std::map<std::string, std::string>& files) {
    const TempDir dir;
    REQUIRE(write_zip(dir / "people.zip", files));
    return import_oneroster(school.book(), dir / "people.zip", "", school.options());
}

/// No class part, teacher or room twice at one time; every lesson has pupils, a teacher, a subject in Russian.
void check_week(const domain::FactBook& book) {
    for (int offset = 0; offset < 7; ++offset) {
        const LocalDay monday = day(2026, 9, 14);
        const LocalDay date = monday + std::chrono::days{offset};
        std::set<std::pair<int, PersonId>> busy;
        for (const domain::Lesson& lesson : book.lessons_on(date)) {
            const auto pupils = book.pupils_of(lesson);
            CHECK_FALSE(pupils.empty());
            CHECK_FALSE(lesson.teachers.empty());
            for (const PersonId pupil : pupils) CHECK(busy.emplace(lesson.period, pupil).second);
            for (const PersonId teacher : lesson.teachers) {
                CHECK(book.person(teacher, date)->kind == domain::PersonKind::staff);
                CHECK(busy.emplace(lesson.period, teacher).second);
            }
            CHECK(subject_name_fault(book.subject(lesson.subject, date)->name).empty());
        }
    }
}

std::size_t lessons_in_week(const domain::FactBook& book) {
    std::size_t count = 0;
    for (int offset = 0; offset < 7; ++offset)
        count += book.lessons_on(day(2026, 9, 14) + std::chrono::days{offset}).size();
    return count;
}

/// Nobody of the demo opens a lesson and finds no plan.
void check_plans(School& school) {
    const Import plans = import_plan(school.book(), {{checkout() / "assets/demo/plans"}, {}, {}}, school.options());
    CAPTURE(errors_of(plans.report));
    REQUIRE_FALSE(plans.report.stopped());
    school.commit(plans);
    const auto book = school.book();
    for (int offset = 0; offset < 7; ++offset)
        for (const domain::Lesson& lesson : book.lessons_on(day(2026, 9, 14) + std::chrono::days{offset})) {
            CAPTURE(book.subject(lesson.subject, school.from)->name);
            CHECK(book.plan_of(lesson.key.load, school.from).size() >= 9);
        }
}

std::size_t letters(const std::string& text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char letter) { return (static_cast<unsigned char>(letter) & 0xC0U) != 0x80U; }));
}

}  // namespace

TEST_CASE("demo school: FET's own solution of a real school becomes a week without clashes", "[sync][import][fet]") {
    if (!fs::exists(real_school) || std::system("command -v fet-cl >/dev/null") != 0) {
        WARN("fet or fet-data is not installed: the real school is not tried");
        return;
    }
    const TempDir dir;
    const std::string command = "HOME='" + dir.path().string() + "' QT_QPA_PLATFORM=offscreen fet-cl --inputfile='" +
                                real_school.string() + "' --outputdir='" + dir.path().string() +
                                "' --htmllevel=0 --exportcsv=true >/dev/null 2>&1";
    REQUIRE(std::system(command.c_str()) == 0);
    const Demo demo{real_school, dir / "timetables/2006-2007/2006-2007_activities.xml",
                    dir / "csv/2006-2007/2006-2007_timetable.csv", checkout() / "assets/demo/map-fet.toml"};
    School school;
    take(school, import_people(school, people_of(demo)));
    const Import timetable = import_fet(school.book(), {demo.fet, demo.xml, demo.map}, school.options());
    take(school, timetable);
    const auto book = school.book();
    CHECK(book.classes(school.from).size() == 23);
    check_week(book);
    // 677 activities, 14 of them of two hours; 16 with two to five teachers in groups make more.
    CHECK(timetable.report.kinds.at("уроки в расписании").added == lessons_in_week(book));
    CHECK(lessons_in_week(book) == 677 + 14 + 8 + 2 * 2 + 2 * 4 + 2 + 2 * 3 + 1);
    // The people file says the same loads: the timetable uses them and adds the few of whole classes taught together.
    CHECK(timetable.report.kinds.at("нагрузка").added == 0);
    CHECK(timetable.report.kinds.at("классы и группы").added == 0);

    SECTION("the CSV export says the same") {
        const Import again = import_fet(book, {demo.fet, demo.csv, demo.map}, school.options());
        CAPTURE(errors_of(again.report));
        CHECK_FALSE(again.report.stopped());
        CHECK(again.facts.empty());
    }
    SECTION("every lesson has a plan of topics") {
        check_plans(school);
    }
    SECTION("the people again change nothing") {
        CHECK(import_people(school, people_of(demo)).facts.empty());
    }
}

TEST_CASE("demo school: our own small school stands in where FET's examples are missing", "[sync][import]") {
    const TempDir dir;
    write_files(dir.path(), demo::own_school(3));
    const Demo demo{dir / "school.fet", dir / "school_activities.xml", dir / "school_timetable.csv", dir / "map.toml"};
    School school;
    take(school, import_people(school, people_of(demo)));
    take(school, import_fet(school.book(), {demo.fet, demo.xml, demo.map}, school.options()));
    check_week(school.book());
    CHECK(lessons_in_week(school.book()) == 6 * 30);
    check_plans(school);
    CHECK(import_fet(school.book(), {demo.fet, demo.csv, demo.map}, school.options()).facts.empty());

    Report report;
    const auto fet = read_file(demo.fet, 1U << 24U);
    const auto csv = read_file(demo.csv, 1U << 24U);
    const auto map_text = read_file(demo.map, 1U << 24U);
    NameMap map = read_name_map("map.toml", as_text(*map_text), report.findings);
    const auto fet_school = fet::read_school("school.fet", *fet, report.findings);
    read_self_evident_names(*fet_school, map);
    const auto solution = fet::read_solution("school.csv", *csv, report.findings);
    const LocalTime tuesday = LocalTime{day(2026, 9, 15)};
    const auto going_on = demo::lessons_at(*fet_school, *solution, map, tuesday + std::chrono::minutes{582}, report);
    CHECK(going_on.size() == 6);
    CHECK(going_on.front().classes == "5А");
    CHECK(going_on.front().period == 3);
    CHECK(demo::lessons_at(*fet_school, *solution, map, tuesday + std::chrono::minutes{580 + 40}, report).empty());
}

TEST_CASE("demo school: the roster of 1.1 and of 1.2 make the same school", "[sync][import]") {
    const TempDir dir;
    write_files(dir.path(), demo::own_school(3));
    const Demo demo{dir / "school.fet", dir / "school_activities.xml", {}, dir / "map.toml"};
    const auto older = people_of(demo, roster::Version::v1_1);
    CHECK_FALSE(older.contains("roles.csv"));
    School school;
    take(school, import_people(school, people_of(demo)));
    school.max_deletions_percent = 10;  // 1.1 has no principal: the director is one of fourteen roles
    const Import import = import_people(school, older);
    CAPTURE(errors_of(import.report), import.report.stopped_by_limit);
    CHECK_FALSE(import.report.stopped());
    CHECK(import.report.kinds.at("роли").added == 1);
    for (const char* kind : {"ученики", "сотрудники", "классы и группы", "зачисления", "нагрузка"}) {
        CHECK(import.report.kinds.at(kind).added == 0);
        CHECK(import.report.kinds.at(kind).changed == 0);
    }
}

TEST_CASE("demo school: FET's groups within a year are subgroups with their share of the class", "[sync][import]") {
    const auto activity = [](const char* id, const char* students) {
        return std::string("<Activity><Teacher>T") + id + "</Teacher><Subject>Maths</Subject><Students>" + students +
               "</Students><Duration>1</Duration><Id>" + id + "</Id><Active>true</Active></Activity>";
    };
    const auto placed = [](const char* id, const char* hour) {
        return std::string("<Activity><Id>") + id + "</Id><Day>Tuesday</Day><Hour>" + hour + "</Hour></Activity>";
    };
    const TempDir dir;
    write_files(
        dir.path(),
        {{"s.fet",
          "<fet><Days_List><Day><Name>Tuesday</Name></Day></Days_List><Hours_List><Hour><Name>8:00-8:40</Name></Hour>"
          "<Hour><Name>9:00-9:40</Name></Hour></Hours_List><Subjects_List><Subject><Name>Maths</Name></Subject>"
          "</Subjects_List><Teachers_List><Teacher><Name>T1</Name></Teacher><Teacher><Name>T2</Name></Teacher><Teacher>"
          "<Name>T3</Name></Teacher></Teachers_List><Students_List><Year><Name>5A</Name><Group><Name>5A one</Name>"
          "</Group><Group><Name>5A two</Name></Group></Year></Students_List><Activities_List>" +
              activity("1", "5A") + activity("2", "5A one") + activity("3", "5A two") + "</Activities_List></fet>"},
         {"s.xml", "<Activities_Timetable>" + placed("1", "8:00-8:40") + placed("2", "9:00-9:40") +
                       placed("3", "9:00-9:40") + "</Activities_Timetable>"},
         {"s.toml",
          "[subjects]\nMaths = \"математика\"\n[students]\n\"5A\" = \"5А\"\n\"5A one\" = \"5А 1\"\n"
          "\"5A two\" = \"5А 2\"\n[teachers]\nT1 = \"t1@x\"\nT2 = \"t2@x\"\nT3 = \"t3@x\"\n"}});
    const Demo demo{dir / "s.fet", dir / "s.xml", {}, dir / "s.toml"};
    School school;
    take(school, import_people(school, people_of(demo)));
    const Import timetable = import_fet(school.book(), {demo.fet, demo.xml, demo.map}, school.options());
    take(school, timetable);
    CHECK(timetable.report.kinds.at("классы и группы").added == 0);
    CHECK(timetable.report.kinds.at("нагрузка").added == 0);
    const auto book = school.book();
    REQUIRE(book.classes(school.from).size() == 1);
    const GroupId five = book.classes(school.from).front();
    const LocalDay tuesday = day(2026, 9, 15);
    const auto lessons = book.lessons_on(tuesday);
    REQUIRE(lessons.size() == 3);
    CHECK(lessons[0].groups == std::vector<GroupId>{five});
    std::size_t divided = 0;
    for (const std::size_t index : {1U, 2U}) {
        const auto* part = book.group(lessons[index].groups.at(0), tuesday);
        CHECK(part->kind == domain::GroupKind::subgroup);
        CHECK(part->parent == five);
        divided += book.pupils_of(lessons[index]).size();
    }
    CHECK(divided == book.members(five, tuesday).size());
    check_week(book);
}

TEST_CASE("demo school: one seed gives one school, another seed another", "[sync][import]") {
    CHECK(demo::own_school(3) == demo::own_school(3));
    CHECK(demo::own_school(3) != demo::own_school(4));
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const auto csv = demo::own_school(seed).at("school_timetable.csv");
        CHECK(std::ranges::count(csv, '\n') == 181);
    }
}

TEST_CASE("demo school: names agree in gender and come in every length", "[sync][import]") {
    CHECK(demo::woman_family("Римский-Корсаков") == "Римская-Корсакова");
    CHECK(demo::woman_family("Толстой") == "Толстая");
    CHECK(demo::woman_family("Цой") == "Цой");
    CHECK(demo::woman_family("Мамин-Сибиряк") == "Мамина-Сибиряк");
    CHECK(demo::woman_family("Чёрный") == "Чёрная");
    CHECK(demo::woman_family("Черных") == "Черных");
    CHECK(demo::latin("Щёкин-Ян") == "shchekin-yan");
    demo::Dice dice{1};
    std::size_t shortest = 99;
    std::size_t longest = 0;
    for (int count = 0; count < 4000; ++count) {
        const auto sex = count % 2 == 0 ? demo::Sex::male : demo::Sex::female;
        const demo::Name name = demo::make_name(dice, sex);
        shortest = std::min(shortest, letters(name.family));
        longest = std::max(longest, letters(name.family));
        const bool sons = name.patronymic.ends_with("ич") || name.patronymic.ends_with("оглы");
        const bool daughters = name.patronymic.ends_with("на") || name.patronymic.ends_with("кызы");
        if (!name.patronymic.empty()) CHECK((sex == demo::Sex::male ? sons : daughters));
    }
    CHECK(shortest == 2);
    CHECK(longest == 25);
}
