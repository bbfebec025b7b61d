#pragma once

#include "station/flow/state.hpp"
#include "station/screens/desk.hpp"
#include "station/screens/kiosk.hpp"
#include "station/screens/lesson.hpp"
#include "station/screens/lock.hpp"
#include "station/screens/notice.hpp"
#include "station/screens/page.hpp"
#include "station/screens/pin.hpp"

/// The flow's state as the screens show it: ids become names, troubles become hints.
namespace zvonok::app {

using ScreenState =
    std::variant<screens::notice::State, screens::lock::State, screens::pin::State, screens::desk::State,
                 screens::lesson::State, screens::page::State, screens::kiosk::State>;

ScreenState present(const flow::State& state);

// by screen, for present() and its tests
screens::Surroundings surroundings(const flow::State& state);
screens::lock::Card card_hint(const flow::State& state, const flow::Locked& locked);
screens::lesson::State present_lesson(const flow::State& state, const flow::Desk& desk);
screens::page::State present_page(const flow::State& state, const flow::Desk& desk);
screens::desk::State present_lessons(const flow::State& state, const flow::Desk& desk);
screens::kiosk::State present_kiosk(const flow::State& state, const flow::ClassDay* chosen);

/// «7Б», «7А, 7Б»
std::string group_names(const domain::FactBook& book, const domain::Lesson& lesson);
/// Pupils' names for one list: those that would be alike carry the whole given name, and the patronymic if need be.
std::vector<std::string> list_names(const domain::FactBook& book, const std::vector<PersonId>& pupils, LocalDay day);

}  // namespace zvonok::app
