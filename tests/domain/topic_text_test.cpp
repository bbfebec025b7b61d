#include "station/domain/topic_text.hpp"

#include <catch2/catch.hpp>

using namespace zvonok::domain;

namespace {

using Strings = std::vector<std::string>;

const Strings phrases{"Повторение", "Решение задач", "Урок-закрепление", "Контрольная работа",
                      "Обобщение и повторение"};
const Strings works{"контрольная работа", "самостоятельная работа", "лабораторная работа", "практическая работа",
                    "контрольный диктант"};

Strings abbreviations(std::string_view text, const Strings& allowed = {}) {
    Strings words;
    for (const TextFinding& finding : check_abbreviations(text, allowed)) {
        CHECK(finding.rule == rule::topic_abbreviation);
        CHECK(text.substr(finding.offset, finding.word.size()) == finding.word);
        words.push_back(finding.word);
    }
    return words;
}
bool generic(std::string_view text) {
    return check_generic(text, phrases).has_value();
}
Strings rules_of(const std::vector<TextFinding>& findings) {
    Strings rules;
    for (const TextFinding& finding : findings) rules.emplace_back(finding.rule);
    return rules;
}
Strings work_rules(std::string_view text) {
    return rules_of(check_works(text, works, phrases));
}

}  // namespace

TEST_CASE("E-07 abbreviations: a word cut by a full stop is named with its place", "[E-07][domain]") {
    CHECK(abbreviations("Реш. задач") == Strings{"Реш."});
    CHECK(abbreviations("Контр. раб. по теме") == Strings{"Контр.", "раб."});
    CHECK(abbreviations("Контр. раб.") == Strings{"Контр.", "раб."});
    CHECK(abbreviations("Механ. колебания") == Strings{"Механ."});
    CHECK(abbreviations("Дроби (повт.) и проценты") == Strings{"повт."});
    CHECK(abbreviations("Контр., самост. работы") == Strings{"Контр.", "самост."});
    CHECK(abbreviations("Чтение, рис. 5") == Strings{"рис."});
    CHECK(abbreviations("Музей им. Пушкина") == Strings{"им."});
    CHECK(abbreviations("Творчество\xC2\xA0рус.\xC2\xA0писателей") == Strings{"рус."});
    CHECK(check_abbreviations("Урок: реш. задач", {}).front().offset == std::string_view{"Урок: "}.size());
}

TEST_CASE("E-07 abbreviations: the end of a sentence is no abbreviation", "[E-07][domain]") {
    for (const char* text :
         {"Решение задач. Дроби", "Законы Кирхгофа.", "Повторение. дроби и проценты", "Если бы я был... Сочинение",
          "Сравнение чисел. 5 способов", "Роман «Отцы и дети». Спор поколений", "Равенство прав.",
          "Решение систем. графический способ", "Буква п.", "Бег 30 м. Прыжки в длину", "Звери и птицы. их следы"}) {
        INFO(text);
        CHECK(abbreviations(text).empty());
    }
}

TEST_CASE("E-07 abbreviations: contractions by hyphen and stroke are found, compound words are not", "[E-07][domain]") {
    CHECK(abbreviations("Кол-во вещества") == Strings{"Кол-во"});
    CHECK(abbreviations("Линейные ур-ия и нер-ва") == Strings{"ур-ия", "нер-ва"});
    CHECK(abbreviations("Св-ва к-т и р-р соли") == Strings{"Св-ва", "р-р"});
    CHECK(abbreviations("Хар-ка героя, пр-во и гос-во") == Strings{"Хар-ка", "пр-во", "гос-во"});
    CHECK(abbreviations("Итоговая к/р") == Strings{"к/р"});
    CHECK(abbreviations("С/р по теме, вн/чт, лаб/раб") == Strings{"С/р", "вн/чт", "лаб/раб"});
    for (const char* text :
         {"Урок-закрепление", "Юго-восток России", "кто-нибудь и что-либо", "во-первых, в-третьих",
          "Законы Бойля-Мариотта", "Скорость 5 км/ч, 3 м/с, 2 Н/Кл", "союзы и/или", "Правописание жи-ши, ча-ща, чк-чн",
          "Суффиксы -чик- и -щик-", "Т-лимфоциты, S-образная кривая", "3-й закон Ньютона, 20-е годы", "Ростов-на-Дону",
          "Парные согласные б-п, г-к", "из-за, из-под", "правописание тся/ться", "Санкт-Петербург", "пойдём-ка"}) {
        INFO(text);
        CHECK(abbreviations(text).empty());
    }
}

