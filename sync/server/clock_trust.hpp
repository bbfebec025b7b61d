#pragma once

#include "station/domain/judge.hpp"
#include "station/entry/session.hpp"

#include <map>

namespace zvonok::sync::server {

/// The server's own time tokens that came back from this station: token -> what time it was. Tokens of another key or
/// station are left out.
std::map<TokenId, Instant> times_of(const std::vector<entry::SignedTimeToken>& tokens, const crypto::PublicKey& key,
                                    StationId station);

/// How far the station's word on when it saved an entry can be believed (T-12).
domain::ClockTrust clock_trust(const entry::Saved& saved, const std::map<TokenId, Instant>& tokens,
                               const entry::SessionStatement& session, Instant now);

}  // namespace zvonok::sync::server
