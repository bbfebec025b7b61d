#include "tests/journal/control_school.hpp"

using namespace zvonok;
using namespace zvonok::domain;
using namespace zvonok::journal;
using namespace zvonok::test;

namespace {

const LocalDay quarter_ends = date(2026, 10, 23);

SubjectResult result_of(ControlSchool& school, PersonId pupil, Instant now, std::optional<EntityId> period = {}) {
    const auto all = school.ask(now, [&](Control& control, const Asked& asked) {
        return control.results(asked, school.class_7b, period.value_or(school.quarter));
    });
    const auto found = std::ranges::find_if(all, [&](const SubjectResult& result) {
        return result.pupil == pupil && result.subject == school.algebra_subject;
    });
    REQUIRE(found != all.end());
    return *found;
}
void give(ControlSchool& school, const LessonKey& lesson, PersonId pupil, const char* value, int hour = 12) {
    school.write(school.teacher, Role::teacher, mark(lesson, pupil, value),
                 school.at(lesson.day, std::chrono::hours{hour}));
}
void give_result(ControlSchool& school, PersonId pupil, const char* value, Instant at) {
    school.write(school.teacher, Role::teacher, period_mark(school.quarter, school.algebra_subject, pupil, value), at);
}

}  // namespace

TEST_CASE("I-05, I-06: a class's results show mean, lessons, suggestion and what is given",
          "[journal][control][I-05][I-06][M-19][M-37]") {
    ControlSchool school;
    give(school, school.first_lesson, school.belov, "4");
    give(school, school.second_lesson, school.belov, "5");
    give(school, school.first_lesson, school.abdurahmanova, "5");
    const Instant now = school.end_of(date(2026, 9, 17));
    const SubjectResult few = result_of(school, school.belov, now);
    CHECK(few.mean.works == 2);
    CHECK(few.mean.value() == Fraction{9, 2});
    CHECK(few.suggestion.value == "н/а");
    CHECK(few.suggestion.basis == SuggestionBasis::too_few);
    // Tuesdays 1st, 8th and 15th twice, Thursdays 3rd, 10th and 17th.
    CHECK(few.attended.lessons == 9);
    CHECK(few.teachers == std::vector{school.teacher});

    give(school, school.thursday_lesson, school.belov, "5", 20);
    const SubjectResult enough = result_of(school, school.belov, now);
    CHECK(enough.suggestion.value == "5");
    CHECK(enough.suggestion.mean == Fraction{14, 3});
    CHECK(enough.given.empty());
    CHECK_FALSE(enough.bias.has_value());
}

TEST_CASE("G-04: a re-sit takes the place of the attempt before, a withdrawn mark of none",
          "[journal][control][G-04]") {
    ControlSchool school;
    give(school, school.first_lesson, school.belov, "2");
    Writing again = mark(school.first_lesson, school.belov, "4");
    again.cell.attempt = 2;
    school.write(school.teacher, Role::teacher, again, school.at(school.tuesday, 13h));
    give(school, school.second_lesson, school.belov, "5", 14);
    give(school, school.second_lesson, school.belov, "", 15);
    const SubjectResult result = result_of(school, school.belov, school.end_of(school.tuesday));
    CHECK(result.mean.works == 1);
    CHECK(result.mean.value() == Fraction{4});
}

TEST_CASE("003-2: transferred marks count in the quarter, absences of the stay have a valid reason",
          "[journal][control][003-2][G-13]") {
    ControlSchool school;
    const PupilDocument stay =
        school.paper(DocumentKind::sanatorium, school.belov, date(2026, 9, 7), date(2026, 9, 18));
    const DocumentId paper = id<DocumentId>(124);
    school.add(entity_of(paper), stay);
    give(school, school.first_lesson, school.belov, "3");
    int n = 0;
    for (const char* value : {"5", "5", "4", "5"}) {
        Cell cell{CellKind::transferred_mark, {}, entity_of(school.belov)};
        cell.subject = entity_of(school.algebra_subject);
        cell.period = entity_of(paper);
        cell.ordinal = ++n;
        school.write(school.secretary, Role::secretary,
                     {cell, TransferredMark{value, date(2026, 9, 8) + std::chrono::days{n}, "контр"}},
                     school.at(date(2026, 9, 21), 10h));
    }
    const SubjectResult result = result_of(school, school.belov, school.end_of(date(2026, 9, 21)));
    CHECK(result.mean.works == 5);
    CHECK(result.mean.value() == Fraction{22, 5});
    CHECK(result.suggestion.value == "4");
    CHECK(result.attended.missed == 6);  // of the lessons of 8, 10, 15 and 17 September
}

