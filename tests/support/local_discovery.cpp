#include "tests/support/local_discovery.hpp"

#include "station/base/file.hpp"

#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace zvonok::test {

namespace {

constexpr const char* bus_config = R"(<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path=SOCKET</listen><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/><allow user="*"/></policy></busconfig>)";

constexpr const char* avahi_config = R"([server]
host-name=zvonok-test
use-ipv6=no
allow-interfaces=lo
[publish]
publish-workstation=no
)";

/// libdbus asks for the address once in a process: all tests share one.
constexpr const char* socket_path = "/run/zvonok-test-bus";

void must_write(const std::filesystem::path& file, std::string_view text) {
    if (const auto put = write_file(file, as_bytes(text), FileMode::everyone_reads); !put)
        throw std::runtime_error(describe(put.error()));
}

}  // namespace

LocalDiscovery::LocalDiscovery() {
    std::string text = bus_config;
    const std::string socket = socket_path;
    text.replace(text.find("SOCKET"), 6, socket);
    must_write(dir_ / "bus.conf", text);
    must_write(dir_ / "avahi.conf", avahi_config);
    ::setenv("DBUS_SYSTEM_BUS_ADDRESS", ("unix:path=" + socket).c_str(), 1);
}

LocalDiscovery::~LocalDiscovery() {
    avahi_.reset();
    bus_.reset();
    std::filesystem::remove(socket_path);
}

void LocalDiscovery::start() {
    bus_.emplace(std::vector<std::string>{"/usr/bin/dbus-daemon", "--config-file=" + (dir_ / "bus.conf").string(),
                                          "--nofork", "--nopidfile"},
                 dir_ / "bus.log");
    if (!eventually([&] { return std::filesystem::exists(socket_path); })) throw std::runtime_error("no message bus");
}

void LocalDiscovery::start_avahi() {
    avahi_.emplace(std::vector<std::string>{"/usr/sbin/avahi-daemon", "-f", (dir_ / "avahi.conf").string(),
                                            "--no-drop-root", "--no-chroot", "--no-rlimits"},
                   dir_ / "avahi.log");
}

void LocalDiscovery::stop_avahi() {
    avahi_->end(SIGTERM);
    avahi_.reset();
}

}  // namespace zvonok::test
