#include "station/entry/seal.hpp"
#include "tests/entry/sample.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::entry;

namespace {

crypto::Digest leaf(int n) {
    const std::uint8_t byte[] = {static_cast<std::uint8_t>(n)};
    return merkle_leaf(byte);
}

struct Sealed {
    crypto::SigningKey key = crypto::SigningKey::generate();
    SessionId session = crypto::random_id<SessionId>();
    LogTip tip{crypto::random_id<LogId>(), 0, std::nullopt};

    SealedBatch batch(int count) {
        std::vector<Draft> drafts;
        for (int i = 0; i < count; ++i) drafts.push_back(test::absence("Н"));
        SealedBatch sealed = seal_entries(test::school, tip, std::move(drafts), key, Signer::session, session);
        tip.last += static_cast<std::uint64_t>(count);
        tip.previous = seal_hash(sealed.seal.content);
        return sealed;
    }
};

}  // namespace

TEST_CASE("merkle: every leaf of every tree size proves itself and nothing else", "[entry][merkle]") {
    for (int size = 1; size <= 20; ++size) {
        std::vector<crypto::Digest> leaves;
        for (int i = 0; i < size; ++i) leaves.push_back(leaf(i));
        const crypto::Digest root = merkle_root(leaves);
        const auto count = static_cast<std::size_t>(size);
        for (std::size_t i = 0; i < count; ++i) {
            const MerklePath path = merkle_path(leaves, i);
            CHECK(merkle_root_of_path(leaves[i], i, count, path).value() == root);
            CHECK(merkle_root_of_path(leaf(99), i, count, path).value() != root);
            if (size > 1) {
                const std::size_t other = (i + 1) % count;
                const auto moved = merkle_root_of_path(leaves[i], other, count, path);
                CHECK((!moved || *moved != root));
            }
            MerklePath longer = path;
            longer.push_back(root);
            CHECK_FALSE(merkle_root_of_path(leaves[i], i, count, longer).has_value());
        }
    }
}

TEST_CASE("merkle: the tree is the one of RFC 6962", "[entry][merkle]") {
    // Root of the one-leaf tree over an empty string, RFC 6962 section 2.1: SHA-256 of a zero byte.
    CHECK(to_hex(merkle_root(std::vector{merkle_leaf({})})) ==
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

TEST_CASE("seal: a batch checks by its session's key, and chains to the one before", "[entry][seal]") {
    Sealed sealed;
    const SealedBatch first = sealed.batch(3);
    const SealedBatch second = sealed.batch(1);
    const auto checked = check_batch(first, sealed.key.public_key());
    REQUIRE(checked.has_value());
    CHECK(checked->headers.at(2).id.seq == 3);
    CHECK(checked->headers.at(2).session == sealed.session);
    CHECK(std::get<domain::Attendance>(std::get<Writing>(*checked->bodies.at(0)).act).code == "Н");
    const auto next = check_batch(second, sealed.key.public_key());
    REQUIRE(next.has_value());
    CHECK(next->seal.first == 4);
    CHECK(next->seal.previous == seal_hash(first.seal.content));
    CHECK(check_batch(first, crypto::SigningKey::generate().public_key()).error().kind == FaultKind::refused);
}

TEST_CASE("seal: any changed bit anywhere in a batch is found", "[entry][seal]") {
    Sealed sealed;
    const SealedBatch good = sealed.batch(2);
    const auto survives = [&](SealedBatch batch) { return check_batch(batch, sealed.key.public_key()).has_value(); };
    REQUIRE(survives(good));
    const auto flip_each = [&](auto part_of_batch) {
        const std::size_t size = part_of_batch(const_cast<SealedBatch&>(good)).size();
        for (std::size_t i = 0; i < size; ++i) {
            SealedBatch bad = good;
            part_of_batch(bad)[i] ^= 0x10;
            INFO("byte " << i);
            CHECK_FALSE(survives(bad));
        }
    };
    flip_each([](SealedBatch& batch) -> Bytes& { return batch.seal.content; });
    flip_each([](SealedBatch& batch) -> Bytes& { return batch.seal.signature; });
    flip_each([](SealedBatch& batch) -> Bytes& { return batch.records[1].header; });
    flip_each([](SealedBatch& batch) -> Bytes& { return batch.records[1].body; });
    flip_each([](SealedBatch& batch) -> Bytes& { return batch.records[1].salt; });
}

TEST_CASE("seal: entries left out, swapped, doubled or put in are found", "[entry][seal]") {
    Sealed sealed;
    const SealedBatch good = sealed.batch(3);
    const SealedBatch other = sealed.batch(1);
    const auto key = sealed.key.public_key();
    SealedBatch bad = good;
    bad.records.pop_back();
    CHECK_FALSE(check_batch(bad, key).has_value());
    bad = good;
    std::swap(bad.records[0], bad.records[1]);
    CHECK_FALSE(check_batch(bad, key).has_value());
    bad = good;
    bad.records[1] = bad.records[0];
    CHECK_FALSE(check_batch(bad, key).has_value());
    bad = good;
    bad.records.push_back(other.records[0]);
    CHECK_FALSE(check_batch(bad, key).has_value());
}

TEST_CASE("seal: a part of a batch proves itself by paths and gives no seed away", "[entry][seal]") {
    Sealed sealed;
    const SealedBatch whole = sealed.batch(7);
    const SealedBatch part = part_of(whole, [&](const Record& record) { return record == whole.records[4]; });
    REQUIRE(part.records.size() == 1);
    CHECK(part.seal.salt_seed.empty());
    const auto checked = check_batch(part, sealed.key.public_key());
    REQUIRE(checked.has_value());
    CHECK(checked->headers.at(0).id.seq == 5);
    SealedBatch moved = part;
    moved.paths[0].back()[0] ^= 1;
    CHECK_FALSE(check_batch(moved, sealed.key.public_key()).has_value());
}

TEST_CASE("seal: a stub keeps its place in the chain after its body is erased", "[entry][seal]") {
    Sealed sealed;
    SealedBatch batch = sealed.batch(2);
    batch.records[0].body.clear();
    batch.records[0].salt.clear();
    const auto checked = check_batch(batch, sealed.key.public_key());
    REQUIRE(checked.has_value());
    CHECK_FALSE(checked->bodies.at(0).has_value());
    CHECK(checked->bodies.at(1).has_value());
}
