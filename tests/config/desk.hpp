#pragma once

#include "config/zvonokctl/command_line.hpp"
#include "station/base/file.hpp"
#include "tests/config/demo_config.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>
#include <sstream>

namespace zvonok::test {

class FakeHost final : public hal::Host {
  public:
    [[nodiscard]] hal::MachineIdentity identity() const override { return identity_; }
    [[nodiscard]] hal::SystemFacts facts(const std::filesystem::path&) const override { return {}; }
    hal::MachineIdentity identity_{"PF2ABCDE", "Maker Model", {}, "kab-12", {}};
};

/// One IT person's desk: a folder, the school's keys and what zvonokctl answered last.
struct Desk {
    TempDir folder;
    FakeHost host;
    SystemClock clock{at("2026-09-15T06:00:00Z") -
                      std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now())};
    std::string out, error;

    int run(std::vector<std::string> words) {
        std::ostringstream said, complained;
        const int code = ctl::run_command_line(std::move(words), host, clock, said, complained);
        out = said.str();
        error = complained.str();
        return code;
    }
    [[nodiscard]] std::string at_desk(const std::string& name) const { return (folder / name).string(); }
    void make_authorities() {
        REQUIRE(run({"pki", "demo", "--out", at_desk("pki"), "--at", "2026-09-15T06:00:00Z"}) == 0);
    }
    /// Keys, authorities, CONFIG.toml and a signed image of it. Nobody listens on port 1.
    void provision(std::uint16_t port = 1) {
        if (!std::filesystem::exists(folder / "pki")) make_authorities();
        REQUIRE(run({"key", "new", at_desk("image.key")}) == 0);
        std::string text = changed(good_config(), "\"server-ca.pem\"", "\"pki/server-ca.pem\"");
        text = changed(text, "\"staff-ca.pem\"", "\"pki/staff-ca.pem\"");
        text = changed(text, "\"staff-ca.crl\"", "\"pki/staff-ca.crl\"");
        text = changed(text, "8443", std::to_string(port));
        write_config(folder.path(), text);
        REQUIRE(run({"image", "build", at_desk("CONFIG.toml"), "--key", at_desk("image.key"), "--out",
                     at_desk("school.img")}) == 0);
    }
    void apply() {
        REQUIRE(run({"station", "init", "--trust", at_desk("image.key.pub"), "--root", at_desk("state")}) == 0);
        REQUIRE(run({"station", "apply", at_desk("school.img"), "--root", at_desk("state")}) == 0);
    }
};

}  // namespace zvonok::test
