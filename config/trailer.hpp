#pragma once

#include "config/file_tree.hpp"
#include "config/refusal.hpp"
#include "station/crypto/digest.hpp"
#include "station/crypto/signing.hpp"

#include <vector>

namespace zvonok::config {

inline constexpr std::size_t trailer_bytes = 184;
inline constexpr std::size_t image_padding_bytes = 4096;
inline constexpr std::string_view manifest_path = "manifest";

/// The last 184 bytes of an image (IMAGE.md has the layout). Kept beside the unpacked files, where it still proves the
/// manifest and through it every file.
struct Trailer {
    std::uint64_t body_length = 0;
    crypto::Digest body{};      ///< of the padded SquashFS
    crypto::Digest manifest{};  ///< of the file `manifest` in it
    crypto::PublicKey signer{};
    crypto::Signature signature{};
};

/// "000000007-1a2b3c4d": version and the start of the body's digest; names the unpacked folder.
std::string image_name(std::uint32_t version, const Trailer& trailer);

Bytes to_bytes(const Trailer& trailer);
/// corrupt: not 184 bytes with our magic; refused: of a newer format.
Result<Trailer> trailer_from(ByteView bytes);
/// Fills in signer and signature.
void sign(Trailer& trailer, const crypto::SigningKey& key);
/// foreign_key, altered.
Checked<void> check_signature(const Trailer& trailer, const std::vector<crypto::PublicKey>& trusted);

/// `manifest` for these files.
Bytes manifest_of(const FileTree& files);
enum class Extent { all_files, some_files };
/// altered: the manifest is not the one that the trailer names, or a file is not as the manifest lists it, or, asked
/// for all files, one is missing.
Checked<void> check_manifest(const FileTree& files, const Trailer& trailer, Extent extent);

}  // namespace zvonok::config
