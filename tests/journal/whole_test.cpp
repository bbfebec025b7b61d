#include "tests/journal/world.hpp"

#include "station/journal/schema.hpp"

/// The whole journal in one station's file: what is written by kind comes back by question.
using namespace zvonok;
using namespace zvonok::test;
using domain::CellKind;
using domain::Outcome;
using journal::CellState;
using journal::Content;

namespace {

constexpr std::chrono::days one_day{1};

struct School {
    School() : journal(open(dir / "j.db", options(server))), session(begin(journal, person(1))) {}

    journal::Receipt writes(domain::Cell cell, domain::Act act, EntityId basis = {}) {
        return write(journal, session, {std::move(cell), std::move(act), {}, basis}, clock);
    }
    /// Written and judged.
    journal::Receipt accepted(domain::Cell cell, domain::Act act, std::vector<std::string> notes = {},
                              EntityId basis = {}) {
        auto receipt = writes(std::move(cell), std::move(act), basis);
        judged(receipt, Outcome::accepted, {}, std::move(notes));
        return receipt;
    }
    void judged(const journal::Receipt& receipt, Outcome outcome, std::string rule = {},
                std::vector<std::string> notes = {}) {
        apply(journal, incoming(journal, {server.verdict(receipt.entry, outcome, std::move(rule), std::move(notes))}),
              clock);
    }
    journal::Reader& read() { return journal.read(); }

    TempDir dir;
    ServerLog server;
    ManualClock clock = school_clock();
    journal::Journal journal;
    TestSession session;
};

}  // namespace

TEST_CASE("journal: a lesson shows its works, marks, reasons, plan link and that it was held", "[journal][reader]") {
    School it;
    const PlanItemId item{{0x71, 1}};
    it.accepted(work_cell(lesson(1), "control"), domain::Work{"Дроби", 2, 150, 20, monday + one_day});
    it.accepted(mark_cell(lesson(1), 11, "control"),
                domain::Mark{"4", "Хорошо", 15, {{"A", 3}, {"B", 2}}, monday + one_day});
    it.writes(mark_cell(lesson(1), 12, "control"), domain::Mark{"5"});
    it.accepted({CellKind::absence_reason, lesson(1), entity_of(person(13))},
                domain::AbsenceReason{"Б", "справка 7", {}});
    it.accepted({CellKind::plan_link, lesson(1), {}}, domain::PlanLink{{item}, ""});
    it.accepted({CellKind::lesson_held, lesson(1), {}}, domain::LessonHeld{});

    const auto view = it.read().lesson(lesson(1)).value();
    REQUIRE(view.works.size() == 1);
    CHECK(*view.works[0].value() == domain::Work{"Дроби", 2, 150, 20, monday + one_day});
    REQUIRE(view.marks.size() == 2);
    CHECK(*view.marks[0].value() == domain::Mark{"4", "Хорошо", 15, {{"A", 3}, {"B", 2}}, monday + one_day});
    CHECK(view.marks[0].cell == mark_cell(lesson(1), 11, "control"));
    CHECK(view.marks[1].view.state() == CellState::pending);
    REQUIRE(view.reasons.size() == 1);
    CHECK(view.reasons[0].value()->note == "справка 7");
    CHECK(view.plan_link.shown()->act->items == std::vector{item});
    CHECK(view.held.shown()->act->held);
    CHECK(view.teacher.shown() == nullptr);
    CHECK(it.journal.check());
    CHECK(it.read().lesson(lesson(1))->marks.size() == 2);
}

TEST_CASE("journal: a withdrawn mark does not show, and its history keeps what it was", "[journal][reader][G-16]") {
    School it;
    const auto given = it.accepted(mark_cell(lesson(1), 11, "answer"), domain::Mark{"2"});
    CHECK(it.read().contents(monday, monday)->front().has(Content::mark));
    const auto gone = it.writes(mark_cell(lesson(1), 11, "answer"), domain::Mark{});
    REQUIRE(it.read().lesson(lesson(1))->marks.size() == 1);  // until the server has said so
    CHECK(it.read().given_marks(std::vector{lesson(1).load}, monday, monday)->empty());
    it.judged(gone, Outcome::accepted);
    CHECK(it.read().lesson(lesson(1))->marks.empty());
    CHECK(it.read().contents(monday, monday)->empty());
    const auto history = it.read().history(given.cell).value();
    REQUIRE(history.size() == 2);
    CHECK(std::get<domain::Mark>(history[0].writing->act).value == "2");
    CHECK(history[0].station == station(1));
    CHECK(history[1].header.author == person(1));
}

