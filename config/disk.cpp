#include "config/disk.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <system_error>

namespace zvonok::config {

namespace {
tl::unexpected<Fault> fault_of(const char* what, const std::filesystem::path& path, int error, Where at = {}) {
    const bool full = error == ENOSPC || error == EDQUOT;
    return fail(full ? FaultKind::full : FaultKind::refused, std::string(what) + " " + path.string(), error, at);
}

Result<void> flush(const std::filesystem::path& folder) {
    const UniqueFd fd{::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!fd.valid() || ::fsync(fd.get()) != 0) return fault_of("cannot flush", folder, errno);
    return {};
}
}  // namespace

Result<void> RealDisk::make_folder(const std::filesystem::path& path) {
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return fault_of("cannot make", path, errno);
    return flush(path.parent_path());
}

Result<void> RealDisk::write(const std::filesystem::path& path, ByteView content) {
    return write_file(path, content, FileMode::owner_only);
}

Result<void> RealDisk::rename(const std::filesystem::path& from, const std::filesystem::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) return fault_of("cannot rename", from, errno);
    return flush(to.parent_path());
}

Result<void> RealDisk::remove(const std::filesystem::path& path) {
    std::error_code error;
    std::filesystem::remove_all(path, error);
    if (error) return fault_of("cannot remove", path, error.value());
    return flush(path.parent_path());
}

}  // namespace zvonok::config
