#include "station/domain/topic_text.hpp"
#include "tests/domain/judge_school.hpp"

using namespace zvonok;
using namespace zvonok::test;

namespace {

using Notes = std::vector<std::string>;

Writing homework(const LessonKey& lesson, EntityId addressee, std::string text, LessonKey due) {
    return {{CellKind::homework, lesson, addressee}, Homework{std::move(text), HomeworkWay::read, due}};
}
Writing reason(const LessonKey& lesson, PersonId pupil, std::string code, DocumentId paper = {}) {
    return {{CellKind::absence_reason, lesson, entity_of(pupil)}, AbsenceReason{std::move(code), "", paper}};
}

}  // namespace

TEST_CASE("A-04 a teacher writes in the own lessons and in no other", "[domain][judge][A-04]") {
    Court s;
    const Instant when = s.at(s.tuesday, 9h);
    CHECK(s.rule(s.teacher, Role::teacher, attendance(s.first_lesson, s.belov), when).empty());
    CHECK(s.rule(s.colleague, Role::teacher, attendance(s.first_lesson, s.belov), when) == rule::not_assigned);
    CHECK(s.rule(s.deputy, Role::deputy, attendance(s.first_lesson, s.belov), when) == rule::role_not_enough);
    CHECK(s.rule(s.belov, Role::pupil, attendance(s.first_lesson, s.belov), when) == rule::role_not_enough);
}

TEST_CASE("A-04 who took the load over may put its earlier lessons in order", "[domain][judge][A-04]") {
    Court s;
    s.add(entity_of(s.algebra), Load{s.algebra_subject, {s.class_7b}, {s.colleague}}, date(2026, 9, 16));
    const Instant when = s.at(date(2026, 9, 16), 9h);
    CHECK(s.rule(s.colleague, Role::teacher, topic(s.first_lesson, "Степени"), when).empty());
    CHECK(s.rule(s.teacher, Role::teacher, topic(s.first_lesson, "Степени"), when).empty());
    CHECK(s.rule(s.other_teacher, Role::teacher, topic(s.first_lesson, "Степени"), when) == rule::not_assigned);
}

TEST_CASE("A-02 the role acted in is one that the person holds that day", "[domain][judge][A-02]") {
    Court s;
    s.add(id<EntityId>(220), RoleGrant{s.colleague, Role::class_teacher, s.class_7b}, date(2026, 9, 1),
          date(2026, 9, 17));
    const Writing said = reason(s.first_lesson, s.belov, "Б");
    CHECK(s.rule(s.colleague, Role::class_teacher, said, s.end_of(date(2026, 9, 16))).empty());
    CHECK(s.rule(s.colleague, Role::class_teacher, said, s.after(date(2026, 9, 16))) == rule::role_not_held);
    CHECK(s.rule(s.belov, Role::teacher, attendance(s.first_lesson, s.belov), s.at(s.tuesday, 9h)) ==
          rule::role_not_held);
}

TEST_CASE("A-03 the school gives a role other rights, from a day on", "[domain][judge][A-03]") {
    Court s;
    s.policy("permission.attendance", "teacher; deputy", date(2026, 9, 16));
    const Writing absent = attendance(s.first_lesson, s.belov);
    CHECK(s.rule(s.deputy, Role::deputy, absent, s.end_of(s.tuesday)) == rule::role_not_enough);
    CHECK(s.rule(s.deputy, Role::deputy, absent, s.after(s.tuesday)).empty());
    CHECK(s.rule(s.teacher, Role::substitute, absent, s.after(s.tuesday)) == rule::role_not_enough);
}

TEST_CASE("A-18 what is written on a closed account is held, to the moment", "[domain][judge][A-18][004-4]") {
    Court s;
    const Instant closed = s.at(s.tuesday, 12h);
    s.add(id<EntityId>(220), AccountBlock{s.teacher, closed, BlockReason::dismissed, {}}, s.tuesday);
    const Writing absent = attendance(s.first_lesson, s.belov);
    CHECK(s.rule(s.teacher, Role::teacher, absent, closed - 1ms).empty());
    CHECK(s.judged(s.teacher, Role::teacher, absent, closed) ==
          Judgement{Outcome::held, std::string(rule::account_blocked), {}});
}