TEST_CASE("journal: a page holds a load's days with added lessons, and no others", "[journal][reader][F-02]") {
    School it;
    const auto added = added_lesson(1, 1, monday + one_day, 2);
    it.accepted(mark_cell(lesson(1), 11, "answer"), domain::Mark{"5"});
    it.accepted(mark_cell(added, 11, "answer"), domain::Mark{"4"});
    it.accepted(mark_cell(lesson(1, monday + 3 * one_day), 11, "answer"), domain::Mark{"3"});
    it.accepted(mark_cell(lesson(2), 11, "answer"), domain::Mark{"2"});
    it.accepted(topic(1, "Дроби").cell, topic(1, "Дроби").act);
    it.accepted(attendance(1, 12, "Н").cell, domain::Attendance{"Н", 0});
    it.accepted(homework(1, 1, "§ 5", monday + one_day).cell, homework(1, 1, "§ 5", monday + one_day).act);
    it.accepted(period_cell(11, 1, 1), domain::PeriodMark{"4"});
    it.accepted(period_cell(11, 2, 1), domain::PeriodMark{"5"});
    const auto held = it.writes(attendance(1, 13, "УП").cell, domain::Attendance{"УП", 0});
    it.judged(held, Outcome::held, "clock.doubt");

    const std::vector loads{lesson(1).load};
    const std::vector pupils{person(11)};
    const auto page =
        it.read().page({loads, monday, monday + 2 * one_day, pupils, id_as<SubjectId>(entity(1))}).value();
    REQUIRE(page.marks.size() == 2);
    CHECK(page.marks[0].value()->value == "5");
    CHECK(page.marks[1].cell.lesson == added);
    CHECK(page.marks[1].value()->value == "4");
    REQUIRE(page.lessons.size() == 2);
    CHECK(page.lessons[0].lesson == lesson(1));
    CHECK(page.lessons[0].has(Content::attendance));
    CHECK(page.lessons[0].has(Content::homework));
    CHECK(page.lessons[0].has(Content::topic));
    CHECK_FALSE(page.lessons[0].has(Content::work));
    CHECK(page.lessons[1].lesson == added);
    REQUIRE(page.topics.size() == 1);
    REQUIRE(page.homework.size() == 1);
    REQUIRE(page.attendance.size() == 2);
    CHECK(page.attendance[1].view.state() == CellState::held);
    REQUIRE(page.period_marks.size() == 1);
    CHECK(page.period_marks[0].value()->value == "4");

    const auto given = it.read().given_marks(loads, monday, monday + 9 * one_day).value();
    REQUIRE(given.size() == 3);
    CHECK(given[1].value == "3");
    CHECK(given[2].ordinal == 2);
    CHECK(given[2].load == lesson(1).load);

    const auto sheet = it.read().summary(pupils).value();
    REQUIRE(sheet.marks.size() == 2);
    CHECK(sheet.marks[1].value()->value == "5");
    CHECK(sheet.as_of);
}

TEST_CASE("journal: a diary holds the pupil's own and his group's, and nobody else's",
          "[journal][reader][K-03][K-04]") {
    School it;
    it.accepted(topic(1, "Дроби").cell, topic(1, "Дроби").act);
    it.accepted(homework(1, 1, "§ 5", monday + one_day).cell, homework(1, 1, "§ 5", monday + one_day).act);
    for (const int pupil : {11, 12}) {
        it.accepted({CellKind::homework, lesson(1), entity_of(person(pupil))},
                    domain::Homework{"карточка", domain::HomeworkWay::written, lesson(1, monday + one_day)});
        it.accepted(mark_cell(lesson(1), pupil, "control"), domain::Mark{"4", "Аккуратнее"});
        it.accepted(attendance(1, pupil, "Н").cell, domain::Attendance{"Н", 0});
        it.accepted({CellKind::absence_reason, lesson(1), entity_of(person(pupil))},
                    domain::AbsenceReason{"Б", "", {}});
        it.accepted(period_cell(pupil, 1, 1), domain::PeriodMark{"4"});
        domain::Cell brought = about(CellKind::transferred_mark, entity_of(person(pupil)));
        brought.subject = entity(1);
        brought.period = entity(5);
        brought.ordinal = 1;
        it.accepted(brought, domain::TransferredMark{"5", monday, "answer"});
    }
    it.accepted(work_cell(lesson(1), "control"), domain::Work{"Дроби и проценты"});

    const std::vector loads{lesson(1).load};
    const std::vector groups{group(1)};
    const auto diary = it.read().diary({person(11), loads, groups, monday, monday + 6 * one_day}).value();
    CHECK(diary.topics.size() == 1);
    REQUIRE(diary.homework.size() == 2);
    REQUIRE(diary.marks.size() == 1);
    CHECK(diary.marks[0].value()->comment == "Аккуратнее");
    REQUIRE(diary.works.size() == 1);
    CHECK(diary.works[0].value()->theme == "Дроби и проценты");
    CHECK(diary.attendance.size() == 1);
    CHECK(diary.reasons.size() == 1);
    CHECK(diary.period_marks.size() == 1);
    REQUIRE(diary.transferred.size() == 1);
    CHECK(diary.transferred[0].cell.addressee == entity_of(person(11)));
}

