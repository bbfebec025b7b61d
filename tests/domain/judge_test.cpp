#include "station/domain/judge.hpp"
#include "tests/domain/small_school.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::domain;
using namespace zvonok::test;

namespace {

const Zone moscow = Zone::find(SmallSchool::zone_name).value();

Instant at(LocalDay day, std::chrono::seconds time) {
    return moscow.to_instant(LocalTime{day} + time);
}

/// An absence of Belov at the first algebra lesson of Tuesday 15 September 2026, saved at 09:42.
struct Situation {
    SmallSchool school;
    LocalDay tuesday = date(2026, 9, 15);
    Claim claim;
    Instant now;

    Situation() {
        claim.author = school.teacher;
        claim.writing.cell = {CellKind::attendance, {school.algebra, tuesday, 1, {}}, entity_of(school.belov)};
        claim.writing.act = Attendance{"Н"};
        claim.facts = school.book().version();
        save_at(at(tuesday, 9h + 42min));
    }
    void save_at(Instant when) {
        claim.saved = when;
        now = when;
    }
    void homework(LessonKey due) {
        claim.writing.cell.kind = CellKind::homework;
        claim.writing.cell.addressee = entity_of(school.class_7b);
        claim.writing.act = Homework{"§ 12", HomeworkWay::read, due};
        claim.audience = Audience::everyone;
    }
    [[nodiscard]] Judgement judged() const { return judge(school.book(), moscow, claim, now); }
    [[nodiscard]] std::string rule() const { return judged().rule; }
};

}  // namespace

TEST_CASE("judge: the teacher's absence mark in the lesson is accepted", "[domain][judge]") {
    CHECK(Situation{}.judged() == Judgement{});
}

TEST_CASE("judge: a teacher without the load is refused", "[domain][judge][A-04]") {
    Situation s;
    s.claim.author = s.school.other_teacher;
    CHECK(s.judged() == Judgement{Outcome::refused, std::string(rule::not_assigned), {}});
}

TEST_CASE("judge: a cell that says more than its question has is refused, as it would be a second one of the same",
          "[domain][judge]") {
    const EntityId stray = id<EntityId>(250);
    const auto refused = [](const Situation& s) {
        return s.judged() == Judgement{Outcome::refused, std::string(rule::malformed), {}};
    };
    Situation held;
    held.claim.writing = {{CellKind::lesson_held, {held.school.algebra, held.tuesday, 1, {}}, {}}, LessonHeld{true}};
    CHECK(held.judged() == Judgement{});
    held.claim.writing.cell.addressee = stray;
    CHECK(refused(held));
    for (const auto& add : std::initializer_list<void (*)(Cell&, EntityId)>{
             [](Cell&cell, EntityId id) { cell.subject = id; },
             [](Cell&cell, EntityId id) { cell.period = id; },
             [](Cell&cell, EntityId) { cell.work = "ответ"; },
             [](Cell&cell, EntityId) { cell.ordinal = 1; },
             [](Cell&cell, EntityId) { cell.attempt = 1; },
             [](Cell&cell, EntityId) { cell.entry.seq = 1; },
         }) {
        Situation absence;
        add(absence.claim.writing.cell, stray);
        CHECK(refused(absence));
    }
}

TEST_CASE("judge: no such lesson, no such pupil on its list, no such code", "[domain][judge]") {
    Situation s;
    s.claim.writing.cell.lesson.ordinal = 3;
    CHECK(s.rule() == rule::lesson_unknown);
    s = {};
    s.claim.writing.cell.addressee = entity_of(s.school.newcomer);
    CHECK(s.rule() == rule::not_on_list);
    s = {};
    s.claim.writing.act = Attendance{"Ы"};
    CHECK(s.rule() == rule::unknown_code);
    s.school.add(id<EntityId>(100), PolicyValue{"attendance.codes", "Н Ы"});
    s.claim.facts = s.school.book().version();
    CHECK(s.judged() == Judgement{});
}

TEST_CASE("judge: attendance stays open for the window's last second and not one more", "[domain][judge][J-04]") {
    Situation s;
    s.save_at(at(s.tuesday + std::chrono::days{7}, 23h + 59min + 59s));
    CHECK(s.rule().empty());
    s.save_at(at(s.tuesday + std::chrono::days{8}, 0s));
    CHECK(s.judged() == Judgement{Outcome::refused, std::string(rule::attendance_window), {}});
}

