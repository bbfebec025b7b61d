#include "station/domain/planning.hpp"
#include "tests/domain/small_school.hpp"

#include <catch2/catch.hpp>
#include <numeric>
#include <random>

using namespace zvonok;
using namespace zvonok::domain;
using zvonok::test::date;

namespace {

PlanItemId item(int number) {
    return test::id<PlanItemId>(static_cast<std::uint8_t>(number));
}
std::vector<PlannedTopic> plan(const std::vector<int>& hours) {
    std::vector<PlannedTopic> items;
    for (int number = 1; const int each : hours) {
        items.push_back({item(number), number, "Тема", each});
        ++number;
    }
    return items;
}
/// The n-th lesson of the load, one a day.
LessonKey lesson(int number) {
    return {test::id<LoadId>(40), date(2026, 9, 1) + std::chrono::days{number - 1}, 1, {}};
}
PlanLesson at(int number, LessonStage stage, std::vector<int> items = {}) {
    PlanLesson made{lesson(number), stage, {}, false};
    for (const int number_of_item : items) made.items.push_back(item(number_of_item));
    return made;
}
constexpr auto ahead = LessonStage::ahead;
constexpr auto unfilled = LessonStage::unfilled;
constexpr auto held = LessonStage::held;
constexpr auto lost = LessonStage::lost;

LinkChange change(int number, std::vector<int> items) {
    return {lesson(number), at(number, ahead, std::move(items)).items};
}
using Changes = std::vector<LinkChange>;

std::vector<LessonKey> first(int count) {
    std::vector<LessonKey> keys;
    for (int number = 1; number <= count; ++number) keys.push_back(lesson(number));
    return keys;
}
/// The lessons after the changes are written.
std::vector<PlanLesson> after(std::vector<PlanLesson> lessons, const Changes& changes) {
    for (PlanLesson& lesson : lessons)
        for (const LinkChange& change : changes)
            if (change.lesson == lesson.key) lesson.items = change.items;
    return lessons;
}

}  // namespace

TEST_CASE("E-03 attach: items take the free lessons in order, each for its hours", "[E-03][domain]") {
    const std::vector<PlanLesson> lessons{at(4, ahead), at(1, held),  at(2, ahead),
                                          at(3, lost),  at(5, ahead), at(6, ahead)};
    const Attachment all = attach(plan({2, 1}), lessons);
    CHECK(all.changes == Changes{change(2, {1}), change(4, {1}), change(5, {2})});
    CHECK(all.unplaced.empty());

    const Attachment some = attach(plan({2, 1}), lessons, {lesson(4), lesson(6)});
    CHECK(some.changes == Changes{change(4, {1}), change(6, {1})});
    REQUIRE(some.unplaced.size() == 1);
    CHECK(some.unplaced.front().item == item(2));
}

TEST_CASE("E-03 attach: what is linked or held already is not given again, links stay", "[E-03][domain]") {
    const std::vector<PlanLesson> lessons{at(1, held, {1}), at(2, ahead), at(3, ahead, {3}), at(4, unfilled),
                                          at(5, ahead)};
    CHECK(attach(plan({2, 1, 1}), lessons).changes == Changes{change(2, {1}), change(4, {2})});
    CHECK(attach(plan({1, 1, 1}), after(lessons, {change(2, {1, 2})})).changes.empty());
}

TEST_CASE("E-03 attach: a held lesson is linked only when it is named by hand", "[E-03][domain]") {
    const std::vector<PlanLesson> lessons{at(1, held), at(2, lost), at(3, ahead)};
    CHECK(attach(plan({1}), lessons, {lesson(1)}, Choice::in_bulk).changes.empty());
    CHECK(attach(plan({1}), lessons, {lesson(1)}, Choice::singly).changes == Changes{change(1, {1})});
    CHECK(attach(plan({1}), lessons, {lesson(2)}, Choice::singly).changes.empty());
}

