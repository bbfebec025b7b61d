#include "station/journal/replica.hpp"
#include "sync/server/postgres_store.hpp"
#include "sync/wire/compression.hpp"
#include "tests/sync/demo_school.hpp"
#include "tests/sync/server_process.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <random>
#include <set>
#include <thread>

/// Several server processes on one database.
using namespace zvonok;
using namespace zvonok::sync;
using namespace std::chrono_literals;
using wire::Receipt;

namespace {

/// Posts without a word to the test, whose macros are for one thread.
std::optional<wire::SyncAnswer> post(client::Transport& transport, const wire::SyncRequest& request) {
    wire::Packed packed = wire::pack(wire::encode(request));
    transport.ask(client::Lane::exchange, {.path_and_query = std::string(wire::route::sync),
                                           .body = std::move(packed.bytes),
                                           .compressed = packed.compressed});
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    while (std::chrono::steady_clock::now() < deadline) {
        auto event = transport.wait(100ms);
        if (!event) continue;
        if (event->answer.status != 200) return std::nullopt;
        const auto body = wire::unpack(std::move(event->answer.body), event->answer.compressed, 1u << 26);
        auto decoded = body ? wire::decode_sync_answer(*body) : Result<wire::SyncAnswer>{fail(FaultKind::corrupt, "")};
        if (!decoded) return std::nullopt;
        return std::move(*decoded);
    }
    return std::nullopt;
}

client::Endpoint at_port(const test::DemoStation& station, std::uint16_t port) {
    client::Endpoint endpoint = station.endpoint;
    endpoint.urls = {"https://127.0.0.1:" + std::to_string(port)};
    return endpoint;
}

/// What a station has to say, cut into requests of one to three batches.
std::vector<wire::SyncRequest> requests_of(test::DemoStation& station, std::minstd_rand& random) {
    auto outgoing = station.journal->unsent();
    REQUIRE(outgoing);
    REQUIRE_FALSE(outgoing->more);
    std::vector<wire::SyncRequest> requests;
    for (std::size_t at = 0; at < outgoing->batches.size();) {
        auto request = station.request();
        request.sessions = outgoing->sessions;
        request.tokens = outgoing->tokens;
        for (auto left = 1 + random() % 3; left > 0 && at < outgoing->batches.size(); --left)
            request.batches.push_back(outgoing->batches[at++]);
        requests.push_back(std::move(request));
    }
    return requests;
}

/// Sends each request in its turn to a server of its choice, every third to two of them at once, and again where the
/// answer was lost or others were faster.
class Uploader {
  public:
    Uploader(std::vector<client::Endpoint> endpoints, std::vector<wire::SyncRequest> requests, unsigned seed)
        : requests_(std::move(requests)), random_(seed) {
        for (const client::Endpoint& endpoint : endpoints) {
            auto opened = client::open_transport(endpoint);
            REQUIRE(opened);
            transports_.push_back(std::move(*opened));
        }
    }
    void run() {
        for (std::size_t i = 0; i < requests_.size(); ++i) {
            const std::size_t first = random_() % transports_.size();
            const std::size_t second = (first + 1) % transports_.size();
            std::thread twin;
            if (i % 3 == 0) twin = std::thread{[&] { post(*transports_[second], requests_[i]); }};
            for (int attempt = 0; attempt < 20 && !is_there(post(*transports_[first], requests_[i])); ++attempt)
                ++repeated;
            if (twin.joinable()) twin.join();
        }
    }
    std::size_t repeated = 0;

  private:
    static bool is_there(const std::optional<wire::SyncAnswer>& answer) {
        return answer && std::ranges::all_of(answer->outcomes, [](const wire::BatchOutcome& outcome) {
                   return outcome.receipt == Receipt::stored || outcome.receipt == Receipt::known;
               });
    }
    std::vector<wire::SyncRequest> requests_;
    std::vector<std::unique_ptr<client::Transport>> transports_;
    std::minstd_rand random_;
};

/// Follows the log by cursor while it grows.
class Reader {
  public:
    Reader(const std::string& address, SchoolId school, std::size_t page_bytes)
        : school_(school), page_bytes_(page_bytes) {
        auto opened = server::PostgresStore::open(address);
        REQUIRE(opened);
        store_ = std::move(*opened);
    }
    void run(const std::atomic<bool>& over) {
        for (bool last = false; !last;) {
            last = over;
            for (bool more = true; more;) {
                const auto page = store_->changes(school_, cursor_, server::Scope::staff, page_bytes_);
                if (!page) {
                    trouble = describe(page.error());
                    return;
                }
                // Every cursor up to `next` has its batch in the page, or it would never be seen.
                if (page->batches.size() != page->next - cursor_)
                    trouble += "hole behind " + std::to_string(cursor_) + "; ";
                batches.insert(batches.end(), page->batches.begin(), page->batches.end());
                cursor_ = page->next;
                more = page->more;
            }
        }
    }
    [[nodiscard]] std::vector<Bytes> seals() const {
        std::vector<Bytes> all;
        for (const entry::SealedBatch& batch : batches) all.push_back(batch.seal.content);
        return all;
    }
    std::vector<entry::SealedBatch> batches;
    std::string trouble;

