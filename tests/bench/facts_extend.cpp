#include "station/crypto/random.hpp"
#include "station/domain/fact_book.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

/// From an accepted substitution to the book that knows it: what the server does for each such change, and a station
/// for each that it writes. Then how long one lesson takes to be found, which the judgement asks for every entry.
namespace {

using namespace zvonok;
using namespace zvonok::domain;
using Stopwatch = std::chrono::steady_clock;

constexpr double limit_ms = 5;

template <class AnyId>
std::vector<AnyId> ids(std::size_t count) {
    std::vector<AnyId> made(count);
    for (AnyId& id : made) id = crypto::random_id<AnyId>();
    return made;
}

/// A school of 1,200 pupils in 48 classes, 75 teachers, 570 loads with two or three lessons a week and their plans, and
/// 3,000 substitutions: some 14,000 facts.
class BigSchool {
  public:
    BigSchool() {
        const LocalDay autumn{std::chrono::year{2026} / 9 / 1};
        add(SchoolYear{autumn, autumn + std::chrono::days{272}});
        for (int n = 1; n <= 7; ++n)
            add(BellPeriod{n, std::chrono::hours{7 + n}, std::chrono::hours{7 + n} + std::chrono::minutes{45}});
        const auto classes = ids<GroupId>(48);
        for (const GroupId id : classes) add(Group{GroupKind::school_class, "7Б", {}, 7}, entity_of(id));
        const auto pupils = ids<PersonId>(1200), teachers = ids<PersonId>(75);
        for (std::size_t n = 0; n < pupils.size(); ++n) {
            add(Person{PersonKind::pupil, "Константинопольская", "Екатерина", "Александровна", ""},
                entity_of(pupils[n]));
            add(Membership{classes[n % classes.size()], pupils[n]});
        }
        for (const PersonId id : teachers)
            add(Person{PersonKind::staff, "Кузнецова", "Анна", "Сергеевна", id.hex()}, entity_of(id));
        loads = ids<LoadId>(570);
        for (std::size_t n = 0; n < loads.size(); ++n) {
            add(Load{crypto::random_id<SubjectId>(), {classes[n % 48]}, {teachers[n % 75]}}, entity_of(loads[n]));
            for (int hour = 0; hour < 3; ++hour)
                add(TimetableSlot{loads[n],
                                  1 + (static_cast<int>(n) + hour) % 5,
                                  WeekParity::every,
                                  1 + static_cast<int>(n / 48) % 7,
                                  {}});
            for (int item = 1; item <= 10; ++item)
                add(PlanItem{loads[n], item, "Сложение и вычитание дробей с разными знаменателями", 1});
        }
        for (std::size_t n = 0; n < 3000; ++n) add(substitution(n));
    }
    static LocalDay day(std::size_t n) {
        return LocalDay{std::chrono::year{2026} / 9 / 1} + std::chrono::days{n % 240};
    }
    [[nodiscard]] Boxed<Enacted> substitution(std::size_t n) const {
        Enacted enacted;
        enacted.cell = {CellKind::lesson_teacher, {loads[n % loads.size()], day(n), 1, {}}, {}};
        enacted.act = LessonTeacher{crypto::random_id<PersonId>(), "болезнь"};
        return enacted;
    }
    void add(FactValue value, EntityId entity = crypto::random_id<EntityId>()) {
        Fact fact;
        fact.entity = entity;
        fact.value = std::move(value);
        facts.push_back(std::move(fact));
    }
    std::vector<Fact> facts;
    std::vector<LoadId> loads;
};

}  // namespace

int main() {
    const BigSchool school;
    auto book = std::make_shared<FactBook>(SchoolId{});
    FactVersion version = 0;
    for (const Fact& fact : school.facts) book->record(++version, fact);
    book->seal();

    std::vector<double> times;
    for (std::size_t round = 0; round < 300; ++round) {
        Fact fact;
        fact.entity = crypto::random_id<EntityId>();
        fact.value = school.substitution(round * 7);
        const auto begun = Stopwatch::now();
        auto newer = std::make_shared<FactBook>(*book);
        newer->record(++version, std::move(fact));
        newer->seal();
        book = std::move(newer);
        times.push_back(std::chrono::duration<double, std::milli>(Stopwatch::now() - begun).count());
    }
    std::ranges::sort(times);

    std::vector<LessonKey> keys;
    for (std::size_t n = 0; n < 240; ++n)
        for (const Lesson& lesson : book->lessons_on(BigSchool::day(n))) keys.push_back(lesson.key);
    const auto begun = Stopwatch::now();
    std::size_t found = 0;
    for (const LessonKey& key : keys) found += book->lesson(key).has_value() ? 1U : 0U;
    const double lookup_us = std::chrono::duration<double, std::micro>(Stopwatch::now() - begun).count() /
                             static_cast<double>(std::max<std::size_t>(keys.size(), 1));
    if (found != keys.size() || keys.empty()) return 2;

    const double median = times[times.size() / 2];
    std::printf("bench facts-extend: %.3f ms (limit %.1f) %zu facts, worst %.3f ms; a lesson of %zu found in %.2f us\n",
                median, limit_ms, book->facts().size(), times.back(), keys.size(), lookup_us);
    return median <= limit_ms ? 0 : 1;
}
