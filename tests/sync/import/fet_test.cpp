#include "tests/support/temp_dir.hpp"
#include "tests/sync/import/school_fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace zvonok;
using namespace zvonok::server::imports;
using namespace zvonok::server::imports::test;
using zvonok::test::TempDir;

namespace {

using Files = std::map<std::string, std::string>;

std::string activity(const std::string& id, const std::string& body) {
    return "<Activity>\n" + body + "<Total_Duration>1</Total_Duration><Id>" + id +
           "</Id><Activity_Group_Id>0</Activity_Group_Id><Active>true</Active>\n</Activity>\n";
}

/// Two classes of a year, maths of two hours on end, a language in two groups of two classes, days of two weeks.
Files small_school() {
    const std::string fet =
        "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<fet version=\"6.8.5\">\n"
        "<Institution_Name>Small</Institution_Name>\n"
        "<Days_List><Day><Name>Mo A</Name></Day><Day><Name>Mo "
        "B</Name></Day><Day><Name>Tuesday</Name></Day></Days_List>\n"
        "<Hours_List><Hour><Name>8</Name></Hour><Hour><Name>9</Name></Hour><Hour><Name>10:00-10:40</Name></Hour>"
        "</Hours_List>\n"
        "<Subjects_List><Subject><Name>Maths</Name></Subject><Subject><Name>Lang</Name></Subject></Subjects_List>\n"
        "<Teachers_List><Teacher><Name>T1</Name></Teacher><Teacher><Name>T2</Name></Teacher></Teachers_List>\n"
        "<Students_List><Year><Name>5</Name><Group><Name>V-A</Name><Subgroup><Name>5A</Name></Subgroup></Group>"
        "<Group><Name>V-B</Name><Subgroup><Name>5B</Name></Subgroup></Group></Year></Students_List>\n"
        "<Activities_List>\n" +
        activity("1", "<Teacher>T1</Teacher><Subject>Maths</Subject><Students>5A</Students><Duration>2</Duration>") +
        activity("2", "<Teacher>T2</Teacher><Subject>Maths</Subject><Students>5B</Students><Duration>1</Duration>") +
        activity("3",
                 "<Teacher>T1</Teacher><Teacher>T2</Teacher><Subject>Lang</Subject><Students>5A</Students>"
                 "<Students>5B</Students><Duration>1</Duration>") +
        activity("4", "<Teacher>T1</Teacher><Subject>Lang</Subject><Students>V-A</Students><Duration>1</Duration>") +
        "</Activities_List>\n<Rooms_List><Room><Name>Lab</Name><Building>North</Building><Capacity>20</Capacity></Room>"
        "</Rooms_List>\n</fet>\n";
    const std::string solution =
        "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Activities_Timetable>\n"
        "<Activity><Id>1</Id><Day>Mo A</Day><Hour>8</Hour><Room></Room></Activity>\n"
        "<Activity><Id>2</Id><Day>Mo B</Day><Hour>9</Hour><Room>Lab</Room></Activity>\n"
        "<Activity><Id>3</Id><Day>Tuesday</Day><Hour>10:00-10:40</Hour><Room></Room></Activity>\n"
        "</Activities_Timetable>\n";
    const std::string map =
        "[days]\n\"Mo A\" = { weekday = 1, week = 1 }\n\"Mo B\" = { weekday = 1, week = 2 }\n"
        "[hours]\n\"8\" = { lesson = 1, starts = \"08:00\", ends = \"08:40\" }\n"
        "\"9\" = { lesson = 2, starts = \"09:00\", ends = \"09:40\" }\n"
        "[subjects]\n\"Maths\" = \"математика\"\n\"Lang\" = \"иностранный язык\"\n"
        "[students]\n\"5A\" = \"5А\"\n\"5B\" = \"5Б\"\n"
        "[rooms]\n\"Lab\" = \"лаборатория\"\n"
        "[teachers]\n\"T1\" = { person = \"one@school.example\", room = \"кабинет 1\" }\n"
        "\"T2\" = \"two@school.example\"\n"
        "[[splits]]\nsubject = \"Lang\"\nstudents = [\"5A\", \"5B\"]\n"
        "teachers = { \"T1\" = \"англ.\", \"T2\" = \"нем.\" }\n";
    return {{"s.fet", fet}, {"s.xml", solution}, {"s.toml", map}};
}

struct Staffed : School {
    Staffed() {
        one = add_staff("one@school.example", "Первая");
        two = add_staff("Two@School.example", "Вторая");
        put(domain::SchoolYear{day(2026, 9, 1), day(2027, 5, 29)});
    }
    Import run(const Files& files, const std::string& solution = "s.xml") {
        const TempDir dir;
        write_files(dir.path(), files);
        return import_fet(book(), {dir / "s.fet", dir / solution, dir / "s.toml"}, options());
    }
    PersonId one, two;
};

std::string class_names(const domain::FactBook& book, const domain::Lesson& lesson) {
    std::vector<std::string> names;
    for (const GroupId group : lesson.groups) names.push_back(book.group(group, lesson.key.day)->name);
    std::ranges::sort(names);
    std::string joined;
    for (const std::string& name : names) joined += (joined.empty() ? "" : ", ") + name;
    return joined;
}

/// "1 математика 5А @кабинет 1" of each lesson.
std::vector<std::string> lessons(const domain::FactBook& book, LocalDay day) {
    std::vector<std::string> texts;
    for (const domain::Lesson& lesson : book.lessons_on(day)) {
        const domain::Room* room = book.room(lesson.room, day);
        texts.push_back(std::to_string(lesson.period) + " " + book.subject(lesson.subject, day)->name + " " +
                        class_names(book, lesson) + (room == nullptr ? "" : " @" + room->name));
    }
    std::ranges::sort(texts);
    return texts;
}

const LocalDay monday_a = day(2026, 9, 7) - std::chrono::days{7};  // 31 August: before the year
const LocalDay monday_b = day(2026, 9, 7);
const LocalDay monday_a2 = day(2026, 9, 14);
const LocalDay tuesday = day(2026, 9, 8);

}  // namespace

