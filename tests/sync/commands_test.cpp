#include "config/policy.hpp"
#include "station/base/file.hpp"
#include "station/domain/policy_parameters.hpp"
#include "station/sqlite/database.hpp"
#include "sync/server/commands/desk.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/sync/demo_tls.hpp"
#include "tests/sync/postgres_server.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <sstream>

using namespace zvonok;
using namespace std::chrono_literals;
namespace commands = sync::server::commands;

namespace {

/// What a command said, and its exit status.
struct Said {
    int status = 0;
    std::string out, error;
};

class Desk {
  public:
    Said operator()(std::vector<std::string> words) {
        words.insert(words.end(), {"--data", (dir / "data").string()});
        return bare(std::move(words));
    }
    Said bare(std::vector<std::string> words) {
        std::ostringstream out, error;
        Said said;
        said.status = commands::run_command_line(std::move(words), {out, error, log});
        said.out = out.str();
        said.error = error.str();
        return said;
    }
    Said init(std::vector<std::string> more = {}) {
        std::vector<std::string> words{"init", "--name", "Школа № 84", "--from", "2026-09-01"};
        words.insert(words.end(), more.begin(), more.end());
        return (*this)(std::move(words));
    }
    std::string file(const std::string& name, std::string_view content) {
        REQUIRE(write_file(dir / name, as_bytes(content), FileMode::everyone_reads));
        return (dir / name).string();
    }
    std::string facts() {
        const std::string status = (*this)({"status"}).out;
        const auto at = status.find("Сведений о школе: ");
        REQUIRE(at != std::string::npos);
        return status.substr(at, status.find('\n', at) - at);
    }

