#include "tests/support/temp_dir.hpp"
#include "tests/sync/import/school_fixture.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace zvonok;
using namespace zvonok::server::imports;
using namespace zvonok::server::imports::test;
using zvonok::test::TempDir;

namespace {

using State = PlanPreview::State;

/// Maths in 5А with one teacher and in 6А with another, and a part of 5А that has maths of its own.
struct Taught : School {
    Taught() {
        one = add_staff("one@school.example", "Первая");
        two = add_staff("two@school.example", "Вторая");
        const auto maths = id_as<SubjectId>(put(domain::Subject{"математика"}));
        five = id_as<GroupId>(put(domain::Group{domain::GroupKind::school_class, "5А", {}, 5}));
        const auto six = id_as<GroupId>(put(domain::Group{domain::GroupKind::school_class, "6А", {}, 6}));
        const auto part = id_as<GroupId>(put(domain::Group{domain::GroupKind::subgroup, "5А проф.", five, 5}));
        five_load = id_as<LoadId>(put(domain::Load{maths, {five}, {one}}));
        six_load = id_as<LoadId>(put(domain::Load{maths, {six}, {two}}));
        part_load = id_as<LoadId>(put(domain::Load{maths, {part}, {two}}));
    }
    Import run(const std::string& text, PlanTarget target) {
        const TempDir dir;
        write_files(dir.path(), {{"plan.csv", text}});
        return import_plan(book(), {{dir / "plan.csv"}, std::move(target), {}}, options());
    }
    Import run_folder(const std::filesystem::path& folder) {
        return import_plan(book(), {{folder}, {}, {}}, options());
    }
    std::vector<domain::PlannedTopic> items(LoadId load) const { return book().plan_of(load, from); }
    std::vector<std::string> topics(LoadId load) const {
        std::vector<std::string> topics;
        for (const auto& item : items(load)) topics.push_back(item.topic);
        return topics;
    }
    PersonId one, two;
    GroupId five;
    LoadId five_load, six_load, part_load;
};

constexpr auto plan = "\xEF\xBB\xBFnumber;topic;hours\r\n1;Дроби;2\r\n2;\"Проценты; доли\";1\r\n";
const PlanTarget six{"математика", 6, "", "", false};
using Topics = std::vector<std::string>;

std::string numbered(const Topics& topics) {
    std::string text = "№;Тема;Часы\n";
    for (std::size_t at = 0; at < topics.size(); ++at) text += std::to_string(at + 1) + ";" + topics[at] + ";1\n";
    return text;
}
std::vector<std::string> left_out(const Report& report) {
    std::vector<std::string> rows;
    for (const Finding& finding : report.findings.all())
        if (finding.severity == Severity::left_out)
            rows.push_back(std::to_string(finding.at.line) + finding.at.column + " " + finding.text);
    return rows;
}
std::vector<State> states(const Import& import) {
    std::vector<State> states;
    for (const auto& row : import.report.plans.at(0).rows) states.push_back(row.state);
    return states;
}

}  // namespace

TEST_CASE("E-02 plan: the load is chosen by subject, class, grade and teacher", "[E-02][sync][import]") {
    Taught school;
    const Topics both{"Дроби", "Проценты; доли"};
    SECTION("a plan for all of a grade: the class and its part") {
        school.commit(school.run(plan, {"Математика", 5, "", "", true}));
        CHECK(school.topics(school.five_load) == both);
        CHECK(school.topics(school.part_load) == both);
        CHECK(school.topics(school.six_load).empty());
    }
    SECTION("by class and the teacher's login or family name") {
        for (const char* teacher : {"TWO@school.example", "вторая", "Вторая А. И."}) {
            const Import import = school.run(plan, {"математика", 0, "5 «а» класс", teacher, false});
            REQUIRE(import.report.plans.size() == 1);
            CHECK(import.report.plans[0].load == school.part_load.hex());
        }
    }
    SECTION("by class in Latin letters") {
        CHECK(school.run(plan, {"математика", 0, "6A", "", false}).facts.size() == 2);
    }
    SECTION("several fit: nothing comes, and all are named") {
        const Import import = school.run(plan, {"математика", 0, "5А", "", false});
        CHECK(import.facts.empty());
        CHECK(
            errors_of(import.report) ==
            Topics{"plan.csv:0 план подходит нескольким: математика, 5А проф., Вторая А. И.; математика, 5А, Первая А. "
                   "И.. Укажите --class и --teacher, или --every, если план общий"});
    }
    SECTION("none fits: what there is is named") {
        const auto errors = errors_of(school.run(plan, {"математика", 7, "", "", false}).report);
        REQUIRE(errors.size() == 1);
        CHECK(errors[0].find("нет нагрузки математика, 7-е классы. По этому предмету есть: ") != std::string::npos);
        CHECK(errors_of(school.run(plan, {"физика", 0, "", "", false}).report)[0].ends_with(
            "Такой предмет в нагрузке не значится"));
        CHECK(errors_of(school.run(plan, {}).report)[0].ends_with("укажите --subject"));
    }
}

