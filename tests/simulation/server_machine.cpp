#include "tests/simulation/server_machine.hpp"

#include "station/crypto/random.hpp"
#include "sync/server/sqlite_store.hpp"

namespace zvonok::simulation {

using namespace zvonok::sync;
using server::HttpRequest;
using server::HttpResponse;
using server::Respond;

namespace {

std::string folder_of(Process number) {
    return std::string("/") + server_machine + "/p" + std::to_string(number);
}
const std::string database = std::string("/") + server_machine + "/zvonok.db";

/// Where the connection leads to nobody.
void hang_up(const Respond& respond) {
    HttpResponse nothing;
    nothing.status = 0;
    respond(std::move(nothing));
}

}  // namespace

ServerMachine::ServerMachine(World& world, const Prepared& prepared, int processes)
    : world_(world),
      prepared_(prepared),
      disk_(world.disk_counts),
      clock_(world, 0ms),
      log_("server", world.tracing() ? Log::Voice::usual : Log::Voice::silent),
      programs_(static_cast<std::size_t>(processes)) {
    disk_.put(prepared.server_disk);
    world_.disks.mount(server_machine, disk_);
    world_.disks.before_writing = [this](Disk& disk, Process by) {
        if (&disk != &disk_ || by == observer || depth_ > 3 || interleavable_.empty() || !disk.powered()) return;
        Waiting next = std::move(interleavable_.front());
        interleavable_.pop_front();
        for (Process other = 0; other < static_cast<Process>(programs_.size()); ++other) {
            Program& program = programs_[static_cast<std::size_t>(other)];
            if (other == by || !program.core || !disk_.works_for(other)) continue;
            world_.totals.add("server: inside another's transaction");
            serve(other, next.request, next.respond);
            world_.disks.enter(by);
            return;
        }
        world_.after(1ms, [this, next = std::move(next)] { handle(next.request, next.respond); });
    };
    for (Process number = 0; number < processes; ++number) start(number);
}

ServerMachine::~ServerMachine() {
    gone_ = true;
    world_.disks.before_writing = nullptr;
    for (Process number = 0; number < static_cast<Process>(programs_.size()); ++number) stop(number);
}

void ServerMachine::start(Process number) {
    Program& program = programs_[static_cast<std::size_t>(number)];
    if (program.core || !disk_.works_for(number)) return;
    ++depth_;
    world_.disks.enter(number);
    auto core =
        server::Core::open({folder_of(number)}, std::make_unique<server::SqliteStorage>(database), prepared_.keys(),
                           clock_, log_, {server::Pace::By::steps, [this] { return world_.steady(); }});
    if (core) {
        program.core = std::move(*core);
        program.service = std::make_unique<server::Service>(*program.core);
        program.life = ++lives_;
    } else {
        world_.trace("server " + std::to_string(number) + " does not start: " + describe(core.error()));
        world_.totals.add("server: did not start at once");
        world_.after(3s, [this, number] { start(number); });
    }
    --depth_;
    bury();
}

void ServerMachine::stop(Process number) {
    Program& program = programs_[static_cast<std::size_t>(number)];
    program.life = 0;
    world_.disks.enter(number);
    program.service.reset();
    program.core.reset();
    program.step_planned = false;
}

/// Closing writes too: power may go in the middle of it.
void ServerMachine::shut_down() {
    for (Process number = 0; number < static_cast<Process>(programs_.size()); ++number) stop(number);
    if (disk_.powered()) return disk_.buried();
    world_.trace("server: power cut");
    Chance chance = world_.chance.branch();
    disk_.settle(chance);
    clock_.restart(5s);
}

void ServerMachine::bury() {
    if (depth_ > 0) return;
    if (!disk_.powered()) {
        shut_down();
    } else if (const auto killed = disk_.killed()) {
        world_.trace("server: process " + std::to_string(*killed) + " killed");
        stop(*killed);
        disk_.buried();
    } else {
        return;
    }
    for (Process number = 0; number < static_cast<Process>(programs_.size()); ++number)
        if (!programs_[static_cast<std::size_t>(number)].core)
            world_.after(healed_ ? 1ms : world_.chance.between(10ms, 20s), [this, number] { start(number); });
}

void ServerMachine::run(Process number, const std::function<void()>& work) {
    ++depth_;
    world_.disks.enter(number);
    work();
    --depth_;
    bury();
}

std::optional<Process> ServerMachine::some_running() {
    std::vector<Process> running;
    for (Process number = 0; number < static_cast<Process>(programs_.size()); ++number)
        if (programs_[static_cast<std::size_t>(number)].core && disk_.works_for(number)) running.push_back(number);
    if (running.empty()) return std::nullopt;
    return world_.chance.one_of(running);
}

void ServerMachine::handle(const HttpRequest& request, const Respond& respond) {
    const auto number = some_running();
    if (!number) {
        world_.totals.add("server: nobody there");
        return hang_up(respond);
    }
    // Kept back for a moment, a request can run while another process is about to write.
    if (programs_.size() > 1 && request.method == server::Method::post && world_.chance.percent(interleaved)) {
        interleavable_.push_back({request, respond});
        world_.after(50ms, [this] {
            if (interleavable_.empty()) return;
            const Waiting next = std::move(interleavable_.front());
            interleavable_.pop_front();
            if (const auto late = some_running()) return serve(*late, next.request, next.respond);
            hang_up(next.respond);
        });
        return;
    }
    serve(*number, request, respond);
}

void ServerMachine::serve(Process number, const HttpRequest& request, const Respond& respond) {
    Program& program = programs_[static_cast<std::size_t>(number)];
    const std::uint64_t life = program.life;
    run(number, [&] {
        program.service->handle(request, [this, number, life, respond](HttpResponse response) {
            if (gone_) return;
            // A process that died has said nothing.
            const bool lives = programs_[static_cast<std::size_t>(number)].life == life && disk_.works_for(number);
            if (lives) return respond(std::move(response));
            hang_up(respond);
        });
    });
    if (request.method == server::Method::post) tell_others(number);
    plan_step(number, world_.chance.between(1ms, 300ms));
    if (request.path == wire::route::changes) plan_step(number, 56s);
}

void ServerMachine::plan_step(Process number, std::chrono::milliseconds delay) {
    Program& program = programs_[static_cast<std::size_t>(number)];
    const bool soon = delay < 1s;
    if (soon && program.step_planned) return;
    program.step_planned = program.step_planned || soon;
    world_.after(delay, [this, number, soon, life = program.life] {
        Program& later = programs_[static_cast<std::size_t>(number)];
        if (later.life != life || !later.core) return;
        if (soon) later.step_planned = false;
        // Folding is what a thread does beside; now and then is often enough.
        run(number, [&] {
            if (number == 0 && world_.chance.once_in(6))
                later.core->step();
            else
                later.core->waiting().step();
        });
    });
}

/// As PostgreSQL's LISTEN and NOTIFY, which may be late or miss.
void ServerMachine::tell_others(Process number) {
    for (Process other = 0; other < static_cast<Process>(programs_.size()); ++other) {
        Program& program = programs_[static_cast<std::size_t>(other)];
        if (other == number || !program.core || world_.chance.percent(20)) continue;
        world_.after(world_.chance.between(1ms, 50ms), [this, other, life = program.life] {
            Program& later = programs_[static_cast<std::size_t>(other)];
            if (later.life != life || !later.core || !disk_.works_for(other)) return;
            run(other, [&] {
                if (const auto head = later.core->head(prepared_.school))
                    later.core->waiting().changed(prepared_.school, *head, {});
            });
            plan_step(other, 1ms);
        });
    }
}

bool ServerMachine::record(std::vector<domain::Fact> facts) {
    const auto number = some_running();
    if (!number) return false;
    bool recorded = false;
    run(*number, [&] {
        server::Core& core = *programs_[static_cast<std::size_t>(*number)].core;
        const auto book = core.facts(prepared_.school);
        recorded = book && core.record(prepared_.school, (*book)->version(), std::move(facts));
    });
    tell_others(*number);
    plan_step(*number, 10ms);
    return recorded;
}

std::shared_ptr<const domain::FactBook> ServerMachine::facts() {
    const auto book = core().facts(prepared_.school);
    return book ? *book : nullptr;
}

void ServerMachine::power_cut() {
    disk_.cut_power();
    bury();
}

void ServerMachine::kill_some() {
    const auto number = some_running();
    if (!number) return;
    disk_.kill(*number);
    bury();
}

void ServerMachine::restore() {
    if (backup_.empty()) return;
    world_.trace("server: an older backup is put back");
    world_.totals.add("server: restored from an older backup");
    shut_down();
    // The tables of the former life stay where they are.
    Disk::Names names = disk_.image();
    std::erase_if(names, [](const auto& file) { return file.first.starts_with(database); });
    for (const auto& [name, file] : backup_)
        if (name.starts_with(database)) names[name] = file;
    disk_.put(names);
    {
        const auto store = look();
        const auto done = store->begin(prepared_.school)
                              .and_then([&](const server::Head&) {
                                  return store->renew_epoch(prepared_.school, crypto::random_id<EpochId>());
                              })
                              .and_then([&] { return store->commit(); });
        if (!done) throw Violation{"a restored server has no new epoch: " + describe(done.error())};
    }
    for (Process number = 0; number < static_cast<Process>(programs_.size()); ++number) start(number);
}

void ServerMachine::heal() {
    healed_ = true;
    interleaved = 0;
    disk_.heal();
    for (Process number = 0; number < static_cast<Process>(programs_.size()); ++number) start(number);
}

server::Core& ServerMachine::core() {
    auto number = some_running();
    for (Process first = 0; !number; ++first) {
        if (first == static_cast<Process>(programs_.size())) throw Violation{"no server process starts"};
        start(first);
        number = some_running();
    }
    world_.disks.enter(*number);
    return *programs_[static_cast<std::size_t>(*number)].core;
}

std::unique_ptr<server::Store> ServerMachine::look() {
    world_.disks.enter(observer);
    auto store = server::SqliteStorage{database}.connect();
    if (!store) throw Violation{"the server's log cannot be opened: " + describe(store.error())};
    return std::move(*store);
}

std::string ServerMachine::projection_file() {
    std::string file;
    for (Process number = 0; number < static_cast<Process>(programs_.size()); ++number) {
        const auto path = server::DataFolder{folder_of(number)}.projection(prepared_.school).string();
        if (disk_.find(path)) file = path;
    }
    return file;
}

bool ServerMachine::holds(const entry::EntryId& entry) {
    const auto record = look()->record(prepared_.school, entry);
    return record && *record;
}

}  // namespace zvonok::simulation
