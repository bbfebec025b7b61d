#include "station/journal/control_parts.hpp"

#include <algorithm>

/// Results: forecasts, suggestions, what is missing, and how what was given agrees with the marks.
namespace zvonok::journal {

using namespace zvonok::domain;

namespace {

using std::chrono::days;

bool is_year(const FactBook& book, EntityId period) {
    const ReportingPeriod* known = book.period(id_as<PeriodId>(period));
    return known != nullptr ? known->kind == PeriodKind::year : book.year(period) != nullptr;
}

/// The subjects that a pupil is taught.
bool gives_results(LoadKind kind) {
    return kind == LoadKind::lesson || kind == LoadKind::practice;
}

void add_once(std::vector<PersonId>& people, const std::vector<PersonId>& more) {
    for (const PersonId person : more)
        if (std::ranges::find(people, person) == people.end()) people.push_back(person);
}

/// The marks of one pupil in one subject, numbered by work as they come in the reader's order.
class MarkPile {
  public:
    void add(const GivenMark& mark) {
        const auto work = std::tuple(mark.load, mark.day, mark.ordinal, mark.unplanned, mark.work, mark.work_ordinal);
        if (marks_.empty() || work != last_) ++works_;
        last_ = work;
        marks_.push_back({mark.value, mark.work, mark.weight_percent, mark.work_points, works_, mark.attempt});
    }
    void add(const TransferredMark& mark) { marks_.push_back({mark.value, mark.work_kind, 0, 0, ++works_, 1}); }
    [[nodiscard]] std::span<const domain::CountedMark> marks() const { return marks_; }

  private:
    std::tuple<LoadId, LocalDay, int, LessonId, std::string, int> last_;
    std::vector<domain::CountedMark> marks_;
    std::uint32_t works_ = 0;
};

/// One class in one period, being asked about.
struct ClassPeriod {
    GroupId school_class;
    EntityId period;
    DaySpan span;
    LocalDay day;  ///< of the span, as far as it has come: whose lists and loads count
};

using ByPupilAndSubject = std::map<std::pair<PersonId, SubjectId>, std::size_t>;

/// Every pupil of the class in every subject, without results yet.
std::vector<SubjectResult> taught(const Asked& asked, const ClassPeriod& of, const std::vector<LoadId>& loads) {
    std::vector<SubjectResult> all;
    ByPupilAndSubject places;
    const Exam* exam = asked.book.exam(of.period);
    const auto terms = period_mark_terms(asked.book, asked.zone, of.period, of.school_class);
    const auto pupils = asked.book.members(of.school_class, of.day);
    const auto add = [&](PersonId pupil, SubjectId subject, const std::vector<PersonId>& teachers) {
        const auto [place, fresh] = places.try_emplace({pupil, subject}, all.size());
        if (fresh) {
            SubjectResult& result = all.emplace_back();
            result.pupil = pupil;
            result.subject = subject;
            result.period = of.period;
            result.school_class = of.school_class;
            if (terms) {
                result.late_from = terms->late;
                result.opens = terms->opens;
                result.closes = terms->closes;
            }
        }
        add_once(all[place->second].teachers, teachers);
    };
    for (const LoadId id : loads) {
        const Load& load = *asked.book.load(id, of.day);
        if (exam != nullptr && exam->subject != load.subject) continue;
        for (const GroupId group : load.groups)
            for (const PersonId pupil : pupils)
                if (asked.book.membership(group, pupil, of.day) != nullptr) add(pupil, load.subject, load.teachers);
    }
    if (exam != nullptr) {
        for (SubjectResult& result : all) result.teachers.clear();
        for (const GroupId group : exam->groups)
            for (const PersonId pupil : pupils)
                if (asked.book.membership(group, pupil, of.day) != nullptr) add(pupil, exam->subject, exam->examiners);
        std::erase_if(all, [](const SubjectResult& result) { return result.teachers.empty(); });
    }
    std::ranges::sort(all, {}, [](const SubjectResult& result) { return std::pair{result.pupil, result.subject}; });
    return all;
}

SubjectResult* find(std::vector<SubjectResult>& results, PersonId pupil, SubjectId subject) {
    const auto found =
        std::ranges::lower_bound(results, std::pair{pupil, subject}, {}, [](const SubjectResult& result) {
            return std::pair{result.pupil, result.subject};
        });
    return found != results.end() && found->pupil == pupil && found->subject == subject ? &*found : nullptr;
}

/// The loads that give results to pupils of each class.
std::map<GroupId, std::vector<LoadId>> loads_by_class(const FactBook& book, LocalDay day) {
    std::map<GroupId, std::vector<LoadId>> all;
    for (const LoadId id : book.loads(day)) {
        const Load& load = *book.load(id, day);
        if (!gives_results(load.kind)) continue;
        for (const GroupId group : load.groups)
            for (const GroupId school_class : book.classes_of(group, day)) {
                auto& loads = all[school_class];
                if (std::ranges::find(loads, id) == loads.end()) loads.push_back(id);
            }
    }
    return all;
}

GradingRules rules_for(const Asked& asked, const ClassPeriod& of, SubjectId subject) {
    const LocalDay day = of.span.last;
    return grading_rules(asked.book.policies(day), asked.book.grade_of(of.school_class, of.day),
                         subject_name(asked.book, subject, of.day));
}

/// In its last week a period's marks begin to be waited for.
bool is_waited_for(const Asked& asked, const DaySpan& span) {
    const LocalDay monday = span.last - days{weekday_of(span.last) - 1};
    return asked.today() >= monday;
}

}  // namespace

/// Asks about one class after another.
class Control::Results {
  public:
    Results(Control& control, const Asked& asked, LocalDay day)
        : control_(control), asked_(asked), loads_(loads_by_class(asked.book, day)) {}

