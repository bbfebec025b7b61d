#pragma once

#include "station/base/log.hpp"
#include "sync/relay/admission.hpp"

#include <functional>
#include <set>

namespace zvonok::sync::relay {

/// What the relay asks of its station. Called on the relay's thread and may block it.
class Shelf {
  public:
    virtual ~Shelf() = default;
    /// Whether that is another station of this school that is not struck off.
    virtual Result<bool> is_neighbour(StationId station) = 0;
    /// Of all parcels that this station passes on, the oldest first.
    virtual Result<std::vector<crypto::Digest>> names() = 0;
    virtual Result<std::vector<wire::Parcel>> parcels(std::span<const crypto::Digest> wanted) = 0;
    /// Of what that neighbour offers, what this station wants.
    virtual Result<std::vector<crypto::Digest>> wanted(StationId from, std::span<const crypto::Digest> offered) = 0;
    virtual Result<void> take(StationId from, std::vector<wire::Parcel> parcels) = 0;
};

/// The shelf that a station's journal is.
class JournalShelf final : public Shelf {
  public:
    /// The way to the journal; what `work` does may change it.
    class Host {
      public:
        virtual ~Host() = default;
        virtual Result<void> with_journal(const std::function<Result<void>(journal::Journal&)>& work) = 0;
        // Inside with_journal() only.
        virtual Result<Grounds> grounds(journal::Journal& journal) = 0;
        virtual Instant now(journal::Journal& journal) = 0;
        virtual Result<void> before_change(journal::Journal& journal) = 0;
        virtual void changed(const journal::CarriedIn& in) = 0;
    };
    JournalShelf(Host& host, Log& log) : host_(host), log_(log) {}

    Result<bool> is_neighbour(StationId station) override;
    Result<std::vector<crypto::Digest>> names() override;
    Result<std::vector<wire::Parcel>> parcels(std::span<const crypto::Digest> wanted) override;
    Result<std::vector<crypto::Digest>> wanted(StationId from, std::span<const crypto::Digest> offered) override;
    Result<void> take(StationId from, std::vector<wire::Parcel> parcels) override;

  private:
    Host& host_;
    Log& log_;
    /// What a neighbour offered and this station did not keep: not asked of that one again. Another one may offer under
    /// the same name what is good.
    std::set<std::pair<StationId, crypto::Digest>> declined_;
};

}  // namespace zvonok::sync::relay