TEST_CASE("I-08: a year's suggestion comes from its periods' marks", "[journal][control][I-08]") {
    ControlSchool school;
    const EntityId second_quarter = id<EntityId>(125), whole_year = id<EntityId>(126);
    school.add(second_quarter, ReportingPeriod{PeriodKind::quarter, 2, date(2026, 11, 9), date(2026, 12, 30)});
    school.add(whole_year, ReportingPeriod{PeriodKind::year, 1, date(2026, 9, 1), date(2027, 5, 31)});
    give_result(school, school.belov, "4", school.at(quarter_ends, 12h));
    school.write(school.teacher, Role::teacher, period_mark(second_quarter, school.algebra_subject, school.belov, "5"),
                 school.at(date(2026, 12, 30), 12h));
    CHECK(result_of(school, school.belov, school.end_of(date(2026, 12, 30)), whole_year).suggestion.value == "5");
}

TEST_CASE("I-01, 002-5: period marks that are not given are listed in the last week, late after the next working day",
          "[journal][control][I-01][002-5]") {
    ControlSchool school;
    school.add(id<EntityId>(2), SchoolYear{date(2026, 9, 1), date(2027, 5, 31), {}, 5});
    const auto missing = [&](Instant now) {
        auto all =
            school.ask(now, [&](Control& control, const Asked& asked) { return control.missing_results(asked); });
        std::erase_if(all, [&](const SubjectResult& result) {
            return result.school_class != school.class_7b || result.subject != school.algebra_subject;
        });
        return all;
    };
    const LocalDay monday_of_week = date(2026, 10, 19), monday_after = date(2026, 10, 26);
    CHECK(missing(school.at(monday_of_week, 0h) - std::chrono::seconds{1}).empty());
    CHECK(missing(school.at(monday_of_week, 0h)).size() == 2);
    give_result(school, school.belov, "4", school.at(quarter_ends, 12h));
    const Instant last = school.end_of(monday_after);
    REQUIRE(missing(last).size() == 1);
    CHECK(missing(last)[0].pupil == school.abdurahmanova);
    CHECK_FALSE(missing(last)[0].overdue(last));
    CHECK(missing(school.after(monday_after))[0].overdue(school.after(monday_after)));
    give_result(school, school.abdurahmanova, "н/а", school.after(monday_after));
    CHECK(missing(school.after(monday_after)).empty());
}

TEST_CASE("002-5: an exam's mark is waited for from its day, over a public holiday",
          "[journal][control][002-5][I-03]") {
    ControlSchool school;
    school.add(id<EntityId>(2), SchoolYear{date(2026, 9, 1), date(2027, 5, 31), {}, 5});
    Holiday unity{date(2026, 11, 4), date(2026, 11, 4), "День народного единства"};
    unity.public_holiday = true;
    school.add(id<EntityId>(127), unity);
    const EntityId exam = id<EntityId>(128);
    school.add(exam,
               Exam{ExamKind::interim, school.algebra_subject, {school.class_7b}, date(2026, 11, 3), {school.teacher}});
    const auto overdue = [&](Instant now) {
        const auto all =
            school.ask(now, [&](Control& control, const Asked& asked) { return control.missing_results(asked); });
        return std::ranges::count_if(
            all, [&](const SubjectResult& result) { return result.period == exam && result.overdue(now); });
    };
    CHECK(overdue(school.end_of(date(2026, 11, 5))) == 0);
    CHECK(overdue(school.after(date(2026, 11, 5))) == 2);
}

TEST_CASE("O-03: pupils with fewer marks than the school asks for are listed", "[journal][control][O-03]") {
    ControlSchool school;
    school.policy("control.min_marks", "2");
    give(school, school.first_lesson, school.belov, "4");
    give(school, school.second_lesson, school.belov, "5");
    give(school, school.second_lesson, school.abdurahmanova, "5");
    auto few = school.ask(school.end_of(school.tuesday), [&](Control& control, const Asked& asked) {
        return control.too_few_marks(asked, school.quarter);
    });
    std::erase_if(few, [&](const SubjectResult& result) { return result.subject != school.algebra_subject; });
    REQUIRE(few.size() == 1);
    CHECK(few[0].pupil == school.abdurahmanova);
    CHECK(few[0].mean.works == 1);
}

TEST_CASE("O-04: results that differ from the mean by more than the gap are listed with by how much",
          "[journal][control][O-04]") {
    ControlSchool school;
    for (const PersonId pupil : {school.belov, school.abdurahmanova}) {
        give(school, school.first_lesson, pupil, "4");
        give(school, school.second_lesson, pupil, "3");
    }
    give_result(school, school.belov, "4", school.at(quarter_ends, 12h));          // by 0,50
    give_result(school, school.abdurahmanova, "5", school.at(quarter_ends, 12h));  // by 1,50
    const auto biased = school.ask(school.end_of(quarter_ends), [&](Control& control, const Asked& asked) {
        return control.biased_results(asked, school.quarter);
    });
    REQUIRE(biased.size() == 1);
    CHECK(biased[0].pupil == school.abdurahmanova);
    CHECK(biased[0].bias->hundredths() == 150);
}
