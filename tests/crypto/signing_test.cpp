#include "station/crypto/signing.hpp"
#include "station/crypto/digest.hpp"
#include "station/crypto/signer_box.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::crypto;

TEST_CASE("sha256 and hmac: the published test vectors hold", "[crypto]") {
    // FIPS 180-4 example "abc"; RFC 4231 test case 2.
    CHECK(to_hex(sha256(as_bytes("abc"))) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256({as_bytes("a"), as_bytes("bc")}) == sha256(as_bytes("abc")));
    CHECK(to_hex(hmac_sha256(as_bytes("Jefe"), as_bytes("what do ya want for nothing?"))) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST_CASE("signing: a signature holds for its context, message and key only", "[crypto]") {
    const SigningKey key = SigningKey::generate();
    const Signature signature = key.sign("seal", as_bytes("message"));
    CHECK(verify(key.public_key(), "seal", as_bytes("message"), signature));
    CHECK_FALSE(verify(key.public_key(), "verdict", as_bytes("message"), signature));
    CHECK_FALSE(verify(key.public_key(), "seal", as_bytes("massage"), signature));
    CHECK_FALSE(verify(SigningKey::generate().public_key(), "seal", as_bytes("message"), signature));
    CHECK_FALSE(verify(key.public_key(), "seal", as_bytes("message"), ByteView{signature}.first(63)));
    CHECK(SigningKey::from_seed(key.seed().view()).value().public_key() == key.public_key());
}

TEST_CASE("sealing: what is sealed to a signing key opens with that key, whole and unchanged, and with no other",
          "[crypto]") {
    const SigningKey key = SigningKey::generate();
    const Bytes message = copy(as_bytes("who came"));
    const auto sealed = seal_to_signer(key.public_key(), message);
    REQUIRE(sealed);
    CHECK(open_as_signer(key, *sealed) == message);
    CHECK(*seal_to_signer(key.public_key(), message) != *sealed);
    CHECK_FALSE(open_as_signer(SigningKey::generate(), *sealed));
    Bytes changed = *sealed;
    changed.back() ^= 1;
    CHECK_FALSE(open_as_signer(key, changed));
    CHECK_FALSE(open_as_signer(key, ByteView{*sealed}.first(20)));
    PublicKey no_point{};
    no_point.fill(0xFF);
    CHECK_FALSE(seal_to_signer(no_point, message));
}
