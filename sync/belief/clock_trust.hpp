#pragma once

#include "station/domain/judge.hpp"
#include "station/entry/session.hpp"

#include <map>

namespace zvonok::sync::belief {

using TimeTokens = std::map<TokenId, entry::TimeToken>;

/// The server's own time tokens that came back from this station. Those of another key or station are left out.
TimeTokens own_tokens(const std::vector<entry::SignedTimeToken>& tokens, const crypto::PublicKey& key,
                      StationId station);

/// How far the station's word on when it saved an entry can be believed (T-12).
domain::ClockTrust clock_trust(const entry::Saved& saved, const TimeTokens& tokens,
                               const entry::SessionStatement& session, Instant now);

}  // namespace zvonok::sync::belief
