#include "assets/demo/generator/roster_writer.hpp"

#include "assets/demo/generator/names.hpp"
#include "sync/server/import/csv.hpp"
#include "sync/server/import/fet_planner.hpp"
#include "sync/server/import/roster_columns.hpp"
#include "sync/server/import/text.hpp"

#include <algorithm>
#include <cstdio>

namespace zvonok::demo {
namespace {

namespace imports = server::imports;
using imports::roster::Version;

using Row = std::map<std::string, std::string>;

/// One file of the export; columns that the version does not have are left out, missing ones are blank.
class Sheet {
  public:
    Sheet(const std::string& file, Version version)
        : columns_(imports::split_list(imports::roster::standard_columns(file, version), ',')) {
        imports::append_csv_row(text_, columns_);
    }
    void add(const Row& row) {
        std::vector<std::string> fields;
        for (const std::string& column : columns_) {
            const auto found = row.find(column);
            fields.push_back(found == row.end() ? std::string{} : found->second);
        }
        imports::append_csv_row(text_, fields);
        ++rows_;
    }
    [[nodiscard]] bool empty() const { return rows_ == 0; }
    [[nodiscard]] const std::string& text() const { return text_; }

  private:
    std::vector<std::string> columns_;
    std::string text_;
    std::size_t rows_ = 0;
};

struct Pupil {
    std::string id;
    Name name;
    std::string leaf;  ///< the innermost of FET's groups that the pupil is in
    std::set<std::string> parts;
};

struct SchoolClass {
    std::string id, name, teacher;
    int grade = 0;
    std::vector<Pupil> pupils;
};

/// "class-007"
std::string numbered(const char* what, std::size_t number, int digits) {
    char text[32];
    std::snprintf(text, sizeof text, "%s-%0*zu", what, digits, number);
    return text;
}

std::string two_digits(int grade) {
    return grade == 0 ? std::string{} : numbered("", static_cast<std::size_t>(grade), 2).substr(1);
}

class Writer {
  public:
    Writer(const imports::fet::School& school, const imports::NameMap& map, const RosterWish& wish)
        : school_(school), map_(map), wish_(wish), dice_(wish.seed) {
        for (const char* file : {"academicSessions.csv", "orgs.csv", "users.csv", "roles.csv", "courses.csv",
                                 "classes.csv", "enrollments.csv"})
            if (!imports::roster::standard_columns(file, wish.version).empty())
                sheets_.try_emplace(file, file, wish.version);
    }

    std::map<std::string, std::string> write(const std::vector<imports::FetLesson>& lessons) {
        for (const imports::FetLesson& lesson : lessons) loads_.try_emplace(lesson.load_key, &lesson);
        write_school();
        write_years();
        write_staff();
        make_classes();
        divide_classes();
        write_classes();
        write_parts();
        write_loads();
        std::map<std::string, std::string> files;
        for (const auto& [file, sheet] : sheets_)
            if (!sheet.empty()) files[file] = sheet.text();  // a file with no rows is not permitted
        files["manifest.csv"] = manifest(files);
        return files;
    }

  private:
    Sheet& sheet(const char* file) { return sheets_.at(file); }

    void write_school() {
        sheet("orgs.csv").add({{"sourcedId", "school"}, {"name", wish_.school_name}, {"type", "school"}});
    }
    void write_years() {
        const std::string first = std::to_string(wish_.year);
        const std::string second = std::to_string(wish_.year + 1);
        const auto add = [&](const std::string& id, const std::string& title, const char* type,
                             const std::string& begins, const std::string& ends, const char* parent) {
            sheet("academicSessions.csv")
                .add({{"sourcedId", id},
                      {"title", title},
                      {"type", type},
                      {"startDate", begins},
                      {"endDate", ends},
                      {"parentSourcedId", parent},
                      {"schoolYear", second}});
        };
        // Ends are exclusive: the last day of school is the one before.
        add("year", first + "/" + second + " учебный год", "schoolYear", first + "-09-01", second + "-05-29", "");
        add("quarter-1", "I четверть", "gradingPeriod", first + "-09-01", first + "-10-24", "year");
        add("quarter-2", "II четверть", "gradingPeriod", first + "-11-02", first + "-12-29", "year");
        add("quarter-3", "III четверть", "gradingPeriod", second + "-01-11", second + "-03-20", "year");
        add("quarter-4", "IV четверть", "gradingPeriod", second + "-03-29", second + "-05-29", "year");
    }

