#include "sync/server/import/plan_target.hpp"

#include "station/domain/letters.hpp"
#include "sync/server/import/text.hpp"

#include <algorithm>

namespace zvonok::server::imports {
namespace {

constexpr std::size_t named_candidates = 12;

/// «7 "Б" класс» and «7б» are the same class. Letters that look alike are, too: half of the keyboards are Latin.
std::u32string class_key(const std::string& name) {
    constexpr std::u32string_view latin = U"abcehkmoptxy";
    constexpr std::u32string_view cyrillic = U"авсенкмортху";
    std::u32string key;
    for (const std::u32string& word : domain::folded_words(name)) {
        if (word == U"класс" || word == U"кл") continue;
        for (const char32_t letter : word) {
            const auto at = latin.find(letter);
            key += at == std::u32string_view::npos ? letter : cyrillic[at];
        }
    }
    return key;
}

std::string short_name(const domain::Person& person) {
    std::string name = person.family;
    for (const std::string* part : {&person.given, &person.patronymic})
        if (!part->empty()) name += " " + part->substr(0, character_at(*part).length) + ".";
    return name;
}

class Choice {
  public:
    Choice(const Ledger& ledger, const PlanTarget& target) : ledger_(ledger), target_(target) {}

    [[nodiscard]] bool fits(const domain::Load& load) const {
        const auto* subject = ledger_.live<domain::Subject>(entity_of(load.subject));
        if (subject == nullptr || !domain::same_words(subject->name, target_.subject)) return false;
        return std::ranges::any_of(load.groups, [&](GroupId id) { return fits(id); }) &&
               (target_.teacher.empty() || std::ranges::any_of(load.teachers, [&](PersonId id) { return fits(id); }));
    }
    [[nodiscard]] std::string title(const domain::Load& load) const {
        std::vector<std::string> parts;
        if (const auto* subject = ledger_.live<domain::Subject>(entity_of(load.subject)))
            parts.push_back(subject->name);
        for (const GroupId id : load.groups)
            if (const auto* group = ledger_.live<domain::Group>(entity_of(id))) parts.push_back(group->name);
        for (const PersonId id : load.teachers)
            if (const auto* person = ledger_.live<domain::Person>(entity_of(id))) parts.push_back(short_name(*person));
        return join(parts, ", ");
    }

  private:
    [[nodiscard]] bool fits(GroupId id) const {
        const auto* group = ledger_.live<domain::Group>(entity_of(id));
        if (group == nullptr || (target_.grade > 0 && group->grade != target_.grade)) return false;
        if (target_.school_class.empty()) return true;
        const auto key = class_key(target_.school_class);
        const auto* home = ledger_.live<domain::Group>(entity_of(group->parent));
        return class_key(group->name) == key || (home != nullptr && class_key(home->name) == key);
    }
    [[nodiscard]] bool fits(PersonId id) const {
        const auto* person = ledger_.live<domain::Person>(entity_of(id));
        if (person == nullptr) return false;
        return domain::same_words(person->login, target_.teacher) ||
               domain::same_words(person->family, target_.teacher) ||
               domain::same_words(short_name(*person), target_.teacher) ||
               domain::same_words(person->family + " " + person->given + " " + person->patronymic, target_.teacher);
    }

    const Ledger& ledger_;
    const PlanTarget& target_;
};

std::string listed(const std::vector<FittingLoad>& loads) {
    std::string text;
    for (std::size_t at = 0; at < std::min(loads.size(), named_candidates); ++at)
        text += (text.empty() ? "" : "; ") + loads[at].title;
    if (loads.size() > named_candidates) text += "; и ещё " + std::to_string(loads.size() - named_candidates);
    return text;
}

}  // namespace

std::vector<FittingLoad> loads_for(const Ledger& ledger, const PlanTarget& target) {
    const Choice choice{ledger, target};
    std::vector<FittingLoad> loads;
    for (const auto& [id, fact] : ledger.sorted_live<domain::Load>())
        if (const auto& load = std::get<domain::Load>(fact->value); choice.fits(load))
            loads.push_back({id_as<LoadId>(id), choice.title(load)});
    std::ranges::stable_sort(loads, {}, &FittingLoad::title);
    return loads;
}

std::string target_text(const PlanTarget& target) {
    std::vector<std::string> parts{target.subject};
    if (target.grade > 0) parts.push_back(std::to_string(target.grade) + "-е классы");
    if (!target.school_class.empty()) parts.push_back(target.school_class);
    if (!target.teacher.empty()) parts.push_back(target.teacher);
    return join(parts, ", ");
}

std::string choice_fault(const Ledger& ledger, const PlanTarget& target, const std::vector<FittingLoad>& loads) {
    if (loads.size() == 1 || (target.every && !loads.empty())) return {};
    if (loads.size() > 1)
        return "план подходит нескольким: " + listed(loads) +
               ". Укажите --class и --teacher, или --every, если план общий";
    std::string fault = "некому отдать план: нет нагрузки " + target_text(target);
    PlanTarget wider;
    wider.subject = target.subject;
    const auto others = loads_for(ledger, wider);
    fault += others.empty() ? ". Такой предмет в нагрузке не значится" : ". По этому предмету есть: " + listed(others);
    return fault;
}

}  // namespace zvonok::server::imports
