#pragma once

#include "sync/server/service.hpp"
#include "tests/simulation/school.hpp"

#include <deque>

namespace zvonok::simulation {

/// The machine with the server's database and the processes that work on it: one as in a school, or several as in a
/// region, whose transactions the simulated disk interleaves.
class ServerMachine {
  public:
    ServerMachine(World& world, const Prepared& prepared, int processes);
    ~ServerMachine();
    ServerMachine(const ServerMachine&) = delete;
    ServerMachine& operator=(const ServerMachine&) = delete;

    /// A request has come in; some process takes it.
    void handle(const sync::server::HttpRequest& request, const sync::server::Respond& respond);
    /// Facts by the office. False: not now.
    bool record(std::vector<domain::Fact> facts);
    [[nodiscard]] std::shared_ptr<const domain::FactBook> facts();

    void power_cut();
    void kill_some();
    void keep_backup() { backup_ = disk_.image(); }
    [[nodiscard]] bool has_backup() const { return !backup_.empty(); }
    /// As `zvonok-server restore` does it.
    void restore();

    /// Everything runs, and goes on running.
    void heal();
    [[nodiscard]] Disk& disk() { return disk_; }
    /// Of a process that runs; starts one if none does.
    sync::server::Core& core();
    /// A connection beside the processes', for looking at the log.
    std::unique_ptr<sync::server::Store> look();
    /// The tables of a process that has some.
    [[nodiscard]] std::string projection_file();
    [[nodiscard]] bool holds(const entry::EntryId& entry);

    /// Another process gets its turn inside this one's transaction; how likely, in percent.
    unsigned interleaved = 0;

  private:
    struct Program {
        std::unique_ptr<sync::server::Core> core;
        std::unique_ptr<sync::server::Service> service;
        std::uint64_t life = 0;
        bool step_planned = false;
    };
    struct Waiting {
        sync::server::HttpRequest request;
        sync::server::Respond respond;
    };
    void start(Process number);
    void stop(Process number);
    void shut_down();
    void serve(Process number, const sync::server::HttpRequest& request, const sync::server::Respond& respond);
    /// Runs what the process does, and afterwards buries what died of it.
    void run(Process number, const std::function<void()>& work);
    void bury();
    void plan_step(Process number, std::chrono::milliseconds delay);
    void tell_others(Process number);
    std::optional<Process> some_running();

    World& world_;
    const Prepared& prepared_;
    Disk disk_;
    MachineClock clock_;
    Log log_;
    std::vector<Program> programs_;
    std::deque<Waiting> interleavable_;  ///< requests that may run inside another's transaction
    Disk::Names backup_;
    int depth_ = 0;
    std::uint64_t lives_ = 0;
    bool healed_ = false;
    bool gone_ = false;  ///< nobody is left who could be answered
};

}  // namespace zvonok::simulation
