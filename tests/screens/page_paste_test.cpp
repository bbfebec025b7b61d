#include "station/screens/page.hpp"
#include "tests/screens/harness.hpp"
#include "tests/screens/samples.hpp"

using namespace zvonok;
using namespace zvonok::screens;
using input::Key;
using ui::Role;
using Trouble = ColumnText::Trouble;

namespace {

using PageScreen = test::Screen<page::State, page::Scratch, page::Intent>;
using Values = std::vector<std::string>;

/// Nothing written yet in today's lesson, where the cursor is, for the first pupil.
page::State empty_lesson() {
    page::State state = test::page_state(30, 27);
    for (page::Row& row : state.rows)
        for (page::Square& square : row.squares) square = {};
    return state;
}
Values texts_of(const page::Paste& paste) {
    Values texts;
    for (const page::Paste::Value& value : paste.values) texts.push_back(value.text);
    return texts;
}
bool asks(const PageScreen& screen) {
    return screen.find(Role::group, "Вставка столбца") != nullptr;
}

}  // namespace

TEST_CASE("column text: lines end in any way, other columns are left out, and what follows the last value is nothing",
          "[screens][paste]") {
    CHECK(read_column("5\r\n4\r\n").cells == Values{"5", "4"});
    CHECK(read_column("5\n\n4\r3\n\n\n").cells == Values{"5", "", "4", "3"});
    const ColumnText wide = read_column(" 5 \t\tпересдача\n\u00A0Н\u00A0\t\t\n");
    CHECK(wide.cells == Values{"5", "Н"});
    CHECK(wide.wider);
    CHECK_FALSE(read_column("5\t\t\n4\t\n").wider);
}

TEST_CASE("column text: what is no column of text is refused, however large and whatever its bytes",
          "[screens][paste]") {
    CHECK(read_column("").trouble == Trouble::empty);
    CHECK(read_column(" \t\r\n \n").trouble == Trouble::empty);
    CHECK(read_column(std::string(1U << 20U, '5')).trouble == Trouble::too_long);
    CHECK(read_column("5\n\xD0\n4").trouble == Trouble::not_text);
    CHECK(read_column("5\n\xC0\x80").trouble == Trouble::not_text);
    CHECK(read_column(std::string_view{"5\0\n4", 4}).trouble == Trouble::not_text);
    CHECK(read_column("\x1B[31m5").trouble == Trouble::not_text);
}

TEST_CASE("page: a column that fits is written from the cursor downwards at once, marks and letters alike",
          "[screens][page][paste]") {
    PageScreen screen{page::draw, empty_lesson()};
    const domain::LessonKey lesson = screen.state.columns[screen.scratch.at.column].key;
    screen.key(Key::down);
    screen.paste("4\r\n\r\nн\r\n2\r\n");
    CHECK_FALSE(asks(screen));
    const auto paste = screen.take<page::Paste>();
    CHECK(paste.lesson == lesson);
    CHECK(texts_of(paste) == Values{"4", "Н", "2"});
    CHECK(paste.values[0].pupil == screen.state.rows[1].id);
    CHECK(paste.values[1].pupil == screen.state.rows[3].id);
    CHECK(paste.values[1].attendance);
    CHECK_FALSE(paste.values[2].attendance);
    CHECK(screen.scratch.at.row == 5);
    screen.paste("H");  // the Latin letter that looks like the code
    CHECK(texts_of(screen.take<page::Paste>()) == Values{"Н"});
}

TEST_CASE("page: of a column with lines that fit nowhere nothing is written before the person has seen which",
          "[screens][page][paste]") {
    page::State state = empty_lesson();
    state.rows[2].squares[18].listed = false;
    PageScreen screen{page::draw, state};
    REQUIRE(screen.scratch.at.column == 18);
    screen.paste("5\nотл\n4\n3\t7\n");
    CHECK(screen.intents.empty());
    REQUIRE(asks(screen));
    CHECK(screen.says("Будет вписано: 2 оценки."));
    CHECK(screen.says("2 строки не подходят и вписаны не будут:"));
    CHECK(screen.says("Строка 2 · " + state.rows[1].name + " · «отл»: нет ни такой оценки, ни такой буквы"));
    CHECK(screen.says("Строка 3 · " + state.rows[2].name + " · «4»: нет в списке этого урока"));
    CHECK(screen.says("Скопировано несколько столбцов, взят только первый."));

    screen.type("5");  // under the question nothing is written
    screen.key(Key::remove);
    CHECK(screen.intents.empty());
    screen.key(Key::escape);
    CHECK_FALSE(asks(screen));
    CHECK(screen.intents.empty());
    CHECK(screen.scratch.at.row == 0);

    screen.paste("5\nотл\n4\n3\t7\n");
    screen.key(Key::enter);
    CHECK(texts_of(screen.take<page::Paste>()) == Values{"5", "3"});
    CHECK_FALSE(asks(screen));

    screen.key(Key::page_up);
    screen.paste("отл\n5");
    screen.touch(Role::button, "Отмена");
    CHECK(screen.intents.empty());
    screen.paste("отл\n5");
    screen.touch(Role::button, "Вставить");
    CHECK(texts_of(screen.take<page::Paste>()) == Values{"5"});
}

