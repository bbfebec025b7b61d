#include "tests/journal/control_school.hpp"

using namespace zvonok;
using namespace zvonok::domain;
using namespace zvonok::journal;
using namespace zvonok::test;

namespace {

Writing reason(const LessonKey& lesson, PersonId pupil, std::string code, DocumentId document = {}) {
    return {{CellKind::absence_reason, lesson, entity_of(pupil)}, AbsenceReason{std::move(code), "", document}};
}
Writing remark(const ControlSchool& school, std::uint8_t n) {
    return {{CellKind::remark, school.first_lesson, id<EntityId>(n)},
            Remark{school.teacher, CellKind::topic, "Нет темы урока"}};
}
Writing message(std::uint8_t n, PersonId to, EntityId answers = {}) {
    return {{CellKind::message, {}, id<EntityId>(n)}, Message{{to}, {}, "Здравствуйте", answers}};
}

}  // namespace

TEST_CASE("004-5: an absence of the week without a reason is listed as not reviewed from Monday on",
          "[journal][control][004-5][F-06]") {
    ControlSchool school;
    const LocalDay friday = date(2026, 9, 18), sunday = date(2026, 9, 20);
    school.write(school.teacher, Role::teacher, attendance(school.first_lesson, school.belov),
                 school.at(school.tuesday, 9h));
    school.write(school.teacher, Role::teacher, attendance(school.first_lesson, school.abdurahmanova),
                 school.at(school.tuesday, 9h));
    school.write(school.class_teacher, Role::class_teacher, reason(school.first_lesson, school.belov, "Б"),
                 school.at(friday, 15h));
    const auto listed = [&](Instant now) {
        return school.ask(now, [&](Control& control, const Asked& asked) {
            return control.unreviewed(asked, {}, date(2026, 9, 14), sunday);
        });
    };
    REQUIRE(listed(school.end_of(sunday)).size() == 1);
    const Unreviewed one = listed(school.end_of(sunday))[0];
    CHECK(one.pupil == school.abdurahmanova);
    CHECK(one.school_class == school.class_7b);
    CHECK(one.code == "Н");
    CHECK_FALSE(one.overdue);
    CHECK(listed(school.after(sunday))[0].overdue);
}

TEST_CASE("F-05: where reasons are reviewed daily, unchecked ones are overdue the next day",
          "[journal][control][F-05]") {
    ControlSchool school;
    school.policy("attendance.reason_review", "class_teacher | daily");
    school.write(school.teacher, Role::teacher, attendance(school.first_lesson, school.belov),
                 school.at(school.tuesday, 9h));
    const auto overdue = [&](Instant now) {
        return school
            .ask(now,
                 [&](Control& control, const Asked& asked) {
                     return control.unreviewed(asked, school.class_7b, school.tuesday, school.tuesday);
                 })
            .at(0)
            .overdue;
    };
    CHECK_FALSE(overdue(school.end_of(school.tuesday)));
    CHECK(overdue(school.after(school.tuesday)));
}

TEST_CASE("F-07, 003-5: papers over a span and exemptions are in the counts of missed lessons",
          "[journal][control][F-07][F-08][003-5][M-05][M-24]") {
    ControlSchool school;
    PupilDocument exemption =
        school.paper(DocumentKind::exemption, school.belov, date(2026, 9, 14), date(2026, 10, 14));
    exemption.subjects = {school.algebra_subject};
    school.add(id<EntityId>(122), exemption);
    const PupilDocument illness =
        school.paper(DocumentKind::illness, school.abdurahmanova, school.tuesday, school.tuesday);
    school.add(id<EntityId>(123), illness);
    const Instant noon = school.at(school.tuesday, 12h);
    school.write(school.teacher, Role::teacher, attendance(school.first_lesson, school.belov), noon);
    school.write(school.teacher, Role::teacher, attendance(school.first_lesson, school.abdurahmanova), noon);
    const auto counted = school.ask(noon, [&](Control& control, const Asked& asked) {
        return control.absences(asked, school.class_7b, school.tuesday, school.tuesday);
    });
    const auto of = [&](PersonId pupil) { return std::ranges::find(counted, pupil, &PupilAbsences::pupil)->count; };
    CHECK(of(school.belov).lessons == 3);  // algebra twice, English
    CHECK(of(school.belov).exempt == 2);
    CHECK(of(school.belov).missed == 0);
    CHECK(of(school.belov).by_code == std::map<std::string, int>{{"ОСВ", 2}});
    CHECK(of(school.abdurahmanova).lessons == 2);
    CHECK(of(school.abdurahmanova).missed == 2);
    CHECK(of(school.abdurahmanova).by_kind == std::map<AbsenceKind, int>{{AbsenceKind::illness, 2}});
    CHECK(of(school.abdurahmanova).days_missed() == 1);
}

