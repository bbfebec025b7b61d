#pragma once

#include "station/journal/cell_rows.hpp"
#include "station/journal/views.hpp"

#include <span>

/// What the queries over many lessons answer with.
namespace zvonok::journal {

/// What lies in a lesson, without looking at it.
struct LessonContents {
    domain::LessonKey lesson;
    std::uint16_t accepted = 0, pending = 0;  ///< bits of Content

    [[nodiscard]] bool has(Content content) const {
        return ((accepted | pending) & static_cast<std::uint16_t>(content)) != 0;
    }
};

/// A journal page: one load, or all loads of a class in a subject, over some days.
struct PageScope {
    std::span<const LoadId> loads;
    LocalDay first, last;
    std::span<const PersonId> pupils{};  ///< whose period marks are wanted
    SubjectId subject{};                 ///< of the period marks
};
/// Everything by day, ordinal, load, then pupil and work. Withdrawn values that nobody waits for are left out.
struct JournalPage {
    std::vector<LessonContents> lessons;
    Answers<domain::Topic> topics;
    Answers<domain::Homework> homework;
    Answers<domain::Work> works;
    Answers<domain::Mark> marks;
    Answers<domain::Attendance> attendance;
    Answers<domain::AbsenceReason> reasons;
    Answers<domain::PeriodMark> period_marks;  ///< by pupil, subject, period
};

/// A mark as averages need it: the value that shows, pending ones included.
struct GivenMark {
    PersonId pupil;
    LoadId load;
    LocalDay day;  ///< of the lesson
    int ordinal = 0;
    LessonId unplanned{};  ///< of a lesson that no timetable knows
    std::string work;
    int work_ordinal = 0;
    int attempt = 0;
    std::string value;
    int points = 0;
    int work_points = 0;     ///< the most that could be had; 0: marks are no points
    int weight_percent = 0;  ///< set for this work; 0: as the policy says
    bool accepted = false;
};

/// One pupil's diary of some days.
struct DiaryScope {
    PersonId pupil;
    std::span<const LoadId> loads;    ///< of the lessons that he attends
    std::span<const GroupId> groups;  ///< whose homework is his too
    LocalDay first, last;
};
struct Diary {
    Answers<domain::Topic> topics;
    Answers<domain::Homework> homework;  ///< given out in these days: his groups' and his own
    Answers<domain::Work> works;         ///< of the lessons in which he has marks: what they were given for
    Answers<domain::Mark> marks;
    Answers<domain::Attendance> attendance;
    Answers<domain::AbsenceReason> reasons;
    Answers<domain::PeriodMark> period_marks;  ///< all that there are
    Answers<domain::TransferredMark> transferred;
};

/// Сводная ведомость: period marks of a class, all subjects and periods.
struct SummarySheet {
    Answers<domain::PeriodMark> marks;  ///< by pupil (as asked), subject, period
    std::optional<Instant> as_of;       ///< the server's time up to which this file knows; nothing: no word of it yet
};

/// A cell that is found by what it is about rather than by its place in a page.
struct RegisterItem {
    CellId id;
    domain::Cell cell;
    CellView<domain::Act> view;

    /// The act that shows, if it is of that type.
    template <class Act>
    [[nodiscard]] const Act* as() const {
        const Version<domain::Act>* shown = view.shown();
        return shown != nullptr && shown->act ? std::get_if<Act>(&*shown->act) : nullptr;
    }
};

/// An accepted entry with notes: late, or against a soft rule.
struct NotedEntry {
    entry::EntryId entry;
    PersonId author;
    domain::CellKind kind = domain::CellKind::unknown;
    LoadId load;   ///< empty: of no lesson
    LocalDay day;  ///< the lesson's; of others the day on which it was saved, UTC
    Instant saved;
    std::vector<std::string> notes;
};

}  // namespace zvonok::journal
