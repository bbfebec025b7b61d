#include "config/apply.hpp"
#include "config/tuning.hpp"
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
const Instant today = at("2026-09-15T06:00:00Z");

/// A station's disk beside a folder of images.
struct Bench {
    TempDir folder;
    std::filesystem::path state = folder / "state";

    Bench() { REQUIRE(trust_key(state, school_key().public_key())); }

    std::filesystem::path image(const Source& source, const std::string& name,
                                const crypto::SigningKey& key = school_key()) const {
        REQUIRE(write_file(folder / name, build_image(source, key).value(), FileMode::everyone_reads));
        return folder / name;
    }
    std::filesystem::path image(std::uint32_t version) const {
        return image(good_source(version), std::to_string(version) + ".img");
    }
    [[nodiscard]] ApplyOrder order() const { return {state, {"PF2ABCDE", {}}, {}, today}; }
    Checked<Applied> apply(const std::filesystem::path& file) const {
        RealDisk disk;
        return apply_image(file, order(), disk);
    }
    void apply_and_confirm(std::uint32_t version) const {
        REQUIRE(apply(image(version)) == Applied::on_trial);
        REQUIRE(load_station(state));
        REQUIRE(confirm_station(state));
    }
    [[nodiscard]] std::uint32_t version() const { return peek_station(state).value().common.image.version; }
    [[nodiscard]] Pointer pointer() const { return read_pointer(StatePaths{state}).value(); }
};

/// Loses power before its nth step; every later step fails too.
class CutDisk final : public Disk {
  public:
    explicit CutDisk(int steps) : left_(steps) {}
    Result<void> make_folder(const std::filesystem::path& path) override {
        return cut() ? gone() : disk_.make_folder(path);
    }
    Result<void> write(const std::filesystem::path& path, ByteView content) override {
        return cut() ? gone() : disk_.write(path, content);
    }
    Result<void> rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
        return cut() ? gone() : disk_.rename(from, to);
    }
    Result<void> remove(const std::filesystem::path& path) override {
        if (!cut()) return disk_.remove(path);
        // Removing is the one step that power loss may leave half done.
        if (left_ == 0 && std::filesystem::is_directory(path))
            for (const auto& entry : std::filesystem::directory_iterator(path)) {
                std::filesystem::remove_all(entry.path());
                break;
            }
        left_ = -1;
        return gone();
    }
    [[nodiscard]] bool tripped() const { return tripped_; }

  private:
    bool cut() {
        if (left_ > 0) {
            --left_;
            return false;
        }
        tripped_ = true;
        return true;
    }
    static Result<void> gone() { return fail(FaultKind::refused, "power lost"); }
    RealDisk disk_;
    int left_;
    bool tripped_ = false;
};
}  // namespace

TEST_CASE("apply: a blank station says what it needs", "[config][apply]") {
    const TempDir folder;
    CHECK(load_station(folder / "state").error().reason == Reason::no_trust);
    const Bench bench;
    CHECK(load_station(bench.state).error().reason == Reason::nothing_applied);
    CHECK(confirm_station(bench.state).error().reason == Reason::nothing_applied);
}

TEST_CASE("apply: an image holds from the next start, first on trial, then for good", "[config][apply]") {
    const Bench bench;
    REQUIRE(bench.apply(bench.image(7)) == Applied::on_trial);
    const auto first = load_station(bench.state);
    REQUIRE(first);
    CHECK(first->standing == Standing::on_trial);
    CHECK(first->station.name == "kab-12");
    CHECK(first->station.token.size() == 64);
    CHECK(first->common.school.name == "Школа № 1");
    CHECK(first->policies.find("edit_window_days") != std::string::npos);
    REQUIRE(confirm_station(bench.state));
    CHECK(load_station(bench.state)->standing == Standing::confirmed);
    CHECK(bench.pointer().floor == 7);
    CHECK(bench.apply(bench.folder / "7.img") == Applied::already_there);
}

