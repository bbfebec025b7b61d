#pragma once

#include "tests/entry/every_kind.hpp"
#include "tests/journal/world.hpp"

#include <set>

namespace zvonok::test {

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
        state_facts();
    }

    [[nodiscard]] const std::vector<Record>& records() const { return records_; }
    /// Something that a station of today may write.
    journal::Draft draft() {
        for (;;) {
            const domain::Cell cell = random_cell();
            domain::Act act = known_act(cell.kind, std::to_string(random_() % 100));
            if (!std::holds_alternative<domain::UnknownAct>(act))
                return {cell, std::move(act), {}, random_() % 5 == 0 ? entity(7) : EntityId{}};
        }
    }
    entry::SealedBatch verdict(const entry::EntryId& id) {
        static constexpr domain::Outcome outcomes[] = {domain::Outcome::accepted, domain::Outcome::accepted,
                                                       domain::Outcome::accepted, domain::Outcome::refused,
                                                       domain::Outcome::held};
        std::vector<std::string> notes;
        if (random_() % 4 == 0) notes = {"late.mark", "topic.generic"};
        return server.verdict(id, outcomes[random_() % 5], "rule." + std::to_string(random_() % 3), notes);
    }
    ServerLog server;
    std::set<std::size_t> acts, facts;  ///< what was said at all, by index

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
                return any_cell(static_cast<domain::CellKind>(6 + random_() % 26));
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
            case CellKind::visit:  // the server's own, as the next
            case CellKind::forecast:
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
                return domain::Message{{person(number)}, {group(1)}, text, {}, {}, person(number)};
            case CellKind::year_step:
                return domain::YearStep{domain::YearState::closed};
            case CellKind::archive_step:
                return domain::ArchiveStep{text};
            case CellKind::refused_attempt:
                return domain::RefusedAttempt{"rule", text};
            case CellKind::recommendation:
                return domain::Recommendation{text};
            default:
                return domain::UnknownAct{};
        }
    }
    void visit() {
        domain::Cell cell = about(domain::CellKind::visit, entity_of(person(11)));
        cell.period = entity(static_cast<int>(random_() % 2));
        const domain::Visit visit{person(12), Instant{std::chrono::hours{random_() % 100}}, "hall", false};
        acts.insert(domain::Act{visit}.index());
        records_.push_back({server.writes({cell, visit}), {}});
        cell.kind = domain::CellKind::forecast;
        cell.ordinal = static_cast<int>(random_() % 2);
        const domain::Forecast forecast{monday, {{{}, std::to_string(random_() % 5), 410}}};
        acts.insert(domain::Act{forecast}.index());
        records_.push_back({server.writes({cell, forecast}), {}});
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
            domain::Act act = random_act(cell.kind);
            acts.insert(act.index());
            draft.body = entry::Writing{cell, std::move(act), random_() % 5 == 0 ? entity(7) : EntityId{}};
            drafts.push_back(std::move(draft));
        }
        auto batch = writers_[who].seal(std::move(drafts), entry::Signer::session, sessions_[who].id);
        for (const entry::Record& record : batch.records) {
            const auto header = entry::decode_header(record.header).value();
            written_.emplace_back(header.id, header.cell);
        }
        records_.push_back({std::move(batch), sessions_[who].proof});
    }
    void judge(const entry::EntryId& id) { records_.push_back({verdict(id), {}}); }
    /// Of every kind one or two, of the latter the second about the same thing; of groups more.
    void state_facts() {
        std::vector<domain::Fact> all = every_fact();
        for (std::size_t i = 0, count = all.size(); i < count; ++i) {
            if (random_() % 2 == 0) continue;
            domain::Fact later = all[i];
            later.from += std::chrono::days{random_() % 5} - std::chrono::days{2};
            if (random_() % 2 == 0) later.until = later.from + std::chrono::days{3};
            later.withdrawn = random_() % 4 == 0;
            all.push_back(std::move(later));
        }
        for (int i = 0; i < 5; ++i) all.push_back(group_fact(1 + i % 3, "7"));
        for (domain::Fact& fact : all) {
            facts.insert(fact.value.index());
            records_.push_back({server.fact(std::move(fact)), {}});
        }
    }

    std::mt19937 random_;
    std::vector<LogWriter> writers_;
    std::vector<TestSession> sessions_;
    std::vector<std::pair<entry::EntryId, CellId>> written_;
    std::vector<Record> records_;
};

}  // namespace zvonok::test
