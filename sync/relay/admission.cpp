#include "sync/relay/admission.hpp"

#include "sync/belief/clock_trust.hpp"
#include "sync/relay/tuning.hpp"

#include <algorithm>
#include <set>

namespace zvonok::sync::relay {

namespace rule = belief::rule;
using belief::OrRule;
using domain::Outcome;

namespace {

tl::unexpected<std::string> because(std::string_view rule) {
    return tl::unexpected(std::string(rule));
}

struct Readable {
    wire::ParcelContent content;
    belief::Extent extent = belief::Extent::whole;
};

/// As much as can be read here; nothing: it is for others.
OrRule<std::optional<Readable>> read(const wire::Parcel& parcel, const belief::KeyRing& keys) {
    auto content = belief::open_parcel(parcel, keys);
    if (content) return Readable{std::move(*content), belief::Extent::whole};
    if (content.error().kind == FaultKind::corrupt) return because(rule::parcel_unreadable);
    if (!parcel.shown) return std::nullopt;
    if (!parcel.session || entry::seal_hash(parcel.shown->seal.content) != parcel.name)
        return because(rule::parcel_unreadable);
    return Readable{{*parcel.shown, *parcel.session, parcel.tokens}, belief::Extent::part};
}

std::vector<std::pair<TokenId, entry::SignedTimeToken>> verified(const std::vector<entry::SignedTimeToken>& tokens,
                                                                 const std::vector<crypto::PublicKey>& server_keys,
                                                                 StationId station) {
    std::vector<std::pair<TokenId, entry::SignedTimeToken>> good;
    for (const entry::SignedTimeToken& signed_token : tokens)
        for (const crypto::PublicKey& key : server_keys)
            if (const auto token = entry::open_time(signed_token, key); token && token->station == station)
                good.emplace_back(token->token, signed_token);
    return good;
}

/// Facts that this station does not have yet may make it right.
bool may_be_known_elsewhere(std::string_view rule) {
    return rule == rule::session_person || rule == rule::session_certificate;
}

/// One look over what is carried: the facts with all declarations that were accepted so far.
class Look {
  public:
    Look(const Grounds& grounds, journal::Journal& journal, Instant now)
        : grounds_(grounds), journal_(journal), now_(now), book_(grounds.book) {}

    Result<journal::Doubts> over(const std::vector<journal::CarriedEntry>& entries);

  private:
    Result<void> begin(const std::vector<journal::CarriedEntry>& entries);
    Result<std::string> doubt_of(const journal::CarriedEntry& entry);
    const OrRule<belief::BelievedSession>& session_of(const journal::CarriedEntry& entry);

