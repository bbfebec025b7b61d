#pragma once

#include "station/base/bytes.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

struct sqlite3_vfs;

namespace zvonok::test {

enum class Failure {
    error,      ///< the operation does nothing and fails
    full,       ///< the operation does nothing and says that the disk is full
    torn,       ///< half of the write lands, and it fails
    power_cut,  ///< it and everything after it fails; what was not flushed is lost
};

/// A disk for SQLite that fails when told. Writes, truncations and flushes are counted; files are real files, and what
/// of them was flushed is remembered, so that a power cut can take the rest away.
class FaultVfs {
  public:
    FaultVfs();
    ~FaultVfs();
    FaultVfs(const FaultVfs&) = delete;
    FaultVfs& operator=(const FaultVfs&) = delete;

    /// For sqlite::Options::vfs.
    [[nodiscard]] const std::string& name() const { return name_; }

    /// The nth operation from now (0: the next) fails, once; after a power cut all fail.
    void fail_at(int n, Failure how);
    [[nodiscard]] bool tripped() const { return tripped_; }
    /// Files may grow by this many bytes more in all; nothing: without limit.
    void limit_room(std::optional<std::size_t> bytes) { room_ = bytes; }
    void cut_power() { powered_ = false; }
    [[nodiscard]] int operations() const { return operations_; }
    [[nodiscard]] int flushes() const { return flushes_; }

    /// After a power cut, with all connections closed: leaves in the files what was flushed and, chosen by `seed`, none
    /// (0) or some of the writes that were not, whole or torn at 512 bytes. The power is back then.
    void settle(std::uint64_t seed = 0);

    /// What the file functions of the VFS work with; public for them alone.
    struct Track {
        struct Change {
            std::size_t offset = 0;
            Bytes data;
            std::optional<std::size_t> truncated_to;
        };
        Bytes flushed;
        std::vector<Change> waiting;
    };
    enum class Fate { succeed, error, full, torn };
    Fate next_operation();
    bool take_room(std::size_t bytes);
    std::shared_ptr<Track> track(const std::string& path);
    void forget(const std::string& path) { tracks_.erase(path); }
    [[nodiscard]] bool powered() const { return powered_; }
    void count_flush() { ++flushes_; }
    sqlite3_vfs* real = nullptr;

  private:
    std::string name_;
    std::unique_ptr<sqlite3_vfs> vfs_;
    std::map<std::string, std::shared_ptr<Track>> tracks_;
    std::optional<int> countdown_;
    Failure how_ = Failure::error;
    bool tripped_ = false;
    bool powered_ = true;
    std::optional<std::size_t> room_;
    int operations_ = 0;
    int flushes_ = 0;
};

}  // namespace zvonok::test
