#include "tests/simulation/checks.hpp"

#include "tests/simulation/people.hpp"

#include <set>

namespace zvonok::simulation {

using domain::Outcome;
using entry::EntryId;

namespace {

[[noreturn]] void broken(std::string what) {
    throw Violation{std::move(what)};
}

std::string name_of(const EntryId& entry) {
    return entry.log.hex().substr(0, 8) + ":" + std::to_string(entry.seq);
}

template <class T>
T need(Result<T> made, const char* what) {
    if (!made) broken(std::string(what) + ": " + describe(made.error()));
    return std::move(*made);
}

struct InForce {
    std::pair<std::uint64_t, EntryId> by;
    entry::Verdict verdict;
};

/// The server's whole log, checked against nothing but itself and the keys.
struct ServerLog {
    std::map<EntryId, entry::Header> entries;
    std::map<EntryId, entry::Writing> writings;
    std::map<EntryId, InForce> verdicts;
};

ServerLog read_log(const Prepared& prepared, ServerMachine& server) {
    const auto store = server.look();
    const auto all =
        need(store->changes(prepared.school, 0, sync::server::Scope::staff, std::size_t{1} << 30), "the server's log");
    const auto head = need(store->head(prepared.school), "the server's head");
    if (all.next != head.cursor || all.batches.size() != head.cursor) broken("the server's cursors have holes");
    std::map<SessionId, entry::SessionStatement> sessions;
    for (const entry::SessionProof& proof : all.sessions) {
        const auto statement = need(entry::open_proof(proof), "a session's proof");
        sessions.emplace(statement.session, statement);
    }
    ServerLog log;
    std::map<LogId, std::map<std::uint64_t, std::pair<entry::SealContent, crypto::Digest>>> chains;
    for (const entry::SealedBatch& batch : all.batches) {
        const auto seal = need(entry::decode_seal(batch.seal.content), "a seal");
        crypto::PublicKey key = prepared.signing_public;
        if (!seal.server_key) {
            const auto session = sessions.find(seal.session);
            if (session == sessions.end()) broken("a batch whose session never came");
            if (session->second.log != seal.log) broken("a session of another log");
            key = session->second.session_key;
        } else if (*seal.server_key != key) {
            broken("a key that is not the server's");
        }
        const auto checked = need(entry::check_batch(batch, key), "a batch");
        chains[seal.log].emplace(seal.first, std::pair{seal, entry::seal_hash(batch.seal.content)});
        for (std::size_t i = 0; i < checked.headers.size(); ++i) {
            const entry::Header& header = checked.headers[i];
            if (!log.entries.emplace(header.id, header).second) broken("twice on the server: " + name_of(header.id));
            if (!checked.bodies[i]) broken("a body is missing on the server: " + name_of(header.id));
            if (const auto* writing = std::get_if<entry::Writing>(&*checked.bodies[i]))
                log.writings.emplace(header.id, *writing);
            if (const auto* verdict = std::get_if<entry::Verdict>(&*checked.bodies[i])) {
                const InForce now{{header.order, header.id}, *verdict};
                auto& in_force = log.verdicts[verdict->entry];
                if (in_force.by < now.by) in_force = now;
            }
        }
    }
    for (const auto& [id, chain] : chains) {
        std::optional<std::pair<std::uint64_t, crypto::Digest>> before;
        for (const auto& [first, link] : chain) {
            const auto& [seal, hash] = link;
            const bool follows = before && before->first + 1 == first;
            if (follows && seal.previous != before->second) broken("a chain is broken in log " + id.hex());
            if (before && first <= before->first) broken("seals overlap in log " + id.hex());
            before = {seal.last, hash};
        }
    }
    return log;
}

/// Attendance closes at the second midnight after its lesson (the school of the simulation says one day); nobody may
/// come later by a clock that was set back, unless the administrator let him.
void check_time(const ServerLog& log, const Promise& promise) {
    if (promise.kind != domain::CellKind::attendance) return;
    const auto verdict = log.verdicts.find(promise.entry);
    if (verdict == log.verdicts.end() || verdict->second.verdict.outcome != Outcome::accepted) return;
    for (const std::string& note : verdict->second.verdict.notes)
        if (note == domain::rule::held_accepted) return;
    const Instant closes{(promise.lesson + std::chrono::days{2}).time_since_epoch() - 3h};
    if (promise.really > closes + 12min)
        broken("written at " + to_text(promise.really) + " for a lesson that closed at " + to_text(closes) +
               ", and accepted: " + name_of(promise.entry));
}

void check_promises(World& world, const ServerLog& log, StationMachine& station) {
    for (const Promise& promise : station.promises) {
        const auto there = log.entries.find(promise.entry);
        const bool stored = there != log.entries.end() && there->second.cell == promise.cell &&
                            there->second.saved.at == promise.saved && there->second.author == promise.author;
        std::optional<journal::HistoryItem> here;
        std::vector<journal::AttentionItem> attention;
        station.read([&](journal::Journal& journal) {
            here = need(journal.read().entry(promise.entry), "an entry's history");
            attention = need(journal.read().attention_of(promise.author), "somebody's list");
        });
        const auto listed = std::ranges::find(attention, promise.entry, &journal::AttentionItem::entry);
        const bool on_list = listed != attention.end();
        if (!stored) {
            // Never taken by the server: then its author knows, where he wrote it.
            if (on_list && listed->outcome == Outcome::refused && promise.at_station) {
                world.totals.add("entries: their batch was refused, the author has them");
                continue;
            }
            if (promise.void_) {
                world.totals.add("entries: gone with both disks");
                continue;
            }
            broken("lost: " + name_of(promise.entry) + " of " + station.place().name +
                   (here ? ", which has it as " + std::to_string(static_cast<int>(here->outcome)) + " " + here->rule
                         : ", which does not have it"));
        }
        const auto verdict = log.verdicts.find(promise.entry);
        if (verdict == log.verdicts.end()) broken("never judged: " + name_of(promise.entry));
        const Outcome outcome = verdict->second.verdict.outcome;
        if (!here) broken("its own station does not show " + name_of(promise.entry));
        if (here->outcome != outcome)
            broken("its own station says " + std::to_string(static_cast<int>(here->outcome)) + " of " +
                   name_of(promise.entry) + ", the server " + std::to_string(static_cast<int>(outcome)));
        if ((outcome == Outcome::refused || outcome == Outcome::held) && !on_list)
            broken("not on its author's list: " + name_of(promise.entry) + " " + verdict->second.verdict.rule);
        world.totals.add(outcome == Outcome::accepted  ? "entries accepted"
                         : outcome == Outcome::refused ? "entries refused: " + verdict->second.verdict.rule
                                                       : "entries held: " + verdict->second.verdict.rule);
        check_time(log, promise);
    }
}

}  // namespace

void check_all(World& world, const Prepared& prepared, ServerMachine& server, Stations& stations) {
    const ServerLog log = read_log(prepared, server);
    const auto servers = need(server.core().dump_hash(prepared.school), "the server's dump");
    std::optional<crypto::Digest> kiosks;
    for (const auto& station : stations) {
        const std::string& name = station->place().name;
        if (!station->complaints.empty()) broken(name + ": " + station->complaints.front());
        station->read([&](journal::Journal& journal) {
            const auto mine = need(journal.dump_hash(), "a station's dump");
            if (station->place().mode != domain::StationMode::kiosk && mine != servers)
                broken(name + " shows something else than the server");
            if (const auto sound = journal.check(); !sound) broken(name + ": " + describe(sound.error()));
        });
        check_promises(world, log, *station);
    }
}

}  // namespace zvonok::simulation
