#include "station/domain/topic_text.hpp"
#include "tests/domain/judge_school.hpp"

using namespace zvonok;
using namespace zvonok::test;

namespace {

using Notes = std::vector<std::string>;

Writing work(const LessonKey& lesson, std::string kind, Work act) {
    return {work_cell(CellKind::work, lesson, {}, std::move(kind)), std::move(act)};
}

}  // namespace

TEST_CASE("G-02 a mark belongs to a kind of work that the school has", "[domain][judge][G-02]") {
    Court s;
    const auto give = [&](std::string kind) {
        return s.rule(s.teacher, Role::teacher, mark(s.first_lesson, s.belov, "5", std::move(kind)),
                      s.at(s.tuesday, 9h));
    };
    CHECK(give("ответ").empty());
    CHECK(give("") == rule::work_kind_missing);
    CHECK(give("пляска") == rule::work_kind_unknown);
    s.policy("mark.kind_required", "no");
    CHECK(give("").empty());
    CHECK(give("пляска") == rule::work_kind_unknown);
}

TEST_CASE("G-01 marks are those of the subject's scale, and an empty one withdraws", "[domain][judge][G-01]") {
    Court s;
    const auto give = [&](std::string value) {
        return s.rule(s.teacher, Role::teacher, mark(s.first_lesson, s.belov, std::move(value)), s.at(s.tuesday, 9h));
    };
    CHECK(give("5").empty());
    CHECK(give("").empty());
    CHECK(give("6") == rule::mark_unknown);
    CHECK(give("зачёт") == rule::mark_unknown);
    s.policy("mark.scale_of", "credit");
    CHECK(give("зачёт").empty());
    CHECK(give("5") == rule::mark_unknown);
}

TEST_CASE("G-11 a first class takes words and no numbers", "[domain][judge][G-11][003-1]") {
    Court s;
    const LessonKey lesson{s.mathematics_1a, s.tuesday, 1, {}};
    CHECK(s.rule(s.teacher, Role::teacher, mark(lesson, s.beginner, "5"), s.at(s.tuesday, 12h)) == rule::mark_markless);
    CHECK(s.rule(s.teacher, Role::teacher, mark(lesson, s.beginner, "освоил"), s.at(s.tuesday, 12h)).empty());
    CHECK(s.rule(s.teacher, Role::teacher, mark(lesson, s.beginner, "хорошо"), s.at(s.tuesday, 12h)) ==
          rule::mark_unknown);
}

TEST_CASE("G-12 scores are by the scale's criteria and within their points", "[domain][judge][G-12]") {
    Court s;
    s.policy("mark.scale_of", "criteria");
    const auto give = [&](std::string criterion, int points) {
        Writing writing = mark(s.first_lesson, s.belov, "8");
        std::get<Mark>(writing.act).criteria = {{std::move(criterion), points}};
        return s.rule(s.teacher, Role::teacher, writing, s.at(s.tuesday, 9h));
    };
    CHECK(give("применение", 8).empty());
    CHECK(give("применение", 9) == rule::mark_unknown);
    CHECK(give("пение", 1) == rule::mark_unknown);
}

TEST_CASE("G-04 the day of the work is not to come", "[domain][judge][G-04]") {
    Court s;
    Writing writing = mark(s.first_lesson, s.belov, "5");
    std::get<Mark>(writing.act).done_on = date(2026, 9, 16);
    CHECK(s.rule(s.teacher, Role::teacher, writing, s.end_of(s.tuesday)) == rule::work_day);
    CHECK(s.rule(s.teacher, Role::teacher, writing, s.after(s.tuesday)).empty());
}

TEST_CASE("G-03 a mark is for a pupil of the list and names work and attempt", "[domain][judge][G-03]") {
    Court s;
    Writing writing = mark(s.first_lesson, s.ninth, "5");
    CHECK(s.rule(s.teacher, Role::teacher, writing, s.at(s.tuesday, 9h)) == rule::not_on_list);
    writing = mark(s.first_lesson, s.belov, "5");
    writing.cell.attempt = 2;
    CHECK(s.rule(s.teacher, Role::teacher, writing, s.at(s.tuesday, 9h)).empty());
    writing.cell.attempt = 0;
    CHECK(s.rule(s.teacher, Role::teacher, writing, s.at(s.tuesday, 9h)) == rule::malformed);
    writing.cell.attempt = 1;
    writing.cell.ordinal = 0;
    CHECK(s.rule(s.teacher, Role::teacher, writing, s.at(s.tuesday, 9h)) == rule::malformed);
}

