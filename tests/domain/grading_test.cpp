#include "station/domain/grading.hpp"
#include "tests/domain/policy_texts.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

using namespace zvonok::domain;
using namespace zvonok::test;

namespace {

GradingRules rules_of(const Policies& policies, int grade = 7, std::string_view subject = "алгебра") {
    return grading_rules(policies, grade, subject);
}

/// Works one after another, each with one mark.
std::vector<CountedMark> marks(const std::vector<std::string>& values, const std::string& kind = "ответ") {
    std::vector<CountedMark> all;
    for (const std::string& value : values) {
        CountedMark mark;
        mark.value = value;
        mark.kind = kind;
        mark.work = static_cast<std::uint32_t>(all.size());
        all.push_back(mark);
    }
    return all;
}

CountedMark attempt(int number, const std::string& value) {
    CountedMark mark;
    mark.value = value;
    mark.attempt = number;
    mark.work = 77;
    return mark;
}

constexpr Attended attended_all{20, 0, 0, true};

std::string suggested(const Policies& policies, const std::vector<std::string>& values,
                      Attended attended = attended_all, int grade = 7) {
    const GradingRules rules = rules_of(policies, grade);
    return suggest(rules, mean_of(rules, marks(values)), attended).value;
}

}  // namespace

TEST_CASE("I-05: a mean is exact, thirds too, and rounded only to be shown", "[domain][grading][I-05]") {
    const Policies policies;
    const GradingRules rules = rules_of(policies);
    const Mean mean = mean_of(rules, marks({"5", "4", "5"}));
    REQUIRE(mean.value());
    CHECK(*mean.value() == Fraction{14, 3});
    CHECK(mean.value()->hundredths() == 467);
    CHECK(mean.works == 3);
    CHECK(mean_of(rules, marks({})).value() == std::nullopt);
}

TEST_CASE("I-05: the mean weighs marks by kind of work, by the work's own weight, or not at all",
          "[domain][grading][I-05]") {
    const Policies weighted = policies_of({{"work.kinds", "ответ | ответ; контр | контрольная работа | weight: 2,50"}});
    std::vector<CountedMark> given = marks({"5", "3"});
    given[1].kind = "контр";
    CHECK(*mean_of(rules_of(weighted), given).value() == Fraction{5 * 100 + 3 * 250, 350});
    given[1].weight_percent = 400;
    CHECK(*mean_of(rules_of(weighted), given).value() == Fraction{5 + 3 * 4, 5});
    const Policies plain = policies_of({{"period_mark.mean", "plain"}});
    CHECK(*mean_of(rules_of(plain), given).value() == Fraction{4});
    given[1].kind = "unknown";
    given[1].weight_percent = 0;
    CHECK(*mean_of(rules_of(weighted), given).value() == Fraction{4});
}

TEST_CASE("G-04: of several attempts the policy says which counts: the last unless the school says otherwise",
          "[domain][grading][G-04]") {
    const std::vector<CountedMark> attempts{attempt(3, "3"), attempt(1, "2"), attempt(2, "5")};
    const auto mean_by = [&](const std::map<std::string, std::string>& texts) {
        const Policies policies = policies_of(texts);
        const Mean mean = mean_of(rules_of(policies), attempts);
        CHECK(mean.works == 1);
        return *mean.value();
    };
    CHECK(mean_by({}) == Fraction{3});
    CHECK(mean_by({{"mark.resits", "last"}}) == Fraction{3});
    CHECK(mean_by({{"mark.resits", "best"}}) == Fraction{5});
    CHECK(mean_by({{"mark.resits", "mean"}}) == Fraction{10, 3});
}

TEST_CASE("G-04: a withdrawn attempt counts for nothing, the one before it stands again", "[domain][grading][G-04]") {
    const Policies policies;
    const GradingRules rules = rules_of(policies);
    const std::vector<CountedMark> attempts{attempt(1, "4"), attempt(2, "")};
    CHECK(*mean_of(rules, attempts).value() == Fraction{4});
    const std::vector<CountedMark> withdrawn{attempt(1, "")};
    CHECK(mean_of(rules, withdrawn).works == 0);
}

TEST_CASE("003-2: marks brought from a sanatorium count in the quarter's mean like any others",
          "[domain][grading][003-2][G-13]") {
    const Policies policies;
    const GradingRules rules = rules_of(policies);
    std::vector<CountedMark> given = marks({"3", "3"});
    const Mean before = mean_of(rules, given);
    CHECK(suggest(rules, before, attended_all).basis == SuggestionBasis::too_few);
    for (const char* transferred : {"5", "5", "4", "5"}) {
        CountedMark mark;
        mark.value = transferred;
        mark.work = static_cast<std::uint32_t>(given.size());
        given.push_back(mark);
    }
    const Mean after = mean_of(rules, given);
    CHECK(*after.value() == Fraction{25, 6});
    CHECK(suggest(rules, after, attended_all).value == "4");
}