TEST_CASE("E-07 abbreviations: initials belong to a name, dates and «и т. д.» are written in full", "[E-07][domain]") {
    for (const char* text : {"Творчество А. С. Пушкина", "А.С. Пушкин", "Пушкин А. С. Поэма «Цыганы»", "Ж.-Ж. Руссо",
                             "Дж. Лондон «Белый клык»", "Э. Т. А. Гофман", "М.Ю.Лермонтов"}) {
        INFO(text);
        CHECK(abbreviations(text).empty());
    }
    CHECK(abbreviations("К. работа") == Strings{"К."});
    CHECK(abbreviations("Восстание 1825 г.") == Strings{"г."});
    CHECK(abbreviations("Война 1941–1945 гг. в памяти") == Strings{"гг."});
    CHECK(abbreviations("Россия в XX в.") == Strings{"в."});
    CHECK(abbreviations("Дроби, проценты и т. д.") == Strings{"т. д."});
    CHECK(abbreviations("Дроби, проценты и т.п.") == Strings{"т.п."});
    CHECK(abbreviations("Восстание 1825 г.", {"г."}).empty());
}

TEST_CASE("E-07 abbreviations: terms in capitals pass when they are on the school's list", "[E-07][domain]") {
    CHECK(abbreviations("Требования ГОСТ к чертежам") == Strings{"ГОСТ"});
    CHECK(abbreviations("Требования ГОСТ к чертежам", {"ГОСТ", "МДК"}).empty());
    CHECK(abbreviations("МДК.01.02 Основы права", {"МДК"}).empty());
    CHECK(abbreviations("ВУЗы России") == Strings{"ВУЗы"});
    CHECK(abbreviations("ИКТ-компетентность") == Strings{"ИКТ"});
    for (const char* text :
         {"Правописание НЕ с глаголами", "ЖИ-ШИ, ЧА-ЩА", "Россия в ХХ веке", "Язык HTML", "Раствор NaCl",
          "ПОВТОРЕНИЕ: законы Кирхгофа", "НАТУРАЛЬНЫЕ ЧИСЛА И ДРОБИ", "Треугольник АВС"}) {
        INFO(text);
        CHECK(abbreviations(text).empty());
    }
}

TEST_CASE("E-07 abbreviations: soft hyphens, stress marks and split letters are part of their word", "[E-07][domain]") {
    CHECK(abbreviations("Реш\xC2\xAD. за\xC2\xADдач") == Strings{"Реш\xC2\xAD."});
    CHECK(abbreviations("Решени\xCC\x81е задач").empty());
    CHECK(same_words("русски\xD0\xB8\xCC\x86", "Русский"));
    CHECK(same_words("Ещё", "еще"));
}

TEST_CASE("E-08 generic phrases: alone they are no topic, with a theme they are", "[E-08][domain]") {
    for (const char* text : {"Повторение", "повторение.", "ПОВТОРЕНИЕ", "Решение  задач", "Решение\xC2\xA0задач № 5",
                             "Урок закрепление", "«Повторение»", "Повторение. Решение задач", "Урок повторение",
                             "Повторение по теме", "Контрольная работа № 2", "Повторение и решение задач (2 часть)"}) {
        INFO(text);
        CHECK(generic(text));
    }
    for (const char* text : {"Повторение: законы Кирхгофа", "Решение задач на движение", "Урок", "", "№ 5",
                             "Повторение изученного", "Контрольная работа № 2 «Дроби»"}) {
        INFO(text);
        CHECK_FALSE(generic(text));
    }
    const auto found = check_generic("  «Повторение».", phrases);
    REQUIRE(found);
    CHECK(found->word == "Повторение");
    CHECK(found->offset == 4);
    CHECK_FALSE(check_generic("Повторение", {}));
}