TEST_CASE("E-09 a laboratory work has theme and number", "[domain][judge][E-09][004-2]") {
    Court s;
    const Instant when = s.at(s.tuesday, 9h);
    CHECK(s.notes(s.teacher, Role::teacher, work(s.first_lesson, "лаб", {"Закон Ома"}), when) ==
          Notes{std::string(rule::work_number)});
    s.policy("topic.work_needs_number", "refuse");
    CHECK(s.rule(s.teacher, Role::teacher, work(s.first_lesson, "лаб", {"Закон Ома"}), when) == rule::work_number);
    CHECK(s.rule(s.teacher, Role::teacher, work(s.first_lesson, "лаб", {"", 3}), when) == rule::work_theme);
    CHECK(s.rule(s.teacher, Role::teacher, work(s.first_lesson, "лаб", {"Закон Ома", 3}), when).empty());
    CHECK(s.rule(s.teacher, Role::teacher, work(s.first_lesson, "тест", {"Закон Ома"}), when).empty());
}

TEST_CASE("G-06, G-07 a mark of the lesson is due that day, of a control work later",
          "[domain][judge][G-06][G-07][000-3]") {
    Court s;
    const LocalDay thursday = date(2026, 9, 17);
    CHECK(s.notes(s.teacher, Role::teacher, mark(s.thursday_lesson, s.belov, "5"), s.end_of(thursday)).empty());
    CHECK(s.notes(s.teacher, Role::teacher, mark(s.thursday_lesson, s.belov, "5"), s.after(thursday)) ==
          Notes{"late.mark.lesson.deadline"});
    CHECK(s.notes(s.teacher, Role::teacher, mark(s.thursday_lesson, s.belov, "5", "контр"), s.after(thursday)).empty());
    CHECK(s.notes(s.teacher, Role::teacher, mark(s.thursday_lesson, s.belov, "5", "контр"),
                  s.after(date(2026, 9, 21))) == Notes{"late.mark.written.deadline"});
}

TEST_CASE("G-08 written works: by the next lesson in grades 2 to 4, within four days from 5 on",
          "[domain][judge][G-08][002-4]") {
    Court s;
    s.policy("mark.written.deadline", "2-4: next_lesson; 5-11: 4 days");
    s.add(entity_of(s.class_1a), Group{GroupKind::school_class, "3А", {}, 3});
    const LessonKey monday{s.mathematics_1a, date(2026, 9, 14), 1, {}};
    // The next lesson begins on Tuesday at 11:30.
    CHECK(s.notes(s.teacher, Role::teacher, mark(monday, s.beginner, "5", "тест"), s.at(s.tuesday, 11h + 30min - 1s))
              .empty());
    CHECK(s.notes(s.teacher, Role::teacher, mark(monday, s.beginner, "5", "тест"), s.at(s.tuesday, 11h + 30min)) ==
          Notes{"late.mark.written.deadline"});
    CHECK(s.notes(s.teacher, Role::teacher, mark(s.first_lesson, s.belov, "5", "тест"), s.end_of(date(2026, 9, 19)))
              .empty());
    CHECK(s.notes(s.teacher, Role::teacher, mark(s.first_lesson, s.belov, "5", "тест"), s.after(date(2026, 9, 19))) ==
          Notes{"late.mark.written.deadline"});
}

TEST_CASE("G-09 creative works in literature are due within seven days, elsewhere as written ones",
          "[domain][judge][G-09][002-4]") {
    Court s;
    const LessonKey lesson{s.literature_9a, s.tuesday, 1, {}};
    CHECK(s.notes(s.teacher, Role::teacher, mark(lesson, s.ninth, "5", "соч"), s.end_of(date(2026, 9, 22))).empty());
    s.policy("mark.current.edit_window_days", "20");
    CHECK(s.notes(s.teacher, Role::teacher, mark(lesson, s.ninth, "5", "соч"), s.after(date(2026, 9, 22))) ==
          Notes{"late.mark.creative.deadline_days"});
    CHECK(s.notes(s.teacher, Role::teacher, mark(s.first_lesson, s.belov, "5", "соч"), s.after(date(2026, 9, 19))) ==
          Notes{"late.mark.written.deadline"});
}

