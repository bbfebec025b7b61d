#include "station/domain/topic_text.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace zvonok::domain;

namespace {

bool is_border(std::string_view text, std::size_t at) {
    return at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
}

bool is_whole(std::string_view text) {
    for (const char c : text)
        if (static_cast<unsigned char>(c) >= 0x80) {
            // Words are made of characters that were understood, so decoding one again gives no stray byte.
            for (const Piece& piece : pieces_of(text))
                if (piece.sign == 0xFFFD) return false;
            return true;
        }
    return true;
}

const TopicRules rules{
    true, {"ГОСТ", "г."}, {"Повторение", "Решение задач"}, {"контрольная работа", "лабораторная работа"}, true};

/// Every finding lies in the text as written, begins and ends between characters.
void check_places(const std::string& text) {
    std::size_t last = 0;
    const auto findings = check_topic(text, rules);
    for (const TextFinding& finding : findings) {
        REQUIRE(finding.offset >= last);
        last = finding.offset;
        REQUIRE(finding.offset + finding.word.size() <= text.size());
        REQUIRE(text.compare(finding.offset, finding.word.size(), finding.word) == 0);
        REQUIRE_FALSE(finding.word.empty());
        if (is_whole(text)) {
            REQUIRE(is_border(text, finding.offset));
            REQUIRE(is_border(text, finding.offset + finding.word.size()));
        }
        REQUIRE(is_border(finding.word, 0));
    }
    static_cast<void>(check_subject_name(text, {"русский язык"}));
    static_cast<void>(check_work(text, 1, rules.generic_phrases));
}

void check_pieces(const std::string& text) {
    std::size_t at = 0;
    for (const Piece& piece : pieces_of(text)) {
        REQUIRE(piece.offset == at);
        REQUIRE(piece.length > 0);
        REQUIRE(piece.letters.size() <= piece.length);
        at += piece.length;
    }
    REQUIRE(at == text.size());
}

}  // namespace

TEST_CASE("E-07 topic text: any bytes are taken, and finds lie where they say", "[E-07][domain]") {
    std::mt19937 random{84};
    for (int round = 0; round < 20000; ++round) {
        std::string text(random() % 40, '\0');
        for (char& byte : text) byte = static_cast<char>(random() % 256);
        check_pieces(text);
        check_places(text);
    }
}

TEST_CASE("E-07 topic text: any mixture of words, signs and broken characters keeps finds between characters",
          "[E-07][domain]") {
    const std::vector<std::string> parts{"Реш",         "контр",
                                         "раб",         "работа",
                                         "Контрольная", "лабораторная",
                                         "Повторение",  "кол",
                                         "во",          "к",
                                         "р",           "А",
                                         "С",           "Пушкин",
                                         "ГОСТ",        "МДК",
                                         "г",           "т",
                                         "д",           "XX",
                                         "5",           ".",
                                         ".",           ". ",
                                         "-",           "/",
                                         " ",           " ",
                                         ",",           "«",
                                         "»",           "(",
                                         ")",           "\xC2\xA0",
                                         "\xC2\xAD",    "\xCC\x81",
                                         "\xCC\x86",    "и",
                                         "№",           "…",
                                         "Present",     "\xD0",
                                         "\x80",        "\xF0\x9F\x98\x80",
                                         "ё",           "Ё"};
    std::mt19937 random{3};
    for (int round = 0; round < 20000; ++round) {
        std::string text;
        for (std::size_t count = random() % 14; count > 0; --count) text += parts[random() % parts.size()];
        check_pieces(text);
        check_places(text);
    }
}

TEST_CASE("E-08 topic text: letter case and punctuation never change what is generic", "[E-08][domain]") {
    std::mt19937 random{8};
    const std::vector<std::string> words{"повторение", "Решение", "задач", "ЗАДАЧ", "дроби", "и", "5", "Ёлка"};
    const std::vector<std::string> signs{" ", ", ", ". ", " — ", "  ", ": ", "\xC2\xA0", " («", "!"};
    for (int round = 0; round < 5000; ++round) {
        std::string one, two;
        for (std::size_t count = 1 + random() % 5; count > 0; --count) {
            const std::string& word = words[random() % words.size()];
            one += word + " ";
            two += signs[random() % signs.size()] + word;
        }
        REQUIRE(same_words(one, two));
        REQUIRE(check_generic(one, rules.generic_phrases).has_value() ==
                check_generic(two, rules.generic_phrases).has_value());
    }
}
