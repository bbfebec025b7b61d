#include "station/crypto/random.hpp"
#include "sync/wire/compression.hpp"
#include "sync/wire/messages.hpp"
#include "tests/entry/sample.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace zvonok;
using namespace zvonok::sync;

namespace {

entry::SealedBatch sample_batch() {
    return entry::seal_entries(test::school, {crypto::random_id<LogId>(), 0, std::nullopt},
                               {test::absence("Н"), test::absence(""), test::absence("Б")},
                               crypto::SigningKey::generate(), entry::Signer::session, crypto::random_id<SessionId>());
}

wire::SyncRequest sample_request() {
    wire::SyncRequest request;
    request.school = test::school;
    request.epoch = crypto::random_id<EpochId>();
    request.cursor = 77;
    request.access_version = ~0ULL;
    request.nonce = crypto::random_bytes(16);
    request.log = crypto::random_id<LogId>();
    request.sessions = {{crypto::random_bytes(90), crypto::random_bytes(70), crypto::random_bytes(500)}};
    request.batches = {sample_batch(), sample_batch()};
    request.tokens = {{crypto::random_bytes(60), crypto::random_bytes(64)}};
    request.losses = {{request.log, 3, 5}};
    request.page_bytes = 1000;
    request.visits = {crypto::random_bytes(100), crypto::random_bytes(101)};
    const auto whole = sample_batch();
    const auto part = entry::part_of(whole, [&](const entry::Record& record) { return record == whole.records[1]; });
    wire::Parcel parcel;
    parcel.name = entry::seal_hash(whole.seal.content);
    parcel.shown = part;
    parcel.session = request.sessions.front();
    parcel.tokens = request.tokens;
    parcel.key = 2;
    parcel.envelope = crypto::random_bytes(100);
    request.carried = {parcel, {.name = crypto::sha256({}), .key = 1, .envelope = {1}}};
    return request;
}

}  // namespace

TEST_CASE("wire: a request comes out as it went in, with salts that derive left out", "[sync][wire]") {
    const auto request = sample_request();
    const Bytes bytes = wire::encode(request);
    const auto back = wire::decode_sync_request(bytes);
    REQUIRE(back);
    CHECK(back->school == request.school);
    CHECK(back->epoch == request.epoch);
    CHECK(back->cursor == request.cursor);
    CHECK(back->access_version == request.access_version);
    CHECK(back->nonce == request.nonce);
    CHECK(back->log == request.log);
    CHECK(back->sessions == request.sessions);
    REQUIRE(back->batches.size() == 2);
    CHECK(back->batches[0] == request.batches[0]);
    CHECK(back->batches[1] == request.batches[1]);
    CHECK(back->tokens.front().content == request.tokens.front().content);
    CHECK(back->losses == request.losses);
    CHECK(back->page_bytes == request.page_bytes);
    CHECK(back->visits == request.visits);
    REQUIRE(back->carried.size() == 2);
    CHECK(back->carried[0].name == request.carried[0].name);
    REQUIRE(back->carried[0].shown);
    CHECK(*back->carried[0].shown == *request.carried[0].shown);
    CHECK(back->carried[0].session == request.carried[0].session);
    CHECK(back->carried[0].tokens.size() == 1);
    CHECK(back->carried[0].key == 2);
    CHECK(back->carried[0].envelope == request.carried[0].envelope);
    CHECK_FALSE(back->carried[1].shown);
    CHECK_FALSE(back->carried[1].session);
    for (const entry::Record& record : request.batches.front().records)
        CHECK(as_text(bytes).find(as_text(record.salt)) == std::string_view::npos);
}

