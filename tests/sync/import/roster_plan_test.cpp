#include "sync/server/import/zip.hpp"
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

constexpr auto user_columns =
    "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName\n";
constexpr auto role_columns =
    "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId\n";
constexpr auto class_columns =
    "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classType,schoolSourcedId,termSourcedIds,"
    "subjects\n";
constexpr auto enrollment_columns =
    "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n";

std::string manifest(const std::string& mode) {
    std::string text = "propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\n";
    for (const char* file : {"orgs", "users", "roles", "academicSessions", "classes", "enrollments"})
        text += std::string("file.") + file + "," + mode + "\n";
    return text;
}

/// Two classes of two, a language section with one of each, the whole 5А has maths.
Files small_roster() {
    Files files;
    files["manifest.csv"] = manifest("bulk");
    files["orgs.csv"] = "sourcedId,name,type\nschool,Школа № 1,school\ndistrict,Район,district\n";
    files["academicSessions.csv"] =
        "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\n"
        "y,,,2026/27,schoolYear,2026-09-01,2027-05-29,,2027\n"
        "q1,,,I,gradingPeriod,2026-09-01,2026-10-24,y,2027\n"
        "q2,,,II,gradingPeriod,2026-11-02,2026-12-29,y,2027\n";
    files["users.csv"] = std::string(user_columns) +
                         "t,,,true,t.t@school.example,,Анна,Тихонова,Петровна\n"
                         "p1,,,true,p1,,Иван,Аксёнов,Ильич\np2,,,true,p2,,Яна,Белова,Ильинична\n"
                         "p3,,,true,p3,,Пётр,Волков,Фомич\np4,,,true,p4,,Ян,Ли,\n"
                         "x,,,true,x,,Чужой,Человек,\n";
    files["roles.csv"] = std::string(role_columns) +
                         "r0,,,t,primary,teacher,,,school\nr1,,,p1,primary,student,,,school\n"
                         "r2,,,p2,primary,student,,,school\nr3,,,p3,primary,student,,,school\n"
                         "r4,,,p4,primary,student,,,school\nr5,,,x,primary,teacher,,,district\n";
    files["classes.csv"] = std::string(class_columns) +
                           "a,,,5А,05,k,homeroom,school,y,\nb,,,5Б,05,k,homeroom,school,y,\n"
                           "m,,,\"математика, 5А\",05,k,scheduled,school,y,математика\n"
                           "l,,,английский 1,05,k,scheduled,school,y,английский язык\n";
    files["enrollments.csv"] = std::string(enrollment_columns) +
                               "e0,,,a,school,t,teacher,true,,\ne1,,,a,school,p1,student,,,\n"
                               "e2,,,a,school,p2,student,,,\ne3,,,b,school,p3,student,,,\n"
                               "e4,,,b,school,p4,student,,2026-10-01,2027-02-01\n"
                               "e5,,,m,school,t,teacher,true,,\ne6,,,m,school,p1,student,,,\n"
                               "e7,,,m,school,p2,student,,,\ne8,,,l,school,t,teacher,true,,\n"
                               "e9,,,l,school,p1,student,,,\ne10,,,l,school,p3,student,,,\n";
    return files;
}

struct Imported : School {
    Import run(const Files& files, double max_deletions_percent = 5) {
        const TempDir dir;
        write_files(dir / "export", files);
        Options wanted = options();
        wanted.max_deletions_percent = max_deletions_percent;
        return import_oneroster(book(), dir / "export", "", wanted);
    }
    /// Runs, requires that it was not stopped, and takes it.
    Import take(const Files& files, double max_deletions_percent = 5) {
        Import import = run(files, max_deletions_percent);
        CAPTURE(errors_of(import.report), import.report.stopped_by_limit);
        REQUIRE_FALSE(import.report.stopped());
        commit(import);
        return import;
    }
};

GroupId class_named(const domain::FactBook& book, const std::string& name, LocalDay day) {
    for (const GroupId id : book.classes(day))
        if (book.group(id, day)->name == name) return id;
    FAIL("no class " << name);
    return {};
}

std::vector<std::string> families(const domain::FactBook& book, GroupId group, LocalDay day) {
    std::vector<std::string> names;
    for (const PersonId id : book.members(group, day)) names.push_back(book.person(id, day)->family);
    std::ranges::sort(names);
    return names;
}

using Names = std::vector<std::string>;
const LocalDay september = day(2026, 9, 15);

}  // namespace

