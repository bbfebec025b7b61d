#include "station/crypto/digest.hpp"

#include "station/crypto/openssl_handles.hpp"

#include <algorithm>
#include <new>

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

constexpr std::size_t block_bytes = 64;

/// The key, filled up to a block, with each byte changed by `mask` (RFC 2104, section 2).
std::array<std::uint8_t, block_bytes> pad(ByteView key, std::uint8_t mask) {
    std::array<std::uint8_t, block_bytes> block{};
    std::ranges::copy(key, block.begin());
    for (std::uint8_t& byte : block) byte ^= mask;
    return block;
}

}  // namespace

Digest sha256(ByteView bytes) {
    return sha256({bytes});
}

Digest sha256(std::initializer_list<ByteView> pieces) {
    thread_local Hasher hasher;
    return hasher(pieces);
}

Digest hmac_sha256(ByteView key, ByteView bytes) {
    if (key.size() > block_bytes) return hmac_sha256(sha256(key), bytes);
    const Digest inner = sha256({pad(key, 0x36), bytes});
    return sha256({pad(key, 0x5c), inner});
}

Result<Digest> digest_from(ByteView bytes) {
    Digest digest{};
    if (bytes.size() != digest.size()) return fail(FaultKind::corrupt, "a digest that is not 32 bytes long");
    std::memcpy(digest.data(), bytes.data(), digest.size());
    return digest;
}

}  // namespace zvonok::crypto
