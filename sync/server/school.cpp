#include "sync/server/school.hpp"

#include "station/crypto/random.hpp"
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

bool is_card_matter(const std::string& rule) {
    return rule == rule::session_certificate;
}

}  // namespace

Result<std::unique_ptr<School>> School::open(SchoolId id, std::shared_ptr<const domain::FactBook> book, LogStore& store,
                                             Registry& registry, const crypto::SigningKey& key) {
    std::unique_ptr<School> school{new School(id, store, registry, key)};
    if (auto adopted = school->adopt(std::move(book)); !adopted) return tl::unexpected(adopted.error());
    return school;
}

Result<void> School::adopt(std::shared_ptr<const domain::FactBook> book) {
    // Dated facts of any day count here: a list that is to come into force is known already.
    const domain::School* school = nullptr;
    StaffTrust trust;
    for (const auto& [version, fact] : book->facts()) {
        if (const auto* value = std::get_if<domain::School>(&fact.value)) school = value;
        if (const auto* value = std::get_if<domain::RevocationList>(&fact.value))
            if (auto list = crypto::RevocationList::from_der(value->der); list && !fact.withdrawn)
                trust.lists.push_back(std::move(*list));
    }
    const auto authorities = registry_.staff_authorities(id_);
    if (!authorities) return tl::unexpected(authorities.error());
    for (const Bytes& der : *authorities) {
        auto certificate = crypto::Certificate::from_der(der);
        if (!certificate) return tl::unexpected(certificate.error());
        trust.authorities.push_back(std::move(*certificate));
    }
    auto zone = Zone::find(school == nullptr ? default_zone : std::string_view{school->zone});
    if (!zone) return tl::unexpected(zone.error());
    known_ = std::make_shared<const Known>(Known{std::move(book), *zone, std::move(trust)});
    return {};
}

Result<void> School::reload_trust() {
    return adopt(known_->book);
}

entry::Header School::own_header(Audience audience, CellId cell, domain::CellKind kind, Instant now) {
    order_ = std::max(order_ + 1, static_cast<std::uint64_t>(now.time_since_epoch().count()) << 16);
    entry::Header header;
    header.order = order_;
    header.saved.at = now;
    header.role = domain::Role::server;
    header.facts = known_->book->version();
    header.kind = kind;
    header.cell = cell;
    header.audience = audience;
    return header;
}

Result<void> School::seal_own(Audience audience, std::vector<entry::Draft> drafts) {
    if (drafts.empty()) return {};
    const auto head = store_.head(id_);
    if (!head) return tl::unexpected(head.error());
    const LogId log = own_log(id_, head->epoch, audience);
    auto row = store_.log(id_, log);
    if (!row) return tl::unexpected(row.error());
    if (!*row) {
        if (auto added = store_.add_log(id_, log, {}); !added) return added;
        *row = LogRow{.log = log, .station = {}, .previous = std::nullopt};
    }
    entry::LogTip tip{log, (*row)->last, (*row)->previous};
    // Batches of a bounded size, so that a page is one too.
    for (auto from = drafts.begin(); from != drafts.end();) {
        const auto count = std::min<std::ptrdiff_t>(drafts.end() - from, tuning::own_batch_entries);
        std::vector<entry::Draft> part{std::make_move_iterator(from), std::make_move_iterator(from + count)};
        const auto batch = entry::seal_entries(id_, tip, std::move(part), key_, entry::Signer::server, {});
        const auto checked = entry::check_batch(batch, key_.public_key());
        if (!checked) return tl::unexpected(checked.error());
        if (auto stored = store_.add_batch(batch, *checked); !stored) return tl::unexpected(stored.error());
        tip.last = checked->seal.last;
        tip.previous = entry::seal_hash(batch.seal.content);
        from += count;
    }
    return {};
}

Result<domain::FactVersion> School::record(std::vector<domain::Fact> facts, Instant now) {
    if (facts.empty()) return known_->book->version();
    std::ranges::stable_partition(facts,
                                  [](const auto& fact) { return domain::audience_of(fact) == Audience::everyone; });
    auto book = std::make_shared<domain::FactBook>(*known_->book);
    domain::FactVersion version = book->version();
    std::vector<entry::Draft> everyone, staff;
    for (domain::Fact& fact : facts) {
        const Audience audience = domain::audience_of(fact);
        book->record(++version, fact);
        entry::Header header = own_header(audience, entry::fact_cell(id_, fact.entity), domain::CellKind::fact, now);
        header.facts = version;
        auto& drafts = audience == Audience::everyone ? everyone : staff;
        drafts.push_back({std::move(header), entry::RecordedFact{version, std::move(fact)}});
    }
    book->seal();
    if (auto begun = store_.begin(); !begun) return tl::unexpected(begun.error());
    for (auto [audience, drafts] : {std::pair{Audience::everyone, &everyone}, std::pair{Audience::staff, &staff}}) {
        if (auto sealed = seal_own(audience, std::move(*drafts)); !sealed) {
            store_.abandon();
            return tl::unexpected(sealed.error());
        }
    }
    if (auto committed = store_.commit(); !committed) return tl::unexpected(committed.error());
    if (auto adopted = adopt(std::move(book)); !adopted) return tl::unexpected(adopted.error());
    return version;
}

