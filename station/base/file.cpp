#include "station/base/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>

namespace zvonok {

UniqueFd& UniqueFd::operator=(UniqueFd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
}

UniqueFd::~UniqueFd() {
    if (fd_ >= 0) ::close(fd_);
}

namespace {
FaultKind kind_of(int error) {
    switch (error) {
        case ENOENT:
        case ENOTDIR:
            return FaultKind::missing;
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
            return FaultKind::full;
        case EBUSY:
        case EAGAIN:
            return FaultKind::busy;
        default:
            return FaultKind::refused;
    }
}

tl::unexpected<Fault> fault_of(const char* what, const std::filesystem::path& path, Where at = {}) {
    const int error = errno;
    return fail(kind_of(error), std::string(what) + " " + path.string(), error, at);
}

Result<void> write_all(int fd, ByteView content, const std::filesystem::path& path) {
    while (!content.empty()) {
        const ssize_t n = ::write(fd, content.data(), content.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return fault_of("cannot write", path);
        content = content.subspan(static_cast<std::size_t>(n));
    }
    if (::fsync(fd) != 0) return fault_of("cannot flush", path);
    return {};
}
}  // namespace

Result<Bytes> read_file(const std::filesystem::path& path, std::size_t limit_bytes) {
    const UniqueFd fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!fd.valid()) return fault_of("cannot open", path);
    Bytes content;
    Bytes chunk(64 * 1024);
    for (;;) {
        const ssize_t n = ::read(fd.get(), chunk.data(), chunk.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return fault_of("cannot read", path);
        if (n == 0) return content;
        append(content, ByteView{chunk}.first(static_cast<std::size_t>(n)));
        if (content.size() > limit_bytes) return fail(FaultKind::full, "file too long: " + path.string());
    }
}

Result<void> write_file(const std::filesystem::path& path, ByteView content, FileMode mode) {
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    std::string temporary = (folder / (path.filename().string() + ".XXXXXX")).string();
    const UniqueFd fd{::mkostemp(temporary.data(), O_CLOEXEC)};
    if (!fd.valid()) return fault_of("cannot create a file beside", path);
    const auto discard = [&](tl::unexpected<Fault> fault) -> Result<void> {
        ::unlink(temporary.c_str());
        return fault;
    };
    if (::fchmod(fd.get(), mode == FileMode::owner_only ? 0600 : 0644) != 0)
        return discard(fault_of("cannot set the mode of", path));
    if (const auto written = write_all(fd.get(), content, path); !written)
        return discard(tl::unexpected(written.error()));
    if (::rename(temporary.c_str(), path.c_str()) != 0) return discard(fault_of("cannot replace", path));
    const UniqueFd directory{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!directory.valid() || ::fsync(directory.get()) != 0) return fault_of("cannot flush the folder of", path);
    return {};
}

}  // namespace zvonok
