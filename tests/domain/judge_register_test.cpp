#include "station/domain/permissions.hpp"
#include "station/domain/topic_text.hpp"
#include "tests/domain/judge_school.hpp"

#include <set>

using namespace zvonok;
using namespace zvonok::test;

namespace {

struct Register : Court {
    EntityId thing = id<EntityId>(220);
    Instant when = at(tuesday, 9h);

    [[nodiscard]] std::string states(PersonId who, Role role, FactValue value) const {
        return rule(who, role, registration(thing, std::move(value), tuesday), when);
    }
};

}  // namespace

TEST_CASE("A-03 every kind of fact has those who may state it, and what is the server's has none",
          "[domain][permissions][A-03]") {
    CHECK(permission_for(FactValue{Room{}})->name == "fact.room");
    CHECK(permission_for(FactValue{UnknownFact{}}) == nullptr);
    CHECK(permission_for(FactValue{RevocationList{}}) == nullptr);
    CHECK(permission_for(CellKind::visit) == nullptr);
    std::set<std::string_view> names;
    for (const Permission& permission : permissions()) {
        INFO(permission.name);
        CHECK(names.insert(permission.name).second);
        CHECK_FALSE(permission.roles.empty());
        CHECK_FALSE(permission.roles.has(Role::server));
    }
    Register s;
    CHECK(s.states(s.dispatcher, Role::dispatcher, Room{"31", "", 20}).empty());
    CHECK(s.states(s.teacher, Role::teacher, Room{"31", "", 20}) == rule::role_not_enough);
    s.policy("permission.fact.room", "teacher");
    CHECK(s.states(s.teacher, Role::teacher, Room{"31", "", 20}).empty());
    CHECK(s.states(s.dispatcher, Role::dispatcher, Room{"31", "", 20}) == rule::role_not_enough);
}

TEST_CASE("A-01 every role of a school is there, with rights that it begins with", "[domain][judge][A-01]") {
    struct Row {
        Role role;
        std::string_view may, may_not;
    };
    const std::vector<Row> rows{{Role::director, "change_decision", "attendance"},
                                {Role::deputy, "year_step", "change_decision"},
                                {Role::class_teacher, "absence_reason", "attendance"},
                                {Role::teacher, "mark", "change_decision"},
                                {Role::substitute, "attendance", "fact.plan"},
                                {Role::secretary, "fact.membership", "mark"},
                                {Role::head_of_studies, "fact.order", "attendance"},
                                {Role::dispatcher, "lesson_change", "mark"},
                                {Role::personnel, "fact.account_block", "fact.membership"},
                                {Role::methodologist, "review", "mark"},
                                {Role::facilities_manager, "fact.room", "lesson_change"},
                                {Role::administrator, "held_decision", "mark"},
                                {Role::system_administrator, "fact.station", "held_decision"},
                                {Role::pupil, "message", "registration"},
                                {Role::parent, "compromise_report", "registration"},
                                {Role::external_reader, "acknowledgement", "remark"}};
    std::set<Role> named;
    for (const Row& row : rows) {
        INFO(static_cast<int>(row.role));
        named.insert(row.role);
        const Permission* may = find_permission(row.may);
        const Permission* may_not = find_permission(row.may_not);
        REQUIRE((may != nullptr && may_not != nullptr));
        CHECK(allowed(Policies{}, *may).has(row.role));
        CHECK_FALSE(allowed(Policies{}, *may_not).has(row.role));
    }
    CHECK(named.size() == 16);
}

TEST_CASE("judge: a registration names its thing, and its days run forwards", "[domain][judge]") {
    Register s;
    Writing room = s.registration(s.thing, Room{"31", "", 20}, s.tuesday);
    room.cell.addressee = id<EntityId>(221);
    CHECK(s.rule(s.dispatcher, Role::dispatcher, room, s.when) == rule::malformed);
    CHECK(s.rule(s.dispatcher, Role::dispatcher, s.registration(s.thing, Room{"31", "", 20}, s.tuesday, s.tuesday),
                 s.when) == rule::days_reversed);
    CHECK(s.states(s.dispatcher, Role::dispatcher, Holiday{s.tuesday, date(2026, 9, 14), "карантин"}) ==
          rule::days_reversed);
    CHECK(s.judged(s.dispatcher, Role::dispatcher, s.registration(s.thing, UnknownFact{}, s.tuesday), s.when) ==
          Judgement{Outcome::held, std::string(rule::newer_program), {}});
}

