#include "sync/wire/dense.hpp"
#include "station/crypto/random.hpp"
#include "sync/wire/compression.hpp"
#include "sync/wire/messages.hpp"
#include "sync/wire/sync.pb.h"
#include "tests/entry/sample.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::sync;

namespace {

/// One log, batch behind batch.
class Log {
  public:
    explicit Log(entry::Signer signer) : signer_(signer) {}
    entry::SealedBatch seal(std::vector<entry::Draft> drafts) {
        for (entry::Draft& draft : drafts) draft.header.order = ++order_ << 16;
        auto batch = entry::seal_entries(test::school, tip_, std::move(drafts), key_, signer_,
                                         signer_ == entry::Signer::session ? session_ : SessionId{});
        tip_.last += batch.records.size();
        tip_.previous = entry::seal_hash(batch.seal.content);
        return batch;
    }
    [[nodiscard]] const crypto::PublicKey& key() const { return key_.public_key(); }

  private:
    entry::Signer signer_;
    crypto::SigningKey key_ = crypto::SigningKey::generate();
    SessionId session_ = crypto::random_id<SessionId>();
    entry::LogTip tip_{crypto::random_id<LogId>(), 0, std::nullopt};
    std::uint64_t order_ = 1'000'000;
};

entry::Draft verdict_on(const entry::EntryId& entry, std::string rule) {
    entry::Draft draft;
    draft.header.role = domain::Role::server;
    draft.header.kind = domain::CellKind::verdict;
    draft.header.cell = entry::verdict_cell(test::school, entry);
    const auto outcome = rule.empty() ? domain::Outcome::accepted : domain::Outcome::refused;
    draft.body = entry::Verdict{entry, outcome, std::move(rule), {"late.record"}};
    return draft;
}

entry::Draft fact(const domain::Fact& stated) {
    entry::Draft draft;
    draft.header.kind = domain::CellKind::fact;
    draft.header.cell = entry::fact_cell(test::school, stated.entity);
    draft.body = entry::RecordedFact{3, stated};
    return draft;
}

entry::Draft mark(int pupil, const char* value) {
    domain::Cell cell{domain::CellKind::mark, {}, {}};
    cell.lesson.load.bytes[0] = 4;
    cell.lesson.day = LocalDay{std::chrono::year{2026} / 9 / 15};
    cell.lesson.ordinal = 1;
    cell.addressee.bytes[0] = static_cast<std::uint8_t>(pupil);
    cell.addressee.bytes[15] = 9;
    cell.work = "ответ";
    cell.ordinal = 1;
    cell.attempt = 1;
    entry::Draft draft;
    draft.header.author = crypto::random_id<PersonId>();
    draft.header.kind = cell.kind;
    draft.header.cell = entry::cell_id(test::school, cell);
    draft.body = entry::Writing{cell, domain::Mark{value}, {}};
    return draft;
}

wire::SyncAnswer answer_with(std::vector<entry::SealedBatch> batches) {
    wire::SyncAnswer answer;
    answer.epoch = crypto::random_id<EpochId>();
    answer.changes.batches = std::move(batches);
    return answer;
}

void check_round_trip(const std::vector<entry::SealedBatch>& batches) {
    const auto back = wire::decode_sync_answer(wire::encode(answer_with(batches), wire::Form::dense));
    REQUIRE(back);
    REQUIRE(back->changes.batches.size() == batches.size());
    for (std::size_t i = 0; i < batches.size(); ++i) CHECK(back->changes.batches[i] == batches[i]);
    wire::SyncRequest request;
    request.school = test::school;
    request.batches = batches;
    const auto asked = wire::decode_sync_request(wire::encode(request, wire::Form::dense));
    REQUIRE(asked);
    REQUIRE(asked->batches.size() == batches.size());
    for (std::size_t i = 0; i < batches.size(); ++i) CHECK(asked->batches[i] == batches[i]);
}

bool goes_dense(const entry::SealedBatch& batch) {
    wire::proto::Dense dense;
    return wire::DenseWriter{dense}.add(batch, 0);
}

}  // namespace

