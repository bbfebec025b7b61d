#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace zvonok::demo {

/// A small school of our own in the files that FET reads and writes, for machines without FET's examples: school.fet,
/// school_activities.xml, school_timetable.csv and the map that goes with them, map.toml. Six classes, five days,
/// six lessons a day, nobody twice at one time.
std::map<std::string, std::string> own_school(std::uint64_t seed);

}  // namespace zvonok::demo
