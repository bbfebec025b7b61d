#include "tests/flow/rig.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::flow;
using namespace zvonok::test;
namespace event = zvonok::flow::event;

namespace {

PlanItemId topic_id(int number) {
    return id<PlanItemId>(static_cast<std::uint8_t>(219 + number));
}
LessonKey lesson_on(const SmallSchool& school, LocalDay day, int ordinal = 1) {
    return {school.algebra, day, ordinal, {}};
}

/// The desk of the small school's algebra with a plan of so many topics; its first two lessons were held on plan.
Rig with_plan(int topics) {
    Rig rig;
    for (int n = 1; n <= topics; ++n)
        rig.school.add(entity_of(topic_id(n)), PlanItem{rig.school.algebra, n, "Тема " + std::to_string(n)});
    rig.ready().logged_in();
    return rig;
}
const CoursePlan& plan_of(const Rig& rig) {
    const auto* plan = std::get_if<CoursePlan>(&rig.shows<Desk>()->office);
    REQUIRE(plan != nullptr);
    return *plan;
}
RecordedValue topic_of(const LessonKey& lesson, int number) {
    return {{CellKind::topic, lesson, {}}, Topic{"Тема", topic_id(number)}, Outcome::accepted};
}
RecordedValue link_of(const LessonKey& lesson, int number) {
    return {{CellKind::plan_link, lesson, {}}, PlanLink{{topic_id(number)}, {}}, Outcome::accepted};
}
void answer_plan(Rig& rig, PlansView view) {
    rig.apply(event::PlansViewed{plan_of(rig).question, std::move(view)});
}
/// What was written in the last step, by lesson.
std::vector<LinkChange> written_links(const Rig& rig) {
    std::vector<LinkChange> links;
    for (const effect::Write& write : rig.done<effect::Write>())
        for (const Writing& writing : write.writings)
            links.push_back({writing.cell.lesson, std::get<PlanLink>(writing.act).items});
    return links;
}

}  // namespace

TEST_CASE("course: the plan opens with the year's lessons of its load, and the journal is asked once",
          "[flow][course][E-12]") {
    Rig rig = with_plan(5);
    rig.apply(ask::ShowPlan{rig.school.algebra});
    const CoursePlan& plan = plan_of(rig);
    CHECK(plan.course.plan.size() == 5);
    CHECK(plan.course.lessons.front().lesson.key == lesson_on(rig.school, date(2026, 9, 1)));
    CHECK(plan.course.lessons.size() > 90);
    CHECK(plan.rule.empty());
    CHECK_FALSE(plan.viewed);
    const auto asked = rig.done<effect::ViewPlans>();
    REQUIRE(asked.size() == 1);
    CHECK(asked.front().loads == std::vector{rig.school.algebra});
    answer_plan(rig, {});
    CHECK(plan_of(rig).viewed);
    // From the lesson and back.
    rig.apply(ask::OpenLesson{rig.shows<Desk>()->lesson->key});
    CHECK(rig.shows<Desk>()->office.index() == 0);
    CHECK(rig.shows<Desk>()->lesson);
}

TEST_CASE("course: free lessons get the open topics in order, and a touch shows hollow until it is stored",
          "[flow][course][E-03]") {
    Rig rig = with_plan(4);
    const LessonKey first = lesson_on(rig.school, date(2026, 9, 1));
    const LessonKey second = lesson_on(rig.school, date(2026, 9, 1), 2);
    rig.apply(ask::ShowPlan{rig.school.algebra});
    answer_plan(rig, {{topic_of(first, 1), topic_of(second, 2)}, {first, second}, {}});
    rig.apply(ask::LinkAll{});
    const auto writes = rig.done<effect::Write>();
    REQUIRE(writes.size() == 1);
    const auto links = written_links(rig);
    REQUIRE(links.size() == 2);
    CHECK(links[0].items == std::vector{topic_id(3)});
    CHECK(links[1].items == std::vector{topic_id(4)});
    CHECK(writes.front().picture == plan_of(rig).picture);
    Course course = plan_of(rig).course;
    CHECK(course.lesson(links[0].lesson)->standing.save == Save::hollow);
    rig.apply(event::Stored{writes.front().draft});
    course = plan_of(rig).course;
    CHECK(course.lesson(links[0].lesson)->standing.save == Save::solid);
    rig.apply(ask::LinkAll{});
    CHECK(rig.done<effect::Write>().empty());
}

