#pragma once

#include "station/base/bytes.hpp"

#include <filesystem>
#include <utility>

namespace zvonok {

/// Owns a POSIX descriptor.
class UniqueFd {
  public:
    UniqueFd() = default;
    explicit UniqueFd(int fd) : fd_(fd) {}
    UniqueFd(UniqueFd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    UniqueFd& operator=(UniqueFd&& other) noexcept;
    UniqueFd(const UniqueFd&) = delete;
    UniqueFd& operator=(const UniqueFd&) = delete;
    ~UniqueFd();
    [[nodiscard]] int get() const { return fd_; }
    [[nodiscard]] bool valid() const { return fd_ >= 0; }

  private:
    int fd_ = -1;
};

/// The whole file. missing: no such file; full: longer than `limit_bytes`; refused: not readable.
Result<Bytes> read_file(const std::filesystem::path& path, std::size_t limit_bytes);

enum class FileMode { everyone_reads, owner_only };

/// Replaces the file in one step that survives power loss: temporary name, fsync, rename, fsync of the folder.
Result<void> write_file(const std::filesystem::path& path, ByteView content, FileMode mode);

}  // namespace zvonok
