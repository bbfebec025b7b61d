#include "tests/sync/effects_school.hpp"

/// D-04 where facts are made: on the server, over the log that it really has.
using namespace zvonok;
using namespace zvonok::sync;
using namespace zvonok::test;
using domain::Fact;
using domain::FactBook;
using domain::LessonKey;
using domain::Outcome;
using domain::Role;

namespace {

/// Tuesday, 15 September 2026, 09:50: the first lesson of algebra is over, the second goes on.
const Instant saved_at = Zone::find("Europe/Moscow").value().to_instant(LocalTime{date(2026, 9, 15)} + 9h + 50min);

/// Algebra's first hour of Tuesdays becomes the fifth.
Fact later_hour(const Court& school, LocalDay from) {
    return {
        test::id<EntityId>(90), from,
        std::nullopt,           false,
        "fet:slot:90",          domain::TimetableSlot{school.algebra, 2, domain::WeekParity::every, 5, school.room}};
}
Fact other_teacher(const Court& school, LoadId load, SubjectId subject, GroupId group, LocalDay from) {
    return {entity_of(load), from, std::nullopt, false, "", domain::Load{subject, {group}, {school.colleague}}};
}

}  // namespace

TEST_CASE("D-04 written lessons: a timetable recorded afterwards begins behind them, on the server and on stations",
          "[sync][effects][D-04]") {
    const auto backend = GENERATE(Backend::sqlite, Backend::postgresql);
    EffectsServer server{Court{}, saved_at, backend};
    const Court& school = server.school;
    EffectsStation station{server, 101};
    REQUIRE(station.settle());
    const auto written = station.says(school.teacher, Role::teacher, attendance(school.first_lesson, school.belov));
    REQUIRE(station.settle());
    CHECK(server.verdict_on(written).outcome == Outcome::accepted);
    station.wait(72h);

    const LocalDay next_tuesday = date(2026, 9, 22);
    server.record({later_hour(school, date(2026, 9, 1))});
    const auto expect_moved_ahead_only = [&](const FactBook& book) {
        CHECK(book.planned_lesson(school.first_lesson)->period == 1);
        CHECK(book.planned_lesson(school.second_lesson)->period == 2);
        CHECK(book.planned_lesson({school.algebra, next_tuesday, 1, {}})->period == 2);
        CHECK(book.planned_lesson({school.algebra, next_tuesday, 2, {}})->period == 5);
    };
    expect_moved_ahead_only(server.book());
    CHECK(server.book().planned_lesson({school.algebra, date(2026, 9, 8), 1, {}})->period == 1);

    // A day off that nobody knew of when the lesson was held, and an end of the load: neither drops it.
    server.record({{test::id<EntityId>(120), school.tuesday, std::nullopt, false, "",
                    domain::Holiday{school.tuesday, school.tuesday, "мороз"}}});
    server.record({{entity_of(school.algebra), date(2026, 9, 1), std::nullopt, true, "",
                    domain::Load{school.algebra_subject, {school.class_7b}, {school.teacher}}}});
    const FactBook book = server.book();
    CHECK(book.planned_lesson(school.first_lesson)->teachers == std::vector{school.teacher});
    CHECK(book.planned_lesson(school.first_lesson)->period == 1);
    CHECK_FALSE(book.planned_lesson({school.algebra, next_tuesday, 1, {}}));
    REQUIRE(station.settle());
    const auto there = station.journal->facts();
    REQUIRE(there);
    CHECK((*there)->version() == book.version());
    CHECK((*there)->planned_lesson(school.first_lesson)->period == 1);
}

