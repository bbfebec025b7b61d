#include "tests/domain/enacting.hpp"
#include "tests/flow/rig.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::flow;
using namespace zvonok::test;
namespace event = zvonok::flow::event;

namespace {

/// The journal's answer to the desk's last question.
event::LessonViewed answer(const Rig& rig, std::vector<LessonView::Value> values) {
    const Desk& desk = *rig.shows<Desk>();
    return {desk.question, {desk.lesson->key, std::move(values), {}, {}}};
}
Cell attendance(const Rig& rig, PersonId pupil) {
    return {CellKind::attendance, rig.shows<Desk>()->lesson->key, entity_of(pupil)};
}

}  // namespace

TEST_CASE("desk: while a lesson is open nobody counts the day's list anew for what came from elsewhere",
          "[flow][desk]") {
    Rig rig;
    rig.ready().logged_in();
    const auto counts = [&] { return !rig.done<effect::CountOffers>().empty(); };
    rig.apply(event::JournalChanged{});
    CHECK_FALSE(counts());
    rig.apply(ask::ShowLessons{});
    CHECK(counts());
    rig.apply(event::JournalChanged{});
    CHECK(counts());
}

TEST_CASE("desk: the lesson going on opens with its list, codes and next lesson", "[flow][desk]") {
    Rig rig;
    rig.ready().logged_in();
    const Desk& desk = *rig.shows<Desk>();
    REQUIRE(desk.lesson);
    CHECK(desk.lesson->key.ordinal == 2);
    REQUIRE(desk.rows.size() == 2);
    CHECK(desk.rows.front().pupil == rig.school.abdurahmanova);
    CHECK_FALSE(desk.rows.front().code);
    CHECK(desk.codes.front().code == "Н");
    CHECK(desk.may_write);
    REQUIRE_FALSE(desk.dues.empty());
    CHECK(desk.dues.front().key.day == date(2026, 9, 17));
    CHECK(rig.done<effect::ViewLesson>().size() == 1);
}

TEST_CASE("desk: which lesson opens follows room, teacher and time", "[flow][desk]") {
    const SmallSchool school;
    const FactBook book = school.book();
    const auto lesson_at = [&](std::chrono::minutes of_day, PersonId who) {
        return lesson_for(book, school.room, who, LocalTime{date(2026, 9, 15)} + of_day);
    };
    // 08:30-09:15 and 09:30-10:15 algebra, 10:30-11:15 English, all in room 12
    CHECK(lesson_at(8h, school.teacher)->period == 1);
    CHECK(lesson_at(8h + 30min, school.teacher)->period == 1);
    CHECK(lesson_at(9h + 14min, school.teacher)->period == 1);
    CHECK(lesson_at(9h + 15min, school.teacher)->period ==
          1);  // over for less than a break; the next is 15 minutes off
    CHECK(lesson_at(9h + 20min, school.teacher)->period == 2);        // begins within the break
    CHECK(lesson_at(9h + 42min, school.other_teacher)->period == 2);  // another's lesson in this room
    CHECK(lesson_at(10h + 35min, school.teacher)->period == 3);
    CHECK(lesson_at(15h, school.teacher)->period == 2);
    CHECK(lesson_at(8h, school.other_teacher)->period == 3);
    CHECK_FALSE(lesson_at(8h, school.belov));
    CHECK_FALSE(lesson_for(book, school.room, school.teacher, LocalTime{date(2026, 9, 16)} + 9h));
}

TEST_CASE("desk: a cancelled lesson opens for nobody, a substitute's for both", "[flow][desk][D-05][D-08]") {
    SmallSchool school;
    const LocalDay tuesday = date(2026, 9, 15);
    enact(school, change({school.algebra, tuesday, 1, {}}, cancelled()));
    enact(school, substitution({school.algebra, tuesday, 2, {}}, school.other_teacher));
    const FactBook book = school.book();
    const LocalTime morning = LocalTime{tuesday} + 8h + 40min;
    CHECK(lesson_for(book, school.room, school.teacher, morning)->period == 2);
    CHECK_FALSE(room_now(book, school.room, morning).now.has_value());
    CHECK(lessons_offered(book, {}, school.other_teacher, morning).size() == 2);
    CHECK(lessons_offered(book, {}, school.teacher, morning).size() == 1);
    CHECK(lessons_of_class(book, school.class_7b, tuesday).size() == 3);
}

