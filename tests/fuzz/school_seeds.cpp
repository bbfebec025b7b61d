#include "config/policy.hpp"
#include "station/base/file.hpp"
#include "sync/server/import/zip.hpp"
#include "tests/fuzz/seeds.hpp"
#include "tests/support/config_text.hpp"
#include "tests/support/temp_dir.hpp"

namespace zvonok::fuzz {

namespace {

Bytes content(const std::filesystem::path& path) {
    return read_file(path, 1u << 20).value_or(Bytes{});
}

constexpr std::string_view station_toml = R"(name = "kab-12"
title = "Кабинет 12"
room = "12"
mode = "classroom"
token = "00112233445566778899aabbccddeeff"
[hardware]
serial = "SN-1"
macs = ["02:00:5e:10:00:01"]
)";
constexpr std::string_view map_toml = R"([days]
"Luni" = { weekday = 1, week = 2 }
[hours]
"8" = { lesson = 2, starts = "08:55", ends = "09:40" }
[subjects]
"Romana" = "русский язык"
[students]
"9A" = { name = "8А", grade = 8 }
[teachers]
"Buta Liana" = { person = "l.butova@school.example", room = "12" }
[[splits]]
subject = "Engleza"
students = ["9A"]
teachers = { "Buta Liana" = "англ. 1" }
)";
constexpr std::string_view fet_xml =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<fet version=\"6.8.5\"><Institution_Name>S</Institution_Name>"
    "<Days_List><Day><Name>Mo</Name></Day></Days_List><Hours_List><Hour><Name>8</Name></Hour></Hours_List>"
    "<Subjects_List><Subject><Name>Maths</Name></Subject></Subjects_List><Teachers_List><Teacher><Name>T1</Name>"
    "</Teacher></Teachers_List><Students_List><Year><Name>5</Name><Group><Name>V</Name><Subgroup><Name>5A</Name>"
    "</Subgroup></Group></Year></Students_List><Activities_List><Activity><Teacher>T1</Teacher><Subject>Maths</Subject>"
    "<Students>5A</Students><Duration>2</Duration><Total_Duration>2</Total_Duration><Id>1</Id><Activity_Group_Id>0"
    "</Activity_Group_Id><Active>true</Active></Activity></Activities_List><Buildings_List><Building><Name>B</Name>"
    "</Building></Buildings_List><Rooms_List><Room><Name>12</Name><Building>B</Building><Capacity>30</Capacity></Room>"
    "</Rooms_List></fet>";
constexpr std::string_view fet_solution =
    "<Activities_Timetable><Activity><Id>1</Id><Day>Mo</Day><Hour>8</Hour><Room>12</Room></Activity>"
    "</Activities_Timetable>";
constexpr std::string_view fet_csv =
    "\"Activity Id\",\"Day\",\"Hour\",\"Students Sets\",\"Subject\",\"Teachers\",\"Activity "
    "Tags\",\"Room\",\"Comments\"\n"
    "\"1\",\"Mo\",\"8\",\"5A\",\"Maths\",\"T1\",\"\",\"12\",\"\"\n";
constexpr std::string_view roster =
    "== manifest.csv\npropertyName,value\noneroster.version,1.2\nfile.orgs,bulk\nfile.users,bulk\nfile.roles,bulk\n"
    "file.academicSessions,bulk\nfile.classes,bulk\nfile.enrollments,bulk\n"
    "== orgs.csv\nsourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\no1,,,S,school,1,\n"
    "== "
    "academicSessions.csv\nsourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\n"
    "year,,,2026/27,schoolYear,2026-09-01,2027-05-29,,2027\n"
    "== users.csv\nsourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName\n"
    "u1,,,true,a@school.example,,Анна,Ёлкина,\n"
    "== roles.csv\nsourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId\n"
    "r1,,,u1,primary,teacher,,,o1\n"
    "== classes.csv\nsourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,"
    "schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods\nc1,,,5А,05,,5A,homeroom,12,o1,\"t1,t2\",,,\n"
    "== enrollments.csv\nsourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,"
    "beginDate,endDate\ne1,,,c1,o1,u1,teacher,true,2026-09-01,2027-05-29\n";

}  // namespace

Seeds toml_seeds(const std::filesystem::path& source) {
    Seeds seeds{{"any", seed(0, "a = [1, 2.5, true, 2026-09-01]\n[b.c]\nd = { e = \"f\" }\n[[g]]\nh = '''i'''\n")},
                {"station", seed(1, station_toml)},
                {"school", seed(2, test::config_text({}))},
                {"extends", seed(3, "extends = \"default\"\n[attendance]\nedit_window_days = 2\n")},
                {"fact-number", seed(4, "attendance.edit_window_days\n7")},
                {"fact-list", seed(4, "attendance.codes\nН УП")},
                {"map", seed(5, map_toml)}};
    seeds["preset"] = seed(3, content(source / "config/policies/default.toml"));
    return seeds;
}

Seeds table_seeds(const std::filesystem::path& source) {
    Seeds seeds{{"strict", seed(0, "a,b\r\n\"1,\"\"2\",Ёж\r\n")},
                {"loose", seed(1, "\xCF\xF0\xE8\xE2\xE5\xF2;\xEC\xE8\xF0\n1;2\n")},
                {"sep", seed(2, "sep=;\n№;Тема урока;Часы\n1;Дроби;2\n")},
                {"plan", seed(3, "Предмет: алгебра\n№ п/п;Тема урока;Кол-во часов;Домашнее задание\n1;Дроби;2;§ 1\n")}};
    for (const char* book : {"epoch1904.xlsx", "openpyxl.xlsx", "xlsxwriter.xlsx"}) {
        const Bytes bytes = content(source / "tests/data/plans" / book);
        seeds[std::string("sheets-") + book] = seed(2, bytes);
        seeds[std::string("plan-") + book] = seed(3, bytes);
    }
    return seeds;
}

Seeds school_seeds() {
    Seeds seeds{{"roster", seed(0, roster)},
                {"fet", seed(1, fet_xml)},
                {"solution-xml", seed(2, fet_solution)},
                {"solution-csv", seed(2, fet_csv)}};
    const test::TempDir dir;
    const auto zip = dir / "a.zip";
    if (server::imports::write_zip(zip, {{"orgs.csv", "a,b\n1,2\n"}, {"users.csv", std::string(500, 'x')}}))
        seeds["zip"] = seed(3, content(zip));
    return seeds;
}

}  // namespace zvonok::fuzz
