#include "tests/screens/samples.hpp"

#include <array>

/// The kiosk.
namespace zvonok::test {

using namespace screens;
using namespace std::chrono_literals;

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

void add_kiosks(std::vector<Sample>& all) {
    const auto add = [&](const std::string& name, const kiosk::State& state) {
        all.push_back({"kiosk-" + name, drawn<kiosk::draw, kiosk::Scratch>(state), true});
    };
    kiosk::State state = kiosk_state();
    add("board", state);
    state.chosen = class_day();
    add("class", state);
    state.chosen->lessons[1].change = LessonChange::substitution;
    state.chosen->lessons[3].change = LessonChange::moved;
    state.chosen->lessons[4].change = LessonChange::cancelled;
    add("changes", state);
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

}  // namespace zvonok::test
