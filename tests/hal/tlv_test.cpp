#include "hal/card/tlv.hpp"
#include "hal/card/gunzip.hpp"
#include "station/crypto/random.hpp"

#include <zlib.h>
#include <catch2/catch.hpp>
#include <random>

using namespace zvonok;
using namespace zvonok::card;

namespace {
Bytes hex(std::string_view text) {
    return from_hex(text).value();
}

Bytes gzip(ByteView bytes) {
    z_stream stream{};
    REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    Bytes packed(deflateBound(&stream, bytes.size()) + 64);
    stream.next_in = const_cast<Bytef*>(bytes.data());
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = packed.data();
    stream.avail_out = static_cast<uInt>(packed.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}
}  // namespace

TEST_CASE("tlv: what was made is parsed, at every size of length and tag", "[hal][card]") {
    for (const std::size_t size : {0u, 1u, 127u, 128u, 255u, 256u, 65535u, 65536u}) {
        const Bytes value(size, 0xAB);
        for (const std::uint32_t tag : {0x53u, 0x5F2Fu, 0x7F4E81u}) {
            const Bytes made = make_tlv(tag, value);
            if (tag == 0x7F4E81) {
                CHECK_FALSE(only_tlv(tag, made));  // 4E ends the tag, so that 81 is the length
                continue;
            }
            CHECK(equal(only_tlv(tag, made).value(), value));
            CHECK_FALSE(only_tlv(tag + 1, made));
        }
    }
    const Bytes three = hex("7003010203710100fe00");
    const auto objects = parse_tlv(three).value();
    REQUIRE(objects.size() == 3);
    CHECK(objects[0].tag == 0x70);
    CHECK(equal(objects[0].value, hex("010203")));
    CHECK(objects[2].value.empty());
    CHECK(parse_tlv({}).value().empty());
    CHECK(only_tlv(0x53, hex("53820001aa")));  // cards may write a short length long
}

TEST_CASE("tlv: lengths and tags that do not fit are corrupt", "[hal][card]") {
    for (const std::string_view bad : {"53", "5301", "530201", "5380", "5381", "5382ff", "538301ffff", "5384000000010a",
                                       "53ff", "5f", "5f2f", "5f8181", "5f818101", "7003aabb"})
        CHECK(parse_tlv(hex(bad)).error().kind == FaultKind::corrupt);
    CHECK_FALSE(only_tlv(0x53, hex("530053")));
    CHECK_FALSE(only_tlv(0x53, hex("53005300")));
    CHECK_FALSE(only_tlv(0x53, {}));
    CHECK_FALSE(parse_tlv(Bytes(66, 0x00)));  // 33 objects
}

TEST_CASE("tlv: random bytes are parsed into themselves or not at all", "[hal][card]") {
    std::mt19937 random{20260915};
    int parsed = 0;
    for (int round = 0; round < 20'000; ++round) {
        Bytes bytes(random() % 24);
        for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random() % 2 == 0 ? random() % 8 : random());
        const auto objects = parse_tlv(bytes);
        if (!objects) continue;
        ++parsed;
        std::size_t values = 0;
        for (const Tlv& object : *objects) values += object.value.size();
        CHECK(values + 2 * objects->size() <= bytes.size());
    }
    CHECK(parsed > 100);
}

TEST_CASE("gunzip: one whole member within the limit, and nothing else", "[hal][card]") {
    const Bytes text = crypto::random_bytes(3000);
    const Bytes packed = gzip(text);
    CHECK(gunzip(packed, 3000).value() == text);
    CHECK(gunzip(packed, 2999).error().kind == FaultKind::full);
    for (std::size_t size = 0; size < packed.size(); size += 7)
        CHECK(gunzip(ByteView{packed}.first(size), 3000).error().kind == FaultKind::corrupt);
    Bytes longer = packed;
    longer.push_back(0);
    CHECK(gunzip(longer, 3000).error().kind == FaultKind::corrupt);
    Bytes broken = packed;
    broken[broken.size() - 5] ^= 1;  // the checksum
    CHECK(gunzip(broken, 3000).error().kind == FaultKind::corrupt);
    const Bytes bomb = gzip(Bytes(12 * 1024 * 1024, 0));
    CHECK(bomb.size() < 16 * 1024);
    CHECK(gunzip(bomb, 16 * 1024).error().kind == FaultKind::full);
    CHECK(gunzip(as_bytes("not gzip at all"), 100).error().kind == FaultKind::corrupt);
}
