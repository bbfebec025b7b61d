#include "tests/scenarios/terminal.hpp"

#include <catch2/catch.hpp>

/// Requirements 4.0: the school in Lava village. Every line runs through a station's database and the server's verdict.
using namespace zvonok;
using namespace zvonok::test;
using namespace zvonok::domain;

namespace {
constexpr std::string_view preset = "000-village-school";
const EntityId quarter_1 = entity_of(named<PeriodId>("quarter 1"));
}  // namespace

TEST_CASE("000-1 homework is due an hour and a half after the class's last lesson", "[000-1][H-02][O-02]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-16 08:00"};
    Desk& desk = scene.desk();
    const LessonKey second = lesson("6А", "математика", "2026-09-16");
    const LessonKey next = lesson("6А", "математика", "2026-09-17");
    scene.at("2026-09-16 14:55:00");
    const Said in_time = desk.says(kuznetsova, homework(second, "Белов 6А", "§ 4", next));
    CHECK(in_time.word() == "accepted");
    CHECK(in_time.here == in_time.server);
    scene.at("2026-09-16 14:55:01");
    const Said late = desk.says(kuznetsova, homework(second, "6А", "§ 5", next));
    CHECK(late.word() == "accepted late.homework.entry_deadline");
    CHECK(late.here == late.server);
}

TEST_CASE("000-2 the last lesson that was held counts, not the one that was planned", "[000-2][H-02][D-08]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-16 07:30"};
    Desk& office = scene.desk("30", StationMode::office);
    REQUIRE(office.says(dispatcher, cancelled(lesson("6А", "физическая культура", "2026-09-16"))).word() == "accepted");
    Desk& desk = scene.desk();
    const LessonKey second = lesson("6А", "математика", "2026-09-16");
    const LessonKey next = lesson("6А", "математика", "2026-09-17");
    scene.at("2026-09-16 14:00:00");
    CHECK(desk.says(kuznetsova, homework(second, "Белов 6А", "§ 4", next)).word() == "accepted");
    scene.at("2026-09-16 14:00:01");
    CHECK(desk.says(kuznetsova, homework(second, "6А", "§ 5", next)).word() == "accepted late.homework.entry_deadline");
}

TEST_CASE("000-3 an answer's mark is due on the day, a control work's is not", "[000-3][G-06][G-07]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-17 12:00"};
    Desk& desk = scene.desk();
    const LessonKey thursday = lesson("7Б", "алгебра", "2026-09-17");
    REQUIRE(desk.says(kuznetsova, work(thursday, "контр", "Линейные уравнения", 1)).server.outcome ==
            Outcome::accepted);
    scene.at("2026-09-17 23:59:59");
    CHECK(desk.says(kuznetsova, mark(thursday, "Белов 7Б", "4", "ответ")).word() == "accepted");
    scene.at("2026-09-18 00:00:00");
    CHECK(desk.says(kuznetsova, mark(thursday, "Иванова 7Б", "4", "ответ")).word() ==
          "accepted late.mark.lesson.deadline");
    CHECK(desk.says(kuznetsova, mark(thursday, "Белов 7Б", "5", "контр")).word() == "accepted");
}

TEST_CASE("000-4 period marks open with the last week and are late after it", "[000-4][I-02]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-10-16 12:00"};
    Desk& desk = scene.desk();
    const auto of = [&](const char* pupil) { return period_mark(pupil, "алгебра", quarter_1, "4"); };
    CHECK(desk.says(kuznetsova, of("Белов 7Б")).word() == "refused period_mark.early_entry");
    scene.at("2026-10-19 08:00:00");
    CHECK(desk.says(kuznetsova, of("Белов 7Б")).word() == "accepted");
    scene.at("2026-10-23 23:59:59");
    CHECK(desk.says(kuznetsova, of("Иванова 7Б")).word() == "accepted");
    scene.at("2026-10-24 00:00:00");
    CHECK(desk.says(kuznetsova, of("Яковлев 7Б")).word() == "accepted late.period_mark.entry_rule");
}

TEST_CASE("000-5 who holds another's lesson says so first, offline too", "[000-5][D-05][D-07][D-13]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-17 07:20"};
    Desk& desk = scene.desk();
    const LessonKey algebra = lesson("7Б", "алгебра", "2026-09-17");
    // No network from 07:30 on: nothing is synced until 15:10.
    scene.at("2026-09-17 10:00:00");
    CHECK(desk.judged(li, absence(algebra, "Белов 7Б", "Н")).outcome == Outcome::refused);
    const Writing declared = substitution(algebra, "Ли", "болезнь");
    REQUIRE(desk.judged(li, declared).outcome == Outcome::accepted);
    const auto replacement = desk.put(li, declared);
    REQUIRE(desk.judged(li, absence(algebra, "Белов 7Б", "Н")).outcome == Outcome::accepted);
    const auto absent = desk.put(li, absence(algebra, "Белов 7Б", "Н"));
    const auto five = desk.put(li, mark(algebra, "Иванова 7Б", "5"));
    scene.at("2026-09-17 15:10:00");
    desk.sync();
    CHECK(desk.verdict(replacement, declared.cell).outcome == Outcome::accepted);
    CHECK(desk.verdict(absent, absence(algebra, "Белов 7Б", "Н").cell).outcome == Outcome::accepted);
    CHECK(desk.verdict(five, mark(algebra, "Иванова 7Б", "5").cell).outcome == Outcome::accepted);
    const auto held = scene.book()->lesson(algebra);
    REQUIRE(held);
    CHECK(held->teachers == std::vector{who("Кузнецова")});
    CHECK(held->substitute == who("Ли"));
    const auto history = desk.journal().read().history(
        entry::cell_id(named<SchoolId>("school"), absence(algebra, "Белов 7Б", "Н").cell));
    REQUIRE(history);
    CHECK(history->front().header.saved.at == Scene::instant("2026-09-17 10:00:00"));
}

