#include "tests/domain/enacting.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::domain;
using namespace zvonok::test;

namespace {

const LocalDay friday = date(2026, 9, 18);

struct Changed : SmallSchool {
    LessonKey first{algebra, tuesday, 1, {}};   // 8:30
    LessonKey second{algebra, tuesday, 2, {}};  // 9:30
    LessonKey spoken{english, tuesday, 1, {}};  // 10:30, the third hour

    [[nodiscard]] Lesson held(const LessonKey& key) const { return book().lesson(key).value(); }
    [[nodiscard]] std::vector<LessonKey> keys_on(LocalDay day) const {
        std::vector<LessonKey> keys;
        for (const Lesson& lesson : book().lessons_on(day)) keys.push_back(lesson.key);
        return keys;
    }
    [[nodiscard]] LocalTime last_end() const { return book().last_lesson_end(class_7b, tuesday).value(); }
};

}  // namespace

TEST_CASE("D-08 moved lesson: it is on the day where it is held, under its own key", "[domain][lessons][D-08]") {
    Changed school;
    const RoomId gym = id<RoomId>(51);
    enact(school, change(school.second, moved_to(friday, 4, gym)));
    const Lesson lesson = school.held(school.second);
    CHECK(lesson.state == LessonState::moved);
    CHECK(lesson.day() == friday);
    CHECK(lesson.key.day == tuesday);
    CHECK(lesson.starts == LocalTime{friday} + 11h + 30min);
    CHECK(lesson.period == 4);
    CHECK(lesson.room == gym);
    CHECK(school.keys_on(tuesday) == std::vector{school.first, school.spoken});
    CHECK(school.keys_on(friday) == std::vector{school.second});
    // The lessons left behind keep their names.
    CHECK(school.held(school.first).starts == LocalTime{tuesday} + 8h + 30min);
}

TEST_CASE("D-08 moved lesson: moved again, put back, cancelled where it was to be", "[domain][lessons][D-08]") {
    Changed school;
    enact(school, change(school.first, moved_to(friday, 4)));
    enact(school, change(school.first, moved_to(friday + std::chrono::days{3}, 1)));
    CHECK(school.keys_on(friday).empty());
    CHECK(school.keys_on(friday + std::chrono::days{3}) == std::vector{school.first});
    enact(school, change(school.first, cancelled()));
    CHECK(school.held(school.first).day() == friday + std::chrono::days{3});
    CHECK_FALSE(school.held(school.first).takes_place());
    enact(school, change(school.first, LessonChange{}));
    CHECK(school.held(school.first).state == LessonState::as_planned);
    CHECK(school.held(school.first).day() == tuesday);
    CHECK(school.keys_on(tuesday).size() == 3);
}

TEST_CASE("D-08 moved lesson: to an hour without a bell it keeps its own", "[domain][lessons][D-08]") {
    Changed school;
    enact(school, change(school.first, moved_to(friday, 12)));
    CHECK(school.held(school.first).starts == LocalTime{friday} + 8h + 30min);
}

TEST_CASE("D-08 merged lesson: the one that is held has the pupils of both", "[domain][lessons][D-08]") {
    Changed school;
    const GroupId english_2 = id<GroupId>(14);
    const LoadId other_english = id<LoadId>(43);
    school.add(entity_of(english_2), Group{GroupKind::subgroup, "7Б англ. 2", school.class_7b, 7});
    school.add(id<EntityId>(63), Membership{english_2, school.abdurahmanova});
    school.add(entity_of(other_english), Load{id<SubjectId>(71), {english_2}, {school.teacher}});
    school.add(id<EntityId>(94), TimetableSlot{other_english, 2, WeekParity::every, 3, {}});
    const LessonKey into{other_english, tuesday, 1, {}};
    CHECK(school.book().pupils_of(school.held(into)) == std::vector{school.abdurahmanova});
    enact(school, change(school.spoken, merged(into)));
    CHECK(school.book().pupils_of(school.held(into)) == std::vector{school.abdurahmanova, school.belov});
    CHECK(school.held(school.spoken).state == LessonState::merged);
    CHECK(school.held(school.spoken).merged_into == into);
    CHECK_FALSE(school.held(school.spoken).takes_place());
    enact(school, change(school.spoken, LessonChange{}));
    CHECK(school.book().pupils_of(school.held(into)) == std::vector{school.abdurahmanova});
}

