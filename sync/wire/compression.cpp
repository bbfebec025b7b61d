#include "sync/wire/compression.hpp"

#include <zstd.h>

#include <memory>
#include <new>
#include <type_traits>

namespace zvonok::sync::wire {

namespace {
/// 3 is zstd's default: a higher level costs more time on a classroom PC than it saves on the line.
constexpr int level = 3;

template <auto make, auto destroy>
auto& workspace() {
    using Context = std::remove_pointer_t<decltype(make())>;
    struct Destroy {
        void operator()(Context* context) const { destroy(context); }
    };
    // One a thread: a megabyte of tables is more work to get and clear than a small message is to compress.
    thread_local const std::unique_ptr<Context, Destroy> kept{make()};
    if (!kept) throw std::bad_alloc{};
    return *kept;
}
}  // namespace

Bytes compress(ByteView bytes) {
    Bytes frame(ZSTD_compressBound(bytes.size()));
    auto& context = workspace<&ZSTD_createCCtx, &ZSTD_freeCCtx>();
    const std::size_t size = ZSTD_compressCCtx(&context, frame.data(), frame.size(), bytes.data(), bytes.size(), level);
    if (ZSTD_isError(size) != 0) throw std::bad_alloc{};  // the buffer is large enough, so only memory can fail
    frame.resize(size);
    return frame;
}

Result<Bytes> decompress(ByteView frame, std::size_t limit_bytes) {
    const unsigned long long size = ZSTD_getFrameContentSize(frame.data(), frame.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN)
        return fail(FaultKind::corrupt, "not a zstd frame of a known size");
    if (size > limit_bytes)
        return fail(FaultKind::full, "a body that decompresses to " + std::to_string(size) + " bytes");
    Bytes bytes(static_cast<std::size_t>(size));
    auto& context = workspace<&ZSTD_createDCtx, &ZSTD_freeDCtx>();
    const std::size_t got = ZSTD_decompressDCtx(&context, bytes.data(), bytes.size(), frame.data(), frame.size());
    if (ZSTD_isError(got) != 0 || got != bytes.size()) return fail(FaultKind::corrupt, "a damaged zstd frame");
    return bytes;
}

Packed pack(Bytes message) {
    if (message.size() < compression_threshold_bytes) return {std::move(message), false};
    Bytes frame = compress(message);
    if (frame.size() >= message.size()) return {std::move(message), false};
    return {std::move(frame), true};
}

Result<Bytes> unpack(Bytes body, bool compressed, std::size_t limit_bytes) {
    if (compressed) return decompress(body, limit_bytes);
    return body;
}

}  // namespace zvonok::sync::wire
