#include "station/crypto/signer_box.hpp"

#include <sodium.h>

namespace zvonok::crypto {

Result<Bytes> seal_to_signer(const PublicKey& receiver, ByteView message) {
    std::array<std::uint8_t, crypto_box_PUBLICKEYBYTES> agreeing{};
    if (crypto_sign_ed25519_pk_to_curve25519(agreeing.data(), receiver.data()) != 0)
        return fail(FaultKind::corrupt, "a public key that is no point of the curve");
    Bytes sealed(message.size() + crypto_box_SEALBYTES);
    crypto_box_seal(sealed.data(), message.data(), message.size(), agreeing.data());
    return sealed;
}

Result<Bytes> open_as_signer(const SigningKey& receiver, ByteView sealed) {
    if (sealed.size() < crypto_box_SEALBYTES) return fail(FaultKind::refused, "too short for a sealed box");
    const Secret seed = receiver.seed();
    PublicKey unused{};
    Secret signing(crypto_sign_SECRETKEYBYTES), agreeing(crypto_box_SECRETKEYBYTES);
    std::array<std::uint8_t, crypto_box_PUBLICKEYBYTES> agreeing_public{};
    crypto_sign_seed_keypair(unused.data(), signing.writable().data(), seed.view().data());
    crypto_sign_ed25519_sk_to_curve25519(agreeing.writable().data(), signing.view().data());
    crypto_scalarmult_base(agreeing_public.data(), agreeing.view().data());
    Bytes message(sealed.size() - crypto_box_SEALBYTES);
    if (crypto_box_seal_open(message.data(), sealed.data(), sealed.size(), agreeing_public.data(),
                             agreeing.view().data()) != 0)
        return fail(FaultKind::refused, "a box that this key does not open");
    return message;
}

}  // namespace zvonok::crypto
