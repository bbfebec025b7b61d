#include "station/journal/control.hpp"
#include "tests/scenarios/scene.hpp"

#include <catch2/catch.hpp>

/// What the requirements ask of the journal beside the worked scenarios: whole ways through a station's database and
/// the real server, under the default rules.
using namespace zvonok;
using namespace zvonok::test;
using namespace zvonok::domain;

namespace {

constexpr std::string_view preset = "default";
const LessonKey algebra = lesson("7Б", "алгебра", "2026-09-15");

CellId cell_of(const Writing& writing) {
    return entry::cell_id(named<SchoolId>("school"), writing.cell);
}

/// A load of a kind of its own with a lesson on Tuesdays, seventh.
void add_load(ScenarioSchool& school, const char* name, LoadKind kind, GroupId to, const char* teacher) {
    school.add(entity_of(subject(name)), Subject{name});
    school.add(entity_of(load("7Б", name)), Load{subject(name), {to}, {who(teacher)}, kind, 34});
    school.add(named<EntityId>(std::string("slot ") + name),
               TimetableSlot{load("7Б", name), 2, WeekParity::every, 7, room("14")});
}

}  // namespace

TEST_CASE("every write names its person, role, session and station, and no change forgets what was",
          "[A-09][A-02][R-12][J-16][F-01]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-15 10:00"};
    Desk& desk = scene.desk();
    REQUIRE(desk.says(kuznetsova, mark(algebra, "Белов 7Б", "3")).server.outcome == Outcome::accepted);
    scene.at("2026-09-15 10:20:00");
    REQUIRE(desk.says(kuznetsova, mark(algebra, "Белов 7Б", "4")).server.outcome == Outcome::accepted);
    Desk& other = scene.desk("14");
    const auto history = other.journal().read().history(cell_of(mark(algebra, "Белов 7Б", "")));
    REQUIRE(history);
    REQUIRE(history->size() == 2);
    CHECK(std::get<Mark>(history->front().writing->act).value == "3");
    CHECK(std::get<Mark>(history->back().writing->act).value == "4");
    for (const journal::HistoryItem& item : *history) {
        CHECK(item.header.author == who("Кузнецова"));
        CHECK(item.header.role == Role::teacher);
        CHECK_FALSE(item.header.session.empty());
        CHECK(item.station == desk.live().id);
    }
    CHECK(history->back().header.saved.at == Scene::instant("2026-09-15 10:20:00"));
}

TEST_CASE("a role that the person does not hold opens nothing, and each of the school's roles has its own",
          "[A-01][A-02][A-03]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-15 10:00"};
    Desk& office = scene.desk("30", StationMode::office);
    CHECK(office.says({"Громов", Role::director}, decision(named<RequestId>("any"), true)).server.outcome ==
          Outcome::refused);
    // Granted by the administrator, it opens what it opens; withdrawn from a day on, it closes again.
    const auto grant =
        registration(named<EntityId>("grant"), RoleGrant{who("Громов"), Role::dispatcher, {}}, "2026-09-15");
    CHECK(office.says(gromov, grant).server.outcome == Outcome::refused);
    REQUIRE(office.says(administrator, grant).server.outcome == Outcome::accepted);
    CHECK(office.says({"Громов", Role::dispatcher}, substitution(algebra, "Ли", "болезнь")).word() == "accepted");
}

TEST_CASE("a diary is opened to a family upon its application, a protected workplace is where it is done",
          "[A-17][R-11]") {
    Scene scene{"001-city-school", GENERATE(from_range(backends())), "2026-09-15 10:00", [](ScenarioSchool& school) {
                    school.add(entity_of(who("Белова-мать")), Person{PersonKind::parent, "Белова", "Ольга", "", ""});
                    school.add(named<EntityId>("link"), ParentLink{who("Белова-мать"), who("Белов 7Б")});
                    school.add(named<EntityId>("consent"),
                               Consent{who("Белова-мать"), ConsentState::given, "№ 1", who("Секретарёва")});
                }};
    Desk& office = scene.desk("30", StationMode::office);
    Desk& desk = scene.desk();
    const auto code = registration(
        named<EntityId>("code"), Credential{who("Белова-мать"), CredentialKind::diary_code, "17", false}, "2026-09-15");
    const Said early = office.says(administrator, code);
    CHECK(early.word() == "refused credentials.needs_application");
    CHECK(early.here == early.server);
    REQUIRE(office
                .says(secretary, registration(named<EntityId>("application"),
                                              Application{who("Белова-мать"), who("Белов 7Б"), day("2026-09-15"), "4"},
                                              "2026-09-15"))
                .word() == "accepted");
    const auto taken = scene.book()->applications_for(who("Белов 7Б"), day("2026-09-15"));
    REQUIRE(taken.size() == 1);
    CHECK(taken.front()->taken_by == who("Секретарёва"));
    desk.sync();
    const Said unsafe = desk.says(administrator, code);
    CHECK(unsafe.word() == "refused station.admin_protected");
    CHECK(unsafe.here == unsafe.server);
    CHECK(office.says(administrator, code).word() == "accepted");
}

