#include "sync/server/import/fet_planner.hpp"

#include "station/base/file.hpp"
#include "sync/server/import/text.hpp"

#include <algorithm>

namespace zvonok::server::imports {
namespace {

namespace kinds {
constexpr auto bells = "звонки";
constexpr auto rooms = "кабинеты";
constexpr auto subjects = "предметы";
constexpr auto groups = "классы и группы";
constexpr auto loads = "нагрузка";
constexpr auto slots = "уроки в расписании";
}  // namespace kinds

class TimetablePlan {
  public:
    TimetablePlan(const fet::School& school, const NameMap& map, const domain::FactBook& book, const Options& options,
                  Ledger& ledger, Report& report)
        : school_(school), map_(map), book_(book), options_(options), ledger_(ledger), report_(report) {}

    void run(const std::vector<FetLesson>& lessons) {
        for (const FetLesson& lesson : lessons) {
            for (const std::string& set : lesson.students) ledger_.expect(group_key(set, lesson.part));
            ledger_.expect("fet:load:" + lesson.load_key);
            ledger_.expect("fet:slot:" + lesson.key);
        }
        find_teachers(lessons);
        if (report_.findings.errors() > 0) return;
        want_bells();
        want_classes(lessons);
        for (const FetLesson& lesson : lessons) want_lesson(lesson);
        end_missing();
        warn_without_year();
    }

  private:
    static std::string group_key(const std::string& set, const std::string& part) {
        return part.empty() ? "fet:students:" + set : "fet:split:" + set + "|" + part;
    }
    template <class Value, class Fits>
    std::optional<EntityId> first_live(Fits fits) const {
        for (const auto& [id, fact] : ledger_.sorted_live<Value>())
            if (fits(std::get<Value>(fact->value))) return id;
        return std::nullopt;
    }

    void find_teachers(const std::vector<FetLesson>& lessons) {
        for (const FetLesson& lesson : lessons)
            for (const std::string& name : lesson.teachers) {
                if (teachers_.contains(name)) continue;
                const std::string& login = map_.teachers.at(name).login;
                const auto person = book_.staff_by_login(login, options_.from);
                if (!person) {
                    std::string text = "учитель «" + name;
                    text += "»: среди сотрудников нет имени входа " + login + "; сначала нужен импорт людей";
                    report_.findings.error({map_.file, 0}, std::move(text));
                }
                teachers_[name] = person.value_or(PersonId{});
            }
    }
    void want_bells() {
        std::map<int, domain::BellPeriod> bells;
        for (const std::string& hour : school_.hours)
            if (const auto bell = map_.hours.find(hour); bell != map_.hours.end())
                bells.emplace(bell->second.number, bell->second);
        for (const auto& [number, bell] : bells) {
            const auto same = first_live<domain::BellPeriod>(
                [&](const domain::BellPeriod& other) { return other.number == bell.number; });
            ledger_.want({kinds::bells, "fet:bell:" + std::to_string(number), bell, std::to_string(number) + "-й урок"},
                         same);
        }
    }

    /// Classes before the parts of classes, which need them as parents.
    void want_classes(const std::vector<FetLesson>& lessons) {
        std::set<std::string> sets;
        for (const FetLesson& lesson : lessons) sets.insert(lesson.students.begin(), lesson.students.end());
        for (const std::string& set : sets)
            if (const auto home = class_above(set)) sets_.emplace(*home, GroupId{});
        for (const std::string& set : sets) sets_.emplace(set, GroupId{});
        for (auto& [set, group] : sets_)
            if (!class_above(set))
                group = want_group(group_key(set, ""),
                                   {domain::GroupKind::school_class, name_of(set), {}, map_.students.at(set).grade});
        for (auto& [set, group] : sets_)
            if (const auto home = class_above(set))
                group = want_group(group_key(set, ""), {domain::GroupKind::subgroup, name_of(set), sets_.at(*home),
                                                        map_.students.at(*home).grade});
    }
    [[nodiscard]] std::optional<std::string> class_above(const std::string& set) const {
        return imports::class_above(school_, map_, set);
    }
    [[nodiscard]] const std::string& name_of(const std::string& set) const { return map_.students.at(set).name; }

