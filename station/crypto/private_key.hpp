#pragma once

#include "station/crypto/digest.hpp"
#include "station/crypto/secret.hpp"

#include <memory>

struct evp_pkey_st;  // OpenSSL's key, owned here and named nowhere else

namespace zvonok::crypto {

/// The keys that certificates of ours may hold. All that PIV cards sign with is here (SP 800-78-4, table 6-2).
enum class KeyKind { p256, p384, rsa2048 };

/// What a card is handed so that it signs `message`: for EC keys its hash (SHA-256, with P-384 SHA-384), for RSA that
/// hash in a PKCS #1 v1.5 block as long as the modulus (RFC 8017, 9.2), as cards do the bare operation.
Bytes signing_input(KeyKind kind, ByteView message);

/// A private key of a certificate: of a CA, a server, a station or a virtual card. Session keys are SigningKey.
class PrivateKey {
  public:
    static PrivateKey generate(KeyKind kind = KeyKind::p256);
    /// PKCS #8 or the older forms, unencrypted.   corrupt: no such key, or a kind not in KeyKind
    static Result<PrivateKey> from_pem(ByteView pem);

    [[nodiscard]] KeyKind kind() const { return kind_; }
    /// PKCS #8 in PEM; for writing a key file that only its owner reads.
    [[nodiscard]] Secret pem() const;
    /// SubjectPublicKeyInfo in DER.
    [[nodiscard]] Bytes public_key() const;
    /// Over the message's SHA-256 (SHA-384 with P-384 keys): PKCS #1 v1.5 for RSA, DER for ECDSA.
    [[nodiscard]] Result<Bytes> sign(ByteView message) const;

    /// The bare operation of a smart card.
    /// input    RSA-2048: the padded block, 256 bytes, as a number below the modulus. EC: the hash, 32 or 48 bytes
    /// refused  any other input
    [[nodiscard]] Result<Bytes> raw_operation(ByteView input) const;

    [[nodiscard]] evp_pkey_st* native() const { return key_.get(); }

  private:
    PrivateKey(std::shared_ptr<evp_pkey_st> key, KeyKind kind) : key_(std::move(key)), kind_(kind) {}
    std::shared_ptr<evp_pkey_st> key_;
    KeyKind kind_;
};

}  // namespace zvonok::crypto
