#include "config/image.hpp"
#include "config/squashfs.hpp"
#include "station/base/file.hpp"
#include "tests/config/demo_config.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::config;
using namespace zvonok::test;

namespace {
const crypto::SigningKey& school_key() {
    static const crypto::SigningKey key = crypto::SigningKey::from_seed(Bytes(32, 1)).value();
    return key;
}
std::vector<crypto::PublicKey> trusted() {
    return {school_key().public_key()};
}
Bytes good_image(std::uint32_t version = 7) {
    return build_image(good_source(version), school_key()).value();
}
Reason reason_of(ByteView bytes) {
    const auto image = open_image(bytes, trusted());
    REQUIRE_FALSE(image);
    CHECK_FALSE(image.error().text.empty());
    return image.error().reason;
}
/// A rightly signed image of any files.
Bytes signed_files(const FileTree& files) {
    Bytes body = pack_squashfs(files, at("2026-08-20T09:00:00Z")).value();
    Trailer trailer;
    trailer.body_length = body.size();
    trailer.body = crypto::sha256(body);
    const auto manifest = files.find(manifest_path);
    if (manifest != files.end()) trailer.manifest = crypto::sha256(manifest->second);
    sign(trailer, school_key());
    append(body, to_bytes(trailer));
    return body;
}
}  // namespace

TEST_CASE("image: what was built opens with all its parts", "[config][image]") {
    const auto image = open_image(good_image(), trusted());
    REQUIRE(image);
    CHECK(image->common.image.version == 7);
    CHECK(image->stations.size() == 2);
    CHECK(image->stations[0].token.size() == 64);
    CHECK(image->stations[0].token != image->stations[1].token);
    CHECK(image->name().starts_with("000000007-"));
    CHECK(check_term(*image, at("2027-08-31T20:59:59Z")));
    CHECK(check_term(*image, at("2027-08-31T21:00:00Z")).error().reason == Reason::expired);
}

TEST_CASE("image: the same source and key give the same bytes, another term gives other tokens", "[config][image]") {
    CHECK(good_image() == good_image());
    Source source = good_source();
    const auto first = open_image(build_image(source, school_key()).value(), trusted());
    source.common.image.version = 8;
    const auto second = open_image(build_image(source, school_key()).value(), trusted());
    CHECK(first->stations[0].token == second->stations[0].token);
    source.common.enrolment_expires += std::chrono::hours{1};
    const auto third = open_image(build_image(source, school_key()).value(), trusted());
    CHECK(first->stations[0].token != third->stations[0].token);
}

TEST_CASE("image: cut anywhere it is refused, and nearly always as cut", "[config][image]") {
    const Bytes whole = good_image();
    const std::size_t body = whole.size() - trailer_bytes;
    for (std::size_t length = 0; length < whole.size();
         length += length < 200 || length + 300 > whole.size() ? 1 : 97) {
        INFO("cut to " << length << " of " << whole.size());
        const Reason reason = reason_of(ByteView{whole}.first(length));
        // Without one byte of its trailer the file is a whole SquashFS that nobody signed.
        if (length == body)
            CHECK(reason == Reason::unsigned_image);
        else
            CHECK((reason == Reason::truncated || reason == Reason::unsigned_image));
    }
    CHECK(reason_of(ByteView{whole}.first(whole.size() / 2)) == Reason::truncated);
    CHECK(reason_of(ByteView{whole}.first(whole.size() - 1)) == Reason::truncated);
}

TEST_CASE("image: any changed bit is refused", "[config][image]") {
    const Bytes whole = good_image();
    for (std::size_t i = 0; i < whole.size(); i += i + trailer_bytes < whole.size() ? 211 : 1) {
        Bytes changed = whole;
        changed[i] ^= 0x10;
        INFO("bit changed in byte " << i);
        const Reason reason = reason_of(changed);
        if (i < whole.size() - trailer_bytes) CHECK(reason == Reason::altered);
    }
}

TEST_CASE("image: each foreign file has a refusal of its own", "[config][image]") {
    Bytes image = good_image();
    CHECK(
        reason_of(as_bytes("PK\x03\x04 a zip, by mistake, and long enough for a trailer ..............................."
                           "................................................................................"
                           "................................................................................")) ==
        Reason::not_an_image);
    CHECK(reason_of(ByteView{image}.first(image.size() - trailer_bytes)) == Reason::unsigned_image);
    const auto foreign = crypto::SigningKey::generate();
    CHECK(reason_of(build_image(good_source(), foreign).value()) == Reason::foreign_key);
    CHECK(open_image(image, {}).error().reason == Reason::foreign_key);
    Bytes longer = image;
    longer.insert(longer.end(), 4096, 0);
    CHECK(reason_of(longer) == Reason::truncated);
    Bytes newer = image;
    newer[newer.size() - trailer_bytes + 8] = 2;
    CHECK(reason_of(newer) == Reason::newer_format);
}

TEST_CASE("image: a good signature does not excuse content that breaks the rules", "[config][image]") {
    FileTree files = open_image(good_image(), trusted())->files;
    SECTION("a file that the manifest does not list") {
        files["extra.toml"] = Bytes{1};
        CHECK(reason_of(signed_files(files)) == Reason::altered);
    }
    SECTION("a file that the manifest lists is absent") {
        files.erase("pki/staff-ca.crl");
        CHECK(reason_of(signed_files(files)) == Reason::altered);
    }
    SECTION("no manifest") {
        files.erase("manifest");
        CHECK(reason_of(signed_files(files)) == Reason::altered);
    }
    SECTION("an unknown key in school.toml") {
        append(files["school.toml"], as_bytes("[future]\nx = 1\n"));
        files["manifest"] = manifest_of(files);
        CHECK(reason_of(signed_files(files)) == Reason::bad_config);
    }
}

TEST_CASE("image: a file over the limit is refused before it is read", "[config][image]") {
    const TempDir folder;
    const std::filesystem::path file = folder / "huge.img";
    REQUIRE(write_file(file, {}, FileMode::everyone_reads));
    std::filesystem::resize_file(file, std::uintmax_t{1} << 34);
    CHECK(open_image(file, trusted()).error().reason == Reason::too_large);
    CHECK(open_image(folder / "absent.img", trusted()).error().reason == Reason::unreadable);
}
