#pragma once

#include "config/zvonokctl/console.hpp"
#include "station/crypto/authority.hpp"

#include <filesystem>

/// The small turns between files and values that several commands share, with refusals in words.
namespace zvonok::ctl {

using std::filesystem::path;

/// PEM, of a chain the leaf, or DER.
Checked<crypto::Certificate> read_certificate(const path& file);
Checked<crypto::PrivateKey> read_private_key(const path& file);
Checked<crypto::Authority> read_authority(const path& certificate, const path& key);

enum class Overwrite { never, always };
enum class Secrecy { open, secret };
/// disk
Checked<void> put_file(const path& file, ByteView content, Secrecy secrecy, Overwrite overwrite);
Checked<void> make_folder(const path& folder);

/// "2026-09-01T00:00:00Z" or, without it, now.
Checked<Instant> instant_or_now(const std::optional<std::string>& text, const Clock& clock);

}  // namespace zvonok::ctl