TEST_CASE("G-10 a mark that the family learns of after ten days is stamped so", "[domain][judge][G-10]") {
    Court s;
    s.policy("mark.current.edit_window_days", "none").policy("mark.lesson.deadline", "none");
    CHECK(s.notes(s.teacher, Role::teacher, mark(s.first_lesson, s.belov, "5"), s.end_of(date(2026, 9, 25))).empty());
    CHECK(s.notes(s.teacher, Role::teacher, mark(s.first_lesson, s.belov, "5"), s.after(date(2026, 9, 25))) ==
          Notes{"late.mark.inform_deadline_days"});
}

TEST_CASE("J-04 current marks close after the window", "[domain][judge][J-04][001-1][002-3]") {
    for (const int days : {2, 7}) {
        Court s;
        s.policy("mark.current.edit_window_days", std::to_string(days));
        const LocalDay last = s.tuesday + std::chrono::days{days};
        CHECK(s.rule(s.teacher, Role::teacher, mark(s.first_lesson, s.belov, "5"), s.end_of(last)).empty());
        CHECK(s.rule(s.teacher, Role::teacher, mark(s.first_lesson, s.belov, "5"), s.after(last)) == rule::mark_window);
        CHECK(s.rule(s.teacher, Role::teacher, work(s.first_lesson, "тест", {"Степени"}), s.after(last)) ==
              rule::mark_window);
    }
}

TEST_CASE("J-04 where first marks do not follow the window, they close after ten days and changes after two",
          "[domain][judge][J-04]") {
    Court s;
    s.policy("mark.current.edit_window_days", "2").policy("mark.entry_follows_edit_window", "no");
    Claim first = s.claim(s.teacher, Role::teacher, mark(s.first_lesson, s.belov, "5"), s.end_of(date(2026, 9, 25)));
    CHECK(s.judged(first).rule.empty());
    first.saved = s.after(date(2026, 9, 25));
    CHECK(s.judged(first).rule == rule::inform_window);
    Claim change = first;
    change.first = false;
    change.saved = s.end_of(date(2026, 9, 17));
    CHECK(s.judged(change).rule.empty());
    change.saved = s.after(date(2026, 9, 17));
    CHECK(s.judged(change).rule == rule::mark_window);
}

TEST_CASE("J-05 monitoring works have ten days where ordinary ones have two", "[domain][judge][J-05][G-15][001-3]") {
    Court s;
    s.policy("mark.current.edit_window_days", "2").policy("mark.monitoring.edit_window_days", "10");
    const auto give = [&](std::string kind, Instant when) {
        return s.rule(s.teacher, Role::teacher, mark(s.first_lesson, s.belov, "5", std::move(kind)), when);
    };
    CHECK(give("монит", s.end_of(date(2026, 9, 25))).empty());
    CHECK(give("монит", s.after(date(2026, 9, 25))) == rule::monitoring_window);
    CHECK(give("контр", s.end_of(date(2026, 9, 17))).empty());
    CHECK(give("контр", s.after(date(2026, 9, 17))) == rule::mark_window);
}

