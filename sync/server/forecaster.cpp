#include "sync/server/forecaster.hpp"

#include "sync/server/tuning.hpp"

namespace zvonok::sync::server {

Forecaster::Forecaster(Core& core) : core_(core), thread_([this] { run(); }) {}

Forecaster::~Forecaster() {
    {
        const std::scoped_lock lock{mutex_};
        stopping_ = true;
    }
    stopped_.notify_all();
    thread_.join();
}

void Forecaster::run() {
    std::unique_lock lock{mutex_};
    // A server that has just started has stations to listen to first.
    while (!stopped_.wait_for(lock, tuning::forecast_interval, [this] { return stopping_; })) {
        lock.unlock();
        tell_all();
        lock.lock();
    }
}

void Forecaster::tell_all() {
    const auto schools = core_.schools();
    if (!schools) return core_.log().fault("forecasts", schools.error());
    for (const SchoolId& school : *schools) {
        const auto told = core_.tell_forecasts(school);
        if (!told)
            core_.log().fault("forecasts", told.error());
        else if (*told > 0)
            core_.log().info("forecasts told: " + std::to_string(*told));
    }
}

}  // namespace zvonok::sync::server
