#include "tests/simulation/simulation.hpp"

#include "tests/simulation/checks.hpp"
#include "tests/simulation/forger.hpp"
#include "tests/simulation/people.hpp"

#include <sqlite3.h>

namespace zvonok::simulation {

namespace {

/// Which troubles this seed knows: a seed with all of them at once would hide what one alone brings to light.
struct Plan {
    Weather weather;
    bool cuts_links = false, cuts_power = false, kills = false, fails_disks = false, fills_disks = false;
    bool sets_clocks = false, changes_facts = false, restores_server = false, restores_stations = false;
    int stations = 2, processes = 1;
    bool kiosk = false, forges = false, relays = false;
    std::size_t acts = 10;
};

Plan plan_of(Chance& chance) {
    Plan plan;
    const auto some = [&](unsigned share, unsigned most) {
        return chance.percent(share) ? 1 + static_cast<unsigned>(chance.below(most)) : 0u;
    };
    plan.weather.lost = some(50, 15);
    plan.weather.cut = some(50, 15);
    plan.weather.doubled = some(50, 20);
    plan.weather.delayed = some(50, 25);
    plan.weather.portal = some(10, 10);
    plan.cuts_links = chance.percent(50);
    plan.cuts_power = chance.percent(35);
    plan.kills = chance.percent(30);
    plan.fails_disks = chance.percent(20);
    plan.fills_disks = chance.percent(15);
    plan.sets_clocks = chance.percent(35);
    plan.changes_facts = chance.percent(35);
    plan.restores_server = chance.percent(15);
    plan.restores_stations = chance.percent(15);
    plan.stations = 2 + static_cast<int>(chance.below(3)) / 2;
    plan.kiosk = chance.percent(20);
    plan.processes = chance.percent(75) ? 1 : chance.percent(50) ? 2 : 4;
    plan.forges = chance.percent(20);
    plan.relays = chance.percent(30);
    plan.acts = 3 + chance.below(11);
    return plan;
}

class Run {
  public:
    Run(World& world, const Prepared& prepared)
        : world_(world),
          prepared_(prepared),
          chance_(world.chance.branch()),
          plan_(plan_of(chance_)),
          server_(world, prepared, plan_.processes),
          people_(world, prepared),
          forger_(world, prepared) {
        server_.interleaved = plan_.processes > 1 ? 50 : 0;
        for (int n = 0; n < plan_.stations; ++n) add_station(prepared.places[static_cast<std::size_t>(n)]);
        if (plan_.kiosk) add_station(prepared.places.back());
        server_.keep_backup();
    }
    ~Run() {
        stations_.clear();
        world_.disks.unmount_all();
    }
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    void live() {
        world_.run_until(world_.now() + 3s);
        for (std::size_t act = 0; act < plan_.acts; ++act) {
            make_trouble();
            // Nobody writes at the kiosk, which stands last.
            people_.act(*stations_[chance_.below(static_cast<std::size_t>(plan_.stations))]);
            pass_time();
        }
    }

    void heal() {
        world_.trace("--- calm");
        plan_.weather = {};
        plan_.forges = false;
        server_.heal();
        for (const auto& station : stations_) station->heal();
        // A kiosk that nothing is for asks twice an hour.
        std::optional<std::string> missing;
        const auto store = server_.look();
        for (int minute = 0; minute < 70; ++minute) {
            world_.run_until(world_.now() + 1min);
            missing = unsettled(*store);
            if (!missing) return;
        }
        throw Violation{"an hour of calm, and not all is sent and read: " + *missing};
    }

    void check() { check_all(world_, prepared_, server_, stations_); }

  private:
    void add_station(const Place& place) {
        stations_.push_back(std::make_unique<StationMachine>(world_, prepared_, place, plan_.weather,
                                                             [this](const auto& request, auto respond) {
                                                                 if (plan_.forges) forge(request);
                                                                 server_.handle(request, respond);
                                                             }));
    }

    void forge(const sync::server::HttpRequest& heard) {
        forger_.overhear(heard);
        if (!chance_.percent(40)) return;
        world_.after(chance_.between(1ms, chance_.once_in(3) ? 60s : 1s), [this] {
            if (const auto forged = forger_.next()) server_.handle(*forged, [](const auto&) {});
        });
    }

    std::optional<std::string> unsettled(sync::server::Store& store) {
        const auto head = store.head(prepared_.school);
        if (!head) throw Violation{"the server's head: " + describe(head.error())};
        for (const auto& station : stations_)
            if (auto missing = station->unsettled(*head))
                return *missing + ", the server at " + std::to_string(head->cursor);
        return std::nullopt;
    }

    void pass_time() {
        if (chance_.percent(12)) {
            world_.totals.add("time: hours passed at once");
            world_.leap(chance_.between(1h, 20h));
        }
        world_.run_until(world_.now() + chance_.between(10ms, chance_.once_in(4) ? 90s : 5s));
    }

