#include "station/base/file.hpp"
#include "station/domain/letters.hpp"
#include "sync/server/import/import.hpp"
#include "sync/server/import/ledger.hpp"
#include "sync/server/import/sheet.hpp"
#include "sync/server/import/text.hpp"

#include <algorithm>

/// Lists of staff, pupils and parents as schools have them: one table, a row a person (C-05).
namespace zvonok::server::imports {
namespace {

using domain::Person;
using domain::PersonKind;

enum Field : std::size_t { who, family, given, patronymic, school_class, login, child, field_count };
constexpr std::string_view titles[field_count] = {"кто", "фамилия", "имя", "отчество", "класс", "имя входа", "ребёнок"};

struct Row {
    Place at;
    std::string fields[field_count];
};

const char* kind_name(PersonKind kind) {
    if (kind == PersonKind::staff) return "сотрудники";
    return kind == PersonKind::pupil ? "ученики" : "родители";
}

std::optional<PersonKind> kind_of(const std::string& word) {
    const auto is = [&](std::string_view wanted) { return domain::same_words(word, wanted); };
    if (is("ученик") || is("ученица") || is("студент")) return PersonKind::pupil;
    if (is("сотрудник") || is("учитель")) return PersonKind::staff;
    if (is("родитель") || is("мать") || is("отец") || is("законный представитель")) return PersonKind::parent;
    return std::nullopt;
}

std::string full_name(const Person& person) {
    std::string name = person.family;
    for (const std::string& part : {person.given, person.patronymic})
        if (!part.empty()) name += " " + part;
    return name;
}

/// Which column of the sheet says what; nothing, and an error: this is no list of people.
std::optional<std::vector<Row>> rows_of(const std::string& file, const Sheet& sheet, Findings& findings) {
    std::optional<std::array<std::size_t, field_count>> places;
    std::vector<Row> rows;
    for (const SheetRow& line : sheet.rows) {
        if (!places) {
            std::array<std::size_t, field_count> found;
            found.fill(line.cells.size());
            for (std::size_t at = 0; at < line.cells.size(); ++at)
                for (std::size_t column = 0; column < field_count; ++column)
                    if (domain::same_words(line.cells[at].text, titles[column])) found[column] = at;
            const auto has = [&](Field column) { return found[column] < line.cells.size(); };
            if (has(who) && has(family) && has(given)) places = found;
            continue;
        }
        Row row{{file, line.line}, {}};
        for (std::size_t column = 0; column < field_count; ++column)
            row.fields[column] = std::string(trim(Sheet::cell(line, (*places)[column]).text));
        rows.push_back(std::move(row));
    }
    if (places) return rows;
    findings.error({file, 0}, "нет строки заголовков со столбцами «кто», «фамилия» и «имя»");
    return std::nullopt;
}

class PeopleList {
  public:
    PeopleList(const domain::FactBook& book, const Options& options, Ledger& ledger, Findings& findings)
        : book_(book), day_(options.from), ledger_(ledger), findings_(findings) {}

    void take(const std::vector<Row>& rows) {
        // Children before their parents, wherever they stand.
        for (const bool parents : {false, true})
            for (const Row& row : rows) {
                const auto kind = kind_of(row.fields[who]);
                if (!kind) {
                    if (!parents)
                        findings_.leave_out(row.at,
                                            "«" + row.fields[who] + "»: нужно «ученик», «сотрудник» или «родитель»");
                } else if ((*kind == PersonKind::parent) == parents) {
                    take(row, *kind);
                }
            }
    }

  private:
    void take(const Row& row, PersonKind kind) {
        const Person person{kind, row.fields[family], row.fields[given], row.fields[patronymic],
                            kind == PersonKind::staff ? row.fields[login] : std::string{}};
        if (person.family.empty() || person.given.empty()) return findings_.leave_out(row.at, "нет фамилии или имени");
        if (kind == PersonKind::pupil) return take_pupil(row, person);
        if (kind == PersonKind::parent) return take_parent(row, person);
        if (!person.login.empty() && person.login.find('@') == std::string::npos)
            return findings_.leave_out(row.at,
                                       "имя входа «" + person.login + "»: нужно как адрес, anna@school.example");
        std::optional<EntityId> alike;
        if (const auto same = book_.staff_by_login(person.login, day_)) alike = entity_of(*same);
        put(row, "staff:" + (person.login.empty() ? full_name(person) : person.login), person, alike);
    }

