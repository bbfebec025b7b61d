#pragma once

#include "station/base/log.hpp"
#include "sync/server/data_folder.hpp"
#include "sync/server/projection.hpp"

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace zvonok::sync::server {

/// Keeps the schools' tables behind their logs, on a thread and a connection of its own, so that no station waits for
/// it. All calls from any thread.
class Projector {
  public:
    /// `store`  a connection of this object's own
    Projector(const DataFolder& folder, std::unique_ptr<LogStore> store, Log& log);
    ~Projector();
    Projector(const Projector&) = delete;
    Projector& operator=(const Projector&) = delete;

    /// Something was written.
    void wake();
    /// The facts, once the tables have caught up.
    Result<std::shared_ptr<const domain::FactBook>> load_fact_book(SchoolId school);
    Result<crypto::Digest> dump_hash(SchoolId school);

  private:
    void run();
    Result<void> catch_up_all();
    Result<Projection*> caught_up(SchoolId school);

    DataFolder folder_;
    std::unique_ptr<LogStore> store_;
    Log& log_;
    std::mutex work_;  ///< over store and projections
    std::map<SchoolId, std::unique_ptr<Projection>> projections_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool due_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace zvonok::sync::server
