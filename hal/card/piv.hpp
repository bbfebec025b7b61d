#pragma once

#include "hal/card/card.hpp"
#include "station/crypto/private_key.hpp"

#include <optional>

/// PIV, the card application that staff log in with (NIST SP 800-73-4, part 2). Only what a login needs: the key and
/// certificate 9A. Faults are those of CardChannel::transmit(); what a card may lawfully answer is a value.
namespace zvonok::card::piv {

enum class Selected { piv, foreign };
/// Makes PIV the card's current application. foreign: the card has none.
Result<Selected> select(CardChannel& card);

/// The certificate of PIV authentication in DER, unpacked. Nothing: the card holds none.
Result<std::optional<Bytes>> read_certificate(CardChannel& card);

/// What the card says of its PIN before one is given.
struct PinState {
    std::optional<int> tries_left;  ///< nothing: the card does not say
    bool blocked = false;
};
/// A PIN that somebody left verified is forgotten by this.
Result<PinState> ask_pin_state(CardChannel& card);

enum class PinVerdict { accepted, wrong, blocked };
struct PinAnswer {
    PinVerdict verdict{};
    std::optional<int> tries_left;  ///< after a wrong one; nothing: the card does not say
};
/// Whether it has the form that every PIV card takes: 6 to 8 ASCII digits.
bool is_pin(ByteView pin);
/// Gives the PIN to the card, once. refused: not a PIN by its form, and nothing was sent.
Result<PinAnswer> verify_pin(CardChannel& card, const crypto::Secret& pin);

/// Has the card sign with the key of its certificate; the PIN must have been accepted since select().
/// input  what crypto::signing_input() made for this kind of key
Result<Bytes> sign(CardChannel& card, crypto::KeyKind kind, ByteView input);

}  // namespace zvonok::card::piv