TEST_CASE("004-3: remarks are open, overdue, answered in time or late, to the second",
          "[journal][control][004-3][O-07][M-34]") {
    ControlSchool school;
    const LocalDay last = date(2026, 9, 18);
    school.write(school.methodologist, Role::methodologist, remark(school, 1), school.at(school.tuesday, 14h));
    school.write(school.methodologist, Role::methodologist, remark(school, 2), school.at(school.tuesday, 14h));
    school.write(school.methodologist, Role::methodologist, remark(school, 3), school.at(school.tuesday, 14h));
    const auto answer = [&](std::uint8_t n, Instant at) {
        school.write(school.teacher, Role::teacher,
                     {{CellKind::remark_answer, school.first_lesson, id<EntityId>(n)}, RemarkAnswer{"Исправлено"}}, at);
    };
    const auto states = [&](Instant now) {
        const auto all = school.ask(now, [&](Control& control, const Asked& asked) {
            return control.remarks(asked, school.at(school.tuesday, 0h), school.after(school.tuesday));
        });
        std::map<int, RemarkState> by_id;
        for (const RemarkItem& item : all) by_id[item.id.bytes[0]] = item.state;
        return by_id;
    };
    CHECK(states(school.end_of(last)) ==
          std::map<int, RemarkState>{{1, RemarkState::open}, {2, RemarkState::open}, {3, RemarkState::open}});
    answer(1, school.end_of(last));
    answer(2, school.after(last));
    CHECK(states(school.after(last)) == std::map<int, RemarkState>{{1, RemarkState::answered},
                                                                   {2, RemarkState::answered_late},
                                                                   {3, RemarkState::overdue}});
}

TEST_CASE("001-8: who has not opened a diary is listed, a visit that is known later takes off the list",
          "[journal][control][001-8][O-09][O-10][M-44]") {
    ControlSchool school;
    school.visit(school.belov, school.belov, school.at(date(2026, 9, 14), 13h));
    school.visit(school.parent, school.belov, school.at(date(2026, 9, 7), 20h));
    const auto control = [&](LocalDay day) {
        return school.ask(school.at(day, 0h),
                          [&](Control& c, const Asked& asked) { return c.visits(asked, school.class_7b); });
    };
    const auto listed = [](const std::vector<NoVisit>& people, PersonId person) {
        return std::ranges::find(people, person, &NoVisit::person) != people.end();
    };
    CHECK(listed(control(date(2026, 9, 17)).pupils, school.belov));
    CHECK_FALSE(listed(control(date(2026, 9, 15)).pupils, school.belov));
    CHECK(listed(control(date(2026, 9, 15)).parents, school.parent));
    CHECK_FALSE(listed(control(date(2026, 9, 14)).parents, school.parent));
    // Who never came is listed with nothing.
    const auto never = control(date(2026, 9, 15)).pupils;
    REQUIRE(listed(never, school.abdurahmanova));
    CHECK_FALSE(std::ranges::find(never, school.abdurahmanova, &NoVisit::person)->last.has_value());
    CHECK(control(date(2026, 9, 17)).pupils_asked == 2);
    CHECK(control(date(2026, 9, 17)).parents_asked == 1);
    // A refused attempt is no visit; the offline kiosk's is, as soon as it is known.
    school.visit(school.belov, school.abdurahmanova, school.at(date(2026, 9, 16), 10h), true);
    CHECK(listed(control(date(2026, 9, 17)).pupils, school.belov));
    school.visit(school.belov, school.belov, school.at(date(2026, 9, 16), 11h));
    CHECK_FALSE(listed(control(date(2026, 9, 17)).pupils, school.belov));
    CHECK(listed(control(date(2026, 9, 16)).pupils, school.abdurahmanova));
}

