#include "station/journal/salvage.hpp"

#include "station/journal/page_scan.hpp"

#include <algorithm>

namespace zvonok::journal {

using entry::EntryId;
using Kind = ColumnShape::Kind;

namespace {

// The rows of the tables in schema.cpp; the sizes leave room for anything that was ever written there.
constexpr ColumnShape number{Kind::integer, 0, 0};
constexpr ColumnShape id_blob{Kind::blob, 16, 16};
constexpr ColumnShape signature_blob{Kind::blob, 64, 64};
constexpr ColumnShape session_row[] = {
    number, id_blob, {Kind::blob, 40, 4096}, {Kind::blob, 32, 4096}, {Kind::blob, 16, 65536}};
constexpr ColumnShape token_row[] = {number, id_blob, {Kind::blob, 16, 1024}, signature_blob};
constexpr ColumnShape seal_row[] = {
    number, number, number, number, number, {Kind::blob, 64, 1024}, signature_blob, {Kind::blob, 0, 32}};
constexpr ColumnShape entry_row[] = {number,
                                     number,
                                     number,
                                     id_blob,
                                     number,
                                     number,
                                     {Kind::blob, 64, 1u << 20},
                                     {Kind::blob_or_null, 0, 1u << 20},
                                     {Kind::blob_or_null, 16, 16},
                                     {Kind::blob_or_null, 0, 4096}};

/// Everything that decodes, by what it says of itself. Several versions of one entry can be found: the true one, and
/// bytes that damage made; which is which, its seal tells.
class Heap {
  public:
    explicit Heap(const SalvageFrom& from) : from_(from) {
        if (!from.witness) return;
        own_[from.witness->log] = from.witness->seq;
        for (const Witness::Closed& former : from.witness->former) own_[former.log] = former.seq;
    }

    void read_sessions(Findings& findings) {
        scan_rows(from_.files, from_.database, from_.log, session_row, [&](FoundRow row) {
            entry::SessionProof proof{std::move(row[2].blob), std::move(row[3].blob), std::move(row[4].blob)};
            auto statement = entry::open_proof(proof);
            if (!statement || statement->school != from_.school) return;
            if (statement->station == from_.station) own_.try_emplace(statement->log, 0);
            findings.sessions.try_emplace(statement->session, std::move(proof), *statement);
        });
        scan_rows(from_.files, from_.database, from_.log, token_row, [&](FoundRow row) {
            const auto id = TokenId::from(row[1].blob);
            if (id)
                findings.tokens.emplace_back(*id,
                                             entry::SignedTimeToken{std::move(row[2].blob), std::move(row[3].blob)});
        });
    }

    void read_seals(const Findings& findings) {
        scan_rows(from_.files, from_.database, from_.log, seal_row, [&](FoundRow row) {
            entry::Seal seal{std::move(row[5].blob), std::move(row[6].blob), std::move(row[7].blob)};
            auto content = entry::decode_seal(seal.content);
            if (!content || content->school != from_.school) return;
            const auto key = key_of(*content, findings);
            if (!key || !entry::check_seal(seal, *key)) return;
            if (own_.contains(content->log)) own_[content->log] = std::max(own_[content->log], content->last);
            seals_[content->log].emplace(content->first, std::pair{std::move(seal), *content});
        });
    }

    void read_entries() {
        scan_rows(from_.files, from_.database, from_.log, entry_row, [&](FoundRow row) {
            const auto header = entry::decode_header(row[6].blob);
            if (!header || header->school != from_.school) return;
            if (!seals_.contains(header->id.log)) return;
            entry::Record record{std::move(row[6].blob), std::move(row[7].blob), std::move(row[8].blob)};
            const auto body = record.is_stub() ? fail(FaultKind::missing, "stub") : entry::decode_body(record.body);
            if (!body || !entry::check_record(*header, record, *body)) record = {std::move(record.header), {}, {}};
            auto& versions = entries_[header->id];
            const auto same = std::ranges::find(versions, record.header, &entry::Record::header);
            if (same == versions.end())
                versions.push_back(std::move(record));
            else if (same->is_stub())
                *same = std::move(record);
        });
    }