TEST_CASE("E-09 works: theme and number are both asked for", "[E-09][domain]") {
    CHECK(work_rules("Лабораторная работа") == Strings{"topic.work_needs_number", "topic.work_needs_theme"});
    CHECK(work_rules("Лабораторная работа № 3") == Strings{"topic.work_needs_theme"});
    CHECK(work_rules("Лабораторная работа «Закон Ома»") == Strings{"topic.work_needs_number"});
    CHECK(work_rules("Лабораторная работа № 3 «Закон Ома»").empty());
    CHECK(work_rules("Лабораторная работа №3. Закон Ома").empty());
    CHECK(work_rules("Закон Ома. Лабораторная работа 3").empty());
    CHECK(work_rules("Контрольная работа № 2 по теме") == Strings{"topic.work_needs_theme"});
    CHECK(work_rules("Контрольная работа № 2 по теме «Дроби»").empty());
    CHECK(work_rules("Практические работы № 3 и 4: карта материка").empty());
    CHECK(work_rules("Выполнение лабораторной работы") == Strings{"topic.work_needs_number", "topic.work_needs_theme"});
    CHECK(work_rules("Контрольный диктант по теме «Имя»") == Strings{"topic.work_needs_number"});
    CHECK(work_rules("Практическая работа: решение задач № 5") ==
          Strings{"topic.work_needs_number", "topic.work_needs_theme"});
    const auto found = check_works("Тема. Лабораторная  работа", works, phrases);
    REQUIRE(found.size() == 2);
    CHECK(found.front().word == "Лабораторная  работа");
    CHECK(found.front().offset == std::string_view{"Тема. "}.size());
}

TEST_CASE("E-09 works: the work that a topic holds is known with its number", "[E-09][domain]") {
    CHECK(work_named_in("Закон Ома. Лабораторная работа № 3", works) == NamedWork{2, 3});
    CHECK(work_named_in("Контрольный диктант", works) == NamedWork{4, 0});
    CHECK_FALSE(work_named_in("Подготовка к контрольной работе № 2", works));
    CHECK(work_named_in("Контрольная работа № 99999999999999999999", works)->number >= 1000);
}

TEST_CASE("E-07 topic text: policies say what is asked and what a finding does", "[E-07][E-08][E-09][E-10][domain]") {
    Policies policies;
    policies.topic.abbreviations = Severity::refuse;
    policies.topic.generic = Severity::off;
    policies.topic.allowed_terms = {"ГОСТ"};
    const TopicRules rules = topic_rules(policies);
    CHECK(rules.no_abbreviations);
    CHECK(rules.generic_phrases.empty());
    CHECK(rules.allowed_terms == Strings{"ГОСТ"});
    CHECK(rules_of(check_topic("Лабораторная работа", rules)) ==
          Strings{"topic.work_needs_number", "topic.work_needs_theme"});
    CHECK(severity_of(rule::topic_abbreviation, policies) == Severity::refuse);
    CHECK(severity_of(rule::topic_generic, policies) == Severity::off);
    CHECK(severity_of(rule::work_theme, policies) == policies.topic.work_needs_number);
    policies.topic.subject_name = NameRule::curriculum;
    CHECK(severity_of(rule::subject_capital, policies) == Severity::off);
    CHECK(severity_of(rule::subject_not_in_curriculum, policies) == Severity::refuse);
    policies.topic.subject_name = NameRule::full_lower_case;
    CHECK(severity_of(rule::subject_capital, policies) == Severity::refuse);
}

TEST_CASE("E-09 works: one that is only spoken of needs no number", "[E-09][domain]") {
    for (const char* text : {"Подготовка к контрольной работе по дробям", "Анализ контрольной работы",
                             "Работа над ошибками", "Самостоятельная жизнь растений", "Практическая грамматика"}) {
        INFO(text);
        CHECK(work_rules(text).empty());
    }
}

TEST_CASE("E-09 works: the fields of a work are asked for the same", "[E-09][domain]") {
    CHECK(rules_of(check_work("", 0, phrases)) == Strings{"topic.work_needs_number", "topic.work_needs_theme"});
    CHECK(rules_of(check_work("Закон Ома", 0, phrases)) == Strings{"topic.work_needs_number"});
    CHECK(rules_of(check_work("Решение задач", 3, phrases)) == Strings{"topic.work_needs_theme"});
    CHECK(check_work("Закон Ома", 3, phrases).empty());
}

