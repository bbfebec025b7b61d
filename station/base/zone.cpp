#include "station/base/zone.hpp"

#include <date/tz.h>

namespace zvonok {

namespace {
const date::time_zone* zone_of(const void* zone) {
    return static_cast<const date::time_zone*>(zone);
}
}  // namespace

Result<Zone> Zone::find(std::string_view name) {
    try {
        return Zone{date::locate_zone(std::string{name})};
    } catch (const std::exception&) {
        return fail(FaultKind::missing, "no such time zone in the tz database");
    }
}

LocalTime Zone::to_local(Instant at) const {
    const auto info = zone_of(zone_)->get_info(std::chrono::floor<std::chrono::seconds>(at));
    return LocalTime{std::chrono::floor<std::chrono::seconds>(at).time_since_epoch() + info.offset};
}

Instant Zone::to_instant(LocalTime at) const {
    const auto info = zone_of(zone_)->get_info(date::local_seconds{at.time_since_epoch()});
    if (info.result == date::local_info::nonexistent) return Instant{info.first.end.time_since_epoch()};
    const auto offset = info.result == date::local_info::ambiguous ? info.second.offset : info.first.offset;
    return Instant{at.time_since_epoch() - offset};
}

}  // namespace zvonok
