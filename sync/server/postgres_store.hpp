#pragma once

#include "sync/server/postgres_connection.hpp"
#include "sync/server/storage.hpp"

namespace zvonok::sync::server {

/// Log, docket and registry on PostgreSQL (sync/server/SCHEMA.md). Every statement runs under the name of one school;
/// the database shows it no other's rows.
class PostgresStore final : public Store {
  public:
    /// where  as postgres::Connection::open()
    static Result<std::unique_ptr<PostgresStore>> open(const std::string& where);

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

    [[nodiscard]] bool usable() override { return connection_.usable(); }
    Result<void> announce(const News& news) override;

  private:
    enum class Filter { all, for_everyone, facts };
    enum class Directory { school = 0, certificate = 1, token = 2 };
    struct Page;

    explicit PostgresStore(postgres::Connection connection) : connection_(std::move(connection)) {}
    /// Runs the commands under the school's name, in its transaction if one was begun.
    Result<std::vector<postgres::Answer>> ask(SchoolId school, std::vector<postgres::Command> commands);
    Result<postgres::Answer> ask_one(SchoolId school, postgres::Command command);
    /// The same for a write, which happens between begin() and commit() only.
    Result<void> write(SchoolId school, std::vector<postgres::Command> commands);
    Result<bool> any(SchoolId school, postgres::Command command);
    Result<Head> begin_with(SchoolId school, std::vector<postgres::Command> commands);
    Result<Page> page(SchoolId school, std::uint64_t after, std::uint64_t until, Filter filter,
                      std::size_t limit_bytes);
    Result<std::vector<StationRow>> read_stations(SchoolId school, postgres::Command command);
    Result<std::optional<SchoolId>> school_of(Directory kind, ByteView key);

    postgres::Connection connection_;
    std::optional<SchoolId> transaction_;  ///< whose
};

/// A database that several processes may work on.
class PostgresStorage final : public Storage {
  public:
    explicit PostgresStorage(std::string where) : where_(std::move(where)) {}
    Result<std::unique_ptr<Store>> connect() override { return PostgresStore::open(where_); }
    [[nodiscard]] std::size_t connections() const override;
    Result<std::unique_ptr<Watch>> watch(std::function<void(const News&)> told) override;

  private:
    std::string where_;
};

}  // namespace zvonok::sync::server
