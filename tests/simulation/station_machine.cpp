#include "tests/simulation/station_machine.hpp"

#include "station/crypto/random.hpp"

namespace zvonok::simulation {

using namespace zvonok::sync;

/// The journal as the session sees it.
class StationMachine::Replica final : public client::Replica {
  public:
    explicit Replica(StationMachine& station) : station_(station) {}
    Result<client::ReplicaState> state() override {
        journal::Journal& journal = *station_.journal_;
        return client::ReplicaState{journal.position(), journal.log(),
                                    station_.access_ ? station_.access_->version : 0};
    }
    Result<journal::Outgoing> unsent() override {
        auto outgoing = station_.journal_->unsent();
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
        station_.numbers_may_repeat_ = false;
        if (applied->log_changed) {
            station_.world_.totals.add("station: began a new log because the server had more of the old one");
            station_.card_.reset();
        }
        if (applied->epoch_changed) station_.world_.totals.add("station: met a new epoch");
        for (const Fault& fault : applied->rejected)
            station_.complaints.push_back("the journal did not believe a batch: " + describe(fault));
        for (const journal::RefusedBatch& refused : arrival.incoming.refused)
            station_.world_.totals.add("station: batch refused, " + refused.rule);
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
                                                                             .machine = copy(as_bytes(place_.name)),
                                                                             .vfs = {},
                                                                             .known_damaged = known_damaged,
                                                                             .files = &files_});
    if (opened) {
        journal_.emplace(std::move(opened->journal));
        if (opened->salvaged) {
            world_.totals.add("station: journal salvaged");
            world_.trace(place_.name + " salvaged its journal");
        }
        replica_ = std::make_unique<Replica>(*this);
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
    replica_.reset();
    journal_.reset();
    card_.reset();
    line_.drop_all();
    damaged_ = false;
}

void StationMachine::bury() {
    if (depth_ > 0) return;
    if (!disk_.powered()) {
        world_.trace(place_.name + " lost power");
        stop();
        Chance chance = chance_.branch();
        disk_.settle(chance);
        clock.restart(20s);
    } else if (disk_.killed()) {
        world_.trace(place_.name + " was killed");
        stop();
        disk_.buried();
    } else if (damaged_) {
        world_.totals.add("station: a call met damage");
        stop();
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
    card_.reset();
    if (const auto begun = journal_->begin_session(proof); !begun) {
        take(begun.error(), "session");
        return false;
    }
    card_.emplace(CardSession{staff.person, std::move(statement), std::move(key)});
    return true;
}

void StationMachine::write(const Staff& staff, std::vector<journal::Draft> drafts) {
    // A whole disk that was put back cannot know of the numbers given out since; the server tells it. What people write
    // before that is outside of what is promised.
    if (numbers_may_repeat_) return;
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
    stop();
    if (what == Back::whole_disk) {
        disk_.put(image_);
        numbers_may_repeat_ = true;
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
    for (Promise& promise : promises) {
        if (!promise.at_station) continue;
        bool here = false;
        read([&](journal::Journal& journal) {
            const auto found = journal.read().entry(promise.entry);
            here = found && *found && (*found)->writing;
        });
        if (here) continue;
        promise.at_station = false;
        if (!server_holds(promise.entry)) promise.void_ = true;
    }
}

void StationMachine::heal() {
    healed_ = true;
    disk_.heal();
    clock.set_drift(0);
    line_.set_link(Link::good);
    start();
    run([&] { session_->wake(); });
}

bool StationMachine::is_settled(const sync::server::Head& head) {
    if (!journal_) return false;
    bool settled = false;
    run([&] {
        const auto unsent = journal_->unsent();
        if (!unsent) return take(unsent.error(), "unsent");
        settled = unsent->batches.empty() && journal_->position().epoch == head.epoch &&
                  journal_->position().cursor == head.cursor && session_->status().online;
    });
    return settled;
}

}  // namespace zvonok::simulation
