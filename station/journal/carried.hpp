#pragma once

#include "station/entry/seal.hpp"
#include "station/entry/session.hpp"

#include <map>

/// Batches of other stations that neighbours passed on over the local network, before the server's word on them
/// (sync/PROTOCOL.md, "Between stations").
namespace zvonok::journal {

/// As it is passed on; to the journal it is bytes with a name.
struct Parcel {
    crypto::Digest name{};  ///< hash of the seal's content
    Bytes bytes;
};

/// What could be read of a parcel and proved itself: all of the batch or a part, its session, the server's time tokens.
struct Passed {
    entry::SealedBatch batch;
    entry::CheckedBatch checked;
    entry::SessionProof session;
    std::vector<std::pair<TokenId, entry::SignedTimeToken>> tokens{};  ///< each verified as the server's
};

/// What the server did with a carried parcel.
struct CarriedOutcome {
    enum class Fate : std::uint8_t {
        delivered,  ///< it has it
        refused,    ///< and will never take it
        put_off,    ///< to be sent again
    };
    crypto::Digest name{};
    Fate fate = Fate::put_off;
};

/// By entry the rule by which the judgement here does not accept it.
using Doubts = std::map<entry::EntryId, std::string>;

/// A carried entry that waits for the server's verdict.
struct CarriedEntry {
    entry::Header header;
    entry::Writing writing;
    entry::SessionProof session;
    std::optional<entry::SignedTimeToken> token;  ///< that its saved time names
};

/// Which numbers of which logs are carried; the replica's memory of the table. Logs by their local keys.
class CarriedBatches {
  public:
    struct Range {
        std::int64_t log = 0;
        std::uint64_t first = 0, last = 0;
    };

    void add(const crypto::Digest& name, const std::optional<Range>& range);
    void erase(const crypto::Digest& name);
    void doubt(std::int64_t log, std::uint64_t seq, std::string rule) { doubts_[{log, seq}] = std::move(rule); }
    void trust(std::int64_t log, std::uint64_t seq) { doubts_.erase({log, seq}); }

    [[nodiscard]] bool empty() const { return names_.empty(); }
    [[nodiscard]] bool has(const crypto::Digest& name) const { return names_.contains(name); }
    [[nodiscard]] std::optional<Range> range_of(const crypto::Digest& name) const;
    [[nodiscard]] std::vector<std::pair<crypto::Digest, Range>> overlapping(const Range& range) const;
    [[nodiscard]] std::vector<Range> ranges() const;
    [[nodiscard]] bool covers(std::int64_t log, std::uint64_t seq) const;
    /// Covered, and not in doubt.
    [[nodiscard]] bool shows(std::int64_t log, std::uint64_t seq) const;
    [[nodiscard]] const std::map<std::pair<std::int64_t, std::uint64_t>, std::string>& doubts() const {
        return doubts_;
    }

  private:
    std::map<crypto::Digest, std::optional<Range>> names_;
    /// Ranges do not overlap: by log and last number, so that the one that may cover a number is found at once.
    std::map<std::pair<std::int64_t, std::uint64_t>, std::pair<std::uint64_t, crypto::Digest>> by_last_;
    std::map<std::pair<std::int64_t, std::uint64_t>, std::string> doubts_;
};

}  // namespace zvonok::journal
