#include "config/section.hpp"

#include "config/tuning.hpp"

#include <algorithm>

namespace zvonok::config {

namespace {
using Kind = TomlValue::Kind;

const TomlValue nothing{};

const char* english_name(Kind kind) {
    switch (kind) {
        case Kind::table:
            return "a table";
        case Kind::array:
            return "a list";
        case Kind::text:
            return "a text in quotes";
        case Kind::integer:
            return "a whole number";
        case Kind::boolean:
            return "true or false";
        case Kind::instant:
            return "a date and time with offset, as 2026-09-01T00:00:00Z";
        case Kind::real:
        case Kind::other:
            break;
    }
    return "a value";
}

const char* russian_name(Kind kind) {
    switch (kind) {
        case Kind::table:
            return "раздел";
        case Kind::array:
            return "список в квадратных скобках";
        case Kind::text:
            return "текст в кавычках";
        case Kind::integer:
            return "целое число";
        case Kind::boolean:
            return "true или false";
        case Kind::instant:
            return "дата и время со смещением, например 2026-09-01T00:00:00Z";
        case Kind::real:
        case Kind::other:
            break;
    }
    return "значение";
}

std::string range(std::int64_t least, std::int64_t most, const char* from, const char* to) {
    return from + std::to_string(least) + to + std::to_string(most);
}
}  // namespace

void Problems::add(int line, const std::string& english, const std::string& russian) {
    if (++count_ > problem_limit) return;
    if (count_ > 1) {
        english_ += '\n';
        russian_ += '\n';
    }
    english_ += file_ + ":" + std::to_string(line) + ": " + english;
    russian_ += "Файл " + file_ + ", строка " + std::to_string(line) + ": " + russian + ".";
}

Refusal Problems::refusal(Where at) const {
    Refusal refusal{Reason::bad_config, Fault{kind_of(Reason::bad_config), english_, 0, at}, russian_};
    if (count_ > problem_limit) {
        const std::string more = std::to_string(count_ - problem_limit);
        refusal.fault.what += "\nand " + more + " more";
        refusal.text += "\nИ ещё замечаний: " + more + ".";
    }
    return refusal;
}

Section::Section(const TomlValue& table, std::string name, Problems& problems)
    : table_(&table), name_(std::move(name)), problems_(&problems) {}

std::string Section::full(const std::string& key) const {
    return name_.empty() ? key : name_ + "." + key;
}

const TomlValue* Section::find(const std::string& key) {
    known_.insert(key);
    const auto found = std::ranges::find(table_->items, key, &TomlValue::key);
    return found == table_->items.end() ? nullptr : &*found;
}

bool Section::has(const std::string& key) const {
    return std::ranges::find(table_->items, key, &TomlValue::key) != table_->items.end();
}

int Section::line_of(const std::string& key) const {
    const auto found = std::ranges::find(table_->items, key, &TomlValue::key);
    return found == table_->items.end() ? table_->line : found->line;
}

void Section::wrong(const std::string& key, const std::string& english, const std::string& russian) {
    problems_->add(line_of(key), full(key) + " " + english, "«" + full(key) + "»: " + russian);
}

void Section::wrong_kind(const std::string& key, Kind wanted) {
    wrong(key, std::string("must be ") + english_name(wanted), std::string("здесь нужно: ") + russian_name(wanted));
}

const TomlValue* Section::need(const std::string& key, Kind kind) {
    const auto* field = find(key);
    if (field == nullptr) {
        wrong(key, "is missing", "значение не указано");
        return nullptr;
    }
    if (field->kind == kind) return field;
    wrong_kind(key, kind);
    return nullptr;
}

bool Section::fits(const std::string& key, const std::string& text, TextLimits limits) {
    if (text.size() < limits.shortest) {
        wrong(key, "is too short", "текст слишком короткий");
        return false;
    }
    if (text.size() > limits.longest) {
        wrong(key, "is too long", "текст слишком длинный");
        return false;
    }
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    if (std::ranges::any_of(text, is_control)) {
        wrong(key, "holds a control character", "в тексте есть управляющий знак");
        return false;
    }
    return true;
}

std::string Section::text(const std::string& key, TextLimits limits) {
    const auto* value = need(key, Kind::text);
    if (value == nullptr || !fits(key, value->text, limits)) return {};
    return value->text;
}

std::optional<std::string> Section::optional_text(const std::string& key, TextLimits limits) {
    if (find(key) == nullptr) return std::nullopt;
    return text(key, limits);
}

std::vector<std::string> Section::texts(const std::string& key, std::size_t fewest, std::size_t most) {
    std::vector<std::string> all;
    const auto* value = need(key, Kind::array);
    if (value == nullptr) return all;
    for (const TomlValue& item : value->items) {
        if (item.kind != Kind::text) {
            wrong_kind(key, Kind::text);
            return {};
        }
        if (!fits(key, item.text, {})) return {};
        all.push_back(item.text);
    }
    if (all.size() < fewest || all.size() > most)
        wrong(key, range(static_cast<std::int64_t>(fewest), static_cast<std::int64_t>(most), "must list ", " to "),
              range(static_cast<std::int64_t>(fewest), static_cast<std::int64_t>(most), "в списке должно быть от ",
                    " до "));
    return all;
}

std::int64_t Section::integer(const std::string& key, std::int64_t least, std::int64_t most) {
    const auto* value = need(key, Kind::integer);
    if (value == nullptr) return least;
    if (value->integer >= least && value->integer <= most) return value->integer;
    wrong(key, range(least, most, "must lie between ", " and "), range(least, most, "число должно быть от ", " до "));
    return least;
}

std::int64_t Section::integer(const std::string& key, std::int64_t least, std::int64_t most, std::int64_t otherwise) {
    return find(key) == nullptr ? otherwise : integer(key, least, most);
}

bool Section::flag(const std::string& key, bool otherwise) {
    if (find(key) == nullptr) return otherwise;
    const auto* value = need(key, Kind::boolean);
    return value == nullptr ? otherwise : value->boolean;
}

Instant Section::instant(const std::string& key) {
    const auto* value = need(key, Kind::instant);
    return value == nullptr ? Instant{} : value->instant;
}

std::size_t Section::choice(const std::string& key, const std::vector<std::string_view>& choices) {
    const auto* value = need(key, Kind::text);
    if (value == nullptr) return 0;
    const auto found = std::ranges::find(choices, std::string_view{value->text});
    if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
    std::string all;
    for (const std::string_view one : choices) all += (all.empty() ? "" : ", ") + std::string(one);
    wrong(key, "must be one of " + all, "допустимо одно из: " + all);
    return 0;
}

Section Section::inner(const std::string& key) {
    const auto* value = need(key, Kind::table);
    return {value == nullptr ? nothing : *value, full(key), *problems_};
}

std::vector<Section> Section::list(const std::string& key) {
    std::vector<Section> all;
    const auto* value = need(key, Kind::array);
    if (value == nullptr) return all;
    for (const TomlValue& item : value->items) {
        if (item.kind == Kind::table)
            all.emplace_back(item, full(key), *problems_);
        else
            wrong_kind(key, Kind::table);
    }
    return all;
}

void Section::finish() {
    for (const TomlValue& value : table_->items)
        if (!known_.contains(value.key))
            problems_->add(value.line, "unknown key " + full(value.key), "неизвестное имя «" + full(value.key) + "»");
}

}  // namespace zvonok::config
