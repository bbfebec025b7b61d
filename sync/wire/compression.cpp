#include "sync/wire/compression.hpp"

#include <zstd.h>

#include <new>

namespace zvonok::sync::wire {

namespace {
/// 3 is zstd's default: a higher level costs more time on a classroom PC than it saves on the line.
constexpr int level = 3;
}  // namespace

Bytes compress(ByteView bytes) {
    Bytes frame(ZSTD_compressBound(bytes.size()));
    const std::size_t size = ZSTD_compress(frame.data(), frame.size(), bytes.data(), bytes.size(), level);
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
    const std::size_t got = ZSTD_decompress(bytes.data(), bytes.size(), frame.data(), frame.size());
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
