#include "station/domain/checklist.hpp"
#include "tests/domain/enacting.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::domain;
using namespace zvonok::test;

namespace {

bool lacks(const SmallSchool& school, Lack lack, EntityId what = {}) {
    return std::ranges::any_of(gaps_of_year(school.book(), year, tuesday),
                               [&](const Gap& gap) { return gap.lack == lack && gap.what == what; });
}

}  // namespace

TEST_CASE("B-03 checklist: each thing that a year lacks is named until it is there", "[domain][checklist][B-03]") {
    SmallSchool school;
    const EntityId class_7b = entity_of(school.class_7b), algebra = entity_of(school.algebra);
    CHECK(gaps_of_year(school.book(), id<EntityId>(9), tuesday) == std::vector{Gap{Lack::year}});
    CHECK_FALSE(lacks(school, Lack::bells));

    CHECK(lacks(school, Lack::periods, class_7b));
    school.add(id<EntityId>(130), ReportingPeriod{PeriodKind::quarter, 1, date(2026, 9, 1), date(2026, 10, 30)});
    CHECK_FALSE(lacks(school, Lack::periods, class_7b));

    CHECK(lacks(school, Lack::class_teacher, class_7b));
    school.add(id<EntityId>(131), RoleGrant{school.teacher, Role::class_teacher, school.class_7b});
    CHECK_FALSE(lacks(school, Lack::class_teacher, class_7b));

    CHECK(lacks(school, Lack::curriculum));
    school.add(id<EntityId>(132), CurriculumItem{"алгебра", 7, {}, 102});
    school.add(id<EntityId>(133), CurriculumItem{"биология", 7, {}, 34});
    CHECK_FALSE(lacks(school, Lack::curriculum));
    CHECK(lacks(school, Lack::not_in_curriculum, entity_of(school.english)));
    CHECK_FALSE(lacks(school, Lack::not_in_curriculum, algebra));
    CHECK(lacks(school, Lack::not_loaded, class_7b));  // nobody teaches biology
    school.add(id<EntityId>(134), CurriculumItem{"английский язык", 0, school.class_7b, 102});
    // What the class has of its own replaces its grade's.
    CHECK(lacks(school, Lack::not_in_curriculum, algebra));
    CHECK_FALSE(lacks(school, Lack::not_in_curriculum, entity_of(school.english)));
    CHECK_FALSE(lacks(school, Lack::not_loaded, class_7b));

    CHECK(lacks(school, Lack::load_hours, algebra));
    CHECK_FALSE(lacks(school, Lack::load_teacher, algebra));
    school.add(entity_of(school.algebra), Load{id<SubjectId>(70), {school.class_7b}, {}, LoadKind::lesson, 102});
    CHECK_FALSE(lacks(school, Lack::load_hours, algebra));
    CHECK(lacks(school, Lack::load_teacher, algebra));
}

TEST_CASE("E-05 checklist: loads without a plan, D-02 without a timetable", "[domain][checklist][E-05][D-02]") {
    SmallSchool school;
    const EntityId algebra = entity_of(school.algebra);
    CHECK(lacks(school, Lack::plan, algebra));
    school.add(id<EntityId>(140), PlanItem{school.algebra, 1, "Дроби"});
    CHECK_FALSE(lacks(school, Lack::plan, algebra));
    CHECK_FALSE(lacks(school, Lack::timetable, algebra));
    CHECK_FALSE(lacks(school, Lack::bell, algebra));
    const LoadId chemistry = id<LoadId>(48);
    school.add(entity_of(chemistry), Load{id<SubjectId>(77), {school.class_7b}, {school.teacher}});
    CHECK(lacks(school, Lack::timetable, entity_of(chemistry)));
    school.add(id<EntityId>(94), TimetableSlot{chemistry, 3, WeekParity::every, 9, {}});
    CHECK_FALSE(lacks(school, Lack::timetable, entity_of(chemistry)));
    CHECK(lacks(school, Lack::bell, entity_of(chemistry)));
}

TEST_CASE("B-03 checklist: a class without pupils", "[domain][checklist][B-03]") {
    SmallSchool school;
    const GroupId empty = id<GroupId>(19);
    school.add(entity_of(empty), Group{GroupKind::school_class, "8А", {}, 8});
    CHECK(lacks(school, Lack::pupils, entity_of(empty)));
    CHECK_FALSE(lacks(school, Lack::pupils, entity_of(school.class_7b)));
}