TEST_CASE("fet: long activities, splits, weeks and rooms become lessons of the right day",
          "[sync][import][D-14][D-01]") {
    Staffed school;
    const Import import = school.run(small_school());
    CAPTURE(errors_of(import.report));
    REQUIRE_FALSE(import.report.stopped());
    school.commit(import);
    const auto book = school.book();
    CHECK(lessons(book, monday_a).empty());
    CHECK(lessons(book, monday_a2) ==
          std::vector<std::string>{"1 математика 5А @кабинет 1", "2 математика 5А @кабинет 1"});
    CHECK(lessons(book, monday_b) == std::vector<std::string>{"2 математика 5Б @лаборатория"});
    CHECK(lessons(book, tuesday) == std::vector<std::string>{"3 иностранный язык 5А англ., 5Б англ. @кабинет 1",
                                                             "3 иностранный язык 5А нем., 5Б нем."});
    const auto language = book.lessons_on(tuesday).front();
    CHECK(language.starts == LocalTime{tuesday} + std::chrono::hours{10});
    CHECK(book.group(language.groups.front(), tuesday)->kind == domain::GroupKind::subgroup);
    CHECK_FALSE(book.group(language.groups.front(), tuesday)->parent.empty());
    CHECK(book.group(language.groups.front(), tuesday)->grade == 5);
}

TEST_CASE("fet: an activity that is not placed is skipped and said so", "[sync][import]") {
    Staffed school;
    const Import import = school.run(small_school());
    CHECK(count_of(import.report, Severity::warning) == 1);
    CHECK(render(import.report, Detail::summary).find("занятие 4 (Lang, V-A) не поставлено") != std::string::npos);
}

TEST_CASE("fet: the same files again give no facts", "[sync][import]") {
    Staffed school;
    school.commit(school.run(small_school()));
    const Import again = school.run(small_school());
    CHECK_FALSE(again.report.stopped());
    CHECK(again.facts.empty());
}

TEST_CASE("fet: the CSV export of the solution says the same as the XML", "[sync][import]") {
    Files files = small_school();
    files["s.csv"] =
        "\xEF\xBB\xBF\"Activity Id\",\"Day\",\"Hour\",\"Students Sets\",\"Subject\",\"Teachers\",\"Activity Tags\","
        "\"Room\",\"Comments\"\r\n"
        "\"1\",\"Mo A\",\"8\",\"5A\",\"Maths\",\"T1\",\"\",\"\",\"\"\r\n"
        "\"1\",\"Mo A\",\"9\",\"5A\",\"Maths\",\"T1\",\"\",\"\",\"\"\r\n"
        "\"2\",\"Mo B\",\"9\",\"5B\",\"Maths\",\"T2\",\"\",\"Lab\",\"\"\r\n"
        "\"3\",\"Tuesday\",\"10:00-10:40\",\"5A+5B\",\"Lang\",\"T1+T2\",\"\",\"\",\"\"\r\n"
        "\"4\",\"\",\"\",\"V-A\",\"Lang\",\"T1\",\"\",\"\",\"\"\r\n";
    Staffed school;
    school.commit(school.run(files, "s.xml"));
    const Import import = school.run(files, "s.csv");
    CAPTURE(errors_of(import.report));
    CHECK_FALSE(import.report.stopped());
    CHECK(import.facts.empty());
}

