#include "station/crypto/signing.hpp"

#include <sodium.h>
#include <cstring>

namespace zvonok::crypto {

namespace {
Bytes with_context(std::string_view context, ByteView message) {
    Bytes all;
    all.reserve(context.size() + 1 + message.size());
    append(all, as_bytes(context));
    all.push_back(0);
    append(all, message);
    return all;
}
}  // namespace

SigningKey SigningKey::generate() {
    SigningKey key;
    key.secret_ = Secret(crypto_sign_SECRETKEYBYTES);
    crypto_sign_keypair(key.public_.data(), key.secret_.writable().data());
    return key;
}

Result<SigningKey> SigningKey::from_seed(ByteView seed) {
    if (seed.size() != crypto_sign_SEEDBYTES) return fail(FaultKind::corrupt, "a key seed that is not 32 bytes long");
    SigningKey key;
    key.secret_ = Secret(crypto_sign_SECRETKEYBYTES);
    crypto_sign_seed_keypair(key.public_.data(), key.secret_.writable().data(), seed.data());
    return key;
}

Signature SigningKey::sign(std::string_view context, ByteView message) const {
    const Bytes all = with_context(context, message);
    Signature signature{};
    crypto_sign_detached(signature.data(), nullptr, all.data(), all.size(), secret_.view().data());
    return signature;
}

Secret SigningKey::seed() const {
    Secret seed(crypto_sign_SEEDBYTES);
    crypto_sign_ed25519_sk_to_seed(seed.writable().data(), secret_.view().data());
    return seed;
}

bool verify(const PublicKey& key, std::string_view context, ByteView message, ByteView signature) {
    if (signature.size() != crypto_sign_BYTES) return false;
    const Bytes all = with_context(context, message);
    return crypto_sign_verify_detached(signature.data(), all.data(), all.size(), key.data()) == 0;
}

Result<PublicKey> public_key_from(ByteView bytes) {
    PublicKey key{};
    if (bytes.size() != key.size()) return fail(FaultKind::corrupt, "a public key that is not 32 bytes long");
    std::memcpy(key.data(), bytes.data(), key.size());
    return key;
}

}  // namespace zvonok::crypto