TEST_CASE("D-03 clashes: teacher, room and pupils at one time, each pair once", "[domain][checklist][D-03]") {
    SmallSchool school;
    const auto found = [&](ClashOf of) {
        const auto all = clashes(school.book(), date(2026, 9, 14), date(2026, 9, 27));
        return std::ranges::count(all, of, &Clash::of);
    };
    CHECK(found(ClashOf::teacher) + found(ClashOf::room) + found(ClashOf::pupils) == 0);
    const GroupId class_8a = id<GroupId>(19);
    const LoadId other = id<LoadId>(48);
    school.add(entity_of(class_8a), Group{GroupKind::school_class, "8А", {}, 8});
    school.add(entity_of(other), Load{id<SubjectId>(70), {class_8a}, {school.teacher}});
    school.add(id<EntityId>(94), TimetableSlot{other, 2, WeekParity::every, 2, school.room});
    CHECK(found(ClashOf::teacher) == 1);
    CHECK(found(ClashOf::room) == 1);
    CHECK(found(ClashOf::pupils) == 0);
    // A pupil in both classes at that hour.
    school.add(id<EntityId>(63), Membership{class_8a, school.belov});
    CHECK(found(ClashOf::pupils) == 1);
    // The subgroup and its class.
    school.add(id<EntityId>(95), TimetableSlot{school.english, 2, WeekParity::odd, 1, {}});
    CHECK(found(ClashOf::pupils) == 2);
    // One that is cancelled needs nobody.
    enact(school, change({school.english, tuesday, 1, {}}, cancelled()));
    CHECK(found(ClashOf::pupils) == 1);
}

TEST_CASE("D-03 clashes: a substitute who teaches elsewhere at that hour", "[domain][checklist][D-03]") {
    SmallSchool school;
    school.add(id<EntityId>(94), TimetableSlot{school.english, 4, WeekParity::every, 3, {}});
    school.add(id<EntityId>(95), Group{GroupKind::school_class, "8А", {}, 8});
    school.add(entity_of(school.english), Load{id<SubjectId>(71), {id<GroupId>(95)}, {school.other_teacher}});
    const LocalDay thursday = date(2026, 9, 17);
    CHECK(clashes(school.book(), thursday, thursday).empty());
    enact(school, substitution({school.algebra, thursday, 1, {}}, school.other_teacher));
    REQUIRE(clashes(school.book(), thursday, thursday).size() == 1);
    CHECK(clashes(school.book(), thursday, thursday).front().who == entity_of(school.other_teacher));
}

TEST_CASE("B-11 lists: two subgroups of one split, two classes, a subgroup of a strange class",
          "[domain][checklist][B-11]") {
    SmallSchool school;
    const EntityId split = id<EntityId>(190);
    const GroupId english_2 = id<GroupId>(14), class_8a = id<GroupId>(19);
    school.add(entity_of(school.english_1), Group{GroupKind::subgroup, "7Б англ. 1", school.class_7b, 7, split});
    school.add(entity_of(english_2), Group{GroupKind::subgroup, "7Б англ. 2", school.class_7b, 7, split});
    school.add(entity_of(class_8a), Group{GroupKind::school_class, "8А", {}, 8});
    school.add(id<EntityId>(63), Membership{english_2, school.abdurahmanova});
    CHECK(list_faults(school.book(), tuesday).empty());
    school.add(id<EntityId>(64), Membership{english_2, school.belov}, tuesday);
    CHECK(list_faults(school.book(), date(2026, 9, 14)).empty());
    CHECK(list_faults(school.book(), tuesday) ==
          std::vector{ListFinding{ListFault::two_subgroups, school.belov, {school.english_1, english_2}}});
    school.add(id<EntityId>(64), Membership{class_8a, school.belov}, tuesday);
    CHECK(list_faults(school.book(), tuesday) ==
          std::vector{ListFinding{ListFault::two_classes, school.belov, {school.class_7b, class_8a}}});
    school.withdraw(id<EntityId>(64), Membership{class_8a, school.belov}, tuesday);
    school.add(id<EntityId>(65), Membership{english_2, school.newcomer});
    CHECK(list_faults(school.book(), tuesday) ==
          std::vector{ListFinding{ListFault::not_in_class, school.newcomer, {english_2, school.class_7b}}});
}