  private:
    SchoolId school_;
    std::size_t page_bytes_;
    std::unique_ptr<server::PostgresStore> store_;
    std::uint64_t cursor_ = 0;
};

/// The whole log, looked at once more when all is quiet.
struct Findings {
    std::map<entry::EntryId, int> entries, verdicts;
    std::set<domain::FactVersion> facts;
};
Findings look_at(const std::vector<entry::SealedBatch>& log) {
    Findings found;
    struct Tip {
        std::uint64_t last = 0;
        std::optional<crypto::Digest> previous;
    };
    std::map<LogId, Tip> tips;
    std::uint64_t order = 0;
    for (const entry::SealedBatch& batch : log) {
        const auto read = journal::read_batch(batch);
        REQUIRE(read);
        // No log forks: each seal goes on where the one before ended, and names it.
        Tip& tip = tips[read->seal.log];
        REQUIRE(read->seal.first == tip.last + 1);
        REQUIRE(read->seal.previous == tip.previous);
        tip = {read->seal.last, entry::seal_hash(batch.seal.content)};
        for (std::size_t i = 0; i < read->headers.size(); ++i) {
            REQUIRE(read->bodies[i]);
            if (read->seal.server_key) {
                REQUIRE(read->headers[i].order > order);
                order = read->headers[i].order;
            }
            if (const auto* verdict = std::get_if<entry::Verdict>(&*read->bodies[i]))
                ++found.verdicts[verdict->entry];
            else if (const auto* fact = std::get_if<entry::RecordedFact>(&*read->bodies[i]))
                REQUIRE(found.facts.insert(fact->version).second);
            else
                ++found.entries[read->headers[i].id];
        }
    }
    return found;
}

std::string line_of(const std::string& text, const std::string& name) {
    const auto at = text.find(name + ": ");
    REQUIRE(at != std::string::npos);
    return text.substr(at, text.find('\n', at) - at);
}

/// Server processes beside the one of the test, each on a folder of its own.
std::vector<std::unique_ptr<test::ServerProcess>> beside(test::DemoServer& server, int count) {
    std::vector<std::unique_ptr<test::ServerProcess>> processes;
    for (int i = 0; i < count; ++i) {
        processes.push_back(
            std::make_unique<test::ServerProcess>(server, server.dir / ("server-" + std::to_string(i))));
        processes.back()->start();
    }
    return processes;
}

}  // namespace

