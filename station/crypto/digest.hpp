#pragma once

#include "station/base/id.hpp"

#include <initializer_list>

namespace zvonok::crypto {

/// SHA-256 (FIPS 180-4).
using Digest = std::array<std::uint8_t, 32>;

Digest sha256(ByteView bytes);
/// Over the pieces one after another, without a copy.
Digest sha256(std::initializer_list<ByteView> pieces);
/// HMAC-SHA-256 (RFC 2104) of `bytes` under `key`.
Digest hmac_sha256(ByteView key, ByteView bytes);

/// SHA-256 over `domain`, a zero byte and the pieces.
Digest named_digest(std::string_view domain, std::initializer_list<ByteView> pieces);

/// The first 16 bytes of it: names that every station computes alike.
template <class AnyId>
AnyId derived_id(std::string_view domain, std::initializer_list<ByteView> pieces) {
    const Digest digest = named_digest(domain, pieces);
    AnyId id;
    std::memcpy(id.bytes.data(), digest.data(), id.bytes.size());
    return id;
}

/// corrupt: anything but exactly 32 bytes.
Result<Digest> digest_from(ByteView bytes);

}  // namespace zvonok::crypto