TEST_CASE("wire: a part of a batch carries salts and paths, a stub neither body nor salt", "[sync][wire]") {
    const auto whole = sample_batch();
    auto part = entry::part_of(whole, [&](const entry::Record& record) { return record == whole.records[1]; });
    wire::SyncAnswer answer;
    answer.epoch = crypto::random_id<EpochId>();
    answer.access = wire::AccessList{5, {{1, 2}, {3}}, {crypto::random_id<PersonId>()}};
    answer.outcomes = {{wire::Receipt::refused, "seal.signature"}, {wire::Receipt::later, {}}};
    answer.received = {{crypto::random_id<LogId>(), 9}};
    answer.access->envelope_keys = {{2, crypto::random_bytes(32)}, {1, crypto::random_bytes(32)}};
    answer.carried = {{wire::Receipt::known, {}}, {wire::Receipt::refused, "log.fork"}};
    answer.changes = {3, 8, true, {}, {part}};
    part.records.front().body.clear();
    part.records.front().salt.clear();
    answer.changes.batches.push_back(part);
    const auto back = wire::decode_sync_answer(wire::encode(answer));
    REQUIRE(back);
    CHECK(back->access == answer.access);
    CHECK(back->outcomes == answer.outcomes);
    CHECK(back->received == answer.received);
    CHECK(back->carried == answer.carried);
    CHECK(back->changes.more);
    REQUIRE(back->changes.batches.size() == 2);
    CHECK(back->changes.batches[0] == answer.changes.batches[0]);
    CHECK(back->changes.batches[1] == part);
    CHECK(back->changes.batches[1].records.front().is_stub());

    const auto access = wire::decode_access_list(wire::encode(*answer.access));
    REQUIRE(access);
    CHECK(*access == *answer.access);
}

TEST_CASE("wire: damaged bytes are told or read as something else, and never crash", "[sync][wire]") {
    const Bytes good = wire::encode(sample_request());
    std::minstd_rand random{11};
    std::size_t refused = 0;
    for (int i = 0; i < 3000; ++i) {
        Bytes bytes = good;
        for (std::size_t n = 0; n <= random() % 4; ++n) bytes[random() % bytes.size()] ^= 1U << (random() % 8);
        if (random() % 4 == 0) bytes.resize(random() % bytes.size());
        refused += wire::decode_sync_request(bytes) ? 0 : 1;
        static_cast<void>(wire::decode_sync_answer(bytes));
        static_cast<void>(wire::decode_parcel_content(bytes));
        static_cast<void>(wire::decode_relay_answer(bytes));
    }
    CHECK(refused > 100);
}

TEST_CASE("wire: one session that is nonsense does not take the rest of the request with it", "[sync][wire]") {
    auto request = sample_request();
    request.sessions.front().signature.clear();
    request.batches.front().records.front().header = {1, 2, 3};
    const auto back = wire::decode_sync_request(wire::encode(request));
    REQUIRE(back);
    CHECK(back->sessions.empty());
    REQUIRE(back->batches.size() == 2);
    CHECK(back->batches[1] == request.batches[1]);
}

TEST_CASE("compression: a frame says its size, and a bomb is refused before it is unpacked", "[sync][wire]") {
    const Bytes zeros(1 << 20, 0);
    const wire::Packed packed = wire::pack(zeros);
    CHECK(packed.compressed);
    CHECK(packed.bytes.size() < 2000);
    const auto back = wire::unpack(packed.bytes, true, zeros.size());
    REQUIRE(back);
    CHECK(*back == zeros);
    const auto bomb = wire::unpack(packed.bytes, true, zeros.size() - 1);
    REQUIRE_FALSE(bomb);
    CHECK(bomb.error().kind == FaultKind::full);
    Bytes cut = packed.bytes;
    cut.resize(cut.size() / 2);
    CHECK_FALSE(wire::unpack(cut, true, zeros.size()));
    CHECK_FALSE(wire::unpack(Bytes{1, 2, 3}, true, zeros.size()));
    CHECK_FALSE(wire::pack(crypto::random_bytes(1000)).compressed);
    CHECK_FALSE(wire::pack(Bytes(10, 0)).compressed);
}