TEST_CASE("region: four server processes on one database number, judge and seal as one", "[sync][region][process]") {
    constexpr int stations = 6, marks = 30;
    test::DemoServer server{test::Backend::postgresql};
    std::vector<std::unique_ptr<test::DemoStation>> rooms;
    std::minstd_rand random{17};
    const std::array<std::string, 4> codes{"Н", "Б", "УП", ""};
    for (int i = 0; i < stations; ++i) {
        rooms.push_back(std::make_unique<test::DemoStation>(server, static_cast<std::uint8_t>(101 + i),
                                                            domain::StationMode::classroom));
        for (int n = 0; n < marks; ++n)
            rooms.back()->write({rooms.back()->absence(server.school.belov, codes[random() % codes.size()])},
                                server.teacher);
    }
    server.stop();

    const auto processes = beside(server, 4);
    std::vector<std::uint16_t> ports;
    for (const auto& process : processes) ports.push_back(process->port());
    std::vector<std::unique_ptr<Uploader>> uploaders;
    for (const auto& room : rooms) {
        std::vector<client::Endpoint> endpoints;
        for (const std::uint16_t port : ports) endpoints.push_back(at_port(*room, port));
        uploaders.push_back(std::make_unique<Uploader>(endpoints, requests_of(*room, random), random()));
    }
    std::vector<std::unique_ptr<Reader>> readers;
    for (const std::size_t page : {std::size_t{1}, std::size_t{4'000}, std::size_t{1} << 20})
        readers.push_back(std::make_unique<Reader>(server.database.address, server.school.school, page));

    std::atomic<bool> over = false;
    std::vector<std::thread> reading, writing;
    std::array<int, 4> failed{};
    for (const auto& reader : readers) reading.emplace_back([&] { reader->run(over); });
    for (const auto& uploader : uploaders) writing.emplace_back([&] { uploader->run(); });
    // Meanwhile each server records facts, which all the others judge by and number on.
    writing.emplace_back([&] {
        for (int n = 0; n < 3; ++n)
            for (std::size_t i = 0; i < processes.size(); ++i)
                failed[i] += processes[i]->command("station add --name new-" + std::to_string(n * 4 + i));
    });
    for (std::thread& thread : writing) thread.join();
    over = true;
    for (std::thread& thread : reading) thread.join();
    CHECK(failed == std::array<int, 4>{});

    const auto store = server::PostgresStore::open(server.database.address);
    REQUIRE(store);
    const auto head = (*store)->head(server.school.school);
    REQUIRE(head);
    Reader afterwards{server.database.address, server.school.school, 1u << 20};
    afterwards.run(over);
    CHECK(afterwards.trouble.empty());
    CHECK(afterwards.batches.size() == head->cursor);
    for (const auto& reader : readers) {
        CHECK(reader->trouble == "");
        CHECK((reader->seals() == afterwards.seals()));  // in one piece: a difference is no reading matter
    }
    const Findings found = look_at(afterwards.batches);
    CHECK(found.entries.size() == stations * marks);
    for (const auto& [entry, count] : found.entries) {
        CHECK(count == 1);
        CHECK(found.verdicts.at(entry) == 1);
    }
    CHECK(found.verdicts.size() == found.entries.size());
    CHECK(*found.facts.begin() == 1);
    CHECK(*found.facts.rbegin() == found.facts.size());

    // Every process's tables, and a station's, say the same.
    std::set<std::string> dumps;
    for (const auto& process : processes) {
        REQUIRE(process->command("status") == 0);
        dumps.insert(line_of(process->said(), "Контрольная сумма сведений"));
    }
    server.start();
    const auto dump = server.core->dump_hash(server.school.school);
    REQUIRE(dump);
    dumps.insert("Контрольная сумма сведений: " + to_hex(*dump));
    CHECK(dumps.size() == 1);
    rooms.front()->connect();
    REQUIRE(rooms.front()->settle());
    CHECK(rooms.front()->journal->dump_hash() == *dump);
    CHECK(rooms.front()->replica->rejected.empty());
}

TEST_CASE("region: what comes in at one process wakes the stations that wait at another", "[sync][region][process]") {
    test::DemoServer server{test::Backend::postgresql};
    test::DemoStation one{server, 101, domain::StationMode::classroom};
    test::DemoStation two{server, 102, domain::StationMode::classroom};
    REQUIRE(one.settle());
    REQUIRE(two.settle());
    const auto processes = beside(server, 1);
    two.endpoint = at_port(two, processes.front()->port());
    two.connect();
    REQUIRE(two.run_until([&] { return two.session->status().online; }));
    REQUIRE(two.run_until([&] { return two.transport->asking(client::Lane::long_poll); }));
    const auto position = two.journal->position().cursor;
    one.write({one.absence(server.school.belov, "Н")}, server.teacher);
    one.session->wake();
    REQUIRE(one.run_until([&] { return one.journal->unsent()->batches.empty(); }));
    // A long poll would end by itself after most of a minute.
    CHECK(two.run_until([&] { return two.journal->position().cursor > position; }, 10s));
}

TEST_CASE("region: a card that one process learns to be revoked is in doubt at once for the others",
          "[sync][region][process]") {
    test::DemoServer server{test::Backend::postgresql};
    test::DemoStation station{server, 101, domain::StationMode::classroom};
    REQUIRE(station.settle());
    const auto processes = beside(server, 1);
    station.endpoint = at_port(station, processes.front()->port());
    station.connect();
    station.write({station.absence(server.school.belov, "Н")}, server.teacher);
    REQUIRE(station.settle());  // the other process believes the card's session, and remembers that
    server.put_revocation_list({{server.teacher.certificate.serial(), server.clock.now() - 1h}}, 2);
    station.write({station.absence(server.school.belov, "Б")}, server.teacher);
    std::minstd_rand random{1};
    const auto request = requests_of(station, random);
    REQUIRE(request.size() == 1);
    const auto answer = station.post(request.front());
    REQUIRE(answer);
    CHECK(answer->outcomes.front().receipt == Receipt::stored);
    REQUIRE(station.settle());
    const auto items = station.journal->read().attention_of(server.school.teacher);
    REQUIRE(items);
    REQUIRE(items->size() == 1);
    CHECK(items->front().outcome == domain::Outcome::held);
    CHECK(items->front().rule == server::rule::card_revoked);
}
