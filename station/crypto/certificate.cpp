#include "station/crypto/certificate.hpp"

#include "station/crypto/clean_line.hpp"
#include "station/crypto/key_kind.hpp"
#include "station/crypto/openssl_handles.hpp"

#include <ctime>

namespace zvonok::crypto {

namespace {
/// Longer than any certificate or list that a school's CA makes; what is longer is not read at all.
constexpr std::size_t longest_der_bytes = 4 * 1024 * 1024;

Result<Instant> instant_of(const ASN1_TIME* time) {
    std::tm parts{};
    if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return fail(FaultKind::corrupt, "an impossible date");
    return Instant{std::chrono::seconds{timegm(&parts)}};
}

std::string serial_text(const ASN1_INTEGER* serial) {
    const NumberHandle number{ASN1_INTEGER_to_BN(serial, nullptr)};
    if (!number) return {};
    Bytes bytes(static_cast<std::size_t>(BN_num_bytes(number.get())));
    BN_bn2bin(number.get(), bytes.data());
    return (BN_is_negative(number.get()) != 0 ? "-" : "") + to_hex(bytes);
}

/// The DER inside a PEM block of this name. Text around the block is allowed, a second block is not read.
Result<Bytes> unarmour(std::string_view pem, std::string_view wanted) {
    const QuietErrors quiet;
    const BioHandle source = reading(as_bytes(pem));
    char* name = nullptr;
    char* header = nullptr;
    unsigned char* data = nullptr;
    long size = 0;
    if (PEM_read_bio(source.get(), &name, &header, &data, &size) != 1)
        return fail(FaultKind::corrupt, "no PEM block where one was expected");
    const bool fits = wanted == name;
    const Bytes der{data, data + size};
    OPENSSL_free(name);
    OPENSSL_free(header);
    OPENSSL_free(data);
    if (!fits) return fail(FaultKind::corrupt, "a PEM block of another kind");
    return der;
}

/// The text of an alternative name that is a user principal name; nothing for every other name.
/// A principal name that is no UTF-8 string gives an empty text, which nobody may have.
std::optional<std::string> principal_name(const GENERAL_NAME* name) {
    if (name->type != GEN_OTHERNAME) return std::nullopt;
    if (OBJ_obj2nid(name->d.otherName->type_id) != NID_ms_upn) return std::nullopt;
    const ASN1_TYPE* value = name->d.otherName->value;
    if (value->type != V_ASN1_UTF8STRING) return std::string{};
    const ASN1_STRING* text = value->value.utf8string;
    return std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                       static_cast<std::size_t>(ASN1_STRING_length(text)));
}
}  // namespace

Result<Certificate> Certificate::from_der(ByteView der) {
    const QuietErrors quiet;
    if (der.size() > longest_der_bytes) return fail(FaultKind::corrupt, "a certificate too long to be one");
    const std::uint8_t* end = der.data();
    Certificate certificate;
    certificate.x509_ = {d2i_X509(nullptr, &end, static_cast<long>(der.size())), X509_free};
    if (!certificate.x509_) return fail(FaultKind::corrupt, "no certificate in these bytes");
    if (end != der.data() + der.size()) return fail(FaultKind::corrupt, "bytes behind a certificate");
    if (X509_get_version(certificate.native()) != X509_VERSION_3)
        return fail(FaultKind::corrupt, "a certificate of an old version");
    const auto not_before = instant_of(X509_get0_notBefore(certificate.native()));
    const auto not_after = instant_of(X509_get0_notAfter(certificate.native()));
    if (!not_before || !not_after) return fail(FaultKind::corrupt, "a certificate with an impossible date");
    certificate.not_before_ = *not_before;
    certificate.not_after_ = *not_after;
    certificate.der_ = copy(der);
    return certificate;
}

Result<Certificate> Certificate::from_pem(std::string_view pem) {
    const auto der = unarmour(pem, PEM_STRING_X509);
    if (!der) return tl::unexpected(der.error());
    return from_der(*der);
}

