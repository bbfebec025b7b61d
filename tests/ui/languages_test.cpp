#include "station/base/file.hpp"
#include "station/ui/text.hpp"
#include "station/ui/words.hpp"
#include "tests/support/temp_dir.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>

using namespace zvonok;
using namespace zvonok::ui;

namespace {

std::filesystem::path from_environment(const char* name, const char* otherwise) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : otherwise;
}

Words english() {
    return Words::open(from_environment("ZVONOK_BIN", "bin") / "../share/languages/en.mo").value();
}

/// What assets/languages/extract finds, read as a catalogue in which each text is its own translation.
Words extracted(const char* what) {
    const test::TempDir dir;
    const auto catalogue = dir / "texts.mo";
    const std::string extract = (from_environment("ZVONOK_SOURCE", ".") / "assets/languages/extract").string();
    const std::string command = "set -o pipefail; '" + extract + "' " + what +
                                " | msgen - | msgfmt --endianness=little -o '" + catalogue.string() + "' -";
    REQUIRE(std::system(("bash -c \"" + command + "\"").c_str()) == 0);
    return Words::open(catalogue).value();
}

/// Whether there is a word to translate: codes and names of classes («Н», «11А») are capitals and digits only.
bool is_russian(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const char32_t character = next_character(text, at);
        if (character >= 0x430 && character <= 0x45F) return true;
    }
    return false;
}

bool has_word(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const char32_t character = next_character(text, at);
        if ((character >= U'а' && character <= U'я') || character == U'ё') return true;
    }
    return false;
}

auto places(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = text.find("{}"); at != std::string_view::npos; at = text.find("{}", at + 2)) ++count;
    return count;
}

}  // namespace

TEST_CASE("words: Russian needs no catalogue and counts by its three forms", "[ui][words]") {
    const Words words;
    CHECK(words.tr("Записать") == "Записать");
    const auto waiting = [&](long number) { return words.count(number, "{} запись", "{} записи", "{} записей"); };
    CHECK(waiting(1) == "1 запись");
    CHECK(waiting(3) == "3 записи");
    CHECK(waiting(5) == "5 записей");
    CHECK(waiting(11) == "11 записей");
    CHECK(waiting(12) == "12 записей");
    CHECK(waiting(21) == "21 запись");
    CHECK(waiting(114) == "114 записей");
    CHECK(waiting(0) == "0 записей");
}

TEST_CASE("words: a catalogue translates, counts by its two forms, and lacks nothing silently", "[ui][words]") {
    const Words words = english();
    CHECK(words.tr("сохранено") == "saved");
    CHECK(words.tr("такого текста нет") == "такого текста нет");
    const auto waiting = [&](long number) {
        return words.count(number, "{} запись ждёт отправки, ничего не потеряно.", "", "");
    };
    CHECK(waiting(1) == "1 entry waits to be sent, nothing is lost.");
    CHECK(waiting(21) == "21 entries wait to be sent, nothing is lost.");
}

TEST_CASE("words: what is not a catalogue, or is cut short, is refused", "[ui][words]") {
    CHECK_FALSE(Words::parse(as_bytes("not a catalogue at all, only a text")).has_value());
    CHECK_FALSE(Words::parse({}).has_value());
    const Bytes whole = read_file(from_environment("ZVONOK_BIN", "bin") / "../share/languages/en.mo", 1 << 20).value();
    REQUIRE(Words::parse(whole).has_value());
    for (std::size_t size = 0; size < whole.size(); size += 97)
        CHECK_FALSE(Words::parse(ByteView{whole}.first(size)).has_value());
}

TEST_CASE("languages: every text of the screens has an English translation, and none is left over", "[ui][languages]") {
    const Words marked = extracted("marked");
    const Words words = english();
    for (const auto& [text, same] : marked.catalogue()) {
        INFO(text);
        CHECK(words.catalogue().contains(text));
    }
    for (const auto& [text, translation] : words.catalogue()) {
        INFO(text << " -> " << translation);
        CHECK(marked.catalogue().contains(text));
        CHECK_FALSE(is_russian(translation));
        // A plural entry holds two forms, each with its place.
        const auto forms = static_cast<std::size_t>(std::ranges::count(translation, '\0')) + 1;
        CHECK(places(translation) == places(text) * forms);
    }
}

TEST_CASE("languages: no Russian text of the screens is left unmarked", "[ui][languages]") {
    const Words marked = extracted("marked");
    const Words few = extracted("few");
    const Words all = extracted("all");
    const Words plurals = english();
    for (const auto& [text, same] : all.catalogue()) {
        // Letters without a small one are the school's own codes; a language is called by its own name.
        if (!has_word(text) || text == "Русский") continue;
        INFO(text);
        const bool third_form = std::ranges::any_of(marked.catalogue(), [&](const auto& entry) {
            const std::size_t split = entry.second.find('\0');
            return split != std::string::npos && entry.second.substr(split + 1) == text;
        });
        CHECK((marked.catalogue().contains(text) || few.catalogue().contains(text) || third_form));
    }
}
