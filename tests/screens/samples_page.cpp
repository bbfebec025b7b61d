#include "tests/screens/samples.hpp"

#include "station/domain/rules.hpp"

/// The journal page.
namespace zvonok::test {

using namespace screens;

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

}  // namespace zvonok::test
