#pragma once

#include "sync/server/storage.hpp"

#include <condition_variable>
#include <mutex>
#include <vector>

namespace zvonok::sync::server {

/// The connections that the requests of one process share. Opened as they are needed; one that fell is replaced. All
/// calls from any thread.
class StorePool {
  public:
    /// A connection for one request. Goes back by itself, what was not committed is undone. Whoever holds one waits
    /// for no second, and for no lock whose holder may wait for one.
    class Lease {
      public:
        Lease(StorePool& pool, std::unique_ptr<Store> store) : pool_(&pool), store_(std::move(store)) {}
        Lease(Lease&& other) noexcept = default;
        Lease& operator=(Lease&&) = delete;
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        ~Lease() {
            if (store_) pool_->give_back(std::move(store_));
        }
        Store& operator*() const { return *store_; }
        Store* operator->() const { return store_.get(); }

      private:
        StorePool* pool_;
        std::unique_ptr<Store> store_;
    };

    explicit StorePool(Storage& storage) : storage_(storage) {}
    /// busy: all are taken, for too long   and the faults of Storage::connect()
    Result<Lease> lease();

  private:
    void give_back(std::unique_ptr<Store> store);

    Storage& storage_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Store>> idle_;
    std::size_t open_ = 0;  ///< idle or leased
};

}  // namespace zvonok::sync::server
