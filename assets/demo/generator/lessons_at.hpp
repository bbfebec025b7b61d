#pragma once

#include "sync/server/import/fet.hpp"
#include "sync/server/import/name_map.hpp"
#include "sync/server/import/report.hpp"

namespace zvonok::demo {

/// A lesson going on, in our names.
struct LessonAt {
    std::string login, teacher, room, classes, subject;
    int period = 0;
};

/// What the solved timetable has at that moment of a day whose week is the odd one; lessons of one teacher and one
/// whole class first, then by class. Nothing, and findings, when the files do not fit each other.
std::vector<LessonAt> lessons_at(const server::imports::fet::School& school,
                                 const server::imports::fet::Solution& solution, const server::imports::NameMap& map,
                                 LocalTime at, server::imports::Report& report);

}  // namespace zvonok::demo
