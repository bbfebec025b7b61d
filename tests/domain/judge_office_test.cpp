#include "tests/domain/judge_school.hpp"

using namespace zvonok;
using namespace zvonok::test;

namespace {

using Notes = std::vector<std::string>;

Writing request(EntityId id, Writing wanted, std::string ground, std::string document) {
    return {{CellKind::change_request, {}, id},
            ChangeRequest{std::move(wanted), std::move(ground), std::move(document), ""}};
}
Writing decision(EntityId id, bool approved) {
    return {{CellKind::change_decision, {}, id}, ChangeDecision{approved, ""}};
}

/// A mark of Tuesday 15 September that the teacher of algebra wants changed on the 28th, when its window is over.
struct LateChange : Court {
    EntityId asked = id<EntityId>(220);
    Writing wanted = mark(first_lesson, belov, "5");
    Instant then = at(date(2026, 9, 28), 9h);

    LateChange() {
        policy("mark.current.edit_window_days", "2");
        policy("change.executor", "system_administrator; class_teacher");
    }
    void ask() {
        accept(teacher, Role::teacher, request(asked, wanted, "teacher_absent", "листок № 5 от 25.09.2026"), then);
    }
    void approve() { accept(director, Role::director, decision(asked, true), then); }
    [[nodiscard]] Writing carried_out() const {
        Writing writing = wanted;
        writing.basis = asked;
        return writing;
    }
};

}  // namespace

TEST_CASE("J-09 a request needs a ground of the list and its document", "[domain][judge][J-09][001-6]") {
    LateChange s;
    const auto ask = [&](std::string ground, std::string document) {
        return s.rule(s.teacher, Role::teacher, request(s.asked, s.wanted, std::move(ground), std::move(document)),
                      s.then);
    };
    CHECK(ask("teacher_absent", "листок № 5").empty());
    CHECK(ask("teacher_absent", "") == rule::change_document);
    CHECK(ask("forgotten", "листок № 5") == rule::change_ground);
    s.policy("change.grounds", "agreed | по согласованию | document: no");
    CHECK(ask("agreed", "").empty());
    CHECK(ask("teacher_absent", "листок № 5") == rule::change_ground);
}

TEST_CASE("J-10 the teacher asks about the own journal, the deputy about any", "[domain][judge][J-10]") {
    LateChange s;
    const Writing asking = request(s.asked, s.wanted, "retake", "ведомость № 1");
    CHECK(s.rule(s.colleague, Role::teacher, asking, s.then) == rule::not_assigned);
    CHECK(s.rule(s.deputy, Role::deputy, asking, s.then).empty());
    CHECK(s.rule(s.class_teacher, Role::class_teacher, asking, s.then) == rule::role_not_enough);
    s.policy("change.initiators", "teacher");
    CHECK(s.rule(s.deputy, Role::deputy, asking, s.then) == rule::role_not_enough);
}

TEST_CASE("J-08 what nobody could carry out is not asked for", "[domain][judge][J-08]") {
    LateChange s;
    const auto ask = [&](Writing wanted) {
        return s.rule(s.teacher, Role::teacher, request(s.asked, std::move(wanted), "retake", "№ 1"), s.then);
    };
    CHECK(ask(mark(s.first_lesson, s.belov, "6")) == rule::mark_unknown);
    CHECK(ask(mark(s.first_lesson, s.ninth, "5")) == rule::not_on_list);
    CHECK(ask(decision(s.asked, true)) == rule::change_kind);
    CHECK(ask(attendance(s.first_lesson, s.belov)).empty());
    s.ask();
    CHECK(ask(s.wanted) == rule::change_decided);
}

TEST_CASE("J-11 whom the policy names decides, once, and nobody the own request", "[domain][judge][J-11]") {
    LateChange s;
    CHECK(s.rule(s.director, Role::director, decision(s.asked, true), s.then) == rule::change_unknown);
    s.ask();
    CHECK(s.rule(s.deputy, Role::deputy, decision(s.asked, true), s.then) == rule::role_not_enough);
    CHECK(s.rule(s.director, Role::director, decision(s.asked, true), s.then).empty());
    s.policy("change.approver", "director; deputy");
    CHECK(s.rule(s.deputy, Role::deputy, decision(s.asked, true), s.then).empty());
    const auto second = id<EntityId>(221);
    s.accept(s.deputy, Role::deputy, request(second, s.wanted, "retake", "№ 1"), s.then);
    CHECK(s.rule(s.deputy, Role::deputy, decision(second, true), s.then) == rule::change_own);
    CHECK(s.rule(s.second_deputy, Role::deputy, decision(second, true), s.then).empty());
    s.approve();
    CHECK(s.rule(s.deputy, Role::deputy, decision(s.asked, false), s.then) == rule::change_decided);
}

