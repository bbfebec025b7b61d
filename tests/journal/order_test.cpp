#include "tests/journal/world.hpp"

#include <algorithm>

/// The projection is a function of the set of records: whatever the order, doubling and batching of arrival.
using namespace zvonok;
using namespace zvonok::test;
using domain::Outcome;

namespace {

struct Record {
    entry::SealedBatch batch;
    std::optional<entry::SessionProof> proof;
};

/// A random school day: three stations write into few cells without always seeing each other, the server judges and
/// sometimes judges again, a newer program writes what nobody here understands, a hostile one claims to have seen
/// anything.
class Day {
  public:
    explicit Day(unsigned seed) : random_(seed) {
        for (int i = 0; i < 3; ++i) {
            writers_.emplace_back(crypto::SigningKey::generate());
            sessions_.emplace_back(person(i + 1), writers_.back().tip.log, station(i + 10));
            writers_.back().key = crypto::SigningKey::from_seed(sessions_.back().key.seed().view()).value();
        }
        for (int i = 0; i < 60; ++i) act();
        for (int i = 0; i < 3; ++i) visit();
        for (const auto& [id, cell] : written_)
            while (random_() % 3 != 0) judge(id);
        for (int i = 0; i < 5; ++i) records_.push_back({server.fact(group_fact(1 + i % 3, "7")), {}});
    }

    const std::vector<Record>& records() const { return records_; }
    ServerLog server;