TEST_CASE("G-15 a work flagged as monitoring has its window, whatever its kind; the others of the day have theirs",
          "[domain][judge][G-15][J-05]") {
    Court s;
    s.policy("mark.current.edit_window_days", "2").policy("mark.monitoring.edit_window_days", "10");
    const auto flag = id<EntityId>(220);
    const PlannedWork ordinary{s.algebra, s.tuesday, "контр", "Дроби", false};
    const PlannedWork flagged{s.algebra, s.tuesday, "контр", "Дроби", true};
    const auto states = [&](const PlannedWork& work, Instant when) {
        return s.rule(s.deputy, Role::deputy, s.registration(flag, work, s.tuesday), when);
    };
    const auto give = [&](std::string kind, Instant when) {
        return s.rule(s.teacher, Role::teacher, mark(s.first_lesson, s.belov, "5", std::move(kind)), when);
    };
    s.add(flag, ordinary, s.tuesday);
    CHECK(give("контр", s.after(date(2026, 9, 17))) == rule::mark_window);
    // What has closed is not opened again by a flag.
    CHECK(states(flagged, s.end_of(date(2026, 9, 17))).empty());
    CHECK(states(flagged, s.after(date(2026, 9, 17))) == rule::mark_window);
    CHECK(states(ordinary, s.after(date(2026, 9, 17))).empty());

    s.add(flag, flagged, s.tuesday);
    CHECK(give("контр", s.end_of(date(2026, 9, 25))).empty());
    CHECK(give("контр", s.after(date(2026, 9, 25))) == rule::monitoring_window);
    CHECK(give("самост", s.after(date(2026, 9, 17))) == rule::mark_window);
    CHECK(s.rule(s.teacher, Role::teacher, mark(s.thursday_lesson, s.belov, "5", "контр"),
                 s.after(date(2026, 9, 19))) == rule::mark_window);
    CHECK(states(flagged, s.after(date(2026, 9, 20))).empty());
    CHECK(states({s.algebra, s.tuesday, "", "Дроби", true}, s.at(s.tuesday, 9h)) == rule::work_kind_missing);
}

TEST_CASE("J-06 written works in literature have ten days in grade 10 and not in 9",
          "[domain][judge][J-06][G-16][001-4]") {
    Court s;
    s.policy("mark.current.edit_window_days", "2").policy("mark.writing_10_11.edit_window_days", "10");
    const Writing tenth = mark({s.literature_10a, s.tuesday, 1, {}}, s.tenth, "5", "соч");
    const Writing ninth = mark({s.literature_9a, s.tuesday, 1, {}}, s.ninth, "5", "соч");
    CHECK(s.rule(s.teacher, Role::teacher, tenth, s.end_of(date(2026, 9, 25))).empty());
    CHECK(s.rule(s.teacher, Role::teacher, tenth, s.after(date(2026, 9, 25))) == rule::writing_window);
    CHECK(s.rule(s.teacher, Role::teacher, ninth, s.end_of(date(2026, 9, 17))).empty());
    CHECK(s.rule(s.teacher, Role::teacher, ninth, s.after(date(2026, 9, 17))) == rule::mark_window);
    const Writing answer = mark({s.literature_10a, s.tuesday, 1, {}}, s.tenth, "5");
    CHECK(s.rule(s.teacher, Role::teacher, answer, s.after(date(2026, 9, 17))) == rule::mark_window);
}

TEST_CASE("G-13 marks from a sanatorium come with its certificate and know no window", "[domain][judge][G-13][003-2]") {
    Court s;
    const auto paper = id<EntityId>(220);
    s.add(paper,
          PupilDocument{
              DocumentKind::sanatorium, s.belov, "81", "санаторий", date(2026, 9, 9), date(2026, 9, 29), "УП", {}});
    Cell cell{CellKind::transferred_mark, {}, entity_of(s.belov)};
    cell.subject = entity_of(s.algebra_subject);
    cell.period = paper;
    cell.ordinal = 1;
    const auto bring = [&](PersonId author, Role role, LocalDay day, std::string value = "4") {
        return s.rule(author, role, {cell, TransferredMark{std::move(value), day, "ответ"}},
                      s.at(date(2026, 10, 20), 9h));
    };
    CHECK(bring(s.secretary, Role::secretary, date(2026, 9, 9)).empty());
    CHECK(bring(s.class_teacher, Role::class_teacher, date(2026, 9, 29)).empty());
    CHECK(bring(s.teacher, Role::teacher, date(2026, 9, 29)).empty());
    CHECK(bring(s.colleague, Role::teacher, date(2026, 9, 29)) == rule::not_assigned);
    CHECK(bring(s.secretary, Role::secretary, date(2026, 9, 8)) == rule::transfer_day);
    CHECK(bring(s.secretary, Role::secretary, date(2026, 9, 30)) == rule::transfer_day);
    CHECK(bring(s.secretary, Role::secretary, date(2026, 9, 9), "6") == rule::mark_unknown);
    s.add(paper,
          PupilDocument{
              DocumentKind::sanatorium, s.belov, "", "санаторий", date(2026, 9, 9), date(2026, 9, 29), "УП", {}});
    CHECK(bring(s.secretary, Role::secretary, date(2026, 9, 9)) == rule::transfer_document);
}

