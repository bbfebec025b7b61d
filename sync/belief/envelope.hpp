#pragma once

#include "station/crypto/signer_box.hpp"
#include "sync/wire/messages.hpp"

#include <map>

/// What one station hands to another for the server ("Between stations" in PROTOCOL.md).
namespace zvonok::sync::belief {

/// The school's envelope keys that are held here.
class KeyRing {
  public:
    KeyRing() = default;
    /// keys  the newest first, as the server says; what is no key is left out
    explicit KeyRing(const std::vector<wire::EnvelopeKey>& keys);

    [[nodiscard]] bool empty() const { return keys_.empty(); }
    [[nodiscard]] std::uint32_t newest() const { return newest_; }
    /// Nothing: not held here.
    [[nodiscard]] const crypto::SigningKey* find(std::uint32_t number) const;

  private:
    std::map<std::uint32_t, crypto::SigningKey> keys_;
    std::uint32_t newest_ = 0;
};

/// The school's key of that number, which every process of this server makes alike.
wire::EnvelopeKey envelope_key(const crypto::SigningKey& server, SchoolId school, std::uint32_t number);

/// The batch for neighbours: what is for everyone in the clear with what it takes to believe it, all of it sealed to
/// the ring's newest key. The batch is whole.
/// missing: the ring is empty
Result<wire::Parcel> make_parcel(wire::ParcelContent content, const KeyRing& ring);

/// What the envelope holds, and the parcel is named after. Nothing of it has been verified otherwise.
/// missing: no key here opens it   corrupt: it holds something else, or nothing that can be read
Result<wire::ParcelContent> open_parcel(const wire::Parcel& parcel, const KeyRing& ring);

}  // namespace zvonok::sync::belief
