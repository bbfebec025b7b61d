#pragma once

#include "station/base/zone.hpp"
#include "station/screens/surroundings.hpp"
#include "station/ui/words.hpp"

#include <string>

/// Times, dates and numbers as people say them, in the language of the words.
namespace zvonok::screens {

/// Marks a text of a table for the catalogue; it is looked up where it is shown.
constexpr std::string_view phrase(std::string_view russian) {
    return russian;
}

/// "09:42"
std::string clock_text(LocalTime time);
/// "09:30–10:15"
std::string span_text(LocalTime from, LocalTime to);
/// «вт 15 сентября»
std::string date_text(const ui::Words& words, LocalDay day);
/// «вт 15», for narrow places.
std::string short_date_text(const ui::Words& words, LocalDay day);
/// «сегодня», «завтра», else «вт 15 сентября»
std::string day_text(const ui::Words& words, LocalDay day, LocalDay today);
/// "09:41" on the same day, else «вт 15 сентября, 09:41»
std::string moment_text(const ui::Words& words, LocalTime moment, LocalTime now);
/// «Кабинет 12» of "12" and of "кабинет 12"; a room that is called something else keeps its name: «Спортзал».
std::string room_text(const ui::Words& words, std::string_view room);
/// «Каб. 12», for narrow places.
std::string short_room_text(const ui::Words& words, std::string_view room);
/// «3 урок»
std::string period_text(const ui::Words& words, int period);
/// «замена», «перенесён»; empty: as in the timetable.
std::string_view change_text(const ui::Words& words, LessonChange change);
/// «осталось 33 мин»
std::string left_text(const ui::Words& words, std::chrono::minutes left);
/// The parts that are not empty, with « · » between.
std::string joined(std::initializer_list<std::string_view> parts);

}  // namespace zvonok::screens
