#include "station/crypto/digest.hpp"

#include "station/crypto/openssl_handles.hpp"

#include <openssl/core_names.h>
#include <openssl/params.h>

#include <new>
#include <string>

namespace zvonok::crypto {

namespace {

/// OpenSSL's, for it uses the processor's own instructions, which libsodium's does not: a third of the time, and the
/// log is made of small digests. One context a thread, because making one costs more than such a digest.
class Hasher {
  public:
    Hasher() : context_(EVP_MD_CTX_new()), algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr)) {
        if (!context_ || !algorithm_) throw std::bad_alloc{};
    }
    Digest operator()(std::initializer_list<ByteView> pieces) {
        Digest digest{};
        bool good = EVP_DigestInit_ex2(context_.get(), algorithm_.get(), nullptr) == 1;
        for (const ByteView piece : pieces)
            good = good && EVP_DigestUpdate(context_.get(), piece.data(), piece.size()) == 1;
        good = good && EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr) == 1;
        if (!good) throw std::bad_alloc{};  // with these arguments only memory can fail
        return digest;
    }

  private:
    DigestContext context_;
    Handle<EVP_MD, EVP_MD_free> algorithm_;
};

/// The same for the keyed digest; the key is given anew each time.
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
        if (EVP_MAC_init(context_.get(), key.data(), key.size(), nullptr) != 1 ||
            EVP_MAC_update(context_.get(), bytes.data(), bytes.size()) != 1 ||
            EVP_MAC_final(context_.get(), digest.data(), &written, digest.size()) != 1)
            throw std::bad_alloc{};  // with these arguments only memory can fail
        return digest;
    }

  private:
    Handle<EVP_MAC_CTX, EVP_MAC_CTX_free> context_;
};

}  // namespace

Digest sha256(ByteView bytes) {
    return sha256({bytes});
}

Digest sha256(std::initializer_list<ByteView> pieces) {
    thread_local Hasher hasher;
    return hasher(pieces);
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
