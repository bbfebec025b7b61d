#include "station/domain/policy_parameters.hpp"
#include "tests/domain/small_school.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::domain;
using namespace zvonok::test;

namespace {

Policies with(const std::string& key, const std::string& text) {
    const ResolvedPolicies resolved = resolve_policies({{key, text}});
    INFO(key << " = " << text);
    for (const PolicyTrouble& trouble : resolved.troubles) UNSCOPED_INFO(trouble.key << ": " << trouble.what);
    CHECK(resolved.troubles.empty());
    return resolved.policies;
}

Deadline days_after(int days) {
    return {Deadline::Kind::days_after, std::chrono::days{days}, {}};
}

}  // namespace

TEST_CASE("policies: every parameter is written as text and read back the same", "[domain][policies][B-24]") {
    const Policies defaults;
    const auto texts = policy_texts(defaults);
    CHECK(texts.size() == policy_parameters().size());
    for (const auto& [key, text] : texts) {
        INFO(key << " = " << text);
        CHECK_FALSE(text.empty());
        CHECK(text.find('\n') == std::string::npos);
        Policies read = defaults;
        const auto fault = apply_policy(key, text, read);
        if (fault) UNSCOPED_INFO(describe(*fault));
        CHECK_FALSE(fault);
        CHECK(read == defaults);
    }
    CHECK(resolve_policies(texts).policies == defaults);
}

TEST_CASE("policies: each parameter changes something of its own", "[domain][policies][B-24]") {
    static const std::map<std::string_view, std::string> others{
        {"attendance.codes", "Н | нет | kind: late | missed: yes; X | y | kind: exempt | missed: no"},
        {"attendance.reason_review", "class_teacher; deputy | daily"},
        {"mark.markless_scale", "credit"},
        {"mark.markless_grades", "1-2; 4"},
        {"mark.creative.grades", "2-11"},
        {"mark.scales",
         "five | пять | form: numbers | values: 5, 4 | passing: 5; mastered | p | form: points | maximum: 7"},
        {"mark.scale_of", "1-4 (ОРКСЭ, музыка): credit; five"},
        {"work.kinds",
         "к | контр | weight: 1,25 | written: yes | creative: yes | monitoring: yes | numbered: yes | deadline: 90 "
         "minutes after_last_lesson | window_days: 3"},
        {"grading.periods", "1-9: quarter; 10-11: half_year; semester; trimester; year"},
        {"change.grounds", "any | по согласованию | document: no"},
        {"password.strength", "length: 12 | classes: 4"},
        {"availability", "07:00-22:00"},
        {"mark.resits", "best"},
        {"period_mark.max_missed_percent", "50"},
        {"control.objectivity_gap", "0,75"},
        {"tariff.as_of", "02-29"},
        {"compromise.report_term", "at_once"},
        {"account.order_day", "2 working_days"},
        {"message.reply_order", "parent; pupil"},
        {"archive.page_numbers", "signed; dated"},
        {"year_mark.entry_rule", "last_week"},
        {"exam_mark.entry_rule", "order_date"},
        {"period_mark.entry_rule", "none"},
    };
    // For all others one of these is a value, and another than the default.
    static const std::vector<std::string> candidates{"yes",
                                                     "no",
                                                     "33",
                                                     "none",
                                                     "off",
                                                     "free",
                                                     "chosen",
                                                     "not_past",
                                                     "plain",
                                                     "marks",
                                                     "year",
                                                     "administrator",
                                                     "journal_end",
                                                     "period_end",
                                                     "refused",
                                                     "with_period",
                                                     "3: 2,6; 4: 3,65",
                                                     "lesson_day until 21:00",
                                                     "2-4: next_lesson; 5-11 (история, право): 2 days",
                                                     "08-15",
                                                     "3 weeks",
                                                     "personnel; methodologist",
                                                     "своё",
                                                     "never"};
    const Policies defaults;
    const auto before = policy_texts(defaults);
    for (const PolicyParameter& parameter : policy_parameters()) {
        INFO(parameter.key);
        const std::string key{parameter.key};
        std::vector<std::string> tried = candidates;
        if (const auto own = others.find(parameter.key); own != others.end()) tried = {own->second};
        bool changed = false;
        for (const std::string& text : tried) {
            Policies next = defaults;
            if (apply_policy(key, text, next) || next == defaults) continue;
            changed = true;
            auto after = policy_texts(next);
            CHECK(after.at(key) == text);
            CHECK(resolve_policies(after).policies == next);
            after[key] = before.at(key);
            CHECK(after == before);
            break;
        }
        CHECK(changed);
    }
}

