#include "config/policy.hpp"
#include "config/schema.hpp"
#include "config/toml.hpp"
#include "station/domain/policy_parameters.hpp"
#include "sync/server/import/name_map.hpp"
#include "tests/fuzz/input.hpp"

using namespace zvonok;
using fuzz::promise;

namespace {

const StationId station{{1}};

void station_section(ByteView bytes) {
    const config::FileTree files{{"stations/" + station.hex() + ".toml", copy(bytes)}};
    static_cast<void>(config::read_station(files, station));
}

void school(ByteView bytes) {
    static_cast<void>(config::read_common({{"school.toml", copy(bytes)}}));
}

/// What a preset says comes back from the texts in which facts carry it.
void policies(ByteView bytes) {
    const auto read = config::parse_policies(as_text(bytes), "preset.toml");
    if (!read) return;
    promise(domain::misfits(*read).empty(), "a preset that was taken fits together");
    const auto resolved = domain::resolve_policies(domain::policy_texts(*read));
    promise(resolved.policies == *read, "policies survive being facts");
}

/// One rule's text as a fact brings it: "key\nvalue".
void policy_fact(ByteView bytes) {
    const std::string_view text = as_text(bytes);
    const auto split = text.find('\n');
    if (split == std::string_view::npos) return;
    domain::Policies policies;
    static_cast<void>(domain::apply_policy(text.substr(0, split), text.substr(split + 1), policies));
}

void name_map(ByteView bytes) {
    server::imports::Findings findings;
    static_cast<void>(server::imports::read_name_map("map.toml", as_text(bytes), findings));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input{data, size};
    switch (input.byte() % 6) {
        case 0:
            static_cast<void>(config::parse_toml(as_text(input.rest()), "any.toml"));
            break;
        case 1:
            station_section(input.rest());
            break;
        case 2:
            school(input.rest());
            break;
        case 3:
            policies(input.rest());
            break;
        case 4:
            policy_fact(input.rest());
            break;
        default:
            name_map(input.rest());
    }
    return 0;
}