TEST_CASE("A-22 a kiosk opens no journal, not even to its teacher", "[domain][judge][A-22]") {
    Court s;
    Claim claim = s.claim(s.teacher, Role::teacher, attendance(s.first_lesson, s.belov), s.at(s.tuesday, 9h));
    claim.station = s.kiosk;
    CHECK(s.judged(claim).rule == rule::kiosk);
    claim.station = s.station_12;
    CHECK(s.judged(claim).rule.empty());
    Claim report = s.claim(s.parent, Role::parent,
                           {{CellKind::compromise_report, {}, entity_of(s.parent)}, CompromiseReport{s.tuesday, ""}},
                           s.at(s.tuesday, 9h));
    report.station = s.kiosk;
    CHECK(s.judged(report).rule.empty());
}

TEST_CASE("T-05 a bound teacher edits at the stations of the own room only", "[domain][judge][T-05][000-6]") {
    Court s;
    s.add(id<EntityId>(220), StationBinding{s.teacher, s.room});
    Claim claim = s.claim(s.teacher, Role::teacher, attendance(s.first_lesson, s.belov), s.at(s.tuesday, 9h));
    claim.station = s.station_30;
    CHECK(s.judged(claim).rule.empty());
    s.policy("station.bind_teacher", "yes");
    claim.facts = s.book().version();
    CHECK(s.judged(claim).rule == rule::bound_elsewhere);
    claim.station = s.station_12;
    CHECK(s.judged(claim).rule.empty());
}

TEST_CASE("R-11 administration goes through at protected workplaces only, where the school asks for them",
          "[domain][judge][R-11]") {
    Court s;
    const auto safe = id<StationId>(220);
    s.add(entity_of(safe), Station{"Серверная", StationMode::office, {}, true});
    const auto says = [&](PersonId who, Role role, StationId station, Writing writing) {
        Claim claim = s.claim(who, role, std::move(writing), s.at(s.tuesday, 9h));
        claim.station = station;
        return s.judged(claim).rule;
    };
    const Writing grant = s.registration(id<EntityId>(221), RoleGrant{s.colleague, Role::dispatcher, {}}, s.tuesday);
    CHECK(says(s.administrator, Role::administrator, s.station_12, grant) == rule::unprotected);
    CHECK(says(s.administrator, Role::administrator, safe, grant).empty());
    // What everybody may, the administrator may everywhere; others' offices are no administration.
    const Writing read{{CellKind::acknowledgement, {}, entity_of(s.administrator)}, Acknowledgement{"1"}};
    CHECK(says(s.administrator, Role::administrator, s.station_12, read).empty());
    CHECK(says(s.director, Role::director, s.station_12, grant).empty());
    s.policy("station.admin_protected", "no");
    CHECK(says(s.administrator, Role::administrator, s.station_12, grant).empty());
}

TEST_CASE("F-03 absence is due on the lesson's day, later it is stamped", "[domain][judge][F-03][J-02]") {
    Court s;
    const Writing absent = attendance(s.first_lesson, s.belov);
    CHECK(s.notes(s.teacher, Role::teacher, absent, s.end_of(s.tuesday)).empty());
    CHECK(s.notes(s.teacher, Role::teacher, absent, s.after(s.tuesday)) == Notes{"late.attendance.entry_deadline"});
    Claim change = s.claim(s.teacher, Role::teacher, absent, s.after(s.tuesday));
    change.first = false;
    CHECK(s.judged(change).notes.empty());
}

TEST_CASE("F-03 being late goes with being there", "[domain][judge][F-03]") {
    Court s;
    const auto late = [&](std::string code, int minutes) {
        return s.rule(
            s.teacher, Role::teacher,
            {{CellKind::attendance, s.first_lesson, entity_of(s.belov)}, Attendance{std::move(code), minutes}},
            s.at(s.tuesday, 9h));
    };
    CHECK(late("", 120).empty());
    CHECK(late("", 121) == rule::late_minutes);
    CHECK(late("", -1) == rule::late_minutes);
    CHECK(late("Н", 5) == rule::late_minutes);
    CHECK(late("ОСВ", 5).empty());
}

