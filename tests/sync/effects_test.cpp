#include "sync/server/hearing.hpp"
#include "sync/server/school.hpp"
#include "tests/sync/effects_school.hpp"

#include <limits>

using namespace zvonok;
using namespace zvonok::sync;
using namespace zvonok::test;
using domain::CellKind;
using domain::Outcome;
using domain::Role;
using domain::Writing;

namespace {

Instant at(LocalDay day, std::chrono::seconds time) {
    return test::moscow.to_instant(LocalTime{day} + time);
}
/// Tuesday, 15 September 2026, 09:50: the first lesson of algebra is over, the second goes on.
const Instant morning = at(date(2026, 9, 15), 9h + 50min);

Court declaring() {
    Court court;
    court.policy("substitution.access", "declared");
    return court;
}

Writing substitution(const domain::LessonKey& lesson, PersonId teacher) {
    return {{CellKind::lesson_teacher, lesson, {}}, domain::LessonTeacher{teacher, "болезнь"}};
}
Writing decision_on(const entry::EntryId& entry, bool accepted, std::string note = {}) {
    domain::Cell cell{CellKind::held_decision, {}, {}};
    cell.entry = entry;
    return {std::move(cell), domain::HeldDecision{accepted, std::move(note)}};
}
Writing request(RequestId id, Writing wanted, std::string document) {
    return {{CellKind::change_request, {}, entity_of(id)},
            domain::ChangeRequest{std::move(wanted), "teacher_absent", std::move(document), "болел"}};
}
Writing approval(RequestId id, bool approved) {
    return {{CellKind::change_decision, {}, entity_of(id)}, domain::ChangeDecision{approved, {}}};
}
Writing report_on(PersonId person, LocalDay learned_on) {
    domain::Cell cell{CellKind::compromise_report, {}, entity_of(person)};
    cell.period = test::id<EntityId>(99);
    return {std::move(cell), domain::CompromiseReport{learned_on, {}}};
}

}  // namespace

#define CHECK_VERDICT(entry, wanted_outcome, wanted_rule)        \
    do {                                                         \
        const auto verdict_found = server.verdict_on(entry);     \
        CHECK(verdict_found.outcome == Outcome::wanted_outcome); \
        CHECK(verdict_found.rule == (wanted_rule));              \
    } while (false)

TEST_CASE(
    "effects: a substitute's declaration is a fact at once, and his marks behind it are judged by it "
    "(000-5, D-05, A-24)",
    "[sync][effects]") {
    const auto backend = GENERATE(Backend::sqlite, Backend::postgresql);
    EffectsServer server{declaring(), morning, backend};
    const Court& school = server.school;
    EffectsStation station{server, 101}, office{server, 102, domain::StationMode::office};
    REQUIRE(station.settle());

    const auto undeclared =
        station.says(school.colleague, Role::substitute, attendance(school.first_lesson, school.belov));
    REQUIRE(station.settle());
    CHECK_VERDICT(undeclared, refused, domain::rule::not_assigned);

    server.stop();
    const auto declared =
        station.says(school.colleague, Role::substitute, substitution(school.first_lesson, school.colleague));
    const auto absent = station.says(school.colleague, Role::substitute, attendance(school.first_lesson, school.belov));
    const auto marked = station.says(school.colleague, Role::substitute, mark(school.first_lesson, school.belov, "5"));
    server.start();
    REQUIRE(station.settle());
    CHECK_VERDICT(declared, accepted, "");
    CHECK_VERDICT(absent, accepted, "");
    CHECK_VERDICT(marked, accepted, "");
    const auto lesson = server.book().lesson(school.first_lesson);
    REQUIRE(lesson);
    CHECK(lesson->teachers == std::vector{school.teacher});
    CHECK(lesson->substitute == school.colleague);
    // Every station learns it as a fact.
    REQUIRE(office.settle());
    const auto facts = office.journal->facts();
    REQUIRE(facts);
    CHECK((*facts)->lesson(school.first_lesson)->substitute == school.colleague);
    CHECK((*facts)->version() == server.book().version());
    CHECK(office.replica->rejected.empty());
}

