#pragma once

#include "station/sqlite/database.hpp"
#include "sync/server/storage.hpp"

namespace zvonok::sync::server {

/// Log, docket and registry in one SQLite file (sync/server/SCHEMA.md).
class SqliteStore final : public Store {
  public:
    /// refused: another kind of file, or one of a newer program
    static Result<std::unique_ptr<SqliteStore>> open(const std::filesystem::path& path, sqlite::Access access);

    Result<std::vector<SchoolId>> schools() override;
    Result<Head> head(SchoolId school) override;
    Result<std::optional<LogRow>> log(SchoolId school, LogId log) override;
    Result<std::vector<LogRow>> logs_of(SchoolId school, StationId station) override;
    Result<std::optional<crypto::Digest>> seal_at(SchoolId school, LogId log, std::uint64_t first) override;
    Result<bool> overlaps(SchoolId school, LogId log, std::uint64_t first, std::uint64_t last) override;
    Result<bool> ends_with(SchoolId school, LogId log, std::uint64_t last, const crypto::Digest& seal) override;
    Result<bool> reaches(SchoolId school, LogId log, std::uint64_t last, Refusals refusals) override;
    Result<std::optional<entry::SessionProof>> session(SchoolId school, SessionId session) override;
    Result<ChangeSet> changes(SchoolId school, std::uint64_t after, Scope scope, std::size_t limit_bytes) override;
    Result<std::vector<entry::SealedBatch>> facts(SchoolId school, std::uint64_t after, std::uint64_t until) override;

    Result<Head> begin(SchoolId school) override;
    Result<Head> begin_school(SchoolId school, EpochId epoch) override;
    Result<void> commit() override;
    void abandon() override;
    Result<void> renew_epoch(SchoolId school, EpochId epoch) override;
    Result<void> add_log(SchoolId school, LogId log, StationId station) override;
    Result<std::uint64_t> add_batch(const entry::SealedBatch& batch, const entry::CheckedBatch& checked) override;
    Result<void> add_session(const entry::SessionProof& proof, const entry::SessionStatement& statement) override;
    Result<void> add_refusal(SchoolId school, const Refusal& refusal) override;
    Result<void> add_loss(SchoolId school, LogId log, std::uint64_t first, std::uint64_t last) override;

    Result<std::vector<StationRow>> stations(SchoolId school) override;
    Result<std::optional<StationRow>> station_by_certificate(const crypto::Digest& fingerprint) override;
    Result<std::optional<StationRow>> station(SchoolId school, StationId station) override;
    Result<void> put_station(const StationRow& station) override;
    Result<void> revoke_station(SchoolId school, StationId station, Instant at) override;
    Result<void> add_certificate(const StationRow& station, const crypto::Digest& fingerprint, Instant issued) override;
    Result<void> add_token(const crypto::Digest& token, const StationRow& station, Instant expires) override;
    Result<TokenRow> token(const crypto::Digest& token, Instant now) override;
    Result<void> use_token(SchoolId school, const crypto::Digest& token, const crypto::Digest& key,
                           Instant now) override;
    Result<std::vector<Bytes>> staff_authorities(SchoolId school) override;
    Result<void> add_staff_authority(SchoolId school, ByteView certificate) override;

    Result<bool> is_docketed(SchoolId school) override;
    Result<void> set_docketed(SchoolId school) override;
    Result<std::set<CellId>> answered(SchoolId school, const std::vector<CellId>& cells) override;
    Result<void> add_answered(SchoolId school, const std::vector<CellId>& cells) override;
    Result<bool> is_written(SchoolId school, LessonId lesson) override;
    Result<void> add_written(SchoolId school, const std::vector<LessonId>& lessons) override;
    Result<std::optional<HeldEntry>> held(SchoolId school, const domain::EntryId& entry) override;
    Result<std::vector<HeldEntry>> held_before(SchoolId school, domain::FactVersion version,
                                               std::size_t limit) override;
    Result<std::vector<HeldEntry>> held_framing(SchoolId school, std::size_t limit) override;
    Result<void> put_held(SchoolId school, const HeldEntry& held) override;
    Result<void> drop_held(SchoolId school, const domain::EntryId& entry) override;
    Result<void> reopen_held(SchoolId school, const std::string& rule) override;
    Result<std::optional<entry::Record>> record(SchoolId school, const domain::EntryId& entry) override;

    [[nodiscard]] bool usable() override { return true; }
    Result<void> announce(const News& news) override;

  private:
    explicit SqliteStore(sqlite::Database database) : database_(std::move(database)) {}
    Result<void> prepare();
    Result<void> prepare_docket();
    Result<void> start();
    Result<std::vector<StationRow>> read_stations(sqlite::Statement& statement, const auto&... values);
    /// Six columns: log, first, last, content, signature, salt seed.
    Result<entry::SealedBatch> batch_of(SchoolId school, sqlite::Row& row, int column);
    Result<std::vector<entry::Record>> records(SchoolId school, LogId log, std::uint64_t first, std::uint64_t last,
                                               ByteView salt_seed);

    sqlite::Database database_;
    std::optional<sqlite::Transaction> transaction_;
    sqlite::Statement head_, log_, logs_of_, seal_at_, overlaps_, ends_with_, reaches_, session_, changes_, facts_,
        records_;
    sqlite::Statement move_cursor_, insert_batch_, insert_record_, move_log_, insert_session_, first_use_;
    sqlite::Statement find_certificate_;
    sqlite::Statement answered_, insert_answered_, written_, insert_written_, one_held_, held_before_, held_framing_,
        put_held_, drop_held_;
};

/// The file. One process works on it (DataFolder's lock), so nobody else commits.
class SqliteStorage final : public Storage {
  public:
    explicit SqliteStorage(std::filesystem::path path) : path_(std::move(path)) {}
    Result<std::unique_ptr<Store>> connect() override;
    /// Writers of one file exclude each other: a second connection would only wait where it can't be seen.
    [[nodiscard]] std::size_t connections() const override { return 1; }
    Result<std::unique_ptr<Watch>> watch(std::function<void(const News&)> told) override;

  private:
    std::filesystem::path path_;
};

}  // namespace zvonok::sync::server