TEST_CASE("I-01 a period mark is the subject teacher's, in the scale's words or not attested",
          "[domain][judge][I-01][I-13]") {
    Court s;
    const Instant when = s.at(date(2026, 10, 21), 9h);
    const auto give = [&](PersonId author, Role role, std::string value) {
        return s.rule(author, role, period_mark(s.quarter, s.algebra_subject, s.belov, std::move(value)), when);
    };
    CHECK(give(s.teacher, Role::teacher, "5").empty());
    CHECK(give(s.teacher, Role::teacher, "н/а").empty());
    CHECK(give(s.teacher, Role::teacher, "осв").empty());
    CHECK(give(s.teacher, Role::teacher, "6") == rule::mark_unknown);
    CHECK(give(s.other_teacher, Role::teacher, "5") == rule::not_assigned);
    CHECK(give(s.class_teacher, Role::class_teacher, "5") == rule::role_not_enough);
    CHECK(give(s.deputy, Role::deputy, "5") == rule::role_not_enough);
    CHECK(s.rule(s.teacher, Role::teacher, period_mark(s.quarter, s.mathematics, s.beginner, "5"), when) ==
          rule::mark_markless);
    CHECK(s.rule(s.teacher, Role::teacher, period_mark(s.quarter, s.mathematics, s.beginner, "освоил"), when).empty());
    CHECK(s.rule(s.teacher, Role::teacher, period_mark(id<EntityId>(220), s.algebra_subject, s.belov, "5"), when) ==
          rule::period_unknown);
}

TEST_CASE("G-14 behaviour is marked by the class teacher", "[domain][judge][G-14]") {
    Court s;
    const Instant when = s.at(date(2026, 10, 21), 9h);
    CHECK(s.rule(s.class_teacher, Role::class_teacher, period_mark(s.quarter, {}, s.belov, "5"), when).empty());
    CHECK(s.rule(s.class_teacher, Role::class_teacher, period_mark(s.quarter, {}, s.ninth, "5"), when) ==
          rule::other_class);
    CHECK(s.rule(s.teacher, Role::teacher, period_mark(s.quarter, {}, s.belov, "5"), when) == rule::not_assigned);
}

TEST_CASE("I-02 under the last-week rule earlier is refused, on the last day in time, after it late",
          "[domain][judge][I-02][000-4]") {
    Court s;
    s.policy("period_mark.entry_rule", "last_week").policy("period_mark.early_entry", "refused");
    const Writing result = period_mark(s.quarter, s.algebra_subject, s.belov, "5");
    CHECK(s.rule(s.teacher, Role::teacher, result, s.end_of(date(2026, 10, 18))) == rule::period_early);
    CHECK(s.rule(s.teacher, Role::teacher, result, s.at(date(2026, 10, 19), 0s)).empty());
    CHECK(s.notes(s.teacher, Role::teacher, result, s.end_of(date(2026, 10, 23))).empty());
    CHECK(s.notes(s.teacher, Role::teacher, result, s.after(date(2026, 10, 23))) ==
          Notes{"late.period_mark.entry_rule"});
}

TEST_CASE("I-03 period and exam marks are due on the next working day, public holidays skipped",
          "[domain][judge][I-03][002-5]") {
    Court s;
    s.add(s.year, SchoolYear{date(2026, 9, 1), date(2027, 5, 31), {}, 5});
    s.add(id<EntityId>(220), Holiday{date(2026, 11, 4), date(2026, 11, 4), "День народного единства", {}, true});
    const Writing result = period_mark(s.quarter, s.algebra_subject, s.belov, "5");
    CHECK(s.notes(s.teacher, Role::teacher, result, s.end_of(date(2026, 10, 26))).empty());
    CHECK(s.notes(s.teacher, Role::teacher, result, s.after(date(2026, 10, 26))) ==
          Notes{"late.period_mark.entry_rule"});
    const auto exam = id<EntityId>(221);
    s.add(exam, Exam{ExamKind::interim, s.algebra_subject, {s.class_7b}, date(2026, 11, 3), {}});
    const Writing examined = period_mark(exam, s.algebra_subject, s.belov, "5");
    CHECK(s.notes(s.teacher, Role::teacher, examined, s.end_of(date(2026, 11, 5))).empty());
    CHECK(s.notes(s.teacher, Role::teacher, examined, s.after(date(2026, 11, 5))) ==
          Notes{"late.exam_mark.entry_rule"});
}