TEST_CASE("policies: deadlines go by kind of work, grade and subject", "[domain][policies][G-06][G-08][G-09]") {
    const Policies rules = with("mark.written.deadline", "2-4: next_lesson; 5-11: 4 days");
    const WorkKind answer{"ответ", "ответ"};
    WorkKind test{"тест", "тест"};
    test.written = true;
    WorkKind essay{"соч", "сочинение"};
    essay.creative = true;
    CHECK(rules.deadline_of({answer, 7, "алгебра"}) == Deadline{Deadline::Kind::lesson_day});
    CHECK(rules.deadline_of({test, 3, "математика"}) == Deadline{Deadline::Kind::next_lesson});
    CHECK(rules.deadline_of({test, 5, "математика"}) == days_after(4));
    CHECK(rules.deadline_of({essay, 8, "литература"}) == days_after(7));
    CHECK(rules.deadline_of({essay, 4, "литература"}) == Deadline{Deadline::Kind::next_lesson});
    CHECK(rules.deadline_of({essay, 8, "биология"}) == days_after(4));
    CHECK(rules.deadline_of({test, 1, "математика"}) == Deadline{});
    test.deadline = Deadline{Deadline::Kind::none};
    CHECK(rules.deadline_of({test, 5, "математика"}) == Deadline{});
}

TEST_CASE("policies: monitoring and writing in grades 10 and 11 have windows of their own",
          "[domain][policies][J-05][J-06]") {
    const ResolvedPolicies resolved = resolve_policies({{"mark.current.edit_window_days", "2"},
                                                        {"mark.monitoring.edit_window_days", "10"},
                                                        {"mark.writing_10_11.edit_window_days", "11"}});
    const Policies& rules = resolved.policies;
    using std::chrono::days;
    const WorkKind* written = rules.kind("контр");
    const WorkKind* monitoring = rules.kind("монит");
    const WorkKind* answer = rules.kind("ответ");
    REQUIRE((written && monitoring && answer));
    CHECK(rules.window_of({*written, 9, "литература"}) == days{2});
    CHECK(rules.window_of({*written, 10, "литература"}) == days{11});
    CHECK(rules.window_of({*written, 11, "русский язык"}) == days{11});
    CHECK(rules.window_of({*written, 10, "физика"}) == days{2});
    CHECK(rules.window_of({*answer, 10, "литература"}) == days{2});
    CHECK(rules.window_of({*monitoring, 7, "физика"}) == days{10});
    CHECK(rules.window_of({*written, 7, "физика", true}) == days{10});
    CHECK(Policies{}.window_of({*monitoring, 7, "физика"}) == days{7});
}

TEST_CASE("policies: markless grades and subjects take words", "[domain][policies][G-01][G-11]") {
    const Policies rules =
        with("mark.scale_of", "4 (основы религиозных культур): mastered; 10-11 (право): credit; five");
    CHECK(rules.scale_for(1, "математика").code == "mastered");
    CHECK(rules.scale_for(2, "математика").code == "five");
    CHECK(rules.scale_for(4, "основы религиозных культур").code == "mastered");
    CHECK(rules.scale_for(10, "право").code == "credit");
    CHECK(rules.scale_for(9, "право").code == "five");
}

TEST_CASE("policies: bare absence codes of older facts keep the meaning of their letters", "[domain][policies][F-04]") {
    const Policies rules = with("attendance.codes", "Н Б ОСВ Ы");
    REQUIRE(rules.attendance.codes.size() == 4);
    CHECK(rules.attendance.codes[1] == AbsenceCode{"Б", "болезнь", AbsenceKind::illness, true});
    CHECK(rules.attendance.codes[2].kind == AbsenceKind::exempt);
    CHECK(rules.attendance.codes[3] == AbsenceCode{"Ы", "Ы", AbsenceKind::unexplained, true});
    CHECK_FALSE(rules.counts_missed(rules.attendance.codes[2]));
}