    /// What was given, without means.
    Result<std::vector<SubjectResult>> given(const ClassPeriod& of) {
        auto results = taught(asked_, of, loads_[of.school_class]);
        if (auto read = read_given(of.school_class, of.day); !read) return tl::unexpected(read.error());
        for (SubjectResult& result : results) result.given = given_for(result.pupil, result.subject, of.period);
        return results;
    }
    /// With the means of the marks.
    Result<std::vector<SubjectResult>> with_means(const ClassPeriod& of) {
        auto results = given(of);
        if (!results) return results;
        if (auto added = add_means(of, *results); !added) return tl::unexpected(added.error());
        return results;
    }
    /// With the lessons attended and what follows from all that.
    Result<std::vector<SubjectResult>> with_suggestions(const ClassPeriod& of) {
        auto results = with_means(of);
        if (!results) return results;
        const auto walked = control_.each_attended(asked_, of.school_class, of.span.first, of.span.last,
                                                   [&](PersonId pupil, const Lesson& lesson, const Absence& absence) {
                                                       SubjectResult* result = find(*results, pupil, lesson.subject);
                                                       if (result == nullptr) return;
                                                       ++result->attended.lessons;
                                                       if (absence.missed) ++result->attended.missed;
                                                       if (absence.exempt()) ++result->attended.exempt;
                                                   });
        if (!walked) return tl::unexpected(walked.error());
        for (SubjectResult& result : *results) suggest_for(of, result);
        return results;
    }
    /// The classes and periods for which `wanted` holds, of the year that runs or ran last.
    template <class Wanted>
    std::vector<ClassPeriod> periods(Wanted wanted) {
        std::vector<ClassPeriod> all;
        const LocalDay today = last_day_of_year(asked_);
        for (const GroupId school_class : asked_.book.classes(today)) {
            const auto year = asked_.book.year_of(today, school_class);
            if (!year) continue;
            for (const auto& period : asked_.book.periods_of(school_class, *year)) {
                const ClassPeriod of = class_period(school_class, entity_of(period.id));
                if (wanted(of)) all.push_back(of);
            }
            const SchoolYear& is = *asked_.book.year(*year);
            for (const auto& exam : asked_.book.exams(is.first, today)) {
                const auto has_class = [&](GroupId group) {
                    const auto classes = asked_.book.classes_of(group, exam->day);
                    return std::ranges::find(classes, school_class) != classes.end();
                };
                if (std::ranges::none_of(exam->groups, has_class)) continue;
                if (const ClassPeriod of = class_period(school_class, exam.id); wanted(of)) all.push_back(of);
            }
        }
        return all;
    }
    [[nodiscard]] ClassPeriod class_period(GroupId school_class, EntityId period) const {
        const DaySpan span = span_of(asked_.book, period).value_or(DaySpan{asked_.today(), asked_.today()});
        return {school_class, period, span, std::clamp(asked_.today(), span.first, span.last)};
    }