TEST_CASE("A-16 no credential without consent on record, and none after it was withdrawn",
          "[domain][judge][A-16][002-8]") {
    Register s;
    const Credential code{s.parent, CredentialKind::diary_code, "С-17"};
    CHECK(s.states(s.administrator, Role::administrator, code) == rule::consent_missing);
    s.add(id<EntityId>(221), Consent{s.parent, ConsentState::given, "№ 4", s.secretary}, date(2026, 9, 2));
    CHECK(s.states(s.administrator, Role::administrator, code).empty());
    CHECK(s.states(s.secretary, Role::secretary, code) == rule::role_not_enough);
    s.add(id<EntityId>(221), Consent{s.parent, ConsentState::withdrawn, "№ 9", s.secretary}, s.tuesday);
    CHECK(s.states(s.administrator, Role::administrator, code) == rule::consent_missing);
    s.policy("credentials.needs_consent", "no").policy("credentials.issuer", "head_of_studies");
    CHECK(s.states(s.head_of_studies, Role::head_of_studies, code).empty());
}

TEST_CASE("A-15 codes and accounts are issued by whom the school names, a used one by nobody again",
          "[domain][judge][A-15][A-14]") {
    Register s;
    s.policy("credentials.needs_consent", "no");
    Credential code{s.parent, CredentialKind::diary_code, "С-17"};
    CHECK(s.states(s.administrator, Role::administrator, code).empty());
    CHECK(s.states(s.class_teacher, Role::class_teacher, code) == rule::role_not_enough);
    s.policy("credentials.issuer", "class_teacher");
    CHECK(s.states(s.class_teacher, Role::class_teacher, code).empty());
    CHECK(s.states(s.administrator, Role::administrator, code) == rule::role_not_enough);
    code.used = true;
    s.add(s.thing, code, date(2026, 9, 2));
    CHECK(s.states(s.class_teacher, Role::class_teacher, code) == rule::credential_used);
}

TEST_CASE("A-17 where the school asks for it, no credential of a family without an application",
          "[domain][judge][A-17]") {
    Register s;
    s.policy("credentials.needs_consent", "no");
    const Credential parents{s.parent, CredentialKind::diary_code, "С-17"};
    const Credential pupils{s.belov, CredentialKind::diary_code, "С-18"};
    const Credential staffs{s.teacher, CredentialKind::card, "К-1"};
    const auto issues = [&](const Credential& credential) {
        return s.states(s.administrator, Role::administrator, credential);
    };
    CHECK(issues(parents).empty());
    s.policy("credentials.needs_application", "yes");
    CHECK(issues(parents) == rule::application_missing);
    CHECK(issues(pupils) == rule::application_missing);
    CHECK(issues(staffs).empty());
    // The other parent's application gives access to the child, and not to this parent.
    s.add(id<EntityId>(222), ParentLink{s.second_parent, s.belov});
    s.add(id<EntityId>(221), Application{s.second_parent, s.belov, s.tuesday, "4", s.secretary}, date(2026, 9, 2));
    CHECK(issues(parents) == rule::application_missing);
    CHECK(issues(pupils).empty());
    s.add(id<EntityId>(223), Application{s.parent, s.belov, s.tuesday, "5", s.secretary}, date(2026, 9, 2));
    CHECK(issues(parents).empty());
}

TEST_CASE("A-17 an application is of the family, for its own child, and dated; a class teacher takes the own class's",
          "[domain][judge][A-17]") {
    Register s;
    const auto takes = [&](PersonId who, Role role, const Application& application) {
        return s.states(who, role, application);
    };
    CHECK(takes(s.secretary, Role::secretary, {s.parent, s.belov, s.tuesday}).empty());
    CHECK(takes(s.secretary, Role::secretary, {s.belov, s.belov, s.tuesday}).empty());
    CHECK(takes(s.secretary, Role::secretary, {s.parent, s.ninth, s.tuesday}) == rule::other_person);
    CHECK(takes(s.secretary, Role::secretary, {s.parent, s.teacher, s.tuesday}) == rule::reference_unknown);
    CHECK(takes(s.secretary, Role::secretary, {s.parent, s.belov, date(2026, 12, 1)}) == rule::days_reversed);
    CHECK(takes(s.class_teacher, Role::class_teacher, {s.belov, s.belov, s.tuesday}).empty());
    CHECK(takes(s.class_teacher, Role::class_teacher, {s.ninth, s.ninth, s.tuesday}) == rule::other_class);
    CHECK(takes(s.teacher, Role::teacher, {s.belov, s.belov, s.tuesday}) == rule::role_not_enough);
}

