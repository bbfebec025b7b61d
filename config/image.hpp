#pragma once

#include "config/schema.hpp"
#include "config/trailer.hpp"

namespace zvonok::config {

/// An image whose signature and every file have been checked.
struct Image {
    Trailer trailer{};
    FileTree files{};  ///< with its manifest
    Common common{};
    std::vector<Station> stations{};

    [[nodiscard]] std::string name() const { return image_name(common.image.version, trailer); }
};

/// Makes the tokens, packs, signs. The same source and key give the same bytes.
/// fails  bad_config, too_large
Checked<Bytes> build_image(const Source& source, const crypto::SigningKey& key);

/// Everything about the bytes themselves.
/// fails  not_an_image, truncated, unsigned_image, newer_format, foreign_key, altered, unsafe_content, too_large
Checked<Image> open_image(ByteView bytes, const std::vector<crypto::PublicKey>& trusted);
/// The same from a file; unreadable, too_large before it is read.
Checked<Image> open_image(const std::filesystem::path& file, const std::vector<crypto::PublicKey>& trusted);

/// expired.
Checked<void> check_term(const Image& image, Instant now);

}  // namespace zvonok::config