TEST_CASE("course: detaching many keeps what was held, and a topic that moves leaves its lesson free",
          "[flow][course][E-03]") {
    Rig rig = with_plan(3);
    const LessonKey held = lesson_on(rig.school, date(2026, 9, 1));
    const LessonKey thursday = lesson_on(rig.school, date(2026, 9, 17));
    const LessonKey tuesday_first = lesson_on(rig.school, date(2026, 9, 22));
    rig.apply(ask::ShowPlan{rig.school.algebra});
    answer_plan(rig, {{topic_of(held, 1), link_of(held, 1), link_of(thursday, 2)}, {held}, {}});
    rig.apply(ask::LinkTopic{topic_id(2), tuesday_first, {}});
    CHECK(written_links(rig) == std::vector<LinkChange>{{tuesday_first, {topic_id(2)}}, {thursday, {}}});
    rig.apply(ask::UnlinkLessons{{held, thursday, tuesday_first}});
    CHECK(written_links(rig) == std::vector<LinkChange>{{tuesday_first, {}}});
    // Merged with another: the reason stays with the link (E-13).
    rig.apply(ask::LinkTopic{topic_id(2), thursday, {}})
        .apply(ask::LinkTopic{topic_id(3), thursday, "темы объединены"});
    const auto writes = rig.done<effect::Write>();
    REQUIRE(writes.size() == 1);
    CHECK(writes.front().writings.front().act == Act{PlanLink{{topic_id(2), topic_id(3)}, "темы объединены"}});
}

TEST_CASE("course: what a lost lesson was to cover moves on once, and nothing is written in that lesson",
          "[flow][course][E-13][D-08]") {
    Rig rig = with_plan(3);
    const LessonKey lost = lesson_on(rig.school, date(2026, 9, 10));
    const LessonKey next = lesson_on(rig.school, date(2026, 9, 15), 2);
    const LessonKey after = lesson_on(rig.school, date(2026, 9, 17));
    const PlansView view{{link_of(lost, 1), link_of(next, 2)}, {}, {lost}};
    rig.apply(ask::ShowPlan{rig.school.algebra});
    answer_plan(rig, view);
    rig.apply(ask::ShiftPlan{"карантин"});
    CHECK(written_links(rig) == std::vector<LinkChange>{{next, {topic_id(1)}}, {after, {topic_id(2)}}});
    rig.apply(ask::ShiftPlan{"карантин"});
    CHECK(rig.done<effect::Write>().empty());
}

TEST_CASE("course: another's plan is to be read only, and its rule is told", "[flow][course]") {
    Rig rig = with_plan(3);
    rig.apply(ask::ShowPlan{rig.school.english});
    CHECK(plan_of(rig).rule == rule::not_assigned);
    answer_plan(rig, {});
    rig.apply(ask::LinkAll{});
    CHECK(rig.done<effect::Write>().empty());
}

TEST_CASE("course: my classes are all own loads, and each leads to its journal page", "[flow][course]") {
    Rig rig = with_plan(3);
    rig.apply(ask::ShowOffice{OfficeDesk::classes});
    const auto* classes = std::get_if<Classes>(&rig.shows<Desk>()->office);
    REQUIRE(classes != nullptr);
    REQUIRE(classes->courses.size() == 1);
    CHECK(classes->courses.front().load == rig.school.algebra);
    CHECK(rig.done<effect::ViewPlans>().size() == 1);
    rig.apply(ask::ShowPageOf{rig.school.algebra});
    const Desk& desk = *rig.shows<Desk>();
    CHECK(desk.office.index() == 0);
    REQUIRE(desk.page);
    CHECK(desk.page->loads.front() == rig.school.algebra);
    CHECK(desk.lesson->key == lesson_on(rig.school, date(2026, 9, 15), 2));
}

TEST_CASE("course: the card that comes back finds the plan open", "[flow][course]") {
    Rig rig = with_plan(3);
    rig.apply(ask::ShowPlan{rig.school.algebra}).card_out().logged_in(2);
    CHECK(plan_of(rig).course.load == rig.school.algebra);
    CHECK(rig.done<effect::ViewPlans>().size() == 1);
}