TEST_CASE("a control work of the school's monitoring, flagged by the deputy, stays open as long as those do",
          "[G-15][D-10]") {
    Scene scene{"001-city-school", GENERATE(from_range(backends())), "2026-09-15 10:00"};
    Desk& office = scene.desk("30", StationMode::office);
    Desk& desk = scene.desk();
    const PlannedWork flagged{load("7Б", "алгебра"), day("2026-09-15"), "контр", "Дроби", true};
    REQUIRE(office.says(deputy, registration(named<EntityId>("monitored"), flagged, "2026-09-15")).word() ==
            "accepted");
    desk.sync();
    REQUIRE(desk.says(kuznetsova, mark(algebra, "Белов 7Б", "4", "контр")).server.outcome == Outcome::accepted);
    scene.at("2026-09-25 23:59:59");
    const Said in_time = desk.says(kuznetsova, mark(algebra, "Белов 7Б", "5", "контр"));
    CHECK(in_time.server.outcome == Outcome::accepted);
    CHECK(in_time.here == in_time.server);
    scene.at("2026-09-26 00:00:00");
    CHECK(desk.says(kuznetsova, mark(algebra, "Белов 7Б", "3", "контр")).word() ==
          "refused mark.monitoring.edit_window_days");
}

TEST_CASE("one card at work in two places at once is found when both stations have told", "[A-23]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-15 09:00"};
    Desk& twelve = scene.desk("12");
    Desk& fourteen = scene.desk("14");
    const auto put = [&](Desk& desk, Actor by, const char* at, const char* value) {
        scene.at(at);
        desk.put(by, mark(algebra, "Белов 7Б", value));
    };
    // Громов goes from room to room, Кузнецова's card stays in room 12 while it works in room 14 too.
    put(twelve, kuznetsova, "2026-09-15 10:00:00", "3");
    put(fourteen, kuznetsova, "2026-09-15 10:10:00", "4");
    put(twelve, kuznetsova, "2026-09-15 10:30:00", "5");
    put(twelve, gromov, "2026-09-15 11:00:00", "4");
    put(fourteen, gromov, "2026-09-15 11:30:00", "5");
    twelve.sync();
    const auto found = [&](std::string_view from, std::string_view until) {
        fourteen.sync();
        auto database = sqlite::Database::open(fourteen.live().folder / "journal.db").value();
        auto control = journal::Control::open(database, named<SchoolId>("school")).value();
        const auto book = fourteen.book();
        return control
            .double_logins({*book, Zone::find("Europe/Moscow").value(), Scene::instant("2026-09-16 08:00")}, day(from),
                           day(until))
            .value();
    };
    CHECK(found("2026-09-15", "2026-09-15") ==
          std::vector{journal::DoubleLogin{who("Кузнецова"), twelve.live().id, fourteen.live().id,
                                           Scene::instant("2026-09-15 10:10:00"),
                                           Scene::instant("2026-09-15 10:30:00")}});
    CHECK(found("2026-09-14", "2026-09-14").empty());
    CHECK(found("2026-09-16", "2026-09-16").empty());
}

TEST_CASE("a week without the network: everything of the lessons is written, and accepted when it comes",
          "[T-06][J-03][F-01]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-14 07:30"};
    Desk& desk = scene.desk();
    std::vector<std::pair<entry::EntryId, Writing>> written;
    const auto put = [&](const Writing& writing) {
        REQUIRE(desk.judged(kuznetsova, writing).outcome == Outcome::accepted);
        written.emplace_back(desk.put(kuznetsova, writing), writing);
    };
    for (int date = 14; date <= 18; ++date) {
        const std::string iso = "2026-09-" + std::to_string(date);
        scene.at(iso + " 12:00:00");
        const LessonKey maths = lesson("7Б", "математика", iso);
        put(topic(maths, "Десятичные дроби"));
        put(absence(maths, "Белов 7Б", "Н"));
        put(mark(maths, "Иванова 7Б", "5"));
        const LocalDay next = maths.day + std::chrono::days{date == 18 ? 3 : 1};
        put(homework(maths, "7Б", "§ 4", {maths.load, next, 1, {}}));
    }
    scene.at("2026-09-18 20:00:00");
    desk.sync();
    for (const auto& [id, writing] : written) CHECK(desk.verdict(id, writing.cell).outcome == Outcome::accepted);
    CHECK(desk.journal().dump_hash().value() == scene.server().core->dump_hash(named<SchoolId>("school")).value());
}

