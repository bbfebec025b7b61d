#pragma once

#include "station/domain/fact_book.hpp"

#include <functional>

/// All calendar-thematic plans as one base, of whatever year: to be searched, and to be used again (E-04).
namespace zvonok::domain {

struct PlanQuery {
    std::string words{};  ///< each begins a word of the subject, or of some topic; empty: any plan
    SubjectId subject{};  ///< empty: any
    int grade = 0;        ///< 0: any
    PersonId teacher{};   ///< empty: anybody's
};

/// A plan that was found. What it says is as of its last day.
struct FoundPlan {
    LoadId load;
    LocalDay last;  ///< the last day on which the load was taught, at most the day asked on
    SubjectId subject;
    int grade = 0;
    std::vector<PersonId> teachers{};
    int hours = 0;
    std::vector<PlannedTopic> topics{};  ///< all of it, by number
    std::vector<int> hits{};             ///< numbers of topics in which the words are
};
/// The newest first, then by load.
std::vector<FoundPlan> find_plans(const FactBook& book, const PlanQuery& query, LocalDay day);

/// The plan as facts of another load, from a day on: what that load's own plan has already is left out. The teacher
/// registers them, and edits them then as an own plan.
///
/// new_id  makes ids; each is used once
std::vector<Fact> reuse_plan(const FactBook& book, const FoundPlan& plan, LoadId to, LocalDay from,
                             const std::function<EntityId()>& new_id);

}  // namespace zvonok::domain