TEST_CASE("apply: only this station's section reaches its disk", "[config][apply]") {
    const Bench bench;
    bench.apply_and_confirm(7);
    const auto stations = StatePaths{bench.state}.image(bench.pointer().current) / "stations";
    CHECK(std::distance(std::filesystem::directory_iterator(stations), {}) == 1);
}

TEST_CASE("apply: older, foreign, expired and unfitting images change nothing", "[config][apply]") {
    const Bench bench;
    bench.apply_and_confirm(7);
    const Pointer before = bench.pointer();
    const auto refused = [&](const std::filesystem::path& file, ApplyOrder order) {
        RealDisk disk;
        const auto applied = apply_image(file, order, disk);
        REQUIRE_FALSE(applied);
        CHECK_FALSE(applied.error().text.empty());
        return applied.error().reason;
    };
    CHECK(refused(bench.image(6), bench.order()) == Reason::older);
    Source other = good_source(7);
    other.common.defaults.theme = Theme::dark;
    CHECK(refused(bench.image(other, "other7.img"), bench.order()) == Reason::older);
    Source foreign = good_source(8);
    foreign.common.school.id.bytes[0] = 0xEE;
    CHECK(refused(bench.image(foreign, "foreign.img"), bench.order()) == Reason::foreign_school);
    CHECK(refused(bench.image(good_source(8), "stranger.img", crypto::SigningKey::generate()), bench.order()) ==
          Reason::foreign_key);
    ApplyOrder late = bench.order();
    late.now = at("2028-01-01T00:00:00Z");
    CHECK(refused(bench.image(8), late) == Reason::expired);
    ApplyOrder elsewhere = bench.order();
    elsewhere.machine.serial = "SOMETHING";
    CHECK(refused(bench.image(8), elsewhere) == Reason::no_section);
    CHECK(bench.pointer() == before);
    CHECK(bench.version() == 7);
}

TEST_CASE("apply: an image that is never confirmed gives way to the one before it", "[config][apply]") {
    const Bench bench;
    bench.apply_and_confirm(7);
    REQUIRE(bench.apply(bench.image(8)) == Applied::on_trial);
    for (int start = 0; start < trial_starts; ++start) {
        const auto config = load_station(bench.state);
        REQUIRE(config);
        CHECK(config->common.image.version == 8);
        CHECK(config->standing == Standing::on_trial);
    }
    const auto back = load_station(bench.state);
    REQUIRE(back);
    CHECK(back->common.image.version == 7);
    CHECK(back->standing == Standing::rolled_back);
    CHECK(load_station(bench.state)->standing == Standing::confirmed);
    CHECK(bench.pointer().rejected.has_value());

    // IT may try the same image again, and this time it comes up.
    REQUIRE(bench.apply(bench.folder / "8.img") == Applied::on_trial);
    REQUIRE(load_station(bench.state));
    REQUIRE(confirm_station(bench.state));
    CHECK(bench.version() == 8);
    CHECK_FALSE(bench.pointer().rejected.has_value());
}

TEST_CASE("apply: a third image over one on trial falls back to the confirmed one", "[config][apply]") {
    const Bench bench;
    bench.apply_and_confirm(7);
    REQUIRE(bench.apply(bench.image(8)));
    REQUIRE(bench.apply(bench.image(9)));
    for (int start = 0; start <= trial_starts; ++start) REQUIRE(load_station(bench.state));
    CHECK(bench.version() == 7);
}

TEST_CASE("apply: a first image on trial is never taken away", "[config][apply]") {
    const Bench bench;
    REQUIRE(bench.apply(bench.image(7)));
    for (int start = 0; start < 5 * trial_starts; ++start) CHECK(load_station(bench.state)->common.image.version == 7);
}

