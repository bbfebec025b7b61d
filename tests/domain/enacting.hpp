#pragma once

#include "tests/domain/small_school.hpp"

namespace zvonok::test {

/// An act as the server tells it to all. Each is an entry of its own.
inline Enacted enacted(Cell cell, Act act, PersonId author = id<PersonId>(25)) {
    static std::uint64_t entries = 0;
    Enacted made;
    made.entry = {id<LogId>(200), ++entries};
    made.author = author;
    made.role = Role::dispatcher;
    made.saved = Instant{std::chrono::milliseconds{static_cast<std::int64_t>(entries) * 1000}};
    made.taken = made.saved;
    made.cell = std::move(cell);
    made.act = std::move(act);
    return made;
}

inline EntityId entity_of_entry(const EntryId& entry) {
    EntityId entity = id<EntityId>(201);
    std::memcpy(entity.bytes.data() + 1, &entry.seq, sizeof entry.seq);
    return entity;
}

inline void enact(SmallSchool& school, Enacted act) {
    const EntityId entity = entity_of_entry(act.entry);
    school.add(entity, Boxed<Enacted>{std::move(act)});
}

inline Enacted change(const LessonKey& lesson, LessonChange act) {
    return enacted({CellKind::lesson_change, lesson, {}}, std::move(act));
}
inline Enacted substitution(const LessonKey& lesson, PersonId teacher, std::string reason = "болезнь") {
    return enacted({CellKind::lesson_teacher, lesson, {}}, LessonTeacher{teacher, std::move(reason)});
}
inline LessonChange moved_to(LocalDay day, int period, RoomId room = {}) {
    return {LessonState::moved, day, period, room, {}, "замена"};
}
inline LessonChange cancelled() {
    return {LessonState::cancelled, {}, 0, {}, {}, "мероприятие"};
}
inline LessonChange merged(const LessonKey& into) {
    return {LessonState::merged, {}, 0, {}, into, "нет учителя"};
}
inline LessonChange added_on(LocalDay day, int period) {
    return {LessonState::added, day, period, {}, {}, "отставание"};
}

}  // namespace zvonok::test
