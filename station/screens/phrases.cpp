#include "station/screens/phrases.hpp"

#include "station/domain/fact_book.hpp"
#include "station/ui/text.hpp"

#include <array>
#include <optional>

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

constexpr std::string_view numbered_room = phrase("Кабинет {}");
constexpr std::string_view numbered_room_short = phrase("Каб. {}");

/// With a capital first letter, Russian or Latin.
std::string capitalised(std::string_view text) {
    if (text.empty()) return {};
    std::size_t at = 0;
    char32_t first = ui::next_character(text, at);
    if ((first >= U'а' && first <= U'я') || (first >= 'a' && first <= 'z')) first -= 0x20;
    if (first == U'ё') first = U'Ё';
    std::string result;
    ui::append_character(result, first);
    return result.append(text.substr(at));
}

/// What the school calls the room by number, «12» of «12» and of «кабинет 12»; nothing for a room with a name.
std::optional<std::string_view> room_number(std::string_view room) {
    const std::string name = capitalised(room);
    for (const std::string_view pattern : {numbered_room, numbered_room_short}) {
        const std::string_view word = pattern.substr(0, pattern.find('{'));
        if (name.starts_with(word)) room.remove_prefix(word.size());  // as many bytes in small letters
    }
    const bool number = !room.empty() && room.front() >= '0' && room.front() <= '9';
    return number ? std::optional{room} : std::nullopt;
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

std::string short_date_text(const ui::Words& words, LocalDay day) {
    const auto weekday = static_cast<std::size_t>(domain::weekday_of(day) - 1);
    const unsigned number = static_cast<unsigned>(std::chrono::year_month_day{day}.day());
    return ui::fill("{} {}", {words.tr(weekdays.at(weekday)), std::to_string(number)});
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
    const auto number = room_number(room);
    return number ? ui::fill(words.tr(numbered_room), {*number}) : capitalised(room);
}

std::string short_room_text(const ui::Words& words, std::string_view room) {
    const auto number = room_number(room);
    return number ? ui::fill(words.tr(numbered_room_short), {*number}) : capitalised(room);
}

std::string_view change_text(const ui::Words& words, LessonChange change) {
    switch (change) {
        case LessonChange::substitution:
            return words.tr("замена");
        case LessonChange::moved:
            return words.tr("перенесён");
        case LessonChange::cancelled:
            return words.tr("урок отменён");
        case LessonChange::none:
            break;
    }
    return {};
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
