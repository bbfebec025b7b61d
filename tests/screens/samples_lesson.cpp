#include "tests/screens/samples.hpp"

#include <array>

/// The lesson.
namespace zvonok::test {

using namespace screens;

namespace {

constexpr std::array families{"Абдурахманова-Кржижановская",
                              "Белов",
                              "Васильева",
                              "Гаврилов",
                              "Григорьева",
                              "Дорофеев",
                              "Ершова",
                              "Ёлкин",
                              "Жданов",
                              "Загидуллина",
                              "Зайцев",
                              "Иванова",
                              "Ильин",
                              "Карпова",
                              "Константинопольский",
                              "Кузнецов",
                              "Лебедева",
                              "Макаров",
                              "Мельникова-Печерская",
                              "Никитин",
                              "Объедкова",
                              "Орлов",
                              "Петрова",
                              "Рахматуллин",
                              "Сидорова",
                              "Тимофеев",
                              "Ульянова",
                              "Фёдоров",
                              "Цой",
                              "Щукина"};
constexpr std::array initials{"Е.", "И.", "М.", "С.", "А.", "П.", "О.", "Ф."};
constexpr std::array given_names{"Елизавета", "Иван", "Мария", "Степан", "Анастасия", "Пётр", "Ольга", "Фёдор"};

PlanItemId plan_item(int number) {
    return numbered<struct PlanItemTag>(number);
}

}  // namespace

lesson::State lesson_state(int pupils) {
    lesson::State state{.room = "12",
                        .groups = "7Б",
                        .subject = "алгебра",
                        .period = 3,
                        .key = lesson_key(1),
                        .starts = at(9, 30),
                        .ends = at(10, 15),
                        .person = "Анна Сергеевна К."};
    state.codes = {{"Н", "отсутствует"},
                   {"УП", "уважительная причина"},
                   {"НП", "неуважительная причина"},
                   {"Б", "болезнь"},
                   {"ОСВ", "освобождён от урока"}};
    for (int i = 0; i < pupils; ++i) {
        const auto number = static_cast<std::size_t>(i);
        state.pupils.push_back(
            {.id = numbered<struct PersonTag>(i + 1),
             .name = std::string{families.at(number % families.size())} + " " + initials.at(number % initials.size()),
             .family = families.at(number % families.size()),
             .given = given_names.at(number % given_names.size())});
    }
    state.marks.works = {{"ответ", 1, "ответ на уроке", 0},
                         {"дз", 1, "домашняя работа", 0},
                         {"тест", 1, "тест", 0},
                         {"самост", 1, "самостоятельная работа", 0},
                         {"контр", 1, "контрольная работа", 0}};
    state.marks.values = {"5", "4", "3", "2", "1"};
    state.topic.next = {{plan_item(14), 14, "Линейные уравнения с одной переменной"},
                        {plan_item(15), 15, "Решение задач с помощью уравнений"},
                        {plan_item(16), 16, "Решение задач с помощью уравнений. Самостоятельная работа"},
                        {plan_item(17), 17, "Контрольная работа № 1"},
                        {plan_item(18), 18, "Числовые функции"}};
    state.topic.number = 14;
    state.topic.plan_items = 68;
    for (int n = 0; n < 4; ++n)
        state.homework.dues.push_back({lesson_key(11 + n), tuesday + std::chrono::days{2 + 5 * n / 2}, 3});
    state.around = online();
    return state;
}

lesson::State busy_lesson_state() {
    lesson::State state = lesson_state(30);
    for (lesson::Pupil& pupil : state.pupils) pupil.standing = Standing::accepted;
    const auto mark = [&](std::size_t row, const char* code, Standing standing) {
        state.pupils[row].code = code;
        state.pupils[row].standing = standing;
    };
    mark(1, "Н", Standing::saved);
    mark(3, "ОСВ", Standing::accepted);
    mark(7, "Б", Standing::writing);
    mark(9, "УП", Standing::held);
    mark(12, "Н", Standing::refused);
    mark(20, "Н", Standing::conflict);
    state.last_touch = lesson::LastTouch{domain::CellKind::attendance, "Ёлкин Ф.", "Б"};
    state.pupils[24].late_minutes = 7;
    for (lesson::Pupil& pupil : state.pupils) pupil.class_teacher = "Орлова Т. В.";
    state.pupils[15].reported = true;
    state.pupils[4].elsewhere = {{1, "Н", 0}, {2, "Б", 0}, {4, "", 12}};
    state.pupils[15].exemption = lesson::Exemption{tuesday + std::chrono::days{29}, "ОСВ", "118"};
    state.pupils[16].task = {"§ 12, № 220 вместо № 214", Standing::accepted};
    for (const std::size_t row : {0UL, 2UL, 6UL, 11UL, 19UL, 22UL})
        state.pupils[row].mark = {row % 4 == 0 ? "5" : "4", Standing::accepted};
    state.pupils[2].others = "5 3";
    state.pupils[6].mark.standing = Standing::refused;
    state.pupils[11].mark.standing = Standing::writing;
    state.marks.works[0].given = 6;
    state.marks.works[4].given = 2;
    state.marks.works.insert(state.marks.works.begin() + 1, {"ответ", 2, "ответ на уроке", 0});
    state.topic.recorded = {"Линейные уравнения с одной переменной", plan_item(14)};
    state.topic.standing = Standing::accepted;
    state.homework.recorded = lesson::Task{"§ 12, № 214–216", domain::HomeworkWay::written | domain::HomeworkWay::read};
    state.homework.standing = Standing::saved;
    state.attention = {{.standing = Standing::refused,
                        .rule = "attendance.edit_window_days",
                        .writing = written(domain::CellKind::attendance, 1),
                        .pupil = "Ильин А.",
                        .value = "Н",
                        .saved = at(9, 35),
                        .request = lesson::Attention::Request::possible},
                       {.standing = Standing::held,
                        .rule = "clock.doubt",
                        .writing = written(domain::CellKind::attendance, 2),
                        .pupil = "Загидуллина И.",
                        .value = "УП",
                        .saved = at(9, 36)},
                       {.standing = Standing::conflict,
                        .writing = written(domain::CellKind::attendance, 3),
                        .pupil = "Объедкова А.",
                        .value = "Н",
                        .other = "на месте",
                        .other_by = "Иванова А. П.",
                        .saved = at(9, 37),
                        .other_at = at(9, 39)}};
    state.grounds = {{"pupil", "ученик отсутствовал по уважительной причине", true},
                     {"retake", "пересдача", true},
                     {"agreed", "по согласованию с администрацией", false}};
    state.around = offline(3);
    return state;
}

void add_lessons(std::vector<Sample>& all) {
    const auto add = [&](const std::string& name, const lesson::State& state, const lesson::Scratch& scratch = {}) {
        all.push_back({"lesson-" + name, drawn<lesson::draw, lesson::Scratch>(state, scratch)});
    };
    add("new", lesson_state(30));
    add("small", lesson_state(11));
    lesson::State wide = busy_lesson_state();
    wide.room = "большой спортивный зал";
    wide.groups = "10А, 10Б, 10В";
    wide.subject = "основы духовно-нравственной культуры народов России";
    wide.person = "Александра-Виктория Константиновна К.";
    add("long-names", wide);
    add("busy", busy_lesson_state());
    lesson::State state = busy_lesson_state();
    add("typing", state,
        {.topic = domain::Topic{"Линейные уравнения: повторение", {}},
         .task = lesson::Task{"§ 12, № 214–216, письменно; повторить правило раскрытия скобок и принести тетрадь для "
                              "контрольных работ",
                              domain::HomeworkWay::written}});
    add("attention", state, {.attention = {.reading = true}});
    add("asking", state,
        {.attention = {.reading = true,
                       .wish = lesson::Wish{.wanted = state.attention.front().writing,
                                            .ground = "pupil",
                                            .document = "справка № 118 от 12 сентября",
                                            .reason = "Был у врача, вернулся к третьему уроку."}}});
    const auto roll = [&](const std::string& name, const lesson::State& of, std::size_t row) {
        lesson::RollCall called{.at = row};
        for (const lesson::Pupil& pupil : of.pupils) called.called.push_back(pupil.id);
        add("roll-" + name, of, {.roll = called});
    };
    roll("new", lesson_state(30), 0);
    roll("midst", state, 25);
    roll("absent", state, 1);
    lesson::State late = state;
    late.around.now = at(10, 20);
    roll("over", late, 24);
    add("choosing", state, {.choosing_topic = true});
    add("works", state, {.choosing_work = true});
    add("marking", state, {.marking = state.pupils[2].id});
    lesson::State points = state;
    points.marks.values.clear();
    points.marks.most_points = 100;
    add("points", points, {.marking = state.pupils[2].id, .points = "87"});
    points.marks = {};
    add("no-marks", points);
    add("about", state, {.about = state.pupils[4].id});
    add("about-excused", state, {.about = state.pupils[15].id, .own_task = "реферат о теореме Виета, 2 страницы"});
    state.homework.recorded->links = {"карточки-7.pdf", "https://resh.example/subject/16/7/"};
    state.homework.recorded->due = state.homework.dues[1].lesson;
    add("task-details", state, {.detailing_task = true});
    state.touch = false;
    add("desk", state);
    state = lesson_state(45);
    add("45", state);
    state = lesson_state(0);
    add("empty", state);
    state.loading = true;
    add("loading", state);
    state = busy_lesson_state();
    state.attention.clear();
    state.read_only = lesson::ReadOnly::not_yours;
    state.planned = "Кузнецова-Заречная А. С.";
    add("read-only", state);
    state.may_stand_in = true;
    add("stand-in", state);
    add("standing-in", state, {.standing_in = true});
    state = busy_lesson_state();
    state.substitution = true;
    state.planned = "Кузнецова-Заречная А. С.";
    add("substitution", state);
    state = busy_lesson_state();
    state.homework = {};
    state.topic = {};
    state.around.disk_full = true;
    add("disk-full", state);
}

}  // namespace zvonok::test
