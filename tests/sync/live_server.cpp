#include "tests/sync/live_server.hpp"

#include "sync/server/postgres_connection.hpp"

#include "station/base/file.hpp"
#include "station/crypto/random.hpp"
#include "station/sqlite/database.hpp"
#include "sync/server/enrolment.hpp"
#include "sync/wire/compression.hpp"

#include <catch2/catch.hpp>

namespace zvonok::test {

using namespace std::chrono_literals;
using namespace zvonok::sync;

namespace {

crypto::Authority staff_ca(const LiveServer::House& house) {
    auto authority =
        crypto::Authority::create("Test staff CA", house.start - 24h * 100, house.start + house.horizon + 24h * 700);
    REQUIRE(authority);
    return *authority;
}

}  // namespace

LiveServer::LiveServer(House of)
    : house(std::move(of)),
      database(house.backend),
      clock(house.start),
      signing(house.signing_seed.empty() ? crypto::SigningKey::generate()
                                         : crypto::SigningKey::from_seed(house.signing_seed).value()),
      staff_authority(staff_ca(house)) {
    if (!house.former_log.empty() && house.backend == Backend::sqlite) {
        auto former = sqlite::Database::open(dir / "zvonok.db");
        REQUIRE(former);
        REQUIRE(former->script(house.former_log));
    } else if (!house.former_log.empty()) {
        auto former = server::postgres::Connection::open(database.address);
        REQUIRE(former);
        REQUIRE(former->script(house.former_log));
    }
    start();
    if (house.former_log.empty()) REQUIRE(core->found_school(house.school, house.facts));
    put_revocation_list({}, 1);
}

LiveServer::~LiveServer() {
    stop();
}

void LiveServer::start() {
    auto opened =
        server::Core::open({dir.path()}, database.storage({dir.path()}),
                           {*crypto::SigningKey::from_seed(signing.seed().view()), tls.station_authority}, clock, log);
    REQUIRE(opened);
    core = std::move(*opened);
    service_ = std::make_unique<server::Service>(*core);
    if (house.front) front_ = house.front(*service_);
    auto options = tls.listen_options();
    options.port = port_;
    server::HttpHandler& first = front_ ? *front_ : *service_;
    auto listening = server::Listener::open(options, first, log);
    REQUIRE(listening);
    listener_ = std::move(*listening);
    port_ = listener_->port();
}

void LiveServer::stop() {
    if (!listener_) return;
    core->waiting().close();
    listener_->stop(2s);
    listener_.reset();
    front_.reset();
    service_.reset();
    core.reset();
}

std::string LiveServer::add_station(StationId station, domain::StationMode mode, std::optional<Instant> expires,
                                    std::optional<RoomId> room) {
    const std::string token = to_hex(crypto::random_bytes(16));
    const std::string name = "st-" + station.hex().substr(0, 4);
    REQUIRE(core->register_station({house.school, station, mode, name, std::nullopt, 0},
                                   {name, mode, room.value_or(house.room), mode == domain::StationMode::office},
                                   server::hash_of_token(token), expires.value_or(clock.now() + 24h)));
    return token;
}

void LiveServer::record(std::vector<domain::Fact> facts) {
    const auto book = core->facts(house.school);
    REQUIRE(book);
    REQUIRE(core->record(house.school, (*book)->version(), std::move(facts)));
}

Card LiveServer::card_of(PersonId person, const std::string& login, const crypto::Authority& authority) const {
    crypto::PrivateKey key = crypto::PrivateKey::generate();
    auto certificate = authority.issue({.profile = crypto::Profile::staff,
                                        .common_name = "Card",
                                        .upn = login,
                                        .not_before = house.start - 24h,
                                        .not_after = house.start + house.horizon},
                                       key.public_key());
    REQUIRE(certificate);
    return {person, std::move(key), std::move(*certificate)};
}

void LiveServer::put_revocation_list(const std::vector<crypto::Revoked>& revoked, std::uint64_t number) {
    const auto list = staff_authority.make_list(revoked, number, clock.now() - 1h, clock.now() + house.horizon);
    REQUIRE(list);
    REQUIRE(core->add_staff_authority(house.school, staff_authority.certificate(), *list));
}

OpenSession open_session(const Card& card, SchoolId school, StationId station, LogId log, Instant now) {
    crypto::SigningKey key = crypto::SigningKey::generate();
    entry::SessionStatement statement;
    statement.school = school;
    statement.session = crypto::random_id<SessionId>();
    statement.person = card.person;
    statement.certificate = card.certificate.fingerprint();
    statement.station = station;
    statement.log = log;
    statement.session_key = key.public_key();
    statement.from = now;
    statement.until = now + 8h;
    crypto::fill_random(statement.nonce);
    entry::SessionProof proof{entry::encode(statement), {}, card.certificate.der()};
    auto signature = card.key.sign(entry::signed_bytes(proof.statement));
    REQUIRE(signature);
    proof.signature = std::move(*signature);
    return {statement, std::move(proof), std::move(key)};
}

Result<void> JournalReplica::take(const client::Arrival& arrival) {
    auto applied = journal_.apply(arrival.incoming, clock_);
    if (!applied) return tl::unexpected(applied.error());
    ++arrivals;
    for (Fault& fault : applied->rejected) rejected.push_back(std::move(fault));
    if (arrival.access) access = arrival.access;
    refused.insert(refused.end(), arrival.incoming.refused.begin(), arrival.incoming.refused.end());
    return {};
}

LiveStation::LiveStation(LiveServer& of, std::uint8_t number, domain::StationMode mode, std::optional<RoomId> room)
    : live(of), clock(of.clock.now()), folder(of.dir / ("station-" + std::to_string(number))) {
    id.bytes[0] = number;
    id.bytes[15] = 1;
    std::filesystem::create_directories(folder);
    const std::string token = live.add_station(id, mode, std::nullopt, room);
    const crypto::PrivateKey key = crypto::PrivateKey::generate();
    const auto csr = crypto::make_request(key, "station");
    REQUIRE(csr);
    endpoint = live.tls.stranger(live.port());
    const auto enrolled = client::enrol(endpoint, token, *csr);
    REQUIRE(enrolled);
    endpoint.certificate = folder / "station.pem";
    endpoint.key = folder / "station.key";
    REQUIRE(write_file(endpoint.certificate, as_bytes(enrolled->certificate_pem), FileMode::everyone_reads));
    REQUIRE(write_file(endpoint.key, key.pem().view(), FileMode::owner_only));
    auto opened = journal::Journal::open(folder / "journal.db", {live.house.school, id, {live.signing.public_key()}});
    REQUIRE(opened);
    journal = std::make_unique<journal::Journal>(std::move(opened->journal));
    replica = std::make_unique<JournalReplica>(*journal, clock);
    connect();
}

void LiveStation::connect() {
    session.reset();
    auto opened = client::open_transport(endpoint);
    REQUIRE(opened);
    transport = std::move(*opened);
    session =
        std::make_unique<client::Session>(client::SessionOptions{live.house.school, id, {live.signing.public_key()}, 1},
                                          *transport, *replica, clock, live.log, [](const client::Status&) {});
}

bool LiveStation::run_until(const std::function<bool()>& done, std::chrono::milliseconds limit) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!done()) {
        if (std::chrono::steady_clock::now() >= deadline) return false;
        session->step(50ms);
    }
    return true;
}

