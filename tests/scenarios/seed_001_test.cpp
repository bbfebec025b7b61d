#include "tests/scenarios/scene.hpp"

#include <catch2/catch.hpp>

/// Requirements 4.1: MAOU SOSH No. 84, Krasnodar. Every line runs through a station's database and the server's
/// verdict.
using namespace zvonok;
using namespace zvonok::test;
using namespace zvonok::domain;

namespace {
constexpr std::string_view preset = "001-city-school";
const LessonKey tuesday = lesson("7Б", "алгебра", "2026-09-15");
}  // namespace

TEST_CASE("001-1 a mark and an absence close two days after the lesson", "[001-1][J-04][J-01]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-15 10:00"};
    Desk& desk = scene.desk();
    REQUIRE(desk.says(kuznetsova, mark(tuesday, "Белов 7Б", "4")).word() == "accepted");
    REQUIRE(desk.says(kuznetsova, absence(tuesday, "Иванова 7Б", "Н")).word() == "accepted");
    scene.at("2026-09-17 23:59:59");
    CHECK(desk.says(kuznetsova, mark(tuesday, "Белов 7Б", "5")).server.outcome == Outcome::accepted);
    CHECK(desk.says(kuznetsova, absence(tuesday, "Иванова 7Б", "")).server.outcome == Outcome::accepted);
    scene.at("2026-09-18 00:00:00");
    const Said late_mark = desk.says(kuznetsova, mark(tuesday, "Белов 7Б", "3"));
    CHECK(late_mark.word() == "refused mark.current.edit_window_days");
    CHECK(late_mark.here == late_mark.server);
    const Said late_absence = desk.says(kuznetsova, absence(tuesday, "Иванова 7Б", "Н"));
    CHECK(late_absence.word() == "refused attendance.edit_window_days");
    CHECK(late_absence.here == late_absence.server);
}

TEST_CASE("001-2 a moved lesson's window runs from the day on which it was held", "[001-2][D-08][J-04]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-14 12:00"};
    Desk& office = scene.desk("30", StationMode::office);
    REQUIRE(office.says(dispatcher, moved(tuesday, "2026-09-18", 7)).word() == "accepted");
    Desk& desk = scene.desk();
    scene.at("2026-09-18 14:00:00");
    REQUIRE(desk.says(kuznetsova, mark(tuesday, "Белов 7Б", "4")).word() == "accepted");
    scene.at("2026-09-20 23:59:59");
    CHECK(desk.says(kuznetsova, mark(tuesday, "Белов 7Б", "5")).server.outcome == Outcome::accepted);
    scene.at("2026-09-21 00:00:00");
    CHECK(desk.says(kuznetsova, mark(tuesday, "Белов 7Б", "3")).word() == "refused mark.current.edit_window_days");
}

TEST_CASE("001-3 works of internal monitoring stay open ten days, an ordinary control work two",
          "[001-3][J-05][G-15]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-10-05 10:00"};
    Desk& desk = scene.desk();
    const LessonKey monday = lesson("7Б", "математика", "2026-10-05");
    const auto monitoring = [&](std::string value) { return mark(monday, "Белов 7Б", std::move(value), "монит"); };
    const auto ordinary = [&](std::string value) { return mark(monday, "Белов 7Б", std::move(value), "контр"); };
    REQUIRE(desk.says(kuznetsova, work(monday, "монит", "Дроби", 1)).server.outcome == Outcome::accepted);
    REQUIRE(desk.says(kuznetsova, work(monday, "контр", "Дроби", 1)).server.outcome == Outcome::accepted);
    REQUIRE(desk.says(kuznetsova, monitoring("4")).server.outcome == Outcome::accepted);
    REQUIRE(desk.says(kuznetsova, ordinary("4")).server.outcome == Outcome::accepted);
    scene.at("2026-10-07 23:59:59");
    CHECK(desk.says(kuznetsova, ordinary("5")).server.outcome == Outcome::accepted);
    scene.at("2026-10-08 00:00:00");
    CHECK(desk.says(kuznetsova, ordinary("3")).word() == "refused mark.current.edit_window_days");
    scene.at("2026-10-15 23:59:59");
    CHECK(desk.says(kuznetsova, monitoring("5")).server.outcome == Outcome::accepted);
    scene.at("2026-10-16 00:00:00");
    CHECK(desk.says(kuznetsova, monitoring("3")).word() == "refused mark.monitoring.edit_window_days");
}

TEST_CASE("001-4 written works in literature stay open ten days in grade 10, not in grade 9", "[001-4][J-06][G-16]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-11-10 12:00"};
    Desk& desk = scene.desk();
    const auto essay = [](const char* in_class, std::string value) {
        return mark(lesson(in_class, "литература", "2026-11-10"), std::string("Белов ") + in_class, std::move(value),
                    "соч");
    };
    REQUIRE(desk.says(gromov, essay("10А", "4")).server.outcome == Outcome::accepted);
    REQUIRE(desk.says(gromov, essay("9А", "4")).server.outcome == Outcome::accepted);
    scene.at("2026-11-13 00:00:00");
    CHECK(desk.says(gromov, essay("9А", "3")).word() == "refused mark.current.edit_window_days");
    scene.at("2026-11-20 23:59:59");
    CHECK(desk.says(gromov, essay("10А", "5")).server.outcome == Outcome::accepted);
    scene.at("2026-11-21 00:00:00");
    CHECK(desk.says(gromov, essay("10А", "3")).word() == "refused mark.writing_10_11.edit_window_days");
}