TEST_CASE("dense: what people and the server have sealed comes back byte for byte, in its order", "[sync][wire]") {
    Log station{entry::Signer::session}, other{entry::Signer::session}, server{entry::Signer::server};
    auto seen = test::absence("");
    seen.header.seen = {{crypto::random_id<LogId>(), 5}, {crypto::random_id<LogId>(), 300}};
    const std::vector<entry::SealedBatch> batches{
        server.seal({fact({crypto::random_id<EntityId>(), LocalDay{}, std::nullopt, false, "x",
                           domain::Person{domain::PersonKind::pupil, "Белов", "Иван", "", ""}})}),
        station.seal({test::absence("Н"), mark(1, "5"), mark(2, "4"), seen}),
        other.seal({test::absence("Б")}),
        server.seal({verdict_on({crypto::random_id<LogId>(), 1}, ""), verdict_on({crypto::random_id<LogId>(), 2}, ""),
                     verdict_on({crypto::random_id<LogId>(), 900'000}, "not.assigned")}),
        station.seal({mark(3, "2")}),
    };
    for (const auto& batch : batches) CHECK(goes_dense(batch));
    check_round_trip(batches);
    // A page may begin in the middle of a log, and leave some of it out.
    check_round_trip({batches[4], batches[3]});
    check_round_trip({});
    CHECK(entry::check_batch(batches[1], station.key()));
}

TEST_CASE("dense: a batch of another form goes as it is, in its place among the others", "[sync][wire]") {
    Log station{entry::Signer::session};
    const auto whole = station.seal({test::absence("Н"), test::absence("Б"), mark(1, "3")});
    const auto part = entry::part_of(whole, [&](const entry::Record& record) { return record == whole.records[1]; });
    auto stub = whole;
    stub.records[0].body.clear();
    stub.records[0].salt.clear();
    auto salted = whole;
    salted.records[0].salt[3] ^= 1;
    auto foreign = whole;
    foreign.records[1].header.push_back(0);
    auto swapped = whole;
    std::swap(swapped.records[0], swapped.records[1]);
    auto seal = whole;
    seal.seal.content.push_back(0);
    auto newer = whole;  // an act of a number that no program has yet
    newer.records[2].body = {0xea, 0x02, 0x00};
    auto none = whole;
    none.records[2].body.clear();
    for (const auto& odd : {part, stub, salted, foreign, swapped, seal, newer, none}) {
        CHECK_FALSE(goes_dense(odd));
        check_round_trip({whole, odd, station.seal({mark(1, "4")}), odd, odd, station.seal({mark(2, "4")})});
    }
}

TEST_CASE("dense: a changed body or header is sent as what it would have to be, and fails its check", "[sync][wire]") {
    Log station{entry::Signer::session};
    auto batch = station.seal({mark(1, "3"), mark(2, "3")});
    REQUIRE(entry::check_batch(batch, station.key()));
    batch.records[0].body.back() ^= 1;
    const auto back = wire::decode_sync_answer(wire::encode(answer_with({batch}), wire::Form::dense));
    REQUIRE(back);
    CHECK_FALSE(entry::check_batch(back->changes.batches.front(), station.key()));
}

TEST_CASE("dense: columns that do not add up are refused, and so is what grows beyond measure", "[sync][wire]") {
    Log station{entry::Signer::session};
    wire::proto::Dense good;
    {
        wire::DenseWriter writer{good};
        REQUIRE(writer.add(station.seal({mark(1, "3"), mark(2, "5")}), 0));
        REQUIRE(writer.add(station.seal({mark(3, "3")}), 0));
    }
    REQUIRE(wire::read_dense(good));
    const auto refused = [&](const std::function<void(wire::proto::Dense&)>& spoil) {
        wire::proto::Dense bad = good;
        spoil(bad);
        return !wire::read_dense(bad);
    };
    CHECK(refused([](auto& bad) { bad.add_orders(1); }));
    CHECK(refused([](auto& bad) { bad.mutable_middles()->RemoveLast(); }));
    CHECK(refused([](auto& bad) { bad.set_rests(0, 99); }));
    CHECK(refused([](auto& bad) { bad.set_shapes(0, 7); }));
    CHECK(refused([](auto& bad) { bad.set_shapes(0, 2); }));
    CHECK(refused([](auto& bad) { bad.mutable_addressees()->resize(40); }));
    CHECK(refused([](auto& bad) { bad.mutable_seals(0)->set_count(0); }));
    CHECK(refused([](auto& bad) { bad.mutable_seals(0)->set_count(~0U); }));
    CHECK(refused([](auto& bad) { bad.mutable_seals(0)->set_first(0); }));
    CHECK(refused([](auto& bad) { bad.mutable_seals(0)->set_first(7); }));
    CHECK(refused([](auto& bad) { bad.set_school("short"); }));
    CHECK(refused([](auto& bad) { bad.mutable_pieces(1)->resize(65u << 20); }));
}

TEST_CASE("dense: a thousand marks of a class take less than a fifth of the bytes that they take plain",
          "[sync][wire]") {
    Log station{entry::Signer::session};
    std::vector<entry::SealedBatch> batches;
    const char* values[] = {"2", "3", "4", "5", "5"};
    for (int lesson = 0; lesson < 40; ++lesson) {
        std::vector<entry::Draft> drafts;
        for (int pupil = 0; pupil < 25; ++pupil) drafts.push_back(mark(pupil, values[(lesson + pupil * pupil) % 5]));
        for (entry::Draft& draft : drafts) draft.header.author = drafts.front().header.author;
        batches.push_back(station.seal(std::move(drafts)));
    }
    const auto size = [&](wire::Form form) {
        return wire::pack(wire::encode(answer_with(batches), form)).bytes.size();
    };
    CHECK(size(wire::Form::dense) * 5 < size(wire::Form::plain));
}
