#pragma once

#include "station/base/log.hpp"
#include "sync/server/data_folder.hpp"
#include "sync/server/pace.hpp"
#include "sync/server/projection.hpp"
#include "sync/server/storage.hpp"

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>

namespace zvonok::sync::server {

/// Keeps the schools' tables behind their logs, on a thread and a connection of its own, so that no station waits for
/// it. All calls from any thread.
class Projector {
  public:
    /// `storage`  for a connection of this object's own; outlives it
    Projector(const DataFolder& folder, Storage& storage, Log& log, Pace::By by);
    ~Projector();
    Projector(const Projector&) = delete;
    Projector& operator=(const Projector&) = delete;

    /// Something was written.
    void wake(SchoolId school);
    /// Hash of the canonical dump, once the tables have caught up.
    Result<crypto::Digest> dump_hash(SchoolId school);
    /// Until the tables have everything that the log has.
    Result<void> catch_up(SchoolId school);
    /// Takes over what was written, where no thread does.
    void step();

  private:
    void run();
    Result<LogStore*> store();
    Result<void> catch_up_all(const std::set<SchoolId>& schools);
    Result<Projection*> caught_up(SchoolId school);

    DataFolder folder_;
    Storage& storage_;
    Log& log_;
    std::mutex work_;  ///< over store and projections
    std::unique_ptr<Store> store_;
    std::map<SchoolId, std::unique_ptr<Projection>> projections_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::set<SchoolId> due_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace zvonok::sync::server
