#include "station/crypto/trust.hpp"

#include "station/crypto/openssl_handles.hpp"

namespace zvonok::crypto {

namespace {
/// OpenSSL's level of 112 bits: refuses SHA-1 and RSA below 2048.
constexpr int auth_level = 2;
constexpr int least_security_bits = 112;
/// A CA's clock may be this far ahead of the station's before its list counts as dated in the future.
constexpr std::chrono::minutes clock_difference{5};

using Store = Handle<X509_STORE, X509_STORE_free>;
using StoreContext = Handle<X509_STORE_CTX, X509_STORE_CTX_free>;
using Usages = Handle<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free>;

bool can_sign(X509* authority, std::uint32_t usage) {
    // Without the extension the key may do anything (RFC 5280, 4.2.1.3).
    return X509_check_ca(authority) == 1 && (X509_get_key_usage(authority) & usage) != 0;
}

/// OpenSSL rounds 2047 bits of RSA up to its level, so that RSA is counted here as well.
bool is_weak(const EVP_PKEY* key) {
    return key == nullptr || EVP_PKEY_get_security_bits(key) < least_security_bits ||
           (EVP_PKEY_is_a(key, "RSA") != 0 && EVP_PKEY_get_bits(key) < 2048);
}

/// Both ends count (RFC 5280, 4.1.2.5), to the end of the last second. OpenSSL takes that second away.
std::optional<Refusal> time_refusal(const Certificate& certificate, Instant at) {
    const auto second = std::chrono::floor<std::chrono::seconds>(at);
    if (second < certificate.not_before()) return Refusal::not_yet_valid;
    if (second > certificate.not_after()) return Refusal::expired;
    return std::nullopt;
}

std::optional<Refusal> authority_refusal(const Certificate& authority, Instant at) {
    X509* ca = authority.native();
    if (!can_sign(ca, KU_KEY_CERT_SIGN) || is_weak(X509_get0_pubkey(ca)) || time_refusal(authority, at))
        return Refusal::authority_unfit;
    return std::nullopt;
}

Refusal refusal_of(int error) {
    switch (error) {
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        case X509_V_ERR_CERT_SIGNATURE_FAILURE:
        case X509_V_ERR_SUBJECT_ISSUER_MISMATCH:
        case X509_V_ERR_AKID_SKID_MISMATCH:
        case X509_V_ERR_AKID_ISSUER_SERIAL_MISMATCH:
            return Refusal::foreign_authority;
        case X509_V_ERR_EE_KEY_TOO_SMALL:
        case X509_V_ERR_CA_MD_TOO_WEAK:
            return Refusal::weak;
        case X509_V_ERR_CA_KEY_TOO_SMALL:
        case X509_V_ERR_INVALID_CA:
            return Refusal::authority_unfit;
        default:
            return Refusal::malformed;
    }
}

/// Issuer, signature, strength and critical extensions, with our CA as the only one that is trusted.
std::optional<Refusal> chain_refusal(const Certificate& certificate, const Certificate& authority) {
    const Store store{X509_STORE_new()};
    const StoreContext context{X509_STORE_CTX_new()};
    if (!store || !context || X509_STORE_add_cert(store.get(), authority.native()) != 1 ||
        X509_STORE_CTX_init(context.get(), store.get(), certificate.native(), nullptr) != 1)
        return Refusal::malformed;
    X509_VERIFY_PARAM* terms = X509_STORE_CTX_get0_param(context.get());
    // A school's CA may itself be under a region's: the chain ends at the one that was given.
    X509_VERIFY_PARAM_set_flags(terms, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_NO_CHECK_TIME);
    X509_VERIFY_PARAM_set_auth_level(terms, auth_level);
    if (X509_verify_cert(context.get()) == 1) return std::nullopt;
    return refusal_of(X509_STORE_CTX_get_error(context.get()));
}

bool may_be_used_for(X509* certificate, Profile profile) {
    const bool is_authority = (X509_get_extension_flags(certificate) & EXFLAG_CA) != 0;
    if (profile == Profile::authority) return is_authority;
    if (is_authority) return false;
    // A certificate that does not say what it is for could have been made for anything, so it is good for nothing.
    const std::uint32_t usage = X509_get_key_usage(certificate);
    if (usage == UINT32_MAX || (usage & KU_DIGITAL_SIGNATURE) == 0) return false;
    const Usages extended{
        static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(certificate, NID_ext_key_usage, nullptr, nullptr))};
    for (int i = 0; extended && i < sk_ASN1_OBJECT_num(extended.get()); ++i) {
        const int purpose = OBJ_obj2nid(sk_ASN1_OBJECT_value(extended.get(), i));
        if (profile == Profile::server && purpose == NID_server_auth) return true;
        if (profile != Profile::server && purpose == NID_client_auth) return true;
        if (profile == Profile::staff && purpose == NID_ms_smartcard_login) return true;
    }
    return false;
}

bool list_is_whole_and_signed(const RevocationList& list, const Certificate& authority) {
    X509_CRL* crl = list.native();
    X509* ca = authority.native();
    if (X509_NAME_cmp(X509_CRL_get_issuer(crl), X509_get_subject_name(ca)) != 0) return false;
    if (!can_sign(ca, KU_CRL_SIGN) || X509_CRL_verify(crl, X509_get0_pubkey(ca)) != 1) return false;
    int hash = NID_undef;
    if (OBJ_find_sigid_algs(X509_CRL_get_signature_nid(crl), &hash, nullptr) != 1) return false;
    if (hash != NID_sha256 && hash != NID_sha384 && hash != NID_sha512) return false;
    // Lists of changes and lists of one kind of certificate say so in a critical extension. A whole list has none.
    for (int i = 0; i < X509_CRL_get_ext_count(crl); ++i)
        if (X509_EXTENSION_get_critical(X509_CRL_get_ext(crl, i)) != 0) return false;
    return true;
}

std::optional<Refusal> refusal_without_list(const Certificate& certificate, Profile profile, const Trust& trust,
                                            Instant at) {
    if (const auto refusal = authority_refusal(trust.authority, at)) return refusal;
    if (const auto refusal = chain_refusal(certificate, trust.authority)) return refusal;
    if (is_weak(X509_get0_pubkey(certificate.native()))) return Refusal::weak;
    if (const auto refusal = time_refusal(certificate, at)) return refusal;
    if (!may_be_used_for(certificate.native(), profile)) return Refusal::wrong_usage;
    if (profile == Profile::staff && !certificate.key_kind()) return Refusal::unsupported_key;
    if (!certificate.upn()) return Refusal::bad_name;
    return std::nullopt;
}
}  // namespace

