#include "tests/sync/server_process.hpp"

#include "config/key_file.hpp"
#include "station/base/file.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <iterator>
#include <sstream>

namespace zvonok::test {

namespace {
void put(const std::filesystem::path& path, std::string_view content) {
    REQUIRE(write_file(path, as_bytes(content), FileMode::owner_only));
}
std::string text_of(const std::filesystem::path& path) {
    const auto content = read_file(path, 1u << 20);
    return content ? std::string(as_text(*content)) : std::string{};
}
}  // namespace

ServerProcess::ServerProcess(LiveServer& of) : ServerProcess(of, of.dir.path(), of.port()) {}

ServerProcess::ServerProcess(LiveServer& of, const std::filesystem::path& folder) : ServerProcess(of, folder, 0) {}

ServerProcess::ServerProcess(LiveServer& of, const std::filesystem::path& folder, std::uint16_t port)
    : folder_{folder}, port_(port) {
    const char* bin = std::getenv("ZVONOK_BIN");
    REQUIRE(bin != nullptr);
    program_ = std::filesystem::path(bin) / "zvonok-server";
    std::filesystem::create_directories(folder);
    REQUIRE(config::write_secret_key(folder_.signing_key(), of.signing));
    const auto& authority = of.tls.station_authority;
    put(folder_.station_authority(), authority.certificate().pem());
    put(folder_.station_authority_key(), pem_text(authority.key()));
    put(folder_.demo_mark(), "");
    put(folder_.path / "tls.pem", of.tls.server_pem);
    put(folder_.path / "tls.key", of.tls.server_key_pem);
    if (!of.database.address.empty()) put(folder_.database_address(), of.database.address + "\n");
    const auto offset = std::chrono::duration_cast<std::chrono::seconds>(of.clock.now() - SystemClock{}.now()).count();
    offset_ = std::to_string(offset);
}

void ServerProcess::start(const std::string& options) {
    std::vector<std::string> command{program_.string(), "serve",
                                     "--data",          folder_.path.string(),
                                     "--listen",        "127.0.0.1:" + std::to_string(port_),
                                     "--certificate",   (folder_.path / "tls.pem").string(),
                                     "--key",           (folder_.path / "tls.key").string(),
                                     "--clock-offset",  offset_};
    std::istringstream words{options};
    command.insert(command.end(), std::istream_iterator<std::string>{words}, {});
    process_.emplace(std::move(command), folder_.path / "server.log");
}

void ServerProcess::end(int signal) {
    process_->end(signal);
    process_.reset();
}

void ServerProcess::tell(int signal) {
    process_->tell(signal);
}

int ServerProcess::finish() {
    const int status = process_->finish();
    process_.reset();
    return status;
}

std::string ServerProcess::log() const {
    return text_of(folder_.path / "server.log");
}

int ServerProcess::command(const std::string& words) const {
    const std::string line = program_.string() + " " + words + " --data " + folder_.path.string() + " --clock-offset " +
                             offset_ + " >" + (folder_.path / "command.log").string() + " 2>&1";
    return std::system(line.c_str());  // NOLINT(cert-env33-c): the test's own words
}

std::string ServerProcess::said() const {
    return text_of(folder_.path / "command.log");
}

std::uint16_t ServerProcess::port() const {
    return announced("zvonok-server: 127.0.0.1:");
}

std::uint16_t ServerProcess::metrics_port() const {
    return announced("zvonok-server: metrics on port ");
}

std::uint16_t ServerProcess::announced(std::string_view words) const {
    std::string text;
    REQUIRE(eventually([&] {
        text = text_of(folder_.path / "server.log");
        const auto at = text.find(words);
        return at != std::string::npos && text.find('\n', at) != std::string::npos;
    }));
    return static_cast<std::uint16_t>(std::stoi(text.substr(text.find(words) + words.size())));
}

}  // namespace zvonok::test