TEST_CASE("J-04 attendance closes after the window of the actual day: a moved lesson has its own",
          "[domain][judge][J-04][D-08][001-1][001-2]") {
    Court s;
    s.policy("attendance.edit_window_days", "2");
    const Writing absent = attendance(s.first_lesson, s.belov);
    CHECK(s.rule(s.teacher, Role::teacher, absent, s.end_of(date(2026, 9, 17))).empty());
    CHECK(s.rule(s.teacher, Role::teacher, absent, s.after(date(2026, 9, 17))) == rule::attendance_window);
    s.accept(s.dispatcher, Role::dispatcher,
             {{CellKind::lesson_change, s.first_lesson, {}},
              LessonChange{LessonState::moved, date(2026, 9, 18), 1, {}, {}, ""}},
             s.at(s.tuesday, 7h));
    CHECK(s.rule(s.teacher, Role::teacher, absent, s.end_of(s.tuesday)) == rule::lesson_ahead);
    CHECK(s.rule(s.teacher, Role::teacher, absent, s.end_of(date(2026, 9, 20))).empty());
    CHECK(s.rule(s.teacher, Role::teacher, absent, s.after(date(2026, 9, 20))) == rule::attendance_window);
}

TEST_CASE("J-01 a record without a window never closes", "[domain][judge][J-01]") {
    Court s;
    s.policy("attendance.edit_window_days", "none");
    CHECK(s.rule(s.teacher, Role::teacher, attendance(s.first_lesson, s.belov), s.end_of(date(2027, 5, 30))).empty());
}

TEST_CASE("D-08 nothing is written in a cancelled lesson", "[domain][judge][D-08]") {
    Court s;
    s.accept(s.dispatcher, Role::dispatcher,
             {{CellKind::lesson_change, s.first_lesson, {}}, LessonChange{LessonState::cancelled, {}, 0, {}, {}, ""}},
             s.at(s.tuesday, 7h));
    CHECK(s.rule(s.teacher, Role::teacher, attendance(s.first_lesson, s.belov), s.at(s.tuesday, 9h)) ==
          rule::lesson_cancelled);
    CHECK(s.rule(s.teacher, Role::teacher, attendance(s.second_lesson, s.belov), s.at(s.tuesday, 9h)).empty());
}

TEST_CASE("F-05 the reason is the class teacher's, for the own class", "[domain][judge][F-05][A-05]") {
    Court s;
    const Instant when = s.at(s.tuesday, 15h);
    CHECK(s.rule(s.class_teacher, Role::class_teacher, reason(s.first_lesson, s.belov, "Б"), when).empty());
    CHECK(s.rule(s.teacher, Role::teacher, reason(s.first_lesson, s.belov, "Б"), when) == rule::role_not_enough);
    CHECK(s.rule(s.class_teacher, Role::class_teacher, reason({s.literature_9a, s.tuesday, 1, {}}, s.ninth, "Б"),
                 when) == rule::other_class);
    CHECK(s.rule(s.class_teacher, Role::class_teacher, reason(s.first_lesson, s.belov, "Ы"), when) ==
          rule::unknown_code);
    CHECK(s.rule(s.class_teacher, Role::class_teacher, attendance(s.first_lesson, s.belov), when) ==
          rule::role_not_enough);
}

TEST_CASE("F-06 reasons of a week are due by its Sunday", "[domain][judge][F-06][004-5]") {
    Court s;
    const Writing ill = reason(s.first_lesson, s.belov, "Б");
    CHECK(s.notes(s.class_teacher, Role::class_teacher, ill, s.end_of(date(2026, 9, 20))).empty());
    CHECK(s.notes(s.class_teacher, Role::class_teacher, ill, s.after(date(2026, 9, 20))) ==
          Notes{"late.attendance.reason_review"});
    CHECK(s.rule(s.class_teacher, Role::class_teacher, ill, s.end_of(date(2026, 9, 22))).empty());
    CHECK(s.rule(s.class_teacher, Role::class_teacher, ill, s.after(date(2026, 9, 22))) == rule::reason_window);
}

