#pragma once

#include "sync/server/docket.hpp"
#include "sync/server/log_store.hpp"
#include "sync/server/registry.hpp"

#include <functional>
#include <memory>

namespace zvonok::sync::server {

/// A school's log has moved.
struct News {
    SchoolId school;
    Head head;
    StationId by;  ///< whose upload it was; empty: nobody's
};

/// One connection to the database: log, docket and registry. For one thread at a time.
class Store : public LogStore, public Docket, public Registry {
  public:
    /// Whether the connection still stands. What is asked of one that fell answers `offline`.
    [[nodiscard]] virtual bool usable() = 0;
    /// Tells the other processes that work on the database, after the commit. Nothing is lost where it is not heard:
    /// a long poll then ends by its time.
    virtual Result<void> announce(const News& news) = 0;
};

/// Somebody who listens; no longer does when it goes.
class Watch {
  public:
    virtual ~Watch() = default;
};

/// The database: gives connections, and tells what other processes have committed.
class Storage {
  public:
    virtual ~Storage() = default;
    /// offline: cannot be reached   refused: another kind of database, one of a newer program, or no right to it
    virtual Result<std::unique_ptr<Store>> connect() = 0;
    /// How many connections the requests of one process share.
    [[nodiscard]] virtual std::size_t connections() const = 0;
    /// Calls `told` on a thread of its own; may also tell of this process's own commits, and of one thing twice.
    virtual Result<std::unique_ptr<Watch>> watch(std::function<void(const News&)> told) = 0;
};

}  // namespace zvonok::sync::server
