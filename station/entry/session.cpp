#include "station/entry/session.hpp"

#include "station/entry/pb.hpp"

namespace zvonok::entry {

namespace {
constexpr std::string_view session_context = "zvonok session v1";
constexpr std::string_view time_context = "zvonok time v1";
Instant instant_of(std::int64_t ms) {
    return Instant{std::chrono::milliseconds{ms}};
}
}  // namespace

Bytes encode(const SessionStatement& statement) {
    pb::SessionStatement to;
    to.set_school(pack(statement.school));
    to.set_session(pack(statement.session));
    to.set_person(pack(statement.person));
    to.set_certificate_sha256(pack(statement.certificate));
    to.set_station(pack(statement.station));
    to.set_log(pack(statement.log));
    to.set_session_key(pack(statement.session_key));
    to.set_from_ms(statement.from.time_since_epoch().count());
    to.set_until_ms(statement.until.time_since_epoch().count());
    to.set_nonce(pack(statement.nonce));
    return serialized(to);
}

Result<SessionStatement> decode_statement(ByteView bytes) {
    pb::SessionStatement from;
    if (!parse(from, bytes)) return fail(FaultKind::corrupt, "not a session statement");
    Unpacker unpack;
    SessionStatement statement;
    unpack(from.school(), statement.school);
    unpack(from.session(), statement.session);
    unpack(from.person(), statement.person);
    unpack(from.certificate_sha256(), statement.certificate);
    unpack(from.station(), statement.station);
    unpack(from.log(), statement.log);
    unpack(from.session_key(), statement.session_key);
    statement.from = instant_of(from.from_ms());
    statement.until = instant_of(from.until_ms());
    unpack(from.nonce(), statement.nonce);
    if (!unpack.ok() || statement.school.empty() || statement.session.empty() || statement.person.empty() ||
        statement.station.empty() || statement.log.empty() || statement.until < statement.from)
        return fail(FaultKind::corrupt, "a session statement with impossible values");
    return statement;
}

Bytes signed_bytes(ByteView statement) {
    Bytes bytes = copy(as_bytes(session_context));
    bytes.push_back(0);
    append(bytes, statement);
    return bytes;
}

Result<SessionStatement> open_proof(const SessionProof& proof) {
    auto statement = decode_statement(proof.statement);
    if (!statement) return statement;
    if (crypto::sha256(proof.certificate) != statement->certificate)
        return fail(FaultKind::corrupt, "a session statement about another certificate");
    return statement;
}

Bytes encode(const SessionProof& proof) {
    pb::SessionProof to;
    to.set_statement(pack(ByteView{proof.statement}));
    to.set_signature(pack(ByteView{proof.signature}));
    to.set_certificate(pack(ByteView{proof.certificate}));
    return serialized(to);
}

Result<SessionProof> decode_proof(ByteView bytes) {
    pb::SessionProof from;
    if (!parse(from, bytes) || from.statement().empty() || from.signature().empty() || from.certificate().empty())
        return fail(FaultKind::corrupt, "not a session proof");
    return SessionProof{unpack_bytes(from.statement()), unpack_bytes(from.signature()),
                        unpack_bytes(from.certificate())};
}

SignedTimeToken sign_time(const TimeToken& token, const crypto::SigningKey& server) {
    pb::TimeToken to;
    to.set_school(pack(token.school));
    to.set_token(pack(token.token));
    to.set_station(pack(token.station));
    to.set_nonce(pack(ByteView{token.nonce}));
    to.set_utc_ms(token.at.time_since_epoch().count());
    SignedTimeToken signed_token{serialized(to), {}};
    signed_token.signature = copy(server.sign(time_context, signed_token.content));
    return signed_token;
}

Result<TimeToken> open_time(const SignedTimeToken& signed_token, const crypto::PublicKey& server) {
    if (!crypto::verify(server, time_context, signed_token.content, signed_token.signature))
        return fail(FaultKind::refused, "a time token by another key");
    pb::TimeToken from;
    Unpacker unpack;
    TimeToken token;
    if (!parse(from, signed_token.content)) return fail(FaultKind::corrupt, "not a time token");
    unpack(from.school(), token.school);
    unpack(from.token(), token.token);
    unpack(from.station(), token.station);
    token.nonce = unpack_bytes(from.nonce());
    token.at = instant_of(from.utc_ms());
    if (!unpack.ok() || token.token.empty()) return fail(FaultKind::corrupt, "a time token with impossible values");
    return token;
}

Result<TimeToken> check_time(const SignedTimeToken& signed_token, const crypto::PublicKey& server, ByteView nonce) {
    auto token = open_time(signed_token, server);
    if (token && (nonce.size() < 16 || !equal(token->nonce, nonce)))
        return fail(FaultKind::refused, "a time token for another question");
    return token;
}

domain::ClockTrust clock_trust(const Saved& saved, const TimeToken* anchor) {
    using domain::ClockTrust;
    if (saved.clock_stepped) return ClockTrust::doubtful;
    if (saved.token.empty() || anchor == nullptr || anchor->token != saved.token) return ClockTrust::unanchored;
    // Wall clock and monotonic clock must agree on how long ago the token was.
    constexpr std::chrono::minutes tolerance{5};
    const auto drift = saved.at - (anchor->at + saved.since_token);
    return drift > tolerance || drift < -tolerance ? ClockTrust::doubtful : ClockTrust::anchored;
}

}  // namespace zvonok::entry
