#include "tests/flow/rig.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::flow;
using namespace zvonok::test;
namespace event = zvonok::flow::event;

namespace {

constexpr std::uint8_t quarter = 100, next_quarter = 101, whole_year = 102;

/// The desk of the small school's algebra, with two quarters and the year.
Rig with_quarters() {
    Rig rig;
    rig.school.add(id<EntityId>(quarter),
                   ReportingPeriod{PeriodKind::quarter, 1, date(2026, 9, 1), date(2026, 10, 31)});
    rig.school.add(id<EntityId>(next_quarter),
                   ReportingPeriod{PeriodKind::quarter, 2, date(2026, 11, 9), date(2026, 12, 29)});
    rig.school.add(id<EntityId>(whole_year), ReportingPeriod{PeriodKind::year, 1, date(2026, 9, 1), date(2027, 5, 31)});
    rig.ready().logged_in();
    return rig;
}
const Page& page_of(const Rig& rig) {
    REQUIRE(rig.shows<Desk>()->page);
    return *rig.shows<Desk>()->page;
}
LessonKey lesson_on(const Rig& rig, LocalDay day, int ordinal = 1) {
    return {rig.school.algebra, day, ordinal, {}};
}
const PageCell& cell(const Rig& rig, const LessonKey& lesson, PersonId pupil) {
    Page page = page_of(rig);
    static PageCell found;
    const PageCell* at = page.cell(lesson, pupil);
    REQUIRE(at != nullptr);
    found = *at;
    return found;
}
RecordedValue mark_of(const LessonKey& lesson, PersonId pupil, std::string value, std::string kind = "ответ") {
    Cell cell{CellKind::mark, lesson, entity_of(pupil)};
    cell.work = std::move(kind);
    cell.ordinal = cell.attempt = 1;
    return {cell, Mark{std::move(value)}, Outcome::accepted, false};
}
void answer(Rig& rig, std::vector<RecordedValue> values) {
    rig.apply(event::PageViewed{page_of(rig).question, {std::move(values), {}, {}}});
}

}  // namespace

TEST_CASE("page: the lesson's journal opens at the period of the day, pupils by lessons, and leads back",
          "[flow][page]") {
    Rig rig = with_quarters();
    rig.apply(ask::ShowPage{});
    const Page& page = page_of(rig);
    CHECK(page.shown().id == id<EntityId>(quarter));
    REQUIRE(page.periods.size() == 3);
    CHECK(page.periods.back().kind == PeriodKind::year);
    // Tuesdays twice and Thursdays once, from Tuesday 1 September to Saturday 31 October.
    CHECK(page.columns.size() == 9 * 2 + 9);
    CHECK(page.columns.front().lesson.key == lesson_on(rig, date(2026, 9, 1)));
    REQUIRE(page.rows.size() == 2);
    CHECK(page.rows.front().pupil == rig.school.abdurahmanova);
    CHECK_FALSE(page.viewed);
    const auto asked = rig.done<effect::ViewPage>();
    REQUIRE(asked.size() == 1);
    CHECK(asked.front().first == date(2026, 9, 1));
    CHECK(asked.front().last == date(2026, 10, 31));
    CHECK(asked.front().pupils.size() == 2);
    rig.apply(ask::ShowPeriod{id<EntityId>(next_quarter)});
    CHECK(page_of(rig).columns.front().lesson.key.day == date(2026, 11, 10));
    rig.apply(ask::ShowPeriod{id<EntityId>(1)});
    CHECK(page_of(rig).shown().number == 2);
    rig.apply(ask::ShowLesson{});
    CHECK_FALSE(rig.shows<Desk>()->page);
    CHECK(rig.shows<Desk>()->lesson);
}