TEST_CASE("F-05 a school that reviews every day stamps the next one, and a short window waits for a weekly review",
          "[domain][judge][F-05][F-06]") {
    Court s;
    s.policy("attendance.reason_review", "class_teacher | daily").policy("attendance.edit_window_days", "2");
    const Writing ill = reason(s.first_lesson, s.belov, "Б");
    const auto notes = s.notes(s.class_teacher, Role::class_teacher, ill, s.after(s.tuesday));
    CHECK(notes == Notes{"late.attendance.reason_review"});
    Court weekly;
    weekly.policy("attendance.edit_window_days", "2");
    CHECK(weekly.rule(s.class_teacher, Role::class_teacher, ill, s.end_of(date(2026, 9, 20))).empty());
    CHECK(weekly.rule(s.class_teacher, Role::class_teacher, ill, s.after(date(2026, 9, 20))) == rule::reason_window);
}

TEST_CASE("F-07 a reason upon a certificate has no window, and only within its days", "[domain][judge][F-07]") {
    Court s;
    const auto paper = id<DocumentId>(220);
    s.add(entity_of(paper),
          PupilDocument{
              DocumentKind::illness, s.belov, "17", "поликлиника", date(2026, 9, 14), date(2026, 9, 15), "Б", {}});
    const Instant much_later = s.at(date(2026, 10, 20), 9h);
    CHECK(
        s.rule(s.class_teacher, Role::class_teacher, reason(s.first_lesson, s.belov, "Б", paper), much_later).empty());
    CHECK(s.rule(s.class_teacher, Role::class_teacher, reason(s.thursday_lesson, s.belov, "Б", paper), much_later) ==
          rule::document_unknown);
    CHECK(s.rule(s.class_teacher, Role::class_teacher, reason(s.first_lesson, s.abdurahmanova, "Б", paper),
                 much_later) == rule::document_unknown);
    CHECK(s.rule(s.class_teacher, Role::class_teacher, reason(s.first_lesson, s.belov, "Б"), much_later) ==
          rule::reason_window);
}

TEST_CASE("F-11 an order for paper counts the window from the lesson, and what was on paper is not late",
          "[domain][judge][F-11][003-6]") {
    Court s;
    const auto order = id<EntityId>(220);
    s.add(order, Order{OrderKind::paper_record, "12", date(2026, 9, 15), "", date(2026, 9, 15), date(2026, 9, 15), {}});
    Writing absent = attendance(s.first_lesson, s.belov);
    absent.basis = order;
    CHECK(s.notes(s.teacher, Role::teacher, absent, s.at(date(2026, 9, 21), 9h)).empty());
    CHECK(s.rule(s.teacher, Role::teacher, absent, s.end_of(date(2026, 9, 22))).empty());
    CHECK(s.rule(s.teacher, Role::teacher, absent, s.after(date(2026, 9, 22))) == rule::attendance_window);
    CHECK(s.rule(s.colleague, Role::teacher, absent, s.at(date(2026, 9, 21), 9h)) == rule::not_assigned);
    Writing other = attendance(s.thursday_lesson, s.belov);
    other.basis = order;
    CHECK(s.rule(s.teacher, Role::teacher, other, s.at(date(2026, 9, 21), 9h)) == rule::order_not_covering);
    s.add(order, Order{OrderKind::movement, "12", date(2026, 9, 15), "", {}, {}, {}});
    CHECK(s.rule(s.teacher, Role::teacher, absent, s.at(date(2026, 9, 21), 9h)) == rule::order_unknown);
}

TEST_CASE("E-11 a topic by nine in the evening: 20:59:59 is in time, 21:00:00 is late", "[domain][judge][E-11]") {
    Court s;
    s.policy("topic.entry_deadline", "lesson_day until 21:00");
    CHECK(s.notes(s.teacher, Role::teacher, topic(s.first_lesson, "Степени"), s.at(s.tuesday, 21h - 1s)).empty());
    CHECK(s.notes(s.teacher, Role::teacher, topic(s.first_lesson, "Степени"), s.at(s.tuesday, 21h)) ==
          Notes{"late.topic.entry_deadline"});
}

TEST_CASE("J-01 a topic has a window of its own", "[domain][judge][J-01]") {
    Court s;
    s.policy("topic.edit_window_days", "3");
    CHECK(s.rule(s.teacher, Role::teacher, topic(s.first_lesson, "Степени"), s.end_of(date(2026, 9, 18))).empty());
    CHECK(s.rule(s.teacher, Role::teacher, topic(s.first_lesson, "Степени"), s.after(date(2026, 9, 18))) ==
          rule::topic_window);
}

