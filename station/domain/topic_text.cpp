#include "station/domain/topic_text.hpp"

#include <algorithm>
#include <array>

namespace zvonok::domain {

namespace {

using Word = std::u32string_view;
using Words = std::vector<std::u32string>;

/// Words that join phrases and make no theme.
constexpr auto fillers =
    std::to_array<Word>({U"и",    U"а",    U"с",    U"со",    U"по",    U"на",      U"в",       U"во",   U"к",
                         U"для",  U"или",  U"урок", U"урока", U"уроки", U"занятие", U"занятия", U"час",  U"часть",
                         U"тема", U"теме", U"тему", U"темы",  U"темам", U"n",       U"no",      U"номер"});

/// Before the genitive of a work that is held, not spoken of.
constexpr auto holding = std::to_array<Word>({U"выполнение", U"проведение", U"написание"});

struct PlacedWord {
    std::u32string folded;
    std::size_t offset = 0, length = 0;
    bool number = false;
};

std::vector<PlacedWord> placed_words(std::string_view text) {
    std::vector<PlacedWord> words;
    for (Piece& piece : pieces_of(text)) {
        if (piece.kind == PieceKind::letters)
            words.push_back({std::move(piece.folded), piece.offset, piece.length, false});
        if (piece.kind == PieceKind::digits)
            words.push_back({std::move(piece.letters), piece.offset, piece.length, true});
    }
    return words;
}

std::string written(std::string_view text, const PlacedWord& first, const PlacedWord& last) {
    return std::string(text.substr(first.offset, last.offset + last.length - first.offset));
}

bool is_filler(const PlacedWord& word) {
    return word.number || std::ranges::find(fillers, word.folded) != fillers.end() ||
           word.folded.find_first_not_of(U"ivxlcdmх") == std::u32string::npos;
}

enum class Contents { nothing, generic, theme };

/// What the words say, once phrases that say nothing are taken away. Phrases may overlap («Урок повторения» and
/// «Повторение»), so every cover is tried.
Contents contents_of(const std::vector<PlacedWord>& words, const std::vector<Words>& phrases) {
    enum : std::uint8_t { unreached, fillers_only, with_phrase };
    std::vector<std::uint8_t> reached(words.size() + 1, unreached);
    reached[0] = fillers_only;
    const auto reach = [&](std::size_t at, std::uint8_t how) { reached[at] = std::max(reached[at], how); };
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (reached[at] == unreached) continue;
        if (is_filler(words[at])) reach(at + 1, reached[at]);
        for (const Words& phrase : phrases) {
            if (phrase.empty() || phrase.size() > words.size() - at) continue;
            const bool same =
                std::equal(phrase.begin(), phrase.end(), words.begin() + static_cast<std::ptrdiff_t>(at),
                           [](const auto& left, const PlacedWord& right) { return left == right.folded; });
            if (same) reach(at + phrase.size(), with_phrase);
        }
    }
    if (reached.back() == unreached) return Contents::theme;
    return reached.back() == with_phrase ? Contents::generic : Contents::nothing;
}

std::vector<Words> folded_phrases(const std::vector<std::string>& phrases) {
    std::vector<Words> folded;
    folded.reserve(phrases.size());
    for (const std::string& phrase : phrases) folded.push_back(folded_words(phrase));
    return folded;
}

/// «лабораторная» -> «лабораторн»: what stays in every case and number.
Word stem_of(Word word) {
    while (word.size() > 3 && (is_vowel(word.back()) || word.back() == U'й' || word.back() == U'ь'))
        word.remove_suffix(1);
    return word;
}

bool is_form_of(Word word, Word nominative) {
    const Word stem = stem_of(nominative);
    return word.starts_with(stem) && word.size() <= stem.size() + 3;
}
/// Nominative, singular or plural: «работа», «работы»; «лабораторная», «лабораторные».
bool is_nominative(Word word, Word nominative) {
    if (word == nominative) return true;
    const Word ending = word.substr(std::min(word.size(), stem_of(nominative).size()));
    return ending == U"ые" || ending == U"ие" || ending == U"ы" || ending == U"и";
}

class Works {
  public:
    Works(std::string_view text, const std::vector<std::string>& names, const std::vector<std::string>& phrases)
        : text_(text), words_(placed_words(text)), phrases_(folded_phrases(phrases)) {
        for (const std::string& name : names) names_.push_back(folded_words(name));
    }

