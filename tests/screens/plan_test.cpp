#include "station/screens/plan.hpp"

#include "station/domain/rules.hpp"
#include "station/screens/classes.hpp"
#include "tests/screens/harness.hpp"
#include "tests/screens/samples.hpp"

using namespace zvonok;
using namespace zvonok::screens;
using input::Key;
using ui::Role;

namespace {

using PlanScreen = test::Screen<plan::State, plan::Scratch, plan::Intent>;
using ClassesScreen = test::Screen<classes::State, classes::Scratch, classes::Intent>;

}  // namespace

TEST_CASE("plan: the lag is told in words with its reasons, and every topic with its day", "[screens][plan][E-12]") {
    PlanScreen screen{plan::draw, test::plan_state()};
    CHECK(screen.says("КТП · 7Б · алгебра"));
    CHECK(screen.says("отставание от плана 2 часа"));
    CHECK(screen.says("1 урок не состоялся"));
    CHECK(screen.says("1 урок не записан"));
    // What was given is out of the way until the whole plan is asked for.
    CHECK(screen.find(Role::choice, "1. Числовые выражения") == nullptr);
    CHECK(screen.find(Role::choice, "6. Контрольная работа № 1 «Выражения и тождества»") != nullptr);
    screen.touch(Role::choice, "Весь план: 18");
    CHECK(screen.find(Role::choice, "1. Числовые выражения") != nullptr);
    CHECK(screen.says("дано"));
    CHECK(screen.says("отстаёт"));
    CHECK(screen.says("вт 1 сентября"));
    screen.touch(Role::choice, "Впереди: 12");
    CHECK(screen.find(Role::choice, "1. Числовые выражения") == nullptr);
}

TEST_CASE("plan: a topic without a lesson gets a free one, or goes together with another",
          "[screens][plan][E-03][E-13]") {
    PlanScreen screen{plan::draw, test::plan_state()};
    const plan::State& state = screen.state;
    screen.touch(Role::choice, "7. Уравнение и его корни");
    screen.touch(Role::choice, "вт 6 октября, 1 урок");
    auto link = screen.take<plan::Link>();
    CHECK(link.topic == state.topics[6].id);
    CHECK(link.lesson == state.slots[15].key);
    CHECK(link.measure.empty());
    screen.touch(Role::button, "Вместе с другой темой");
    screen.touch(Role::choice, "чт 17 сентября, 2 урок");
    link = screen.take<plan::Link>();
    CHECK(link.lesson == state.slots[7].key);
    CHECK(link.measure == "темы объединены");
}

TEST_CASE("plan: one lesson ahead is freed by hand, one that was held only leads to its desk",
          "[screens][plan][E-03]") {
    PlanScreen screen{plan::draw, test::plan_state()};
    screen.touch(Role::choice, "8. Линейное уравнение с одной переменной");
    screen.touch(Role::button, "Снять");
    CHECK(screen.take<plan::Unlink>().lessons == std::vector{screen.state.slots[7].key});
    screen.touch(Role::choice, "Весь план: 18");
    screen.touch(Role::choice, "1. Числовые выражения");
    CHECK(screen.find(Role::button, "Снять") == nullptr);
    screen.touch(Role::button, "Открыть");
    CHECK(screen.take<plan::OpenLesson>().lesson == screen.state.slots[0].key);
}

TEST_CASE("plan: what touches many lessons says how many before it is done", "[screens][plan][E-03][E-13]") {
    PlanScreen screen{plan::draw, test::plan_state()};
    screen.touch(Role::button, "Сдвинуть темы");
    CHECK(screen.says("9 тем перейдут на уроки позже."));
    screen.touch(Role::choice, "карантин");
    CHECK(screen.take<plan::Shift>().measure == "карантин");
    screen.touch(Role::button, "Назначить уроки");
    CHECK(screen.says("9 свободных уроков получат темы по порядку плана."));
    screen.touch(Role::button, "Назначить");
    screen.take<plan::LinkAll>();
    screen.touch(Role::button, "Снять назначения");
    CHECK(screen.says("8 уроков впереди останутся без тем."));
    screen.key(Key::escape);
    CHECK(screen.intents.empty());
    screen.touch(Role::button, "Снять назначения");
    screen.touch(Role::button, "Снять");
    CHECK(screen.take<plan::Unlink>().lessons.size() == 8);
}

TEST_CASE("plan: read only it says by which rule and offers nothing to write, without a plan what to do",
          "[screens][plan]") {
    PlanScreen screen{plan::draw, test::plan_state()};
    screen.state.rule = domain::rule::not_assigned;
    screen.settle();
    CHECK(screen.says("Этот урок вам не поручен."));
    CHECK(screen.find(Role::button, "Назначить уроки") == nullptr);
    screen.touch(Role::choice, "8. Линейное уравнение с одной переменной");
    CHECK(screen.find(Role::button, "Снять") == nullptr);
    CHECK(screen.find(Role::button, "Открыть") != nullptr);
    screen.state.topics.clear();
    screen.state.lag.planned = false;
    screen.settle();
    CHECK(screen.says("ещё нет плана"));
    CHECK(screen.says("плана нет"));
}

TEST_CASE("plan: the lesson, the journal page and the classes are one touch away", "[screens][plan]") {
    PlanScreen screen{plan::draw, test::plan_state()};
    screen.touch(Role::button, "К уроку");
    CHECK(screen.take<plan::OpenLesson>().lesson == *screen.state.lesson);
    screen.touch(Role::button, "Журнал");
    CHECK(screen.take<plan::ShowPage>().load == screen.state.load);
    screen.touch(Role::button, "Мои классы");
    screen.take<plan::ShowClasses>();
}

TEST_CASE("classes: each tells pupils, next lesson and lag, and leads to its journal and plan", "[screens][classes]") {
    ClassesScreen screen{classes::draw, test::classes_state()};
    for (const char* text :
         {"5А · математика", "29 учеников", "следующий урок сегодня, 2 урок", "по плану",
          "отставание от плана 12 часов", "опережение плана 2 часа", "плана нет", "уроков больше нет"}) {
        INFO(text);
        CHECK(screen.says(text));
    }
    screen.touch(Role::button, "Журнал");
    CHECK(screen.take<plan::ShowPage>().load == screen.state.items.front().load);
    screen.touch(Role::button, "КТП");
    CHECK(screen.take<lesson::ShowPlan>().load == screen.state.items.front().load);
    screen.touch(Role::button, "Мои уроки");
    screen.take<office::Intent>();
}
