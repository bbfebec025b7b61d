#include "tests/domain/small_school.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::domain;
using namespace zvonok::test;

namespace {

const SubjectId physical_education = id<SubjectId>(76);

Lesson algebra_on(const SmallSchool& school, LocalDay day) {
    return school.book().lesson({school.algebra, day, 1, {}}).value();
}

bool listed(const SmallSchool& school, PersonId pupil, LocalDay day) {
    return school.book().on_list(algebra_on(school, day), pupil);
}

}  // namespace

TEST_CASE("C-09 movement: a transfer takes the pupil from one list to the other on the order's day",
          "[domain][people][C-09][C-10]") {
    SmallSchool school;
    const GroupId class_7a = id<GroupId>(15);
    school.add(entity_of(class_7a), Group{GroupKind::school_class, "7А", {}, 7});
    school.add(id<EntityId>(150), Order{OrderKind::movement, "87", date(2026, 9, 21), "о переводе"});
    const LocalDay day = date(2026, 9, 22);
    school.add(id<EntityId>(60), Membership{school.class_7b, school.belov}, school.autumn, day);
    school.add(id<EntityId>(63), Membership{class_7a, school.belov, id<OrderId>(150)}, day);
    const FactBook book = school.book();
    CHECK(listed(school, school.belov, tuesday));
    CHECK_FALSE(listed(school, school.belov, day));
    CHECK(book.class_of(school.belov, tuesday) == school.class_7b);
    CHECK(book.class_of(school.belov, day) == class_7a);
    CHECK(book.order(book.membership(class_7a, school.belov, day)->order)->number == "87");
    CHECK(book.membership(class_7a, school.belov, tuesday) == nullptr);
}

TEST_CASE("C-10 academic leave: a gap in belonging, then the list again", "[domain][people][C-10]") {
    SmallSchool school;
    school.add(id<EntityId>(60), Membership{school.class_7b, school.belov}, school.autumn, date(2026, 9, 8));
    school.add(id<EntityId>(60), Membership{school.class_7b, school.belov}, date(2026, 9, 22));
    CHECK(listed(school, school.belov, date(2026, 9, 1)));
    CHECK_FALSE(listed(school, school.belov, date(2026, 9, 8)));
    CHECK_FALSE(listed(school, school.belov, tuesday));
    CHECK(listed(school, school.belov, date(2026, 9, 22)));
    CHECK(school.book().class_of(school.belov, tuesday).empty());
}

TEST_CASE("B-13 individual plan: the pupil is on the own list in its subjects, on the class's in the others",
          "[domain][people][B-13]") {
    SmallSchool school;
    const GroupId own = id<GroupId>(18);
    const LoadId own_algebra = id<LoadId>(48);
    school.add(entity_of(own), Group{GroupKind::individual, "Белов, инд. план", school.class_7b, 7});
    school.add(id<EntityId>(63), Membership{own, school.belov}, tuesday);
    school.add(entity_of(own_algebra), Load{id<SubjectId>(70), {own}, {school.other_teacher}});
    school.add(id<EntityId>(94), TimetableSlot{own_algebra, 2, WeekParity::every, 5, {}});
    const FactBook book = school.book();
    const Lesson of_class = algebra_on(school, tuesday);
    CHECK(book.pupils_of(of_class) == std::vector{school.abdurahmanova});
    CHECK(book.pupils_of(*book.lesson({own_algebra, tuesday, 1, {}})) == std::vector{school.belov});
    CHECK(book.on_list(*book.lesson({school.english, tuesday, 1, {}}), school.belov));
    CHECK(listed(school, school.belov, date(2026, 9, 8)));
}

TEST_CASE("Q-05 forms of study: who studies at home belongs to the class but to no lesson's list",
          "[domain][people][B-21][Q-05]") {
    SmallSchool school;
    school.add(id<EntityId>(60), Membership{school.class_7b, school.belov, {}, StudyForm::family}, tuesday);
    CHECK_FALSE(listed(school, school.belov, tuesday));
    CHECK(listed(school, school.belov, date(2026, 9, 8)));
    CHECK(school.book().members(school.class_7b, tuesday).size() == 2);
    CHECK(school.book().membership(school.class_7b, school.belov, tuesday)->form == StudyForm::family);
}

