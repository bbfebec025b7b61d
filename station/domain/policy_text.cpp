#include "station/domain/policy_text.hpp"

#include "station/domain/policy_words.hpp"

#include <charconv>

namespace zvonok::domain {

namespace {

using Kind = TextFault::Kind;

TextFault fault(Kind kind, std::string_view part, std::string expected = {}) {
    return {kind, std::string(part), std::move(expected)};
}

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::optional<int> whole(std::string_view text) {
    int value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (text.empty() || text.front() == '-' || error != std::errc{} || stop != end) return std::nullopt;
    return value;
}

std::string range(Bounds bounds) {
    return std::to_string(bounds.least) + ".." + std::to_string(bounds.most);
}

/// "4 days": the number, and whether the unit is one of the two spellings.
struct Count {
    int count = 0;
    std::string_view unit;
};
std::optional<Count> counted(std::string_view text) {
    const auto parts = split(text, ' ');
    if (parts.size() != 2) return std::nullopt;
    const auto count = whole(parts[0]);
    if (!count || *count > 1000) return std::nullopt;
    return Count{*count, parts[1]};
}

std::string count_of(std::int64_t count, std::string_view unit) {
    return std::to_string(count) + " " + std::string(unit) + (count == 1 ? "" : "s");
}

bool is_unit(std::string_view text, std::string_view unit) {
    return text == unit || (text.size() == unit.size() + 1 && text.starts_with(unit) && text.back() == 's');
}

/// "21:00", also "24:00"
std::optional<std::chrono::minutes> clock_time(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hours = whole(text.substr(0, 2));
    const auto minutes = whole(text.substr(3));
    if (!hours || !minutes || *minutes > 59 || *hours * 60 + *minutes > 24 * 60) return std::nullopt;
    return std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
}

std::string two_digits(std::int64_t value) {
    return (value < 10 ? "0" : "") + std::to_string(value);
}

std::string clock_text(std::chrono::minutes time) {
    return two_digits(time.count() / 60) + ":" + two_digits(time.count() % 60);
}

constexpr std::string_view deadline_forms =
    "none, lesson_day, lesson_day until HH:MM, N days, next_lesson, N minutes after_last_lesson, next_working_day, "
    "last_week, order_date";
constexpr Bounds window_days{0, 366};

}  // namespace

std::string describe(const TextFault& fault) {
    std::string text = "\"" + fault.part + "\" ";
    switch (fault.kind) {
        case Kind::number:
            text += "must be a whole number between " + fault.expected;
            break;
        case Kind::decimal:
            text += "must be a number with at most two decimals between " + fault.expected;
            break;
        case Kind::word:
            text += "must be one of " + fault.expected;
            break;
        case Kind::unit:
            text += "must be in " + fault.expected;
            break;
        case Kind::form:
            text += "must have the form " + fault.expected;
            break;
        case Kind::code:
            text += "may hold no space and no comma and at most 24 bytes";
            break;
        case Kind::text:
            text += "is too long, or holds a semicolon, a bar or a line's end";
            break;
        case Kind::doubled:
            text += "stands twice";
            break;
        case Kind::missing:
            text = "must not be empty" + (fault.expected.empty() ? "" : ": " + fault.expected);
            break;
        case Kind::unknown:
            text += "is not known to this program";
            break;
    }
    return fault.option.empty() ? text : fault.option + ": " + text;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(separator, at), text.size());
        const std::string_view part = trimmed(text.substr(at, end - at));
        if (!part.empty()) parts.push_back(part);
        at = end + 1;
    }
    return parts;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string text;
    for (const std::string& part : parts) {
        if (!text.empty()) text += separator;
        text += part;
    }
    return text;
}

std::string_view role_word(Role role) {
    return word_of(role);
}

std::optional<Role> role_of(std::string_view word) {
    return value_of<Role>(word);
}

TextCheck read_number(std::string_view text, Bounds bounds, int& value) {
    const auto number = whole(text);
    if (!number || *number < bounds.least || *number > bounds.most) return fault(Kind::number, text, range(bounds));
    value = *number;
    return {};
}

