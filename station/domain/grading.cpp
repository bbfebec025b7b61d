#include "station/domain/grading.hpp"

#include <algorithm>
#include <charconv>

namespace zvonok::domain {

namespace {

using Form = MarkScale::Form;

/// Weights are percent of an ordinary mark's.
constexpr int ordinary_weight = 100;
/// Where all attempts at a work count, of more than these the last. Sums stay exact in 64 bits: a mark is at most
/// 1000 points, its weight at most 10000, and the common denominator of 1 to 12 is 27720.
constexpr std::size_t most_attempts = 12;

struct Range {
    int least = 0, most = 0;
};

std::optional<Range> numbers_of(const MarkScale& scale) {
    std::optional<Range> range;
    for (const std::string& text : scale.values)
        if (const auto value = numeric(text))
            range =
                range ? Range{std::min(range->least, *value), std::max(range->most, *value)} : Range{*value, *value};
    return range;
}

int points_of(const MarkScale& scale) {
    return scale.form == Form::criteria ? scale.maximum * static_cast<int>(scale.values.size()) : scale.maximum;
}

bool has(const std::vector<std::string>& texts, std::string_view text) {
    return std::ranges::find(texts, text) != texts.end();
}

int weight_of(const GradingRules& rules, const CountedMark& mark) {
    if (rules.policies.period_mark.mean == MeanKind::plain) return ordinary_weight;
    if (mark.weight_percent > 0) return mark.weight_percent;
    const WorkKind* kind = rules.policies.kind(mark.kind);
    return kind == nullptr ? ordinary_weight : kind->weight.value;
}

/// The attempts at one work, by number, as one mark. `attempts` is not empty, and each is a number.
Fraction settle(ResitRule rule, std::span<const std::pair<int, int>> attempts) {
    switch (rule) {
        case ResitRule::best:
            return std::ranges::max_element(attempts, {}, &std::pair<int, int>::second)->second;
        case ResitRule::mean: {
            if (attempts.size() > most_attempts) attempts = attempts.last(most_attempts);
            std::int64_t sum = 0;
            for (const auto& [attempt, value] : attempts) sum += value;
            return {sum, static_cast<std::int64_t>(attempts.size())};
        }
        case ResitRule::last:
            break;
    }
    return attempts.back().second;
}

std::string not_attested(const GradingRules& rules) {
    return rules.policies.period_mark.not_attested;
}

std::string words_for(const GradingRules& rules, const Mean& mean) {
    if (mean.passed == mean.works) return rules.scale.passing.empty() ? std::string{} : rules.scale.passing.front();
    for (const std::string& value : rules.scale.values)
        if (!has(rules.scale.passing, value)) return value;
    return {};
}

std::string value_for(const GradingRules& rules, const Rounding& rounding, Fraction mean) {
    if (rules.scale.form == Form::numbers) return round_mark(rules.scale, rounding, mean);
    return std::to_string((mean * points_of(rules.scale)).rounded());
}

enum class ResultKind : std::uint8_t { missing, not_attested, exempt, best, good, passing, failing };

ResultKind kind_of(const GradingRules& rules, const std::string& result) {
    const auto& words = rules.policies.period_mark;
    if (result.empty()) return ResultKind::missing;
    if (result == words.not_attested) return ResultKind::not_attested;
    if (result == words.exempt) return ResultKind::exempt;
    if (rules.scale.form == Form::points || rules.scale.form == Form::criteria) {
        const auto points = numeric(result);
        const auto mark = points ? mark_for_points(rules.policies, *points, points_of(rules.scale)) : std::nullopt;
        if (!mark || *mark < 3) return ResultKind::failing;
        return *mark >= 5 ? ResultKind::best : *mark == 4 ? ResultKind::good : ResultKind::passing;
    }
    const auto& passing = rules.scale.passing;
    if (!has(passing, result)) return ResultKind::failing;
    // With a single passing value ("зачёт") nobody can do better.
    if (result == rules.scale.values.front() || passing.size() == 1) return ResultKind::best;
    const auto lowest = std::find_if(rules.scale.values.rbegin(), rules.scale.values.rend(),
                                     [&](const std::string& value) { return has(passing, value); });
    return result == *lowest ? ResultKind::passing : ResultKind::good;
}

}  // namespace

GradingRules grading_rules(const Policies& policies, int grade, std::string_view subject) {
    return {policies, policies.scale_for(grade, subject)};
}

std::optional<int> numeric(std::string_view value) {
    int number = 0;
    const auto [stop, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc{} || stop != value.data() + value.size()) return std::nullopt;
    return number;
}

Mean mean_of(const GradingRules& rules, std::span<const CountedMark> marks) {
    std::vector<const CountedMark*> standing;
    standing.reserve(marks.size());
    for (const CountedMark& mark : marks)
        if (!mark.value.empty()) standing.push_back(&mark);
    std::ranges::stable_sort(standing, [](const CountedMark* left, const CountedMark* right) {
        return std::pair{left->work, left->attempt} < std::pair{right->work, right->attempt};
    });

    const ResitRule resits = rules.policies.mark.resits;
    Mean mean;
    std::vector<std::pair<int, int>> attempts;
    for (std::size_t first = 0; first < standing.size();) {
        std::size_t next = first;
        attempts.clear();
        bool last_passed = false;
        bool any_passed = false;
        bool any = false;
        for (; next < standing.size() && standing[next]->work == standing[first]->work; ++next) {
            const CountedMark& mark = *standing[next];
            if (const auto number = numeric(mark.value)) attempts.emplace_back(mark.attempt, *number);
            if (rules.scale.form == Form::numbers || rules.scale.form == Form::words) {
                if (!has(rules.scale.values, mark.value)) continue;
                any = true;
                last_passed = has(rules.scale.passing, mark.value);
                any_passed = any_passed || last_passed;
            }
        }
        // A work's weight is that of its last mark: attempts share it.
        const CountedMark& work = *standing[next - 1];
        first = next;
        if (any && (resits == ResitRule::best ? any_passed : last_passed)) ++mean.passed;
        if (rules.scale.form == Form::words) {
            mean.works += any ? 1 : 0;
            continue;
        }
        if (attempts.empty()) continue;
        ++mean.works;
        const int weight = weight_of(rules, work);
        mean.sum = mean.sum + settle(resits, attempts) * weight;
        std::int64_t could_be = 1;
        if (rules.scale.form == Form::points) could_be = work.most_points > 0 ? work.most_points : rules.scale.maximum;
        if (rules.scale.form == Form::criteria) could_be = points_of(rules.scale);
        mean.weight += weight * could_be;
    }
    return mean;
}

std::string round_mark(const MarkScale& scale, const Rounding& rounding, Fraction mean) {
    const auto range = numbers_of(scale);
    if (!range) return {};
    int mark = static_cast<int>(mean.rounded());
    if (!rounding.steps.empty()) {
        const auto reached = std::find_if(rounding.steps.rbegin(), rounding.steps.rend(), [&](const auto& step) {
            return mean >= Fraction{step.from.value, 100};
        });
        mark = reached != rounding.steps.rend() ? reached->mark : std::min(mark, rounding.steps.front().mark - 1);
    }
    return std::to_string(std::clamp(mark, range->least, range->most));
}

std::optional<int> mark_for_points(const Policies& policies, int points, int most_points) {
    const auto& steps = policies.mark.points_to_marks.steps;
    if (most_points <= 0 || steps.empty()) return std::nullopt;
    const Fraction percent{std::int64_t{points} * 100, most_points};
    const auto reached = std::find_if(steps.rbegin(), steps.rend(), [&](const auto& step) {
        return percent >= Fraction{step.from.value, 100};
    });
    return reached != steps.rend() ? reached->mark : steps.front().mark - 1;
}

Suggestion suggest(const GradingRules& rules, const Mean& mean, const Attended& attended) {
    const auto& policy = rules.policies.period_mark;
    Suggestion suggestion;
    suggestion.works = mean.works;
    if (rules.scale.form != Form::words) suggestion.mean = mean.value();
    const auto settle_on = [&](std::string value, SuggestionBasis basis) {
        suggestion.value = std::move(value);
        suggestion.basis = suggestion.value.empty() ? SuggestionBasis::none : basis;
        return suggestion;
    };
    if (attended.by_lessons) {
        if (attended.lessons > 0 && attended.exempt >= attended.lessons && mean.works == 0)
            return settle_on(policy.exempt, SuggestionBasis::exempt);
        if (policy.most_missed_percent && attended.lessons > 0 &&
            std::int64_t{attended.missed} * 100 > std::int64_t{*policy.most_missed_percent} * attended.lessons)
            return settle_on(not_attested(rules), SuggestionBasis::missed);
    }
    if (rules.scale.form == Form::words) {
        if (mean.works == 0) return suggestion;
        return settle_on(words_for(rules, mean), SuggestionBasis::words);
    }
    if (attended.by_lessons && attended.lessons > 0 && mean.works < policy.fewest_marks)
        return settle_on(not_attested(rules), SuggestionBasis::too_few);
    if (!suggestion.mean) return suggestion;
    return settle_on(value_for(rules, policy.rounding, *suggestion.mean), SuggestionBasis::mean);
}

Suggestion suggest_year(const GradingRules& rules, std::span<const std::string> periods) {
    Suggestion suggestion;
    std::int64_t sum = 0;
    bool any_not_attested = false;
    bool all_passed = true;
    for (const std::string& period : periods) {
        any_not_attested = any_not_attested || period == not_attested(rules);
        if (rules.scale.form == Form::words) {
            if (!has(rules.scale.values, period)) continue;
            ++suggestion.works;
            all_passed = all_passed && has(rules.scale.passing, period);
        } else if (const auto value = numeric(period)) {
            ++suggestion.works;
            sum += *value;
        }
    }
    if (suggestion.works == 0) {
        if (any_not_attested) {
            suggestion.value = not_attested(rules);
            suggestion.basis = SuggestionBasis::results;
        }
        return suggestion;
    }
    suggestion.basis = SuggestionBasis::results;
    if (rules.scale.form == Form::words) {
        suggestion.value = words_for(rules, {{}, 0, suggestion.works, all_passed ? suggestion.works : 0});
        return suggestion;
    }
    suggestion.mean = Fraction{sum, suggestion.works};
    suggestion.value = rules.scale.form == Form::numbers
                           ? round_mark(rules.scale, rules.policies.period_mark.year_rounding, *suggestion.mean)
                           : std::to_string(suggestion.mean->rounded());
    return suggestion;
}

Suggestion suggest_final(const GradingRules& rules, const std::string& year, const std::string& exam) {
    const auto of_year = numeric(year);
    const auto of_exam = numeric(exam);
    const bool with_exam = rules.policies.period_mark.final_source == FinalSource::year_and_exam;
    Suggestion suggestion;
    suggestion.basis = year.empty() ? SuggestionBasis::none : SuggestionBasis::results;
    if (!with_exam || !of_year || !of_exam || rules.scale.form != Form::numbers) {
        suggestion.value = year;
        return suggestion;
    }
    suggestion.works = 2;
    suggestion.mean = Fraction{std::int64_t{*of_year} + *of_exam, 2};
    suggestion.value = round_mark(rules.scale, rules.policies.period_mark.final_rounding, *suggestion.mean);
    return suggestion;
}

namespace {

Mean with_more(const Mean& mean, int value, int weight, int times) {
    Mean more = mean;
    more.sum = more.sum + Fraction{std::int64_t{value} * weight * times};
    more.weight += std::int64_t{weight} * times;
    more.works += times;
    return more;
}

}  // namespace

std::vector<Outlook> outlook(const GradingRules& rules, const Mean& mean, const Attended& attended, int weight_percent,
                             int most_times) {
    std::vector<Outlook> all;
    if (rules.scale.form != Form::numbers) return all;
    const int weight = rules.policies.period_mark.mean == MeanKind::plain ? ordinary_weight : weight_percent;
    const std::string now = suggest(rules, mean, attended).value;
    for (const std::string& next : rules.scale.values) {
        const auto value = numeric(next);
        if (!value) continue;
        for (int times = 1; times <= most_times; ++times) {
            std::string becomes = suggest(rules, with_more(mean, *value, weight, times), attended).value;
            if (becomes == now) continue;
            all.push_back({next, times, std::move(becomes)});
            break;
        }
    }
    return all;
}

std::optional<int> marks_needed(const GradingRules& rules, const Mean& mean, const Attended& attended, int next,
                                int target, int weight_percent, int most_times) {
    if (rules.scale.form != Form::numbers) return std::nullopt;
    const int weight = rules.policies.period_mark.mean == MeanKind::plain ? ordinary_weight : weight_percent;
    for (int times = 0; times <= most_times; ++times) {
        const auto value = numeric(suggest(rules, with_more(mean, next, weight, times), attended).value);
        if (value && *value >= target) return times;
    }
    return std::nullopt;
}

std::optional<Fraction> bias_of(const GradingRules& rules, const std::string& result, const Mean& mean) {
    if (rules.scale.form != Form::numbers) return std::nullopt;
    const auto value = numeric(result);
    const auto average = mean.value();
    if (!value || !average) return std::nullopt;
    return Fraction{*value} - *average;
}

bool beyond(Fraction bias, Hundredths gap) {
    return bias.magnitude() > Fraction{gap.value, 100};
}

void Tally::add(const GradingRules& rules, const std::string& result) {
    const bool points = rules.scale.form == Form::points || rules.scale.form == Form::criteria;
    by_value.resize(points ? 5 : rules.scale.values.size());
    const ResultKind kind = kind_of(rules, result);
    if (kind == ResultKind::missing) {
        ++missing;
        return;
    }
    ++pupils;
    switch (kind) {
        case ResultKind::not_attested:
            ++not_attested;
            return;
        case ResultKind::exempt:
            ++exempt;
            return;
        case ResultKind::best:
        case ResultKind::good:
            ++good;
            [[fallthrough]];
        case ResultKind::passing:
            ++passed;
            break;
        case ResultKind::failing:
        case ResultKind::missing:
            break;
    }
    if (points) {
        const auto value = numeric(result);
        const auto mark = value ? mark_for_points(rules.policies, *value, points_of(rules.scale)) : std::nullopt;
        if (mark) ++by_value[static_cast<std::size_t>(5 - std::clamp(*mark, 1, 5))];
        return;
    }
    const auto place = std::ranges::find(rules.scale.values, result);
    if (place != rules.scale.values.end()) ++by_value[static_cast<std::size_t>(place - rules.scale.values.begin())];
}

std::optional<int> Tally::share(int part) const {
    const int of = pupils - exempt;
    if (of <= 0) return std::nullopt;
    return static_cast<int>(Fraction{std::int64_t{part} * 100, of}.hundredths());
}

void StandingCount::add(const GradingRules& rules, const std::string& result) {
    switch (kind_of(rules, result)) {
        case ResultKind::missing:
        case ResultKind::exempt:
            return;
        case ResultKind::not_attested:
            ++not_attested_;
            break;
        case ResultKind::best:
            ++best_;
            break;
        case ResultKind::good:
            break;
        case ResultKind::passing:
            ++plain_;
            break;
        case ResultKind::failing:
            ++failed_;
            break;
    }
    ++results_;
}

Standing StandingCount::standing() const {
    if (results_ == 0) return Standing::unknown;
    if (failed_ > 0) return Standing::failing;
    if (not_attested_ > 0) return Standing::not_attested;
    if (best_ == results_) return Standing::excellent;
    if (plain_ == 0) return Standing::good;
    return plain_ == 1 ? Standing::almost_good : Standing::passing;
}

}  // namespace zvonok::domain