TEST_CASE("desk: own lesson elsewhere comes before another's in this room", "[flow][desk]") {
    SmallSchool school;
    school.add(entity_of(id<RoomId>(51)), Room{"14", "", 30});
    school.add(id<EntityId>(94), TimetableSlot{school.english, 2, WeekParity::every, 2, id<RoomId>(51)});
    const FactBook book = school.book();
    const auto lesson = lesson_for(book, school.room, school.other_teacher, LocalTime{date(2026, 9, 15)} + 9h + 42min);
    REQUIRE(lesson);
    CHECK(lesson->key.load == school.english);
}

TEST_CASE("desk: with no lesson today the list of lessons is shown", "[flow][desk]") {
    Rig rig;
    rig.now += 24h;
    rig.ready().logged_in();
    CHECK_FALSE(rig.shows<Desk>()->lesson);
    CHECK(rig.shows<Desk>()->listing);
}

TEST_CASE("desk: a touch shows hollow and turns solid on the store's word only", "[flow][desk]") {
    Rig rig;
    rig.ready().logged_in();
    const auto draft = rig.mark(rig.school.belov, "Н");
    REQUIRE(draft != 0);
    CHECK(rig.row(rig.school.belov).code == "Н");
    CHECK(rig.row(rig.school.belov).standing.save == Save::hollow);
    rig.apply(event::Stored{draft + 1000});
    CHECK(rig.row(rig.school.belov).standing.save == Save::hollow);
    rig.apply(event::Stored{draft});
    CHECK(rig.row(rig.school.belov).standing.save == Save::solid);
    CHECK(rig.shows<Desk>()->waiting.empty());
}

TEST_CASE("desk: who came late is there, with the minutes, until the letter says otherwise", "[flow][desk][F-03]") {
    Rig rig;
    rig.ready().logged_in();
    rig.apply(ask::SetAttendance{rig.school.belov, "", 7});
    auto writes = rig.done<effect::Write>();
    REQUIRE(writes.size() == 1);
    CHECK(std::get<Attendance>(writes.front().writings.front().act) == Attendance{"", 7});
    CHECK(rig.row(rig.school.belov).code == "");
    CHECK(rig.row(rig.school.belov).late_minutes == 7);
    rig.apply(ask::SetAttendance{rig.school.belov, "", 7});
    CHECK(rig.done<effect::Write>().empty());
    rig.apply(ask::SetAttendance{rig.school.belov, ""});
    writes = rig.done<effect::Write>();
    REQUIRE(writes.size() == 1);
    CHECK(std::get<Attendance>(writes.front().writings.front().act) == Attendance{});
    CHECK(rig.row(rig.school.belov).late_minutes == 0);
}

TEST_CASE("desk: a mark is for the chosen work, shows hollow, turns solid and can be taken back",
          "[flow][desk][G-01][G-02]") {
    Rig rig;
    rig.ready().logged_in();
    const auto& marks = [&]() -> const std::vector<GivenMark>& { return rig.row(rig.school.belov).marks; };
    REQUIRE_FALSE(rig.shows<Desk>()->kinds.empty());
    CHECK(rig.shows<Desk>()->work == WorkKey{rig.shows<Desk>()->kinds.front().code, 1});
    CHECK(rig.shows<Desk>()->scale.values.front() == "5");
    const auto first = rig.give_mark(rig.school.belov, "4");
    REQUIRE(first != 0);
    REQUIRE(marks().size() == 1);
    CHECK(marks().front().standing.save == Save::hollow);
    rig.apply(event::Stored{first});
    CHECK(marks().front().standing.save == Save::solid);
    CHECK(rig.give_mark(rig.school.belov, "4") == 0);

    rig.apply(ask::ChooseWork{{"нет такой", 1}});
    rig.apply(ask::ChooseWork{{"контр", 1}});
    CHECK(rig.give_mark(rig.school.belov, "") == 0);
    REQUIRE(rig.give_mark(rig.school.belov, "5") != 0);
    REQUIRE(marks().size() == 2);
    CHECK(marks().back().work == WorkKey{"контр", 1});
    REQUIRE(rig.give_mark(rig.school.belov, "") != 0);
    CHECK(marks().back().value.empty());
    CHECK(marks().front().value == "4");
}

