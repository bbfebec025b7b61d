#include "hal/card/login.hpp"

#include "hal/card/piv.hpp"

namespace zvonok::card {

namespace {
Obstacle obstacle_of(FaultKind kind) {
    switch (kind) {
        case FaultKind::missing:
            return Obstacle::pulled;
        case FaultKind::busy:
            return Obstacle::busy;
        case FaultKind::offline:
            return Obstacle::no_service;
        case FaultKind::refused:
        case FaultKind::corrupt:
        case FaultKind::full:
        case FaultKind::bug:
            return Obstacle::unreadable;
    }
    return Obstacle::unreadable;
}

tl::unexpected<LoginTrouble> trouble(const Fault& fault) {
    return tl::unexpected(LoginTrouble{.obstacle = obstacle_of(fault.kind), .cause = fault});
}

tl::unexpected<LoginTrouble> trouble(Obstacle obstacle, const char* what, std::optional<int> tries_left = {},
                                     Where at = {}) {
    return tl::unexpected(LoginTrouble{
        .obstacle = obstacle, .tries_left = tries_left, .cause = {.kind = FaultKind::refused, .what = what, .at = at}});
}

LoginResult<std::unique_ptr<CardChannel>> connect(CardService& service, const std::string& reader) {
    auto channel = service.connect(reader);
    if (channel) return std::move(*channel);
    // Before there is a card to talk to, a refusal is the service's, not the card's.
    if (channel.error().kind == FaultKind::refused)
        return tl::unexpected(LoginTrouble{.obstacle = Obstacle::no_service, .cause = channel.error()});
    return trouble(channel.error());
}

LoginResult<Bytes> read_certificate(CardChannel& card) {
    const auto selected = piv::select(card);
    if (!selected) return trouble(selected.error());
    if (*selected == piv::Selected::foreign) return trouble(Obstacle::foreign, "a card without PIV");
    auto certificate = piv::read_certificate(card);
    if (!certificate) return trouble(certificate.error());
    if (!*certificate) return trouble(Obstacle::empty, "a PIV card without a certificate");
    return std::move(**certificate);
}

LoginResult<piv::PinState> usable_pin_state(CardChannel& card) {
    const auto state = piv::ask_pin_state(card);
    if (!state) return trouble(state.error());
    if (state->blocked) return trouble(Obstacle::blocked, "the card is blocked", 0);
    return *state;
}
}  // namespace

LoginResult<CardIdentity> identify(CardService& service, const std::string& reader, const crypto::Trust& trust,
                                   Instant now) {
    const auto card = connect(service, reader);
    if (!card) return tl::unexpected(card.error());
    const auto der = read_certificate(**card);
    if (!der) return tl::unexpected(der.error());
    auto certificate = crypto::Certificate::from_der(*der);
    if (!certificate) return trouble(certificate.error());
    if (const auto refusal = crypto::check(*certificate, crypto::Profile::staff, trust, now)) {
        return tl::unexpected(LoginTrouble{
            .obstacle = Obstacle::refused,
            .refusal = refusal,
            .cause = {.kind = FaultKind::refused, .what = "certificate " + std::string(to_text(*refusal)), .at = {}}});
    }
    const auto pin = usable_pin_state(**card);
    if (!pin) return tl::unexpected(pin.error());
    return CardIdentity{std::move(*certificate), pin->tries_left};
}

LoginResult<Bytes> prove(CardService& service, const std::string& reader, const crypto::Certificate& certificate,
                         const crypto::Secret& pin, ByteView statement) {
    const auto kind = certificate.key_kind();
    if (!kind) return trouble(Obstacle::refused, "a key of an unknown kind");
    const auto card = connect(service, reader);
    if (!card) return tl::unexpected(card.error());
    const auto transaction = Transaction::begin(**card);
    if (!transaction) return trouble(transaction.error());

    const auto der = read_certificate(**card);
    if (!der) return tl::unexpected(der.error());
    if (!equal(*der, certificate.der())) return trouble(Obstacle::changed, "another card than before");
    const auto state = usable_pin_state(**card);
    if (!state) return tl::unexpected(state.error());
    // Not sent: some cards count what has not the form of a PIN as a try.
    if (!piv::is_pin(pin.view())) return trouble(Obstacle::wrong_pin, "not a PIN by its form", state->tries_left);

    const auto answer = piv::verify_pin(**card, pin);
    if (!answer) return trouble(answer.error());
    if (answer->verdict == piv::PinVerdict::blocked) return trouble(Obstacle::blocked, "the card blocked itself", 0);
    if (answer->verdict == piv::PinVerdict::wrong) return trouble(Obstacle::wrong_pin, "wrong PIN", answer->tries_left);

    auto signature = piv::sign(**card, *kind, crypto::signing_input(*kind, statement));
    if (!signature) return trouble(signature.error());
    if (!certificate.verifies(statement, *signature))
        return trouble(Obstacle::impostor, "a signature of another key than the certificate's");
    return std::move(*signature);
}

std::string_view to_text(Obstacle obstacle) {
    switch (obstacle) {
        case Obstacle::wrong_pin:
            return "wrong PIN";
        case Obstacle::blocked:
            return "blocked";
        case Obstacle::pulled:
            return "pulled";
        case Obstacle::busy:
            return "held by another program";
        case Obstacle::foreign:
            return "foreign card";
        case Obstacle::empty:
            return "no certificate on the card";
        case Obstacle::unreadable:
            return "unreadable";
        case Obstacle::refused:
            return "certificate refused";
        case Obstacle::changed:
            return "another card";
        case Obstacle::impostor:
            return "key and certificate do not match";
        case Obstacle::no_service:
            return "no card service";
    }
    return "unknown";
}

}  // namespace zvonok::card
