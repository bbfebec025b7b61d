#pragma once

#include "sync/server/import/fet.hpp"
#include "sync/server/import/name_map.hpp"
#include "sync/server/import/report.hpp"
#include "sync/server/import/roster.hpp"

#include <map>

namespace zvonok::demo {

struct RosterWish {
    std::uint64_t seed = 1;
    int year = 2026;  ///< in which the school year begins
    server::imports::roster::Version version = server::imports::roster::Version::v1_2;
    std::string school_name;
};

/// The OneRoster CSV files, by name, of a school that fits a FET timetable: its teachers under the names and logins of
/// the map, 24 to 30 pupils a class, the parts of classes that the map's splits name, a section for every load.
/// Nothing, and findings in the report, when the map does not fit the school.
std::map<std::string, std::string> write_roster(const server::imports::fet::School& school,
                                                const server::imports::NameMap& map, const RosterWish& wish,
                                                server::imports::Report& report);

}  // namespace zvonok::demo
