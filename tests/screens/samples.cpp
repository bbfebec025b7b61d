#include "tests/screens/samples.hpp"

#include "station/domain/rules.hpp"

#include <array>
#include <memory>

namespace zvonok::test {

using namespace screens;
using namespace std::chrono_literals;

LocalTime at(int hour, int minute) {
    return tuesday + std::chrono::hours{hour} + std::chrono::minutes{minute};
}

Surroundings online() {
    return {.now = at(9, 42), .server = Server::reached, .exchanged = at(9, 41), .help = "Помощь: каб. 21, тел. 114"};
}

Surroundings offline(int waiting) {
    return {.now = at(9, 42),
            .server = Server::unreachable,
            .waiting = waiting,
            .exchanged = at(9, 20),
            .help = "Помощь: каб. 21, тел. 114"};
}

lock::State lock_state() {
    return {.school = "Школа № 12",
            .room = "12",
            .current = lock::LessonLine{3, at(9, 30), at(10, 15), "7Б", "алгебра"},
            .next = lock::LessonLine{4, at(10, 30), at(11, 15), "8А", "геометрия"},
            .around = online()};
}

pin::State pin_state() {
    return {.room = "12", .person = "Анна Сергеевна К.", .digits = 2, .tries_left = 3, .around = online()};
}

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

PlanItemId plan_item(int number) {
    return numbered<struct PlanItemTag>(number);
}

domain::LessonKey key(int load) {
    return {.load = numbered<struct LoadTag>(load), .day = tuesday};
}

}  // namespace

lesson::State lesson_state(int pupils) {
    lesson::State state{.room = "12",
                        .groups = "7Б",
                        .subject = "алгебра",
                        .period = 3,
                        .key = key(1),
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
             .name = std::string{families.at(number % families.size())} + " " + initials.at(number % initials.size())});
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
    state.homework.due = tuesday + std::chrono::days{2};
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

page::State page_state(int pupils, int lessons) {
    const lesson::State of = lesson_state(pupils);
    page::State state{.groups = of.groups, .subject = of.subject, .person = of.person};
    state.codes = of.codes;
    state.marks = of.marks;
    for (int number = 1; number <= 4; ++number)
        state.periods.push_back({numbered<struct EntityTag>(number), domain::PeriodKind::quarter, number});
    state.periods.push_back({numbered<struct EntityTag>(5), domain::PeriodKind::year, 1});
    state.results = {"5", "4", "3", "2", "1", "н/а", "осв"};
    // Three lessons a week, so that today's is two thirds through.
    const LocalDay first = tuesday - std::chrono::days{7 * (lessons * 2 / 9)};
    for (int n = 0; n < lessons; ++n) {
        const LocalDay day = first + std::chrono::days{n / 3 * 7 + n % 3 * 2};
        state.columns.push_back({{.load = numbered<struct LoadTag>(1), .day = day},
                                 day,
                                 3,
                                 day <= tuesday ? "Линейные уравнения" : "",
                                 true});
    }
    for (int p = 0; p < pupils; ++p) {
        page::Row row{.id = of.pupils[static_cast<std::size_t>(p)].id,
                      .name = of.pupils[static_cast<std::size_t>(p)].name};
        int sum = 0, count = 0;
        for (int n = 0; n < lessons; ++n) {
            page::Square square;
            const int dice = (p * 31 + n * 17 + p * n) % 23;
            if (state.columns[static_cast<std::size_t>(n)].day <= tuesday && dice < 8) {
                const int value = 5 - (p + dice) % 4;
                square.marks.push_back({std::to_string(value), n % 5 == 4 ? "контр" : "ответ", 1, Standing::accepted});
                sum += value;
                ++count;
            } else if (state.columns[static_cast<std::size_t>(n)].day <= tuesday && dice == 9) {
                square.code = "Н";
                square.standing = Standing::accepted;
            }
            row.squares.push_back(std::move(square));
        }
        if (count > 0) row.mean = (sum * 100 + count / 2) / count;
        row.basis = count >= 3 ? domain::SuggestionBasis::mean : domain::SuggestionBasis::too_few;
        row.suggested = count >= 3 ? std::to_string((*row.mean + 50) / 100) : "н/а";
        state.rows.push_back(std::move(row));
    }
    state.around = online();
    return state;
}

