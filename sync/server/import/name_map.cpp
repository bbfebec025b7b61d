#include "sync/server/import/name_map.hpp"

#include "config/toml.hpp"
#include "sync/server/import/text.hpp"

#include <algorithm>
#include <set>

namespace zvonok::server::imports {
namespace {

using config::TomlValue;
using Kind = TomlValue::Kind;

/// Reads the fields of one table and tells of those that nobody asked for.
class Table {
  public:
    Table(const std::string& file, const TomlValue& value, Findings& findings)
        : file_(file), value_(value), findings_(findings) {}

    [[nodiscard]] const TomlValue* find(std::string_view name) {
        asked_.emplace(name);
        const auto found = std::ranges::find(value_.items, name, &TomlValue::key);
        return found == value_.items.end() ? nullptr : &*found;
    }
    std::string text(std::string_view name, bool required) {
        const TomlValue* value = find(name);
        if (value == nullptr) {
            if (required) error("нет поля " + std::string(name));
            return {};
        }
        if (value->kind != Kind::text || (required && trim(value->text).empty())) {
            error(std::string(name) + ": нужен непустой текст в кавычках");
            return {};
        }
        return value->text;
    }
    int number(std::string_view name, int low, int high, std::optional<int> otherwise = std::nullopt) {
        const TomlValue* value = find(name);
        if (value == nullptr && otherwise) return *otherwise;
        if (value != nullptr && value->kind == Kind::integer && value->integer >= low && value->integer <= high)
            return static_cast<int>(value->integer);
        error(std::string(name) + ": нужно число от " + std::to_string(low) + " до " + std::to_string(high));
        return low;
    }
    std::chrono::minutes time(std::string_view name) {
        const std::string value = text(name, true);
        const auto time = parse_time_of_day(value);
        if (!value.empty() && !time) error(std::string(name) + ": «" + value + "» — не время вида 08:30");
        return time.value_or(std::chrono::minutes{});
    }
    void error(std::string text) { findings_.error({file_, static_cast<std::size_t>(value_.line)}, std::move(text)); }
    /// To be called last.
    void refuse_others() {
        for (const TomlValue& field : value_.items)
            if (!asked_.contains(field.key))
                findings_.error({file_, static_cast<std::size_t>(field.line)}, "непонятное поле " + field.key);
    }

  private:
    const std::string& file_;
    const TomlValue& value_;
    Findings& findings_;
    std::set<std::string, std::less<>> asked_;
};

/// One entry of a table of names; `at` says where it is.
struct Named {
    const std::string& name;
    const TomlValue& value;
    Place at;
};

class Reader {
  public:
    Reader(NameMap& map, Findings& findings) : map_(map), findings_(findings) {}

    void read(const TomlValue& root) {
        for (const TomlValue& table : root.items) {
            if (table.key == "splits") {
                read_splits(table);
            } else if (table.kind == Kind::table) {
                for (const TomlValue& entry : table.items) read_entry(table.key, {entry.key, entry, place(entry.line)});
            } else {
                findings_.error(place(table.line), "непонятное поле " + table.key);
            }
        }
    }

  private:
    [[nodiscard]] Place place(int line) const { return {map_.file, static_cast<std::size_t>(line)}; }

    void read_entry(const std::string& table, const Named& entry) {
        if (table == "days") return read_day(entry);
        if (table == "hours") return read_hour(entry);
        if (table == "subjects") return read_subject(entry);
        if (table == "students") return read_students(entry);
        if (table == "rooms") return read_room(entry);
        if (table == "teachers") return read_teacher(entry);
        findings_.error(entry.at, "непонятная таблица [" + table + "]");
    }

    /// A bare text, checked to say something.
    bool is_text(const Named& entry) {
        if (entry.value.kind != Kind::text) return false;
        if (trim(entry.value.text).empty()) findings_.error(entry.at, "«" + entry.name + "»: пусто");
        return true;
    }
    bool is_table(const Named& entry) {
        if (entry.value.kind == Kind::table) return true;
        findings_.error(entry.at, "«" + entry.name + "»: непонятное значение");
        return false;
    }

