#pragma once

#include "station/base/id.hpp"
#include "station/journal/files.hpp"

#include <optional>

namespace zvonok::journal {

/// A small file beside the journal that knows how far its log had come. A journal file that was put back from an older
/// copy disagrees with it: what came behind the copy is then looked for in a damaged file, or told as lost.
///
/// `life` is a random value that changes each time the journal is opened, in the file and here. `seq` is written after
/// each commit without a flush of its own: it survives the end of the process, and after a power cut it can only be
/// behind.
class Witness {
  public:
    struct Closed {
        LogId log;
        std::uint64_t seq = 0;
    };
    struct State {
        Id<struct LifeTag> life;
        LogId log;
        std::uint64_t seq = 0;
        std::vector<Closed> former;  ///< earlier logs of this station, the newest ones
    };

    /// missing: no such file, or one that cannot be read as a witness
    static Result<State> read(const Files& files, const std::filesystem::path& path);
    /// Replaces the file with `state`, flushed.
    static Result<Witness> write(const Files& files, const std::filesystem::path& path, const State& state);

    /// The log has come to `seq`. A disk that refuses is no fault: the witness is then behind, as after a power cut.
    void note(std::uint64_t seq) const;

  private:
    explicit Witness(std::unique_ptr<Files::Opened> file) : file_(std::move(file)) {}
    std::unique_ptr<Files::Opened> file_;
};

using LifeId = decltype(Witness::State::life);

}  // namespace zvonok::journal
