#include "sync/server/admin.hpp"

#include "sync/server/admin.pb.h"

namespace zvonok::sync::server {

namespace {

std::string packed(ByteView bytes) {
    return std::string(as_text(bytes));
}
template <class AnyId>
AnyId unpacked_id(const std::string& text) {
    return AnyId::from(as_bytes(text)).value_or(AnyId{});
}
std::int64_t packed_time(Instant at) {
    return at.time_since_epoch().count();
}
Instant unpacked_time(std::int64_t ms) {
    return Instant{std::chrono::milliseconds{ms}};
}

template <class Message>
Bytes serialized(const Message& message) {
    Bytes bytes(message.ByteSizeLong());
    message.SerializeWithCachedSizesToArray(bytes.data());
    return bytes;
}

std::string packed_fact(domain::FactVersion version, const domain::Fact& fact) {
    return packed(entry::encode(entry::Body{entry::RecordedFact{version, fact}}));
}
Result<entry::RecordedFact> unpacked_fact(const std::string& bytes) {
    auto body = entry::decode_body(as_bytes(bytes));
    if (!body) return tl::unexpected(body.error());
    auto* fact = std::get_if<entry::RecordedFact>(&*body);
    if (fact == nullptr) return fail(FaultKind::corrupt, "not a fact");
    return std::move(*fact);
}

void answer_with(const Fault& fault, proto::AdminAnswer& to) {
    to.set_fault(static_cast<std::uint32_t>(fault.kind) + 1);
    to.set_text(fault.what);
}

void pack_station(const StationRow& station, proto::Station* to) {
    to->set_station(packed(station.station.view()));
    to->set_name(station.name);
    to->set_mode(static_cast<std::uint32_t>(station.mode));
    to->set_certificates(static_cast<std::uint32_t>(station.certificates));
    if (station.revoked) to->set_revoked_ms(packed_time(*station.revoked));
}
StationRow unpack_station(const proto::Station& from, SchoolId school) {
    StationRow row{school,
                   unpacked_id<StationId>(from.station()),
                   static_cast<domain::StationMode>(from.mode()),
                   from.name(),
                   std::nullopt,
                   from.certificates()};
    if (from.has_revoked_ms()) row.revoked = unpacked_time(from.revoked_ms());
    return row;
}

/// One request on one core.
struct Work {
    Core& core;
    const proto::AdminRequest& request;
    proto::AdminAnswer& answer;
    SchoolId school = unpacked_id<SchoolId>(request.school());

