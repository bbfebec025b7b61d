#include "station/ui/text.hpp"
#include "station/ui/edit.hpp"
#include "station/ui/fonts.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <random>

using namespace zvonok;
using namespace zvonok::ui;

namespace {

/// Every character ten pixels wide.
float ten(char32_t) {
    return 10;
}

std::vector<std::string> lines_of(std::string_view text, float width) {
    std::vector<std::string> result;
    for (const Span& span : wrap(text, width, ten)) result.emplace_back(text.substr(span.begin, span.end - span.begin));
    return result;
}

using Lines = std::vector<std::string>;

struct Typing {
    std::string text;
    Caret caret;
    float width = 1000;
    std::string clipboard;

    Edited key(input::Key key, bool shift = false) {
        return edit(text, caret, {key, shift}, wrap(text, width, ten), ten, clipboard);
    }
    void type(std::string_view what) { insert(text, caret, what); }
};

}  // namespace

TEST_CASE("text: characters are walked whole, and broken bytes give a stand-in instead of trouble", "[ui][text]") {
    const std::string text = "Ё№→😀";
    std::size_t at = 0;
    CHECK(next_character(text, at) == U'Ё');
    CHECK(next_character(text, at) == U'№');
    CHECK(next_character(text, at) == U'→');
    CHECK(next_character(text, at) == U'😀');
    CHECK(at == text.size());
    CHECK(before(text, text.size()) == text.size() - 4);
    CHECK(after(text, 0) == 2);
    std::string again;
    for (const char32_t character : {U'Ё', U'№', U'→', U'😀'}) append_character(again, character);
    CHECK(again == text);

    std::mt19937 random{5};
    for (int round = 0; round < 500; ++round) {
        std::string bytes(20, ' ');
        for (char& byte : bytes) byte = static_cast<char>(random());
        std::size_t steps = 0;
        for (std::size_t place = 0; place < bytes.size(); ++steps) next_character(bytes, place);
        CHECK(steps <= bytes.size());
    }
}

TEST_CASE("text: a name too long for its place keeps its initial", "[ui][text]") {
    CHECK(elide("Белов И.", 80, ten) == "Белов И.");
    CHECK(elide("Абдурахманова-Кржижановская Е.", 200, ten) == "Абдурахманова-Кр… Е.");
    CHECK(elide("Линейные уравнения", 100, ten) == "Линейные…");
    CHECK(elide("Линейные уравнения", 5, ten) == "…");
}

TEST_CASE("text: lines break at blanks and after hyphens, in mid-word only when a word alone is too wide",
          "[ui][text]") {
    CHECK(lines_of("одна строка", 200) == Lines{"одна строка"});
    CHECK(lines_of("первая вторая третья", 130) == Lines{"первая вторая", "третья"});
    CHECK(lines_of("Кржижановская-Иванова Е.", 150) == Lines{"Кржижановская-", "Иванова Е."});
    CHECK(lines_of("достопримечательность", 100) == Lines{"достоприме", "чательност", "ь"});
    CHECK(lines_of("раз\nдва\n", 100) == Lines{"раз", "два", ""});
    CHECK(lines_of("", 100) == Lines{""});
    CHECK(lines_of("а   б", 20) == Lines{"а", "б"});
}

TEST_CASE("text: whatever the text and the width, no line is wider and no character is lost", "[ui][text]") {
    std::mt19937 random{11};
    constexpr std::string_view alphabet = "абв -г\n";
    for (int round = 0; round < 3000; ++round) {
        std::string text;
        for (int i = std::uniform_int_distribution{0, 40}(random); i > 0; --i) {
            std::size_t at = 0;
            for (int skip = std::uniform_int_distribution{0, 6}(random); skip > 0; --skip) at = after(alphabet, at);
            text += alphabet.substr(at, after(alphabet, at) - at);
        }
        const float width = static_cast<float>(std::uniform_int_distribution{10, 120}(random));
        INFO("\"" << text << "\" in " << width);
        std::string seen;
        std::size_t last = 0;
        for (const Span& span : wrap(text, width, ten)) {
            REQUIRE(span.begin >= last);
            REQUIRE(span.end >= span.begin);
            const std::string_view line = std::string_view{text}.substr(span.begin, span.end - span.begin);
            // Blanks hang over the edge; letters never do.
            const std::size_t letters = line.find_last_not_of(' ');
            if (letters != std::string_view::npos)
                CHECK(width_of(line.substr(0, letters + 1), ten) <= std::max(width, 10.f));
            for (std::size_t gap = last; gap < span.begin; ++gap) CHECK((text[gap] == ' ' || text[gap] == '\n'));
            last = span.end;
        }
        CHECK(last == text.size());
        CHECK(width_of(elide(text, width, ten), ten) <= std::max(width, 10.f));
    }
}