TEST_CASE("J-13 an approved change is carried out by whom the policy names; the teacher stays locked out",
          "[domain][judge][J-13][J-08][001-6]") {
    LateChange s;
    CHECK(s.rule(s.teacher, Role::teacher, s.wanted, s.then) == rule::mark_window);
    CHECK(s.rule(s.it, Role::system_administrator, s.carried_out(), s.then) == rule::change_unknown);
    s.ask();
    CHECK(s.rule(s.it, Role::system_administrator, s.carried_out(), s.then) == rule::change_not_approved);
    s.approve();
    CHECK(s.notes(s.it, Role::system_administrator, s.carried_out(), s.then).empty());
    CHECK(s.rule(s.class_teacher, Role::class_teacher, s.carried_out(), s.then).empty());
    CHECK(s.rule(s.teacher, Role::teacher, s.carried_out(), s.then) == rule::change_executor);
    CHECK(s.rule(s.teacher, Role::teacher, s.wanted, s.then) == rule::mark_window);
    CHECK(s.rule(s.colleague, Role::system_administrator, s.carried_out(), s.then) == rule::role_not_held);
    CHECK(s.rule(s.it, Role::system_administrator, s.wanted, s.then) == rule::role_not_enough);
    Writing other = s.carried_out();
    std::get<Mark>(other.act).value = "4";
    CHECK(s.rule(s.it, Role::system_administrator, other, s.then) == rule::change_differs);
    other = s.carried_out();
    other.cell.addressee = entity_of(s.abdurahmanova);
    CHECK(s.rule(s.it, Role::system_administrator, other, s.then) == rule::change_differs);
}

TEST_CASE("J-13 the class teacher carries out changes of the own class", "[domain][judge][J-13]") {
    LateChange s;
    s.wanted = mark({s.literature_9a, s.tuesday, 1, {}}, s.ninth, "5");
    s.ask();
    s.approve();
    CHECK(s.rule(s.class_teacher, Role::class_teacher, s.carried_out(), s.then) == rule::other_class);
    CHECK(s.rule(s.it, Role::system_administrator, s.carried_out(), s.then).empty());
}

TEST_CASE("J-13 a refused request opens nothing", "[domain][judge][J-13]") {
    LateChange s;
    s.ask();
    s.accept(s.director, Role::director, decision(s.asked, false), s.then);
    CHECK(s.rule(s.it, Role::system_administrator, s.carried_out(), s.then) == rule::change_not_approved);
}

TEST_CASE("J-13 an approved change passes the window and nothing else", "[domain][judge][J-13]") {
    LateChange s;
    s.ask();
    s.approve();
    s.withdraw(id<EntityId>(60), Membership{s.class_7b, s.belov}, date(2026, 9, 1));
    CHECK(s.rule(s.it, Role::system_administrator, s.carried_out(), s.then) == rule::not_on_list);
}

TEST_CASE("J-17 the late-change path leads into a closed year", "[domain][judge][J-17]") {
    LateChange s;
    const Instant june = s.at(date(2027, 6, 10), 9h);
    s.accept(s.administrator, Role::administrator, {{CellKind::year_step, {}, s.year}, YearStep{YearState::closing}},
             june);
    s.accept(s.deputy, Role::deputy, {{CellKind::year_step, {}, s.year}, YearStep{YearState::closed}}, june);
    s.then = june + 1h;
    s.ask();
    s.approve();
    CHECK(s.rule(s.it, Role::system_administrator, s.carried_out(), s.then).empty());
    CHECK(s.rule(s.teacher, Role::teacher, s.wanted, s.then) == rule::year_closed);
}