std::string Certificate::pem() const {
    const BioHandle text{BIO_new(BIO_s_mem())};
    PEM_write_bio_X509(text.get(), native());
    const char* data = nullptr;
    const long size = BIO_get_mem_data(text.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

std::string Certificate::serial() const {
    return serial_text(X509_get0_serialNumber(native()));
}

std::string Certificate::common_name() const {
    const QuietErrors quiet;
    const X509_NAME* subject = X509_get_subject_name(native());
    const int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
    if (at < 0) return {};
    unsigned char* text = nullptr;
    const int size = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
    if (size < 0) return {};
    std::string name = clean_line({reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)});
    OPENSSL_free(text);
    return name;
}

Result<std::optional<std::string>> Certificate::upn() const {
    const QuietErrors quiet;
    int why_none = 0;
    const NamesHandle names{
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(native(), NID_subject_alt_name, &why_none, nullptr))};
    if (!names && why_none != -1) return fail(FaultKind::corrupt, "alternative names that cannot be read");
    std::optional<std::string> found;
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        auto text = principal_name(sk_GENERAL_NAME_value(names.get(), i));
        if (!text) continue;
        if (found) return fail(FaultKind::corrupt, "a certificate with two user principal names");
        found = std::move(text);
        if (found->empty() || found->size() > 256 || !is_plain(*found))
            return fail(FaultKind::corrupt, "a user principal name that cannot be one");
    }
    return found;
}

std::optional<KeyKind> Certificate::key_kind() const {
    const QuietErrors quiet;
    return kind_of(X509_get0_pubkey(native()));
}

Bytes Certificate::public_key() const {
    return der_of(i2d_X509_PUBKEY, X509_get_X509_PUBKEY(native()));
}

bool Certificate::verifies(ByteView message, ByteView signature) const {
    const QuietErrors quiet;
    const auto kind = key_kind();
    if (!kind) return false;
    const DigestContext context{EVP_MD_CTX_new()};
    // RSA keys verify PKCS #1 v1.5 unless told otherwise.
    return EVP_DigestVerifyInit(context.get(), nullptr, digest_for(*kind), nullptr, X509_get0_pubkey(native())) == 1 &&
           EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(), message.size()) == 1;
}

Result<RevocationList> RevocationList::from_der(ByteView der) {
    const QuietErrors quiet;
    if (der.size() > longest_der_bytes) return fail(FaultKind::corrupt, "a revocation list too long to be one");
    const std::uint8_t* end = der.data();
    RevocationList list;
    list.list_ = {d2i_X509_CRL(nullptr, &end, static_cast<long>(der.size())), X509_CRL_free};
    if (!list.list_) return fail(FaultKind::corrupt, "no revocation list in these bytes");
    if (end != der.data() + der.size()) return fail(FaultKind::corrupt, "bytes behind a revocation list");
    if (X509_CRL_get_version(list.native()) != X509_CRL_VERSION_2)
        return fail(FaultKind::corrupt, "a revocation list of an old version");
    const auto this_update = instant_of(X509_CRL_get0_lastUpdate(list.native()));
    const auto next_update = instant_of(X509_CRL_get0_nextUpdate(list.native()));
    if (!this_update || !next_update) return fail(FaultKind::corrupt, "a revocation list without its two dates");
    list.this_update_ = *this_update;
    list.next_update_ = *next_update;
    list.der_ = copy(der);
    return list;
}

Result<RevocationList> RevocationList::from_pem(std::string_view pem) {
    const auto der = unarmour(pem, PEM_STRING_X509_CRL);
    if (!der) return tl::unexpected(der.error());
    return from_der(*der);
}

std::optional<Instant> RevocationList::revoked_at(const Certificate& certificate) const {
    X509_REVOKED* entry = nullptr;
    const ASN1_INTEGER* serial = X509_get0_serialNumber(certificate.native());
    if (X509_CRL_get0_by_serial(native(), &entry, serial) == 0) return std::nullopt;
    // A date that cannot be read must not make a revoked card good: revoked since ever.
    return instant_of(X509_REVOKED_get0_revocationDate(entry)).value_or(Instant{});
}

std::vector<Revoked> RevocationList::entries() const {
    std::vector<Revoked> all;
    const auto* stack = X509_CRL_get_REVOKED(native());
    for (int i = 0; stack != nullptr && i < sk_X509_REVOKED_num(stack); ++i) {
        const X509_REVOKED* entry = sk_X509_REVOKED_value(stack, i);
        all.push_back({serial_text(X509_REVOKED_get0_serialNumber(entry)),
                       instant_of(X509_REVOKED_get0_revocationDate(entry)).value_or(Instant{})});
    }
    return all;
}

std::uint64_t RevocationList::number() const {
    const QuietErrors quiet;
    const IntegerHandle number{
        static_cast<ASN1_INTEGER*>(X509_CRL_get_ext_d2i(native(), NID_crl_number, nullptr, nullptr))};
    std::uint64_t value = 0;
    return number && ASN1_INTEGER_get_uint64(&value, number.get()) == 1 ? value : 0;
}

std::string RevocationList::pem() const {
    const BioHandle text{BIO_new(BIO_s_mem())};
    PEM_write_bio_X509_CRL(text.get(), native());
    const char* data = nullptr;
    const long size = BIO_get_mem_data(text.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

}  // namespace zvonok::crypto