TEST_CASE("desk: a mark that the scale does not know is refused with its rule and changes nothing",
          "[flow][desk][G-01]") {
    Rig rig;
    rig.ready().logged_in();
    CHECK(rig.give_mark(rig.school.belov, "6") == 0);
    CHECK(rig.row(rig.school.belov).marks.empty());
    REQUIRE(rig.shows<Desk>()->refused.size() == 1);
    CHECK(rig.shows<Desk>()->refused.front().rule == domain::rule::mark_unknown);
}

TEST_CASE("desk: marks of the journal stand beside what waits for the disk", "[flow][desk]") {
    Rig rig;
    rig.ready().logged_in();
    Cell cell = attendance(rig, rig.school.belov);
    cell.kind = CellKind::mark;
    cell.work = "ответ";
    cell.ordinal = cell.attempt = 1;
    REQUIRE(rig.give_mark(rig.school.belov, "2") != 0);
    Cell other = cell;
    other.work = "контр";
    rig.apply(answer(rig, {{cell, Mark{"5"}, Outcome::accepted, false}, {other, Mark{"3"}, Outcome::accepted, true}}));
    const auto& marks = rig.row(rig.school.belov).marks;
    REQUIRE(marks.size() == 2);
    CHECK(marks[0].value == "2");
    CHECK(marks[0].standing.save == Save::hollow);
    CHECK(marks[1].value == "3");
    CHECK(marks[1].standing.conflict);
}

TEST_CASE("desk: of two touches on one cell the last one's receipt makes it solid", "[flow][desk]") {
    Rig rig;
    rig.ready().logged_in();
    const auto first = rig.mark(rig.school.belov, "Н");
    const auto second = rig.mark(rig.school.belov, "УП");
    rig.apply(event::Stored{first});
    CHECK(rig.row(rig.school.belov).standing.save == Save::hollow);
    CHECK(rig.row(rig.school.belov).code == "УП");
    rig.apply(event::Stored{second});
    CHECK(rig.row(rig.school.belov).standing.save == Save::solid);
}

TEST_CASE("desk: all present marks only those of whom nothing is written, under one seal", "[flow][desk]") {
    Rig rig;
    rig.ready().logged_in();
    rig.mark(rig.school.belov, "Н");
    rig.apply(ask::AllPresent{});
    REQUIRE(rig.done<effect::Write>().size() == 1);
    REQUIRE(rig.done<effect::Write>().front().writings.size() == 1);
    CHECK(rig.row(rig.school.belov).code == "Н");
    CHECK(rig.row(rig.school.abdurahmanova).code == "");
    rig.apply(ask::AllPresent{});
    CHECK(rig.effects.empty());
}

TEST_CASE("desk: the same value again writes nothing", "[flow][desk]") {
    Rig rig;
    rig.ready().logged_in();
    rig.apply(event::Stored{rig.mark(rig.school.belov, "Н")});
    CHECK(rig.mark(rig.school.belov, "Н") == 0);
    rig.apply(ask::WriteTexts{Topic{"Уравнения", {}}, {}});
    rig.apply(ask::WriteTexts{Topic{"Уравнения", {}}, {}});
    CHECK(rig.effects.empty());
}

TEST_CASE("desk: the journal's answer fills cells, but never over a touch that waits for the disk", "[flow][desk]") {
    Rig rig;
    rig.ready().logged_in();
    rig.mark(rig.school.belov, "Н");
    rig.apply(answer(rig, {{attendance(rig, rig.school.belov), Attendance{"Б"}, Outcome::accepted, false},
                           {attendance(rig, rig.school.abdurahmanova), Attendance{""}, Outcome::refused, true}}));
    CHECK(rig.row(rig.school.belov).code == "Н");
    CHECK(rig.row(rig.school.belov).standing.save == Save::hollow);
    CHECK(rig.row(rig.school.abdurahmanova).code == "");
    CHECK(rig.row(rig.school.abdurahmanova).standing == flow::Standing{Save::solid, 0, Outcome::refused, true});
    CHECK(rig.shows<Desk>()->viewed);
}

TEST_CASE("desk: an answer to an older question is dropped", "[flow][desk]") {
    Rig rig;
    rig.ready().logged_in();
    const auto late = answer(rig, {{attendance(rig, rig.school.belov), Attendance{"Б"}, Outcome::accepted, false}});
    rig.apply(event::JournalChanged{});
    REQUIRE(rig.done<effect::ViewLesson>().size() == 1);
    rig.apply(late);
    CHECK_FALSE(rig.row(rig.school.belov).code);
}

