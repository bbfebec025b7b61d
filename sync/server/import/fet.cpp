#include "sync/server/import/fet.hpp"

#include "sync/server/import/table_reader.hpp"
#include "sync/server/import/xml.hpp"

#include <algorithm>
#include <charconv>

namespace zvonok::server::imports::fet {
namespace {

std::string child_text(const XmlNode& node, std::string_view name) {
    return std::string(trim(node.child(name).text()));
}

std::vector<std::string> child_texts(const XmlNode& node, std::string_view name) {
    std::vector<std::string> texts;
    for (const XmlNode& child : node.children(name)) texts.emplace_back(trim(child.text()));
    return texts;
}

std::vector<std::string> names_in(const XmlNode& list, std::string_view item) {
    std::vector<std::string> names;
    for (const XmlNode& child : list.children(item)) names.push_back(child_text(child, "Name"));
    return names;
}

std::optional<int> number(const std::string& text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

void read_students(const XmlNode& list, School& school) {
    const auto place = [&](const std::string& outer, const std::string& inner) {
        school.within[outer].push_back(inner);
        school.within.try_emplace(inner);
        school.inside.try_emplace(inner, outer);
    };
    for (const XmlNode& year : list.children("Year")) {
        const std::string year_name = child_text(year, "Name");
        school.within.try_emplace(year_name);
        for (const XmlNode& group : year.children("Group")) {
            const std::string group_name = child_text(group, "Name");
            place(year_name, group_name);
            for (const XmlNode& subgroup : group.children("Subgroup")) place(group_name, child_text(subgroup, "Name"));
        }
    }
}

/// The lists against which activities are checked.
struct Listed {
    std::vector<std::string> subjects, teachers;
};

void read_activity(const XmlFile& xml, const XmlNode& node, const Listed& listed, School& school, Findings& findings) {
    Activity activity;
    activity.line = xml.at(node).line;
    const Place at{school.file, activity.line};
    activity.id = child_text(node, "Id");
    activity.subject = child_text(node, "Subject");
    activity.teachers = child_texts(node, "Teacher");
    activity.students = child_texts(node, "Students");
    std::ranges::sort(activity.students);
    activity.active = child_text(node, "Active") != "false";
    const auto duration = number(child_text(node, "Duration"));
    if (activity.id.empty()) findings.error(at, "занятие без Id");
    if (!duration || *duration < 1 || *duration > 24)
        findings.error(at, "занятие " + activity.id + ": Duration — не число часов");
    activity.duration = duration.value_or(1);
    if (std::ranges::find(listed.subjects, activity.subject) == listed.subjects.end())
        findings.error(at, "занятие " + activity.id + ": предмета «" + activity.subject + "» нет в Subjects_List");
    for (const std::string& teacher : activity.teachers)
        if (std::ranges::find(listed.teachers, teacher) == listed.teachers.end())
            findings.error(at, "занятие " + activity.id + ": учителя «" + teacher + "» нет в Teachers_List");
    for (const std::string& students : activity.students)
        if (!school.within.contains(students))
            findings.error(at, "занятие " + activity.id + ": класса «" + students + "» нет в Students_List");
    school.activities.push_back(std::move(activity));
}

std::optional<Solution> read_solution_xml(const std::string& file, ByteView content, Findings& findings) {
    const auto xml = XmlFile::parse(file, content, Doctype::ignored, findings);
    if (!xml) return std::nullopt;
    if (xml->root().name() != "Activities_Timetable") {
        findings.error({file, 1}, "это не решение FET: нужен файл …_activities.xml или …_timetable.csv");
        return std::nullopt;
    }
    Solution solution{file, {}};
    for (const XmlNode& node : xml->root().children("Activity")) {
        Placement placement{xml->at(node).line, child_text(node, "Id"), child_text(node, "Day"),
                            child_text(node, "Hour"), child_text(node, "Room")};
        // A virtual room stands for real ones; the lesson is where the first of them is.
        if (const std::string real = child_text(node, "Real_Room"); !real.empty()) placement.room = real;
        if (!placement.day.empty() && !placement.hour.empty()) solution.placements.push_back(std::move(placement));
    }
    return solution;
}

std::optional<Solution> read_solution_csv(const std::string& file, ByteView content, Findings& findings) {
    const auto table = read_csv(file, content, guess_format(content), findings);
    if (!table) return std::nullopt;
    TableReader reader{*table, findings};
    if (!reader.require_columns({"Activity Id", "Day", "Hour", "Room"})) return std::nullopt;
    Solution solution{file, {}};
    for (const CsvRow& row : table->rows) {
        reader.to_row(row);
        Placement placement{row.line, reader.required("Activity Id"), reader.text("Day"), reader.text("Hour"),
                            std::string(trim(reader.text("Room")))};
        if (!placement.day.empty() && !placement.hour.empty()) solution.placements.push_back(std::move(placement));
    }
    return solution;
}

}  // namespace

std::optional<School> read_school(const std::string& file, ByteView content, Findings& findings) {
    const std::size_t errors_before = findings.errors();
    const auto xml = XmlFile::parse(file, content, Doctype::ignored, findings);
    if (!xml) return std::nullopt;
    const XmlNode root = xml->root();
    if (root.name() != "fet") {
        findings.error({file, 1}, "это не файл FET: корневой элемент <" + std::string(root.name()) + ">");
        return std::nullopt;
    }
    School school;
    school.file = file;
    school.institution = child_text(root, "Institution_Name");
    school.days = names_in(root.child("Days_List"), "Day");
    school.hours = names_in(root.child("Hours_List"), "Hour");
    for (const XmlNode& room : root.child("Rooms_List").children("Room")) {
        const std::string name = child_text(room, "Name");
        school.room_buildings[name] = child_text(room, "Building");
        school.room_capacities[name] = number(child_text(room, "Capacity")).value_or(0);
    }
    read_students(root.child("Students_List"), school);
    const Listed listed{names_in(root.child("Subjects_List"), "Subject"),
                        names_in(root.child("Teachers_List"), "Teacher")};
    std::map<std::string, std::size_t> seen;
    for (const XmlNode& node : root.child("Activities_List").children("Activity")) {
        read_activity(*xml, node, listed, school, findings);
        const Activity& activity = school.activities.back();
        const auto [first, fresh] = seen.emplace(activity.id, activity.line);
        if (!fresh)
            findings.error({file, activity.line},
                           "занятие " + activity.id + " уже было в строке " + std::to_string(first->second));
    }
    if (school.days.empty()) findings.error({file, 0}, "нет списка дней Days_List");
    if (school.hours.empty()) findings.error({file, 0}, "нет списка часов Hours_List");
    if (school.activities.empty()) findings.error({file, 0}, "нет ни одного занятия в Activities_List");
    if (findings.errors() != errors_before) return std::nullopt;
    return school;
}

std::optional<Solution> read_solution(const std::string& file, ByteView content, Findings& findings) {
    const std::string_view text = without_bom(as_text(content));
    auto solution = trim(text.substr(0, 100)).starts_with('<') ? read_solution_xml(file, content, findings)
                                                               : read_solution_csv(file, content, findings);
    if (solution && solution->placements.empty()) {
        findings.error({file, 0}, "в решении не размещено ни одно занятие");
        return std::nullopt;
    }
    return solution;
}

}  // namespace zvonok::server::imports::fet
