#pragma once

#include "station/base/file.hpp"

#include <memory>

namespace zvonok::journal {

/// The files beside SQLite's own that a journal keeps, and SQLite's where they are handled as bytes: to set a damaged
/// one aside and to read what is left of it. An interface, so that the disk of a simulation can stand in; SQLite itself
/// asks the VFS that Options name.
class Files {
  public:
    class Opened {
      public:
        virtual ~Opened() = default;
        [[nodiscard]] virtual std::size_t size() const = 0;
        /// Fills `to` from that place. False: the disk does not give it.
        [[nodiscard]] virtual bool read(std::span<std::uint8_t> to, std::size_t at) const = 0;
        /// Without a flush.
        [[nodiscard]] virtual bool write(ByteView bytes, std::size_t at) = 0;
    };
    using path = std::filesystem::path;

    virtual ~Files() = default;
    [[nodiscard]] virtual bool exists(const path& file) const = 0;
    virtual Result<void> rename(const path& from, const path& to) const = 0;
    /// Nothing happens where there is none.
    virtual void remove(const path& file) const = 0;
    /// Faults as read_file().
    virtual Result<Bytes> read(const path& file, std::size_t limit_bytes) const = 0;
    /// In one step that survives a power cut; only the owner may read it.
    virtual Result<void> replace(const path& file, ByteView content) const = 0;
    enum class Access { read, write };
    /// Nothing: not there, or not allowed.
    [[nodiscard]] virtual std::unique_ptr<Opened> open(const path& file, Access access) const = 0;
};

/// The machine's.
const Files& system_files();

}  // namespace zvonok::journal
