#pragma once

#include "station/journal/files.hpp"
#include "tests/simulation/chance.hpp"

#include <cstring>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace zvonok::simulation {

/// Which program of a machine; a station has one, the server's machine several.
using Process = int;
/// Whoever looks from outside of what is simulated: nothing happens to it, and nothing because of it.
inline constexpr Process observer = 100;

enum class DiskFault {
    error,  ///< the operation does nothing and fails
    torn,   ///< half of the write lands, and it fails
};

/// What went wrong with disks, counted.
struct DiskCounts {
    std::uint64_t power_cuts = 0, kills = 0, errors = 0, torn = 0, full = 0;
    std::uint64_t lost_writes = 0, torn_writes = 0, kept_writes = 0, undone_names = 0;  ///< by power cuts
};

/// One machine's files in memory. What was not flushed is remembered apart, so that a power cut takes some of it away:
/// each write since the file's last flush is lost, kept or torn at a sector by itself, and of the last changes of names
/// a part is undone, as on a file system that writes its own log in order.
class Disk {
  public:
    static constexpr std::size_t page_bytes = 4096, sector_bytes = 512;
    using Page = std::array<std::uint8_t, page_bytes>;
    /// Pages are shared between copies until somebody writes.
    struct Content {
        std::vector<std::shared_ptr<Page>> pages;
        std::size_t size = 0;

        void read(std::span<std::uint8_t> to, std::size_t at) const;
        void write(ByteView bytes, std::size_t at);
        void truncate(std::size_t to);
    };
    struct File {
        struct Change {
            std::size_t at = 0;
            Bytes bytes;
            std::optional<std::size_t> truncated_to;
        };
        Content now, flushed;
        std::vector<Change> waiting;
        std::shared_ptr<void> shared_memory;  ///< SQLite's, as long as somebody has it open
    };
    using Names = std::map<std::string, std::shared_ptr<File>>;

    explicit Disk(DiskCounts& counts) : counts_(counts) {}

    // What programs do. After a power cut or for a killed process everything fails.
    enum class Done { yes, error, torn, full };
    Done write(Process by, File& file, ByteView bytes, std::size_t at);
    Done truncate(Process by, File& file, std::size_t to);
    Done flush(Process by, File& file);
    Done rename(Process by, const std::string& from, const std::string& to);
    Done remove(Process by, const std::string& name, bool flushed);
    std::shared_ptr<File> find(const std::string& name) const;
    std::shared_ptr<File> create(Process by, const std::string& name);
    [[nodiscard]] bool works_for(Process by) const { return powered_ && (!killed_ || *killed_ != by); }

    // What the simulation does to it.
    void cut_power_after(std::size_t operations) { power_left_ = operations; }
    void cut_power();
    void kill_after(Process process, std::size_t operations) { kill_left_ = {process, operations}; }
    void kill(Process process);
    void fail_after(std::size_t operations, DiskFault how) { fault_left_ = {operations, how}; }
    /// Files may grow by so much in all; nothing: without limit.
    void limit_room(std::optional<std::size_t> bytes) { room_ = bytes; }
    [[nodiscard]] bool powered() const { return powered_; }
    [[nodiscard]] std::optional<Process> killed() const { return killed_; }
    /// The process is gone with all that it had open, and may be started again.
    void buried() { killed_.reset(); }
    /// Power is back, with everything closed: files are what a power cut leaves of them.
    void settle(Chance& chance);
    /// Calm: nothing that was planned will happen.
    void heal();

    /// All files as programs see them, and back: a copy of the whole disk. Everything must be closed.
    [[nodiscard]] Names image() const;
    void put(const Names& image);
    void put(const std::string& name, const Content& content);

    [[nodiscard]] DiskCounts& counts() { return counts_; }

  private:
    Done operation(Process by);
    bool take_room(const File& file, std::size_t end);
    void note_name(const std::string& name);
    void flush_names();

    DiskCounts& counts_;
    Names names_, flushed_names_;
    std::vector<std::pair<std::string, std::shared_ptr<File>>> name_changes_;  ///< since the last flush; null: gone
    bool powered_ = true;
    std::optional<Process> killed_;
    std::optional<std::size_t> power_left_;
    std::optional<std::pair<Process, std::size_t>> kill_left_;
    std::optional<std::pair<std::size_t, DiskFault>> fault_left_;
    std::optional<std::size_t> room_;
};

/// The disk as the journal handles its files beside SQLite.
class DiskFiles final : public journal::Files {
  public:
    DiskFiles(Disk& disk, Process process) : disk_(disk), process_(process) {}
    [[nodiscard]] bool exists(const path& file) const override { return disk_.find(file.string()) != nullptr; }
    Result<void> rename(const path& from, const path& to) const override;
    void remove(const path& file) const override;
    Result<Bytes> read(const path& file, std::size_t limit_bytes) const override;
    Result<void> replace(const path& file, ByteView content) const override;
    [[nodiscard]] std::unique_ptr<Opened> open(const path& file, Access access) const override;

  private:
    Disk& disk_;
    Process process_;
};

}  // namespace zvonok::simulation