TEST_CASE("edit: typing, erasing and moving go by characters, not bytes", "[ui][edit]") {
    Typing typing;
    typing.type("Ёлка");
    CHECK(typing.key(input::Key::backspace) == Edited::text);
    CHECK(typing.text == "Ёлк");
    typing.key(input::Key::home);
    CHECK(typing.key(input::Key::left) == Edited::nothing);
    typing.key(input::Key::right);
    typing.type("ж");
    CHECK(typing.text == "Ёжлк");
    CHECK(typing.key(input::Key::remove) == Edited::text);
    CHECK(typing.text == "Ёжк");
}

TEST_CASE("edit: what is selected is replaced, cut and pasted whole", "[ui][edit]") {
    Typing typing;
    typing.type("читать письменно");
    for (int i = 0; i < 9; ++i) typing.key(input::Key::left, true);
    CHECK(typing.caret.selects());
    typing.key(input::Key::cut);
    CHECK(typing.text == "читать ");
    typing.type("и ");
    typing.key(input::Key::paste);
    CHECK(typing.text == "читать и письменно");
    typing.key(input::Key::select_all);
    typing.type("§ 12");
    CHECK(typing.text == "§ 12");
    CHECK_FALSE(typing.caret.selects());
}

TEST_CASE("edit: up and down keep the column, and mean something else at the edges", "[ui][edit]") {
    Typing typing;
    typing.width = 60;
    typing.type("абвгд еёжзи йклмн");  // three lines of five
    CHECK(typing.key(input::Key::down) == Edited::nothing);
    typing.key(input::Key::left);
    CHECK(typing.key(input::Key::up) == Edited::caret);
    typing.type("|");
    CHECK(typing.text == "абвгд еёжз|и йклмн");
    typing.key(input::Key::home);
    typing.type("<");
    CHECK(typing.text == "абвгд <еёжз|и йклмн");
}

TEST_CASE("edit: a caret is put back inside a text that somebody else made shorter", "[ui][edit]") {
    CHECK(clamped({10, 2}, "Ё") == Caret{2, 2});
    CHECK(clamped({1, 1}, "Ёл") == Caret{0, 0});
}

TEST_CASE("fonts: digits have one width in every face, so columns and clocks stand still", "[ui][fonts]") {
    Fonts fonts{find_fonts().value()};
    fonts.resize(GENERATE(6.4f, 9.f, 18.f), 100);
    for (std::size_t face = 0; face < face_count; ++face) fonts.want(static_cast<Face>(face), "0123456789");
    REQUIRE(fonts.build());
    for (std::size_t face = 0; face < face_count; ++face)
        for (char32_t digit = '1'; digit <= '9'; ++digit)
            CHECK(fonts.advance(static_cast<Face>(face), digit) == fonts.advance(static_cast<Face>(face), '0'));
}

TEST_CASE("fonts: a letter that the first screen lacked is there in every size of texts", "[ui][fonts]") {
    Fonts fonts{find_fonts().value()};
    fonts.resize(9, 100);
    fonts.want_alphabets();
    REQUIRE(fonts.build());
    for (const Face face : {Face::text, Face::strong, Face::caption, Face::heading, Face::title})
        CHECK(fonts.want(face, "Н ОСВ Щёголев, Smith: 5 (записано)"));
    CHECK_FALSE(fonts.stale());
}

TEST_CASE("fonts: letters of other languages of Russia come when a text has them", "[ui][fonts]") {
    Fonts fonts{find_fonts().value()};
    fonts.resize(9, 100);
    fonts.want_alphabets();
    REQUIRE(fonts.build());
    CHECK(fonts.want(Face::text, "Ёлкин Фёдор"));
    CHECK_FALSE(fonts.want(Face::text, "Загидуллина Әлфия"));
    CHECK(fonts.stale());
    REQUIRE(fonts.build());
    CHECK(fonts.want(Face::text, "Загидуллина Әлфия"));
    CHECK_FALSE(fonts.stale());
}
