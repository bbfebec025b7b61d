#pragma once

#include "station/base/bytes.hpp"

namespace zvonok::sync::wire {

/// Bodies shorter than this go as they are: zstd would hardly shrink them.
inline constexpr std::size_t compression_threshold_bytes = 256;

/// zstd (RFC 8878), one frame, its content size in the frame's header.
Bytes compress(ByteView bytes);
/// corrupt: no zstd frame, or one without its size   full: longer than `limit_bytes` when decompressed
Result<Bytes> decompress(ByteView frame, std::size_t limit_bytes);

struct Packed {
    Bytes bytes;
    bool compressed = false;
};
/// Compressed where that pays.
Packed pack(Bytes message);
/// What pack() gave, as the message again; faults as decompress().
Result<Bytes> unpack(Bytes body, bool compressed, std::size_t limit_bytes);

}  // namespace zvonok::sync::wire