desk::State desk_state() {
    const auto item = [](int period, LocalTime starts, const char* groups, const char* subject, desk::Time time,
                         int marked) {
        return desk::Item{.key = key(period),
                          .period = period,
                          .starts = starts,
                          .ends = starts + 45min,
                          .groups = groups,
                          .subject = subject,
                          .room = period == 5 ? "спортзал" : "12",
                          .time = time,
                          .pupils = 30,
                          .marked = marked};
    };
    desk::State state{.room = "12",
                      .person = "Анна Сергеевна К.",
                      .day = tuesday,
                      .lessons = {item(1, at(7, 50), "5А", "математика", desk::Time::over, 30),
                                  item(2, at(8, 40), "6В", "математика", desk::Time::over, 12),
                                  item(3, at(9, 30), "7Б", "алгебра", desk::Time::over, 30),
                                  item(4, at(10, 30), "8А", "геометрия", desk::Time::ahead, 0),
                                  item(5, at(11, 30), "8А, 8Б", "вероятность и статистика", desk::Time::ahead, 0)},
                      .around = online()};
    state.lessons[2].needs_attention = true;
    state.around.now = at(10, 20);
    return state;
}

desk::State busy_desk_state() {
    desk::State state = desk_state();
    using Kind = desk::Duty::Kind;
    const auto add = [&](Kind kind, int days_ago, const char* groups, const char* subject) -> desk::Duty& {
        desk::Duty& duty = state.duties.emplace_back(desk::Duty{.kind = kind});
        duty.lesson = key(3);
        duty.lesson.day = duty.day = tuesday - std::chrono::days{days_ago};
        duty.groups = groups;
        duty.subject = subject;
        duty.period = 3;
        return duty;
    };
    const auto attention = busy_lesson_state().attention;
    add(Kind::entry, 0, "7Б", "алгебра").entry = attention[0];
    add(Kind::entry, 1, "8А, 8Б", "вероятность и статистика").entry = attention[2];
    desk::Duty& late = add(Kind::missing, 4, "5А", "математика");
    late.parts = {domain::CellKind::topic, domain::CellKind::homework};
    late.term = at(18, 0) - std::chrono::days{1};
    late.overdue = true;
    desk::Duty& remark = add(Kind::remark, 6, "6В", "математика");
    remark.text = "Задано больше, чем положено на один вечер: сократите или распределите на два урока.";
    remark.who = "Завучева З. З.";
    remark.term = at(18, 0) + std::chrono::days{1};
    desk::Duty& soon = add(Kind::missing, 0, "6В", "математика");
    soon.parts = {domain::CellKind::attendance, domain::CellKind::mark};
    soon.term = at(18, 0);
    state.duties.push_back({.kind = Kind::reasons, .count = 7});
    state.office = {desk::Office::absences};
    return state;
}

kiosk::State kiosk_state() {
    kiosk::State state{.school = "Школа № 12", .bell = {kiosk::Bell::Kind::lesson_ends, 3, 33}, .around = online()};
    const std::array letters{"А", "Б", "В", "Г"};
    int number = 0;
    for (int grade = 1; grade <= 11; ++grade) {
        const std::size_t parallel = grade <= 4 ? 3 : grade <= 9 ? 2 : 1;
        for (std::size_t i = 0; i < parallel; ++i)
            state.classes.push_back(
                {numbered<struct GroupTag>(++number), std::to_string(grade) + letters.at(i), grade});
    }
    return state;
}

