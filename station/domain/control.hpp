#pragma once

#include "station/domain/checklist.hpp"
#include "station/domain/deadlines.hpp"

/// What is due around the lessons and who is late with it (groups B, C, L, O, S): found in the facts, or from one time
/// and another. What lies in the journal's tables is asked in station/journal/control.hpp.
///
/// "Late from" is always the first instant that is too late.
namespace zvonok::domain {

/// When the next one is late after one on the day: the day itself plus the interval, until its end. Nothing: never due.
std::optional<Instant> late_after(const Zone& zone, const Interval& every, LocalDay last);
/// Of a date of the school year; nothing where the parameter is no date and no "before the year".
std::optional<Instant> late_from(const Zone& zone, const DueDate& due, const SchoolYear& year);

enum class SetupItem : std::uint8_t {
    year_opening,  ///< S-01, 004-9; `what`: the school year
    year_closing,  ///< S-02; `what`: the school year
    section,       ///< B-03; `lack` says which
    timetable,     ///< D-02; `what`: the load
    load,          ///< B-19; `what`: the load or class
    plan,          ///< E-05; `what`: the load
    pupil_card,    ///< C-02; `what`: the pupil
    class_card,    ///< B-10; `what`: the class
    card_recheck,  ///< C-06; `what`: the pupil
};

/// Something of the school's year that is not there yet (O-01, C-21, M-45).
struct SetupDue {
    SetupItem item{};
    EntityId what{};
    GroupId group{};     ///< the class it belongs to, where it belongs to one
    std::string name{};  ///< of a gap that has no id
    std::optional<Lack> lack{};
    std::optional<Instant> late_from{};  ///< nothing: the school has set no date
    bool overdue = false;
};
/// Everything that the year lacks, what is late first.
std::vector<SetupDue> setup_due(const FactBook& book, const Zone& zone, EntityId year, Instant now);

/// O-05: what a methodologist is to look through, and when.
struct ReviewDue {
    PersonId reviewer;
    std::optional<Instant> last;  ///< nothing: none in this year yet
    Instant late_from;
    bool missed = false;
};
/// Of all who hold the methodologist's role, by id; empty outside the school year, or where nothing is asked.
std::vector<ReviewDue> reviews_due(const FactBook& book, const Zone& zone, Instant now);

/// O-07: a remark and its answer.
enum class RemarkState : std::uint8_t { open, overdue, answered, answered_late };
Instant remark_late_from(const FactBook& book, const Zone& zone, Instant written);
RemarkState remark_state(Instant late_from, std::optional<Instant> answered, Instant now);

/// O-09, O-10: the first of the last `gap` days before `today` on which diaries are to be visited: days of a study
/// period, holidays not counted (requirements section 5, point 6). Who has not been there since then is listed.
/// Nothing: the year has not had so many days yet.
std::optional<LocalDay> visit_expected_since(const FactBook& book, GroupId group, LocalDay today,
                                             std::chrono::days gap);

/// A-21, 000-7.
struct CompromiseTerm {
    const Enacted* report = nullptr;  ///< never null; good as long as the book
    Instant late_from;
    bool in_time = true;
};
/// Saved from the first until before the second, in the order of acceptance.
std::vector<CompromiseTerm> compromise_terms(const FactBook& book, const Zone& zone, Instant first, Instant until);

/// L-02: to which kind of sender a role belongs.
Sender sender_of(Role role);
struct InboxItem {
    EntityId message;
    PersonId author;
    Role role = Role::none;  ///< that the author acted in
    Instant sent;
    bool answered = false;
};
/// Unanswered first, by the policy's order of senders, then the oldest first; answered ones after, the newest first.
void sort_inbox(const Policies& policies, std::vector<InboxItem>& items);

}  // namespace zvonok::domain