TEST_CASE("E-07, E-08 abbreviated and generic topics are refused or noted, as the school says",
          "[domain][judge][E-07][E-08][004-1]") {
    Court s;
    const Instant when = s.at(s.tuesday, 9h);
    CHECK(s.notes(s.teacher, Role::teacher, topic(s.first_lesson, "Реш. задач"), when) ==
          Notes{std::string(rule::topic_abbreviation)});
    CHECK(s.notes(s.teacher, Role::teacher, topic(s.first_lesson, "Повторение"), when) ==
          Notes{std::string(rule::topic_generic)});
    s.policy("topic.no_abbreviations", "refuse").policy("topic.generic_rule", "refuse");
    CHECK(s.rule(s.teacher, Role::teacher, topic(s.first_lesson, "Реш. задач"), when) == rule::topic_abbreviation);
    CHECK(s.rule(s.teacher, Role::teacher, topic(s.first_lesson, "Решение задач"), when) == rule::topic_generic);
    CHECK(s.rule(s.teacher, Role::teacher, topic(s.first_lesson, "Повторение"), when) == rule::topic_generic);
    CHECK(s.notes(s.teacher, Role::teacher, topic(s.first_lesson, "Повторение: законы Кирхгофа"), when).empty());
}

TEST_CASE("E-10 a topic without a Russian word is refused where the school says so", "[domain][judge][E-10][002-7]") {
    Court s;
    const LessonKey english{s.english, s.tuesday, 1, {}};
    const Instant when = s.at(s.tuesday, 11h);
    CHECK(s.notes(s.other_teacher, Role::teacher, topic(english, "Present Simple"), when) ==
          Notes{std::string(rule::text_language)});
    s.policy("text.language", "refuse");
    CHECK(s.rule(s.other_teacher, Role::teacher, topic(english, "Present Simple"), when) == rule::text_language);
    CHECK(s.rule(s.other_teacher, Role::teacher, topic(english, "Настоящее простое время (Present Simple)"), when)
              .empty());
}

TEST_CASE("E-06 a topic that is not the plan's is noted, or refused where the school is strict",
          "[domain][judge][E-06]") {
    Court s;
    const Instant when = s.at(s.tuesday, 9h);
    CHECK(s.notes(s.teacher, Role::teacher, topic(s.first_lesson, "Степени"), when).empty());
    const auto item = id<PlanItemId>(220);
    s.add(entity_of(item), PlanItem{s.algebra, 1, "Степень с натуральным показателем"});
    CHECK(s.notes(s.teacher, Role::teacher, topic(s.first_lesson, "Степени"), when) ==
          Notes{std::string(rule::topic_source)});
    CHECK(s.notes(s.teacher, Role::teacher, topic(s.first_lesson, "Степень с натуральным показателем"), when).empty());
    s.policy("topic.source", "strict");
    CHECK(s.rule(s.teacher, Role::teacher, topic(s.first_lesson, "Степени"), when) == rule::topic_source);
    Writing planned = topic(s.first_lesson, "Степень с натуральным показателем");
    std::get<Topic>(planned.act).plan_item = item;
    CHECK(s.rule(s.teacher, Role::teacher, planned, when).empty());
    std::get<Topic>(planned.act).plan_item = id<PlanItemId>(221);
    CHECK(s.rule(s.teacher, Role::teacher, planned, when) == rule::plan_item);
}

TEST_CASE("E-13 merged topics follow the plan together", "[domain][judge][E-13]") {
    Court s;
    s.policy("topic.source", "strict");
    s.add(id<EntityId>(220), PlanItem{s.algebra, 1, "Степень"})
        .add(id<EntityId>(221), PlanItem{s.algebra, 2, "Корень"});
    Writing both = topic(s.first_lesson, "Степень. Корень");
    std::get<Topic>(both.act) = {"Степень. Корень", id<PlanItemId>(220), {id<PlanItemId>(221)}};
    CHECK(s.rule(s.teacher, Role::teacher, both, s.at(s.tuesday, 9h)).empty());
    std::get<Topic>(both.act).text = "Степень";
    CHECK(s.rule(s.teacher, Role::teacher, both, s.at(s.tuesday, 9h)) == rule::topic_source);
}

