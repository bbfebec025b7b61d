#include "config/pointer.hpp"
#include "config/squashfs.hpp"
#include "config/trailer.hpp"
#include "hal/card/tlv.hpp"
#include "station/crypto/authority.hpp"
#include "tests/fuzz/known_school.hpp"
#include "tests/fuzz/seeds.hpp"

#include <zlib.h>

namespace zvonok::fuzz {

namespace {

Bytes gzip(ByteView bytes) {
    z_stream stream{};
    if (deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
    Bytes packed(deflateBound(&stream, bytes.size()) + 64);
    stream.next_in = const_cast<Bytef*>(bytes.data());
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = packed.data();
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

/// An answer of the talking card of card_fuzz.cpp.
void say(Bytes& to, std::uint16_t status, ByteView data) {
    to.push_back(static_cast<std::uint8_t>(status >> 8));
    to.push_back(static_cast<std::uint8_t>(status));
    to.push_back(static_cast<std::uint8_t>(data.size()));
    append(to, data);
}

/// A PIV card that is asked for everything: selected, three tries, the certificate in pieces, PIN good, signed.
Bytes conversation(ByteView certificate) {
    const Bytes application = from_hex("A000000308000010000100").value();
    Bytes said;
    say(said, 0x9000, card::make_tlv(0x61, card::make_tlv(0x4F, application)));
    say(said, 0x63C3, {});
    Bytes object = card::make_tlv(0x70, certificate);
    append(object, card::make_tlv(0x71, Bytes{0}));
    append(object, card::make_tlv(0xFE, {}));
    const Bytes whole = card::make_tlv(0x53, object);
    for (std::size_t at = 0; at < whole.size(); at += 250) {
        const ByteView piece = ByteView{whole}.subspan(at, std::min<std::size_t>(250, whole.size() - at));
        say(said, at + 250 < whole.size() ? 0x61FA : 0x9000, piece);
    }
    say(said, 0x9000, {});
    say(said, 0x9000, card::make_tlv(0x7C, card::make_tlv(0x82, Bytes(200, 5))));
    return said;
}

}  // namespace

Seeds card_seeds() {
    const Instant from = *parse_instant("2026-08-01T00:00:00Z"), until = *parse_instant("2030-01-01T00:00:00Z");
    const auto authority = crypto::Authority::create("Staff CA", from, until).value();
    const auto key = crypto::PrivateKey::generate();
    const auto card = authority
                          .issue({.profile = crypto::Profile::staff,
                                  .common_name = "Анна Ёлкина",
                                  .upn = "a.elkina@school.example",
                                  .not_before = from,
                                  .not_after = until},
                                 key.public_key())
                          .value();
    const auto list = authority.make_list({{card.serial(), from}}, 3, from, until).value();
    return {{"conversation", seed(0, conversation(card.der()))},
            {"objects", seed(1, card::make_tlv(0x53, card::make_tlv(0x70, Bytes(300, 1))))},
            {"certificate", seed(2, card.der())},
            {"authority", seed(2, authority.certificate().der())},
            {"list", seed(3, list.der())},
            {"gzip", seed(4, gzip(card.der()))},
            {"pem", seed(5, card.pem())},
            {"request", seed(6, crypto::make_request(crypto::PrivateKey::generate(), "57").value())}};
}

Seeds image_seeds() {
    const Instant stamp = *parse_instant("2026-08-20T09:00:00Z");
    const config::FileTree files{{"school.toml", copy(as_bytes("[school]\nname = \"x\"\n"))},
                                 {"stations/01.toml", copy(as_bytes("name = \"kab-1\"\n"))}};
    config::Trailer trailer;
    trailer.body_length = 4096;
    config::sign(trailer, known_key());
    Bytes manifest{20};
    append(manifest, files.begin()->second);
    manifest.resize(21);
    append(manifest, config::manifest_of(files));
    config::Pointer pointer{known_school, "000000007-1a2b3c4d", "000000006-00000000", {}, 7, 1};
    return {{"squashfs", seed(0, config::pack_squashfs(files, stamp).value())},
            {"trailer", seed(1, config::to_bytes(trailer))},
            {"manifest", seed(2, manifest)},
            {"pointer", seed(3, config::to_bytes(pointer))}};
}

Seeds http_seeds() {
    const std::string changes = "GET /v1/changes?after=7&epoch=000102030405060708090a0b0c0d0e0f&access=3&wait=50";
    return {
        {"poll", copy(as_bytes(changes + "&page=%31 HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n"))},
        {"post", copy(as_bytes("POST /v1/sync HTTP/1.1\r\nContent-Encoding: zstd\r\nContent-Length: 3\r\n\r\nabc"))},
        {"chunks", copy(as_bytes("POST /v1/enrol?a=%2 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"
                                 "0\r\n\r\n"))}};
}

}  // namespace zvonok::fuzz
