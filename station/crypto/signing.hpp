#pragma once

#include "station/crypto/secret.hpp"

#include <array>

namespace zvonok::crypto {

/// Ed25519 (RFC 8032). Every signature is over a context name, a zero byte and the message, so that what was signed for
/// one purpose can never be shown for another.
using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

class SigningKey {
  public:
    static SigningKey generate();
    /// seed  32 bytes, as seed() gave them.   corrupt: another length
    static Result<SigningKey> from_seed(ByteView seed);

    [[nodiscard]] const PublicKey& public_key() const { return public_; }
    [[nodiscard]] Signature sign(std::string_view context, ByteView message) const;
    /// The 32 secret bytes that the key is made from; for writing a key file.
    [[nodiscard]] Secret seed() const;

  private:
    SigningKey() = default;
    Secret secret_;
    PublicKey public_{};
};

[[nodiscard]] bool verify(const PublicKey& key, std::string_view context, ByteView message, ByteView signature);
/// corrupt: anything but 32 bytes.
Result<PublicKey> public_key_from(ByteView bytes);

}  // namespace zvonok::crypto
