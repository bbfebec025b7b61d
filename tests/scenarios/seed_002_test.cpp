#include "tests/scenarios/scene.hpp"

#include <catch2/catch.hpp>

/// Requirements 4.2: MAOU SOSH No. 2. Every line runs through a station's database and the server's verdict.
using namespace zvonok;
using namespace zvonok::test;
using namespace zvonok::domain;

namespace {
constexpr std::string_view preset = "002-city-school";
const LessonKey tuesday = lesson("7Б", "алгебра", "2026-09-15");
const LessonKey thursday = lesson("7Б", "алгебра", "2026-09-17");
const EntityId quarter_1 = entity_of(named<PeriodId>("quarter 1"));
}  // namespace

TEST_CASE("002-1 homework is due by 21:00 of the lesson's day", "[002-1][H-03]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-15 10:00"};
    Desk& desk = scene.desk();
    scene.at("2026-09-15 20:59:59");
    CHECK(desk.says(kuznetsova, homework(tuesday, "Белов 7Б", "§ 4", thursday)).word() == "accepted");
    scene.at("2026-09-15 21:00:00");
    CHECK(desk.says(kuznetsova, homework(tuesday, "Иванова 7Б", "§ 5", thursday)).word() ==
          "accepted late.homework.entry_deadline");
    scene.at("2026-09-16 10:00:00");
    CHECK(desk.says(kuznetsova, homework(tuesday, "7Б", "§ 6", thursday)).word() ==
          "accepted late.homework.entry_deadline");
}

TEST_CASE("002-2 homework due today or in the past is refused, offline too", "[002-2][H-06]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-15 10:00"};
    Desk& desk = scene.desk();
    for (const auto& due : {tuesday, lesson("7Б", "алгебра", "2026-09-14")}) {
        const Said said = desk.says(kuznetsova, homework(tuesday, "7Б", "§ 4", due));
        CHECK(said.server.outcome == Outcome::refused);
        CHECK(said.here == said.server);  // judged before anything was sent
    }
    const Said said = desk.says(kuznetsova, homework(tuesday, "7Б", "§ 4", thursday));
    CHECK(said.word() == "accepted");
    CHECK(said.here == said.server);
}

TEST_CASE("002-3 a mark and an absence close seven days after the lesson", "[002-3][J-04][J-11]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-15 10:00"};
    Desk& desk = scene.desk();
    Desk& office = scene.desk("30", StationMode::office);
    scene.at("2026-09-22 23:59:59");
    CHECK(desk.says(kuznetsova, mark(tuesday, "Белов 7Б", "5")).server.outcome == Outcome::accepted);
    CHECK(desk.says(kuznetsova, absence(tuesday, "Иванова 7Б", "Б")).server.outcome == Outcome::accepted);
    scene.at("2026-09-23 00:00:00");
    const Writing wanted = mark(tuesday, "Белов 7Б", "4");
    CHECK(desk.says(kuznetsova, wanted).word() == "refused mark.current.edit_window_days");
    CHECK(desk.says(kuznetsova, absence(tuesday, "Белов 7Б", "Н")).word() == "refused attendance.edit_window_days");
    const auto asked = named<RequestId>("to the administration");
    REQUIRE(desk.says(kuznetsova, request(asked, wanted, "agreed", "")).word() == "accepted");
    CHECK(office.says(deputy, decision(asked, true)).word() == "accepted");
}

TEST_CASE("002-4 marks of written works have the term of their grade and kind", "[002-4][G-08][G-09][G-07]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-14 13:00"};
    Desk& desk = scene.desk();
    const LessonKey third = lesson("3Б", "математика", "2026-09-14");
    const LessonKey seventh = lesson("7Б", "математика", "2026-09-14");
    const LessonKey eighth = lesson("8В", "русский язык", "2026-09-14");
    for (const LessonKey& key : {third, seventh})
        REQUIRE(desk.says(kuznetsova, work(key, "контр", "Дроби", 1)).server.outcome == Outcome::accepted);
    REQUIRE(desk.says(kuznetsova, work(eighth, "соч", "Осень", 1)).server.outcome == Outcome::accepted);

    scene.at("2026-09-15 09:24:59");
    CHECK(desk.says(kuznetsova, mark(third, "Белов 3Б", "4", "контр")).word() == "accepted");
    scene.at("2026-09-15 09:25:00");
    CHECK(desk.says(kuznetsova, mark(third, "Иванова 3Б", "4", "контр")).word() ==
          "accepted late.mark.written.deadline");
    scene.at("2026-09-18 23:59:59");
    CHECK(desk.says(kuznetsova, mark(seventh, "Белов 7Б", "4", "контр")).word() == "accepted");
    scene.at("2026-09-19 00:00:00");
    CHECK(desk.says(kuznetsova, mark(seventh, "Иванова 7Б", "4", "контр")).word() ==
          "accepted late.mark.written.deadline");
    scene.at("2026-09-21 23:59:59");
    CHECK(desk.says(kuznetsova, mark(eighth, "Белов 8В", "4", "соч")).word() == "accepted");
    scene.at("2026-09-22 10:00:00");
    CHECK(desk.says(kuznetsova, mark(eighth, "Иванова 8В", "4", "соч")).word() ==
          "refused mark.current.edit_window_days");
}

