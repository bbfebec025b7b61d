#include "station/crypto/authority.hpp"

#include "station/crypto/clean_line.hpp"
#include "station/crypto/key_kind.hpp"
#include "station/crypto/openssl_handles.hpp"
#include "station/crypto/random.hpp"

#include <algorithm>

namespace zvonok::crypto {

namespace {
using Extension = Handle<X509_EXTENSION, X509_EXTENSION_free>;
using Octets = Handle<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free>;
using Constraints = Handle<BASIC_CONSTRAINTS, BASIC_CONSTRAINTS_free>;
using KeyIdentifier = Handle<AUTHORITY_KEYID, AUTHORITY_KEYID_free>;
using Name = Handle<X509_NAME, X509_NAME_free>;
using Usages = Handle<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free>;
using RevokedHandle = Handle<X509_REVOKED, X509_REVOKED_free>;

enum class Critical : int { no = 0, yes = 1 };

TimeHandle time_of(Instant at) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
    return TimeHandle{ASN1_TIME_set(nullptr, seconds)};
}

Result<Name> name_of(std::string_view common_name) {
    if (common_name.empty() || common_name.size() > 256 || clean_line(common_name) != common_name)
        return fail(FaultKind::refused, "a common name that cannot be one");
    Name name{X509_NAME_new()};
    if (X509_NAME_add_entry_by_NID(name.get(), NID_commonName, MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>(common_name.data()),
                                   static_cast<int>(common_name.size()), -1, 0) != 1)
        return fail(FaultKind::refused, "a common name longer than 64 characters");
    return name;
}

/// Names the key in its own and its certificates' extensions (RFC 7093, method 1: SHA-256 cut to 160 bits).
Octets key_identifier(X509* certificate) {
    const ASN1_BIT_STRING* bits = X509_get0_pubkey_bitstr(certificate);
    const Digest digest = sha256({ASN1_STRING_get0_data(bits), static_cast<std::size_t>(ASN1_STRING_length(bits))});
    Octets identifier{ASN1_OCTET_STRING_new()};
    ASN1_OCTET_STRING_set(identifier.get(), digest.data(), 20);
    return identifier;
}

bool add(X509* certificate, int what, void* value, Critical critical) {
    return X509_add1_ext_i2d(certificate, what, value, static_cast<int>(critical), X509V3_ADD_REPLACE) == 1;
}

bool add_usage(X509* certificate, Profile profile) {
    const Constraints constraints{BASIC_CONSTRAINTS_new()};
    constraints->ca = profile == Profile::authority ? 0xFF : 0;
    if (profile == Profile::authority) {
        constraints->pathlen = ASN1_INTEGER_new();
        ASN1_INTEGER_set(constraints->pathlen, 0);
    }
    const Handle<ASN1_BIT_STRING, ASN1_BIT_STRING_free> usage{ASN1_BIT_STRING_new()};
    constexpr int digital_signature = 0;
    constexpr int certificate_sign = 5;
    constexpr int list_sign = 6;
    if (profile == Profile::authority) {
        ASN1_BIT_STRING_set_bit(usage.get(), certificate_sign, 1);
        ASN1_BIT_STRING_set_bit(usage.get(), list_sign, 1);
    } else {
        ASN1_BIT_STRING_set_bit(usage.get(), digital_signature, 1);
    }
    if (!add(certificate, NID_basic_constraints, constraints.get(), Critical::yes) ||
        !add(certificate, NID_key_usage, usage.get(), Critical::yes))
        return false;
    if (profile == Profile::authority) return true;
    const Usages extended{sk_ASN1_OBJECT_new_null()};
    sk_ASN1_OBJECT_push(extended.get(), OBJ_nid2obj(profile == Profile::server ? NID_server_auth : NID_client_auth));
    if (profile == Profile::staff) sk_ASN1_OBJECT_push(extended.get(), OBJ_nid2obj(NID_ms_smartcard_login));
    return add(certificate, NID_ext_key_usage, extended.get(), Critical::no);
}

bool add_key_identifiers(X509* certificate, X509* issuer) {
    const Octets own = key_identifier(certificate);
    if (!add(certificate, NID_subject_key_identifier, own.get(), Critical::no)) return false;
    const KeyIdentifier of_issuer{AUTHORITY_KEYID_new()};
    const ASN1_OCTET_STRING* known = X509_get0_subject_key_id(issuer);
    // An issuer without an identifier is found by its name.
    if (known == nullptr) return true;
    of_issuer->keyid = ASN1_OCTET_STRING_dup(known);
    return add(certificate, NID_authority_key_identifier, of_issuer.get(), Critical::no);
}

bool push_text(GENERAL_NAMES* names, int type, std::string_view text) {
    GENERAL_NAME* name = GENERAL_NAME_new();
    ASN1_IA5STRING* value = ASN1_IA5STRING_new();
    ASN1_STRING_set(value, text.data(), static_cast<int>(text.size()));
    GENERAL_NAME_set0_value(name, type, value);
    return sk_GENERAL_NAME_push(names, name) > 0;
}

bool push_address(GENERAL_NAMES* names, const std::string& text) {
    ASN1_OCTET_STRING* address = a2i_IPADDRESS(text.c_str());
    if (address == nullptr) return false;
    GENERAL_NAME* name = GENERAL_NAME_new();
    GENERAL_NAME_set0_value(name, GEN_IPADD, address);
    return sk_GENERAL_NAME_push(names, name) > 0;
}

bool push_principal(GENERAL_NAMES* names, std::string_view upn) {
    ASN1_UTF8STRING* text = ASN1_UTF8STRING_new();
    ASN1_STRING_set(text, upn.data(), static_cast<int>(upn.size()));
    ASN1_TYPE* value = ASN1_TYPE_new();
    ASN1_TYPE_set(value, V_ASN1_UTF8STRING, text);
    GENERAL_NAME* name = GENERAL_NAME_new();
    GENERAL_NAME_set0_othername(name, OBJ_nid2obj(NID_ms_upn), value);
    return sk_GENERAL_NAME_push(names, name) > 0;
}

bool is_host_name(std::string_view text) {
    return !text.empty() && text.size() <= 253 && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    });
}

