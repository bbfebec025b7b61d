#include "station/crypto/digest.hpp"

#include "station/crypto/openssl_handles.hpp"

#include <openssl/core_names.h>
#include <openssl/params.h>
#include <openssl/sha.h>

#include <algorithm>
#include <new>
#include <string>

namespace zvonok::crypto {

namespace {

/// OpenSSL's, for it uses the processor's own instructions, which libsodium's does not: a third of the time, and the
/// log is made of small digests. Of its two doors the older: the newer one (EVP) asks its provider anew each time,
/// which takes as long as a digest of one block.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
class Hasher {
  public:
    Hasher() { SHA256_Init(&state_); }
    void add(ByteView piece) { SHA256_Update(&state_, piece.data(), piece.size()); }
    Digest done() {
        Digest digest;
        SHA256_Final(digest.data(), &state_);
        return digest;
    }

  private:
    SHA256_CTX state_;
};
#pragma GCC diagnostic pop

/// The keyed digest. One context a thread, because making one costs more than such a digest; a key is taken in once for
/// all digests that follow under it, as those of a batch do.
class KeyedHasher {
  public:
    KeyedHasher() {
        const Handle<EVP_MAC, EVP_MAC_free> hmac{EVP_MAC_fetch(nullptr, "HMAC", nullptr)};
        if (hmac) context_.reset(EVP_MAC_CTX_new(hmac.get()));
        std::string algorithm = "SHA256";
        const std::array<OSSL_PARAM, 2> parameters{
            OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, algorithm.data(), algorithm.size()),
            OSSL_PARAM_construct_end()};
        if (!context_ || EVP_MAC_CTX_set_params(context_.get(), parameters.data()) != 1) throw std::bad_alloc{};
    }
    Digest operator()(ByteView key, ByteView bytes) {
        Digest digest{};
        std::size_t written = 0;
        if (!take_key(key) || EVP_MAC_update(context_.get(), bytes.data(), bytes.size()) != 1 ||
            EVP_MAC_final(context_.get(), digest.data(), &written, digest.size()) != 1)
            throw std::bad_alloc{};  // with these arguments only memory can fail
        return digest;
    }

  private:
    bool take_key(ByteView key) {
        const bool same = !key_.empty() && std::ranges::equal(key, key_);
        if (same) return EVP_MAC_init(context_.get(), nullptr, 0, nullptr) == 1;
        key_ = copy(key);
        return EVP_MAC_init(context_.get(), key.data(), key.size(), nullptr) == 1;
    }

    Handle<EVP_MAC_CTX, EVP_MAC_CTX_free> context_;
    Bytes key_;  ///< that the context holds
};

}  // namespace

Digest sha256(ByteView bytes) {
    return sha256({bytes});
}

Digest sha256(std::initializer_list<ByteView> pieces) {
    Hasher hasher;
    for (const ByteView piece : pieces) hasher.add(piece);
    return hasher.done();
}

Digest named_digest(std::string_view domain, std::initializer_list<ByteView> pieces) {
    static constexpr std::uint8_t zero[] = {0};
    Hasher hasher;
    hasher.add(as_bytes(domain));
    hasher.add(zero);
    for (const ByteView piece : pieces) hasher.add(piece);
    return hasher.done();
}

Digest hmac_sha256(ByteView key, ByteView bytes) {
    thread_local KeyedHasher hasher;
    return hasher(key, bytes);
}

Result<Digest> digest_from(ByteView bytes) {
    Digest digest{};
    if (bytes.size() != digest.size()) return fail(FaultKind::corrupt, "a digest that is not 32 bytes long");
    std::memcpy(digest.data(), bytes.data(), digest.size());
    return digest;
}

}  // namespace zvonok::crypto
