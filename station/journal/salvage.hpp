#pragma once

#include "station/crypto/signing.hpp"
#include "station/entry/seal.hpp"
#include "station/entry/session.hpp"
#include "station/journal/witness.hpp"

#include <map>
#include <set>

namespace zvonok::journal {

/// What could be read from a damaged journal and verified against its seals.
struct Findings {
    std::map<SessionId, std::pair<entry::SessionProof, entry::SessionStatement>> sessions;
    std::vector<std::pair<TokenId, entry::SignedTimeToken>> tokens;
    /// Own logs: how far each had come, as far as anything tells.
    std::map<LogId, std::uint64_t> own_logs;
    std::vector<entry::SealedBatch> own;     ///< complete seals of own logs; entries whose body is lost are stubs
    std::vector<entry::SealedBatch> server;  ///< of the server's logs, without gaps from their first seal on
    bool end_known = false;                  ///< the witness said how far the last log had come
};

struct SalvageFrom {
    const Files& files;
    std::filesystem::path database, log;  ///< the damaged files; the log may be missing
    SchoolId school;
    StationId station;
    std::vector<crypto::PublicKey> server_keys;
    std::optional<Witness::State> witness;
};

/// Reads whatever the files still hold. Everything in the findings has verified; nothing is trusted for its place.
Findings salvage(const SalvageFrom& from);

}  // namespace zvonok::journal