    void read_day(const Named& entry) {
        NameMap::Day day;
        if (entry.value.kind == Kind::integer) {
            if (entry.value.integer < 1 || entry.value.integer > 7)
                findings_.error(entry.at, "«" + entry.name + "»: день недели — число от 1 до 7");
            day.weekday = static_cast<int>(entry.value.integer);
        } else if (is_table(entry)) {
            Table table{map_.file, entry.value, findings_};
            day.weekday = table.number("weekday", 1, 7);
            const int week = table.number("week", 1, 2, 0);
            day.week = static_cast<domain::WeekParity>(week);
            table.refuse_others();
        }
        map_.days[entry.name] = day;
    }
    void read_hour(const Named& entry) {
        if (!is_table(entry)) return;
        Table table{map_.file, entry.value, findings_};
        const int number = table.number("lesson", 0, 20);
        const auto starts = table.time("starts");
        const auto ends = table.time("ends");
        if (ends == starts) table.error("урок кончается, когда начинается");
        table.refuse_others();
        map_.hours[entry.name] = {number, starts, ends};
    }
    void read_subject(const Named& entry) {
        if (!is_text(entry)) return findings_.error(entry.at, "«" + entry.name + "»: нужно название предмета");
        if (const std::string fault = subject_name_fault(entry.value.text); !fault.empty())
            findings_.error(entry.at, "«" + entry.value.text + "»: " + fault);
        map_.subjects[entry.name] = entry.value.text;
    }
    void read_students(const Named& entry) {
        NameMap::Students students;
        if (is_text(entry)) {
            students.name = entry.value.text;
            students.grade = grade_of(students.name);
        } else if (is_table(entry)) {
            Table table{map_.file, entry.value, findings_};
            students.name = table.text("name", true);
            students.grade = table.number("grade", 1, 12, grade_of(students.name));
            table.refuse_others();
        }
        map_.students[entry.name] = students;
    }
    void read_room(const Named& entry) {
        domain::Room room;
        if (is_text(entry)) {
            room.name = entry.value.text;
        } else if (is_table(entry)) {
            Table table{map_.file, entry.value, findings_};
            room.name = table.text("name", true);
            room.building = table.text("building", false);
            room.capacity = table.number("capacity", 1, 10000, 0);
            table.refuse_others();
        }
        map_.rooms[entry.name] = room;
    }
    void read_teacher(const Named& entry) {
        NameMap::Teacher teacher;
        if (is_text(entry)) {
            teacher.login = entry.value.text;
        } else if (is_table(entry)) {
            Table table{map_.file, entry.value, findings_};
            teacher.login = table.text("person", true);
            teacher.name = table.text("name", false);
            teacher.room = table.text("room", false);
            table.refuse_others();
        }
        map_.teachers[entry.name] = teacher;
    }
    void read_splits(const TomlValue& splits) {
        if (splits.kind != Kind::array) return findings_.error(place(splits.line), "нужно [[splits]]");
        for (const TomlValue& value : splits.items) {
            Table table{map_.file, value, findings_};
            NameMap::Split split;
            split.line = static_cast<std::size_t>(value.line);
            split.subject = table.text("subject", true);
            const TomlValue* students = table.find("students");
            if (students == nullptr || students->items.empty()) table.error("нет поля students");
            for (const TomlValue& name : students == nullptr ? std::vector<TomlValue>{} : students->items)
                split.students.push_back(name.text);
            std::ranges::sort(split.students);
            const TomlValue* teachers = table.find("teachers");
            if (teachers == nullptr || teachers->items.size() < 2) table.error("в teachers нужны хотя бы двое");
            std::set<std::string> parts;
            for (const TomlValue& field : teachers == nullptr ? std::vector<TomlValue>{} : teachers->items) {
                split.teachers[field.key] = field.text;
                if (trim(field.text).empty() || !parts.insert(field.text).second)
                    table.error("у каждого учителя должна быть своя часть класса");
            }
            table.refuse_others();
            map_.splits.push_back(std::move(split));
        }
    }

    NameMap& map_;
    Findings& findings_;
};

/// Two foreign hours may be one lesson only if they ring alike.
void check_bells(const NameMap& map, Findings& findings) {
    std::map<int, domain::BellPeriod> bells;
    for (const auto& [name, bell] : map.hours) {
        const auto [first, fresh] = bells.emplace(bell.number, bell);
        if (!fresh && first->second != bell)
            findings.error({map.file, 0}, "урок " + std::to_string(bell.number) + " описан дважды и по-разному");
    }
}

}  // namespace

const NameMap::Split* NameMap::split_of(const std::string& subject, const std::vector<std::string>& students) const {
    for (const Split& split : splits)
        if (split.subject == subject && split.students == students) return &split;
    return nullptr;
}

NameMap read_name_map(const std::string& file, std::string_view content, Findings& findings) {
    NameMap map;
    map.file = file;
    if (const auto bad = first_bad_utf8(content)) {
        findings.error({file, line_of(content, *bad)}, "не UTF-8: сохраните файл в кодировке UTF-8");
        return map;
    }
    const auto parsed = config::parse_toml(without_bom(content), file);
    if (!parsed) {
        findings.error({file, 0}, parsed.error().text);
        return map;
    }
    Reader{map, findings}.read(*parsed);
    check_bells(map, findings);
    return map;
}

std::string subject_name_fault(std::string_view name) {
    if (name.find('.') != std::string_view::npos) return "название предмета пишется полностью, без сокращений и точек";
    const auto byte = [&](std::size_t at) { return at < name.size() ? static_cast<unsigned char>(name[at]) : 0U; };
    const bool latin = byte(0) >= 'A' && byte(0) <= 'Z';
    // А-Я are D0 90..D0 AF, Ё is D0 81.
    const bool cyrillic = byte(0) == 0xD0 && (byte(1) == 0x81 || (byte(1) >= 0x90 && byte(1) <= 0xAF));
    if (latin || cyrillic) return "название предмета пишется со строчной буквы";
    return trim(name).empty() ? "пусто" : "";
}

int grade_of(std::string_view class_name) {
    int grade = 0;
    for (const char letter : class_name) {
        if (letter < '0' || letter > '9' || grade > 12) break;
        grade = grade * 10 + (letter - '0');
    }
    return grade > 12 ? 0 : grade;
}

std::string line_to_fill(const std::string& table, const std::string& name) {
    const std::string key = config::toml_quoted(name);
    if (table == "days") return key + " = 0";
    if (table == "hours") return key + R"( = { lesson = 0, starts = "", ends = "" })";
    return key + " = \"\"";
}

}  // namespace zvonok::server::imports
