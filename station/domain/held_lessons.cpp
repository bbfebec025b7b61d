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

bool same_hours(const Lesson& left, const Lesson& right) {
    return left.starts == right.starts && left.ends == right.ends;
}

bool same_plan(const Lesson& left, const Lesson& right) {
    return left.key == right.key && left.period == right.period && left.room == right.room &&
           left.subject == right.subject && left.groups == right.groups && left.teachers == right.teachers;
}

std::vector<LessonKey> altered_on(const FactBook& older, const FactBook& newer, LocalDay day, bool hours_count) {
    std::vector<LessonKey> altered;
    for (const Lesson& planned : older.planned_lessons(day)) {
        const auto now = newer.planned_lesson(planned.key);
        if (!now || !same_plan(planned, *now) || (hours_count && !same_hours(planned, *now)))
            altered.push_back(planned.key);
    }
    return altered;
}

}  // namespace

std::vector<LessonKey> altered_lessons(const FactBook& older, const FactBook& newer, LocalDay first, LocalDay last) {
    std::vector<LessonKey> altered;
    for (LocalDay day = first; day <= last; day += std::chrono::days{1})
        std::ranges::move(altered_on(older, newer, day, true), std::back_inserter(altered));
    return altered;
}

std::vector<Fact> spare_held_lessons(const FactBook& book, std::vector<Fact> facts, LocalDay today,
                                     const std::function<bool(const LessonKey&)>& has_entries) {
    const auto years = book.years();
    if (years.empty()) return facts;
    LocalDay first = today + std::chrono::days{1};
    for (const Fact& fact : facts)
        if (may_alter(book, fact, today)) first = std::min(first, fact.from);
    if (first > today) return facts;
    first = std::max(first, years.front()->first);
    FactBook newer = book;
    FactVersion version = book.version();
    for (const Fact& fact : facts) newer.record(++version, fact);
    newer.seal();

    const auto holds_one = [&](LocalDay day) {
        return std::ranges::any_of(altered_on(book, newer, day, day < today), has_entries);
    };
    LocalDay last_held = today;
    while (last_held >= first && !holds_one(last_held)) last_held -= std::chrono::days{1};
    if (last_held < first) return facts;
    const LocalDay begin = last_held + std::chrono::days{1};
    for (Fact& fact : facts)
        if (may_alter(book, fact, today)) fact.from = std::max(fact.from, begin);
    std::erase_if(facts, [](const Fact& fact) { return fact.until && *fact.until <= fact.from; });
    return facts;
}

}  // namespace zvonok::domain