Result<void> add_alternative_names(X509* certificate, const CertificateOrder& order) {
    const NamesHandle names{GENERAL_NAMES_new()};
    for (const std::string& dns : order.dns_names)
        if (!is_host_name(dns) || !push_text(names.get(), GEN_DNS, dns))
            return fail(FaultKind::refused, "a host name that cannot be one");
    for (const std::string& address : order.ip_addresses)
        if (!push_address(names.get(), address)) return fail(FaultKind::refused, "an IP address that cannot be one");
    if (!order.upn.empty()) {
        if (!is_plain(order.upn) || order.upn.size() > 256 || !push_principal(names.get(), order.upn))
            return fail(FaultKind::refused, "a user principal name that cannot be one");
    }
    if (sk_GENERAL_NAME_num(names.get()) == 0) return {};
    if (!add(certificate, NID_subject_alt_name, names.get(), Critical::no))
        return fail(FaultKind::bug, "OpenSSL cannot add the alternative names");
    return {};
}

/// Random and positive: nobody can foretell it (CA/Browser Forum asks for 64 bits), and no counter must be kept.
IntegerHandle random_serial() {
    Bytes bytes = random_bytes(16);
    bytes[0] = static_cast<std::uint8_t>((bytes[0] & 0x7F) | 0x40);
    const NumberHandle number{BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr)};
    return IntegerHandle{BN_to_ASN1_INTEGER(number.get(), nullptr)};
}

/// issuer  null for a certificate that signs itself
Result<Certificate> make_certificate(const CertificateOrder& order, EVP_PKEY* subject_key, const Certificate* issuer,
                                     const PrivateKey& issuer_key) {
    if (order.not_after <= order.not_before)
        return fail(FaultKind::refused, "a certificate that ends before it begins");
    if (EVP_PKEY_get_security_bits(subject_key) < 112) return fail(FaultKind::refused, "the key is too weak");
    const auto subject = name_of(order.common_name);
    if (!subject) return tl::unexpected(subject.error());
    const CertificateHandle made{X509_new()};
    X509* x509 = made.get();
    X509* signer = issuer == nullptr ? x509 : issuer->native();
    const bool filled = X509_set_version(x509, X509_VERSION_3) == 1 &&
                        X509_set_serialNumber(x509, random_serial().get()) == 1 &&
                        X509_set1_notBefore(x509, time_of(order.not_before).get()) == 1 &&
                        X509_set1_notAfter(x509, time_of(order.not_after).get()) == 1 &&
                        X509_set_subject_name(x509, subject->get()) == 1 && X509_set_pubkey(x509, subject_key) == 1 &&
                        X509_set_issuer_name(x509, X509_get_subject_name(signer)) == 1 &&
                        add_usage(x509, order.profile) && add_key_identifiers(x509, signer);
    if (!filled) return fail(FaultKind::bug, "OpenSSL cannot fill in a certificate");
    if (const auto named = add_alternative_names(x509, order); !named) return tl::unexpected(named.error());
    if (X509_sign(x509, issuer_key.native(), digest_for(issuer_key.kind())) == 0)
        return fail(FaultKind::bug, "OpenSSL cannot sign a certificate");
    return Certificate::from_der(der_of(i2d_X509, x509));
}

bool add_revoked(X509_CRL* list, const Revoked& revoked) {
    BIGNUM* number = nullptr;
    const int digits = BN_hex2bn(&number, revoked.serial.c_str());
    const NumberHandle owner{number};
    if (digits == 0 || static_cast<std::size_t>(digits) != revoked.serial.size()) return false;
    const IntegerHandle serial{BN_to_ASN1_INTEGER(number, nullptr)};
    RevokedHandle entry{X509_REVOKED_new()};
    if (X509_REVOKED_set_serialNumber(entry.get(), serial.get()) != 1 ||
        X509_REVOKED_set_revocationDate(entry.get(), time_of(revoked.at).get()) != 1 ||
        X509_CRL_add0_revoked(list, entry.get()) != 1)
        return false;
    static_cast<void>(entry.release());  // the list owns it now
    return true;
}
}  // namespace

