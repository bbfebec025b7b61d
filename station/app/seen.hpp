#pragma once

#include "station/journal/journal.hpp"

#include <map>

namespace zvonok::app {

/// What an author saw. Between the moment at which an entry of somebody else arrives and the moment at which the desk
/// shows it, a touch still answers the older picture; it must not claim to have seen the newer entry, or a conflict
/// would pass unnoticed. For the store's thread.
class Seen {
  public:
    /// The answer to this question goes to the desk of the lesson; these of its cells have a value.
    void answered(std::uint64_t question, const domain::LessonKey& lesson, std::vector<CellId> cells);
    /// Entries of others are about to come in.
    Result<void> before_change(journal::Journal& journal);
    /// The heads behind the picture that the desk shows, which is the answer to `question`; nothing: those of now.
    [[nodiscard]] std::optional<std::vector<entry::EntryId>> heads(std::uint64_t question, const domain::Cell& cell,
                                                                   CellId id) const;
    /// An entry of this station was written.
    void written(CellId cell, entry::EntryId entry);

  private:
    domain::LessonKey lesson_;
    std::vector<CellId> cells_;
    std::uint64_t answered_ = 0;
    /// The lesson before it changed, and the first question whose answer shows the change; 0: not asked yet.
    std::optional<std::map<CellId, std::vector<entry::EntryId>>> before_;
    std::uint64_t fresh_from_ = 0;
};

}  // namespace zvonok::app
