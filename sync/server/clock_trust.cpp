#include "sync/server/clock_trust.hpp"

#include "sync/server/tuning.hpp"

namespace zvonok::sync::server {

std::map<TokenId, Instant> times_of(const std::vector<entry::SignedTimeToken>& tokens, const crypto::PublicKey& key,
                                    StationId station) {
    std::map<TokenId, Instant> times;
    for (const entry::SignedTimeToken& signed_token : tokens)
        if (const auto token = entry::open_time(signed_token, key); token && token->station == station)
            times.emplace(token->token, token->at);
    return times;
}

domain::ClockTrust clock_trust(const entry::Saved& saved, const std::map<TokenId, Instant>& tokens,
                               const entry::SessionStatement& session, Instant now) {
    using domain::ClockTrust;
    using std::chrono::abs;
    constexpr auto tolerance = tuning::clock_tolerance;
    if (saved.clock_stepped || saved.at > now + tolerance) return ClockTrust::doubtful;
    // The session was stated by the same clock: an entry outside it means that the clock moved in between.
    if (saved.at < session.from - tolerance || saved.at > session.until + tolerance) return ClockTrust::doubtful;
    if (saved.token.empty()) return ClockTrust::unanchored;
    const auto token = tokens.find(saved.token);
    if (token == tokens.end()) return ClockTrust::unanchored;
    return abs(token->second + saved.since_token - saved.at) <= tolerance ? ClockTrust::anchored : ClockTrust::doubtful;
}

}  // namespace zvonok::sync::server