TEST_CASE("B-12 streams: pupils of several classes make one list", "[domain][people][B-12]") {
    SmallSchool school;
    const GroupId class_7a = id<GroupId>(15);
    school.add(entity_of(class_7a), Group{GroupKind::school_class, "7А", {}, 7});
    school.add(id<EntityId>(63), Membership{class_7a, school.newcomer});
    school.add(entity_of(school.algebra), Load{id<SubjectId>(70), {class_7a, school.class_7b}, {school.teacher}});
    CHECK(school.book().pupils_of(algebra_on(school, tuesday)).size() == 3);
    CHECK(school.book().concerns(algebra_on(school, tuesday), class_7a));
}

TEST_CASE("roles: class teachers of a day, of the class and of its subgroups", "[domain][people][A-05]") {
    SmallSchool school;
    school.add(id<EntityId>(130), RoleGrant{school.teacher, Role::class_teacher, school.class_7b}, school.autumn,
               tuesday);
    school.add(id<EntityId>(131), RoleGrant{school.other_teacher, Role::class_teacher, school.class_7b}, tuesday);
    school.add(id<EntityId>(132), RoleGrant{school.teacher, Role::deputy, {}});
    const FactBook book = school.book();
    CHECK(book.class_teachers(school.class_7b, date(2026, 9, 14)) == std::vector{school.teacher});
    CHECK(book.class_teachers(school.english_1, tuesday) == std::vector{school.other_teacher});
    CHECK(book.has_role(school.teacher, Role::deputy, tuesday));
    CHECK(book.has_role(school.other_teacher, Role::class_teacher, tuesday, school.class_7b));
    CHECK_FALSE(book.has_role(school.teacher, Role::class_teacher, tuesday, school.class_7b));
    CHECK_FALSE(book.has_role(school.other_teacher, Role::class_teacher, tuesday, school.english_1));
    CHECK(book.with_role(Role::deputy, tuesday) == std::vector{school.teacher});
    CHECK(book.roles_of(school.teacher, date(2026, 9, 14)).size() == 2);
}

TEST_CASE("A-24 substitute's access lapses by itself with its last day", "[domain][people][A-24]") {
    SmallSchool school;
    school.add(id<EntityId>(130), RoleGrant{school.other_teacher, Role::substitute, school.class_7b}, date(2026, 9, 14),
               date(2026, 9, 19));
    const auto may = [&](LocalDay day) {
        return school.book().has_role(school.other_teacher, Role::substitute, day, school.class_7b);
    };
    CHECK_FALSE(may(date(2026, 9, 13)));
    CHECK(may(date(2026, 9, 14)));
    CHECK(may(date(2026, 9, 18)));
    CHECK_FALSE(may(date(2026, 9, 19)));
}

TEST_CASE("A-18 blocks: closed from the moment of the order, open once the block is withdrawn",
          "[domain][people][A-18][A-21]") {
    SmallSchool school;
    const LocalDay day = date(2026, 10, 14);
    const Instant noon = moscow.to_instant(LocalTime{day} + 12h);
    const AccountBlock block{school.teacher, noon, BlockReason::dismissed, id<OrderId>(150)};
    school.add(id<EntityId>(140), block, day);
    CHECK(school.book().blocked(school.teacher, noon - 1ms, moscow) == nullptr);
    REQUIRE(school.book().blocked(school.teacher, noon, moscow) != nullptr);
    CHECK(school.book().blocked(school.teacher, noon, moscow)->reason == BlockReason::dismissed);
    CHECK(school.book().blocked(school.other_teacher, noon, moscow) == nullptr);
    school.withdraw(id<EntityId>(140), block, day + std::chrono::days{5});
    CHECK(school.book().blocked(school.teacher, noon + 24h, moscow) != nullptr);
    CHECK(school.book().blocked(school.teacher, noon + 5 * 24h, moscow) == nullptr);
}