TEST_CASE("002-9: a teacher's inbox begins with the administration's messages that wait for an answer",
          "[journal][control][002-9][L-02]") {
    ControlSchool school;
    const auto at = [&](std::chrono::minutes time) { return school.at(school.tuesday, time); };
    school.write(school.belov, Role::pupil, message(1, school.teacher), at(9h));
    school.write(school.parent, Role::parent, message(2, school.teacher), at(9h + 5min));
    school.write(school.class_teacher, Role::class_teacher, message(4, school.teacher), at(9h + 10min));
    school.write(school.director, Role::director, message(3, school.teacher), at(9h + 20min));
    school.write(school.director, Role::director, message(5, school.deputy), at(9h + 30min));
    const auto order = [&] {
        const auto items = school.ask(at(12h), [&](Control& control, const Asked& asked) {
            return control.inbox(asked, school.teacher, school.at(school.tuesday, 0h));
        });
        std::vector<int> ids;
        for (const InboxItem& item : items) ids.push_back(item.message.bytes[0]);
        return ids;
    };
    CHECK(order() == std::vector{3, 4, 2, 1});
    school.write(school.teacher, Role::teacher, message(6, school.director, id<EntityId>(3)), at(10h));
    CHECK(order() == std::vector{4, 2, 1, 3});
}

TEST_CASE("O-12: breaches of a person over a period are counted by what was missed", "[journal][control][O-12]") {
    ControlSchool school;
    school.write(school.methodologist, Role::methodologist, remark(school, 1), school.at(school.tuesday, 14h));
    school.write(school.teacher, Role::teacher, topic(school.first_lesson, "Степень"), school.after(school.tuesday));
    const LocalDay thursday = date(2026, 9, 17);
    const auto all = school.ask(school.after(date(2026, 9, 18)), [&](Control& control, const Asked& asked) {
        return control.breaches(asked, school.tuesday, thursday);
    });
    REQUIRE_FALSE(all.empty());
    const Breaches& worst = all.front();
    CHECK(worst.person == school.teacher);
    CHECK(worst.late == std::map<std::string, int>{{"topic.entry_deadline", 1}});
    // Five lessons on Tuesday and one on Thursday, three parts each, less the topic that is there.
    CHECK(worst.unfilled == 17);
    CHECK(worst.remarks == 1);
    CHECK(worst.total() == 19);
    CHECK(std::ranges::find(all, school.methodologist, &Breaches::person)->reviews == 1);
    // Of the day before nothing is held against anybody.
    const auto others = school.ask(school.after(date(2026, 9, 18)), [&](Control& control, const Asked& asked) {
        return control.breaches(asked, date(2026, 9, 12), date(2026, 9, 13));
    });
    CHECK(std::ranges::none_of(others, [&](const Breaches& each) { return each.person == school.teacher; }));
}

TEST_CASE("J-14: the register of changes names request, what stood before, and the entry that carried it out",
          "[journal][control][J-14][J-15][M-47]") {
    ControlSchool school;
    school.write(school.teacher, Role::teacher, mark(school.first_lesson, school.belov, "3"),
                 school.at(school.tuesday, 9h));
    const EntityId request = id<EntityId>(9);
    const LocalDay later = date(2026, 9, 28);
    Writing asks{{CellKind::change_request, {}, request},
                 ChangeRequest{Boxed<Writing>{mark(school.first_lesson, school.belov, "4")}, "teacher_absent",
                               "справка № 5", "исправление"}};
    school.write(school.teacher, Role::teacher, asks, school.at(later, 10h));
    school.write(school.director, Role::director, {{CellKind::change_decision, {}, request}, ChangeDecision{true, ""}},
                 school.at(later, 11h));
    Writing done = mark(school.first_lesson, school.belov, "4");
    done.basis = request;
    school.write(school.administrator, Role::administrator, done, school.at(later, 12h));
    const auto rows = school.ask(school.at(later, 13h), [&](Control& control, const Asked& asked) {
        return control.changes(asked, date(2026, 9, 1), date(2026, 10, 23));
    });
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].request.number() == 1);
    CHECK(rows[0].request.approved());
    CHECK(entity_of(rows[0].period) == school.quarter);
    REQUIRE(rows[0].before);
    CHECK(std::get<Mark>(*rows[0].before).value == "3");
    REQUIRE(rows[0].carried_out.size() == 1);
    CHECK(rows[0].carried_out[0].header.author == school.administrator);
}

