#include "hal/host/host.hpp"

#include "station/base/file.hpp"

#include <sys/timex.h>
#include <algorithm>
#include <charconv>

namespace zvonok::hal {

namespace {
constexpr std::size_t text_limit_bytes = 65536;

/// "name" of `name=value` or `name="value"` lines, as os-release has them.
std::string assigned(std::string_view text, std::string_view name) {
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (!line.starts_with(name) || line.size() <= name.size() || line[name.size()] != '=') continue;
        line.remove_prefix(name.size() + 1);
        if (line.size() >= 2 && line.front() == '"' && line.back() == '"') line = line.substr(1, line.size() - 2);
        return std::string{line};
    }
    return {};
}

/// "MemTotal:       16303428 kB"
std::uint64_t memory_of(std::string_view text) {
    static constexpr std::string_view name = "MemTotal:";
    const std::size_t found = text.find(name);
    if (found == std::string_view::npos) return 0;
    text.remove_prefix(found + name.size());
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    std::uint64_t kilobytes = 0;
    std::from_chars(text.data(), text.data() + text.size(), kilobytes);
    return kilobytes * 1024;
}

ClockState clock_state() {
    timex state{};
    if (::adjtimex(&state) < 0) return ClockState::unknown;
    return (state.status & STA_UNSYNC) != 0 ? ClockState::free_running : ClockState::synchronised;
}

std::string without(std::string text, char gone) {
    std::erase(text, gone);
    return text;
}
}  // namespace

std::string LinuxHost::line(const std::filesystem::path& path) const {
    const auto content = read_file(root_ / path, text_limit_bytes);
    if (!content) return {};
    std::string text{as_text(*content)};
    text.resize(std::min(text.find('\n'), text.size()));
    while (!text.empty() && text.back() == ' ') text.pop_back();
    return text;
}

std::vector<std::string> LinuxHost::macs() const {
    std::vector<std::string> all;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(root_ / "sys/class/net", error)) {
        const std::filesystem::path card = std::filesystem::path("sys/class/net") / entry.path().filename();
        // Bridges, tunnels and containers' ends have no device behind them, and a set or random address (anything but
        // 0) changes by itself: neither names a machine.
        if (!std::filesystem::exists(root_ / card / "device")) continue;
        if (line(card / "addr_assign_type") != "0") continue;
        const std::string mac = line(card / "address");
        if (mac.size() == 17 && mac != "00:00:00:00:00:00") all.push_back(mac);
    }
    std::ranges::sort(all);
    return all;
}

MachineIdentity LinuxHost::identity() const {
    MachineIdentity identity;
    identity.serial = line("sys/class/dmi/id/product_serial");
    const std::string vendor = line("sys/class/dmi/id/sys_vendor");
    const std::string product = line("sys/class/dmi/id/product_name");
    identity.product = vendor.empty() || product.empty() ? vendor + product : vendor + " " + product;
    identity.macs = macs();
    identity.name = line("proc/sys/kernel/hostname");
    if (const auto boot = BootId::from_hex_text(without(line("proc/sys/kernel/random/boot_id"), '-')))
        identity.boot = *boot;
    return identity;
}

SystemFacts LinuxHost::facts(const std::filesystem::path& folder) const {
    SystemFacts facts;
    if (const auto text = read_file(root_ / "etc/os-release", text_limit_bytes))
        facts.system = assigned(as_text(*text), "PRETTY_NAME");
    facts.kernel = line("proc/sys/kernel/osrelease");
    facts.clock = clock_state();
    if (const auto text = read_file(root_ / "proc/meminfo", text_limit_bytes))
        facts.memory_bytes = memory_of(as_text(*text));
    std::error_code error;
    const auto space = std::filesystem::space(folder, error);
    if (!error) facts.free_bytes = space.available;
    return facts;
}

}  // namespace zvonok::hal
