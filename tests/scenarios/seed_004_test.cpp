#include "tests/scenarios/terminal.hpp"

#include <catch2/catch.hpp>

/// Requirements 4.4: Tomsk Industrial College. Every line runs through a station's database and the server's verdict.
using namespace zvonok;
using namespace zvonok::test;
using namespace zvonok::domain;

namespace {
constexpr std::string_view preset = "004-vocational-college";
}  // namespace

TEST_CASE("004-1 a topic is the plan's, whole words and never a phrase alone", "[004-1][E-06][E-07][E-08]") {
    const auto item = named<PlanItemId>("kirchhoff");
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-14 12:00", [&](ScenarioSchool& school) {
                    school.add(entity_of(item),
                               PlanItem{load("Т-21", "физика"), 1, "Повторение: законы Кирхгофа", 2, "", 0, ""});
                }};
    Desk& desk = scene.desk();
    const LessonKey physics = lesson("Т-21", "физика", "2026-09-14");
    const auto typed = [&](const char* text) {
        const Said said = desk.says(gromov, topic(physics, text));
        CHECK(said.here == said.server);
        return said.word();
    };
    CHECK(typed("Повторение") == "refused topic.generic_phrases");
    CHECK(typed("Реш. задач") == "refused topic.no_abbreviations");
    CHECK(typed("Решение задач") == "refused topic.generic_phrases");
    Writing good = topic(physics, "Повторение: законы Кирхгофа");
    good.act = Topic{"Повторение: законы Кирхгофа", item};
    CHECK(desk.says(gromov, good).server.outcome == Outcome::accepted);
}

TEST_CASE("004-2 a laboratory work has a theme and a number", "[004-2][E-09][G-03]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-14 12:00"};
    Desk& desk = scene.desk();
    const LessonKey physics = lesson("Т-21", "физика", "2026-09-14");
    const Said bare = desk.says(gromov, work(physics, "лаб", "Законы Кирхгофа"));
    CHECK(bare.word() == "refused topic.work_needs_number");
    CHECK(bare.here == bare.server);
    CHECK(desk.says(gromov, work(physics, "лаб", "Законы Кирхгофа", 3)).server.outcome == Outcome::accepted);
}

TEST_CASE("004-4 a dismissed teacher's card works where the news has not come, until the cache ends; entries are held",
          "[004-4][A-18][A-11][T-11]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-10-14 07:00"};
    Desk& online = scene.desk("12");
    Desk& offline = scene.desk("14");
    const LessonKey physics = lesson("Т-21", "физика", "2026-10-14");
    scene.at("2026-10-14 12:00:00");
    scene.record(named<EntityId>("block"),
                 AccountBlock{who("Громов"), Scene::instant("2026-10-14 12:00:00"), BlockReason::dismissed, {}},
                 "2026-10-14");
    scene.at("2026-10-14 12:30:00");
    online.sync();
    REQUIRE(online.live().replica->access);
    CHECK(std::ranges::count(online.live().replica->access->closed_people, who("Громов")) == 1);
    CHECK(online.judged(gromov, absence(physics, "Белов Т-21", "Н")).outcome != Outcome::accepted);
    CHECK(Terminal{online}.card_in(gromov) == flow::Trouble::account_closed);

    scene.at("2026-10-15 09:00:00");
    Terminal cut_off{offline};
    CHECK(cut_off.card_in(gromov) == flow::Trouble::none);
    const LessonKey thursday = lesson("Т-21", "литература", "2026-10-15");
    CHECK(offline.judged(gromov, absence(thursday, "Белов Т-21", "Н")).outcome == Outcome::accepted);
    const auto entry = offline.put(gromov, absence(thursday, "Белов Т-21", "Н"));
    // The cache holds to the 48th hour since the last contact, to the second.
    scene.at("2026-10-16 07:00:00");
    CHECK(cut_off.card_in(gromov) == flow::Trouble::none);
    scene.at("2026-10-16 07:00:01");
    CHECK(cut_off.card_in(gromov) == flow::Trouble::contact_too_old);
    CHECK(cut_off.card_in(kuznetsova) == flow::Trouble::contact_too_old);
    scene.at("2026-10-16 10:00:00");
    offline.sync();
    CHECK(offline.verdict(entry, absence(thursday, "Белов Т-21", "Н").cell).outcome == Outcome::held);
    // The dismissal came before anything was taken: the first exchange after an absence sends nothing.
    REQUIRE(offline.live().replica->access);
    CHECK(std::ranges::count(offline.live().replica->access->closed_people, who("Громов")) == 1);
    CHECK(cut_off.card_in(gromov) == flow::Trouble::account_closed);
    CHECK(cut_off.card_in(kuznetsova) == flow::Trouble::none);
    // The administrator decides.
    Cell cell;
    cell.kind = CellKind::held_decision;
    cell.entry = entry;
    // Not at the blackboard: administration asks for a protected workplace.
    const Writing word{cell, HeldDecision{true, "урок был"}, {}};
    CHECK(online.says(administrator, word).word() == "refused station.admin_protected");
    CHECK(scene.desk("30", StationMode::office).says(administrator, word).word() == "accepted");
    offline.sync();
    CHECK(offline.verdict(entry, absence(thursday, "Белов Т-21", "Н").cell).outcome == Outcome::accepted);
}