TEST_CASE("E-02 plan: subject and class may stand above the header, the order goes before them",
          "[E-02][sync][import]") {
    Taught school;
    const std::string titled = "Предмет: Математика;;\nКласс:;6 А;\n;;\n№;Тема;Часы\n1;Дроби;2\n";
    CHECK(school.run(titled, {}).report.plans.at(0).load == school.six_load.hex());
    CHECK(school.run(titled, {"", 0, "5А", "первая", false}).report.plans.at(0).load == school.five_load.hex());
    CHECK(errors_of(school.run(titled, {"физика", 0, "", "", false}).report)[0] ==
          "plan.csv:0 в файле предмет «Математика», а указан «физика»");
}

TEST_CASE("E-02 plan: the same file again gives no facts, a changed topic one fact a load", "[E-02][sync][import]") {
    Taught school;
    school.commit(school.run(plan, six));
    const Import again = school.run(plan, six);
    CHECK(again.facts.empty());
    CHECK(states(again) == std::vector{State::unchanged, State::unchanged});
    const Import changed = school.run(replaced(plan, "Дроби", "Обыкновенные дроби"), six);
    CHECK(changed.facts.size() == 1);
    CHECK(states(changed) == std::vector{State::changed, State::unchanged});
    CHECK(changed.report.plans[0].rows[0].before == "2 ч, Дроби");
}

TEST_CASE("E-02 plan: a topic keeps its identity when others are put in, taken out or changed",
          "[E-02][E-03][sync][import]") {
    Taught school;
    school.max_deletions_percent = 100;
    school.commit(school.run(numbered({"Сложение", "Вычитание", "Умножение", "Деление"}), six));
    std::map<std::string, PlanItemId> ids;
    for (const auto& item : school.items(school.six_load)) ids[item.topic] = item.id;

    const Topics later{"Введение", "Сложение", "Вычитание дробей", "Деление", "Степень"};
    school.commit(school.run(numbered(later), six));
    CHECK(school.topics(school.six_load) == later);
    std::set<PlanItemId> seen;
    for (const auto& item : school.items(school.six_load)) {
        seen.insert(item.id);
        if (ids.contains(item.topic)) CHECK(item.id == ids[item.topic]);
    }
    CHECK(seen.size() == 5);
    CHECK(school.run(numbered(later), six).facts.empty());

    // A topic that went and comes back is a topic again.
    school.commit(school.run(numbered({"Сложение", "Вычитание", "Умножение", "Деление"}), six));
    CHECK(school.topics(school.six_load) == Topics{"Сложение", "Вычитание", "Умножение", "Деление"});
}

TEST_CASE("E-02 plan: a plan that became shorter is shown and stops above the limit", "[E-02][sync][import]") {
    Taught school;
    school.commit(school.run(plan, six));
    const std::string shorter = replaced(plan, "2;\"Проценты; доли\";1\r\n", "");
    const Import import = school.run(shorter, six);
    CHECK(import.report.stopped());
    CHECK(states(import) == std::vector{State::unchanged, State::ended});
    school.max_deletions_percent = 50;
    school.commit(school.run(shorter, six));
    CHECK(school.topics(school.six_load) == Topics{"Дроби"});
}

