#pragma once

#include "station/base/bytes.hpp"
#include "sync/server/import/findings.hpp"

#include <map>
#include <optional>

/// A school of the timetable program FET as read, foreign names and all. Source: files that FET 5 and 6 write.
namespace zvonok::server::imports::fet {

struct Activity {
    std::size_t line = 0;
    std::string id;
    std::string subject;
    std::vector<std::string> teachers;  ///< as in the file
    std::vector<std::string> students;  ///< sorted
    int duration = 1;                   ///< hours on end
    bool active = true;
};

struct School {
    std::string file;
    std::string institution;
    std::vector<std::string> days, hours;               ///< in order
    std::map<std::string, std::string> room_buildings;  ///< room -> building, may be empty
    std::map<std::string, int> room_capacities;
    std::map<std::string, std::vector<std::string>> within;  ///< year -> groups, group -> subgroups
    std::map<std::string, std::string> inside;               ///< group -> year, subgroup -> its first group
    std::vector<Activity> activities;
};

/// One activity's place. The XML names its first hour only, the CSV has a row for each hour.
struct Placement {
    std::size_t line = 0;
    std::string activity, day, hour;
    std::string room;  ///< empty: none given
};

struct Solution {
    std::string file;
    std::vector<Placement> placements;
};

/// NAME.fet. Nothing and errors with lines when it is no such file or names what it does not list.
std::optional<School> read_school(const std::string& file, ByteView content, Findings& findings);

/// NAME_activities.xml or NAME_timetable.csv, told apart by their content. Placements without a day are left out.
std::optional<Solution> read_solution(const std::string& file, ByteView content, Findings& findings);

}  // namespace zvonok::server::imports::fet
