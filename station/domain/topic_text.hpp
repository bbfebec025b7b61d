#pragma once

#include "station/domain/abbreviation.hpp"
#include "station/domain/policies.hpp"

#include <optional>

/// What a school asks of the words that people write (E-06 to E-10, B-16). Pure: whether a finding refuses or only
/// warns is the policy's to say.
namespace zvonok::domain {

/// The names of rules as verdicts carry them; the screens have a sentence for each. Names stay for ever.
namespace rule {
inline constexpr std::string_view topic_abbreviation = "topic.no_abbreviations";
inline constexpr std::string_view topic_generic = "topic.generic_phrases";
inline constexpr std::string_view work_number = "topic.work_needs_number";
inline constexpr std::string_view work_theme = "topic.work_needs_theme";
inline constexpr std::string_view text_language = "text.language";
inline constexpr std::string_view subject_abbreviation = "subject.abbreviation";
inline constexpr std::string_view subject_capital = "subject.capital";
inline constexpr std::string_view subject_not_in_curriculum = "subject.not_in_curriculum";
}  // namespace rule

/// `word` stands in the text at byte `offset`, exactly as written, so that a screen can underline it; both ends lie
/// between characters. An empty word: something is missing at that place.
struct TextFinding {
    std::string_view rule;
    std::string word;
    std::size_t offset = 0;

    bool operator==(const TextFinding&) const = default;
};

/// What the school asks of topics. What is empty or off is not asked.
struct TopicRules {
    bool no_abbreviations = true;
    std::vector<std::string> allowed_terms{};    ///< «ГОСТ», «МДК», «г.»
    std::vector<std::string> generic_phrases{};  ///< «Повторение», «Решение задач»
    std::vector<std::string> numbered_works{};  ///< «лабораторная работа», «контрольный диктант»: nominative, singular
    bool russian = true;
};

/// What the policies ask of topics; what they have switched off is not asked.
TopicRules topic_rules(const Policies& policies);

/// What a finding of the rule does under the policies.
Severity severity_of(std::string_view rule, const Policies& policies);

/// All that is wrong with a topic, by place.
std::vector<TextFinding> check_topic(std::string_view text, const TopicRules& rules);

/// E-07: every abbreviated word.
std::vector<TextFinding> check_abbreviations(std::string_view text, const std::vector<std::string>& allowed);

/// E-08: the text is made of generic phrases, numbers and link words alone. «Повторение. Решение задач № 5» is,
/// «Повторение: законы Кирхгофа» is not. Letter case, ё, hyphens and punctuation do not matter.
std::optional<TextFinding> check_generic(std::string_view text, const std::vector<std::string>& phrases);

/// E-09 in a topic: a work that is held («Лабораторная работа», «Выполнение лабораторной работы») has its number right
/// after its name and a theme somewhere. One that is only spoken of («Подготовка к контрольной работе») needs neither.
std::vector<TextFinding> check_works(std::string_view text, const std::vector<std::string>& works,
                                     const std::vector<std::string>& generic_phrases);

/// The work that a topic says is held, «Лабораторная работа № 3. Закон Ома».
struct NamedWork {
    std::size_t work = 0;  ///< index among `works`
    int number = 0;        ///< 0: none said

    bool operator==(const NamedWork&) const = default;
};
/// The first one; nothing when the topic holds none.
std::optional<NamedWork> work_named_in(std::string_view text, const std::vector<std::string>& works);

/// E-09 in a work's own fields.
///
/// number  0: not said
std::vector<TextFinding> check_work(std::string_view theme, int number,
                                    const std::vector<std::string>& generic_phrases);

/// E-10: there are words, and none is Russian. «Настоящее время (Present Simple)» and «§ 12, № 3» pass.
std::optional<TextFinding> check_language(std::string_view text);

/// B-16: in full, lower case first, and as in the curriculum. An empty curriculum is not asked.
std::vector<TextFinding> check_subject_name(std::string_view name, const std::vector<std::string>& curriculum,
                                            const std::vector<std::string>& allowed_terms = {});

/// E-06: the topic is the plan's: the same words, whatever letter case and punctuation.
bool follows_plan(std::string_view topic, std::string_view planned);

}  // namespace zvonok::domain
