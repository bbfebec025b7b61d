#include "station/domain/absence.hpp"
#include "station/domain/deadlines.hpp"
#include "station/flow/stepper.hpp"

namespace zvonok::flow {

namespace {

/// The marks of the row as they enter the mean; attempts at one work share its number.
std::vector<domain::CountedMark> counted(const Page& page, const PageRow& row) {
    std::vector<domain::CountedMark> marks;
    std::uint32_t works = 0;
    for (std::size_t n = 0; n < row.cells.size(); ++n) {
        const std::vector<GivenMark>& given = row.cells[n].marks;
        for (auto mark = given.begin(); mark != given.end(); ++mark) {
            if (mark->value.empty() || !mark->standing.in_force) continue;
            domain::CountedMark one{.value = mark->value, .kind = mark->work.kind, .attempt = mark->attempt};
            const auto work = std::ranges::find_if(page.works, [&](const PageWork& known) {
                return known.lesson == page.columns[n].lesson.key && known.work == mark->work;
            });
            if (work != page.works.end()) {
                one.weight_percent = work->weight_percent;
                one.most_points = work->points;
            }
            const auto first = std::ranges::find(given, mark->work, &GivenMark::work);
            one.work = works + static_cast<std::uint32_t>(first - given.begin());
            marks.push_back(std::move(one));
        }
        works += static_cast<std::uint32_t>(given.size());
    }
    for (const domain::TransferredMark& mark : row.brought)
        marks.push_back({.value = mark.value, .kind = mark.work_kind, .work = works++});
    return marks;
}

domain::Absence absence_at(const domain::FactBook& book, const domain::Lesson& lesson, PersonId pupil,
                           const PageCell& cell) {
    const domain::Attendance said{cell.code.value_or(std::string{}), cell.late_minutes};
    domain::AbsenceWords words;
    if (cell.code) words.teacher = &said;
    if (cell.reason) {
        words.class_teacher = &*cell.reason;
        if (!cell.reason->document.empty()) words.named = book.document(cell.reason->document);
    }
    std::vector<const domain::PupilDocument*> papers;
    for (const auto& paper : book.papers(pupil, lesson.day(), lesson.subject)) papers.push_back(paper.is);
    words.papers = papers;
    return domain::absence_of(book.policies(lesson.day()), words);
}

}  // namespace

void Stepper::reckon(Page& page, PageRow& row) const {
    const PagePeriod& period = page.shown();
    const LocalDay day = std::clamp(today(state_), period.first, period.last);
    const GroupId school_class = book()->class_of(row.pupil, day);
    const domain::GradingRules rules =
        domain::grading_rules(book()->policies(period.last), book()->grade_of(school_class, day),
                              domain::subject_name(*book(), page.subject, day));
    const domain::Mean mean = domain::mean_of(rules, counted(page, row));
    row.mean = mean.value();

    domain::Attended attended;
    const domain::Membership* membership = book()->membership(school_class, row.pupil, day);
    attended.by_lessons = membership == nullptr || membership->form == domain::StudyForm::full_time;
    const LocalTime now = local_now(state_);
    for (std::size_t n = 0; n < row.cells.size(); ++n) {
        const PageColumn& column = page.columns[n];
        if (!row.cells[n].listed || column.not_held || column.lesson.ends > now) continue;
        const domain::Absence absence = absence_at(*book(), column.lesson, row.pupil, row.cells[n]);
        ++attended.lessons;
        if (absence.missed) ++attended.missed;
        if (absence.exempt()) ++attended.exempt;
    }
    if (period.id.empty()) {
        row.suggestion = {};
    } else if (period.kind == domain::PeriodKind::year &&
               rules.policies.period_mark.year_source != domain::YearSource::marks) {
        std::vector<std::string> below;
        for (std::size_t n = 0; n < page.periods.size(); ++n)
            if (page.periods[n].kind != domain::PeriodKind::year) below.push_back(row.results[n].value);
        row.suggestion = domain::suggest_year(rules, below);
    } else {
        row.suggestion = domain::suggest(rules, mean, attended);
    }
}

}  // namespace zvonok::flow