TEST_CASE("fet: a new solution moves lessons and makes none anew", "[sync][import]") {
    Staffed school;
    school.commit(school.run(small_school()));
    const auto before = school.book();
    Files files = small_school();
    SECTION("the same activity elsewhere") {
        files["s.xml"] = replaced(files["s.xml"], "Mo B", "Mo A");
    }
    SECTION("activities renumbered") {
        files["s.fet"] = replaced(files["s.fet"], "<Id>2</Id>", "<Id>22</Id>");
        files["s.xml"] = replaced(files["s.xml"], "<Id>2</Id><Day>Mo B", "<Id>22</Id><Day>Mo A");
    }
    school.from = day(2026, 10, 1);
    const Import import = school.run(files);
    REQUIRE(import.facts.size() == 1);
    CHECK(import.report.kinds.at("уроки в расписании").changed == 1);
    school.commit(import);
    const auto after = school.book();
    CHECK(lessons(after, day(2026, 10, 5)).empty());  // an even week: it was here
    CHECK(lessons(after, day(2026, 9, 21)) == lessons(before, day(2026, 9, 21)));
    CHECK(lessons(after, day(2026, 10, 12)).size() == 3);
}

TEST_CASE("fet: another teacher of the same load keeps the load, so its lessons keep their names", "[sync][import]") {
    Staffed school;
    school.commit(school.run(small_school()));
    const LoadId load = school.book().lessons_on(monday_b).front().key.load;
    Files files = small_school();
    files["s.fet"] =
        replaced(files["s.fet"], "<Teacher>T2</Teacher><Subject>Maths", "<Teacher>T1</Teacher><Subject>Maths");
    school.from = day(2026, 10, 1);
    const Import import = school.run(files);
    CHECK(import.facts.size() == 1);
    school.commit(import);
    CHECK(school.book().load(load, day(2026, 9, 7))->teachers == std::vector<PersonId>{school.two});
    CHECK(school.book().load(load, day(2026, 10, 5))->teachers == std::vector<PersonId>{school.one});
}

TEST_CASE("fet: names that the map lacks stop the import with lines to paste", "[sync][import]") {
    Files files = small_school();
    files["s.toml"] = replaced(files["s.toml"], "\"Lang\" = \"иностранный язык\"\n", "");
    files["s.toml"] = replaced(files["s.toml"], "\"5B\" = \"5Б\"\n", "");
    files["s.toml"] = replaced(files["s.toml"], "\"9\" = {", "\"19\" = {");
    files["s.toml"] = replaced(files["s.toml"], "\"Lab\"", "\"lab\"");
    Staffed school;
    const Import import = school.run(files);
    CHECK(import.report.stopped());
    CHECK(import.facts.empty());
    const std::string text = render(import.report, Detail::summary);
    CHECK(text.find("[hours]\n\"9\" = { lesson = 0, starts = \"\", ends = \"\" }\n") != std::string::npos);
    CHECK(text.find("[rooms]\n\"Lab\" = \"\"\n") != std::string::npos);
    CHECK(text.find("[students]\n\"5B\" = \"\"\n") != std::string::npos);
    CHECK(text.find("[subjects]\n\"Lang\" = \"\"\n") != std::string::npos);
    CHECK(text.find("Ничего не изменено") != std::string::npos);
    CHECK(import.report.unmapped.size() == 4);
}

