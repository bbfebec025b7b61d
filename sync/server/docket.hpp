#pragma once

#include "station/domain/judge.hpp"
#include "station/entry/entry.hpp"

#include <set>

namespace zvonok::sync::server {

/// An entry whose verdict in force is "held".
struct HeldEntry {
    domain::EntryId entry;
    std::string rule;
    domain::ClockTrust clock = domain::ClockTrust::doubtful;  ///< when it came: the time tokens are not kept
    bool framing = false;                                     ///< once accepted it would change the facts
    std::uint64_t order = 0;                                  ///< of the entry, by its hybrid logical clock
    domain::FactVersion judged = 0;                           ///< with the facts up to here

    bool operator==(const HeldEntry&) const = default;
};

/// What the judgement asks of the log and finds nowhere in it without reading all of it. But for the clocks it follows
/// from entries and verdicts. It lives in their database and transactions, and changes between begin() and commit() of
/// the LogStore.
class Docket {
  public:
    virtual ~Docket() = default;

    /// Whether what follows covers the whole log; a database of an older program has to be gone through once.
    virtual Result<bool> is_docketed(SchoolId school) = 0;
    virtual Result<void> set_docketed(SchoolId school) = 0;

    /// Those of the cells that hold an accepted entry.
    virtual Result<std::set<CellId>> answered(SchoolId school, const std::vector<CellId>& cells) = 0;
    virtual Result<void> add_answered(SchoolId school, const std::vector<CellId>& cells) = 0;

    /// Whether any accepted entry is about the lesson (D-04).
    virtual Result<bool> is_written(SchoolId school, LessonId lesson) = 0;
    virtual Result<void> add_written(SchoolId school, const std::vector<LessonId>& lessons) = 0;

    virtual Result<std::optional<HeldEntry>> held(SchoolId school, const domain::EntryId& entry) = 0;
    /// Those that were last judged with fewer facts than these, by order; at most `limit`.
    virtual Result<std::vector<HeldEntry>> held_before(SchoolId school, domain::FactVersion version,
                                                       std::size_t limit) = 0;
    /// Those that would change the facts, by order; at most `limit`.
    virtual Result<std::vector<HeldEntry>> held_framing(SchoolId school, std::size_t limit) = 0;
    /// Adds it, or takes the place of what was said of it.
    virtual Result<void> put_held(SchoolId school, const HeldEntry& held) = 0;
    virtual Result<void> drop_held(SchoolId school, const domain::EntryId& entry) = 0;
    /// All that are held by this rule are to be judged again, whatever the facts.
    virtual Result<void> reopen_held(SchoolId school, const std::string& rule) = 0;

    /// An entry of any log, as sealed; a stub where its body was erased.
    virtual Result<std::optional<entry::Record>> record(SchoolId school, const domain::EntryId& entry) = 0;
};

}  // namespace zvonok::sync::server