TEST_CASE("C-13 consent has its paper; a class teacher takes that of the own class", "[domain][judge][C-13]") {
    Register s;
    CHECK(s.states(s.secretary, Role::secretary, Consent{s.ninth, ConsentState::given, "№ 4", {}}).empty());
    CHECK(s.states(s.secretary, Role::secretary, Consent{s.ninth, ConsentState::given, "", {}}) ==
          rule::document_incomplete);
    CHECK(s.states(s.class_teacher, Role::class_teacher, Consent{s.parent, ConsentState::given, "№ 4", {}}).empty());
    CHECK(s.states(s.class_teacher, Role::class_teacher, Consent{s.ninth, ConsentState::given, "№ 4", {}}) ==
          rule::other_class);
}

TEST_CASE("C-09 pupils are moved upon an order, by whom the school names", "[domain][judge][C-09]") {
    Register s;
    const auto order = id<OrderId>(221);
    CHECK(s.states(s.secretary, Role::secretary, Membership{s.class_7b, s.newcomer}) == rule::movement_order);
    CHECK(s.states(s.secretary, Role::secretary, Membership{s.class_7b, s.newcomer, order}) == rule::movement_order);
    s.add(entity_of(order), Order{OrderKind::movement, "31-у", s.tuesday, "зачисление", {}, {}, {}});
    CHECK(s.states(s.secretary, Role::secretary, Membership{s.class_7b, s.newcomer, order}).empty());
    CHECK(s.states(s.head_of_studies, Role::head_of_studies, Membership{s.class_7b, s.newcomer, order}) ==
          rule::role_not_enough);
    s.policy("movement.owner", "head_of_studies");
    CHECK(s.states(s.head_of_studies, Role::head_of_studies, Membership{s.class_7b, s.newcomer, order}).empty());
    CHECK(s.states(s.secretary, Role::secretary, Membership{s.class_7b, s.newcomer, order}) == rule::role_not_enough);
}

TEST_CASE("C-10 a pupil is on the list from the effective day on", "[domain][judge][C-10]") {
    Register s;
    s.add(id<EntityId>(221), Order{OrderKind::movement, "31-у", s.tuesday, "зачисление", {}, {}, {}});
    s.accept(s.secretary, Role::secretary,
             s.registration(s.thing, Membership{s.class_7b, s.newcomer, id<OrderId>(221)}, date(2026, 9, 17)), s.when);
    const Instant later = s.at(date(2026, 9, 17), 12h);
    CHECK(s.rule(s.teacher, Role::teacher, attendance(s.first_lesson, s.newcomer), later) == rule::not_on_list);
    CHECK(s.rule(s.teacher, Role::teacher, attendance(s.thursday_lesson, s.newcomer), later).empty());
}

TEST_CASE("B-11 a pupil is in one subgroup of a split, put there by whom the school names", "[domain][judge][B-11]") {
    Register s;
    const auto split = id<EntityId>(221);
    const auto english_2 = id<GroupId>(222), english_3 = id<GroupId>(223);
    s.add(entity_of(english_2), Group{GroupKind::subgroup, "7Б англ. 2", s.class_7b, 7, split});
    s.add(entity_of(english_3), Group{GroupKind::subgroup, "7Б англ. 3", s.class_7b, 7, split});
    s.add(id<EntityId>(224), Membership{english_2, s.abdurahmanova});
    CHECK(s.states(s.class_teacher, Role::class_teacher, Membership{english_3, s.belov}).empty());
    CHECK(s.states(s.class_teacher, Role::class_teacher, Membership{english_3, s.abdurahmanova}) == rule::one_of_split);
    CHECK(s.states(s.dispatcher, Role::dispatcher, Membership{english_3, s.belov}) == rule::role_not_enough);
    CHECK(s.states(s.class_teacher, Role::class_teacher, Group{GroupKind::subgroup, "9А 1", s.class_9a, 9}) ==
          rule::other_class);
    s.policy("subgroups.owner", "dispatcher");
    CHECK(s.states(s.dispatcher, Role::dispatcher, Membership{english_3, s.belov}).empty());
    CHECK(s.states(s.class_teacher, Role::class_teacher, Membership{english_3, s.belov}) == rule::role_not_enough);
}