    test::TempDir dir;
    Log log{"test-commands"};
};

std::string preset() {
    const char* source = std::getenv("ZVONOK_SOURCE");
    return std::filesystem::path(source == nullptr ? "." : source) / "config/policies/default.toml";
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("commands: a word that is not understood is named, with what could stand there, and so is what is missing",
          "[sync][commands]") {
    Desk desk;
    const auto complaint = [&](std::vector<std::string> words) {
        const Said said = desk.bare(std::move(words));
        CHECK(said.status == 2);
        return said.error;
    };
    CHECK(complaint({"report", "nosuch"}).starts_with("Не понято: nosuch. Есть: "));
    CHECK(complaint({"report", "nosuch"}).ends_with("Справка: zvonok-server report --help\n"));
    CHECK(complaint({}).starts_with("Не хватает команды. Есть: init, "));
    CHECK(complaint({"serve"}).starts_with("Не хватает: --data."));
    const std::string both = complaint({"backup", "--bogus"});
    CHECK(both.starts_with("Не понято: --bogus. Не хватает: "));
    CHECK(both.find("required") == std::string::npos);
}

TEST_CASE("commands: init founds a school once, and keeps its secrets to its owner", "[sync][commands]") {
    Desk desk;
    const Said said = desk.init({"--school", "000102030405060708090a0b0c0d0e0f", "--policies", preset()});
    INFO(said.error);
    CHECK(said.status == 0);
    CHECK(has(said.out, "school = 000102030405060708090a0b0c0d0e0f"));
    CHECK(has(said.out, "signing_key = "));
    using std::filesystem::perms;
    const auto mode = [&](const char* name) { return std::filesystem::status(desk.dir / "data" / name).permissions(); };
    CHECK(mode("") == perms::owner_all);
    CHECK(mode("signing.key") == (perms::owner_read | perms::owner_write));
    CHECK(mode("station-ca.key") == (perms::owner_read | perms::owner_write));
    const std::string facts = desk.facts();

    const Said again = desk.init({"--school", "000102030405060708090a0b0c0d0e0f"});
    CHECK(again.status == 1);
    CHECK(has(again.error, "уже есть"));
    CHECK(desk.facts() == facts);

    // With a second one the commands ask which is meant, and say which there are.
    CHECK(desk.init({"--school", "100102030405060708090a0b0c0d0e0f"}).status == 0);
    const Said which = desk({"status"});
    CHECK(which.status == 1);
    CHECK(has(which.error, "000102030405060708090a0b0c0d0e0f  Школа № 84"));
    CHECK(has(which.error, "100102030405060708090a0b0c0d0e0f  Школа № 84"));
}

TEST_CASE("commands: words that cannot be meant are refused and change nothing", "[sync][commands]") {
    Desk desk;
    CHECK(desk({"status"}).status == 1);
    CHECK(desk.bare({"init"}).status == 2);
    CHECK(desk.bare({}).status == 2);
    CHECK(desk.bare({"--help"}).status == 0);
    CHECK(desk.bare({"--version"}).status == 0);
    CHECK(desk.init({"--zone", "Europe/Nowhere"}).status == 1);
    CHECK(desk.init({"--school", "12"}).status == 1);
    CHECK(desk.init({"--from", "2026-02-30"}).status != 0);
    CHECK_FALSE(std::filesystem::exists(desk.dir / "data"));

    REQUIRE(desk.init().status == 0);
    const std::string facts = desk.facts();
    CHECK(desk({"status", "--clock-offset", "10"}).status == 1);
    CHECK(desk({"status", "--school", "ff0102030405060708090a0b0c0d0e0f"}).status == 1);
    CHECK(desk({"station", "add", "--name", "kab-1", "--room", "404"}).status == 1);
    CHECK(desk({"station", "add", "--name", "kab-1", "--mode", "garage"}).status == 1);
    CHECK(desk({"station", "add", "--name", "hall", "--mode", "kiosk", "--protected"}).status == 1);
    CHECK(desk({"station", "revoke", "kab-1"}).status == 1);
    CHECK(desk({"seed", "policies", desk.file("bad.toml", "[attendance]\nnonsense = 1\n")}).status == 1);
    CHECK(desk({"import", "oneroster", desk.file("bad.zip", "PK\x03\x04 and no more")}).status == 1);
    CHECK(desk.facts() == facts);
}

TEST_CASE("commands: a station is added with a token of one use, listed, and struck off", "[sync][commands]") {
    Desk desk;
    REQUIRE(desk.init().status == 0);
    const auto token_file = (desk.dir / "token").string();
    const Said added = desk({"station", "add", "--name", "hall", "--mode", "kiosk", "--token-file", token_file});
    INFO(added.error);
    REQUIRE(added.status == 0);
    CHECK_FALSE(has(added.out, "token"));
    const auto token = read_file(token_file, 1000);
    REQUIRE(token);
    CHECK(token->size() == 65);
    CHECK(has(desk({"station", "list"}).out, "kiosk  не зарегистрирована"));
    CHECK(desk({"station", "revoke", "hall"}).status == 0);
    CHECK(has(desk({"station", "list"}).out, "отключена"));
}

TEST_CASE("commands: staff authorities are taken with their list, and only with it", "[sync][commands]") {
    Desk desk;
    REQUIRE(desk.init().status == 0);
    const auto authority = test::demo_authority("Staff");
    const Instant now = SystemClock{}.now();
    const auto list = authority.make_list({}, 1, now - 1h, now + 24h);
    REQUIRE(list);
    const auto certificate = desk.file("ca.pem", authority.certificate().pem());
    const auto crl = desk.file("ca.crl", list->pem());
    CHECK(desk({"staff-ca", "add", "--certificate", certificate, "--crl", crl}).status == 0);
    CHECK(desk({"staff-ca", "add", "--certificate", crl, "--crl", certificate}).status == 1);
    CHECK(desk({"staff-ca", "add", "--certificate", certificate}).status == 2);
}

TEST_CASE("commands: policies become facts once, and again only where they differ", "[sync][commands][B-24]") {
    Desk desk;
    REQUIRE(desk.init().status == 0);
    const auto changed = [](std::size_t count) { return "изменено: " + std::to_string(count) + "."; };
    const auto all = domain::policy_texts(domain::Policies{});
    CHECK(has(desk({"seed", "policies", preset(), "--from", "2026-09-01"}).out, changed(all.size())));
    const std::string facts = desk.facts();
    CHECK(has(desk({"seed", "policies", preset(), "--from", "2026-09-01"}).out, changed(0)));
    CHECK(desk.facts() == facts);

    const auto city = config::parse_policies(config::shipped_preset("001-city-school")->text, "001-city-school");
    REQUIRE(city);
    std::size_t differ = 0;
    for (const auto& [key, text] : domain::policy_texts(*city)) differ += all.at(key) == text ? 0 : 1;
    CHECK(has(desk({"seed", "policies", "001-city-school", "--from", "2027-01-11"}).out, changed(differ)));
    CHECK(has(desk({"seed", "policies", "001-city-school", "--from", "2027-01-11"}).out, changed(0)));
    const std::string own =
        desk.file("own.toml", "extends = \"001-city-school\"\n[mark]\ncurrent.edit_window_days = 5\n");
    CHECK(has(desk({"seed", "policies", own, "--from", "2027-03-01"}).out, changed(1)));
    CHECK(has(desk({"seed", "policies", preset(), "--from", "2026-12-31"}).out, changed(0)));
}

TEST_CASE("commands: policies of no known name, or with a fault, are told and change nothing", "[sync][commands]") {
    Desk desk;
    REQUIRE(desk.init().status == 0);
    const std::string facts = desk.facts();
    const Said unknown = desk({"seed", "policies", "005-school"});
    CHECK(unknown.status == 1);
    CHECK(has(unknown.error, "Есть наборы: default, 000-village-school"));
    const Said bad =
        desk({"seed", "policies", desk.file("bad.toml", "extends = \"default\"\n[login]\ncache_days = 3\n")});
    CHECK(bad.status == 1);
    CHECK(has(bad.error, "bad.toml"));
    CHECK(has(bad.error, "строка 3"));
    CHECK(desk.facts() == facts);
}

namespace {

/// A class 7Б, its teacher and algebra, as OneRoster 1.2.
std::string small_roster(Desk& desk) {
    const std::string folder = (desk.dir / "roster").string();
    std::filesystem::create_directories(folder);
    const auto write = [&](const std::string& name, const std::string& rows) {
        REQUIRE(write_file(folder + "/" + name + ".csv", as_bytes(rows), FileMode::everyone_reads));
    };
    std::string manifest = "propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\n";
    for (const char* name : {"academicSessions", "classes", "courses", "enrollments", "orgs", "roles", "users"})
        manifest += "file." + std::string(name) + ",bulk\n";
    for (const char* name :
         {"categories", "classResources", "courseResources", "demographics", "lineItemLearningObjectiveIds",
          "lineItems", "lineItemScoreScales", "resultLearningObjectiveIds", "results", "resultScoreScales", "resources",
          "scoreScales", "userProfiles", "userResources"})
        manifest += "file." + std::string(name) + ",absent\n";
    write("manifest", manifest);
    write("academicSessions",
          "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\n"
          "y,,,2026/27,schoolYear,2026-09-01,2027-06-01,,2027\n");
    write("orgs", "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\no,,,Школа,school,,\n");
    write("users",
          "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,"
          "email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,resourceSourcedIds,preferredGivenName,"
          "preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns\n"
          "t,,,true,t@school.example,,Анна,Кузнецова,Сергеевна,,,,,,,,,,,,,o,\n"
          "p,,,true,p,,Иван,Белов,,,,,,,7,,,,,,,o,\n");
    write("roles",
          "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,"
          "userProfileSourcedId\nr1,,,t,primary,teacher,,,o,\nr2,,,p,primary,student,,,o,\n");
    write("courses",
          "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,"
          "subjectCodes\nc,,,y,алгебра,,7,o,,\n");
    write("classes",
          "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,"
          "schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods\n"
          "h,,,7Б,7,c,,homeroom,,o,y,,,\ns,,,7Б алгебра,7,c,,scheduled,,o,y,,,\n");
    write("enrollments",
          "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,"
          "endDate\ne1,,,h,o,p,student,,,\ne2,,,s,o,p,student,,,\ne3,,,s,o,t,teacher,true,,\n");
    return folder;
}

}  // namespace

TEST_CASE("commands: a plan is shown, stored with the code of what was shown, and not with another",
          "[E-02][sync][commands]") {
    Desk desk;
    REQUIRE(desk.init().status == 0);
    const Said people = desk({"import", "oneroster", small_roster(desk), "--from", "2026-09-01"});
    INFO(people.out << people.error);
    REQUIRE(people.status == 0);
    const std::string facts = desk.facts();
    const auto plan = desk.file("plan.csv", "№;Тема урока;Кол-во часов\n1;Дроби;2\n2;Проценты;два\n3;Доли;1\n");
    const auto import = [&](std::vector<std::string> more) {
        std::vector<std::string> words{"import",  "plan", plan,     "--subject", "алгебра",
                                       "--class", "7 б",  "--from", "2026-09-01"};
        words.insert(words.end(), more.begin(), more.end());
        return desk(std::move(words));
    };
    const Said shown = import({});
    INFO(shown.out << shown.error);
    REQUIRE(shown.status == 0);
    CHECK(has(shown.out, "План: алгебра, 7Б, Кузнецова А. С."));
    CHECK(has(shown.out, "строка 3, столбец C: «два» не число часов"));
    CHECK(has(shown.out, "новых 2, изменено 0"));
    CHECK(desk.facts() == facts);
    const auto at = shown.out.find("--confirm ");
    REQUIRE(at != std::string::npos);
    const std::string code = shown.out.substr(at + 10, 8);

    CHECK(import({"--confirm", "00000000"}).status == 1);
    CHECK(desk.facts() == facts);
    desk.file("plan.csv", "№;Тема урока;Кол-во часов\n1;Дроби;3\n");
    const Said changed = import({"--confirm", code});
    CHECK(changed.status == 1);
    CHECK(has(changed.error, "ещё раз"));
    CHECK(desk.facts() == facts);

    desk.file("plan.csv", "№;Тема урока;Кол-во часов\n1;Дроби;2\n2;Проценты;два\n3;Доли;1\n");
    CHECK(import({"--confirm", code}).status == 0);
    CHECK(desk.facts() != facts);
    CHECK(has(import({}).out, "Менять нечего"));
    CHECK(import({"--teacher", "Ли"}).status == 1);
}

namespace {
/// The facts of the folder's school.
std::shared_ptr<const domain::FactBook> book_of(Desk& desk) {
    const auto opened = commands::Desk::open({desk.dir / "data"}, desk.log);
    REQUIRE(opened);
    auto book = (*opened)->facts();
    REQUIRE(book);
    return std::move(*book);
}
constexpr LocalDay autumn{std::chrono::year{2026} / 9 / 1};
constexpr LocalDay october_14{std::chrono::year{2026} / 10 / 14};

/// A teacher "a.kuznetsova@school.example" and a class 7Б.
PersonId add_teacher(Desk& desk) {
    PersonId teacher;
    teacher.bytes[0] = 20;
    GroupId class_7b;
    class_7b.bytes[0] = 10;
    const auto opened = commands::Desk::open({desk.dir / "data"}, desk.log);
    REQUIRE(opened);
    const auto book = (*opened)->facts();
    REQUIRE(book);
    REQUIRE((*opened)->record((*book)->version(), {{entity_of(teacher), autumn, std::nullopt, false, "",
                                                    domain::Person{domain::PersonKind::staff, "Кузнецова", "Анна", "",
                                                                   "a.kuznetsova@school.example"}},
                                                   {entity_of(class_7b), autumn, std::nullopt, false, "",
                                                    domain::Group{domain::GroupKind::school_class, "7Б", {}, 7}}}));
    return teacher;
}
}  // namespace

TEST_CASE(
    "commands: an order closes the account of the dismissed from its minute on, and is registered with it "
    "(A-18, B-22, 004-4)",
    "[sync][commands]") {
    Desk desk;
    REQUIRE(desk.init().status == 0);
    const PersonId teacher = add_teacher(desk);
    const std::string facts = desk.facts();
    CHECK(desk({"dismiss", "nobody@school.example", "--order", "12-к"}).status == 1);
    CHECK(desk({"dismiss", "a.kuznetsova@school.example"}).status == 2);
    CHECK(desk({"dismiss", "a.kuznetsova@school.example", "--order", "12-к", "--at", "2026-10-14"}).status == 1);
    CHECK(desk({"dismiss", "a.kuznetsova@school.example", "--order", "12-к", "--at", "2026-10-14T24:00"}).status == 1);
    CHECK(desk({"order", "add", "--number", "1", "--kind", "whim"}).status == 1);
    CHECK(desk.facts() == facts);

    const Said order = desk({"order", "add", "--kind", "dismissal", "--number", "12-к", "--date", "2026-10-14"});
    INFO(order.error);
    REQUIRE(order.status == 0);
    const Said done = desk({"dismiss", "a.kuznetsova@school.example", "--order", "12-к", "--at", "2026-10-14T12:00"});
    INFO(done.error);
    REQUIRE(done.status == 0);
    const auto book = book_of(desk);
    const Zone zone = Zone::find("Europe/Moscow").value();
    const Instant noon = zone.to_instant(LocalTime{october_14} + 12h);
    CHECK(book->blocked(teacher, noon - 1s, zone) == nullptr);
    const domain::AccountBlock* block = book->blocked(teacher, noon, zone);
    REQUIRE(block != nullptr);
    CHECK(block->reason == domain::BlockReason::dismissed);
    const domain::Order* upon = book->order(block->order);
    REQUIRE(upon != nullptr);
    CHECK(upon->number == "12-к");
    CHECK(has(order.out, block->order.hex()));
}

TEST_CASE("commands: an account is closed at once and opened again (A-21)", "[sync][commands]") {
    Desk desk;
    REQUIRE(desk.init().status == 0);
    const PersonId teacher = add_teacher(desk);
    const Zone zone = Zone::find("Europe/Moscow").value();
    REQUIRE(desk({"block", teacher.hex(), "--reason", "compromised"}).status == 0);
    CHECK(book_of(desk)->blocked(teacher, SystemClock{}.now(), zone) != nullptr);
    REQUIRE(desk({"unblock", "a.kuznetsova@school.example"}).status == 0);
    CHECK(book_of(desk)->blocked(teacher, SystemClock{}.now(), zone) == nullptr);
    CHECK(has(desk({"unblock", teacher.hex()}).out, "и не была закрыта"));
}

TEST_CASE("commands: a station is a protected workplace where it is added as one (R-11)", "[sync][commands]") {
    Desk desk;
    REQUIRE(desk.init().status == 0);
    const auto add = [&](std::vector<std::string> more) {
        std::vector<std::string> words{"station", "add", "--name", "office", "--mode", "office"};
        words.insert(words.end(), more.begin(), more.end());
        const Said added = desk(std::move(words));
        INFO(added.error);
        REQUIRE(added.status == 0);
        const auto id = StationId::from_hex_text(added.out.substr(std::string{"station = "}.size(), 32));
        REQUIRE(id);
        const auto book = book_of(desk);
        for (const auto& [version, fact] : book->facts())
            if (fact.entity == entity_of(*id)) return std::get<domain::Station>(fact.value).protected_workplace;
        FAIL("the station is no fact");
        return false;
    };
    CHECK(add({"--protected"}));
    CHECK_FALSE(add({}));
}

TEST_CASE("commands: roles are given and taken from a day on, a class teacher's with the class (A-01, A-03)",
          "[sync][commands]") {
    Desk desk;
    REQUIRE(desk.init().status == 0);
    const PersonId teacher = add_teacher(desk);
    const std::string login = "a.kuznetsova@school.example";
    CHECK(desk({"role", "grant", login, "headmaster"}).status == 1);
    CHECK(desk({"role", "grant", login, "server"}).status == 1);
    CHECK(desk({"role", "grant", login, "class_teacher"}).status == 1);
    CHECK(desk({"role", "grant", login, "class_teacher", "--class", "8А", "--from", "2026-09-01"}).status == 1);
    CHECK(desk({"role", "grant", login, "dispatcher", "--class", "7Б", "--from", "2026-09-01"}).status == 1);
    REQUIRE(desk({"role", "grant", login, "class_teacher", "--class", "7Б", "--from", "2026-09-01"}).status == 0);
    REQUIRE(desk({"role", "grant", login, "administrator", "--from", "2026-09-01", "--until", "2026-10-13"}).status ==
            0);
    auto book = book_of(desk);
    using domain::Role;
    CHECK(book->has_role(teacher, Role::class_teacher, october_14));
    CHECK(book->has_role(teacher, Role::administrator, october_14 - std::chrono::days{1}));
    CHECK_FALSE(book->has_role(teacher, Role::administrator, october_14));

    CHECK(desk({"role", "revoke", login, "secretary", "--from", "2026-10-14"}).status == 1);
    REQUIRE(desk({"role", "revoke", login, "class_teacher", "--class", "7Б", "--from", "2026-10-14"}).status == 0);
    book = book_of(desk);
    CHECK(book->has_role(teacher, Role::class_teacher, october_14 - std::chrono::days{1}));
    CHECK_FALSE(book->has_role(teacher, Role::class_teacher, october_14));
}

TEST_CASE("commands: registers are put in by their fields, tell what they lack, and open what is personal",
          "[sync][commands][C-05][B-01]") {
    Desk desk;
    REQUIRE(desk.init({"--policies", preset()}).status == 0);
    const Said put = desk({"register", "put", "school_card", "full_name=Школа № 84", "inn=2310000004"});
    INFO(put.error);
    CHECK(put.status == 0);
    CHECK(has(put.out, "Ещё не заполнено: краткое название"));
    CHECK(has(desk({"register", "show", "school_card"}).out, "полное название: Школа № 84"));
    CHECK(has(desk({"register", "gaps", "school_card"}).out, "ОГРН"));
    // The only card there is: what is put in again stands in its place, and the rest stays.
    CHECK(desk({"register", "put", "school_card", "full_name=Школа № 85"}).status == 0);
    const std::string shown = desk({"register", "show", "school_card"}).out;
    CHECK(has(shown, "Школа № 85"));
    CHECK(has(shown, "2310000004"));
    CHECK(has(shown, "Всего: 1"));
    CHECK(desk({"register", "put", "school_card", "inn="}).status == 0);
    CHECK_FALSE(has(desk({"register", "show", "school_card"}).out, "2310000004"));
    CHECK(has(desk({"register", "put", "school_card", "full_name"}).error, "ИМЯ=ЗНАЧЕНИЕ"));
    CHECK(desk({"register", "gaps", "no_such"}).status != 0);
    const Said odd = desk({"register", "put", "school_card", "colour=синий"});
    CHECK(odd.status != 0);
    CHECK(has(odd.error, "full_name"));
    CHECK(desk({"register", "put", "no_such", "a=b"}).status != 0);

    // People by a list, after a preview; then a personal record about one of them.
    const std::string list =
        desk.file("people.csv", "кто;фамилия;имя;имя входа\nучитель;Громов;Иван;gromov@school.example\n");
    const std::string before = desk.facts();
    const Said preview = desk({"import", "people", list});
    INFO(preview.error);
    CHECK(preview.status == 0);
    CHECK(desk.facts() == before);
    const auto at = preview.out.find("--confirm ");
    REQUIRE(at != std::string::npos);
    std::string code = preview.out.substr(at + 10);
    code = code.substr(0, code.find_first_of(" \n"));
    CHECK(desk({"import", "people", list, "--confirm", "wrong"}).status != 0);
    CHECK(desk.facts() == before);
    CHECK(desk({"import", "people", list, "--confirm", code}).status == 0);
    CHECK(desk.facts() != before);
    CHECK(desk({"register", "put", "qualification", "education=высшее", "category=первая", "--about",
                "gromov@school.example"})
              .status == 0);
    const std::string qualified = desk({"register", "show", "qualification"}).out;
    CHECK(has(qualified, "Громов Иван"));
    CHECK(has(qualified, "категория: первая"));
    CHECK(has(desk({"register", "list"}).out, "qualification: Квалификация и аттестация. Записей: 1"));
}

TEST_CASE("commands: a number of a taxpayer with a slip is refused, by its field and with what is wanted",
          "[sync][commands][B-01]") {
    Desk desk;
    REQUIRE(desk.init({"--policies", preset()}).status == 0);
    const auto put = [&](const std::string& number) {
        return desk({"register", "put", "school_card", "inn=" + number});
    };
    for (const char* wrong : {"2310000000", "231000004", "23100000040", "231000000412", "23100O0004", "231000000031"}) {
        INFO(wrong);
        const Said said = put(wrong);
        CHECK(said.status == 1);
        CHECK(has(said.error, "«inn» (ИНН)"));
        CHECK(has(said.error, wrong));
        CHECK(has(said.error, "10 цифр у организации, 12 у человека"));
    }
    CHECK(has(desk({"register", "show", "school_card"}).out, "Всего: 0"));
    for (const char* right : {"2310000004", "7707083893", "231000000021"}) CHECK(put(right).status == 0);
    CHECK(has(desk({"register", "put", "school_card", "inn=7707083893", "inn=2310000004"}).error, "названо дважды"));
    CHECK(has(desk({"register", "put", "readiness", "ready=почти"}).error, "одно из: да, частично, нет"));
}

TEST_CASE("commands: a word for a kind is answered with the words there are and what they mean", "[sync][commands]") {
    Desk desk;
    REQUIRE(desk.init().status == 0);
    const std::string orders = desk({"order", "add", "--kind", "foo", "--number", "1"}).error;
    CHECK(has(orders, "«foo»"));
    CHECK(has(orders, "\n  period_end — окончание учебного периода"));
    CHECK(has(orders, "\n  hiring — приём на работу"));
    CHECK(has(desk.bare({"order", "add", "--help"}).out, "movement — движение учеников"));
    CHECK(has(desk({"block", "nobody", "--reason", "foo"}).error, "consent_withdrawn — отозвано согласие"));
}

TEST_CASE("commands: help says what holds where an option is not given", "[sync][commands]") {
    Desk desk;
    CHECK(has(desk.bare({"serve", "--help"}).out, "Адрес и порт (по умолчанию 127.0.0.1:8443)"));
    CHECK(has(desk.bare({"init", "--help"}).out, "(по умолчанию Europe/Moscow)"));
    CHECK(has(desk.bare({"station", "add", "--help"}).out, "(по умолчанию 14)"));
    CHECK(has(desk.bare({"order", "add", "--help"}).out, "Вид (по умолчанию other):"));
    CHECK(has(desk.bare({"import", "plan", "--help"}).out, "(по умолчанию 25)"));
    CHECK_FALSE(has(desk.bare({"import", "plan", "--help"}).out, "(по умолчанию )"));
}

TEST_CASE("commands: the status is told in the words of the school", "[sync][commands]") {
    Desk desk;
    REQUIRE(desk.init({"--school", "000102030405060708090a0b0c0d0e0f"}).status == 0);
    const std::string told = desk({"status"}).out;
    CHECK(has(told, "Школа: 000102030405060708090a0b0c0d0e0f\n"));
    CHECK(has(told, "Записей в журнале: 1\n"));
    CHECK(has(told, "  школа: 1\n"));
    CHECK_FALSE(has(told, " = "));
}

TEST_CASE("commands: a server with a key of another certificate says which files do not fit", "[sync][commands]") {
    Desk desk;
    REQUIRE(desk.init().status == 0);
    const test::DemoTls one, other;
    const std::string certificate = desk.file("server.pem", one.server_pem),
                      key = desk.file("other.key", other.server_key_pem);
    const auto serve = [&](const std::string& with, const std::string& by) {
        const Said said = desk({"serve", "--certificate", with, "--key", by, "--listen", "192.0.2.1:0"});
        CHECK(said.status == 1);
        return said.error;
    };
    const std::string mixed = serve(certificate, key);
    CHECK(has(mixed, "Ключ " + key + " не подходит к сертификату " + certificate));
    CHECK_FALSE(has(mixed, "mismatch"));
    const std::string text = desk.file("text", "no PEM");
    CHECK(has(serve(text, key), "В файле " + text + " нет сертификата PEM"));
    CHECK(has(serve(certificate, text), "В файле " + text + " нет ключа PEM"));
    // The address is of nobody: a pair that fits is taken, and then the address is told.
    CHECK(has(serve(certificate, desk.file("server.key", one.server_key_pem)), "192.0.2.1:0: такого адреса"));
}

TEST_CASE("commands: a copy is told why it is not made, and what is none why it is not put back",
          "[sync][commands][backup]") {
    Desk desk;
    REQUIRE(desk.init().status == 0);
    const auto at = [&](const char* name) { return (desk.dir / name).string(); };
    CHECK(has(desk({"backup", at("data")}).error, "Это папка, а нужен новый файл"));
    CHECK(has(desk({"backup", at("nowhere/copy.db")}).error, "Папки для копии нет: " + at("nowhere")));
    REQUIRE(desk({"backup", at("copy.db")}).status == 0);
    CHECK(has(desk({"backup", at("copy.db")}).error, "Файл уже есть и не перезаписан"));

    const auto not_taken = [&](const std::string& file) {
        const Said said = desk({"restore", file});
        CHECK(said.status == 1);
        for (const char* word : {"SQL", "sql", "database", "table", "PRAGMA"}) CHECK_FALSE(has(said.error, word));
        return said.error;
    };
    CHECK(has(not_taken(at("nowhere.db")), "Такого файла нет"));
    CHECK(has(not_taken(desk.file("README.md", "# Zvonok\n\nA school's bell, and much more than a header's length.")),
              "Это не копия журнала «Звонка»"));
    CHECK(has(not_taken(desk.file("empty", "")), "Это не копия журнала «Звонка»"));
    CHECK(has(not_taken(at("data")), "Это не копия журнала «Звонка»"));
    {
        auto other = sqlite::Database::open(desk.dir / "other.db", {});
        REQUIRE(other);
        REQUIRE(other->script("CREATE TABLE a(b)"));
    }
    CHECK(has(not_taken(at("other.db")), "Это не копия журнала «Звонка»"));
    std::string cut{"SQLite format 3\0", 16};
    CHECK(has(not_taken(desk.file("cut.db", cut + std::string(5000, 'x'))), "Копия повреждена"));
    CHECK(desk({"restore", at("copy.db")}).status == 0);
}

TEST_CASE("commands: the database is named once, without a password, and found again by the folder",
          "[sync][commands]") {
    Desk desk;
    const std::string database = test::PostgresServer::shared().make_database();
    CHECK(desk.init({"--database", database + " password=secret"}).status == 1);
    CHECK(desk.init({"--database", "postgresql://["}).status == 1);
    const Said silent = desk.init({"--database", database + " host=" + desk.dir.path().string()});
    CHECK(silent.status == 1);
    CHECK(has(silent.error, "не отвечает"));
    const Said said = desk.init({"--database", database});
    INFO(said.error);
    REQUIRE(said.status == 0);
    CHECK_FALSE(std::filesystem::exists(desk.dir / "data" / "zvonok.db"));
    using std::filesystem::perms;
    CHECK(std::filesystem::status(desk.dir / "data" / "database").permissions() ==
          (perms::owner_read | perms::owner_write));
    const std::string facts = desk.facts();
    CHECK(has(desk({"seed", "policies", preset(), "--from", "2026-09-01"}).out, "изменено: "));
    CHECK(desk.facts() != facts);

    // Another server's keys on the same database: its signatures would not be believed.
    Desk stranger;
    CHECK(stranger.init({"--database", database}).status == 1);
    // Nor does a folder with a log of its own change over.
    Desk own;
    REQUIRE(own.init().status == 0);
    CHECK(own({"status", "--database", database}).status == 1);
    CHECK(own({"status"}).status == 0);
}

TEST_CASE("commands: a folder that another process works on is refused with the reason", "[sync][commands]") {
    Desk desk;
    REQUIRE(desk.init().status == 0);
    const auto held = sync::server::take_lock({desk.dir / "data"});
    REQUIRE(held);
    const auto pem = desk.file("tls.pem", "");
    const Said second = desk({"serve", "--certificate", pem, "--key", pem});
    CHECK(second.status == 1);
    CHECK(has(second.error, "другой процесс"));
}

TEST_CASE("commands: a report prints what the desks list, of a class and a person that the school has",
          "[sync][commands][O-01]") {
    Desk desk;
    REQUIRE(desk.init({"--policies", preset()}).status == 0);
    for (const char* report : {"control", "late", "changes", "hours", "results", "visits", "remarks", "plans", "setup",
                               "breaches", "objectivity", "logins"}) {
        const Said said = desk({"report", report, "--from", "2026-09-01", "--until", "2026-09-15"});
        INFO(report << ": " << said.error);
        CHECK(said.status == 0);
        CHECK(has(said.out, "За 01.09.2026 – 15.09.2026"));
        CHECK(has(said.out, "Всего: 0"));
    }
    CHECK(desk({"report", "control", "--class", "7Я"}).status == 1);
    CHECK(desk({"report", "control", "--teacher", "nobody@school.example"}).status == 1);
    CHECK(desk({"report", "gossip"}).status == 2);
}
