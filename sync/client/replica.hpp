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

/// All that one answer of the server brings. What it acknowledges, its rows and the cursor belong into one transaction.
struct Arrival {
    std::optional<wire::AccessList> access;  ///< to be obeyed before anything else
    journal::Incoming incoming;              ///< what it refuses is acknowledged in it too: not to be sent again
};

/// What the sync session needs of the station's journal. Called on the session's thread; may block it, nobody else.
class Replica {
  public:
    virtual ~Replica() = default;
    virtual Result<ReplicaState> state() = 0;
    /// limit_bytes  the last batch may go beyond
    virtual Result<journal::Outgoing> unsent(std::size_t limit_bytes) = 0;
    /// Nothing of it may be stored unless all of it is.
    virtual Result<void> take(const Arrival& arrival) = 0;
};

}  // namespace zvonok::sync::client