TEST_CASE("J-15: a request is found under the period of its record, whenever it was asked",
          "[journal][control][J-15][N-18]") {
    ControlSchool school;
    school.policy("change.registered", "yes");
    school.add(id<EntityId>(125), ReportingPeriod{PeriodKind::quarter, 2, date(2026, 11, 9), date(2026, 12, 30)});
    const LessonKey in_november{school.algebra, date(2026, 11, 10), 1, {}};
    const auto asks = [&](std::uint8_t n, Writing wanted, LocalDay on) {
        school.write(school.teacher, Role::teacher,
                     {{CellKind::change_request, {}, id<EntityId>(n)},
                      ChangeRequest{Boxed<Writing>{std::move(wanted)}, "teacher_absent", "справка № 5", ""}},
                     school.at(on, 10h));
    };
    asks(9, mark(in_november, school.belov, "5"), date(2026, 12, 1));
    // In December, about a September lesson and about the mark of the first quarter.
    asks(10, mark(school.first_lesson, school.belov, "4"), date(2026, 12, 2));
    asks(11, period_mark(school.quarter, school.algebra_subject, school.belov, "4"), date(2026, 12, 3));
    const auto filed = [&](LocalDay first, LocalDay last) {
        const auto rows = school.ask(school.at(date(2026, 12, 4), 10h), [&](Control& control, const Asked& asked) {
            return control.changes(asked, first, last);
        });
        std::vector<std::pair<std::uint64_t, EntityId>> found;
        for (const ChangeRow& row : rows) found.emplace_back(row.request.number(), entity_of(row.period));
        return found;
    };
    using Filed = std::vector<std::pair<std::uint64_t, EntityId>>;
    CHECK(filed(date(2026, 9, 1), date(2026, 10, 23)) == Filed{{2, school.quarter}, {3, school.quarter}});
    CHECK(filed(date(2026, 11, 9), date(2026, 12, 30)) == Filed{{1, id<EntityId>(125)}});
}

TEST_CASE("F-09, O-06: a person's day holds what waits for that person and nothing of others",
          "[journal][control][F-09][O-06]") {
    ControlSchool school;
    const Instant evening = school.at(school.tuesday, 20h);
    school.write(school.methodologist, Role::methodologist, remark(school, 1), school.at(school.tuesday, 14h));
    school.write(school.parent, Role::parent, message(2, school.class_teacher), school.at(school.tuesday, 15h));
    school.write(school.teacher, Role::teacher, attendance(school.first_lesson, school.belov), evening);
    const auto day = [&](PersonId person, std::chrono::hours ahead) {
        return school.ask(
            evening, [&](Control& control, const Asked& asked) { return control.personal_day(asked, person, ahead); });
    };
    const PersonalDay teacher = day(school.teacher, 24h);
    CHECK(teacher.remarks.size() == 1);
    CHECK(teacher.inbox.empty());
    CHECK(teacher.reasons.empty());
    CHECK(std::ranges::all_of(teacher.unfilled, [&](const Unfilled& each) {
        return each.lesson.teachers.front() == school.teacher && *each.late_from < evening + 24h;
    }));
    const auto today = std::ranges::count_if(teacher.unfilled,
                                             [&](const Unfilled& each) { return each.lesson.day() == school.tuesday; });
    CHECK(today == 14);
    // Nothing of today becomes late within the hour; earlier lessons are late already.
    CHECK(std::ranges::none_of(day(school.teacher, 1h).unfilled,
                               [&](const Unfilled& each) { return each.lesson.day() == school.tuesday; }));
    const PersonalDay leader = day(school.class_teacher, 24h);
    CHECK(leader.unfilled.empty());
    CHECK(leader.inbox.size() == 1);
    CHECK(leader.reasons.size() == 1);
    CHECK(leader.remarks.empty());
}
