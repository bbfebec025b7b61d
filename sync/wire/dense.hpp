#pragma once

#include "station/entry/seal.hpp"

#include <memory>

namespace zvonok::sync::wire {

namespace proto {
class Dense;
}

/// Batches written down together, column by column, without what follows from the rest: an eighth of their bytes on the
/// line (PROTOCOL.md, "Dense batches"). Read back they are the very bytes that were sealed.
class DenseWriter {
  public:
    explicit DenseWriter(proto::Dense& to);
    ~DenseWriter();
    DenseWriter(const DenseWriter&) = delete;
    DenseWriter& operator=(const DenseWriter&) = delete;

    /// False, and nothing is written: the batch is not of the usual form and has to be sent as it is.
    /// place  how many others of the message come before it
    bool add(const entry::SealedBatch& batch, std::size_t place);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

struct PlacedBatch {
    entry::SealedBatch batch;
    std::size_t place = 0;
};
/// corrupt: columns of different lengths, or more than any page of ours holds. Nothing is verified.
Result<std::vector<PlacedBatch>> read_dense(const proto::Dense& from);

}  // namespace zvonok::sync::wire