TEST_CASE("page: the period's lessons are made elsewhere; until then the old ones of the same period stay",
          "[flow][page]") {
    Rig rig = with_quarters();
    rig.apply(ask::ShowPage{});
    const auto days = rig.done<effect::MakeDays>();
    REQUIRE(days.size() == 1);
    CHECK(days.front().first == date(2026, 9, 1));
    CHECK(days.front().last == date(2026, 10, 31));
    answer(rig, {});
    // Without the answer, which the rig gives by itself.
    const auto step = [&](const flow::Event& event) {
        flow::Step done = flow::step(rig.state, event, rig.now);
        rig.state = std::move(done.state);
    };
    step(event::FactsLoaded{rig.facts()});
    CHECK(page_of(rig).columns.size() == 9 * 2 + 9);
    CHECK(page_of(rig).viewed);
    step(ask::ShowPeriod{id<EntityId>(next_quarter)});
    CHECK(page_of(rig).columns.empty());
    CHECK_FALSE(page_of(rig).viewed);
    step(event::DaysMade{days.front().question});  // for the page that was
    CHECK(page_of(rig).columns.empty());
    step(event::DaysMade{page_of(rig).days_question});
    CHECK(page_of(rig).columns.front().lesson.key.day == date(2026, 11, 10));
}

TEST_CASE("page: where no periods are stated the page is the whole year without results", "[flow][page]") {
    Rig rig;
    rig.ready().logged_in().apply(ask::ShowPage{});
    CHECK(page_of(rig).shown().id.empty());
    CHECK(page_of(rig).columns.size() > 60);
    rig.apply(ask::GivePeriodMark{rig.school.belov, "4"});
    CHECK(rig.done<effect::Write>().empty());
}

TEST_CASE("page: a mark goes into the lesson of its column, hollow until it is stored, and shows on the lesson too",
          "[flow][page][G-01]") {
    Rig rig = with_quarters();
    rig.apply(ask::ShowPage{});
    answer(rig, {});
    const LessonKey earlier = lesson_on(rig, date(2026, 9, 10));
    rig.apply(ask::MarkAt{earlier, rig.school.belov, "4"});
    auto writes = rig.done<effect::Write>();
    REQUIRE(writes.size() == 1);
    CHECK(writes.front().writings.front().cell.lesson == earlier);
    CHECK(writes.front().picture == page_of(rig).picture);
    CHECK(cell(rig, earlier, rig.school.belov).marks.front().standing.save == Save::hollow);
    rig.apply(event::Stored{writes.front().draft});
    CHECK(cell(rig, earlier, rig.school.belov).marks.front().standing.save == Save::solid);
    rig.apply(ask::MarkAt{earlier, rig.school.belov, "4"});
    CHECK(rig.done<effect::Write>().empty());

    const LessonKey now = rig.shows<Desk>()->lesson->key;
    rig.apply(ask::MarkAt{now, rig.school.belov, "5"});
    rig.apply(ask::AttendAt{now, rig.school.abdurahmanova, "Н"});
    writes = rig.done<effect::Write>();
    REQUIRE(writes.size() == 1);
    CHECK(rig.row(rig.school.belov).marks.front().value == "5");
    rig.apply(event::Stored{writes.front().draft});
    CHECK(rig.row(rig.school.abdurahmanova).code == "Н");
    CHECK(rig.row(rig.school.abdurahmanova).standing.save == Save::solid);
}

TEST_CASE("page: what the judge refuses is told with its rule and changes nothing", "[flow][page][J-02]") {
    Rig rig = with_quarters();
    rig.apply(ask::ShowPage{});
    answer(rig, {});
    rig.apply(ask::MarkAt{lesson_on(rig, date(2026, 9, 17)), rig.school.belov, "4"});
    CHECK(rig.done<effect::Write>().empty());
    REQUIRE(rig.shows<Desk>()->refused.size() == 1);
    CHECK(rig.shows<Desk>()->refused.front().rule == rule::lesson_ahead);
    rig.apply(ask::MarkAt{lesson_on(rig, date(2026, 9, 10)), rig.school.newcomer, "4"});
    CHECK(rig.done<effect::Write>().empty());
    CHECK(rig.shows<Desk>()->refused.size() == 1);  // nobody of this page
}

