#include "station/domain/held_lessons.hpp"
#include "tests/domain/enacting.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::domain;
using namespace zvonok::test;

namespace {

const RequestId asked = id<RequestId>(230);

Enacted request(const SmallSchool& school, RequestId of, std::uint64_t number) {
    const LessonKey lesson{school.algebra, tuesday, 1, {}};
    const Writing wanted{{CellKind::attendance, lesson, entity_of(school.belov)}, Attendance{"Б"}};
    Enacted made = enacted({CellKind::change_request, {}, entity_of(of)},
                           ChangeRequest{wanted, "болезнь учителя", "лист 14", "не успел"}, school.teacher);
    made.number = number;
    return made;
}
Enacted decision(RequestId of, bool approved) {
    return enacted({CellKind::change_decision, {}, entity_of(of)}, ChangeDecision{approved, ""});
}
Enacted step(YearState state) {
    return enacted({CellKind::year_step, {}, year}, YearStep{state});
}
Enacted archive(std::string work, EntityId group = {}) {
    Cell cell{CellKind::archive_step, {}, year};
    cell.subject = group;
    cell.work = std::move(work);
    return enacted(std::move(cell), ArchiveStep{});
}

}  // namespace

TEST_CASE("J-12 request: it has its number, then the decision made last", "[domain][enacted][J-08][J-11][J-12]") {
    SmallSchool school;
    CHECK_FALSE(school.book().change_request(asked).has_value());
    enact(school, request(school, asked, 17));
    const auto open = school.book();
    REQUIRE(open.change_request(asked).has_value());
    CHECK(open.change_request(asked)->number() == 17);
    CHECK(open.change_request(asked)->decision == nullptr);
    CHECK_FALSE(open.change_request(asked)->approved());
    CHECK(open.change_request(asked)->request().document == "лист 14");
    enact(school, decision(asked, true));
    CHECK(school.book().change_request(asked)->approved());
    enact(school, decision(asked, false));
    CHECK_FALSE(school.book().change_request(asked)->approved());
    CHECK(school.book().change_request(asked)->decision != nullptr);
}

TEST_CASE("J-14 register: requests by number, those still without one last", "[domain][enacted][J-14]") {
    SmallSchool school;
    enact(school, request(school, id<RequestId>(231), 18));
    enact(school, request(school, id<RequestId>(232), 3));
    const FactBook book = school.book().with({request(school, id<RequestId>(233), 0)});
    const auto requests = book.change_requests();
    REQUIRE(requests.size() == 3);
    CHECK(requests[0].id == id<RequestId>(232));
    CHECK(requests[1].id == id<RequestId>(231));
    CHECK(requests[2].id == id<RequestId>(233));
}

TEST_CASE("S-02 year: nobody opened it, then the step accepted last", "[domain][enacted][S-01][S-02]") {
    SmallSchool school;
    CHECK_FALSE(school.book().year_state(year).has_value());
    enact(school, step(YearState::open));
    CHECK(school.book().year_state(year) == YearState::open);
    enact(school, step(YearState::closing));
    enact(school, step(YearState::closed));
    CHECK(school.book().year_state(year) == YearState::closed);
    CHECK(school.book().year_steps(year).size() == 3);
    CHECK_FALSE(school.book().year_state(id<EntityId>(9)).has_value());
}

TEST_CASE("N-05 archive: steps of a group, or of the whole school", "[domain][enacted][N-05]") {
    SmallSchool school;
    const EntityId group = entity_of(school.class_7b);
    enact(school, archive("programme_fulfilled"));
    enact(school, archive("marks_objective", group));
    const FactBook book = school.book();
    CHECK(book.archive_step(year, "programme_fulfilled", group) != nullptr);
    CHECK(book.archive_step(year, "marks_objective", group) != nullptr);
    CHECK(book.archive_step(year, "marks_objective") == nullptr);
    CHECK(book.archive_step(year, "exported", group) == nullptr);
    CHECK(book.archive_steps(year).size() == 1);
}

TEST_CASE("reviews and reports of lost logins are found by whom they are about", "[domain][enacted][O-05][A-21]") {
    SmallSchool school;
    enact(school,
          enacted({CellKind::review, {}, entity_of(school.class_7b), {}, id<EntityId>(240)}, Review{"проверен"}));
    enact(school,
          enacted({CellKind::review, {}, entity_of(school.class_7b), {}, id<EntityId>(241)}, Review{"проверен"}));
    enact(school, enacted({CellKind::compromise_report, {}, entity_of(school.teacher), {}, id<EntityId>(242)},
                          CompromiseReport{tuesday, ""}));
    const FactBook book = school.book();
    CHECK(book.reviews_of(entity_of(school.class_7b)).size() == 2);
    CHECK(book.reviews().size() == 2);
    CHECK(book.compromise_reports(school.teacher).size() == 1);
    CHECK(book.compromise_reports(school.other_teacher).empty());
}