TEST_CASE("fet: what is broken changes nothing and names file and line", "[sync][import]") {
    Files files = small_school();
    const auto error_of = [&] {
        Staffed school;
        const Import import = school.run(files);
        CHECK(import.facts.empty());
        const auto errors = errors_of(import.report);
        CAPTURE(errors);
        REQUIRE_FALSE(errors.empty());
        return errors.front();
    };
    const auto starts = [](const std::string& text, const std::string& with) { return text.starts_with(with); };
    SECTION("an unknown day") {
        files["s.xml"] = replaced(files["s.xml"], "Mo B", "Mo C");
        CHECK(starts(error_of(), "s.xml:4 дня «Mo C»"));
    }
    SECTION("an unknown hour") {
        files["s.xml"] = replaced(files["s.xml"], "<Hour>9", "<Hour>99");
        CHECK(starts(error_of(), "s.xml:4 часа «99»"));
    }
    SECTION("a long activity at the end of the day") {
        files["s.xml"] = replaced(files["s.xml"], "<Hour>8", "<Hour>10:00-10:40");
        CHECK(starts(error_of(), "s.xml:3 занятие 1"));
    }
    SECTION("a solution of another school") {
        files["s.xml"] = replaced(files["s.xml"], "<Id>2", "<Id>77");
        CHECK(starts(error_of(), "s.xml:4 занятия 77 нет"));
    }
    SECTION("a cut solution") {
        files["s.xml"].resize(files["s.xml"].size() - 30);
        CHECK(starts(error_of(), "s.xml:"));
    }
    SECTION("a cut school") {
        files["s.fet"].resize(files["s.fet"].size() / 2);
        CHECK(starts(error_of(), "s.fet:"));
    }
    SECTION("some other XML") {
        files["s.fet"] = "<html/>";
        CHECK(starts(error_of(), "s.fet:1 это не файл FET"));
    }
    SECTION("a teacher that is not listed") {
        files["s.fet"] =
            replaced(files["s.fet"], "<Teacher>T1</Teacher><Subject>Maths", "<Teacher>T9</Teacher><Subject>Maths");
        CHECK(starts(error_of(), "s.fet:10 занятие 1: учителя «T9»"));
    }
    SECTION("an activity id twice") {
        files["s.fet"] = replaced(files["s.fet"], "<Id>2</Id>", "<Id>1</Id>");
        CHECK(starts(error_of(), "s.fet:13 занятие 1 уже было в строке 10"));
    }
    SECTION("a teacher who is not among the staff") {
        files["s.toml"] = replaced(files["s.toml"], "two@", "nobody@");
        CHECK(starts(error_of(), "s.toml:0 учитель «T2»"));
    }
    SECTION("a split that leaves a teacher out") {
        files["s.toml"] = replaced(files["s.toml"], "\"T2\" = \"нем.\"", "\"T3\" = \"нем.\"");
        CHECK(starts(error_of(), "s.toml:18 деление не называет учителя «T2»"));
    }
    SECTION("a subject name against B-16") {
        files["s.toml"] = replaced(files["s.toml"], "\"математика\"", "\"Математика\"");
        CHECK(starts(error_of(), "s.toml:8 «Математика»: название предмета пишется со строчной"));
    }
    SECTION("an abbreviated subject") {
        files["s.toml"] = replaced(files["s.toml"], "\"математика\"", "\"матем.\"");
        CHECK(starts(error_of(), "s.toml:8 «матем.»: название предмета пишется полностью"));
    }
    SECTION("a time that is none") {
        files["s.toml"] = replaced(files["s.toml"], "\"08:00\"", "\"24:00\"");
        CHECK(starts(error_of(), "s.toml:5 starts"));
    }
    SECTION("an unknown table in the map") {
        files["s.toml"] = replaced(files["s.toml"], "[rooms]", "[cabinets]");
        CHECK(starts(error_of(), "s.toml:14 непонятная таблица"));
    }
    SECTION("a map that is not TOML") {
        files["s.toml"] = replaced(files["s.toml"], "[hours]", "[hours");
        CHECK(starts(error_of(), "s.toml:0 Файл s.toml, строка 4"));
    }
    SECTION("no file") {
        files.erase("s.xml");
        CHECK(starts(error_of(), "s.xml:0 нет такого файла"));
    }
}

TEST_CASE("fet: a timetable that lost most of its lessons stops above the limit", "[sync][import]") {
    Staffed school;
    school.commit(school.run(small_school()));
    Files files = small_school();
    files["s.xml"] = replaced(
        files["s.xml"], "<Activity><Id>3</Id><Day>Tuesday</Day><Hour>10:00-10:40</Hour><Room></Room></Activity>\n", "");
    const Import stopped = school.run(files);
    CHECK(stopped.report.stopped());
    CHECK(stopped.facts.empty());
    CHECK(stopped.report.kinds.at("уроки в расписании").missing == 2);
    CHECK(render(stopped.report, Detail::summary).find("уроки в расписании: в файле нет 2 из 5 (40,0 %, предел 5 %)") !=
          std::string::npos);

    const TempDir dir;
    write_files(dir.path(), files);
    Options options = school.options();
    options.max_deletions_percent = 100;
    const Import allowed = import_fet(school.book(), {dir / "s.fet", dir / "s.xml", dir / "s.toml"}, options);
    CHECK_FALSE(allowed.report.stopped());
    school.commit(allowed);
    CHECK(lessons(school.book(), tuesday).empty());
}

TEST_CASE("fet: whatever byte of a file is damaged, the import ends in a report, and errors mean no facts",
          "[sync][import]") {
    Staffed school;
    const Files whole = small_school();
    Damage damage{1};
    const TempDir dir;
    const auto book = school.book();
    for (int round = 0; round < 600; ++round) {
        Files files = whole;
        auto file = files.begin();
        std::advance(file, static_cast<std::ptrdiff_t>(damage.roll(files.size())));
        damage.spoil(file->second);
        write_files(dir.path(), files);
        const Import import = import_fet(book, {dir / "s.fet", dir / "s.xml", dir / "s.toml"}, school.options());
        if (!import.report.stopped()) continue;
        CHECK(import.facts.empty());
        CHECK(render(import.report, Detail::full).find("Ничего не изменено") != std::string::npos);
    }
}