TEST_CASE("001-5 a period mark closes seven days after the period's end", "[001-5][J-07]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-10-23 12:00"};
    Desk& desk = scene.desk();
    const EntityId quarter = entity_of(named<PeriodId>("quarter 1"));
    REQUIRE(desk.says(kuznetsova, period_mark("Белов 7Б", "алгебра", quarter, "4")).server.outcome ==
            Outcome::accepted);
    scene.at("2026-10-30 23:59:59");
    CHECK(desk.says(kuznetsova, period_mark("Белов 7Б", "алгебра", quarter, "5")).server.outcome == Outcome::accepted);
    scene.at("2026-10-31 00:00:00");
    CHECK(desk.says(kuznetsova, period_mark("Белов 7Б", "алгебра", quarter, "3")).word() ==
          "refused period_mark.edit_window_days");
}

TEST_CASE("001-6 a late change goes by request, decision and another's hand", "[001-6][J-08][J-09][J-11][J-12][J-13]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-15 10:00"};
    Desk& desk = scene.desk();
    Desk& office = scene.desk("30", StationMode::office);
    REQUIRE(desk.says(kuznetsova, mark(tuesday, "Белов 7Б", "3")).word() == "accepted");
    scene.at("2026-09-28 09:00:00");
    const Writing wanted = mark(tuesday, "Белов 7Б", "4");
    CHECK(desk.says(kuznetsova, wanted).server.outcome == Outcome::refused);

    const auto bare = named<RequestId>("bare");
    CHECK(desk.says(kuznetsova, request(bare, wanted, "teacher_absent", "")).word() == "refused change.document");
    const auto asked = named<RequestId>("with a document");
    REQUIRE(desk.says(kuznetsova, request(asked, wanted, "teacher_absent", "б/л № 17 от 16.09.2026")).word() ==
            "accepted");
    office.sync();
    const auto listed = office.book()->change_request(asked);
    REQUIRE(listed);
    CHECK(listed->number() == 1);
    CHECK(listed->asked->taken == Scene::instant("2026-09-28 09:00:00"));

    // Not decided yet: nobody may carry it out.
    CHECK(office.says(class_teacher, upon(entity_of(asked), wanted)).server.outcome != Outcome::accepted);
    // The teacher has no word in the decision.
    CHECK(desk.says(kuznetsova, decision(asked, true)).server.outcome == Outcome::refused);
    REQUIRE(office.says(director, decision(asked, true)).word() == "accepted");
    desk.sync();
    CHECK(desk.says(kuznetsova, wanted).server.outcome == Outcome::refused);
    // Another value than the one that was approved passes for nobody.
    CHECK(office.says(class_teacher, upon(entity_of(asked), mark(tuesday, "Белов 7Б", "5"))).server.outcome ==
          Outcome::refused);
    const Said done = office.says(class_teacher, upon(entity_of(asked), wanted));
    CHECK(done.server.outcome == Outcome::accepted);
    const auto history = office.journal().read().history(entry::cell_id(named<SchoolId>("school"), wanted.cell));
    REQUIRE(history);
    CHECK(history->back().header.author == who("Соколова"));
    CHECK(history->back().writing->basis == entity_of(asked));
}

TEST_CASE("001-7 what was saved in time offline is accepted late; a clock set back is held", "[001-7][J-03][T-12]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-15 10:00"};
    Desk& desk = scene.desk();
    REQUIRE(desk.says(kuznetsova, mark(tuesday, "Белов 7Б", "4")).word() == "accepted");
    const Writing change = mark(tuesday, "Белов 7Б", "5");
    SECTION("offline from Thursday noon, saved at 22:00, sent on Friday") {
        scene.at("2026-09-17 12:00:00");
        desk.sync();
        scene.at("2026-09-17 22:00:00");
        const auto entry = desk.put(kuznetsova, change);
        scene.at("2026-09-18 08:10:00");
        desk.sync();
        CHECK(desk.verdict(entry, change.cell).outcome == Outcome::accepted);
    }
    SECTION("the station's clock is set back a day on Friday before the edit") {
        scene.at("2026-09-17 12:00:00");
        desk.sync();
        scene.at("2026-09-18 08:00:00");
        desk.live().clock.step_wall(-24h);
        const auto entry = desk.put(kuznetsova, change);
        desk.sync();
        const Judgement held = desk.verdict(entry, change.cell);
        CHECK(held.outcome == Outcome::held);
        CHECK(held.rule == rule::clock_doubt);
        const auto view = desk.journal().read().history(entry::cell_id(named<SchoolId>("school"), change.cell));
        REQUIRE(view);
        CHECK(view->front().outcome == Outcome::accepted);
    }
}