TEST_CASE("desk: topic and homework go out in one touch, homework to each group for the next lesson", "[flow][desk]") {
    Rig rig;
    rig.ready().logged_in();
    rig.apply(ask::WriteTexts{Topic{"Линейные уравнения", {}}, Task{"§ 12", HomeworkWay::written}});
    REQUIRE(rig.done<effect::Write>().size() == 1);
    const auto writings = rig.done<effect::Write>().front().writings;
    REQUIRE(writings.size() == 2);
    const auto& homework = std::get<Homework>(writings[1].act);
    CHECK(homework.due.day == date(2026, 9, 17));
    CHECK(writings[1].cell.addressee == entity_of(rig.school.class_7b));
    CHECK(rig.shows<Desk>()->homework.standing.save == Save::hollow);
    rig.apply(event::Stored{rig.done<effect::Write>().front().draft});
    CHECK(rig.shows<Desk>()->homework.standing.save == Save::solid);
    CHECK(rig.shows<Desk>()->topic.standing.save == Save::solid);
}

TEST_CASE("desk: what would surely be refused is told with its rule and not written", "[flow][desk]") {
    Rig rig;
    rig.ready().logged_in(1, "p.li@school.example");
    REQUIRE(rig.shows<Desk>()->lesson);
    CHECK_FALSE(rig.shows<Desk>()->may_write);
    rig.mark(rig.school.belov, "Н");
    CHECK_FALSE(rig.row(rig.school.belov).code);
    REQUIRE(rig.shows<Desk>()->refused.size() == 1);
    CHECK(rig.shows<Desk>()->refused.front().rule == rule::not_assigned);
    // That somebody tried is written down, once.
    REQUIRE(rig.done<effect::Write>().size() == 1);
    const auto attempt = rig.done<effect::Write>().front();
    REQUIRE(attempt.writings.size() == 1);
    CHECK(attempt.writings.front().cell.kind == CellKind::refused_attempt);
    CHECK(attempt.writings.front().act == Act{RefusedAttempt{std::string(rule::not_assigned), {}}});
    CHECK(rig.mark(rig.school.belov, "Б") == 0);
    CHECK(rig.shows<Desk>()->refused.size() == 1);
    // At another opening of a lesson the same is another attempt, with an id of its own.
    rig.card_out().logged_in(2, "p.li@school.example");
    rig.mark(rig.school.belov, "Н");
    REQUIRE(rig.done<effect::Write>().size() == 1);
    CHECK(rig.done<effect::Write>().front().writings.front().cell.addressee != attempt.writings.front().cell.addressee);
}

TEST_CASE("desk: who was missed at another lesson of the day stands beside the pupil", "[flow][desk]") {
    Rig rig;
    rig.ready().logged_in();
    const auto* desk = rig.shows<Desk>();
    REQUIRE_FALSE(desk->others.empty());
    const auto asked = rig.done<effect::ViewLesson>();
    REQUIRE(asked.size() == 1);
    const domain::Lesson other = desk->others.front();
    CHECK(asked.front().others.front() == other.key);
    LessonView view;
    view.lesson = desk->lesson->key;
    const Cell there{CellKind::attendance, other.key, entity_of(rig.school.belov)};
    view.values.push_back({there, Attendance{"Н"}, domain::Outcome::accepted});
    rig.apply(event::LessonViewed{desk->question, view});
    CHECK(rig.row(rig.school.belov).elsewhere == std::vector<Elsewhere>{{other.period, Attendance{"Н"}}});
    CHECK_FALSE(rig.row(rig.school.belov).code);
    // What is no more is gone with the next answer.
    view.values.clear();
    rig.apply(event::JournalChanged{});
    rig.apply(event::LessonViewed{rig.shows<Desk>()->question, view});
    CHECK(rig.row(rig.school.belov).elsewhere.empty());
}

TEST_CASE("desk: that a pupil falls behind is told to the class teacher, once, and not to oneself",
          "[flow][desk][L-07]") {
    Rig rig;
    rig.school.add(id<EntityId>(170), RoleGrant{rig.school.other_teacher, Role::class_teacher, rig.school.class_7b});
    rig.ready().logged_in();
    rig.apply(ask::ReportPupil{rig.school.belov, "Белов И., 7Б: не успевает."});
    const auto writes = rig.done<effect::Write>();
    REQUIRE(writes.size() == 1);
    const auto& message = std::get<Message>(writes.front().writings.front().act);
    CHECK(message.to == std::vector{rig.school.other_teacher});
    CHECK(message.text == "Белов И., 7Б: не успевает.");
    CHECK(rig.row(rig.school.belov).reported);
    rig.apply(ask::ReportPupil{rig.school.belov, "ещё раз"});
    CHECK(rig.done<effect::Write>().empty());

    Rig own;
    own.school.add(id<EntityId>(170), RoleGrant{own.school.teacher, Role::class_teacher, own.school.class_7b});
    own.ready().logged_in();
    own.apply(ask::ReportPupil{own.school.belov, "сама себе"});
    CHECK(own.done<effect::Write>().empty());
}

