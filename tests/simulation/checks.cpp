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
T held(Result<T> made, const char* what) {
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

ServerLog read_log(const World& world, const Prepared& prepared, ServerMachine& server) {
    const auto store = server.look();
    const auto all =
        held(store->changes(prepared.school, 0, sync::server::Scope::staff, std::size_t{1} << 30), "the server's log");
    const auto head = held(store->head(prepared.school), "the server's head");
    if (all.next != head.cursor) broken("the server's log does not end at its cursor");
    std::map<SessionId, entry::SessionStatement> sessions;
    std::set<SessionId> genuine;
    for (const entry::SessionProof& proof : all.sessions) {
        const auto statement = held(entry::open_proof(proof), "a session's proof");
        sessions.emplace(statement.session, statement);
        if (world.genuine_sessions.contains(proof.statement)) genuine.insert(statement.session);
    }
    ServerLog log;
    std::map<LogId, std::map<std::uint64_t, std::pair<entry::SealContent, crypto::Digest>>> chains;
    for (const entry::SealedBatch& batch : all.batches) {
        const auto seal = held(entry::decode_seal(batch.seal.content), "a seal");
        crypto::PublicKey key = prepared.signing_public;
        if (!seal.server_key) {
            const auto session = sessions.find(seal.session);
            if (session == sessions.end()) broken("a batch whose session never came");
            if (session->second.log != seal.log) broken("a session of another log");
            if (!genuine.contains(seal.session)) broken("a session that nobody began");
            key = session->second.session_key;
        } else if (*seal.server_key != key) {
            broken("a key that is not the server's");
        }
        const auto checked = held(entry::check_batch(batch, key), "a batch");
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

/// Each visit is told once; one that something lost may be, at most.
void check_visits(const ServerLog& log, const StationMachine& station) {
    for (const Visit& visit : station.visits) {
        const auto told = std::ranges::count_if(log.writings, [&](const auto& writing) {
            return writing.second.cell.kind == domain::CellKind::visit && writing.second.cell.period == visit.id;
        });
        if (told > 1 || (told == 0 && !visit.void_))
            broken("a visit at " + station.place().name + " was told " + std::to_string(told) + " times");
    }
}

/// Heads by the definition and nothing else: accepted entries that no other accepted one has seen, through whatever.
std::map<PersonId, std::set<CellId>> conflicts_in(const ServerLog& log) {
    std::map<CellId, std::vector<const entry::Header*>> cells;
    for (const auto& [id, writing] : log.writings) cells[log.entries.at(id).cell].push_back(&log.entries.at(id));
    std::map<PersonId, std::set<CellId>> conflicts;
    for (const auto& [cell, all] : cells) {
        std::vector<const entry::Header*> accepted, open;
        for (const entry::Header* header : all)
            if (const auto verdict = log.verdicts.find(header->id);
                verdict != log.verdicts.end() && verdict->second.verdict.outcome == Outcome::accepted)
                accepted.push_back(header);
        std::set<EntryId> seen;
        open = accepted;
        while (!open.empty()) {
            const entry::Header* from = open.back();
            open.pop_back();
            for (const EntryId& id : from->seen) {
                const auto found = log.entries.find(id);
                if (found != log.entries.end() && found->second.cell == cell && seen.insert(id).second)
                    open.push_back(&found->second);
            }
        }
        std::erase_if(accepted, [&](const entry::Header* header) { return seen.contains(header->id); });
        if (accepted.size() < 2) continue;
        for (const entry::Header* head : accepted) conflicts[head->author].insert(cell);
    }
    return conflicts;
}

void check_conflicts(const Prepared& prepared, const std::map<PersonId, std::set<CellId>>& wanted,
                     StationMachine& station) {
    station.read([&](journal::Journal& journal) {
        for (const Staff& staff : prepared.staff) {
            const auto told = held(journal.read().conflicts_of(staff.person), "somebody's conflicts");
            const auto should = wanted.find(staff.person);
            if (std::set<CellId>(told.begin(), told.end()) !=
                (should == wanted.end() ? std::set<CellId>{} : should->second))
                broken(station.place().name + " tells of other conflicts than there are");
        }
    });
}

void check_promises(World& world, const ServerLog& log, StationMachine& station) {
    for (const Promise& promise : station.promises) {
        const auto there = log.entries.find(promise.entry);
        const bool stored = there != log.entries.end() && there->second.cell == promise.cell &&
                            there->second.saved.at == promise.saved && there->second.author == promise.author;
        std::optional<journal::HistoryItem> here;
        std::vector<journal::AttentionItem> attention;
        station.read([&](journal::Journal& journal) {
            here = held(journal.read().entry(promise.entry), "an entry's history");
            attention = held(journal.read().attention_of(promise.author), "somebody's list");
        });
        const bool on_list =
            std::ranges::find(attention, promise.entry, &journal::AttentionItem::entry) != attention.end();
        if (!stored) {
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

/// What only one of two files has, for whoever follows a seed.
void trace_difference(World& world, const std::string& one, const std::string& other) {
    static constexpr const char* usual = "l.log, t.seq, t.layer, t.outcome, t.rule, t.versions";
    static constexpr std::pair<const char*, const char*> tables[] = {
        {"entries", "l.log, t.seq, t.kind, t.cell, t.body IS NULL"},
        {"verdicts", "l.log, t.seq, t.outcome, t.rule, t.by_order, t.by_log"},
        {"lesson_attendance", usual},
        {"absence_reasons", usual},
        {"lesson_topics", usual},
        {"lesson_homework", usual},
        {"marks", usual},
        {"register", usual},
        {"attention", "l.log, t.seq, t.author, t.cell, t.outcome, t.rule, t.settled"},
        {"conflicts", "l.log, t.seq, t.cell"},
        {"noted", "l.log, t.seq, t.notes"},
        {"based", "l.log, t.seq, t.basis"}};
    world.disks.enter(observer);
    for (const auto& [table, columns] : tables) {
        std::map<std::string, std::set<std::string>> rows;
        for (const std::string& file : {one, other}) {
            auto database = held(sqlite::Database::open(file, {.access = sqlite::Access::existing}), "a file");
            auto all = held(database.prepare("SELECT " + std::string(columns) + " FROM " + table +
                                             " t JOIN logs l ON l.key = t.log"),
                            "rows");
            const auto read = all.each([&](sqlite::Row& row) {
                std::string text;
                for (int i = 0; i < row.columns(); ++i) {
                    const auto type = row.type(i);
                    text += type == sqlite::Row::Type::integer ? std::to_string(row.integer(i))
                            : type == sqlite::Row::Type::text  ? std::string(row.text(i))
                            : type == sqlite::Row::Type::null  ? "-"
                                                               : to_hex(row.blob(i)).substr(0, 8);
                    text += ' ';
                }
                rows[text].insert(file);
            });
            if (!read) broken("rows: " + describe(read.error()));
        }
        for (const auto& [text, files] : rows)
            if (files.size() == 1) world.trace(std::string(table) + " only in " + *files.begin() + ": " + text);
    }
}

/// What a kiosk that begins now would show.
crypto::Digest fresh_kiosk(World& world, const Prepared& prepared, ServerMachine& server) {
    const auto store = server.look();
    auto all =
        held(store->changes(prepared.school, 0, sync::server::Scope::kiosk, std::size_t{1} << 30), "what kiosks get");
    journal::Incoming incoming;
    incoming.epoch = held(store->head(prepared.school), "the server's head").epoch;
    incoming.cursor = all.next;
    incoming.complete = true;
    incoming.sessions = std::move(all.sessions);
    incoming.batches = std::move(all.batches);
    Disk disk{world.disk_counts};
    disk.put("/fresh/journal.db", prepared.empty_journal);
    world.disks.mount("fresh", disk);
    const DiskFiles files{disk, 0};
    const MachineClock clock{world, 0ms};
    world.disks.enter(0);
    auto opened = held(journal::Journal::open("/fresh/journal.db", {.school = prepared.school,
                                                                    .station = prepared.places.back().station,
                                                                    .server_keys = {prepared.signing_public},
                                                                    .vfs = {},
                                                                    .known_damaged = false,
                                                                    .files = &files}),
                       "a fresh kiosk");
    held(opened.journal.apply(incoming, clock), "a fresh kiosk's first page");
    return held(opened.journal.dump_hash(), "a fresh kiosk's dump");
}

}  // namespace

void check_all(World& world, const Prepared& prepared, ServerMachine& server, Stations& stations) {
    const ServerLog log = read_log(world, prepared, server);
    const auto servers = held(server.core().dump_hash(prepared.school), "the server's dump");
    const auto conflicts = conflicts_in(log);
    for (const auto& [person, cells] : conflicts) world.totals.add("conflicts told to their authors", cells.size());
    for (const auto& station : stations) {
        const std::string& name = station->place().name;
        const bool is_kiosk = station->place().mode == domain::StationMode::kiosk;
        std::optional<crypto::Digest> kiosks;
        if (!station->complaints.empty()) broken(name + ": " + station->complaints.front());
        station->read([&](journal::Journal& journal) {
            const auto mine = held(journal.dump_hash(), "a station's dump");
            if (is_kiosk)
                kiosks = mine;
            else if (mine != servers) {
                if (world.tracing()) trace_difference(world, "/" + name + "/journal.db", server.projection_file());
                broken(name + " shows something else than the server");
            }
            // Makes all tables anew, which is as dear as all the other checks together.
            if (!world.chance.once_in(4)) return;
            world.totals.add("station: tables made anew and compared");
            if (const auto sound = journal.check(); !sound) broken(name + ": " + describe(sound.error()));
        });
        check_promises(world, log, *station);
        check_visits(log, *station);
        if (!is_kiosk)
            check_conflicts(prepared, conflicts, *station);
        else if (kiosks != fresh_kiosk(world, prepared, server))
            broken(name + " shows something else than a kiosk that begins now");
    }
}

}  // namespace zvonok::simulation