TEST_CASE("003-3: mass detach of 10 attached lessons of which 3 are held detaches 7", "[E-03][domain]") {
    std::vector<PlanLesson> lessons;
    for (int number = 1; number <= 10; ++number) lessons.push_back(at(number, number <= 3 ? held : ahead, {number}));
    const Detachment bulk = detach(lessons, first(10), Choice::in_bulk);
    CHECK(bulk.changes.size() == 7);
    CHECK(bulk.kept == first(3));
    const auto left = after(lessons, bulk.changes);
    for (int number = 1; number <= 10; ++number)
        CHECK(left[static_cast<std::size_t>(number - 1)].items.empty() == (number > 3));

    CHECK(detach(lessons, {lesson(2)}, Choice::singly).changes == Changes{change(2, {})});
    CHECK(detach(lessons, {lesson(99)}, Choice::singly).changes.empty());
}

TEST_CASE("E-13 shift: after a lost lesson all that follows moves on until a free lesson takes the last",
          "[E-13][domain]") {
    const std::vector<PlanLesson> lessons{at(1, held, {1}),  at(2, lost, {2}), at(3, ahead, {3}), at(4, lost),
                                          at(5, ahead, {4}), at(6, ahead),     at(7, ahead, {5})};
    const Shift shift = shift_after_loss(lessons);
    CHECK(shift.changes == Changes{change(2, {}), change(3, {2}), change(5, {3}), change(6, {4})});
    REQUIRE(shift.moves.size() == 3);
    CHECK(shift.moves[0].items == std::vector{item(2)});
    CHECK(shift.moves[0].from == lesson(2));
    CHECK(shift.moves[0].to == lesson(3));
    CHECK(shift.moves[2].to == lesson(6));
    CHECK(shift_after_loss(after(lessons, shift.changes)).changes.empty());
}

TEST_CASE("E-13 shift: what finds no lesson any more is said, merged topics move together", "[E-13][domain]") {
    const std::vector<PlanLesson> lessons{at(1, lost, {1, 2}), at(2, lost, {3}), at(3, held, {9}), at(4, ahead, {4})};
    const Shift shift = shift_after_loss(lessons);
    CHECK(shift.changes == Changes{change(1, {}), change(2, {}), change(4, {1, 2})});
    REQUIRE(shift.moves.size() == 3);
    CHECK(shift.moves[0].to == lesson(4));
    CHECK_FALSE(shift.moves[1].to);
    CHECK_FALSE(shift.moves[2].to);
}

TEST_CASE("E-13 merge: the lesson covers both topics, what follows moves up", "[E-13][domain]") {
    const std::vector<PlanLesson> lessons{at(1, held, {1}),  at(2, ahead, {2}), at(3, ahead, {3}),
                                          at(4, ahead, {3}), at(5, ahead, {4}), at(6, ahead)};
    const Shift shift = merge_into(lessons, lesson(2), {item(3)});
    CHECK(shift.changes == Changes{change(2, {2, 3}), change(3, {4}), change(4, {}), change(5, {})});
    CHECK(merge_into(lessons, lesson(77), {item(3)}).changes.empty());
    CHECK(merge_into(lessons, lesson(2), {}).changes.empty());
    // A held lesson may say afterwards that it covered two.
    CHECK(merge_into(lessons, lesson(1), {item(2)}).changes.front() == change(1, {1, 2}));
}

TEST_CASE("E-12 progress: hours planned, linked, held and the lag with its reasons", "[E-12][domain]") {
    // Plan: 1 h, 2 h, 1 h, 1 h. Six lessons are over: one lost, one off the plan, one nobody filled in.
    std::vector<PlanLesson> lessons{at(1, held, {1}),     at(2, lost, {2}),  at(3, held, {2}), at(4, held),
                                    at(5, unfilled, {2}), at(6, ahead, {3}), at(7, ahead)};
    const auto items = plan({1, 2, 1, 1});
    const Progress now = progress_of(items, lessons);
    CHECK(now.planned == 5);
    CHECK(now.due == 5);
    CHECK(now.held == 3);
    CHECK(now.covered == 2);
    CHECK(now.linked == 2);
    CHECK(now.lag == 3);
    CHECK(now.reasons.lost == 1);
    CHECK(now.reasons.off_plan == 1);
    CHECK(now.reasons.unfilled == 1);
    CHECK(now.lessons_left == 2);
    CHECK(now.shortfall == 1);
    CHECK(now.topics_due == 4);
    CHECK(now.topics_covered == 1);
    CHECK(now.topic_lag() == 3);
    CHECK(now.items[1].held == 1);
    CHECK(now.items[1].linked == 1);
}