TEST_CASE("D-04 written lessons: a lesson that nobody has written about may still be put right",
          "[sync][effects][D-04]") {
    const auto backend = GENERATE(Backend::sqlite, Backend::postgresql);
    EffectsServer server{Court{}, saved_at, backend};
    const Court& school = server.school;
    EffectsStation station{server, 101};
    REQUIRE(station.settle());
    // A refused entry is none, and one about another load's lesson does not matter here.
    const auto refused = station.says(school.colleague, Role::teacher, attendance(school.first_lesson, school.belov));
    REQUIRE(station.settle());
    CHECK(server.verdict_on(refused).outcome == Outcome::refused);
    server.record({other_teacher(school, school.algebra, school.algebra_subject, school.class_7b, date(2026, 9, 1))});
    CHECK(server.book().planned_lesson(school.first_lesson)->teachers == std::vector{school.colleague});
    CHECK(server.book().planned_lesson({school.algebra, date(2026, 9, 8), 1, {}})->teachers ==
          std::vector{school.colleague});

    const auto written = station.says(school.colleague, Role::teacher, attendance(school.first_lesson, school.belov));
    REQUIRE(station.settle());
    REQUIRE(server.verdict_on(written).outcome == Outcome::accepted);
    server.record({other_teacher(school, school.english, school.english_subject, school.english_1, date(2026, 9, 1))});
    CHECK(server.book().planned_lesson({school.english, date(2026, 9, 15), 1, {}})->teachers ==
          std::vector{school.colleague});
}

TEST_CASE("D-04 written lessons: an office's registration spares them too, and in the same upload",
          "[sync][effects][D-04]") {
    EffectsServer server{Court{}, saved_at};
    const Court& school = server.school;
    EffectsStation office{server, 102, domain::StationMode::office};
    REQUIRE(office.settle());
    server.stop();
    const auto reason = office.says(school.class_teacher, Role::class_teacher,
                                    {{domain::CellKind::absence_reason, school.first_lesson, entity_of(school.belov)},
                                     domain::AbsenceReason{"Б", "", {}}});
    const Fact fact = later_hour(school, date(2026, 9, 15));
    const auto registered =
        office.says(school.dispatcher, Role::dispatcher, school.registration(fact.entity, fact.value, fact.from));
    server.start();
    REQUIRE(office.settle());
    CHECK(server.verdict_on(reason).outcome == Outcome::accepted);
    CHECK(server.verdict_on(registered).outcome == Outcome::accepted);
    CHECK(server.book().planned_lesson(school.first_lesson)->period == 1);
    CHECK(server.book().planned_lesson({school.algebra, date(2026, 9, 22), 1, {}})->period == 2);
}

TEST_CASE("D-04 written lessons: shorter hours declared at noon hold for the rest of the day",
          "[sync][effects][D-04]") {
    EffectsServer server{Court{}, saved_at};
    const Court& school = server.school;
    EffectsStation station{server, 101};
    REQUIRE(station.settle());
    station.says(school.teacher, Role::teacher, attendance(school.first_lesson, school.belov));
    REQUIRE(station.settle());
    std::vector<Fact> shorter;
    for (int n = 0; n <= 6; ++n)
        shorter.push_back({test::id<EntityId>(static_cast<std::uint8_t>(80 + n)), school.tuesday, std::nullopt, false,
                           "", domain::BellPeriod{n, 7h + 30min + n * 45min, 8h + n * 45min}});
    server.record(shorter);
    const FactBook book = server.book();
    CHECK(book.planned_lesson(school.second_lesson)->starts == LocalTime{school.tuesday} + 9h);
    // A week later the same back-dated hours would rewrite what was held: they begin on the day after.
    station.wait(7 * 24h);
    for (Fact& fact : shorter) std::get<domain::BellPeriod>(fact.value).starts -= 5min;
    server.record(shorter);
    CHECK(server.book().planned_lesson(school.first_lesson)->starts == LocalTime{school.tuesday} + 8h + 15min);
    CHECK(server.book().planned_lesson({school.algebra, date(2026, 9, 22), 1, {}})->starts ==
          LocalTime{date(2026, 9, 22)} + 8h + 10min);
}
