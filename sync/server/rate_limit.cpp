#include "sync/server/rate_limit.hpp"

#include <algorithm>

namespace zvonok::sync::server {

bool RateLimit::admit(const std::string& client, Steady::time_point now) {
    const std::scoped_lock lock{mutex_};
    forget_the_idle(now);
    Bucket& bucket = buckets_.try_emplace(client, Bucket{rate_.burst, now}).first->second;
    const double passed = std::chrono::duration<double>(now - bucket.filled).count();
    bucket.tokens = std::min(rate_.burst, bucket.tokens + std::max(0.0, passed) * rate_.per_second);
    bucket.filled = now;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
}

std::size_t RateLimit::remembered() const {
    const std::scoped_lock lock{mutex_};
    return buckets_.size();
}

/// A bucket that is full by now tells nothing that a new one would not.
void RateLimit::forget_the_idle(Steady::time_point now) {
    const auto full_after = std::chrono::duration<double>(rate_.burst / rate_.per_second);
    if (now - swept_ < full_after) return;
    swept_ = now;
    std::erase_if(buckets_, [&](const auto& each) { return now - each.second.filled >= full_after; });
}

}  // namespace zvonok::sync::server
