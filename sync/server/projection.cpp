#include "sync/server/projection.hpp"

#include "station/journal/schema.hpp"
#include "sync/server/tuning.hpp"

namespace zvonok::sync::server {

Result<std::unique_ptr<Projection>> Projection::open(const std::filesystem::path& path, SchoolId school) {
    auto opened = open_file(path, school);
    if (opened || opened.error().kind == FaultKind::busy || opened.error().kind == FaultKind::full) return opened;
    remove(path);
    return open_file(path, school);
}

void Projection::remove(const std::filesystem::path& path) {
    sqlite::remove_database(path);
}

Result<std::unique_ptr<Projection>> Projection::open_file(const std::filesystem::path& path, SchoolId school) {
    auto opened = sqlite::Database::open(path);
    if (!opened) return tl::unexpected(opened.error());
    auto database = std::make_unique<sqlite::Database>(std::move(*opened));
    if (auto migrated = sqlite::migrate(*database, journal::file_kind, journal::migrations()); !migrated)
        return tl::unexpected(migrated.error());
    auto replica = journal::Replica::open(*database, school);
    if (!replica) return tl::unexpected(replica.error());
    std::unique_ptr<Projection> projection{new Projection(std::move(database), std::move(*replica))};
    auto where = projection->database_->prepare("SELECT epoch, cursor FROM replica WHERE school = ?");
    if (!where) return tl::unexpected(where.error());
    const auto found = where->first(
        [&](sqlite::Row& row) {
            projection->epoch_ = row.id_or_null<EpochId>(0).value_or(EpochId{});
            projection->cursor_ = static_cast<std::uint64_t>(row.integer(1));
        },
        projection->replica_->school_key());
    if (!found) return tl::unexpected(found.error());
    return projection;
}

Result<void> Projection::catch_up(LogStore& store) {
    const auto head = store.head(replica_->school());
    if (!head) return tl::unexpected(head.error());
    if (!epoch_.empty() && epoch_ != head->epoch)
        return fail(FaultKind::corrupt, "a projection of another life of the log");
    while (cursor_ < head->cursor) {
        const auto changes = store.changes(replica_->school(), cursor_, Scope::staff, tuning::page_bytes);
        if (!changes) return tl::unexpected(changes.error());
        if (auto taken = take(*changes, head->epoch); !taken) {
            replica_->rolled_back();
            return taken;
        }
        cursor_ = changes->next;
        epoch_ = head->epoch;
        // Within a long way to catch up too: a year in one write-ahead log is slow to find pages in.
        if (auto tended = database_->tend(); !tended) return tended;
    }
    return {};
}

Result<void> Projection::take(const ChangeSet& changes, EpochId epoch) {
    auto transaction = sqlite::Transaction::begin(*database_);
    if (!transaction) return tl::unexpected(transaction.error());
    for (const entry::SessionProof& proof : changes.sessions) {
        const auto statement = entry::open_proof(proof);
        if (!statement) return tl::unexpected(statement.error());
        if (auto stored = replica_->store_session(proof, statement->session); !stored) return stored;
    }
    for (const entry::SealedBatch& batch : changes.batches) {
        const auto checked = journal::read_batch(batch);  // the log was checked when it was written
        if (!checked) return tl::unexpected(checked.error());
        const auto source = checked->seal.server_key ? journal::Source::server : journal::Source::station;
        if (auto stored = replica_->store(batch, *checked, source); !stored) return stored;
    }
    if (auto folded = replica_->fold(); !folded) return tl::unexpected(folded.error());
    auto note = database_->prepare("UPDATE replica SET epoch = ?, cursor = ? WHERE school = ?");
    if (!note) return tl::unexpected(note.error());
    if (auto noted = note->run(epoch, changes.next, replica_->school_key()); !noted) return noted;
    return transaction->commit();
}

}  // namespace zvonok::sync::server