TEST_CASE("002-5 period marks are due on the next working day, exam marks on the one after the exam", "[002-5][I-03]") {
    const EntityId exam = named<EntityId>("exam");
    Scene scene{preset, GENERATE(from_range(backends())), "2026-10-26 09:00", [&](ScenarioSchool& school) {
                    school.add(exam, Exam{ExamKind::interim, subject("алгебра"), {group("7Б")}, day("2026-11-03"), {}});
                }};
    Desk& desk = scene.desk();
    scene.at("2026-10-26 23:59:59");
    CHECK(desk.says(kuznetsova, period_mark("Белов 7Б", "алгебра", quarter_1, "4")).word() == "accepted");
    scene.at("2026-10-27 00:00:00");
    CHECK(desk.says(kuznetsova, period_mark("Иванова 7Б", "алгебра", quarter_1, "4")).word() ==
          "accepted late.period_mark.entry_rule");
    scene.at("2026-11-05 23:59:59");
    CHECK(desk.says(kuznetsova, period_mark("Белов 7Б", "алгебра", exam, "4")).word() == "accepted");
    scene.at("2026-11-06 00:00:00");
    CHECK(desk.says(kuznetsova, period_mark("Иванова 7Б", "алгебра", exam, "4")).word() ==
          "accepted late.exam_mark.entry_rule");
}

TEST_CASE("002-6 a subject is named as the curriculum names it", "[002-6][B-16][B-15]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-14 09:00", [](ScenarioSchool& school) {
                    school.add(named<EntityId>("curriculum"), CurriculumItem{"русский язык", 7, {}, 136});
                }};
    Desk& office = scene.desk("30", StationMode::office);
    const auto named_so = [&](const char* name) {
        return office
            .says(deputy,
                  registration(named<EntityId>(std::string("subject fact ") + name), Subject{name}, "2026-09-14"))
            .server.outcome;
    };
    CHECK(named_so("Русский яз.") == Outcome::refused);
    CHECK(named_so("Русский язык") == Outcome::refused);
    CHECK(named_so("русский язык") == Outcome::accepted);
}

TEST_CASE("002-7 a topic has Russian words, in a foreign language's lesson too", "[002-7][E-10]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-15 12:40"};
    Desk& desk = scene.desk();
    const LessonKey english = lesson("7Б", "английский язык", "2026-09-15");
    const Said bare = desk.says(gromov, topic(english, "Present Simple"));
    CHECK(bare.word() == "refused text.language");
    CHECK(bare.here == bare.server);
    CHECK(desk.says(gromov, topic(english, "Настоящее простое время (Present Simple)")).server.outcome ==
          Outcome::accepted);
}

TEST_CASE("002-8 no account without consent on record", "[002-8][A-16][C-13]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-14 09:00", [](ScenarioSchool& school) {
                    school.add(entity_of(who("Родителева")), Person{PersonKind::parent, "Родителева", "Ольга", "", ""});
                }};
    Desk& office = scene.desk("30", StationMode::office);
    const auto account = registration(
        named<EntityId>("account"), Credential{who("Родителева"), CredentialKind::login, "00017", false}, "2026-09-14");
    CHECK(office.says(administrator, account).word() == "refused credentials.needs_consent");
    REQUIRE(office
                .says(secretary,
                      registration(named<EntityId>("consent"),
                                   Consent{who("Родителева"), ConsentState::given, "от 14.09.2026", who("Секретарёва")},
                                   "2026-09-14"))
                .server.outcome == Outcome::accepted);
    CHECK(office.says(administrator, account).server.outcome == Outcome::accepted);
}
