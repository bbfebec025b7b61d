#include "config/policy_value.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace zvonok::config {

namespace {

using Kind = TomlValue::Kind;
using Shape = domain::PolicyShape;
using Trouble = ShapeTrouble::Kind;

std::string decimal_text(double value) {
    std::array<char, 40> digits{};
    const auto [end, error] =
        std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed);
    return error == std::errc{} ? std::string(digits.data(), end) : std::string{};
}

/// A plain value as text; nothing: a list, a table or a time.
std::optional<std::string> plain(const TomlValue& value) {
    if (value.kind == Kind::text) return value.text;
    if (value.kind == Kind::integer) return std::to_string(value.integer);
    if (value.kind == Kind::real) return decimal_text(value.real);
    if (value.kind == Kind::boolean) return value.boolean ? "yes" : "no";
    return std::nullopt;
}

bool is_digits(const std::string& text) {
    return !text.empty() && text.find_first_not_of("0123456789-") == std::string::npos;
}

class Writer {
  public:
    explicit Writer(const TomlValue& value) { made_.line = value.line; }

    PolicyText take() { return std::move(made_); }
    void wrong(Trouble kind, int line, const std::string& option = {}) {
        if (!made_.trouble) made_.trouble = ShapeTrouble{kind, line, option};
    }
    void all(std::string text) { made_.text = std::move(text); }
    void item(int line, const std::string& text) {
        made_.items.push_back({line, {}});
        made_.text += (made_.text.empty() ? "" : "; ") + text;
    }
    /// The text, checked for characters that would be read as separators.
    std::string safe(const std::string& text, std::string_view separators, int line, const std::string& option = {}) {
        if (text.find_first_of(separators) != std::string::npos) wrong(Trouble::separator, line, option);
        return text;
    }

    void list(const TomlValue& value, Trouble otherwise, bool numbers) {
        if (value.kind != Kind::array) return wrong(otherwise, value.line);
        for (const TomlValue& part : value.items) {
            const bool fits = part.kind == Kind::text || (numbers && part.kind == Kind::integer);
            if (!fits) return wrong(otherwise, part.line);
            const std::string text = *plain(part);
            if (text.empty()) wrong(otherwise, part.line);
            item(part.line, safe(text, ";|\n\r", part.line));
        }
        if (value.items.empty()) made_.text = "none";
    }

    void records(const TomlValue& value) {
        if (value.kind != Kind::array) return wrong(Trouble::records, value.line);
        for (const TomlValue& part : value.items) {
            if (part.kind != Kind::table) return wrong(Trouble::records, part.line);
            std::map<std::string, int> lines;
            std::string text = field(part, "code") + " | " + field(part, "title");
            text += options(part, lines, {"code", "title"}, " | ");
            for (const char* name : {"code", "title"})
                if (const auto at = std::ranges::find(part.items, name, &TomlValue::key); at != part.items.end())
                    lines[name] = at->line;
            // The line of an array's table is that of its header; its first key may stand lower.
            item(part.line, text);
            made_.items.back().options = std::move(lines);
        }
    }

    void table(const TomlValue& value) {
        if (value.kind != Kind::table) return wrong(Trouble::options, value.line);
        PolicyText::Item whole{value.line, {}};
        const std::string text = options(value, whole.options, {}, "");
        made_.text = text;
        made_.items = {std::move(whole)};
    }

  private:
    std::string field(const TomlValue& record, const std::string& name) {
        const auto found = std::ranges::find(record.items, name, &TomlValue::key);
        if (found == record.items.end() || found->kind != Kind::text || found->text.empty()) {
            wrong(Trouble::word, found == record.items.end() ? record.line : found->line, name);
            return {};
        }
        return safe(found->text, ";|\n\r", found->line, name);
    }

    std::string options(const TomlValue& table, std::map<std::string, int>& lines,
                        const std::vector<std::string>& without, const std::string& before) {
        std::string all;
        for (const TomlValue& option : table.items) {
            if (std::ranges::find(without, option.key) != without.end()) continue;
            lines[option.key] = option.line;
            std::string text;
            if (option.kind == Kind::array) {
                for (const TomlValue& part : option.items) {
                    if (part.kind != Kind::text) wrong(Trouble::words, part.line, option.key);
                    text += (text.empty() ? "" : ", ") + safe(part.text, ";|,\n\r", part.line, option.key);
                }
            } else if (const auto one = plain(option)) {
                text = safe(*one, ";|\n\r", option.line, option.key);
            } else {
                wrong(Trouble::word, option.line, option.key);
            }
            all += (all.empty() ? before : " | ") + option.key + ": " + text;
        }
        return all;
    }

    PolicyText made_;
};

}  // namespace

int PolicyText::line_of(std::size_t item, const std::string& option) const {
    if (item >= items.size()) return line;
    const auto found = items[item].options.find(option);
    return found == items[item].options.end() ? items[item].line : found->second;
}

PolicyText policy_text(const TomlValue& value, Shape shape) {
    Writer writer{value};
    const std::string text = plain(value).value_or("");
    switch (shape) {
        case Shape::number:
            if (value.kind != Kind::integer) writer.wrong(Trouble::number, value.line);
            writer.all(text);
            break;
        case Shape::number_or_word:
            if (value.kind != Kind::integer && (value.kind != Kind::text || is_digits(value.text)))
                writer.wrong(Trouble::number_or_word, value.line);
            writer.all(text);
            break;
        case Shape::decimal:
            if (value.kind != Kind::integer && value.kind != Kind::real && value.kind != Kind::text)
                writer.wrong(Trouble::decimal, value.line);
            writer.all(text);
            break;
        case Shape::flag:
            if (value.kind != Kind::boolean) writer.wrong(Trouble::flag, value.line);
            writer.all(text);
            break;
        case Shape::word:
            if (value.kind != Kind::text) writer.wrong(Trouble::word, value.line);
            writer.all(text);
            break;
        case Shape::words:
            writer.list(value, Trouble::words, true);
            break;
        case Shape::rules:
            if (value.kind == Kind::text) {
                writer.all(text);
            } else {
                writer.list(value, Trouble::rules, false);
            }
            break;
        case Shape::records:
            writer.records(value);
            break;
        case Shape::options:
            writer.table(value);
            break;
    }
    return writer.take();
}

}  // namespace zvonok::config
