#include "tests/journal/control_school.hpp"

using namespace zvonok;
using namespace zvonok::domain;
using namespace zvonok::journal;
using namespace zvonok::test;

namespace {

const std::vector<Part> all_parts{Part::attendance, Part::topic, Part::homework};

Writing homework_of(const ControlSchool& school, const LessonKey& lesson, const LessonKey& due) {
    return {{CellKind::homework, lesson, entity_of(school.class_7b)}, Homework{"№ 5", HomeworkWay::written, due}};
}
Writing held(const LessonKey& lesson, bool was = true) {
    return {{CellKind::lesson_held, lesson, {}}, LessonHeld{was}};
}
Writing change(const LessonKey& lesson, LessonState state, LocalDay day = {}, int period = 0) {
    LessonChange act;
    act.state = state;
    act.day = day;
    act.period = period;
    return {{CellKind::lesson_change, lesson, {}}, act};
}

}  // namespace

TEST_CASE("F-09: a lesson that is over waits for attendance, topic and homework until they are there",
          "[journal][control][F-09][M-46][M-18]") {
    ControlSchool school;
    const Instant end = school.at(school.tuesday, 9h + 15min);
    CHECK(school.missing(school.first_lesson, school.tuesday, end - second).empty());
    CHECK(school.missing(school.first_lesson, school.tuesday, end) == all_parts);

    school.write(school.teacher, Role::teacher, topic(school.first_lesson, "Степень с целым показателем"), end);
    school.write(school.teacher, Role::teacher, attendance(school.first_lesson, school.belov), end);
    school.write(school.teacher, Role::teacher, homework_of(school, school.first_lesson, school.thursday_lesson), end);
    CHECK(school.missing(school.first_lesson, school.tuesday, end).empty());
}

TEST_CASE("F-10: a lesson at which everybody was is filled by its confirmation, one not held is asked for nothing",
          "[journal][control][F-10]") {
    ControlSchool school;
    const Instant noon = school.at(school.tuesday, 12h);
    school.write(school.teacher, Role::teacher, held(school.first_lesson), noon);
    school.write(school.teacher, Role::teacher, held(school.second_lesson, false), noon);
    CHECK(school.missing(school.first_lesson, school.tuesday, noon) == std::vector{Part::topic, Part::homework});
    CHECK(school.missing(school.second_lesson, school.tuesday, noon).empty());
}

TEST_CASE("O-02: what is not there is overdue from the first second after its term", "[journal][control][O-02][O-01]") {
    ControlSchool school;
    school.policy("homework.entry_deadline", "lesson_day until 21:00");
    const FillingScope scope{school.tuesday, school.tuesday, {}, school.class_7b};
    const auto overdue = [&](Part part, Instant now) {
        for (const Unfilled& each : school.unfilled(now, scope))
            if (each.lesson.key == school.first_lesson && each.part == part) return each.overdue;
        FAIL("it is not listed");
        return false;
    };
    const Instant nine = school.at(school.tuesday, 21h);
    CHECK_FALSE(overdue(Part::homework, nine - second));
    CHECK(overdue(Part::homework, nine));
    CHECK_FALSE(overdue(Part::topic, school.end_of(school.tuesday)));
    CHECK(overdue(Part::topic, school.after(school.tuesday)));
    const auto first = school.unfilled(nine, scope).front();
    CHECK(first.part == Part::homework);
    CHECK(first.teacher == school.teacher);
    CHECK(*first.late_from == nine);
}

TEST_CASE("O-02: the list can be asked for one teacher, one class, and what becomes late before a time",
          "[journal][control][O-02]") {
    ControlSchool school;
    const Instant evening = school.at(school.tuesday, 20h);
    const auto count = [&](FillingScope scope) { return school.unfilled(evening, scope).size(); };
    // Algebra twice, English, mathematics in 1А, literature in 9А and 10А: six lessons of three parts.
    CHECK(count({school.tuesday, school.tuesday}) == 18);
    CHECK(count({school.tuesday, school.tuesday, school.other_teacher}) == 3);
    CHECK(count({school.tuesday, school.tuesday, {}, school.class_7b}) == 9);
    FillingScope soon{school.tuesday, school.tuesday};
    soon.late_before = school.after(school.tuesday);
    CHECK(count(soon) == 0);
    soon.late_before = *soon.late_before + second;
    CHECK(count(soon) == 18);
}

TEST_CASE("D-08: a cancelled lesson is asked for nothing, a moved one on the day it is held",
          "[journal][control][D-08]") {
    ControlSchool school;
    const LocalDay friday = date(2026, 9, 18);
    school.write(school.dispatcher, Role::dispatcher, change(school.first_lesson, LessonState::moved, friday, 2),
                 school.at(school.tuesday, 7h));
    school.write(school.dispatcher, Role::dispatcher, change(school.second_lesson, LessonState::cancelled),
                 school.at(school.tuesday, 7h));
    CHECK(school.missing(school.first_lesson, school.tuesday, school.end_of(friday)).empty());
    CHECK(school.missing(school.second_lesson, school.tuesday, school.end_of(friday)).empty());
    CHECK(school.missing(school.first_lesson, friday, school.end_of(friday)) == all_parts);
    // What is written lies under the planned day, and is found all the same.
    school.write(school.teacher, Role::teacher, topic(school.first_lesson, "Степень"), school.at(friday, 12h));
    CHECK(school.missing(school.first_lesson, friday, school.end_of(friday)) ==
          std::vector{Part::attendance, Part::homework});
}

