#pragma once

#include "station/base/log.hpp"
#include "sync/server/data_folder.hpp"
#include "sync/server/projector.hpp"
#include "sync/server/school.hpp"
#include "sync/server/sqlite_store.hpp"
#include "sync/server/waiting.hpp"

namespace zvonok::sync::server {

/// A no of the server, for a station.
struct Denial {
    wire::ProblemKind kind{};
    std::string text;  ///< for the log
};
template <class T>
using OrDenial = tl::expected<T, Denial>;

/// What a station asks for when it wants changes.
struct Wanted {
    EpochId epoch;
    std::uint64_t after = 0;
    std::uint64_t access_version = 0;
    std::size_t page_bytes = 0;
};

/// The whole server but its sockets: log, schools, waiting stations. All calls from any thread.
class Core {
  public:
    static Result<std::unique_ptr<Core>> open(const DataFolder& folder, Keys keys, const Clock& clock, Log& log);
    ~Core();
    Core(const Core&) = delete;
    Core& operator=(const Core&) = delete;

    [[nodiscard]] const Keys& keys() const { return keys_; }
    [[nodiscard]] const Clock& clock() const { return clock_; }
    [[nodiscard]] Log& log() { return log_; }
    [[nodiscard]] Waiting& waiting() { return waiting_; }

    /// The station behind a certificate that TLS has proved.   station_unknown, station_revoked
    OrDenial<StationRow> admit(ByteView certificate);
    OrDenial<wire::SyncAnswer> sync(const StationRow& station, const wire::SyncRequest& request);
    OrDenial<wire::SyncAnswer> changes(const StationRow& station, const Wanted& wanted);
    /// Whether there is anything for that station behind its cursor now.
    OrDenial<bool> has_news(const StationRow& station, const Wanted& wanted);
    OrDenial<wire::EnrolAnswer> enrol(const wire::EnrolRequest& request);
    entry::SignedTimeToken time_token(const StationRow& station, ByteView nonce) const;

    // What IT does, here or by way of the admin socket. Faults: missing: no such school
    Result<std::vector<SchoolId>> schools();
    Result<void> found_school(SchoolId school, std::vector<domain::Fact> facts);
    Result<std::shared_ptr<const domain::FactBook>> facts(SchoolId school);
    /// expected  the version that the facts were made on   busy: others were recorded since
    Result<domain::FactVersion> record(SchoolId school, domain::FactVersion expected, std::vector<domain::Fact> facts);
    Result<void> register_station(const StationRow& station, const domain::Station& fact, const crypto::Digest& token,
                                  Instant token_expires);
    Result<void> revoke_station(SchoolId school, StationId station);
    Result<std::vector<StationRow>> stations(SchoolId school);
    Result<void> add_staff_authority(SchoolId school, const crypto::Certificate& authority,
                                     const crypto::RevocationList& list);
    Result<Head> head(SchoolId school);
    /// Hash of the canonical dump, once the tables have caught up with the log.
    Result<crypto::Digest> dump_hash(SchoolId school);

  private:
    struct Seat {
        std::unique_ptr<School> school;
        /// What was worked out from `known`, and is void when that changes.
        std::shared_ptr<const Known> known;
        std::map<crypto::Digest, BelievedSession> believed;  ///< by hash of the proof
        std::optional<std::pair<LocalDay, wire::AccessList>> access;

        void refresh();
    };

    Core(const DataFolder& folder, Keys keys, const Clock& clock, Log& log)
        : folder_(folder), keys_(std::move(keys)), clock_(clock), log_(log) {}
    Result<void> open_school(SchoolId school);
    Result<Seat*> seat(SchoolId school);
    Denial fault(std::string_view what, const Fault& fault);
    Sessions believed_sessions(Seat& seat, const wire::SyncRequest& request, std::unique_lock<std::mutex>& lock);
    Result<Upload> upload(Seat& seat, const StationRow& station, const wire::SyncRequest& request,
                          std::unique_lock<std::mutex>& lock);
    Result<wire::SyncAnswer> answer(Seat& seat, const StationRow& station, const Wanted& wanted);
    void log_outcomes(const StationRow& station, const Upload& upload);
    void tell_change(SchoolId school, StationId by);

    DataFolder folder_;
    Keys keys_;
    const Clock& clock_;
    Log& log_;
    std::mutex mutex_;
    std::unique_ptr<SqliteStore> store_;
    std::map<SchoolId, Seat> seats_;
    std::unique_ptr<Projector> projector_;
    Waiting waiting_;
};

}  // namespace zvonok::sync::server
