#include "tests/support/staff_card.hpp"

#include <stdexcept>

namespace zvonok::test {

using card::virtual_card::CardFolder;

crypto::Secret secret(std::string_view text) {
    return crypto::Secret::from(as_bytes(text));
}

std::filesystem::path CardOffice::issue(crypto::KeyKind kind, const crypto::CertificateOrder& order) {
    const auto key = crypto::PrivateKey::generate(kind);
    return keep(authority.issue(order, key.public_key()).value(), key);
}

std::filesystem::path CardOffice::keep(const crypto::Certificate& certificate, const crypto::PrivateKey& key) {
    const auto folder = dir_ / std::to_string(++cards_);
    if (!card::virtual_card::write_card_folder(folder, {key, certificate, secret(right_pin)}))
        throw std::runtime_error("cannot write a card's folder");
    return folder;
}

card::virtual_card::PivApplet applet(const std::filesystem::path& folder, card::virtual_card::Kind kind) {
    return {CardFolder::open(folder).value(), kind};
}

}  // namespace zvonok::test
