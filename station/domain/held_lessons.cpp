#include "station/domain/held_lessons.hpp"

namespace zvonok::domain {

namespace {

/// A group or load that is new alters nothing: no lesson was planned for it.
bool may_alter(const FactBook& book, const Fact& fact, LocalDay today) {
    if (!frames_lessons(fact.value)) return false;
    const auto was_known = [&](const auto& ask) { return ask(fact.from) != nullptr || ask(today) != nullptr; };
    if (std::holds_alternative<Group>(fact.value))
        return was_known([&](LocalDay day) { return book.group(id_as<GroupId>(fact.entity), day); });
    if (std::holds_alternative<Load>(fact.value))
        return was_known([&](LocalDay day) { return book.load(id_as<LoadId>(fact.entity), day); });
    return true;
}

bool same_plan(const Lesson& left, const Lesson& right) {
    return left.key == right.key && left.period == right.period && left.starts == right.starts &&
           left.ends == right.ends && left.room == right.room && left.subject == right.subject &&
           left.groups == right.groups && left.teachers == right.teachers;
}

}  // namespace

std::vector<LessonKey> altered_lessons(const FactBook& older, const FactBook& newer, LocalDay first, LocalDay last) {
    std::vector<LessonKey> altered;
    for (LocalDay day = first; day <= last; day += std::chrono::days{1})
        for (const Lesson& planned : older.planned_lessons(day))
            if (const auto now = newer.planned_lesson(planned.key); !now || !same_plan(planned, *now))
                altered.push_back(planned.key);
    return altered;
}

std::vector<Fact> spare_held_lessons(const FactBook& book, std::vector<Fact> facts, LocalDay today,
                                     const std::function<bool(const LessonKey&)>& has_entries) {
    const auto years = book.years();
    if (years.empty()) return facts;
    FactBook newer = book;
    FactVersion version = book.version();
    LocalDay first = today + std::chrono::days{1};
    for (const Fact& fact : facts) {
        newer.record(++version, fact);
        if (may_alter(book, fact, today)) first = std::min(first, fact.from);
    }
    newer.seal();

    std::optional<LocalDay> last_held;
    for (const LessonKey& key : altered_lessons(book, newer, std::max(first, years.front()->first), today))
        if (has_entries(key)) last_held = key.day;
    if (!last_held) return facts;
    const LocalDay begin = *last_held + std::chrono::days{1};
    for (Fact& fact : facts)
        if (may_alter(book, fact, today)) fact.from = std::max(fact.from, begin);
    std::erase_if(facts, [](const Fact& fact) { return fact.until && *fact.until <= fact.from; });
    return facts;
}

}  // namespace zvonok::domain
