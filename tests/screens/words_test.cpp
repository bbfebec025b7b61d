#include "station/base/file.hpp"
#include "station/domain/judge.hpp"
#include "station/domain/topic_text.hpp"
#include "station/screens/bottom.hpp"
#include "station/screens/names.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/rules.hpp"
#include "tests/screens/samples.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <regex>
#include <set>

using namespace zvonok;
using namespace zvonok::screens;
using test::at;
using test::tuesday;

TEST_CASE("phrases: times and dates read as people say them", "[screens][phrases]") {
    const ui::Words words;
    CHECK(clock_text(at(9, 5)) == "09:05");
    CHECK(span_text(at(9, 30), at(10, 15)) == "09:30–10:15");
    CHECK(date_text(words, tuesday) == "вт 15 сентября");
    CHECK(date_text(words, tuesday + std::chrono::days{110}) == "вс 3 января");
    CHECK(day_text(words, tuesday, tuesday) == "сегодня");
    CHECK(day_text(words, tuesday + std::chrono::days{1}, tuesday) == "завтра");
    CHECK(day_text(words, tuesday + std::chrono::days{2}, tuesday) == "чт 17 сентября");
    CHECK(day_text(words, tuesday - std::chrono::days{1}, tuesday) == "пн 14 сентября");
    CHECK(moment_text(words, at(9, 41), at(9, 42)) == "09:41");
    CHECK(moment_text(words, at(9, 41) - std::chrono::hours{24}, at(9, 42)) == "пн 14 сентября, 09:41");
}

TEST_CASE("phrases: a numbered room gets its word, a named one keeps its name", "[screens][phrases]") {
    const ui::Words words;
    CHECK(room_text(words, "12") == "Кабинет 12");
    CHECK(room_text(words, "21а") == "Кабинет 21а");
    CHECK(room_text(words, "спортзал") == "Спортзал");
    CHECK(room_text(words, "кабинет 213") == "Кабинет 213");
    CHECK(room_text(words, "кабинет информатики") == "Кабинет информатики");
    CHECK(short_room_text(words, "кабинет 213") == "Каб. 213");
    CHECK(short_room_text(words, "12") == "Каб. 12");
    CHECK(short_room_text(words, "").empty());
    CHECK(joined({"", "7Б", "", "алгебра"}) == "7Б · алгебра");
    CHECK(joined({"", ""}).empty());
}

TEST_CASE("names: initials are whole letters in any alphabet, and what is missing leaves no blank",
          "[screens][names]") {
    domain::Person person{domain::PersonKind::staff, "Ёлкина-Заречная", "Щуцинь", "Яновна", ""};
    CHECK(list_name(person) == "Ёлкина-Заречная Щ.");
    CHECK(polite_name(person) == "Щуцинь Яновна Ё.");
    CHECK(teacher_name(person) == "Ёлкина-Заречная Щ. Я.");
    person.patronymic.clear();
    CHECK(polite_name(person) == "Щуцинь Ё.");
    CHECK(teacher_name(person) == "Ёлкина-Заречная Щ.");
    person.given.clear();
    CHECK(list_name(person) == "Ёлкина-Заречная");
}

TEST_CASE("bottom line: offline, the number of waiting entries is in the right form", "[screens][bottom]") {
    const ui::Words words;
    const auto text = [&](int waiting) { return bottom_text(words, test::offline(waiting)).text; };
    CHECK(text(0) == "Нет связи с сервером. Работать можно: всё уже отправлено.");
    CHECK(text(1) == "Нет связи с сервером. 1 запись ждёт отправки, ничего не потеряно.");
    CHECK(text(3) == "Нет связи с сервером. 3 записи ждут отправки, ничего не потеряно.");
    CHECK(text(11) == "Нет связи с сервером. 11 записей ждут отправки, ничего не потеряно.");
    CHECK(text(21) == "Нет связи с сервером. 21 запись ждёт отправки, ничего не потеряно.");
    CHECK(text(112) == "Нет связи с сервером. 112 записей ждут отправки, ничего не потеряно.");
}

