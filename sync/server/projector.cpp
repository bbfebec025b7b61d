#include "sync/server/projector.hpp"

#include "sync/server/tuning.hpp"

namespace zvonok::sync::server {

Projector::Projector(const DataFolder& folder, Storage& storage, Log& log, Pace::By by)
    : folder_(folder), storage_(storage), log_(log) {
    if (by == Pace::By::own_threads) thread_ = std::thread([this] { run(); });
}

Projector::~Projector() {
    {
        const std::scoped_lock lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void Projector::wake(SchoolId school) {
    {
        const std::scoped_lock lock{mutex_};
        if (!due_.insert(school).second) return;
    }
    changed_.notify_one();
}

void Projector::step() {
    std::set<SchoolId> schools;
    {
        const std::scoped_lock lock{mutex_};
        schools.swap(due_);
    }
    if (schools.empty()) return;
    if (const auto done = catch_up_all(schools); !done) log_.fault("projection", done.error());
}

void Projector::run() {
    std::unique_lock lock{mutex_};
    for (;;) {
        changed_.wait(lock, [this] { return !due_.empty() || stopping_; });
        // One write is seldom alone; folding them together costs one flush.
        if (!stopping_) changed_.wait_for(lock, tuning::projection_delay, [this] { return stopping_; });
        const bool last = stopping_;
        if (const auto schools = std::exchange(due_, {}); !schools.empty()) {
            lock.unlock();
            if (const auto done = catch_up_all(schools); !done) log_.fault("projection", done.error());
            lock.lock();
        }
        if (last) return;
    }
}

Result<LogStore*> Projector::store() {
    if (store_ && store_->usable()) return store_.get();
    auto opened = storage_.connect();
    if (!opened) return tl::unexpected(opened.error());
    store_ = std::move(*opened);
    return store_.get();
}

/// The first fault of any; the other schools' tables are kept up all the same.
Result<void> Projector::catch_up_all(const std::set<SchoolId>& schools) {
    const std::scoped_lock lock{work_};
    Result<void> all;
    for (const SchoolId& school : schools)
        if (const auto projection = caught_up(school); !projection && all) all = tl::unexpected(projection.error());
    return all;
}

Result<Projection*> Projector::caught_up(SchoolId school) {
    const auto store = this->store();
    if (!store) return tl::unexpected(store.error());
    auto& projection = projections_[school];
    for (const bool again : {true, false}) {
        if (!projection) {
            auto opened = Projection::open(folder_.projection(school), school);
            if (!opened) return tl::unexpected(opened.error());
            projection = std::move(*opened);
        }
        const auto done = projection->catch_up(**store);
        if (done) return projection.get();
        projection.reset();
        if (!again || done.error().kind != FaultKind::corrupt) return tl::unexpected(done.error());
        log_.fault("projection is made anew", done.error());
        Projection::remove(folder_.projection(school));
    }
    return fail(FaultKind::bug, "unreachable");
}

Result<void> Projector::catch_up(SchoolId school) {
    const std::scoped_lock lock{work_};
    if (const auto projection = caught_up(school); !projection) return tl::unexpected(projection.error());
    return {};
}

Result<crypto::Digest> Projector::dump_hash(SchoolId school) {
    const std::scoped_lock lock{work_};
    const auto projection = caught_up(school);
    if (!projection) return tl::unexpected(projection.error());
    return (*projection)->dump_hash();
}

}  // namespace zvonok::sync::server
