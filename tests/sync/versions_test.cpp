#include "station/base/file.hpp"
#include "sync/server/enrolment.hpp"
#include "sync/server/sqlite_store.hpp"
#include "sync/wire/compression.hpp"
#include "sync/wire/sync.pb.h"
#include "tests/sync/checks.hpp"
#include "tests/sync/demo_school.hpp"
#include "tests/sync/exchanges.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace zvonok;
using namespace zvonok::sync;
using namespace std::chrono_literals;
using test::Exchange;
using test::Recording;

namespace {

Bytes body_of(const server::HttpResponse& answer) {
    const auto body = wire::unpack(answer.body, answer.compressed, 1u << 26);
    REQUIRE(body);
    return *body;
}
wire::SyncRequest request_in(const Exchange& exchange) {
    const auto body = wire::unpack(exchange.request.body, exchange.request.compressed, 1u << 26);
    REQUIRE(body);
    const auto request = wire::decode_sync_request(*body);
    REQUIRE(request);
    return *request;
}
wire::SyncAnswer answer_in(const server::HttpResponse& answer) {
    const auto decoded = wire::decode_sync_answer(body_of(answer));
    REQUIRE(decoded);
    return *decoded;
}

using Verdicts = std::map<entry::EntryId, entry::Verdict>;

/// The last verdict on each entry of the log among these changes.
void collect(const wire::Page& page, LogId log, Verdicts& verdicts) {
    for (const entry::SealedBatch& batch : page.batches)
        for (const entry::Record& record : batch.records) {
            if (record.is_stub()) continue;
            const auto body = entry::decode_body(record.body);
            REQUIRE(body);
            const auto* verdict = std::get_if<entry::Verdict>(&*body);
            if (verdict != nullptr && verdict->entry.log == log) verdicts[verdict->entry] = *verdict;
        }
}

client::Answer sent(const client::Endpoint& endpoint, const server::HttpRequest& request) {
    std::string target = request.path;
    for (const auto& [name, value] : request.query)
        target += (target.size() == request.path.size() ? "?" : "&") + name + "=" + value;
    client::Ask ask{.path_and_query = target, .compressed = request.compressed};
    if (request.method == server::Method::post) ask.body = request.body;
    return test::ask(endpoint, ask);
}

/// This version's server as it was when the recorded station spoke to its own.
struct Revived {
    explicit Revived(const Recording& recording)
        : server([&] {
              auto house = test::DemoServer::plain_house();
              house.school = recording.school;
              house.facts = recording.facts;
              house.start = recording.at;
              house.signing_seed = recording.signing_seed;
              return house;
          }()) {
        const auto authority = crypto::Certificate::from_der(recording.staff_authority);
        const auto list = crypto::RevocationList::from_der(recording.staff_list);
        REQUIRE(authority);
        REQUIRE(list);
        REQUIRE(server.core->add_staff_authority(recording.school, *authority, *list));
        REQUIRE(server.core->register_station(
            {recording.school, recording.station, domain::StationMode::classroom, "kab-1", std::nullopt, 0},
            {"kab-1", domain::StationMode::classroom, server.school.room}, server::hash_of_token(recording.token),
            recording.at + 24h));
        server.stop();
        auto store = server::SqliteStore::open(server.dir / "zvonok.db", sqlite::Access::existing);
        REQUIRE(store);
        REQUIRE((*store)->begin(recording.school));
        REQUIRE((*store)->renew_epoch(recording.school, recording.epoch));
        REQUIRE((*store)->commit());
        store->reset();
        server.start();
        endpoint = server.tls.stranger(server.port());
    }
    /// From now on with the certificate that the enrolment gave.
    void take_certificate(const client::Answer& answer, const Recording& recording) {
        const auto body = wire::unpack(answer.body, answer.compressed, 1u << 20);
        REQUIRE(body);
        const auto enrolled = wire::decode_enrol_answer(*body);
        REQUIRE(enrolled);
        CHECK(enrolled->station == recording.station);
        endpoint.certificate = server.dir / "station.pem";
        endpoint.key = server.dir / "station.key";
        REQUIRE(write_file(endpoint.certificate, as_bytes(enrolled->certificate_pem), FileMode::everyone_reads));
        REQUIRE(write_file(endpoint.key, as_bytes(recording.station_key_pem), FileMode::owner_only));
    }
    test::DemoServer server;
    client::Endpoint endpoint;
};

/// Gives the recorded answer that fits what is asked, as long as there is one.
class FormerServer final : public server::HttpHandler {
  public:
    explicit FormerServer(const Recording& recording) : recording_(recording) {}
    [[nodiscard]] std::size_t body_limit(server::Method, const std::string&) const override { return 1u << 23; }
    void handle(server::HttpRequest request, server::Respond respond) override {
        if (request.path != wire::route::sync) return respond({204});
        const auto asked = request_in({request, {}});
        for (const Exchange& each : recording_.exchanges) {
            if (each.request.path != wire::route::sync || each.answer.status != 200) continue;
            const auto answer = answer_in(each.answer);
            if (answer.changes.after == asked.cursor && answer.changes.next > asked.cursor) return respond(each.answer);
        }
        respond({503});
    }