TEST_CASE("desk: homework of one pupil goes to that pupil alone, for the lesson that the class's is for",
          "[flow][desk][H-07]") {
    Rig rig;
    rig.ready().logged_in();
    rig.apply(ask::SetTask{rig.school.belov, "№ 220"});
    const auto writes = rig.done<effect::Write>();
    REQUIRE(writes.size() == 1);
    REQUIRE(writes.front().writings.size() == 1);
    const Writing& written = writes.front().writings.front();
    CHECK(written.cell.addressee == entity_of(rig.school.belov));
    CHECK(std::get<Homework>(written.act).text == "№ 220");
    CHECK(std::get<Homework>(written.act).due == rig.shows<Desk>()->dues.front().key);
    CHECK(rig.row(rig.school.belov).task.task->text == "№ 220");
    CHECK(rig.row(rig.school.belov).task.standing.save == Save::hollow);
    CHECK_FALSE(rig.shows<Desk>()->homework.task);
    rig.apply(ask::SetTask{rig.school.belov, "№ 220"});
    CHECK(rig.done<effect::Write>().empty());
}

TEST_CASE("desk: homework can be for a later lesson and name files; the next lesson said outright is nothing new",
          "[flow][desk][H-05][H-09]") {
    Rig rig;
    rig.ready().logged_in();
    const auto dues = rig.shows<Desk>()->dues;
    REQUIRE(dues.size() >= 2);
    rig.apply(ask::WriteTexts{{}, Task{"§ 12", {}, {"карточки.pdf"}, dues[1].key}});
    const auto writes = rig.done<effect::Write>();
    REQUIRE(writes.size() == 1);
    const auto& homework = std::get<Homework>(writes.front().writings.front().act);
    CHECK(homework.due == dues[1].key);
    CHECK(homework.links == std::vector<std::string>{"карточки.pdf"});
    rig.apply(ask::WriteTexts{{}, Task{"§ 13"}});
    REQUIRE(rig.done<effect::Write>().size() == 1);
    rig.apply(ask::WriteTexts{{}, Task{"§ 13", {}, {}, dues[0].key}});
    CHECK(rig.done<effect::Write>().empty());
}

TEST_CASE("desk: a mark's comment stays when the mark is corrected and goes when it is taken back", "[flow][desk]") {
    Rig rig;
    rig.ready().logged_in();
    rig.apply(ask::GiveMark{rig.school.belov, "4", "у доски"});
    rig.apply(ask::GiveMark{rig.school.belov, "5", {}});
    const auto corrected = rig.done<effect::Write>();
    REQUIRE(corrected.size() == 1);
    CHECK(std::get<Mark>(corrected.front().writings.front().act) == Mark{"5", "у доски"});
    rig.apply(ask::GiveMark{rig.school.belov, "5", "сам"});
    CHECK(rig.row(rig.school.belov).marks.front().comment == "сам");
    rig.apply(ask::GiveMark{rig.school.belov, "", {}});
    const auto taken = rig.done<effect::Write>();
    REQUIRE(taken.size() == 1);
    CHECK(std::get<Mark>(taken.front().writings.front().act) == Mark{});
}

TEST_CASE("desk: the plan goes on behind the last topic taught", "[flow][desk]") {
    Rig rig;
    for (int n = 1; n <= 4; ++n)
        rig.school.add(id<EntityId>(static_cast<std::uint8_t>(130 + n)),
                       PlanItem{rig.school.algebra, n, "Тема " + std::to_string(n), 1});
    rig.ready().logged_in();
    CHECK(rig.shows<Desk>()->plan.items == 4);
    CHECK(rig.shows<Desk>()->plan.next.front().number == 1);
    event::LessonViewed viewed = answer(rig, {});
    viewed.view.plan_done = {id<PlanItemId>(131), id<PlanItemId>(133)};
    rig.apply(viewed);
    REQUIRE(rig.shows<Desk>()->plan.next.size() == 1);
    CHECK(rig.shows<Desk>()->plan.next.front().id == id<PlanItemId>(134));
}

