#include "tests/bench/sync/house.hpp"

#include "config/key_file.hpp"
#include "station/crypto/random.hpp"
#include "station/journal/journal.hpp"
#include "sync/server/sqlite_store.hpp"

#include <csignal>
#include <fstream>
#include <sstream>

namespace zvonok::bench {

using namespace std::chrono_literals;
using namespace zvonok::sync;

namespace {

Instant today() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

crypto::Authority authority(const char* name, Instant from, std::chrono::hours term) {
    return must(name, crypto::Authority::create(name, from, from + term));
}

std::string pem_text(const crypto::PrivateKey& key) {
    return std::string(as_text(key.pem().view()));
}

void put(const std::filesystem::path& path, std::string_view content) {
    must("write", write_file(path, as_bytes(content), FileMode::owner_only));
}

std::string content_of(const std::filesystem::path& path) {
    std::ifstream file{path};
    std::stringstream content;
    content << file.rdbuf();
    return content.str();
}

}  // namespace

void TravelClock::go_on_to(Instant at) {
    const auto jump = std::chrono::ceil<std::chrono::seconds>(at - now());
    if (jump <= 0s) return;
    offset_ += jump;
    passed_ += jump;
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
    statement.until = now + 24h * 365;
    crypto::fill_random(statement.nonce);
    entry::SessionProof proof{entry::encode(statement), {}, card.certificate.der()};
    proof.signature = must("card", card.key.sign(entry::signed_bytes(proof.statement)));
    return {statement, std::move(proof), std::move(key)};
}

House::House(const char* this_program, Instant start)
    : clock(start),
      program_(std::filesystem::absolute(this_program).parent_path()),
      server_authority_(authority("Server CA", today() - 24h, 24h * 365)),
      station_authority_(authority("Station CA", today() - 24h, 24h * 365)),
      staff_authority_(authority("Staff CA", start - 24h * 100, 24h * 800)),
      authority_pem_(server_authority_.certificate().pem()) {
    const server::DataFolder folder{dir.path()};
    if (!config::write_secret_key(folder.signing_key(), signing)) give_up("the signing key");
    put(folder.station_authority(), station_authority_.certificate().pem());
    put(folder.station_authority_key(), pem_text(station_authority_.key()));
    put(folder.demo_mark(), "");
    const crypto::PrivateKey key = crypto::PrivateKey::generate();
    const auto certificate = must("certificate", server_authority_.issue({.profile = crypto::Profile::server,
                                                                          .common_name = "localhost",
                                                                          .dns_names = {"localhost"},
                                                                          .ip_addresses = {"127.0.0.1"},
                                                                          .not_before = today() - 1h,
                                                                          .not_after = today() + 48h},
                                                                         key.public_key()));
    put(folder.path / "tls.pem", certificate.pem());
    put(folder.path / "tls.key", pem_text(key));
    open();
}

void House::open() {
    core_ = must("open", server::Core::open(
                             {dir.path()}, std::make_unique<server::SqliteStorage>(dir / "zvonok.db"),
                             {must("key", crypto::SigningKey::from_seed(signing.seed().view())), station_authority_},
                             clock, log));
}

void House::found(SchoolId school, const std::vector<domain::Fact>& facts) {
    must("found", core_->found_school(school, facts));
    const auto list = must("list", staff_authority_.make_list({}, 1, clock.now() - 24h * 30, clock.now() + 24h * 700));
    must("staff CA", core_->add_staff_authority(school, staff_authority_.certificate(), list));
}

std::vector<Enrolled> House::enrol(SchoolId school, std::size_t count) {
    std::vector<Enrolled> all;
    std::vector<domain::Fact> facts;
    for (std::size_t i = 0; i < count; ++i) {
        const auto id = crypto::random_id<StationId>();
        crypto::PrivateKey key = crypto::PrivateKey::generate();
        auto certificate = must("certificate", station_authority_.issue({.profile = crypto::Profile::station,
                                                                         .common_name = id.hex(),
                                                                         .not_before = today() - 1h,
                                                                         .not_after = today() + 48h},
                                                                        key.public_key()));
        const std::string name = "st-" + std::to_string(++enrolled_);
        facts.push_back({entity_of(id), LocalDay{std::chrono::year{2026} / 8 / 1}, std::nullopt, false,
                         "station:" + name, domain::Station{name, domain::StationMode::classroom, {}, false}});
        all.push_back({school, id, std::move(key), std::move(certificate)});
    }
    const auto book = must("facts", core_->facts(school));
    must("stations", core_->record(school, book->version(), std::move(facts)));
    auto store = must("store", server::SqliteStore::open(dir / "zvonok.db", sqlite::Access::create));
    must("begin", store->begin(school));
    for (const Enrolled& each : all) {
        const server::StationRow row{school, each.id, domain::StationMode::classroom, "st", std::nullopt, 0};
        must("station", store->put_station(row));
        must("certificate", store->add_certificate(row, each.certificate.fingerprint(), clock.now()));
    }
    must("commit", store->commit());
    return all;
}

Card House::card_of(PersonId person, const std::string& login) const {
    crypto::PrivateKey key = crypto::PrivateKey::generate();
    auto certificate = must("card", staff_authority_.issue({.profile = crypto::Profile::staff,
                                                            .common_name = "Card",
                                                            .upn = login,
                                                            .not_before = clock.now() - 24h * 30,
                                                            .not_after = clock.now() + 24h * 600},
                                                           key.public_key()));
    return {person, std::move(key), std::move(certificate)};
}

void House::serve() {
    core_.reset();
    const auto path = [this](const char* name) { return (dir / name).string(); };
    const std::string offset = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(clock.offset()).count());
    std::filesystem::remove(dir / "verified");
    std::filesystem::remove(dir / "server.log");
    child_ = std::make_unique<test::ChildProcess>(
        std::vector<std::string>{"env", "LD_PRELOAD=" + (program_ / "libverify_count.so").string(),
                                 "ZVONOK_VERIFY_COUNT=" + path("verified"), (program_ / "zvonok-server").string(),
                                 "serve", "--data", dir.path().string(), "--listen",
                                 "127.0.0.1:" + std::to_string(port_), "--certificate", path("tls.pem"), "--key",
                                 path("tls.key"), "--clock-offset", offset},
        dir / "server.log");
    process_ = child_->id();
    constexpr std::string_view words = "zvonok-server: 127.0.0.1:";
    std::string said;
    // Many schools are read before the server listens.
    const auto deadline = std::chrono::steady_clock::now() + 120s;
    for (;;) {
        said = content_of(dir / "server.log");
        const auto at = said.find(words);
        if (at != std::string::npos && said.find('\n', at) != std::string::npos) {
            port_ = static_cast<std::uint16_t>(std::stoi(said.substr(at + words.size())));
            return;
        }
        if (std::chrono::steady_clock::now() > deadline) give_up("the server does not listen:\n" + said);
        std::this_thread::sleep_for(20ms);
    }
}

