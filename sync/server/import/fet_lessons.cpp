#include "sync/server/import/fet_planner.hpp"
#include "sync/server/import/text.hpp"

#include <algorithm>

namespace zvonok::server::imports {
namespace {

/// Collects lessons and everything that is missing for them.
class Joiner {
  public:
    Joiner(const fet::School& school, const fet::Solution& solution, const NameMap& map, Report& report)
        : school_(school), map_(map), report_(report), solution_file_(solution.file) {
        for (const fet::Placement& placement : solution.placements) places_[placement.activity].push_back(&placement);
    }

    std::vector<FetLesson> run() {
        std::set<std::string> known;
        for (const fet::Activity& activity : school_.activities) {
            known.insert(activity.id);
            join(activity);
        }
        for (const auto& [id, placements] : places_)
            if (!known.contains(id))
                error(*placements.front(), "занятия " + id + " нет в " + school_.file + ": решение от другого файла");
        report_.unmapped.assign(unmapped_.begin(), unmapped_.end());
        return std::move(lessons_);
    }

  private:
    void error(const fet::Placement& placement, std::string text) {
        report_.findings.error({solution_file_, placement.line}, std::move(text));
    }
    [[nodiscard]] std::string title(const fet::Activity& activity) const {
        return "занятие " + activity.id + " (" + activity.subject + ", " + join_names(activity.students) + ")";
    }
    static std::string join_names(const std::vector<std::string>& names) { return imports::join(names, " + "); }

    void join(const fet::Activity& activity) {
        const Place at{school_.file, activity.line};
        if (!activity.active) return report_.findings.note(at, title(activity) + " выключено, пропущено");
        if (activity.students.empty()) return report_.findings.note(at, title(activity) + " без класса, пропущено");
        const auto placed = places_.find(activity.id);
        if (placed == places_.end())
            return report_.findings.warning(at, title(activity) + " не поставлено в расписание, пропущено");
        if (activity.teachers.empty()) report_.findings.warning(at, title(activity) + " без учителя");
        const auto hours = hours_of(activity, placed->second);
        std::set<std::string> students;
        for (const std::string& name : activity.students) resolve(name, students);
        require("subjects", activity.subject, map_.subjects.contains(activity.subject));
        require("days", placed->second.front()->day, map_.days.contains(placed->second.front()->day));
        for (const std::string& hour : hours) require("hours", hour, map_.hours.contains(hour));
        for (const std::string& teacher : activity.teachers)
            require("teachers", teacher, map_.teachers.contains(teacher));
        const std::string& room = placed->second.front()->room;
        if (!room.empty()) require("rooms", room, map_.rooms.contains(room));

        FetLesson lesson;
        lesson.day = placed->second.front()->day;
        lesson.room = room;
        lesson.subject = activity.subject;
        lesson.teachers = activity.teachers;
        std::ranges::sort(lesson.teachers);
        lesson.students.assign(students.begin(), students.end());
        for (std::size_t index = 0; index < hours.size(); ++index) {
            lesson.hour = hours[index];
            lesson.key = activity.id + ":" + std::to_string(index);
            add_parts(activity, lesson);
        }
    }
    void add_parts(const fet::Activity& activity, FetLesson lesson) {
        const NameMap::Split* split = map_.split_of(activity.subject, activity.students);
        if (split == nullptr || activity.teachers.size() < 2) return add(std::move(lesson));
        const std::string whole = lesson.key;
        for (const std::string& teacher : activity.teachers) {
            const auto part = split->teachers.find(teacher);
            if (part == split->teachers.end())
                return report_.findings.error({map_.file, split->line}, "деление не называет учителя «" + teacher +
                                                                            "», а он ведёт " + title(activity));
            lesson.teachers = {teacher};
            lesson.part = part->second;
            lesson.key = whole + ":" + part->second;
            add(lesson);
        }
    }
    void add(FetLesson lesson) {
        lesson.load_key =
            lesson.subject + "|" + join_names(lesson.students) + "|" + lesson.part + "|" + join_names(lesson.teachers);
        lessons_.push_back(std::move(lesson));
    }

