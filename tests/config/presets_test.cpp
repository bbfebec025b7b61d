// The table of requirements, section 2, column by column: what each school's preset resolves to.
#include "config/policy.hpp"
#include "station/domain/policy_parameters.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::config;

namespace {

/// A value of the table: all that is not listed is the default.
struct Value {
    std::string key, text, clause;
};

const std::string only_absent = "Н | отсутствует | kind: unexplained | missed: yes";
const std::string valid = "УП | уважительная причина | kind: valid | missed: yes";
const std::string invalid = "НП | неуважительная причина | kind: invalid | missed: yes";
const std::string illness = "Б | болезнь | kind: illness | missed: yes";
const std::string exempt = "ОСВ | освобождён от урока | kind: exempt | missed: no";

void check(const std::string& preset, const std::vector<Value>& column) {
    const ShippedPreset* shipped = shipped_preset(preset);
    REQUIRE(shipped != nullptr);
    const auto rules = parse_policies(shipped->text, preset);
    if (!rules) FAIL(rules.error().fault.what);
    auto expected = domain::policy_texts(domain::Policies{});
    for (const Value& value : column) {
        INFO(value.key << ", " << value.clause);
        REQUIRE(expected.contains(value.key));
        expected[value.key] = value.text;
    }
    const auto resolved = domain::resolve_policies(domain::policy_texts(*rules));
    CHECK(resolved.troubles.empty());
    for (const auto& [key, text] : domain::policy_texts(resolved.policies)) {
        INFO(preset << ": " << key);
        CHECK(text == expected[key]);
    }
}

}  // namespace

TEST_CASE("preset 000: the village school's rules are those of the table", "[config][policy][000]") {
    check("000-village-school", {{"attendance.entry_deadline", "lesson_day", "ЭЖ §2.4, §2.7"},
                                 {"attendance.codes", only_absent, "absent only"},
                                 {"topic.source", "flag", "ЭЖ §2.5"},
                                 {"mark.lesson.deadline", "lesson_day", "ЭЖ §2.4"},
                                 {"mark.written.deadline", "none", "ЭЖ §2.4"},
                                 {"period_mark.entry_rule", "last_week", "ЭЖ §2.9"},
                                 {"period_mark.early_entry", "refused", "refused before the last week"},
                                 {"year_mark.entry_rule", "last_week", "ЭЖ §2.9"},
                                 {"homework.entry_deadline", "90 minutes after_last_lesson", "ЭЖ §2.6"},
                                 {"grading.periods", "quarter; trimester; half_year; year", "ЭД п.3"},
                                 {"year.sections_due", "before_year", "ЭЖ §2.2"},
                                 {"credentials.issuer", "director; deputy", "duties"},
                                 {"credentials.needs_consent", "yes", "ЭД п.1"},
                                 {"compromise.report_term", "1 working_day", "ЭЖ §4.3"},
                                 {"substitution.access", "declared", "ЭЖ §2.8"},
                                 {"notice.paper_interval", "on_request", "ЭД п.2"},
                                 {"forecast.interval", "weekly", "ЭД п.3"},
                                 {"control.intro_report", "quarterly", "plan r.14"},
                                 {"station.bind_teacher", "yes", "ЭЖ §2.3"},
                                 {"station.admin_protected", "yes", "duties L126"},
                                 {"retention.journal_years", "5", "ЭЖ §3.3"},
                                 {"retention.summary_years", "25", "ЭЖ §3.3"},
                                 {"retention.summary_extract", "year_end", "ЭЖ §3.3"},
                                 {"archive.print_journal", "yearly", "ЭЖ §3.3"},
                                 {"archive.print_summary", "year_end", "ЭЖ §3.3"},
                                 {"archive.print_owner", "director", "ЭЖ §3.3"},
                                 {"archive.print_summary_owner", "director", "ЭЖ §3.3"},
                                 {"archive.page_numbers", "stitched; signed; sealed", "ЭЖ §3.3"}});
}