    void done(const Result<void>& result) const {
        if (!result) answer_with(result.error(), answer);
    }
    void schools() const {
        const auto all = core.schools();
        if (!all) return answer_with(all.error(), answer);
        for (const SchoolId& id : *all) answer.add_schools(packed(id.view()));
    }
    void facts() const {
        const auto book = core.facts(school);
        if (!book) return answer_with(book.error(), answer);
        for (const auto& [version, fact] : (*book)->facts()) answer.add_facts(packed_fact(version, fact));
    }
    void record() const {
        std::vector<domain::Fact> facts;
        for (const std::string& bytes : request.record().facts()) {
            auto fact = unpacked_fact(bytes);
            if (!fact) return answer_with(fact.error(), answer);
            facts.push_back(std::move(fact->fact));
        }
        const auto version = core.record(school, request.record().expected(), std::move(facts));
        if (!version) return answer_with(version.error(), answer);
        answer.set_version(*version);
    }
    void put_station() const {
        const proto::Station& from = request.put_station();
        const auto token = crypto::digest_from(as_bytes(from.token()));
        if (!token) return answer_with(token.error(), answer);
        const StationRow row = unpack_station(from, school);
        const domain::Station fact{from.title(), row.mode, unpacked_id<RoomId>(from.room()),
                                   from.protected_workplace()};
        done(core.register_station(row, fact, *token, unpacked_time(from.token_expires_ms())));
    }
    void stations() const {
        const auto all = core.stations(school);
        if (!all) return answer_with(all.error(), answer);
        for (const StationRow& station : *all) pack_station(station, answer.add_stations());
    }
    void staff_authority() const {
        const auto certificate = crypto::Certificate::from_der(as_bytes(request.staff_authority().certificate()));
        const auto list = crypto::RevocationList::from_der(as_bytes(request.staff_authority().list()));
        if (!certificate) return answer_with(certificate.error(), answer);
        if (!list) return answer_with(list.error(), answer);
        done(core.add_staff_authority(school, *certificate, *list));
    }
    void status() const {
        const auto head = core.head(school);
        if (!head) return answer_with(head.error(), answer);
        const auto book = core.facts(school);
        if (!book) return answer_with(book.error(), answer);
        const auto dump = core.dump_hash(school);
        if (!dump) return answer_with(dump.error(), answer);
        answer.set_epoch(packed(head->epoch.view()));
        answer.set_cursor(head->cursor);
        answer.set_version((*book)->version());
        answer.set_dump(packed(*dump));
        answer.set_waiting(static_cast<std::uint32_t>(core.waiting().count()));
        answer.set_now_ms(packed_time(core.clock().now()));
    }
};

}  // namespace

Bytes carry_out(Core& core, ByteView bytes) {
    proto::AdminRequest request;
    proto::AdminAnswer answer;
    if (!request.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
        answer_with(Fault{FaultKind::corrupt, "not a request"}, answer);
        return serialized(answer);
    }
    const Work work{core, request, answer};
    using What = proto::AdminRequest::WhatCase;
    switch (request.what_case()) {
        case What::kSchools:
            work.schools();
            break;
        case What::kFacts:
            work.facts();
            break;
        case What::kRecord:
            work.record();
            break;
        case What::kPutStation:
            work.put_station();
            break;
        case What::kRevokeStation:
            work.done(core.revoke_station(work.school, unpacked_id<StationId>(request.revoke_station())));
            break;
        case What::kStations:
            work.stations();
            break;
        case What::kStaffAuthority:
            work.staff_authority();
            break;
        case What::kStatus:
            work.status();
            break;
        case What::WHAT_NOT_SET:
            answer_with(Fault{FaultKind::refused, "a request of another version"}, answer);
            break;
    }
    return serialized(answer);
}

namespace {
Result<proto::AdminAnswer> asked(AdminChannel& channel, SchoolId school, proto::AdminRequest& request) {
    request.set_school(packed(school.view()));
    const auto bytes = channel.ask(serialized(request));
    if (!bytes) return tl::unexpected(bytes.error());
    proto::AdminAnswer answer;
    if (!answer.ParseFromArray(bytes->data(), static_cast<int>(bytes->size())))
        return fail(FaultKind::corrupt, "not an answer");
    if (answer.fault() != 0) return fail(static_cast<FaultKind>(answer.fault() - 1), answer.text());
    return answer;
}
}  // namespace

Result<std::vector<SchoolId>> Admin::schools() {
    proto::AdminRequest request;
    request.mutable_schools();
    const auto answer = asked(*channel_, {}, request);
    if (!answer) return tl::unexpected(answer.error());
    std::vector<SchoolId> schools;
    for (const std::string& id : answer->schools()) schools.push_back(unpacked_id<SchoolId>(id));
    return schools;
}

Result<std::shared_ptr<const domain::FactBook>> Admin::facts(SchoolId school) {
    proto::AdminRequest request;
    request.mutable_facts();
    const auto answer = asked(*channel_, school, request);
    if (!answer) return tl::unexpected(answer.error());
    auto book = std::make_shared<domain::FactBook>(school);
    for (const std::string& bytes : answer->facts()) {
        const auto fact = unpacked_fact(bytes);
        if (!fact) return tl::unexpected(fact.error());
        book->record(fact->version, fact->fact);
    }
    book->seal();
    return std::shared_ptr<const domain::FactBook>{std::move(book)};
}

Result<domain::FactVersion> Admin::record(SchoolId school, domain::FactVersion expected,
                                          const std::vector<domain::Fact>& facts) {
    proto::AdminRequest request;
    request.mutable_record()->set_expected(expected);
    for (const domain::Fact& fact : facts) request.mutable_record()->add_facts(packed_fact(0, fact));
    const auto answer = asked(*channel_, school, request);
    if (!answer) return tl::unexpected(answer.error());
    return answer->version();
}

Result<void> Admin::put_station(const StationRow& station, const domain::Station& fact, const crypto::Digest& token,
                                Instant token_expires) {
    proto::AdminRequest request;
    proto::Station* to = request.mutable_put_station();
    pack_station(station, to);
    to->set_title(fact.name);
    to->set_room(packed(fact.room.view()));
    to->set_protected_workplace(fact.protected_workplace);
    to->set_token(packed(token));
    to->set_token_expires_ms(packed_time(token_expires));
    const auto answer = asked(*channel_, station.school, request);
    if (!answer) return tl::unexpected(answer.error());
    return {};
}

Result<void> Admin::revoke_station(SchoolId school, StationId station) {
    proto::AdminRequest request;
    request.set_revoke_station(packed(station.view()));
    const auto answer = asked(*channel_, school, request);
    if (!answer) return tl::unexpected(answer.error());
    return {};
}

Result<std::vector<StationRow>> Admin::stations(SchoolId school) {
    proto::AdminRequest request;
    request.mutable_stations();
    const auto answer = asked(*channel_, school, request);
    if (!answer) return tl::unexpected(answer.error());
    std::vector<StationRow> rows;
    for (const proto::Station& station : answer->stations()) rows.push_back(unpack_station(station, school));
    return rows;
}

Result<void> Admin::add_staff_authority(SchoolId school, const crypto::Certificate& authority,
                                        const crypto::RevocationList& list) {
    proto::AdminRequest request;
    request.mutable_staff_authority()->set_certificate(packed(authority.der()));
    request.mutable_staff_authority()->set_list(packed(list.der()));
    const auto answer = asked(*channel_, school, request);
    if (!answer) return tl::unexpected(answer.error());
    return {};
}

Result<SchoolStatus> Admin::status(SchoolId school) {
    proto::AdminRequest request;
    request.mutable_status();
    const auto answer = asked(*channel_, school, request);
    if (!answer) return tl::unexpected(answer.error());
    SchoolStatus status;
    status.head.epoch = unpacked_id<EpochId>(answer->epoch());
    status.head.cursor = answer->cursor();
    status.facts = answer->version();
    if (const auto dump = crypto::digest_from(as_bytes(answer->dump()))) status.dump = *dump;
    status.waiting = answer->waiting();
    status.now = unpacked_time(answer->now_ms());
    return status;
}

}  // namespace zvonok::sync::server