TEST_CASE("A-16 consent: the word given last counts, none is none", "[domain][people][A-16][C-13]") {
    SmallSchool school;
    CHECK(school.book().consent_of(school.belov, tuesday) == nullptr);
    school.add(id<EntityId>(141), Consent{school.belov, ConsentState::given, "12 от 01.09", {}}, date(2026, 9, 1));
    school.add(id<EntityId>(142), Consent{school.belov, ConsentState::withdrawn, "13 от 15.09", {}}, tuesday);
    CHECK(school.book().consent_of(school.belov, date(2026, 9, 14))->state == ConsentState::given);
    CHECK(school.book().consent_of(school.belov, tuesday)->state == ConsentState::withdrawn);
    CHECK(school.book().consent_of(school.belov, date(2026, 8, 31)) == nullptr);
}

TEST_CASE("C-04 families: parents and children, many to many, each seen from both sides", "[domain][people][C-04]") {
    SmallSchool school;
    const PersonId mother = id<PersonId>(35), father = id<PersonId>(36);
    school.add(id<EntityId>(150), ParentLink{mother, school.belov});
    school.add(id<EntityId>(151), ParentLink{father, school.belov}, school.autumn, tuesday);
    school.add(id<EntityId>(152), ParentLink{mother, school.newcomer});
    const FactBook book = school.book();
    CHECK(book.children_of(mother, tuesday) == std::vector{school.belov, school.newcomer});
    CHECK(book.parents_of(school.belov, date(2026, 9, 14)) == std::vector{mother, father});
    CHECK(book.parents_of(school.belov, tuesday) == std::vector{mother});
    CHECK(book.children_of(father, tuesday).empty());
}

TEST_CASE("003-5: an exemption covers its first and last day and its subject alone", "[domain][people][F-08][C-17]") {
    SmallSchool school;
    const PupilDocument paper{DocumentKind::exemption, school.belov,       "17",  "поликлиника № 3",
                              date(2026, 9, 14),       date(2026, 10, 14), "ОСВ", {physical_education}};
    // Brought on the 16th: it speaks of the days before too.
    school.add(id<EntityId>(160), paper, date(2026, 9, 16));
    const FactBook book = school.book();
    const auto exempt = [&](LocalDay day, SubjectId subject) {
        return book.exemption(school.belov, day, subject) != nullptr;
    };
    CHECK_FALSE(exempt(date(2026, 9, 13), physical_education));
    CHECK(exempt(date(2026, 9, 14), physical_education));
    CHECK(exempt(date(2026, 10, 14), physical_education));
    CHECK_FALSE(exempt(date(2026, 10, 15), physical_education));
    CHECK_FALSE(exempt(date(2026, 9, 20), id<SubjectId>(70)));
    CHECK(book.exemption(school.abdurahmanova, date(2026, 9, 20), physical_education) == nullptr);
    CHECK(book.document(id<DocumentId>(160))->number == "17");
}

TEST_CASE("F-07 certificates: those that cover the day, whatever the subject", "[domain][people][F-07][G-13]") {
    SmallSchool school;
    school.add(
        id<EntityId>(161),
        PupilDocument{
            DocumentKind::sanatorium, school.belov, "5", "санаторий", date(2026, 11, 9), date(2026, 11, 29), "УП", {}},
        date(2026, 11, 30));
    const FactBook book = school.book();
    REQUIRE(book.papers(school.belov, date(2026, 11, 9), physical_education).size() == 1);
    CHECK(book.papers(school.belov, date(2026, 11, 29), {}).front()->code == "УП");
    CHECK(book.papers(school.belov, date(2026, 11, 30), {}).empty());
    CHECK(book.exemption(school.belov, date(2026, 11, 9), physical_education) == nullptr);
    school.withdraw(
        id<EntityId>(161),
        PupilDocument{
            DocumentKind::sanatorium, school.belov, "5", "санаторий", date(2026, 11, 9), date(2026, 11, 29), "УП", {}},
        date(2026, 12, 1));
    CHECK(school.book().papers(school.belov, date(2026, 11, 9), {}).empty());
}