TEST_CASE("two stations that did not see each other: both versions stay, one shows, both authors can learn of it",
          "[T-09][J-16]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-15 10:00"};
    Desk& one = scene.desk("12");
    Desk& two = scene.desk("14");
    const Writing four = mark(algebra, "Белов 7Б", "4"), five = mark(algebra, "Белов 7Б", "5");
    one.put(kuznetsova, four);
    scene.at("2026-09-15 10:05:00");
    two.put(kuznetsova, five);
    one.sync();
    two.sync();
    one.sync();
    for (Desk* desk : {&one, &two}) {
        const auto conflicts = desk->journal().read().conflicts_of(who("Кузнецова"));
        REQUIRE(conflicts);
        CHECK(conflicts->size() == 1);
    }
    CHECK(one.journal().dump_hash().value() == two.journal().dump_hash().value());
    REQUIRE(one.says(kuznetsova, four).server.outcome == Outcome::accepted);
    CHECK(one.journal().read().conflicts_of(who("Кузнецова"))->empty());
}

TEST_CASE("the office makes the school's frame by registrations that the server records",
          "[B-09][B-14][D-01][D-11][B-22]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-14 08:00"};
    Desk& office = scene.desk("30", StationMode::office);
    const auto accepted = [&](Actor by, EntityId id, FactValue value) {
        return office.says(by, registration(id, std::move(value), "2026-09-14")).server.outcome == Outcome::accepted;
    };
    const auto order = named<OrderId>("order 5");
    Order formed;
    formed.number = "5";
    formed.date = day("2026-09-14");
    formed.subject = "Об открытии класса";
    REQUIRE(accepted(secretary, entity_of(order), formed));
    Group fresh;
    fresh.name = "7Г";
    fresh.grade = 7;
    fresh.order = order;
    CHECK_FALSE(accepted(gromov, entity_of(group("7Г")), fresh));
    REQUIRE(accepted(deputy, entity_of(group("7Г")), fresh));
    REQUIRE(
        accepted(administrator, named<EntityId>("leads"), RoleGrant{who("Громов"), Role::class_teacher, group("7Г")}));
    REQUIRE(accepted(deputy, named<EntityId>("curriculum"), CurriculumItem{"алгебра", 7, {}, 102}));
    REQUIRE(accepted(deputy, entity_of(load("7Г", "алгебра")),
                     Load{subject("алгебра"), {group("7Г")}, {who("Кузнецова")}, LoadKind::lesson, 102}));
    REQUIRE(accepted(dispatcher, named<EntityId>("new slot"),
                     TimetableSlot{load("7Г", "алгебра"), 5, WeekParity::every, 7, room("14")}));
    REQUIRE(accepted(dispatcher, named<EntityId>("new exam"),
                     Exam{ExamKind::interim, subject("алгебра"), {group("7Г")}, day("2026-12-15"), {}}));
    const auto book = office.book();
    CHECK(book->class_teachers(group("7Г"), day("2026-09-15")) == std::vector{who("Громов")});
    const auto made = book->lesson(lesson("7Г", "алгебра", "2026-09-18"));
    REQUIRE(made);
    CHECK(made->room == room("14"));
    CHECK_FALSE(book->lesson(lesson("7Г", "алгебра", "2026-09-11")));  // before the fact's first day
}

TEST_CASE("clubs, after-school groups, practices and one pupil's own plan have journals of their own",
          "[Q-01][Q-02][Q-03][Q-04][B-13][G-17]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-15 15:00", [](ScenarioSchool& school) {
                    Group own;
                    own.kind = GroupKind::individual;
                    own.name = "Белов, свой план";
                    own.parent = group("7Б");
                    school.add(entity_of(group("own plan")), own);
                    school.add(named<EntityId>("own member"),
                               Membership{group("own plan"), who("Белов 7Б"), {}, StudyForm::full_time});
                    add_load(school, "робототехника", LoadKind::extracurricular, group("7Б"), "Громов");
                    add_load(school, "присмотр и уход", LoadKind::after_school, group("7Б"), "Ли");
                    add_load(school, "учебная практика", LoadKind::practice, group("7Б"), "Соколова");
                    add_load(school, "химия", LoadKind::lesson, group("own plan"), "Кузнецова");
                }};
    Desk& desk = scene.desk();
    const auto accepted = [&](const char* teacher, const Writing& writing) {
        return desk.says({teacher}, writing).server.outcome == Outcome::accepted;
    };
    const auto in = [](const char* name) { return lesson("7Б", name, "2026-09-15"); };
    CHECK(accepted("Громов", topic(in("робототехника"), "Датчик расстояния")));
    CHECK(accepted("Громов", absence(in("робототехника"), "Белов 7Б", "Н")));
    CHECK(accepted("Ли", absence(in("присмотр и уход"), "Белов 7Б", "Н")));
    CHECK(accepted("Соколова", mark(in("учебная практика"), "Белов 7Б", "5", "практ")));
    CHECK(accepted("Кузнецова", mark(in("химия"), "Белов 7Б", "5")));
    // Only the pupil of the plan is on its list.
    CHECK_FALSE(accepted("Кузнецова", mark(in("химия"), "Иванова 7Б", "5")));
}