TEST_CASE("004-5 the curator sets the reason of an absence", "[004-5][F-05][F-06]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-15 12:00"};
    Desk& desk = scene.desk();
    Desk& office = scene.desk("30", StationMode::office);
    for (const char* name : {"литература", "английский язык"})
        REQUIRE(desk.says(gromov, absence(lesson("Т-21", name, "2026-09-15"), "Белов Т-21", "Н")).server.outcome ==
                Outcome::accepted);
    scene.at("2026-09-18 12:00:00");
    for (const char* name : {"литература", "английский язык"})
        CHECK(office.says(class_teacher, reason(lesson("Т-21", name, "2026-09-15"), "Белов Т-21", "Б")).word() ==
              "accepted");
    // A teacher of the group has no word in it.
    CHECK(desk.says(gromov, reason(lesson("Т-21", "литература", "2026-09-15"), "Белов Т-21", "УП")).server.outcome ==
          Outcome::refused);
}

namespace {

/// The year's papers: steps towards its end and into the archive.
struct YearsEnd {
    Desk& office;
    EntityId year = named<EntityId>("year ");

    std::string step(Actor by, const char* which) {
        Cell cell;
        cell.kind = CellKind::archive_step;
        cell.addressee = year;
        cell.work = which;
        return office.says(by, {cell, ArchiveStep{"подпись"}, {}}).word();
    }
    std::string year_step(Actor by, YearState state) {
        Cell cell;
        cell.kind = CellKind::year_step;
        cell.addressee = year;
        return office.says(by, {cell, YearStep{state}, {}}).word();
    }
};

}  // namespace

TEST_CASE("004-6 the year's journal is exported after both sign-offs and closed with the deputy's acceptance",
          "[004-6][N-05][N-06][S-02]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2027-06-10 12:00"};
    YearsEnd end{scene.desk("30", StationMode::office)};
    CHECK(end.step(dispatcher, "exported") == "refused archive.prechecks");
    CHECK(end.step(methodologist, "programme_fulfilled") == "accepted");
    CHECK(end.step(dispatcher, "exported") == "refused archive.prechecks");
    CHECK(end.step(head_of_studies, "marks_objective") == "accepted");
    CHECK(end.step(dispatcher, "exported") == "accepted");
    REQUIRE(end.year_step(administrator, YearState::closing) == "accepted");
    CHECK(end.year_step(deputy, YearState::closed) == "refused archive.form_checked_mark");
    CHECK(end.step(dispatcher, "accepted") != "accepted");
    CHECK(end.step(deputy, "accepted") == "accepted");
    CHECK(end.year_step(deputy, YearState::closed) == "accepted");
}

TEST_CASE("004-7 a substitute's access ends with the substitution", "[004-7][A-24][D-07]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-14 08:00"};
    Desk& office = scene.desk("30", StationMode::office);
    Desk& desk = scene.desk();
    for (const char* date : {"2026-09-14", "2026-09-16", "2026-09-18"})
        REQUIRE(office.says(administrator, substitution(lesson("Т-21", "физика", date), "Ли", "болезнь")).word() ==
                "accepted");
    REQUIRE(
        office.says(administrator, substitution(lesson("Т-21", "литература", "2026-09-17"), "Ли", "болезнь")).word() ==
        "accepted");
    desk.sync();
    scene.at("2026-09-17 12:00:00");
    CHECK(desk.says(li, absence(lesson("Т-21", "литература", "2026-09-17"), "Белов Т-21", "Н")).word() == "accepted");
    scene.at("2026-09-21 12:00:00");
    CHECK(desk.says(li, absence(lesson("Т-21", "физика", "2026-09-21"), "Белов Т-21", "Н")).server.outcome ==
          Outcome::refused);
    // Without the administrator's word a declaration at the terminal opens nothing in this school.
    const LessonKey other = lesson("Т-21", "обществознание", "2026-09-21");
    CHECK(desk.says(li, substitution(other, "Ли", "болезнь")).server.outcome != Outcome::accepted);
}

TEST_CASE("004-10 a journal goes after its summary sheets were taken out; those stay seventy-five years",
          "[004-10][N-09][N-10][N-11]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2027-06-10 12:00"};
    YearsEnd end{scene.desk("30", StationMode::office)};
    REQUIRE(end.step(methodologist, "programme_fulfilled") == "accepted");
    REQUIRE(end.step(head_of_studies, "marks_objective") == "accepted");
    REQUIRE(end.step(dispatcher, "exported") == "accepted");
    REQUIRE(end.step(deputy, "accepted") == "accepted");
    REQUIRE(end.year_step(administrator, YearState::closing) == "accepted");
    REQUIRE(end.year_step(deputy, YearState::closed) == "accepted");
    scene.at("2033-01-01 00:00:00");
    CHECK(end.step(director, "journal_destroyed") == "refused retention.summary_extract");
    CHECK(end.step(secretary, "summary_extracted") == "accepted");
    CHECK(end.step(director, "journal_destroyed") == "accepted");
    scene.at("2102-12-31 12:00:00");
    CHECK(end.step(director, "summary_destroyed") == "refused retention.summary_years");
}