TEST_CASE("journal: the register is found by kind, day, load, addressee, author and person", "[journal][reader]") {
    School it;
    it.accepted({CellKind::lesson_teacher, lesson(1), {}}, domain::LessonTeacher{person(5), "болезнь"});
    it.accepted({CellKind::lesson_held, lesson(1), {}}, domain::LessonHeld{});
    it.accepted(about(CellKind::remark, entity(1)), domain::Remark{person(5), CellKind::topic, "Нет темы"});
    it.accepted(about(CellKind::remark_answer, entity(1)), domain::RemarkAnswer{"Исправлено"});
    it.accepted(about(CellKind::change_request, entity(2)),
                domain::ChangeRequest{domain::Writing{mark_cell(lesson(1), 11, "answer"), domain::Mark{"5"}}, "error",
                                      "", "описка"});
    it.accepted(about(CellKind::message, entity(3)), domain::Message{{person(5)}, {}, "Собрание", {}});
    it.accepted(about(CellKind::message, entity(4)), domain::Message{{}, {group(1)}, "Экскурсия", {}});
    it.accepted(mark_cell(lesson(1), 11, "answer"), domain::Mark{"5"}, {}, entity(2));
    auto& read = it.read();

    CHECK(read.registers_on(CellKind::lesson_teacher, monday, monday)->size() == 1);
    CHECK(read.registers_on(CellKind::lesson_teacher, monday + one_day, monday + one_day)->empty());
    CHECK(read.registers_about(person(5), CellKind::lesson_teacher)->front().as<domain::LessonTeacher>()->reason ==
          "болезнь");
    CHECK(read.registers_on(CellKind::lesson_held, monday, monday)->size() == 1);
    CHECK(read.registers_about(person(5), CellKind::remark)->size() == 1);
    CHECK(read.registers_for(CellKind::remark_answer, entity(1))->size() == 1);
    CHECK(read.registers_by(person(1), CellKind::remark)->size() == 1);
    // A request is found by the lesson that it wants changed, so by the study period that it belongs to.
    const auto requests = read.registers_on(CellKind::change_request, monday, monday).value();
    REQUIRE(requests.size() == 1);
    CHECK(requests[0].cell.addressee == entity(2));
    CHECK(requests[0].view.accepted->author == person(1));
    REQUIRE(read.written_upon(entity(2))->size() == 1);
    CHECK(read.registers_of_load(lesson(1).load, monday, monday)->size() == 3);
    const Instant start = it.clock.now() - std::chrono::hours{1};
    CHECK(read.messages(person(5), {}, start)->size() == 1);
    const std::vector groups{group(1)};
    CHECK(read.messages(person(12), groups, start)->size() == 1);
    CHECK(read.messages(person(1), {}, start)->size() == 2);
    CHECK(read.registers(CellKind::message, start, it.clock.now() + std::chrono::hours{1})->size() == 2);
    CHECK(read.registers(CellKind::message, start, it.clock.now() - std::chrono::minutes{1})->empty());
}

