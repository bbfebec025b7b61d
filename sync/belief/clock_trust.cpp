#include "sync/belief/clock_trust.hpp"

#include "sync/belief/tuning.hpp"

namespace zvonok::sync::belief {

TimeTokens own_tokens(const std::vector<entry::SignedTimeToken>& tokens, const crypto::PublicKey& key,
                      StationId station) {
    TimeTokens own;
    for (const entry::SignedTimeToken& signed_token : tokens)
        if (auto token = entry::open_time(signed_token, key); token && token->station == station)
            own.emplace(token->token, std::move(*token));
    return own;
}

domain::ClockTrust clock_trust(const entry::Saved& saved, const TimeTokens& tokens,
                               const entry::SessionStatement& session, Instant now) {
    using domain::ClockTrust;
    constexpr auto tolerance = tuning::clock_tolerance;
    if (saved.at > now + tolerance) return ClockTrust::doubtful;
    // The session was stated by the same clock: an entry outside it means that the clock moved in between.
    if (saved.at < session.from - tolerance || saved.at > session.until + tolerance) return ClockTrust::doubtful;
    const auto token = tokens.find(saved.token);
    return entry::clock_trust(saved, token == tokens.end() ? nullptr : &token->second);
}

}  // namespace zvonok::sync::belief
