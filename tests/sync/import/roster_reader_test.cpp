#include "sync/server/import/roster_reader.hpp"

#include "sync/server/import/zip.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>

using namespace zvonok;
using namespace zvonok::server::imports;
using zvonok::test::TempDir;

namespace {

using Files = std::map<std::string, std::string>;

Files small_1_2() {
    return {
        {"manifest.csv",
         "propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\nfile.orgs,bulk\nfile.users,bulk\n"
         "file.roles,bulk\nfile.academicSessions,bulk\nfile.courses,absent\nfile.classes,bulk\n"
         "file.enrollments,bulk\n"},
        {"orgs.csv",
         "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n"
         "org-1,,,Школа № 1,school,1,\n"},
        {"academicSessions.csv",
         "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\n"
         "year,,,2026/27,schoolYear,2026-09-01,2027-05-29,,2027\n"},
        {"users.csv",
         "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName\n"
         "u1,,,true,a.ёлкина@school.example,,Анна,Ёлкина,Петровна\nu2,,,true,pupil2,,Ян,Ли,\n"},
        {"roles.csv",
         "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,"
         "userProfileSourcedId\n"
         "r1,,,u1,primary,teacher,,,org-1,\nr2,,,u2,primary,student,2026-09-01,2027-06-01,org-1,\n"},
        {"classes.csv",
         "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,"
         "schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods\n"
         "c1,,,5А,05,k1,5A,homeroom,12,org-1,\"t1,t2\",,,\n"},
        {"enrollments.csv",
         "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,"
         "endDate\ne1,,,c1,org-1,u2,student,,2026-09-01,2027-05-29\n"},
    };
}

void write_folder(const std::filesystem::path& folder, const Files& files) {
    std::filesystem::create_directories(folder);
    for (const auto& [name, content] : files) std::ofstream{folder / name, std::ios::binary} << content;
}

std::optional<roster::Roster> read(const Files& files, Findings& findings) {
    const TempDir dir;
    write_folder(dir / "export", files);
    const auto source = open_source(dir / "export", findings);
    REQUIRE(source);
    return read_roster(*source, findings);
}

/// The place of the only error that these files give.
Place only_error(const Files& files) {
    Findings findings;
    CHECK_FALSE(read(files, findings).has_value());
    std::vector<Finding> errors;
    for (const Finding& finding : findings.all())
        if (finding.severity == Severity::error) errors.push_back(finding);
    for (const Finding& error : errors) UNSCOPED_INFO(error.at.file << ":" << error.at.line << " " << error.text);
    REQUIRE(errors.size() == 1);
    return errors.front().at;
}

bool warned(const Findings& findings, const std::string& file) {
    return std::any_of(findings.all().begin(), findings.all().end(), [&](const Finding& finding) {
        return finding.severity == Severity::warning && finding.at.file == file;
    });
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
    const auto at = text.find(what);
    REQUIRE(at != std::string::npos);
    return text.replace(at, what.size(), with);
}

}  // namespace

TEST_CASE("roster: a OneRoster 1.2 folder is read with its lists and exclusive dates", "[sync][import]") {
    Findings findings;
    const auto roster = read(small_1_2(), findings);
    REQUIRE(roster);
    CHECK(roster->version == roster::Version::v1_2);
    REQUIRE(roster->users.rows.size() == 2);
    CHECK(roster->users.rows[0].family_name == "Ёлкина");
    CHECK(roster->users.rows[0].line == 2);
    CHECK(roster->users.mode == roster::Mode::bulk);
    CHECK(roster->courses.mode == roster::Mode::absent);
    CHECK(roster->classes.rows.at(0).homeroom);
    CHECK(roster->classes.rows.at(0).terms == std::vector<std::string>{"t1", "t2"});
    CHECK(roster->enrollments.rows.at(0).ends == LocalDay{std::chrono::year{2027} / 5 / 29});
    CHECK(roster->sessions.rows.at(0).school_year == 2027);
}

TEST_CASE("roster: the same export as a zip with byte-order marks reads the same", "[sync][import]") {
    Files files = small_1_2();
    for (auto& [name, content] : files) content.insert(0, "\xEF\xBB\xBF");
    const TempDir dir;
    REQUIRE(write_zip(dir / "export.zip", files));
    Findings findings;
    const auto source = open_source(dir / "export.zip", findings);
    REQUIRE(source);
    const auto roster = read_roster(*source, findings);
    REQUIRE(roster);
    CHECK(roster->users.rows.size() == 2);
    CHECK(roster->roles.rows.at(1).role == "student");
}