  private:
    domain::Cell random_cell() {
        switch (random_() % 12) {
            case 0:
                return {domain::CellKind::topic, lesson(1), {}};
            case 1:
                return {domain::CellKind::homework, lesson(1), entity_of(group(1))};
            case 2:
                return {domain::CellKind::attendance, lesson(2), entity_of(person(11))};
            case 3:
                return {domain::CellKind::attendance, lesson(1), entity_of(person(11))};
            case 4:
                return mark_cell(lesson(1), 11, "answer", 1 + static_cast<int>(random_() % 2));
            case 5:
                return mark_cell(somehow_described(), 11, "answer");
            case 6:
                return {domain::CellKind::lesson_held, random_() % 2 == 0 ? lesson(1) : somehow_described(), {}};
            default:
                return any_cell(static_cast<domain::CellKind>(6 + random_() % 24));
        }
    }
    /// One unplanned lesson, which everybody describes in his own way.
    domain::LessonKey somehow_described() {
        return added_lesson(1, 1 + static_cast<int>(random_() % 2), monday + std::chrono::days{random_() % 3},
                            1 + static_cast<int>(random_() % 2));
    }
    domain::Cell any_cell(domain::CellKind kind) {
        using domain::CellKind;
        switch (kind) {
            case CellKind::absence_reason:
                return {kind, lesson(1), entity_of(person(11))};
            case CellKind::work:
                return work_cell(random_() % 2 == 0 ? lesson(1) : somehow_described(), "control");
            case CellKind::mark: {
                // Something in a field that marks do not use: another cell, which must not pass for the pupil's mark.
                domain::Cell cell = mark_cell(lesson(1), 11, "answer");
                cell.period = entity(static_cast<int>(random_() % 2));
                return cell;
            }
            case CellKind::period_mark:
                return period_cell(11, 1, 1 + static_cast<int>(random_() % 2));
            case CellKind::plan_link:
            case CellKind::lesson_teacher:
            case CellKind::lesson_change:
                return {kind, random_() % 2 == 0 ? lesson(1) : somehow_described(), {}};
            case CellKind::visit:  // the server's own
                return {CellKind::topic, lesson(1), entity(1)};
            default:
                return about(kind, entity(static_cast<int>(random_() % 2)));
        }
    }
    domain::Act known_act(domain::CellKind kind, const std::string& text) {
        using domain::CellKind;
        const int number = static_cast<int>(random_() % 3);
        const auto day = monday + std::chrono::days{number};
        switch (kind) {
            case CellKind::topic:
                return domain::Topic{text, {}, {PlanItemId{entity(number).bytes}}};
            case CellKind::homework:
                return domain::Homework{text, domain::HomeworkWay::read, lesson(1, day), {"https://resh.edu.ru"}};
            case CellKind::attendance:
                return domain::Attendance{text, number};
            case CellKind::absence_reason:
                return domain::AbsenceReason{number == 0 ? "" : text, "note", {}};
            case CellKind::work:
                return domain::Work{text, 1, 0, 0, day, number == 0};
            case CellKind::mark:
                return domain::Mark{number == 0 ? "" : "5", text, number, {{"A", 1}}, {}};
            case CellKind::transferred_mark:
                return domain::TransferredMark{"4", day, text};
            case CellKind::period_mark:
                return domain::PeriodMark{number == 0 ? "" : "4", text};
            case CellKind::plan_link:
                return domain::PlanLink{std::vector<PlanItemId>(static_cast<std::size_t>(number)), text};
            case CellKind::lesson_teacher:
                return domain::LessonTeacher{person(number), text};
            case CellKind::lesson_change:
                return domain::LessonChange{domain::LessonState::moved, day, 2, {}, {}, text};
            case CellKind::lesson_held:
                return domain::LessonHeld{number != 0};
            case CellKind::seat_plan:
                return domain::SeatPlan{3, number, {{person(11), 1, 1}}};
            case CellKind::registration:
                return domain::Registration{group_fact(1, text)};
            case CellKind::change_request:
                return domain::ChangeRequest{
                    domain::Writing{mark_cell(lesson(1, day), 11, "answer"), domain::Mark{"5"}}, "error", {}, text};
            case CellKind::change_decision:
                return domain::ChangeDecision{number == 1, text};
            case CellKind::held_decision:
                return domain::HeldDecision{number == 1, text};
            case CellKind::acknowledgement:
                return domain::Acknowledgement{text};
            case CellKind::compromise_report:
                return domain::CompromiseReport{day, text};
            case CellKind::remark:
                return domain::Remark{person(number), CellKind::topic, text};
            case CellKind::remark_answer:
                return domain::RemarkAnswer{text};
            case CellKind::review:
                return domain::Review{text};
            case CellKind::message:
                return domain::Message{{person(number)}, {group(1)}, text, {}};
            case CellKind::year_step:
                return domain::YearStep{domain::YearState::closed};
            case CellKind::archive_step:
                return domain::ArchiveStep{text};
            case CellKind::refused_attempt:
                return domain::RefusedAttempt{"rule", text};
            default:
                return domain::UnknownAct{};
        }
    }
    void visit() {
        domain::Cell cell = about(domain::CellKind::visit, entity_of(person(11)));
        cell.period = entity(static_cast<int>(random_() % 2));
        const domain::Visit visit{person(12), Instant{std::chrono::hours{random_() % 100}}, "hall", false};
        records_.push_back({server.writes({cell, visit}), {}});
    }
    domain::Act random_act(domain::CellKind kind) {
        if (random_() % 12 == 0) return domain::UnknownAct{};
        return known_act(kind, std::to_string(random_() % 100));
    }
    void act() {
        const std::size_t who = random_() % writers_.size();
        std::vector<entry::Draft> drafts;
        const int count = 1 + static_cast<int>(random_() % 3);
        for (int i = 0; i < count; ++i) {
            const domain::Cell cell = random_cell();
            entry::Draft draft;
            draft.header.author = sessions_[who].person;
            draft.header.kind = cell.kind;
            draft.header.cell = entry::cell_id(school, cell);
            draft.header.order = random_() % 6;
            for (const auto& [id, in] : written_)
                if (in == draft.header.cell && random_() % 3 == 0) draft.header.seen.push_back(id);
            if (random_() % 20 == 0)  // one that will be written later, or never
                draft.header.seen.push_back({writers_[random_() % 3].tip.log, 1 + random_() % 40});
            draft.body = entry::Writing{cell, random_act(cell.kind), random_() % 5 == 0 ? entity(7) : EntityId{}};
            drafts.push_back(std::move(draft));
        }
        auto batch = writers_[who].seal(std::move(drafts), entry::Signer::session, sessions_[who].id);
        for (const entry::Record& record : batch.records) {
            const auto header = entry::decode_header(record.header).value();
            written_.emplace_back(header.id, header.cell);
        }
        records_.push_back({std::move(batch), sessions_[who].proof});
    }
    void judge(const entry::EntryId& id) {
        static constexpr Outcome outcomes[] = {Outcome::accepted, Outcome::accepted, Outcome::accepted,
                                               Outcome::refused, Outcome::held};
        std::vector<std::string> notes;
        if (random_() % 4 == 0) notes = {"late.mark", "topic.generic"};
        records_.push_back(
            {server.verdict(id, outcomes[random_() % 5], "rule." + std::to_string(random_() % 3), notes), {}});
    }

