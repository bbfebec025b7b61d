#pragma once

#include "station/domain/writing.hpp"
#include "station/journal/page_views.hpp"
#include "station/journal/read_cells.hpp"
#include "station/sqlite/database.hpp"

#include <map>

namespace zvonok::journal {

/// Questions to a school's tables. Reads only; for the thread of its database. Spans of days include both ends.
class Reader {
  public:
    static Result<Reader> open(sqlite::Database& database, SchoolId school);

    // Lessons and their marks (reader_lessons.cpp)

    /// Everything that one lesson's screen needs.
    [[nodiscard]] Result<LessonView> lesson(const domain::LessonKey& lesson);
    [[nodiscard]] Result<JournalPage> page(const PageScope& scope);
    [[nodiscard]] Result<Diary> diary(const DiaryScope& scope);
    [[nodiscard]] Result<SummarySheet> summary(std::span<const PersonId> pupils);
    [[nodiscard]] Result<Answers<domain::PeriodMark>> period_marks_of(PersonId pupil);
    /// Marks that show, by load, day, ordinal, pupil.
    [[nodiscard]] Result<std::vector<GivenMark>> given_marks(std::span<const LoadId> loads, LocalDay first,
                                                             LocalDay last);
    /// Lessons in which there is anything, by day.
    [[nodiscard]] Result<std::vector<LessonContents>> contents(LocalDay first, LocalDay last);
    [[nodiscard]] Result<std::vector<LessonContents>> contents_of(LoadId load, LocalDay first, LocalDay last);
    /// Homework to be ready on the day, whosever it is; by addressee, then load.
    [[nodiscard]] Result<std::vector<LessonHomework>> homework_due(LocalDay first, LocalDay last);
    /// Plan items that topics of the load use, accepted or pending.
    [[nodiscard]] Result<std::vector<PlanItemId>> plan_items_used(LoadId load);
    [[nodiscard]] Result<Answers<domain::Topic>> topics_of(LoadId load, LocalDay first, LocalDay last);

    // What is found by what it is about (reader_register.cpp); each by time, then id

    [[nodiscard]] Result<std::optional<RegisterItem>> registered(CellId cell);
    /// Of one kind, that happened (or were saved) in [from, to).
    [[nodiscard]] Result<std::vector<RegisterItem>> registers(domain::CellKind kind, Instant from, Instant to);
    /// About lessons of these days: changes, substitutions, held lessons, plan links, remarks, requests.
    [[nodiscard]] Result<std::vector<RegisterItem>> registers_on(domain::CellKind kind, LocalDay first, LocalDay last);
    [[nodiscard]] Result<std::vector<RegisterItem>> registers_of_load(LoadId load, LocalDay first, LocalDay last);
    [[nodiscard]] Result<std::vector<RegisterItem>> registers_for(domain::CellKind kind, EntityId addressee);
    /// Written by the person; kinds from registration on.
    [[nodiscard]] Result<std::vector<RegisterItem>> registers_by(PersonId author, domain::CellKind kind);
    /// The person is the one it is to or about: substitutions, remarks, visits to a diary.
    [[nodiscard]] Result<std::vector<RegisterItem>> registers_about(PersonId person, domain::CellKind kind);
    [[nodiscard]] Result<Answers<domain::PlanLink>> plan_links(LoadId load, LocalDay first, LocalDay last);
    /// Messages since `from` that the person wrote, or that are to it or to one of the groups.
    [[nodiscard]] Result<std::vector<RegisterItem>> messages(PersonId person, std::span<const GroupId> groups,
                                                             Instant from);
    /// What each person visited last, of those who ever did; for one kind of addressee the caller filters.
    [[nodiscard]] Result<std::vector<std::pair<PersonId, Instant>>> last_visits();
    /// Own writings that wait for their verdict and would frame later judgement: for FactBook::with().
    [[nodiscard]] Result<std::vector<domain::Enacted>> pending_framing();

    // Single entries (reader.cpp)

    /// The person's refused and held entries, the newest first.
    [[nodiscard]] Result<std::vector<AttentionItem>> attention_of(PersonId person);
    [[nodiscard]] Result<std::vector<AttentionItem>> attention_of_all();
    /// What waits for the administrator's word.
    [[nodiscard]] Result<std::vector<AttentionItem>> held();
    /// All entries of the cell by order, with what became of them.
    [[nodiscard]] Result<std::vector<HistoryItem>> history(CellId cell);
    [[nodiscard]] Result<std::optional<HistoryItem>> entry(const entry::EntryId& id);
    /// Accepted entries that were written upon the request or order.
    [[nodiscard]] Result<std::vector<HistoryItem>> written_upon(EntityId basis);
    [[nodiscard]] Result<std::vector<NotedEntry>> noted(LocalDay first, LocalDay last);
    /// Cells with several versions in which the person wrote one.
    [[nodiscard]] Result<std::vector<CellId>> conflicts_of(PersonId person);
    [[nodiscard]] Result<Counts> counts();
    /// Up to when this file knows what the server knew; nothing: nothing of it is here.
    [[nodiscard]] Result<std::optional<Instant>> as_of();

  private:
    enum RegisterQuestion : std::size_t { by_cell, by_time, by_date, by_load, by_addressee, by_author, by_person };
    static constexpr std::size_t register_questions = 7;

    Reader() = default;
    Result<void> prepare_lessons(sqlite::Database& database);
    Result<void> prepare_register(sqlite::Database& database);
    Result<std::vector<AttentionItem>> attention(sqlite::Statement& statement, auto... values);
    Result<StationId> station_of(SessionId session);
    Result<std::vector<HistoryItem>> entries(sqlite::Statement& statement, auto... values);
    template <class Act>
    Result<void> of_loads(CellTable<Act>& table, std::span<const LoadId> loads, LocalDay first, LocalDay last,
                          Answers<Act>& to);
    Result<std::vector<LessonContents>> read_contents(sqlite::Statement& statement, auto... values);
    Result<std::vector<RegisterItem>> read_register(RegisterQuestion question, auto... values);
    template <class Act>
    Result<CellView<Act>> register_cell(domain::CellKind kind, const domain::LessonKey& lesson);

    SchoolId school_;
    std::int64_t key_ = 0;
    LogNames logs_;
    CellTable<domain::Attendance> attendance_;
    CellTable<domain::AbsenceReason> reasons_;
    CellTable<domain::Topic> topics_;
    CellTable<domain::Homework> homework_;
    CellTable<domain::Work> works_;
    CellTable<domain::Mark> marks_;
    sqlite::Statement due_, plan_, given_, given_added_, period_marks_, contents_, contents_of_, contents_added_;
    std::array<sqlite::Statement, register_questions> register_;
    sqlite::Statement last_visits_, framing_;
    sqlite::Statement attention_, attention_all_, held_, history_, entry_, upon_, noted_, session_, conflicts_, counts_,
        contact_, last_word_;
    std::map<SessionId, StationId> stations_;
};

}  // namespace zvonok::journal
