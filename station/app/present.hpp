#pragma once

#include "hal/speech/speech.hpp"
#include "station/flow/state.hpp"
#include "station/screens/absences.hpp"
#include "station/screens/classes.hpp"
#include "station/screens/desk.hpp"
#include "station/screens/help.hpp"
#include "station/screens/kiosk.hpp"
#include "station/screens/lesson.hpp"
#include "station/screens/lock.hpp"
#include "station/screens/messages.hpp"
#include "station/screens/notice.hpp"
#include "station/screens/notices.hpp"
#include "station/screens/page.hpp"
#include "station/screens/pin.hpp"
#include "station/screens/plan.hpp"
#include "station/screens/requests.hpp"
#include "station/screens/timetable.hpp"

/// The flow's state as the screens show it: ids become names, troubles become hints.
namespace zvonok::app {

using ScreenState =
    std::variant<screens::notice::State, screens::lock::State, screens::pin::State, screens::desk::State,
                 screens::lesson::State, screens::page::State, screens::requests::State, screens::absences::State,
                 screens::timetable::State, screens::notices::State, screens::messages::State, screens::classes::State,
                 screens::plan::State, screens::kiosk::State>;

ScreenState present(const flow::State& state);
/// Of the screen that present() made.
screens::help::State present_help(const flow::State& state, const ScreenState& screen, hal::Speech speech = {});
screens::help::Hearing hearing_of(hal::Speech speech);

// by screen, for present() and its tests
screens::Surroundings surroundings(const flow::State& state);
screens::lock::Card card_hint(const flow::State& state, const flow::Locked& locked);
screens::lesson::State present_lesson(const flow::State& state, const flow::Desk& desk);
screens::page::State present_page(const flow::State& state, const flow::Desk& desk);
screens::desk::State present_lessons(const flow::State& state, const flow::Desk& desk);
screens::requests::State present_requests(const flow::State& state, const flow::Desk& desk, const flow::Requests& of);
screens::absences::State present_absences(const flow::State& state, const flow::Desk& desk, const flow::Absences& of);
screens::timetable::State present_timetable(const flow::State& state, const flow::Desk& desk,
                                            const flow::Timetable& of);
screens::notices::State present_notices(const flow::State& state, const flow::Desk& desk);
screens::messages::State present_messages(const flow::State& state, const flow::Desk& desk);
screens::classes::State present_classes(const flow::State& state, const flow::Desk& desk, const flow::Classes& of);
screens::plan::State present_plan(const flow::State& state, const flow::Desk& desk, const flow::CoursePlan& of);
screens::kiosk::State present_kiosk(const flow::State& state, const flow::ClassDay* chosen);

/// «7Б», «7А, 7Б»
std::string group_names(const domain::FactBook& book, const domain::Lesson& lesson);
/// Pupils' names for one list: those that would be alike carry the whole given name, and the patronymic if need be.
std::vector<std::string> list_names(const domain::FactBook& book, const std::vector<PersonId>& pupils, LocalDay day);

}  // namespace zvonok::app