    void add_user(const std::string& id, const Name& name, const std::string& username, const std::string& role,
                  const std::string& grade) {
        const bool address = username.find('@') != std::string::npos;
        sheet("users.csv")
            .add({{"sourcedId", id},
                  {"enabledUser", "true"},
                  {"username", username},
                  {"givenName", name.given},
                  {"familyName", name.family},
                  {"middleName", name.patronymic},
                  {"email", address ? username : ""},
                  {"grades", grade},
                  {"primaryOrgSourcedId", "school"},
                  {"orgSourcedIds", "school"},
                  {"role", role}});
        if (wish_.version == Version::v1_2)
            sheet("roles.csv")
                .add({{"sourcedId", "role-" + id},
                      {"userSourcedId", id},
                      {"roleType", "primary"},
                      {"role", role},
                      {"beginDate", std::to_string(wish_.year) + "-09-01"},
                      {"orgSourcedId", "school"}});
    }
    void write_staff() {
        const bool has_principal = wish_.version == Version::v1_2;
        add_user("staff-director", make_name(dice_, Sex::female), "director@school.example",
                 has_principal ? "principal" : "administrator", "");
        add_user("staff-admin", make_name(dice_, Sex::male), "admin@school.example",
                 has_principal ? "siteAdministrator" : "administrator", "");
        std::size_t number = 0;
        for (const auto& [foreign, teacher] : map_.teachers) {
            const std::string id = numbered("teacher", ++number, 3);
            teacher_ids_[foreign] = id;
            add_user(id, staff_name(teacher.name), teacher.login, "teacher", "");
        }
    }
    /// "Фамилия Имя Отчество" of the map, or a made-up name.
    Name staff_name(const std::string& text) {
        const auto words = imports::split_list(text, ' ');
        if (words.size() < 2) return make_name(dice_, dice_.chance(80) ? Sex::female : Sex::male);
        Name name{Sex::female, words[0], words[1], {}};
        name.patronymic = imports::join({words.begin() + 2, words.end()}, " ");
        return name;
    }

    /// The class of a set of FET: itself or what it lies in.
    [[nodiscard]] std::string class_of(const std::string& set) const {
        return imports::class_above(school_, map_, set).value_or(set);
    }
    /// FET's groups overlap where they share subgroups; the innermost ones divide the class.
    void collect_leaves(const std::string& set, std::set<std::string>& leaves, int depth = 0) const {
        const auto within = school_.within.find(set);
        if (within == school_.within.end() || within->second.empty() || depth > 2) {
            leaves.insert(set);
            return;
        }
        for (const std::string& inner : within->second) collect_leaves(inner, leaves, depth + 1);
    }
    [[nodiscard]] std::set<std::string> leaves_of(const std::string& set) const {
        std::set<std::string> leaves;
        collect_leaves(set, leaves);
        return leaves;
    }
    [[nodiscard]] std::vector<Pupil*> members(const std::string& set, const std::string& part) {
        const auto leaves = leaves_of(set);
        std::vector<Pupil*> members;
        for (Pupil& pupil : classes_.at(class_of(set)).pupils)
            if (leaves.contains(pupil.leaf) && (part.empty() || pupil.parts.contains(part))) members.push_back(&pupil);
        return members;
    }

