#pragma once

#include "station/journal/journal.hpp"
#include "sync/wire/messages.hpp"

namespace zvonok::sync::client {

/// Where the station stands.
struct ReplicaState {
    journal::Position position;
    LogId log;                         ///< that the station writes now
    std::uint64_t access_version = 0;  ///< of the access list that is held
};

/// A batch that the server will never take. Its entries stay in the journal, shown to their author as refused.
struct RefusedBatch {
    LogId log;
    std::uint64_t first = 0, last = 0;
    std::string rule;
};

/// All that one answer of the server brings. What it acknowledges, its rows and the cursor belong into one transaction.
struct Arrival {
    std::optional<wire::AccessList> access;  ///< to be obeyed before anything else
    journal::Incoming incoming;
    std::vector<RefusedBatch> refused;  ///< acknowledged in `incoming` too: they are not to be sent again
};

/// What the sync session needs of the station's journal. Called on the session's thread; may block it, nobody else.
class Replica {
  public:
    virtual ~Replica() = default;
    virtual Result<ReplicaState> state() = 0;
    virtual Result<journal::Outgoing> unsent() = 0;
    /// Nothing of it may be stored unless all of it is.
    virtual Result<void> take(const Arrival& arrival) = 0;
};

}  // namespace zvonok::sync::client
