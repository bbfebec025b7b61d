#include "sync/server/school.hpp"

#include "station/crypto/random.hpp"
#include "station/journal/replica.hpp"
#include "sync/server/docket_fill.hpp"
#include "sync/server/tuning.hpp"

#include <algorithm>
#include <set>

namespace zvonok::sync::server {

using domain::Audience;

namespace {

/// Where no fact says otherwise.
constexpr std::string_view default_zone = "Europe/Moscow";

/// The server writes two logs a school, one for each audience; their ids follow from the school and its epoch, so that
/// a server that was put back from a backup does not go on in logs whose ends it does not know.
LogId own_log(SchoolId school, EpochId epoch, Audience audience) {
    const std::uint8_t which[] = {static_cast<std::uint8_t>(audience)};
    return crypto::derived_id<LogId>("zvonok server log v1", {school.view(), epoch.view(), which});
}

/// Seal and headers as they went into the log, which is all that the store asks of a batch. What has just been hashed
/// and signed here is not hashed and verified again.
Result<entry::CheckedBatch> read_own(const entry::SealedBatch& batch) {
    auto seal = entry::decode_seal(batch.seal.content);
    if (!seal) return tl::unexpected(seal.error());
    entry::CheckedBatch own{std::move(*seal), {}, {}};
    own.headers.reserve(batch.records.size());
    for (const entry::Record& record : batch.records) {
        auto header = entry::decode_header(record.header);
        if (!header) return tl::unexpected(header.error());
        own.headers.push_back(std::move(*header));
    }
    return own;
}

bool is_card_matter(const std::string& rule) {
    return rule == rule::session_certificate;
}

}  // namespace

Result<std::unique_ptr<School>> School::open(SchoolId id, Store& store, const crypto::SigningKey& key) {
    const auto head = store.head(id);
    if (!head) return tl::unexpected(head.error());
    std::unique_ptr<School> school{new School(id, key)};
    if (auto caught_up = school->catch_up(store, *head); !caught_up) return tl::unexpected(caught_up.error());
    if (auto docketed = school->complete_docket(store); !docketed) return tl::unexpected(docketed.error());
    return school;
}

Result<void> School::complete_docket(Store& store) {
    const auto complete = store.is_docketed(id_);
    if (!complete) return tl::unexpected(complete.error());
    if (*complete) return {};
    if (auto begun = begin(store); !begun) return begun;
    auto filled = fill_docket(id_, store);
    if (filled) return store.commit();
    store.abandon();
    return filled;
}

Result<std::unique_ptr<School>> School::found(SchoolId id, EpochId epoch, std::vector<domain::Fact> facts, Store& store,
                                              const crypto::SigningKey& key, Instant now) {
    const auto head = store.begin_school(id, epoch);
    if (!head) return tl::unexpected(head.error());
    std::unique_ptr<School> school{new School(id, key)};
    auto caught_up = school->catch_up(store, *head);
    auto founded = caught_up ? school->write_facts(store, std::move(facts), now)
                             : Result<Recorded>{tl::unexpected(caught_up.error())};
    if (founded) return school;
    store.abandon();
    return tl::unexpected(founded.error());
}

Result<std::shared_ptr<const Known>> School::work_out(Store& store,
                                                      std::shared_ptr<const domain::FactBook> book) const {
    // Dated facts of any day count here: a list that is to come into force is known already.
    const domain::School* school = nullptr;
    StaffTrust trust;
    for (const auto& [version, fact] : book->facts()) {
        if (const auto* value = std::get_if<domain::School>(&fact.value)) school = value;
        if (const auto* value = std::get_if<domain::RevocationList>(&fact.value))
            if (auto list = crypto::RevocationList::from_der(value->der); list && !fact.withdrawn)
                trust.lists.push_back(std::move(*list));
    }
    const auto authorities = store.staff_authorities(id_);
    if (!authorities) return tl::unexpected(authorities.error());
    for (const Bytes& der : *authorities) {
        auto certificate = crypto::Certificate::from_der(der);
        if (!certificate) return tl::unexpected(certificate.error());
        trust.authorities.push_back(std::move(*certificate));
    }
    auto zone = Zone::find(school == nullptr ? default_zone : std::string_view{school->zone});
    if (!zone) return tl::unexpected(zone.error());
    return std::make_shared<const Known>(Known{std::move(book), *zone, std::move(trust)});
}

Result<void> School::catch_up(Store& store, const Head& head) {
    order_ = std::max(order_, head.order);
    const bool anew = known_ == nullptr || head.epoch != epoch_;
    if (!anew && head.facts_cursor <= read_) {
        read_ = std::max(read_, head.cursor);
        return {};
    }
    auto book = std::make_shared<domain::FactBook>(anew ? domain::FactBook{id_} : *known_->book);
    const auto batches = store.facts(id_, anew ? 0 : read_, head.cursor);
    if (!batches) return tl::unexpected(batches.error());
    std::optional<crypto::PublicKey> last_key;
    for (const entry::SealedBatch& batch : *batches) {
        const auto read = journal::read_batch(batch);  // the log was checked when it was written
        if (!read) return tl::unexpected(read.error());
        if (!read->seal.server_key) continue;
        last_key = read->seal.server_key;
        for (const std::optional<entry::Body>& body : read->bodies) {
            if (!body) continue;
            if (const auto* fact = std::get_if<entry::RecordedFact>(&*body)) book->record(fact->version, fact->fact);
        }
    }
    // Stations believe one key: two servers that sign with different ones must not write one log.
    if (last_key && *last_key != key_.public_key())
        return fail(FaultKind::refused, "the database is of a server with another signing key");
    book->seal();
    auto known = work_out(store, std::move(book));
    if (!known) return tl::unexpected(known.error());
    known_ = std::move(*known);
    epoch_ = head.epoch;
    read_ = head.cursor;
    return {};
}

Result<void> School::begin(Store& store) {
    const auto head = store.begin(id_);
    if (!head) return tl::unexpected(head.error());
    auto caught_up = catch_up(store, *head);
    if (!caught_up) store.abandon();
    return caught_up;
}

entry::Header School::own_header(const Statement& statement, Instant now) {
    order_ = std::max(order_ + 1, static_cast<std::uint64_t>(now.time_since_epoch().count()) << 16);
    entry::Header header;
    header.order = order_;
    header.saved.at = now;
    header.role = domain::Role::server;
    header.facts = statement.facts;
    header.kind = statement.kind;
    header.cell = statement.cell;
    header.audience = statement.audience;
    return header;
}

/// In the order given, with one seal as far as the log stays the same: a station that has read up to somewhere then
/// knows of no fact without knowing of those before it.
Result<void> School::seal_own(Store& store, std::vector<Statement> statements, Instant now) {
    for (std::size_t from = 0; from < statements.size();) {
        const Audience audience = statements[from].audience;
        std::vector<entry::Draft> drafts;
        for (; from < statements.size() && statements[from].audience == audience; ++from) {
            entry::Header header = own_header(statements[from], now);
            drafts.push_back({std::move(header), std::move(statements[from].body)});
        }
        if (auto sealed = seal_own(store, audience, std::move(drafts)); !sealed) return sealed;
    }
    return {};
}

Result<void> School::seal_own(Store& store, Audience audience, std::vector<entry::Draft> drafts) {
    if (drafts.empty()) return {};
    const auto head = store.head(id_);
    if (!head) return tl::unexpected(head.error());
    const LogId log = own_log(id_, head->epoch, audience);
    auto row = store.log(id_, log);
    if (!row) return tl::unexpected(row.error());
    if (!*row) {
        if (auto added = store.add_log(id_, log, {}); !added) return added;
        *row = LogRow{.log = log, .station = {}, .previous = std::nullopt};
    }
    entry::LogTip tip{log, (*row)->last, (*row)->previous};
    // Batches of a bounded size, so that a page is one too.
    for (auto from = drafts.begin(); from != drafts.end();) {
        const auto count = std::min<std::ptrdiff_t>(drafts.end() - from, tuning::own_batch_entries);
        std::vector<entry::Draft> part{std::make_move_iterator(from), std::make_move_iterator(from + count)};
        const auto batch = entry::seal_entries(id_, tip, std::move(part), key_, entry::Signer::server, {});
        const auto sealed = read_own(batch);
        if (!sealed) return tl::unexpected(sealed.error());
        if (auto stored = store.add_batch(batch, *sealed); !stored) return tl::unexpected(stored.error());
        tip.last = sealed->seal.last;
        tip.previous = entry::seal_hash(batch.seal.content);
        from += count;
    }
    return {};
}

Result<Recorded> School::record(Store& store, const Change& change, Instant now) {
    if (auto begun = begin(store); !begun) return tl::unexpected(begun.error());
    auto facts = change(*known_);
    auto recorded =
        facts ? write_facts(store, std::move(*facts), now) : Result<Recorded>{tl::unexpected(facts.error())};
    if (!recorded) store.abandon();
    return recorded;
}

Result<Recorded> School::write_facts(Store& store, std::vector<domain::Fact> facts, Instant now) {
    Hearing hearing{id_, store, known_, key_, now};
    if (auto stated = hearing.record(std::move(facts)); !stated) return tl::unexpected(stated.error());
    if (hearing.book() != known_->book) {
        auto known = work_out(store, hearing.book());
        if (!known) return tl::unexpected(known.error());
        hearing.learn(std::move(*known));
    }
    return conclude(store, hearing, now);
}

Result<Recorded> School::reconsider(Store& store, Instant now) {
    if (auto begun = begin(store); !begun) return tl::unexpected(begun.error());
    Hearing hearing{id_, store, known_, key_, now};
    auto concluded = conclude(store, hearing, now);
    if (!concluded) store.abandon();
    return concluded;
}

Result<Recorded> School::conclude(Store& store, Hearing& hearing, Instant now) {
    const auto unfinished = hearing.reconsider(tuning::reconsidered_entries);
    if (!unfinished) return tl::unexpected(unfinished.error());
    auto statements = hearing.close();
    if (!statements) return tl::unexpected(statements.error());
    if (auto sealed = seal_own(store, std::move(*statements), now); !sealed) return tl::unexpected(sealed.error());
    // Whatever can fail comes before the commit: afterwards this object knows what the log says.
    std::shared_ptr<const Known> known = known_;
    if (hearing.book() != known_->book) {
        auto worked_out = work_out(store, hearing.book());
        if (!worked_out) return tl::unexpected(worked_out.error());
        known = std::move(*worked_out);
    }
    const auto head = store.head(id_);
    if (!head) return tl::unexpected(head.error());
    if (auto committed = store.commit(); !committed) return tl::unexpected(committed.error());
    known_ = std::move(known);
    read_ = head->cursor;  // all behind what begin() read is this transaction's own
    return Recorded{known_->book->version(), *unfinished, *head};
}

Result<bool> School::lost_before(Store& store, std::span<const wire::Loss> losses, const entry::SealContent& seal) {
    for (const wire::Loss& loss : losses) {
        if (loss.log != seal.log || loss.last + 1 != seal.first || loss.first > loss.last || loss.first == 0) continue;
        // The loss itself must join on to something, or a hole would hide behind it.
        if (loss.first > 1) {
            auto joins = store.reaches(id_, seal.log, loss.first - 1, Refusals::counted);
            if (!joins) return joins;
            if (!*joins) continue;
        }
        auto overlaps = store.overlaps(id_, seal.log, loss.first, loss.last);
        if (!overlaps) return overlaps;
        if (*overlaps) continue;
        if (auto noted = store.add_loss(id_, seal.log, loss.first, loss.last); !noted)
            return tl::unexpected(noted.error());
        return true;
    }
    // A refused batch is followed by its hash alone. A mark of one that never belonged here, left by a forger or by
    // what is no longer in a database put back from a backup, would let a hole pass for received.
    return store.reaches(id_, seal.log, seal.first - 1, Refusals::ignored);
}

/// Nothing: the batch may be stored where it says.
Result<std::optional<wire::BatchOutcome>> School::refusal_of_place(Store& store, StationId station,
                                                                   std::span<const wire::Loss> losses,
                                                                   const entry::SealContent& seal,
                                                                   const crypto::Digest& hash) {
    using wire::BatchOutcome;
    using wire::Receipt;
    const auto refused = [](std::string_view rule) {
        return std::optional{BatchOutcome{Receipt::refused, std::string(rule)}};
    };
    const auto log = store.log(id_, seal.log);
    if (!log) return tl::unexpected(log.error());
    if (*log && (*log)->station != station) return refused(rule::log_foreign);
    const auto there = store.seal_at(id_, seal.log, seal.first);
    if (!there) return tl::unexpected(there.error());
    if (*there && **there == hash) return std::optional{BatchOutcome{Receipt::known, {}}};
    const auto overlaps = store.overlaps(id_, seal.log, seal.first, seal.last);
    if (!overlaps) return tl::unexpected(overlaps.error());
    if (*overlaps) return refused(rule::log_fork);
    if (seal.first == 1) return std::optional<BatchOutcome>{};
    const auto follows = store.ends_with(id_, seal.log, seal.first - 1, *seal.previous);
    if (!follows) return tl::unexpected(follows.error());
    if (*follows) return std::optional<BatchOutcome>{};
    const auto stored_before = store.overlaps(id_, seal.log, seal.first - 1, seal.first - 1);
    if (!stored_before) return tl::unexpected(stored_before.error());
    if (*stored_before) return refused(rule::seal_chain);
    const auto joins = lost_before(store, losses, seal);
    if (!joins) return tl::unexpected(joins.error());
    if (!*joins) return std::optional{BatchOutcome{Receipt::gap, {}}};
    return std::optional<BatchOutcome>{};
}

Result<wire::BatchOutcome> School::refuse(Store& store, const entry::SealContent& seal, const crypto::Digest& hash,
                                          std::string rule, Instant now) {
    if (auto noted = store.add_refusal(id_, {seal.log, seal.first, seal.last, hash, rule, now}); !noted)
        return tl::unexpected(noted.error());
    return wire::BatchOutcome{wire::Receipt::refused, std::move(rule)};
}

Result<wire::BatchOutcome> School::place(Store& store, StationId station, std::span<const wire::Loss> losses,
                                         const Candidate& candidate, Instant now) {
    using wire::BatchOutcome;
    using wire::Receipt;
    const auto seal = entry::decode_seal(candidate.batch.seal.content);
    if (!seal)
        return BatchOutcome{Receipt::refused,
                            candidate.belief ? std::string(rule::seal_unreadable) : candidate.belief.error()};
    const crypto::Digest hash = entry::seal_hash(candidate.batch.seal.content);
    const auto misplaced = refusal_of_place(store, station, losses, *seal, hash);
    if (!misplaced) return tl::unexpected(misplaced.error());
    if (!candidate.belief) {
        const bool not_ready = known_->trust.authorities.empty() || known_->trust.lists.empty();
        if (is_card_matter(candidate.belief.error()) && not_ready) return BatchOutcome{Receipt::later, "staff_ca"};
        // Only a station's own log remembers: others' logs are not hers to leave marks in.
        const auto log = store.log(id_, seal->log);
        if (!log) return tl::unexpected(log.error());
        if (candidate.carried || seal->school != id_ || !*log || (*log)->station != station)
            return BatchOutcome{Receipt::refused, candidate.belief.error()};
        // A mark ahead of the log would stand for entries that nobody has.
        if (*misplaced && (*misplaced)->receipt == Receipt::gap) return **misplaced;
        return refuse(store, *seal, hash, candidate.belief.error(), now);
    }
    if (*misplaced) {
        if (!candidate.carried && (*misplaced)->receipt == Receipt::refused && (*misplaced)->rule != rule::log_foreign)
            return refuse(store, *seal, hash, (*misplaced)->rule, now);
        return **misplaced;
    }
    const auto log = store.log(id_, seal->log);
    if (!log) return tl::unexpected(log.error());
    if (!*log)
        if (auto added = store.add_log(id_, seal->log, station); !added) return tl::unexpected(added.error());
    if (auto stored = store.add_batch(candidate.batch, candidate.belief->checked); !stored)
        return tl::unexpected(stored.error());
    return BatchOutcome{Receipt::stored, {}};
}

/// Whoever brings it: it goes where its own station's upload would go, or nowhere. A carrier's mistakes leave no mark
/// in that station's log.
Result<wire::BatchOutcome> School::place_carried(Store& store, const Candidate& candidate, Instant now) {
    using wire::BatchOutcome;
    using wire::Receipt;
    const auto& session = candidate.carried->session;
    if (!session) return place(store, {}, {}, candidate, now);
    const auto author = store.station(id_, session->statement.station);
    if (!author) return tl::unexpected(author.error());
    if (!*author) return BatchOutcome{Receipt::refused, std::string(rule::log_foreign)};
    if ((*author)->revoked) return BatchOutcome{Receipt::refused, std::string(rule::station_struck_off)};
    if (candidate.belief)
        if (auto stored = store.add_session(candidate.carried->content.session, session->statement); !stored)
            return tl::unexpected(stored.error());
    return place(store, session->statement.station, {}, candidate, now);
}

Result<std::optional<Upload>> School::take(Store& store, StationId station, const wire::SyncRequest& request,
                                           const std::vector<Candidate>& candidates, const Sessions& sessions,
                                           const std::shared_ptr<const Known>& believed_by, Instant now) {
    Upload upload;
    if (auto begun = begin(store); !begun) return tl::unexpected(begun.error());
    const auto give_up = [&](const Fault& fault) {
        store.abandon();
        return tl::unexpected(fault);
    };
    if (known_ != believed_by) {
        store.abandon();
        return std::nullopt;
    }
    const auto tokens = own_tokens(request.tokens, key_.public_key(), station);
    for (const entry::SessionProof& proof : request.sessions) {
        const auto statement = entry::open_proof(proof);
        if (!statement || statement->station != station) continue;
        const auto believed = sessions.find(statement->session);
        if (believed == sessions.end() || !believed->second) continue;
        if (auto stored = store.add_session(proof, *statement); !stored) return give_up(stored.error());
    }
    Hearing hearing{id_, store, known_, key_, now};
    for (const Candidate& candidate : candidates) {
        auto outcome = candidate.carried ? place_carried(store, candidate, now)
                                         : place(store, station, request.losses, candidate, now);
        if (!outcome) return give_up(outcome.error());
        if (outcome->receipt == wire::Receipt::stored) {
            ++upload.stored;
            const BelievedBatch& batch = *candidate.belief;
            const entry::SessionStatement& session = candidate.carried
                                                         ? candidate.carried->session->statement
                                                         : sessions.at(batch.checked.seal.session)->statement;
            const auto judged =
                candidate.carried
                    ? hearing.judge(batch, session,
                                    own_tokens(candidate.carried->content.tokens, key_.public_key(), session.station))
                    : hearing.judge(batch, session, tokens);
            if (!judged) return give_up(judged.error());
        }
        upload.outcomes.push_back(std::move(*outcome));
    }
    const auto concluded = conclude(store, hearing, now);
    if (!concluded) return give_up(concluded.error());
    upload.unfinished = concluded->unfinished;
    upload.head = concluded->head;
    return upload;
}

Result<Recorded> School::write_own(Store& store, std::vector<entry::Writing> writings, Instant now) {
    std::map<CellId, entry::Writing> asked;
    std::vector<CellId> cells;
    for (entry::Writing& writing : writings) {
        const CellId id = entry::cell_id(id_, writing.cell);
        if (asked.emplace(id, std::move(writing)).second) cells.push_back(id);
    }
    const auto known = store.answered(id_, cells);
    if (!known) return tl::unexpected(known.error());
    std::erase_if(cells, [&](const CellId& cell) { return known->contains(cell); });
    std::vector<Statement> statements;
    for (const CellId& cell : cells) {
        entry::Writing& writing = asked.at(cell);
        const domain::CellKind kind = writing.cell.kind;
        statements.push_back({Audience::staff, cell, kind, known_->book->version(), std::move(writing)});
    }
    if (auto sealed = seal_own(store, std::move(statements), now); !sealed) return tl::unexpected(sealed.error());
    if (auto added = store.add_answered(id_, cells); !added) return tl::unexpected(added.error());
    const auto head = store.head(id_);
    if (!head) return tl::unexpected(head.error());
    if (auto committed = store.commit(); !committed) return tl::unexpected(committed.error());
    read_ = head->cursor;
    return Recorded{known_->book->version(), false, *head};
}

Result<Recorded> School::record_visits(Store& store, const std::vector<SeenVisit>& visits, Instant now) {
    if (auto begun = begin(store); !begun) return tl::unexpected(begun.error());
    std::vector<entry::Writing> writings;
    for (const SeenVisit& seen : visits) {
        domain::Cell cell{domain::CellKind::visit, {}, entity_of(seen.visitor)};
        cell.period = seen.id;
        writings.push_back({std::move(cell), seen.visit});
    }
    auto recorded = write_own(store, std::move(writings), now);
    if (!recorded) store.abandon();
    return recorded;
}

Result<Recorded> School::record_own(Store& store, std::vector<entry::Writing> writings, Instant now) {
    if (auto begun = begin(store); !begun) return tl::unexpected(begun.error());
    auto recorded = write_own(store, std::move(writings), now);
    if (!recorded) store.abandon();
    return recorded;
}

Result<Recorded> School::record_message(Store& store, const FamilyMessage& message, Instant now) {
    if (auto begun = begin(store); !begun) return tl::unexpected(begun.error());
    const domain::FactBook& book = *known_->book;
    const domain::Person* author = book.person(message.author, known_->zone.day_of(now));
    domain::Claim claim;
    claim.author = message.author;
    claim.role =
        author != nullptr && author->kind == domain::PersonKind::pupil ? domain::Role::pupil : domain::Role::parent;
    claim.writing = {{domain::CellKind::message, {}, message.id}, message.message};
    claim.saved = now;
    claim.facts = book.version();
    const domain::Judgement judgement = domain::judge(book, known_->zone, claim, now);
    auto recorded = [&]() -> Result<Recorded> {
        if (judgement.outcome != domain::Outcome::accepted) return fail(FaultKind::refused, judgement.rule);
        domain::Message told = message.message;
        told.from = message.author;
        return write_own(store, {{claim.writing.cell, std::move(told)}}, now);
    }();
    if (!recorded) store.abandon();
    return recorded;
}

School::Access School::access(Instant now, std::vector<wire::EnvelopeKey> envelope_keys) const {
    const domain::FactBook& book = *known_->book;
    const Zone& zone = known_->zone;
    const LocalDay today = zone.day_of(now);
    Access access{{}, zone.to_instant(LocalTime{today + std::chrono::days{1}})};
    wire::AccessList& list = access.list;
    list.envelope_keys = std::move(envelope_keys);
    list.revocation_lists = book.revocation_lists(today);
    std::set<PersonId> staff;
    for (const auto& [version, fact] : book.facts()) {
        if (const auto* person = std::get_if<domain::Person>(&fact.value);
            person != nullptr && person->kind == domain::PersonKind::staff)
            staff.insert(id_as<PersonId>(fact.entity));
        if (const auto* block = std::get_if<domain::AccountBlock>(&fact.value); block != nullptr && block->since > now)
            access.until = std::min(access.until, block->since);
    }
    for (const PersonId& person : staff)
        if (book.person(person, today) == nullptr || book.blocked(person, now, zone) != nullptr)
            list.closed_people.push_back(person);

    // The version names the content: the list also changes with time, when no fact is recorded.
    Bytes content;
    for (const Bytes& der : list.revocation_lists) append(content, crypto::sha256(der));
    for (const PersonId& person : list.closed_people) append(content, person.view());
    for (const wire::EnvelopeKey& key : list.envelope_keys) append(content, crypto::sha256(key.seed));
    const crypto::Digest digest = crypto::sha256({as_bytes("zvonok access list"), content});
    std::memcpy(&list.version, digest.data(), sizeof list.version);
    return access;
}

}  // namespace zvonok::sync::server