    void make_trouble() {
        StationMachine& station = *chance_.one_of(stations_);
        if (plan_.cuts_links && chance_.percent(30)) trouble_link(station);
        if (plan_.cuts_power && chance_.percent(15)) {
            if (chance_.percent(30))
                server_.disk().cut_power_after(chance_.below(40));
            else if (chance_.percent(70))
                station.disk().cut_power_after(chance_.below(40));
            else
                station.power_cut();
        }
        if (plan_.kills && chance_.percent(15)) {
            if (chance_.percent(40))
                server_.kill_some();
            else if (chance_.percent(30))
                server_.disk().kill_after(
                    static_cast<Process>(chance_.below(static_cast<std::size_t>(plan_.processes))), chance_.below(40));
            else if (chance_.percent(60))
                station.disk().kill_after(0, chance_.below(40));
            else
                station.kill();
        }
        Disk& disk = chance_.percent(35) ? server_.disk() : station.disk();
        if (plan_.fails_disks && chance_.percent(20))
            disk.fail_after(chance_.below(60), chance_.percent(50) ? DiskFault::error : DiskFault::torn);
        if (plan_.fills_disks && chance_.percent(20)) {
            disk.limit_room(chance_.below(200'000));
            world_.after(chance_.between(1s, 60s), [&disk] { disk.limit_room(std::nullopt); });
        }
        if (plan_.sets_clocks && chance_.percent(30)) trouble_clock(station);
        if (plan_.changes_facts && chance_.percent(25)) people_.change_facts(server_);
        if (plan_.restores_server && chance_.percent(25)) {
            if (chance_.percent(50))
                server_.keep_backup();
            else
                restore_server();
        }
        if (plan_.restores_stations && chance_.percent(30)) {
            if (!station.has_image() || chance_.percent(40))
                station.keep_image();
            else
                station.put_back(
                    chance_.percent(40) ? StationMachine::Back::whole_disk : StationMachine::Back::journal_only,
                    [this](const entry::EntryId& entry) { return server_.holds(entry); });
        }
        if (chance_.percent(10)) station.tend();
        if (plan_.relays && chance_.percent(60)) chance_.one_of(stations_)->hear_from(station);
        if (chance_.percent(8)) station.visit();
    }

    void restore_server() {
        server_.restore();
        for (const auto& station : stations_)
            station->server_put_back([this](const entry::EntryId& entry) { return server_.holds(entry); });
    }

    void trouble_link(StationMachine& station) {
        station.line().set_link(chance_.percent(60) ? Link::cut : Link::half_open);
        world_.after(chance_.between(1s, 120s), [&station] { station.line().set_link(Link::good); });
    }

    void trouble_clock(StationMachine& station) {
        switch (chance_.below(4)) {
            case 0:
                world_.totals.add("clock: set back");
                station.clock.step(-chance_.between(1min, 72h));
                break;
            case 1:
                world_.totals.add("clock: set forward");
                station.clock.step(chance_.between(1s, 48h));
                break;
            case 2:
                world_.totals.add("clock: drifts");
                station.clock.set_drift(static_cast<int>(chance_.below(400)) - 200);
                break;
            default:
                world_.totals.add("clock: set right");
                station.clock.set_right();
                break;
        }
    }

    World& world_;
    const Prepared& prepared_;
    Chance chance_;
    Plan plan_;
    ServerMachine server_;
    People people_;
    Forger forger_;
    Stations stations_;
};

}  // namespace

SeedOutcome simulate(std::uint64_t seed, const Prepared& prepared, SqliteDisks& disks, Totals& totals, bool tracing) {
    sqlite3_randomness(0, nullptr);  // drawn anew for each seed
    World world{seed, prepared.start, disks, totals, tracing};
    draw_library_randomness_from(world.chance.branch());
    SeedOutcome outcome;
    {
        try {
            Run run{world, prepared};
            try {
                run.live();
                run.heal();
                run.check();
            } catch (const Violation& violation) {
                outcome.violation = violation;
            }
        } catch (const Violation& violation) {
            outcome.violation = violation;
        }
    }
    const DiskCounts& counts = world.disk_counts;
    totals.add("disk: power cut", counts.power_cuts);
    totals.add("disk: process killed", counts.kills);
    totals.add("disk: operation failed", counts.errors);
    totals.add("disk: write torn", counts.torn);
    totals.add("disk: full", counts.full);
    totals.add("disk: write lost by a power cut", counts.lost_writes);
    totals.add("disk: write torn by a power cut", counts.torn_writes);
    totals.add("disk: unflushed write kept", counts.kept_writes);
    totals.add("disk: name undone by a power cut", counts.undone_names);
    outcome.fingerprint = world.chance.next() ^ static_cast<std::uint64_t>(world.now().time_since_epoch().count());
    return outcome;
}

}  // namespace zvonok::simulation