TEST_CASE("E-02 plan: faulty rows name line and column and are left out, the others come", "[E-02][sync][import]") {
    Taught school;
    const auto fault_of = [&](const std::string& text) {
        const Import import = school.run(text, six);
        CHECK_FALSE(import.report.stopped());
        CHECK(import.facts.size() == 1);
        const auto rows = left_out(import.report);
        CHECK(rows.size() == 1);
        return rows.empty() ? std::string{} : rows.front();
    };
    CHECK(fault_of(replaced(plan, "Дроби;2", "Дроби;два")).starts_with("2C «два» не число часов: впишите"));
    CHECK(fault_of(replaced(plan, "Дроби;2", "Дроби;")).starts_with("2C не указано число часов"));
    CHECK(fault_of(replaced(plan, "Дроби;2", "Дроби;0,5")).starts_with("2C «0,5» не число часов"));
    CHECK(fault_of(replaced(plan, "Дроби", "")).starts_with("2B нет темы"));
    CHECK(fault_of(replaced(plan, "2;\"", "1;\"")).starts_with("3A номер «1» уже был в строке 2"));
    CHECK(fault_of(replaced(plan, "2;\"", ";\"")).starts_with("3A нет номера урока"));
    CHECK(fault_of(replaced(plan, "2;\"", "два;\"")).starts_with("3A «два» не номер урока"));
}

TEST_CASE("E-02 plan: what is no plan is refused as a whole", "[E-02][sync][import]") {
    Taught school;
    const auto error_of = [&](const std::string& text) {
        const Import import = school.run(text, six);
        CHECK(import.facts.empty());
        const auto errors = errors_of(import.report);
        return errors.empty() ? std::string{} : errors.front();
    };
    CHECK(error_of("number,topic,hours\n") == "plan.csv:1 в плане нет ни одной темы");
    CHECK(error_of("Фамилия;Имя\nИванов;Иван\n")
              .starts_with("plan.csv:0 не найдена строка заголовков плана: нужны столбцы «№ урока», «Тема урока»"));
    CHECK(error_of("").starts_with("plan.csv:0 не найдена"));
    CHECK(error_of("№;Тема;Часы\n1;\"Дроби;2\n").find("кавычка открыта") != std::string::npos);
}

TEST_CASE("E-02 plan: a row with a fault keeps what an earlier import made of it", "[E-02][sync][import]") {
    Taught school;
    school.max_deletions_percent = 0;
    school.commit(school.run(numbered({"Сложение", "Вычитание", "Умножение"}), six));
    const std::string broken = replaced(numbered({"Сложение", "Вычитание", "Умножение"}), "Вычитание;1", "Вычитание;x");
    const Import import = school.run(broken, six);
    CHECK_FALSE(import.report.stopped());
    CHECK(import.facts.empty());
    CHECK(states(import) == std::vector{State::unchanged, State::kept, State::unchanged});
}

TEST_CASE("003-3: a plan of 68 rows with two faults previews 66 and stores nothing before it is confirmed",
          "[E-02][sync][import]") {
    Taught school;
    Topics topics;
    for (int number = 1; number <= 68; ++number) topics.push_back("Тема номер " + std::to_string(number));
    std::string text = replaced(numbered(topics), "Тема номер 17;1", "Тема номер 17;один");
    text = replaced(text, "Тема номер 40;", ";");
    const Import import = school.run(text, six);
    CHECK(left_out(import.report).size() == 2);
    CHECK(import.report.plans.at(0).rows.size() == 66);
    CHECK(std::ranges::all_of(states(import), [](State state) { return state == State::added; }));
    CHECK(import.facts.size() == 66);
    const std::string shown = render(import.report, Detail::summary);
    CHECK(shown.find("темы планов: новых 66,") != std::string::npos);
    CHECK(shown.find("plan.csv, строка 18, столбец C: «один» не число часов") != std::string::npos);
    CHECK(shown.find("plan.csv, строка 41, столбец B: нет темы") != std::string::npos);
}

