#pragma once

#include "station/crypto/certificate.hpp"

namespace zvonok::crypto {

/// Who a certificate is made for. Sets what it may be used for, and what is asked of it.
enum class Profile {
    authority,  ///< signs certificates and revocation lists
    server,     ///< TLS server
    station,    ///< TLS client; its CN is the station
    staff,      ///< a person's card: PIV authentication
};

/// Why a certificate is not believed. Each has its own words on the screen.
enum class Refusal {
    foreign_authority,  ///< another CA (of whatever name), self-signed, issued by a leaf, or a broken signature
    authority_unfit,    ///< the CA certificate itself is no CA, is weak, or is out of its time
    not_yet_valid,
    expired,
    revoked,
    list_missing,
    list_stale,  ///< older than allowed, past its own next date, or dated in the future
    list_unfit,  ///< of another CA, with a broken or weak signature, or of a kind that is not the whole list
    wrong_usage,
    weak,             ///< SHA-1 or older, RSA below 2048
    unsupported_key,  ///< strong enough, but no kind that cards here have
    bad_name,         ///< an empty UPN, several, or one with NUL or control characters
    malformed,        ///< anything else that RFC 5280 forbids, such as an unknown critical extension
};

struct Trust {
    Certificate authority;
    std::optional<RevocationList> list;
    /// How old the list may be at a login. The sooner, the sooner a lost card is useless; the later, the longer a
    /// station works offline.
    std::chrono::seconds list_max_age{std::chrono::hours{72}};
};

/// Whether to believe a certificate now. Staff certificates need a fresh list; for others a list is used if given.
/// Nothing: it is good.
std::optional<Refusal> check(const Certificate& certificate, Profile profile, const Trust& trust, Instant now);

/// Whether it was to be believed at `then`, known by a list made at any time since: revoked counts from its date on.
std::optional<Refusal> check_looking_back(const Certificate& certificate, Profile profile, const Trust& trust,
                                          Instant then);

/// For logs: "expired", "list stale".
std::string_view to_text(Refusal refusal);

}  // namespace zvonok::crypto