TEST_CASE("effects: a registration by the office becomes the fact that it states (B-22, C-09)", "[sync][effects]") {
    EffectsServer server{Court{}, morning};
    const Court& school = server.school;
    EffectsStation office{server, 102, domain::StationMode::office};
    REQUIRE(office.settle());
    const auto order_id = test::id<OrderId>(77);
    domain::Order order{domain::OrderKind::movement, "15-у", date(2026, 9, 14), "о зачислении", {}, {}, {}};
    const auto order_entry = office.says(school.secretary, Role::secretary,
                                         school.registration(entity_of(order_id), order, date(2026, 9, 14)));
    // The order is known to what is judged right behind it, in the same upload.
    const auto moved = office.says(
        school.secretary, Role::secretary,
        school.registration(test::id<EntityId>(78), domain::Membership{school.class_7b, school.newcomer, order_id},
                            date(2026, 9, 15)));
    REQUIRE(office.settle());
    CHECK_VERDICT(order_entry, accepted, "");
    CHECK_VERDICT(moved, accepted, "");
    CHECK(server.book().order(order_id) != nullptr);
    CHECK(server.book().membership(school.class_7b, school.newcomer, date(2026, 9, 15)) != nullptr);
    CHECK(server.book().membership(school.class_7b, school.newcomer, date(2026, 9, 14)) == nullptr);
}

TEST_CASE(
    "effects: an entry by a clock that was set back waits for the administrator, whose word is a verdict "
    "(001-7, T-12)",
    "[sync][effects]") {
    const auto backend = GENERATE(Backend::sqlite, Backend::postgresql);
    EffectsServer server{Court{}, morning, backend};
    const Court& school = server.school;
    EffectsStation station{server, 101}, office{server, 102, domain::StationMode::office};
    REQUIRE(station.settle());
    REQUIRE(office.settle());
    office.wait(24h);
    station.clock.advance(24h);
    station.clock.step_wall(-23h);
    const auto set_back = station.says(school.teacher, Role::teacher, attendance(school.first_lesson, school.belov));
    REQUIRE(station.settle());
    CHECK_VERDICT(set_back, held, domain::rule::clock_doubt);

    SECTION("who is nobody's administrator decides nothing") {
        const auto word = office.says(school.teacher, Role::teacher, decision_on(set_back, true));
        REQUIRE(office.settle());
        CHECK(server.verdict_on(word).outcome == Outcome::refused);
        CHECK_VERDICT(set_back, held, domain::rule::clock_doubt);
    }
    SECTION("accepted: it is in the journal, and says by whose word") {
        const auto word = office.says(school.administrator, Role::administrator, decision_on(set_back, true));
        REQUIRE(office.settle());
        CHECK_VERDICT(word, accepted, "");
        CHECK_VERDICT(set_back, accepted, "");
        CHECK(server.verdict_on(set_back).notes.back() == server::rule::held_accepted);
        // What is decided is no longer there to be decided.
        const auto late = office.says(school.administrator, Role::administrator, decision_on(set_back, false));
        REQUIRE(office.settle());
        CHECK_VERDICT(late, refused, domain::rule::held_unknown);
        CHECK_VERDICT(set_back, accepted, "");
        CHECK(server.verdicts_on(set_back) == 2);
    }
    SECTION("refused: its author is told why it was held") {
        office.says(school.administrator, Role::administrator, decision_on(set_back, false, "часы переставлены"));
        REQUIRE(office.settle());
        CHECK_VERDICT(set_back, refused, server::rule::held_refused);
        CHECK(server.verdict_on(set_back).notes == std::vector{std::string(domain::rule::clock_doubt)});
        REQUIRE(station.settle());
        const auto items = station.journal->read().attention_of(school.teacher);
        REQUIRE(items);
        REQUIRE(items->size() == 1);
        CHECK(items->front().outcome == Outcome::refused);
    }
}

