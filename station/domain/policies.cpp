#include "station/domain/policies.hpp"

#include "station/domain/policy_parameters.hpp"

#include <algorithm>

namespace zvonok::domain {

namespace {

DueDate on(unsigned month, unsigned day) {
    return {DueDate::Kind::date, {std::chrono::month{month}, std::chrono::day{day}}};
}

std::vector<WorkKind> default_kinds() {
    std::vector<WorkKind> kinds{{"ответ", "ответ на уроке"},
                                {"дз", "домашняя работа"},
                                {"тест", "тест"},
                                {"самост", "самостоятельная работа"},
                                {"практ", "практическая работа"},
                                {"лаб", "лабораторная работа"},
                                {"контр", "контрольная работа"},
                                {"соч", "сочинение, изложение"},
                                {"монит", "контрольная работа мониторинга качества"}};
    for (WorkKind& kind : kinds) {
        kind.written = kind.code != "ответ" && kind.code != "дз";
        kind.creative = kind.code == "соч";
        kind.monitoring = kind.code == "монит";
        kind.numbered = kind.code == "самост" || kind.code == "практ" || kind.code == "лаб" || kind.code == "контр";
    }
    return kinds;
}

std::vector<MarkScale> default_scales() {
    using Form = MarkScale::Form;
    return {{"five", "пятибалльная", Form::numbers, {"5", "4", "3", "2", "1"}, {"5", "4", "3"}, 0},
            {"credit", "зачётная", Form::words, {"зачёт", "незачёт"}, {"зачёт"}, 0},
            {"mastered", "безотметочная", Form::words, {"освоил", "не освоил"}, {"освоил"}, 0},
            {"points", "балльная", Form::points, {}, {}, 100},
            {"criteria",
             "по критериям",
             Form::criteria,
             {"знание и понимание", "применение", "исследование", "сообщение"},
             {},
             8}};
}

template <class Rules>
auto first_for(const Rules& rules, int grade, std::string_view subject) {
    return std::ranges::find_if(rules, [&](const auto& rule) { return rule.reach.has(grade, subject); });
}

Deadline deadline_by(const std::vector<DeadlineRule>& rules, int grade, std::string_view subject) {
    const auto rule = first_for(rules, grade, subject);
    return rule == rules.end() ? Deadline{} : rule->deadline;
}

}  // namespace

std::vector<AbsenceCode> default_absence_codes() {
    return {{"Н", "отсутствует", AbsenceKind::unexplained, true},
            {"УП", "уважительная причина", AbsenceKind::valid, true},
            {"НП", "неуважительная причина", AbsenceKind::invalid, true},
            {"Б", "болезнь", AbsenceKind::illness, true},
            {"ОСВ", "освобождён от урока", AbsenceKind::exempt, false}};
}

Policies::Policies() {
    using Unit = Interval::Unit;
    attendance.codes = default_absence_codes();
    attendance.review = {{Role::class_teacher}, {Unit::weeks}};
    topic.allowed_terms = {"ВПР", "ГИА", "ГОСТ", "ГТО", "ДНК", "ЕГЭ",  "МДК", "ОБЗР", "ОБЖ",
                           "ОГЭ", "ООН", "ПДД",  "РНК", "РФ",  "СССР", "США", "ФГОС", "ЭВМ"};
    topic.generic_phrases = {"Повторение",         "Решение задач",          "Решение примеров",
                             "Решение упражнений", "Повторение и обобщение", "Обобщение",
                             "Закрепление"};
    mark.lesson = {{{}, {Deadline::Kind::lesson_day}}};
    mark.written = {{{}, {Deadline::Kind::days_after, std::chrono::days{4}}}};
    mark.creative_reach = {
        {5, 11},
        {"русский язык", "литература", "история", "обществознание", "иностранный язык", "английский язык",
         "немецкий язык", "французский язык", "испанский язык", "китайский язык"}};
    mark.writing_subjects = {"русский язык", "литература"};
    mark.markless = {{1, 1}};
    mark.markless_scale = "mastered";
    mark.scales = default_scales();
    mark.scale_of = {{{}, "five"}};
    mark.kinds = default_kinds();
    mark.points_to_marks.steps = {{2, {0}}, {3, {5000}}, {4, {7000}}, {5, {8500}}};
    period_mark.periods = {{{}, PeriodKind::quarter}};
    homework.deadline = {{{}, {Deadline::Kind::lesson_day}}};
    change.initiators = {Role::teacher, Role::deputy};
    change.approvers = {Role::director};
    change.grounds = {{"pupil_absent", "ученик отсутствовал по уважительной причине", true},
                      {"retake", "пересдача", true},
                      {"teacher_absent", "учитель отсутствовал по уважительной причине", true}};
    change.executors = {Role::administrator};
    setup.open_close = on(9, 10);
    setup.load = on(8, 31);
    setup.tariff = on(9, 1);
    setup.pupil_cards = on(9, 15);
    setup.class_cards = on(9, 15);
    setup.card_recheck = {Unit::months};
    setup.subgroup_owners = {Role::class_teacher};
    setup.movement_owners = {Role::secretary};
    access.credential_issuers = {Role::administrator};
    control.reply_order = {Sender::administration, Sender::class_teacher, Sender::teacher, Sender::parent,
                           Sender::pupil};
    control.parent_notice = {Unit::months};
    control.paper_notice = {Unit::weeks};
    control.forecast = {Unit::weeks};
    control.review = {Unit::weeks, 2};
    control.intro_report = {Unit::quarters};
    archive.print_journal = {Unit::years};
    archive.printers = {Role::class_teacher};
    archive.summary_printers = {Role::class_teacher};
    archive.page_marks = {PageMark::numbered, PageMark::counted, PageMark::stitched,
                          PageMark::signed_,  PageMark::sealed,  PageMark::dated};
}

std::optional<std::vector<Role>> Policies::permission(std::string_view name) const {
    const auto found = permissions.find(name);
    if (found == permissions.end()) return std::nullopt;
    return found->second;
}

const AbsenceCode* Policies::absence(std::string_view code) const {
    const auto found = std::ranges::find(attendance.codes, code, &AbsenceCode::code);
    return found == attendance.codes.end() ? nullptr : &*found;
}

bool Policies::counts_missed(const AbsenceCode& code) const {
    return code.missed || (code.kind == AbsenceKind::exempt && attendance.exempt_counts_missed);
}

const WorkKind* Policies::kind(std::string_view code) const {
    const auto found = std::ranges::find(mark.kinds, code, &WorkKind::code);
    return found == mark.kinds.end() ? nullptr : &*found;
}

const MarkScale* Policies::scale(std::string_view code) const {
    const auto found = std::ranges::find(mark.scales, code, &MarkScale::code);
    return found == mark.scales.end() ? nullptr : &*found;
}

const MarkScale& Policies::scale_for(int grade, std::string_view subject) const {
    if (is_markless(grade))
        if (const MarkScale* words = scale(mark.markless_scale)) return *words;
    if (const auto rule = first_for(mark.scale_of, grade, subject); rule != mark.scale_of.end())
        if (const MarkScale* named = scale(rule->scale)) return *named;
    return mark.scales.front();
}

bool Policies::is_markless(int grade) const {
    return std::ranges::any_of(mark.markless, [&](const GradeRange& range) { return range.has(grade); });
}

std::vector<PeriodKind> Policies::periods_of(int grade) const {
    std::vector<PeriodKind> kinds;
    for (const PeriodRule& rule : period_mark.periods)
        if (rule.grades.has(grade) && std::ranges::find(kinds, rule.kind) == kinds.end()) kinds.push_back(rule.kind);
    return kinds;
}

Deadline Policies::deadline_of(const GradedWork& work) const {
    if (work.kind.deadline) return *work.kind.deadline;
    if (work.kind.creative && mark.creative_reach.has(work.grade, work.subject))
        return {Deadline::Kind::days_after, mark.creative};
    const bool written = work.kind.written || work.kind.creative;
    return deadline_by(written ? mark.written : mark.lesson, work.grade, work.subject);
}

EditWindow Policies::window_of(const GradedWork& work) const {
    if (work.kind.window) return work.kind.window;
    if ((work.kind.monitoring || work.monitoring) && mark.monitoring.own) return mark.monitoring.window;
    const bool writing = (work.kind.written || work.kind.creative) && (work.grade == 10 || work.grade == 11) &&
                         std::ranges::find(mark.writing_subjects, work.subject) != mark.writing_subjects.end();
    if (writing && mark.writing_10_11.own) return mark.writing_10_11.window;
    return mark.window;
}

Deadline Policies::homework_deadline(int grade, std::string_view subject) const {
    return deadline_by(homework.deadline, grade, subject);
}

ResolvedPolicies resolve_policies(const std::map<std::string, std::string>& texts) {
    static const Policies defaults;
    ResolvedPolicies resolved{defaults, {}};
    for (const auto& [key, text] : texts) {
        const auto fault = apply_policy(key, text, resolved.policies);
        if (!fault) continue;
        resolved.troubles.push_back({key, describe(*fault)});
        // Half of the value may have been read before the fault was met.
        if (const PolicyParameter* parameter = policy_parameter(key))
            static_cast<void>(parameter->read(parameter->write(defaults), resolved.policies));
    }
    for (const auto& [key, fault] : misfits(resolved.policies)) resolved.troubles.push_back({key, describe(fault)});
    return resolved;
}

}  // namespace zvonok::domain
