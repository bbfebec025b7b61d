#include "station/domain/plan_base.hpp"

#include "station/domain/letters.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace zvonok::domain {

namespace {

/// Whether each of the words begins one of the text's.
bool has_words(std::string_view text, const std::vector<std::u32string>& wanted) {
    const auto words = folded_words(text);
    return std::ranges::all_of(wanted, [&](const std::u32string& each) {
        return std::ranges::any_of(words, [&](const std::u32string& word) { return word.starts_with(each); });
    });
}

/// Loads with a plan, and the last day not after `day` on which both stood.
std::map<LoadId, LocalDay> planned_loads(const FactBook& book, LocalDay day) {
    std::set<LoadId> loads;
    for (const auto& [version, fact] : book.facts())
        if (const auto* item = std::get_if<PlanItem>(&fact.value)) loads.insert(item->load);
    // A load and its plan end with a year, or not at all.
    std::vector<LocalDay> days{day};
    for (const auto& year : book.years())
        if (year->last < day) days.push_back(year->last);
    std::ranges::sort(days, std::greater{});
    std::map<LoadId, LocalDay> found;
    for (const LoadId load : loads)
        for (const LocalDay at : days)
            if (book.load(load, at) != nullptr && !book.plan_of(load, at).empty()) {
                found.emplace(load, at);
                break;
            }
    return found;
}

}  // namespace

std::vector<FoundPlan> find_plans(const FactBook& book, const PlanQuery& query, LocalDay day) {
    const auto wanted = folded_words(query.words);
    std::vector<FoundPlan> plans;
    for (const auto& [id, last] : planned_loads(book, day)) {
        const Load& load = *book.load(id, last);
        FoundPlan plan{id, last, load.subject};
        plan.grade = load.groups.empty() ? 0 : book.grade_of(load.groups.front(), last);
        plan.teachers = load.teachers;
        if (!query.subject.empty() && load.subject != query.subject) continue;
        if (query.grade != 0 && plan.grade != query.grade) continue;
        if (!query.teacher.empty() && std::ranges::find(plan.teachers, query.teacher) == plan.teachers.end()) continue;
        plan.topics = book.plan_of(id, last);
        for (const PlannedTopic& topic : plan.topics) {
            plan.hours += topic.hours;
            if (!wanted.empty() && has_words(topic.topic, wanted)) plan.hits.push_back(topic.number);
        }
        const Subject* subject = book.subject(load.subject, last);
        const bool named = subject != nullptr && has_words(subject->name, wanted);
        if (wanted.empty() || named || !plan.hits.empty()) plans.push_back(std::move(plan));
    }
    std::ranges::stable_sort(plans, [](const FoundPlan& left, const FoundPlan& right) {
        return std::tie(right.last, left.load) < std::tie(left.last, right.load);
    });
    return plans;
}

std::vector<Fact> reuse_plan(const FactBook& book, const FoundPlan& plan, LoadId to, LocalDay from,
                             const std::function<EntityId()>& new_id) {
    const auto there = book.plan_of(to, from);
    int number = 0;
    for (const PlannedTopic& topic : there) number = std::max(number, topic.number);
    std::vector<Fact> facts;
    for (const PlannedTopic& topic : plan.topics) {
        const bool known =
            std::ranges::any_of(there, [&](const PlannedTopic& other) { return same_words(other.topic, topic.topic); });
        if (known) continue;
        facts.push_back(
            {new_id(),
             from,
             std::nullopt,
             false,
             {},
             PlanItem{to, ++number, topic.topic, topic.hours, topic.work, topic.work_number, topic.homework}});
    }
    return facts;
}

}  // namespace zvonok::domain
