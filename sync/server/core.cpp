#include "sync/server/core.hpp"

#include "station/crypto/random.hpp"
#include "sync/server/tuning.hpp"

#include <set>

namespace zvonok::sync::server {

using wire::ProblemKind;

namespace {
tl::unexpected<Denial> deny(ProblemKind kind, std::string text) {
    return tl::unexpected(Denial{kind, std::move(text)});
}
Scope scope_of(const StationRow& station) {
    return station.mode == domain::StationMode::kiosk ? Scope::kiosk : Scope::staff;
}
}  // namespace

Result<std::unique_ptr<Core>> Core::open(const DataFolder& folder, Keys keys, const Clock& clock, Log& log) {
    std::unique_ptr<Core> core{new Core(folder, std::move(keys), clock, log)};
    auto store = SqliteStore::open(folder.database(), sqlite::Access::create);
    if (!store) return tl::unexpected(store.error());
    core->store_ = std::move(*store);
    auto reading = SqliteStore::open(folder.database(), sqlite::Access::existing);
    if (!reading) return tl::unexpected(reading.error());
    core->projector_ = std::make_unique<Projector>(folder, std::move(*reading), log);
    const auto schools = core->store_->schools();
    if (!schools) return tl::unexpected(schools.error());
    for (const SchoolId& school : *schools)
        if (auto opened = core->open_school(school); !opened) return tl::unexpected(opened.error());
    return core;
}

Core::~Core() {
    waiting_.close();
}

Result<void> Core::open_school(SchoolId id) {
    auto book = projector_->load_fact_book(id);
    if (!book) return tl::unexpected(book.error());
    auto school = School::open(id, std::move(*book), *store_, *store_, keys_.signing);
    if (!school) return tl::unexpected(school.error());
    Seat seat;
    seat.school = std::move(*school);
    seats_.insert_or_assign(id, std::move(seat));
    return {};
}

void Core::Seat::refresh() {
    if (known == school->known()) return;
    known = school->known();
    believed.clear();
    access.reset();
}

Result<Core::Seat*> Core::seat(SchoolId school) {
    const auto found = seats_.find(school);
    if (found == seats_.end()) return fail(FaultKind::missing, "no such school");
    found->second.refresh();
    return &found->second;
}

Denial Core::fault(std::string_view what, const Fault& fault) {
    log_.fault(what, fault);
    const bool passing = fault.kind == FaultKind::busy || fault.kind == FaultKind::full;
    return {passing ? ProblemKind::busy : ProblemKind::internal, std::string(what)};
}

void Core::tell_change(SchoolId school, StationId by) {
    projector_->wake();
    if (const auto head = store_->head(school)) waiting_.changed(school, *head, by);
}

OrDenial<StationRow> Core::admit(ByteView certificate) {
    const std::scoped_lock lock{mutex_};
    auto station = store_->station_by_certificate(crypto::sha256(certificate));
    if (!station) return tl::unexpected(fault("admit", station.error()));
    if (!*station) return deny(ProblemKind::station_unknown, "no station has this certificate");
    if ((*station)->revoked) return deny(ProblemKind::station_revoked, "the station was struck off");
    return std::move(**station);
}

/// Checks proofs without the lock: a card's signature takes as long as the rest of an exchange.
Sessions Core::believed_sessions(Seat& seat, const wire::SyncRequest& request, std::unique_lock<std::mutex>& lock) {
    std::map<SessionId, entry::SessionProof> proofs;
    for (const entry::SessionProof& proof : request.sessions)
        if (const auto statement = entry::open_proof(proof)) proofs.emplace(statement->session, proof);
    for (const entry::SealedBatch& batch : request.batches) {
        const auto seal = entry::decode_seal(batch.seal.content);
        if (!seal || seal->server_key || proofs.contains(seal->session)) continue;
        if (auto stored = store_->session(request.school, seal->session); stored && *stored)
            proofs.emplace(seal->session, std::move(**stored));
    }
    Sessions sessions;
    std::vector<std::pair<SessionId, crypto::Digest>> unknown;
    for (const auto& [id, proof] : proofs) {
        const crypto::Digest hash = crypto::sha256({proof.statement, proof.signature, proof.certificate});
        if (const auto found = seat.believed.find(hash); found != seat.believed.end())
            sessions.emplace(id, found->second);
        else
            unknown.emplace_back(id, hash);
    }
    if (unknown.empty()) return sessions;
    const auto known = seat.known;
    lock.unlock();
    for (const auto& [id, hash] : unknown) sessions.emplace(id, believe_session(proofs.at(id), known->grounds()));
    lock.lock();
    seat.refresh();
    if (seat.known == known) {
        if (seat.believed.size() > tuning::believed_sessions) seat.believed.clear();
        for (const auto& [id, hash] : unknown)
            if (const auto& believed = sessions.at(id)) seat.believed.emplace(hash, *believed);
    }
    return sessions;
}

Result<Upload> Core::upload(Seat& seat, const StationRow& station, const wire::SyncRequest& request,
                            std::unique_lock<std::mutex>& lock) {
    const Sessions sessions = believed_sessions(seat, request, lock);
    lock.unlock();
    std::vector<School::Candidate> candidates;
    candidates.reserve(request.batches.size());
    for (const entry::SealedBatch& batch : request.batches)
        candidates.push_back({batch, believe_batch(batch, station.school, station.station, sessions)});
    lock.lock();
    auto upload = seat.school->take(station.station, request, candidates, sessions, clock_.now());
    if (upload && upload->stored > 0) tell_change(station.school, station.station);
    return upload;
}

void Core::log_outcomes(const StationRow& station, const Upload& upload) {
    for (const wire::BatchOutcome& outcome : upload.outcomes) {
        if (outcome.receipt == wire::Receipt::refused)
            log_.warn("sync: station " + station.station.hex() + ": a batch refused: " + outcome.rule);
        if (outcome.receipt == wire::Receipt::gap)
            log_.info("sync: station " + station.station.hex() + ": a batch ahead of its log");
    }
}

Result<wire::SyncAnswer> Core::answer(Seat& seat, const StationRow& station, const Wanted& wanted) {
    const auto head = store_->head(station.school);
    if (!head) return tl::unexpected(head.error());
    wire::SyncAnswer answer;
    answer.epoch = head->epoch;
    answer.start_over = !wanted.epoch.empty() && wanted.epoch != head->epoch;
    const std::uint64_t after = answer.start_over || wanted.epoch.empty() ? 0 : wanted.after;

    const LocalDay today = seat.known->zone.day_of(clock_.now());
    if (!seat.access || seat.access->first != today) seat.access = {today, seat.school->access_list(clock_.now())};
    if (scope_of(station) == Scope::staff && seat.access->second.version != wanted.access_version)
        answer.access = seat.access->second;

    const std::size_t limit = wanted.page_bytes == 0 ? tuning::page_bytes : wanted.page_bytes;
    auto changes = store_->changes(station.school, after, scope_of(station), std::min(limit, tuning::page_bytes));
    if (!changes) return tl::unexpected(changes.error());
    answer.changes = {after, changes->next, changes->more, std::move(changes->sessions), std::move(changes->batches)};
    return answer;
}

OrDenial<wire::SyncAnswer> Core::sync(const StationRow& station, const wire::SyncRequest& request) {
    if (request.school != station.school) return deny(ProblemKind::other_school, "the station is of another school");
    std::unique_lock lock{mutex_};
    const auto seat = this->seat(station.school);
    if (!seat) return tl::unexpected(fault("sync", seat.error()));
    Upload uploaded;
    if (!request.batches.empty() || !request.sessions.empty()) {
        auto upload = this->upload(**seat, station, request, lock);
        if (!upload) return tl::unexpected(fault("upload", upload.error()));
        log_outcomes(station, *upload);
        uploaded = std::move(*upload);
    }
    auto answer =
        this->answer(**seat, station, {request.epoch, request.cursor, request.access_version, request.page_bytes});
    if (!answer) return tl::unexpected(fault("answer", answer.error()));
    answer->outcomes = std::move(uploaded.outcomes);
    const auto logs = store_->logs_of(station.school, station.station);
    if (!logs) return tl::unexpected(fault("answer", logs.error()));
    for (const LogRow& log : *logs) answer->received.push_back({log.log, log.received});
    if (request.nonce.size() >= 16 && request.nonce.size() <= 64) answer->time = time_token(station, request.nonce);
    return std::move(*answer);
}

OrDenial<wire::SyncAnswer> Core::changes(const StationRow& station, const Wanted& wanted) {
    const std::scoped_lock lock{mutex_};
    const auto seat = this->seat(station.school);
    if (!seat) return tl::unexpected(fault("changes", seat.error()));
    auto answer = this->answer(**seat, station, wanted);
    if (!answer) return tl::unexpected(fault("changes", answer.error()));
    return std::move(*answer);
}

OrDenial<bool> Core::has_news(const StationRow& station, const Wanted& wanted) {
    const std::scoped_lock lock{mutex_};
    const auto head = store_->head(station.school);
    if (!head) return tl::unexpected(fault("changes", head.error()));
    return head->epoch != wanted.epoch ||
           (scope_of(station) == Scope::kiosk ? head->public_cursor : head->cursor) > wanted.after;
}

entry::SignedTimeToken Core::time_token(const StationRow& station, ByteView nonce) const {
    return entry::sign_time({station.school, crypto::random_id<TokenId>(), station.station, copy(nonce), clock_.now()},
                            keys_.signing);
}

}  // namespace zvonok::sync::server
