#pragma once

#include "station/base/log.hpp"
#include "sync/server/data_folder.hpp"
#include "sync/server/projector.hpp"
#include "sync/server/school.hpp"
#include "sync/server/store_pool.hpp"
#include "sync/server/waiting.hpp"
#include "sync/server/wanted.hpp"

namespace zvonok::sync::server {

/// A no of the server, for a station.
struct Denial {
    wire::ProblemKind kind{};
    std::string text;  ///< for the log
};
template <class T>
using OrDenial = tl::expected<T, Denial>;

inline tl::unexpected<Denial> deny(wire::ProblemKind kind, std::string text) {
    return tl::unexpected(Denial{kind, std::move(text)});
}

/// The whole server but its sockets: log, schools, waiting stations. All calls from any thread.
class Core {
  public:
    static Result<std::unique_ptr<Core>> open(const DataFolder& folder, std::unique_ptr<Storage> storage, Keys keys,
                                              const Clock& clock, Log& log, Pace pace = {});
    ~Core();
    Core(const Core&) = delete;
    Core& operator=(const Core&) = delete;

    [[nodiscard]] const Keys& keys() const { return keys_; }
    [[nodiscard]] const Clock& clock() const { return clock_; }
    [[nodiscard]] Log& log() { return log_; }
    [[nodiscard]] Waiting& waiting() { return waiting_; }
    /// Does what threads do otherwise (Pace).
    void step();

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
    /// Fields of personal registers are sealed first.
    /// expected  the version that the facts were made on   busy: others were recorded since
    Result<domain::FactVersion> record(SchoolId school, domain::FactVersion expected, std::vector<domain::Fact> facts);
    /// Visits told before change nothing.
    Result<void> record_visits(SchoolId school, const std::vector<SeenVisit>& visits);
    /// refused: as School::record_message
    Result<void> record_message(SchoolId school, const FamilyMessage& message);
    /// Tells the families of the classes whose turn it is what the marks come to (I-07).
    /// returns  how many pupils were told of
    Result<std::size_t> tell_forecasts(SchoolId school);
    /// The record of a register with its fields open, for somebody who may read it (C-15, C-18, O-11).
    /// refused: may not; logged   missing: no such record today
    Result<domain::RegisterRecord> open_record(SchoolId school, PersonId reader, domain::Role role, EntityId record);
    /// Visits that a station tells of, sealed to this server; what is none of this school's is left out.
    Result<void> take_visits(const StationRow& station, const std::vector<Bytes>& sealed);
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
    /// One school's place in this process. Whoever holds its mutex may hold a connection already, and takes none then.
    struct Seat {
        std::mutex mutex;
        std::unique_ptr<School> school;
        /// What was worked out from `known`, and is void when that changes.
        std::shared_ptr<const Known> known;
        std::map<crypto::Digest, BelievedSession> believed;  ///< by hash of the proof
        std::optional<School::Access> access;

        void refresh();
    };
    using StoreChange = std::function<Result<std::vector<domain::Fact>>(Store&, const Known&)>;
    using Proofs = std::map<SessionId, entry::SessionProof>;
    /// Sessions, and what was known when they were believed.
    struct Belief {
        std::shared_ptr<const Known> known;
        Sessions sessions;
    };

    Core(const DataFolder& folder, std::unique_ptr<Storage> storage, Keys keys, const Clock& clock, Log& log, Pace pace)
        : folder_(folder),
          storage_(std::move(storage)),
          pool_(*storage_),
          keys_(std::move(keys)),
          clock_(clock),
          log_(log),
          waiting_(std::move(pace)) {}
    Result<Seat*> seat(Store& store, SchoolId school);
    Seat* take_place(std::unique_ptr<School> school);
    Denial fault(std::string_view what, const Fault& fault);
    Result<Proofs> proofs_of(Store& store, const wire::SyncRequest& request);
    Belief believe(Seat& seat, const Proofs& proofs);
    /// What the school's staff stations seal parcels with now, and what the last ones were sealed with.
    Result<std::vector<wire::EnvelopeKey>> envelope_keys(Store& store, SchoolId school) const;
    std::vector<OrRule<wire::ParcelContent>> open_carried(const wire::SyncRequest& request) const;
    School::Candidate carried_candidate(Seat& seat, SchoolId school, const OrRule<wire::ParcelContent>& parcel,
                                        std::shared_ptr<const Known>& known);
    Result<Upload> upload(const StationRow& station, const wire::SyncRequest& request);
    Result<wire::SyncAnswer> answer(Store& store, const StationRow& station, const Wanted& wanted);
    Result<Recorded> record(SchoolId school, const StoreChange& change);
    Result<Recorded> in_school(SchoolId school, const std::function<Result<Recorded>(Store&, School&)>& work);
    void reconsider(Store& store, Seat& seat, SchoolId school);
    void log_outcomes(const StationRow& station, const Upload& upload);
    void tell(Store& store, const News& news);

    DataFolder folder_;
    std::unique_ptr<Storage> storage_;
    StorePool pool_;
    Keys keys_;
    const Clock& clock_;
    Log& log_;
    std::mutex mutex_;  ///< over seats_; held for moments
    std::map<SchoolId, std::unique_ptr<Seat>> seats_;
    std::unique_ptr<Projector> projector_;
    Waiting waiting_;
    std::unique_ptr<Watch> watch_;
};

}  // namespace zvonok::sync::server
