#include "config/toml.hpp"

#include "config/tuning.hpp"

#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <algorithm>

namespace zvonok::config {

namespace {
int line_of(const toml::node& node) {
    return static_cast<int>(node.source().begin.line);
}

/// A date-time without an offset means nothing to a machine whose zone is not yet known, so it stays `other`.
void set_instant(TomlValue& value, const toml::date_time& at) {
    using namespace std::chrono;
    const year_month_day date{year{at.date.year}, month{at.date.month}, day{at.date.day}};
    if (!at.offset || !date.ok()) return;
    value.kind = TomlValue::Kind::instant;
    value.instant = sys_days{date} + hours{at.time.hour} + minutes{at.time.minute} + seconds{at.time.second} +
                    floor<milliseconds>(nanoseconds{at.time.nanosecond}) - minutes{at.offset->minutes};
}

TomlValue value_of(const toml::node& node) {
    TomlValue value;
    value.kind = TomlValue::Kind::other;
    value.line = line_of(node);
    if (const auto* table = node.as_table()) {
        value.kind = TomlValue::Kind::table;
        for (const auto& [key, child] : *table) {
            TomlValue& item = value.items.emplace_back(value_of(child));
            item.key = key.str();
            item.line = static_cast<int>(key.source().begin.line);
        }
        std::ranges::stable_sort(value.items, {}, &TomlValue::line);
    } else if (const auto* array = node.as_array()) {
        value.kind = TomlValue::Kind::array;
        for (const auto& child : *array) value.items.push_back(value_of(child));
    } else if (const auto* text = node.as_string()) {
        value.kind = TomlValue::Kind::text;
        value.text = text->get();
    } else if (const auto* integer = node.as_integer()) {
        value.kind = TomlValue::Kind::integer;
        value.integer = integer->get();
    } else if (const auto* real = node.as_floating_point()) {
        value.kind = TomlValue::Kind::real;
        value.real = real->get();
    } else if (const auto* boolean = node.as_boolean()) {
        value.kind = TomlValue::Kind::boolean;
        value.boolean = boolean->get();
    } else if (const auto* at = node.as_date_time()) {
        set_instant(value, at->get());
    }
    return value;
}
}  // namespace

Checked<TomlValue> parse_toml(std::string_view text, const std::string& name) {
    if (text.size() > toml_limit_bytes)
        return refuse(Reason::too_large, name + " is longer than any configuration",
                      "Файл " + name + " слишком велик для настроек.");
    const toml::parse_result parsed = toml::parse(text, name);
    if (!parsed) {
        const auto& error = parsed.error();
        const std::string line = std::to_string(error.source().begin.line);
        const std::string column = std::to_string(error.source().begin.column);
        return refuse(Reason::bad_config, name + ":" + line + ":" + column + ": " + std::string{error.description()},
                      "Файл " + name + ", строка " + line + ", знак " + column + ": запись не по правилам TOML.");
    }
    return value_of(parsed.table());
}

std::string toml_quoted(std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string quoted = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            quoted += {'\\', c};
        } else if (byte < 0x20 || byte == 0x7F) {
            quoted += {'\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15]};
        } else {
            quoted += c;
        }
    }
    return quoted + '"';
}

}  // namespace zvonok::config