TEST_CASE(
    "effects: a late change goes the way of its request: document, number, approval, another's hand "
    "(001-6, J-08 to J-13)",
    "[sync][effects]") {
    const auto backend = GENERATE(Backend::sqlite, Backend::postgresql);
    EffectsServer server{Court{}, at(date(2026, 9, 28), 10h), backend};
    const Court& school = server.school;
    EffectsStation station{server, 101}, office{server, 102, domain::StationMode::office};
    REQUIRE(station.settle());
    REQUIRE(office.settle());
    const Writing wanted = mark(school.first_lesson, school.belov, "5");
    const auto too_late = station.says(school.teacher, Role::teacher, wanted);
    const auto unproved = station.says(school.teacher, Role::teacher, request(test::id<RequestId>(70), wanted, ""));
    const auto asked = station.says(school.teacher, Role::teacher,
                                    request(test::id<RequestId>(71), wanted, "листок 17 от 26.09.2026"));
    REQUIRE(station.settle());
    CHECK_VERDICT(too_late, refused, domain::rule::mark_window);
    CHECK_VERDICT(unproved, refused, domain::rule::change_document);
    CHECK_VERDICT(asked, accepted, "");
    const auto registered = server.book().change_request(test::id<RequestId>(71));
    REQUIRE(registered);
    CHECK(registered->number() == 1);
    CHECK(registered->asked->taken == server.clock.now());

    Writing carried_out = wanted;
    carried_out.basis = entity_of(test::id<RequestId>(71));
    const auto approved = office.says(school.director, Role::director, approval(test::id<RequestId>(71), true));
    const auto done = office.says(school.administrator, Role::administrator, carried_out);
    REQUIRE(office.settle());
    CHECK_VERDICT(approved, accepted, "");
    CHECK_VERDICT(done, accepted, "");
    // The teacher's own window stays shut.
    const auto again = station.says(school.teacher, Role::teacher, wanted);
    REQUIRE(station.settle());
    CHECK_VERDICT(again, refused, domain::rule::mark_window);
}

TEST_CASE("effects: what a station wrote by former facts is accepted when the facts come to allow it (A-24, D-05)",
          "[sync][effects]") {
    const auto backend = GENERATE(Backend::sqlite, Backend::postgresql);
    EffectsServer server{Court{}, morning, backend};
    const Court& school = server.school;
    EffectsStation station{server, 101}, office{server, 102, domain::StationMode::office};
    REQUIRE(station.settle());
    server.record({{entity_of(school.algebra), date(2026, 9, 15), std::nullopt, false, "",
                    domain::Load{school.algebra_subject, {school.class_7b}, {school.colleague}}}});
    const auto written = station.says(school.teacher, Role::teacher, attendance(school.first_lesson, school.belov));
    REQUIRE(station.settle());
    CHECK_VERDICT(written, held, domain::rule::facts_differ);

    REQUIRE(office.settle());
    office.says(school.dispatcher, Role::dispatcher, substitution(school.second_lesson, school.teacher));
    REQUIRE(office.settle());
    CHECK_VERDICT(written, held, domain::rule::facts_differ);
    CHECK(server.verdicts_on(written) == 1);

    office.says(school.dispatcher, Role::dispatcher, substitution(school.first_lesson, school.teacher));
    REQUIRE(office.settle());
    CHECK_VERDICT(written, accepted, "");
    CHECK(server.verdicts_on(written) == 2);
}