TEST_CASE("roster: in 1.1 the role stands in the user's row", "[sync][import]") {
    Files files = small_1_2();
    files["manifest.csv"] = replaced(files["manifest.csv"], "oneroster.version,1.2", "oneroster.version,1.1");
    files["manifest.csv"] = replaced(files["manifest.csv"], "file.roles,bulk\n", "");
    files.erase("roles.csv");
    files["users.csv"] =
        "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,givenName,familyName\n"
        "u1,,,true,\"org-1,org-2\",teacher,a@school.example,Анна,Ёлкина\nu2,,,false,org-1,student,p2,Ян,Ли\n";
    Findings findings;
    const auto roster = read(files, findings);
    REQUIRE(roster);
    CHECK(roster->version == roster::Version::v1_1);
    REQUIRE(roster->roles.rows.size() == 3);
    CHECK(roster->roles.rows[1].org == "org-2");
    CHECK(roster->roles.rows[1].role == "teacher");
    CHECK_FALSE(roster->users.rows[1].enabled);
}

TEST_CASE("roster: each broken row names its file and line", "[sync][import]") {
    Files files = small_1_2();
    std::string& users = files["users.csv"];
    SECTION("an id with a foreign character") {
        users += "u 3,,,true,x,,Ян,Ли,\n";
        CHECK(only_error(files) == Place{"users.csv", 4});
    }
    SECTION("an id twice") {
        users += "u1,,,true,x,,Ян,Ли,\n";
        CHECK(only_error(files) == Place{"users.csv", 4});
    }
    SECTION("ids differ in case only: two ids") {
        users += "U1,,,true,x,,Ян,Ли,\n";
        Findings findings;
        CHECK(read(files, findings).has_value());
    }
    SECTION("a missing column") {
        users = replaced(users, "familyName", "FamilyName");
        CHECK(only_error(files) == Place{"users.csv", 1});
    }
    SECTION("no such date") {
        files["enrollments.csv"] = replaced(files["enrollments.csv"], "2027-05-29", "2027-02-29");
        CHECK(only_error(files) == Place{"enrollments.csv", 2});
    }
    SECTION("an end before the beginning") {
        files["roles.csv"] = replaced(files["roles.csv"], "2027-06-01", "2026-09-01");
        CHECK(only_error(files) == Place{"roles.csv", 3});
    }
    SECTION("a role that the standard does not have") {
        files["enrollments.csv"] = replaced(files["enrollments.csv"], ",student,", ",Student,");
        CHECK(only_error(files) == Place{"enrollments.csv", 2});
    }
    SECTION("a truncated row") {
        users += "u3,,,true";
        CHECK(only_error(files) == Place{"users.csv", 4});
    }
    SECTION("bulk and delta rows mixed") {
        users += "u3,active,2026-09-01T00:00:00.000Z,true,x,,Ян,Ли,\n";
        CHECK(only_error(files) == Place{"users.csv", 4});
    }
}

TEST_CASE("roster: the manifest is required, and what it promises must be there", "[sync][import]") {
    Files files = small_1_2();
    SECTION("no manifest") {
        files.erase("manifest.csv");
        CHECK(only_error(files) == Place{"manifest.csv", 0});
    }
    SECTION("a version that is not read") {
        files["manifest.csv"] = replaced(files["manifest.csv"], "oneroster.version,1.2", "oneroster.version,2.0");
        CHECK(only_error(files) == Place{"manifest.csv", 0});
    }
    SECTION("a promised file is missing") {
        files.erase("enrollments.csv");
        CHECK(only_error(files) == Place{"enrollments.csv", 0});
    }
    SECTION("a word that the manifest must not have") {
        files["manifest.csv"] = replaced(files["manifest.csv"], "file.users,bulk", "file.users,full");
        CHECK(only_error(files) == Place{"manifest.csv", 5});
    }
}

