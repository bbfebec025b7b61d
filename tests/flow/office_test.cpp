#include "station/flow/office.hpp"
#include "tests/domain/enacting.hpp"
#include "tests/flow/rig.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::flow;
using namespace zvonok::test;
namespace event = zvonok::flow::event;

namespace {

constexpr auto colleague_login = "p.li@school.example";

/// The colleague without lessons in 7Б has the role too; the desk is his.
Rig with_role(Role role, GroupId scope = {}) {
    Rig rig;
    rig.school.add(id<EntityId>(150), RoleGrant{rig.school.other_teacher, role, scope});
    return rig;
}
/// The only thing that the store was handed in the last step.
effect::Write written(const Rig& rig) {
    const auto writes = rig.done<effect::Write>();
    REQUIRE(writes.size() == 1);
    return writes.front();
}
Enacted request(const SmallSchool& school, RequestId of, PersonId author, Role role = Role::teacher) {
    const Writing wanted{{CellKind::attendance, {school.algebra, date(2026, 9, 1), 1, {}}, entity_of(school.belov)},
                         Attendance{"Б"}};
    Enacted asked = enacted({CellKind::change_request, {}, entity_of(of)},
                            ChangeRequest{wanted, "pupil_absent", "справка № 7", ""}, author);
    asked.role = role;
    asked.number = 4;
    return asked;
}
Enacted decision(RequestId of, bool approved) {
    Enacted decided = enacted({CellKind::change_decision, {}, entity_of(of)}, ChangeDecision{approved, ""});
    decided.role = Role::director;
    return decided;
}
const auto request_4 = id<RequestId>(160);

}  // namespace

TEST_CASE("office: a role opens its desks and no others", "[flow][office][A-01]") {
    using enum OfficeDesk;
    const auto desks = [](std::optional<Role> role) {
        Rig rig;
        const auto person = id<PersonId>(151);
        rig.school.add(entity_of(person), Person{PersonKind::staff, "Орлова", "Вера", "", ""});
        if (role) rig.school.add(id<EntityId>(152), RoleGrant{person, *role, rig.school.class_7b});
        return office_of(rig.school.book(), person, tuesday);
    };
    CHECK(desks(std::nullopt).empty());
    CHECK(desks(Role::class_teacher) == std::vector{absences, messages});
    CHECK(desks(Role::dispatcher) == std::vector{timetable, messages});
    CHECK(desks(Role::director) == std::vector{requests, notices, messages});
    CHECK(desks(Role::deputy) == std::vector{requests, timetable, notices, messages});
    const SmallSchool school;
    CHECK(office_of(school.book(), school.teacher, tuesday) == std::vector{requests, messages, classes});
    Rig rig;
    rig.ready().logged_in().apply(ask::ShowOffice{notices});
    CHECK(std::holds_alternative<std::monostate>(rig.shows<Desk>()->office));
}

TEST_CASE("office: each thing is written in the role that may it, lessons as a teacher", "[flow][office][A-02]") {
    Rig rig = with_role(Role::dispatcher);
    rig.ready().logged_in(1, colleague_login);
    CHECK(rig.shows<Desk>()->session.role == Role::teacher);
    rig.apply(ask::ShowOffice{OfficeDesk::timetable});
    rig.apply(ask::Replace{{rig.school.algebra, tuesday, 2, {}}, rig.school.other_teacher, "болезнь"});
    CHECK(written(rig).session.role == Role::dispatcher);
    CHECK(rig.shows<Desk>()->session.role == Role::teacher);
}

TEST_CASE("late change: a record whose window is closed is refused, and a correction is asked for",
          "[flow][office][J-08][J-10]") {
    Rig rig;
    rig.now += 24h * 28;
    rig.ready().logged_in().apply(ask::ShowPage{});
    const LessonKey lesson{rig.school.algebra, date(2026, 9, 1), 1, {}};
    rig.apply(ask::AttendAt{lesson, rig.school.belov, "Б"});
    CHECK(rig.done<effect::Write>().empty());
    REQUIRE(rig.shows<Desk>()->refused.size() == 1);
    const Attention refused = rig.shows<Desk>()->refused.front();
    CHECK(asks_for_request(refused.rule));
    CHECK_FALSE(asks_for_request(rule::not_assigned));

    rig.apply(ask::AskChange{{refused.cell, refused.act}, "pupil_absent", "", "болел"});
    CHECK(rig.done<effect::Write>().empty());  // no document
    CHECK(rig.shows<Desk>()->refused.back().rule == rule::change_document);
    rig.apply(ask::AskChange{{refused.cell, refused.act}, "pupil_absent", "справка № 7", "болел"});
    const auto write = written(rig);
    REQUIRE(write.writings.size() == 1);
    CHECK(write.writings.front().cell.kind == CellKind::change_request);
    const auto& asked = std::get<ChangeRequest>(write.writings.front().act);
    CHECK(asked.wanted->cell == refused.cell);
    CHECK(asked.wanted->act == refused.act);
}