TEST_CASE("effects: a record of an added lesson that comes before the lesson waits for it (D-08)", "[sync][effects]") {
    EffectsServer server{Court{}, morning};
    const Court& school = server.school;
    EffectsStation station{server, 101}, office{server, 102, domain::StationMode::office};
    REQUIRE(station.settle());
    REQUIRE(office.settle());
    const domain::LessonKey added{school.algebra, school.tuesday, 1, test::id<LessonId>(88)};
    domain::LessonChange change;
    change.state = domain::LessonState::added;
    change.day = school.tuesday;
    change.period = 1;
    const auto absent = station.says(school.teacher, Role::teacher, attendance(added, school.belov));
    const auto nobody = station.says(school.teacher, Role::teacher, attendance(added, school.ninth));
    REQUIRE(station.settle());
    CHECK_VERDICT(absent, held, server::rule::awaits_lesson);
    CHECK_VERDICT(nobody, held, server::rule::awaits_lesson);
    const auto addition =
        office.says(school.dispatcher, Role::dispatcher, {{CellKind::lesson_change, added, {}}, change});
    REQUIRE(office.settle());
    CHECK_VERDICT(addition, accepted, "");
    CHECK_VERDICT(absent, accepted, "");
    CHECK_VERDICT(nobody, refused, domain::rule::not_on_list);
    // One of the timetable's that does not exist will never come.
    const auto never =
        station.says(school.teacher, Role::teacher, attendance({school.algebra, school.tuesday, 7, {}}, school.belov));
    REQUIRE(station.settle());
    CHECK_VERDICT(never, refused, domain::rule::lesson_unknown);
}

TEST_CASE(
    "effects: a late change that is carried out before its request has arrived waits for request and decision "
    "(J-13)",
    "[sync][effects]") {
    EffectsServer server{Court{}, at(date(2026, 9, 28), 10h)};
    const Court& school = server.school;
    EffectsStation station{server, 101}, office{server, 102, domain::StationMode::office},
        director{server, 103, domain::StationMode::office};
    for (EffectsStation* each : {&station, &office, &director}) REQUIRE(each->settle());
    const bool approved = GENERATE(true, false);
    Writing carried_out = mark(school.first_lesson, school.belov, "5");
    const Writing asking = request(test::id<RequestId>(71), carried_out, "листок 17");
    carried_out.basis = entity_of(test::id<RequestId>(71));

    const auto done = office.says(school.administrator, Role::administrator, carried_out);
    REQUIRE(office.settle());
    CHECK_VERDICT(done, held, server::rule::awaits_basis);
    station.says(school.teacher, Role::teacher, asking);
    REQUIRE(station.settle());
    CHECK_VERDICT(done, held, server::rule::awaits_decision);
    director.says(school.director, Role::director, approval(test::id<RequestId>(71), approved));
    REQUIRE(director.settle());
    if (approved)
        CHECK_VERDICT(done, accepted, "");
    else
        CHECK_VERDICT(done, refused, domain::rule::change_not_approved);
}

TEST_CASE("effects: what hangs on a held entry waits for the same word (T-12, D-05)", "[sync][effects]") {
    const bool accepted = GENERATE(true, false);
    EffectsServer server{declaring(), morning};
    const Court& school = server.school;
    EffectsStation doubtful{server, 101}, station{server, 102}, office{server, 103, domain::StationMode::office};
    for (EffectsStation* each : {&doubtful, &station, &office}) REQUIRE(each->settle());
    doubtful.clock.step_wall(-30min);
    const auto declared =
        doubtful.says(school.colleague, Role::substitute, substitution(school.first_lesson, school.colleague));
    REQUIRE(doubtful.settle());
    CHECK_VERDICT(declared, held, domain::rule::clock_doubt);
    const auto absent = station.says(school.colleague, Role::substitute, attendance(school.first_lesson, school.belov));
    REQUIRE(station.settle());
    CHECK_VERDICT(absent, held, server::rule::awaits_held);

    office.says(school.administrator, Role::administrator, decision_on(declared, accepted));
    REQUIRE(office.settle());
    if (accepted) {
        CHECK_VERDICT(declared, accepted, "");
        CHECK_VERDICT(absent, accepted, "");
        CHECK(server.book().lesson(school.first_lesson)->substitute == school.colleague);
    } else {
        CHECK_VERDICT(declared, refused, server::rule::held_refused);
        CHECK_VERDICT(absent, refused, domain::rule::not_assigned);
    }
}

