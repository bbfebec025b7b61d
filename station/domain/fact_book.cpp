#include "station/domain/fact_book.hpp"

#include <set>

namespace zvonok::domain {

FactBook::FactBook(SchoolId school) : school_(school) {}
FactBook::FactBook(const FactBook&) = default;
FactBook::FactBook(FactBook&&) noexcept = default;
FactBook& FactBook::operator=(const FactBook&) = default;
FactBook& FactBook::operator=(FactBook&&) noexcept = default;
FactBook::~FactBook() = default;

void FactBook::record(FactVersion version, Fact fact) {
    version_ = std::max(version_, version);
    fresh_.emplace_back(version, std::move(fact));
}

void FactBook::seal() {
    const auto version_of = [](const FactList::Recorded& recorded) { return recorded.first; };
    std::ranges::stable_sort(fresh_, {}, version_of);
    fresh_.erase(std::ranges::unique(fresh_, {}, version_of).begin(), fresh_.end());
    std::erase_if(fresh_, [&](const FactList::Recorded& recorded) { return facts_.contains(recorded.first); });
    if (fresh_.empty()) return;
    if (fresh_.front().first < facts_.last_version()) {
        // Older facts came late: everything is placed anew, in the order of versions.
        fresh_.insert(fresh_.end(), facts_.begin(), facts_.end());
        std::ranges::sort(fresh_, {}, version_of);
        facts_ = {};
        t_ = {};
        for (const auto& fact : pending_) t_.place(pending_version, *fact);
    }
    bool timetable_changed = false, rules_changed = false;
    for (const auto& [version, fact] : facts_.append(std::exchange(fresh_, {}))) {
        t_.place(version, fact);
        timetable_changed = timetable_changed || frames_lessons(fact.value);
        rules_changed = rules_changed || std::holds_alternative<PolicyValue>(fact.value);
    }
    forget_days(timetable_changed);
    if (rules_changed) resolve_rules();
}

void FactBook::resolve_rules() {
    // The rules can change on these days only. The first span begins before any.
    std::set<LocalDay> days{LocalDay::min()};
    t_.policies.each([&](const EntityId&, const Dated<PolicyValue>& dated) {
        for (const auto& revision : dated.revisions()) {
            days.insert(revision.from);
            if (revision.until) days.insert(*revision.until);
        }
    });
    rules_.clear();
    for (const LocalDay day : days) {
        std::map<std::string, std::string> texts;
        t_.policies_by_key.each([&](const std::string& key, const std::vector<EntityId>&) {
            if (auto text = policy(key, day)) texts.emplace(key, std::move(*text));
        });
        rules_.emplace(day, std::make_shared<const ResolvedPolicies>(resolve_policies(texts)));
    }
}

const ResolvedPolicies& FactBook::rules_on(LocalDay day) const {
    static const ResolvedPolicies before_any_fact;
    const auto after = rules_.upper_bound(day);
    return after == rules_.begin() ? before_any_fact : *std::prev(after)->second;
}

FactBook FactBook::as_of(FactVersion version) const {
    FactBook earlier{school_};
    for (const auto& [recorded, fact] : facts_)
        if (recorded <= version) earlier.record(recorded, fact);
    earlier.seal();
    return earlier;
}

FactBook FactBook::with(std::vector<Enacted> pending) const {
    FactBook book = *this;
    for (Enacted& enacted : pending) {
        if (!is_framing(enacted.cell.kind)) continue;
        auto fact = std::make_shared<Fact>();
        fact->value = Boxed<Enacted>{std::move(enacted)};
        book.t_.place(pending_version, *fact);
        book.pending_.push_back(std::move(fact));
    }
    book.forget_days(false);
    return book;
}

}  // namespace zvonok::domain