TEST_CASE("journal: the server's own writings are accepted by where they come from", "[journal][fold]") {
    School it;
    domain::Cell cell = about(CellKind::visit, entity_of(person(11)));
    cell.period = entity(1);
    const Instant at = it.clock.now() - std::chrono::hours{5};
    const auto batch = it.server.writes({cell, domain::Visit{person(11), at, "Холл", false}});
    apply(it.journal, incoming(it.journal, {batch}), it.clock);
    const auto visits = it.read().registers_for(CellKind::visit, entity_of(person(11))).value();
    REQUIRE(visits.size() == 1);
    CHECK(visits[0].view.state() == CellState::accepted);
    CHECK(it.read().last_visits()->front() == std::pair{person(11), at});
    CHECK(it.read().registers(CellKind::visit, at, at + std::chrono::minutes{1})->size() == 1);
    // Whose session signs is no server, whatever the kind says.
    LogWriter other{crypto::SigningKey::generate()};
    entry::Draft draft;
    cell.period = entity(2);
    draft.header.kind = cell.kind;
    draft.header.cell = entry::cell_id(school, cell);
    draft.body = entry::Writing{cell, domain::Visit{person(11), at, "", false}};
    apply(it.journal,
          incoming(it.journal, {other.seal({draft}, entry::Signer::session, crypto::random_id<SessionId>())}),
          it.clock);
    CHECK(it.read().registers_for(CellKind::visit, entity_of(person(11)))->size() == 1);
    const auto hash = it.journal.dump_hash().value();
    CHECK(it.journal.check());
    CHECK(it.journal.dump_hash().value() == hash);
}

TEST_CASE("journal: notes of a verdict make late entries be found by day", "[journal][reader]") {
    School it;
    it.accepted(mark_cell(lesson(1), 11, "answer"), domain::Mark{"5"}, {"late.mark", "mark.no_work"});
    it.accepted(topic(1, "Дроби").cell, topic(1, "Дроби").act);
    const auto noted = it.read().noted(monday, monday).value();
    REQUIRE(noted.size() == 1);
    CHECK(noted[0].notes == std::vector<std::string>{"late.mark", "mark.no_work"});
    CHECK(noted[0].kind == CellKind::mark);
    CHECK(noted[0].load == lesson(1).load);
    CHECK(it.read().entry(noted[0].entry)->value().notes.size() == 2);
    CHECK(it.read().noted(monday + one_day, monday + one_day)->empty());
}

TEST_CASE("journal: whether a cell has an accepted answer, and what frames judgement while it waits", "[journal]") {
    School it;
    const domain::Cell cell{CellKind::lesson_teacher, lesson(1), {}};
    const auto receipt = it.writes(cell, domain::LessonTeacher{person(1), "болезнь"});
    it.writes(topic(1, "Дроби").cell, topic(1, "Дроби").act);
    CHECK_FALSE(it.journal.is_answered(receipt.cell).value());
    auto pending = it.read().pending_framing().value();
    REQUIRE(pending.size() == 1);
    CHECK(pending[0].entry == receipt.entry);
    CHECK(pending[0].author == person(1));
    CHECK(pending[0].role == domain::Role::teacher);
    CHECK(std::get<domain::LessonTeacher>(pending[0].act).teacher == person(1));
    it.judged(receipt, Outcome::accepted);
    CHECK(it.journal.is_answered(receipt.cell).value());
    CHECK(it.read().pending_framing()->empty());
}

TEST_CASE("journal: a batch that the server refuses for good comes back to its author's attention", "[journal]") {
    School it;
    const auto first = it.writes(attendance(1, 11, "Н").cell, domain::Attendance{"Н", 0});
    it.writes(attendance(1, 12, "Н").cell, domain::Attendance{"Н", 0});
    const auto before = it.journal.dump_hash().value();
    journal::Incoming answer = incoming(it.journal, {});
    answer.acknowledged = {{it.journal.log(), 1}};
    answer.refused = {{it.journal.log(), 1, 1, "session.person"}};
    const auto applied = apply(it.journal, answer, it.clock);
    CHECK(applied.changes.attention);
    const auto look = [&] {
        const auto view = it.read().lesson(lesson(1)).value();
        CHECK(view.of(person(11))->state() == CellState::refused);
        CHECK(view.of(person(11))->returned->rule == "session.person");
        CHECK(view.of(person(12))->state() == CellState::pending);
        REQUIRE(it.read().attention_of(person(1))->size() == 1);
        CHECK(it.read().history(first.cell)->front().rule == "session.person");
        CHECK(it.journal.unsent()->batches.size() == 1);
    };
    look();
    CHECK(it.journal.check());
    look();
    // The server has nothing of it, so it is not among what must be equal everywhere.
    CHECK(it.journal.dump_hash().value() == before);
    // Written anew, it waits like any other; a verdict that comes after all is what counts.
    it.writes(attendance(1, 11, "").cell, domain::Attendance{"", 0});
    CHECK(it.read().lesson(lesson(1))->of(person(11))->state() == CellState::pending);
    it.judged(first, Outcome::accepted);
    CHECK(it.read().lesson(lesson(1))->of(person(11))->accepted->act->code == "Н");
    CHECK(it.read().attention_of(person(1))->empty());
}

