#include "station/domain/diary.hpp"

#include "tests/domain/judge_school.hpp"

using namespace zvonok;
using namespace zvonok::domain;
using namespace zvonok::test;

namespace {

DiaryRight right(const Court& court, PersonId reader, Role role, PersonId pupil, std::optional<Instant> at = {}) {
    return diary_right(court.book(), court.moscow, reader, role, pupil, at.value_or(court.at(court.tuesday, 10h)));
}

}  // namespace

TEST_CASE("A-07: a pupil opens the own diary and nobody else's", "[domain][diary][A-07]") {
    const Court court;
    CHECK(right(court, court.belov, Role::pupil, court.belov) == DiaryRight::own);
    CHECK(right(court, court.belov, Role::pupil, court.abdurahmanova) == DiaryRight::none);
    CHECK(right(court, court.belov, Role::parent, court.abdurahmanova) == DiaryRight::none);
    CHECK(right(court, court.belov, Role::deputy, court.abdurahmanova) == DiaryRight::none);
}

TEST_CASE("001-9: a parent opens the own child's diary, another pupil's is refused", "[domain][diary][001-9][A-06]") {
    const Court court;
    CHECK(right(court, court.parent, Role::parent, court.belov) == DiaryRight::child);
    CHECK(right(court, court.parent, Role::parent, court.abdurahmanova) == DiaryRight::none);
    CHECK(right(court, court.second_parent, Role::parent, court.belov) == DiaryRight::none);
    CHECK(right(court, court.parent, Role::parent, court.parent) == DiaryRight::none);
}

TEST_CASE("A-06: a parent's right ends with the day on which the link ends", "[domain][diary][A-06]") {
    Court court;
    court.add(id<EntityId>(186), ParentLink{court.second_parent, court.belov}, court.autumn, court.tuesday);
    const LocalDay last = court.tuesday - std::chrono::days{1};
    CHECK(right(court, court.second_parent, Role::parent, court.belov, court.end_of(last)) == DiaryRight::child);
    CHECK(right(court, court.second_parent, Role::parent, court.belov, court.after(last)) == DiaryRight::none);
}

TEST_CASE("A-05: a class teacher reads the own class, a subject teacher no diary, the deputy all",
          "[domain][diary][A-05]") {
    Court court;
    CHECK(right(court, court.class_teacher, Role::class_teacher, court.belov) == DiaryRight::staff);
    CHECK(right(court, court.class_teacher, Role::class_teacher, court.ninth) == DiaryRight::none);
    CHECK(right(court, court.teacher, Role::teacher, court.belov) == DiaryRight::none);
    CHECK(right(court, court.deputy, Role::deputy, court.ninth) == DiaryRight::staff);
    CHECK(right(court, court.dispatcher, Role::dispatcher, court.ninth) == DiaryRight::none);
    // A role that is not held is worth nothing.
    CHECK(right(court, court.teacher, Role::deputy, court.belov) == DiaryRight::none);
    court.policy("permission.diary_read", "dispatcher");
    CHECK(right(court, court.dispatcher, Role::dispatcher, court.ninth) == DiaryRight::staff);
    CHECK(right(court, court.deputy, Role::deputy, court.ninth) == DiaryRight::none);
}

TEST_CASE("A-08: an external reader sees what the grant names, as long as it lasts", "[domain][diary][A-08]") {
    Court court;
    const PersonId inspector = id<PersonId>(140);
    court.add(entity_of(inspector), Person{PersonKind::staff, "Проверяющий", "", "", ""});
    court.add(id<EntityId>(141), RoleGrant{inspector, Role::external_reader, court.class_7b}, court.tuesday,
              court.tuesday + std::chrono::days{7});
    CHECK(right(court, inspector, Role::external_reader, court.belov) == DiaryRight::staff);
    CHECK(right(court, inspector, Role::external_reader, court.ninth) == DiaryRight::none);
    CHECK(right(court, inspector, Role::external_reader, court.belov,
                court.after(court.tuesday + std::chrono::days{6})) == DiaryRight::none);
}

TEST_CASE("C-14: a refused or withdrawn consent closes the electronic diary and opens the paper route",
          "[domain][diary][C-14][K-20]") {
    Court court;
    court.add(id<EntityId>(142), Credential{court.parent, CredentialKind::diary_code, "17"});
    CHECK(paper_route(court.book(), court.belov, court.tuesday) == PaperRoute::none);
    court.add(id<EntityId>(143), Consent{court.belov, ConsentState::withdrawn, "№ 4", court.secretary}, court.tuesday);
    CHECK(right(court, court.parent, Role::parent, court.belov) == DiaryRight::none);
    CHECK(right(court, court.belov, Role::pupil, court.belov) == DiaryRight::none);
    CHECK(right(court, court.deputy, Role::deputy, court.belov) == DiaryRight::staff);
    CHECK(paper_route(court.book(), court.belov, court.tuesday) == PaperRoute::refused);
    CHECK(paper_route(court.book(), court.belov, court.tuesday - std::chrono::days{1}) == PaperRoute::none);
}

TEST_CASE("L-06: families without an account are listed for paper notices", "[domain][diary][L-06][K-20]") {
    Court court;
    court.add(id<EntityId>(142), Credential{court.parent, CredentialKind::diary_code, "17"});
    court.add(id<EntityId>(144), Credential{court.abdurahmanova, CredentialKind::recovery_slip, "18"});
    CHECK(paper_families(court.book(), court.class_7b, court.tuesday) ==
          std::vector<PaperFamily>{{court.abdurahmanova, PaperRoute::no_account}});
}

TEST_CASE("A-21: a closed account opens no diary from that second on", "[domain][diary][A-21]") {
    Court court;
    const Instant since = court.at(court.tuesday, 9h);
    court.add(id<EntityId>(145), AccountBlock{court.parent, since, BlockReason::compromised}, court.autumn);
    CHECK(right(court, court.parent, Role::parent, court.belov, since - std::chrono::seconds{1}) == DiaryRight::child);
    CHECK(right(court, court.parent, Role::parent, court.belov, since) == DiaryRight::none);
}

TEST_CASE("003-4: individual homework is seen by the pupil, the parents and the teacher, the class's by all",
          "[domain][diary][003-4][H-07]") {
    const Court court;
    const FactBook book = court.book();
    const Lesson lesson = *book.lesson(court.first_lesson);
    const Instant now = court.at(court.tuesday, 15h);
    const auto sees = [&](PersonId reader, Role role, EntityId addressee) {
        return may_see_homework(book, court.moscow, reader, role, lesson, addressee, now);
    };
    const EntityId own = entity_of(court.belov);
    CHECK(sees(court.belov, Role::pupil, own));
    CHECK(sees(court.parent, Role::parent, own));
    CHECK(sees(court.teacher, Role::teacher, own));
    CHECK(sees(court.class_teacher, Role::class_teacher, own));
    CHECK_FALSE(sees(court.abdurahmanova, Role::pupil, own));
    CHECK_FALSE(sees(court.second_parent, Role::parent, own));
    CHECK_FALSE(sees(court.other_teacher, Role::teacher, own));
    CHECK_FALSE(sees(court.teacher, Role::pupil, own));
    for (const PersonId pupil : {court.belov, court.abdurahmanova})
        CHECK(sees(pupil, Role::pupil, entity_of(court.class_7b)));
    CHECK(concerns_pupil(book, lesson, entity_of(court.class_7b), court.abdurahmanova));
    CHECK_FALSE(concerns_pupil(book, lesson, own, court.abdurahmanova));
    CHECK_FALSE(concerns_pupil(book, lesson, entity_of(court.class_7b), court.ninth));
}