TEST_CASE("desk: another lesson of the day can be opened, and touches of the first find their way back",
          "[flow][desk]") {
    Rig rig;
    rig.ready().logged_in();
    const auto draft = rig.mark(rig.school.belov, "Н");
    rig.apply(ask::ShowLessons{});
    CHECK(rig.shows<Desk>()->listing);
    REQUIRE(rig.shows<Desk>()->offers.size() == 2);
    const LessonKey second = rig.shows<Desk>()->lesson->key;
    const LessonKey first = rig.shows<Desk>()->offers.front().lesson.key;
    rig.apply(ask::OpenLesson{first});
    CHECK(rig.shows<Desk>()->lesson->key == first);
    CHECK_FALSE(rig.row(rig.school.belov).code);
    rig.apply(ask::OpenLesson{second});
    CHECK(rig.row(rig.school.belov).code == "Н");
    CHECK(rig.row(rig.school.belov).standing.save == Save::hollow);
    rig.apply(event::Stored{draft});
    CHECK(rig.row(rig.school.belov).standing.save == Save::solid);
}

TEST_CASE("desk: newer facts change the list and keep what stands in it", "[flow][desk]") {
    Rig rig;
    rig.ready().logged_in();
    rig.apply(event::Stored{rig.mark(rig.school.belov, "Н")});
    rig.school.add(id<EntityId>(63), Membership{rig.school.class_7b, rig.school.newcomer});
    rig.apply(event::FactsLoaded{rig.facts()});
    CHECK(rig.shows<Desk>()->rows.size() == 3);
    CHECK(rig.row(rig.school.belov).code == "Н");
}

TEST_CASE("saving: a full disk shows, nothing is dropped, and the touch is written when there is room",
          "[flow][saving]") {
    Rig rig;
    rig.ready().logged_in();
    const auto draft = rig.mark(rig.school.belov, "Н");
    rig.apply(event::NotStored{draft, FaultKind::full});
    CHECK(rig.row(rig.school.belov).standing.save == Save::failed);
    CHECK(rig.state.health.disk_full);
    CHECK(unsaved_values(rig.state) == 1);
    CHECK(rig.done<effect::RetryLater>().size() == 1);

    rig.apply(event::RetryTime{});
    REQUIRE(rig.done<effect::Write>().size() == 1);
    CHECK(rig.done<effect::Write>().front().draft == draft);
    rig.apply(event::Stored{draft});
    CHECK(rig.row(rig.school.belov).standing.save == Save::solid);
    CHECK_FALSE(rig.state.health.disk_full);
    CHECK(unsaved_values(rig.state) == 0);
}

TEST_CASE("saving: one retry is asked for, however many touches failed", "[flow][saving]") {
    Rig rig;
    rig.ready().logged_in();
    const auto first = rig.mark(rig.school.belov, "Н");
    const auto second = rig.mark(rig.school.abdurahmanova, "Н");
    rig.apply(event::NotStored{first, FaultKind::full});
    CHECK(rig.done<effect::RetryLater>().size() == 1);
    rig.apply(event::NotStored{second, FaultKind::full});
    CHECK(rig.done<effect::RetryLater>().empty());
    rig.apply(event::RetryTime{});
    CHECK(rig.done<effect::Write>().size() == 2);
}

TEST_CASE("saving: a failed touch that was changed since is never written over the newer one", "[flow][saving]") {
    Rig rig;
    rig.ready().logged_in();
    const auto first = rig.mark(rig.school.belov, "Н");
    rig.apply(event::NotStored{first, FaultKind::full});
    const auto second = rig.mark(rig.school.belov, "Б");
    SECTION("the newer one is stored before the retry") {
        rig.apply(event::Stored{second});
        rig.apply(event::RetryTime{});
        CHECK(rig.done<effect::Write>().empty());
    }
    SECTION("the newer one is still on its way") {
        rig.apply(event::RetryTime{});
        CHECK(rig.done<effect::Write>().empty());
    }
    CHECK(rig.row(rig.school.belov).code == "Б");
}