TEST_CASE("E-02 plan: the code of a preview changes with anything that was seen", "[E-02][sync][import]") {
    Taught school;
    const auto code = [&](const std::string& text, const PlanTarget& target) {
        return code_of(school.run(text, target).report);
    };
    const std::string first = code(plan, six);
    CHECK(first.size() == 8);
    CHECK(code(plan, six) == first);
    CHECK(code(replaced(plan, "Дроби", "Дробь"), six) != first);
    CHECK(code(replaced(plan, ";2", ";3"), six) != first);
    CHECK(code(plan, {"математика", 0, "5А", "первая", false}) != first);
    school.from = day(2026, 9, 2);
    CHECK(code(plan, six) != first);
    school.from = day(2026, 9, 1);
    school.commit(school.run(plan, six));
    CHECK(code(plan, six) != first);
}

TEST_CASE("E-07 plan: topics that the school's rules do not like are shown, and come",
          "[E-07][E-08][E-09][sync][import]") {
    Taught school;
    school.put(domain::PolicyValue{"topic.no_abbreviations", "refuse"});
    const Import import =
        school.run(numbered({"Реш. задач", "Повторение", "Лабораторная работа: закон Ома", "Дроби"}), six);
    CHECK(import.facts.size() == 4);
    Topics warnings;
    for (const Finding& finding : import.report.findings.all())
        if (finding.severity == Severity::warning)
            warnings.push_back(std::to_string(finding.at.line) + " " + finding.text);
    CHECK(warnings == Topics{"2 слово «Реш.» сокращено: напишите его полностью. На уроке такая тема не будет принята",
                             "3 тема «Повторение» слишком общая: допишите, что именно",
                             "4 «Лабораторная работа»: не указан номер работы"});
}

TEST_CASE("E-02 plan: homework and the kind of work come with the topic, and stay when the table lacks them",
          "[E-02][sync][import]") {
    Taught school;
    school.commit(
        school.run("№;Тема урока;Кол-во часов;Вид работы;Домашнее задание\n"
                   "1;Дроби;1;Самостоятельная работа;§ 5\n2;Контрольная работа № 3. Доли;1;;\n",
                   six));
    const auto item = [&](std::size_t index = 0) {
        const auto id = school.items(school.six_load).at(index).id;
        domain::PlanItem last;
        const domain::FactBook book = school.book();
        for (const auto& [version, fact] : book.facts())
            if (fact.entity == entity_of(id)) last = std::get<domain::PlanItem>(fact.value);
        return last;
    };
    CHECK(item().work == "самост");
    CHECK(item().homework == "§ 5");
    CHECK(item(1).work == "контр");
    CHECK(item(1).work_number == 3);
    school.max_deletions_percent = 100;
    school.commit(school.run("№;Тема;Часы\n1;Дроби;2\n", six));
    CHECK(item().work == "самост");
    CHECK(item().hours == 2);
    CHECK(item().homework == "§ 5");
}

TEST_CASE("plan: a folder needs its index, and two files for one load are refused", "[E-02][sync][import]") {
    Taught school;
    const TempDir dir;
    write_files(dir.path(), {{"a.csv", plan}, {"b.csv", plan}});
    CHECK(errors_of(school.run_folder(dir.path()).report).front() == "plans.csv:0 в папке планов нет файла plans.csv");
    write_files(dir.path(), {{"plans.csv",
                              "file,subject,grade,class,teacher\na.csv,математика,5,,\nb.csv,математика,6,,\n"
                              "b.csv,физика,,,\n"}});
    const Import both = school.run_folder(dir.path());
    CHECK_FALSE(both.report.stopped());
    CHECK(both.report.plans.size() == 3);
    CHECK(count_of(both.report, Severity::warning) == 1);
    write_files(dir.path(),
                {{"plans.csv", "file,subject,grade,class,teacher\na.csv,математика,5,,\nb.csv,математика,,,\n"}});
    CHECK(errors_of(school.run_folder(dir.path()).report)
              .front()
              .starts_with("plans.csv:3 этой нагрузке план уже дал другой файл"));
}
