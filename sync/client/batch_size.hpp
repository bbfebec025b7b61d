#pragma once

#include "sync/client/tuning.hpp"

namespace zvonok::sync::client {

/// How much one exchange carries each way: as much as the line moves in a few seconds, so that what is written
/// meanwhile need not wait long for its turn, and what is cut off is not much.
class BatchSize {
  public:
    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    /// Whether there was more to carry than the size let.
    enum class Extent { all_there_was, cut_to_size };
    /// An exchange went through.
    void went(Extent extent, std::chrono::milliseconds took);
    /// One was cut off, or refused for its length.
    void failed();

  private:
    std::size_t bytes_ = tuning::first_batch_bytes;
};

}  // namespace zvonok::sync::client
