#include "config/toml.hpp"

#include "config/tuning.hpp"

#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <algorithm>
#include <optional>

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

/// Walks over the text as a TOML lexer does and tells strings and comments from the rest.
class Lexer {
  public:
    explicit Lexer(std::string_view text) : text_(text) {}

    /// Offset of the first byte beyond ASCII where TOML allows none, that is outside strings and comments.
    std::optional<std::size_t> foreign_letter() {
        if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (static_cast<unsigned char>(c) >= 0x80) return at_;
            if (c == '#') {
                at_ = std::min(text_.find('\n', at_), text_.size());
            } else if (c == '"' || c == '\'') {
                skip_string(c);
            } else {
                ++at_;
            }
        }
        return std::nullopt;
    }

  private:
    void skip_string(char quote) {
        const std::string three(3, quote);
        const bool lines = text_.substr(at_).starts_with(three);
        const std::string_view end = lines ? std::string_view{three} : std::string_view{three}.substr(2);
        at_ += end.size();
        while (at_ < text_.size()) {
            if (text_.substr(at_).starts_with(end)) {
                at_ += end.size();
                return;
            }
            if (!lines && text_[at_] == '\n') return;  // not closed: the parser will say so
            at_ += quote == '"' && text_[at_] == '\\' ? 2 : 1;
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

tl::unexpected<Refusal> not_toml(const std::string& name, std::size_t line, std::size_t column, std::string_view why) {
    const std::string at_line = std::to_string(line);
    const std::string at_column = std::to_string(column);
    return refuse(Reason::bad_config, name + ":" + at_line + ":" + at_column + ": " + std::string{why},
                  "Файл " + name + ", строка " + at_line + ", знак " + at_column + ": запись не по правилам TOML.");
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
    // toml++ 3.3.0 runs into undefined behaviour on most letters beyond ASCII that stand outside strings and comments:
    // its table of white space has an unreachable() for them. A word that lost its quotes must not get that far.
    if (const auto foreign = Lexer{text}.foreign_letter()) {
        const std::string_view before = text.substr(0, *foreign);
        const std::size_t begin = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
        return not_toml(name, 1 + static_cast<std::size_t>(std::ranges::count(before, '\n')), *foreign - begin + 1,
                        "a letter beyond ASCII outside quotes");
    }
    const toml::parse_result parsed = toml::parse(text, name);
    if (!parsed) {
        const auto& error = parsed.error();
        return not_toml(name, error.source().begin.line, error.source().begin.column, error.description());
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