TEST_CASE("preset 001: school No. 84's rules are those of the table", "[config][policy][001]") {
    check("001-city-school",
          {{"attendance.edit_window_days", "2", "§3.3"},
           {"attendance.codes", only_absent, "absent only"},
           {"mark.lesson.deadline", "10 days", "§3.3"},
           {"mark.written.deadline", "10 days", "§3.3"},
           {"mark.inform_deadline_days", "10", "§3.3"},
           {"mark.current.edit_window_days", "2", "§3.3"},
           {"mark.entry_follows_edit_window", "yes", "section 5, point 1"},
           {"mark.monitoring.edit_window_days", "10", "§3.3"},
           {"mark.writing_10_11.edit_window_days", "10", "§3.3"},
           {"mark.writing_10_11.subjects", "русский язык; литература", "§3.3"},
           {"mark.kind_required", "yes", "§5"},
           {"period_mark.entry_rule", "order_date", "§3.3"},
           {"year_mark.entry_rule", "order_date", "§3.3"},
           {"period_mark.edit_window_days", "7", "§3.3"},
           {"grading.periods", "1-9: quarter; 10-11: half_year; year", "§3.3"},
           {"change.initiators", "teacher; deputy", "§4.1"},
           {"change.approver", "director", "§4.1"},
           {"change.grounds",
            "pupil_absent | ученик отсутствовал по болезни или иной уважительной причине | document: yes; "
            "retake | пересдача | document: yes; "
            "teacher_absent | учитель отсутствовал по болезни или иной уважительной причине | document: yes",
            "§4"},
           {"change.registered", "yes", "§4.2"},
           {"change.executor", "system_administrator; class_teacher", "§4.4"},
           {"change.register_attached", "yes", "§4.3"},
           {"year.sections_due", "before_year", "§3.3"},
           {"timetable.due", "before_period", "§3.3"},
           {"ktp.due", "before_year", "§3.3"},
           {"cards.pupil_due", "before_year", "§3.3"},
           {"credentials.needs_application", "yes", "§1.12"},
           {"visits.parent_max_gap_days", "7", "§3.3"},
           {"visits.pupil_max_gap_days", "2", "§3.3"},
           {"archive.print_summary", "year_end", "§4.3"},
           {"retention.change_requests", "with_period", "§4.5"}});
}

TEST_CASE("preset 002: school No. 2's rules are those of the table", "[config][policy][002]") {
    check("002-city-school",
          {{"attendance.entry_deadline", "lesson_day", "§17.5"},
           {"attendance.edit_window_days", "7", "§17.4"},
           {"attendance.codes", only_absent + "; " + valid + "; " + illness + "; " + exempt, "§17.5"},
           {"attendance.reason_review", "class_teacher | daily", "§17.5"},
           {"topic.entry_deadline", "lesson_day until 21:00", "§17.4"},
           {"text.language", "refuse", "§16"},
           {"subject.name_rule", "full_lower_case", "§15"},
           {"mark.lesson.deadline", "lesson_day until 21:00", "§17.4"},
           {"mark.written.deadline", "2-4: next_lesson; 5-11: 4 days", "§17.4"},
           {"mark.creative.deadline_days", "7", "§17.4"},
           {"mark.creative.grades", "5-11", "§17.4"},
           {"mark.current.edit_window_days", "7", "§17.4"},
           {"mark.entry_follows_edit_window", "yes", "section 5, point 1"},
           {"mark.monitoring.edit_window_days", "as_current", "(7)"},
           {"mark.writing_10_11.edit_window_days", "as_current", "(7)"},
           {"mark.kind_required", "yes", "§17.4"},
           {"mark.markless_grades", "1", "§17.4"},
           {"period_mark.entry_rule", "next_working_day", "§17.4"},
           {"year_mark.entry_rule", "next_working_day", "§17.4"},
           {"exam_mark.entry_rule", "next_working_day", "§17.4"},
           {"homework.entry_deadline", "lesson_day until 21:00", "§17.4"},
           {"homework.due_not_before", "not_today_not_past", "§17.4"},
           {"homework.default_mode", "current_lesson", "§17.4"},
           {"grading.periods", "quarter; year", "§17.4"},
           {"change.initiators", "teacher", "§17.4"},
           {"change.approver", "director; deputy", "§17.4"},
           {"change.grounds", "agreed | по согласованию с администрацией | document: no", "any, agreed"},
           {"timetable.due", "09-05", "§17.3"},
           {"load.due", "08-31", "§17.3"},
           {"tariff.as_of", "09-01", "§17.3"},
           {"cards.pupil_due", "09-15", "§17.5"},
           {"cards.class_due", "09-15", "§17.5"},
           {"cards.recheck", "monthly", "§17.5"},
           {"subgroups.owner", "class_teacher; teacher", "§17.4-5"},
           {"movement.owner", "secretary", "§17.6"},
           {"credentials.issuer", "administrator", "§5"},
           {"credentials.needs_consent", "yes", "§5"},
           {"password.strength", "length: 10 | classes: 3", "§25.2"},
           {"substitution.access", "dispatcher", "§17.4"},
           {"message.reply_order", "administration; class_teacher; teacher; parent; pupil", "§17.4"},
           {"notice.parents_interval", "monthly", "§17.5"},
           {"notice.paper_interval", "weekly", "§17.5"},
           {"availability", "24/7", "§7, §20.1"},
           {"retention.summary_years", "75", "§19"},
           {"archive.print_summary", "year_end", "§19"},
           {"archive.print_owner", "class_teacher", "§19"},
           {"archive.print_summary_owner", "class_teacher", "§19"}});
}