    std::vector<TextFinding> run() const {
        std::vector<TextFinding> findings;
        for (auto work = next(0); work; work = next(work->ends)) {
            const PlacedWord& first = words_[work->begins];
            const std::string name = written(text_, first, words_[work->named - 1]);
            if (work->ends == work->named) findings.push_back({rule::work_number, name, first.offset});
            if (!has_theme(work->begins, work->ends)) findings.push_back({rule::work_theme, name, first.offset});
        }
        return findings;
    }
    [[nodiscard]] std::optional<NamedWork> first() const {
        const auto work = next(0);
        if (!work) return std::nullopt;
        int number = 0;
        if (work->ends > work->named)
            for (const char32_t digit : words_[work->ends - 1].folded)
                if (number < 1000) number = number * 10 + static_cast<int>(digit - U'0');
        return NamedWork{work->index, number};
    }

  private:
    /// Indexes of words: the name, the end of the name, the end of the number after it.
    struct Found {
        std::size_t begins = 0, named = 0, ends = 0;
        std::size_t index = 0;  ///< of the work
    };
    [[nodiscard]] std::optional<Found> next(std::size_t at) const {
        for (; at < words_.size(); ++at)
            for (std::size_t index = 0; index < names_.size(); ++index)
                if (begins_at(at, names_[index])) {
                    const std::size_t named = at + names_[index].size();
                    return Found{at, named, number_after(named), index};
                }
        return std::nullopt;
    }
    [[nodiscard]] bool begins_at(std::size_t at, const Words& name) const {
        if (name.empty() || name.size() > words_.size() - at) return false;
        bool nominative = true;
        for (std::size_t index = 0; index < name.size(); ++index) {
            const Word word = words_[at + index].folded;
            if (!is_form_of(word, name[index])) return false;
            nominative = nominative && is_nominative(word, name[index]);
        }
        return nominative || (at > 0 && std::ranges::find(holding, words_[at - 1].folded) != holding.end());
    }
    /// Past the number that follows at once, «№ 3» or «3 и 4»; where it began if there is none.
    [[nodiscard]] std::size_t number_after(std::size_t at) const {
        std::size_t next = at;
        while (next < words_.size() && (words_[next].folded == U"n" || words_[next].folded == U"no" ||
                                        words_[next].folded == U"номер" || words_[next].folded == U"номера"))
            ++next;
        if (next == words_.size() || !words_[next].number) return at;
        while (next < words_.size() && words_[next].number) ++next;
        return next;
    }
    /// Something is left of the text besides this work's name and number.
    [[nodiscard]] bool has_theme(std::size_t from, std::size_t until) const {
        std::vector<PlacedWord> rest{words_.begin(), words_.begin() + static_cast<std::ptrdiff_t>(from)};
        rest.insert(rest.end(), words_.begin() + static_cast<std::ptrdiff_t>(until), words_.end());
        std::erase_if(rest,
                      [](const PlacedWord& word) { return std::ranges::find(holding, word.folded) != holding.end(); });
        return contents_of(rest, phrases_) == Contents::theme;
    }

    std::string_view text_;
    std::vector<PlacedWord> words_;
    std::vector<Words> phrases_;
    std::vector<Words> names_;
};

std::vector<TextFinding> as_findings(std::string_view text, std::string_view rule,
                                     const std::vector<FoundWord>& words) {
    std::vector<TextFinding> findings;
    findings.reserve(words.size());
    for (const FoundWord& word : words)
        findings.push_back({rule, std::string(text.substr(word.offset, word.length)), word.offset});
    return findings;
}

}  // namespace

std::vector<TextFinding> check_abbreviations(std::string_view text, const std::vector<std::string>& allowed) {
    return as_findings(text, rule::topic_abbreviation, find_abbreviations(text, allowed));
}

std::optional<TextFinding> check_generic(std::string_view text, const std::vector<std::string>& phrases) {
    const auto words = placed_words(text);
    if (contents_of(words, folded_phrases(phrases)) != Contents::generic) return std::nullopt;
    return TextFinding{rule::topic_generic, written(text, words.front(), words.back()), words.front().offset};
}

std::vector<TextFinding> check_works(std::string_view text, const std::vector<std::string>& works,
                                     const std::vector<std::string>& generic_phrases) {
    return Works{text, works, generic_phrases}.run();
}

std::optional<NamedWork> work_named_in(std::string_view text, const std::vector<std::string>& works) {
    return Works{text, works, {}}.first();
}

