#pragma once

#include "hal/card/virtual_card/piv_applet.hpp"
#include "tests/support/odd_certificate.hpp"
#include "tests/support/temp_dir.hpp"

namespace zvonok::test {

crypto::Secret secret(std::string_view text);
constexpr std::string_view right_pin = "246810";
constexpr std::string_view wrong_pin = "111111";

/// A school with its staff CA, that issues cards into folders of its own.
class CardOffice {
  public:
    crypto::Authority authority = test_authority();

    [[nodiscard]] crypto::Trust trust(const std::vector<crypto::Revoked>& revoked = {}) const {
        return {authority.certificate(), test_list(authority, revoked)};
    }
    /// The folder of a new card with right_pin.
    std::filesystem::path issue(crypto::KeyKind kind = crypto::KeyKind::p256,
                                const crypto::CertificateOrder& order = staff_order());
    /// The folder of a card with any certificate and key; they need not fit.
    std::filesystem::path keep(const crypto::Certificate& certificate, const crypto::PrivateKey& key);

  private:
    TempDir dir_;
    int cards_ = 0;
};

card::virtual_card::PivApplet applet(const std::filesystem::path& folder,
                                     card::virtual_card::Kind kind = card::virtual_card::Kind::piv);

}  // namespace zvonok::test