  private:
    Result<void> read_given(GroupId school_class, LocalDay day) {
        if (read_class_ == school_class) return {};
        given_.clear();
        const auto pupils = asked_.book.members(school_class, day);
        const auto sheet = control_.reader_->summary(pupils);
        if (!sheet) return tl::unexpected(sheet.error());
        for (const auto& mark : sheet->marks)
            if (const PeriodMark* value = mark.value(); value != nullptr && !value->value.empty())
                given_[{mark.cell.addressee, mark.cell.subject, mark.cell.period}] = value->value;
        read_class_ = school_class;
        return {};
    }
    std::string given_for(PersonId pupil, SubjectId subject, EntityId period) const {
        const auto found = given_.find({entity_of(pupil), entity_of(subject), period});
        return found == given_.end() ? std::string{} : found->second;
    }
    Result<void> add_means(const ClassPeriod& of, std::vector<SubjectResult>& results) {
        if (asked_.book.exam(of.period) != nullptr) return {};
        const auto& loads = loads_[of.school_class];
        const auto marks = control_.reader_->given_marks(loads, of.span.first, of.span.last);
        if (!marks) return tl::unexpected(marks.error());
        std::map<std::pair<PersonId, SubjectId>, MarkPile> piles;
        for (const GivenMark& mark : *marks)
            piles[{mark.pupil, asked_.book.load(mark.load, of.day)->subject}].add(mark);
        PersonId pupil;
        for (SubjectResult& result : results) {
            if (result.pupil != pupil) {
                pupil = result.pupil;
                const auto brought = control_.reader_->registers_for(CellKind::transferred_mark, entity_of(pupil));
                if (!brought) return tl::unexpected(brought.error());
                for (const RegisterItem& item : *brought)
                    if (const auto* mark = item.as<TransferredMark>();
                        mark != nullptr && of.span.first <= mark->day && mark->day <= of.span.last)
                        piles[{pupil, id_as<SubjectId>(item.cell.subject)}].add(*mark);
            }
            const GradingRules rules = rules_for(asked_, of, result.subject);
            const auto pile = piles.find({result.pupil, result.subject});
            if (pile != piles.end()) result.mean = mean_of(rules, pile->second.marks());
            result.bias = bias_of(rules, result.given, result.mean);
        }
        return {};
    }
    void suggest_for(const ClassPeriod& of, SubjectResult& result) {
        const Membership* membership = asked_.book.membership(of.school_class, result.pupil, of.day);
        result.attended.by_lessons = membership == nullptr || membership->form == StudyForm::full_time;
        const GradingRules rules = rules_for(asked_, of, result.subject);
        const auto& policy = rules.policies.period_mark;
        if (!is_year(asked_.book, of.period) || policy.year_source == YearSource::marks) {
            result.suggestion = suggest(rules, result.mean, result.attended);
            return;
        }
        std::vector<std::string> below;
        if (const auto year = asked_.book.year_of(of.span.first, of.school_class))
            for (const auto& period : asked_.book.periods_of(of.school_class, *year))
                if (period->kind != PeriodKind::year)
                    below.push_back(given_for(result.pupil, result.subject, entity_of(period.id)));
        result.suggestion = suggest_year(rules, below);
    }

    Control& control_;
    const Asked& asked_;
    std::map<GroupId, std::vector<LoadId>> loads_;
    GroupId read_class_{};
    std::map<std::tuple<EntityId, EntityId, EntityId>, std::string> given_;
};

Result<std::vector<SubjectResult>> Control::results(const Asked& asked, GroupId school_class, EntityId period) {
    if (!span_of(asked.book, period)) return std::vector<SubjectResult>{};
    Results results{*this, asked, span_of(asked.book, period)->last};
    return results.with_suggestions(results.class_period(school_class, period));
}

Result<std::vector<SubjectResult>> Control::missing_results(const Asked& asked, PersonId teacher) {
    std::vector<SubjectResult> all;
    Results results{*this, asked, last_day_of_year(asked)};
    for (const ClassPeriod& of :
         results.periods([&](const ClassPeriod& one) { return is_waited_for(asked, one.span); })) {
        auto given = results.given(of);
        if (!given) return given;
        for (SubjectResult& result : *given) {
            if (!result.given.empty() || (result.opens && asked.now < *result.opens)) continue;
            if (!teacher.empty() && std::ranges::find(result.teachers, teacher) == result.teachers.end()) continue;
            all.push_back(std::move(result));
        }
    }
    std::ranges::stable_sort(all, {},
                             [](const SubjectResult& result) { return result.late_from.value_or(Instant::max()); });
    return all;
}

template <class Wanted>
Result<std::vector<SubjectResult>> Control::of_period(const Asked& asked, EntityId period, Wanted wanted) {
    std::vector<SubjectResult> all;
    const auto span = span_of(asked.book, period);
    if (!span) return all;
    Results results{*this, asked, std::clamp(asked.today(), span->first, span->last)};
    for (const ClassPeriod& of : results.periods([&](const ClassPeriod& one) { return one.period == period; })) {
        auto means = results.with_means(of);
        if (!means) return means;
        for (SubjectResult& result : *means)
            if (wanted(rules_for(asked, of, result.subject), result)) all.push_back(std::move(result));
    }
    return all;
}

Result<std::vector<SubjectResult>> Control::too_few_marks(const Asked& asked, EntityId period) {
    return of_period(asked, period, [](const GradingRules& rules, const SubjectResult& result) {
        // A scale of words has no mean to be made of many marks.
        return rules.scale.form != MarkScale::Form::words && result.mean.works < rules.policies.control.fewest_marks;
    });
}

Result<std::vector<SubjectResult>> Control::biased_results(const Asked& asked, EntityId period) {
    return of_period(asked, period, [](const GradingRules& rules, const SubjectResult& result) {
        return result.bias && beyond(*result.bias, rules.policies.control.objectivity_gap);
    });
}

}  // namespace zvonok::journal
