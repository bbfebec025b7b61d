#include "tests/journal/world.hpp"

using namespace zvonok;
using namespace zvonok::test;
using domain::Outcome;
using journal::CellState;

TEST_CASE("journal: what was written is there after reopening, numbered without gaps", "[journal]") {
    const TempDir dir;
    const ServerLog server;
    const ManualClock clock = school_clock();
    LogId log;
    {
        auto journal = open(dir / "j.db", options(server));
        log = journal.log();
        const auto session = begin(journal, person(1));
        CHECK(write(journal, session, attendance(1, 11, "Н"), clock).entry == entry::EntryId{log, 1});
        CHECK(write(journal, session, topic(1, "Дроби"), clock).entry == entry::EntryId{log, 2});
        const std::vector<journal::Draft> many{attendance(1, 12, "Б"), attendance(1, 13, ""), attendance(1, 12, "УП")};
        const auto written = journal.write(many, session.pen(), clock);
        REQUIRE(written);
        CHECK(written->receipts.back().entry == entry::EntryId{log, 5});
        CHECK(written->changes.lessons == std::vector{lesson_id(1)});
    }
    auto journal = open(dir / "j.db", options(server));
    CHECK(journal.log() != log);
    CHECK(journal.last_seq() == 0);
    const auto view = journal.read().lesson(lesson(1)).value();
    REQUIRE(view.attendance.size() == 3);
    CHECK(view.of(person(11))->state() == CellState::pending);
    CHECK(view.of(person(11))->shown()->act->code == "Н");
    CHECK(view.of(person(12))->shown()->act->code == "УП");
    CHECK(view.topic.shown()->act->text == "Дроби");
    CHECK(view.topic.shown()->author == person(1));
    CHECK(view.topic.shown()->saved == clock.now());
    CHECK(journal.read().counts()->unsent == 5);
    CHECK(journal.check());
}

TEST_CASE("journal: own entries come out as sealed, with proofs, and stop when acknowledged", "[journal]") {
    const TempDir dir;
    const ServerLog server;
    const ManualClock clock = school_clock();
    auto journal = open(dir / "j.db", options(server));
    const auto session = begin(journal, person(1));
    write(journal, session, attendance(1, 11, "Н"), clock);
    const std::vector<journal::Draft> many{attendance(1, 12, "Б"), attendance(1, 13, "")};
    REQUIRE(journal.write(many, session.pen(), clock));

    auto outgoing = journal.unsent().value();
    REQUIRE(outgoing.batches.size() == 2);
    REQUIRE(outgoing.sessions == std::vector{session.proof});
    CHECK_FALSE(outgoing.more);
    for (const auto& batch : outgoing.batches) CHECK(entry::check_batch(batch, session.key.public_key()));
    CHECK(outgoing.batches[1].records.size() == 2);

    const journal::Acknowledged first[] = {{journal.log(), 1}};
    REQUIRE(journal.acknowledge(first));
    CHECK(journal.unsent()->batches.size() == 1);
    CHECK(journal.read().counts()->unsent == 2);
    const journal::Acknowledged rest[] = {{journal.log(), 3}, {journal.log(), 2}, {crypto::random_id<LogId>(), 9}};
    REQUIRE(journal.acknowledge(rest));
    CHECK(journal.unsent()->batches.empty());
    CHECK(journal.read().counts()->unsent == 0);
}

TEST_CASE("journal: a pen without a session begun for this log writes nothing", "[journal]") {
    const TempDir dir;
    const ServerLog server;
    const ManualClock clock = school_clock();
    auto journal = open(dir / "j.db", options(server));
    const TestSession unknown{person(1), journal.log(), station(1)};
    const journal::Draft draft = attendance(1, 11, "Н");
    CHECK(journal.write({&draft, 1}, unknown.pen(), clock).error().kind == FaultKind::refused);
    const TestSession elsewhere{person(1), crypto::random_id<LogId>(), station(1)};
    CHECK(journal.begin_session(elsewhere.proof).error().kind == FaultKind::refused);
    const auto good = begin(journal, person(1));
    const journal::Pen borrowed{person(2), domain::Role::teacher, good.id, good.key};
    CHECK(journal.write({&draft, 1}, borrowed, clock).error().kind == FaultKind::refused);
    const journal::Pen forged{person(1), domain::Role::teacher, good.id, unknown.key};
    CHECK(journal.write({&draft, 1}, forged, clock).error().kind == FaultKind::refused);
    CHECK(journal.last_seq() == 0);
}