TEST_CASE("oneroster: people, classes, class teachers and breaks become facts", "[sync][import]") {
    Imported school;
    const Import import = school.take(small_roster());
    const auto book = school.book();
    CHECK(book.classes(september).size() == 2);
    const GroupId five_a = class_named(book, "5А", september);
    CHECK(book.group(five_a, september)->grade == 5);
    CHECK(families(book, five_a, september) == Names{"Аксёнов", "Белова"});
    const auto teacher = book.staff_by_login("T.T@school.example", september);
    REQUIRE(teacher);
    const auto roles = book.roles_of(*teacher, september);
    REQUIRE(roles.size() == 2);
    CHECK(roles[0] == domain::RoleGrant{*teacher, domain::Role::class_teacher, five_a});
    CHECK(roles[1].role == domain::Role::teacher);
    CHECK(book.is_school_day(day(2026, 10, 23)));
    CHECK_FALSE(book.is_school_day(day(2026, 10, 24)));  // the quarter's end is exclusive
    CHECK_FALSE(book.is_school_day(day(2026, 11, 1)));
    CHECK(book.is_school_day(day(2026, 11, 2)));
    CHECK(book.is_school_day(day(2027, 5, 28)));
    CHECK_FALSE(book.is_school_day(day(2027, 5, 29)));
    CHECK(import.report.kinds.at("ученики").added == 4);
    CHECK(import.report.kinds.at("сотрудники").added == 1);  // the stranger's role is in the district
}

TEST_CASE("oneroster: the end of an enrolment is the first day out of the class", "[sync][import]") {
    Imported school;
    school.take(small_roster());
    const auto book = school.book();
    const GroupId five_b = class_named(book, "5Б", september);
    CHECK(families(book, five_b, day(2026, 9, 30)) == Names{"Волков"});
    CHECK(families(book, five_b, day(2026, 10, 1)) == Names{"Волков", "Ли"});
    CHECK(families(book, five_b, day(2027, 1, 31)) == Names{"Волков", "Ли"});
    CHECK(families(book, five_b, day(2027, 2, 1)) == Names{"Волков"});
}

TEST_CASE("oneroster: a section of a whole class is its load, one of several classes is a stream", "[sync][import]") {
    Imported school;
    school.take(small_roster());
    const auto book = school.book();
    std::map<std::string, domain::Load> loads;
    for (const auto& [version, fact] : book.facts())
        if (const auto* load = std::get_if<domain::Load>(&fact.value))
            loads[book.subject(load->subject, september)->name] = *load;
    CHECK(loads.at("математика").groups == std::vector<GroupId>{class_named(book, "5А", september)});
    const auto* stream = book.group(loads.at("английский язык").groups.at(0), september);
    REQUIRE(stream);
    CHECK(stream->kind == domain::GroupKind::stream);
    CHECK(families(book, loads.at("английский язык").groups.at(0), september) == Names{"Аксёнов", "Волков"});
}

TEST_CASE("oneroster: the same files again give no facts, in any order of rows", "[sync][import]") {
    Imported school;
    school.take(small_roster());
    CHECK(school.run(small_roster()).facts.empty());
    Files files = small_roster();
    files["users.csv"] =
        replaced(files["users.csv"], "p1,,,true,p1,,Иван,Аксёнов,Ильич\n", "") + "p1,,,true,p1,,Иван,Аксёнов,Ильич\n";
    school.from = day(2026, 12, 1);
    CHECK(school.run(files).facts.empty());
}

TEST_CASE("oneroster: a changed name changes the person and makes none anew", "[sync][import]") {
    Imported school;
    school.take(small_roster());
    Files files = small_roster();
    files["users.csv"] = replaced(files["users.csv"], "Яна,Белова", "Яна,Чернова");
    school.from = day(2026, 10, 1);
    const Import import = school.take(files);
    REQUIRE(import.facts.size() == 1);
    CHECK(import.report.kinds.at("ученики").changed == 1);
    const auto book = school.book();
    const GroupId five_a = class_named(book, "5А", september);
    CHECK(families(book, five_a, day(2026, 9, 30)) == Names{"Аксёнов", "Белова"});
    CHECK(families(book, five_a, day(2026, 10, 1)) == Names{"Аксёнов", "Чернова"});
}

TEST_CASE("oneroster: a bulk export that lost rows stops above the limit and changes nothing", "[sync][import]") {
    Imported school;
    school.take(small_roster());
    Files files = small_roster();
    files["users.csv"] = replaced(files["users.csv"], "p4,,,true,p4,,Ян,Ли,\n", "");
    files["roles.csv"] = replaced(files["roles.csv"], "r4,,,p4,primary,student,,,school\n", "");
    files["enrollments.csv"] =
        replaced(files["enrollments.csv"], "e4,,,b,school,p4,student,,2026-10-01,2027-02-01\n", "");
    const Import stopped = school.run(files);
    CHECK(stopped.report.stopped());
    CHECK(stopped.facts.empty());
    CHECK(stopped.report.stopped_by_limit.find("ученики: в файле нет 1 из 4") != std::string::npos);
    CHECK(render(stopped.report, Detail::full).find("- ученики: Ли Ян") != std::string::npos);

    school.from = day(2026, 11, 5);
    school.take(files, 25);
    const auto book = school.book();
    const GroupId five_b = class_named(book, "5Б", september);
    CHECK(families(book, five_b, day(2026, 11, 4)) == Names{"Волков", "Ли"});
    CHECK(families(book, five_b, day(2026, 11, 5)) == Names{"Волков"});
}