TEST_CASE("D-08 added lesson: an unplanned one is known by its id alone", "[domain][lessons][D-08]") {
    Changed school;
    const LessonKey extra{school.algebra, friday, 0, id<LessonId>(220)};
    CHECK_FALSE(school.book().lesson(extra).has_value());
    enact(school, change(extra, added_on(friday, 5)));
    LessonKey only_id;
    only_id.unplanned = extra.unplanned;
    const Lesson lesson = school.held(only_id);
    CHECK(lesson.key == extra);
    CHECK(lesson.state == LessonState::added);
    CHECK(lesson.starts == LocalTime{friday} + 12h + 30min);
    CHECK(lesson.teachers == std::vector{school.teacher});
    CHECK(school.book().pupils_of(lesson).size() == 2);
    CHECK(school.keys_on(friday) == std::vector{extra});
    CHECK_FALSE(school.book().planned_lesson(extra).has_value());
    enact(school, change(extra, moved_to(friday + std::chrono::days{3}, 2)));
    CHECK(school.keys_on(friday).empty());
    CHECK(school.held(extra).day() == friday + std::chrono::days{3});
    enact(school, change(extra, cancelled()));
    CHECK_FALSE(school.held(extra).takes_place());
}

TEST_CASE("D-08: an accepted change whose verdict is taken back later is as if it had never been",
          "[domain][lessons][D-08]") {
    Changed school;
    const Enacted wrong = change(school.first, cancelled());
    enact(school, wrong);
    CHECK_FALSE(school.held(school.first).takes_place());
    school.withdraw(entity_of_entry(wrong.entry), Boxed<Enacted>{wrong}, tuesday);
    CHECK(school.held(school.first).takes_place());
}

TEST_CASE("000-1: the end of the class's last lesson is the end of the sixth", "[domain][lessons][B-07][H-02]") {
    Changed school;
    school.add(id<EntityId>(94), TimetableSlot{school.algebra, 2, WeekParity::every, 6, {}});
    CHECK(school.last_end() == LocalTime{tuesday} + 14h + 15min);
}

TEST_CASE("000-2: cancelled, merged and moved lessons are no last lesson", "[domain][lessons][B-07][H-02]") {
    Changed school;
    CHECK(school.last_end() == LocalTime{tuesday} + 11h + 15min);  // of the subgroup
    enact(school, change(school.spoken, cancelled()));
    CHECK(school.last_end() == LocalTime{tuesday} + 10h + 15min);
    enact(school, change(school.second, moved_to(friday, 1)));
    CHECK(school.last_end() == LocalTime{tuesday} + 9h + 15min);
    enact(school, change(school.first, merged(school.second)));
    CHECK_FALSE(school.book().last_lesson_end(school.class_7b, tuesday).has_value());
    CHECK(school.book().last_lesson_end(school.class_7b, friday) == LocalTime{friday} + 9h + 15min);
}

TEST_CASE("last lesson: of a stream's classes the latest counts, after-school groups don't",
          "[domain][lessons][B-07]") {
    Changed school;
    const GroupId class_7a = id<GroupId>(15), stream = id<GroupId>(16), after_school = id<GroupId>(17);
    const LoadId drawing = id<LoadId>(44), late = id<LoadId>(45), care = id<LoadId>(46);
    school.add(entity_of(class_7a), Group{GroupKind::school_class, "7А", {}, 7});
    school.add(entity_of(stream), Group{GroupKind::stream, "7 поток", {}, 7});
    school.add(entity_of(after_school), Group{GroupKind::after_school, "ГПД 7", {}, 7});
    school.add(id<EntityId>(63), Membership{class_7a, school.newcomer});
    for (std::uint8_t n = 64; const PersonId pupil : {school.newcomer, school.belov}) {
        school.add(id<EntityId>(n++), Membership{stream, pupil});
        school.add(id<EntityId>(n++), Membership{after_school, pupil});
    }
    school.add(entity_of(drawing), Load{id<SubjectId>(73), {stream}, {school.teacher}});
    school.add(entity_of(late), Load{id<SubjectId>(74), {class_7a}, {school.teacher}});
    school.add(entity_of(care), Load{id<SubjectId>(75), {after_school}, {school.teacher}, LoadKind::after_school});
    school.add(id<EntityId>(94), TimetableSlot{drawing, 2, WeekParity::every, 4, {}});
    school.add(id<EntityId>(95), TimetableSlot{late, 2, WeekParity::every, 5, {}});
    school.add(id<EntityId>(96), TimetableSlot{care, 2, WeekParity::every, 6, {}});
    const FactBook book = school.book();
    CHECK(school.last_end() == LocalTime{tuesday} + 12h + 15min);  // the stream's, with pupils of 7Б
    const Lesson of_stream = school.held({drawing, tuesday, 1, {}});
    CHECK(book.last_lesson_end(of_stream) == LocalTime{tuesday} + 13h + 15min);
    CHECK(book.concerns(of_stream, school.class_7b));
    CHECK(book.classes_of(stream, tuesday) == std::vector{school.class_7b, class_7a});
}

TEST_CASE("D-05 substitution: planned and actual teacher both stand in the lesson", "[domain][lessons][D-05]") {
    Changed school;
    CHECK_FALSE(FactBook::teaches(school.other_teacher, school.held(school.first)));
    enact(school, substitution(school.first, school.other_teacher));
    const Lesson lesson = school.held(school.first);
    CHECK(lesson.teachers == std::vector{school.teacher});
    CHECK(lesson.substitute == school.other_teacher);
    CHECK(FactBook::teaches(school.other_teacher, lesson));
    CHECK(FactBook::teaches(school.teacher, lesson));
    CHECK(FactBook::holds(school.other_teacher, lesson));
    CHECK_FALSE(FactBook::holds(school.teacher, lesson));
    CHECK_FALSE(FactBook::teaches(school.other_teacher, school.held(school.second)));
    enact(school, substitution(school.first, {}));
    CHECK(school.held(school.first).substitute.empty());
}

