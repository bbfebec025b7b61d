#include "station/journal/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace zvonok::journal {

namespace {

class SystemFile final : public Files::Opened {
  public:
    explicit SystemFile(UniqueFd file) : file_(std::move(file)) {}

    [[nodiscard]] std::size_t size() const override {
        struct stat status {};
        return ::fstat(file_.get(), &status) == 0 ? static_cast<std::size_t>(status.st_size) : 0;
    }
    [[nodiscard]] bool read(std::span<std::uint8_t> to, std::size_t at) const override {
        return ::pread(file_.get(), to.data(), to.size(), static_cast<off_t>(at)) == static_cast<ssize_t>(to.size());
    }
    [[nodiscard]] bool write(ByteView bytes, std::size_t at) override {
        return ::pwrite(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(at)) ==
               static_cast<ssize_t>(bytes.size());
    }

  private:
    UniqueFd file_;
};

class SystemFiles final : public Files {
  public:
    [[nodiscard]] bool exists(const path& file) const override {
        std::error_code ignored;
        return std::filesystem::exists(file, ignored);
    }
    Result<void> rename(const path& from, const path& to) const override {
        std::error_code error;
        std::filesystem::rename(from, to, error);
        if (error) return fail(FaultKind::refused, "cannot rename " + from.string(), error.value());
        return {};
    }
    void remove(const path& file) const override {
        std::error_code ignored;
        std::filesystem::remove(file, ignored);
    }
    Result<Bytes> read(const path& file, std::size_t limit_bytes) const override {
        return read_file(file, limit_bytes);
    }
    Result<void> replace(const path& file, ByteView content) const override {
        return write_file(file, content, FileMode::owner_only);
    }
    [[nodiscard]] std::unique_ptr<Opened> open(const path& file, Access access) const override {
        UniqueFd opened{::open(file.c_str(), (access == Access::read ? O_RDONLY : O_WRONLY) | O_CLOEXEC)};
        if (!opened.valid()) return nullptr;
        return std::make_unique<SystemFile>(std::move(opened));
    }
};

}  // namespace

const Files& system_files() {
    static const SystemFiles files;
    return files;
}

}  // namespace zvonok::journal
