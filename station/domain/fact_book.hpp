#pragma once

#include "station/domain/fact_list.hpp"
#include "station/domain/lesson_book.hpp"
#include "station/domain/policies.hpp"

#include <map>

namespace zvonok::domain {

/// The facts of one school, in memory: what screens, the judgement and the import ask. Built once from the journal and
/// then shared unchanged between threads; a newer set of facts is a new book.
///
/// What it answers is sorted by topic into the classes that it is made of: people and what they may (PeopleBook),
/// years, weeks and bells (CalendarBook), requests and steps (EnactedBook), lessons and their lists (LessonBook);
/// checklists are in checklist.hpp. Pointers that it hands out are good as long as the book, or a copy of it.
///
/// A copy shares nearly everything with its original, so a book with a few facts more costs microseconds:
///     auto newer = std::make_shared<FactBook>(*book);  newer->record(version, fact);  newer->seal();
class FactBook : public LessonBook {
  public:
    explicit FactBook(SchoolId school);
    // Written out in the .cpp: most files include this, and each would make the code of all tables anew.
    FactBook(const FactBook&);
    FactBook(FactBook&&) noexcept;
    FactBook& operator=(const FactBook&);
    FactBook& operator=(FactBook&&) noexcept;
    ~FactBook();

    /// In any order, doubled or not.
    void record(FactVersion version, Fact fact);
    /// Takes in what was recorded; to be called after the last record() and before any question.
    void seal();
    /// The book as a station held it that had seen `version` facts, without acts that wait for their verdict. Costs
    /// building it anew.
    [[nodiscard]] FactBook as_of(FactVersion version) const;
    /// The book as this station sees it with acts of its own that no verdict has reached yet, in the order written,
    /// after those that it has been given before: a substitute's declaration opens the lesson for his marks at once.
    /// Acts that frame nothing are left out. version() and facts() stay.
    [[nodiscard]] FactBook with(std::vector<Enacted> pending) const;

    [[nodiscard]] SchoolId school() const { return school_; }
    /// Of the newest fact.
    [[nodiscard]] FactVersion version() const { return version_; }
    /// The school's rules in force on the day; cheap to ask again and again.
    [[nodiscard]] const Policies& policies(LocalDay day) const { return rules_on(day).policies; }
    /// What of the school's own values this program could not follow on that day.
    [[nodiscard]] const std::vector<PolicyTrouble>& policy_troubles(LocalDay day) const {
        return rules_on(day).troubles;
    }
    /// Every fact as recorded, by version.
    [[nodiscard]] const FactList& facts() const { return facts_; }

  private:
    void resolve_rules();
    [[nodiscard]] const ResolvedPolicies& rules_on(LocalDay day) const;

    SchoolId school_;
    FactVersion version_ = 0;
    std::vector<FactList::Recorded> fresh_;  ///< since the last seal()
    FactList facts_;
    std::vector<std::shared_ptr<const Fact>> pending_;
    /// Rules by the first day of the span in which they hold; shared by copies of the book.
    std::map<LocalDay, std::shared_ptr<const ResolvedPolicies>> rules_;
};

}  // namespace zvonok::domain