TEST_CASE("page: taking back takes the mark for the chosen work, then the last of any, then the letter",
          "[flow][page][G-01]") {
    Rig rig = with_quarters();
    rig.apply(ask::ShowPage{});
    const LessonKey lesson = lesson_on(rig, date(2026, 9, 10));
    answer(rig,
           {mark_of(lesson, rig.school.belov, "5"),
            mark_of(lesson, rig.school.belov, "3", "контр"),
            {{CellKind::attendance, lesson, entity_of(rig.school.belov)}, Attendance{"Н"}, Outcome::accepted, false}});
    const auto erased = [&] {
        rig.apply(ask::EraseAt{lesson, rig.school.belov});
        const auto writes = rig.done<effect::Write>();
        REQUIRE(writes.size() == 1);
        return writes.front().writings.front().cell;
    };
    CHECK(rig.shows<Desk>()->work.kind == "ответ");
    CHECK(erased().work == "ответ");
    CHECK(erased().work == "контр");
    CHECK(erased().kind == CellKind::attendance);
    rig.apply(ask::EraseAt{lesson, rig.school.belov});
    CHECK(rig.done<effect::Write>().empty());
}

TEST_CASE("page: means and suggestions follow each mark at once, and the period's mark is given for the period shown",
          "[flow][page][I-05]") {
    Rig rig = with_quarters();
    rig.apply(ask::ShowPage{});
    answer(rig, {mark_of(lesson_on(rig, date(2026, 9, 3)), rig.school.belov, "4"),
                 mark_of(lesson_on(rig, date(2026, 9, 8)), rig.school.belov, "5")});
    const auto& row = [&]() -> const PageRow& { return page_of(rig).rows.back(); };
    REQUIRE(row().pupil == rig.school.belov);
    CHECK(row().mean == Fraction{9, 2});
    CHECK(row().suggestion.basis == SuggestionBasis::too_few);
    rig.apply(ask::MarkAt{lesson_on(rig, date(2026, 9, 10)), rig.school.belov, "5"});
    CHECK(row().mean == Fraction{14, 3});
    CHECK(row().suggestion.value == "5");

    rig.apply(ask::GivePeriodMark{rig.school.belov, "5"});
    const auto writes = rig.done<effect::Write>();
    REQUIRE(writes.size() == 1);
    const Cell& given = writes.front().writings.front().cell;
    CHECK(given.kind == CellKind::period_mark);
    CHECK(given.period == id<EntityId>(quarter));
    CHECK(given.subject == entity_of(id<SubjectId>(70)));
    CHECK(row().results.front().value == "5");
    CHECK(row().results.front().standing.save == Save::hollow);
}

TEST_CASE("page: an answer of the journal brings what changed, keeps what waits for the disk, and drops what is gone",
          "[flow][page]") {
    Rig rig = with_quarters();
    rig.apply(ask::ShowPage{});
    const LessonKey one = lesson_on(rig, date(2026, 9, 8)), two = lesson_on(rig, date(2026, 9, 10));
    answer(rig, {mark_of(one, rig.school.belov, "4")});
    rig.apply(ask::MarkAt{two, rig.school.belov, "3"});
    rig.apply(event::JournalChanged{});
    REQUIRE(rig.done<effect::ViewPage>().size() == 1);
    auto conflicting = mark_of(one, rig.school.abdurahmanova, "2");
    conflicting.conflict = true;
    answer(rig, {conflicting, {{CellKind::topic, one, {}}, Topic{"Уравнения", {}}, Outcome::accepted, false}});
    CHECK(cell(rig, one, rig.school.belov).marks.empty());
    CHECK(cell(rig, two, rig.school.belov).marks.front().standing.save == Save::hollow);
    CHECK(cell(rig, one, rig.school.abdurahmanova).marks.front().standing.conflict);
    const auto column = std::ranges::find_if(page_of(rig).columns, [&](const auto& c) { return c.lesson.key == one; });
    CHECK(column->topic == "Уравнения");
    rig.apply(event::PageViewed{1, {}});  // an answer that comes too late
    CHECK(cell(rig, two, rig.school.belov).marks.size() == 1);
}

TEST_CASE("page: the card that comes back finds the page and period that it left", "[flow][page]") {
    Rig rig = with_quarters();
    rig.apply(ask::ShowPage{}).apply(ask::ShowPeriod{id<EntityId>(next_quarter)});
    rig.card_out().logged_in(2);
    CHECK(page_of(rig).shown().id == id<EntityId>(next_quarter));
    rig.apply(ask::ShowLessons{});
    CHECK_FALSE(rig.shows<Desk>()->page);
}

