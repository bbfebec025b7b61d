#include "station/domain/policy_parameters.hpp"

#include "station/domain/permissions.hpp"
#include "station/domain/policy_words.hpp"

namespace zvonok::domain {

namespace {

using P = Policies;
using Shape = PolicyShape;

constexpr Bounds day_count{0, 366};
constexpr Bounds year_count{0, 100};

/// `get` names the member: from Policies& a reference to it.
template <class Get>
PolicyParameter typed(std::string_view key, Shape shape, std::string_view unit, std::string_view requirement, Get get) {
    return {key,
            shape,
            unit,
            requirement,
            [get](std::string_view text, P& policies) { return read(text, get(policies)); },
            [get](const P& policies) { return write(get(policies)); }};
}
template <class Get>
PolicyParameter flag(std::string_view key, std::string_view requirement, Get get) {
    return {key,
            Shape::flag,
            "",
            requirement,
            [get](std::string_view text, P& policies) { return read_flag(text, get(policies)); },
            [get](const P& policies) { return write_flag(get(policies)); }};
}
template <class Get>
PolicyParameter number(std::string_view key, std::string_view unit, std::string_view requirement, Bounds bounds,
                       Get get) {
    return {key,
            Shape::number,
            unit,
            requirement,
            [get, bounds](std::string_view text, P& policies) { return read_number(text, bounds, get(policies)); },
            [get](const P& policies) { return std::to_string(get(policies)); }};
}
/// A duration: std::chrono::days or hours.
template <class Get>
PolicyParameter span(std::string_view key, std::string_view unit, std::string_view requirement, Bounds bounds,
                     Get get) {
    return {key,
            Shape::number,
            unit,
            requirement,
            [get, bounds](std::string_view text, P& policies) {
                int count = 0;
                TextCheck fault = read_number(text, bounds, count);
                auto& member = get(policies);
                if (!fault) member = std::remove_reference_t<decltype(member)>{count};
                return fault;
            },
            [get](const P& policies) { return std::to_string(get(policies).count()); }};
}
template <class Get>
PolicyParameter text(std::string_view key, std::string_view requirement, Get get) {
    return {key,
            Shape::word,
            "",
            requirement,
            [get](std::string_view value, P& policies) { return read_text(value, 40, get(policies)); },
            [get](const P& policies) { return get(policies); }};
}

PolicyParameter objectivity_gap() {
    return {"control.objectivity_gap",
            Shape::decimal,
            "marks",
            "O-04",
            [](std::string_view value, P& policies) {
                return read_decimal(value, {0, 10000}, policies.control.objectivity_gap);
            },
            [](const P& policies) { return write_decimal(policies.control.objectivity_gap); }};
}
PolicyParameter most_missed() {
    return {"period_mark.max_missed_percent",
            Shape::number_or_word,
            "percent",
            "I-01",
            [](std::string_view value, P& policies) -> TextCheck {
                policies.period_mark.most_missed_percent.reset();
                if (value == "none") return {};
                int percent = 0;
                if (auto fault = read_number(value, {0, 100}, percent)) return fault;
                policies.period_mark.most_missed_percent = percent;
                return {};
            },
            [](const P& policies) -> std::string {
                const auto& percent = policies.period_mark.most_missed_percent;
                return percent ? std::to_string(*percent) : "none";
            }};
}

/// A member of a member of Policies, const or not as the object is.
template <class... Members>
auto at(Members... members) {
    return [=](auto& policies) -> auto& {
        return (policies.*....*members);
    };
}

std::vector<PolicyParameter> all_parameters() {
    std::vector<PolicyParameter> all{
        typed("attendance.entry_deadline", Shape::word, "", "F-03", at(&P::attendance, &P::Attendance::deadline)),
        typed("attendance.edit_window_days", Shape::number_or_word, "days", "J-04",
              at(&P::attendance, &P::Attendance::window)),
        typed("attendance.codes", Shape::records, "", "F-04", at(&P::attendance, &P::Attendance::codes)),
        typed("attendance.reason_review", Shape::word, "", "F-05, F-06", at(&P::attendance, &P::Attendance::review)),
        flag("attendance.exempt_counts_missed", "F-08", at(&P::attendance, &P::Attendance::exempt_counts_missed)),

        typed("topic.entry_deadline", Shape::word, "", "E-11", at(&P::topic, &P::Topic::deadline)),
        typed("topic.edit_window_days", Shape::number_or_word, "days", "J-01", at(&P::topic, &P::Topic::window)),
        typed("topic.source", Shape::word, "", "E-06", at(&P::topic, &P::Topic::source)),
        typed("topic.no_abbreviations", Shape::word, "", "E-07", at(&P::topic, &P::Topic::abbreviations)),
        typed("topic.allowed_terms", Shape::words, "", "E-07", at(&P::topic, &P::Topic::allowed_terms)),
        typed("topic.generic_rule", Shape::word, "", "E-08", at(&P::topic, &P::Topic::generic)),
        typed("topic.generic_phrases", Shape::words, "", "E-08", at(&P::topic, &P::Topic::generic_phrases)),
        typed("topic.work_needs_number", Shape::word, "", "E-09", at(&P::topic, &P::Topic::work_needs_number)),
        typed("text.language", Shape::word, "", "E-10", at(&P::topic, &P::Topic::language)),
        typed("subject.name_rule", Shape::word, "", "B-16", at(&P::topic, &P::Topic::subject_name)),

        typed("mark.lesson.deadline", Shape::rules, "", "G-06", at(&P::mark, &P::Mark::lesson)),
        typed("mark.written.deadline", Shape::rules, "", "G-07, G-08", at(&P::mark, &P::Mark::written)),
        span("mark.creative.deadline_days", "days", "G-09", day_count, at(&P::mark, &P::Mark::creative)),
        typed("mark.creative.grades", Shape::word, "", "G-09", at(&P::mark, &P::Mark::creative_reach, &Reach::grades)),
        typed("mark.creative.subjects", Shape::words, "", "G-09",
              at(&P::mark, &P::Mark::creative_reach, &Reach::subjects)),
        span("mark.inform_deadline_days", "days", "G-10", day_count, at(&P::mark, &P::Mark::inform)),
        typed("mark.current.edit_window_days", Shape::number_or_word, "days", "J-04", at(&P::mark, &P::Mark::window)),
        flag("mark.entry_follows_edit_window", "J-04", at(&P::mark, &P::Mark::entry_follows_window)),
        typed("mark.monitoring.edit_window_days", Shape::number_or_word, "days", "J-05",
              at(&P::mark, &P::Mark::monitoring)),
        typed("mark.writing_10_11.edit_window_days", Shape::number_or_word, "days", "J-06",
              at(&P::mark, &P::Mark::writing_10_11)),
        typed("mark.writing_10_11.subjects", Shape::words, "", "J-06", at(&P::mark, &P::Mark::writing_subjects)),
        flag("mark.kind_required", "G-02", at(&P::mark, &P::Mark::kind_required)),
        typed("mark.markless_grades", Shape::words, "", "G-11", at(&P::mark, &P::Mark::markless)),
        text("mark.markless_scale", "G-11", at(&P::mark, &P::Mark::markless_scale)),
        typed("mark.scales", Shape::records, "", "G-01, G-12", at(&P::mark, &P::Mark::scales)),
        typed("mark.scale_of", Shape::rules, "", "G-01", at(&P::mark, &P::Mark::scale_of)),
        typed("mark.resits", Shape::word, "", "G-04", at(&P::mark, &P::Mark::resits)),
        typed("mark.points_to_marks", Shape::rules, "percent", "G-12", at(&P::mark, &P::Mark::points_to_marks)),
        typed("work.kinds", Shape::records, "", "G-02, E-09, G-15", at(&P::mark, &P::Mark::kinds)),

        typed("grading.periods", Shape::rules, "", "B-04", at(&P::period_mark, &P::PeriodMark::periods)),
        typed("period_mark.entry_rule", Shape::word, "", "I-01..I-04", at(&P::period_mark, &P::PeriodMark::deadline)),
        typed("period_mark.early_entry", Shape::word, "", "I-02", at(&P::period_mark, &P::PeriodMark::early)),
        typed("year_mark.entry_rule", Shape::word, "", "I-03, I-04",
              at(&P::period_mark, &P::PeriodMark::year_deadline)),
        typed("exam_mark.entry_rule", Shape::word, "", "I-03", at(&P::period_mark, &P::PeriodMark::exam_deadline)),
        typed("period_mark.edit_window_days", Shape::number_or_word, "days", "J-07",
              at(&P::period_mark, &P::PeriodMark::window)),
        typed("period_mark.mean", Shape::word, "", "I-05", at(&P::period_mark, &P::PeriodMark::mean)),
        typed("period_mark.rounding", Shape::rules, "marks", "I-05", at(&P::period_mark, &P::PeriodMark::rounding)),
        number("period_mark.min_marks", "marks", "I-01", {0, 100}, at(&P::period_mark, &P::PeriodMark::fewest_marks)),
        most_missed(),
        text("period_mark.not_attested", "I-01", at(&P::period_mark, &P::PeriodMark::not_attested)),
        text("period_mark.exempt", "I-01", at(&P::period_mark, &P::PeriodMark::exempt)),
        typed("year_mark.source", Shape::word, "", "I-08", at(&P::period_mark, &P::PeriodMark::year_source)),
        typed("year_mark.rounding", Shape::rules, "marks", "I-08", at(&P::period_mark, &P::PeriodMark::year_rounding)),
        typed("final_mark.source", Shape::word, "", "I-08", at(&P::period_mark, &P::PeriodMark::final_source)),
        typed("final_mark.rounding", Shape::rules, "marks", "I-08",
              at(&P::period_mark, &P::PeriodMark::final_rounding)),

        typed("homework.entry_deadline", Shape::rules, "", "H-02..H-04", at(&P::homework, &P::Homework::deadline)),
        typed("homework.edit_window_days", Shape::number_or_word, "days", "J-01",
              at(&P::homework, &P::Homework::window)),
        typed("homework.due_not_before", Shape::word, "", "H-06", at(&P::homework, &P::Homework::due)),
        typed("homework.default_mode", Shape::word, "", "H-05", at(&P::homework, &P::Homework::mode)),

        typed("change.initiators", Shape::words, "", "J-10", at(&P::change, &P::Change::initiators)),
        typed("change.approver", Shape::words, "", "J-11", at(&P::change, &P::Change::approvers)),
        typed("change.grounds", Shape::records, "", "J-09", at(&P::change, &P::Change::grounds)),
        flag("change.registered", "J-12", at(&P::change, &P::Change::registered)),
        typed("change.executor", Shape::words, "", "J-13", at(&P::change, &P::Change::executors)),
        flag("change.register_attached", "J-14", at(&P::change, &P::Change::register_attached)),

        typed("year.sections_due", Shape::word, "", "B-03", at(&P::setup, &P::Setup::sections)),
        typed("year.open_close_due", Shape::word, "", "S-01", at(&P::setup, &P::Setup::open_close)),
        typed("timetable.due", Shape::word, "", "D-02", at(&P::setup, &P::Setup::timetable)),
        typed("load.due", Shape::word, "", "B-19", at(&P::setup, &P::Setup::load)),
        typed("tariff.as_of", Shape::word, "", "B-20", at(&P::setup, &P::Setup::tariff)),
        typed("ktp.due", Shape::word, "", "E-05", at(&P::setup, &P::Setup::plans)),
        typed("cards.pupil_due", Shape::word, "", "C-02, C-06", at(&P::setup, &P::Setup::pupil_cards)),
        typed("cards.class_due", Shape::word, "", "B-10", at(&P::setup, &P::Setup::class_cards)),
        typed("cards.recheck", Shape::word, "", "C-06", at(&P::setup, &P::Setup::card_recheck)),
        typed("subgroups.owner", Shape::words, "", "B-11", at(&P::setup, &P::Setup::subgroup_owners)),
        typed("movement.owner", Shape::words, "", "C-09", at(&P::setup, &P::Setup::movement_owners)),

        typed("credentials.issuer", Shape::words, "", "A-15", at(&P::access, &P::Access::credential_issuers)),
        typed("credentials.handed_out_by", Shape::words, "", "A-15", at(&P::access, &P::Access::credential_handers)),
        flag("credentials.needs_consent", "A-16", at(&P::access, &P::Access::needs_consent)),
        flag("personal_data.needs_agreement", "C-15", at(&P::access, &P::Access::needs_agreement)),
        flag("credentials.needs_application", "A-17", at(&P::access, &P::Access::needs_application)),
        typed("account.order_day", Shape::word, "", "A-18", at(&P::access, &P::Access::order_term)),
        typed("password.strength", Shape::options, "", "A-12", at(&P::access, &P::Access::password)),
        typed("compromise.report_term", Shape::word, "", "A-21", at(&P::access, &P::Access::compromise)),
        typed("substitution.access", Shape::word, "", "A-24, D-05", at(&P::access, &P::Access::substitution)),
        span("login.cache_hours", "hours", "A-11", {0, 24 * 31}, at(&P::access, &P::Access::login_cache)),
        flag("station.bind_teacher", "T-05", at(&P::access, &P::Access::bind_teacher)),
        flag("station.admin_protected", "R-11", at(&P::access, &P::Access::admin_protected)),
        typed("availability", Shape::word, "", "S-03", at(&P::access, &P::Access::availability)),

        typed("message.reply_order", Shape::words, "", "L-02", at(&P::control, &P::Control::reply_order)),
        typed("notice.parents_interval", Shape::word, "", "L-05", at(&P::control, &P::Control::parent_notice)),
        typed("notice.paper_interval", Shape::word, "", "L-06", at(&P::control, &P::Control::paper_notice)),
        typed("forecast.interval", Shape::word, "", "I-07", at(&P::control, &P::Control::forecast)),
        span("visits.parent_max_gap_days", "days", "O-09", day_count, at(&P::control, &P::Control::parent_gap)),
        span("visits.pupil_max_gap_days", "days", "O-10", day_count, at(&P::control, &P::Control::pupil_gap)),
        typed("control.review_interval", Shape::word, "", "O-05", at(&P::control, &P::Control::review)),
        span("control.remark_days", "days", "O-07", day_count, at(&P::control, &P::Control::remark)),
        flag("control.remark_working_days", "O-07", at(&P::control, &P::Control::remark_working_days)),
        typed("control.intro_report", Shape::word, "", "M-43", at(&P::control, &P::Control::intro_report)),
        number("control.min_marks", "marks", "O-03", {0, 100}, at(&P::control, &P::Control::fewest_marks)),
        objectivity_gap(),

        number("retention.journal_years", "years", "N-09", year_count, at(&P::archive, &P::Archive::journal_years)),
        number("retention.summary_years", "years", "N-10", year_count, at(&P::archive, &P::Archive::summary_years)),
        typed("retention.summary_extract", Shape::word, "", "N-11", at(&P::archive, &P::Archive::extract)),
        typed("retention.change_requests", Shape::word, "", "N-18", at(&P::archive, &P::Archive::change_requests)),
        typed("archive.print_journal", Shape::word, "", "N-01", at(&P::archive, &P::Archive::print_journal)),
        typed("archive.print_summary", Shape::word, "", "N-02", at(&P::archive, &P::Archive::print_summary)),
        typed("archive.print_owner", Shape::words, "", "N-02", at(&P::archive, &P::Archive::printers)),
        typed("archive.print_summary_owner", Shape::words, "", "N-02", at(&P::archive, &P::Archive::summary_printers)),
        typed("archive.prechecks", Shape::words, "", "N-05", at(&P::archive, &P::Archive::prechecks)),
        flag("archive.form_checked_mark", "N-06", at(&P::archive, &P::Archive::acceptance_record)),
        typed("archive.page_numbers", Shape::words, "", "N-03, N-04", at(&P::archive, &P::Archive::page_marks)),
    };
    std::ranges::sort(all, {}, &PolicyParameter::key);
    return all;
}

}  // namespace

std::span<const PolicyParameter> policy_parameters() {
    static const std::vector<PolicyParameter> all = all_parameters();
    return all;
}

const PolicyParameter* policy_parameter(std::string_view key) {
    const auto all = policy_parameters();
    const auto found = std::ranges::lower_bound(all, key, {}, &PolicyParameter::key);
    return found != all.end() && found->key == key ? &*found : nullptr;
}

TextCheck apply_policy(std::string_view key, std::string_view text, Policies& policies) {
    if (key.starts_with(permission_prefix) && key.size() > permission_prefix.size()) {
        const std::string_view name = key.substr(permission_prefix.size());
        if (find_permission(name) == nullptr) return TextFault{TextFault::Kind::unknown, std::string(key)};
        std::vector<Role> roles;
        if (auto fault = read(text, roles)) return fault;
        policies.permissions.insert_or_assign(std::string(name), std::move(roles));
        return {};
    }
    const PolicyParameter* parameter = policy_parameter(key);
    if (parameter == nullptr) return TextFault{TextFault::Kind::unknown, std::string(key)};
    return parameter->read(text, policies);
}

std::map<std::string, std::string> policy_texts(const Policies& policies) {
    std::map<std::string, std::string> texts;
    for (const PolicyParameter& parameter : policy_parameters())
        texts.emplace(parameter.key, parameter.write(policies));
    for (const auto& [name, roles] : policies.permissions)
        texts.emplace(std::string(permission_prefix) + name, write(roles));
    return texts;
}

std::map<std::string, TextFault> misfits(const Policies& policies) {
    std::map<std::string, TextFault> found;
    std::vector<std::string> scales;
    scales.reserve(policies.mark.scales.size());
    for (const MarkScale& scale : policies.mark.scales) scales.push_back(scale.code);
    const auto check = [&](const std::string& key, const std::string& scale, std::size_t item) {
        if (policies.scale(scale) == nullptr)
            found.emplace(key, TextFault{TextFault::Kind::word, scale, join(scales, ", "), item});
    };
    check("mark.markless_scale", policies.mark.markless_scale, 0);
    for (std::size_t i = 0; i < policies.mark.scale_of.size(); ++i)
        check("mark.scale_of", policies.mark.scale_of[i].scale, i);
    return found;
}

}  // namespace zvonok::domain
