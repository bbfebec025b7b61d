#include "sync/wire/messages.hpp"

#include "sync/wire/dense.hpp"
#include "sync/wire/packing.hpp"
#include "sync/wire/sync.pb.h"

#include <algorithm>
#include <limits>

namespace zvonok::sync::wire {

namespace {

constexpr std::size_t message_limit_bytes = 64u << 20;

Bytes unpacked(const std::string& text) {
    return copy(as_bytes(text));
}

/// Reads ids one after another and remembers whether any was of a wrong size. Absent is the empty id.
class Ids {
  public:
    template <class AnyId>
    AnyId read(const std::string& text) {
        if (text.empty()) return {};
        const auto id = AnyId::from(as_bytes(text));
        if (!id) ok_ = false;
        return id.value_or(AnyId{});
    }
    [[nodiscard]] bool ok() const { return ok_; }

  private:
    bool ok_ = true;
};

template <class Message>
Bytes serialized(const Message& message) {
    Bytes bytes(message.ByteSizeLong());
    message.SerializeWithCachedSizesToArray(bytes.data());
    return bytes;
}
template <class Message>
bool parse(Message& message, ByteView bytes) {
    return bytes.size() <= message_limit_bytes && message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

void pack_record(const entry::Record& record, std::uint64_t seq, const entry::Seal& seal, proto::Record* to) {
    to->set_header(packed(record.header));
    if (record.is_stub()) return;
    to->set_body(packed(record.body));
    const bool derives = !seal.salt_seed.empty() && equal(entry::derived_salt(seal.salt_seed, seq), record.salt);
    if (!derives) to->set_salt(packed(record.salt));
}

/// A batch that is whole numbers its records from the seal's first; for a part the salts are written out anyway.
void pack_batch(const entry::SealedBatch& batch, proto::Batch* to) {
    to->set_seal(packed(batch.seal.content));
    to->set_signature(packed(batch.seal.signature));
    to->set_salt_seed(packed(batch.seal.salt_seed));
    const auto content = entry::decode_seal(batch.seal.content);
    std::uint64_t seq = content ? content->first : 0;
    for (const entry::Record& record : batch.records) pack_record(record, seq++, batch.seal, to->add_records());
    for (const entry::MerklePath& path : batch.paths) {
        std::string* siblings = to->add_paths()->mutable_siblings();
        for (const crypto::Digest& sibling : path) siblings->append(as_text(sibling));
    }
}

entry::MerklePath unpack_path(const std::string& siblings) {
    entry::MerklePath path;
    for (std::size_t at = 0; at + hash_bytes <= siblings.size(); at += hash_bytes) {
        crypto::Digest& digest = path.emplace_back();
        std::copy_n(siblings.begin() + static_cast<std::ptrdiff_t>(at), hash_bytes, digest.begin());
    }
    return path;
}

/// A batch that is nonsense comes out as one that no check passes: it must not take the rest of the message with it.
entry::SealedBatch unpack_batch(const proto::Batch& from) {
    entry::SealedBatch batch;
    batch.seal = {unpacked(from.seal()), unpacked(from.signature()), unpacked(from.salt_seed())};
    const auto content = entry::decode_seal(batch.seal.content);
    std::uint64_t seq = content ? content->first : 0;
    for (const proto::Record& record : from.records()) {
        entry::Record& to = batch.records.emplace_back();
        to.header = unpacked(record.header());
        if (record.has_body()) {
            to.body = unpacked(record.body());
            to.salt = record.salt().empty() && !batch.seal.salt_seed.empty()
                          ? entry::derived_salt(batch.seal.salt_seed, seq)
                          : unpacked(record.salt());
        }
        ++seq;
    }
    for (const proto::Path& path : from.paths()) batch.paths.push_back(unpack_path(path.siblings()));
    return batch;
}

template <class Field>
void pack_sessions(const std::vector<entry::SessionProof>& sessions, Field* to) {
    for (const entry::SessionProof& proof : sessions) to->Add(packed(entry::encode(proof)));
}
/// A proof that cannot be read is left out, and the batches that lean on it fall for themselves.
template <class Field>
std::vector<entry::SessionProof> unpack_sessions(const Field& from) {
    std::vector<entry::SessionProof> sessions;
    for (const std::string& bytes : from)
        if (auto proof = entry::decode_proof(as_bytes(bytes))) sessions.push_back(std::move(*proof));
    return sessions;
}

void pack_time(const entry::SignedTimeToken& token, proto::TimeToken* to) {
    to->set_content(packed(token.content));
    to->set_signature(packed(token.signature));
}
entry::SignedTimeToken unpack_time(const proto::TimeToken& from) {
    return {unpacked(from.content()), unpacked(from.signature())};
}

void pack_access(const AccessList& access, proto::AccessList* to) {
    to->set_version(access.version);
    for (const Bytes& list : access.revocation_lists) to->add_revocation_lists(packed(list));
    for (const PersonId& person : access.closed_people) to->add_closed_people(packed(person));
    for (const EnvelopeKey& key : access.envelope_keys) {
        proto::EnvelopeKey* added = to->add_envelope_keys();
        added->set_number(key.number);
        added->set_seed(packed(key.seed));
    }
}
AccessList unpack_access(const proto::AccessList& from, Ids& ids) {
    AccessList access;
    access.version = from.version();
    for (const std::string& list : from.revocation_lists()) access.revocation_lists.push_back(unpacked(list));
    for (const std::string& person : from.closed_people()) access.closed_people.push_back(ids.read<PersonId>(person));
    for (const proto::EnvelopeKey& key : from.envelope_keys())
        access.envelope_keys.push_back({key.number(), unpacked(key.seed())});
    return access;
}

void pack_parcel(const Parcel& parcel, proto::Parcel* to) {
    to->set_name(packed(parcel.name));
    if (parcel.shown) pack_batch(*parcel.shown, to->mutable_shown());
    if (parcel.session) to->set_session(packed(entry::encode(*parcel.session)));
    for (const entry::SignedTimeToken& token : parcel.tokens) pack_time(token, to->add_tokens());
    to->set_key(parcel.key);
    to->set_envelope(packed(parcel.envelope));
}
/// A name of a wrong size becomes one of zeros, which no seal has; what cannot be read of the rest is left out.
Parcel unpack_parcel(const proto::Parcel& from) {
    Parcel parcel;
    parcel.name = crypto::digest_from(as_bytes(from.name())).value_or(crypto::Digest{});
    if (from.has_shown()) parcel.shown = unpack_batch(from.shown());
    if (auto session = entry::decode_proof(as_bytes(from.session()))) parcel.session = std::move(*session);
    for (const proto::TimeToken& token : from.tokens()) parcel.tokens.push_back(unpack_time(token));
    parcel.key = from.key();
    parcel.envelope = unpacked(from.envelope());
    return parcel;
}

template <class Field>
void pack_names(const std::vector<crypto::Digest>& names, Field* to) {
    for (const crypto::Digest& name : names) to->Add(packed(name));
}
template <class Field>
std::vector<crypto::Digest> unpack_names(const Field& from) {
    std::vector<crypto::Digest> names;
    for (const std::string& bytes : from)
        if (const auto name = crypto::digest_from(as_bytes(bytes))) names.push_back(*name);
    return names;
}

void pack_outcome(const BatchOutcome& outcome, proto::BatchOutcome* to) {
    to->set_receipt(static_cast<proto::Receipt>(outcome.receipt));
    to->set_rule(outcome.rule);
}
BatchOutcome unpack_outcome(const proto::BatchOutcome& from) {
    const bool known = proto::Receipt_IsValid(from.receipt());
    return {known ? static_cast<Receipt>(from.receipt()) : Receipt::unsaid, from.rule()};
}

/// Into a message that has `batches` and `dense`.
template <class Message>
void pack_batches(const std::vector<entry::SealedBatch>& batches, Form form, Message* to) {
    if (form == Form::plain || batches.empty()) {
        for (const entry::SealedBatch& batch : batches) pack_batch(batch, to->add_batches());
        return;
    }
    DenseWriter writer{*to->mutable_dense()};
    for (const entry::SealedBatch& batch : batches)
        if (!writer.add(batch, static_cast<std::size_t>(to->batches_size()))) pack_batch(batch, to->add_batches());
}

template <class Message>
Result<std::vector<entry::SealedBatch>> unpack_batches(const Message& from) {
    Result<std::vector<PlacedBatch>> dense;
    if (from.has_dense()) dense = read_dense(from.dense());
    if (!dense) return tl::unexpected(dense.error());
    std::vector<entry::SealedBatch> batches;
    auto next = dense->begin();
    const auto take_dense_before = [&](std::size_t place) {
        for (; next != dense->end() && next->place <= place; ++next) batches.push_back(std::move(next->batch));
    };
    for (int i = 0; i < from.batches_size(); ++i) {
        take_dense_before(static_cast<std::size_t>(i));
        batches.push_back(unpack_batch(from.batches(i)));
    }
    take_dense_before(std::numeric_limits<std::size_t>::max());
    return batches;
}

void pack_page(const Page& page, Form form, proto::Page* to) {
    to->set_after(page.after);
    to->set_next(page.next);
    to->set_more(page.more);
    pack_sessions(page.sessions, to->mutable_sessions());
    pack_batches(page.batches, form, to);
}

Result<Page> unpack_page(const proto::Page& from) {
    auto batches = unpack_batches(from);
    if (!batches) return tl::unexpected(batches.error());
    return Page{from.after(), from.next(), from.more(), unpack_sessions(from.sessions()), std::move(*batches)};
}

}  // namespace

Bytes encode(const SyncRequest& message, Form form) {
    proto::SyncRequest to;
    to.set_protocol(message.protocol);
    to.set_school(packed(message.school));
    to.set_epoch(packed(message.epoch));
    to.set_cursor(message.cursor);
    to.set_access_version(message.access_version);
    to.set_nonce(packed(message.nonce));
    to.set_log(packed(message.log));
    pack_sessions(message.sessions, to.mutable_sessions());
    pack_batches(message.batches, form, &to);
    to.set_reads_dense(message.reads_dense);
    for (const entry::SignedTimeToken& token : message.tokens) pack_time(token, to.add_tokens());
    for (const Loss& loss : message.losses) {
        proto::Loss* added = to.add_losses();
        added->set_log(packed(loss.log));
        added->set_first(loss.first);
        added->set_last(loss.last);
    }
    to.set_page_bytes(message.page_bytes);
    for (const Bytes& visit : message.visits) to.add_visits(packed(visit));
    for (const Parcel& parcel : message.carried) pack_parcel(parcel, to.add_carried());
    return serialized(to);
}

Result<SyncRequest> decode_sync_request(ByteView bytes) {
    proto::SyncRequest from;
    if (!parse(from, bytes)) return fail(FaultKind::corrupt, "not a sync request");
    Ids ids;
    SyncRequest message;
    message.protocol = from.protocol();
    message.school = ids.read<SchoolId>(from.school());
    message.epoch = ids.read<EpochId>(from.epoch());
    message.cursor = from.cursor();
    message.access_version = from.access_version();
    message.nonce = unpacked(from.nonce());
    message.log = ids.read<LogId>(from.log());
    message.sessions = unpack_sessions(from.sessions());
    auto batches = unpack_batches(from);
    if (!batches) return tl::unexpected(batches.error());
    message.batches = std::move(*batches);
    message.reads_dense = from.reads_dense();
    for (const proto::TimeToken& token : from.tokens()) message.tokens.push_back(unpack_time(token));
    for (const proto::Loss& loss : from.losses())
        message.losses.push_back({ids.read<LogId>(loss.log()), loss.first(), loss.last()});
    message.page_bytes = from.page_bytes();
    for (const std::string& visit : from.visits()) message.visits.push_back(unpacked(visit));
    for (const proto::Parcel& parcel : from.carried()) message.carried.push_back(unpack_parcel(parcel));
    if (!ids.ok()) return fail(FaultKind::corrupt, "a sync request with impossible values");
    return message;
}

Bytes encode(const SyncAnswer& message, Form form) {
    proto::SyncAnswer to;
    if (message.access) {
        pack_access(*message.access, to.mutable_access());
    }
    to.set_epoch(packed(message.epoch));
    if (message.time) pack_time(*message.time, to.mutable_time());
    for (const BatchOutcome& outcome : message.outcomes) pack_outcome(outcome, to.add_outcomes());
    for (const BatchOutcome& outcome : message.carried) pack_outcome(outcome, to.add_carried());
    for (const Received& received : message.received) {
        proto::Received* added = to.add_received();
        added->set_log(packed(received.log));
        added->set_seq(received.seq);
    }
    pack_page(message.changes, form, to.mutable_changes());
    to.set_reads_dense(message.reads_dense);
    to.set_start_over(message.start_over);
    to.set_visits_taken(message.visits_taken);
    return serialized(to);
}

Result<SyncAnswer> decode_sync_answer(ByteView bytes) {
    proto::SyncAnswer from;
    if (!parse(from, bytes)) return fail(FaultKind::corrupt, "not a sync answer");
    Ids ids;
    SyncAnswer message;
    if (from.has_access()) {
        message.access = unpack_access(from.access(), ids);
    }
    message.epoch = ids.read<EpochId>(from.epoch());
    if (from.has_time()) message.time = unpack_time(from.time());
    for (const proto::BatchOutcome& outcome : from.outcomes()) message.outcomes.push_back(unpack_outcome(outcome));
    for (const proto::BatchOutcome& outcome : from.carried()) message.carried.push_back(unpack_outcome(outcome));
    for (const proto::Received& received : from.received())
        message.received.push_back({ids.read<LogId>(received.log()), received.seq()});
    auto changes = unpack_page(from.changes());
    if (!changes) return tl::unexpected(changes.error());
    message.changes = std::move(*changes);
    message.reads_dense = from.reads_dense();
    message.start_over = from.start_over();
    message.visits_taken = from.visits_taken();
    if (!ids.ok() || message.epoch.empty()) return fail(FaultKind::corrupt, "a sync answer with impossible values");
    return message;
}

Bytes encode(const AccessList& message) {
    proto::AccessList to;
    pack_access(message, &to);
    return serialized(to);
}

Result<AccessList> decode_access_list(ByteView bytes) {
    proto::AccessList from;
    if (!parse(from, bytes)) return fail(FaultKind::corrupt, "not an access list");
    Ids ids;
    AccessList message = unpack_access(from, ids);
    if (!ids.ok()) return fail(FaultKind::corrupt, "an access list with impossible values");
    return message;
}

Bytes encode(const EnrolRequest& message) {
    proto::EnrolRequest to;
    to.set_token(message.token);
    to.set_request(packed(message.request));
    return serialized(to);
}

Result<EnrolRequest> decode_enrol_request(ByteView bytes) {
    proto::EnrolRequest from;
    if (!parse(from, bytes)) return fail(FaultKind::corrupt, "not an enrol request");
    return EnrolRequest{from.token(), unpacked(from.request())};
}

Bytes encode(const EnrolAnswer& message) {
    proto::EnrolAnswer to;
    to.set_certificate_pem(message.certificate_pem);
    to.set_station(packed(message.station));
    to.set_school(packed(message.school));
    return serialized(to);
}

Result<EnrolAnswer> decode_enrol_answer(ByteView bytes) {
    proto::EnrolAnswer from;
    if (!parse(from, bytes)) return fail(FaultKind::corrupt, "not an enrol answer");
    Ids ids;
    EnrolAnswer message{from.certificate_pem(), ids.read<StationId>(from.station()), ids.read<SchoolId>(from.school())};
    if (!ids.ok() || message.certificate_pem.empty())
        return fail(FaultKind::corrupt, "an enrol answer without its parts");
    return message;
}

Bytes encode(const entry::SignedTimeToken& message) {
    proto::TimeToken to;
    pack_time(message, &to);
    return serialized(to);
}

Result<entry::SignedTimeToken> decode_time(ByteView bytes) {
    proto::TimeToken from;
    if (!parse(from, bytes)) return fail(FaultKind::corrupt, "not a time token");
    return unpack_time(from);
}

Bytes encode(const Problem& message) {
    proto::Problem to;
    to.set_kind(static_cast<proto::ProblemKind>(message.kind));
    to.set_text(message.text);
    return serialized(to);
}

Result<Problem> decode_problem(ByteView bytes) {
    proto::Problem from;
    if (!parse(from, bytes)) return fail(FaultKind::corrupt, "not a problem report");
    const bool known = proto::ProblemKind_IsValid(from.kind());
    return Problem{known ? static_cast<ProblemKind>(from.kind()) : ProblemKind::unsaid, from.text()};
}

Bytes encode(const Parcel& message) {
    proto::Parcel to;
    pack_parcel(message, &to);
    return serialized(to);
}

Result<Parcel> decode_parcel(ByteView bytes) {
    proto::Parcel from;
    if (!parse(from, bytes)) return fail(FaultKind::corrupt, "not a parcel");
    return unpack_parcel(from);
}

Bytes encode(const ParcelContent& message) {
    proto::ParcelContent to;
    pack_batch(message.batch, to.mutable_batch());
    to.set_session(packed(entry::encode(message.session)));
    for (const entry::SignedTimeToken& token : message.tokens) pack_time(token, to.add_tokens());
    return serialized(to);
}

Result<ParcelContent> decode_parcel_content(ByteView bytes) {
    proto::ParcelContent from;
    if (!parse(from, bytes)) return fail(FaultKind::corrupt, "not what an envelope holds");
    auto session = entry::decode_proof(as_bytes(from.session()));
    if (!session) return tl::unexpected(session.error());
    ParcelContent content{unpack_batch(from.batch()), std::move(*session), {}};
    for (const proto::TimeToken& token : from.tokens()) content.tokens.push_back(unpack_time(token));
    return content;
}

Bytes encode(const RelayAsk& message) {
    proto::RelayAsk to;
    to.set_protocol(message.protocol);
    to.set_school(packed(message.school));
    pack_names(message.wanted, to.mutable_wanted());
    return serialized(to);
}

Result<RelayAsk> decode_relay_ask(ByteView bytes) {
    proto::RelayAsk from;
    if (!parse(from, bytes)) return fail(FaultKind::corrupt, "not a question of a neighbour");
    Ids ids;
    RelayAsk message{from.protocol(), ids.read<SchoolId>(from.school()), unpack_names(from.wanted())};
    if (!ids.ok()) return fail(FaultKind::corrupt, "a question of a neighbour with impossible values");
    return message;
}

Bytes encode(const RelayAnswer& message) {
    proto::RelayAnswer to;
    pack_names(message.names, to.mutable_names());
    for (const Parcel& parcel : message.parcels) pack_parcel(parcel, to.add_parcels());
    return serialized(to);
}

Result<RelayAnswer> decode_relay_answer(ByteView bytes) {
    proto::RelayAnswer from;
    if (!parse(from, bytes)) return fail(FaultKind::corrupt, "not an answer of a neighbour");
    RelayAnswer message{unpack_names(from.names()), {}};
    for (const proto::Parcel& parcel : from.parcels()) message.parcels.push_back(unpack_parcel(parcel));
    return message;
}

}  // namespace zvonok::sync::wire
