#include "tests/bench/sync/scribe.hpp"

#include "station/crypto/random.hpp"
#include "sync/wire/compression.hpp"

namespace zvonok::bench {

using namespace zvonok::sync;
using namespace std::chrono_literals;

Scribe::Scribe(House& house, const Enrolled& place, const Card& card)
    : house_(house),
      school_(place.school),
      station_(place.id),
      session_(open_session(card, place.school, place.id, crypto::random_id<LogId>(), house.clock.now())),
      tip_{session_.statement.log, 0, std::nullopt} {
    const server::StationRow row{school_, station_, domain::StationMode::classroom, "st", std::nullopt, 0};
    signed_token_ = house.core().time_token(row, crypto::random_bytes(16));
    token_ = must("token", entry::open_time(signed_token_, house.signing.public_key()));
    facts_ = must("facts", house.core().facts(school_))->version();
}

entry::SealedBatch Scribe::seal(const std::vector<domain::Writing>& writings) {
    const Instant now = house_.clock.now();
    order_ = std::max(order_, static_cast<std::uint64_t>(now.time_since_epoch().count()) << 16);
    std::vector<entry::Draft> drafts;
    for (const domain::Writing& writing : writings) {
        entry::Draft& draft = drafts.emplace_back();
        draft.header.order = ++order_;
        draft.header.saved = {now, house_.clock.boot(), now - token_.at, token_.token};
        draft.header.author = session_.statement.person;
        draft.header.role = domain::Role::teacher;
        draft.header.facts = facts_;
        draft.header.kind = writing.cell.kind;
        draft.header.cell = entry::cell_id(school_, writing.cell);
        draft.body = writing;
    }
    auto batch = entry::seal_entries(school_, tip_, std::move(drafts), session_.key, entry::Signer::session,
                                     session_.statement.session);
    tip_.last += batch.records.size();
    tip_.previous = entry::seal_hash(batch.seal.content);
    return batch;
}

wire::SyncRequest Scribe::request() const {
    wire::SyncRequest request;
    request.school = school_;
    request.log = tip_.log;
    request.nonce = crypto::random_bytes(16);
    return request;
}

wire::SyncRequest Scribe::request_with(entry::SealedBatch batch) const {
    wire::SyncRequest request = this->request();
    request.sessions = {session_.proof};
    request.tokens = {signed_token_};
    request.batches.push_back(std::move(batch));
    return request;
}

Crowd::Question sync_question(wire::SyncRequest request, const Standing& standing, std::uint32_t page_bytes) {
    request.epoch = standing.epoch;
    request.cursor = standing.cursor;
    request.access_version = standing.access;
    request.page_bytes = page_bytes;
    wire::Packed packed = wire::pack(wire::encode(request));
    return {std::string(wire::route::sync), std::move(packed.bytes), packed.compressed};
}

Crowd::Question poll_question(const Standing& standing, std::chrono::seconds wait) {
    return {std::string(wire::route::changes) + "?after=" + std::to_string(standing.cursor) +
                "&epoch=" + standing.epoch.hex() + "&access=" + std::to_string(standing.access) +
                "&protocol=" + std::to_string(wire::protocol_version) + "&wait=" + std::to_string(wait.count()),
            {},
            false};
}

wire::SyncAnswer answer_in(const Crowd::Reply& reply, Standing& standing) {
    if (reply.status != 200)
        give_up("a station of the crowd was answered " + std::to_string(reply.status) + " " + reply.trouble);
    const Bytes body = must("answer", wire::unpack(reply.body, reply.compressed, std::size_t{1} << 27));
    wire::SyncAnswer answer = must("answer", wire::decode_sync_answer(body));
    standing.epoch = answer.epoch;
    standing.cursor = answer.changes.next;
    if (answer.access) standing.access = answer.access->version;
    return answer;
}

std::size_t entries_in(const wire::Page& page) {
    std::size_t count = 0;
    for (const entry::SealedBatch& batch : page.batches) {
        const auto seal = must("seal", entry::decode_seal(batch.seal.content));
        if (!seal.server_key) count += batch.records.size();
    }
    return count;
}

}  // namespace zvonok::bench
