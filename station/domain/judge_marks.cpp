#include "station/domain/judge_case.hpp"
#include "station/domain/topic_text.hpp"

#include <charconv>

/// The rules of works, marks, transferred marks and results (groups G and I).
namespace zvonok::domain {

namespace {

constexpr int most_points = 1000;

std::optional<int> number_in(std::string_view text) {
    int value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
    return value;
}

/// Whether the scale knows the value; a number where words are asked for is told apart (G-11).
Broken check_value(const Policies& rules, int grade, const MarkScale& scale, std::string_view value) {
    const auto number = number_in(value);
    switch (scale.form) {
        case MarkScale::Form::numbers:
        case MarkScale::Form::words:
            if (std::ranges::find(scale.values, value) != scale.values.end()) return {};
            return number && rules.is_markless(grade) ? rule::mark_markless : rule::mark_unknown;
        case MarkScale::Form::points:
            return number && *number >= 0 && *number <= most_points ? Broken{} : rule::mark_unknown;
        case MarkScale::Form::criteria:
            return number && *number >= 0 && *number <= scale.maximum * static_cast<int>(scale.values.size())
                       ? Broken{}
                       : rule::mark_unknown;
    }
    return rule::mark_unknown;
}

Broken check_criteria(const MarkScale& scale, const std::vector<CriterionScore>& scores) {
    for (const CriterionScore& score : scores) {
        if (score.criterion.empty() || score.points < 0 || score.points > most_points) return rule::mark_unknown;
        if (scale.form != MarkScale::Form::criteria) continue;
        if (score.points > scale.maximum || std::ranges::find(scale.values, score.criterion) == scale.values.end())
            return rule::mark_unknown;
    }
    return {};
}

/// The kind of work that the cell names (G-02).
Broken check_kind(const Case& c, const Policies& rules) {
    if (c.cell().ordinal < 1) return rule::malformed;
    if (c.cell().work.empty()) return rules.mark.kind_required ? rule::work_kind_missing : Broken{};
    return rules.kind(c.cell().work) == nullptr ? rule::work_kind_unknown : Broken{};
}

/// A stream of several grades says none of its own; then the pupil's class does.
int grade_for(const Case& c, const Lesson& lesson) {
    if (const int grade = grade_of(c.book, lesson); grade != 0) return grade;
    return c.book.grade_of(c.book.class_of(c.pupil(), lesson.day()), lesson.day());
}

/// A result is given by who teaches the pupil the subject: has the load, or has stood in for who has it (D-07).
bool teaches(const Case& c, SubjectId subject, DaySpan span) {
    const LocalDay day = std::clamp(c.today, span.first, span.last);
    for (const LoadId id : c.book.loads_of_teacher(c.claim.author, day)) {
        const Load* load = c.book.load(id, day);
        if (load == nullptr || load->subject != subject) continue;
        for (const GroupId group : load->groups)
            if (c.book.membership(group, c.pupil(), day) != nullptr ||
                c.book.membership(group, c.pupil(), span.first) != nullptr)
                return true;
    }
    constexpr std::chrono::days lately{14};
    const auto held = c.book.lessons_of_teacher(c.claim.author, std::max(span.first, day - lately), day);
    return std::ranges::any_of(held, [&](const Lesson& lesson) {
        return lesson.subject == subject && lesson.substitute == c.claim.author && c.book.on_list(lesson, c.pupil());
    });
}

StudyForm form_of(const Case& c, DaySpan span) {
    const LocalDay day = std::clamp(c.today, span.first, span.last);
    const Membership* membership = c.book.membership(c.book.class_of(c.pupil(), day), c.pupil(), day);
    return membership == nullptr ? StudyForm::full_time : membership->form;
}

/// Who gives a result: the teacher, for behaviour the class teacher (G-14), of state exams and of those who study
/// outside the school the deputy (I-10, I-14).
Broken check_giver(const Case& c, DaySpan span, const Exam* exam) {
    if (const Broken broken = c.role_may(); !broken.empty() || c.rights_granted) return broken;
    const auto subject = id_as<SubjectId>(c.cell().subject);
    if (c.claim.role == Role::class_teacher) {
        if (!subject.empty()) return rule::role_not_enough;
        return c.is_own_pupil(c.pupil(), span.first, span.last);
    }
    if (c.acts_as_teacher()) {
        if (subject.empty()) return rule::not_assigned;
        const bool examines =
            exam != nullptr && std::ranges::find(exam->examiners, c.claim.author) != exam->examiners.end();
        return examines || teaches(c, subject, span) ? Broken{} : rule::not_assigned;
    }
    const bool state_exam = exam != nullptr && (exam->kind == ExamKind::oge || exam->kind == ExamKind::ege);
    if (c.claim.role == Role::deputy && !c.rules_today().permissions.contains("period_mark") && !state_exam &&
        form_of(c, span) == StudyForm::full_time)
        return rule::role_not_enough;
    return {};
}

}  // namespace

Broken check(Case& c, const Work& act) {
    std::optional<Lesson> lesson;
    if (const Broken broken = c.enter(lesson); !broken.empty()) return broken;
    const Policies& rules = c.book.policies(lesson->day());
    if (const Broken broken = check_kind(c, rules); !broken.empty()) return broken;
    if (act.theme.size() > text_limit_bytes) return rule::text_too_long;
    if (act.number < 0 || act.weight_percent < 0 || act.weight_percent > 1000 || act.points < 0 ||
        act.points > most_points)
        return rule::malformed;
    if (act.done_on && *act.done_on > c.today) return rule::work_day;
    Terms terms = mark_terms(c.book, c.zone, *lesson, c.cell().work, c.claim.first ? Answer::first : Answer::change);
    // The terms are those of its marks; a work itself is never late.
    terms.late.reset();
    terms.known_by.reset();
    if (const Broken broken = c.keep(terms, rule::lesson_ahead); !broken.empty()) return broken;
    if (act.withdrawn) return {};
    const WorkKind* kind = rules.kind(c.cell().work);
    if (kind != nullptr && kind->numbered && rules.topic.work_needs_number != Severity::off)
        for (const TextFinding& finding : check_work(act.theme, act.number, rules.topic.generic_phrases))
            if (const Broken broken = c.weigh(rules.topic.work_needs_number, finding.rule); !broken.empty())
                return broken;
    return c.weigh_language(act.theme);
}

Broken check(Case& c, const Mark& act) {
    std::optional<Lesson> lesson;
    if (const Broken broken = c.enter(lesson); !broken.empty()) return broken;
    if (!c.book.on_list(*lesson, c.pupil())) return rule::not_on_list;
    const Policies& rules = c.book.policies(lesson->day());
    if (const Broken broken = check_kind(c, rules); !broken.empty()) return broken;
    if (c.cell().attempt < 1 || act.points < 0 || act.points > most_points) return rule::malformed;
    if (act.comment.size() > text_limit_bytes) return rule::text_too_long;
    if (act.done_on && *act.done_on > c.today) return rule::work_day;
    if (!act.value.empty()) {
        const int grade = grade_for(c, *lesson);
        const MarkScale& scale = rules.scale_for(grade, subject_name(c.book, lesson->subject, lesson->day()));
        if (const Broken broken = check_value(rules, grade, scale, act.value); !broken.empty()) return broken;
        if (const Broken broken = check_criteria(scale, act.criteria); !broken.empty()) return broken;
    }
    return c.keep(mark_terms(c.book, c.zone, *lesson, c.cell().work, c.claim.first ? Answer::first : Answer::change),
                  rule::lesson_ahead);
}

Broken check(Case& c, const TransferredMark& act) {
    const auto subject = id_as<SubjectId>(c.cell().subject);
    const PupilDocument* paper = c.book.document(id_as<DocumentId>(c.cell().period));
    if (paper == nullptr || paper->pupil != c.pupil() || paper->number.empty() || paper->issuer.empty())
        return rule::transfer_document;
    if (act.day < paper->first || paper->last < act.day || act.day > c.today) return rule::transfer_day;
    if (const Broken broken = c.role_may(); !broken.empty()) return broken;
    // Of a pupil who came later the class that he came to takes the marks over (C-12).
    LocalDay listed = act.day;
    GroupId school_class = c.book.class_of(c.pupil(), listed);
    if (school_class.empty()) school_class = c.book.class_of(c.pupil(), listed = c.today);
    if (const Broken broken = c.is_own_pupil(c.pupil(), listed, listed); !broken.empty()) return broken;
    if (c.acts_as_teacher() && !c.rights_granted && !teaches(c, subject, {act.day, c.today})) return rule::not_assigned;
    if (const Broken broken = c.year_is_open(act.day); !broken.empty()) return broken;
    if (const Broken broken = c.is_fit_audience(nullptr); !broken.empty()) return broken;
    if (c.cell().ordinal < 1) return rule::malformed;
    if (c.book.subject(subject, act.day) == nullptr) return rule::reference_unknown;
    if (school_class.empty()) return rule::not_on_list;
    // Its window is none: the paper comes when the pupil does (G-13).
    const Policies& rules = c.book.policies(act.day);
    if (!act.work_kind.empty() && rules.kind(act.work_kind) == nullptr) return rule::work_kind_unknown;
    if (act.value.empty()) return {};
    const int grade = c.book.grade_of(school_class, listed);
    return check_value(rules, grade, rules.scale_for(grade, subject_name(c.book, subject, act.day)), act.value);
}

Broken check(Case& c, const PeriodMark& act) {
    const auto span = span_of(c.book, c.cell().period);
    if (!span) return rule::period_unknown;
    const Exam* exam = c.book.exam(c.cell().period);
    const auto subject = id_as<SubjectId>(c.cell().subject);
    if (exam != nullptr && exam->subject != subject) return rule::period_unknown;
    if (!subject.empty() && c.book.subject(subject, span->last) == nullptr) return rule::reference_unknown;
    if (const Broken broken = check_giver(c, *span, exam); !broken.empty()) return broken;
    if (const Broken broken = c.year_is_open(span->last); !broken.empty()) return broken;
    if (const Broken broken = c.is_fit_audience(nullptr); !broken.empty()) return broken;

    GroupId school_class = c.book.class_of(c.pupil(), std::clamp(c.today, span->first, span->last));
    if (school_class.empty()) school_class = c.book.class_of(c.pupil(), span->first);
    if (school_class.empty()) return rule::not_on_list;
    const int grade = c.book.grade_of(school_class, span->last);
    if (const ReportingPeriod* period = c.book.period(id_as<PeriodId>(c.cell().period)))
        if (grade != 0 && (grade < period->first_grade || grade > period->last_grade)) return rule::period_unknown;
    if (act.comment.size() > text_limit_bytes) return rule::text_too_long;
    const Policies& rules = c.book.policies(span->last);
    const bool said_in_words =
        act.value.empty() || act.value == rules.period_mark.not_attested || act.value == rules.period_mark.exempt;
    // State exams are told in points of a hundred beside marks (I-10).
    const auto points = exam != nullptr && (exam->kind == ExamKind::oge || exam->kind == ExamKind::ege)
                            ? number_in(act.value)
                            : std::nullopt;
    if (!said_in_words && !(points && *points >= 0 && *points <= 100)) {
        // Behaviour is no subject of the curriculum; a school gives it a scale of its own by that name.
        const std::string_view name =
            subject.empty() ? std::string_view{"поведение"} : subject_name(c.book, subject, span->last);
        if (const Broken broken = check_value(rules, grade, rules.scale_for(grade, name), act.value); !broken.empty())
            return broken;
    }
    return c.keep(*period_mark_terms(c.book, c.zone, c.cell().period, school_class), rule::period_early);
}

}  // namespace zvonok::domain