TEST_CASE("late change: the director decides, nobody the own request", "[flow][office][J-11]") {
    Rig rig = with_role(Role::director);
    enact(rig.school, request(rig.school, request_4, rig.school.teacher));
    enact(rig.school, request(rig.school, id<RequestId>(161), rig.school.other_teacher));
    rig.ready().logged_in(1, colleague_login).apply(ask::ShowOffice{OfficeDesk::requests});
    const auto asked = rig.done<effect::ViewRequests>();
    REQUIRE(asked.size() == 1);
    rig.apply(event::RequestsViewed{asked.front().question, {{request_4, Attendance{"Н"}}}});
    CHECK(std::get<Requests>(rig.shows<Desk>()->office).rows.front().before == Act{Attendance{"Н"}});
    rig.apply(ask::DecideChange{id<RequestId>(161), true, ""});
    CHECK(rig.done<effect::Write>().empty());
    CHECK(rig.shows<Desk>()->refused.back().rule == rule::change_own);
    rig.apply(ask::DecideChange{request_4, true, "да"});
    CHECK(written(rig).session.role == Role::director);
    CHECK(std::get<ChangeDecision>(written(rig).writings.front().act).approved);
    rig.apply(event::Stored{written(rig).draft});
    CHECK(rig.done<effect::ViewRequests>().size() == 1);  // what it led to is asked for
}

TEST_CASE("late change: what is approved is carried out upon it by the administrator, and nothing else",
          "[flow][office][J-13]") {
    Rig rig = with_role(Role::administrator);
    rig.school.add(entity_of(id<StationId>(200)), Station{"учительская", StationMode::office, {}, true});
    enact(rig.school, request(rig.school, request_4, rig.school.teacher));
    rig.now += 24h * 28;
    rig.ready().logged_in(1, colleague_login).apply(ask::ShowOffice{OfficeDesk::requests});
    rig.apply(ask::CarryOut{request_4});
    CHECK(rig.done<effect::Write>().empty());
    enact(rig.school, decision(request_4, true));
    rig.apply(event::FactsLoaded{rig.facts()});
    rig.apply(ask::CarryOut{request_4});
    const auto write = written(rig);
    CHECK(write.session.role == Role::administrator);
    CHECK(write.writings.front().basis == entity_of(request_4));
    CHECK(write.writings.front().act == Act{Attendance{"Б"}});
}

TEST_CASE("absences: the class teacher gives one reason to several lessons in one touch; it shows hollow until stored",
          "[flow][office][F-05][F-06]") {
    Rig rig = with_role(Role::class_teacher, id<GroupId>(10));
    rig.ready().logged_in(1, colleague_login).apply(ask::ShowOffice{OfficeDesk::absences});
    const auto absences = [&]() -> const Absences& { return std::get<Absences>(rig.shows<Desk>()->office); };
    CHECK(absences().school_class == rig.school.class_7b);
    REQUIRE(absences().lessons.size() == 3);
    const auto asked = rig.done<effect::ViewAbsences>();
    REQUIRE(asked.size() == 1);
    CHECK(asked.front().lessons.size() == 3);
    const LessonKey first = absences().lessons[0].key, second = absences().lessons[1].key;
    const auto attendance = [&](const LessonKey& lesson) {
        return RecordedValue{
            {CellKind::attendance, lesson, entity_of(rig.school.belov)}, Attendance{"Н"}, Outcome::accepted};
    };
    rig.apply(event::AbsencesViewed{asked.front().question, {{attendance(first), attendance(second)}, {{tuesday, 2}}}});
    CHECK(absences().missed.size() == 2);
    CHECK(absences().unreviewed.at(tuesday) == 2);

    rig.apply(ask::GiveReason{rig.school.belov, {first, second}, "УП"});
    const auto write = written(rig);
    CHECK(write.writings.size() == 2);
    CHECK(write.session.role == Role::class_teacher);
    CHECK(absences().missed.front().reason->code == "УП");
    CHECK(absences().missed.front().standing.save == Save::hollow);
    CHECK(absences().missed.front().teacher->code == "Н");
    rig.apply(event::Stored{write.draft});
    CHECK(absences().missed.front().standing.save == Save::solid);
    rig.apply(ask::GiveReason{rig.school.belov, {first}, "УП"});
    CHECK(rig.done<effect::Write>().empty());  // it stands there
}

TEST_CASE("absences: a paper is stated for its days; a day to come cannot be looked at", "[flow][office][F-07]") {
    Rig rig = with_role(Role::class_teacher, id<GroupId>(10));
    rig.ready().logged_in(1, colleague_login).apply(ask::ShowOffice{OfficeDesk::absences});
    rig.apply(
        ask::RegisterPaper{rig.school.belov, DocumentKind::illness, "118", tuesday - std::chrono::days{3}, tuesday});
    const auto write = written(rig);
    const auto& stated = std::get<Registration>(write.writings.front().act);
    const auto& paper = std::get<PupilDocument>(stated.fact->value);
    CHECK(paper.number == "118");
    CHECK(paper.first == tuesday - std::chrono::days{3});
    CHECK(write.writings.front().cell.addressee == stated.fact->entity);
    rig.apply(ask::ShowAbsences{rig.school.class_7b, tuesday + std::chrono::days{5}});
    CHECK(std::get<Absences>(rig.shows<Desk>()->office).day == tuesday);
}

