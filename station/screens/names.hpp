#pragma once

#include "station/domain/facts.hpp"

/// How people are called on screens. For whoever prepares a screen's state.
namespace zvonok::screens {

/// «Фамилия И.», in class lists.
std::string list_name(const domain::Person& person);
/// «Анна Сергеевна К.», to the person themself; without a patronymic «Анна К.».
std::string polite_name(const domain::Person& person);
/// «Иванова А. П.», of teachers on the kiosk.
std::string teacher_name(const domain::Person& person);

}  // namespace zvonok::screens
