#include "sync/server/postgres_store.hpp"
#include "sync/server/stored_batch.hpp"
#include "sync/server/tuning.hpp"

#include <algorithm>
#include <limits>

/// Reading the log in pages: first the seals, as many as fit, then all their entries at once.
namespace zvonok::sync::server {

using postgres::Answer;
using postgres::Row;
using postgres::Statement;
using postgres::Values;

namespace {

// Each filter has statements of its own, so that each uses its own index.
#define ZVONOK_SEALS(FILTER)                                                                                         \
    "SELECT b.cursor, b.log, b.first, b.last, b.content, b.signature, b.salt_seed, b.bytes, s.proof FROM batches b " \
    "LEFT JOIN sessions s ON s.school = b.school AND s.session = b.session AND s.cursor = b.cursor "                 \
    "WHERE b.school = $1 AND b.cursor > $2 AND b.cursor <= $3 " FILTER "ORDER BY b.cursor LIMIT $4"
#define ZVONOK_ENTRIES(FILTER)                                                                                   \
    "SELECT b.cursor, r.seq, r.header, r.body, r.salt FROM batches b JOIN records r ON r.school = b.school AND " \
    "r.log = b.log AND r.seq BETWEEN b.first AND b.last WHERE b.school = $1 AND b.cursor > $2 AND b.cursor <= "  \
    "$3 " FILTER "ORDER BY b.cursor, r.seq"
constexpr Statement seals[] = {{"seals", ZVONOK_SEALS("")},
                               {"seals_public", ZVONOK_SEALS("AND b.public ")},
                               {"seals_facts", ZVONOK_SEALS("AND b.facts ")}};
constexpr Statement entries[] = {{"entries", ZVONOK_ENTRIES("")},
                                 {"entries_public", ZVONOK_ENTRIES("AND b.public ")},
                                 {"entries_facts", ZVONOK_ENTRIES("AND b.facts ")}};
#undef ZVONOK_SEALS
#undef ZVONOK_ENTRIES

constexpr std::uint64_t no_end = std::numeric_limits<std::int64_t>::max();

struct StoredBatch {
    std::uint64_t cursor = 0, first = 0, last = 0;
    entry::SealedBatch batch;
};

/// Each entry to its batch; both are in the order of the log.
Result<void> hand_out(const Answer& answer, std::vector<StoredBatch>& batches) {
    auto batch = batches.begin();
    auto read = answer.each([&](Row& row) {
        while (batch != batches.end() && batch->cursor < row.number(0)) ++batch;
        const std::uint64_t seq = row.number(1);
        if (batch == batches.end() || batch->cursor != row.number(0) ||
            seq != batch->first + batch->batch.records.size()) {
            row.mark_damaged();
            return;
        }
        entry::Record& record = batch->batch.records.emplace_back();
        record.header = row.bytes(2);
        if (row.is_null(3)) return;
        record.body = row.bytes(3);
        record.salt = row.is_null(4) ? entry::derived_salt(batch->batch.seal.salt_seed, seq) : row.bytes(4);
    });
    if (!read) return read;
    for (const StoredBatch& each : batches)
        if (each.batch.records.size() != each.last - each.first + 1)
            return fail(FaultKind::corrupt, "a batch with entries missing");
    return {};
}

}  // namespace

struct PostgresStore::Page {
    std::vector<StoredBatch> batches;
    std::vector<entry::SessionProof> proofs;
    bool more = false;
};

Result<PostgresStore::Page> PostgresStore::page(SchoolId school, std::uint64_t after, std::uint64_t until,
                                                Filter filter, std::size_t limit_bytes) {
    const auto which = static_cast<std::size_t>(filter);
    const auto found =
        ask_one(school, {seals[which], Values::of(school, after, until, tuning::database_page_batches + 1)});
    if (!found) return tl::unexpected(found.error());
    Page page;
    std::size_t bytes = 0;
    auto read = found->each([&](Row& row) -> Result<void> {
        page.more = page.more || bytes >= limit_bytes || page.batches.size() == tuning::database_page_batches;
        if (page.more) return {};
        page.batches.push_back(
            {row.number(0), row.number(2), row.number(3), {{row.bytes(4), row.bytes(5), row.bytes(6)}, {}, {}}});
        bytes += static_cast<std::size_t>(row.number(7));
        if (row.is_null(8)) return {};
        auto proof = entry::decode_proof(row.blob(8));
        if (!proof) return tl::unexpected(proof.error());
        page.proofs.push_back(std::move(*proof));
        return {};
    });
    if (!read) return tl::unexpected(read.error());
    if (page.batches.empty()) return page;
    const auto rows = ask_one(school, {entries[which], Values::of(school, after, page.batches.back().cursor)});
    if (!rows) return tl::unexpected(rows.error());
    if (auto handed = hand_out(*rows, page.batches); !handed) return tl::unexpected(handed.error());
    return page;
}

Result<ChangeSet> PostgresStore::changes(SchoolId school, std::uint64_t after, Scope scope, std::size_t limit_bytes) {
    const auto head = this->head(school);
    if (!head) return tl::unexpected(head.error());
    const bool kiosk = scope == Scope::kiosk;
    auto page = this->page(school, after, no_end, kiosk ? Filter::for_everyone : Filter::all, limit_bytes);
    if (!page) return tl::unexpected(page.error());
    ChangeSet set;
    set.next = after;
    set.more = page->more;
    if (!kiosk) set.sessions = std::move(page->proofs);
    for (StoredBatch& stored : page->batches) {
        set.next = stored.cursor;
        set.batches.push_back(kiosk ? entry::part_of(stored.batch, is_public) : std::move(stored.batch));
    }
    // A kiosk passes over what is not for it, so that it does not look at it again. Whoever holds the counter commits
    // before the next takes it, so all up to a head that was seen was there to be read.
    if (!set.more) set.next = std::max(set.next, head->cursor);
    return set;
}

Result<std::vector<entry::SealedBatch>> PostgresStore::facts(SchoolId school, std::uint64_t after,
                                                             std::uint64_t until) {
    std::vector<entry::SealedBatch> found;
    for (bool more = true; more;) {
        auto page = this->page(school, after, until, Filter::facts, tuning::page_bytes);
        if (!page) return tl::unexpected(page.error());
        more = page->more;
        for (StoredBatch& stored : page->batches) {
            after = stored.cursor;
            found.push_back(std::move(stored.batch));
        }
    }
    return found;
}

}  // namespace zvonok::sync::server