TEST_CASE("B-16 a subject is named as in the curriculum, in full and with a small letter",
          "[domain][judge][B-16][002-6]") {
    Register s;
    s.policy("subject.name_rule", "full_lower_case");
    s.add(id<EntityId>(221), CurriculumItem{"русский язык", 7, {}, 136});
    const auto name = [&](std::string text) { return s.states(s.deputy, Role::deputy, Subject{std::move(text)}); };
    CHECK(name("Русский яз.") == rule::subject_abbreviation);
    CHECK(name("Русский язык") == rule::subject_capital);
    CHECK(name("русский язык").empty());
    CHECK(name("церковное пение") == rule::subject_not_in_curriculum);
}

TEST_CASE("B-15 only what is in the curriculum gets a load", "[domain][judge][B-15]") {
    Register s;
    const Load load{s.literature, {s.class_7b}, {s.teacher}};
    CHECK(s.states(s.deputy, Role::deputy, load).empty());
    s.add(id<EntityId>(221), CurriculumItem{"алгебра", 7, {}, 102});
    CHECK(s.states(s.deputy, Role::deputy, load) == rule::subject_not_in_curriculum);
    CHECK(s.states(s.deputy, Role::deputy, Load{s.algebra_subject, {s.class_7b}, {s.teacher}}).empty());
    CHECK(s.states(s.deputy, Role::deputy, Load{s.algebra_subject, {s.class_7b}, {s.parent}}) ==
          rule::reference_unknown);
}

TEST_CASE("B-24 a rule changes from today on, and must be one that the program can follow", "[domain][judge][B-24]") {
    Register s;
    const auto state = [&](std::string key, std::string value, LocalDay from) {
        return s.rule(s.administrator, Role::administrator,
                      s.registration(s.thing, PolicyValue{std::move(key), std::move(value)}, from), s.when);
    };
    CHECK(state("attendance.edit_window_days", "2", s.tuesday).empty());
    CHECK(state("attendance.edit_window_days", "2", date(2026, 9, 14)) == rule::policy_backdated);
    CHECK(state("attendance.edit_window_days", "two", s.tuesday) == rule::policy_unreadable);
    CHECK(state("attendance.edit_windows", "2", s.tuesday) == rule::policy_unreadable);
    CHECK(state("permission.fact.room", "teacher", s.tuesday).empty());
    CHECK(state("permission.fact.roof", "teacher", s.tuesday) == rule::policy_unreadable);
}

TEST_CASE("A-18 personnel closes the account of whom an order dismisses, on its day", "[domain][judge][A-18]") {
    Register s;
    const auto order = id<OrderId>(221);
    const AccountBlock block{s.teacher, s.when, BlockReason::dismissed, order};
    CHECK(s.states(s.personnel, Role::personnel, block) == rule::order_unknown);
    s.add(entity_of(order), Order{OrderKind::dismissal, "8-к", s.tuesday, "", {}, {}, {}});
    CHECK(
        s.notes(s.personnel, Role::personnel, s.registration(s.thing, block, s.tuesday), s.end_of(s.tuesday)).empty());
    CHECK(s.notes(s.personnel, Role::personnel, s.registration(s.thing, block, s.tuesday), s.after(s.tuesday)) ==
          std::vector<std::string>{"late.account.order_day"});
    CHECK(s.states(s.personnel, Role::personnel, AccountBlock{s.teacher, s.when, BlockReason::other, {}}) ==
          rule::role_not_enough);
    CHECK(s.states(s.administrator, Role::administrator, AccountBlock{s.teacher, s.when, BlockReason::other, {}})
              .empty());
}

