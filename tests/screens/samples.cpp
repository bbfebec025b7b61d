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

desk::State desk_state() {
    const auto item = [](int period, LocalTime starts, const char* groups, const char* subject, desk::Time time,
                         int marked) {
        return desk::Item{.key = lesson_key(period),
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
        duty.lesson = lesson_key(3);
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
    state.office = {desk::Office::absences, desk::Office::classes};
    return state;
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
    state.current->change = LessonChange::substitution;
    state.cancelled = {*state.next};
    state.next->change = LessonChange::moved;
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

void add_desks(std::vector<Sample>& all) {
    const auto add = [&](const std::string& name, const desk::State& state) {
        all.push_back({"desk-" + name, drawn<desk::draw, desk::Scratch>(state)});
    };
    desk::State state = desk_state();
    add("break", state);
    state.lessons[3].time = desk::Time::going_on;
    add("going-on", state);
    add("duties", busy_desk_state());
    state.office = {desk::Office::requests, desk::Office::absences, desk::Office::timetable,
                    desk::Office::notices,  desk::Office::classes,  desk::Office::messages};
    state.unread = 3;
    add("office", state);
    state.lessons.clear();
    add("none", state);
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
    add_plans(all);
    add_seats(all);
    add_kiosks(all);
    add_help(all);
    add_notices(all);
    return all;
}

}  // namespace zvonok::test