std::optional<Refusal> check(const Certificate& certificate, Profile profile, const Trust& trust, Instant now) {
    const QuietErrors quiet;
    if (const auto refusal = refusal_without_list(certificate, profile, trust, now)) return refusal;
    if (!trust.list) return profile == Profile::staff ? std::optional{Refusal::list_missing} : std::nullopt;
    const RevocationList& list = *trust.list;
    if (!list_is_whole_and_signed(list, trust.authority)) return Refusal::list_unfit;
    // Told before staleness: an old list is no proof that a card is good, but proof enough that it is not.
    if (list.revoked_at(certificate)) return Refusal::revoked;
    if (list.this_update() > now + clock_difference || now > list.next_update() ||
        now - list.this_update() > trust.list_max_age)
        return Refusal::list_stale;
    return std::nullopt;
}

std::optional<Refusal> check_looking_back(const Certificate& certificate, Profile profile, const Trust& trust,
                                          Instant then) {
    const QuietErrors quiet;
    if (const auto refusal = refusal_without_list(certificate, profile, trust, then)) return refusal;
    if (!trust.list) return profile == Profile::staff ? std::optional{Refusal::list_missing} : std::nullopt;
    if (!list_is_whole_and_signed(*trust.list, trust.authority)) return Refusal::list_unfit;
    const auto revoked = trust.list->revoked_at(certificate);
    if (revoked && *revoked <= then) return Refusal::revoked;
    return std::nullopt;
}

std::string_view to_text(Refusal refusal) {
    switch (refusal) {
        case Refusal::foreign_authority:
            return "of a foreign authority";
        case Refusal::authority_unfit:
            return "the authority is unfit";
        case Refusal::not_yet_valid:
            return "not yet valid";
        case Refusal::expired:
            return "expired";
        case Refusal::revoked:
            return "revoked";
        case Refusal::list_missing:
            return "no revocation list";
        case Refusal::list_stale:
            return "revocation list out of its time";
        case Refusal::list_unfit:
            return "revocation list unfit";
        case Refusal::wrong_usage:
            return "not made for this use";
        case Refusal::weak:
            return "weak key or hash";
        case Refusal::unsupported_key:
            return "unsupported kind of key";
        case Refusal::bad_name:
            return "impossible user principal name";
        case Refusal::malformed:
            return "malformed";
    }
    return "unknown";
}

}  // namespace zvonok::crypto
