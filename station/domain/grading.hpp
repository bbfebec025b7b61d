#pragma once

#include "station/domain/fraction.hpp"
#include "station/domain/policies.hpp"

#include <span>

/// From marks to results: means, what the policy's rounding suggests, who is not attested, what the next marks would
/// change (I-05, I-06, I-08, O-04). Exact; a suggestion is a hint beside the field, the teacher decides.
namespace zvonok::domain {

/// How results of one subject in one class are made. Good as long as the policies.
struct GradingRules {
    const Policies& policies;  ///< of the period's last day
    const MarkScale& scale;
};
GradingRules grading_rules(const Policies& policies, int grade, std::string_view subject);

/// A mark as it enters the mean: given for a work in a lesson, or transferred with a certificate (G-13).
struct CountedMark {
    std::string value{};     ///< empty: withdrawn, counts for nothing
    std::string kind{};      ///< code of the kind of work
    int weight_percent = 0;  ///< Work::weight_percent; 0: as its kind
    int most_points = 0;     ///< scales of points: Work::points; 0: the scale's maximum
    std::uint32_t work = 0;  ///< marks with the same number are attempts at the same work
    int attempt = 1;
};

/// What a pupil's marks come to. Of several attempts at a work the policy says what counts (mark.attempts).
struct Mean {
    Fraction sum{};           ///< of the weighted marks, or points
    std::int64_t weight = 0;  ///< their weights, or the weighted points that could be had
    int works = 0;            ///< with a mark that stands, scale of words too
    int passed = 0;           ///< of these, with a passing value; scales of numbers and words

    /// In marks; of points and criteria the share of what could be had, 0 to 1. Nothing: no mark has weight.
    [[nodiscard]] std::optional<Fraction> value() const {
        if (weight == 0) return std::nullopt;
        return sum / weight;
    }
};
Mean mean_of(const GradingRules& rules, std::span<const CountedMark> marks);

/// The lessons of the span that the pupil was to attend.
struct Attended {
    int lessons = 0;         ///< held
    int missed = 0;          ///< of them, as attendance.codes count it (absence.hpp)
    int exempt = 0;          ///< of them, excused by a document; none of these is missed unless the policy says so
    bool by_lessons = true;  ///< false: external, self-study, family: attested without lessons' marks (I-14)
};

/// Why the suggestion is what it is. Stored nowhere.
enum class SuggestionBasis : std::uint8_t {
    none,     ///< nothing to suggest from
    mean,     ///< rounded
    words,    ///< all works passed, or not
    too_few,  ///< not attested: fewer marks than period_mark.min_marks
    missed,   ///< not attested: missed more than period_mark.max_missed_percent
    exempt,   ///< excused from every lesson
    results,  ///< of a year or final mark: from the marks below it
};

struct Suggestion {
    std::string value{};  ///< as the scale writes it, "н/а"; empty: none
    SuggestionBasis basis = SuggestionBasis::none;
    std::optional<Fraction> mean{};  ///< the hint beside it (I-05), also where not attested
    int works = 0;
};
/// Of a quarter, half-year, semester; of a year where year_mark.source is the marks.
Suggestion suggest(const GradingRules& rules, const Mean& mean, const Attended& attended);
/// The year's from its periods' marks. Periods without a number (not attested, exempt) don't count; without any number
/// the year is not attested if one of them was not.
Suggestion suggest_year(const GradingRules& rules, std::span<const std::string> periods);
/// The final one from the year's, and the exam's where final_mark.source says so and there was one.
Suggestion suggest_final(const GradingRules& rules, const std::string& year, const std::string& exam);

/// The mean to a mark of the scale: by the steps, else half up; never outside the scale. For scales of numbers.
std::string round_mark(const MarkScale& scale, const Rounding& rounding, Fraction mean);
/// What points come to as a five-point mark, by mark.points_to_marks; nothing where none could be had.
std::optional<int> mark_for_points(const Policies& policies, int points, int most_points);
/// The value as a number, if it is one.
std::optional<int> numeric(std::string_view value);

/// "One more 5 gives 4": so many more marks of that value, of that weight, and the suggestion becomes another.
struct Outlook {
    std::string next;
    int times = 1;
    std::string becomes;

    bool operator==(const Outlook&) const = default;
};
/// For each mark of the scale the smallest number, up to `most_times`, that changes the suggestion; values that change
/// nothing are left out. Scales of numbers only.
///
/// weight_percent  of the marks to come, 100: an ordinary one
std::vector<Outlook> outlook(const GradingRules& rules, const Mean& mean, const Attended& attended,
                             int weight_percent = 100, int most_times = 5);
/// How many more marks of the value make the suggestion at least `target`; nothing: not with `most_times`.
std::optional<int> marks_needed(const GradingRules& rules, const Mean& mean, const Attended& attended, int next,
                                int target, int weight_percent = 100, int most_times = 50);

/// The result against the mean (O-04): positive where it is better. Nothing where one of them is no mark in numbers.
std::optional<Fraction> bias_of(const GradingRules& rules, const std::string& result, const Mean& mean);
/// Differs by more than the gap; exactly the gap is not more.
bool beyond(Fraction bias, Hundredths gap);

/// Results of a class in a subject, suggested (I-06) or given (M-16, M-17).
struct Tally {
    std::vector<int> by_value;  ///< as MarkScale::values; of points: by five-point mark, 5 first
    int pupils = 0;             ///< with any result
    int passed = 0;
    int good = 0;  ///< better than the lowest passing value: "качество знаний"
    int not_attested = 0;
    int exempt = 0;
    int missing = 0;  ///< no result yet

    void add(const GradingRules& rules, const std::string& result);
    /// Of those who were to be attested, hundredths of a percent, half up; nothing: nobody.
    [[nodiscard]] std::optional<int> success() const { return share(passed); }
    [[nodiscard]] std::optional<int> quality() const { return share(good); }

  private:
    [[nodiscard]] std::optional<int> share(int part) const;
};

/// How a pupil stands over all subjects of a period.
enum class Standing : std::uint8_t {
    unknown,      ///< no result yet
    excellent,    ///< the best mark in everything
    good,         ///< nothing below "good"
    almost_good,  ///< good but for one subject
    passing,
    failing,       ///< at least one failed
    not_attested,  ///< at least one not attested, none failed
};
class StandingCount {
  public:
    void add(const GradingRules& rules, const std::string& result);
    [[nodiscard]] Standing standing() const;

  private:
    int results_ = 0, best_ = 0, plain_ = 0, failed_ = 0, not_attested_ = 0;
};

}  // namespace zvonok::domain
