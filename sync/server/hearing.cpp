#include "sync/server/hearing.hpp"

#include "station/domain/enact.hpp"
#include "station/domain/held_lessons.hpp"
#include "station/entry/sealed_fields.hpp"
#include "sync/server/tuning.hpp"

#include <algorithm>

namespace zvonok::sync::server {

using domain::Audience;
using domain::EntryId;
using domain::FactBook;
using domain::Judgement;
using domain::Outcome;

namespace {

Judgement held_by(std::string_view rule) {
    return {Outcome::held, std::string(rule), {}};
}

bool frames(domain::CellKind kind) {
    return domain::is_framing(kind) || kind == domain::CellKind::registration;
}

/// What a refused entry speaks of and the facts do not know yet: entries of several stations come in any order. Empty:
/// it can never be right.
std::string_view awaited_by(std::string_view broken, const domain::Writing& writing, const FactBook& book) {
    const auto is_to_come = [&](const domain::LessonKey& key) { return !key.unplanned.empty() && !book.lesson(key); };
    if (broken == domain::rule::lesson_unknown && is_to_come(writing.cell.lesson)) return rule::awaits_lesson;
    if (const auto* homework = std::get_if<domain::Homework>(&writing.act);
        homework != nullptr && broken == domain::rule::homework_lesson && is_to_come(homework->due))
        return rule::awaits_lesson;
    if (broken == domain::rule::change_unknown) return rule::awaits_basis;
    if (broken == domain::rule::change_not_approved) {
        const auto request = book.change_request(id_as<RequestId>(writing.basis));
        if (request && request->decision == nullptr) return rule::awaits_decision;
    }
    return {};
}

bool is_doubt_about_session(std::string_view rule) {
    return rule == rule::card_revoked || rule == rule::card_out_of_date || rule == rule::person_left;
}

}  // namespace

Result<std::vector<domain::Fact>> Hearing::spare_written_lessons(std::vector<domain::Fact> facts) {
    Result<void> asked;
    const auto is_written = [&](const domain::LessonKey& key) {
        const LessonId lesson = entry::lesson_id(school_, key);
        if (!asked || newly_written_.contains(lesson)) return true;
        const auto found = store_.is_written(school_, lesson);
        if (!found) asked = tl::unexpected(found.error());
        return !found || *found;
    };
    auto spared = domain::spare_held_lessons(*book_, std::move(facts), known_->zone.day_of(now_), is_written);
    if (!asked) return tl::unexpected(asked.error());
    return spared;
}

Result<void> Hearing::record(std::vector<domain::Fact> stated) {
    if (stated.empty()) return {};
    auto spared = spare_written_lessons(std::move(stated));
    if (!spared) return tl::unexpected(spared.error());
    std::vector<domain::Fact>& facts = *spared;
    if (facts.empty()) return {};
    std::ranges::stable_partition(facts,
                                  [](const auto& fact) { return domain::audience_of(fact) == Audience::everyone; });
    auto book = std::make_shared<FactBook>(*book_);
    domain::FactVersion version = book->version();
    for (domain::Fact& fact : facts) {
        book->record(++version, fact);
        facts_.emplace_back(version, std::move(fact));
    }
    book->seal();
    book_ = std::move(book);
    hopes_.reset();
    return {};
}

Result<void> Hearing::judge(const BelievedBatch& batch, const entry::SessionStatement& session,
                            const TimeTokens& tokens) {
    std::vector<CellId> cells;
    for (const entry::Header& header : batch.checked.headers) cells.push_back(header.cell);
    auto answered = store_.answered(school_, cells);
    if (!answered) return tl::unexpected(answered.error());
    answered_.insert(answered->begin(), answered->end());

    for (std::size_t i = 0; i < batch.checked.headers.size(); ++i) {
        const entry::Header& header = batch.checked.headers[i];
        Case the_case{header, {}};
        the_case.claim.station = session.station;
        the_case.claim.writing = opened(std::get<entry::Writing>(*batch.checked.bodies[i]));
        the_case.claim.clock = clock_trust(header.saved, tokens, session, now_);
        auto judgement = batch.doubt.empty() ? weigh(the_case, {}) : Result<Judgement>{held_by(batch.doubt)};
        if (!judgement) return tl::unexpected(judgement.error());
        if (auto settled = settle(the_case, std::move(*judgement)); !settled) return settled;
    }
    return {};
}

Result<Judgement> Hearing::weigh(Case& the_case, std::string_view former_rule) {
    domain::Claim& claim = the_case.claim;
    const entry::Header& header = the_case.header;
    claim.author = header.author;
    claim.role = header.role;
    claim.audience = header.audience;
    claim.saved = header.saved.at;
    claim.first = !answered_.contains(header.cell);
    // What the author knew is asked below, once for all entries of those who knew as much.
    claim.facts = book_->version();
    claim.decided.reset();
    if (std::holds_alternative<domain::HeldDecision>(claim.writing.act)) {
        const auto decided = store_.held(school_, claim.writing.cell.entry);
        if (!decided) return tl::unexpected(decided.error());
        if (*decided) {
            const auto about = load(**decided);
            if (!about) return tl::unexpected(about.error());
            if (*about) claim.decided = domain::DecidedEntry{(*about)->header.author, Outcome::held};
        }
    }
    Judgement judgement = domain::judge(*book_, known_->zone, claim, now_);
    if (judgement.outcome != Outcome::refused) return judgement;
    if (const auto awaited = awaited_by(judgement.rule, claim.writing, *book_); !awaited.empty())
        return held_by(awaited);

    const auto hopes = if_held_were_accepted(header.id);
    if (!hopes) return tl::unexpected(hopes.error());
    if (*hopes) {
        domain::Claim hoping = claim;
        hoping.facts = (*hopes)->version();
        if (domain::judge(**hopes, known_->zone, hoping, now_).outcome == Outcome::accepted)
            return held_by(rule::awaits_held);
    }
    // What the facts of another day would have said stays as it was, whatever is recorded later.
    if (former_rule == domain::rule::facts_differ || looked_right_to_its_author(the_case))
        return held_by(domain::rule::facts_differ);
    return judgement;
}

bool Hearing::looked_right_to_its_author(const Case& the_case) {
    const domain::FactVersion knew = the_case.header.facts;
    if (knew >= book_->version()) return false;
    auto earlier = earlier_.find(knew);
    if (earlier == earlier_.end()) {
        // Somebody who claims another version with each entry gets no more work done: the administrator looks.
        if (earlier_.size() >= tuning::earlier_books) return true;
        earlier = earlier_.emplace(knew, book_->as_of(knew)).first;
    }
    domain::Claim claim = the_case.claim;
    claim.facts = earlier->second.version();
    return domain::judge(earlier->second, known_->zone, claim, now_).outcome != Outcome::refused;
}

Result<std::shared_ptr<const FactBook>> Hearing::if_held_were_accepted(const EntryId& but) {
    if (hopes_ && *hopes_ == nullptr) return nullptr;
    const auto held = store_.held_framing(school_, tuning::frames_hoped_for);
    if (!held) return tl::unexpected(held.error());
    const bool is_one_of_them = std::ranges::count(*held, but, &HeldEntry::entry) > 0;
    if (hopes_ && !is_one_of_them) return *hopes_;
    auto book = std::make_shared<FactBook>(*book_);
    domain::FactVersion version = book->version();
    for (const HeldEntry& each : *held) {
        if (each.entry == but) continue;
        const auto framing = load(each);
        if (!framing) return tl::unexpected(framing.error());
        if (!*framing) continue;
        const domain::Claim& claim = (*framing)->claim;
        for (domain::Fact& fact : domain::consequences(*book_, known_->zone, claim, each.entry, now_))
            book->record(++version, std::move(fact));
    }
    book->seal();
    std::shared_ptr<const FactBook> made;
    if (version > book_->version()) made = std::move(book);
    if (!is_one_of_them) hopes_ = made;
    return made;
}

Result<void> Hearing::settle(const Case& the_case, Judgement judgement) {
    const entry::Header& header = the_case.header;
    const Outcome outcome = judgement.outcome;
    // Whatever was said of it before in this transaction was said to nobody.
    verdicts_.insert_or_assign(
        verdicts_.end(), header.id,  // a batch's entries come in their order
        Statement{header.audience, entry::verdict_cell(school_, header.id), domain::CellKind::verdict, book_->version(),
                  entry::Verdict{header.id, outcome, judgement.rule, std::move(judgement.notes)}});
    if (outcome == Outcome::held) {
        if (frames(header.kind)) hopes_.reset();
        return store_.put_held(school_, {header.id, std::move(judgement.rule), the_case.claim.clock,
                                         frames(header.kind), header.order, book_->version()});
    }
    if (outcome != Outcome::accepted) return {};
    if (answered_.insert(header.cell).second) newly_answered_.push_back(header.cell);
    if (const domain::LessonKey& lesson = the_case.claim.writing.cell.lesson; !lesson.empty())
        newly_written_.insert(entry::lesson_id(school_, lesson));
    if (auto recorded = record(domain::consequences(*book_, known_->zone, the_case.claim, header.id, now_)); !recorded)
        return recorded;
    if (const auto* decision = std::get_if<domain::HeldDecision>(&the_case.claim.writing.act))
        return carry_out(*decision, the_case.claim.writing.cell.entry);
    return {};
}

Result<void> Hearing::release(const HeldEntry& held) {
    released_.insert(held.entry);
    if (auto dropped = store_.drop_held(school_, held.entry); !dropped || !held.framing) return dropped;
    hopes_.reset();
    return store_.reopen_held(school_, std::string(rule::awaits_held));
}

Result<void> Hearing::carry_out(const domain::HeldDecision& decision, const EntryId& entry) {
    const auto held = store_.held(school_, entry);
    if (!held) return tl::unexpected(held.error());
    if (!*held) return {};
    const auto found = load(**held);
    if (!found) return tl::unexpected(found.error());
    if (!*found) return {};
    const Case& the_case = **found;
    Judgement judgement{Outcome::refused, std::string(rule::held_refused), {(*held)->rule}};
    if (decision.accepted) {
        // The deadlines that it missed are told as of the time that it says.
        domain::Claim believed = the_case.claim;
        believed.clock = domain::ClockTrust::anchored;
        judgement = domain::judge(*book_, known_->zone, believed, now_);
        if (judgement.outcome != Outcome::accepted) judgement = {};
        judgement.notes.emplace_back(rule::held_accepted);
    }
    if (auto released = release(**held); !released) return released;
    return settle(the_case, std::move(judgement));
}

domain::Writing Hearing::opened(domain::Writing writing) const {
    auto* registration = std::get_if<domain::Registration>(&writing.act);
    if (registration == nullptr) return writing;
    domain::Fact fact = *registration->fact;
    auto* record = std::get_if<domain::RegisterRecord>(&fact.value);
    if (record == nullptr || record->sealed.empty()) return writing;
    if (auto open = entry::open_fields(*record, fact.entity, key_)) {
        *record = std::move(*open);
    } else {
        // A box that nobody can open is none: the judgement says so.
        record->sealed.clear();
    }
    registration->fact = std::move(fact);
    return writing;
}

Result<std::optional<Hearing::Case>> Hearing::load(const HeldEntry& held) {
    auto record = store_.record(school_, held.entry);
    if (!record) return tl::unexpected(record.error());
    if (!*record || (*record)->is_stub()) return std::nullopt;
    auto header = entry::decode_header((*record)->header);
    if (!header) return tl::unexpected(header.error());
    auto body = entry::decode_body((*record)->body);
    if (!body) return tl::unexpected(body.error());
    auto* writing = std::get_if<entry::Writing>(&*body);
    if (writing == nullptr) return std::nullopt;
    const auto log = store_.log(school_, held.entry.log);
    if (!log) return tl::unexpected(log.error());
    Case the_case{std::move(*header), {}};
    domain::Claim& claim = the_case.claim;
    claim.author = the_case.header.author;
    claim.role = the_case.header.role;
    if (*log) claim.station = (*log)->station;
    claim.writing = opened(std::move(*writing));
    claim.audience = the_case.header.audience;
    claim.saved = the_case.header.saved.at;
    claim.clock = held.clock;
    claim.facts = book_->version();
    return the_case;
}

Result<Judgement> Hearing::weigh_again(Case& the_case, const HeldEntry& held) {
    // An account that was closed in time has to be looked at by somebody, whatever is recorded later.
    if (held.rule == domain::rule::account_blocked) return held_by(held.rule);
    if (is_doubt_about_session(held.rule)) {
        const auto proof = store_.session(school_, the_case.header.session);
        if (!proof) return tl::unexpected(proof.error());
        if (!*proof) return held_by(held.rule);
        const auto session = believe_session(**proof, {school_, *book_, known_->zone, known_->trust});
        if (!session) return held_by(held.rule);
        if (!session->doubt.empty()) return held_by(session->doubt);
    }
    if (!answered_.contains(the_case.header.cell)) {
        auto answered = store_.answered(school_, {the_case.header.cell});
        if (!answered) return tl::unexpected(answered.error());
        answered_.insert(answered->begin(), answered->end());
    }
    return weigh(the_case, held.rule);
}

Result<void> Hearing::judge_again(HeldEntry held) {
    if (released_.contains(held.entry)) return {};
    auto found = load(held);
    if (!found) return tl::unexpected(found.error());
    auto judgement = *found ? weigh_again(**found, held) : Result<Judgement>{held_by(held.rule)};
    if (!judgement) return tl::unexpected(judgement.error());
    if (judgement->outcome == Outcome::held) {
        if (judgement->rule != held.rule) return settle(**found, std::move(*judgement));
        held.judged = book_->version();
        return store_.put_held(school_, held);
    }
    if (auto released = release(held); !released) return released;
    return settle(**found, std::move(*judgement));
}

Result<bool> Hearing::reconsider(std::size_t limit) {
    while (limit > 0) {
        auto turn = store_.held_before(school_, book_->version(), limit);
        if (!turn) return tl::unexpected(turn.error());
        if (turn->empty()) return false;
        limit -= turn->size();
        for (HeldEntry& held : *turn)
            if (auto judged = judge_again(std::move(held)); !judged) return tl::unexpected(judged.error());
    }
    const auto left = store_.held_before(school_, book_->version(), 1);
    if (!left) return tl::unexpected(left.error());
    return !left->empty();
}

Result<std::vector<Statement>> Hearing::close() {
    if (auto added = store_.add_answered(school_, newly_answered_); !added) return tl::unexpected(added.error());
    if (auto added = store_.add_written(school_, {newly_written_.begin(), newly_written_.end()}); !added)
        return tl::unexpected(added.error());
    std::vector<Statement> statements;
    statements.reserve(facts_.size() + verdicts_.size());
    for (auto& [version, fact] : facts_)
        statements.push_back({domain::audience_of(fact), entry::fact_cell(school_, fact.entity), domain::CellKind::fact,
                              version, entry::RecordedFact{version, std::move(fact)}});
    for (const Audience audience : {Audience::everyone, Audience::staff})
        for (auto& [entry, verdict] : verdicts_)
            if (verdict.audience == audience) statements.push_back(std::move(verdict));
    return statements;
}

}  // namespace zvonok::sync::server