TEST_CASE("E-13 progress: merged topics and an extra lesson close the lag", "[E-13][E-12][domain]") {
    std::vector<PlanLesson> lessons{at(1, held, {1}), at(2, lost), at(3, held, {2, 3}), at(4, lost)};
    const auto items = plan({1, 1, 2, 1});
    Progress now = progress_of(items, lessons);
    CHECK(now.lag == 0);
    CHECK(now.reasons.lost == 2);
    CHECK(now.reasons.merged == 2);
    CHECK(now.items[2].merged);
    CHECK(now.items[2].covered == 2);

    lessons.push_back(at(5, held, {4}));
    lessons.back().extra = true;
    now = progress_of(items, lessons);
    CHECK(now.lag == -1);
    CHECK(now.reasons.extra == 1);
}

TEST_CASE("E-12 progress: an item taught longer than planned delays the others", "[E-12][domain]") {
    const Progress now = progress_of(plan({1, 1, 1}), {at(1, held, {1}), at(2, held, {1})});
    CHECK(now.lag == 1);
    CHECK(now.reasons.overrun == 1);
    CHECK(now.topics_covered == 1);
}

TEST_CASE("E-06 items_for: the link, else the first item that lacks hours", "[E-06][domain]") {
    const std::vector<PlanLesson> lessons{at(1, held, {1}), at(2, ahead, {4}), at(3, ahead)};
    const auto items = plan({1, 1});
    CHECK(items_for(items, lessons, lesson(2)) == std::vector{item(4)});
    CHECK(items_for(items, lessons, lesson(3)) == std::vector{item(2)});
    CHECK(items_for(plan({1}), lessons, lesson(3)).empty());
}

TEST_CASE("E-12 planning: in any school year nothing is lost, doubled or moved backwards", "[E-12][E-13][domain]") {
    std::mt19937 random{12};
    for (int round = 0; round < 2000; ++round) {
        std::vector<int> hours(1 + random() % 12);
        for (int& each : hours) each = 1 + static_cast<int>(random() % 3);
        const auto items = plan(hours);
        std::vector<PlanLesson> lessons;
        const int count = 1 + static_cast<int>(random() % 30);
        for (int number = 1; number <= count; ++number) lessons.push_back(at(number, ahead));
        const Attachment attached = attach(items, lessons);
        const int total = std::accumulate(hours.begin(), hours.end(), 0);
        REQUIRE(static_cast<int>(attached.changes.size()) == std::min(total, count));
        lessons = after(lessons, attached.changes);
        REQUIRE(attach(items, lessons).changes.empty());

        const auto now = random() % lessons.size();
        for (std::size_t index = 0; index < lessons.size(); ++index)
            lessons[index].stage = random() % 6 == 0 ? lost : index < now ? held : ahead;
        Progress progress = progress_of(items, lessons);
        const LagReasons& why = progress.reasons;
        if (progress.due < progress.planned)
            REQUIRE(progress.lag == why.lost + why.unfilled + why.off_plan + why.overrun - why.extra - why.merged);

        const Shift shift = shift_after_loss(lessons);
        const auto shifted = after(lessons, shift.changes);
        for (const LinkMove& move : shift.moves)
            if (move.to) REQUIRE(move.to->day > move.from.day);
        std::vector<PlanItemId> before, later;
        for (const PlanLesson& lesson : lessons) before.insert(before.end(), lesson.items.begin(), lesson.items.end());
        for (const PlanLesson& lesson : shifted) {
            REQUIRE_FALSE((lesson.stage == lost && !lesson.items.empty()));
            later.insert(later.end(), lesson.items.begin(), lesson.items.end());
        }
        for (const LinkMove& move : shift.moves)
            if (!move.to) later.insert(later.end(), move.items.begin(), move.items.end());
        std::ranges::sort(before);
        std::ranges::sort(later);
        REQUIRE(before == later);
        REQUIRE(shift_after_loss(shifted).changes.empty());
    }
}