TEST_CASE("000-6 a teacher bound to one room's stations writes at no other", "[000-6][T-05][R-04]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-17 07:30", [](ScenarioSchool& school) {
                    school.add(named<EntityId>("binding"), StationBinding{who("Кузнецова"), room("12")});
                }};
    Desk& own = scene.desk("12");
    Desk& other = scene.desk("30");
    const LessonKey algebra = lesson("7Б", "алгебра", "2026-09-17");
    scene.at("2026-09-17 10:00:00");
    CHECK(own.says(kuznetsova, absence(algebra, "Белов 7Б", "Н")).word() == "accepted");
    const Said refused = other.says(kuznetsova, absence(algebra, "Иванова 7Б", "Н"));
    CHECK(refused.word() == "refused station.bind_teacher");
    CHECK(refused.here == refused.server);
    // At the screen of room 30: she reads, her touches are told that they are nothing, and the attempt is logged once.
    Terminal terminal{other};
    terminal.log_in(kuznetsova);
    terminal.touch(flow::ask::OpenLesson{algebra});
    REQUIRE(terminal.shown().lesson);
    REQUIRE(terminal.shown().lesson->key == algebra);
    terminal.touch(flow::ask::SetAttendance{who("Иванова 7Б"), "Н"});
    terminal.touch(flow::ask::AllPresent{});
    REQUIRE(terminal.shown().refused.size() == 3);
    for (const flow::Attention& told : terminal.shown().refused) CHECK(told.rule == rule::bound_elsewhere);
    CHECK(terminal.shown().waiting.empty());
    other.sync();
    Desk& office = scene.desk("30", StationMode::office);
    const auto attempts = office.journal().read().registers(CellKind::refused_attempt, Scene::instant("2026-09-17"),
                                                            Scene::instant("2026-09-18"));
    REQUIRE(attempts);
    REQUIRE(attempts->size() == 1);
    CHECK(attempts->front().as<RefusedAttempt>()->rule == rule::bound_elsewhere);
    CHECK(attempts->front().view.shown()->author == who("Кузнецова"));
    CHECK(attempts->front().view.shown()->outcome == Outcome::accepted);
    const auto journal = office.journal().read().lesson(algebra);
    REQUIRE(journal);
    REQUIRE(journal->attendance.size() == 1);
    CHECK(journal->attendance.front().pupil == who("Белов 7Б"));
}

TEST_CASE("000-7 a password that others know closes the account at once; the report has its term", "[000-7][A-21]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-18 12:00", [](ScenarioSchool& school) {
                    for (const char* family : {"Родителева", "Отцова", "Дедова"})
                        school.add(entity_of(who(family)), Person{PersonKind::parent, family, "Ольга", "", ""});
                }};
    Desk& office = scene.desk("30", StationMode::office);
    const auto report = [](std::string_view account, std::string_view learned) {
        Cell cell;
        cell.kind = CellKind::compromise_report;
        cell.addressee = entity_of(who(account));
        cell.period = named<EntityId>(std::string("report ") + std::string(account));
        return Writing{cell, CompromiseReport{day(learned), "узнали пароль"}, {}};
    };
    scene.at("2026-09-18 20:00:00");
    CHECK_FALSE(scene.blocked("Родителева", "2026-09-18 20:00:01"));
    CHECK(office.says(administrator, report("Родителева", "2026-09-18")).word() == "accepted");
    CHECK(scene.blocked("Родителева", "2026-09-18 20:00:01"));
    scene.at("2026-09-21 23:59:59");
    CHECK(office.says(administrator, report("Отцова", "2026-09-18")).word() == "accepted");
    scene.at("2026-09-22 00:00:00");
    CHECK(office.says(administrator, report("Дедова", "2026-09-18")).word() == "accepted late.compromise.report_term");
    CHECK(scene.blocked("Дедова", "2026-09-22 00:00:01"));
}

TEST_CASE("000-8 a journal is kept five years, its summary sheets twenty-five", "[000-8][N-09][N-10][J-17]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2027-06-10 12:00"};
    Desk& office = scene.desk("30", StationMode::office);
    const EntityId year = named<EntityId>("year ");
    const auto step = [&](YearState state) {
        Cell cell;
        cell.kind = CellKind::year_step;
        cell.addressee = year;
        return Writing{cell, YearStep{state}, {}};
    };
    const auto archive = [&](const char* which) {
        Cell cell;
        cell.kind = CellKind::archive_step;
        cell.addressee = year;
        cell.work = which;
        return Writing{cell, ArchiveStep{"акт № 1"}, {}};
    };
    REQUIRE(office.says(administrator, step(YearState::closing)).word() == "accepted");
    REQUIRE(office.says(deputy, step(YearState::closed)).word() == "accepted");
    REQUIRE(office.says(secretary, archive("summary_extracted")).server.outcome == Outcome::accepted);
    scene.at("2032-12-31 12:00:00");
    CHECK(office.says(director, archive("journal_destroyed")).word() == "refused retention.journal_years");
    scene.at("2033-01-01 00:00:00");
    CHECK(office.says(director, archive("journal_destroyed")).server.outcome == Outcome::accepted);
    scene.at("2052-12-31 12:00:00");
    CHECK(office.says(director, archive("summary_destroyed")).word() == "refused retention.summary_years");
    scene.at("2053-01-01 00:00:00");
    CHECK(office.says(director, archive("summary_destroyed")).server.outcome == Outcome::accepted);
}
