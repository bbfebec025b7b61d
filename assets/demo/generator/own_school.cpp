#include "assets/demo/generator/own_school.hpp"

#include "assets/demo/generator/names.hpp"
#include "config/toml.hpp"
#include "sync/server/import/csv.hpp"

#include <array>
#include <set>

namespace zvonok::demo {
namespace {

namespace imports = server::imports;

constexpr std::size_t day_count = 5;
constexpr std::size_t hour_count = 6;
constexpr std::size_t slot_count = day_count * hour_count;
constexpr std::size_t nowhere = slot_count;
constexpr std::array<const char*, day_count> days{"понедельник", "вторник", "среда", "четверг", "пятница"};
constexpr std::array<const char*, hour_count> hours{"1. 08:00-08:40", "2. 08:50-09:30", "3. 09:40-10:20",
                                                    "4. 10:40-11:20", "5. 11:40-12:20", "6. 12:30-13:10"};
constexpr std::array<const char*, 6> classes{"5А", "5Б", "6А", "6Б", "7А", "7Б"};

/// Hours a week for every class; how many classes one teacher takes.
struct Subject {
    const char* name;
    std::size_t hours;
    std::size_t classes_a_teacher;
};
constexpr std::array<Subject, 12> subjects{{{"русский язык", 5, 3},
                                            {"математика", 5, 3},
                                            {"литература", 3, 6},
                                            {"иностранный язык", 3, 6},
                                            {"история", 2, 6},
                                            {"география", 2, 6},
                                            {"биология", 2, 6},
                                            {"физическая культура", 3, 6},
                                            {"изобразительное искусство", 1, 6},
                                            {"музыка", 1, 6},
                                            {"технология", 2, 6},
                                            {"классный час", 1, 1}}};

struct Lesson {
    std::size_t school_class = 0;
    std::size_t subject = 0;
    std::size_t teacher = 0;
    std::size_t slot = nowhere;
};

/// Gives each lesson a slot such that no class and no teacher is in two places. Classes and teachers are the sides of
/// a bipartite graph, lessons its edges: as many slots as the busiest has lessons are always enough (König 1916), by
/// swapping two slots along a path when an edge fits nowhere.
class Solver {
  public:
    Solver(std::vector<Lesson>& lessons, std::size_t teachers)
        : lessons_(lessons), sides_(classes.size() + teachers, Slots{}) {
        for (Slots& slots : sides_) slots.fill(lessons.size());
    }
    void solve() {
        for (std::size_t lesson = 0; lesson < lessons_.size(); ++lesson) place(lesson, lesson * 7);
    }

  private:
    using Slots = std::array<std::size_t, slot_count>;  ///< slot -> lesson there, or lessons_.size()

    [[nodiscard]] std::size_t other_side(std::size_t lesson, std::size_t side) const {
        const std::size_t by_class = lessons_[lesson].school_class;
        return side == by_class ? classes.size() + lessons_[lesson].teacher : by_class;
    }
    [[nodiscard]] bool is_free(std::size_t side, std::size_t slot) const {
        return sides_[side][slot] == lessons_.size();
    }
    [[nodiscard]] std::size_t free_slot(std::size_t side, std::size_t from) const {
        while (!is_free(side, from % slot_count)) ++from;
        return from % slot_count;
    }
    /// `from` spreads the lessons of one subject over the week.
    void place(std::size_t lesson, std::size_t from) {
        const std::size_t by_class = lessons_[lesson].school_class;
        const std::size_t by_teacher = other_side(lesson, by_class);
        for (std::size_t step = 0; step < slot_count; ++step) {
            const std::size_t slot = (from + step) % slot_count;
            if (is_free(by_class, slot) && is_free(by_teacher, slot)) return put(lesson, slot);
        }
        const std::size_t here = free_slot(by_class, from);
        const std::size_t there = free_slot(by_teacher, from);
        swap_path(by_teacher, here, there);
        put(lesson, here);
    }
    void put(std::size_t lesson, std::size_t slot) {
        lessons_[lesson].slot = slot;
        const std::size_t by_class = lessons_[lesson].school_class;
        sides_[by_class][slot] = lesson;
        sides_[other_side(lesson, by_class)][slot] = lesson;
    }
    /// Moves what `side` has at `here` to `there`, what is in the way back to `here`, and so on to the path's end.
    void swap_path(std::size_t side, std::size_t here, std::size_t there) {
        std::vector<std::size_t> path;
        for (std::size_t slot = here; !is_free(side, slot); slot = slot == here ? there : here) {
            const std::size_t lesson = sides_[side][slot];
            path.push_back(lesson);
            side = other_side(lesson, side);
        }
        for (const std::size_t lesson : path) {
            const std::size_t by_class = lessons_[lesson].school_class;
            for (const std::size_t end : {by_class, other_side(lesson, by_class)})
                sides_[end][lessons_[lesson].slot] = lessons_.size();
        }
        for (const std::size_t lesson : path) put(lesson, lessons_[lesson].slot == here ? there : here);
    }