TEST_CASE("journal: facts that come later are added to those in memory, as if all had been read", "[journal]") {
    School it;
    apply(it.journal, incoming(it.journal, {it.server.fact(group_fact(1, "7А"))}), it.clock);
    const auto before = it.journal.facts().value();
    apply(it.journal, incoming(it.journal, {it.server.fact(group_fact(2, "7Б")), it.server.fact(group_fact(1, "7В"))}),
          it.clock);
    const auto after = it.journal.facts().value();
    CHECK(before->version() == 1);
    CHECK(before->group(group(2), monday) == nullptr);
    CHECK(after->version() == 3);
    CHECK(after->group(group(1), monday)->name == "7В");
    CHECK(after->group(group(2), monday)->name == "7Б");
}

TEST_CASE("journal: a file of the former schema opens, and its tables are made from its records", "[journal][schema]") {
    const TempDir dir;
    ServerLog server;
    const ManualClock clock = school_clock();
    crypto::Digest hash{};
    {
        auto journal = open(dir / "now.db", options(server));
        const auto session = begin(journal, person(1));
        const auto a = write(journal, session, attendance(1, 11, "Н"), clock);
        const auto b = write(journal, session, topic(1, "Дроби"), clock);
        write(journal, session, homework(1, 1, "§ 5", monday + one_day), clock);
        apply(journal,
              incoming(journal, {server.verdict(a.entry, Outcome::accepted, {}, {"late.attendance"}),
                                 server.verdict(b.entry, Outcome::refused, "topic.empty")}),
              clock);
        hash = journal.dump_hash().value();
    }
    {
        auto former = sqlite::Database::open(dir / "j.db").value();
        REQUIRE(sqlite::migrate(former, journal::file_kind, journal::migrations().first(2)).value() == 2);
        REQUIRE(former.script("ATTACH '" + (dir / "now.db").string() + "' AS now"));
        for (const char* table : {"schools", "replica", "logs", "seals", "entries", "sessions", "time_tokens", "clock"})
            REQUIRE(former.script("INSERT INTO main." + std::string(table) + " SELECT * FROM now." + table));
        // As its program leaves it.
        REQUIRE(
            former.script("UPDATE replica SET projection = 1; INSERT INTO main.verdicts SELECT school, log, seq, "
                          "outcome, rule, by_order, by_log, by_seq FROM now.verdicts; "
                          "INSERT INTO topics SELECT school, x'01', layer, log, seq, author, saved_ms, outcome, "
                          "rule, versions, load, day, text, plan_item FROM now.lesson_topics"));
        std::filesystem::copy_file(dir / "now.db.witness", dir / "j.db.witness");
    }
    auto journal = open(dir / "j.db", options(server));
    CHECK(journal.dump_hash().value() == hash);
    const auto view = journal.read().lesson(lesson(1)).value();
    CHECK(view.of(person(11))->state() == CellState::accepted);
    CHECK(view.topic.state() == CellState::refused);
    CHECK(view.homework.size() == 1);
    CHECK(journal.read().noted(monday, monday)->size() == 1);
    CHECK(journal.unsent()->batches.size() == 3);
}

TEST_CASE("journal: the former program finds its tables in a file of this one", "[journal][schema]") {
    const TempDir dir;
    const ServerLog server;
    { const auto journal = open(dir / "j.db", options(server)); }
    auto file = sqlite::Database::open(dir / "j.db").value();
    CHECK(sqlite::migrate(file, journal::file_kind, journal::migrations().first(2)));
    for (const char* sql :
         {"REPLACE INTO attendance VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          "REPLACE INTO topics VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          "REPLACE INTO homework VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          "REPLACE INTO attention VALUES (?, ?, ?, ?, ?, ?, ?, ?)", "INSERT INTO conflicts VALUES (?, ?, ?, ?, ?)",
          "INSERT INTO newer VALUES (?, ?, ?, ?, ?)",
          "INSERT INTO verdicts(school, log, seq, outcome, rule, by_order, by_log, by_seq) VALUES "
          "(?, ?, ?, ?, ?, ?, ?, ?)",
          "SELECT header FROM entries INDEXED BY entries_by_cell WHERE school = ? AND cell = ?"})
        CHECK(file.prepare(sql));
}
