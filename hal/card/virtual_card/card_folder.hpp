#pragma once

#include "station/crypto/certificate.hpp"

#include <filesystem>

namespace zvonok::card::virtual_card {

/// What a PIV card holds.
struct Content {
    crypto::PrivateKey key;
    crypto::Certificate certificate;
    crypto::Secret pin;
};

constexpr int most_tries = 3;

/// A folder that stands for one card: key.pem, certificate.pem, pin (the digits, one line) and, once a wrong PIN was
/// given, tries. A blocked card so stays blocked when the program ends; deleting `tries` unblocks it.
/// The key need not be the certificate's: a copied certificate is something that tests need.
class CardFolder {
  public:
    /// missing, corrupt: a part is not there or not what it should be.
    /// pin  empty: read from the folder's file
    static Result<CardFolder> open(const std::filesystem::path& folder, crypto::Secret pin = {});

    [[nodiscard]] const Content& content() const { return content_; }
    [[nodiscard]] int tries_left() const { return tries_left_; }
    /// On disk when this returns; a card writes down a try before it looks at the PIN.
    Result<void> keep_tries(int left);

  private:
    CardFolder(std::filesystem::path folder, Content content, int tries_left)
        : folder_(std::move(folder)), content_(std::move(content)), tries_left_(tries_left) {}

    std::filesystem::path folder_;
    Content content_;
    int tries_left_;
};

/// Makes such a folder, or replaces the card that is in it.
Result<void> write_card_folder(const std::filesystem::path& folder, const Content& content);

}  // namespace zvonok::card::virtual_card
