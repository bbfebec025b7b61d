#pragma once

#include "station/journal/journal.hpp"

#include <array>
#include <deque>
#include <map>
#include <set>

namespace zvonok::app {

/// What an author saw. Between the moment at which an entry of somebody else arrives and the moment at which the desk
/// shows it, a touch still answers the older picture; it must not claim to have seen the newer entry, or a conflict
/// would pass unnoticed. For the store's thread.
///
/// Time is cut where entries of others come in. A touch tells which question's answer its author was looking at; the
/// question belongs to one of these spans, and what the author saw are the heads at the end of that span.
class Seen {
  public:
    /// What an answer was about, beyond the cells that have a value: empty ones of it were seen to be empty.
    using Covers = std::function<bool(const domain::Cell&)>;
    enum class View : std::size_t { lesson, page, absences, plans };
    static constexpr std::size_t views = 4;

    /// The answer to this question goes to the desk; these of its cells have a value. Questions only grow.
    void answered(std::uint64_t question, View view, Covers covers, std::vector<CellId> cells);
    /// Entries of others are about to come in.
    Result<void> before_change(journal::Journal& journal);
    /// The heads behind the picture that the desk shows, which is the answer to `question`; nothing: those of now.
    [[nodiscard]] std::optional<std::vector<entry::EntryId>> heads(std::uint64_t question, const domain::Cell& cell,
                                                                   CellId id) const;
    /// An entry of this station was written.
    void written(CellId cell, entry::EntryId entry);

  private:
    struct Shown {
        Covers covers;
        std::vector<CellId> cells;
    };
    /// A span that is over.
    struct Span {
        std::uint64_t last_question = 0;
        std::array<Covers, views> covers;
        std::map<CellId, std::vector<entry::EntryId>> heads;
    };
    std::array<Shown, views> shown_;
    std::set<CellId> written_;         ///< since the last cut
    std::uint64_t last_question_ = 0;  ///< answered since the last cut; 0: none
    std::deque<Span> spans_;           ///< oldest first
};

}  // namespace zvonok::app
