#include "station/crypto/private_key.hpp"

#include "station/crypto/key_kind.hpp"
#include "station/crypto/openssl_handles.hpp"

#include <openssl/ec.h>
#include <openssl/rsa.h>

#include <array>
#include <stdexcept>

namespace zvonok::crypto {

namespace {
std::shared_ptr<EVP_PKEY> shared(EVP_PKEY* key) {
    return {key, EVP_PKEY_free};
}

/// Without this OpenSSL would ask the terminal for the password of an encrypted key.
int no_password(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*user*/) {
    return -1;
}
}  // namespace

std::optional<KeyKind> kind_of(EVP_PKEY* key) {
    if (key == nullptr) return std::nullopt;
    if (EVP_PKEY_is_a(key, "RSA") != 0 && EVP_PKEY_get_bits(key) == 2048) return KeyKind::rsa2048;
    if (EVP_PKEY_is_a(key, "EC") == 0) return std::nullopt;
    char group[64] = {};
    if (EVP_PKEY_get_group_name(key, group, sizeof group, nullptr) != 1) return std::nullopt;
    const std::string_view name{group};
    if (name == "prime256v1") return KeyKind::p256;
    if (name == "secp384r1") return KeyKind::p384;
    return std::nullopt;
}

const EVP_MD* digest_for(KeyKind kind) {
    return kind == KeyKind::p384 ? EVP_sha384() : EVP_sha256();
}

Bytes signing_input(KeyKind kind, ByteView message) {
    unsigned int size = EVP_MAX_MD_SIZE;
    Bytes hash(size);
    if (EVP_Digest(message.data(), message.size(), hash.data(), &size, digest_for(kind), nullptr) != 1)
        throw std::runtime_error("OpenSSL cannot hash");
    hash.resize(size);
    if (kind != KeyKind::rsa2048) return hash;
    // DigestInfo of SHA-256 up to the hash itself.
    static constexpr std::array<std::uint8_t, 19> info{0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                                       0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20};
    Bytes block(256, 0xFF);
    block[0] = 0x00;
    block[1] = 0x01;
    const std::size_t end_of_padding = block.size() - info.size() - hash.size() - 1;
    block.resize(end_of_padding);
    block.push_back(0x00);
    append(block, info);
    append(block, hash);
    return block;
}

PrivateKey PrivateKey::generate(KeyKind kind) {
    EVP_PKEY* key = nullptr;
    switch (kind) {
        case KeyKind::p256:
            key = EVP_EC_gen("P-256");
            break;
        case KeyKind::p384:
            key = EVP_EC_gen("P-384");
            break;
        case KeyKind::rsa2048:
            key = EVP_RSA_gen(2048);
            break;
    }
    if (key == nullptr) throw std::runtime_error("OpenSSL cannot make a key");
    return {shared(key), kind};
}

Result<PrivateKey> PrivateKey::from_pem(ByteView pem) {
    const QuietErrors quiet;
    const BioHandle source = reading(pem);
    auto key = shared(PEM_read_bio_PrivateKey(source.get(), nullptr, no_password, nullptr));
    if (!key) return fail(FaultKind::corrupt, "no private key in this PEM");
    const auto kind = kind_of(key.get());
    if (!kind) return fail(FaultKind::corrupt, "a private key of a kind that is not used here");
    return PrivateKey{std::move(key), *kind};
}

Secret PrivateKey::pem() const {
    // The secure-heap BIO wipes what it held when it is freed.
    const BioHandle text{BIO_new(BIO_s_secmem())};
    if (PEM_write_bio_PKCS8PrivateKey(text.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
        throw std::runtime_error("OpenSSL cannot write a key");
    const char* data = nullptr;
    const long size = BIO_get_mem_data(text.get(), &data);
    return Secret::from(as_bytes({data, static_cast<std::size_t>(size)}));
}

Bytes PrivateKey::public_key() const {
    return der_of(i2d_PUBKEY, key_.get());
}

Result<Bytes> PrivateKey::sign(ByteView message) const {
    const DigestContext context{EVP_MD_CTX_new()};
    std::size_t size = 0;
    if (EVP_DigestSignInit(context.get(), nullptr, digest_for(kind_), nullptr, key_.get()) != 1 ||
        EVP_DigestSign(context.get(), nullptr, &size, message.data(), message.size()) != 1)
        return fail(FaultKind::bug, "OpenSSL cannot prepare a signature");
    Bytes signature(size);
    if (EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) != 1)
        return fail(FaultKind::bug, "OpenSSL cannot sign");
    signature.resize(size);
    return signature;
}

Result<Bytes> PrivateKey::raw_operation(ByteView input) const {
    const std::size_t expected = kind_ == KeyKind::rsa2048 ? 256 : kind_ == KeyKind::p384 ? 48 : 32;
    if (input.size() != expected) return fail(FaultKind::refused, "input of a wrong length for this key");
    const QuietErrors quiet;
    const KeyContext context{EVP_PKEY_CTX_new(key_.get(), nullptr)};
    if (EVP_PKEY_sign_init(context.get()) != 1) return fail(FaultKind::bug, "OpenSSL cannot prepare a signature");
    if (kind_ == KeyKind::rsa2048 && EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_NO_PADDING) != 1)
        return fail(FaultKind::bug, "OpenSSL cannot do a bare RSA operation");
    std::size_t size = 0;
    if (EVP_PKEY_sign(context.get(), nullptr, &size, input.data(), input.size()) != 1)
        return fail(FaultKind::refused, "input that this key cannot take");
    Bytes output(size);
    if (EVP_PKEY_sign(context.get(), output.data(), &size, input.data(), input.size()) != 1)
        return fail(FaultKind::refused, "input that this key cannot take");
    output.resize(size);
    return output;
}

}  // namespace zvonok::crypto
