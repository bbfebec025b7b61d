#include "station/journal/journal.hpp"
#include "station/journal/tuning.hpp"

#include <algorithm>
#include <set>

/// What the journal takes from the server and gives to it.
namespace zvonok::journal {

using sqlite::Row;

Result<void> Journal::take_sessions(const Incoming& incoming, Applied& applied) {
    for (const entry::SessionProof& proof : incoming.sessions) {
        const auto statement = entry::open_proof(proof);
        if (!statement) {
            applied.rejected.push_back(statement.error());
            continue;
        }
        if (statement->school != options_.school) {
            applied.rejected.push_back(Fault{FaultKind::refused, "a session of another school"});
            continue;
        }
        if (auto stored = replica_.store_session(proof, statement->session); !stored) return stored;
    }
    return {};
}

namespace {
/// The facts are in the batch's own log; a fault is what makes the batch unbelievable, not the journal's.
Result<entry::CheckedBatch> believe(const entry::SealedBatch& batch, const entry::SealContent& seal,
                                    const Options& options, const std::optional<entry::SessionStatement>& session) {
    if (seal.school != options.school) return fail(FaultKind::refused, "a seal of another school");
    if (seal.server_key) {
        if (std::ranges::find(options.server_keys, *seal.server_key) == options.server_keys.end())
            return fail(FaultKind::refused, "a seal by a key that is not the server's");
        return entry::check_batch(batch, *seal.server_key);
    }
    // Without the session's proof (a kiosk gets none) the server's word must do: its verdict is what counts.
    if (!session) return read_batch(batch);
    if (session->log != seal.log) return fail(FaultKind::refused, "a seal by a session of another log");
    return entry::check_batch(batch, session->session_key);
}
}  // namespace

/// True: the batch continues this station's own log beyond what this file knows.
Result<bool> Journal::take_batch(const entry::SealedBatch& batch, Applied& applied, Instant server_now) {
    const auto seal = entry::decode_seal(batch.seal.content);
    if (!seal) {
        applied.rejected.push_back(seal.error());
        return false;
    }
    std::optional<entry::SessionStatement> session;
    if (!seal->server_key) {
        auto statement = statement_of(seal->session);
        if (!statement) return tl::unexpected(statement.error());
        session = *statement;
    }
    const auto checked = believe(batch, *seal, options_, session);
    if (!checked) {
        applied.rejected.push_back(checked.error());
        return false;
    }
    const auto limit = static_cast<std::uint64_t>((server_now + tuning::order_ahead_limit).time_since_epoch().count());
    for (const entry::Header& header : checked->headers)
        if (header.order >> 16 <= limit) clock_order_ = std::max(clock_order_, header.order);
    const bool beyond = seal->log == tip_.log && seal->last > tip_.last;
    // This station's own of a time that the file does not know: a server put back from a backup may need it again.
    const bool own = session && session->station == options_.station;
    const auto source = seal->server_key ? Source::server : own ? Source::own_former : Source::station;
    const auto stored = replica_.store(batch, *checked, source);
    if (!stored) return tl::unexpected(stored.error());
    return beyond;
}

Result<void> Journal::take_acknowledged(std::span<const Acknowledged> acknowledged, bool& log_changed) {
    auto update = database_->prepare(
        "UPDATE logs SET acknowledged = max(acknowledged, ?) WHERE school = ? AND log = ? AND source IN (3, 4)");
    if (!update) return tl::unexpected(update.error());
    for (const Acknowledged& each : acknowledged) {
        if (auto updated = update->run(each.up_to, replica_.school_key(), each.log); !updated) return updated;
        log_changed = log_changed || (each.log == tip_.log && each.up_to > tip_.last);
    }
    return {};
}

Result<void> Journal::take_position(const Incoming& incoming, Applied& applied) {
    if (!position_.epoch.empty() && position_.epoch != incoming.epoch) {
        applied.epoch_changed = true;
        if (auto begun = replica_.begin_generation(); !begun) return begun;
        purge_due_ = true;
        position_.cursor = 0;
        auto again = database_->prepare("UPDATE logs SET acknowledged = 0 WHERE school = ? AND source IN (3, 4)");
        if (!again) return tl::unexpected(again.error());
        if (auto reset = again->run(replica_.school_key()); !reset) return reset;
    }
    position_.epoch = incoming.epoch;
    return {};
}

Result<Applied> Journal::apply(const Incoming& incoming, const Clock& clock) {
    Applied applied;
    bool dropped = false;  // facts too may have gone
    const auto committed = transact([&]() -> Result<void> {
        if (incoming.anchor)
            time_.anchor(incoming.anchor->signed_token, incoming.anchor->token, incoming.anchor->since_boot,
                         incoming.anchor->boot, incoming.anchor->wall);
        if (auto taken = take_position(incoming, applied); !taken) return taken;
        if (auto taken = take_sessions(incoming, applied); !taken) return taken;
        for (const entry::SealedBatch& batch : incoming.batches) {
            const auto beyond = take_batch(batch, applied, time_.server_time(clock));
            if (!beyond) return tl::unexpected(beyond.error());
            applied.log_changed = applied.log_changed || *beyond;
        }
        if (auto taken = take_acknowledged(incoming.acknowledged, applied.log_changed); !taken) return taken;
        if (auto dropped_visits = drop_visits(incoming.visits_told); !dropped_visits) return dropped_visits;
        for (const RefusedBatch& refused : incoming.refused)
            if (auto noted = replica_.note_refused(refused); !noted) return noted;
        for (const CarriedOutcome& outcome : incoming.carried)
            if (auto settled = replica_.settle_carried(outcome); !settled) return settled;
        if (applied.log_changed)
            if (auto started = start_log(); !started) return started;
        // A gap before the answer means that rows in between are not here: they will be asked for again.
        const bool follows = incoming.after <= position_.cursor;
        if (follows) position_.cursor = std::max(position_.cursor, incoming.cursor);
        if (purge_due_ && follows && incoming.complete) {
            if (auto purged = replica_.drop_former_generation(); !purged) return purged;
            purge_due_ = false;
            dropped = true;
        }
        auto changes = replica_.fold();
        if (!changes) return tl::unexpected(changes.error());
        applied.changes = std::move(*changes);
        auto note = database_->prepare("UPDATE replica SET epoch = ?, cursor = ?, clock_order = ? WHERE school = ?");
        if (!note) return tl::unexpected(note.error());
        if (auto noted = note->run(position_.epoch, position_.cursor, clock_order_, replica_.school_key()); !noted)
            return noted;
        return time_.store_due() ? time_.store() : Result<void>{};
    });
    if (!committed) return tl::unexpected(committed.error());
    if (time_.store_due()) time_.stored();
    if (applied.changes.facts && facts_ && !dropped) {
        auto newer = std::make_shared<domain::FactBook>(*facts_);
        for (const entry::RecordedFact& recorded : applied.changes.recorded)
            newer->record(recorded.version, recorded.fact);
        newer->seal();
        facts_ = std::move(newer);
    } else if (applied.changes.facts) {
        facts_.reset();
    }
    if (applied.log_changed)
        if (auto witnessed = write_witness(); !witnessed) return tl::unexpected(witnessed.error());
    return applied;
}

Result<void> Journal::acknowledge(std::span<const Acknowledged> acknowledged) {
    bool log_changed = false;
    auto committed = transact([&]() -> Result<void> {
        if (auto taken = take_acknowledged(acknowledged, log_changed); !taken) return taken;
        return log_changed ? start_log() : Result<void>{};
    });
    if (!committed || !log_changed) return committed;
    return write_witness();
}

Result<entry::CheckedBatch> Journal::own_batch(const entry::SealedBatch& batch) {
    const auto seal = entry::decode_seal(batch.seal.content);
    if (!seal) return tl::unexpected(seal.error());
    const auto statement = statement_of(seal->session);
    if (!statement) return tl::unexpected(statement.error());
    if (*statement)
        if (auto checked = entry::check_batch(batch, (*statement)->session_key)) return checked;
    return fail(FaultKind::corrupt, "own entries that do not verify any more");
}

Result<Outgoing> Journal::unsent(std::size_t limit_bytes) {
    Outgoing outgoing;
    auto seals = database_->prepare(
        "SELECT s.log, s.first, l.acknowledged FROM logs l CROSS JOIN seals s ON s.school = l.school AND s.log = l.key "
        "WHERE l.school = ? AND l.source IN (3, 4) AND s.last > l.acknowledged ORDER BY s.log, s.first");
    if (!seals) return tl::unexpected(seals.error());
    std::size_t bytes = 0;
    std::set<SessionId> sessions;
    std::set<TokenId> tokens;
    const auto read = seals->each(
        [&](Row& row) -> Result<void> {
            if (bytes >= limit_bytes) {
                outgoing.more = true;
                return {};
            }
            auto batch = replica_.batch(row.integer(0), static_cast<std::uint64_t>(row.integer(1)));
            if (!batch) return tl::unexpected(batch.error());
            const auto sound = own_batch(*batch);
            if (!sound) return tl::unexpected(sound.error());
            bytes += batch->seal.content.size() + batch->seal.signature.size();
            for (const entry::Record& record : batch->records) bytes += record.header.size() + record.body.size();
            for (const entry::Header& header : sound->headers) {
                sessions.insert(header.session);
                if (!header.saved.token.empty()) tokens.insert(header.saved.token);
            }
            outgoing.batches.push_back(std::move(*batch));
            return {};
        },
        replica_.school_key());
    if (!read) return tl::unexpected(read.error());

    for (const SessionId& session : sessions) {
        auto proof = replica_.proof_of(session);
        if (!proof) return tl::unexpected(proof.error());
        if (*proof) outgoing.sessions.push_back(std::move(**proof));
    }
    const std::vector<TokenId> wanted{tokens.begin(), tokens.end()};
    auto found_tokens = time_.tokens(wanted);
    if (!found_tokens) return tl::unexpected(found_tokens.error());
    outgoing.tokens = std::move(*found_tokens);

    auto lost = losses();
    if (!lost) return tl::unexpected(lost.error());
    outgoing.losses = std::move(*lost);
    if (auto added = add_visits(outgoing); !added) return tl::unexpected(added.error());
    if (!outgoing.more)
        if (auto added = add_carried(outgoing); !added) return tl::unexpected(added.error());
    return outgoing;
}

Result<void> Journal::note_visit(const entry::VisitNote& note) {
    if (options_.server_keys.empty()) return fail(FaultKind::missing, "no key of the server to seal a visit to");
    const auto sealed = entry::seal_visit(note, options_.server_keys.front());
    if (!sealed) return tl::unexpected(sealed.error());
    return transact([&]() -> Result<void> {
        auto insert = database_->prepare("INSERT INTO visits(school, sealed) VALUES (?, ?)");
        if (!insert) return tl::unexpected(insert.error());
        return insert->run(replica_.school_key(), *sealed);
    });
}

Result<void> Journal::drop_visits(std::uint64_t up_to) {
    if (up_to == 0) return {};
    auto drop = database_->prepare("DELETE FROM visits WHERE school = ? AND number <= ?");
    if (!drop) return tl::unexpected(drop.error());
    return drop->run(replica_.school_key(), up_to);
}

Result<void> Journal::add_visits(Outgoing& outgoing) {
    auto visits = database_->prepare("SELECT number, sealed FROM visits WHERE school = ? ORDER BY number LIMIT ?");
    if (!visits) return tl::unexpected(visits.error());
    const auto limit = static_cast<std::int64_t>(tuning::unsent_visits);
    const auto read = visits->each(
        [&](Row& row) {
            outgoing.visits_up_to = static_cast<std::uint64_t>(row.integer(0));
            outgoing.visits.push_back(row.bytes(1));
        },
        replica_.school_key(), limit);
    outgoing.more = outgoing.more || outgoing.visits.size() == tuning::unsent_visits;
    return read;
}

}  // namespace zvonok::journal
