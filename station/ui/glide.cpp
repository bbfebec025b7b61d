#include "station/ui/glide.hpp"

#include "station/ui/tuning.hpp"

#include <cmath>

namespace zvonok::ui {

namespace {
float seconds(Time from, Time to) {
    return std::chrono::duration<float>(to - from).count();
}
}  // namespace

void Glide::hold(float at, Time now) {
    stop();
    std::erase_if(held_, [&](const Sample& sample) { return seconds(sample.when, now) > tuning::throw_memory_s; });
    held_.push_back({at, now});
}

void Glide::let_go(float from, float slowest, Time now) {
    // A finger that rested before it was lifted has thrown nothing: what it did before is forgotten by then.
    std::erase_if(held_, [&](const Sample& sample) { return seconds(sample.when, now) > tuning::throw_memory_s; });
    if (held_.size() > 1) {
        const float took = seconds(held_.front().when, held_.back().when);
        // The list goes against the finger's way: what lies below comes up.
        if (took > 0) speed_ = (held_.front().at - held_.back().at) / took;
        rolls_ = took > 0 && std::abs(speed_) > slowest;
    }
    held_.clear();
    from_ = from;
    slowest_ = slowest;
    since_ = now;
}

void Glide::stop() {
    rolls_ = false;
}

float Glide::place(Time now) {
    const float fading = std::exp(-seconds(since_, now) / tuning::glide_s);
    if (std::abs(speed_) * fading <= slowest_) stop();
    return from_ + speed_ * tuning::glide_s * (1 - fading);
}

}  // namespace zvonok::ui