TEST_CASE("E-10 language: text without a Russian word is refused", "[E-10][domain]") {
    const auto found = check_language("  Present Simple.");
    REQUIRE(found);
    CHECK(found->rule == rule::text_language);
    CHECK(found->word == "Present Simple");
    CHECK(found->offset == 2);
    CHECK(check_language("Ämter und Höfe"));
    CHECK_FALSE(check_language("Настоящее простое время (Present Simple)"));
    CHECK_FALSE(check_language("§ 12, № 3–5"));
    CHECK_FALSE(check_language("x² + y² = 1"));
    CHECK_FALSE(check_language(""));
}

TEST_CASE("B-16 subject names: in full, lower case first, as in the curriculum", "[B-16][domain]") {
    const Strings curriculum{"русский язык", "алгебра", "история России"};
    const auto rules = [&](const char* name) { return rules_of(check_subject_name(name, curriculum)); };
    CHECK(rules("русский язык").empty());
    CHECK(rules("история России").empty());
    CHECK(rules("Русский язык") == Strings{"subject.capital"});
    CHECK(rules("Русский яз.") == Strings{"subject.abbreviation"});
    CHECK(rules("русский яз.") == Strings{"subject.abbreviation"});
    CHECK(rules("русский") == Strings{"subject.not_in_curriculum"});
    CHECK(rules("ОБЖ") == Strings{"subject.abbreviation"});
    CHECK(rules("русский  язык") == Strings{"subject.not_in_curriculum"});
    CHECK(rules("Химия") == Strings{"subject.capital", "subject.not_in_curriculum"});
    CHECK(check_subject_name("химия", {}).empty());
    CHECK(check_subject_name("ОБЖ", {"ОБЖ"}, {"ОБЖ"}).empty());
}

TEST_CASE("002-6: русский язык is accepted as the curriculum has it, not cut and not with a capital",
          "[B-16][domain]") {
    const Strings curriculum{"русский язык"};
    const auto cut = check_subject_name("Русский яз.", curriculum);
    REQUIRE(cut.size() == 1);
    CHECK(cut.front().rule == rule::subject_abbreviation);
    CHECK(cut.front().word == "яз.");
    CHECK(check_subject_name("Русский язык", curriculum).front().rule == rule::subject_capital);
    CHECK(check_subject_name("русский язык", curriculum).empty());
}

TEST_CASE("002-7: a topic of an English lesson has Russian words", "[E-10][domain]") {
    CHECK(rules_of(check_topic("Present Simple", {})) == Strings{"text.language"});
    CHECK(check_topic("Настоящее простое время (Present Simple)", {}).empty());
}

TEST_CASE("004-1: generic and abbreviated topics are refused, the planned one is accepted",
          "[E-06][E-07][E-08][domain]") {
    const TopicRules rules{true, {}, {"Повторение", "Решение задач"}, works, false};
    CHECK(rules_of(check_topic("Повторение", rules)) == Strings{"topic.generic_phrases"});
    const auto cut = check_topic("Реш. задач", rules);
    REQUIRE(cut.size() == 1);
    CHECK(cut.front().rule == rule::topic_abbreviation);
    CHECK(cut.front().word == "Реш.");
    CHECK(rules_of(check_topic("Решение задач", rules)) == Strings{"topic.generic_phrases"});
    CHECK(check_topic("Повторение: законы Кирхгофа", rules).empty());
    CHECK(follows_plan("повторение — законы Кирхгофа.", "Повторение: законы Кирхгофа"));
    CHECK_FALSE(follows_plan("Повторение", "Повторение: законы Кирхгофа"));
}

TEST_CASE("004-2: a laboratory work is saved with theme and number only", "[E-09][domain]") {
    const TopicRules rules{true, {}, {"Повторение"}, works, false};
    CHECK_FALSE(check_topic("Лабораторная работа: закон Ома", rules).empty());
    CHECK(check_topic("Лабораторная работа № 3: закон Ома", rules).empty());
}

TEST_CASE("topic text: rules that a school switched off are silent", "[E-06][domain]") {
    CHECK(check_topic("Реш. задач, Present Simple, к/р", {false, {}, {}, {}, false}).empty());
    const auto all = check_topic("Повт. к/р", {true, {}, {}, {}, true});
    CHECK(all.size() == 2);
}
