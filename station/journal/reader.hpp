#pragma once

#include "station/journal/views.hpp"
#include "station/sqlite/database.hpp"

#include <span>

namespace zvonok::journal {

/// Questions to a school's tables. Reads only; for the thread of its database.
class Reader {
  public:
    static Result<Reader> open(sqlite::Database& database, SchoolId school);

    /// Everything that one lesson's screen needs.
    [[nodiscard]] Result<LessonView> lesson(LessonId lesson);
    /// Homework to be ready on the day, whosever it is; by addressee, then load.
    [[nodiscard]] Result<std::vector<LessonHomework>> homework_due(LocalDay first, LocalDay last);
    /// Plan items that topics of the load use, accepted or pending.
    [[nodiscard]] Result<std::vector<PlanItemId>> plan_items_used(LoadId load);
    /// The person's refused and held entries, the newest first.
    [[nodiscard]] Result<std::vector<AttentionItem>> attention_of(PersonId person);
    [[nodiscard]] Result<std::vector<AttentionItem>> attention_of_all();
    /// All entries of the cell by order, with what became of them.
    [[nodiscard]] Result<std::vector<HistoryItem>> history(CellId cell);
    /// Cells with several versions in which the person wrote one.
    [[nodiscard]] Result<std::vector<CellId>> conflicts_of(PersonId person);
    [[nodiscard]] Result<Counts> counts();

  private:
    Reader() = default;
    Result<LogId> log_of(std::int64_t key);
    template <class Act>
    Result<void> take(sqlite::Row& row, int at, std::optional<Act> act, CellView<Act>& cell);
    Result<std::vector<AttentionItem>> attention(sqlite::Statement& statement, auto... values);

    std::int64_t key_ = 0;
    std::vector<std::pair<std::int64_t, LogId>> logs_;
    sqlite::Statement find_log_, attendance_, topic_, homework_, due_, plan_, attention_, attention_all_, history_,
        conflicts_, counts_;
};

}  // namespace zvonok::journal
