#include "sync/belief/envelope.hpp"

namespace zvonok::sync::belief {

KeyRing::KeyRing(const std::vector<wire::EnvelopeKey>& keys) {
    for (const wire::EnvelopeKey& each : keys) {
        auto key = crypto::SigningKey::from_seed(each.seed);
        if (!key || each.number == 0) continue;
        if (keys_.empty()) newest_ = each.number;
        keys_.emplace(each.number, std::move(*key));
    }
}

const crypto::SigningKey* KeyRing::find(std::uint32_t number) const {
    const auto found = keys_.find(number);
    return found == keys_.end() ? nullptr : &found->second;
}

wire::EnvelopeKey envelope_key(const crypto::SigningKey& server, SchoolId school, std::uint32_t number) {
    Bytes label = copy(as_bytes("zvonok envelope v1"));
    label.push_back(0);
    append(label, school.view());
    for (int shift = 24; shift >= 0; shift -= 8) label.push_back(static_cast<std::uint8_t>(number >> shift));
    return {number, copy(crypto::hmac_sha256(server.seed().view(), label))};
}

Result<wire::Parcel> make_parcel(wire::ParcelContent content, const KeyRing& ring) {
    const crypto::SigningKey* key = ring.find(ring.newest());
    if (key == nullptr) return fail(FaultKind::missing, "no key for an envelope");
    wire::Parcel parcel;
    parcel.name = entry::seal_hash(content.batch.seal.content);
    auto shown = entry::part_of(content.batch, [](const entry::Record& record) {
        const auto header = entry::decode_header(record.header);
        return header && header->audience == domain::Audience::everyone;
    });
    if (!shown.records.empty()) {
        parcel.shown = std::move(shown);
        parcel.session = content.session;
        parcel.tokens = content.tokens;
    }
    parcel.key = ring.newest();
    auto envelope = crypto::seal_to_signer(key->public_key(), wire::encode(content));
    if (!envelope) return tl::unexpected(envelope.error());
    parcel.envelope = std::move(*envelope);
    return parcel;
}

Result<wire::ParcelContent> open_parcel(const wire::Parcel& parcel, const KeyRing& ring) {
    const crypto::SigningKey* key = ring.find(parcel.key);
    if (key == nullptr || parcel.envelope.empty()) return fail(FaultKind::missing, "an envelope of an unknown key");
    const auto bytes = crypto::open_as_signer(*key, parcel.envelope);
    if (!bytes) return fail(FaultKind::missing, bytes.error().what);
    auto content = wire::decode_parcel_content(*bytes);
    if (content && entry::seal_hash(content->batch.seal.content) != parcel.name)
        return fail(FaultKind::corrupt, "an envelope that does not hold what the parcel is named after");
    return content;
}

}  // namespace zvonok::sync::belief
