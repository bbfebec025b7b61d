#include "config/squashfs.hpp"
#include "station/base/file.hpp"
#include "tests/config/demo_config.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace zvonok;
using namespace zvonok::config;
using namespace zvonok::test;

namespace {
int run(const std::string& command) {
    return std::system(command.c_str());
}
const Instant stamp = at("2026-08-20T09:00:00Z");
}  // namespace

TEST_CASE("squashfs: files of every size come back as they were", "[config][squashfs]") {
    FileTree files;
    for (const std::size_t size : {0U, 1U, 4095U, 131072U, 131073U, 300000U}) {
        Bytes content(size);
        for (std::size_t i = 0; i < size; ++i) content[i] = static_cast<std::uint8_t>(i * 31 + size);
        files["a/b/" + std::to_string(size)] = content;
        files[std::to_string(size) + ".bin"] = content;
    }
    for (int i = 0; i < 600; ++i) files["stations/" + std::to_string(i) + ".toml"] = Bytes{1, 2, 3};
    const auto packed = pack_squashfs(files, stamp);
    REQUIRE(packed);
    CHECK(packed->size() % 4096 == 0);
    const auto unpacked = unpack_squashfs(*packed);
    REQUIRE(unpacked);
    CHECK((*unpacked == files));
    CHECK(*pack_squashfs(files, stamp) == *packed);
}

TEST_CASE("squashfs: foreign tools read what we pack", "[config][squashfs]") {
    if (run("command -v rdsquashfs >/dev/null") != 0) {
        WARN("rdsquashfs is not installed");
        return;
    }
    const TempDir folder;
    const FileTree files{{"school.toml", copy(as_bytes("[school]\n"))}, {"pki/a.pem", Bytes(200'000, 'x')}};
    REQUIRE(write_file(folder / "image", *pack_squashfs(files, stamp), FileMode::everyone_reads));
    const std::string image = (folder / "image").string();
    REQUIRE(run("rdsquashfs -q -u / -p " + (folder / "out").string() + " " + image) == 0);
    for (const auto& [path, content] : files) CHECK(read_file(folder / "out" / path, 1 << 20).value() == content);
}

TEST_CASE("squashfs: links, devices, odd names and long files are refused", "[config][squashfs]") {
    if (run("command -v gensquashfs >/dev/null") != 0) {
        WARN("gensquashfs is not installed");
        return;
    }
    const TempDir folder;
    const auto made = [&](const std::string& listing) {
        REQUIRE(write_file(folder / "list", as_bytes(listing), FileMode::everyone_reads));
        REQUIRE(write_file(folder / "content", as_bytes("content"), FileMode::everyone_reads));
        REQUIRE(run("gensquashfs -q -f -c gzip -D " + folder.path().string() + " -F " + (folder / "list").string() +
                    " " + (folder / "image").string() + " >/dev/null 2>&1") == 0);
        return unpack_squashfs(*read_file(folder / "image", 1 << 24));
    };
    const auto plain = made("dir pki 0755 0 0\nfile pki/a.pem 0644 0 0 content\n");
    REQUIRE(plain);
    CHECK(as_text(plain->at("pki/a.pem")) == "content");
    CHECK(made("slink link 0777 0 0 /etc/shadow\n").error().kind == FaultKind::corrupt);
    CHECK(made("nod null 0666 0 0 c 1 3\n").error().kind == FaultKind::corrupt);
    CHECK(made("pipe fifo 0644 0 0\n").error().kind == FaultKind::corrupt);
    CHECK(made("file Upper 0644 0 0 content\n").error().kind == FaultKind::corrupt);
    CHECK(made("file .hidden 0644 0 0 content\n").error().kind == FaultKind::corrupt);
    CHECK(made("dir a 0755 0 0\ndir a/b 0755 0 0\ndir a/b/c 0755 0 0\ndir a/b/c/d 0755 0 0\n"
               "file a/b/c/d/e 0644 0 0 content\n")
              .error()
              .kind == FaultKind::corrupt);
    REQUIRE(write_file(folder / "long", {}, FileMode::everyone_reads));
    std::filesystem::resize_file(folder / "long", 300'000'000);
    CHECK(made("file long 0644 0 0 long\n").error().kind == FaultKind::full);
}

TEST_CASE("squashfs: no damage makes the reader crash or hang", "[config][squashfs]") {
    FileTree files{{"school.toml", Bytes(3000, 'a')}, {"pki/ca.pem", Bytes(9000, 'b')}, {"manifest", Bytes(10, 'c')}};
    const Bytes whole = *pack_squashfs(files, stamp);
    int survived = 0;
    for (std::size_t i = 0; i < whole.size(); i += i < 96 || i > 12000 ? 1 : 500)
        for (const std::uint8_t value : {0x00, 0xFF, 0x80}) {
            Bytes damaged = whole;
            damaged[i] = value;
            if (unpack_squashfs(damaged)) ++survived;
        }
    CHECK(survived > 0);
    CHECK_FALSE(unpack_squashfs({}));
    CHECK_FALSE(unpack_squashfs(ByteView{whole}.first(100)));
}

TEST_CASE("paths: nothing that leaves its folder is safe", "[config][squashfs]") {
    for (const char* path : {"a", "a/b.toml", "stations/00ff.toml", "a/b/c/d"}) CHECK(is_safe_path(path));
    for (const char* path : {"", "/", "/a", "a/", "..", "../a", "a/../b", "a//b", ".a", "A", "a b", "a\\b", "a\nb",
                             "a/b/c/d/e", "\xd0\x90"})
        CHECK_FALSE(is_safe_path(path));
    CHECK_FALSE(is_safe_path(std::string(121, 'a')));
}
