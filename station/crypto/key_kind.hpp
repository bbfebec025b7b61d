#pragma once

#include "station/crypto/private_key.hpp"

#include <openssl/evp.h>

#include <optional>

/// For the sources of this folder only.
namespace zvonok::crypto {

/// Nothing: a kind that no certificate of ours may have, weaker or not.
std::optional<KeyKind> kind_of(EVP_PKEY* key);
/// The hash that a key of this kind signs: what a PIV card is handed for it.
const EVP_MD* digest_for(KeyKind kind);

}  // namespace zvonok::crypto
