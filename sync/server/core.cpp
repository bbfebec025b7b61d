#include "sync/server/core.hpp"

#include "station/crypto/random.hpp"
#include "sync/belief/envelope.hpp"
#include "sync/server/tuning.hpp"

#include <algorithm>
#include <set>

namespace zvonok::sync::server {

using wire::ProblemKind;

namespace {
Scope scope_of(const StationRow& station) {
    return station.mode == domain::StationMode::kiosk ? Scope::kiosk : Scope::staff;
}

/// Of which of its logs a station is to hear how far they came. It begins one at each start, so that over the years
/// they are many: one that lives in this epoch hears of those that it writes, sends or just gets; nothing: of all.
std::optional<std::set<LogId>> logs_of_exchange(const wire::SyncRequest& request, const wire::SyncAnswer& answer) {
    if (request.epoch != answer.epoch) return std::nullopt;
    std::set<LogId> logs{request.log};
    for (const auto* batches : {&request.batches, &answer.changes.batches})
        for (const entry::SealedBatch& batch : *batches)
            if (const auto seal = entry::decode_seal(batch.seal.content)) logs.insert(seal->log);
    return logs;
}
}  // namespace

Result<std::unique_ptr<Core>> Core::open(const DataFolder& folder, std::unique_ptr<Storage> storage, Keys keys,
                                         const Clock& clock, Log& log, Pace pace) {
    const Pace::By by = pace.by;
    std::unique_ptr<Core> core{new Core(folder, std::move(storage), std::move(keys), clock, log, std::move(pace))};
    core->projector_ = std::make_unique<Projector>(folder, *core->storage_, log, by);
    {
        const auto store = core->pool_.lease();
        if (!store) return tl::unexpected(store.error());
        const auto schools = (*store)->schools();
        if (!schools) return tl::unexpected(schools.error());
        for (const SchoolId& school : *schools)
            if (const auto seat = core->seat(**store, school); !seat) return tl::unexpected(seat.error());
    }
    auto watch = core->storage_->watch([core = core.get()](const News& news) {
        core->projector_->wake(news.school);
        core->waiting_.changed(news.school, news.head, news.by);
    });
    if (!watch) return tl::unexpected(watch.error());
    core->watch_ = std::move(*watch);
    return core;
}

Core::~Core() {
    waiting_.close();
}

void Core::step() {
    waiting_.step();
    projector_->step();
}

void Core::Seat::refresh() {
    if (known == school->known()) return;
    known = school->known();
    believed.clear();
    access.reset();
}

Core::Seat* Core::take_place(std::unique_ptr<School> school) {
    const SchoolId id = school->id();
    auto made = std::make_unique<Seat>();
    made->school = std::move(school);
    made->refresh();
    Seat* seat = nullptr;
    {
        const std::scoped_lock lock{mutex_};
        seat = seats_.try_emplace(id, std::move(made)).first->second.get();
    }
    projector_->wake(id);
    return seat;
}

Result<Core::Seat*> Core::seat(Store& store, SchoolId id) {
    {
        const std::scoped_lock lock{mutex_};
        if (const auto found = seats_.find(id); found != seats_.end()) return found->second.get();
    }
    // The first time here; another process may have founded it.
    auto school = School::open(id, store, keys_.signing);
    if (!school) return tl::unexpected(school.error());
    return take_place(std::move(*school));
}

Denial Core::fault(std::string_view what, const Fault& fault) {
    log_.fault(what, fault);
    const bool passing =
        fault.kind == FaultKind::busy || fault.kind == FaultKind::full || fault.kind == FaultKind::offline;
    return {passing ? ProblemKind::busy : ProblemKind::internal, std::string(what)};
}

void Core::tell(Store& store, const News& news) {
    projector_->wake(news.school);
    waiting_.changed(news.school, news.head, news.by);
    if (const auto announced = store.announce(news); !announced) log_.fault("announce", announced.error());
}

OrDenial<StationRow> Core::admit(ByteView certificate) {
    const auto store = pool_.lease();
    if (!store) return tl::unexpected(fault("admit", store.error()));
    auto station = (*store)->station_by_certificate(crypto::sha256(certificate));
    if (!station) return tl::unexpected(fault("admit", station.error()));
    if (!*station) return deny(ProblemKind::station_unknown, "no station has this certificate");
    if ((*station)->revoked) return deny(ProblemKind::station_revoked, "the station was struck off");
    return std::move(**station);
}

/// Of the sessions that the request's batches are under: sent along, or known from before.
Result<Core::Proofs> Core::proofs_of(Store& store, const wire::SyncRequest& request) {
    Proofs proofs;
    for (const entry::SessionProof& proof : request.sessions)
        if (const auto statement = entry::open_proof(proof)) proofs.emplace(statement->session, proof);
    for (const entry::SealedBatch& batch : request.batches) {
        const auto seal = entry::decode_seal(batch.seal.content);
        if (!seal || seal->server_key || proofs.contains(seal->session)) continue;
        auto stored = store.session(request.school, seal->session);
        if (!stored) return tl::unexpected(stored.error());
        if (*stored) proofs.emplace(seal->session, std::move(**stored));
    }
    return proofs;
}

/// Checks proofs without a lock: a card's signature takes as long as the rest of an exchange.
Core::Belief Core::believe(Seat& seat, const Proofs& proofs) {
    Belief belief;
    std::vector<std::pair<SessionId, crypto::Digest>> unknown;
    {
        const std::scoped_lock lock{seat.mutex};
        seat.refresh();
        belief.known = seat.known;
        for (const auto& [id, proof] : proofs) {
            const crypto::Digest hash = crypto::sha256({proof.statement, proof.signature, proof.certificate});
            if (const auto found = seat.believed.find(hash); found != seat.believed.end())
                belief.sessions.emplace(id, found->second);
            else
                unknown.emplace_back(id, hash);
        }
    }
    if (unknown.empty()) return belief;
    for (const auto& [id, hash] : unknown)
        belief.sessions.emplace(id, believe_session(proofs.at(id), belief.known->grounds()));
    const std::scoped_lock lock{seat.mutex};
    seat.refresh();
    if (seat.known == belief.known) {
        if (seat.believed.size() > tuning::believed_sessions) seat.believed.clear();
        for (const auto& [id, hash] : unknown)
            if (const auto& believed = belief.sessions.at(id)) seat.believed.emplace(hash, *believed);
    }
    return belief;
}

/// A key for as many staff stations as have been struck off, and one: whoever strikes off a station changes the key.
Result<std::vector<wire::EnvelopeKey>> Core::envelope_keys(Store& store, SchoolId school) const {
    const auto stations = store.stations(school);
    if (!stations) return tl::unexpected(stations.error());
    const auto struck_off = std::ranges::count_if(*stations, [](const StationRow& station) {
        return station.revoked && station.mode != domain::StationMode::kiosk;
    });
    std::vector<wire::EnvelopeKey> keys;
    auto number = static_cast<std::uint32_t>(struck_off) + 1;
    for (; number > 0 && keys.size() < tuning::envelope_keys; --number)
        keys.push_back(envelope_key(keys_.signing, school, number));
    return keys;
}

std::vector<OrRule<wire::ParcelContent>> Core::open_carried(const wire::SyncRequest& request) const {
    std::vector<OrRule<wire::ParcelContent>> opened;
    for (const wire::Parcel& parcel : request.carried) {
        if (opened.size() >= tuning::carried_parcels) break;
        auto content = open_parcel(parcel, KeyRing{{envelope_key(keys_.signing, request.school, parcel.key)}});
        if (content)
            opened.emplace_back(std::move(*content));
        else
            opened.emplace_back(tl::unexpected(std::string(rule::parcel_unreadable)));
    }
    return opened;
}

/// Each parcel with its own proof alone: what one neighbour made up must not stand for what another one says.
School::Candidate Core::carried_candidate(Seat& seat, SchoolId school, const OrRule<wire::ParcelContent>& parcel,
                                          std::shared_ptr<const Known>& known) {
    static const wire::ParcelContent nothing{};
    if (!parcel) return {nothing.batch, tl::unexpected(parcel.error()), School::Candidate::Carried{nothing, {}}};
    Proofs proofs;
    if (const auto statement = entry::open_proof(parcel->session)) proofs.emplace(statement->session, parcel->session);
    const Belief belief = believe(seat, proofs);
    // Of several looks the last counts: where more is known by then, all is looked at once more.
    known = belief.known;
    std::optional<BelievedSession> session;
    StationId station;
    for (const auto& [id, believed] : belief.sessions) {
        if (!believed) continue;
        session = *believed;
        station = believed->statement.station;
    }
    return {parcel->batch, believe_batch(parcel->batch, school, station, belief.sessions),
            School::Candidate::Carried{*parcel, std::move(session)}};
}

Result<Upload> Core::upload(const StationRow& station, const wire::SyncRequest& request) {
    Proofs proofs;
    Seat* seat = nullptr;
    {
        const auto store = pool_.lease();
        if (!store) return tl::unexpected(store.error());
        const auto found = this->seat(**store, station.school);
        if (!found) return tl::unexpected(found.error());
        seat = *found;
        auto all = proofs_of(**store, request);
        if (!all) return tl::unexpected(all.error());
        proofs = std::move(*all);
    }
    const auto carried = open_carried(request);
    for (int attempt = 0; attempt < tuning::belief_attempts; ++attempt) {
        const Belief belief = believe(*seat, proofs);
        std::vector<School::Candidate> candidates;
        candidates.reserve(request.batches.size());
        for (const entry::SealedBatch& batch : request.batches)
            candidates.push_back({batch, believe_batch(batch, station.school, station.station, belief.sessions), {}});
        std::shared_ptr<const Known> known = belief.known;
        for (const auto& parcel : carried)
            candidates.push_back(carried_candidate(*seat, station.school, parcel, known));
        if (known != belief.known) continue;
        const auto store = pool_.lease();
        if (!store) return tl::unexpected(store.error());
        auto upload = [&] {
            const std::scoped_lock lock{seat->mutex};
            return seat->school->take(**store, station.station, request, candidates, belief.sessions, belief.known,
                                      clock_.now());
        }();
        if (!upload) return tl::unexpected(upload.error());
        if (!*upload) continue;
        if ((*upload)->stored > 0) tell(**store, {station.school, (*upload)->head, station.station});
        if ((*upload)->unfinished) reconsider(**store, *seat, station.school);
        return std::move(**upload);
    }
    return fail(FaultKind::busy, "the facts change faster than an upload can be looked at");
}

/// What cannot be done now is done after the next change.
void Core::reconsider(Store& store, Seat& seat, SchoolId school) {
    for (bool unfinished = true; unfinished;) {
        const auto judged = [&] {
            const std::scoped_lock lock{seat.mutex};
            return seat.school->reconsider(store, clock_.now());
        }();
        if (!judged) return log_.fault("held entries", judged.error());
        tell(store, {school, judged->head, {}});
        unfinished = judged->unfinished;
    }
}

void Core::log_outcomes(const StationRow& station, const Upload& upload) {
    for (const wire::BatchOutcome& outcome : upload.outcomes) {
        if (outcome.receipt == wire::Receipt::refused)
            log_.warn("sync: station " + station.station.hex() + ": a batch refused: " + outcome.rule);
        if (outcome.receipt == wire::Receipt::gap)
            log_.info("sync: station " + station.station.hex() + ": a batch ahead of its log");
    }
}

Result<wire::SyncAnswer> Core::answer(Store& store, const StationRow& station, const Wanted& wanted) {
    const auto seat = this->seat(store, station.school);
    if (!seat) return tl::unexpected(seat.error());
    const auto head = store.head(station.school);
    if (!head) return tl::unexpected(head.error());
    wire::SyncAnswer answer;
    answer.epoch = head->epoch;
    answer.start_over = !wanted.epoch.empty() && wanted.epoch != head->epoch;
    const std::uint64_t after = answer.start_over || wanted.epoch.empty() ? 0 : wanted.after;
    {
        // Another process may have learned of somebody who may not log in any more.
        const std::scoped_lock lock{(*seat)->mutex};
        if (auto caught_up = (*seat)->school->catch_up(store, *head); !caught_up)
            return tl::unexpected(caught_up.error());
        (*seat)->refresh();
        auto& access = (*seat)->access;
        const Instant now = clock_.now();
        if (!access || access->until <= now) {
            auto keys = envelope_keys(store, station.school);
            if (!keys) return tl::unexpected(keys.error());
            access = (*seat)->school->access(now, std::move(*keys));
        }
        if (scope_of(station) == Scope::staff && access->list.version != wanted.access_version)
            answer.access = access->list;
    }
    const std::size_t limit = wanted.page_bytes == 0 ? tuning::page_bytes : wanted.page_bytes;
    auto changes = store.changes(station.school, after, scope_of(station), std::min(limit, tuning::most_page_bytes));
    if (!changes) return tl::unexpected(changes.error());
    answer.changes = {after, changes->next, changes->more, std::move(changes->sessions), std::move(changes->batches)};
    return answer;
}

OrDenial<wire::SyncAnswer> Core::sync(const StationRow& station, const wire::SyncRequest& request) {
    if (request.school != station.school) return deny(ProblemKind::other_school, "the station is of another school");
    Upload uploaded;
    if (!request.batches.empty() || !request.sessions.empty() || !request.carried.empty()) {
        auto upload = this->upload(station, request);
        if (!upload) return tl::unexpected(fault("upload", upload.error()));
        log_outcomes(station, *upload);
        uploaded = std::move(*upload);
    }
    if (!request.visits.empty())
        if (const auto taken = take_visits(station, request.visits); !taken)
            return tl::unexpected(fault("visits", taken.error()));
    const auto store = pool_.lease();
    if (!store) return tl::unexpected(fault("sync", store.error()));
    auto answer =
        this->answer(**store, station, {request.epoch, request.cursor, request.access_version, request.page_bytes});
    if (!answer) return tl::unexpected(fault("answer", answer.error()));
    answer->outcomes = std::move(uploaded.outcomes);
    answer->visits_taken = static_cast<std::uint32_t>(request.visits.size());
    const auto own = std::min(request.batches.size(), answer->outcomes.size());
    answer->carried.assign(std::make_move_iterator(answer->outcomes.begin() + static_cast<std::ptrdiff_t>(own)),
                           std::make_move_iterator(answer->outcomes.end()));
    answer->outcomes.resize(own);
    answer->carried.resize(request.carried.size(), {wire::Receipt::later, "too_many"});
    const auto logs = (*store)->logs_of(station.school, station.station);
    if (!logs) return tl::unexpected(fault("answer", logs.error()));
    const auto asked = logs_of_exchange(request, *answer);
    for (const LogRow& log : *logs)
        if (!asked || asked->contains(log.log)) answer->received.push_back({log.log, log.received});
    if (request.nonce.size() >= 16 && request.nonce.size() <= 64) answer->time = time_token(station, request.nonce);
    return std::move(*answer);
}

OrDenial<wire::SyncAnswer> Core::changes(const StationRow& station, const Wanted& wanted) {
    const auto store = pool_.lease();
    if (!store) return tl::unexpected(fault("changes", store.error()));
    auto answer = this->answer(**store, station, wanted);
    if (!answer) return tl::unexpected(fault("changes", answer.error()));
    return std::move(*answer);
}

OrDenial<bool> Core::has_news(const StationRow& station, const Wanted& wanted) {
    const auto head = this->head(station.school);
    if (!head) return tl::unexpected(fault("changes", head.error()));
    return head->epoch != wanted.epoch ||
           (scope_of(station) == Scope::kiosk ? head->public_cursor : head->cursor) > wanted.after;
}

entry::SignedTimeToken Core::time_token(const StationRow& station, ByteView nonce) const {
    return entry::sign_time({station.school, crypto::random_id<TokenId>(), station.station, copy(nonce), clock_.now()},
                            keys_.signing);
}

}  // namespace zvonok::sync::server