kiosk::ClassDay class_day() {
    using kiosk::Homework;
    using kiosk::LessonRow;
    const kiosk::State board = kiosk_state();
    kiosk::ClassDay day{.id = board.classes[17].id,
                        .name = board.classes[17].name,
                        .days = {tuesday, tuesday + std::chrono::days{1}, tuesday + std::chrono::days{2},
                                 tuesday + std::chrono::days{3}, tuesday + std::chrono::days{6}},
                        .day = tuesday};
    const auto row = [&](int period, LocalTime starts, const char* subject, const char* room, const char* teacher,
                         Homework homework, const char* task) {
        LessonRow lesson{.period = period,
                         .starts = starts,
                         .ends = starts + 45min,
                         .subject = subject,
                         .room = room,
                         .teacher = teacher};
        lesson.homework = homework;
        lesson.task = task;
        day.lessons.push_back(lesson);
    };
    row(1, at(7, 50), "русский язык", "7", "Орлова Т. В.", Homework::set,
        "§ 5, упр. 48; выучить правило о правописании приставок на -з и -с, привести по три примера на каждый случай");
    row(2, at(8, 40), "история России", "21", "Никитин О. П.", Homework::set, "§ 3");
    row(3, at(9, 30), "алгебра", "12", "Ковалёва А. С.", Homework::set, "§ 12, № 214–216");
    row(4, at(10, 30), "иностранный язык (английский)", "31", "Фёдорова М. И.", Homework::unsaid, "");
    day.lessons.back().subgroup = "англ. 1";
    row(5, at(11, 30), "физическая культура", "спортзал", "Мельников Д. А.", Homework::nothing, "");
    row(6, at(12, 25), "литература", "7", "Орлова Т. В.", Homework::set, "Лермонтов, «Бородино»");
    day.lessons[1].ways = domain::HomeworkWay::read | domain::HomeworkWay::retell;
    day.lessons[2].ways = domain::HomeworkWay::written;
    day.lessons[5].ways = domain::HomeworkWay::by_heart;
    day.lessons[2].going_on = true;
    return day;
}