TEST_CASE("journal: verdicts turn pending values into accepted, refused and held ones", "[journal]") {
    const TempDir dir;
    ServerLog server;
    const ManualClock clock = school_clock();
    auto journal = open(dir / "j.db", options(server));
    const auto session = begin(journal, person(1));
    const auto a = write(journal, session, attendance(1, 11, "Н"), clock);
    const auto b = write(journal, session, attendance(1, 12, "Б"), clock);
    const auto c = write(journal, session, attendance(1, 13, "УП"), clock);
    write(journal, session, attendance(1, 14, "Н"), clock);
    const auto applied = apply(journal,
                               incoming(journal, {server.verdict(a.entry, Outcome::accepted),
                                                  server.verdict(b.entry, Outcome::refused, "rights.not_assigned"),
                                                  server.verdict(c.entry, Outcome::held, "clock.doubt")}),
                               clock);
    CHECK(applied.rejected.empty());
    CHECK(applied.changes.attention);
    CHECK(applied.changes.lessons == std::vector{lesson_id(1)});
    auto view = journal.read().lesson(lesson(1)).value();
    CHECK(view.of(person(11))->state() == CellState::accepted);
    CHECK(view.of(person(12))->state() == CellState::refused);
    CHECK(view.of(person(12))->returned->rule == "rights.not_assigned");
    CHECK(view.of(person(13))->state() == CellState::held);
    CHECK(view.of(person(14))->state() == CellState::pending);

    auto attention = journal.read().attention_of(person(1)).value();
    REQUIRE(attention.size() == 2);
    CHECK(attention[0].entry == c.entry);
    CHECK(attention[1].writing->cell.addressee == entity_of(person(12)));
    CHECK(journal.read().attention_of(person(2))->empty());

    // The administrator lets the held one pass, the teacher writes the refused one anew: nothing needs attention then.
    const auto again = write(journal, session, attendance(1, 12, ""), clock);
    CHECK(journal.read().lesson(lesson(1))->of(person(12))->state() == CellState::pending);
    apply(
        journal,
        incoming(journal, {server.verdict(c.entry, Outcome::accepted), server.verdict(again.entry, Outcome::accepted)}),
        clock);
    view = journal.read().lesson(lesson(1)).value();
    CHECK(view.of(person(12))->state() == CellState::accepted);
    CHECK(view.of(person(13))->state() == CellState::accepted);
    attention = journal.read().attention_of(person(1)).value();
    REQUIRE(attention.size() == 1);
    CHECK(attention[0].settled);
    CHECK(journal.read().history(b.cell)->size() == 2);
}

TEST_CASE("journal: facts of the server make the book, facts of anybody else do not", "[journal]") {
    const TempDir dir;
    ServerLog server;
    ServerLog impostor;
    const ManualClock clock = school_clock();
    auto journal = open(dir / "j.db", options(server));
    CHECK(journal.facts().value()->version() == 0);
    const auto applied = apply(
        journal, incoming(journal, {server.fact(group_fact(7, "7Б")), impostor.fact(group_fact(7, "7Ж"))}), clock);
    CHECK(applied.rejected.size() == 1);
    CHECK(applied.changes.facts);
    const auto book = journal.facts().value();
    CHECK(book->version() == 1);
    REQUIRE(book->group(group(7), monday) != nullptr);
    CHECK(book->group(group(7), monday)->name == "7Б");
    // Homework for the group is public now, and was not while nobody had said that it is a group.
    const auto session = begin(journal, person(1));
    const auto receipt = write(journal, session, homework(1, 7, "№ 12", monday + std::chrono::days{2}), clock);
    CHECK(journal.read().history(receipt.cell)->front().header.audience == domain::Audience::everyone);
    CHECK(journal.read().history(receipt.cell)->front().header.facts == 1);
    const auto due = journal.read().homework_due(monday, monday + std::chrono::days{6}).value();
    REQUIRE(due.size() == 1);
    CHECK(due[0].cell.shown()->act->text == "№ 12");
    CHECK(due[0].addressee == entity_of(group(7)));
    CHECK(journal.read().homework_due(monday, monday)->empty());
}

TEST_CASE("journal: an answer that came before changes nothing, one with a gap moves no cursor", "[journal]") {
    const TempDir dir;
    ServerLog server;
    const ManualClock clock = school_clock();
    auto journal = open(dir / "j.db", options(server));
    const auto first = incoming(journal, {server.fact(group_fact(1, "1А")), server.fact(group_fact(2, "2А"))});
    apply(journal, first, clock);
    CHECK(journal.position().cursor == 2);
    const auto hash = journal.dump_hash().value();
    const auto again = apply(journal, first, clock);
    CHECK(again.changes.entries == 0);
    CHECK_FALSE(again.changes.facts);
    CHECK(journal.position().cursor == 2);
    CHECK(journal.dump_hash().value() == hash);

    journal::Incoming late = incoming(journal, {server.fact(group_fact(3, "3А"))});
    late.after = 5;
    late.cursor = 6;
    apply(journal, late, clock);
    CHECK(journal.position().cursor == 2);
    CHECK(journal.facts().value()->version() == 3);
}
