#pragma once

#include "station/flow/effect.hpp"
#include "station/flow/state.hpp"
#include "station/journal/journal.hpp"

#include <functional>

/// The journal's answers in the flow's words. For the store's thread.
namespace zvonok::app {

Result<flow::LessonView> view_lesson(journal::Reader& reader, const domain::LessonKey& lesson, PersonId reader_person);
Result<flow::PageView> view_page(journal::Reader& reader, const flow::effect::ViewPage& asked);
/// Whether a cell is one of those that the page shows, empty or not.
std::function<bool(const domain::Cell&)> page_covers(const flow::effect::ViewPage& asked);
Result<std::vector<flow::LessonCount>> count_lessons(journal::Reader& reader,
                                                     const std::vector<domain::LessonKey>& lessons);
/// Homework of groups alone: single pupils' is not for a kiosk's screen.
Result<std::vector<flow::HomeworkDue>> view_day(journal::Reader& reader, const domain::FactBook& book,
                                                GroupId school_class, LocalDay day);

}  // namespace zvonok::app