    GroupId want_group(const std::string& source, const domain::Group& group) {
        if (const auto made = groups_.find(group.name); made != groups_.end()) return made->second;
        const auto same = first_live<domain::Group>(
            [&](const domain::Group& other) { return other.name == group.name && other.kind == group.kind; });
        const EntityId id = ledger_.want({kinds::groups, source, group, group.name}, same);
        return groups_[group.name] = id_as<GroupId>(id);
    }
    GroupId group_of(const std::string& set, const std::string& part) {
        const GroupId whole = sets_.at(set);
        if (part.empty()) return whole;
        const auto* value = ledger_.live<domain::Group>(entity_of(whole));
        const bool within = value != nullptr && value->kind == domain::GroupKind::subgroup;
        return want_group(group_key(set, part), {domain::GroupKind::subgroup, name_of(set) + " " + part,
                                                 within ? value->parent : whole, map_.students.at(set).grade});
    }

    SubjectId subject_of(const std::string& foreign) {
        const std::string& name = map_.subjects.at(foreign);
        if (const auto made = subjects_.find(name); made != subjects_.end()) return made->second;
        const auto same = first_live<domain::Subject>([&](const domain::Subject& other) { return other.name == name; });
        const EntityId id =
            ledger_.want({kinds::subjects, "fet:subject:" + foreign, domain::Subject{name}, name}, same);
        return subjects_[name] = id_as<SubjectId>(id);
    }
    RoomId room_of(const FetLesson& lesson) {
        if (!lesson.room.empty()) {
            domain::Room room = map_.rooms.at(lesson.room);
            if (room.building.empty())
                room.building = school_.room_buildings.contains(lesson.room) ? school_.room_buildings.at(lesson.room)
                                                                             : std::string{};
            return want_room("fet:room:" + lesson.room, room);
        }
        for (const std::string& teacher : lesson.teachers)
            if (const std::string& name = map_.teachers.at(teacher).room; !name.empty())
                return want_room("fet:room-of-teacher:" + name, {name, "", 0});
        return {};
    }
    RoomId want_room(const std::string& source, const domain::Room& room) {
        if (const auto made = rooms_.find(room.name); made != rooms_.end()) return made->second;
        const auto same = first_live<domain::Room>([&](const domain::Room& other) { return other.name == room.name; });
        const EntityId id = ledger_.want({kinds::rooms, source, room, room.name}, same);
        return rooms_[room.name] = id_as<RoomId>(id);
    }

    LoadId load_of(const FetLesson& lesson, const std::string& text) {
        if (const auto made = loads_.find(lesson.load_key); made != loads_.end()) return made->second;
        domain::Load load{subject_of(lesson.subject), {}, {}};
        for (const std::string& set : lesson.students) load.groups.push_back(group_of(set, lesson.part));
        for (const std::string& teacher : lesson.teachers) load.teachers.push_back(teachers_.at(teacher));
        std::ranges::sort(load.groups);
        std::ranges::sort(load.teachers);
        for (const auto& [key, id] : loads_)  // two foreign names for one subject
            if (const auto* other = ledger_.live<domain::Load>(entity_of(id)); other != nullptr && *other == load)
                return loads_[lesson.load_key] = id;
        const EntityId id = ledger_.want({kinds::loads, "fet:load:" + lesson.load_key, load, text}, alike(load));
        return loads_[lesson.load_key] = id_as<LoadId>(id);
    }
    /// The same load, of whichever program; else one of ours whose teacher was changed, if it is the only one.
    [[nodiscard]] std::optional<EntityId> alike(const domain::Load& load) const {
        std::vector<EntityId> other_teacher;
        for (const auto& [id, fact] : ledger_.sorted_live<domain::Load>()) {
            const auto& other = std::get<domain::Load>(fact->value);
            if (ledger_.touched(id) || other.subject != load.subject || other.groups != load.groups) continue;
            if (other.teachers == load.teachers) return id;
            if (fact->source.starts_with("fet:") && !ledger_.expected(fact->source)) other_teacher.push_back(id);
        }
        if (other_teacher.size() == 1) return other_teacher.front();
        return std::nullopt;
    }