void House::stop() {
    child_->tell(SIGTERM);
    if (child_->finish() != 0) give_up("the server ended badly:\n" + content_of(dir / "server.log"));
    child_.reset();
    process_ = 0;
    open();
}

Verified House::verified() const {
    return verified_there(dir / "verified");
}

client::Endpoint House::endpoint(const Enrolled& station) {
    const std::filesystem::path folder = dir / station.id.hex();
    std::filesystem::create_directories(folder);
    client::Endpoint endpoint{{"https://127.0.0.1:" + std::to_string(port_)}, authority_pem_, {}, {}};
    endpoint.certificate = folder / "station.pem";
    endpoint.key = folder / "station.key";
    put(endpoint.certificate, station.certificate.pem());
    must("key", write_file(endpoint.key, station.key.pem().view(), FileMode::owner_only));
    return endpoint;
}

Result<void> BenchReplica::take(const client::Arrival& arrival) {
    const auto applied = journal_.apply(arrival.incoming, clock_);
    if (!applied) return tl::unexpected(applied.error());
    if (!applied->rejected.empty()) give_up("a station did not believe: " + describe(applied->rejected.front()));
    for (const auto& refused : arrival.incoming.refused) give_up("the server refused: " + refused.rule);
    if (arrival.access) access_ = arrival.access->version;
    for (const journal::Acknowledged& each : arrival.incoming.acknowledged)
        if (each.log == journal_.log()) acknowledged = std::max(acknowledged, each.up_to);
    complete = arrival.incoming.complete;
    return {};
}

BenchStation::BenchStation(House& house, Enrolled place)
    : house_(house),
      place_(std::move(place)),
      endpoint_(house.endpoint(place_)),
      file_(std::filesystem::path(endpoint_.key).parent_path() / "journal.db") {
    auto opened =
        must("journal", journal::Journal::open(file_, {place_.school, place_.id, {house.signing.public_key()}}));
    journal_ = std::make_unique<journal::Journal>(std::move(opened.journal));
    replica_ = std::make_unique<BenchReplica>(*journal_, house.clock);
}

std::size_t BenchStation::accepted() const {
    auto database = must("journal", sqlite::Database::open(file_));
    const auto count = must("verdicts", database.integer("SELECT count(*) FROM verdicts WHERE outcome = 1"));
    return static_cast<std::size_t>(count);
}

void BenchStation::disconnect() {
    session_.reset();
    transport_.reset();
}

void BenchStation::run_until(const std::function<bool()>& done) {
    if (!session_) {
        endpoint_.urls = {"https://127.0.0.1:" + std::to_string(house_.port())};
        transport_ = must("transport", client::open_transport(endpoint_));
        session_ = std::make_unique<client::Session>(
            client::SessionOptions{place_.school, place_.id, {house_.signing.public_key()}, 1}, *transport_, *replica_,
            house_.clock, house_.log, [](const client::Status&) {});
    }
    const auto deadline = std::chrono::steady_clock::now() + 10min;
    while (!done()) {
        if (std::chrono::steady_clock::now() > deadline) give_up("a station does not get done");
        session_->step(50ms);
        if (session_->status().trouble != client::Trouble::none)
            give_up("a station met " + std::string(client::to_text(session_->status().trouble)) + ": " +
                    session_->status().detail);
    }
}

void BenchStation::settle() {
    replica_->complete = false;
    bool asked = false;
    run_until([&] {
        if (!asked) session_->wake();
        asked = true;
        return replica_->complete && session_->status().online && replica_->acknowledged == journal_->last_seq();
    });
}

}  // namespace zvonok::bench