TEST_CASE("003-6: an order on paper records covers its days and its groups", "[domain][people][F-11]") {
    SmallSchool school;
    const LocalDay thursday = date(2026, 9, 17);
    school.add(
        id<EntityId>(150),
        Order{OrderKind::paper_record, "99", thursday, "о бумажном учёте", thursday, thursday, {school.class_7b}});
    school.add(id<EntityId>(151), Order{OrderKind::other, "100", thursday, "о субботнике"});
    const FactBook book = school.book();
    CHECK(book.paper_order(school.class_7b, thursday) == id<OrderId>(150));
    CHECK(book.paper_order(school.english_1, thursday) == id<OrderId>(150));
    CHECK_FALSE(book.paper_order(id<GroupId>(15), thursday).has_value());
    CHECK_FALSE(book.paper_order(school.class_7b, thursday + std::chrono::days{1}).has_value());
}

TEST_CASE("T-05 binding: the rooms of a teacher on a day", "[domain][people][T-05]") {
    SmallSchool school;
    const StationBinding twelve{school.teacher, school.room};
    school.add(id<EntityId>(170), twelve);
    school.add(id<EntityId>(171), StationBinding{school.teacher, id<RoomId>(51)}, tuesday);
    const FactBook book = school.book();
    CHECK(book.rooms_bound(school.teacher, date(2026, 9, 14)) == std::vector{school.room});
    CHECK(book.rooms_bound(school.teacher, tuesday).size() == 2);
    CHECK(book.rooms_bound(school.other_teacher, tuesday).empty());
}

TEST_CASE("B-19 load: by teacher and by group, as it changes within the year", "[domain][people][B-19]") {
    SmallSchool school;
    school.add(entity_of(school.algebra), Load{id<SubjectId>(70), {school.class_7b}, {school.other_teacher}}, tuesday);
    const FactBook book = school.book();
    CHECK(book.loads_of_teacher(school.teacher, date(2026, 9, 14)) == std::vector{school.algebra});
    CHECK(book.loads_of_teacher(school.teacher, tuesday).empty());
    CHECK(book.loads_of_teacher(school.other_teacher, tuesday) == std::vector{school.algebra, school.english});
    CHECK(book.loads_of_group(school.english_1, tuesday) == std::vector{school.english});
    CHECK(book.slots_of(school.algebra, tuesday).size() == 3);
    // D-05: the lessons before the change keep their planned teacher.
    CHECK(book.lesson({school.algebra, date(2026, 9, 8), 1, {}})->teachers == std::vector{school.teacher});
}

TEST_CASE("cards, codes, exams and works are found by whose they are", "[domain][people][C-02][A-15][D-10][D-12]") {
    SmallSchool school;
    school.add(id<EntityId>(180), CardState{CardKind::pupil, entity_of(school.belov), true, tuesday});
    school.add(id<EntityId>(181), Credential{school.belov, CredentialKind::diary_code, "А-17"});
    school.add(id<EntityId>(182), Exam{ExamKind::final, id<SubjectId>(70), {school.class_7b}, date(2027, 5, 25), {}});
    school.add(id<EntityId>(183), PlannedWork{school.algebra, date(2026, 10, 6), "КР", "Дроби"});
    school.add(id<EntityId>(184), PlannedWork{school.algebra, date(2026, 9, 22), "КР", "Повторение 6 класса"});
    school.add(id<EntityId>(185), Announcement{"Собрание", "В четверг в 18:00", true, true}, tuesday,
               date(2026, 9, 18));
    const FactBook book = school.book();
    CHECK(book.card_of(CardKind::pupil, entity_of(school.belov), tuesday)->complete);
    CHECK(book.card_of(CardKind::school_class, entity_of(school.belov), tuesday) == nullptr);
    CHECK(book.credentials_of(school.belov, tuesday).front()->number == "А-17");
    CHECK(book.exams(date(2027, 5, 1), date(2027, 5, 31)).size() == 1);
    CHECK(book.exams(date(2027, 5, 26), date(2027, 5, 31)).empty());
    CHECK(book.exam(id<EntityId>(182))->kind == ExamKind::final);
    REQUIRE(book.works_of_load(school.algebra).size() == 2);
    CHECK(book.works_of_load(school.algebra).front()->theme == "Повторение 6 класса");
    CHECK(book.announcements(date(2026, 9, 17)).size() == 1);
    CHECK(book.announcements(date(2026, 9, 18)).empty());
}
