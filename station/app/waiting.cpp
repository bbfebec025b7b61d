#include "station/app/waiting.hpp"

#include "station/app/tuning.hpp"

namespace zvonok::app {

void Waiting::heard(std::uint64_t entries, bool calm, Time now) {
    heard_ = entries;
    if (entries <= told_ || !calm) {
        told_ = entries;
        due_.reset();
    } else if (!due_) {
        due_ = now + tuning::waiting_calm;
    }
}

void Waiting::come(Time now) {
    if (!due_ || now < *due_) return;
    told_ = heard_;
    due_.reset();
}

}  // namespace zvonok::app
