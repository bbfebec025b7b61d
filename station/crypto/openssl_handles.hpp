#pragma once

#include "station/base/bytes.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>

/// OpenSSL's objects with their owners, for the sources of this folder only.
namespace zvonok::crypto {

template <auto free_function>
struct FreeWith {
    template <class T>
    void operator()(T* object) const {
        free_function(object);
    }
};
template <class T, auto free_function>
using Handle = std::unique_ptr<T, FreeWith<free_function>>;

using BioHandle = Handle<BIO, BIO_free_all>;
using NumberHandle = Handle<BIGNUM, BN_free>;
using IntegerHandle = Handle<ASN1_INTEGER, ASN1_INTEGER_free>;
using TimeHandle = Handle<ASN1_TIME, ASN1_TIME_free>;
using KeyHandle = Handle<EVP_PKEY, EVP_PKEY_free>;
using KeyContext = Handle<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using DigestContext = Handle<EVP_MD_CTX, EVP_MD_CTX_free>;
using CertificateHandle = Handle<X509, X509_free>;
using ListHandle = Handle<X509_CRL, X509_CRL_free>;
using RequestHandle = Handle<X509_REQ, X509_REQ_free>;
using NamesHandle = Handle<GENERAL_NAMES, GENERAL_NAMES_free>;

/// Leaves OpenSSL's error queue of this thread empty: TLS code reads what lies there as a failure of its own.
class QuietErrors {
  public:
    QuietErrors() = default;
    QuietErrors(const QuietErrors&) = delete;
    QuietErrors& operator=(const QuietErrors&) = delete;
    ~QuietErrors() { ERR_clear_error(); }
};

inline BioHandle reading(ByteView bytes) {
    return BioHandle{BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size()))};
}

/// DER of any object by its i2d function; empty when OpenSSL has no memory or the object is not whole.
template <class Encode, class Object>
Bytes der_of(Encode encode, Object* object) {
    const int size = encode(object, nullptr);
    if (size <= 0) return {};
    Bytes bytes(static_cast<std::size_t>(size));
    std::uint8_t* end = bytes.data();
    encode(object, &end);
    return bytes;
}

}  // namespace zvonok::crypto
