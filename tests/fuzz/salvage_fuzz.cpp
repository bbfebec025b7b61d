#include "station/base/file.hpp"
#include "station/journal/page_scan.hpp"
#include "station/journal/salvage.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/known_school.hpp"

#include <sys/mman.h>
#include <unistd.h>

using namespace zvonok;
using fuzz::promise;

namespace {

/// A file in memory that has a path.
class MemoryFile {
  public:
    explicit MemoryFile(ByteView content) : file_(::memfd_create("fuzz", MFD_CLOEXEC)) {
        promise(::write(file_.get(), content.data(), content.size()) == static_cast<ssize_t>(content.size()),
                "memory holds the input");
    }
    [[nodiscard]] std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(file_.get()); }

  private:
    UniqueFd file_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input{data, size};
    const auto kind = input.byte() % 3;
    const MemoryFile file{input.rest()};
    const MemoryFile none{ByteView{}};
    if (kind == 2) {
        static_cast<void>(journal::Witness::read(journal::system_files(), file.path()));
        return 0;
    }
    const bool pages = kind == 0;
    const auto found = journal::salvage({journal::system_files(),
                                         pages ? file.path() : none.path(),
                                         pages ? none.path() : file.path(),
                                         fuzz::known_school,
                                         fuzz::known_station,
                                         {fuzz::known_key().public_key()},
                                         {}});
    for (const entry::SealedBatch& batch : found.server)
        promise(entry::check_batch(batch, fuzz::known_key().public_key()).has_value(), "only what verifies is found");
    return 0;
}
