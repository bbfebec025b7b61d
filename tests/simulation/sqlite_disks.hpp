#pragma once

#include "tests/simulation/disk.hpp"

struct sqlite3_vfs;

namespace zvonok::simulation {

/// SQLite on simulated disks: while it lives it is the VFS of whoever names none, so that the shipped code opens its
/// files as it always does. "/kab-1/journal.db" lies on the disk mounted as "kab-1".
class SqliteDisks {
  public:
    SqliteDisks();
    ~SqliteDisks();
    SqliteDisks(const SqliteDisks&) = delete;
    SqliteDisks& operator=(const SqliteDisks&) = delete;

    void mount(const std::string& machine, Disk& disk) { disks_[machine] = &disk; }
    void unmount_all() { disks_.clear(); }
    /// Whose calls follow. Files belong to the process that opened them.
    void enter(Process process) { process_ = process; }
    /// Called before a process gets the right to write to a file of the disk; may let another process run first.
    std::function<void(Disk&, Process)> before_writing;

    // For the file functions of the VFS alone.
    [[nodiscard]] Disk* disk_of(std::string_view path) const;
    [[nodiscard]] Process process() const { return process_; }

  private:
    std::unique_ptr<sqlite3_vfs> vfs_;
    std::map<std::string, Disk*, std::less<>> disks_;
    Process process_ = 0;
};

}  // namespace zvonok::simulation