    void make_classes() {
        std::set<std::string> sets;
        for (const auto& [key, lesson] : loads_)
            for (const std::string& set : lesson->students) sets.insert(class_of(set));
        std::size_t number = 0;
        for (const std::string& set : sets) {
            SchoolClass made;
            made.id = numbered("class", classes_.size() + 1, 2);
            made.name = map_.students.at(set).name;
            made.grade = map_.students.at(set).grade;
            made.teacher = class_teacher(set);
            const auto leaf_set = leaves_of(set);
            const std::vector<std::string> leaves{leaf_set.begin(), leaf_set.end()};
            for (std::size_t left = 24 + dice_.roll(7); left > 0; --left)
                made.pupils.push_back({numbered("pupil", ++number, 4),
                                       make_name(dice_, dice_.chance(50) ? Sex::male : Sex::female),
                                       leaves[left % leaves.size()],
                                       {}});
            classes_[set] = std::move(made);
        }
    }
    /// Who holds the class hour; where there is none, the class's first teacher.
    [[nodiscard]] std::string class_teacher(const std::string& set) const {
        std::string any;
        for (const auto& [key, lesson] : loads_) {
            if (lesson->students != std::vector<std::string>{set} || lesson->teachers.empty()) continue;
            const std::string& teacher = teacher_ids_.at(lesson->teachers.front());
            if (map_.subjects.at(lesson->subject) == "классный час") return teacher;
            if (any.empty()) any = teacher;
        }
        return any;
    }

    /// Everyone in one part of each split; boys and girls as the names of the parts say; a second language is not the
    /// first one again.
    void divide_classes() {
        std::map<std::string, std::map<std::string, std::set<std::string>>> splits;  // class -> split -> parts
        for (const auto& [key, lesson] : loads_)
            if (!lesson->part.empty())
                for (const std::string& set : lesson->students)
                    splits[set][lesson->subject + "|" + imports::join(lesson->students, "+")].insert(lesson->part);
        for (auto& [set, families] : splits)
            for (const auto& [family, parts] : families) divide(members(set, ""), {parts.begin(), parts.end()});
    }
    void divide(std::vector<Pupil*> pupils, const std::vector<std::string>& parts) {
        dice_.shuffle(pupils);
        const bool by_sex = std::ranges::find(parts, "юноши") != parts.end();
        std::size_t next = 0;
        for (Pupil* pupil : pupils) {
            if (by_sex) {
                pupil->parts.insert(pupil->name.sex == Sex::male ? "юноши" : "девушки");
                continue;
            }
            for (std::size_t tried = 0; tried < parts.size() && learns(*pupil, parts[next % parts.size()]); ++tried)
                ++next;
            pupil->parts.insert(parts[next++ % parts.size()]);
        }
    }
    static bool learns(const Pupil& pupil, const std::string& part) {
        const std::string language = part.substr(0, part.find('.'));
        return std::ranges::any_of(pupil.parts, [&](const std::string& other) { return other.starts_with(language); });
    }

    void enroll(const std::string& class_id, const std::string& user, const char* role) {
        sheet("enrollments.csv")
            .add({{"sourcedId", class_id + "/" + user},
                  {"classSourcedId", class_id},
                  {"schoolSourcedId", "school"},
                  {"userSourcedId", user},
                  {"role", role},
                  {"primary", std::string_view(role) == "teacher" ? "true" : ""},
                  {"beginDate", std::to_string(wish_.year) + "-09-01"}});
    }
    std::string course(const std::string& subject) {
        const auto [found, fresh] = courses_.emplace(subject, numbered("course", courses_.size() + 1, 3));
        if (fresh)
            sheet("courses.csv")
                .add({{"sourcedId", found->second},
                      {"schoolYearSourcedId", "year"},
                      {"title", subject},
                      {"orgSourcedId", "school"},
                      {"subjects", subject}});
        return found->second;
    }
    void add_class(const std::string& id, const std::string& title, int grade, const std::string& subject,
                   const char* type) {
        sheet("classes.csv")
            .add({{"sourcedId", id},
                  {"title", title},
                  {"grades", two_digits(grade)},
                  {"courseSourcedId", course(subject)},
                  {"classType", type},
                  {"schoolSourcedId", "school"},
                  {"termSourcedIds", "year"},
                  {"subjects", subject}});
    }

