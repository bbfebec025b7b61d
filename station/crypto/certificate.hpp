#pragma once

#include "station/base/clock.hpp"
#include "station/crypto/private_key.hpp"

#include <memory>
#include <optional>

struct x509_st;      // OpenSSL's certificate and
struct X509_crl_st;  // its revocation list, owned here and named nowhere else

namespace zvonok::crypto {

/// An X.509 certificate as it was received. Parsing proves nothing: trust.hpp says whether it may be believed.
class Certificate {
  public:
    /// corrupt: not exactly one certificate, a version other than 3, or bytes behind it
    static Result<Certificate> from_der(ByteView der);
    static Result<Certificate> from_pem(std::string_view pem);

    [[nodiscard]] const Bytes& der() const { return der_; }
    [[nodiscard]] std::string pem() const;
    /// SHA-256 of the DER.
    [[nodiscard]] Digest fingerprint() const { return sha256(der_); }
    /// The serial number in lower-case hex, without leading zeros; unique within its CA.
    [[nodiscard]] std::string serial() const;
    /// The subject's CN made safe for a screen or a log; may be empty. Never an identity: many may bear the same.
    [[nodiscard]] std::string common_name() const;
    /// The user principal name (otherName 1.3.6.1.4.1.311.20.2.3), nothing when there is none.
    /// corrupt: more than one, not UTF-8, empty, or with control characters
    [[nodiscard]] Result<std::optional<std::string>> upn() const;
    [[nodiscard]] Instant not_before() const { return not_before_; }
    [[nodiscard]] Instant not_after() const { return not_after_; }
    /// Nothing: a kind of key that is not used here.
    [[nodiscard]] std::optional<KeyKind> key_kind() const;
    /// SubjectPublicKeyInfo in DER.
    [[nodiscard]] Bytes public_key() const;
    /// Whether the certificate's key made this signature over the message's SHA-256 (SHA-384 with P-384 keys):
    /// PKCS #1 v1.5 for RSA, DER for ECDSA.
    [[nodiscard]] bool verifies(ByteView message, ByteView signature) const;

    [[nodiscard]] bool operator==(const Certificate& other) const { return der_ == other.der_; }
    [[nodiscard]] x509_st* native() const { return x509_.get(); }

  private:
    Certificate() = default;
    Bytes der_;
    std::shared_ptr<x509_st> x509_;
    Instant not_before_;
    Instant not_after_;
};

struct Revoked {
    std::string serial;  ///< as Certificate::serial()
    Instant at;
};

/// A CA's list of the certificates that it has taken back.
class RevocationList {
  public:
    /// corrupt: not exactly one list, no version 2, no date of the next one, or bytes behind it
    static Result<RevocationList> from_der(ByteView der);
    static Result<RevocationList> from_pem(std::string_view pem);

    [[nodiscard]] const Bytes& der() const { return der_; }
    [[nodiscard]] Instant this_update() const { return this_update_; }
    [[nodiscard]] Instant next_update() const { return next_update_; }
    /// When the certificate was taken back; nothing if it is not on the list. "On hold" counts too.
    [[nodiscard]] std::optional<Instant> revoked_at(const Certificate& certificate) const;
    /// All of it, for the list that comes after this one.
    [[nodiscard]] std::vector<Revoked> entries() const;
    /// The list's own number; 0 where it has none or one above 64 bits.
    [[nodiscard]] std::uint64_t number() const;
    [[nodiscard]] std::string pem() const;

    [[nodiscard]] X509_crl_st* native() const { return list_.get(); }

  private:
    RevocationList() = default;
    Bytes der_;
    std::shared_ptr<X509_crl_st> list_;
    Instant this_update_;
    Instant next_update_;
};

}  // namespace zvonok::crypto