TEST_CASE("I-04 under the order's rule marks are due on its date, and stay open until then",
          "[domain][judge][I-04][B-05]") {
    Court s;
    s.policy("period_mark.entry_rule", "order_date");
    s.add(s.quarter,
          ReportingPeriod{PeriodKind::quarter, 1, date(2026, 9, 1), date(2026, 10, 23), 0, 99, date(2026, 11, 2)});
    const Writing result = period_mark(s.quarter, s.algebra_subject, s.belov, "5");
    CHECK(s.notes(s.teacher, Role::teacher, result, s.end_of(date(2026, 11, 2))).empty());
    CHECK(s.rule(s.teacher, Role::teacher, result, s.after(date(2026, 11, 2))) == rule::period_window);
}

TEST_CASE("J-07 period marks close seven days after the period's end", "[domain][judge][J-07][001-5]") {
    Court s;
    const Writing result = period_mark(s.quarter, s.algebra_subject, s.belov, "5");
    CHECK(s.rule(s.teacher, Role::teacher, result, s.end_of(date(2026, 10, 30))).empty());
    CHECK(s.rule(s.teacher, Role::teacher, result, s.after(date(2026, 10, 30))) == rule::period_window);
}

TEST_CASE("I-08 year marks have a rule of their own", "[domain][judge][I-08]") {
    Court s;
    s.policy("year_mark.entry_rule", "last_week");
    const Writing result = period_mark(s.year, s.algebra_subject, s.belov, "5");
    CHECK(s.notes(s.teacher, Role::teacher, result, s.end_of(date(2027, 5, 31))).empty());
    CHECK(s.notes(s.teacher, Role::teacher, result, s.after(date(2027, 5, 31))) == Notes{"late.year_mark.entry_rule"});
}

TEST_CASE("I-10, I-14 the deputy enters state exams and the results of those who study outside the school",
          "[domain][judge][I-10][I-14]") {
    Court s;
    const auto exam = id<EntityId>(220);
    s.add(exam, Exam{ExamKind::oge, s.literature, {s.class_9a}, date(2026, 10, 20), {}});
    const Instant when = s.at(date(2026, 10, 21), 9h);
    CHECK(s.rule(s.deputy, Role::deputy, period_mark(exam, s.literature, s.ninth, "78"), when).empty());
    CHECK(s.rule(s.deputy, Role::deputy, period_mark(exam, s.literature, s.ninth, "101"), when) == rule::mark_unknown);
    s.add(id<EntityId>(212), Membership{s.class_9a, s.ninth, {}, StudyForm::family});
    CHECK(s.rule(s.deputy, Role::deputy, period_mark(s.quarter, s.literature, s.ninth, "4"), when).empty());
}

TEST_CASE("T-13 a window ends at the school's midnight, whatever the zone", "[domain][judge][T-13]") {
    Court s;
    const Writing given = mark(s.first_lesson, s.belov, "5");
    const LocalDay last = date(2026, 9, 22);
    const Claim claim = s.claim(s.teacher, Role::teacher, given, s.end_of(last));
    for (const char* name : {"Asia/Kamchatka", "Europe/Kaliningrad", "Asia/Yekaterinburg"}) {
        const Zone zone = Zone::find(name).value();
        Claim local = claim;
        local.saved = zone.to_instant(LocalTime{last} + 23h + 59min + 59s);
        CHECK(judge(s.book(), zone, local, local.saved).rule.empty());
        local.saved += 1s;
        CHECK(judge(s.book(), zone, local, local.saved).rule == rule::mark_window);
    }
}