TEST_CASE("page: a column longer than the class is shown first, and one of which nothing fits cannot be written",
          "[screens][page][paste]") {
    PageScreen screen{page::draw, empty_lesson()};
    std::string column;
    for (int line = 0; line < 32; ++line) column += "5\n";
    screen.paste(column);
    REQUIRE(asks(screen));
    CHECK(screen.says("Будет вписано: 30 оценок."));
    CHECK(screen.says("Строка 31 · «5»: учеников в списке меньше, чем строк"));
    screen.key(Key::escape);
    screen.paste("Фамилия\nОценка");
    CHECK(screen.says("Вписать нечего."));
    CHECK_FALSE(screen.find(Role::button, "Вставить")->enabled);
    screen.key(Key::enter);
    CHECK(screen.intents.empty());
}

TEST_CASE("page: a column that would replace what stands there is shown first", "[screens][page][paste]") {
    page::State state = empty_lesson();
    state.rows[0].squares[18].marks = {{"5", "ответ", 1, Standing::accepted}};
    state.rows[1].squares[18].marks = {{"3", "ответ", 1, Standing::accepted}};
    PageScreen screen{page::draw, state};
    screen.paste("5\n4\n4");
    REQUIRE(asks(screen));
    CHECK(screen.says("Будет вписано: 2 оценки."));
    CHECK(screen.says("1 из них заменит то, что уже стоит."));
    screen.key(Key::enter);
    CHECK(texts_of(screen.take<page::Paste>()) == Values{"4", "4"});
    screen.key(Key::page_up);
    screen.paste("5");
    CHECK(screen.says("Всё это уже стоит в журнале."));
}

TEST_CASE("page: a clipboard that holds no column is refused in words", "[screens][page][paste]") {
    PageScreen screen{page::draw, empty_lesson()};
    const auto refused = [&](std::string_view clipboard, std::string_view words) {
        screen.paste(clipboard);
        CHECK(screen.says(words));
        CHECK(screen.says("Ничего не вписано."));
        screen.key(Key::enter);
        CHECK_FALSE(asks(screen));
        CHECK(screen.intents.empty());
    };
    refused("", "Скопированного текста нет.");
    refused(std::string(1U << 20U, '5'), "Скопировано слишком много для столбца журнала.");
    refused("5\n\xFF\xFE", "Скопированное нельзя прочитать как текст.");
    refused(std::string_view{"5\0", 2}, "Скопированное нельзя прочитать как текст.");
}

TEST_CASE("page: the period's marks can be pasted, another's lesson takes nothing", "[screens][page][paste]") {
    page::State state = empty_lesson();
    state.columns[18].own = false;
    PageScreen screen{page::draw, state};
    screen.paste("5\n4");
    CHECK(screen.intents.empty());
    CHECK_FALSE(asks(screen));
    screen.key(Key::end);
    screen.paste("5\nн/а");
    const auto paste = screen.take<page::Paste>();
    CHECK_FALSE(paste.lesson);
    CHECK(texts_of(paste) == Values{"5", "н/а"});
}

TEST_CASE("page: a finger pastes a column by the button, to where the cursor is", "[screens][page][paste]") {
    PageScreen screen{page::draw, empty_lesson()};
    screen.clipboard = "4\n5\n";
    const std::size_t column = screen.scratch.at.column;
    screen.key(Key::down);
    screen.touch(Role::button, "Вставить столбец");
    const auto paste = screen.take<page::Paste>();
    CHECK(paste.lesson == screen.state.columns[column].key);
    CHECK(texts_of(paste) == Values{"4", "5"});
    CHECK(paste.values.front().pupil == screen.state.rows[1].id);
    screen.state.read_only = page::ReadOnly::not_yours;
    screen.settle();
    CHECK(screen.find(Role::button, "Вставить столбец") == nullptr);
}
