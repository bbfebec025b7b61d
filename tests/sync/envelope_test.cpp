#include "sync/belief/envelope.hpp"
#include "station/crypto/random.hpp"
#include "tests/entry/sample.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::sync;

namespace {

/// An absence, which is for staff, and a homework for a class, which is for everyone.
wire::ParcelContent day_of(const crypto::SigningKey& key) {
    entry::Draft homework = test::draft(domain::Homework{"§ 4", {}, {}}, domain::CellKind::homework);
    homework.header.audience = domain::Audience::everyone;
    auto batch =
        entry::seal_entries(test::school, {crypto::random_id<LogId>(), 0, std::nullopt}, {test::absence("Н"), homework},
                            key, entry::Signer::session, crypto::random_id<SessionId>());
    return {std::move(batch),
            {crypto::random_bytes(90), crypto::random_bytes(70), crypto::random_bytes(500)},
            {{crypto::random_bytes(60), crypto::random_bytes(64)}}};
}

bool contains(const Bytes& haystack, ByteView needle) {
    return as_text(haystack).find(as_text(needle)) != std::string_view::npos;
}

}  // namespace

TEST_CASE("envelope: staff stations open what a neighbour sealed, byte for byte, and no other key does",
          "[sync][envelope]") {
    const auto server = crypto::SigningKey::generate();
    const belief::KeyRing staff{
        {belief::envelope_key(server, test::school, 2), belief::envelope_key(server, test::school, 1)}};
    const auto content = day_of(crypto::SigningKey::generate());
    const auto parcel = belief::make_parcel(content, staff).value();
    CHECK(parcel.name == entry::seal_hash(content.batch.seal.content));
    CHECK(parcel.key == 2);
    const auto opened = belief::open_parcel(parcel, staff);
    REQUIRE(opened);
    CHECK(opened->batch.seal == content.batch.seal);
    CHECK(opened->batch.records == content.batch.records);
    CHECK(opened->session == content.session);
    CHECK(opened->tokens.front().content == content.tokens.front().content);

    CHECK(belief::open_parcel(parcel, {}).error().kind == FaultKind::missing);
    const belief::KeyRing struck_off{{belief::envelope_key(server, test::school, 1)}};
    CHECK(belief::open_parcel(parcel, struck_off).error().kind == FaultKind::missing);
    const belief::KeyRing other_server{{belief::envelope_key(crypto::SigningKey::generate(), test::school, 2)}};
    CHECK(belief::open_parcel(parcel, other_server).error().kind == FaultKind::missing);
    SchoolId other_school = test::school;
    other_school.bytes[3] ^= 1;
    CHECK_FALSE(belief::open_parcel(parcel, belief::KeyRing{{belief::envelope_key(server, other_school, 2)}}));
}

TEST_CASE("envelope: in the clear lies what is for everyone with its path, and nothing that helps to guess the rest",
          "[sync][envelope]") {
    const belief::KeyRing staff{{belief::envelope_key(crypto::SigningKey::generate(), test::school, 1)}};
    const auto key = crypto::SigningKey::generate();
    const auto content = day_of(key);
    const auto parcel = belief::make_parcel(content, staff).value();
    REQUIRE(parcel.shown);
    REQUIRE(parcel.shown->records.size() == 1);
    CHECK(parcel.shown->records.front() == content.batch.records[1]);
    CHECK(entry::check_batch(*parcel.shown, key.public_key()));
    const Bytes bytes = wire::encode(parcel);
    CHECK_FALSE(contains(bytes, content.batch.seal.salt_seed));
    CHECK_FALSE(contains(bytes, content.batch.records[0].header));
    CHECK_FALSE(contains(bytes, content.batch.records[0].body));
    CHECK_FALSE(contains(bytes, content.batch.records[0].salt));
}

TEST_CASE("envelope: a batch without anything public shows neither entries nor who wrote them", "[sync][envelope]") {
    const belief::KeyRing staff{{belief::envelope_key(crypto::SigningKey::generate(), test::school, 1)}};
    auto content = day_of(crypto::SigningKey::generate());
    content.batch =
        entry::seal_entries(test::school, {crypto::random_id<LogId>(), 0, std::nullopt}, {test::absence("Н")},
                            crypto::SigningKey::generate(), entry::Signer::session, crypto::random_id<SessionId>());
    const auto parcel = belief::make_parcel(content, staff).value();
    CHECK_FALSE(parcel.shown);
    CHECK_FALSE(parcel.session);
    CHECK(parcel.tokens.empty());
    CHECK_FALSE(contains(wire::encode(parcel), content.session.certificate));
}

TEST_CASE("envelope: one that was changed, or put under another name, is not what it says", "[sync][envelope]") {
    const belief::KeyRing staff{{belief::envelope_key(crypto::SigningKey::generate(), test::school, 1)}};
    auto parcel = belief::make_parcel(day_of(crypto::SigningKey::generate()), staff).value();
    SECTION("one bit of it") {
        for (const std::size_t at : {std::size_t{0}, std::size_t{40}, parcel.envelope.size() - 1}) {
            auto changed = parcel;
            changed.envelope[at] ^= 1;
            CHECK_FALSE(belief::open_parcel(changed, staff));
        }
    }
    SECTION("shorter than any") {
        parcel.envelope.resize(20);
        CHECK_FALSE(belief::open_parcel(parcel, staff));
    }
    SECTION("another batch's name") {
        parcel.name[0] ^= 1;
        CHECK(belief::open_parcel(parcel, staff).error().kind == FaultKind::corrupt);
    }
}

TEST_CASE("envelope: what is no key is left out of a ring, and the newest is the first that is one",
          "[sync][envelope]") {
    const auto server = crypto::SigningKey::generate();
    const belief::KeyRing ring{{{7, {1, 2, 3}}, {0, Bytes(32, 1)}, belief::envelope_key(server, test::school, 4)}};
    CHECK(ring.newest() == 4);
    CHECK(ring.find(7) == nullptr);
    CHECK(ring.find(0) == nullptr);
    CHECK(belief::KeyRing{}.empty());
    CHECK(belief::envelope_key(server, test::school, 4) == belief::envelope_key(server, test::school, 4));
    CHECK_FALSE(belief::envelope_key(server, test::school, 4).seed ==
                belief::envelope_key(server, test::school, 5).seed);
}