    /// The first version of the seal under which all its headers are found and everything fits.
    std::optional<entry::SealedBatch> proven(LogId log, std::uint64_t first, const Findings& findings) const {
        const auto [begin, end] = seals_.at(log).equal_range(first);
        for (auto at = begin; at != end; ++at) {
            const auto& [seal, content] = at->second;
            const auto key = key_of(content, findings);
            if (!key) continue;
            entry::SealedBatch batch{seal, {}, {}};
            if (!gather(content, batch)) continue;
            if (entry::check_batch(batch, *key)) return batch;
        }
        return std::nullopt;
    }

    [[nodiscard]] const auto& seals() const { return seals_; }
    [[nodiscard]] const std::map<LogId, std::uint64_t>& own() const { return own_; }

  private:
    /// The key that must have signed: a server's that we know, or that of a session of one of our own logs.
    std::optional<crypto::PublicKey> key_of(const entry::SealContent& content, const Findings& findings) const {
        if (content.server_key) {
            const bool known = std::ranges::count(from_.server_keys, *content.server_key) > 0;
            return known ? content.server_key : std::nullopt;
        }
        const auto session = findings.sessions.find(content.session);
        if (session == findings.sessions.end() || session->second.second.log != content.log) return std::nullopt;
        if (!own_.contains(content.log)) return std::nullopt;
        return session->second.second.session_key;
    }

    bool gather(const entry::SealContent& content, entry::SealedBatch& batch) const {
        for (std::uint64_t seq = content.first; seq <= content.last; ++seq) {
            const auto found = entries_.find(EntryId{content.log, seq});
            if (found == entries_.end()) return false;
            // Where a header was found in two versions, the one that came with its whole body is the true one: it
            // hashes.
            const auto whole =
                std::ranges::find_if(found->second, [](const auto& record) { return !record.is_stub(); });
            batch.records.push_back(whole != found->second.end() ? *whole : found->second.front());
        }
        return true;
    }

    const SalvageFrom& from_;
    std::map<LogId, std::uint64_t> own_;
    std::map<LogId, std::multimap<std::uint64_t, std::pair<entry::Seal, entry::SealContent>>> seals_;
    std::map<EntryId, std::vector<entry::Record>> entries_;
};

bool has_body(const entry::SealedBatch& batch) {
    return std::ranges::any_of(batch.records, [](const entry::Record& record) { return !record.is_stub(); });
}

/// Facts only count together: a timetable with holes would be worse than none until the server answers. Whether they
/// are all here shows in their versions, which count from 1.
bool facts_are_whole(const std::vector<entry::SealedBatch>& batches) {
    std::set<domain::FactVersion> versions;
    for (const entry::SealedBatch& batch : batches)
        for (const entry::Record& record : batch.records) {
            const auto body = record.is_stub() ? fail(FaultKind::missing, "stub") : entry::decode_body(record.body);
            if (!body) return false;
            if (const auto* fact = std::get_if<entry::RecordedFact>(&*body)) versions.insert(fact->version);
        }
    return versions.empty() || *versions.rbegin() == versions.size();
}

}  // namespace

Findings salvage(const SalvageFrom& from) {
    Findings findings;
    Heap heap{from};
    heap.read_sessions(findings);
    heap.read_seals(findings);
    heap.read_entries();
    for (const auto& [log, seals] : heap.seals()) {
        const bool own = heap.own().contains(log);
        std::uint64_t next = 1;
        for (auto at = seals.begin(); at != seals.end(); at = seals.upper_bound(at->first)) {
            auto batch = heap.proven(log, at->first, findings);
            if (own) {
                if (batch && has_body(*batch)) findings.own.push_back(std::move(*batch));
                continue;
            }
            if (!batch || at->first != next) break;
            next += batch->records.size();
            findings.server.push_back(std::move(*batch));
        }
    }
    if (!facts_are_whole(findings.server)) findings.server.clear();
    findings.own_logs = heap.own();
    findings.end_known = from.witness.has_value();
    return findings;
}

}  // namespace zvonok::journal