TEST_CASE("I-05: without steps a mean is rounded half up, the half itself goes up", "[domain][grading][I-05]") {
    const Policies policies;
    CHECK(suggested(policies, {"4", "5"}, {20, 0, 0, false}) == "5");        // 4,50
    CHECK(suggested(policies, {"4", "4", "5"}) == "4");                      // 4,33
    CHECK(suggested(policies, {"3", "4", "3", "4"}) == "4");                 // 3,50
    CHECK(suggested(policies, {"3", "3", "4", "3", "4", "4", "3"}) == "3");  // 3,43
    CHECK(suggested(policies, {"1", "2", "1"}) == "1");
}

TEST_CASE("I-05: steps are met exactly: the mean that equals a step reaches it", "[domain][grading][I-05]") {
    const Policies policies = policies_of({{"period_mark.rounding", "3: 2,60; 4: 3,60; 5: 4,60"}});
    CHECK(suggested(policies, {"4", "4", "4", "3", "3"}) == "4");       // 3,60
    CHECK(suggested(policies, {"4", "4", "4", "3", "3", "3"}) == "3");  // 3,50
    CHECK(suggested(policies, {"5", "5", "5", "4", "4"}) == "5");       // 4,60
    CHECK(suggested(policies, {"5", "5", "4", "4"}) == "4");            // 4,50
    CHECK(suggested(policies, {"3", "2", "3", "2", "3"}) == "3");       // 2,60
    CHECK(suggested(policies, {"3", "2", "3", "2"}) == "2");            // 2,50, under the lowest step
    CHECK(suggested(policies, {"1", "1", "1"}) == "1");
}

TEST_CASE("I-01: with too few marks a pupil is not attested, with just enough he is", "[domain][grading][I-01]") {
    const Policies policies = policies_of({{"period_mark.min_marks", "3"}});
    CHECK(suggested(policies, {"5", "5"}) == "н/а");
    CHECK(suggested(policies, {"5", "5", "5"}) == "5");
    CHECK(suggested(policies, {}) == "н/а");
    CHECK(suggested(policies_of({{"period_mark.min_marks", "0"}}), {}).empty());
}

TEST_CASE("I-01: who missed more than the school allows is not attested; exactly as much is not more",
          "[domain][grading][I-01]") {
    const Policies policies =
        policies_of({{"period_mark.max_missed_percent", "50"}, {"period_mark.not_attested", "н/атт"}});
    CHECK(suggested(policies, {"4", "4", "4"}, {20, 10, 0, true}) == "4");
    CHECK(suggested(policies, {"4", "4", "4"}, {20, 11, 0, true}) == "н/атт");
    CHECK(suggested(policies, {"4", "4", "4"}, {21, 11, 0, true}) == "н/атт");
    CHECK(suggested(Policies{}, {"4", "4", "4"}, {20, 20, 0, true}) == "4");
}

TEST_CASE("I-01: who is excused from every lesson gets the word for it, unless there are marks",
          "[domain][grading][F-08]") {
    const Policies policies;
    CHECK(suggested(policies, {}, {16, 0, 16, true}) == "осв");
    CHECK(suggested(policies, {}, {16, 0, 15, true}) == "н/а");
    CHECK(suggested(policies, {"5", "5", "5"}, {16, 0, 16, true}) == "5");
}

TEST_CASE("I-14: who studies outside the school is attested without lessons' marks", "[domain][grading][I-14]") {
    const Policies policies = policies_of({{"period_mark.max_missed_percent", "0"}});
    CHECK(suggested(policies, {}, {20, 20, 0, false}).empty());
    CHECK(suggested(policies, {"4"}, {20, 20, 0, false}) == "4");
}

TEST_CASE("003-1: a markless grade is suggested words, never numbers", "[domain][grading][003-1][G-11][I-13]") {
    const Policies policies;
    const GradingRules rules = rules_of(policies, 1);
    CHECK(rules.scale.code == "mastered");
    CHECK(suggested(policies, {"освоил", "освоил"}, attended_all, 1) == "освоил");
    CHECK(suggested(policies, {"освоил", "не освоил"}, attended_all, 1) == "не освоил");
    CHECK(suggested(policies, {}, attended_all, 1).empty());
    CHECK(outlook(rules, mean_of(rules, marks({"освоил"})), attended_all).empty());
}