std::vector<TextFinding> check_work(std::string_view theme, int number,
                                    const std::vector<std::string>& generic_phrases) {
    std::vector<TextFinding> findings;
    if (number <= 0) findings.push_back({rule::work_number, "", theme.size()});
    const auto words = placed_words(theme);
    if (contents_of(words, folded_phrases(generic_phrases)) != Contents::theme) {
        const std::string said = words.empty() ? std::string{} : written(theme, words.front(), words.back());
        findings.push_back({rule::work_theme, said, words.empty() ? 0 : words.front().offset});
    }
    return findings;
}

std::optional<TextFinding> check_language(std::string_view text) {
    std::vector<PlacedWord> foreign;
    for (const Piece& piece : pieces_of(text)) {
        if (piece.kind != PieceKind::letters || piece.letters.size() < 2) continue;  // a letter alone is a sign: x, F
        if (piece.cyrillic) return std::nullopt;
        foreign.push_back({piece.folded, piece.offset, piece.length, false});
    }
    if (foreign.empty()) return std::nullopt;
    return TextFinding{rule::text_language, written(text, foreign.front(), foreign.back()), foreign.front().offset};
}

std::vector<TextFinding> check_subject_name(std::string_view name, const std::vector<std::string>& curriculum,
                                            const std::vector<std::string>& allowed_terms) {
    auto findings = as_findings(name, rule::subject_abbreviation, find_abbreviations_in_name(name, allowed_terms));
    const auto pieces = pieces_of(name);
    const auto first = std::ranges::find(pieces, PieceKind::letters, &Piece::kind);
    // A term in capitals that the school allows may begin a name.
    const bool capital = first != pieces.end() && is_upper(first->letters.front()) &&
                         (first->letters.size() == 1 || !is_upper(first->letters[1]));
    if (capital && findings.empty())
        findings.push_back(
            {rule::subject_capital, std::string(name.substr(first->offset, first->length)), first->offset});
    const bool known = std::ranges::any_of(
        curriculum, [&](const std::string& subject) { return capital ? same_words(subject, name) : subject == name; });
    const bool cut = !findings.empty() && findings.front().rule == rule::subject_abbreviation;
    if (!known && !cut && !curriculum.empty())
        findings.push_back({rule::subject_not_in_curriculum, std::string(name), 0});
    return findings;
}

TopicRules topic_rules(const Policies& policies) {
    const Policies::Topic& topic = policies.topic;
    TopicRules rules;
    rules.no_abbreviations = topic.abbreviations != Severity::off;
    rules.allowed_terms = topic.allowed_terms;
    if (topic.generic != Severity::off) rules.generic_phrases = topic.generic_phrases;
    if (topic.work_needs_number != Severity::off)
        for (const WorkKind& kind : policies.mark.kinds)
            if (kind.numbered) rules.numbered_works.push_back(kind.title);
    rules.russian = topic.language != Severity::off;
    return rules;
}

Severity severity_of(std::string_view rule, const Policies& policies) {
    const Policies::Topic& topic = policies.topic;
    if (rule == rule::topic_abbreviation) return topic.abbreviations;
    if (rule == rule::topic_generic) return topic.generic;
    if (rule == rule::work_number || rule == rule::work_theme) return topic.work_needs_number;
    if (rule == rule::text_language) return topic.language;
    const bool full = topic.subject_name == NameRule::full_lower_case;
    if (rule == rule::subject_abbreviation || rule == rule::subject_capital)
        return full ? Severity::refuse : Severity::off;
    if (rule == rule::subject_not_in_curriculum)
        return topic.subject_name == NameRule::free ? Severity::off : Severity::refuse;
    return Severity::off;
}

bool follows_plan(std::string_view topic, std::string_view planned) {
    return same_words(topic, planned);
}

std::vector<TextFinding> check_topic(std::string_view text, const TopicRules& rules) {
    std::vector<TextFinding> findings;
    if (rules.no_abbreviations) findings = check_abbreviations(text, rules.allowed_terms);
    if (auto generic = check_generic(text, rules.generic_phrases)) findings.push_back(std::move(*generic));
    for (TextFinding& work : check_works(text, rules.numbered_works, rules.generic_phrases))
        findings.push_back(std::move(work));
    if (rules.russian)
        if (auto language = check_language(text)) findings.push_back(std::move(*language));
    std::ranges::stable_sort(findings, {}, &TextFinding::offset);
    return findings;
}

}  // namespace zvonok::domain