TEST_CASE("D-05 pending: a declaration made offline opens the lesson at once, on this station alone",
          "[domain][enacted][D-05]") {
    SmallSchool school;
    const FactBook book = school.book();
    const LessonKey key{school.algebra, tuesday, 1, {}};
    CHECK(book.lesson(key)->substitute.empty());
    const FactBook mine = book.with({substitution(key, school.other_teacher)});
    CHECK(FactBook::teaches(school.other_teacher, *mine.lesson(key)));
    CHECK(mine.lessons_on(tuesday).front().substitute == school.other_teacher);
    CHECK(book.lesson(key)->substitute.empty());
    CHECK(mine.version() == book.version());
    CHECK(mine.facts().size() == book.facts().size());
    CHECK(mine.as_of(mine.version()).lesson(key)->substitute.empty());
    // Once more, and after facts that came meanwhile: the own word still comes last.
    FactBook later = mine.with({substitution(key, school.teacher)});
    CHECK(later.lesson(key)->substitute == school.teacher);
    Fact accepted;
    accepted.entity = id<EntityId>(250);
    accepted.value = Boxed<Enacted>{substitution(key, {})};
    later.record(later.version() + 1, accepted);
    later.seal();
    CHECK(later.lesson(key)->substitute == school.teacher);
}

TEST_CASE("pending acts that frame nothing change nothing", "[domain][enacted]") {
    SmallSchool school;
    const LessonKey key{school.algebra, tuesday, 1, {}};
    const FactBook mine = school.book().with({enacted({CellKind::topic, key, {}}, Topic{"Дроби", {}})});
    CHECK(mine.rulings_on(key).empty());
}

TEST_CASE("pending acts stay when older facts come late", "[domain][enacted]") {
    SmallSchool school;
    const LessonKey key{school.algebra, tuesday, 1, {}};
    FactBook book{school.school};
    for (std::size_t n = school.facts.size(); n > 1; --n) book.record(n, school.facts[n - 1]);
    book.seal();
    FactBook mine = book.with({substitution(key, school.other_teacher)});
    mine.record(1, school.facts[0]);
    mine.seal();
    CHECK(mine.lesson(key)->substitute == school.other_teacher);
    CHECK(mine.school_on(tuesday)->name == "Школа № 84");
}

TEST_CASE("D-04 held lessons: what would alter one begins on the day after it", "[domain][lessons][D-04]") {
    SmallSchool school;
    const FactBook book = school.book();
    const LocalDay today = date(2026, 9, 18);
    const TimetableSlot later_hour{school.algebra, 2, WeekParity::every, 5, school.room};
    const Fact back_dated{id<EntityId>(90), date(2026, 9, 1), {}, false, "", later_hour};
    const LessonKey first{school.algebra, date(2026, 9, 8), 1, {}};
    const LessonKey second{school.algebra, date(2026, 9, 8), 2, {}};

    // Nobody wrote about any of them: the past may be put right.
    const auto nobody = [](const LessonKey&) { return false; };
    CHECK(spare_held_lessons(book, {back_dated}, today, nobody).front().from == date(2026, 9, 1));
    CHECK(spare_held_lessons(book, {}, today, nobody).empty());

    const auto wrote = [&](const LessonKey& key) { return key == first; };
    const auto spared = spare_held_lessons(book, {back_dated}, today, wrote);
    REQUIRE(spared.size() == 1);
    CHECK(spared.front().from == date(2026, 9, 9));
    school.facts.push_back(spared.front());
    const FactBook newer = school.book();
    CHECK(newer.lesson(first)->period == 1);
    CHECK(newer.lesson(second)->period == 2);
    CHECK(newer.lesson({school.algebra, tuesday, 1, {}})->period == 2);
    CHECK(newer.lesson({school.algebra, tuesday, 2, {}})->period == 5);
    CHECK(altered_lessons(book, newer, date(2026, 9, 1), date(2026, 9, 14)).empty());
    CHECK(altered_lessons(book, newer, tuesday, tuesday).size() == 2);
}

TEST_CASE("D-04 held lessons: a day off declared afterwards and a load's new teacher spare them too",
          "[domain][lessons][D-04]") {
    SmallSchool school;
    const FactBook book = school.book();
    const LocalDay today = date(2026, 9, 18);
    const auto everybody = [](const LessonKey&) { return true; };
    const Fact frost{id<EntityId>(120), tuesday, {}, false, "", Holiday{tuesday, tuesday, "мороз"}};
    CHECK(spare_held_lessons(book, {frost}, today, everybody).front().from == tuesday + std::chrono::days{1});
    const Fact teacher{entity_of(school.algebra),
                       date(2026, 9, 1),
                       {},
                       false,
                       "",
                       Load{id<SubjectId>(70), {school.class_7b}, {school.other_teacher}}};
    CHECK(spare_held_lessons(book, {teacher}, today, everybody).front().from == today);
    // A fact that had ended by then says nothing any more.
    Fact ended = teacher;
    ended.until = date(2026, 9, 10);
    CHECK(spare_held_lessons(book, {ended}, today, everybody).empty());
    // Pupils, new loads and what lies ahead are no matter of it.
    const Fact pupil{id<EntityId>(63), date(2026, 9, 1), {}, false, "", Membership{school.class_7b, school.newcomer}};
    const Fact fresh{id<EntityId>(48),
                     date(2026, 9, 1),
                     {},
                     false,
                     "",
                     Load{id<SubjectId>(77), {school.class_7b}, {school.teacher}}};
    Fact ahead = teacher;
    ahead.from = date(2026, 9, 21);
    const auto untouched = spare_held_lessons(book, {pupil, fresh, ahead}, today, everybody);
    CHECK(untouched == std::vector{pupil, fresh, ahead});
}
