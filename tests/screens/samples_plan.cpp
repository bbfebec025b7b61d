#include "tests/screens/samples.hpp"

#include "station/domain/rules.hpp"

#include <array>

/// The plan of topics, and the teacher's classes.
namespace zvonok::test {

using namespace screens;

namespace {

constexpr std::array topics{"Числовые выражения",
                            "Выражения с переменными",
                            "Сравнение значений выражений",
                            "Свойства действий над числами",
                            "Тождества. Тождественные преобразования выражений",
                            "Контрольная работа № 1 «Выражения и тождества»",
                            "Уравнение и его корни",
                            "Линейное уравнение с одной переменной",
                            "Решение задач с помощью уравнений",
                            "Среднее арифметическое, размах и мода",
                            "Медиана как статистическая характеристика",
                            "Контрольная работа № 2 «Уравнения с одной переменной и статистические характеристики»",
                            "Что такое функция",
                            "Вычисление значений функции по формуле",
                            "График функции",
                            "Прямая пропорциональность и её график",
                            "Линейная функция и её график",
                            "Контрольная работа № 3 «Линейная функция»"};

}  // namespace

plan::State plan_state() {
    using domain::LessonStage;
    plan::State state{.common = {.person = "Анна Сергеевна К.", .around = online()}};
    state.load = numbered<struct LoadTag>(1);
    state.groups = "7Б";
    state.subject = "алгебра";
    // Three lessons a week since the first of September; a week's worth is over.
    const LocalDay first = tuesday - std::chrono::days{14};
    for (int n = 0; n < 24; ++n) {
        plan::Slot& slot = state.slots.emplace_back();
        slot.day = first + std::chrono::days{n / 3 * 7 + n % 3 * 2};
        slot.key = {.load = state.load, .day = slot.day};
        slot.period = n % 3 + 1;
        slot.stage = n < 5    ? LessonStage::held
                     : n == 5 ? LessonStage::lost
                     : n == 6 ? LessonStage::unfilled
                              : LessonStage::ahead;
        if (slot.stage == LessonStage::held || (slot.stage == LessonStage::ahead && n < 15)) {
            slot.numbers = {n + 1};
            slot.standing = Standing::accepted;
        }
        slot.free = slot.stage == LessonStage::ahead && n >= 15;
    }
    for (std::size_t n = 0; n < topics.size(); ++n) {
        plan::Topic& topic = state.topics.emplace_back();
        topic.id = numbered<struct PlanItemTag>(static_cast<int>(n) + 1);
        topic.number = static_cast<int>(n) + 1;
        topic.text = topics[n];
        topic.hours = n == 8 ? 4 : 1;
        topic.stand = n < 5    ? plan::Stand::given
                      : n < 7  ? plan::Stand::late
                      : n < 15 ? plan::Stand::placed
                               : plan::Stand::open;
        topic.covered = n < 5 ? 1 : 0;
        if (!state.slots[n].numbers.empty()) topic.slots = {n};
    }
    state.topics[5].work = "контрольная работа";
    state.topics[8].stand = plan::Stand::partly;
    state.topics[8].covered = 1;
    state.topics[8].slots = {8, 9, 10};
    state.topics[3].merged = true;
    state.topics[12].stand = plan::Stand::early;
    state.topics[12].covered = 1;
    state.lag.hours = 2;
    state.lag.reasons.lost = state.lag.reasons.unfilled = 1;
    state.bulk = {.attach = 9, .shift = 9};
    for (const plan::Slot& slot : state.slots)
        if (slot.stage == LessonStage::ahead && !slot.numbers.empty()) state.bulk.linked.push_back(slot.key);
    state.lesson = state.slots[8].key;
    return state;
}

classes::State classes_state() {
    classes::State state{.common = {.person = "Анна Сергеевна К.", .around = online()}};
    const auto add = [&](const char* groups, const char* subject, int pupils, int days, int lag) {
        const auto number = static_cast<int>(state.items.size()) + 1;
        classes::Item& item = state.items.emplace_back();
        item.load = numbered<struct LoadTag>(number);
        item.groups = groups;
        item.subject = subject;
        item.pupils = pupils;
        item.next = tuesday + std::chrono::days{days};
        item.period = number % 6 + 1;
        item.lag.hours = lag;
    };
    add("5А", "математика", 29, 0, 0);
    add("6В", "математика", 31, 1, 1);
    add("7Б", "алгебра", 30, 0, 12);
    add("7Б", "геометрия", 30, 2, -2);
    add("8А, 8Б", "вероятность и статистика", 21, 3, 0);
    add("10А, 10Б, 10В", "основы духовно-нравственной культуры народов России", 45, 6, 3);
    state.items[4].lag.planned = false;
    state.items.back().next.reset();
    return state;
}

void add_plans(std::vector<Sample>& all) {
    const auto add = [&](const std::string& name, const plan::State& state, const plan::Scratch& scratch = {}) {
        all.push_back({"plan-" + name, drawn<plan::draw, plan::Scratch>(state, scratch)});
    };
    plan::State state = plan_state();
    add("ahead", state);
    add("whole", state, {.given_too = true, .chosen = state.topics[4].id});
    add("chosen", state, {.chosen = state.topics[6].id});
    add("hours", state, {.chosen = state.topics[8].id});
    add("merging", state, {.chosen = state.topics[6].id, .merging = true});
    add("attach", state, {.doing = plan::Doing::attach});
    add("detach", state, {.doing = plan::Doing::detach});
    add("shift", state, {.doing = plan::Doing::shift});
    state.common.attention = busy_lesson_state().attention;
    state.common.around = offline(3);
    state.lag.shortfall = 2;
    state.bulk.fallen = 2;
    state.bulk.unplaced = 3;
    for (plan::Slot& slot : state.slots) slot.standing = Standing::saved;
    state.groups = "10А, 10Б, 10В";
    state.subject = "основы духовно-нравственной культуры народов России";
    add("offline", state, {.chosen = state.topics[14].id});
    state = plan_state();
    state.rule = domain::rule::not_assigned;
    state.lesson.reset();
    add("read-only", state, {.chosen = state.topics[7].id});
    state = plan_state();
    for (plan::Topic& topic : state.topics) topic.stand = plan::Stand::given;
    state.lag = {};
    state.bulk = {};
    add("done", state);
    state.topics.clear();
    state.lag.planned = false;
    add("none", state);
    state.common.loading = true;
    add("loading", state);

    const auto classes = [&](const std::string& name, const classes::State& of) {
        all.push_back({"classes-" + name, drawn<classes::draw, classes::Scratch>(of)});
    };
    classes::State mine = classes_state();
    classes("mine", mine);
    mine.common.loading = true;
    classes("loading", mine);
    mine.items.clear();
    mine.common.around = offline(2);
    classes("none", mine);
}

}  // namespace zvonok::test