TEST_CASE("apply: power lost at any step leaves the former image or the new one", "[config][apply][fault]") {
    const Bench images;
    const auto former = images.image(7);
    const auto next = images.image(8);
    const auto after = images.image(9);
    for (int steps = 0;; ++steps) {
        INFO("power lost before step " << steps);
        const Bench bench;
        REQUIRE(bench.apply(former));
        REQUIRE(load_station(bench.state));
        REQUIRE(confirm_station(bench.state));
        CutDisk disk{steps};
        const auto applied = apply_image(next, bench.order(), disk);
        const auto config = load_station(bench.state);
        REQUIRE(config);
        CHECK((config->common.image.version == 7 || config->common.image.version == 8));
        if (applied) CHECK(config->common.image.version == 8);
        // Whatever was left behind is no hindrance to the next image.
        REQUIRE(bench.apply(after) == Applied::on_trial);
        CHECK(load_station(bench.state)->common.image.version == 9);
        if (!disk.tripped()) break;
        REQUIRE(steps < 100);
    }
}

TEST_CASE("apply: power lost at any step of a start or a confirmation harms nothing", "[config][apply][fault]") {
    for (int steps = 0; steps < 4; ++steps) {
        const Bench bench;
        bench.apply_and_confirm(7);
        REQUIRE(bench.apply(bench.image(8)));
        CutDisk start{steps};
        (void)load_station(bench.state, start);
        REQUIRE(load_station(bench.state));
        CutDisk confirm{steps};
        (void)confirm_station(bench.state, confirm);
        REQUIRE(load_station(bench.state));
        CHECK(bench.version() >= 7);
        REQUIRE(confirm_station(bench.state));
    }
}

TEST_CASE("start: a damaged file brings the former image back, damage to both is told", "[config][apply]") {
    const Bench bench;
    bench.apply_and_confirm(7);
    bench.apply_and_confirm(8);
    const StatePaths paths{bench.state};
    const std::string newer = bench.pointer().current;
    const std::string older = bench.pointer().previous.value();
    for (const auto& file : {"school.toml", "pki/staff-ca.crl", ".trailer", "manifest"}) {
        INFO(file);
        const auto path = paths.image(newer) / file;
        Bytes content = read_file(path, 1 << 20).value();
        content[content.size() / 2] ^= 1;
        REQUIRE(write_file(path, content, FileMode::owner_only));
        const auto config = load_station(bench.state);
        REQUIRE(config);
        CHECK(config->common.image.version == 7);
        CHECK(config->standing == Standing::rolled_back);
        REQUIRE(bench.apply(bench.folder / "8.img") == Applied::on_trial);
        REQUIRE(load_station(bench.state));
        REQUIRE(confirm_station(bench.state));
    }
    std::filesystem::remove(paths.image(newer) / "school.toml");
    std::filesystem::remove(paths.image(older) / "school.toml");
    const auto config = load_station(bench.state);
    REQUIRE_FALSE(config);
    CHECK(config.error().reason == Reason::altered);
    // The way out that the text names works.
    REQUIRE(bench.apply(bench.folder / "8.img") == Applied::on_trial);
    CHECK(load_station(bench.state)->common.image.version == 8);
}

TEST_CASE("start: a damaged pointer is mended from the images that are whole", "[config][apply]") {
    const Bench bench;
    bench.apply_and_confirm(7);
    bench.apply_and_confirm(8);
    const StatePaths paths{bench.state};
    for (const char* damage :
         {"", "zvonok config pointer 1\n", "nonsense", "zvonok config pointer 1\ncurrent ../../x\nend\n"}) {
        REQUIRE(write_file(paths.pointer(), as_bytes(damage), FileMode::owner_only));
        const auto config = load_station(bench.state);
        REQUIRE(config);
        CHECK(config->standing == Standing::recovered);
        CHECK(config->common.image.version == 8);
        CHECK(bench.pointer().floor == 8);
    }
    REQUIRE(write_file(paths.pointer(), as_bytes("x"), FileMode::owner_only));
    CHECK(bench.apply(bench.folder / "7.img").error().reason == Reason::older);
}

TEST_CASE("start: an image of a key that is trusted no more does not hold", "[config][apply]") {
    const Bench bench;
    bench.apply_and_confirm(7);
    std::filesystem::remove_all(StatePaths{bench.state}.trust());
    REQUIRE(trust_key(bench.state, crypto::SigningKey::generate().public_key()));
    CHECK(load_station(bench.state).error().reason == Reason::foreign_key);
}
