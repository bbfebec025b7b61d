#pragma once

#include "station/journal/views.hpp"
#include "station/sqlite/database.hpp"

/// Rows of the lessons' tables as cells; for the reader.
namespace zvonok::journal {

/// The ids behind the file's local numbers of logs, and the acts behind rows that do not hold all of them.
class LogNames {
  public:
    [[nodiscard]] Result<void> prepare(sqlite::Database& database, std::int64_t school);
    [[nodiscard]] Result<LogId> of(std::int64_t key);
    /// What the entry says.   corrupt: it is not there
    [[nodiscard]] Result<entry::Writing> writing(std::int64_t log, std::int64_t seq);

  private:
    std::int64_t school_ = 0;
    std::vector<std::pair<std::int64_t, LogId>> known_;
    sqlite::Statement find_, body_;
};

Result<std::optional<entry::Writing>> writing_of(sqlite::Row& row, int column);
/// A day as the tables hold it: days since 1970.
LocalDay day_of(std::int64_t days);
std::int64_t number(LocalDay day);
Instant instant_of(std::int64_t ms);
std::int64_t number(Instant at);

/// Puts one layer of a cell, whose common columns begin at `at`, into its view.
template <class Act>
[[nodiscard]] Result<void> take_layer(LogNames& logs, sqlite::Row& row, int at, std::optional<Act> act,
                                      CellView<Act>& cell);

/// The view of one kind of act from a view of any: what is of another kind is shown as of a newer program.
template <class Act>
CellView<Act> narrowed(CellView<domain::Act> view) {
    CellView<Act> narrow;
    narrow.versions = view.versions;
    const auto take = [](std::optional<Version<domain::Act>>& from, std::optional<Version<Act>>& to) {
        if (!from) return;
        to = Version<Act>{std::nullopt, from->entry, from->author, from->saved, from->outcome, std::move(from->rule)};
        if (from->act)
            if (auto* act = std::get_if<Act>(&*from->act)) to->act = std::move(*act);
    };
    take(view.accepted, narrow.accepted);
    take(view.pending, narrow.pending);
    take(view.returned, narrow.returned);
    return narrow;
}

/// The table of one kind of cell in lessons.
template <class Act>
class CellTable {
  public:
    [[nodiscard]] Result<void> prepare(sqlite::Database& database, std::int64_t school);

    // Each appends; cells come whole, by place, then by what else names them.
    [[nodiscard]] Result<void> of_lesson(LogNames& logs, const domain::LessonKey& lesson, Answers<Act>& to);
    [[nodiscard]] Result<void> of_load(LogNames& logs, LoadId load, LocalDay first, LocalDay last, Answers<Act>& to);
    /// By date; only for tables with an addressee.
    [[nodiscard]] Result<void> of_person(LogNames& logs, PersonId person, LocalDay first, LocalDay last,
                                         Answers<Act>& to);

    /// By a statement of the caller's that answers with the table's columns.
    [[nodiscard]] Result<void> with(LogNames& logs, sqlite::Statement& statement, Answers<Act>& to, std::int64_t first,
                                    std::int64_t last);

  private:
    Result<void> read(LogNames& logs, sqlite::Statement& statement, Answers<Act>& to, auto... values);

    std::int64_t school_ = 0;
    sqlite::Statement of_lesson_, of_load_, added_, of_person_;
};

}  // namespace zvonok::journal