    /// The hours that the activity takes, first to last. The XML says the first one only.
    std::vector<std::string> hours_of(const fet::Activity& activity, std::vector<const fet::Placement*> placed) {
        const auto index_of = [&](const fet::Placement* placement) {
            return std::ranges::find(school_.hours, placement->hour) - school_.hours.begin();
        };
        for (const fet::Placement* placement : placed) {
            if (std::ranges::find(school_.days, placement->day) == school_.days.end())
                error(*placement, "дня «" + placement->day + "» нет в " + school_.file);
            else if (placement->day != placed.front()->day)
                error(*placement, title(activity) + " стоит в двух разных днях");
            if (static_cast<std::size_t>(index_of(placement)) < school_.hours.size()) continue;
            error(*placement, "часа «" + placement->hour + "» нет в " + school_.file);
            return {};
        }
        std::ranges::sort(placed, {}, index_of);
        const auto first = static_cast<std::size_t>(index_of(placed.front()));
        const auto length = static_cast<std::size_t>(activity.duration);
        const bool fits = first + length <= school_.hours.size() && (placed.size() == 1 || placed.size() == length);
        if (!fits) {
            error(*placed.front(), title(activity) + " длится " + std::to_string(length) + " ч и так не помещается");
            return {};
        }
        const auto from = school_.hours.begin() + static_cast<std::ptrdiff_t>(first);
        return {from, from + activity.duration};
    }

    void require(const char* table, const std::string& name, bool there) {
        if (!there) unmapped_.insert({table, name});
    }
    /// The mapped sets that make up the named one: itself, or the groups within it.
    bool resolve(const std::string& name, std::set<std::string>& into, int depth = 0) {
        if (map_.students.contains(name)) {
            into.insert(name);
            return true;
        }
        bool any = false;
        if (const auto within = school_.within.find(name); within != school_.within.end() && depth < 3)
            for (const std::string& inner : within->second) any = resolve(inner, into, depth + 1) || any;
        if (!any && depth == 0) unmapped_.insert({"students", name});
        return any;
    }

    const fet::School& school_;
    const NameMap& map_;
    Report& report_;
    std::string solution_file_;
    std::map<std::string, std::vector<const fet::Placement*>> places_;
    std::set<Unmapped> unmapped_;
    std::vector<FetLesson> lessons_;
};

/// "1. 08:30-09:15", "8:30 – 9:15": two times of day with anything around them.
std::optional<domain::BellPeriod> bell_in(const std::string& name, int number) {
    std::vector<std::chrono::minutes> times;
    for (std::size_t colon = name.find(':'); colon != std::string::npos; colon = name.find(':', colon + 1)) {
        const auto digit = [&](std::size_t at) { return at < name.size() && name[at] >= '0' && name[at] <= '9'; };
        std::size_t begin = colon;
        while (begin > 0 && colon - begin < 2 && digit(begin - 1)) --begin;
        if (const auto time = parse_time_of_day(std::string_view(name).substr(begin, colon + 3 - begin)))
            times.push_back(*time);
    }
    if (times.size() != 2 || times[0] == times[1]) return std::nullopt;
    return domain::BellPeriod{number, times[0], times[1]};
}

}  // namespace

std::vector<FetLesson> lessons_of(const fet::School& school, const fet::Solution& solution, const NameMap& map,
                                  Report& report) {
    return Joiner{school, solution, map, report}.run();
}

std::optional<std::string> class_above(const fet::School& school, const NameMap& map, const std::string& set) {
    std::optional<std::string> above;
    auto outer = school.inside.find(set);
    for (int depth = 0; outer != school.inside.end() && depth < 3; ++depth) {
        const auto mapped = map.students.find(outer->second);
        if (mapped != map.students.end() && mapped->second.name != map.students.at(set).name) above = outer->second;
        outer = school.inside.find(outer->second);
    }
    return above;
}

void read_self_evident_names(const fet::School& school, NameMap& map) {
    static const std::map<std::string, int, std::less<>> weekdays{
        {"понедельник", 1}, {"вторник", 2},     {"среда", 3},   {"четверг", 4}, {"пятница", 5},   {"суббота", 6},
        {"воскресенье", 7}, {"Понедельник", 1}, {"Вторник", 2}, {"Среда", 3},   {"Четверг", 4},   {"Пятница", 5},
        {"Суббота", 6},     {"Воскресенье", 7}, {"Monday", 1},  {"Tuesday", 2}, {"Wednesday", 3}, {"Thursday", 4},
        {"Friday", 5},      {"Saturday", 6},    {"Sunday", 7}};
    for (const std::string& day : school.days)
        if (const auto known = weekdays.find(day); known != weekdays.end())
            map.days.try_emplace(day, NameMap::Day{known->second, domain::WeekParity::every});
    for (std::size_t index = 0; index < school.hours.size(); ++index)
        if (const auto bell = bell_in(school.hours[index], static_cast<int>(index) + 1))
            map.hours.try_emplace(school.hours[index], *bell);
}

}  // namespace zvonok::server::imports
