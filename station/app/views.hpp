#pragma once

#include "station/flow/effect.hpp"
#include "station/flow/event.hpp"
#include "station/journal/control.hpp"
#include "station/journal/journal.hpp"

#include <functional>

/// The journal's answers in the flow's words. For the store's thread.
namespace zvonok::app {

Result<flow::LessonView> view_lesson(journal::Reader& reader, SchoolId school, const flow::effect::ViewLesson& asked);
Result<flow::PageView> view_page(journal::Reader& reader, const flow::effect::ViewPage& asked);
/// Every entry of the cells, by time.
Result<std::vector<flow::HistoryLine>> view_history(journal::Reader& reader, SchoolId school,
                                                    const std::vector<domain::Cell>& cells);
/// Whether a cell is one of those that the page shows, empty or not.
std::function<bool(const domain::Cell&)> page_covers(const flow::effect::ViewPage& asked);
Result<std::vector<flow::LessonCount>> count_lessons(journal::Reader& reader,
                                                     const std::vector<domain::LessonKey>& lessons);
/// What the person is to see to now or by the end of the next day.
Result<flow::event::DutiesViewed> view_duties(journal::Reader& reader, journal::Control& control,
                                              const journal::Asked& asked, const flow::effect::ViewDuties& question);
/// Every request, with what its record was and whether it was carried out.
Result<std::vector<flow::RequestRow>> view_requests(journal::Control& control, const journal::Asked& asked);
Result<flow::AbsencesView> view_absences(journal::Reader& reader, journal::Control& control,
                                         const journal::Asked& asked, const flow::effect::ViewAbsences& question);
/// Links and topics of the loads' lessons, and which of them were held.
Result<flow::PlansView> view_plans(journal::Reader& reader, const flow::effect::ViewPlans& asked);
/// Statements of facts that are on their way to the server, or that came back.
Result<std::vector<flow::RecordedValue>> view_registrations(journal::Reader& reader, PersonId author);
/// What the person was written, wrote and has read, as far back as messages are shown.
Result<flow::Mail> view_mail(journal::Reader& reader, journal::Control& control, const journal::Asked& asked,
                             PersonId person);
/// Homework of groups alone: single pupils' is not for a kiosk's screen.
Result<std::vector<flow::HomeworkDue>> view_day(journal::Reader& reader, const domain::FactBook& book,
                                                GroupId school_class, LocalDay day);

}  // namespace zvonok::app