namespace {

void add_locks(std::vector<Sample>& all) {
    using lock::Card;
    const auto add = [&](const std::string& name, const lock::State& state) {
        all.push_back({"lock-" + name, drawn<lock::draw, lock::Scratch>(state)});
    };
    add("insert", lock_state());
    lock::State state = lock_state();
    state.around.now = at(10, 22);
    state.current.reset();
    state.card = Card::reading;
    add("break", state);
    state.next->starts += 24h;
    state.next->ends += 24h;
    state.around = offline(0);
    add("evening", state);
    state = lock_state();
    state.current->change = lock::LessonLine::Change::substitution;
    state.cancelled = {*state.next};
    state.next->change = lock::LessonLine::Change::moved;
    state.announcements = {
        {"Педсовет", "Сегодня в 15:00 в кабинете 21. Классные руководители приносят сводные ведомости."},
        {"", "Завтра с 8:00 до 10:00 в здании не будет горячей воды."}};
    add("announcements", state);
    state = lock_state();
    for (int card = 0; card <= static_cast<int>(Card::failed); ++card) {
        state.card = static_cast<Card>(card);
        state.date = state.card == Card::expired ? std::optional{tuesday - std::chrono::days{5}} : std::nullopt;
        add("card-" + std::to_string(card), state);
    }
    state.card = Card::insert;
    state.around.server = Server::distrusted;
    state.around.waiting = 21;
    add("distrusted", state);
    state.around.disk_full = true;
    add("disk-full", state);
}

void add_pins(std::vector<Sample>& all) {
    const auto add = [&](const std::string& name, const pin::State& state) {
        all.push_back({"pin-" + name, drawn<pin::draw, pin::Scratch>(state)});
    };
    pin::State state = pin_state();
    add("entering", state);
    state.digits = 0;
    state.phase = pin::Phase::wrong;
    state.tries_left = 2;
    add("wrong", state);
    state.tries_left = 1;
    add("last-try", state);
    state.phase = pin::Phase::checking;
    state.digits = 8;
    state.person = "Александра-Виктория Константиновна К.";
    add("checking", state);
    state.phase = pin::Phase::too_short;
    state.digits = 4;
    add("too-short", state);
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
    add("choosing", state, {.choosing_topic = true});
    add("works", state, {.choosing_work = true});
    add("marking", state, {.marking = state.pupils[2].id});
    lesson::State points = state;
    points.marks.values.clear();
    points.marks.most_points = 100;
    add("points", points, {.marking = state.pupils[2].id, .points = "87"});
    points.marks = {};
    add("no-marks", points);
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

}  // namespace

page::State busy_page_state() {
    page::State state = page_state(30, 27);
    const std::size_t today = 18;
    const auto square = [&](std::size_t row, std::size_t back) -> page::Square& {
        return state.rows[row].squares[today - back];
    };
    square(0, 0) = {.marks = {{"4", "ответ", 1, Standing::writing}}};
    square(1, 0) = {.code = "Н", .standing = Standing::writing};
    square(2, 1) = {.marks = {{"5", "ответ", 1, Standing::accepted}, {"4", "контр", 1, Standing::accepted}}};
    square(3, 1) = {.code = "Н", .standing = Standing::accepted, .marks = {{"3", "контр", 1, Standing::held}}};
    square(4, 2) = {.marks = {{"2", "ответ", 1, Standing::refused}}};
    square(5, 2) = {.marks = {{"4", "ответ", 1, Standing::conflict}}};
    square(6, 3) = {.code = "ОСВ", .standing = Standing::accepted};
    for (std::size_t n = 0; n < 9; ++n) state.rows[8].squares[n] = {.listed = false};
    state.rows[1].result = {"4", Standing::accepted};
    state.rows[2].result = {"5", Standing::writing};
    const lesson::State of = busy_lesson_state();
    state.attention = of.attention;
    state.grounds = of.grounds;
    const auto about = [&](lesson::Attention& item, std::size_t row, std::string value) {
        item.writing = {{domain::CellKind::mark, state.columns[today - 2].key, entity_of(state.rows[row].id)},
                        domain::Mark{value}};
        item.writing.cell.work = "ответ";
        item.writing.cell.ordinal = item.writing.cell.attempt = 1;
        item.pupil = state.rows[row].name;
        item.value = std::move(value);
    };
    about(state.attention[0], 4, "2");
    state.attention[0].rule = domain::rule::mark_window;
    about(state.attention[2], 5, "4");
    state.attention[2].other = "5";
    state.attention[2].choosable = true;
    return state;
}

page::History square_history() {
    page::History history{.pupil = "Васильева М.", .day = tuesday, .period = 3, .loading = false};
    using domain::CellKind;
    history.entries = {{.kind = CellKind::attendance,
                        .value = "Н",
                        .who = "Иванова А. П.",
                        .when = at(9, 5) - std::chrono::hours{48},
                        .where = "Кабинет 12",
                        .standing = Standing::accepted},
                       {.kind = CellKind::mark,
                        .work = "контрольная работа",
                        .value = "3",
                        .who = "Абдурахманова-Кржижановская Е. К.",
                        .when = at(9, 31),
                        .where = "Кабинет 12",
                        .rule = "mark.current.edit_window_days",
                        .standing = Standing::refused},
                       {.kind = CellKind::mark,
                        .work = "контрольная работа",
                        .value = "4",
                        .who = "Админов А. А.",
                        .when = at(9, 40),
                        .where = "Учительская",
                        .standing = Standing::saved,
                        .upon_request = true}};
    return history;
}

namespace {

void add_pages(std::vector<Sample>& all) {
    const auto add = [&](const std::string& name, const page::State& state, const page::Scratch& scratch = {}) {
        all.push_back({"page-" + name, drawn<page::draw, page::Scratch>(state, scratch)});
    };
    add("busy", busy_page_state());
    add("large", page_state(40, 80));
    page::State state = busy_page_state();
    const page::Scratch placed{.period = state.periods.front().id, .at = {2, 17}};
    page::Scratch scratch = placed;
    scratch.choosing = page::Place{2, 17};
    add("choosing", state, scratch);
    page::Scratch trouble = placed;
    trouble.at = {4, 16};
    trouble.go_to = trouble.at;
    add("refused", state, trouble);
    trouble.choosing = trouble.at;
    add("refused-choosing", state, trouble);
    trouble.choosing.reset();
    trouble.at = {5, 16};
    trouble.go_to = trouble.at;
    add("conflict", state, trouble);
    trouble.choosing = trouble.at;
    add("conflict-choosing", state, trouble);
    scratch.choosing = page::Place{2, state.columns.size()};
    add("result", state, scratch);
    scratch = placed;
    scratch.choosing_period = true;
    add("periods", state, scratch);
    scratch = placed;
    scratch.attention.reading = true;
    add("attention", state, scratch);
    page::State remembered = state;
    remembered.history = square_history();
    add("history", remembered, placed);
    scratch = placed;
    const page::State& plain = state;
    scratch.pasting =
        page::Pasting{read_column("4\t1\n3\nотл\n\nн\n5\n5-\n4\n2\n5\nотсутствовал по болезни, справка будет позже\n4"),
                      plain.rows[2].id, plain.columns[17].key};
    add("paste", state, scratch);
    scratch.pasting = page::Pasting{read_column({}), plain.rows[2].id, plain.columns[17].key};
    add("paste-nothing", state, scratch);
    page::State points = state;
    points.marks.values.clear();
    points.marks.most_points = 100;
    points.points = true;
    points.results.clear();
    scratch = placed;
    scratch.choosing = page::Place{2, 17};
    scratch.points = "87";
    add("points", points, scratch);
    state.around = offline(3);
    state.attention.clear();
    add("offline", state);
    state.read_only = page::ReadOnly::window_closed;
    state.around = online();
    add("read-only", state);
    state = busy_page_state();
    state.touch = false;
    add("desk", state);
    state = page_state(30, 0);
    add("empty", state);
    state = page_state(30, 27);
    for (page::Row& row : state.rows) {
        for (page::Square& square : row.squares) square = {};
        row = {.id = row.id, .name = row.name, .squares = row.squares};
    }
    state.loading = true;
    add("loading", state);
}

void add_desks(std::vector<Sample>& all) {
    const auto add = [&](const std::string& name, const desk::State& state) {
        all.push_back({"desk-" + name, drawn<desk::draw, desk::Scratch>(state)});
    };
    desk::State state = desk_state();
    add("break", state);
    state.lessons[3].time = desk::Time::going_on;
    add("going-on", state);
    add("duties", busy_desk_state());
    state.office = {desk::Office::requests, desk::Office::absences, desk::Office::timetable, desk::Office::notices,
                    desk::Office::messages};
    state.unread = 3;
    add("office", state);
    state.lessons.clear();
    add("none", state);
}

void add_kiosks(std::vector<Sample>& all) {
    const auto add = [&](const std::string& name, const kiosk::State& state) {
        all.push_back({"kiosk-" + name, drawn<kiosk::draw, kiosk::Scratch>(state), true});
    };
    kiosk::State state = kiosk_state();
    add("board", state);
    state.chosen = class_day();
    add("class", state);
    kiosk::State college = kiosk_state();
    college.classes.clear();
    for (int grade = 8; grade <= 11; ++grade)
        for (const char* letter : {"А", "Б", "В", "Г", "Д", "Е"})
            college.classes.push_back(
                {numbered<struct GroupTag>(grade * 10 + letter[1]), std::to_string(grade) + letter, grade});
    add("college", college);
    for (kiosk::ClassButton& which : college.classes) which.name += " педагогический";
    add("long-names", college);
    state.around = offline(0);
    state.bell = {kiosk::Bell::Kind::lesson_begins, 4, 5};
    state.chosen->day = tuesday + std::chrono::days{3};
    state.chosen->lessons.clear();
    state.chosen->holiday = "Осенние каникулы";
    add("holiday", state);
    state = {.school = "Школа № 12", .around = {.now = at(7, 0)}};
    add("blank", state);
}

void add_notices(std::vector<Sample>& all) {
    using notice::Kind;
    for (int kind = 0; kind <= static_cast<int>(Kind::failed); ++kind) {
        notice::State state{.kind = static_cast<Kind>(kind), .room = "12", .around = online()};
        if (state.kind == Kind::salvaged) {
            state.kept = 1342;
            state.lost = {{118, 120}, {131, 131}};
            state.may_continue = true;
        }
        if (state.kind == Kind::image_faulty) state.detail = "school.toml, строка 14: неизвестный ключ «adress»";
        if (state.kind == Kind::enrol_offline) state.may_retry = true;
        all.push_back({"notice-" + std::to_string(kind), drawn<notice::draw, notice::Scratch>(state)});
    }
}

}  // namespace

std::vector<Sample> samples() {
    std::vector<Sample> all;
    add_locks(all);
    add_pins(all);
    add_lessons(all);
    add_pages(all);
    add_desks(all);
    add_office(all);
    add_kiosks(all);
    add_help(all);
    add_notices(all);
    return all;
}

}  // namespace zvonok::test