    std::mt19937 random_;
    std::vector<LogWriter> writers_;
    std::vector<TestSession> sessions_;
    std::vector<std::pair<entry::EntryId, CellId>> written_;
    std::vector<Record> records_;
};

struct Delivered {
    crypto::Digest hash{};
    std::string conflicts;
};

Delivered deliver(const Day& day, std::vector<Record> records, std::mt19937& random) {
    const TempDir dir;
    const ManualClock clock = school_clock();
    auto journal = open(dir / "j.db", options(day.server, 30));
    for (std::size_t at = 0; at < records.size();) {
        journal::Incoming answer = incoming(journal, {});
        const std::size_t count = 1 + random() % 20;
        for (std::size_t i = 0; i < count && at < records.size(); ++i, ++at) {
            answer.batches.push_back(records[at].batch);
            if (records[at].proof) answer.sessions.push_back(*records[at].proof);
        }
        const auto applied = apply(journal, answer, clock);
        CHECK(applied.rejected.empty());
        CHECK(applied.changes.forked == 0);
    }
    const auto incremental = journal.dump_hash().value();
    REQUIRE(journal.check());
    CHECK(journal.dump_hash().value() == incremental);
    std::string conflicts;
    for (int i = 1; i <= 3; ++i) conflicts += std::to_string(journal.read().conflicts_of(person(i))->size()) + " ";
    return {incremental, conflicts};
}

}  // namespace

TEST_CASE("fold: any order, doubling and batching of arrival gives the same tables", "[journal][fold][T-08]") {
    for (unsigned seed = 1; seed <= 12; ++seed) {
        const Day day{seed};
        std::mt19937 random{seed};
        const Delivered expected = deliver(day, day.records(), random);
        CHECK(expected.hash != crypto::Digest{});
        for (int round = 0; round < 4; ++round) {
            std::vector<Record> records = day.records();
            for (std::size_t i = 0; i < day.records().size(); ++i)
                if (random() % 4 == 0) records.push_back(day.records()[i]);
            std::ranges::shuffle(records, random);
            INFO("seed " << seed << ", round " << round);
            const Delivered got = deliver(day, std::move(records), random);
            CHECK(got.hash == expected.hash);
            CHECK(got.conflicts == expected.conflicts);
        }
    }
}

TEST_CASE("fold: stubs first and bodies later end where bodies at once end", "[journal][fold]") {
    for (unsigned seed = 21; seed <= 26; ++seed) {
        const Day day{seed};
        std::mt19937 random{seed};
        const Delivered expected = deliver(day, day.records(), random);
        std::vector<Record> records;
        for (const Record& record : day.records()) {
            Record part = record;
            part.batch = entry::part_of(record.batch, [&](const entry::Record&) { return random() % 2 == 0; });
            if (record.proof)
                for (entry::Record& stub : part.batch.records)
                    if (random() % 2 == 0) stub = {stub.header, {}, {}};
            if (!part.batch.records.empty()) records.push_back(std::move(part));
        }
        const std::size_t parts = records.size();
        records.insert(records.end(), day.records().begin(), day.records().end());
        std::shuffle(records.begin() + static_cast<std::ptrdiff_t>(parts), records.end(), random);
        CHECK(deliver(day, std::move(records), random).hash == expected.hash);
    }
}

TEST_CASE("fold: what differs in the records differs in the hash", "[journal][fold]") {
    const Day day{5};
    std::mt19937 random{5};
    const Delivered whole = deliver(day, day.records(), random);
    std::vector<Record> less = day.records();
    less.pop_back();
    CHECK(deliver(day, std::move(less), random).hash != whole.hash);
}

