#pragma once

#include "station/journal/replica.hpp"
#include "sync/server/log_store.hpp"

#include <filesystem>
#include <memory>

namespace zvonok::sync::server {

/// The tables of one school, folded from its log by the code that folds them on a station, in a SQLite file of its own.
/// Holds no truth: thrown away, it comes back from the log.
class Projection {
  public:
    /// Opens or makes the file, and makes it anew if it is damaged or of another kind.
    static Result<std::unique_ptr<Projection>> open(const std::filesystem::path& path, SchoolId school);

    static void remove(const std::filesystem::path& path);

    /// Takes over what the log has and the file has not.
    Result<void> catch_up(LogStore& store);
    Result<crypto::Digest> dump_hash() { return replica_->dump_hash(); }
    [[nodiscard]] std::uint64_t cursor() const { return cursor_; }

  private:
    Projection(std::unique_ptr<sqlite::Database> database, journal::Replica replica)
        : database_(std::move(database)), replica_(std::make_unique<journal::Replica>(std::move(replica))) {}
    static Result<std::unique_ptr<Projection>> open_file(const std::filesystem::path& path, SchoolId school);
    Result<void> take(const ChangeSet& changes, EpochId epoch);

    std::unique_ptr<sqlite::Database> database_;
    std::unique_ptr<journal::Replica> replica_;
    EpochId epoch_;
    std::uint64_t cursor_ = 0;
};

}  // namespace zvonok::sync::server