TEST_CASE("G-08: a work without a single mark is missing by the term of its kind", "[journal][control][G-08][G-07]") {
    ControlSchool school;
    const Instant noon = school.at(school.tuesday, 12h);
    Work work;
    work.theme = "Степень с целым показателем";
    work.number = 1;
    school.write(school.teacher, Role::teacher, {work_cell(CellKind::work, school.first_lesson, {}, "контр"), work},
                 noon);
    const LocalDay last = date(2026, 9, 19);
    const auto listed = [&](Instant now) {
        auto all = school.unfilled(now, {school.tuesday, school.tuesday});
        std::erase_if(all, [](const Unfilled& each) { return each.part != Part::marks; });
        return all;
    };
    REQUIRE(listed(school.end_of(last)).size() == 1);
    CHECK(listed(school.end_of(last))[0].work == "контр");
    CHECK_FALSE(listed(school.end_of(last))[0].overdue);
    CHECK(listed(school.after(last))[0].overdue);
    // Marks for other work don't count, one for this does.
    school.write(school.teacher, Role::teacher, mark(school.first_lesson, school.belov, "4"), noon + second);
    CHECK(listed(school.end_of(last)).size() == 1);
    school.write(school.teacher, Role::teacher, mark(school.first_lesson, school.belov, "4", "контр"), noon + second);
    CHECK(listed(school.end_of(last)).empty());
}

TEST_CASE("Q-01, Q-02: courses and after-school groups are asked for topics and attendance, not for homework",
          "[journal][control][Q-01][Q-02]") {
    ControlSchool school;
    const LoadId club = id<LoadId>(120);
    Load load{school.algebra_subject, {school.class_7b}, {school.teacher}};
    load.kind = LoadKind::extracurricular;
    school.add(entity_of(club), load);
    school.add(id<EntityId>(121), TimetableSlot{club, 2, WeekParity::every, 6, school.room});
    CHECK(school.missing({club, school.tuesday, 1, {}}, school.tuesday, school.end_of(school.tuesday)) ==
          std::vector{Part::attendance, Part::topic});
}

TEST_CASE("O-02: an entry that came after its term is listed with the term it missed", "[journal][control][O-02]") {
    ControlSchool school;
    school.write(school.teacher, Role::teacher, topic(school.first_lesson, "Степень"), school.end_of(school.tuesday));
    school.write(school.teacher, Role::teacher, topic(school.second_lesson, "Корень"), school.after(school.tuesday));
    const auto late = school.ask(school.after(school.tuesday), [&](Control& control, const Asked&) {
        return control.late_entries(school.tuesday, school.tuesday);
    });
    REQUIRE(late.size() == 1);
    CHECK(late[0].author == school.teacher);
    CHECK(late[0].kind == CellKind::topic);
    CHECK(late[0].notes == std::vector<std::string>{"late.topic.entry_deadline"});

    const auto people = school.ask(school.after(school.tuesday), [&](Control& control, const Asked& asked) {
        return control.timeliness(asked, school.tuesday, school.tuesday);
    });
    const auto teacher = std::ranges::find(people, school.teacher, &Timeliness::teacher);
    REQUIRE(teacher != people.end());
    CHECK(teacher->lessons == 5);
    CHECK(teacher->late == 1);
    CHECK(teacher->unfilled == 13);
    CHECK(teacher->overdue == 13);
}

TEST_CASE("D-13, 000-5: the hour of a substituted lesson goes to who held it",
          "[journal][control][D-13][000-5][M-27]") {
    ControlSchool school;
    const Instant noon = school.at(school.tuesday, 12h);
    LessonTeacher substitution;
    substitution.teacher = school.colleague;
    substitution.reason = "болезнь";
    school.write(school.dispatcher, Role::dispatcher,
                 {{CellKind::lesson_teacher, school.first_lesson, {}}, substitution}, noon);
    school.write(school.colleague, Role::teacher, attendance(school.first_lesson, school.belov), noon);
    school.write(school.teacher, Role::teacher, topic(school.second_lesson, "Степень"), noon);
    const auto hours = school.ask(school.at(school.tuesday, 13h), [&](Control& control, const Asked& asked) {
        return control.hours(asked, school.tuesday, school.tuesday);
    });
    const auto of = [&](PersonId person) { return *std::ranges::find(hours, person, &TeacherHours::teacher); };
    CHECK(of(school.colleague).substituted == 1);
    CHECK(of(school.colleague).held() == 1);
    CHECK(of(school.teacher).own == 1);
    CHECK(of(school.teacher).given_away == 1);
    CHECK(of(school.teacher).unconfirmed == 3);  // 1А, 9А and 10А at the fourth hour, which nobody wrote in
    CHECK(of(school.other_teacher).unconfirmed == 1);
}

TEST_CASE("E-12: loads are listed by how far they are behind their plans", "[journal][control][E-12][M-25]") {
    ControlSchool school;
    for (std::uint8_t n = 1; n <= 9; ++n)
        school.add(id<EntityId>(static_cast<std::uint8_t>(220 + n)),
                   PlanItem{school.algebra, n, "Тема " + std::to_string(n)});
    const Instant noon = school.at(school.tuesday, 12h);
    // Since 1 September eight lessons of algebra are over. One is held by the plan.
    Topic planned{"Тема 1", id<PlanItemId>(221)};
    school.write(school.teacher, Role::teacher, {{CellKind::topic, school.first_lesson, {}}, planned}, noon);
    const auto plans =
        school.ask(noon, [](Control& control, const Asked& asked) { return control.plan_standing(asked); });
    REQUIRE(plans.size() == 1);
    CHECK(plans[0].load == school.algebra);
    CHECK(plans[0].progress.planned == 9);
    CHECK(plans[0].progress.due == 8);
    CHECK(plans[0].progress.covered == 1);
    CHECK(plans[0].progress.lag == 7);
    CHECK(plans[0].progress.reasons.unfilled == 7);
}