Result<bool> School::lost_before(const wire::SyncRequest& request, const entry::SealContent& seal) {
    for (const wire::Loss& loss : request.losses) {
        if (loss.log != seal.log || loss.last + 1 != seal.first || loss.first > loss.last || loss.first == 0) continue;
        // The loss itself must join on to something, or a hole would hide behind it.
        if (loss.first > 1) {
            auto joins = store_.reaches(id_, seal.log, loss.first - 1);
            if (!joins) return joins;
            if (!*joins) continue;
        }
        auto overlaps = store_.overlaps(id_, seal.log, loss.first, loss.last);
        if (!overlaps) return overlaps;
        if (*overlaps) continue;
        if (auto noted = store_.add_loss(id_, seal.log, loss.first, loss.last); !noted)
            return tl::unexpected(noted.error());
        return true;
    }
    return store_.reaches(id_, seal.log, seal.first - 1);
}

/// Nothing: the batch may be stored where it says.
Result<std::optional<wire::BatchOutcome>> School::refusal_of_place(StationId station, const wire::SyncRequest& request,
                                                                   const entry::SealContent& seal,
                                                                   const crypto::Digest& hash) {
    using wire::BatchOutcome;
    using wire::Receipt;
    const auto refused = [](std::string_view rule) {
        return std::optional{BatchOutcome{Receipt::refused, std::string(rule)}};
    };
    const auto log = store_.log(id_, seal.log);
    if (!log) return tl::unexpected(log.error());
    if (*log && (*log)->station != station) return refused(rule::log_foreign);
    const auto there = store_.seal_at(id_, seal.log, seal.first);
    if (!there) return tl::unexpected(there.error());
    if (*there && **there == hash) return std::optional{BatchOutcome{Receipt::known, {}}};
    const auto overlaps = store_.overlaps(id_, seal.log, seal.first, seal.last);
    if (!overlaps) return tl::unexpected(overlaps.error());
    if (*overlaps) return refused(rule::log_fork);
    if (seal.first == 1) return std::optional<BatchOutcome>{};
    const auto follows = store_.ends_with(id_, seal.log, seal.first - 1, *seal.previous);
    if (!follows) return tl::unexpected(follows.error());
    if (*follows) return std::optional<BatchOutcome>{};
    const auto stored_before = store_.overlaps(id_, seal.log, seal.first - 1, seal.first - 1);
    if (!stored_before) return tl::unexpected(stored_before.error());
    if (*stored_before) return refused(rule::seal_chain);
    const auto joins = lost_before(request, seal);
    if (!joins) return tl::unexpected(joins.error());
    if (!*joins) return std::optional{BatchOutcome{Receipt::gap, {}}};
    return std::optional<BatchOutcome>{};
}

Result<wire::BatchOutcome> School::refuse(const entry::SealContent& seal, const crypto::Digest& hash, std::string rule,
                                          Instant now) {
    if (auto noted = store_.add_refusal(id_, {seal.log, seal.first, seal.last, hash, rule, now}); !noted)
        return tl::unexpected(noted.error());
    return wire::BatchOutcome{wire::Receipt::refused, std::move(rule)};
}

Result<wire::BatchOutcome> School::place(StationId station, const wire::SyncRequest& request,
                                         const Candidate& candidate, Instant now) {
    using wire::BatchOutcome;
    using wire::Receipt;
    const auto seal = entry::decode_seal(candidate.batch.seal.content);
    if (!seal) return BatchOutcome{Receipt::refused, std::string(rule::seal_unreadable)};
    const crypto::Digest hash = entry::seal_hash(candidate.batch.seal.content);
    if (!candidate.belief) {
        const bool not_ready = known_->trust.authorities.empty() || known_->trust.lists.empty();
        if (is_card_matter(candidate.belief.error()) && not_ready) return BatchOutcome{Receipt::later, "staff_ca"};
        // Only a station's own log remembers: others' logs are not hers to leave marks in.
        const auto log = store_.log(id_, seal->log);
        if (!log) return tl::unexpected(log.error());
        if (seal->school != id_ || !*log || (*log)->station != station)
            return BatchOutcome{Receipt::refused, candidate.belief.error()};
        return refuse(*seal, hash, candidate.belief.error(), now);
    }
    const auto misplaced = refusal_of_place(station, request, *seal, hash);
    if (!misplaced) return tl::unexpected(misplaced.error());
    if (*misplaced) {
        if ((*misplaced)->receipt == Receipt::refused && (*misplaced)->rule != rule::log_foreign)
            return refuse(*seal, hash, (*misplaced)->rule, now);
        return **misplaced;
    }
    const auto log = store_.log(id_, seal->log);
    if (!log) return tl::unexpected(log.error());
    if (!*log)
        if (auto added = store_.add_log(id_, seal->log, station); !added) return tl::unexpected(added.error());
    if (auto stored = store_.add_batch(candidate.batch, candidate.belief->checked); !stored)
        return tl::unexpected(stored.error());
    return BatchOutcome{Receipt::stored, {}};
}