TEST_CASE("E-03 plan items are linked to lessons to come, and to past ones as long as the topic is open",
          "[domain][judge][E-03]") {
    Court s;
    s.add(id<EntityId>(220), PlanItem{s.algebra, 1, "Степень"});
    const auto link = [&](PlanItemId item, Instant when) {
        return s.rule(s.teacher, Role::teacher, {{CellKind::plan_link, s.first_lesson, {}}, PlanLink{{item}, ""}},
                      when);
    };
    CHECK(link(id<PlanItemId>(220), s.at(date(2026, 9, 1), 9h)).empty());
    CHECK(link(id<PlanItemId>(221), s.at(date(2026, 9, 1), 9h)) == rule::plan_item);
    CHECK(link(id<PlanItemId>(220), s.end_of(date(2026, 9, 22))).empty());
    CHECK(link(id<PlanItemId>(220), s.after(date(2026, 9, 22))) == rule::topic_window);
}

TEST_CASE("H-02 homework is due an hour and a half after the class's last held lesson",
          "[domain][judge][H-02][000-1][000-2]") {
    Court s;
    s.policy("homework.entry_deadline", "90 minutes after_last_lesson");
    const Writing task = homework(s.first_lesson, entity_of(s.class_7b), "§ 12", s.thursday_lesson);
    // The English of the third period is the class's last that odd Tuesday; it ends at 11:15.
    CHECK(s.notes(s.teacher, Role::teacher, task, s.at(s.tuesday, 12h + 45min)).empty());
    CHECK(s.notes(s.teacher, Role::teacher, task, s.at(s.tuesday, 12h + 45min + 1s)) ==
          Notes{"late.homework.entry_deadline"});
    s.accept(s.dispatcher, Role::dispatcher,
             {{CellKind::lesson_change, {s.english, s.tuesday, 1, {}}, {}},
              LessonChange{LessonState::cancelled, {}, 0, {}, {}, ""}},
             s.at(s.tuesday, 7h));
    CHECK(s.notes(s.teacher, Role::teacher, task, s.at(s.tuesday, 11h + 45min)).empty());
    CHECK(s.notes(s.teacher, Role::teacher, task, s.at(s.tuesday, 11h + 45min + 1s)) ==
          Notes{"late.homework.entry_deadline"});
}

TEST_CASE("H-03 homework by nine in the evening; later it is saved as late", "[domain][judge][H-03][002-1]") {
    Court s;
    s.policy("homework.entry_deadline", "lesson_day until 21:00");
    const Writing task = homework(s.first_lesson, entity_of(s.class_7b), "§ 12", s.thursday_lesson);
    CHECK(s.notes(s.teacher, Role::teacher, task, s.at(s.tuesday, 21h - 1s)).empty());
    CHECK(s.notes(s.teacher, Role::teacher, task, s.at(s.tuesday, 21h)).size() == 1);
    CHECK(s.notes(s.teacher, Role::teacher, task, s.at(date(2026, 9, 16), 10h)).size() == 1);
}

TEST_CASE("H-04 homework is due on the lesson's day", "[domain][judge][H-04]") {
    Court s;
    const Writing task = homework(s.first_lesson, entity_of(s.class_7b), "§ 12", s.thursday_lesson);
    CHECK(s.notes(s.teacher, Role::teacher, task, s.end_of(s.tuesday)).empty());
    CHECK(s.notes(s.teacher, Role::teacher, task, s.after(s.tuesday)) == Notes{"late.homework.entry_deadline"});
}

TEST_CASE("H-06 homework is for a later day, and for a lesson of the subject", "[domain][judge][H-06][H-05][002-2]") {
    Court s;
    const auto due = [&](LessonKey lesson) {
        return s.rule(s.teacher, Role::teacher, homework(s.first_lesson, entity_of(s.class_7b), "§ 12", lesson),
                      s.at(s.tuesday, 9h));
    };
    CHECK(due(s.second_lesson) == rule::homework_due);
    CHECK(due({s.algebra, date(2026, 9, 14), 1, {}}) == rule::homework_due);
    CHECK(due(s.thursday_lesson).empty());
    CHECK(due({s.algebra, date(2026, 9, 18), 1, {}}) == rule::lesson_unknown);
    CHECK(due({s.literature_9a, date(2026, 9, 21), 1, {}}) == rule::homework_lesson);
    s.policy("homework.due_not_before", "not_past");
    CHECK(due(s.second_lesson).empty());
    CHECK(due(s.first_lesson) == rule::homework_lesson);
}

