#include "station/base/file.hpp"
#include "tests/house/source.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <map>
#include <set>
#include <sstream>

/// The house's rules of who may include whom (README, "How the house is laid out"), read off the #include lines.
namespace {

namespace fs = std::filesystem;
using zvonok::test::source;
using Names = std::set<std::string>;

const std::map<std::string, Names>& allowed() {
    static const std::map<std::string, Names> rules{
        {"station/base", {}},
        {"station/crypto", {"station/base"}},
        {"station/domain", {"station/base"}},
        {"station/entry", {"station/base", "station/crypto", "station/domain"}},
        {"station/sqlite", {"station/base"}},
        {"station/journal", {"station/base", "station/crypto", "station/domain", "station/entry", "station/sqlite"}},
        {"station/flow", {"station/base", "station/domain"}},
        {"station/ui", {"station/base"}},
        {"station/screens", {"station/base", "station/domain", "station/flow", "station/ui"}},
        {"station/app",
         {"station/base", "station/crypto", "station/domain", "station/entry", "station/sqlite", "station/journal",
          "station/flow", "station/ui", "station/screens", "hal", "config", "sync/belief", "sync/client", "sync/relay",
          "sync/wire"}},
        {"hal/card", {"station/base", "station/crypto"}},
        // The virtual card is a program besides: its command line speaks as the others' do.
        {"hal/card/virtual_card", {"hal/card", "config", "station/base", "station/crypto"}},
        {"hal/window", {"station/base"}},
        {"hal/host", {"station/base"}},
        {"hal/speech", {"station/base"}},
        {"sync/wire", {"station/base", "station/domain", "station/entry", "station/crypto"}},
        {"sync/belief", {"station/base", "station/crypto", "station/domain", "station/entry", "sync/wire"}},
        {"sync/relay",
         {"station/base", "station/crypto", "station/domain", "station/entry", "station/journal", "sync/belief",
          "sync/wire"}},
        {"sync/client",
         {"station/base", "station/crypto", "station/domain", "station/entry", "station/journal", "sync/wire"}},
        {"sync/server",
         {"station/base", "station/crypto", "station/domain", "station/entry", "station/sqlite", "station/journal",
          "sync/belief", "sync/wire", "config"}},
        {"config", {"station/base", "station/crypto", "station/domain"}},
        // zvonokctl is a program: it wires what it needs.
        {"config/zvonokctl",
         {"config", "station/base", "station/crypto", "station/domain", "station/entry", "station/sqlite",
          "station/journal", "sync/client", "sync/wire", "hal/host", "hal/card"}},
        {"assets", {"station/base", "station/crypto", "station/domain", "sync/server/import", "config"}},
        // The demo's intruder is a program: it wires what a thief would.
        {"assets/demo/forger",
         {"config", "station/base", "station/crypto", "station/domain", "station/entry", "sync/client", "sync/wire"}},
    };
    return rules;
}

/// Foreign headers that only some folders may know. A prefix of the header's name -> folders.
const std::map<std::string, Names>& foreign() {
    static const std::map<std::string, Names> rules{
        {"sqlite3.h", {"station/sqlite"}},
        {"imgui", {"station/ui", "station/screens", "hal/window"}},
        {"espeak-ng/", {"hal/speech"}},
        {"alsa/", {"hal/speech"}},
        {"GLFW/", {"hal/window"}},
        {"GL/", {"hal/window"}},
        {"curl/", {"sync/client"}},
        {"boost/", {"sync/server", "sync/relay"}},
        {"libpq", {"sync/server"}},
        {"sodium", {"station/crypto"}},
        {"openssl/", {"station/crypto", "sync/server", "sync/relay"}},
        {"avahi-", {"sync/relay"}},
        {"google/protobuf", {"station/entry", "sync/wire"}},
        {"zstd", {"sync/wire"}},
        {"PCSC/", {"hal/card"}},
        {"winscard", {"hal/card"}},
        {"toml++", {"config", "sync/server/import"}},
        {"sqfs/", {"config"}},
        {"pugixml", {"sync/server/import"}},
        {"zip.h", {"sync/server/import"}},
        {"csv.h", {"sync/server/import"}},
        {"date/tz", {"station/base"}},
        {"spdlog", {"station/base"}},
        {"CLI/", {"config/commands", "config/zvonokctl", "sync/server", "station/app", "hal/card", "assets"}},
    };
    return rules;
}

/// The longest rule that the path lies under.
std::string part_of(const std::string& path) {
    std::string best;
    for (const auto& [folder, names] : allowed())
        if (path.starts_with(folder + "/") && folder.size() > best.size()) best = folder;
    return best;
}

bool lies_in(const std::string& path, const Names& folders) {
    for (const std::string& folder : folders)
        if (path.starts_with(folder + "/")) return true;
    return false;
}

struct Include {
    std::string file, name;
    bool ours = false;
};

std::vector<Include> includes_under(const fs::path& root) {
    std::vector<Include> found;
    for (const char* top : {"station", "sync", "hal", "config", "assets"}) {
        for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
            const std::string extension = entry.path().extension();
            if (extension != ".cpp" && extension != ".hpp") continue;
            const auto content = zvonok::read_file(entry.path(), 1u << 20);
            REQUIRE(content.has_value());
            std::istringstream lines{std::string{zvonok::as_text(*content)}};
            for (std::string line; std::getline(lines, line);) {
                // A macro in place of a name (FreeType has one) names no file here.
                if (!line.starts_with("#include \"") && !line.starts_with("#include <")) continue;
                const char close = line[9] == '"' ? '"' : '>';
                const auto end = line.find(close, 10);
                REQUIRE(end != std::string::npos);
                found.push_back({fs::relative(entry.path(), root), line.substr(10, end - 10), close == '"'});
            }
        }
    }
    return found;
}

}  // namespace

TEST_CASE("house: includes run only in the allowed directions", "[house]") {
    const auto includes = includes_under(source());
    REQUIRE(includes.size() > 100);
    for (const Include& include : includes) {
        if (!include.ours) continue;
        const std::string from = part_of(include.file);
        INFO(include.file << " includes " << include.name);
        REQUIRE_FALSE(from.empty());
        CHECK((include.name.starts_with(from + "/") || lies_in(include.name, allowed().at(from))));
        CHECK(include.name.find("..") == std::string::npos);
    }
}

TEST_CASE("house: a foreign header is known only where it belongs", "[house]") {
    for (const Include& include : includes_under(source())) {
        if (include.ours) continue;
        for (const auto& [prefix, folders] : foreign()) {
            if (!include.name.starts_with(prefix)) continue;
            INFO(include.file << " includes <" << include.name << ">");
            CHECK(lies_in(include.file, folders));
        }
    }
}

TEST_CASE("house: the rules themselves would notice a wrong turn", "[house]") {
    CHECK(part_of("config/zvonokctl/main.cpp") == "config/zvonokctl");
    CHECK(part_of("config/image.cpp") == "config");
    CHECK_FALSE(lies_in("station/journal/journal.hpp", allowed().at("station/domain")));
    CHECK_FALSE(lies_in("sync/server/server.hpp", allowed().at("station/app")));
    CHECK_FALSE(lies_in("station/base2/x.hpp", Names{"station/base"}));
}