void School::judge(const BelievedBatch& batch, const TimeTokens& tokens, const Sessions& sessions, Instant now,
                   std::vector<entry::Draft>& everyone, std::vector<entry::Draft>& staff) {
    const entry::SessionStatement& statement = sessions.at(batch.checked.seal.session)->statement;
    for (std::size_t i = 0; i < batch.checked.headers.size(); ++i) {
        const entry::Header& header = batch.checked.headers[i];
        const auto& writing = std::get<entry::Writing>(*batch.checked.bodies[i]);
        domain::Judgement judgement{domain::Outcome::held, batch.doubt, {}};
        if (batch.doubt.empty()) {
            domain::Claim claim;
            claim.author = header.author;
            claim.role = header.role;
            claim.station = statement.station;
            claim.writing = writing;
            claim.audience = header.audience;
            claim.saved = header.saved.at;
            claim.clock = clock_trust(header.saved, tokens, statement, now);
            claim.facts = header.facts;
            judgement = domain::judge(*known_->book, known_->zone, claim, now);
        }
        auto& drafts = header.audience == Audience::everyone ? everyone : staff;
        drafts.push_back(
            {own_header(header.audience, entry::verdict_cell(id_, header.id), domain::CellKind::verdict, now),
             entry::Verdict{header.id, judgement.outcome, std::move(judgement.rule), std::move(judgement.notes)}});
    }
}

Result<Upload> School::take(StationId station, const wire::SyncRequest& request,
                            const std::vector<Candidate>& candidates, const Sessions& sessions, Instant now) {
    Upload upload;
    if (auto begun = store_.begin(); !begun) return tl::unexpected(begun.error());
    const auto give_up = [&](const Fault& fault) {
        store_.abandon();
        return tl::unexpected(fault);
    };
    const auto tokens = own_tokens(request.tokens, key_.public_key(), station);
    for (const entry::SessionProof& proof : request.sessions) {
        const auto statement = entry::open_proof(proof);
        if (!statement || statement->station != station) continue;
        const auto believed = sessions.find(statement->session);
        if (believed == sessions.end() || !believed->second) continue;
        if (auto stored = store_.add_session(proof, *statement); !stored) return give_up(stored.error());
    }
    std::vector<entry::Draft> everyone, staff;
    for (const Candidate& candidate : candidates) {
        auto outcome = place(station, request, candidate, now);
        if (!outcome) return give_up(outcome.error());
        if (outcome->receipt == wire::Receipt::stored) {
            ++upload.stored;
            judge(*candidate.belief, tokens, sessions, now, everyone, staff);
        }
        upload.outcomes.push_back(std::move(*outcome));
    }
    if (auto sealed = seal_own(Audience::everyone, std::move(everyone)); !sealed) return give_up(sealed.error());
    if (auto sealed = seal_own(Audience::staff, std::move(staff)); !sealed) return give_up(sealed.error());
    if (auto committed = store_.commit(); !committed) return tl::unexpected(committed.error());
    return upload;
}

wire::AccessList School::access_list(Instant now) const {
    wire::AccessList list;
    const LocalDay today = known_->zone.day_of(now);
    list.revocation_lists = known_->book->revocation_lists(today);
    std::set<PersonId> staff;
    for (const auto& [version, fact] : known_->book->facts())
        if (const auto* person = std::get_if<domain::Person>(&fact.value);
            person != nullptr && person->kind == domain::PersonKind::staff)
            staff.insert(id_as<PersonId>(fact.entity));
    for (const PersonId& person : staff)
        if (known_->book->person(person, today) == nullptr) list.closed_people.push_back(person);

    // The version names the content: the list also changes with the day, when no fact is recorded.
    Bytes content;
    for (const Bytes& der : list.revocation_lists) append(content, crypto::sha256(der));
    for (const PersonId& person : list.closed_people) append(content, person.view());
    const crypto::Digest digest = crypto::sha256({as_bytes("zvonok access list"), content});
    std::memcpy(&list.version, digest.data(), sizeof list.version);
    return list;
}

}  // namespace zvonok::sync::server