TEST_CASE("the diary shows by itself what the lesson's journal says",
          "[K-01][K-03][K-04][K-05][K-09][K-10][G-05][H-01][H-09]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-15 10:30"};
    Desk& desk = scene.desk();
    REQUIRE(desk.says(kuznetsova, topic(algebra, "Линейные уравнения")).server.outcome == Outcome::accepted);
    REQUIRE(desk.says(kuznetsova, work(algebra, "контр", "Уравнения", 1)).server.outcome == Outcome::accepted);
    Writing five = mark(algebra, "Белов 7Б", "5", "контр");
    five.act = Mark{"5", "Чистая работа"};
    REQUIRE(desk.says(kuznetsova, five).server.outcome == Outcome::accepted);
    REQUIRE(desk.says(kuznetsova, absence(lesson("7Б", "математика", "2026-09-15"), "Белов 7Б", "Н")).server.outcome ==
            Outcome::accepted);
    Writing task = homework(algebra, "7Б", "§ 12, № 214–216", lesson("7Б", "алгебра", "2026-09-17"));
    task.act = Homework{"§ 12, № 214–216",
                        HomeworkWay::read | HomeworkWay::written,
                        lesson("7Б", "алгебра", "2026-09-17"),
                        {"https://school.example/urok"}};
    REQUIRE(desk.says(kuznetsova, task).server.outcome == Outcome::accepted);

    Desk& elsewhere = scene.desk("14");
    const LoadId loads[] = {load("7Б", "алгебра"), load("7Б", "математика")};
    const GroupId groups[] = {group("7Б")};
    const auto diary =
        elsewhere.journal().read().diary({who("Белов 7Б"), loads, groups, day("2026-09-14"), day("2026-09-20")});
    REQUIRE(diary);
    REQUIRE(diary->marks.size() == 1);
    CHECK(diary->marks.front().value()->comment == "Чистая работа");
    REQUIRE(diary->works.size() == 1);
    CHECK(diary->works.front().value()->theme == "Уравнения");
    REQUIRE(diary->topics.size() == 1);
    CHECK(diary->topics.front().value()->text == "Линейные уравнения");
    REQUIRE(diary->attendance.size() == 1);
    CHECK(diary->attendance.front().value()->code == "Н");
    REQUIRE(diary->homework.size() == 1);
    CHECK(*diary->homework.front().value() == std::get<Homework>(task.act));
}

TEST_CASE("the summary sheet is there by itself, with exam marks, and says of when it is", "[I-09][I-11][I-12][I-08]") {
    const EntityId exam = named<EntityId>("exam");
    Scene scene{preset, GENERATE(from_range(backends())), "2026-10-26 09:00", [&](ScenarioSchool& school) {
                    school.add(exam, Exam{ExamKind::interim, subject("алгебра"), {group("7Б")}, day("2026-10-23"), {}});
                }};
    Desk& desk = scene.desk();
    const EntityId quarter = entity_of(named<PeriodId>("quarter 1"));
    REQUIRE(desk.says(kuznetsova, period_mark("Белов 7Б", "алгебра", quarter, "4")).server.outcome ==
            Outcome::accepted);
    REQUIRE(desk.says(kuznetsova, period_mark("Белов 7Б", "алгебра", exam, "5")).server.outcome == Outcome::accepted);
    const PersonId pupils[] = {who("Белов 7Б"), who("Иванова 7Б")};
    const auto sheet = desk.journal().read().summary(pupils);
    REQUIRE(sheet);
    REQUIRE(sheet->marks.size() == 2);
    std::map<EntityId, std::string> values;
    for (const auto& each : sheet->marks) values[each.cell.period] = each.value()->value;
    CHECK(values == std::map<EntityId, std::string>{{quarter, "4"}, {exam, "5"}});
    REQUIRE(sheet->as_of);
    CHECK(*sheet->as_of >= Scene::instant("2026-10-26 09:00"));
}
