#include "sync/wire/dense.hpp"

#include "sync/wire/packing.hpp"
#include "sync/wire/record_parts.hpp"
#include "sync/wire/sync.pb.h"

#include <algorithm>
#include <deque>
#include <map>
#include <unordered_map>

namespace zvonok::sync::wire {

namespace {

/// All entries of one message, read back. A page holds less; few bytes could otherwise ask for all memory.
constexpr std::size_t expanded_limit_bytes = 64u << 20;
constexpr std::size_t seed_bytes = 32;

enum Shape : std::uint32_t { plain = 0, has_addressee = 1, is_verdict = 2 };

}  // namespace

struct DenseWriter::State {
    explicit State(proto::Dense& its) : to(its) { to.add_pieces(); }

    std::uint32_t piece(ByteView bytes) {
        if (bytes.empty()) return 0;
        const auto found = known.find(as_text(bytes));
        if (found != known.end()) return found->second;
        const auto number = static_cast<std::uint32_t>(to.pieces_size());
        to.add_pieces(packed(bytes));
        known.emplace(kept.emplace_back(as_text(bytes)), number);
        return number;
    }

    void put(const HeaderParts& header, const BodyParts& body) {
        to.add_orders(static_cast<std::int64_t>(header.order - order - 1));
        order = header.order;
        to.add_middles(piece(header.middle));
        to.add_tails(piece(header.tail));
        to.add_lessons(piece(body.lesson));
        to.add_rests(piece(body.rest));
        if (!body.addressee.empty()) {
            to.add_shapes(has_addressee);
            to.mutable_addressees()->append(as_text(body.addressee));
        } else if (body.judged) {
            to.add_shapes(is_verdict);
            to.add_judged(static_cast<std::int64_t>(*body.judged - judged - 1));
            judged = *body.judged;
        } else {
            to.add_shapes(plain);
        }
    }

    proto::Dense& to;
    std::unordered_map<std::string_view, std::uint32_t> known;
    std::deque<std::string> kept;  ///< what the keys of `known` look at
    std::map<LogId, crypto::Digest> seals;
    std::uint64_t order = 0, judged = 0;
};

DenseWriter::DenseWriter(proto::Dense& to) : state_(std::make_unique<State>(to)) {}
DenseWriter::~DenseWriter() = default;

bool DenseWriter::add(const entry::SealedBatch& batch, std::size_t place) {
    State& state = *state_;
    const auto seal = entry::decode_seal(batch.seal.content);
    if (!seal || !batch.paths.empty() || batch.records.size() != seal->last - seal->first + 1 ||
        batch.seal.signature.size() != std::tuple_size_v<crypto::Signature> ||
        batch.seal.salt_seed.size() != seed_bytes || entry::encode(*seal) != batch.seal.content)
        return false;
    const std::string school = packed(seal->school);
    if (!state.to.school().empty() && state.to.school() != school) return false;
    std::vector<std::pair<HeaderParts, BodyParts>> parts;
    parts.reserve(batch.records.size());
    for (std::size_t i = 0; i < batch.records.size(); ++i) {
        const entry::Record& record = batch.records[i];
        const auto header = split_header(record.header, *seal, seal->first + i);
        if (!header || record.is_stub() || record.salt != entry::derived_salt(batch.seal.salt_seed, seal->first + i))
            return false;
        const auto body = split_body(record.body);
        if (!body) return false;
        parts.emplace_back(*header, *body);
    }
    state.to.set_school(school);
    proto::DenseSeal* added = state.to.add_seals();
    added->set_log(packed(seal->log));
    added->set_first(seal->first);
    added->set_count(static_cast<std::uint32_t>(batch.records.size()));
    added->set_session(packed(seal->session));
    if (seal->server_key) added->set_server_key(packed(*seal->server_key));
    const auto before = state.seals.find(seal->log);
    if (seal->previous && (before == state.seals.end() || before->second != *seal->previous))
        added->set_previous(packed(*seal->previous));
    state.seals.insert_or_assign(seal->log, entry::seal_hash(batch.seal.content));
    added->set_signature(packed(batch.seal.signature));
    added->set_salt_seed(packed(batch.seal.salt_seed));
    added->set_place(static_cast<std::uint32_t>(place));
    for (const auto& [header, body] : parts) state.put(header, body);
    return true;
}

namespace {

class Reader {
  public:
    explicit Reader(const proto::Dense& from) : from_(from) {}

