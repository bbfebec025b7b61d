#include "config/pointer.hpp"
#include "config/squashfs.hpp"
#include "config/trailer.hpp"
#include "config/tuning.hpp"
#include "tests/fuzz/input.hpp"

using namespace zvonok;
using fuzz::promise;

namespace {

void file_system(ByteView bytes) {
    static_cast<void>(config::squashfs_length(bytes));
    const auto files = config::unpack_squashfs(bytes);
    if (!files) return;
    std::size_t all = 0;
    for (const auto& [path, content] : *files) {
        promise(config::is_safe_path(path), "no path leaves the folder");
        all += content.size();
    }
    promise(files->size() <= config::image_file_limit && all <= config::image_limit_bytes, "an image is bounded");
}

void trailer(ByteView bytes) {
    if (const auto read = config::trailer_from(bytes))
        promise(equal(config::to_bytes(*read), bytes), "a trailer survives encoding");
}

/// A manifest that is what the trailer says it is, beside a file or two.
void manifest(fuzz::Input input) {
    config::FileTree files;
    files["school.toml"] = copy(input.bytes(input.byte()));
    files[std::string(config::manifest_path)] = copy(input.rest());
    config::Trailer trailer;
    trailer.manifest = crypto::sha256(files[std::string(config::manifest_path)]);
    static_cast<void>(config::check_manifest(files, trailer, config::Extent::all_files));
    static_cast<void>(config::check_manifest(files, trailer, config::Extent::some_files));
}

void pointer(ByteView bytes) {
    const auto read = config::pointer_from(bytes);
    if (!read) return;
    const auto again = config::pointer_from(config::to_bytes(*read));
    promise(again && *again == *read, "a pointer survives encoding");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input{data, size};
    switch (input.byte() % 4) {
        case 0:
            file_system(input.rest());
            break;
        case 1:
            trailer(input.rest());
            break;
        case 2:
            manifest(input);
            break;
        default:
            pointer(input.rest());
    }
    return 0;
}