TextCheck read_decimal(std::string_view text, Bounds hundredths, Hundredths& value) {
    const auto wrong = [&] {
        return fault(Kind::decimal, text, write_decimal({hundredths.least}) + ".." + write_decimal({hundredths.most}));
    };
    const std::size_t point = std::min(text.find_first_of(",."), text.size());
    const auto units = whole(text.substr(0, point));
    if (!units || *units > 10000) return wrong();
    int parts = 0;
    if (point < text.size()) {
        const std::string_view decimals = text.substr(point + 1);
        const auto digits = whole(decimals);
        if (!digits || decimals.size() > 2) return wrong();
        parts = decimals.size() == 1 ? *digits * 10 : *digits;
    }
    const int all = *units * 100 + parts;
    if (all < hundredths.least || all > hundredths.most) return wrong();
    value = {all};
    return {};
}

std::string write_decimal(Hundredths value) {
    std::string text = std::to_string(value.value / 100);
    if (const int parts = value.value % 100; parts % 10 != 0) {
        text += "," + two_digits(parts);
    } else if (parts != 0) {
        text += "," + std::to_string(parts / 10);
    }
    return text;
}

TextCheck read_flag(std::string_view text, bool& value) {
    if (text != "yes" && text != "no") return fault(Kind::word, text, "yes, no");
    value = text == "yes";
    return {};
}

std::string write_flag(bool value) {
    return value ? "yes" : "no";
}

TextCheck read_text(std::string_view text, std::size_t most, std::string& value) {
    if (text.empty()) return fault(Kind::missing, text);
    if (text.size() > most || text.find_first_of(";|\n\r") != std::string_view::npos) return fault(Kind::text, text);
    value = text;
    return {};
}

TextCheck read(std::string_view text, EditWindow& value) {
    value.reset();
    if (text == "none") return {};
    int days = 0;
    if (auto wrong = read_number(text, window_days, days)) return wrong;
    value = std::chrono::days{days};
    return {};
}

std::string write(const EditWindow& value) {
    return value ? std::to_string(value->count()) : "none";
}

TextCheck read(std::string_view text, SpecialWindow& value) {
    value = {};
    if (text == "as_current") return {};
    value.own = true;
    return read(text, value.window);
}

std::string write(const SpecialWindow& value) {
    return value.own ? write(value.window) : "as_current";
}

TextCheck read(std::string_view text, GradeRange& value) {
    value = {};
    if (text == "all") return {};
    const std::size_t dash = std::min(text.find('-'), text.size());
    const auto first = whole(text.substr(0, dash));
    const auto last = dash < text.size() ? whole(text.substr(dash + 1)) : first;
    if (!first || !last || *first > *last || *last > 99) return fault(Kind::form, text, "5-11");
    value = {*first, *last};
    return {};
}

std::string write(const GradeRange& value) {
    if (value == GradeRange{}) return "all";
    std::string text = std::to_string(value.first);
    return value.first == value.last ? text : text + "-" + std::to_string(value.last);
}

TextCheck read(std::string_view text, Deadline& value) {
    using Is = Deadline::Kind;
    static constexpr auto plain = std::to_array<Word<Is>>({{"none", Is::none},
                                                           {"lesson_day", Is::lesson_day},
                                                           {"next_lesson", Is::next_lesson},
                                                           {"next_working_day", Is::next_working_day},
                                                           {"last_week", Is::last_week},
                                                           {"order_date", Is::order_date}});
    value = {};
    for (const auto& word : plain) {
        if (word.text != text) continue;
        value.kind = word.value;
        return {};
    }
    const auto parts = split(text, ' ');
    if (parts.size() == 3 && parts[0] == "lesson_day" && parts[1] == "until") {
        const auto time = clock_time(parts[2]);
        if (!time) return fault(Kind::form, parts[2], "HH:MM");
        value = {Is::lesson_day_until, {}, *time};
        return {};
    }
    if (parts.size() == 3 && parts[2] == "after_last_lesson") {
        const auto count = whole(parts[0]);
        if (!count || *count > 24 * 60) return fault(Kind::number, parts[0], "0..1440");
        if (!is_unit(parts[1], "minute")) return fault(Kind::unit, text, "minutes");
        value = {Is::after_last_lesson, {}, std::chrono::minutes{*count}};
        return {};
    }
    if (const auto count = counted(text)) {
        if (!is_unit(count->unit, "day")) return fault(Kind::unit, text, "days");
        if (count->count > window_days.most) return fault(Kind::number, text, range(window_days));
        value = {Is::days_after, std::chrono::days{count->count}, {}};
        return {};
    }
    return fault(Kind::word, text, std::string(deadline_forms));
}