TEST_CASE("page: the history of a square is asked for all that it holds, and a late answer is dropped",
          "[flow][page][J-16]") {
    Rig rig = with_quarters();
    rig.apply(ask::ShowPage{});
    const LessonKey lesson = lesson_on(rig, date(2026, 9, 15));
    answer(rig, {mark_of(lesson, rig.school.belov, "4"), mark_of(lesson, rig.school.belov, "5", "контр")});
    rig.apply(ask::ShowHistory{lesson, rig.school.belov});
    const auto asked = rig.done<effect::ViewHistory>();
    REQUIRE(asked.size() == 1);
    CHECK(asked.front().cells.size() == 4);  // two marks, the letter, its reason
    CHECK_FALSE(page_of(rig).history->viewed);
    HistoryLine line;
    line.cell = asked.front().cells.front();
    line.act = Attendance{"Н"};
    rig.apply(event::HistoryViewed{asked.front().question + 1, {line}});
    CHECK_FALSE(page_of(rig).history->viewed);
    rig.apply(event::HistoryViewed{asked.front().question, {line}});
    CHECK(page_of(rig).history->lines.size() == 1);
    rig.apply(ask::HideHistory{});
    CHECK_FALSE(page_of(rig).history);
}

TEST_CASE("page: a pasted column is one touch: one draft, judged cell by cell, without what stands there already",
          "[flow][page][paste]") {
    Rig rig = with_quarters();
    rig.apply(ask::ShowPage{});
    const LessonKey lesson = rig.shows<Desk>()->lesson->key;
    answer(rig, {mark_of(lesson, rig.school.belov, "4")});
    rig.apply(
        ask::Paste{lesson, {{rig.school.abdurahmanova, "5"}, {rig.school.belov, "4"}, {rig.school.belov, "Н", true}}});
    auto writes = rig.done<effect::Write>();
    REQUIRE(writes.size() == 1);
    REQUIRE(writes.front().writings.size() == 2);
    CHECK(cell(rig, lesson, rig.school.abdurahmanova).marks.front().standing.save == Save::hollow);
    CHECK(cell(rig, lesson, rig.school.belov).code == "Н");
    CHECK(rig.row(rig.school.belov).code == "Н");

    rig.apply(ask::Paste{lesson_on(rig, date(2026, 9, 17)), {{rig.school.belov, "4"}, {rig.school.newcomer, "4"}}});
    CHECK(rig.done<effect::Write>().empty());
    REQUIRE(rig.shows<Desk>()->refused.size() == 1);
    CHECK(rig.shows<Desk>()->refused.front().rule == rule::lesson_ahead);

    rig.apply(ask::Paste{std::nullopt, {{rig.school.belov, "5"}, {rig.school.abdurahmanova, "4"}}});
    writes = rig.done<effect::Write>();
    REQUIRE(writes.size() == 1);
    CHECK(writes.front().writings.size() == 2);
    CHECK(page_of(rig).rows.back().results.front().value == "5");
}

TEST_CASE("page: choosing a version of a conflict is a new entry, of what is shown only", "[flow][page]") {
    Rig rig = with_quarters();
    rig.apply(ask::ShowPage{});
    const LessonKey lesson = lesson_on(rig, date(2026, 9, 10));
    RecordedValue shown = mark_of(lesson, rig.school.belov, "5");
    shown.conflict = true;
    Attention conflict{shown.cell, Mark{"4"}, Outcome::accepted, {}, true, Mark{"5"}, {}, {}};
    Attention elsewhere = conflict;
    elsewhere.cell.lesson.day = date(2027, 3, 9);
    rig.apply(event::PageViewed{page_of(rig).question, {{shown}, {}, {conflict, elsewhere}}});
    rig.apply(ask::ChooseVersion{elsewhere.cell, Version::own});
    CHECK(rig.done<effect::Write>().empty());
    rig.apply(ask::ChooseVersion{shown.cell, Version::other});
    const auto writes = rig.done<effect::Write>();
    REQUIRE(writes.size() == 1);
    CHECK(writes.front().writings == std::vector<Writing>{{shown.cell, Mark{"5"}}});
    CHECK_FALSE(cell(rig, lesson, rig.school.belov).marks.front().standing.conflict);
    CHECK(rig.shows<Desk>()->attention == std::vector<Attention>{elsewhere});
    rig.apply(ask::ChooseVersion{shown.cell, Version::own});
    CHECK(rig.done<effect::Write>().empty());
}