TEST_CASE("timetable: a change is written, and shows on the door once the facts have it",
          "[flow][office][D-05][D-08]") {
    Rig rig = with_role(Role::dispatcher);
    const LessonKey second{rig.school.algebra, tuesday, 2, {}};
    rig.ready().logged_in(1, colleague_login).apply(ask::ShowOffice{OfficeDesk::timetable});
    rig.apply(ask::ChangeLesson{second, {LessonState::cancelled, {}, 0, {}, {}, "болезнь"}});
    CHECK(written(rig).writings.front().cell == Cell{CellKind::lesson_change, second, {}});
    enact(rig.school, change(second, cancelled()));
    rig.apply(event::FactsLoaded{rig.facts()});
    const LocalTime now = local_now(rig.state);
    CHECK_FALSE(room_now(*rig.state.facts.book, rig.school.room, now).now);
    REQUIRE(cancelled_in(*rig.state.facts.book, rig.school.room, now).size() == 1);
    CHECK(cancelled_in(*rig.state.facts.book, rig.school.room, now + 1h).empty());
    rig.apply(ask::ChangeLesson{second, {LessonState::moved, tuesday, 77, {}, {}, ""}});
    CHECK(rig.done<effect::Write>().empty());
    CHECK(rig.shows<Desk>()->refused.back().rule == rule::lesson_change);
}

TEST_CASE("notices: an announcement hangs for its days and is taken down", "[flow][office][L-03]") {
    Rig rig = with_role(Role::deputy);
    rig.school.add(id<EntityId>(155), Announcement{"Педсовет", "в 15:00", true, false, rig.school.teacher});
    rig.ready().logged_in(1, colleague_login).apply(ask::ShowOffice{OfficeDesk::notices});
    rig.apply(ask::PostNotice{"Вода", "нет до 10:00", true, tuesday + std::chrono::days{6}});
    const Fact fact = *std::get<Registration>(written(rig).writings.front().act).fact;
    CHECK(fact.from == tuesday);
    CHECK(fact.until == tuesday + std::chrono::days{7});
    CHECK(std::get<Announcement>(fact.value).to_families);
    rig.apply(ask::WithdrawNotice{id<EntityId>(155)});
    CHECK(std::get<Registration>(written(rig).writings.front().act).fact->withdrawn);
    rig.apply(ask::WithdrawNotice{id<EntityId>(99)});
    CHECK(rig.done<effect::Write>().empty());
}

TEST_CASE("office: the same card comes back to the same desk of the office", "[flow][office]") {
    Rig rig = with_role(Role::deputy);
    rig.ready().logged_in(1, colleague_login).apply(ask::ShowOffice{OfficeDesk::timetable});
    rig.card_out().logged_in(2, colleague_login);
    CHECK(std::holds_alternative<Timetable>(rig.shows<Desk>()->office));
    rig.apply(ask::ShowLessons{});
    CHECK(std::holds_alternative<std::monostate>(rig.shows<Desk>()->office));
}

TEST_CASE("substitution: another's lesson takes no mark until the teacher has said that he holds it (000-5)",
          "[flow][desk][D-05][000-5]") {
    Rig rig;
    rig.school.add(id<EntityId>(156), PolicyValue{"substitution.access", "declared"});
    rig.ready().logged_in(1, colleague_login);
    const auto& desk = [&]() -> const Desk& { return *rig.shows<Desk>(); };
    REQUIRE(desk().lesson);
    CHECK_FALSE(desk().may_write);
    CHECK(desk().may_stand_in);
    rig.apply(ask::SetAttendance{rig.school.belov, "Н"});
    CHECK(desk().refused.back().rule == rule::not_assigned);
    const LessonKey lesson = desk().lesson->key;

    rig.apply(ask::StandIn{"болезнь"});
    const auto write = written(rig);
    CHECK(write.writings.front().cell == Cell{CellKind::lesson_teacher, lesson, {}});
    CHECK(write.writings.front().act == Act{LessonTeacher{rig.school.other_teacher, "болезнь"}});
    enact(rig.school, substitution(lesson, rig.school.other_teacher));
    rig.apply(event::FactsLoaded{rig.facts()});
    CHECK(desk().may_write);
    CHECK_FALSE(desk().may_stand_in);
    CHECK(rig.mark(rig.school.belov, "Н") != 0);
    CHECK(desk().lesson->teachers.front() == rig.school.teacher);
    CHECK(desk().lesson->substitute == rig.school.other_teacher);
}

TEST_CASE("substitution: where the dispatcher opens lessons nobody opens one at the terminal", "[flow][desk][D-05]") {
    Rig rig;
    rig.ready().logged_in(1, colleague_login);
    CHECK_FALSE(rig.shows<Desk>()->may_stand_in);
    rig.apply(ask::StandIn{"болезнь"});
    CHECK(rig.shows<Desk>()->refused.back().rule == rule::substitution_access);
}
