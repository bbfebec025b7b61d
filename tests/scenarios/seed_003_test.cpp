#include "tests/scenarios/scene.hpp"

#include <catch2/catch.hpp>

/// Requirements 4.3: Gymnasium 56, Izhevsk. Every line runs through a station's database and the server's verdict.
using namespace zvonok;
using namespace zvonok::test;
using namespace zvonok::domain;

namespace {
constexpr std::string_view preset = "003-gymnasium";
}  // namespace

TEST_CASE("003-1 a markless grade takes words, not numbers", "[003-1][G-11][I-13]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-15 10:00"};
    Desk& desk = scene.desk();
    const LessonKey first = lesson("1А", "математика", "2026-09-15");
    const Said five = desk.says(kuznetsova, mark(first, "Белов 1А", "5"));
    CHECK(five.server.outcome == Outcome::refused);
    CHECK(five.here == five.server);
    scene.at("2026-10-23 12:00:00");
    const EntityId quarter = entity_of(named<PeriodId>("quarter 1"));
    CHECK(desk.says(kuznetsova, period_mark("Белов 1А", "математика", quarter, "4")).server.outcome ==
          Outcome::refused);
    CHECK(desk.says(kuznetsova, period_mark("Белов 1А", "математика", quarter, "освоил")).server.outcome ==
          Outcome::accepted);
}

TEST_CASE("003-2 marks from a sanatorium come by their certificate, outside any window", "[003-2][G-13]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-11-30 09:00"};
    Desk& office = scene.desk("30", StationMode::office);
    const auto certificate = named<DocumentId>("certificate");
    const auto paper = [&](std::string number) {
        return registration(entity_of(certificate),
                            PupilDocument{DocumentKind::sanatorium,
                                          who("Белов 7Б"),
                                          std::move(number),
                                          "санаторий «Сосны»",
                                          day("2026-11-09"),
                                          day("2026-11-29"),
                                          "УП",
                                          {}},
                            "2026-11-09");
    };
    const auto brought = [&](int n, const char* date) {
        Cell cell;
        cell.kind = CellKind::transferred_mark;
        cell.addressee = entity_of(who("Белов 7Б"));
        cell.subject = entity_of(subject("алгебра"));
        cell.period = entity_of(certificate);
        cell.ordinal = n;
        return Writing{cell, TransferredMark{"4", day(date), "ответ"}, {}};
    };
    CHECK(office.says(secretary, brought(1, "2026-11-11")).server.outcome != Outcome::accepted);
    CHECK(office.says(secretary, paper("")).server.outcome == Outcome::refused);
    REQUIRE(office.says(secretary, paper("№ 41")).server.outcome == Outcome::accepted);
    for (const auto& [n, date] : {std::pair{1, "2026-11-11"}, {2, "2026-11-16"}, {3, "2026-11-20"}, {4, "2026-11-24"}})
        CHECK(office.says(secretary, brought(n, date)).word() == "accepted");
    CHECK(office.says(secretary, brought(5, "2026-12-01")).server.outcome == Outcome::refused);
}

TEST_CASE("003-6 a paper sheet by order is typed in later and counts from the lesson's day", "[003-6][F-11]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-18 09:00"};
    Desk& desk = scene.desk();
    Desk& office = scene.desk("30", StationMode::office);
    const auto order = named<OrderId>("paper order");
    REQUIRE(office
                .says(secretary, registration(entity_of(order),
                                              Order{OrderKind::paper_record,
                                                    "112",
                                                    day("2026-09-17"),
                                                    "О записи на бумаге",
                                                    day("2026-09-17"),
                                                    day("2026-09-17"),
                                                    {group("7Б")}},
                                              "2026-09-17"))
                .server.outcome == Outcome::accepted);
    desk.sync();
    scene.at("2026-09-21 12:00:00");
    const LessonKey lost = lesson("7Б", "алгебра", "2026-09-17");
    const Said typed = desk.says(kuznetsova, upon(entity_of(order), absence(lost, "Белов 7Б", "Н")));
    CHECK(typed.server.outcome == Outcome::accepted);
    const auto history =
        desk.journal().read().history(entry::cell_id(named<SchoolId>("school"), absence(lost, "Белов 7Б", "Н").cell));
    REQUIRE(history);
    CHECK(history->front().writing->basis == entity_of(order));
    CHECK(history->front().header.saved.at == Scene::instant("2026-09-21 12:00:00"));
    // The window runs from the lesson: seven days, by default.
    scene.at("2026-09-25 00:00:00");
    CHECK(desk.says(kuznetsova, upon(entity_of(order), absence(lost, "Белов 7Б", ""))).server.outcome ==
          Outcome::refused);
}

TEST_CASE("003-7 a recovery slip works once", "[003-7][A-14]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-14 09:00", [](ScenarioSchool& school) {
                    school.add(entity_of(who("Родителева")), Person{PersonKind::parent, "Родителева", "Ольга", "", ""});
                    school.add(named<EntityId>("consent"), Consent{who("Родителева"), ConsentState::given, "№ 1", {}});
                    school.add(named<EntityId>("slip"),
                               Credential{who("Родителева"), CredentialKind::recovery_slip, "00017", false});
                }};
    Desk& office = scene.desk("30", StationMode::office);
    const auto used =
        registration(named<EntityId>("slip"),
                     Credential{who("Родителева"), CredentialKind::recovery_slip, "00017", true}, "2026-09-14");
    CHECK(office.says(administrator, used).server.outcome == Outcome::accepted);
    CHECK(office.says(administrator, used).server.outcome == Outcome::refused);
}

TEST_CASE("003-8 summary sheets are kept twenty-five years from the first of January", "[003-8][N-10]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2027-06-10 12:00"};
    Desk& office = scene.desk("30", StationMode::office);
    const EntityId year = named<EntityId>("year ");
    Cell close;
    close.kind = CellKind::year_step;
    close.addressee = year;
    REQUIRE(office.says(administrator, {close, YearStep{YearState::closing}, {}}).word() == "accepted");
    REQUIRE(office.says(deputy, {close, YearStep{YearState::closed}, {}}).word() == "accepted");
    Cell cell;
    cell.kind = CellKind::archive_step;
    cell.addressee = year;
    cell.work = "summary_destroyed";
    scene.at("2052-12-31 12:00:00");
    CHECK(office.says(director, {cell, ArchiveStep{"акт"}, {}}).word() == "refused retention.summary_years");
}