TEST_CASE("policies: what this program cannot follow is told, and the default holds", "[domain][policies]") {
    struct Case {
        std::string key, text, told;
    };
    const auto bad = GENERATE(
        Case{"attendance.edit_window_days", "367", "whole number between 0..366"},
        Case{"attendance.edit_window_days", "7 hours", "whole number"},
        Case{"attendance.entry_deadline", "next_full_moon", "one of none, lesson_day"},
        Case{"mark.written.deadline", "2-4: next_lesson; 5-11: 4 hours", "in days"},
        Case{"homework.entry_deadline", "90 hours after_last_lesson", "in minutes"},
        Case{"homework.entry_deadline", "lesson_day until 25:00", "HH:MM"},
        Case{"mark.written.deadline", "11-5: 4 days", "form 5-11"},
        Case{"change.approver", "director; headmaster", "one of director"},
        Case{"change.approver", "director; director", "stands twice"},
        Case{"work.kinds", "к | контр | colour: red", "colour: \"colour\" is not known"},
        Case{"work.kinds", "к | контр | weight: 1,234", "two decimals"},
        Case{"work.kinds", "к | контр; к | контр", "stands twice"},
        Case{"mark.scales", "a | b | form: numbers | values: 5, x", "whole number"},
        Case{"mark.scales", "a | b | form: words | values: да, нет | passing: может", "one of да, нет"},
        Case{"mark.scales", "a | b | form: points", "maximum: must not be empty"},
        Case{"tariff.as_of", "02-30", "MM-DD"}, Case{"availability", "22:00-07:00", "24/7"},
        Case{"period_mark.rounding", "4: 3,60; 3: 2,60", "form 3: 2,60"},
        Case{"password.strength", "length: 10 | classes: 5", "1..4"},
        Case{"permission.topic", "teacher; nobody", "one of director"},
        Case{"tomorrow.weather", "fine", "not known to this program"}, Case{"attendance.codes", "", "not be empty"},
        Case{"mark.scale_of", "7 (право): ten", "one of five, credit"});
    const ResolvedPolicies resolved = resolve_policies({{bad.key, bad.text}});
    INFO(bad.key << " = " << bad.text);
    REQUIRE(resolved.troubles.size() == 1);
    CHECK(resolved.troubles[0].key == bad.key);
    INFO(resolved.troubles[0].what);
    CHECK(resolved.troubles[0].what.find(bad.told) != std::string::npos);
    if (bad.key != "mark.scale_of") CHECK(resolved.policies == Policies{});
    CHECK(resolved.policies.scale_for(7, "право").code == "five");
}

TEST_CASE("policies: a rule that changes in mid-year holds from its day on", "[domain][policies][B-24]") {
    SmallSchool school;
    school.add(id<EntityId>(120), PolicyValue{"mark.current.edit_window_days", "2"});
    school.add(id<EntityId>(120), PolicyValue{"mark.current.edit_window_days", "5"}, date(2027, 1, 11));
    school.add(id<EntityId>(121), PolicyValue{"homework.due_not_before", "any_day"}, date(2026, 11, 9));
    const FactBook book = school.book();
    const auto window = [&](LocalDay day) { return book.policies(day).mark.window; };
    using std::chrono::days;
    CHECK(window(date(2026, 8, 31)) == days{7});
    CHECK(window(date(2026, 9, 1)) == days{2});
    CHECK(window(date(2027, 1, 10)) == days{2});
    CHECK(window(date(2027, 1, 11)) == days{5});
    CHECK(window(date(2031, 1, 1)) == days{5});
    CHECK(book.policies(date(2026, 11, 8)).homework.due == HomeworkDueRule::not_today_not_past);
    CHECK(book.policies(date(2026, 11, 9)).homework.due == HomeworkDueRule::any_day);
    CHECK(book.policy_troubles(date(2026, 11, 9)).empty());
    CHECK(&book.policies(date(2026, 9, 2)) == &book.policies(date(2026, 9, 3)));
    CHECK(book.as_of(book.version() - 2).policies(date(2027, 1, 11)).mark.window == days{2});
}

TEST_CASE("policies: a value of a newer program is told by the book and its default holds", "[domain][policies]") {
    SmallSchool school;
    school.add(id<EntityId>(120), PolicyValue{"mark.current.edit_window_days", "until the moon is full"});
    const FactBook book = school.book();
    CHECK(book.policies(date(2026, 9, 2)) == Policies{});
    REQUIRE(book.policy_troubles(date(2026, 9, 2)).size() == 1);
    CHECK(book.policy_troubles(date(2026, 9, 2))[0].key == "mark.current.edit_window_days");
}

TEST_CASE("policies: a permission is a list of roles under its own name", "[domain][policies][A-03]") {
    const Policies rules = with("permission.absence_reason", "class_teacher; deputy");
    CHECK(rules.permission("absence_reason") == std::vector<Role>{Role::class_teacher, Role::deputy});
    CHECK_FALSE(rules.permission("topic"));
    CHECK(policy_texts(rules).at("permission.absence_reason") == "class_teacher; deputy");
    CHECK(with("permission.topic", "none").permission("topic") == std::vector<Role>{});
    CHECK(resolve_policies({{"permission.topics", "teacher"}}).troubles.size() == 1);
}