  private:
    const Recording& recording_;
};

/// Makes every request one of a version that is understood no more.
class Aging final : public server::HttpHandler {
  public:
    explicit Aging(server::HttpHandler& inside) : inside_(inside) {}
    [[nodiscard]] std::size_t body_limit(server::Method method, const std::string& path) const override {
        return inside_.body_limit(method, path);
    }
    void handle(server::HttpRequest request, server::Respond respond) override {
        if (request.path == wire::route::sync) {
            auto asked = request_in({request, {}});
            asked.protocol = wire::oldest_protocol - 1;
            request.body = wire::encode(asked);
            request.compressed = false;
        }
        inside_.handle(std::move(request), std::move(respond));
    }

  private:
    server::HttpHandler& inside_;
};

}  // namespace

TEST_CASE("versions: every former version's station is understood by this server, and judged as it was",
          "[sync][versions]") {
    for (const auto& folder : test::recorded_versions()) {
        INFO(folder);
        const Recording recording = test::read_recording(folder);
        Revived revived{recording};
        Verdicts before, now;
        LogId log;
        for (const Exchange& exchange : recording.exchanges) {
            INFO(exchange.request.path);
            if (exchange.request.path == wire::route::changes) continue;  // it would wait
            const auto answer = sent(revived.endpoint, exchange.request);
            REQUIRE(answer.trouble == client::Trouble::none);
            CHECK(answer.status == exchange.answer.status);
            CHECK(answer.content_type == exchange.answer.content_type);
            if (exchange.request.path == wire::route::enrol && answer.status == 200)
                revived.take_certificate(answer, recording);
            if (exchange.request.path != wire::route::sync || answer.status != 200) continue;
            const auto request = request_in(exchange);
            const auto former = answer_in(exchange.answer);
            const auto present = answer_in({answer.status, answer.content_type, answer.body, answer.compressed});
            log = request.log;
            CHECK(present.outcomes == former.outcomes);
            CHECK(present.received == former.received);
            CHECK(present.time.has_value() == former.time.has_value());
            collect(former.changes, log, before);
        }
        auto everything = request_in(recording.exchanges.back());
        everything = {};
        everything.school = recording.school;
        everything.log = log;
        const auto whole =
            sent(revived.endpoint,
                 {server::Method::post, std::string(wire::route::sync), {}, wire::encode(everything), false, {}, {}});
        collect(answer_in({whole.status, whole.content_type, whole.body, whole.compressed}).changes, log, now);
        CHECK(before.size() >= 4);
        CHECK(now == before);
    }
}

