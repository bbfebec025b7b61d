#pragma once

#include "station/journal/control.hpp"
#include "tests/domain/judge_school.hpp"
#include "tests/journal/world.hpp"

namespace zvonok::test {

constexpr std::chrono::seconds second{1};

/// The school of the judgement's tests with a journal: what people write is judged, stored and asked about.
class ControlSchool : public Court {
  public:
    ControlSchool() : journal_(open(dir_.path() / "school.journal", options(server_))) {
        school = zvonok::test::school;
    }

    /// Written at that time, which goes forward only; accepted with the notes of the judgement.
    EntryId write(PersonId author, Role role, Writing writing, Instant saved) {
        Claim written = claim(author, role, writing, saved);
        written.first = !answered(writing.cell);
        const Judgement judgement = judged(written);
        INFO(judgement.rule);
        REQUIRE(judgement.outcome == Outcome::accepted);
        REQUIRE(saved >= clock_.now());
        clock_.advance(saved - clock_.now());
        const TestSession session = begin(journal_, author);
        const journal::Draft draft{writing.cell, writing.act, {}, writing.basis};
        const auto pen = journal::Pen{author, role, session.id, session.key};
        auto receipts = journal_.write(std::span{&draft, 1}, pen, clock_);
        REQUIRE(receipts);
        const EntryId entry = receipts->receipts.front().entry;
        apply(journal_, incoming(journal_, {verdict(entry, judgement.notes)}), clock_);
        for (Fact& fact : consequences(book(), moscow, written, entry, saved)) facts.push_back(std::move(fact));
        return entry;
    }
    /// A diary was opened; the server says so itself.
    void visit(PersonId who, PersonId pupil, Instant at, bool refused = false) {
        entry::Draft draft;
        draft.header.order = ++server_.order;
        draft.header.role = Role::server;
        draft.header.kind = CellKind::visit;
        Cell cell{CellKind::visit, {}, entity_of(who)};
        cell.period = id<EntityId>(++visits_);
        draft.header.cell = entry::cell_id(school, cell);
        draft.body = Writing{cell, Visit{pupil, at, "Вестибюль", refused}};
        apply(journal_, incoming(journal_, {server_.writer.seal({std::move(draft)}, entry::Signer::server, {})}),
              clock_);
    }

    /// Asks as of a moment, by everything known so far.
    template <class Question>
    auto ask(Instant now, Question&& question) {
        const FactBook facts_known = book();
        auto control = journal_.control();
        REQUIRE(control);
        auto answer = question(*control, journal::Asked{facts_known, moscow, now});
        if (!answer) FAIL(describe(answer.error()));
        return std::move(*answer);
    }
    std::vector<journal::Unfilled> unfilled(Instant now, journal::FillingScope scope) {
        return ask(now, [&](auto& control, const auto& asked) { return control.unfilled(asked, scope); });
    }
    /// What is missing of one lesson.
    std::vector<journal::Part> missing(const LessonKey& lesson, LocalDay held, Instant now) {
        std::vector<journal::Part> parts;
        for (const journal::Unfilled& each : unfilled(now, {held, held}))
            if (each.lesson.key == lesson) parts.push_back(each.part);
        return parts;
    }

    /// A paper of a pupil's over these days.
    static PupilDocument paper(DocumentKind kind, PersonId pupil, LocalDay first, LocalDay last) {
        PupilDocument document;
        document.kind = kind;
        document.pupil = pupil;
        document.number = "12";
        document.issuer = "поликлиника № 4";
        document.first = first;
        document.last = last;
        return document;
    }

  private:
    bool answered(const Cell& cell) {
        const auto known = journal_.is_answered(entry::cell_id(school, cell));
        REQUIRE(known);
        return *known;
    }
    entry::SealedBatch verdict(const EntryId& on, std::vector<std::string> notes) {
        entry::Draft draft;
        draft.header.order = ++server_.order;
        draft.header.role = Role::server;
        draft.header.kind = CellKind::verdict;
        draft.header.cell = entry::verdict_cell(school, on);
        draft.body = entry::Verdict{on, Outcome::accepted, {}, std::move(notes)};
        return server_.writer.seal({std::move(draft)}, entry::Signer::server, {});
    }

    TempDir dir_;
    ServerLog server_;
    ManualClock clock_{parse_instant("2026-09-01T00:00:00Z").value()};
    journal::Journal journal_;
    std::uint8_t visits_ = 0;
};

}  // namespace zvonok::test