    std::vector<Lesson>& lessons_;
    std::vector<Slots> sides_;
};

struct Teacher {
    Name name;
    std::string login, room;

    [[nodiscard]] std::string full() const {
        return name.family + " " + name.given + (name.patronymic.empty() ? "" : " " + name.patronymic);
    }
};

struct Made {
    std::vector<Teacher> teachers;
    std::vector<Lesson> lessons;
};

Teacher make_teacher(Dice& dice, std::set<std::string>& taken) {
    while (true) {
        Teacher teacher{make_name(dice, dice.chance(80) ? Sex::female : Sex::male), {}, {}};
        const std::string given = latin(teacher.name.given).substr(0, 1);
        const std::string patronymic = latin(teacher.name.patronymic).substr(0, 1);
        teacher.login = given;
        if (!patronymic.empty()) teacher.login += "." + patronymic;
        teacher.login += "." + latin(teacher.name.family) + "@school.example";
        if (taken.insert(teacher.login).second) return teacher;
    }
}

Made make_school(std::uint64_t seed) {
    Dice dice{seed};
    Made made;
    std::set<std::string> taken;
    std::array<std::size_t, classes.size()> first_teacher{};
    for (std::size_t subject = 0; subject < subjects.size(); ++subject)
        for (std::size_t school_class = 0; school_class < classes.size(); ++school_class) {
            std::size_t teacher = 0;
            if (subjects[subject].classes_a_teacher == 1) {
                teacher = first_teacher.at(school_class);  // the class teacher holds the class hour
            } else {
                if (school_class % subjects[subject].classes_a_teacher == 0)
                    made.teachers.push_back(make_teacher(dice, taken));
                made.teachers.back().room = std::string_view(subjects[subject].name) == "физическая культура"
                                                ? "спортивный зал"
                                                : "кабинет " + std::to_string(200 + made.teachers.size());
                teacher = made.teachers.size() - 1;
                // Six class teachers out of the first six teachers: one cannot hold two class hours at once.
                if (subject == school_class) first_teacher.at(school_class) = teacher;
            }
            for (std::size_t hour = 0; hour < subjects[subject].hours; ++hour)
                made.lessons.push_back({school_class, subject, teacher, nowhere});
        }
    Solver{made.lessons, made.teachers.size()}.solve();
    return made;
}

std::string element(const std::string& name, const std::string& value) {
    return "<" + name + ">" + value + "</" + name + ">\n";
}
std::string named(const std::string& item, const std::string& value) {
    return "<" + item + ">\n\t" + element("Name", value) + "</" + item + ">\n";
}

std::string fet_file(const Made& made) {
    std::string text = "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\n<fet version=\"6.8.5\">\n\n";
    text +=
        element("Mode", "Official") + element("Institution_Name", "Демонстрационная школа") + element("Comments", "");
    text += "<Days_List>\n" + element("Number_of_Days", std::to_string(days.size()));
    for (const char* day : days) text += named("Day", day);
    text += "</Days_List>\n<Hours_List>\n" + element("Number_of_Hours", std::to_string(hours.size()));
    for (const char* hour : hours) text += named("Hour", hour);
    text += "</Hours_List>\n<Subjects_List>\n";
    for (const Subject& subject : subjects) text += named("Subject", subject.name);
    text += "</Subjects_List>\n<Activity_Tags_List>\n</Activity_Tags_List>\n<Teachers_List>\n";
    for (const Teacher& teacher : made.teachers) text += named("Teacher", teacher.full());
    text += "</Teachers_List>\n<Students_List>\n";
    for (const char* school_class : classes) text += named("Year", school_class);
    text += "</Students_List>\n<Activities_List>\n";
    for (std::size_t index = 0; index < made.lessons.size(); ++index) {
        const Lesson& lesson = made.lessons[index];
        text += "<Activity>\n" + element("Teacher", made.teachers.at(lesson.teacher).full()) +
                element("Subject", subjects.at(lesson.subject).name) +
                element("Students", classes.at(lesson.school_class)) + element("Duration", "1") +
                element("Total_Duration", "1") + element("Id", std::to_string(index + 1)) +
                element("Activity_Group_Id", "0") + element("Active", "true") + element("Comments", "") +
                "</Activity>\n";
    }
    return text + "</Activities_List>\n<Buildings_List>\n</Buildings_List>\n<Rooms_List>\n</Rooms_List>\n</fet>\n";
}

std::string solution_xml(const Made& made) {
    std::string text = "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Activities_Timetable>\n";
    for (std::size_t index = 0; index < made.lessons.size(); ++index)
        text += "<Activity>\n" + element("Id", std::to_string(index + 1)) +
                element("Day", days.at(made.lessons[index].slot % day_count)) +
                element("Hour", hours.at(made.lessons[index].slot / day_count)) + element("Room", "") + "</Activity>\n";
    return text + "</Activities_Timetable>\n";
}

std::string solution_csv(const Made& made) {
    std::string text = "\xEF\xBB\xBF";
    imports::append_csv_row(text, {"Activity Id", "Day", "Hour", "Students Sets", "Subject", "Teachers",
                                   "Activity Tags", "Room", "Comments"});
    for (std::size_t index = 0; index < made.lessons.size(); ++index) {
        const Lesson& lesson = made.lessons[index];
        imports::append_csv_row(
            text, {std::to_string(index + 1), days.at(lesson.slot % day_count), hours.at(lesson.slot / day_count),
                   classes.at(lesson.school_class), subjects.at(lesson.subject).name,
                   made.teachers.at(lesson.teacher).full(), "", "", ""});
    }
    return text;
}

std::string map_file(const Made& made) {
    std::string text = "# Имена собственной школы; дни и часы в файле школы понятны и так.\n\n[subjects]\n";
    const auto line = [&](const std::string& name, const std::string& value) {
        text += config::toml_quoted(name) + " = " + value + "\n";
    };
    for (const Subject& subject : subjects) line(subject.name, config::toml_quoted(subject.name));
    text += "\n[students]\n";
    for (const char* school_class : classes) line(school_class, config::toml_quoted(school_class));
    text += "\n[teachers]\n";
    for (const Teacher& teacher : made.teachers)
        line(teacher.full(), "{ person = " + config::toml_quoted(teacher.login) +
                                 ", name = " + config::toml_quoted(teacher.full()) +
                                 ", room = " + config::toml_quoted(teacher.room) + " }");
    return text;
}

}  // namespace

std::map<std::string, std::string> own_school(std::uint64_t seed) {
    const Made made = make_school(seed);
    return {{"school.fet", fet_file(made)},
            {"school_activities.xml", solution_xml(made)},
            {"school_timetable.csv", solution_csv(made)},
            {"map.toml", map_file(made)}};
}

}  // namespace zvonok::demo