std::string write(const Deadline& value) {
    switch (value.kind) {
        case Deadline::Kind::none:
            break;
        case Deadline::Kind::lesson_day:
            return "lesson_day";
        case Deadline::Kind::lesson_day_until:
            return "lesson_day until " + clock_text(value.time);
        case Deadline::Kind::days_after:
            return count_of(value.days.count(), "day");
        case Deadline::Kind::next_lesson:
            return "next_lesson";
        case Deadline::Kind::after_last_lesson:
            return count_of(value.time.count(), "minute") + " after_last_lesson";
        case Deadline::Kind::next_working_day:
            return "next_working_day";
        case Deadline::Kind::last_week:
            return "last_week";
        case Deadline::Kind::order_date:
            return "order_date";
    }
    return "none";
}

TextCheck read(std::string_view text, DueDate& value) {
    value = {};
    if (text == "none") return {};
    if (text == "before_year" || text == "before_period") {
        value.kind = text == "before_year" ? DueDate::Kind::before_year : DueDate::Kind::before_period;
        return {};
    }
    const auto month = text.size() == 5 && text[2] == '-' ? whole(text.substr(0, 2)) : std::nullopt;
    const auto day = text.size() == 5 ? whole(text.substr(3)) : std::nullopt;
    const auto wrong = fault(Kind::word, text, "none, before_year, before_period, MM-DD");
    if (!month || !day) return wrong;
    const std::chrono::month_day date{std::chrono::month{static_cast<unsigned>(*month)},
                                      std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return wrong;
    value = {DueDate::Kind::date, date};
    return {};
}

std::string write(const DueDate& value) {
    switch (value.kind) {
        case DueDate::Kind::none:
            break;
        case DueDate::Kind::before_year:
            return "before_year";
        case DueDate::Kind::before_period:
            return "before_period";
        case DueDate::Kind::date:
            return two_digits(unsigned{value.date.month()}) + "-" + two_digits(unsigned{value.date.day()});
    }
    return "none";
}

TextCheck read(std::string_view text, Term& value) {
    value = {};
    if (text == "at_once") return {};
    if (text == "same_day") {
        value.kind = Term::Kind::same_day;
        return {};
    }
    const auto count = counted(text);
    if (!count) return fault(Kind::word, text, "at_once, same_day, N days, N working_days");
    if (!is_unit(count->unit, "day") && !is_unit(count->unit, "working_day"))
        return fault(Kind::unit, text, "days, working_days");
    value = {is_unit(count->unit, "day") ? Term::Kind::days : Term::Kind::working_days, count->count};
    return {};
}

std::string write(const Term& value) {
    switch (value.kind) {
        case Term::Kind::at_once:
            break;
        case Term::Kind::same_day:
            return "same_day";
        case Term::Kind::days:
            return count_of(value.count, "day");
        case Term::Kind::working_days:
            return count_of(value.count, "working_day");
    }
    return "at_once";
}

namespace {
struct Rhythm {
    Interval::Unit unit;
    std::string_view once;     ///< "weekly"; empty where there is no such word
    std::string_view counted;  ///< "week"
};
constexpr auto rhythms = std::to_array<Rhythm>({{Interval::Unit::never, "never", ""},
                                                {Interval::Unit::on_request, "on_request", ""},
                                                {Interval::Unit::days, "daily", "day"},
                                                {Interval::Unit::weeks, "weekly", "week"},
                                                {Interval::Unit::months, "monthly", "month"},
                                                {Interval::Unit::quarters, "quarterly", "quarter"},
                                                {Interval::Unit::years, "yearly", "year"}});
}  // namespace

TextCheck read(std::string_view text, Interval& value) {
    value = {};
    for (const Rhythm& rhythm : rhythms) {
        if (rhythm.once != text) continue;
        value.unit = rhythm.unit;
        return {};
    }
    const auto count = counted(text);
    if (!count)
        return fault(Kind::word, text, "never, on_request, daily, weekly, monthly, quarterly, yearly, N days, N weeks");
    for (const Rhythm& rhythm : rhythms) {
        if (rhythm.counted.empty() || !is_unit(count->unit, rhythm.counted)) continue;
        if (count->count < 1) return fault(Kind::number, text, "1..1000");
        value = {rhythm.unit, count->count};
        return {};
    }
    return fault(Kind::unit, text, "days, weeks, months, quarters, years");
}

std::string write(const Interval& value) {
    for (const Rhythm& rhythm : rhythms)
        if (rhythm.unit == value.unit)
            return value.count == 1 ? std::string(rhythm.once) : count_of(value.count, rhythm.counted);
    return "never";
}

TextCheck read(std::string_view text, Rounding& value) {
    value = {};
    if (text == "half_up") return {};
    for (const std::string_view part : split(text, ';')) {
        const auto here = [&](TextFault wrong) {
            wrong.item = value.steps.size();
            return wrong;
        };
        Rounding::Step step;
        const std::size_t colon = part.find(": ");
        const auto mark = colon == std::string_view::npos ? std::nullopt : whole(part.substr(0, colon));
        if (!mark) return here(fault(Kind::form, part, "half_up, 4: 3,60"));
        step.mark = *mark;
        if (auto wrong = read_decimal(trimmed(part.substr(colon + 2)), {0, 10000}, step.from)) return here(*wrong);
        if (!value.steps.empty() && (value.steps.back().mark >= step.mark || value.steps.back().from >= step.from))
            return here(fault(Kind::form, part, "3: 2,60; 4: 3,60; 5: 4,60"));
        value.steps.push_back(step);
    }
    if (value.steps.empty()) return fault(Kind::missing, text, "half_up, 3: 2,60; 4: 3,60");
    return {};
}

std::string write(const Rounding& value) {
    std::vector<std::string> parts;
    parts.reserve(value.steps.size());
    for (const Rounding::Step& step : value.steps)
        parts.push_back(std::to_string(step.mark) + ": " + write_decimal(step.from));
    return parts.empty() ? "half_up" : join(parts, "; ");
}

TextCheck read(std::string_view text, ServiceHours& value) {
    value = {};
    if (text == "24/7") return {};
    const auto from = clock_time(text.substr(0, std::min<std::size_t>(5, text.size())));
    const auto until = text.size() == 11 && text[5] == '-' ? clock_time(text.substr(6)) : std::nullopt;
    if (!from || !until || *from >= *until) return fault(Kind::form, text, "24/7, 07:00-22:00");
    value = {*from, *until};
    return {};
}

std::string write(const ServiceHours& value) {
    if (value == ServiceHours{}) return "24/7";
    return clock_text(value.from) + "-" + clock_text(value.until);
}

TextCheck read(std::string_view text, std::vector<std::string>& value) {
    value.clear();
    if (text == "none") return {};
    for (const std::string_view part : split(text, ';')) {
        std::string item;
        if (auto wrong = read_text(part, 200, item)) {
            wrong->item = value.size();
            return wrong;
        }
        if (std::ranges::find(value, item) != value.end())
            return TextFault{Kind::doubled, std::string(part), {}, value.size()};
        value.push_back(std::move(item));
    }
    if (value.empty()) return fault(Kind::missing, text);
    return {};
}

std::string write(const std::vector<std::string>& value) {
    return value.empty() ? "none" : join(value, "; ");
}

}  // namespace zvonok::domain