TEST_CASE("roster: where manifest and data disagree the data win, with a warning", "[sync][import]") {
    Files files = small_1_2();
    files["users.csv"] =
        "sourcedId,status,dateLastModified,enabledUser,username,givenName,familyName\n"
        "u2,tobedeleted,2026-10-01T00:00:00.000Z,true,p2,Ян,Ли\n";
    Findings findings;
    const auto roster = read(files, findings);
    REQUIRE(roster);
    CHECK(roster->users.mode == roster::Mode::delta);
    CHECK(roster->users.rows.at(0).to_delete);
    CHECK(warned(findings, "users.csv"));
}

TEST_CASE("roster: a header without rows says nothing, and never means delete all", "[sync][import]") {
    Files files = small_1_2();
    files["academicSessions.csv"] =
        "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\n";
    Findings findings;
    const auto roster = read(files, findings);
    REQUIRE(roster);
    CHECK(roster->sessions.mode == roster::Mode::absent);
    CHECK(warned(findings, "academicSessions.csv"));
}

TEST_CASE("roster: foreign files and columns are noted and ignored", "[sync][import]") {
    Files files = small_1_2();
    files["orgs.csv"] = "sourcedId,name,type,metadata.colour\norg-1,Школа,school,green\n";
    files["readme.txt"] = "hello";
    files["lineItems.csv"] = "not even a table \" of ours";
    Findings findings;
    CHECK(read(files, findings).has_value());
    const auto noted = [&](const std::string& file) {
        return std::any_of(findings.all().begin(), findings.all().end(), [&](const Finding& finding) {
            return finding.severity == Severity::note && finding.at.file == file;
        });
    };
    CHECK(noted("orgs.csv"));
    CHECK(noted("readme.txt"));
    CHECK(noted("lineItems.csv"));
}

TEST_CASE("source: a zip that is cut off anywhere is refused or unreadable, never half read", "[sync][import]") {
    const TempDir dir;
    REQUIRE(write_zip(dir / "whole.zip", small_1_2()));
    std::ifstream in{dir / "whole.zip", std::ios::binary};
    const std::string whole{std::istreambuf_iterator<char>{in}, {}};
    for (const std::size_t length : {std::size_t{0}, std::size_t{30}, whole.size() / 2, whole.size() - 1}) {
        std::ofstream{dir / "cut.zip", std::ios::binary}.write(whole.data(), static_cast<std::streamsize>(length));
        Findings findings;
        CHECK(open_source(dir / "cut.zip", findings) == nullptr);
        CHECK(findings.errors() == 1);
    }
}

TEST_CASE("source: a byte changed inside a zip is found", "[sync][import]") {
    const TempDir dir;
    REQUIRE(write_zip(dir / "whole.zip", {{"manifest.csv", std::string(4000, 'a') + "b"}}));
    std::fstream file{dir / "whole.zip", std::ios::binary | std::ios::in | std::ios::out};
    file.seekp(30 + 12 + 4);  // behind the local header and its name
    file.put('\x55');
    file.close();
    Findings findings;
    const auto source = open_source(dir / "whole.zip", findings);
    const bool refused = source == nullptr || !source->read("manifest.csv", findings);
    CHECK(refused);
    CHECK(findings.errors() == 1);
}

TEST_CASE("source: path tricks, folders within and bombs are refused", "[sync][import]") {
    const TempDir dir;
    const std::string bomb(8U << 20U, '0');
    const Files tricks{{"../users.csv", "x"},
                       {"/etc/users.csv", "x"},
                       {"a\\users.csv", "x"},
                       {"export/users.csv", "x"},
                       {"users.csv", bomb}};
    for (const auto& trick : tricks) {
        REQUIRE(write_zip(dir / "trick.zip", {trick}));
        Findings findings;
        INFO(trick.first);
        CHECK(open_source(dir / "trick.zip", findings) == nullptr);
        CHECK(findings.errors() == 1);
    }
}

TEST_CASE("source: a symbolic link in the folder is refused, hidden files are left out", "[sync][import]") {
    const TempDir dir;
    write_folder(dir / "export", {{".DS_Store", "x"}, {"users.csv", "x"}});
    Findings findings;
    const auto source = open_source(dir / "export", findings);
    REQUIRE(source);
    CHECK(source->names() == std::vector<std::string>{"users.csv"});
    std::filesystem::create_symlink("/etc/passwd", dir / "export/orgs.csv");
    CHECK(open_source(dir / "export", findings) == nullptr);
    CHECK(findings.errors() == 1);
}