TEST_CASE("versions: this station understands every former version's server", "[sync][versions]") {
    for (const auto& folder : test::recorded_versions()) {
        INFO(folder);
        const Recording recording = test::read_recording(folder);
        FormerServer former{recording};
        const test::TempDir dir;
        const test::DemoTls tls;
        Log log{"test"};
        const auto listener = server::Listener::open(tls.listen_options(), former, log);
        REQUIRE(listener);
        test::ManualClock clock{recording.at};
        const auto key = crypto::SigningKey::from_seed(recording.signing_seed)->public_key();
        auto opened = journal::Journal::open(dir / "journal.db", {recording.school, recording.station, {key}});
        REQUIRE(opened);
        test::JournalReplica replica{opened->journal, clock};
        const auto transport =
            client::open_transport(tls.station((*listener)->port(), dir.path(), tls.station_authority));
        REQUIRE(transport);
        client::Session session{{recording.school, recording.station, {key}, 1},
                                **transport,
                                replica,
                                clock,
                                log,
                                [](const client::Status&) {}};
        std::uint64_t last = 0;
        for (const Exchange& each : recording.exchanges)
            if (each.request.path == wire::route::sync && each.answer.status == 200)
                last = std::max(last, answer_in(each.answer).changes.next);
        const auto deadline = std::chrono::steady_clock::now() + 20s;
        while (opened->journal.position().cursor < last && std::chrono::steady_clock::now() < deadline) {
            session.wake();
            session.step(50ms);
        }
        CHECK(opened->journal.position().cursor == last);
        CHECK(replica.rejected.empty());
        REQUIRE(replica.access);
        // What the recorded station wrote shows here as its server judged it.
        const domain::LessonKey lesson{test::SmallSchool{}.algebra, test::date(2026, 9, 15), 1, {}};
        const auto view = opened->journal.read().lesson(lesson);
        REQUIRE(view);
        std::size_t accepted = 0;
        for (const auto& each : view->attendance) accepted += each.cell.accepted ? 1 : 0;
        CHECK(accepted == 2);
    }
}

TEST_CASE("versions: what a newer peer adds to any message is passed over, and nothing else changes",
          "[sync][versions]") {
    const Recording recording = test::read_recording(test::recorded_versions().back());
    // Field 2000, a text of one letter: no version has given this number yet.
    const std::string news{"\x82\x7d\x01n", 4};
    const auto add_to = [&](auto& message) { REQUIRE(message.ParseFromString(message.SerializeAsString() + news)); };
    for (const Exchange& exchange : recording.exchanges) {
        if (exchange.request.path != wire::route::sync || exchange.answer.status != 200) continue;
        wire::proto::SyncRequest request;
        const Bytes asked = wire::encode(request_in(exchange));
        REQUIRE(request.ParseFromArray(asked.data(), static_cast<int>(asked.size())));
        for (auto& batch : *request.mutable_batches()) {
            for (auto& record : *batch.mutable_records()) add_to(record);
            add_to(batch);
        }
        add_to(request);
        const std::string newer = request.SerializeAsString();
        const auto read = wire::decode_sync_request(as_bytes(newer));
        REQUIRE(read);
        CHECK(wire::encode(*read) == asked);

        wire::proto::SyncAnswer answer;
        const Bytes said = wire::encode(answer_in(exchange.answer));
        REQUIRE(answer.ParseFromArray(said.data(), static_cast<int>(said.size())));
        add_to(*answer.mutable_changes());
        add_to(answer);
        const std::string answered = answer.SerializeAsString();
        const auto heard = wire::decode_sync_answer(as_bytes(answered));
        REQUIRE(heard);
        CHECK(wire::encode(*heard) == said);
    }
}

TEST_CASE("versions: an outdated station's entries are taken, and then it is told with 426 to update",
          "[sync][versions]") {
    test::DemoServer server;
    test::DemoStation station{server, 101, domain::StationMode::classroom};
    station.write({station.absence(server.school.belov, "Н")}, server.teacher);
    auto request = station.request();
    const auto outgoing = station.journal->unsent();
    REQUIRE(outgoing);
    request.sessions = outgoing->sessions;
    request.batches = outgoing->batches;
    request.tokens = outgoing->tokens;
    request.protocol = wire::oldest_protocol - 1;
    const auto taken = station.post(request);
    REQUIRE(taken);
    CHECK(taken->outcomes.front().receipt == wire::Receipt::stored);
    CHECK(taken->changes.batches.empty());
    CHECK_FALSE(taken->access);
    CHECK(test::received_of(station) == 1);
    auto asking = request;
    asking.batches.clear();
    const auto answer = station.post(asking);
    REQUIRE_FALSE(answer);
    CHECK(answer.error().trouble == client::Trouble::outdated);
    CHECK(answer.error().problem == wire::ProblemKind::outdated);
    request.protocol = wire::protocol_version + 5;
    const auto newer = station.post(request);
    REQUIRE(newer);
    CHECK(newer->outcomes.front().receipt == wire::Receipt::known);
}

