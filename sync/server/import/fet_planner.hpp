#pragma once

#include "sync/server/import/fet.hpp"
#include "sync/server/import/ledger.hpp"
#include "sync/server/import/name_map.hpp"

namespace zvonok::server::imports {

/// One lesson a week that a FET activity gives, in foreign names.
struct FetLesson {
    std::string key;       ///< of the slot: "12:0", "12:1:англ. 2"
    std::string load_key;  ///< alike for all lessons of one load
    std::string day, hour;
    std::string room;  ///< empty: none given
    std::string subject;
    std::vector<std::string> teachers;  ///< sorted
    std::vector<std::string> students;  ///< keys of NameMap::students, sorted
    std::string part;                   ///< the teacher's part of each class in a split, else empty
};

/// Joins activities with their places: long ones become several lessons, splits one for each teacher. What is not
/// active, not placed or for nobody is skipped with a finding; names that the map lacks go to `unmapped`.
std::vector<FetLesson> lessons_of(const fet::School& school, const fet::Solution& solution, const NameMap& map,
                                  Report& report);

/// Adds what the hour and day names themselves say (weekday names, "1. 08:30-09:15") to the map.
void read_self_evident_names(const fet::School& school, NameMap& map);

/// The outermost mapped set that this one lies in: its class. Nothing for a class.
std::optional<std::string> class_above(const fet::School& school, const NameMap& map, const std::string& set);

/// Says to the ledger what the timetable wants.
void plan_timetable(const fet::School& school, const std::vector<FetLesson>& lessons, const NameMap& map,
                    const domain::FactBook& book, const Options& options, Ledger& ledger, Report& report);

}  // namespace zvonok::server::imports
