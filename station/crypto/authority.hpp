#pragma once

#include "station/crypto/trust.hpp"

namespace zvonok::crypto {

/// What a certificate is to say. Names are checked: no control characters, at most 64 characters of CN (RFC 5280).
struct CertificateOrder {
    Profile profile = Profile::station;
    std::string common_name;
    std::vector<std::string> dns_names = {};
    std::vector<std::string> ip_addresses = {};  ///< "127.0.0.1", "::1"
    std::string upn = {};                        ///< staff: "anna@school-12.example"; empty for none
    Instant not_before;
    Instant not_after;
};

/// A certificate authority: a certificate with its key. Small on purpose: one level, certificates sign nothing else.
class Authority {
  public:
    /// A new key and a self-signed certificate of Profile::authority.
    static Result<Authority> create(std::string_view common_name, Instant not_before, Instant not_after);
    /// refused: the certificate is no CA, or the key is another's
    static Result<Authority> open(Certificate certificate, PrivateKey key);

    [[nodiscard]] const Certificate& certificate() const { return certificate_; }
    [[nodiscard]] const PrivateKey& key() const { return key_; }

    /// public_key  SubjectPublicKeyInfo in DER
    /// refused     the order's names or times cannot be, or the key is weak or of an unknown kind
    [[nodiscard]] Result<Certificate> issue(const CertificateOrder& order, ByteView public_key) const;
    /// For the key of a request (PKCS #10, DER). Only the key is taken from it, all names come from the order.
    /// corrupt: not a request; refused: also when the request is not signed by its own key
    [[nodiscard]] Result<Certificate> issue_for_request(const CertificateOrder& order, ByteView request) const;
    /// number  grows with each list of this CA
    [[nodiscard]] Result<RevocationList> make_list(const std::vector<Revoked>& revoked, std::uint64_t number,
                                                   Instant this_update, Instant next_update) const;

  private:
    Authority(Certificate certificate, PrivateKey key) : certificate_(std::move(certificate)), key_(std::move(key)) {}
    Certificate certificate_;
    PrivateKey key_;
};

/// A certificate request (PKCS #10, DER) that shows that the asker holds the key.
Result<Bytes> make_request(const PrivateKey& key, std::string_view common_name);

}  // namespace zvonok::crypto