TEST_CASE(
    "versions: a station that its server calls outdated goes on sending what is written, and says why it gets nothing",
    "[sync][versions]") {
    auto house = test::DemoServer::plain_house();
    house.front = [](server::HttpHandler& inside) { return std::make_unique<Aging>(inside); };
    test::DemoServer server{std::move(house)};
    test::DemoStation station{server, 101, domain::StationMode::classroom};
    for (int i = 0; i < 2; ++i) {
        station.write({station.absence(server.school.belov, i == 0 ? "Н" : "Б")}, server.teacher);
        station.session->wake();
        REQUIRE(station.run_until([&] {
            return station.journal->unsent()->batches.empty() &&
                   station.session->status().trouble == client::Trouble::outdated;
        }));
    }
    CHECK(station.journal->position().cursor == 0);
    CHECK(station.replica->refused.empty());
}

TEST_CASE("versions: kinds and receipts that a newer server invents are read as unsaid, and what was sent stays unsent",
          "[sync][versions]") {
    wire::proto::SyncAnswer answer;
    answer.set_epoch(std::string(16, 'e'));
    answer.add_outcomes()->set_receipt(static_cast<wire::proto::Receipt>(77));
    const std::string bytes = answer.SerializeAsString();
    const auto read = wire::decode_sync_answer(as_bytes(bytes));
    REQUIRE(read);
    CHECK(read->outcomes.front().receipt == wire::Receipt::unsaid);
    wire::proto::Problem problem;
    problem.set_kind(static_cast<wire::proto::ProblemKind>(99));
    problem.set_text("something new");
    const std::string told = problem.SerializeAsString();
    const auto failure = client::failure_of(
        {.status = 409, .content_type = std::string(wire::content_type), .body = copy(as_bytes(told))});
    REQUIRE(failure);
    // It speaks our language, so it is a server of ours that has a reason of its own.
    CHECK(failure->trouble == client::Trouble::server_fault);
}

// Run by hand when the protocol grows: ZVONOK_RECORD=tests/data/exchanges/2 sync_versions_test "[.record]"
TEST_CASE("versions: records the exchanges of this version", "[.record]") {
    const char* folder = std::getenv("ZVONOK_RECORD");
    REQUIRE(folder != nullptr);
    auto house = test::DemoServer::plain_house();
    test::Recorder* recorder = nullptr;
    house.front = [&](server::HttpHandler& inside) {
        auto made = std::make_unique<test::Recorder>(inside);
        recorder = made.get();
        return made;
    };
    test::DemoServer server{std::move(house)};
    Recording recording;
    recording.school = server.school.school;
    recording.at = test::demo_morning;
    recording.facts = server.school.facts;
    recording.signing_seed = copy(server.signing.seed().view());
    recording.staff_authority = server.staff_authority.certificate().der();
    const auto list = server.staff_authority.make_list({}, 1, server.clock.now() - 1h, server.clock.now() + 24h * 300);
    REQUIRE(list);
    recording.staff_list = list->der();
    recording.epoch = server.core->head(server.school.school)->epoch;
    {
        test::DemoStation station{server, 101, domain::StationMode::classroom};
        recording.station = station.id;
        const auto key = read_file(station.endpoint.key, 1u << 16);
        REQUIRE(key);
        recording.station_key_pem = as_text(*key);
        REQUIRE(station.settle());
        station.write({station.absence(server.school.belov, "Н"), station.absence(server.school.abdurahmanova, "")},
                      server.teacher);
        station.write({station.homework("§ 4, № 12")}, server.teacher);
        station.write({station.absence(server.school.belov, "Б")}, server.other_teacher);  // refused: not hers
        REQUIRE(station.settle());
        for (const char* path : {"/v1/time?nonce=000102030405060708090a0b0c0d0e0f", "/v1/health", "/v1/nowhere",
                                 "/v1/snapshot?after=0&page=2000", "/v1/snapshot?after=x"})
            CHECK(test::ask(station.endpoint, {.path_and_query = path}).trouble == client::Trouble::none);
    }
    recording.exchanges = recorder->taken();
    for (const Exchange& each : recording.exchanges)
        if (each.request.path == wire::route::enrol) {
            const auto body = wire::unpack(each.request.body, each.request.compressed, 1u << 20);
            REQUIRE(body);
            recording.token = wire::decode_enrol_request(*body)->token;
        }
    test::write_recording(folder, recording);
}
