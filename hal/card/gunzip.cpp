#include "hal/card/gunzip.hpp"

#include <zlib.h>

#include <memory>

namespace zvonok::card {

Result<Bytes> gunzip(ByteView packed, std::size_t limit_bytes) {
    z_stream stream{};
    constexpr int gzip_only = 16 + MAX_WBITS;
    if (inflateInit2(&stream, gzip_only) != Z_OK) return fail(FaultKind::bug, "zlib cannot start");
    const std::unique_ptr<z_stream, int (*)(z_stream*)> owner{&stream, inflateEnd};
    // One byte more than allowed, to see that there would be more.
    Bytes unpacked(limit_bytes + 1);
    stream.next_in = const_cast<Bytef*>(packed.data());  // zlib only reads it
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = unpacked.data();
    stream.avail_out = static_cast<uInt>(unpacked.size());
    const int code = inflate(&stream, Z_FINISH);
    const std::size_t size = unpacked.size() - stream.avail_out;
    if (size > limit_bytes) return fail(FaultKind::full, "packed bytes that unpack to more than allowed");
    if (code != Z_STREAM_END || stream.avail_in != 0) return fail(FaultKind::corrupt, "broken gzip");
    unpacked.resize(size);
    return unpacked;
}

}  // namespace zvonok::card
