#include "station/journal/journal.hpp"
#include "station/journal/tuning.hpp"

#include <algorithm>
#include <set>

/// What the journal takes from neighbours and gives to them.
namespace zvonok::journal {

using sqlite::Row;

/// Judges what waits under these numbers, all that is in doubt among it; inside a transaction.
Result<Changes> Journal::judge_carried(std::span<const CarriedBatches::Range> ranges, const Judge& judge) {
    auto waiting = replica_.unjudged(ranges);
    if (!waiting) return tl::unexpected(waiting.error());
    std::vector<CarriedEntry> entries;
    for (auto& [header, writing] : *waiting) {
        auto session = replica_.proof_of(header.session);
        if (!session) return tl::unexpected(session.error());
        auto token = time_.token(header.saved.token);
        if (!token) return tl::unexpected(token.error());
        entries.push_back({std::move(header), std::move(writing), std::move(*session).value_or(entry::SessionProof{}),
                           std::move(*token)});
    }
    auto doubts = judge(entries);
    if (!doubts) return tl::unexpected(doubts.error());
    if (auto set = replica_.set_doubts(std::move(*doubts)); !set) return tl::unexpected(set.error());
    return replica_.fold();
}

Result<CarriedIn> Journal::carry(std::span<const Carriage> parcels, const Judge& judge) {
    CarriedIn in;
    const auto committed = transact([&]() -> Result<void> {
        std::vector<CarriedBatches::Range> open;
        for (const auto& [at, rule] : carried().doubts()) open.push_back({at.first, at.second, at.second});
        for (const Carriage& each : parcels) {
            const auto taken = replica_.carry(each.parcel, each.content);
            if (!taken) return tl::unexpected(taken.error());
            if (!*taken) continue;
            in.taken.push_back(each.parcel.name);
            if (const auto range = carried().range_of(each.parcel.name)) open.push_back(*range);
        }
        if (in.taken.empty()) return {};
        auto changes = judge_carried(open, judge);
        if (!changes) return tl::unexpected(changes.error());
        in.changes = std::move(*changes);
        return {};
    });
    if (!committed) return tl::unexpected(committed.error());
    return in;
}

Result<Changes> Journal::judge_carried_again(const Judge& judge) {
    Changes changes;
    if (carried().empty()) return changes;
    const auto committed = transact([&]() -> Result<void> {
        auto judged = judge_carried(carried().ranges(), judge);
        if (!judged) return tl::unexpected(judged.error());
        changes = std::move(*judged);
        return {};
    });
    if (!committed) return tl::unexpected(committed.error());
    return changes;
}

namespace {
constexpr const char* own_unsent_sql =
    "SELECT s.log, s.first, s.content FROM logs l CROSS JOIN seals s ON s.school = l.school AND s.log = l.key "
    "WHERE l.school = ? AND l.source IN (3, 4) AND s.last > l.acknowledged ORDER BY s.log, s.first";
}  // namespace

Result<std::vector<crypto::Digest>> Journal::own_parcels() {
    std::vector<crypto::Digest> names;
    auto seals = database_->prepare(own_unsent_sql);
    if (!seals) return tl::unexpected(seals.error());
    const auto read =
        seals->each([&](Row& row) { names.push_back(entry::seal_hash(row.blob(2))); }, replica_.school_key());
    if (!read) return tl::unexpected(read.error());
    return names;
}

Result<std::vector<OwnBatch>> Journal::own_batches(std::span<const crypto::Digest> wanted, std::size_t limit_bytes) {
    const std::set<crypto::Digest> names{wanted.begin(), wanted.end()};
    std::vector<OwnBatch> batches;
    std::size_t bytes = 0;
    auto seals = database_->prepare(own_unsent_sql);
    if (!seals) return tl::unexpected(seals.error());
    const auto read = seals->each(
        [&](Row& row) -> Result<void> {
            if (bytes >= limit_bytes || !names.contains(entry::seal_hash(row.blob(2)))) return {};
            auto batch = replica_.batch(row.integer(0), static_cast<std::uint64_t>(row.integer(1)));
            if (!batch) return tl::unexpected(batch.error());
            if (const auto sound = own_batch(*batch); !sound) return tl::unexpected(sound.error());
            const auto seal = entry::decode_seal(batch->seal.content);
            if (!seal) return tl::unexpected(seal.error());
            auto session = replica_.proof_of(seal->session);
            if (!session) return tl::unexpected(session.error());
            if (!*session) return fail(FaultKind::corrupt, "own entries whose session is not here");
            std::set<TokenId> leaned_on;
            for (const entry::Record& record : batch->records) {
                bytes += record.header.size() + record.body.size();
                const auto header = entry::decode_header(record.header);
                if (!header) return tl::unexpected(header.error());
                if (!header->saved.token.empty()) leaned_on.insert(header->saved.token);
            }
            const std::vector<TokenId> ids{leaned_on.begin(), leaned_on.end()};
            auto tokens = time_.tokens(ids);
            if (!tokens) return tl::unexpected(tokens.error());
            batches.push_back({std::move(*batch), std::move(**session), std::move(*tokens)});
            return {};
        },
        replica_.school_key());
    if (!read) return tl::unexpected(read.error());
    return batches;
}

Result<std::vector<crypto::Digest>> Journal::carried_parcels() {
    std::vector<crypto::Digest> names;
    auto parcels = database_->prepare("SELECT name FROM carried WHERE school = ? AND delivered = 0 ORDER BY key");
    if (!parcels) return tl::unexpected(parcels.error());
    const auto read = parcels->each(
        [&](Row& row) {
            if (const auto name = crypto::digest_from(row.blob(0))) names.push_back(*name);
        },
        replica_.school_key());
    if (!read) return tl::unexpected(read.error());
    return names;
}

Result<std::vector<Parcel>> Journal::parcels(std::span<const crypto::Digest> wanted, std::size_t limit_bytes) {
    std::vector<Parcel> found;
    std::size_t bytes = 0;
    auto parcel = database_->prepare("SELECT parcel FROM carried WHERE school = ? AND name = ? AND delivered = 0");
    if (!parcel) return tl::unexpected(parcel.error());
    for (const crypto::Digest& name : wanted) {
        if (bytes >= limit_bytes) break;
        const auto read = parcel->first(
            [&](Row& row) {
                found.push_back({name, row.bytes(0)});
                bytes += found.back().bytes.size();
            },
            replica_.school_key(), name);
        if (!read) return tl::unexpected(read.error());
    }
    return found;
}

Result<std::size_t> Journal::carried_bytes() {
    auto sum = database_->prepare("SELECT coalesce(sum(length(parcel)), 0) FROM carried WHERE school = ?");
    if (!sum) return tl::unexpected(sum.error());
    const auto bytes = sum->integer(replica_.school_key());
    if (!bytes) return tl::unexpected(bytes.error());
    return static_cast<std::size_t>(bytes->value_or(0));
}

/// Those that the server put off least often come first, so that one that it never takes holds up nothing.
Result<void> Journal::add_carried(Outgoing& outgoing) {
    if (carried().empty()) return {};
    std::size_t bytes = 0;
    auto parcels =
        database_->prepare("SELECT name, parcel FROM carried WHERE school = ? AND delivered = 0 ORDER BY tries, key");
    if (!parcels) return tl::unexpected(parcels.error());
    return parcels->each(
        [&](Row& row) {
            if (bytes >= tuning::unsent_batch_bytes || outgoing.carried.size() >= tuning::unsent_parcels) {
                outgoing.more_carried = true;
                return;
            }
            const auto name = crypto::digest_from(row.blob(0));
            if (!name) return row.mark_damaged();
            outgoing.carried.push_back({*name, row.bytes(1)});
            bytes += outgoing.carried.back().bytes.size();
        },
        replica_.school_key());
}

}  // namespace zvonok::journal
