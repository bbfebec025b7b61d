#include "assets/demo/generator/lessons_at.hpp"

#include "sync/server/import/fet_planner.hpp"
#include "sync/server/import/text.hpp"

#include <algorithm>
#include <tuple>

namespace zvonok::demo {

namespace imports = server::imports;

std::vector<LessonAt> lessons_at(const imports::fet::School& school, const imports::fet::Solution& solution,
                                 const imports::NameMap& map, LocalTime at, imports::Report& report) {
    const auto lessons = imports::lessons_of(school, solution, map, report);
    std::vector<LessonAt> found, others;
    if (report.stopped()) return found;
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const int weekday = static_cast<int>(std::chrono::weekday{day}.iso_encoding());
    for (const imports::FetLesson& lesson : lessons) {
        const imports::NameMap::Day& when = map.days.at(lesson.day);
        const domain::BellPeriod& bell = map.hours.at(lesson.hour);
        if (when.weekday != weekday || when.week == domain::WeekParity::even || at - day < bell.starts ||
            at - day >= bell.ends || lesson.teachers.empty())
            continue;
        const imports::NameMap::Teacher& teacher = map.teachers.at(lesson.teachers.front());
        std::vector<std::string> classes;
        classes.reserve(lesson.students.size());
        for (const std::string& set : lesson.students) {
            classes.push_back(map.students.at(set).name);
            if (!lesson.part.empty()) classes.back() += " " + lesson.part;
        }
        const bool whole_class = lesson.teachers.size() == 1 && lesson.students.size() == 1 && lesson.part.empty();
        (whole_class ? found : others)
            .push_back({teacher.login, teacher.name,
                        lesson.room.empty() ? teacher.room : map.rooms.at(lesson.room).name,
                        imports::join(classes, " + "), map.subjects.at(lesson.subject), bell.number});
    }
    const auto by_class = [](const LessonAt& lesson) {
        return std::tuple{imports::grade_of(lesson.classes), lesson.classes, lesson.login};
    };
    std::ranges::sort(found, {}, by_class);
    std::ranges::sort(others, {}, by_class);
    found.insert(found.end(), others.begin(), others.end());
    return found;
}

}  // namespace zvonok::demo