TEST_CASE("saving: what the disk did not take before the card went is written when its person is back",
          "[flow][saving]") {
    Rig rig;
    rig.ready().logged_in();
    const auto draft = rig.mark(rig.school.belov, "Н");
    SECTION("it failed before") {
        rig.apply(event::NotStored{draft, FaultKind::full}).card_out();
    }
    SECTION("it failed after") {
        rig.card_out().apply(event::NotStored{draft, FaultKind::full});
    }
    CHECK(unsaved_values(rig.state) == 1);
    rig.apply(event::RetryTime{});
    CHECK(rig.done<effect::Write>().empty());
    rig.logged_in(2);
    REQUIRE(rig.done<effect::Write>().size() == 1);
    CHECK(rig.done<effect::Write>().front().session.id == Rig::session(2));
    CHECK(rig.row(rig.school.belov).standing.save == Save::hollow);
    rig.apply(event::Stored{draft});
    CHECK(rig.row(rig.school.belov).standing.save == Save::solid);
}

TEST_CASE("kiosk: board, class and day, back by itself, and no desk for any card", "[flow][kiosk]") {
    Rig rig{StationMode::kiosk};
    rig.ready();
    CHECK(rig.shows<Board>());
    rig.card_in();
    CHECK(rig.effects.empty());
    rig.apply(ask::ShowClass{rig.school.class_7b});
    REQUIRE(rig.shows<ClassDay>());
    CHECK(rig.shows<ClassDay>()->day == date(2026, 9, 15));
    CHECK(rig.shows<ClassDay>()->days.size() == 5);
    REQUIRE(rig.done<effect::ViewDay>().size() == 1);
    const auto question = rig.done<effect::ViewDay>().front().question;
    rig.apply(event::DayViewed{question, {HomeworkDue{rig.school.class_7b, Homework{"§ 12", {}, {}}}}});
    REQUIRE(rig.shows<ClassDay>()->homework);
    CHECK(rig.shows<ClassDay>()->homework->size() == 1);

    rig.apply(ask::ShowDay{date(2026, 9, 17)});
    CHECK_FALSE(rig.shows<ClassDay>()->homework);
    rig.apply(event::DayViewed{question, {}});
    CHECK_FALSE(rig.shows<ClassDay>()->homework);
    rig.apply(ask::ShowDay{date(2026, 9, 16)});  // no lessons that day: not offered
    CHECK(rig.shows<ClassDay>()->day == date(2026, 9, 17));
    rig.apply(event::JournalChanged{});
    CHECK(rig.done<effect::ViewDay>().size() == 1);
    rig.apply(event::Idle{});
    CHECK(rig.shows<Board>());
}

TEST_CASE(
    "desk: while the lessons are listed the journal is asked what needs attention, once at a time, and each of "
    "it can be opened",
    "[flow][desk]") {
    Rig rig;
    rig.ready().logged_in().apply(ask::ShowLessons{});
    auto asked = rig.done<effect::ViewDuties>();
    REQUIRE(asked.size() == 1);
    CHECK(asked.front().person == rig.shows<Desk>()->session.person);
    rig.apply(event::JournalChanged{});
    CHECK(rig.done<effect::ViewDuties>().empty());

    const LessonKey missing{rig.school.algebra, date(2026, 9, 10), 1, {}};
    const LessonKey other{rig.school.algebra, date(2026, 9, 3), 1, {}};
    rig.apply(event::DutiesViewed{asked.front().question + 1, {}, {}});
    rig.apply(event::DutiesViewed{asked.front().question, {{Duty::Kind::topic, missing, {}, true, {}, {}}}, {}});
    CHECK(rig.shows<Desk>()->duties.size() == 1);
    rig.apply(ask::OpenLesson{other});
    CHECK(rig.shows<Desk>()->listing);
    rig.apply(ask::OpenLesson{missing});
    CHECK(rig.shows<Desk>()->lesson->key == missing);
    CHECK_FALSE(rig.shows<Desk>()->listing);
    rig.apply(event::JournalChanged{});
    CHECK(rig.done<effect::ViewDuties>().empty());
    rig.apply(ask::ShowLessons{});
    const auto again = rig.done<effect::ViewDuties>();
    REQUIRE(again.size() == 1);
    // A journal that could not be read has not done anybody's work.
    rig.apply(event::DutiesViewed{.question = again.front().question, .failed = true});
    CHECK(rig.shows<Desk>()->duties.size() == 1);
    rig.apply(event::JournalChanged{});
    CHECK(rig.done<effect::ViewDuties>().size() == 1);
}
