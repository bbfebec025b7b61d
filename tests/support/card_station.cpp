#include "tests/support/card_station.hpp"

#include "hal/card/card.hpp"
#include "hal/card/virtual_card/control.hpp"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace zvonok::test {

namespace {
constexpr const char* service_socket = "/run/pcscd/pcscd.comm";
}  // namespace

void CardDaemon::start(Readers readers) {
    if (std::filesystem::exists(service_socket)) throw std::runtime_error("a card service runs here already");
    std::filesystem::create_directories(dir_ / "none");
    const std::filesystem::path config = readers == Readers::two ? "/etc/reader.conf.d" : dir_ / "none";
    process_.emplace(std::vector<std::string>{"pcscd", "--foreground", "--config", config.string()}, dir_ / "log");
    if (!eventually([] { return card::pcsc_service()->status_source()->open().has_value(); }))
        throw std::runtime_error("the card service does not start");
}

void CardDaemon::stop() {
    if (process_) process_->end(SIGTERM);
    process_.reset();
}

void CardDaemon::kill() {
    process_->end(SIGKILL);
    process_.reset();
    // What it could not take along. A start finds its own files only.
    std::filesystem::remove(service_socket);
    std::filesystem::remove("/run/pcscd/pcscd.pid");
}

CardProgram::CardProgram(const std::filesystem::path& folder, Reader reader, std::vector<std::string> options) {
    const char* programs = std::getenv("ZVONOK_BIN");
    if (programs == nullptr) throw std::runtime_error("ZVONOK_BIN does not say where the programs are");
    std::vector<std::string> command{std::string(programs) + "/zvonok-virtual-card",
                                     "run",
                                     "--card",
                                     folder.string(),
                                     "--control",
                                     (dir_ / "control").string(),
                                     "--port",
                                     reader == Reader::left ? "35963" : "35964"};
    command.insert(command.end(), options.begin(), options.end());
    process_.emplace(std::move(command), dir_ / "log");
    if (!eventually([&] { return card::virtual_card::tell(dir_ / "control", "status").has_value(); }))
        throw std::runtime_error("the virtual card does not start");
}

void CardProgram::tell(const std::string& line) const {
    const auto reply = card::virtual_card::tell(dir_ / "control", line);
    if (!reply || *reply != "ok") throw std::runtime_error("the virtual card does not obey: " + line);
}

std::string CardProgram::status() const {
    return card::virtual_card::tell(dir_ / "control", "status").value();
}

}  // namespace zvonok::test
