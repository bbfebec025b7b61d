#include "tests/scenarios/scenario_school.hpp"

#include <sstream>

namespace zvonok::test {

using namespace zvonok::domain;

namespace {

const LocalDay summer = LocalDay{std::chrono::year{2026} / 8 / 1};

struct Slot {
    std::string_view subject;
    int period;
    std::vector<int> weekdays;
    std::string_view teacher;
};

const std::vector<Slot> slots{
    {"русский язык", 1, {1, 2, 3, 4, 5}, "Кузнецова"},
    {"математика", 2, {1, 2, 3, 4, 5}, "Кузнецова"},
    {"алгебра", 3, {2, 4}, "Кузнецова"},
    {"история", 3, {1, 3}, "Кузнецова"},
    {"информатика", 3, {5}, "Кузнецова"},
    {"литература", 4, {2, 4}, "Громов"},
    {"физика", 4, {1, 3, 5}, "Громов"},
    {"английский язык", 5, {2, 4}, "Громов"},
    {"обществознание", 5, {1, 3, 5}, "Громов"},
    {"физическая культура", 6, {1, 2, 3, 4, 5}, "Ли"},
};

template <class... Parts>
EntityId entity(const Parts&... parts) {
    std::ostringstream name;
    ((name << parts << ' '), ...);
    return named<EntityId>(name.str());
}

}  // namespace

LoadId load(std::string_view group_name, std::string_view subject_name) {
    return named<LoadId>("load " + std::string(group_name) + " " + std::string(subject_name));
}

LocalDay day(std::string_view iso) {
    const auto number = [&](std::size_t at, std::size_t count) {
        return std::stoi(std::string(iso.substr(at, count)));
    };
    return LocalDay{std::chrono::year{number(0, 4)} / number(5, 2) / number(8, 2)};
}

LessonKey lesson(std::string_view group_name, std::string_view subject_name, std::string_view iso, int ordinal) {
    return {load(group_name, subject_name), day(iso), ordinal, {}};
}

ScenarioSchool::ScenarioSchool() {
    add(entity_of(school), School{"Школа приёмки", "Europe/Moscow"});
    add_time();
    add_people();
    for (const Slot& slot : slots) add(entity_of(subject(slot.subject)), Subject{std::string(slot.subject)});
    for (const char* name : {"12", "14", "30"}) add(entity_of(room(name)), Room{name, "", 30});
    const std::pair<std::string_view, int> classes[] = {{"1А", 1}, {"3Б", 3}, {"5Б", 5},   {"6А", 6},  {"7Б", 7},
                                                        {"8В", 8}, {"9А", 9}, {"10А", 10}, {"Т-21", 2}};
    for (const auto& [name, grade] : classes) add_class(name, grade);
}

ScenarioSchool& ScenarioSchool::add(EntityId entity, FactValue value, std::optional<LocalDay> from,
                                    std::optional<LocalDay> until) {
    facts.push_back({entity, from.value_or(summer), until, false, "", std::move(value)});
    return *this;
}

std::string ScenarioSchool::login(std::string_view family) {
    return "user-" + who(family).hex().substr(0, 12) + "@school.example";
}

void ScenarioSchool::add_time() {
    add(entity("year"), SchoolYear{test::day("2026-09-01"), test::day("2027-05-31"), {}, 5});
    add(entity("autumn"), Holiday{test::day("2026-10-24"), test::day("2026-11-01"), "осенние каникулы", {}});
    add(entity("4 november"),
        Holiday{test::day("2026-11-04"), test::day("2026-11-04"), "День народного единства", {}, true});
    add(entity("winter"), Holiday{test::day("2026-12-28"), test::day("2027-01-10"), "зимние каникулы", {}});
    const std::pair<const char*, const char*> quarters[] = {{"2026-09-01", "2026-10-23"},
                                                            {"2026-11-02", "2026-12-27"},
                                                            {"2027-01-11", "2027-03-26"},
                                                            {"2027-03-29", "2027-05-31"}};
    for (int n = 1; const auto& [first, last] : quarters) {
        const std::string name = "quarter " + std::to_string(n);
        ReportingPeriod quarter;
        quarter.number = n++;
        quarter.first = test::day(first);
        quarter.last = test::day(last);
        add(entity_of(named<PeriodId>(name)), quarter);
    }
    add(entity_of(named<BellsId>("primary")), BellSchedule{"начальная школа"});
    for (int n = 1; n <= 7; ++n) {
        const auto starts = 8h + 5min + (n - 1) * 55min;
        add(entity("bell", n), BellPeriod{n, starts, starts + 45min, {}});
        const auto early = 8h + 30min + (n - 1) * 55min;
        add(entity("primary bell", n), BellPeriod{n, early, early + 45min, named<BellsId>("primary")});
    }
}

void ScenarioSchool::add_people() {
    const std::pair<const char*, Role> staff[] = {
        {"Кузнецова", Role::teacher},
        {"Громов", Role::teacher},
        {"Ли", Role::teacher},
        {"Соколова", Role::teacher},
        {"Директоров", Role::director},
        {"Завучева", Role::deputy},
        {"Админов", Role::administrator},
        {"Сисадминов", Role::system_administrator},
        {"Секретарёва", Role::secretary},
        {"Диспетчерова", Role::dispatcher},
        {"Методистова", Role::methodologist},
        {"Учёбина", Role::head_of_studies},
        {"Кадрова", Role::personnel},
    };
    for (const auto& [family, role] : staff) {
        add(entity_of(who(family)), Person{PersonKind::staff, family, "Анна", "Петровна", login(family)});
        add(entity("role", family), RoleGrant{who(family), role, {}});
        add(entity("agreement", family), RegisterRecord{"agreement", entity_of(who(family))});
    }
}

void ScenarioSchool::add_class(std::string_view name, int grade) {
    Group school_class{GroupKind::school_class, std::string(name), {}, grade, {}, {}, {}, {}};
    if (name == "3Б") school_class.bells = named<BellsId>("primary");
    add(entity_of(group(name)), school_class);
    add(entity("class teacher", name), RoleGrant{who("Соколова"), Role::class_teacher, group(name)});
    for (const char* family : {"Белов", "Иванова", "Яковлев"}) {
        const std::string full = std::string(family) + " " + std::string(name);
        add(entity_of(who(full)), Person{PersonKind::pupil, family, "Ян", "", ""});
        add(entity("membership", full), Membership{group(name), who(full), {}, StudyForm::full_time});
    }
    for (const Slot& slot : slots) {
        Load taught{subject(slot.subject), {group(name)}, {who(slot.teacher)}, LoadKind::lesson, 68};
        add(entity_of(load(name, slot.subject)), taught);
        for (const int weekday : slot.weekdays)
            add(entity("slot", name, slot.subject, weekday),
                TimetableSlot{load(name, slot.subject), weekday, WeekParity::every, slot.period, room("12")});
    }
}

}  // namespace zvonok::test
