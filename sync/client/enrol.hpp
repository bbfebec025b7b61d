#pragma once

#include "sync/client/transport.hpp"
#include "sync/wire/messages.hpp"

namespace zvonok::sync::client {

/// Why something that was asked of the server did not come about.
struct Failure {
    Trouble trouble = Trouble::none;
    wire::ProblemKind problem = wire::ProblemKind::unsaid;  ///< where the server itself said no
    std::string detail{};                                   ///< for the log
};

/// Trades a one-time token and a certificate request for this station's certificate. Waits for the server, at most
/// half a minute; for a program that has nothing else to do.
///
/// endpoint  addresses and CA; no certificate yet. The addresses are tried in order until one answers
/// request   PKCS #10, DER (crypto::make_request); its key stays where it is
/// fails     problem: token_unknown, token_used, token_expired, csr_unusable; else see trouble
tl::expected<wire::EnrolAnswer, Failure> enrol(const Endpoint& endpoint, const std::string& token, ByteView request);

/// What an HTTP answer means once the way there was clear: a problem that the server states, or an answer that no
/// zvonok-server gives. Nothing: a good answer.
std::optional<Failure> failure_of(const Answer& answer);

/// For logs: "other authority", "token used".
std::string_view to_text(Trouble trouble);
std::string_view to_text(wire::ProblemKind problem);

}  // namespace zvonok::sync::client