TEST_CASE("preset 003: the gymnasium's rules are those of the table", "[config][policy][003]") {
    check(
        "003-gymnasium",
        {{"attendance.codes", only_absent + "; " + valid + "; " + invalid + "; " + illness + "; " + exempt, "L528-529"},
         {"mark.markless_grades", "1", "L287"},
         {"mark.markless_scale", "mastered", "L287"},
         {"mark.scale_of", "4 (основы религиозных культур и светской этики): mastered; five", "L287"},
         {"grading.periods", "quarter; year", "L512"},
         {"subgroups.owner", "class_teacher", "L256"},
         {"credentials.needs_consent", "yes", "L326"},
         {"personal_data.needs_agreement", "yes", "L327"},
         {"retention.summary_years", "25", "L418"},
         {"archive.print_summary", "year_end", "L418"},
         {"archive.page_numbers", "stitched; signed; sealed", "L418"}});
}

TEST_CASE("preset 004: the college's rules are those of the table", "[config][policy][004]") {
    check("004-vocational-college",
          {{"attendance.entry_deadline", "lesson_day", "§4.8t.1"},
           {"attendance.codes", only_absent + "; " + valid + "; " + invalid + "; " + illness, "§4.8c.2"},
           {"attendance.reason_review", "class_teacher | weekly", "§4.8c.2"},
           {"topic.entry_deadline", "lesson_day", "§4.8t.1"},
           {"topic.source", "strict", "§3.1.8"},
           {"topic.no_abbreviations", "refuse", "§3.1.8"},
           {"topic.generic_rule", "refuse", "§3.1.8"},
           {"topic.work_needs_number", "refuse", "§3.1.8"},
           {"mark.lesson.deadline", "lesson_day", "§4.8t.1"},
           {"mark.kind_required", "yes", "§1.7"},
           {"mark.markless_grades", "none", "a college's first year gets marks"},
           {"homework.entry_deadline", "lesson_day", "§4.8t.1"},
           {"grading.periods", "semester; year", "study period, year"},
           {"year.open_close_due", "09-10", "§4.1.4"},
           {"cards.recheck", "monthly", "§4.8c.1"},
           {"subgroups.owner", "dispatcher", "§4.2.7"},
           {"movement.owner", "head_of_studies", "§4.4.5"},
           {"credentials.issuer", "head_of_studies", "§4.4.1"},
           {"credentials.handed_out_by", "class_teacher", "§3.1.3"},
           {"credentials.needs_consent", "yes", "§4.8c.6"},
           {"personal_data.needs_agreement", "yes", "§3.1.5"},
           {"account.order_day", "same_day", "§4.5.1, §4.5.5"},
           {"compromise.report_term", "at_once", "§3.1.11"},
           {"substitution.access", "administrator", "§4.8t.1"},
           {"login.cache_hours", "48", "scenario 004-4"},
           {"notice.parents_interval", "monthly", "§4.8c.4"},
           {"control.review_interval", "2 weeks", "§3.1.10"},
           {"control.remark_days", "3", "§4.8t.3"},
           {"availability", "24/7", "§5.1.1"},
           {"retention.journal_years", "5", "§7.6"},
           {"retention.summary_years", "75", "§7.6"},
           {"retention.summary_extract", "journal_end", "§7.6"},
           {"archive.print_journal", "yearly", "§7.2"},
           {"archive.print_summary", "period_end", "§4.2.10, §4.4.10"},
           {"archive.print_owner", "dispatcher", "§4.2.10"},
           {"archive.print_summary_owner", "dispatcher; head_of_studies", "§4.4.10"},
           {"archive.prechecks", "methodologist; head_of_studies", "§7.3-7.4"},
           {"archive.form_checked_mark", "yes", "§7.5b"},
           {"archive.page_numbers", "numbered; counted; signed; sealed; dated", "§7.5a"}});
}