TEST_CASE("J-12 requests are numbered in each school year, and a repeat gets no second number",
          "[domain][enact][J-12]") {
    LateChange s;
    s.add(id<EntityId>(230), SchoolYear{date(2027, 9, 1), date(2028, 5, 31)});
    const auto number = [&](std::uint8_t n) { return s.book().change_request(id<RequestId>(n))->number(); };
    s.ask();
    s.accept(s.teacher, Role::teacher, request(id<EntityId>(221), s.wanted, "retake", "№ 1"), s.then);
    // Summer belongs to the year that has ended.
    s.accept(s.teacher, Role::teacher, request(id<EntityId>(222), s.wanted, "retake", "№ 1"),
             s.at(date(2027, 7, 1), 9h));
    s.accept(s.teacher, Role::teacher, request(id<EntityId>(223), s.wanted, "retake", "№ 1"),
             s.at(date(2027, 9, 1), 9h));
    CHECK(number(220) == 1);
    CHECK(number(221) == 2);
    CHECK(number(222) == 3);
    CHECK(number(223) == 1);

    const Claim again = s.claim(s.teacher, Role::teacher, request(s.asked, s.wanted, "retake", "№ 1"), s.then);
    const EntryId entry{id<LogId>(9), 1};
    CHECK(consequences(s.book(), s.moscow, again, entry, s.then).empty());
    CHECK(consequences(s.book(), s.moscow, again, {entry.log, 99}, s.then).size() == 1);
}

TEST_CASE("enact: entities come of the entry alone and differ", "[domain][enact]") {
    const EntryId entry{id<LogId>(9), 7};
    CHECK(enacted_entity(entry) == enacted_entity(EntryId{id<LogId>(9), 7}));
    CHECK(enacted_entity(entry) != enacted_entity(EntryId{id<LogId>(9), 8}));
    CHECK(enacted_entity(entry) != enacted_entity(EntryId{id<LogId>(10), 7}));
}

TEST_CASE("enact: a journal record has no consequences, a registration its fact with who stated it",
          "[domain][enact]") {
    Court s;
    const Instant when = s.at(s.tuesday, 9h);
    const EntryId entry{id<LogId>(9), 7};
    const Claim absent = s.claim(s.teacher, Role::teacher, attendance(s.first_lesson, s.belov), when);
    CHECK(consequences(s.book(), s.moscow, absent, entry, when).empty());
    const Claim consent =
        s.claim(s.secretary, Role::secretary,
                s.registration(id<EntityId>(220), Consent{s.belov, ConsentState::given, "№ 4", {}}, s.tuesday), when);
    const auto facts = consequences(s.book(), s.moscow, consent, entry, when);
    REQUIRE(facts.size() == 1);
    CHECK(facts.front().entity == id<EntityId>(220));
    CHECK(facts.front().from == s.tuesday);
    CHECK(std::get<Consent>(facts.front().value).taken_by == s.secretary);
}

TEST_CASE("A-21 a report closes the account at once and is measured against its term",
          "[domain][judge][enact][A-21][000-7]") {
    Court s;
    const LocalDay friday = date(2026, 9, 18);
    const Writing report{{CellKind::compromise_report, {}, entity_of(s.parent)}, CompromiseReport{friday, ""}};
    s.add(s.year, SchoolYear{date(2026, 9, 1), date(2027, 5, 31), {}, 5});
    CHECK(s.notes(s.parent, Role::parent, report, s.end_of(date(2026, 9, 21))).empty());
    CHECK(s.notes(s.parent, Role::parent, report, s.after(date(2026, 9, 21))) == Notes{"late.compromise.report_term"});
    CHECK(s.rule(s.parent, Role::parent, report, s.end_of(date(2026, 9, 17))) == rule::days_reversed);
    CHECK(s.rule(s.second_parent, Role::parent, report, s.end_of(friday)) == rule::other_person);
    CHECK(s.rule(s.administrator, Role::administrator, report, s.end_of(friday)).empty());
    const Writing of_child{{CellKind::compromise_report, {}, entity_of(s.belov)}, CompromiseReport{friday, ""}};
    CHECK(s.rule(s.parent, Role::parent, of_child, s.end_of(friday)).empty());

    s.accept(s.parent, Role::parent, report, s.at(friday, 20h));
    CHECK(s.book().blocked(s.parent, s.at(friday, 20h) - 1ms, s.moscow) == nullptr);
    CHECK(s.book().blocked(s.parent, s.at(friday, 20h), s.moscow) != nullptr);
}

