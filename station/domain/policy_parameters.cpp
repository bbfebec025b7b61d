#include "station/domain/policy_parameters.hpp"

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
                const TextCheck fault = read_number(text, bounds, count);
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

// A member of Policies, const or not as the object is.
#define ZVONOK_AT(member)         \
    [](auto& policies) -> auto& { \
        return policies.member;   \
    }

std::vector<PolicyParameter> all_parameters() {
    std::vector<PolicyParameter> all{
        typed("attendance.entry_deadline", Shape::word, "", "F-03", ZVONOK_AT(attendance.deadline)),
        typed("attendance.edit_window_days", Shape::number_or_word, "days", "J-04", ZVONOK_AT(attendance.window)),
        typed("attendance.codes", Shape::records, "", "F-04", ZVONOK_AT(attendance.codes)),
        typed("attendance.reason_review", Shape::word, "", "F-05, F-06", ZVONOK_AT(attendance.review)),
        flag("attendance.exempt_counts_missed", "F-08", ZVONOK_AT(attendance.exempt_counts_missed)),

        typed("topic.entry_deadline", Shape::word, "", "E-11", ZVONOK_AT(topic.deadline)),
        typed("topic.edit_window_days", Shape::number_or_word, "days", "J-01", ZVONOK_AT(topic.window)),
        typed("topic.source", Shape::word, "", "E-06", ZVONOK_AT(topic.source)),
        typed("topic.no_abbreviations", Shape::word, "", "E-07", ZVONOK_AT(topic.abbreviations)),
        typed("topic.allowed_terms", Shape::words, "", "E-07", ZVONOK_AT(topic.allowed_terms)),
        typed("topic.generic_rule", Shape::word, "", "E-08", ZVONOK_AT(topic.generic)),
        typed("topic.generic_phrases", Shape::words, "", "E-08", ZVONOK_AT(topic.generic_phrases)),
        typed("topic.work_needs_number", Shape::word, "", "E-09", ZVONOK_AT(topic.work_needs_number)),
        typed("text.language", Shape::word, "", "E-10", ZVONOK_AT(topic.language)),
        typed("subject.name_rule", Shape::word, "", "B-16", ZVONOK_AT(topic.subject_name)),

        typed("mark.lesson.deadline", Shape::rules, "", "G-06", ZVONOK_AT(mark.lesson)),
        typed("mark.written.deadline", Shape::rules, "", "G-07, G-08", ZVONOK_AT(mark.written)),
        span("mark.creative.deadline_days", "days", "G-09", day_count, ZVONOK_AT(mark.creative)),
        typed("mark.creative.grades", Shape::word, "", "G-09", ZVONOK_AT(mark.creative_reach.grades)),
        typed("mark.creative.subjects", Shape::words, "", "G-09", ZVONOK_AT(mark.creative_reach.subjects)),
        span("mark.inform_deadline_days", "days", "G-10", day_count, ZVONOK_AT(mark.inform)),
        typed("mark.current.edit_window_days", Shape::number_or_word, "days", "J-04", ZVONOK_AT(mark.window)),
        flag("mark.entry_follows_edit_window", "J-04", ZVONOK_AT(mark.entry_follows_window)),
        typed("mark.monitoring.edit_window_days", Shape::number_or_word, "days", "J-05", ZVONOK_AT(mark.monitoring)),
        typed("mark.writing_10_11.edit_window_days", Shape::number_or_word, "days", "J-06",
              ZVONOK_AT(mark.writing_10_11)),
        typed("mark.writing_10_11.subjects", Shape::words, "", "J-06", ZVONOK_AT(mark.writing_subjects)),
        flag("mark.kind_required", "G-02", ZVONOK_AT(mark.kind_required)),
        typed("mark.markless_grades", Shape::words, "", "G-11", ZVONOK_AT(mark.markless)),
        text("mark.markless_scale", "G-11", ZVONOK_AT(mark.markless_scale)),
        typed("mark.scales", Shape::records, "", "G-01, G-12", ZVONOK_AT(mark.scales)),
        typed("mark.scale_of", Shape::rules, "", "G-01", ZVONOK_AT(mark.scale_of)),
        typed("mark.resits", Shape::word, "", "G-04", ZVONOK_AT(mark.resits)),
        typed("mark.points_to_marks", Shape::rules, "percent", "G-12", ZVONOK_AT(mark.points_to_marks)),
        typed("work.kinds", Shape::records, "", "G-02, E-09, G-15", ZVONOK_AT(mark.kinds)),

        typed("grading.periods", Shape::rules, "", "B-04", ZVONOK_AT(period_mark.periods)),
        typed("period_mark.entry_rule", Shape::word, "", "I-01..I-04", ZVONOK_AT(period_mark.deadline)),
        typed("period_mark.early_entry", Shape::word, "", "I-02", ZVONOK_AT(period_mark.early)),
        typed("year_mark.entry_rule", Shape::word, "", "I-03, I-04", ZVONOK_AT(period_mark.year_deadline)),
        typed("exam_mark.entry_rule", Shape::word, "", "I-03", ZVONOK_AT(period_mark.exam_deadline)),
        typed("period_mark.edit_window_days", Shape::number_or_word, "days", "J-07", ZVONOK_AT(period_mark.window)),
        typed("period_mark.mean", Shape::word, "", "I-05", ZVONOK_AT(period_mark.mean)),
        typed("period_mark.rounding", Shape::rules, "marks", "I-05", ZVONOK_AT(period_mark.rounding)),
        number("period_mark.min_marks", "marks", "I-01", {0, 100}, ZVONOK_AT(period_mark.fewest_marks)),
        most_missed(),
        text("period_mark.not_attested", "I-01", ZVONOK_AT(period_mark.not_attested)),
        text("period_mark.exempt", "I-01", ZVONOK_AT(period_mark.exempt)),
        typed("year_mark.source", Shape::word, "", "I-08", ZVONOK_AT(period_mark.year_source)),
        typed("year_mark.rounding", Shape::rules, "marks", "I-08", ZVONOK_AT(period_mark.year_rounding)),
        typed("final_mark.source", Shape::word, "", "I-08", ZVONOK_AT(period_mark.final_source)),
        typed("final_mark.rounding", Shape::rules, "marks", "I-08", ZVONOK_AT(period_mark.final_rounding)),

        typed("homework.entry_deadline", Shape::rules, "", "H-02..H-04", ZVONOK_AT(homework.deadline)),
        typed("homework.edit_window_days", Shape::number_or_word, "days", "J-01", ZVONOK_AT(homework.window)),
        typed("homework.due_not_before", Shape::word, "", "H-06", ZVONOK_AT(homework.due)),
        typed("homework.default_mode", Shape::word, "", "H-05", ZVONOK_AT(homework.mode)),

        typed("change.initiators", Shape::words, "", "J-10", ZVONOK_AT(change.initiators)),
        typed("change.approver", Shape::words, "", "J-11", ZVONOK_AT(change.approvers)),
        typed("change.grounds", Shape::records, "", "J-09", ZVONOK_AT(change.grounds)),
        flag("change.registered", "J-12", ZVONOK_AT(change.registered)),
        typed("change.executor", Shape::words, "", "J-13", ZVONOK_AT(change.executors)),
        flag("change.register_attached", "J-14", ZVONOK_AT(change.register_attached)),

        typed("year.sections_due", Shape::word, "", "B-03", ZVONOK_AT(setup.sections)),
        typed("year.open_close_due", Shape::word, "", "S-01", ZVONOK_AT(setup.open_close)),
        typed("timetable.due", Shape::word, "", "D-02", ZVONOK_AT(setup.timetable)),
        typed("load.due", Shape::word, "", "B-19", ZVONOK_AT(setup.load)),
        typed("tariff.as_of", Shape::word, "", "B-20", ZVONOK_AT(setup.tariff)),
        typed("ktp.due", Shape::word, "", "E-05", ZVONOK_AT(setup.plans)),
        typed("cards.pupil_due", Shape::word, "", "C-02, C-06", ZVONOK_AT(setup.pupil_cards)),
        typed("cards.class_due", Shape::word, "", "B-10", ZVONOK_AT(setup.class_cards)),
        typed("cards.recheck", Shape::word, "", "C-06", ZVONOK_AT(setup.card_recheck)),
        typed("subgroups.owner", Shape::words, "", "B-11", ZVONOK_AT(setup.subgroup_owners)),
        typed("movement.owner", Shape::words, "", "C-09", ZVONOK_AT(setup.movement_owners)),

        typed("credentials.issuer", Shape::words, "", "A-15", ZVONOK_AT(access.credential_issuers)),
        typed("credentials.handed_out_by", Shape::words, "", "A-15", ZVONOK_AT(access.credential_handers)),
        flag("credentials.needs_consent", "A-16", ZVONOK_AT(access.needs_consent)),
        flag("credentials.needs_application", "A-17", ZVONOK_AT(access.needs_application)),
        typed("account.order_day", Shape::word, "", "A-18", ZVONOK_AT(access.order_term)),
        typed("password.strength", Shape::options, "", "A-12", ZVONOK_AT(access.password)),
        typed("compromise.report_term", Shape::word, "", "A-21", ZVONOK_AT(access.compromise)),
        typed("substitution.access", Shape::word, "", "A-24, D-05", ZVONOK_AT(access.substitution)),
        span("login.cache_hours", "hours", "A-11", {0, 24 * 31}, ZVONOK_AT(access.login_cache)),
        flag("station.bind_teacher", "T-05", ZVONOK_AT(access.bind_teacher)),
        flag("station.admin_protected", "R-11", ZVONOK_AT(access.admin_protected)),
        typed("availability", Shape::word, "", "S-03", ZVONOK_AT(access.availability)),

        typed("message.reply_order", Shape::words, "", "L-02", ZVONOK_AT(control.reply_order)),
        typed("notice.parents_interval", Shape::word, "", "L-05", ZVONOK_AT(control.parent_notice)),
        typed("notice.paper_interval", Shape::word, "", "L-06", ZVONOK_AT(control.paper_notice)),
        typed("forecast.interval", Shape::word, "", "I-07", ZVONOK_AT(control.forecast)),
        span("visits.parent_max_gap_days", "days", "O-09", day_count, ZVONOK_AT(control.parent_gap)),
        span("visits.pupil_max_gap_days", "days", "O-10", day_count, ZVONOK_AT(control.pupil_gap)),
        typed("control.review_interval", Shape::word, "", "O-05", ZVONOK_AT(control.review)),
        span("control.remark_days", "days", "O-07", day_count, ZVONOK_AT(control.remark)),
        flag("control.remark_working_days", "O-07", ZVONOK_AT(control.remark_working_days)),
        typed("control.intro_report", Shape::word, "", "M-43", ZVONOK_AT(control.intro_report)),
        number("control.min_marks", "marks", "O-03", {0, 100}, ZVONOK_AT(control.fewest_marks)),
        objectivity_gap(),

        number("retention.journal_years", "years", "N-09", year_count, ZVONOK_AT(archive.journal_years)),
        number("retention.summary_years", "years", "N-10", year_count, ZVONOK_AT(archive.summary_years)),
        typed("retention.summary_extract", Shape::word, "", "N-11", ZVONOK_AT(archive.extract)),
        typed("retention.change_requests", Shape::word, "", "N-18", ZVONOK_AT(archive.change_requests)),
        typed("archive.print_journal", Shape::word, "", "N-01", ZVONOK_AT(archive.print_journal)),
        typed("archive.print_summary", Shape::word, "", "N-02", ZVONOK_AT(archive.print_summary)),
        typed("archive.print_owner", Shape::words, "", "N-02", ZVONOK_AT(archive.printers)),
        typed("archive.print_summary_owner", Shape::words, "", "N-02", ZVONOK_AT(archive.summary_printers)),
        typed("archive.prechecks", Shape::words, "", "N-05", ZVONOK_AT(archive.prechecks)),
        flag("archive.form_checked_mark", "N-06", ZVONOK_AT(archive.acceptance_record)),
        typed("archive.page_numbers", Shape::words, "", "N-03, N-04", ZVONOK_AT(archive.page_marks)),
    };
    std::ranges::sort(all, {}, &PolicyParameter::key);
    return all;
}

#undef ZVONOK_AT

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
        std::vector<Role> roles;
        if (auto fault = read(text, roles)) return fault;
        policies.permissions.insert_or_assign(std::string(key.substr(permission_prefix.size())), std::move(roles));
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
