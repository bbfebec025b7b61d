#pragma once

#include "station/crypto/signing.hpp"
#include "station/entry/entry.hpp"

namespace zvonok::entry {

/// The statement is the challenge: signing it, the card logs its person in and vouches for the session's key, and so
/// for every entry of the session (shared design, section 4).
struct SessionStatement {
    SchoolId school;
    SessionId session;
    PersonId person;
    crypto::Digest certificate{};  ///< SHA-256 of the DER certificate
    StationId station;
    LogId log;
    crypto::PublicKey session_key{};
    Instant from, until;
    crypto::Digest nonce{};  ///< 32 fresh random bytes, or the server's
};

/// What makes a session believable to anyone: statement, the card's signature, the certificate.
struct SessionProof {
    Bytes statement;    ///< encoded SessionStatement, as signed
    Bytes signature;    ///< by the card's key, over signed_bytes(statement), with SHA-256
    Bytes certificate;  ///< DER

    bool operator==(const SessionProof&) const = default;
};

Bytes encode(const SessionStatement& statement);
Result<SessionStatement> decode_statement(ByteView bytes);

/// What the card signs (SHA-256 of it): a context name, a zero byte, the statement.
Bytes signed_bytes(ByteView statement);

/// corrupt: the parts of the proof do not belong together: the statement names another certificate. Whether the
/// certificate is good and the signature holds is asked of station/crypto/certificate.hpp.
Result<SessionStatement> open_proof(const SessionProof& proof);

Bytes encode(const SessionProof& proof);
Result<SessionProof> decode_proof(ByteView bytes);

/// The server's word on what time it is, bound to the station's nonce.
struct TimeToken {
    SchoolId school;
    TokenId token;
    StationId station;
    Bytes nonce;  ///< 16..64 bytes of the station's choice
    Instant at;
};
struct SignedTimeToken {
    Bytes content;    ///< encoded TimeToken, as signed
    Bytes signature;  ///< 64 bytes, the server's key over the context "zvonok time v1"
};

SignedTimeToken sign_time(const TimeToken& token, const crypto::SigningKey& server);
/// refused: another key   corrupt: not a token
Result<TimeToken> open_time(const SignedTimeToken& signed_token, const crypto::PublicKey& server);
/// As open_time(), for the station that asked: refused also where the token answers another nonce.
Result<TimeToken> check_time(const SignedTimeToken& signed_token, const crypto::PublicKey& server, ByteView nonce);

/// How far `saved` can be believed (T-12). `anchor` is the token that it names, nothing where nobody has shown one.
domain::ClockTrust clock_trust(const Saved& saved, const TimeToken* anchor);

}  // namespace zvonok::entry
