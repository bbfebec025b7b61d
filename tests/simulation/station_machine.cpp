#include "tests/simulation/station_machine.hpp"

#include "station/crypto/random.hpp"

namespace zvonok::simulation {

using namespace zvonok::sync;

/// The journal as neighbours see it.
class StationMachine::Host final : public relay::JournalShelf::Host {
  public:
    explicit Host(StationMachine& station) : station_(station) {}
    Result<void> with_journal(const std::function<Result<void>(journal::Journal&)>& work) override {
        Result<void> done = fail(FaultKind::offline, "the station is down");
        station_.run([&] {
            done = work(*station_.journal_);
            if (!done) station_.take(done.error(), "relay");
        });
        return done;
    }
    Result<relay::Grounds> grounds(journal::Journal& journal) override {
        auto book = journal.facts();
        auto zone = Zone::find("Europe/Moscow");
        if (!book || !zone) return tl::unexpected(book ? zone.error() : book.error());
        const Prepared& prepared = station_.prepared_;
        belief::StaffTrust trust{{prepared.staff_authority.certificate()}, {*prepared.staff_list}};
        const auto& access = station_.access_;
        const std::vector<wire::EnvelopeKey> keys = access ? access->envelope_keys : std::vector<wire::EnvelopeKey>{};
        return relay::Grounds{
            station_.place_.station, std::move(*book),          *zone,
            std::move(trust),        {prepared.signing_public}, std::make_shared<const belief::KeyRing>(keys)};
    }
    Instant now(journal::Journal& journal) override { return journal.server_time(station_.clock); }
    Result<void> before_change(journal::Journal&) override { return {}; }
    void changed(const journal::CarriedIn& in) override {
        station_.world_.totals.add("relay: parcels taken", in.taken.size());
    }
    /// Other facts are known now.
    void judge_again(journal::Journal& journal) {
        if (journal.carried().empty()) return;
        const auto grounds = this->grounds(journal);
        if (!grounds) return station_.take(grounds.error(), "relay");
        const auto done = journal.judge_carried_again(relay::judge_by(*grounds, journal, now(journal)));
        if (!done) station_.take(done.error(), "relay");
    }

  private:
    StationMachine& station_;
};

/// The journal as the session sees it.
class StationMachine::Replica final : public client::Replica {
  public:
    explicit Replica(StationMachine& station) : station_(station) {}
    Result<client::ReplicaState> state() override {
        journal::Journal& journal = *station_.journal_;
        return client::ReplicaState{journal.position(), journal.log(),
                                    station_.access_ ? station_.access_->version : 0};
    }
    Result<journal::Outgoing> unsent(std::size_t limit_bytes) override {
        auto outgoing = station_.journal_->unsent(limit_bytes);
        if (!outgoing) station_.take(outgoing.error(), "unsent");
        return outgoing;
    }
    Result<void> take(const client::Arrival& arrival) override {
        auto applied = station_.journal_->apply(arrival.incoming, station_.clock);
        if (!applied) {
            station_.take(applied.error(), "apply");
            return tl::unexpected(applied.error());
        }
        if (arrival.access) station_.access_ = arrival.access;
        if (applied->changes.facts) station_.host_->judge_again(*station_.journal_);
        if (applied->log_changed) {
            station_.world_.totals.add("station: began a new log because the server had more of the old one");
            station_.card_.reset();
        }
        if (applied->epoch_changed) station_.world_.totals.add("station: met a new epoch");
        for (const Fault& fault : applied->rejected)
            station_.complaints.push_back("the journal did not believe a batch: " + describe(fault));
        for (const journal::RefusedBatch& refused : arrival.incoming.refused)
            station_.complaints.push_back("the server refused what was truly written: " + refused.rule);
        return {};
    }

