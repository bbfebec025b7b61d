#pragma once

#include "station/base/file.hpp"

namespace zvonok::config {

/// The few things that applying an image asks of a file system. Each is done in one step that survives power loss, or
/// not at all; tests put one behind it that loses power between any two.
class Disk {
  public:
    virtual ~Disk() = default;
    /// One folder, for its owner only. Fine if it is there.
    virtual Result<void> make_folder(const std::filesystem::path& path) = 0;
    /// A file for its owner only, new or in place of another.
    virtual Result<void> write(const std::filesystem::path& path, ByteView content) = 0;
    virtual Result<void> rename(const std::filesystem::path& from, const std::filesystem::path& to) = 0;
    /// A folder with all in it. Fine if it is not there. May be half done after power loss.
    virtual Result<void> remove(const std::filesystem::path& path) = 0;
};

class RealDisk final : public Disk {
  public:
    Result<void> make_folder(const std::filesystem::path& path) override;
    Result<void> write(const std::filesystem::path& path, ByteView content) override;
    Result<void> rename(const std::filesystem::path& from, const std::filesystem::path& to) override;
    Result<void> remove(const std::filesystem::path& path) override;
};

}  // namespace zvonok::config
