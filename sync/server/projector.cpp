#include "sync/server/projector.hpp"

#include "sync/server/tuning.hpp"

namespace zvonok::sync::server {

Projector::Projector(const DataFolder& folder, std::unique_ptr<LogStore> store, Log& log)
    : folder_(folder), store_(std::move(store)), log_(log), thread_([this] { run(); }) {}

Projector::~Projector() {
    {
        const std::scoped_lock lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

void Projector::wake() {
    {
        const std::scoped_lock lock{mutex_};
        if (due_) return;
        due_ = true;
    }
    changed_.notify_one();
}

void Projector::run() {
    std::unique_lock lock{mutex_};
    for (;;) {
        changed_.wait(lock, [this] { return due_ || stopping_; });
        // One write is seldom alone; folding them together costs one flush.
        if (!stopping_) changed_.wait_for(lock, tuning::projection_delay, [this] { return stopping_; });
        const bool last = stopping_;
        if (std::exchange(due_, false)) {
            lock.unlock();
            if (const auto done = catch_up_all(); !done) log_.fault("projection", done.error());
            lock.lock();
        }
        if (last) return;
    }
}

Result<void> Projector::catch_up_all() {
    const std::scoped_lock lock{work_};
    const auto schools = store_->schools();
    if (!schools) return tl::unexpected(schools.error());
    for (const SchoolId& school : *schools)
        if (const auto projection = caught_up(school); !projection) return tl::unexpected(projection.error());
    return {};
}

Result<Projection*> Projector::caught_up(SchoolId school) {
    auto& projection = projections_[school];
    for (const bool again : {true, false}) {
        if (!projection) {
            auto opened = Projection::open(folder_.projection(school), school);
            if (!opened) return tl::unexpected(opened.error());
            projection = std::move(*opened);
        }
        const auto done = projection->catch_up(*store_);
        if (done) return projection.get();
        projection.reset();
        if (!again || done.error().kind != FaultKind::corrupt) return tl::unexpected(done.error());
        log_.fault("projection is made anew", done.error());
        Projection::remove(folder_.projection(school));
    }
    return fail(FaultKind::bug, "unreachable");
}

Result<std::shared_ptr<const domain::FactBook>> Projector::load_fact_book(SchoolId school) {
    const std::scoped_lock lock{work_};
    const auto projection = caught_up(school);
    if (!projection) return tl::unexpected(projection.error());
    return (*projection)->load_fact_book();
}

Result<crypto::Digest> Projector::dump_hash(SchoolId school) {
    const std::scoped_lock lock{work_};
    const auto projection = caught_up(school);
    if (!projection) return tl::unexpected(projection.error());
    return (*projection)->dump_hash();
}

}  // namespace zvonok::sync::server