  private:
    StationMachine& station_;
};

StationMachine::StationMachine(World& world, const Prepared& prepared, const Place& place, const Weather& weather,
                               FarEnd far_end)
    : clock(world, 0ms),
      world_(world),
      prepared_(prepared),
      place_(place),
      disk_(world.disk_counts),
      files_(disk_, 0),
      log_(place.name, world.tracing() ? Log::Voice::usual : Log::Voice::silent),
      line_(world, weather, place.certificate, std::move(far_end), [this] { stir(0ms); }),
      chance_(world.chance.branch()) {
    disk_.put("/" + place.name + "/journal.db", prepared.empty_journal);
    world_.disks.mount(place.name, disk_);
    start();
}

StationMachine::~StationMachine() {
    stop();
}

void StationMachine::start(bool known_damaged) {
    if (journal_ || !disk_.powered()) return;
    ++depth_;
    world_.disks.enter(0);
    auto opened = journal::Journal::open("/" + place_.name + "/journal.db", {.school = prepared_.school,
                                                                             .station = place_.station,
                                                                             .server_keys = {prepared_.signing_public},
                                                                             .vfs = {},
                                                                             .known_damaged = known_damaged,
                                                                             .files = &files_});
    if (opened) {
        journal_.emplace(std::move(opened->journal));
        if (opened->salvaged) {
            world_.totals.add("station: journal salvaged");
            for (Visit& visit : visits) visit.void_ = true;  // a salvage looks for entries
            world_.trace(place_.name + " salvaged its journal");
        }
        replica_ = std::make_unique<Replica>(*this);
        host_ = std::make_unique<Host>(*this);
        shelf_.emplace(*host_, log_);
        session_ = std::make_unique<client::Session>(client::SessionOptions{prepared_.school,
                                                                            place_.station,
                                                                            {prepared_.signing_public},
                                                                            static_cast<std::uint32_t>(chance_.next())},
                                                     line_, *replica_, clock, log_, [](const client::Status&) {});
        ++life_;
        stir(0ms);
    } else {
        world_.trace(place_.name + " does not open its journal: " + describe(opened.error()));
        world_.totals.add("station: did not open its journal at once");
        world_.after(2s, [this] { start(); });
    }
    --depth_;
    bury();
}

void StationMachine::stop() {
    world_.disks.enter(0);
    session_.reset();
    shelf_.reset();
    host_.reset();
    replica_.reset();
    journal_.reset();
    card_.reset();
    line_.drop_all();
    damaged_ = false;
}

/// Closing writes too: power may go in the middle of it.
void StationMachine::shut_down() {
    stop();
    if (disk_.powered()) return disk_.buried();
    world_.trace(place_.name + " lost power");
    Chance chance = chance_.branch();
    disk_.settle(chance);
    clock.restart(20s);
}

void StationMachine::bury() {
    if (depth_ > 0) return;
    if (!disk_.powered()) {
        shut_down();
    } else if (disk_.killed()) {
        world_.trace(place_.name + " was killed");
        shut_down();
    } else if (damaged_) {
        world_.totals.add("station: a call met damage");
        shut_down();
        return start(true);
    } else {
        return;
    }
    world_.after(healed_ ? 1ms : chance_.between(100ms, 60s), [this] { start(); });
}

void StationMachine::run(const std::function<void()>& work) {
    if (!journal_) return;
    ++depth_;
    world_.disks.enter(0);
    work();
    --depth_;
    bury();
}

void StationMachine::stir(std::chrono::milliseconds delay) {
    const Instant at = world_.now() + delay;
    if (stirs_at_ && *stirs_at_ <= at) return;
    stirs_at_ = at;
    world_.after(delay, [this, at] {
        if (stirs_at_ != at) return;
        stirs_at_.reset();
        run([&] { session_->step(std::chrono::hours{1}); });
        if (journal_) stir(std::max(line_.wakes_at() - world_.now(), 0ms));
    });
}

void StationMachine::take(const Fault& fault, std::string_view what) {
    world_.trace(place_.name + ": " + std::string(what) + ": " + describe(fault));
    if (fault.kind == FaultKind::corrupt) damaged_ = true;
    if (fault.kind == FaultKind::bug) complaints.push_back("a bug's fault: " + describe(fault));
}

bool StationMachine::log_in(const Staff& staff) {
    const Instant now = clock.now();
    if (card_ && card_->person == staff.person && card_->statement.log == journal_->log() &&
        now >= card_->statement.from && now < card_->statement.until)
        return true;
    crypto::SigningKey key = crypto::SigningKey::generate();
    entry::SessionStatement statement;
    statement.school = prepared_.school;
    statement.session = crypto::random_id<SessionId>();
    statement.person = staff.person;
    statement.certificate = staff.certificate.fingerprint();
    statement.station = place_.station;
    statement.log = journal_->log();
    statement.session_key = key.public_key();
    statement.from = now;
    statement.until = now + 8h;
    crypto::fill_random(statement.nonce);
    entry::SessionProof proof{entry::encode(statement), {}, staff.certificate.der()};
    proof.signature = staff.key.sign(entry::signed_bytes(proof.statement)).value();
    world_.genuine_sessions.insert(proof.statement);
    card_.reset();
    if (const auto begun = journal_->begin_session(proof); !begun) {
        take(begun.error(), "session");
        return false;
    }
    card_.emplace(CardSession{staff.person, std::move(statement), std::move(key)});
    return true;
}

void StationMachine::write(const Staff& staff, std::vector<journal::Draft> drafts) {
    run([&] {
        if (!log_in(staff)) return;
        const auto written =
            journal_->write(drafts, {staff.person, staff.role, card_->statement.session, card_->key}, clock);
        if (!written) {
            world_.totals.add("station: a writing failed and was told so");
            return take(written.error(), "write");
        }
        world_.totals.add("entries written", drafts.size());
        for (std::size_t i = 0; i < drafts.size(); ++i) {
            const journal::Receipt& receipt = written->receipts[i];
            const domain::Cell& cell = drafts[i].cell;
            Promise promise{receipt.entry, staff.person, cell.kind, world_.now(), receipt.cell, receipt.saved};
            promise.lesson = cell.lesson.day;
            if (world_.tracing())
                world_.trace(place_.name + " wrote " + receipt.entry.log.hex().substr(0, 6) + ":" +
                             std::to_string(receipt.entry.seq) + " kind " +
                             std::to_string(static_cast<int>(cell.kind)));
            const auto before = std::ranges::find(promises, receipt.entry, &Promise::entry);
            if (before != promises.end())
                complaints.push_back("a number was given out twice: " + receipt.entry.log.hex() + ":" +
                                     std::to_string(receipt.entry.seq));
            promises.push_back(promise);
        }
        session_->wake();
    });
}

void StationMachine::visit() {
    run([&] {
        entry::VisitNote note;
        note.id = crypto::random_id<EntityId>();
        note.visitor = note.pupil = prepared_.pupils.front();
        note.at = clock.now();
        if (const auto noted = journal_->note_visit(note); !noted) return take(noted.error(), "visit");
        world_.totals.add("visits noted");
        visits.push_back({note.id});
        session_->wake();
    });
}

void StationMachine::hear_from(StationMachine& neighbour) {
    if (!journal_ || !neighbour.journal_) return;
    // What dies of it is buried when both have done.
    ++depth_;
    ++neighbour.depth_;
    converse(neighbour);
    --depth_;
    --neighbour.depth_;
    bury();
    neighbour.bury();
}

void StationMachine::converse(StationMachine& neighbour) {
    const auto known = shelf_->is_neighbour(neighbour.place_.station);
    if (!known || !*known) return;
    world_.totals.add("relay: conversations");
    const auto offered = neighbour.shelf_->names();
    if (!offered) return;
    const auto wanted = shelf_->wanted(neighbour.place_.station, *offered);
    if (!wanted || wanted->empty()) return;
    auto parcels = neighbour.shelf_->parcels(*wanted);
    if (!parcels) return;
    static_cast<void>(shelf_->take(neighbour.place_.station, std::move(*parcels)));
}

void StationMachine::read(const std::function<void(journal::Journal&)>& question) {
    run([&] { question(*journal_); });
}

void StationMachine::tend() {
    run([&] {
        if (const auto tended = journal_->tend(clock); !tended) take(tended.error(), "tend");
    });
}

void StationMachine::power_cut() {
    disk_.cut_power();
    bury();
}

void StationMachine::kill() {
    disk_.kill(0);
    bury();
}

void StationMachine::keep_image() {
    image_ = disk_.image();
}

void StationMachine::put_back(Back what, const std::function<bool(const entry::EntryId&)>& server_holds) {
    if (image_.empty()) return;
    world_.trace(place_.name + (what == Back::whole_disk ? ": an old disk" : ": an old journal"));
    world_.totals.add(what == Back::whole_disk ? "station: whole disk put back" : "station: journal put back");
    shut_down();
    disk_.heal();  // somebody stands by until it runs
    if (what == Back::whole_disk) {
        disk_.put(image_);
    } else {
        Disk::Names names = disk_.image();
        const std::string journal = "/" + place_.name + "/journal.db";
        for (const char* suffix : {"", "-wal"}) {
            names.erase(journal + suffix);
            if (const auto old = image_.find(journal + suffix); old != image_.end()) names.insert(*old);
        }
        disk_.put(names);
    }
    start();
    for (Visit& visit : visits) visit.void_ = true;
    for (Promise& promise : promises)
        if (!has(promise)) {
            promise.at_station = false;
            if (!server_holds(promise.entry)) promise.void_ = true;
        }
}

void StationMachine::server_put_back(const std::function<bool(const entry::EntryId&)>& server_holds) {
    // What the server has of visits no station keeps.
    for (Visit& visit : visits) visit.void_ = true;
    for (Promise& promise : promises)
        if (!promise.at_station && !has(promise) && !server_holds(promise.entry)) promise.void_ = true;
}

bool StationMachine::has(const Promise& promise) {
    bool here = false;
    read([&](journal::Journal& journal) {
        const auto found = journal.read().entry(promise.entry);
        here = found && *found && (*found)->writing;
    });
    return here;
}

void StationMachine::heal() {
    healed_ = true;
    disk_.heal();
    clock.set_drift(0);
    line_.set_link(Link::good);
    start();
    run([&] { session_->wake(); });
}

std::optional<std::string> StationMachine::unsettled(const sync::server::Head& head) {
    std::optional<std::string> missing = place_.name + " does not run";
    run([&] {
        const auto unsent = journal_->unsent();
        if (!unsent) return take(unsent.error(), "unsent");
        const journal::Position position = journal_->position();
        if (!unsent->batches.empty() || !unsent->visits.empty())
            missing = place_.name + " has something to send";
        else if (position.epoch != head.epoch)
            missing = place_.name + " lives in another epoch";
        else if (position.cursor != head.cursor)
            missing = place_.name + " stands at " + std::to_string(position.cursor);
        else if (!session_->status().online)
            missing = place_.name + " is offline";
        else
            missing.reset();
    });
    return missing;
}

}  // namespace zvonok::simulation
