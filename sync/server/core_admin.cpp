#include "station/crypto/random.hpp"
#include "sync/server/core.hpp"
#include "sync/server/enrolment.hpp"
#include "sync/server/tuning.hpp"

/// What the server does for IT and for stations that are not stations yet.
namespace zvonok::sync::server {

using wire::ProblemKind;

namespace {

/// Runs `work` as one transaction.
Result<void> transact(SqliteStore& store, const std::function<Result<void>()>& work) {
    if (auto begun = store.begin(); !begun) return begun;
    if (auto done = work(); !done) {
        store.abandon();
        return done;
    }
    return store.commit();
}

}  // namespace

crypto::Digest hash_of_token(std::string_view token) {
    static constexpr std::uint8_t zero[] = {0};
    return crypto::sha256({as_bytes("zvonok enrolment token v1"), zero, as_bytes(token)});
}

OrDenial<wire::EnrolAnswer> Core::enrol(const wire::EnrolRequest& request) {
    const auto deny = [](ProblemKind kind, std::string text) { return tl::unexpected(Denial{kind, std::move(text)}); };
    const std::scoped_lock lock{mutex_};
    const Instant now = clock_.now();
    const crypto::Digest token = hash_of_token(request.token);
    const auto row = store_->token(token, now);
    if (!row) return tl::unexpected(fault("enrol", row.error()));
    if (row->state == TokenState::unknown) return deny(ProblemKind::token_unknown, "no such token");
    const auto station = store_->station(row->school, row->station);
    if (!station) return tl::unexpected(fault("enrol", station.error()));
    if (!*station) return deny(ProblemKind::token_unknown, "a token of no station");
    if ((*station)->revoked) return deny(ProblemKind::station_revoked, "the station was struck off");

    // TLS asks the machine's clock, which on a demo is not the clock of the lessons.
    const Instant wall = SystemClock{}.now();
    const crypto::CertificateOrder order{.profile = crypto::Profile::station,
                                         .common_name = row->station.hex(),
                                         .not_before = std::min(now, wall) - tuning::clock_tolerance,
                                         .not_after = std::max(now, wall) + tuning::certificate_term};
    const auto certificate = keys_.station_authority.issue_for_request(order, request.request);
    if (!certificate) return deny(ProblemKind::csr_unusable, certificate.error().what);
    const crypto::Digest key = crypto::sha256(certificate->public_key());
    // Asked again by the key that it was used for, a token is good again: the first answer may have been lost.
    const bool again = row->used_by == key;
    if (row->state == TokenState::used && !again) return deny(ProblemKind::token_used, "the token was used before");
    if (row->state == TokenState::expired) return deny(ProblemKind::token_expired, "the token is out of date");

    const auto stored = transact(*store_, [&]() -> Result<void> {
        if (auto used = store_->use_token(token, key, now); !used) return used;
        return store_->add_certificate(**station, certificate->fingerprint(), now);
    });
    if (!stored) return tl::unexpected(fault("enrol", stored.error()));
    log_.info("enrol: station " + row->station.hex() + " has a certificate" + (again ? ", asked again" : ""));
    return wire::EnrolAnswer{certificate->pem() + keys_.station_authority.certificate().pem(), row->station,
                             row->school};
}

Result<std::vector<SchoolId>> Core::schools() {
    const std::scoped_lock lock{mutex_};
    return store_->schools();
}

Result<void> Core::found_school(SchoolId school, std::vector<domain::Fact> facts) {
    const std::scoped_lock lock{mutex_};
    if (store_->head(school)) return fail(FaultKind::refused, "the school exists already");
    if (auto added = transact(*store_, [&] { return store_->add_school(school, crypto::random_id<EpochId>()); });
        !added)
        return added;
    if (auto opened = open_school(school); !opened) return opened;
    const auto recorded = seats_.at(school).school->record(std::move(facts), clock_.now());
    if (!recorded) return tl::unexpected(recorded.error());
    projector_->wake();
    return {};
}

Result<std::shared_ptr<const domain::FactBook>> Core::facts(SchoolId school) {
    const std::scoped_lock lock{mutex_};
    const auto seat = this->seat(school);
    if (!seat) return tl::unexpected(seat.error());
    return (*seat)->school->known()->book;
}

Result<domain::FactVersion> Core::record(SchoolId school, domain::FactVersion expected,
                                         std::vector<domain::Fact> facts) {
    const std::scoped_lock lock{mutex_};
    const auto seat = this->seat(school);
    if (!seat) return tl::unexpected(seat.error());
    if ((*seat)->school->known()->book->version() != expected)
        return fail(FaultKind::busy, "other facts were recorded in the meantime");
    auto version = (*seat)->school->record(std::move(facts), clock_.now());
    if (version) tell_change(school, {});
    return version;
}

Result<void> Core::register_station(const StationRow& station, const domain::Station& fact, const crypto::Digest& token,
                                    Instant token_expires) {
    const std::scoped_lock lock{mutex_};
    const auto seat = this->seat(station.school);
    if (!seat) return tl::unexpected(seat.error());
    auto registered = transact(*store_, [&]() -> Result<void> {
        if (auto put = store_->put_station(station); !put) return put;
        return store_->add_token(token, station, token_expires);
    });
    if (!registered) return registered;
    const Instant now = clock_.now();
    const LocalDay today = (*seat)->known->zone.day_of(now);
    const domain::Station* known = (*seat)->known->book->station(station.station, today);
    if (known != nullptr && known->name == fact.name && known->mode == fact.mode && known->room == fact.room) return {};
    const auto recorded = (*seat)->school->record(
        {{entity_of(station.station), today, std::nullopt, false, "station:" + station.name, fact}}, now);
    if (!recorded) return tl::unexpected(recorded.error());
    tell_change(station.school, {});
    return {};
}

Result<void> Core::revoke_station(SchoolId school, StationId station) {
    const std::scoped_lock lock{mutex_};
    const auto seat = this->seat(school);
    if (!seat) return tl::unexpected(seat.error());
    const auto row = store_->station(school, station);
    if (!row) return tl::unexpected(row.error());
    if (!*row) return fail(FaultKind::missing, "no such station");
    const Instant now = clock_.now();
    if (auto revoked = transact(*store_, [&] { return store_->revoke_station(school, station, now); }); !revoked)
        return revoked;
    const LocalDay today = (*seat)->known->zone.day_of(now);
    const domain::Station* known = (*seat)->known->book->station(station, today);
    if (known != nullptr) {
        const auto recorded =
            (*seat)->school->record({{entity_of(station), today, std::nullopt, true, {}, *known}}, now);
        if (!recorded) return tl::unexpected(recorded.error());
    }
    log_.info("station " + station.hex() + " is struck off");
    tell_change(school, {});
    return {};
}

Result<std::vector<StationRow>> Core::stations(SchoolId school) {
    const std::scoped_lock lock{mutex_};
    return store_->stations(school);
}

Result<void> Core::add_staff_authority(SchoolId school, const crypto::Certificate& authority,
                                       const crypto::RevocationList& list) {
    const std::scoped_lock lock{mutex_};
    const auto seat = this->seat(school);
    if (!seat) return tl::unexpected(seat.error());
    if (auto added = transact(*store_, [&] { return store_->add_staff_authority(school, authority.der()); }); !added)
        return added;
    if (auto reloaded = (*seat)->school->reload_trust(); !reloaded) return reloaded;
    const Instant now = clock_.now();
    // One entity a CA: a newer list takes the place of the older one.
    const auto entity = crypto::derived_id<EntityId>("zvonok revocation list", {authority.public_key()});
    const LocalDay from = std::min((*seat)->known->zone.day_of(now), (*seat)->known->zone.day_of(list.this_update()));
    const auto recorded =
        (*seat)->school->record({{entity, from, std::nullopt, false, {}, domain::RevocationList{list.der()}}}, now);
    if (!recorded) return tl::unexpected(recorded.error());
    tell_change(school, {});
    return {};
}

Result<Head> Core::head(SchoolId school) {
    const std::scoped_lock lock{mutex_};
    return store_->head(school);
}

Result<crypto::Digest> Core::dump_hash(SchoolId school) {
    return projector_->dump_hash(school);
}

}  // namespace zvonok::sync::server