TEST_CASE(
    "effects: a report closes the account, stations hear of it before they are heard, and what is written on it "
    "waits (000-7, A-21, T-11)",
    "[sync][effects]") {
    const auto backend = GENERATE(Backend::sqlite, Backend::postgresql);
    EffectsServer server{Court{}, morning, backend};
    const Court& school = server.school;
    EffectsStation station{server, 101}, office{server, 102, domain::StationMode::office};
    REQUIRE(station.settle());
    REQUIRE(office.settle());
    server.stop();
    station.wait(10min);
    office.clock.advance(10min);
    const auto before = station.says(school.teacher, Role::teacher, attendance(school.first_lesson, school.belov, "Б"));
    station.wait(10min);
    office.clock.advance(10min);
    server.start();
    const auto reported =
        office.says(school.administrator, Role::administrator, report_on(school.teacher, date(2026, 9, 15)));
    REQUIRE(office.settle());
    CHECK_VERDICT(reported, accepted, "");
    REQUIRE(office.replica->access);
    CHECK(office.replica->access->closed_people == std::vector{school.teacher});

    station.wait(10min);
    const auto after =
        station.says(school.teacher, Role::teacher, attendance(school.first_lesson, school.abdurahmanova));
    station.connect();
    bool told_first = false;
    station.session->wake();
    REQUIRE(station.run_until([&] {
        const auto& closed = station.replica->access->closed_people;
        told_first = told_first || (!closed.empty() && server.verdict_on(before).outcome == Outcome::pending);
        return !closed.empty();
    }));
    CHECK(told_first);
    REQUIRE(station.settle());
    CHECK_VERDICT(before, accepted, "");
    CHECK_VERDICT(after, held, domain::rule::account_blocked);

    // Nothing that is recorded later lets it pass by itself.
    server.record({{entity_of(school.newcomer), date(2026, 9, 15), std::nullopt, false, "",
                    domain::Person{domain::PersonKind::pupil, "Яковлев", "Ян", "Ильич", ""}}});
    CHECK_VERDICT(after, held, domain::rule::account_blocked);
    CHECK(server.verdicts_on(after) == 1);
}

TEST_CASE(
    "effects: an account that an order closes at an hour is open until then, and closed from then on "
    "(004-4, A-18)",
    "[sync][effects]") {
    EffectsServer server{Court{}, morning};
    const Court& school = server.school;
    EffectsStation station{server, 101};
    server.record(
        {{test::id<EntityId>(80), date(2026, 9, 15), std::nullopt, false, "",
          domain::AccountBlock{school.teacher, at(date(2026, 9, 15), 12h), domain::BlockReason::dismissed, {}}}});
    REQUIRE(station.settle());
    REQUIRE(station.replica->access);
    CHECK(station.replica->access->closed_people.empty());
    station.wait(2h + 9min + 59s);
    REQUIRE(station.post(station.request()));
    CHECK(station.post(station.request())->access->closed_people.empty());
    station.wait(1s);
    CHECK(station.post(station.request())->access->closed_people == std::vector{school.teacher});
}

TEST_CASE(
    "effects: the deadline binds the first answer, be it an earlier one of the same upload; later ones change it "
    "(J-02, H-05)",
    "[sync][effects]") {
    EffectsServer server{Court{}, at(date(2026, 9, 16), 10h)};
    const Court& school = server.school;
    EffectsStation station{server, 101};
    REQUIRE(station.settle());
    const auto homework = [&](std::string text) {
        return Writing{{CellKind::homework, school.first_lesson, entity_of(school.class_7b)},
                       domain::Homework{std::move(text), domain::HomeworkWay::written, school.thursday_lesson}};
    };
    server.stop();
    const auto first = station.says(school.teacher, Role::teacher, homework("§ 4"));
    const auto second = station.says(school.teacher, Role::teacher, homework("§ 5"));
    server.start();
    REQUIRE(station.settle());
    const auto third = station.says(school.teacher, Role::teacher, homework("§ 6"));
    REQUIRE(station.settle());
    CHECK_VERDICT(first, accepted, "");
    CHECK(server.verdict_on(first).notes == std::vector<std::string>{"late.homework.entry_deadline"});
    CHECK(server.verdict_on(second).notes.empty());
    CHECK(server.verdict_on(third).notes.empty());
}

