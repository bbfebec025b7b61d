#include "station/crypto/digest.hpp"

#include <sodium.h>

namespace zvonok::crypto {

Digest sha256(ByteView bytes) {
    return sha256({bytes});
}

Digest sha256(std::initializer_list<ByteView> pieces) {
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (const ByteView piece : pieces) crypto_hash_sha256_update(&state, piece.data(), piece.size());
    Digest digest{};
    crypto_hash_sha256_final(&state, digest.data());
    return digest;
}

Digest hmac_sha256(ByteView key, ByteView bytes) {
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key.data(), key.size());
    crypto_auth_hmacsha256_update(&state, bytes.data(), bytes.size());
    Digest digest{};
    crypto_auth_hmacsha256_final(&state, digest.data());
    return digest;
}

Result<Digest> digest_from(ByteView bytes) {
    Digest digest{};
    if (bytes.size() != digest.size()) return fail(FaultKind::corrupt, "a digest that is not 32 bytes long");
    std::memcpy(digest.data(), bytes.data(), digest.size());
    return digest;
}

}  // namespace zvonok::crypto