TEST_CASE("fold: two who did not see each other conflict, who has seen both settles it",
          "[journal][fold][T-09][J-16]") {
    const TempDir dir;
    ServerLog server;
    const ManualClock clock = school_clock();
    auto first = open(dir / "1.db", options(server, 1));
    auto second = open(dir / "2.db", options(server, 2));
    const auto ivanov = begin(first, person(1), 1);
    const auto petrov = begin(second, person(2), 2);
    const auto a = write(first, ivanov, topic(1, "Дроби"), clock);
    const auto b = write(second, petrov, topic(1, "Проценты"), clock);

    std::vector<entry::SealedBatch> all = first.unsent()->batches;
    const journal::Outgoing others = second.unsent().value();
    all.insert(all.end(), others.batches.begin(), others.batches.end());
    all.push_back(server.verdict(a.entry, Outcome::accepted));
    all.push_back(server.verdict(b.entry, Outcome::accepted));
    apply(first, incoming(first, all), clock);
    apply(second, incoming(second, all), clock);
    for (auto* journal : {&first, &second}) {
        const auto view = journal->read().lesson(lesson(1)).value();
        CHECK(view.topic.state() == journal::CellState::conflict);
        CHECK(view.topic.versions == 2);
        CHECK(journal->read().conflicts_of(person(1))->size() == 1);
        CHECK(journal->read().conflicts_of(person(2))->size() == 1);
        CHECK(journal->read().history(a.cell)->size() == 2);
    }
    CHECK(first.dump_hash().value() == second.dump_hash().value());
    CHECK(first.read().lesson(lesson(1))->topic.shown()->entry ==
          second.read().lesson(lesson(1))->topic.shown()->entry);

    const auto c = write(first, ivanov, topic(1, "Дроби и проценты"), clock);
    const std::vector<entry::SealedBatch> settled{first.unsent()->batches.back(),
                                                  server.verdict(c.entry, Outcome::accepted)};
    apply(first, incoming(first, settled), clock);
    apply(second, incoming(second, settled), clock);
    CHECK(second.read().lesson(lesson(1))->topic.shown()->act->text == "Дроби и проценты");
    CHECK(second.read().lesson(lesson(1))->topic.state() == journal::CellState::accepted);
    CHECK(second.read().conflicts_of(person(1))->empty());
    CHECK(first.dump_hash().value() == second.dump_hash().value());
}

TEST_CASE("fold: an act of a newer program is kept and flagged, and does not disturb equality", "[journal][fold]") {
    const TempDir dir;
    ServerLog server;
    const ManualClock clock = school_clock();
    auto journal = open(dir / "j.db", options(server));
    const auto empty = journal.dump_hash().value();
    LogWriter newer{crypto::SigningKey::generate()};
    entry::Draft draft;
    const domain::Cell cell{domain::CellKind::topic, lesson(1), {}};
    draft.header.author = person(5);
    draft.header.kind = cell.kind;
    draft.header.cell = entry::cell_id(school, cell);
    draft.body = entry::Writing{cell, domain::UnknownAct{}};
    const auto batch = newer.seal({draft}, entry::Signer::session, crypto::random_id<SessionId>());
    apply(journal, incoming(journal, {batch, server.verdict({newer.tip.log, 1}, Outcome::accepted)}), clock);
    const auto view = journal.read().lesson(lesson(1)).value();
    REQUIRE(view.topic.shown() != nullptr);
    CHECK_FALSE(view.topic.shown()->act);
    CHECK(view.topic.shown()->author == person(5));
    CHECK(journal.read().counts()->newer == 1);
    CHECK(journal.dump_hash().value() == empty);
    // A new topic that has seen it replaces it.
    const auto session = begin(journal, person(1));
    const auto receipt = write(journal, session, topic(1, "Дроби"), clock);
    CHECK(journal.read().history(receipt.cell)->back().header.seen.size() == 1);
    apply(journal, incoming(journal, {server.verdict(receipt.entry, Outcome::accepted)}), clock);
    CHECK(journal.read().counts()->newer == 0);
    CHECK(journal.read().lesson(lesson(1))->topic.shown()->act->text == "Дроби");
}