TEST_CASE("H-07, H-08 homework for the class or one pupil of it, or nothing on purpose",
          "[domain][judge][H-07][H-08]") {
    Court s;
    const Instant when = s.at(s.tuesday, 9h);
    CHECK(
        s.rule(s.teacher, Role::teacher, homework(s.first_lesson, entity_of(s.belov), "§ 12", s.thursday_lesson), when)
            .empty());
    CHECK(s.rule(s.teacher, Role::teacher, homework(s.first_lesson, entity_of(s.ninth), "§ 12", s.thursday_lesson),
                 when) == rule::homework_addressee);
    CHECK(s.rule(s.teacher, Role::teacher, homework(s.first_lesson, entity_of(s.class_7b), "", {}), when).empty());
    Writing links = homework(s.first_lesson, entity_of(s.class_7b), "", {});
    std::get<Homework>(links.act).links = {"https://resh.edu.ru/12"};
    CHECK(s.rule(s.teacher, Role::teacher, links, when) == rule::homework_due);
}

TEST_CASE("J-01 homework closes after the window where the school has one", "[domain][judge][J-01]") {
    Court s;
    s.policy("homework.edit_window_days", "1");
    const Writing task = homework(s.first_lesson, entity_of(s.class_7b), "§ 12", s.thursday_lesson);
    CHECK(s.rule(s.teacher, Role::teacher, task, s.end_of(date(2026, 9, 16))).empty());
    CHECK(s.rule(s.teacher, Role::teacher, task, s.after(date(2026, 9, 16))) == rule::homework_window);
}

TEST_CASE("F-10 that a lesson was held is said from its day on", "[domain][judge][F-10]") {
    Court s;
    const Writing held{{CellKind::lesson_held, s.first_lesson, {}}, LessonHeld{true}};
    CHECK(s.rule(s.teacher, Role::teacher, held, s.end_of(date(2026, 9, 14))) == rule::lesson_ahead);
    CHECK(s.rule(s.teacher, Role::teacher, held, s.at(s.tuesday, 0s)).empty());
}

TEST_CASE("judge: a seating plan has each pupil of the class on one free seat", "[domain][judge]") {
    Court s;
    Cell cell{CellKind::seat_plan, {}, entity_of(s.class_7b)};
    cell.subject = entity_of(s.room);
    const auto plan = [&](PersonId author, Role role, std::vector<SeatPlan::Seat> seats) {
        return s.rule(author, role, {cell, SeatPlan{2, 2, std::move(seats)}}, s.at(s.tuesday, 9h));
    };
    CHECK(plan(s.teacher, Role::teacher, {{s.belov, 0, 0}, {s.abdurahmanova, 1, 1}}).empty());
    CHECK(plan(s.class_teacher, Role::class_teacher, {{s.belov, 0, 0}}).empty());
    CHECK(plan(s.teacher, Role::teacher, {{s.belov, 0, 0}, {s.abdurahmanova, 0, 0}}) == rule::seat_plan);
    CHECK(plan(s.teacher, Role::teacher, {{s.belov, 0, 0}, {s.belov, 0, 1}}) == rule::seat_plan);
    CHECK(plan(s.teacher, Role::teacher, {{s.belov, 0, 2}}) == rule::seat_plan);
    CHECK(plan(s.teacher, Role::teacher, {{s.ninth, 0, 0}}) == rule::not_on_list);
    CHECK(plan(s.colleague, Role::teacher, {}) == rule::not_assigned);
}

TEST_CASE("judge: an act that does not answer its cell's question is refused", "[domain][judge]") {
    Court s;
    CHECK(s.rule(s.teacher, Role::teacher, {{CellKind::topic, s.first_lesson, {}}, Attendance{"Н"}},
                 s.at(s.tuesday, 9h)) == rule::malformed);
}