    const Grounds& grounds_;
    journal::Journal& journal_;
    Instant now_;
    std::shared_ptr<const domain::FactBook> book_;
    std::vector<domain::Enacted> declared_;
    std::map<SessionId, OrRule<belief::BelievedSession>> sessions_;
};

Result<void> Look::begin(const std::vector<journal::CarriedEntry>& entries) {
    std::set<domain::EntryId> asked;
    for (const journal::CarriedEntry& each : entries) asked.insert(each.header.id);
    auto pending = journal_.read().pending_framing();
    if (!pending) return tl::unexpected(pending.error());
    std::erase_if(*pending, [&](const domain::Enacted& each) { return asked.contains(each.entry); });
    declared_ = std::move(*pending);
    if (!declared_.empty()) book_ = std::make_shared<const domain::FactBook>(grounds_.book->with(declared_));
    return {};
}

const OrRule<belief::BelievedSession>& Look::session_of(const journal::CarriedEntry& entry) {
    const auto found = sessions_.find(entry.header.session);
    if (found != sessions_.end()) return found->second;
    const belief::Grounds grounds{grounds_.book->school(), *grounds_.book, grounds_.zone, grounds_.trust};
    return sessions_.emplace(entry.header.session, belief::believe_session(entry.session, grounds)).first->second;
}

Result<std::string> Look::doubt_of(const journal::CarriedEntry& entry) {
    const auto& session = session_of(entry);
    if (!session) return session.error();
    if (!session->doubt.empty()) return session->doubt;
    belief::TimeTokens tokens;
    if (entry.token)
        for (const crypto::PublicKey& key : grounds_.server_keys)
            if (auto token = entry::open_time(*entry.token, key)) tokens.emplace(token->token, std::move(*token));
    const auto answered = journal_.is_answered(entry.header.cell);
    if (!answered) return tl::unexpected(answered.error());
    domain::Claim claim;
    claim.author = entry.header.author;
    claim.role = entry.header.role;
    claim.station = session->statement.station;
    claim.writing = entry.writing;
    claim.audience = entry.header.audience;
    claim.saved = entry.header.saved.at;
    claim.clock = belief::clock_trust(entry.header.saved, tokens, session->statement, now_);
    claim.facts = book_->version();
    claim.first = !*answered;
    domain::Judgement judgement = domain::judge(*book_, grounds_.zone, claim, now_);
    return judgement.outcome == Outcome::accepted ? std::string{} : std::move(judgement.rule);
}

/// Entries of several stations come in any order: as long as a declaration was accepted, the others are looked at
/// again.
Result<journal::Doubts> Look::over(const std::vector<journal::CarriedEntry>& entries) {
    journal::Doubts doubts;
    if (auto begun = begin(entries); !begun) return tl::unexpected(begun.error());
    std::vector<const journal::CarriedEntry*> open;
    for (const journal::CarriedEntry& each : entries) open.push_back(&each);
    for (int pass = 0; pass < tuning::judgement_passes && !open.empty(); ++pass) {
        std::vector<const journal::CarriedEntry*> doubted;
        bool more_known = false;
        for (const journal::CarriedEntry* each : open) {
            auto doubt = doubt_of(*each);
            if (!doubt) return tl::unexpected(doubt.error());
            if (!doubt->empty()) {
                doubts[each->header.id] = std::move(*doubt);
                doubted.push_back(each);
                continue;
            }
            doubts.erase(each->header.id);
            if (!domain::is_framing(each->header.kind)) continue;
            declared_.push_back({each->header.id, each->header.author, each->header.role, each->header.saved.at,
                                 each->header.saved.at, 0, each->writing.cell, each->writing.act});
            book_ = std::make_shared<const domain::FactBook>(grounds_.book->with(declared_));
            more_known = true;
        }
        if (!more_known) break;
        open = std::move(doubted);
    }
    return doubts;
}

}  // namespace

OrRule<journal::Carriage> look_at(const wire::Parcel& parcel, const Grounds& grounds) {
    journal::Carriage carriage{{parcel.name, wire::encode(parcel)}, {}};
    if (carriage.parcel.bytes.size() > tuning::parcel_bytes) return because(rule::parcel_unreadable);
    auto readable = read(parcel, *grounds.keys);
    if (!readable) return tl::unexpected(readable.error());
    if (!*readable) return carriage;
    wire::ParcelContent& content = (*readable)->content;

    const SchoolId school = grounds.book->school();
    auto session = belief::believe_session(content.session, {school, *grounds.book, grounds.zone, grounds.trust});
    if (!session) {
        if (may_be_known_elsewhere(session.error())) return carriage;
        return tl::unexpected(session.error());
    }
    const StationId station = session->statement.station;
    const SessionId id = session->statement.session;
    belief::Sessions sessions;
    sessions.emplace(id, std::move(session));
    auto believed = belief::believe_batch(content.batch, school, station, sessions, (*readable)->extent);
    if (!believed) return tl::unexpected(believed.error());
    if (station == grounds.station) return because(rule::log_foreign);
    carriage.content =
        journal::Passed{std::move(content.batch), std::move(believed->checked), std::move(content.session),
                        verified(content.tokens, grounds.server_keys, station)};
    return carriage;
}

journal::Journal::Judge judge_by(const Grounds& grounds, journal::Journal& journal, Instant now) {
    return [&grounds, &journal, now](const std::vector<journal::CarriedEntry>& entries) {
        return Look{grounds, journal, now}.over(entries);
    };
}

}  // namespace zvonok::sync::relay
