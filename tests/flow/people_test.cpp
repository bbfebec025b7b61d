#include "station/flow/people.hpp"
#include "tests/domain/small_school.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::test;
using flow::acting_role;

TEST_CASE("people: who has lessons acts as their teacher, whatever office he holds besides", "[flow][people][A-02]") {
    SmallSchool school;
    const LocalDay tuesday = date(2026, 9, 15);
    const auto deputy = id<PersonId>(150), stranger = id<PersonId>(151);
    school.add(entity_of(deputy), Person{PersonKind::staff, "Орлова", "Вера", "", ""});
    school.add(id<EntityId>(152), RoleGrant{deputy, Role::deputy, {}});
    school.add(id<EntityId>(153), RoleGrant{school.teacher, Role::class_teacher, school.class_7b});
    CHECK(acting_role(school.book(), school.teacher, tuesday) == Role::teacher);
    CHECK(acting_role(school.book(), deputy, tuesday) == Role::deputy);
    CHECK(acting_role(school.book(), stranger, tuesday) == Role::none);

    Enacted stands_in;
    stands_in.author = deputy;
    stands_in.cell = {CellKind::lesson_teacher, {school.algebra, tuesday, 1, {}}, {}};
    stands_in.act = LessonTeacher{deputy, "болезнь"};
    school.add(id<EntityId>(154), Boxed<Enacted>{stands_in});
    CHECK(acting_role(school.book(), deputy, tuesday) == Role::teacher);
    CHECK(acting_role(school.book(), deputy, tuesday + std::chrono::days{1}) == Role::deputy);
}