TEST_CASE("bottom line: offline, it says who passes entries on meanwhile", "[screens][bottom]") {
    const ui::Words words;
    Surroundings around = test::offline(2);
    const std::string said = bottom_text(words, around).text;
    around.neighbours = 0;
    CHECK(bottom_text(words, around).text == said + " Соседних станций не слышно.");
    around.neighbours = 1;
    CHECK(bottom_text(words, around).text == said + " Записи передаёт 1 соседняя станция.");
    around.neighbours = 4;
    CHECK(bottom_text(words, around).text == said + " Записи передают 4 соседние станции.");
    around = test::online();
    const std::string online = bottom_text(words, around).text;
    around.neighbours = 4;
    CHECK(bottom_text(words, around).text == online);
}

TEST_CASE("bottom line: it never claims more than the server confirmed", "[screens][bottom]") {
    const ui::Words words;
    Surroundings around = test::online();
    CHECK(bottom_text(words, around).text == "Всё сохранено на этой станции · отправлено 09:41");
    around.waiting = 2;
    CHECK(bottom_text(words, around).text == "Всё сохранено на этой станции · отправляются 2 записи");
    around.disk_full = true;
    CHECK(bottom_text(words, around).text.find("нет места") != std::string::npos);
    CHECK(bottom_text(words, around).text.find("Всё сохранено") == std::string::npos);
    CHECK(bottom_text(words, around).tone == ui::Tone::bad);
    around.disk_full = false;
    std::set<std::string> said;
    for (const Server server : {Server::unknown, Server::unreachable, Server::distrusted, Server::refuses_us,
                                Server::outdated, Server::portal, Server::proxy}) {
        around.server = server;
        INFO(static_cast<int>(server));
        CHECK(bottom_text(words, around).text.find("2 записи ждут отправки") != std::string::npos);
        CHECK(bottom_text(words, around).right.find("последний обмен 09:41") != std::string::npos);
        said.insert(bottom_text(words, around).text);
    }
    CHECK(said.size() == 7);
}

TEST_CASE("rules: each rule of a verdict has words of its own, an unknown one has general words", "[screens][rules]") {
    // The headers that name the rules are read, so that a rule cannot be added without words.
    std::set<std::string, std::less<>> names;
    const std::regex name{"std::string_view \\w+ = \"([^\"]+)\";"};
    for (const char* header : {"station/domain/rules.hpp", "station/domain/held_rules.hpp",
                               "station/domain/topic_text.hpp", "sync/belief/belief.hpp"}) {
        const auto text = read_file(std::filesystem::path{std::getenv("ZVONOK_SOURCE")} / header, 1U << 20U).value();
        const std::string source(text.begin(), text.end());
        for (std::sregex_iterator found{source.begin(), source.end(), name}, end; found != end; ++found)
            names.insert((*found)[1]);
    }
    CHECK(names.size() > 90);
    CHECK(names.contains(domain::rule::facts_differ));
    CHECK(names.contains("session.person"));
    std::set<std::string_view> seen{explain("somebody's.newer_rule").happened};
    for (const std::string& rule : names) {
        INFO(rule);
        const Explanation words = explain(rule);
        CHECK_FALSE(words.happened.empty());
        CHECK_FALSE(words.means.empty());
        CHECK_FALSE(words.advice.empty());
        // Windows of different kinds of work may be told in the same words, but nothing else.
        CHECK((seen.insert(words.happened).second || rule.ends_with("_days")));
    }
}

TEST_CASE("rules: a note tells that the entry is in the journal", "[screens][rules]") {
    CHECK(explain_note("late.topic.entry_deadline").happened == "Запись сделана позже срока.");
    CHECK(explain_note("held.accepted").happened == "Запись приняли по решению администратора.");
    CHECK(explain_note(domain::rule::topic_generic).happened == explain(domain::rule::topic_generic).happened);
    CHECK(explain_note(domain::rule::topic_generic).means != explain(domain::rule::topic_generic).means);
}