TEST_CASE("oneroster: a delta ends and adds what it names and leaves the rest", "[sync][import]") {
    Imported school;
    school.take(small_roster());
    Files delta;
    delta["manifest.csv"] =
        replaced(replaced(replaced(replaced(manifest("delta"), "file.orgs,delta", "file.orgs,absent"),
                                   "file.academicSessions,delta", "file.academicSessions,absent"),
                          "file.classes,delta", "file.classes,absent"),
                 "file.roles,delta", "file.roles,absent");
    const std::string stamp = "2026-10-01T06:00:00.000Z";
    delta["users.csv"] = std::string(user_columns) + "p1,active," + stamp + ",true,p1,,Иоанн,Аксёнов,Ильич\n" +
                         "p3,tobedeleted," + stamp + ",true,p3,,Пётр,Волков,Фомич\n";
    delta["enrollments.csv"] = std::string(enrollment_columns) + "e2,tobedeleted," + stamp +
                               ",a,school,p2,student,,,\n" + "e11,active," + stamp + ",b,school,p2,student,,,\n";
    school.from = day(2026, 10, 1);
    const Import import = school.take(delta);
    const auto book = school.book();
    CHECK(families(book, class_named(book, "5А", september), school.from) == Names{"Аксёнов"});
    CHECK(families(book, class_named(book, "5Б", september), school.from) == Names{"Белова", "Ли"});
    CHECK(book.person(book.members(class_named(book, "5А", september), school.from).front(), school.from)->given ==
          "Иоанн");
    CHECK(import.report.kinds.at("ученики").ended == 1);
    CHECK(school.run(delta).facts.empty());
}

TEST_CASE("oneroster: rows that refer to nobody name their line and change nothing", "[sync][import]") {
    Imported school;
    Files files = small_roster();
    std::string expected;
    SECTION("an enrolment of nobody") {
        files["enrollments.csv"] += "e20,,,a,school,nobody,student,,,\n";
        expected = "enrollments.csv:13 нет пользователя с sourcedId nobody";
    }
    SECTION("an enrolment in no class") {
        files["enrollments.csv"] += "e20,,,z,school,p1,student,,,\n";
        expected = "enrollments.csv:13 нет класса с sourcedId z";
    }
    SECTION("a staff role of nobody") {
        files["roles.csv"] += "r9,,,nobody,primary,teacher,,,school\n";
        expected = "roles.csv:8 нет пользователя с sourcedId nobody";
    }
    SECTION("one login for two of the staff") {
        files["users.csv"] += "t2,,,true,t.t@school.example,,Ольга,Тихонова,Петровна\n";
        files["roles.csv"] += "r9,,,t2,primary,teacher,,,school\n";
        expected = "users.csv:8 имя входа t.t@school.example уже у другого сотрудника, строка 2";
    }
    SECTION("two schools and none named") {
        files["orgs.csv"] += "other,Школа № 2,school\n";
        expected = "orgs.csv:0 в выгрузке несколько школ, укажите одну: other (Школа № 2), school (Школа № 1)";
    }
    const Import import = school.run(files);
    CHECK(import.facts.empty());
    CHECK(errors_of(import.report) == Names{expected});
}

TEST_CASE("oneroster: a user who is not enabled keeps the name and loses the login", "[sync][import]") {
    Imported school;
    school.take(small_roster());
    Files files = small_roster();
    files["users.csv"] = replaced(files["users.csv"], "t,,,true", "t,,,false");
    school.take(files);
    CHECK_FALSE(school.book().staff_by_login("t.t@school.example", september));
}

TEST_CASE(
    "oneroster: whatever byte of a zip or table is damaged, the import ends in a report, and errors mean no facts",
    "[sync][import]") {
    Imported school;
    const TempDir dir;
    const Files whole = small_roster();
    REQUIRE(write_zip(dir / "whole.zip", whole));
    std::ifstream in{dir / "whole.zip", std::ios::binary};
    const std::string zip{std::istreambuf_iterator<char>{in}, {}};
    Damage damage{7};
    const auto book = school.book();
    for (int round = 0; round < 600; ++round) {
        const auto path = dir / "damaged.zip";
        if (round % 2 == 0) {
            std::string damaged = zip;
            damage.spoil(damaged);
            std::ofstream{path, std::ios::binary | std::ios::trunc} << damaged;
        } else {
            Files files = whole;
            auto file = files.begin();
            std::advance(file, static_cast<std::ptrdiff_t>(damage.roll(files.size())));
            damage.spoil(file->second);
            std::filesystem::remove(path);
            REQUIRE(write_zip(path, files));
        }
        const Import import = import_oneroster(book, path, "", school.options());
        if (import.report.stopped()) CHECK(import.facts.empty());
    }
}