TEST_CASE("T-12 a held entry is decided by an administrator, never his own", "[domain][judge][T-12]") {
    Court s;
    Cell cell{CellKind::held_decision, {}, {}};
    cell.entry = {id<LogId>(9), 3};
    Claim claim = s.claim(s.administrator, Role::administrator, {cell, HeldDecision{true, ""}}, s.at(s.tuesday, 9h));
    CHECK(s.judged(claim).rule == rule::held_unknown);
    claim.decided = DecidedEntry{s.teacher, Outcome::accepted};
    CHECK(s.judged(claim).rule == rule::held_unknown);
    claim.decided = DecidedEntry{s.teacher, Outcome::held};
    CHECK(s.judged(claim).rule.empty());
    claim.decided->author = s.administrator;
    CHECK(s.judged(claim).rule == rule::held_own);
    claim.decided->author = s.teacher;
    claim.author = s.deputy;
    claim.role = Role::deputy;
    CHECK(s.judged(claim).rule == rule::role_not_enough);
}

TEST_CASE("A-25 everybody acknowledges the rules for himself", "[domain][judge][A-25]") {
    Court s;
    const Writing read{{CellKind::acknowledgement, {}, entity_of(s.parent)}, Acknowledgement{"2026-09"}};
    CHECK(s.rule(s.parent, Role::parent, read, s.at(s.tuesday, 9h)).empty());
    CHECK(s.rule(s.teacher, Role::teacher, read, s.at(s.tuesday, 9h)) == rule::other_person);
}

TEST_CASE("O-06 reviewers remark, teachers answer about the own lessons", "[domain][judge][O-06][O-07]") {
    Court s;
    const Instant when = s.at(s.tuesday, 14h);
    const Writing remark{{CellKind::remark, s.first_lesson, id<EntityId>(220)},
                         Remark{s.teacher, CellKind::topic, "Тема не записана"}};
    CHECK(s.rule(s.methodologist, Role::methodologist, remark, when).empty());
    CHECK(s.rule(s.teacher, Role::teacher, remark, when) == rule::role_not_enough);
    Writing empty = remark;
    std::get<Remark>(empty.act).text = "";
    CHECK(s.rule(s.deputy, Role::deputy, empty, when) == rule::text_empty);
    const Writing answer{{CellKind::remark_answer, s.first_lesson, id<EntityId>(220)}, RemarkAnswer{"Записана"}};
    CHECK(s.rule(s.teacher, Role::teacher, answer, when).empty());
    CHECK(s.rule(s.colleague, Role::teacher, answer, when) == rule::not_assigned);
}

TEST_CASE("O-05 reviews are of groups and subjects, by those who review", "[domain][judge][O-05]") {
    Court s;
    const auto review = [&](EntityId what, PersonId who, Role role) {
        return s.rule(who, role, {{CellKind::review, {}, what}, Review{""}}, s.at(s.tuesday, 14h));
    };
    CHECK(review(entity_of(s.class_7b), s.methodologist, Role::methodologist).empty());
    CHECK(review(entity_of(s.literature), s.methodologist, Role::methodologist).empty());
    CHECK(review(id<EntityId>(220), s.methodologist, Role::methodologist) == rule::reference_unknown);
    CHECK(review(entity_of(s.class_7b), s.teacher, Role::teacher) == rule::role_not_enough);
}

TEST_CASE("L-01 a message has text and somebody to read it", "[domain][judge][L-01]") {
    Court s;
    const auto send = [&](Message message) {
        return s.rule(s.parent, Role::parent, {{CellKind::message, {}, id<EntityId>(220)}, std::move(message)},
                      s.at(s.tuesday, 9h));
    };
    CHECK(send({{s.teacher}, {}, "Здравствуйте", {}}).empty());
    CHECK(send({{s.teacher}, {}, "", {}}) == rule::text_empty);
    CHECK(send({{}, {}, "Здравствуйте", {}}) == rule::malformed);
    CHECK(send({{id<PersonId>(221)}, {}, "Здравствуйте", {}}) == rule::reference_unknown);
}

TEST_CASE("K-21 nobody's word makes a visit", "[domain][judge][K-21]") {
    Court s;
    const Instant when = s.at(s.tuesday, 9h);
    CHECK(s.rule(s.administrator, Role::administrator,
                 {{CellKind::visit, {}, entity_of(s.parent)}, Visit{s.belov, when, ""}},
                 when) == rule::role_not_enough);
    CHECK(s.rule(s.teacher, Role::teacher,
                 {{CellKind::refused_attempt, {}, id<EntityId>(220)}, RefusedAttempt{"rights.not_assigned", ""}}, when)
              .empty());
}