    void take_pupil(const Row& row, const Person& person) {
        const auto group = class_named(row.fields[school_class]);
        if (!group) return findings_.leave_out(row.at, "класса «" + row.fields[school_class] + "» в школе нет");
        const std::string key = group->second + ":" + full_name(person);
        const auto id = put(row, "pupil:" + key, person, pupil_of(group->first, person));
        if (!id) return;
        pupils_.insert_or_assign(key, *id);
        ledger_.want({"состав классов", "people:member:" + key, domain::Membership{group->first, id_as<PersonId>(*id)},
                      full_name(person) + ", " + group->second},
                     membership_of(group->first, id_as<PersonId>(*id)));
    }

    void take_parent(const Row& row, const Person& person) {
        const auto group = class_named(row.fields[school_class]);
        if (!group) return findings_.leave_out(row.at, "класса ребёнка «" + row.fields[school_class] + "» в школе нет");
        std::vector<std::pair<std::string, EntityId>> found;
        for (const auto& [key, id] : pupils_)
            if (key.starts_with(group->second + ":") &&
                domain::same_words(std::string_view{key}.substr(group->second.size() + 1), row.fields[child]))
                found.emplace_back(key, id);
        if (found.size() != 1)
            return findings_.leave_out(row.at, (found.empty() ? "нет ученика «" : "несколько учеников «") +
                                                   row.fields[child] + "» в " + group->second +
                                                   ": нужны фамилия, имя и отчество, как в его строке");
        const std::string key = found.front().first + ":" + full_name(person);
        // The parent of two children stands in two rows and is one person.
        const auto known = parents_.find(full_name(person));
        const auto id =
            known != parents_.end() ? std::optional{known->second} : put(row, "parent:" + key, person, std::nullopt);
        if (!id) return;
        parents_.insert_or_assign(full_name(person), *id);
        ledger_.want({"родители учеников", "people:child:" + key,
                      domain::ParentLink{id_as<PersonId>(*id), id_as<PersonId>(found.front().second)},
                      full_name(person)});
    }

    std::optional<EntityId> put(const Row& row, const std::string& key, const Person& person,
                                std::optional<EntityId> alike) {
        if (!taken_.insert(key).second) {
            findings_.leave_out(row.at, "«" + full_name(person) + "» уже есть в другой строке");
            return std::nullopt;
        }
        return ledger_.want({kind_name(person.kind), "people:" + key, person, full_name(person)}, alike);
    }

    [[nodiscard]] std::optional<std::pair<GroupId, std::string>> class_named(const std::string& name) const {
        for (const GroupId id : book_.classes(day_))
            if (const auto& known = book_.group(id, day_)->name; domain::same_words(known, name))
                return std::pair{id, known};
        return std::nullopt;
    }
    /// Of the same name in the class, made by whatever program.
    [[nodiscard]] std::optional<EntityId> pupil_of(GroupId group, const Person& person) const {
        for (const PersonId id : book_.members(group, day_))
            if (const Person* known = book_.person(id, day_);
                known != nullptr && full_name(*known) == full_name(person))
                return entity_of(id);
        return std::nullopt;
    }
    [[nodiscard]] std::optional<EntityId> membership_of(GroupId group, PersonId pupil) const {
        for (const auto& [id, fact] : ledger_.sorted_live<domain::Membership>()) {
            const auto& membership = std::get<domain::Membership>(fact->value);
            if (membership.group == group && membership.pupil == pupil) return id;
        }
        return std::nullopt;
    }

    const domain::FactBook& book_;
    LocalDay day_;
    Ledger& ledger_;
    Findings& findings_;
    std::set<std::string> taken_;
    std::map<std::string, EntityId> pupils_;   ///< by class and name
    std::map<std::string, EntityId> parents_;  ///< by name
};

}  // namespace

Import import_people(const domain::FactBook& book, const std::filesystem::path& file, const Options& options) {
    Import import;
    const std::string name = file.filename().string();
    import.report.title = "Списки людей: " + name;
    Findings& findings = import.report.findings;
    Ledger ledger{book, "people:", options, import};
    auto content = read_file(file, tuning::file_limit_bytes);
    if (!content) {
        findings.error({name, 0}, "файл не читается");
    } else if (const auto sheets = read_sheets(name, std::move(*content), findings)) {
        PeopleList list{book, options, ledger, findings};
        for (const Sheet& sheet : *sheets)
            if (const auto rows = rows_of(name, sheet, findings)) list.take(*rows);
    }
    ledger.close();
    return import;
}

}  // namespace zvonok::server::imports
