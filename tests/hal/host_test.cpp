#include "hal/host/host.hpp"
#include "station/base/file.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::hal;
using namespace zvonok::test;

namespace {
/// A machine as the kernel shows it.
struct Machine {
    TempDir folder;
    void put(const std::string& path, std::string_view content) const {
        std::filesystem::create_directories((folder / path).parent_path());
        REQUIRE(write_file(folder / path, as_bytes(content), FileMode::everyone_reads));
    }
    void card(const std::string& name, const std::string& address, const std::string& kind, bool device) const {
        put("sys/class/net/" + name + "/address", address + "\n");
        put("sys/class/net/" + name + "/addr_assign_type", kind + "\n");
        if (device) put("sys/class/net/" + name + "/device/uevent", "");
    }
};
}  // namespace

TEST_CASE("host: serial, product, name and boot are read as the kernel shows them", "[hal][host]") {
    const Machine machine;
    machine.put("sys/class/dmi/id/product_serial", "PF2ABCDE  \n");
    machine.put("sys/class/dmi/id/sys_vendor", "LENOVO\n");
    machine.put("sys/class/dmi/id/product_name", "20XW\n");
    machine.put("proc/sys/kernel/hostname", "kab-12\n");
    machine.put("proc/sys/kernel/random/boot_id", "6f3a1c52-0b1e-4d1c-9a77-0123456789ab\n");
    machine.put("etc/os-release", "NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n");
    machine.put("proc/sys/kernel/osrelease", "6.1.0-18-amd64\n");
    machine.put("proc/meminfo", "MemTotal:       16303428 kB\nMemFree:  1 kB\n");
    const LinuxHost host{machine.folder.path()};
    const MachineIdentity identity = host.identity();
    CHECK(identity.serial == "PF2ABCDE");
    CHECK(identity.product == "LENOVO 20XW");
    CHECK(identity.name == "kab-12");
    CHECK(identity.boot.hex() == "6f3a1c520b1e4d1c9a770123456789ab");
    const SystemFacts facts = host.facts(machine.folder.path());
    CHECK(facts.system == "Debian GNU/Linux 12 (bookworm)");
    CHECK(facts.kernel == "6.1.0-18-amd64");
    CHECK(facts.memory_bytes == 16303428ULL * 1024);
    CHECK(facts.free_bytes.value_or(0) > 0);
}

TEST_CASE("host: only burnt-in addresses of real cards name a machine", "[hal][host]") {
    const Machine machine;
    machine.card("lo", "00:00:00:00:00:00", "0", false);
    machine.card("enp1s0", "52:54:00:11:22:33", "0", true);
    machine.card("wlan0", "3c:52:82:aa:bb:cc", "0", true);
    machine.card("wlan1", "fe:12:34:56:78:9a", "1", true);  // a random address for privacy
    machine.card("docker0", "02:42:ac:11:00:02", "3", false);
    machine.card("veth1", "02:42:ac:11:00:03", "0", false);
    CHECK(LinuxHost{machine.folder.path()}.identity().macs ==
          std::vector<std::string>{"3c:52:82:aa:bb:cc", "52:54:00:11:22:33"});
}

TEST_CASE("host: a machine that shows nothing has no identity and is no error", "[hal][host]") {
    const TempDir empty;
    const LinuxHost host{empty.path()};
    CHECK(host.identity().serial.empty());
    CHECK(host.identity().macs.empty());
    CHECK(host.identity().boot.empty());
    CHECK(host.facts("/nowhere").free_bytes == std::nullopt);
}
