#pragma once

#include "station/crypto/authority.hpp"

#include <functional>

struct evp_pkey_st;
struct x509_st;

namespace zvonok::test {

/// The day of most tests: in the middle of what test_authority() and staff_order() are good for.
inline Instant school_day() {
    return std::chrono::sys_days{std::chrono::year{2026} / 9 / 15} + std::chrono::hours{6};
}

crypto::Authority test_authority(std::string_view common_name = "School 12 staff CA");
crypto::CertificateOrder staff_order(std::string_view common_name = "Анна Сергеевна К.",
                                     std::string_view upn = "anna@school-12.example");
/// A list made an hour before school_day(), good for a day.
crypto::RevocationList test_list(const crypto::Authority& authority, const std::vector<crypto::Revoked>& revoked = {});

/// A certificate as no sane CA makes it: a good one, changed by `spoil`, and signed again with `signer`.
/// hash  "SHA1", "SHA256"
crypto::Certificate spoiled(const crypto::Certificate& good, const crypto::PrivateKey& signer,
                            const std::function<void(x509_st*)>& spoil, const char* hash = "SHA256");

void set_key(x509_st* certificate, const char* kind, int bits);
/// Adds or replaces one extension in OpenSSL's configuration language: "keyUsage", "critical,keyEncipherment".
void set_extension(x509_st* certificate, const char* name, const char* value);
void remove_extension(x509_st* certificate, const char* name);
void set_upn(x509_st* certificate, std::string_view upn);
void set_common_name(x509_st* certificate, std::string_view common_name);
void set_issuer(x509_st* certificate, const crypto::Certificate& issuer);
void set_version_1(x509_st* certificate);

}  // namespace zvonok::test
