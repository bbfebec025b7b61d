#include "sync/server/store_pool.hpp"

#include "sync/server/tuning.hpp"

namespace zvonok::sync::server {

Result<StorePool::Lease> StorePool::lease() {
    std::unique_lock lock{mutex_};
    const auto free = [this] { return !idle_.empty() || open_ < storage_.connections(); };
    if (!returned_.wait_for(lock, tuning::lease_limit, free))
        return fail(FaultKind::busy, "all connections to the database are taken");
    while (!idle_.empty()) {
        std::unique_ptr<Store> store = std::move(idle_.back());
        idle_.pop_back();
        if (store->usable()) return Lease{*this, std::move(store)};
        --open_;
    }
    ++open_;
    lock.unlock();
    auto store = storage_.connect();
    if (store) return Lease{*this, std::move(*store)};
    lock.lock();
    --open_;
    returned_.notify_one();
    return tl::unexpected(store.error());
}

void StorePool::give_back(std::unique_ptr<Store> store) {
    store->abandon();
    const bool usable = store->usable();
    const std::scoped_lock lock{mutex_};
    if (usable)
        idle_.push_back(std::move(store));
    else
        --open_;
    returned_.notify_one();
}

}  // namespace zvonok::sync::server
