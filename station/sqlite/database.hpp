#pragma once

#include "station/sqlite/statement.hpp"

#include <filesystem>

struct sqlite3_file;

namespace zvonok::sqlite {

enum class Access { create, existing, read_only };

struct Options {
    Access access = Access::create;
    std::string vfs{};  ///< empty: the system's; tests name a failing one
};

/// One connection, for one thread at a time. Writers use WAL with synchronous=FULL: a commit that returned is on disk.
/// Nothing is checkpointed behind the owner's back; the owner calls tend() at quiet moments.
///
/// faults   as fault_from()
class Database {
  public:
    static Result<Database> open(const std::filesystem::path& path, const Options& options = {});

    /// One statement, whose text is read when it runs first. `name` is for faults; without it the text is used.
    [[nodiscard]] Result<Statement> prepare(std::string_view sql, std::string_view name = {});
    /// Any number of statements without values.
    [[nodiscard]] Result<void> script(const std::string& sql);
    /// Prepares, runs once and answers the first column of the first row.
    [[nodiscard]] Result<std::int64_t> integer(std::string_view sql);

    [[nodiscard]] std::int64_t last_row() const;
    /// Rows that the last insert, update or delete changed.
    [[nodiscard]] std::int64_t changes() const;
    [[nodiscard]] bool in_transaction() const;

    /// Gives the write-ahead log its room (tuning.hpp), so that commits need not make the file longer. Once after
    /// opening, outside a transaction. A disk without that room is no fault: the log grows as it must.
    [[nodiscard]] Result<void> reserve_log();
    /// Frames in the write-ahead log after the last commit.
    [[nodiscard]] int log_frames() const { return *log_frames_; }
    /// Moves the log's content into the file if enough of it has gathered; the log's room is then used anew. A reader
    /// that stands in its way is no fault.
    [[nodiscard]] Result<void> tend();
    [[nodiscard]] Result<void> checkpoint();

    /// The page cache from now on; the usual one is tuning::cache_kibibytes.
    [[nodiscard]] Result<void> set_cache(int kibibytes);

    /// Whether closing leaves the write-ahead log as it lies instead of emptying it into the file.
    void keep_log_on_close(bool keep);

    /// corrupt: the file's structure does not hold. Reads the whole file.
    [[nodiscard]] Result<void> check();

  private:
    friend class Transaction;
    struct Close {
        void operator()(sqlite3* raw) const;
    };
    explicit Database(sqlite3* raw) : raw_(raw) {}
    Result<void> configure(const Options& options);
    Result<sqlite3_file*> log_file();
    Result<void> flush_log();

    std::unique_ptr<int> log_frames_ = std::make_unique<int>(0);  // its address is known to SQLite's commit hook
    std::unique_ptr<sqlite3, Close> raw_;
    std::shared_ptr<IdleStatements> idle_ = std::make_shared<IdleStatements>();  // goes before the connection does
    Statement begin_, commit_;
};

/// Deletes the file with its log; it must be open nowhere. Where there is none nothing happens.
void remove_database(const std::filesystem::path& path, const std::string& vfs = {});

/// All or nothing. What is not committed is rolled back. The database must stay where it is meanwhile.
class Transaction {
  public:
    /// Takes the write lock at once, so that a busy file is told here and not half-way.
    [[nodiscard]] static Result<Transaction> begin(Database& database);
    Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    /// After a fault nothing of the transaction is in the database that this connection sees.
    [[nodiscard]] Result<void> commit();
    /// Undoes everything now; nothing to do after a commit.
    void roll_back() noexcept;

  private:
    explicit Transaction(Database& database) : database_(&database) {}
    Database* database_;
};

}  // namespace zvonok::sqlite