    void want_lesson(const FetLesson& lesson) {
        std::vector<std::string> names;
        names.reserve(lesson.students.size());
        for (const std::string& set : lesson.students)
            names.push_back(lesson.part.empty() ? name_of(set) : name_of(set) + " " + lesson.part);
        const std::string text = map_.subjects.at(lesson.subject) + ", " + join(names, " + ");
        const LoadId load = load_of(lesson, text);
        const NameMap::Day& day = map_.days.at(lesson.day);
        const int period = map_.hours.at(lesson.hour).number;
        const domain::TimetableSlot slot{load, day.weekday, day.week, period, room_of(lesson)};
        const std::string source = "fet:slot:" + lesson.key;
        std::optional<EntityId> moved;
        if (!ledger_.find(source))  // activities were renumbered: move a lesson of the same load
            moved = first_free_slot(load);
        ledger_.want({kinds::slots, source, slot, text + ", " + lesson.day + " " + std::to_string(period) + "-й урок"},
                     moved);
    }
    [[nodiscard]] std::optional<EntityId> first_free_slot(LoadId load) const {
        for (const auto& [id, fact] : ledger_.sorted_live<domain::TimetableSlot>())
            if (std::get<domain::TimetableSlot>(fact->value).load == load && fact->source.starts_with("fet:") &&
                !ledger_.touched(id) && !ledger_.expected(fact->source))
                return id;
        return std::nullopt;
    }

    void end_missing() {
        ledger_.end_missing<domain::TimetableSlot>(kinds::slots, "fet:slot:", [&](const domain::TimetableSlot& slot) {
            return "день " + std::to_string(slot.weekday) + ", " + std::to_string(slot.period) + "-й урок";
        });
        ledger_.end_missing<domain::Load>(kinds::loads, "fet:load:", [&](const domain::Load& load) {
            const auto* subject = ledger_.live<domain::Subject>(entity_of(load.subject));
            return subject == nullptr ? std::string{} : subject->name;
        });
        const auto name = [](const domain::Group& group) { return group.name; };
        ledger_.end_missing<domain::Group>(kinds::groups, "fet:split:", name);
        ledger_.end_missing<domain::Group>(kinds::groups, "fet:students:", name);
        ledger_.end_missing<domain::BellPeriod>(kinds::bells, "fet:bell:", [](const domain::BellPeriod& bell) {
            return std::to_string(bell.number) + "-й урок";
        });
    }
    void warn_without_year() {
        if (ledger_.sorted_live<domain::SchoolYear>().empty())
            report_.findings.warning(
                {school_.file, 0}, "в школе ещё нет учебного года: уроки появятся, когда он будет (импорт OneRoster)");
    }

    const fet::School& school_;
    const NameMap& map_;
    const domain::FactBook& book_;
    const Options& options_;
    Ledger& ledger_;
    Report& report_;
    std::map<std::string, PersonId> teachers_;  ///< by foreign name
    std::map<std::string, GroupId> sets_;       ///< by foreign name
    std::map<std::string, GroupId> groups_;     ///< by our name, as the rest
    std::map<std::string, SubjectId> subjects_;
    std::map<std::string, RoomId> rooms_;
    std::map<std::string, LoadId> loads_;  ///< by load_key
};

std::optional<Bytes> read_whole(const std::filesystem::path& path, Findings& findings) {
    auto content = read_file(path, tuning::file_limit_bytes);
    if (content) return std::move(*content);
    findings.error({path.filename().string(), 0},
                   content.error().kind == FaultKind::missing ? "нет такого файла" : "файл не читается");
    return std::nullopt;
}

}  // namespace

void plan_timetable(const fet::School& school, const std::vector<FetLesson>& lessons, const NameMap& map,
                    const domain::FactBook& book, const Options& options, Ledger& ledger, Report& report) {
    TimetablePlan{school, map, book, options, ledger, report}.run(lessons);
}

Import import_fet(const domain::FactBook& book, const FetFiles& files, const Options& options) {
    Import import;
    Report& report = import.report;
    report.title = "Расписание из FET: " + files.school.filename().string();
    const auto school_text = read_whole(files.school, report.findings);
    const auto solution_text = read_whole(files.solution, report.findings);
    const auto map_text = read_whole(files.map, report.findings);
    if (report.findings.errors() > 0) return import;
    const auto school = fet::read_school(files.school.filename().string(), *school_text, report.findings);
    const auto solution = fet::read_solution(files.solution.filename().string(), *solution_text, report.findings);
    NameMap map = read_name_map(files.map.filename().string(), as_text(*map_text), report.findings);
    if (report.findings.errors() > 0) return import;
    read_self_evident_names(*school, map);
    const std::vector<FetLesson> lessons = lessons_of(*school, *solution, map, report);
    if (report.stopped()) return import;
    Ledger ledger{book, "fet:", options, import};
    plan_timetable(*school, lessons, map, book, options, ledger, report);
    ledger.close();
    return import;
}

}  // namespace zvonok::server::imports
