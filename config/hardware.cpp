#include "config/schema.hpp"

#include <algorithm>

namespace zvonok::config {

namespace {
std::string lower(std::string_view text) {
    std::string out{text};
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

bool fits(const HardwareMatch& match, const Hardware& machine) {
    if (!match.serial.empty() && !is_placeholder_serial(machine.serial) && match.serial == machine.serial) return true;
    return std::ranges::any_of(match.macs, [&](const std::string& mac) {
        return std::ranges::any_of(machine.macs, [&](const std::string& own) { return lower(own) == mac; });
    });
}
}  // namespace

bool is_placeholder_serial(std::string_view serial) {
    static constexpr std::array<std::string_view, 12> known{"",
                                                            "none",
                                                            "default string",
                                                            "to be filled by o.e.m.",
                                                            "to be filled by o.e.m",
                                                            "system serial number",
                                                            "n/a",
                                                            "0123456789",
                                                            "123456789",
                                                            "not specified",
                                                            "not applicable",
                                                            "invalid"};
    const std::string text = lower(serial);
    if (std::ranges::find(known, text) != known.end()) return true;
    return std::ranges::all_of(text, [](char c) { return c == '0' || c == ' ' || c == '.' || c == '-' || c == 'x'; });
}

Checked<StationId> match_station(const std::vector<Station>& stations, const Hardware& machine,
                                 const std::optional<std::string>& wanted, bool demo) {
    std::vector<const Station*> fitting;
    for (const Station& station : stations) {
        const bool named = wanted && *wanted == station.name;
        if (wanted && !named) continue;
        if (fits(station.hardware, machine) || (named && demo && station.hardware.by_name)) fitting.push_back(&station);
    }
    if (fitting.size() == 1) return fitting.front()->id;
    if (!fitting.empty())
        return refuse(
            Reason::no_section,
            "several sections of the image fit this machine: mend the sections, or name the station (--station)",
            "Этой машине подходят несколько разделов образа. Исправьте разделы или назовите станцию.");
    std::string macs;
    for (const std::string& mac : machine.macs) macs += (macs.empty() ? "" : ", ") + mac;
    return refuse(Reason::no_section,
                  "no section of the image fits serial '" + machine.serial + "' and addresses '" + macs +
                      "': add one and build the image anew",
                  "В образе нет раздела для этой машины. Её серийный номер: «" + machine.serial +
                      "», сетевые адреса: «" + macs + "». Добавьте раздел и выпустите образ заново.");
}

}  // namespace zvonok::config
