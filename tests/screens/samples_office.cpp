#include "tests/screens/samples.hpp"

#include <array>

/// The desks of the office.
namespace zvonok::test {

using namespace screens;
using namespace std::chrono_literals;

namespace {

office::Common common() {
    return {.person = "Вера Павловна О.", .around = online()};
}

lesson::Attention refused_change() {
    return {.standing = Standing::refused,
            .rule = "lesson.change",
            .writing = written(domain::CellKind::lesson_change, 1),
            .saved = at(9, 35)};
}

std::vector<absences::ClassChoice> all_classes() {
    std::vector<absences::ClassChoice> classes;
    for (const kiosk::ClassButton& one : kiosk_state().classes) classes.push_back({one.id, one.name});
    return classes;
}

}  // namespace

requests::State requests_state() {
    using requests::Stand;
    requests::State state{.common = common(), .all = true};
    const auto add = [&](int number, Stand stand, const char* author, const char* pupil, const char* before,
                         const char* wanted) -> requests::Item& {
        requests::Item& item = state.items.emplace_back();
        item.id = numbered<struct RequestTag>(number + 1);
        item.number = static_cast<std::uint64_t>(number);
        item.asked = at(9, 10) - std::chrono::hours{24 * (20 - number)};
        item.author = author;
        item.lesson = {"7Б", "алгебра", tuesday - std::chrono::days{12}, 3};
        item.pupil = pupil;
        item.kind = domain::CellKind::mark;
        item.before = before;
        item.wanted = wanted;
        item.ground = "пересдача";
        item.document = "заявление № 14 от 10 сентября";
        item.reason = "Переписал контрольную работу после болезни.";
        item.period = page::Period{numbered<struct EntityTag>(1), domain::PeriodKind::quarter, 1};
        item.stand = stand;
        return item;
    };
    add(0, Stand::waiting, "Абдурахманова-Кржижановская Е. К.", "Константинопольский А.", "", "4").may_decide = true;
    add(12, Stand::waiting, "Кузнецова А. С.", "Белов И.", "3", "4").may_decide = true;
    requests::Item& approved = add(11, Stand::approved, "Ли П.", "Цой М.", "", "5");
    approved.decided_by = "Директорова О. Н.";
    approved.note = "Разрешаю.";
    approved.may_carry_out = true;
    requests::Item& attendance = add(10, Stand::done, "Ли П.", "Орлов С.", "Н", "");
    attendance.kind = domain::CellKind::attendance;
    attendance.decided_by = "Директорова О. Н.";
    attendance.done_by = "Админов А. А.";
    attendance.done_at = at(14, 5) - 48h;
    add(9, Stand::declined, "Кузнецова А. С.", "Белов И.", "3", "5").decided_by = "Директорова О. Н.";
    return state;
}

absences::State absences_state() {
    absences::State state{.common = common(), .day = tuesday};
    state.classes = {{numbered<struct GroupTag>(1), "7Б"}};
    for (int back = 0; back < 6; ++back)
        if (back != 2) state.days.push_back({tuesday - std::chrono::days{back}, back == 0 ? 5 : back == 3 ? 2 : 0});
    const std::array subjects{"русский язык",    "история России",      "алгебра",
                              "английский язык", "физическая культура", "литература"};
    for (std::size_t n = 0; n < subjects.size(); ++n)
        state.columns.push_back({lesson_key(static_cast<int>(n + 1)), static_cast<int>(n + 1), subjects.at(n)});
    const auto row = [&](int number, const char* name) -> absences::Row& {
        absences::Row& made = state.rows.emplace_back();
        made.id = numbered<struct PersonTag>(number);
        made.name = name;
        made.squares.resize(state.columns.size());
        return made;
    };
    const absences::Square open{.missed = true, .code = "Н", .missing = true};
    for (absences::Square& square : row(1, "Абдурахманова-Кржижановская Е.").squares)
        square = {.missed = true, .code = "Б", .by_paper = true};
    absences::Row& belov = row(2, "Белов И.");
    for (const std::size_t n : {0UL, 1UL, 2UL}) belov.squares[n] = open;
    belov.squares[1] = {.missed = true, .code = "УП", .standing = Standing::writing};
    row(3, "Гаврилов С.").squares[5] = open;
    absences::Row& tsoi = row(4, "Цой М.");
    tsoi.squares[2] = {.missed = true, .code = "НП", .standing = Standing::accepted};
    tsoi.squares[4] = {.missed = true, .code = "Н", .missing = true, .standing = Standing::refused};
    state.codes = lesson_state(1).codes;
    return state;
}

timetable::State timetable_state() {
    using domain::LessonState;
    timetable::State state{.common = common(), .classes = all_classes(), .current = 17, .day = tuesday};
    for (const int ahead : {0, 1, 2, 3, 6}) state.days.push_back(tuesday + std::chrono::days{ahead});
    const auto add = [&](int period, const char* subject, const char* room, const char* teacher) -> timetable::Entry& {
        timetable::Entry& entry = state.lessons.emplace_back();
        entry.key = lesson_key(period);
        entry.period = period;
        entry.starts = at(7, 50) + std::chrono::minutes{50 * (period - 1)};
        entry.ends = entry.starts + 45min;
        entry.subject = subject;
        entry.groups = "7Б";
        entry.room = room;
        entry.teachers = teacher;
        return entry;
    };
    add(1, "русский язык", "7", "Орлова Т. В.").planned = {numbered<struct PersonTag>(6)};
    add(2, "история России", "21", "Никитин О. П.").substitute = "Абдурахманова-Кржижановская Е. К.";
    timetable::Entry& moved = add(3, "алгебра", "12", "Ковалёва А. С.");
    moved.state = LessonState::moved;
    moved.unconfirmed = true;
    add(4, "иностранный язык (английский)", "31", "Фёдорова М. И., Ли П.");
    add(5, "физическая культура", "большой спортивный зал", "Мельников Д. А.").state = LessonState::cancelled;
    int number = 0;
    for (const char* name : {"Абдурахманова-Кржижановская Е. К.", "Ковалёва А. С.", "Ли П.", "Мельников Д. А.",
                             "Никитин О. П.", "Орлова Т. В.", "Фёдорова М. И."})
        state.colleagues.push_back({numbered<struct PersonTag>(++number), name, {}});
    state.colleagues[0].busy = {{at(7, 50), at(8, 35), "6А"}};
    state.colleagues[4].busy = {{at(7, 50), at(8, 35), "11А"}};
    for (const LocalDay day : state.days) state.targets.push_back({day, {1, 2, 3, 4, 5, 6, 7}});
    return state;
}

notices::State notices_state() {
    notices::State state{.common = common()};
    state.items = {{numbered<struct EntityTag>(1), "Педсовет",
                    "Сегодня в 15:00 в кабинете 21. Классные руководители приносят сводные ведомости.", "Орлова В. П.",
                    false, tuesday, Standing::saved},
                   {numbered<struct EntityTag>(2), "", "Завтра с 8:00 до 10:00 в здании не будет горячей воды.",
                    "Завхозов И. И.", true, std::nullopt, Standing::accepted}};
    return state;
}

messages::State messages_state() {
    using Kind = messages::Item::Kind;
    messages::State state;
    state.common = common();
    state.items = {
        {.id = numbered<struct EntityTag>(1),
         .who = "Орлова В. П.",
         .sender = domain::Sender::administration,
         .from = numbered<struct PersonTag>(2),
         .text = "До пятницы нужны темы проектов 7Б.",
         .when = at(8, 5),
         .fresh = true},
        {.id = numbered<struct EntityTag>(2),
         .who = "Абдурахманова-Кржижановская Е. К.",
         .sender = domain::Sender::parent,
         .from = numbered<struct PersonTag>(3),
         .text = "Добрый день. Маша пропустила контрольную по болезни. Когда её можно будет написать и что повторить? "
                 "Справку принесём в понедельник.",
         .when = at(21, 40) - std::chrono::hours{24}},
        {.id = numbered<struct EntityTag>(3),
         .kind = Kind::notice,
         .who = "Иванова А. П.",
         .title = "Педсовет",
         .text = "Сегодня в 15:00 в кабинете 21. Классные руководители приносят сводные ведомости.",
         .fresh = true},
        {.id = numbered<struct EntityTag>(4),
         .who = "Белов И. С.",
         .sender = domain::Sender::pupil,
         .from = numbered<struct PersonTag>(4),
         .text = "Можно сдать доклад завтра?",
         .when = at(16, 0) - std::chrono::hours{48},
         .answered = true},
        {.id = numbered<struct EntityTag>(5),
         .kind = Kind::own,
         .who = "Белов И. С.",
         .text = "Можно, до второго урока.",
         .when = at(9, 30),
         .standing = Standing::saved},
    };
    state.recipients = {{"7Б", {}, numbered<struct GroupTag>(1)},
                        {"Иванова А. П.", numbered<struct PersonTag>(5), {}},
                        {"Орлова В. П.", numbered<struct PersonTag>(2), {}}};
    return state;
}

void add_office(std::vector<Sample>& all) {
    const auto requests = [&](const std::string& name, const requests::State& state,
                              const requests::Scratch& scratch = {}) {
        all.push_back({"requests-" + name, drawn<requests::draw, requests::Scratch>(state, scratch)});
    };
    const requests::State asked = requests_state();
    requests("list", asked);
    requests("decide", asked, {.chosen = asked.items[1].id, .note = "Документ приложен."});
    requests("carry-out", asked, {.chosen = asked.items[2].id});
    requests("register", asked, {.chosen = asked.items[3].id, .closed_too = true});
    requests("own", {.common = common()});
    requests("loading", {.common = {.person = "Вера Павловна О.", .loading = true, .around = offline(3)}, .all = true});

    const auto absences = [&](const std::string& name, const absences::State& state,
                              const absences::Scratch& scratch = {}) {
        all.push_back({"absences-" + name, drawn<absences::draw, absences::Scratch>(state, scratch)});
    };
    absences::State missed = absences_state();
    absences("day", missed);
    absences("reason", missed, {.choosing = absences::Scratch::Place{missed.rows[1].id, std::nullopt}});
    absences("one-lesson", missed, {.choosing = absences::Scratch::Place{missed.rows[1].id, 2}});
    absences("paper", missed,
             {.choosing = absences::Scratch::Place{missed.rows[1].id, std::nullopt},
              .paper = true,
              .number = "справка № 118, детская поликлиника № 3",
              .first = tuesday,
              .last = tuesday + std::chrono::days{3}});
    missed.papers = {{"Белов И.", "118", tuesday, tuesday + std::chrono::days{3}, Standing::saved}};
    missed.common.around = offline(2);
    missed.classes.push_back({numbered<struct GroupTag>(2), "7В"});
    absences("offline", missed);
    missed.rows.clear();
    missed.papers.clear();
    missed.days = {{tuesday, 0}};
    absences("nobody", missed);
    missed.common.loading = true;
    absences("loading", missed);

    const auto timetable = [&](const std::string& name, const timetable::State& state,
                               const timetable::Scratch& scratch = {}) {
        all.push_back({"timetable-" + name, drawn<timetable::draw, timetable::Scratch>(state, scratch)});
    };
    using Step = timetable::Scratch::Step;
    timetable::State day = timetable_state();
    const auto lesson = day.lessons.front().key;
    timetable("day", day);
    timetable("menu", day, {.changing = lesson});
    timetable("teacher", day, {.changing = lesson, .step = Step::teacher, .reason = "болезнь"});
    timetable("move", day, {.changing = lesson, .step = Step::move, .reason = "командировка", .to = tuesday});
    timetable("changed", day, {.changing = day.lessons[1].key});
    day.common.attention = {refused_change()};
    timetable("refused", day, {.attention = {.reading = true}});
    day.lessons.clear();
    day.common.around = offline(1);
    timetable("empty", day);

    const auto notices = [&](const std::string& name, const notices::State& state,
                             const notices::Scratch& scratch = {}) {
        all.push_back({"notices-" + name, drawn<notices::draw, notices::Scratch>(state, scratch)});
    };
    notices("board", notices_state());
    notices("writing", notices_state(), {.writing = true, .title = "Педсовет", .text = "Сегодня в 15:00."});
    notices("empty", {.common = common()});

    const auto messages = [&](const std::string& name, const messages::State& state,
                              const messages::Scratch& scratch = {}) {
        all.push_back({"messages-" + name, drawn<messages::draw, messages::Scratch>(state, scratch)});
    };
    const messages::State mail = messages_state();
    messages("list", mail);
    messages("open", mail, {.chosen = mail.items[1].id, .reply = "Приходите в четверг"});
    messages("notice", mail, {.chosen = mail.items[2].id});
    messages("whom", mail, {.writing = true});
    messages("writing", mail, {.writing = true, .to = mail.recipients.front(), .text = "Завтра классный час в 14:00."});
    messages("empty", {.common = common()});
    messages("loading", {.common = {.person = "Вера Павловна О.", .loading = true, .around = offline(3)}});
}

}  // namespace zvonok::test
