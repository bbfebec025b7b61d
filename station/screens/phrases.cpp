#include "station/screens/phrases.hpp"

#include "station/domain/fact_book.hpp"

#include <array>

namespace zvonok::screens {

namespace {

constexpr std::array<std::string_view, 7> weekdays{phrase("пн"), phrase("вт"), phrase("ср"), phrase("чт"),
                                                   phrase("пт"), phrase("сб"), phrase("вс")};
constexpr std::array<std::string_view, 12> months{
    phrase("января"), phrase("февраля"), phrase("марта"),    phrase("апреля"),  phrase("мая"),    phrase("июня"),
    phrase("июля"),   phrase("августа"), phrase("сентября"), phrase("октября"), phrase("ноября"), phrase("декабря")};

std::string two_digits(long number) {
    return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
}

bool is_number(std::string_view room) {
    return !room.empty() && room.front() >= '0' && room.front() <= '9';
}

}  // namespace

std::string clock_text(LocalTime time) {
    const std::chrono::hh_mm_ss parts{time - std::chrono::floor<std::chrono::days>(time)};
    return two_digits(parts.hours().count()) + ":" + two_digits(parts.minutes().count());
}

std::string span_text(LocalTime from, LocalTime to) {
    return clock_text(from) + "–" + clock_text(to);
}

std::string date_text(const ui::Words& words, LocalDay day) {
    const std::chrono::year_month_day parts{day};
    const auto weekday = static_cast<std::size_t>(domain::weekday_of(day) - 1);
    const unsigned month = static_cast<unsigned>(parts.month()) - 1;
    return ui::fill("{} {} {}", {words.tr(weekdays.at(weekday)), std::to_string(static_cast<unsigned>(parts.day())),
                                 words.tr(months.at(month))});
}

std::string day_text(const ui::Words& words, LocalDay day, LocalDay today) {
    if (day == today) return std::string{words.tr("сегодня")};
    if (day == today + std::chrono::days{1}) return std::string{words.tr("завтра")};
    return date_text(words, day);
}

std::string moment_text(const ui::Words& words, LocalTime moment, LocalTime now) {
    const LocalDay day = std::chrono::floor<std::chrono::days>(moment);
    if (day == std::chrono::floor<std::chrono::days>(now)) return clock_text(moment);
    return date_text(words, day) + ", " + clock_text(moment);
}

std::string room_text(const ui::Words& words, std::string_view room) {
    return is_number(room) ? ui::fill(words.tr("Кабинет {}"), {room}) : std::string{room};
}

std::string short_room_text(const ui::Words& words, std::string_view room) {
    return is_number(room) ? ui::fill(words.tr("Каб. {}"), {room}) : std::string{room};
}

std::string period_text(const ui::Words& words, int period) {
    return ui::fill(words.tr("{} урок"), {std::to_string(period)});
}

std::string left_text(const ui::Words& words, std::chrono::minutes left) {
    return ui::fill(words.tr("осталось {} мин"), {std::to_string(left.count())});
}

std::string joined(std::initializer_list<std::string_view> parts) {
    std::string result;
    for (const std::string_view part : parts) {
        if (part.empty()) continue;
        if (!result.empty()) result += " · ";
        result += part;
    }
    return result;
}

}  // namespace zvonok::screens