TEST_CASE("effects: visits to diaries, and those that were not let, are the server's own word, told once (K-21, A-06)",
          "[sync][effects]") {
    EffectsServer server{Court{}, morning};
    const Court& school = server.school;
    EffectsStation office{server, 102, domain::StationMode::office}, kiosk{server, 103, domain::StationMode::kiosk};
    REQUIRE(office.settle());
    REQUIRE(kiosk.settle());
    const sync::server::SeenVisit let{test::id<EntityId>(91), school.parent, {school.belov, morning, "hall", false}};
    const sync::server::SeenVisit not_let{
        test::id<EntityId>(92), school.parent, {school.abdurahmanova, morning, {}, true}};
    const auto before = server.core->head(school.school);
    REQUIRE(server.core->record_visits(school.school, {let, not_let, let}));
    REQUIRE(server.core->record_visits(school.school, {not_let}));
    const auto after = server.core->head(school.school);
    REQUIRE(before);
    REQUIRE(after);
    CHECK(after->cursor == before->cursor + 1);
    CHECK(after->public_cursor == before->public_cursor);
    REQUIRE(office.settle());
    for (const auto* seen : {&let, &not_let}) {
        domain::Cell cell{CellKind::visit, {}, entity_of(seen->visitor)};
        cell.period = seen->id;
        const auto history = office.journal->read().history(entry::cell_id(school.school, cell));
        REQUIRE(history);
        REQUIRE(history->size() == 1);
        CHECK(history->front().header.author.empty());
        REQUIRE(history->front().writing);
        CHECK(history->front().writing->act == domain::Act{seen->visit});
    }
    CHECK(office.replica->rejected.empty());
}

TEST_CASE("effects: visits that a station tells are taken once, without those that are none (K-21)",
          "[sync][effects][K-21]") {
    const auto backend = GENERATE(Backend::sqlite, Backend::postgresql);
    EffectsServer server{Court{}, morning, backend};
    const Court& school = server.school;
    EffectsStation office{server, 102, domain::StationMode::office}, kiosk{server, 103, domain::StationMode::kiosk};
    REQUIRE(kiosk.settle());
    const auto note = [&](std::uint8_t n, PersonId who, Instant at) {
        return entry::VisitNote{test::id<EntityId>(n), who, school.belov, at, false};
    };
    const auto sealed = [&](const entry::VisitNote& each) {
        const auto box = entry::seal_visit(each, server.signing.public_key());
        REQUIRE(box);
        return *box;
    };
    auto request = kiosk.request();
    request.visits = {sealed(note(91, school.parent, morning)), sealed(note(92, school.belov, morning + 2h)),
                      sealed(note(93, test::id<PersonId>(251), morning)), copy(as_bytes("no box"))};
    for (int times = 0; times < 2; ++times) {
        const auto answer = kiosk.post(request);
        REQUIRE(answer);
        CHECK(answer->visits_taken == 4);
    }
    // By the station's own road, and once more after the answer was lost.
    REQUIRE(kiosk.journal->note_visit(note(94, school.parent, morning)));
    REQUIRE(kiosk.journal->note_visit(note(91, school.parent, morning)));
    const auto waiting = kiosk.journal->unsent();
    REQUIRE(waiting);
    REQUIRE(waiting->visits.size() == 2);
    request.visits = waiting->visits;
    REQUIRE(kiosk.post(request));
    CHECK(kiosk.journal->unsent()->visits.size() == 2);
    REQUIRE(kiosk.settle());
    CHECK(kiosk.journal->unsent()->visits.empty());

    REQUIRE(office.settle());
    const auto visits = office.journal->read().registers(CellKind::visit, morning - 24h, morning + 24h);
    REQUIRE(visits);
    REQUIRE(visits->size() == 3);
    for (const journal::RegisterItem& item : *visits) {
        // A clock ahead of the server's makes no visit of a later time.
        CHECK(item.as<domain::Visit>()->at == morning);
        CHECK(item.as<domain::Visit>()->place == kiosk.row().name);
    }
}