TEST_CASE("G-01: on a credit scale the attempt that counts decides", "[domain][grading][G-01]") {
    const auto value = [](const std::string& resits) {
        const Policies policies = policies_of({{"mark.scale_of", "credit"}, {"mark.resits", resits}});
        const GradingRules rules = rules_of(policies);
        const std::vector<CountedMark> attempts{attempt(1, "зачёт"), attempt(2, "незачёт")};
        return suggest(rules, mean_of(rules, attempts), attended_all).value;
    };
    CHECK(value("last") == "незачёт");
    CHECK(value("best") == "зачёт");
}

TEST_CASE("G-01: points are shares of what could be had, and become a result of the scale's points",
          "[domain][grading][G-01]") {
    const Policies policies = policies_of({{"mark.scale_of", "points"}, {"period_mark.min_marks", "2"}});
    const GradingRules rules = rules_of(policies);
    std::vector<CountedMark> given = marks({"17", "30"});
    given[0].most_points = 20;
    given[1].most_points = 30;
    const Mean mean = mean_of(rules, given);
    CHECK(*mean.value() == Fraction{47, 50});
    CHECK(suggest(rules, mean, attended_all).value == "94");
}

TEST_CASE("G-12: points become five-point marks by the school's percents, each bound met exactly",
          "[domain][grading][G-12]") {
    const Policies policies;
    CHECK(mark_for_points(policies, 17, 20) == 5);  // 85 %
    CHECK(mark_for_points(policies, 16, 20) == 4);
    CHECK(mark_for_points(policies, 14, 20) == 4);  // 70 %
    CHECK(mark_for_points(policies, 13, 20) == 3);
    CHECK(mark_for_points(policies, 10, 20) == 3);  // 50 %
    CHECK(mark_for_points(policies, 9, 20) == 2);
    CHECK(mark_for_points(policies, 5, 0) == std::nullopt);
}

TEST_CASE("G-12: criteria add up, and their share of the whole makes the result", "[domain][grading][G-12]") {
    const Policies policies = policies_of({{"mark.scale_of", "criteria"}, {"period_mark.min_marks", "1"}});
    const GradingRules rules = rules_of(policies);  // four criteria of 8 points
    const Mean mean = mean_of(rules, marks({"24", "28"}));
    CHECK(*mean.value() == Fraction{52, 64});
    CHECK(suggest(rules, mean, attended_all).value == "26");
}

TEST_CASE("I-06: a forecast tells what the mark would be now and which next marks change it",
          "[domain][grading][I-06][M-37]") {
    const Policies policies;
    const GradingRules rules = rules_of(policies);
    const Mean mean = mean_of(rules, marks({"3", "4", "3", "3"}));  // 3,25
    CHECK(suggest(rules, mean, attended_all).value == "3");
    const auto next = outlook(rules, mean, attended_all);
    // 18/5 = 3,6; 17/5 = 3,4 and 21/6 = 3,5; five more twos leave 23/9 = 2,56; 15/6 = 2,5 is still 3, 16/7 = 2,29.
    CHECK(next == std::vector<Outlook>{{"5", 1, "4"}, {"4", 2, "4"}, {"1", 3, "2"}});
}

TEST_CASE("I-06: a heavier work to come changes more", "[domain][grading][I-06]") {
    const Policies policies;
    const GradingRules rules = rules_of(policies);
    const Mean mean = mean_of(rules, marks({"3", "4", "3", "3"}));
    const auto next = outlook(rules, mean, attended_all, 200);
    CHECK(std::ranges::find(next, Outlook{"4", 1, "4"}) != next.end());  // 21/6
}

TEST_CASE("I-06: a forecast says how many marks are wanting to be attested", "[domain][grading][I-06]") {
    const Policies policies;
    const GradingRules rules = rules_of(policies);
    const Mean mean = mean_of(rules, marks({"4"}));
    const auto next = outlook(rules, mean, attended_all);
    CHECK(std::ranges::find(next, Outlook{"4", 2, "4"}) != next.end());
    CHECK(marks_needed(rules, mean, attended_all, 5, 5) == 2);
    CHECK(marks_needed(rules, mean_of(rules, marks({"2", "2", "2"})), attended_all, 5, 5) == 15);
    CHECK(marks_needed(rules, mean_of(rules, marks({"2", "2", "2"})), attended_all, 3, 4) == std::nullopt);
}