TEST_CASE("judge: the window is the one in force on the lesson's day", "[domain][judge][B-24]") {
    Situation s;
    s.school.add(id<EntityId>(101), PolicyValue{"attendance.edit_window_days", "2"}, date(2026, 9, 15));
    s.claim.facts = s.school.book().version();
    s.save_at(at(s.tuesday + std::chrono::days{2}, 23h + 59min + 59s));
    CHECK(s.rule().empty());
    s.save_at(at(s.tuesday + std::chrono::days{3}, 0s));
    CHECK(s.rule() == rule::attendance_window);
    s.claim.writing.cell.lesson.day = date(2026, 9, 8);
    s.save_at(at(date(2026, 9, 15), 23h + 59min + 59s));
    CHECK(s.rule().empty());
}

TEST_CASE("judge: nothing can be written before the lesson's day", "[domain][judge]") {
    Situation s;
    s.save_at(at(s.tuesday - std::chrono::days{1}, 23h + 59min + 59s));
    CHECK(s.rule() == rule::lesson_ahead);
    s.save_at(at(s.tuesday, 0s));
    CHECK(s.judged() == Judgement{});
}

TEST_CASE("judge: homework is due at a later lesson of a later day", "[domain][judge][H-06]") {
    Situation s;
    s.homework({s.school.algebra, s.tuesday + std::chrono::days{2}, 1, {}});
    CHECK(s.judged() == Judgement{});
    s.homework({s.school.algebra, s.tuesday, 2, {}});
    CHECK(s.rule() == rule::homework_due);
    s.homework({s.school.algebra, s.tuesday + std::chrono::days{3}, 1, {}});
    CHECK(s.rule() == rule::lesson_unknown);
    s.claim.writing.act = Homework{};
    CHECK(s.judged() == Judgement{});
}

TEST_CASE("judge: homework for strangers and with a wrong audience is refused", "[domain][judge][H-07]") {
    Situation s;
    const LessonKey due{s.school.algebra, s.tuesday + std::chrono::days{2}, 1, {}};
    s.homework(due);
    s.claim.writing.cell.addressee = entity_of(s.school.newcomer);
    s.claim.audience = Audience::staff;
    CHECK(s.rule() == rule::homework_addressee);
    s.claim.writing.cell.addressee = entity_of(s.school.belov);
    CHECK(s.judged() == Judgement{});
    s.claim.audience = Audience::everyone;
    CHECK(s.rule() == rule::audience);
}

TEST_CASE("judge: an offline mark in time, delivered days late, is in time", "[domain][judge][J-03]") {
    Situation s;
    s.save_at(at(s.tuesday + std::chrono::days{7}, 23h));
    s.now += std::chrono::days{3};
    CHECK(s.judged() == Judgement{Outcome::accepted, {}, {"late.attendance.entry_deadline"}});
}

TEST_CASE("judge: a clock without an anchor matters only where the verdict hangs on it", "[domain][judge][T-12]") {
    Situation s;
    s.claim.clock = ClockTrust::unanchored;
    CHECK(s.judged() == Judgement{});
    s.now += std::chrono::days{8};
    CHECK(s.judged() == Judgement{Outcome::held, std::string(rule::clock_doubt), {}});
}

TEST_CASE("judge: a clock that was stepped or runs ahead is held for the administrator", "[domain][judge][T-12]") {
    Situation s;
    s.claim.clock = ClockTrust::doubtful;
    CHECK(s.rule() == rule::clock_doubt);
    s = {};
    s.now = s.claim.saved - 5min;
    CHECK(s.judged() == Judgement{});
    s.now -= 1ms;
    CHECK(s.judged() == Judgement{Outcome::held, std::string(rule::clock_doubt), {}});
}

TEST_CASE("judge: what the station's older facts allowed is held, not refused", "[domain][judge]") {
    Situation s;
    s.school.withdraw(id<EntityId>(60), Membership{s.school.class_7b, s.school.belov}, date(2026, 9, 14));
    CHECK(s.judged() == Judgement{Outcome::held, std::string(rule::facts_differ), {}});
    s.claim.facts = s.school.book().version();
    CHECK(s.judged() == Judgement{Outcome::refused, std::string(rule::not_on_list), {}});
}

TEST_CASE("judge: an act of a newer program is held", "[domain][judge]") {
    Situation s;
    s.claim.writing.act = UnknownAct{};
    CHECK(s.judged() == Judgement{Outcome::held, std::string(rule::newer_program), {}});
}