TEST_CASE("B-22 an order has a number, a certificate its number and days", "[domain][judge][B-22][F-07]") {
    Register s;
    CHECK(s.states(s.director, Role::director, Order{OrderKind::other, "", s.tuesday, "", {}, {}, {}}) ==
          rule::order_incomplete);
    CHECK(s.states(s.director, Role::director, Order{OrderKind::other, "7", s.tuesday, "", {}, {}, {}}).empty());
    const auto paper = [&](PersonId pupil, std::string number, LocalDay last) {
        return s.states(
            s.class_teacher, Role::class_teacher,
            PupilDocument{DocumentKind::illness, pupil, std::move(number), "поликлиника", s.tuesday, last, "Б", {}});
    };
    CHECK(paper(s.belov, "17", s.tuesday).empty());
    CHECK(paper(s.belov, "", s.tuesday) == rule::document_incomplete);
    CHECK(paper(s.belov, "17", date(2026, 9, 14)) == rule::days_reversed);
    CHECK(paper(s.ninth, "17", s.tuesday) == rule::other_class);
}

TEST_CASE("E-01 a teacher keeps the plan of the own load", "[domain][judge][E-01]") {
    Register s;
    CHECK(s.states(s.teacher, Role::teacher, PlanItem{s.algebra, 1, "Степень"}).empty());
    CHECK(s.states(s.colleague, Role::teacher, PlanItem{s.algebra, 1, "Степень"}) == rule::not_assigned);
    CHECK(s.states(s.deputy, Role::deputy, PlanItem{s.algebra, 1, "Степень"}).empty());
    CHECK(s.states(s.deputy, Role::deputy, PlanItem{id<LoadId>(221), 1, "Степень"}) == rule::reference_unknown);
}

TEST_CASE("L-03 the deputy announces, a teacher does not", "[domain][judge][L-03]") {
    Register s;
    CHECK(s.states(s.deputy, Role::deputy, Announcement{"Линейка", "", true, true, {}}).empty());
    CHECK(s.states(s.teacher, Role::teacher, Announcement{"Линейка", "", true, true, {}}) == rule::role_not_enough);
    CHECK(s.states(s.deputy, Role::deputy, Announcement{"", "", true, true, {}}) == rule::text_empty);
}

TEST_CASE("C-03 everybody keeps the own card, the class teacher those of the class", "[domain][judge][C-02][C-03]") {
    Register s;
    const auto card = [&](PersonId who, Role role, CardKind kind, EntityId owner) {
        return s.states(who, role, CardState{kind, owner, true, s.tuesday});
    };
    CHECK(card(s.teacher, Role::teacher, CardKind::employee, entity_of(s.teacher)).empty());
    CHECK(card(s.teacher, Role::teacher, CardKind::employee, entity_of(s.colleague)) == rule::role_not_enough);
    CHECK(card(s.personnel, Role::personnel, CardKind::employee, entity_of(s.colleague)).empty());
    CHECK(card(s.class_teacher, Role::class_teacher, CardKind::pupil, entity_of(s.belov)).empty());
    CHECK(card(s.class_teacher, Role::class_teacher, CardKind::pupil, entity_of(s.ninth)) == rule::other_class);
    CHECK(card(s.class_teacher, Role::class_teacher, CardKind::school_class, entity_of(s.class_9a)) ==
          rule::other_class);
}

TEST_CASE("C-01 personnel keeps the staff, the secretary pupils and parents", "[domain][judge][C-01]") {
    Register s;
    const Person staff{PersonKind::staff, "Новикова", "Ольга", "", ""},
        pupil{PersonKind::pupil, "Новиков", "Олег", "", ""};
    CHECK(s.states(s.personnel, Role::personnel, staff).empty());
    CHECK(s.states(s.personnel, Role::personnel, pupil) == rule::role_not_enough);
    CHECK(s.states(s.secretary, Role::secretary, pupil).empty());
    CHECK(s.states(s.secretary, Role::secretary, staff) == rule::role_not_enough);
}

TEST_CASE("A-03 roles are granted to staff, a class teacher's with the class", "[domain][judge][A-03]") {
    Register s;
    const auto grant = [&](RoleGrant value) { return s.states(s.administrator, Role::administrator, value); };
    CHECK(grant({s.colleague, Role::dispatcher, {}}).empty());
    CHECK(grant({s.colleague, Role::class_teacher, s.class_9a}).empty());
    CHECK(grant({s.colleague, Role::class_teacher, {}}) == rule::reference_unknown);
    CHECK(grant({s.parent, Role::deputy, {}}) == rule::reference_unknown);
    CHECK(grant({s.colleague, Role::server, {}}) == rule::malformed);
}