    void write_classes() {
        for (const auto& [set, school_class] : classes_) {
            add_class(school_class.id, school_class.name, school_class.grade, "класс", "homeroom");
            if (!school_class.teacher.empty()) enroll(school_class.id, school_class.teacher, "teacher");
            for (const Pupil& pupil : school_class.pupils) {
                add_user(pupil.id, pupil.name, latin(pupil.name.family) + "." + pupil.id.substr(6), "student",
                         two_digits(school_class.grade));
                enroll(school_class.id, pupil.id, "student");
            }
        }
    }
    [[nodiscard]] std::string title(const std::string& set, const std::string& part) const {
        return map_.students.at(set).name + (part.empty() ? "" : " " + part);
    }
    /// The parts of each class as sections without a teacher; who teaches them is said by the loads.
    void write_parts() {
        std::set<std::string> seen;
        for (const auto& [key, lesson] : loads_)
            for (const std::string& set : lesson->students) {
                const bool whole_class = lesson->part.empty() && class_of(set) == set;
                if (whole_class || !seen.insert(title(set, lesson->part)).second) continue;
                const std::string id = numbered("part", seen.size(), 3);
                add_class(id, title(set, lesson->part), map_.students.at(class_of(set)).grade,
                          map_.subjects.at(lesson->subject), "scheduled");
                enroll_pupils(id, set, lesson->part);
            }
    }
    void enroll_pupils(const std::string& id, const std::string& set, const std::string& part) {
        for (const Pupil* pupil : members(set, part)) enroll(id, pupil->id, "student");
    }
    void write_loads() {
        std::size_t number = 0;
        for (const auto& [key, lesson] : loads_) {
            const std::string id = numbered("load", ++number, 3);
            const std::string& subject = map_.subjects.at(lesson->subject);
            std::vector<std::string> names;
            names.reserve(lesson->students.size());
            for (const std::string& set : lesson->students) names.push_back(title(set, lesson->part));
            add_class(id, subject + ", " + imports::join(names, " + "),
                      map_.students.at(class_of(lesson->students.front())).grade, subject, "scheduled");
            for (const std::string& teacher : lesson->teachers) enroll(id, teacher_ids_.at(teacher), "teacher");
            for (const std::string& set : lesson->students) enroll_pupils(id, set, lesson->part);
        }
    }

    [[nodiscard]] std::string manifest(const std::map<std::string, std::string>& files) const {
        const bool newer = wish_.version == Version::v1_2;
        std::string text;
        imports::append_csv_row(text, {"propertyName", "value"});
        imports::append_csv_row(text, {"manifest.version", "1.0"});
        imports::append_csv_row(text, {"oneroster.version", newer ? "1.2" : "1.1"});
        for (const std::string_view file : imports::roster::standard_files(wish_.version)) {
            if (file == "manifest.csv") continue;
            const std::string name{file.substr(0, file.size() - 4)};
            imports::append_csv_row(text, {"file." + name, files.contains(std::string(file)) ? "bulk" : "absent"});
        }
        imports::append_csv_row(text, {"source.systemName", "zvonok-demo-school"});
        imports::append_csv_row(text, {"source.systemCode", "demo"});
        return text;
    }

    const imports::fet::School& school_;
    const imports::NameMap& map_;
    const RosterWish& wish_;
    Dice dice_;
    std::map<std::string, Sheet> sheets_;
    std::map<std::string, const imports::FetLesson*> loads_;
    std::map<std::string, std::string> teacher_ids_, courses_;
    std::map<std::string, SchoolClass> classes_;  ///< by foreign name
};

/// The roster needs who teaches whom, not when: every activity is placed at the first hour of the first day.
imports::fet::Solution anywhere(const imports::fet::School& school) {
    imports::fet::Solution solution{school.file, {}};
    for (const imports::fet::Activity& activity : school.activities)
        if (activity.active)
            solution.placements.push_back({activity.line, activity.id, school.days.front(), school.hours.front(), ""});
    return solution;
}

}  // namespace

std::map<std::string, std::string> write_roster(const imports::fet::School& school, const imports::NameMap& map,
                                                const RosterWish& wish, imports::Report& report) {
    const auto solution = anywhere(school);
    const auto lessons = imports::lessons_of(school, solution, map, report);
    if (report.stopped()) return {};
    return Writer{school, map, wish}.write(lessons);
}

}  // namespace zvonok::demo
