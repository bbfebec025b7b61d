#include "station/entry/session.hpp"
#include "station/crypto/random.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::entry;
using domain::ClockTrust;
using namespace std::chrono_literals;

namespace {
const Instant noon = parse_instant("2026-09-15T09:00:00Z").value();

SessionStatement statement(const Bytes& certificate) {
    return {crypto::random_id<SchoolId>(),
            crypto::random_id<SessionId>(),
            crypto::random_id<PersonId>(),
            crypto::sha256(certificate),
            crypto::random_id<StationId>(),
            crypto::random_id<LogId>(),
            crypto::SigningKey::generate().public_key(),
            noon,
            noon + 12h,
            crypto::sha256(as_bytes("nonce"))};
}
}  // namespace

TEST_CASE("session: a proof opens only with the certificate that its statement names", "[entry][session]") {
    const Bytes certificate = copy(as_bytes("certificate"));
    const SessionStatement stated = statement(certificate);
    SessionProof proof{encode(stated), {1, 2, 3}, certificate};
    const auto opened = open_proof(decode_proof(encode(proof)).value());
    REQUIRE(opened.has_value());
    CHECK(opened->session == stated.session);
    CHECK(opened->session_key == stated.session_key);
    CHECK(opened->until == stated.until);
    CHECK(opened->nonce == stated.nonce);
    proof.certificate.push_back(0);
    CHECK(open_proof(proof).error().kind == FaultKind::corrupt);
}

TEST_CASE("session: a statement that ends before it begins is refused", "[entry][session]") {
    SessionStatement stated = statement({});
    stated.until = stated.from - 1ms;
    CHECK_FALSE(decode_statement(encode(stated)).has_value());
}

TEST_CASE("time token: holds for the server's key and the station's nonce only", "[entry][time]") {
    const auto server = crypto::SigningKey::generate();
    const Bytes nonce = crypto::random_bytes(16);
    const TimeToken token{crypto::random_id<SchoolId>(), crypto::random_id<TokenId>(), crypto::random_id<StationId>(),
                          nonce, noon};
    const SignedTimeToken signed_token = sign_time(token, server);
    CHECK(check_time(signed_token, server.public_key(), nonce).value().at == noon);
    CHECK(check_time(signed_token, server.public_key(), crypto::random_bytes(16)).error().kind == FaultKind::refused);
    CHECK(check_time(signed_token, crypto::SigningKey::generate().public_key(), nonce).error().kind ==
          FaultKind::refused);
}

TEST_CASE("clock trust: the monotonic clock since the token decides", "[entry][time]") {
    const TimeToken token{{}, crypto::random_id<TokenId>(), {}, {}, noon};
    Saved saved{noon + 1h, {}, 1h, token.token, false};
    CHECK(clock_trust(saved, &token) == ClockTrust::anchored);
    CHECK(clock_trust(saved, nullptr) == ClockTrust::unanchored);
    saved.at = noon + 1h - 5min;
    CHECK(clock_trust(saved, &token) == ClockTrust::anchored);
    saved.at = noon + 1h - 5min - 1ms;
    CHECK(clock_trust(saved, &token) == ClockTrust::doubtful);
    saved = {noon + 1h, {}, 1h, token.token, true};
    CHECK(clock_trust(saved, &token) == ClockTrust::doubtful);
    saved = {noon + 1h, {}, 1h, {}, false};
    CHECK(clock_trust(saved, &token) == ClockTrust::unanchored);
}
