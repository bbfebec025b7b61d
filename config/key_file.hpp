#pragma once

#include "config/refusal.hpp"
#include "station/crypto/signing.hpp"

#include <filesystem>

namespace zvonok::config {

/// A secret key: one line "zvonok-ed25519-secret-1 " and 64 hex digits, mode 0600. Never overwrites a file.
Checked<void> write_secret_key(const std::filesystem::path& file, const crypto::SigningKey& key);
/// bad_key: no such line, or, as FaultKind::refused, a file that group or others may read; unreadable.
Checked<crypto::SigningKey> read_secret_key(const std::filesystem::path& file);

/// A public key: one line "zvonok-ed25519-public-1 " and 64 hex digits.
std::string public_key_line(const crypto::PublicKey& key);
/// bad_key, unreadable.
Checked<crypto::PublicKey> read_public_key(const std::filesystem::path& file);

}  // namespace zvonok::config
