#include "station/crypto/random.hpp"
#include "station/domain/register_book.hpp"
#include "station/domain/rules.hpp"
#include "station/entry/sealed_fields.hpp"
#include "station/entry/visit_note.hpp"
#include "station/journal/register_control.hpp"
#include "sync/server/core.hpp"
#include "sync/server/enrolment.hpp"
#include "sync/server/tuning.hpp"

#include <algorithm>

/// What the server does for IT and for stations that are not stations yet.
namespace zvonok::sync::server {

using wire::ProblemKind;

crypto::Digest hash_of_token(std::string_view token) {
    static constexpr std::uint8_t zero[] = {0};
    return crypto::sha256({as_bytes("zvonok enrolment token v1"), zero, as_bytes(token)});
}

OrDenial<wire::EnrolAnswer> Core::enrol(const wire::EnrolRequest& request) {
    const auto store = pool_.lease();
    if (!store) return tl::unexpected(fault("enrol", store.error()));
    const Instant now = clock_.now();
    const crypto::Digest token = hash_of_token(request.token);
    const auto row = (*store)->token(token, now);
    if (!row) return tl::unexpected(fault("enrol", row.error()));
    if (row->state == TokenState::unknown) return deny(ProblemKind::token_unknown, "no such token");
    const auto station = (*store)->station(row->school, row->station);
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

    if (const auto begun = (*store)->begin(row->school); !begun) return tl::unexpected(fault("enrol", begun.error()));
    // Asked once more now that nobody else can use it.
    const auto held = (*store)->token(token, now);
    if (!held) return tl::unexpected(fault("enrol", held.error()));
    // Asked again by the key that it was used for, a token is good again: the first answer may have been lost.
    const bool again = held->used_by == key;
    if (held->state == TokenState::used && !again) return deny(ProblemKind::token_used, "the token was used before");
    if (held->state == TokenState::expired) return deny(ProblemKind::token_expired, "the token is out of date");
    auto stored = (*store)->use_token(row->school, token, key, now);
    if (stored) stored = (*store)->add_certificate(**station, certificate->fingerprint(), now);
    if (stored) stored = (*store)->commit();
    if (!stored) return tl::unexpected(fault("enrol", stored.error()));
    log_.info("enrol: station " + row->station.hex() + " has a certificate" + (again ? ", asked again" : ""));
    return wire::EnrolAnswer{certificate->pem() + keys_.station_authority.certificate().pem(), row->station,
                             row->school};
}

Result<std::vector<SchoolId>> Core::schools() {
    const auto store = pool_.lease();
    if (!store) return tl::unexpected(store.error());
    return (*store)->schools();
}

Result<void> Core::found_school(SchoolId school, std::vector<domain::Fact> facts) {
    const auto store = pool_.lease();
    if (!store) return tl::unexpected(store.error());
    auto founded =
        School::found(school, crypto::random_id<EpochId>(), std::move(facts), **store, keys_.signing, clock_.now());
    if (!founded) return tl::unexpected(founded.error());
    take_place(std::move(*founded));
    return {};
}

Result<std::shared_ptr<const domain::FactBook>> Core::facts(SchoolId school) {
    const auto store = pool_.lease();
    if (!store) return tl::unexpected(store.error());
    const auto seat = this->seat(**store, school);
    if (!seat) return tl::unexpected(seat.error());
    const auto head = (*store)->head(school);
    if (!head) return tl::unexpected(head.error());
    const std::scoped_lock lock{(*seat)->mutex};
    if (auto caught_up = (*seat)->school->catch_up(**store, *head); !caught_up)
        return tl::unexpected(caught_up.error());
    return (*seat)->school->known()->book;
}

Result<Recorded> Core::in_school(SchoolId school, const std::function<Result<Recorded>(Store&, School&)>& work) {
    const auto store = pool_.lease();
    if (!store) return tl::unexpected(store.error());
    const auto seat = this->seat(**store, school);
    if (!seat) return tl::unexpected(seat.error());
    const auto recorded = [&] {
        const std::scoped_lock lock{(*seat)->mutex};
        return work(**store, *(*seat)->school);
    }();
    if (recorded) tell(**store, {school, recorded->head, {}});
    if (recorded && recorded->unfinished) reconsider(**store, **seat, school);
    return recorded;
}

Result<Recorded> Core::record(SchoolId school, const StoreChange& change) {
    return in_school(school, [&](Store& store, School& its) {
        return its.record(
            store, [&](const Known& known) { return change(store, known); }, clock_.now());
    });
}

Result<void> Core::record_visits(SchoolId school, const std::vector<SeenVisit>& visits) {
    const auto recorded =
        in_school(school, [&](Store& store, School& its) { return its.record_visits(store, visits, clock_.now()); });
    if (!recorded) return tl::unexpected(recorded.error());
    return {};
}

Result<void> Core::record_message(SchoolId school, const FamilyMessage& message) {
    const auto recorded =
        in_school(school, [&](Store& store, School& its) { return its.record_message(store, message, clock_.now()); });
    if (!recorded) return tl::unexpected(recorded.error());
    return {};
}

Result<void> Core::take_visits(const StationRow& station, const std::vector<Bytes>& sealed) {
    const auto book = facts(station.school);
    if (!book) return tl::unexpected(book.error());
    const Instant now = clock_.now();
    std::vector<SeenVisit> visits;
    for (const Bytes& box : sealed) {
        const auto note = entry::open_visit(box, keys_.signing);
        if (!note) {
            log_.warn("visits: station " + station.station.hex() + ": " + note.error().what);
            continue;
        }
        if (!(*book)->is_known(note->visitor) || !(*book)->is_known(note->pupil)) {
            log_.warn("visits: station " + station.station.hex() + ": of nobody at the school");
            continue;
        }
        // A clock ahead of the server's makes no visit of tomorrow.
        visits.push_back(
            {note->id, note->visitor, {note->pupil, std::min(note->at, now), station.name, note->refused}});
    }
    return visits.empty() ? Result<void>{} : record_visits(station.school, visits);
}

Result<std::size_t> Core::tell_forecasts(SchoolId school) {
    const auto book = facts(school);
    if (!book) return tl::unexpected(book.error());
    const Instant now = clock_.now();
    const domain::School* known =
        (*book)->school_on(LocalDay{std::chrono::floor<std::chrono::days>(now).time_since_epoch()});
    const auto zone = known == nullptr ? Result<Zone>{fail(FaultKind::missing, "no school")} : Zone::find(known->zone);
    if (!zone) return tl::unexpected(zone.error());
    if (auto caught_up = projector_->catch_up(school); !caught_up) return tl::unexpected(caught_up.error());
    auto tables = sqlite::Database::open(folder_.projection(school), {sqlite::Access::read_only});
    if (!tables) return tl::unexpected(tables.error());
    auto control = journal::Control::open(*tables, school);
    if (!control) return tl::unexpected(control.error());
    auto reader = journal::Reader::open(*tables, school);
    if (!reader) return tl::unexpected(reader.error());
    auto writings = journal::forecasts_to_tell(*control, *reader, {**book, *zone, now});
    if (!writings) return tl::unexpected(writings.error());
    if (writings->empty()) return std::size_t{0};
    const std::size_t count = writings->size();
    const auto recorded = in_school(
        school, [&](Store& store, School& its) { return its.record_own(store, std::move(*writings), clock_.now()); });
    if (!recorded) return tl::unexpected(recorded.error());
    return count;
}

Result<domain::RegisterRecord> Core::open_record(SchoolId school, PersonId reader, domain::Role role, EntityId record) {
    const auto book = facts(school);
    if (!book) return tl::unexpected(book.error());
    const Instant now = clock_.now();
    const domain::School* known =
        (*book)->school_on(LocalDay{std::chrono::floor<std::chrono::days>(now).time_since_epoch()});
    const auto zone = known == nullptr ? Result<Zone>{fail(FaultKind::missing, "no school")} : Zone::find(known->zone);
    if (!zone) return tl::unexpected(zone.error());
    const domain::RegisterRecord* found = (*book)->register_record(record, zone->day_of(now));
    const domain::RegisterSpec* spec = found == nullptr ? nullptr : domain::find_register(found->name);
    if (spec == nullptr) return fail(FaultKind::missing, "no such record");
    if (!domain::may_read_register(**book, *zone, reader, role, *spec, found->subject, now)) {
        log_.warn("register " + found->name + ": refused to " + reader.hex());
        return fail(FaultKind::refused, std::string(domain::rule::role_not_enough));
    }
    return entry::open_fields(*found, record, keys_.signing);
}

Result<domain::FactVersion> Core::record(SchoolId school, domain::FactVersion expected,
                                         std::vector<domain::Fact> facts) {
    for (domain::Fact& fact : facts)
        if (auto* record = std::get_if<domain::RegisterRecord>(&fact.value)) {
            auto sealed = entry::seal_fields(*record, fact.entity, keys_.signing.public_key());
            if (!sealed) return tl::unexpected(sealed.error());
            *record = std::move(*sealed);
        }
    const auto recorded = record(school, [&](Store&, const Known& known) -> Result<std::vector<domain::Fact>> {
        if (known.book->version() != expected)
            return fail(FaultKind::busy, "other facts were recorded in the meantime");
        return std::move(facts);
    });
    if (!recorded) return tl::unexpected(recorded.error());
    return recorded->version;
}

Result<void> Core::register_station(const StationRow& station, const domain::Station& fact, const crypto::Digest& token,
                                    Instant token_expires) {
    const auto change = [&](Store& store, const Known& known) -> Result<std::vector<domain::Fact>> {
        if (auto put = store.put_station(station); !put) return tl::unexpected(put.error());
        if (auto added = store.add_token(token, station, token_expires); !added) return tl::unexpected(added.error());
        const LocalDay today = known.zone.day_of(clock_.now());
        const domain::Station* before = known.book->station(station.station, today);
        if (before != nullptr && *before == fact) return std::vector<domain::Fact>{};
        return std::vector<domain::Fact>{
            {entity_of(station.station), today, std::nullopt, false, "station:" + station.name, fact}};
    };
    if (const auto recorded = record(station.school, change); !recorded) return tl::unexpected(recorded.error());
    return {};
}

Result<void> Core::revoke_station(SchoolId school, StationId station) {
    const auto change = [&](Store& store, const Known& known) -> Result<std::vector<domain::Fact>> {
        const auto row = store.station(school, station);
        if (!row) return tl::unexpected(row.error());
        if (!*row) return fail(FaultKind::missing, "no such station");
        const Instant now = clock_.now();
        if (auto revoked = store.revoke_station(school, station, now); !revoked) return tl::unexpected(revoked.error());
        const LocalDay today = known.zone.day_of(now);
        const domain::Station* fact = known.book->station(station, today);
        if (fact == nullptr) return std::vector<domain::Fact>{};
        return std::vector<domain::Fact>{{entity_of(station), today, std::nullopt, true, {}, *fact}};
    };
    if (const auto recorded = record(school, change); !recorded) return tl::unexpected(recorded.error());
    log_.info("station " + station.hex() + " is struck off");
    return {};
}

Result<std::vector<StationRow>> Core::stations(SchoolId school) {
    const auto store = pool_.lease();
    if (!store) return tl::unexpected(store.error());
    return (*store)->stations(school);
}

Result<void> Core::add_staff_authority(SchoolId school, const crypto::Certificate& authority,
                                       const crypto::RevocationList& list) {
    const auto change = [&](Store& store, const Known& known) -> Result<std::vector<domain::Fact>> {
        if (auto added = store.add_staff_authority(school, authority.der()); !added)
            return tl::unexpected(added.error());
        // One entity a CA: a newer list takes the place of the older one.
        const auto entity = crypto::derived_id<EntityId>("zvonok revocation list", {authority.public_key()});
        const LocalDay from = std::min(known.zone.day_of(clock_.now()), known.zone.day_of(list.this_update()));
        return std::vector<domain::Fact>{{entity, from, std::nullopt, false, {}, domain::RevocationList{list.der()}}};
    };
    if (const auto recorded = record(school, change); !recorded) return tl::unexpected(recorded.error());
    return {};
}

Result<Head> Core::head(SchoolId school) {
    const auto store = pool_.lease();
    if (!store) return tl::unexpected(store.error());
    return (*store)->head(school);
}

Result<crypto::Digest> Core::dump_hash(SchoolId school) {
    return projector_->dump_hash(school);
}

}  // namespace zvonok::sync::server
