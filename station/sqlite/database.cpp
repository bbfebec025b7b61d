#include "station/sqlite/database.hpp"

#include "station/sqlite/fault.hpp"
#include "station/sqlite/tuning.hpp"

#include <sqlite3.h>
#include <algorithm>

namespace zvonok::sqlite {

namespace {
int remember_frames(void* frames, sqlite3*, const char*, int count) {
    *static_cast<int*>(frames) = count;
    return SQLITE_OK;
}

int flags_of(Access access) {
    constexpr int common = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    switch (access) {
        case Access::create:
            return common | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        case Access::existing:
            return common | SQLITE_OPEN_READWRITE;
        case Access::read_only:
            return common | SQLITE_OPEN_READONLY;
    }
    return common;
}
}  // namespace

void Database::Close::operator()(sqlite3* raw) const {
    sqlite3_close_v2(raw);
}

Result<Database> Database::open(const std::filesystem::path& path, const Options& options) {
    sqlite3* raw = nullptr;
    const int rc = sqlite3_open_v2(path.c_str(), &raw, flags_of(options.access),
                                   options.vfs.empty() ? nullptr : options.vfs.c_str());
    Database database{raw};
    if (rc != SQLITE_OK) return fault_from(rc, raw, "open database");
    if (auto configured = database.configure(options); !configured) return tl::unexpected(configured.error());
    return database;
}

Result<void> Database::configure(const Options& options) {
    sqlite3_busy_timeout(raw_.get(), static_cast<int>(tuning::busy_limit.count()));
    sqlite3_db_config(raw_.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    const std::string common =
        "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY;"
        "PRAGMA cache_size=-" +
        std::to_string(tuning::cache_kibibytes) + ";";
    if (auto set = script(common); !set) return set;
    if (options.access == Access::read_only) return {};
    if (auto set = script("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=-1;"); !set)
        return set;
    // A file system without shared memory would leave the rollback journal in place, silently and four times slower.
    bool wal = false;
    auto mode = prepare("PRAGMA journal_mode");
    if (!mode) return tl::unexpected(mode.error());
    const auto read = mode->first([&](Row& row) { wal = row.text(0) == "wal"; });
    if (!read) return tl::unexpected(read.error());
    if (!wal) return fail(FaultKind::refused, "this disk cannot hold a write-ahead log");
    if (auto flushed = flush_log(); !flushed) return flushed;
    sqlite3_wal_hook(raw_.get(), &remember_frames, log_frames_.get());
    auto begin = prepare("BEGIN IMMEDIATE");
    auto commit = prepare("COMMIT");
    if (!begin || !commit) return tl::unexpected(begin ? commit.error() : begin.error());
    begin_ = std::move(*begin);
    commit_ = std::move(*commit);
    return {};
}

Result<Statement> Database::prepare(std::string_view sql, std::string_view name) {
    return Statement{raw_.get(), idle_, sql, name};
}

Result<void> Database::script(const std::string& sql) {
    const int rc = sqlite3_exec(raw_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (rc != SQLITE_OK) return fault_from(rc, raw_.get(), std::string_view{sql}.substr(0, 60));
    return {};
}

Result<std::int64_t> Database::integer(std::string_view sql) {
    auto statement = prepare(sql);
    if (!statement) return tl::unexpected(statement.error());
    const auto value = statement->integer();
    if (!value) return tl::unexpected(value.error());
    if (!*value) return fail(FaultKind::missing, std::string(sql) + ": no value");
    return **value;
}

Result<void> Database::set_cache(int kibibytes) {
    return script("PRAGMA cache_size=-" + std::to_string(kibibytes));
}

std::int64_t Database::last_row() const {
    return sqlite3_last_insert_rowid(raw_.get());
}

std::int64_t Database::changes() const {
    return sqlite3_changes64(raw_.get());
}

bool Database::in_transaction() const {
    return sqlite3_get_autocommit(raw_.get()) == 0;
}

/// Null: nothing of it is open yet.
Result<sqlite3_file*> Database::log_file() {
    // The log's file is made by the first read of a transaction at the latest; the pointer is valid from then on.
    if (auto touched = integer("SELECT count(*) FROM sqlite_schema"); !touched) return tl::unexpected(touched.error());
    sqlite3_file* log = nullptr;
    if (const int rc = sqlite3_file_control(raw_.get(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &log); rc != SQLITE_OK)
        return fault_from(rc, raw_.get(), "find the write-ahead log");
    return log == nullptr || log->pMethods == nullptr ? nullptr : log;
}

/// A process that was killed between writing a commit and seeing it flushed leaves it in the log, and SQLite takes it
/// for done. It counts from now on, so it must be on the disk before anybody hears of it: else a power cut could still
/// take back what others know already.
Result<void> Database::flush_log() {
    const auto log = log_file();
    if (!log) return tl::unexpected(log.error());
    if (*log == nullptr) return {};
    sqlite3_int64 size = 0;
    if (const int rc = (*log)->pMethods->xFileSize(*log, &size); rc != SQLITE_OK)
        return fault_from(rc, raw_.get(), "size of the write-ahead log");
    if (size == 0) return {};
    if (const int rc = (*log)->pMethods->xSync(*log, SQLITE_SYNC_NORMAL); rc != SQLITE_OK)
        return fault_from(rc, raw_.get(), "flush the write-ahead log");
    return {};
}

Result<void> Database::reserve_log() {
    const auto found = log_file();
    if (!found) return tl::unexpected(found.error());
    sqlite3_file* log = *found;
    if (log == nullptr) return fail(FaultKind::bug, "no write-ahead log to reserve");
    sqlite3_int64 size = 0;
    if (const int rc = log->pMethods->xFileSize(log, &size); rc != SQLITE_OK)
        return fault_from(rc, raw_.get(), "size of the write-ahead log");
    // Zeros behind the last frame carry no frame's salt: recovery stops before them, as it does before stale frames.
    // Only what nobody can be writing to is touched: the bytes from the present end on, by the connection that writes.
    const Bytes zeros(64 * 1024);
    auto transaction = Transaction::begin(*this);
    if (!transaction) return tl::unexpected(transaction.error());
    const sqlite3_int64 before = size;
    while (size < static_cast<sqlite3_int64>(tuning::wal_room_bytes)) {
        const auto piece = std::min<sqlite3_int64>(static_cast<sqlite3_int64>(zeros.size()),
                                                   static_cast<sqlite3_int64>(tuning::wal_room_bytes) - size);
        if (log->pMethods->xWrite(log, zeros.data(), static_cast<int>(piece), size) != SQLITE_OK) {
            // No room for comfort: give back what was taken, what is left of the disk is for entries.
            log->pMethods->xTruncate(log, before);
            return {};
        }
        size += piece;
    }
    log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
    return {};
}

Result<void> Database::tend() {
    if (*log_frames_ < tuning::checkpoint_from_frames) return {};
    return checkpoint();
}

Result<void> Database::checkpoint() {
    int in_log = 0;
    int moved = 0;
    const int rc = sqlite3_wal_checkpoint_v2(raw_.get(), "main", SQLITE_CHECKPOINT_PASSIVE, &in_log, &moved);
    if (rc == SQLITE_BUSY) return {};
    if (rc != SQLITE_OK) return fault_from(rc, raw_.get(), "checkpoint");
    if (in_log == moved) *log_frames_ = 0;
    return {};
}

void Database::keep_log_on_close(bool keep) {
    sqlite3_db_config(raw_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep ? 1 : 0, nullptr);
}

Result<void> Database::check() {
    auto statement = prepare("PRAGMA quick_check(1)");
    if (!statement) return tl::unexpected(statement.error());
    Result<void> verdict;
    const auto read = statement->first([&](Row& row) {
        if (row.text(0) != "ok") verdict = fail(FaultKind::corrupt, "structure of the database does not hold");
    });
    if (!read) return tl::unexpected(read.error());
    return verdict;
}

void remove_database(const std::filesystem::path& path, const std::string& vfs) {
    sqlite3_vfs* disk = sqlite3_vfs_find(vfs.empty() ? nullptr : vfs.c_str());
    if (disk == nullptr) return;
    for (const char* suffix : {"", "-wal", "-shm"}) disk->xDelete(disk, (path.string() + suffix).c_str(), 0);
}

Result<Transaction> Transaction::begin(Database& database) {
    if (auto begun = database.begin_.run(); !begun) return tl::unexpected(begun.error());
    return Transaction{database};
}

Transaction::~Transaction() {
    roll_back();
}

Result<void> Transaction::commit() {
    auto committed = database_->commit_.run();
    if (!committed)
        roll_back();
    else
        database_ = nullptr;
    return committed;
}

void Transaction::roll_back() noexcept {
    if (database_ == nullptr) return;
    // A full disk or a failed write may have rolled back already; then there is nothing to do.
    sqlite3* raw = database_->raw_.get();
    if (sqlite3_get_autocommit(raw) == 0) sqlite3_exec(raw, "ROLLBACK", nullptr, nullptr, nullptr);
    database_ = nullptr;
}

}  // namespace zvonok::sqlite
