#include "tests/support/temp_dir.hpp"
#include "tests/sync/import/school_fixture.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::server::imports;
using namespace zvonok::server::imports::test;
using zvonok::test::TempDir;

namespace {

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
    Import run(const std::string& text, const PlanTarget& target) {
        const TempDir dir;
        write_files(dir.path(), {{"plan.csv", text}});
        return import_plan(book(), dir / "plan.csv", target, options());
    }
    std::vector<std::string> topics(LoadId load) const {
        std::vector<std::string> topics;
        for (const auto& item : book().plan_of(load, from)) topics.push_back(item.topic);
        return topics;
    }
    PersonId one, two;
    GroupId five;
    LoadId five_load, six_load, part_load;
};

constexpr auto plan = "\xEF\xBB\xBFnumber;topic;hours\r\n1;Дроби;2\r\n2;\"Проценты; доли\";1\r\n";
using Topics = std::vector<std::string>;

}  // namespace

TEST_CASE("plan: every load of the subject that fits the target gets the topics", "[sync][import]") {
    Taught school;
    const Topics both{"Дроби", "Проценты; доли"};
    SECTION("by grade: the class and its part") {
        school.commit(school.run(plan, {"математика", 5, "", ""}));
        CHECK(school.topics(school.five_load) == both);
        CHECK(school.topics(school.part_load) == both);
        CHECK(school.topics(school.six_load).empty());
    }
    SECTION("by teacher") {
        school.commit(school.run(plan, {"математика", 0, "", "TWO@school.example"}));
        CHECK(school.topics(school.five_load).empty());
        CHECK(school.topics(school.six_load) == both);
    }
    SECTION("by class and teacher") {
        school.commit(school.run(plan, {"математика", 0, "5А", "two@school.example"}));
        CHECK(school.topics(school.five_load).empty());
        CHECK(school.topics(school.part_load) == both);
    }
    SECTION("a subject that nobody teaches") {
        const Import import = school.run(plan, {"физика", 0, "", ""});
        CHECK(import.facts.empty());
        CHECK(count_of(import.report, Severity::warning) == 1);
    }
}

TEST_CASE("plan: the same file again gives no facts, a changed topic one fact a load", "[sync][import]") {
    Taught school;
    const PlanTarget target{"математика", 6, "", ""};
    school.commit(school.run(plan, target));
    CHECK(school.run(plan, target).facts.empty());
    CHECK(school.run(replaced(plan, "Дроби", "Обыкновенные дроби"), target).facts.size() == 1);
}

TEST_CASE("plan: a plan that became shorter is shown and stops above the limit", "[sync][import]") {
    Taught school;
    const PlanTarget target{"математика", 6, "", ""};
    school.commit(school.run(plan, target));
    const std::string shorter = replaced(plan, "2;\"Проценты; доли\";1\r\n", "");
    CHECK(school.run(shorter, target).report.stopped());
    school.max_deletions_percent = 50;
    school.commit(school.run(shorter, target));
    CHECK(school.topics(school.six_load) == Topics{"Дроби"});
}

TEST_CASE("plan: broken rows name their line and change nothing", "[sync][import]") {
    Taught school;
    const auto error_of = [&](const std::string& text) {
        const Import import = school.run(text, {"математика", 0, "", ""});
        CHECK(import.facts.empty());
        const auto errors = errors_of(import.report);
        return errors.empty() ? std::string{} : errors.front();
    };
    CHECK(error_of(replaced(plan, "Дроби;2", "Дроби;два")).starts_with("plan.csv:2 столбец hours"));
    CHECK(error_of(replaced(plan, "Дроби", "")).starts_with("plan.csv:2 столбец topic: пусто"));
    CHECK(error_of(replaced(plan, "2;\"", "1;\"")).starts_with("plan.csv:3 номер 1 уже был в строке 2"));
    CHECK(error_of(replaced(plan, "hours", "часы")).starts_with("plan.csv:1 нет столбца hours"));
    CHECK(error_of("number,topic,hours\n").starts_with("plan.csv:1 в плане нет ни одной темы"));
}

TEST_CASE("plan: a folder needs its index, and two files for one load are refused", "[sync][import]") {
    Taught school;
    const TempDir dir;
    write_files(dir.path(), {{"a.csv", plan}, {"b.csv", plan}});
    CHECK(errors_of(import_plan(school.book(), dir.path(), {}, school.options()).report).front() ==
          "plans.csv:0 в папке планов нет файла plans.csv");
    write_files(dir.path(),
                {{"plans.csv", "file,subject,grade,class,teacher\na.csv,математика,5,,\nb.csv,математика,6,,\n"}});
    CHECK_FALSE(import_plan(school.book(), dir.path(), {}, school.options()).report.stopped());
    write_files(dir.path(),
                {{"plans.csv", "file,subject,grade,class,teacher\na.csv,математика,5,,\nb.csv,математика,,,\n"}});
    CHECK(errors_of(import_plan(school.book(), dir.path(), {}, school.options()).report)
              .front()
              .starts_with("plans.csv:3 этой нагрузке план уже дал другой файл"));
}