TEST_CASE("D-06 register: substitutions over days, with reason and who stated them", "[domain][lessons][D-06]") {
    Changed school;
    enact(school, substitution(school.first, school.other_teacher, "командировка"));
    enact(school, substitution(school.second, school.other_teacher));
    enact(school, change(school.second, moved_to(friday, 2)));
    enact(school, substitution(school.spoken, school.teacher));
    enact(school, change(school.spoken, cancelled()));
    const auto rows = school.book().substitutions(tuesday, friday);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].lesson.key == school.first);
    CHECK(rows[0].reason == "командировка");
    CHECK(rows[0].by == id<PersonId>(25));
    CHECK(rows[1].lesson.key == school.second);
    CHECK(rows[1].lesson.day() == friday);
    CHECK(school.book().substitutions(tuesday, tuesday).size() == 1);
}

TEST_CASE("lessons: of a teacher are those that the teacher holds", "[domain][lessons][D-13]") {
    Changed school;
    const auto held_by = [&](PersonId person) {
        return school.book().lessons_of_teacher(person, tuesday, friday).size();
    };
    CHECK(held_by(school.teacher) == 3);
    CHECK(held_by(school.other_teacher) == 1);
    enact(school, substitution(school.first, school.other_teacher));
    CHECK(held_by(school.teacher) == 2);
    CHECK(held_by(school.other_teacher) == 2);
    CHECK(school.book().lessons_in_room(school.room, tuesday, friday).size() == 4);
    CHECK(school.book().lessons_of_class(school.class_7b, tuesday, tuesday).size() == 3);
}

TEST_CASE("next lesson: the next held one, of the class or of its other load in the subject",
          "[domain][lessons][G-08]") {
    Changed school;
    const auto after = [&](const LessonKey& key) { return school.book().lesson_after(key)->key; };
    const LessonKey thursday{school.algebra, date(2026, 9, 17), 1, {}};
    CHECK(after(school.first) == school.second);
    CHECK(after(school.second) == thursday);
    enact(school, change(school.second, cancelled()));
    CHECK(after(school.first) == thursday);
    // A cancelled one too has a next.
    CHECK(after(school.second) == thursday);
    enact(school, change(thursday, moved_to(friday, 1)));
    CHECK(after(school.first) == thursday);
    CHECK(school.book().lesson_after(school.first)->day() == friday);
    const LoadId second_teacher = id<LoadId>(47);
    school.add(entity_of(second_teacher), Load{id<SubjectId>(70), {school.class_7b}, {school.other_teacher}});
    school.add(id<EntityId>(95), TimetableSlot{second_teacher, 3, WeekParity::every, 1, {}});
    CHECK(after(school.first) == LessonKey{second_teacher, date(2026, 9, 16), 1, {}});
    // A course outside the lessons is another thing.
    school.add(entity_of(second_teacher),
               Load{id<SubjectId>(70), {school.class_7b}, {school.other_teacher}, LoadKind::extracurricular});
    CHECK(after(school.first) == thursday);
    CHECK_FALSE(school.book().lesson_after({school.algebra, tuesday, 9, {}}).has_value());
}

TEST_CASE("C-10 list of a moved lesson: who belongs to the class on the day it is held", "[domain][lessons][C-10]") {
    Changed school;
    school.add(id<EntityId>(63), Membership{school.class_7b, school.newcomer}, friday);
    CHECK_FALSE(school.book().on_list(school.held(school.first), school.newcomer));
    enact(school, change(school.first, moved_to(friday, 1)));
    CHECK(school.book().on_list(school.held(school.first), school.newcomer));
    CHECK(school.book().pupils_of(school.held(school.first)).size() == 3);
}

TEST_CASE("D-04 names: neither bells nor rooms nor teachers rename a lesson", "[domain][lessons][D-04]") {
    Changed school;
    school.withdraw(id<EntityId>(81), BellPeriod{1, 8h + 30min, 9h + 15min}, date(2026, 9, 10));
    // The first hour has no bell any more; the second lesson is still the second.
    CHECK_FALSE(school.book().lesson(school.first).has_value());
    CHECK(school.held(school.second).period == 2);
}

TEST_CASE("added lesson: a load that nobody knows gives none", "[domain][lessons][D-08]") {
    Changed school;
    const LessonKey extra{id<LoadId>(199), friday, 0, id<LessonId>(220)};
    enact(school, change(extra, added_on(friday, 5)));
    CHECK_FALSE(school.book().lesson(extra).has_value());
    CHECK(school.keys_on(friday).empty());
}
