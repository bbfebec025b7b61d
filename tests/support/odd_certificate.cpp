#include "tests/support/odd_certificate.hpp"

#include "station/crypto/openssl_handles.hpp"

#include <openssl/rsa.h>

#include <stdexcept>

namespace zvonok::test {

namespace {
void must(bool done, const char* what) {
    if (!done) throw std::runtime_error(what);
}
}  // namespace

crypto::Authority test_authority(std::string_view common_name) {
    return crypto::Authority::create(common_name, school_day() - std::chrono::hours{24 * 100},
                                     school_day() + std::chrono::hours{24 * 3000})
        .value();
}

crypto::CertificateOrder staff_order(std::string_view common_name, std::string_view upn) {
    return {.profile = crypto::Profile::staff,
            .common_name = std::string(common_name),
            .upn = std::string(upn),
            .not_before = school_day() - std::chrono::hours{24 * 10},
            .not_after = school_day() + std::chrono::hours{24 * 300}};
}

crypto::RevocationList test_list(const crypto::Authority& authority, const std::vector<crypto::Revoked>& revoked) {
    return authority.make_list(revoked, 1, school_day() - std::chrono::hours{1}, school_day() + std::chrono::hours{23})
        .value();
}

crypto::Certificate spoiled(const crypto::Certificate& good, const crypto::PrivateKey& signer,
                            const std::function<void(x509_st*)>& spoil, const char* hash) {
    const crypto::QuietErrors quiet;
    const crypto::CertificateHandle changed{X509_dup(good.native())};
    spoil(changed.get());
    must(X509_sign(changed.get(), signer.native(), EVP_get_digestbyname(hash)) != 0, "cannot sign");
    return crypto::Certificate::from_der(crypto::der_of(i2d_X509, changed.get())).value();
}

void set_key(x509_st* certificate, const char* kind, int bits) {
    const crypto::KeyHandle key{std::string_view(kind) == "RSA" ? EVP_RSA_gen(static_cast<unsigned>(bits))
                                                                : EVP_EC_gen(kind)};
    must(X509_set_pubkey(certificate, key.get()) == 1, "cannot set the key");
}

void set_extension(x509_st* certificate, const char* name, const char* value) {
    remove_extension(certificate, name);
    X509V3_CTX context;
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const crypto::Handle<X509_EXTENSION, X509_EXTENSION_free> made{X509V3_EXT_nconf(nullptr, &context, name, value)};
    must(made && X509_add_ext(certificate, made.get(), -1) == 1, "cannot add the extension");
}

void remove_extension(x509_st* certificate, const char* name) {
    const crypto::Handle<ASN1_OBJECT, ASN1_OBJECT_free> object{OBJ_txt2obj(name, 0)};
    const int at = X509_get_ext_by_OBJ(certificate, object.get(), -1);
    if (at >= 0) X509_EXTENSION_free(X509_delete_ext(certificate, at));
}

void set_upn(x509_st* certificate, std::string_view upn) {
    const crypto::NamesHandle names{GENERAL_NAMES_new()};
    ASN1_UTF8STRING* text = ASN1_UTF8STRING_new();
    ASN1_STRING_set(text, upn.data(), static_cast<int>(upn.size()));
    ASN1_TYPE* value = ASN1_TYPE_new();
    ASN1_TYPE_set(value, V_ASN1_UTF8STRING, text);
    GENERAL_NAME* name = GENERAL_NAME_new();
    GENERAL_NAME_set0_othername(name, OBJ_nid2obj(NID_ms_upn), value);
    sk_GENERAL_NAME_push(names.get(), name);
    must(X509_add1_ext_i2d(certificate, NID_subject_alt_name, names.get(), 0, X509V3_ADD_REPLACE) == 1,
         "cannot set the UPN");
}

void set_common_name(x509_st* certificate, std::string_view common_name) {
    const crypto::Handle<X509_NAME, X509_NAME_free> name{X509_NAME_new()};
    must(X509_NAME_add_entry_by_NID(name.get(), NID_commonName, MBSTRING_UTF8,
                                    reinterpret_cast<const unsigned char*>(common_name.data()),
                                    static_cast<int>(common_name.size()), -1, 0) == 1,
         "cannot make the name");
    must(X509_set_subject_name(certificate, name.get()) == 1, "cannot set the name");
}

void set_issuer(x509_st* certificate, const crypto::Certificate& issuer) {
    must(X509_set_issuer_name(certificate, X509_get_subject_name(issuer.native())) == 1, "cannot set the issuer");
}

void set_version_1(x509_st* certificate) {
    must(X509_set_version(certificate, X509_VERSION_1) == 1, "cannot set the version");
}

}  // namespace zvonok::test