bool LiveStation::settle() {
    session->wake();
    return run_until([&] {
        const auto unsent = journal->unsent();
        const auto head = live.core->head(live.house.school);
        return unsent && unsent->batches.empty() && unsent->visits.empty() && head &&
               journal->position().cursor == head->cursor && session->status().online;
    });
}

journal::Written LiveStation::write(std::vector<journal::Draft> drafts, const Card& card, domain::Role role) {
    const Instant now = clock.now();
    if (!card_session || card_session->statement.person != card.person ||
        card_session->statement.log != journal->log() || now < card_session->statement.from ||
        now > card_session->statement.until) {
        card_session = open_session(card, live.house.school, id, journal->log(), now);
        REQUIRE(journal->begin_session(card_session->proof));
    }
    auto written =
        journal->write(drafts, {card.person, role, card_session->statement.session, card_session->key}, clock);
    REQUIRE(written);
    return std::move(*written);
}

sync::server::StationRow LiveStation::row() const {
    const auto all = live.core->stations(live.house.school);
    REQUIRE(all);
    for (const auto& each : *all)
        if (each.station == id) return each;
    FAIL("the station is not registered");
    return {};
}

sync::wire::SyncRequest LiveStation::request() const {
    wire::SyncRequest request;
    request.school = live.house.school;
    request.log = journal->log();
    return request;
}

tl::expected<wire::SyncAnswer, client::Failure> LiveStation::post(const wire::SyncRequest& request) const {
    wire::Packed packed = wire::pack(wire::encode(request));
    auto answer = ask(endpoint, {.path_and_query = std::string(wire::route::sync),
                                 .body = std::move(packed.bytes),
                                 .compressed = packed.compressed});
    if (auto failure = client::failure_of(answer)) return tl::unexpected(std::move(*failure));
    const auto body = wire::unpack(std::move(answer.body), answer.compressed, 1u << 26);
    REQUIRE(body);
    auto decoded = wire::decode_sync_answer(*body);
    REQUIRE(decoded);
    return std::move(*decoded);
}

}  // namespace zvonok::test