    Result<std::vector<PlacedBatch>> read() {
        std::size_t entries = 0;
        for (const proto::DenseSeal& seal : from_.seals()) entries += seal.count();
        const auto count = static_cast<std::size_t>(from_.orders_size());
        for (const int column :
             {from_.middles_size(), from_.tails_size(), from_.lessons_size(), from_.rests_size(), from_.shapes_size()})
            if (static_cast<std::size_t>(column) != count || entries != count) return broken();
        const auto school = SchoolId::from(as_bytes(from_.school()));
        if (!school && count > 0) return broken();
        std::vector<PlacedBatch> batches;
        for (const proto::DenseSeal& seal : from_.seals()) {
            auto batch = read_batch(seal, *school);
            if (!batch) return tl::unexpected(batch.error());
            batches.push_back({std::move(*batch), seal.place()});
        }
        return batches;
    }

  private:
    static tl::unexpected<Fault> broken() { return fail(FaultKind::corrupt, "dense batches that do not add up"); }

    Result<entry::SealedBatch> read_batch(const proto::DenseSeal& seal, SchoolId school) {
        entry::SealContent content;
        content.school = school;
        const auto log = LogId::from(as_bytes(seal.log()));
        if (!log || seal.count() == 0 || seal.first() == 0) return broken();
        content.log = *log;
        content.first = seal.first();
        content.last = seal.first() + seal.count() - 1;
        if (!seal.session().empty()) {
            const auto session = SessionId::from(as_bytes(seal.session()));
            if (!session) return broken();
            content.session = *session;
        }
        if (!seal.server_key().empty()) {
            const auto key = crypto::public_key_from(as_bytes(seal.server_key()));
            if (!key) return broken();
            content.server_key = *key;
        }
        if (!seal.previous().empty()) {
            const auto previous = crypto::digest_from(as_bytes(seal.previous()));
            if (!previous) return broken();
            content.previous = *previous;
        } else if (content.first > 1) {
            const auto before = seals_.find(content.log);
            if (before == seals_.end()) return broken();
            content.previous = before->second;
        }
        entry::SealedBatch batch;
        batch.seal.signature = copy(as_bytes(seal.signature()));
        batch.seal.salt_seed = copy(as_bytes(seal.salt_seed()));
        std::vector<crypto::Digest> leaves;
        batch.records.reserve(seal.count());
        leaves.reserve(seal.count());
        for (std::uint64_t seq = content.first; seq <= content.last; ++seq) {
            auto record = read_record(content, batch.seal.salt_seed, seq);
            if (!record) return tl::unexpected(record.error());
            leaves.push_back(entry::merkle_leaf(record->header));
            batch.records.push_back(std::move(*record));
        }
        content.root = entry::merkle_root(leaves);
        batch.seal.content = entry::encode(content);
        seals_.insert_or_assign(content.log, entry::seal_hash(batch.seal.content));
        return batch;
    }

    Result<entry::Record> read_record(const entry::SealContent& seal, ByteView salt_seed, std::uint64_t seq) {
        const auto middle = piece(from_.middles(at_)), tail = piece(from_.tails(at_));
        const auto lesson = piece(from_.lessons(at_)), rest = piece(from_.rests(at_));
        if (!middle || !tail || !lesson || !rest) return broken();
        HeaderParts header{order_ += static_cast<std::uint64_t>(from_.orders(at_)) + 1, *middle, *tail};
        BodyParts body{*lesson, {}, std::nullopt, *rest};
        const std::uint32_t shape = from_.shapes(at_++);
        if (shape == has_addressee) {
            const ByteView all = as_bytes(from_.addressees());
            if (all.size() < addressees_ + id_bytes) return broken();
            body.addressee = all.subspan(addressees_, id_bytes);
            addressees_ += id_bytes;
        } else if (shape == is_verdict) {
            if (judged_at_ >= from_.judged_size()) return broken();
            body.judged = judged_ += static_cast<std::uint64_t>(from_.judged(judged_at_++)) + 1;
        } else if (shape != plain) {
            return broken();
        }
        entry::Record record;
        record.body = joined_body(body);
        record.salt = entry::derived_salt(salt_seed, seq);
        record.header = joined_header(header, seal, seq, record);
        expanded_ += record.header.size() + record.body.size();
        if (expanded_ > expanded_limit_bytes) return fail(FaultKind::full, "dense batches that grow too large");
        return record;
    }

    [[nodiscard]] std::optional<ByteView> piece(std::uint32_t number) const {
        if (number >= static_cast<std::uint32_t>(from_.pieces_size())) return std::nullopt;
        return as_bytes(from_.pieces(static_cast<int>(number)));
    }

    const proto::Dense& from_;
    std::map<LogId, crypto::Digest> seals_;
    std::uint64_t order_ = 0, judged_ = 0;
    int at_ = 0, judged_at_ = 0;
    std::size_t addressees_ = 0, expanded_ = 0;
};

}  // namespace

Result<std::vector<PlacedBatch>> read_dense(const proto::Dense& from) {
    return Reader{from}.read();
}

}  // namespace zvonok::sync::wire