TEST_CASE("docket: a log that an older program has written is gone through once (001-7, T-12)", "[sync][docket]") {
    EffectsServer server{Court{}, morning};
    const Court& school = server.school;
    EffectsStation station{server, 101}, office{server, 102, domain::StationMode::office};
    REQUIRE(station.settle());
    const auto good = station.says(school.teacher, Role::teacher, attendance(school.first_lesson, school.belov));
    REQUIRE(station.settle());
    station.clock.step_wall(-30min);
    const auto set_back =
        station.says(school.teacher, Role::teacher, attendance(school.first_lesson, school.abdurahmanova));
    REQUIRE(station.settle());
    CHECK_VERDICT(good, accepted, "");
    CHECK_VERDICT(set_back, held, domain::rule::clock_doubt);
    server.stop();
    {
        auto database = sqlite::Database::open(sync::server::DataFolder{server.dir.path()}.database());
        REQUIRE(database);
        REQUIRE(database->script(
            "DELETE FROM answered; DELETE FROM held; DELETE FROM written; UPDATE schools SET docketed = 0"));
    }
    server.start();
    {
        const auto store = server.database.storage({server.dir.path()})->connect();
        REQUIRE(store);
        CHECK((*store)->is_docketed(school.school) == true);
        const CellId cell = entry::cell_id(school.school, attendance(school.first_lesson, school.belov).cell);
        const CellId held_cell =
            entry::cell_id(school.school, attendance(school.first_lesson, school.abdurahmanova).cell);
        CHECK((*store)->answered(school.school, {cell, held_cell}) == std::set{cell});
        CHECK((*store)->is_written(school.school, entry::lesson_id(school.school, school.first_lesson)) == true);
        CHECK((*store)->is_written(school.school, entry::lesson_id(school.school, school.second_lesson)) == false);
        const auto held = (*store)->held(school.school, set_back);
        REQUIRE(held);
        REQUIRE(*held);
        CHECK((*held)->rule == domain::rule::clock_doubt);
        CHECK((*held)->clock == domain::ClockTrust::doubtful);
    }
    REQUIRE(office.settle());
    office.says(school.administrator, Role::administrator, decision_on(set_back, true));
    REQUIRE(office.settle());
    CHECK_VERDICT(set_back, accepted, "");
}

TEST_CASE("docket: held entries are judged again in bounded portions, each once for the same facts", "[sync][docket]") {
    const auto backend = GENERATE(Backend::sqlite, Backend::postgresql);
    EffectsServer server{Court{}, morning, backend};
    const Court& school = server.school;
    EffectsStation station{server, 101};
    REQUIRE(station.settle());
    const domain::LessonKey added{school.algebra, school.tuesday, 1, test::id<LessonId>(88)};
    for (const PersonId pupil : {school.belov, school.abdurahmanova, school.newcomer})
        station.says(school.teacher, Role::teacher, attendance(added, pupil));
    REQUIRE(station.settle());
    server.stop();

    const auto store = server.database.storage({server.dir.path()})->connect();
    REQUIRE(store);
    const auto opened = sync::server::School::open(school.school, **store, server.signing);
    REQUIRE(opened);
    const auto held = [&] {
        const auto waiting = (*store)->held_before(school.school, std::numeric_limits<std::int64_t>::max(), 10);
        REQUIRE(waiting);
        return waiting->size();
    };
    CHECK(held() == 3);
    REQUIRE((*store)->begin(school.school));
    REQUIRE((*store)->reopen_held(school.school, std::string(server::rule::awaits_lesson)));
    sync::server::Hearing hearing{school.school, **store, (*opened)->known(), server.signing, server.clock.now()};
    CHECK(hearing.reconsider(2) == true);
    CHECK(hearing.reconsider(2) == false);
    CHECK(hearing.reconsider(2) == false);
    const auto said = hearing.close();
    REQUIRE(said);
    CHECK(said->empty());  // nothing has changed for them
    CHECK(held() == 3);
    (*store)->abandon();
}