TEST_CASE("I-08: a year mark comes from the periods', periods without a number don't count",
          "[domain][grading][I-08]") {
    const Policies policies;
    const GradingRules rules = rules_of(policies);
    const auto year = [&](std::vector<std::string> periods) { return suggest_year(rules, periods).value; };
    CHECK(year({"4", "4", "5", "5"}) == "5");
    CHECK(year({"4", "4", "5", "4"}) == "4");
    CHECK(year({"н/а", "4", "осв", "5"}) == "5");
    CHECK(year({"н/а", "н/а"}) == "н/а");
    CHECK(year({"осв"}).empty());
    CHECK(year({}).empty());
    const Policies strict = policies_of({{"year_mark.rounding", "3: 2,51; 4: 3,51; 5: 4,51"}});
    const std::vector<std::string> half{"4", "4", "5", "5"};
    CHECK(suggest_year(rules_of(strict), half).value == "4");
}

TEST_CASE("I-08: the final mark is the mean of year and exam where the school says so", "[domain][grading][I-08]") {
    const Policies both;
    const GradingRules rules = rules_of(both);
    CHECK(suggest_final(rules, "4", "5").value == "5");
    CHECK(suggest_final(rules, "4", "3").value == "4");
    CHECK(suggest_final(rules, "4", "").value == "4");
    const Policies alone = policies_of({{"final_mark.source", "year"}});
    CHECK(suggest_final(rules_of(alone), "4", "5").value == "4");
}

TEST_CASE("O-04: a result that differs from the mean by more than the gap is told, by exactly the gap is not",
          "[domain][grading][O-04]") {
    const Policies policies;
    const GradingRules rules = rules_of(policies);
    const Mean mean = mean_of(rules, marks({"4", "4", "4", "3", "3"}));  // 3,60
    const Hundredths gap = policies.control.objectivity_gap;
    REQUIRE(gap.value == 60);
    CHECK_FALSE(beyond(*bias_of(rules, "4", mean), gap));
    CHECK_FALSE(beyond(*bias_of(rules, "3", mean), gap));  // exactly 0,60
    CHECK(beyond(*bias_of(rules, "5", mean), gap));
    CHECK(bias_of(rules, "5", mean)->hundredths() == 140);
    CHECK(bias_of(rules, "3", mean)->hundredths() == -60);
    CHECK(beyond(*bias_of(rules, "3", mean_of(rules, marks({"4", "4", "4", "3", "3", "4", "4", "4"}))), gap));
    CHECK(bias_of(rules, "н/а", mean) == std::nullopt);
}

TEST_CASE("M-16, M-17: success counts who passed, quality who is better than the lowest pass",
          "[domain][grading][M-16][M-17]") {
    const Policies policies;
    const GradingRules rules = rules_of(policies);
    Tally tally;
    for (const char* result : {"5", "4", "4", "3", "2", "н/а", "осв", ""}) tally.add(rules, result);
    CHECK(tally.pupils == 7);
    CHECK(tally.by_value == std::vector{1, 2, 1, 1, 0});
    CHECK(tally.missing == 1);
    CHECK(tally.exempt == 1);
    CHECK(tally.success() == 6667);  // 4 of 6
    CHECK(tally.quality() == 5000);
    CHECK(Tally{}.success() == std::nullopt);
}

TEST_CASE("M-03: a pupil's standing over all subjects", "[domain][grading][M-03]") {
    const Policies policies;
    const GradingRules rules = rules_of(policies);
    const auto standing = [&](const std::vector<std::string>& results) {
        StandingCount count;
        for (const std::string& result : results) count.add(rules, result);
        return count.standing();
    };
    CHECK(standing({"5", "5", "осв"}) == Standing::excellent);
    CHECK(standing({"5", "4"}) == Standing::good);
    CHECK(standing({"5", "4", "3"}) == Standing::almost_good);
    CHECK(standing({"5", "3", "3"}) == Standing::passing);
    CHECK(standing({"5", "н/а"}) == Standing::not_attested);
    CHECK(standing({"5", "2", "н/а"}) == Standing::failing);
    CHECK(standing({""}) == Standing::unknown);
}

TEST_CASE("grading: the mean does not depend on the order in which marks come", "[domain][grading]") {
    std::mt19937 random{11};
    const Policies policies = policies_of({{"mark.resits", "mean"}});
    const GradingRules rules = rules_of(policies);
    for (int round = 0; round < 100; ++round) {
        std::vector<CountedMark> given;
        for (int n = 0; n < 40; ++n) {
            CountedMark mark;
            mark.value = std::to_string(1 + random() % 5);
            mark.weight_percent = static_cast<int>(random() % 1000 + 1);
            mark.work = static_cast<std::uint32_t>(n / 3);
            mark.attempt = n % 3 + 1;
            given.push_back(mark);
        }
        for (CountedMark& mark : given) mark.weight_percent = given[mark.work * 3].weight_percent;
        const Fraction expected = *mean_of(rules, given).value();
        std::ranges::shuffle(given, random);
        REQUIRE(*mean_of(rules, given).value() == expected);
    }
}