Result<Authority> Authority::create(std::string_view common_name, Instant not_before, Instant not_after) {
    const QuietErrors quiet;
    PrivateKey key = PrivateKey::generate();
    const CertificateOrder order{.profile = Profile::authority,
                                 .common_name = std::string(common_name),
                                 .not_before = not_before,
                                 .not_after = not_after};
    auto certificate = make_certificate(order, key.native(), nullptr, key);
    if (!certificate) return tl::unexpected(certificate.error());
    return Authority{std::move(*certificate), std::move(key)};
}

Result<Authority> Authority::open(Certificate certificate, PrivateKey key) {
    const QuietErrors quiet;
    if (X509_check_ca(certificate.native()) != 1)
        return fail(FaultKind::refused, "a certificate that is no certificate authority");
    if (!equal(certificate.public_key(), key.public_key()))
        return fail(FaultKind::refused, "the authority's key is not that of its certificate");
    return Authority{std::move(certificate), std::move(key)};
}

Result<Certificate> Authority::issue(const CertificateOrder& order, ByteView public_key) const {
    const QuietErrors quiet;
    const std::uint8_t* end = public_key.data();
    const KeyHandle key{d2i_PUBKEY(nullptr, &end, static_cast<long>(public_key.size()))};
    if (!key || end != public_key.data() + public_key.size())
        return fail(FaultKind::corrupt, "no public key in these bytes");
    return make_certificate(order, key.get(), &certificate_, key_);
}

Result<Certificate> Authority::issue_for_request(const CertificateOrder& order, ByteView request) const {
    const QuietErrors quiet;
    const std::uint8_t* end = request.data();
    const RequestHandle asked{d2i_X509_REQ(nullptr, &end, static_cast<long>(request.size()))};
    if (!asked || end != request.data() + request.size())
        return fail(FaultKind::corrupt, "no certificate request in these bytes");
    EVP_PKEY* key = X509_REQ_get0_pubkey(asked.get());
    if (key == nullptr || X509_REQ_verify(asked.get(), key) != 1)
        return fail(FaultKind::refused, "a request that its own key did not sign");
    return make_certificate(order, key, &certificate_, key_);
}

Result<RevocationList> Authority::make_list(const std::vector<Revoked>& revoked, std::uint64_t number,
                                            Instant this_update, Instant next_update) const {
    const QuietErrors quiet;
    const ListHandle list{X509_CRL_new()};
    X509_CRL* crl = list.get();
    const bool filled = X509_CRL_set_version(crl, X509_CRL_VERSION_2) == 1 &&
                        X509_CRL_set_issuer_name(crl, X509_get_subject_name(certificate_.native())) == 1 &&
                        X509_CRL_set1_lastUpdate(crl, time_of(this_update).get()) == 1 &&
                        X509_CRL_set1_nextUpdate(crl, time_of(next_update).get()) == 1;
    if (!filled) return fail(FaultKind::bug, "OpenSSL cannot fill in a revocation list");
    for (const Revoked& entry : revoked)
        if (!add_revoked(crl, entry)) return fail(FaultKind::refused, "a serial number that cannot be one");
    X509_CRL_sort(crl);
    const IntegerHandle counted{ASN1_INTEGER_new()};
    ASN1_INTEGER_set_uint64(counted.get(), number);
    const KeyIdentifier issuer{AUTHORITY_KEYID_new()};
    const ASN1_OCTET_STRING* known = X509_get0_subject_key_id(certificate_.native());
    if (known != nullptr) issuer->keyid = ASN1_OCTET_STRING_dup(known);
    if (X509_CRL_add1_ext_i2d(crl, NID_crl_number, counted.get(), 0, 0) != 1 ||
        (known != nullptr && X509_CRL_add1_ext_i2d(crl, NID_authority_key_identifier, issuer.get(), 0, 0) != 1) ||
        X509_CRL_sign(crl, key_.native(), digest_for(key_.kind())) == 0)
        return fail(FaultKind::bug, "OpenSSL cannot sign a revocation list");
    return RevocationList::from_der(der_of(i2d_X509_CRL, crl));
}

Result<Bytes> make_request(const PrivateKey& key, std::string_view common_name) {
    const QuietErrors quiet;
    const auto subject = name_of(common_name);
    if (!subject) return tl::unexpected(subject.error());
    const RequestHandle request{X509_REQ_new()};
    if (X509_REQ_set_version(request.get(), X509_REQ_VERSION_1) != 1 ||
        X509_REQ_set_subject_name(request.get(), subject->get()) != 1 ||
        X509_REQ_set_pubkey(request.get(), key.native()) != 1 ||
        X509_REQ_sign(request.get(), key.native(), digest_for(key.kind())) == 0)
        return fail(FaultKind::bug, "OpenSSL cannot make a certificate request");
    return der_of(i2d_X509_REQ, request.get());
}

}  // namespace zvonok::crypto
