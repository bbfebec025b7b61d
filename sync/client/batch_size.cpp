#include "sync/client/batch_size.hpp"

#include <algorithm>

namespace zvonok::sync::client {

void BatchSize::went(Extent extent, std::chrono::milliseconds took) {
    if (took > tuning::exchange_target) {
        const double share = static_cast<double>(tuning::exchange_target.count()) / static_cast<double>(took.count());
        bytes_ = std::max(tuning::least_batch_bytes, static_cast<std::size_t>(static_cast<double>(bytes_) * share));
    } else if (extent == Extent::cut_to_size && took * 2 < tuning::exchange_target) {
        bytes_ = std::min(tuning::most_batch_bytes, bytes_ * 2);
    }
}

void BatchSize::failed() {
    bytes_ = std::max(tuning::least_batch_bytes, bytes_ / 2);
}

}  // namespace zvonok::sync::client
