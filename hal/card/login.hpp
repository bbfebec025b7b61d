#pragma once

#include "hal/card/card.hpp"
#include "station/crypto/trust.hpp"

namespace zvonok::card {

/// Why a card did not log in. Each has its own words on the screen; none is ever tried again by the program itself.
enum class Obstacle {
    wrong_pin,   ///< tries_left says how many remain, if the card tells
    blocked,     ///< too many wrong PINs; no PIN was sent to a card that was blocked already
    pulled,      ///< taken out, or the reader unplugged, before the end
    busy,        ///< another program holds the card
    foreign,     ///< not a staff card: no PIV application
    empty,       ///< a PIV card on which no certificate was issued
    unreadable,  ///< upside down, broken, or answers that make no sense
    refused,     ///< the certificate is not believed; refusal says why
    changed,     ///< another card than the one that was identified
    impostor,    ///< the card does not hold the key of its certificate: a copy
    no_service,  ///< the card service is gone, or does not let this program in
};

struct LoginTrouble {
    Obstacle obstacle{};
    std::optional<int> tries_left = {};
    std::optional<crypto::Refusal> refusal = {};
    Fault cause = {};  ///< for the log
};
template <class T>
using LoginResult = tl::expected<T, LoginTrouble>;

struct CardIdentity {
    crypto::Certificate certificate;
    std::optional<int> tries_left;  ///< of the PIN; warn at one. Nothing: the card does not say
};

/// Who the card in the reader claims to be: its certificate, checked against the school's CA and list at `now`. Nothing
/// is proved yet, but a card that could not log in anyway is refused before anybody gives it a PIN.
/// Holds the card only while this runs; the thread is the card worker's, as a card may hang.
LoginResult<CardIdentity> identify(CardService& service, const std::string& reader, const crypto::Trust& trust,
                                   Instant now);

/// The proof, all in one transaction: the same certificate still, the PIN accepted, and `statement` signed by the card
/// (over its SHA-256; SHA-384 with P-384 keys). The signature that is returned was verified. The card forgets the PIN.
///
/// pin        6 to 8 ASCII digits, given to the card once
/// statement  what this login says, with at least 32 fresh random bytes in it
LoginResult<Bytes> prove(CardService& service, const std::string& reader, const crypto::Certificate& certificate,
                         const crypto::Secret& pin, ByteView statement);

/// For logs: "wrong PIN", "pulled".
std::string_view to_text(Obstacle obstacle);

}  // namespace zvonok::card
