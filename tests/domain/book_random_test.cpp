#include "tests/domain/enacting.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>
#include <tuple>

using namespace zvonok;
using namespace zvonok::domain;
using namespace zvonok::test;

/// The book against the plainest reading of the same facts: every question walks through all of them.
namespace {

using Recorded = std::pair<FactVersion, Fact>;

const LocalDay monday = date(2026, 9, 7);
constexpr int days = 21;

template <class AnyId>
AnyId pick(std::uint8_t base, unsigned n) {
    return id<AnyId>(static_cast<std::uint8_t>(base + n));
}

/// Facts about few things, so that they meet.
class World {
  public:
    explicit World(unsigned seed) : random_(seed) {
        add(id<EntityId>(2), SchoolYear{date(2026, 9, 1), date(2027, 5, 31), {}, 6}, monday - std::chrono::days{30});
        for (unsigned n = 0; n < 3; ++n) {
            add(pick<EntityId>(10, n),
                Group{n < 2 ? GroupKind::school_class : GroupKind::subgroup,
                      "г",
                      n < 2 ? GroupId{} : pick<GroupId>(10, 0),
                      7,
                      {},
                      calendar(n)},
                monday - std::chrono::days{30});
            add(pick<EntityId>(40, n), Load{id<SubjectId>(70), {pick<GroupId>(10, n)}, {pick<PersonId>(20, n)}},
                monday - std::chrono::days{30});
        }
        for (unsigned n = 0; n < 5; ++n)
            add(pick<EntityId>(80, n),
                BellPeriod{static_cast<int>(n), 8h + n * 1h, n == 4 ? 10min : 8h + 45min + n * 1h},
                monday - std::chrono::days{30});
        for (int n = 0; n < 120; ++n) say();
    }
    std::vector<Recorded> facts;

  private:
    unsigned below(unsigned limit) { return std::uniform_int_distribution<unsigned>{0, limit - 1}(random_); }
    LocalDay day() { return monday + std::chrono::days{below(days)}; }
    static CalendarId calendar(unsigned n) { return n == 1 ? id<CalendarId>(110) : CalendarId{}; }
    void add(EntityId entity, FactValue value, LocalDay from) {
        facts.push_back({facts.size() + 1, Fact{entity, from, {}, false, "", std::move(value)}});
    }
    LessonKey key() {
        if (below(6) == 0) return {pick<LoadId>(40, below(3)), day(), 0, pick<LessonId>(220, below(2))};
        return {pick<LoadId>(40, below(3)), day(), static_cast<int>(1 + below(2)), {}};
    }
    Enacted act() {
        const LessonKey of = key();
        switch (below(6)) {
            case 0:
                return substitution(of, below(3) == 0 ? PersonId{} : pick<PersonId>(20, below(3)));
            case 1:
                return change(of, cancelled());
            case 2:
                return change(of, merged(key()));
            case 3:
                return change(of, LessonChange{});
            case 4:
                return change(of, added_on(day(), static_cast<int>(below(5))));
            default:
                return change(of, moved_to(day(), static_cast<int>(below(6))));
        }
    }
    void say() {
        EntityId entity;
        FactValue value;
        switch (below(10)) {
            case 0:
            case 1:
            case 2:
            case 3:
                entity = pick<EntityId>(90, below(12));
                value = TimetableSlot{pick<LoadId>(40, below(3)),
                                      static_cast<int>(1 + below(7)),
                                      static_cast<WeekParity>(below(3)),
                                      static_cast<int>(below(5)),
                                      {}};
                break;
            case 4:
                entity = pick<EntityId>(60, below(8));
                value = Membership{pick<GroupId>(10, below(3)),
                                   pick<PersonId>(30, below(5)),
                                   {},
                                   below(8) == 0 ? StudyForm::family : StudyForm::full_time};
                break;
            case 5: {
                const LocalDay first = day();
                entity = pick<EntityId>(120, below(2));
                value = Holiday{first, first + std::chrono::days{below(2)}, "", calendar(below(2))};
                break;
            }
            case 6:
                entity = pick<EntityId>(125, below(2));
                value = MovedDay{day(), static_cast<int>(1 + below(7)), WeekParity::every, calendar(below(2))};
                break;
            default: {
                Enacted made = act();
                entity = entity_of_entry(made.entry);
                acts_.push_back(made);
                if (below(5) == 0) {
                    made = acts_[below(static_cast<unsigned>(acts_.size()))];
                    facts.push_back({facts.size() + 1,
                                     Fact{entity_of_entry(made.entry), day(), {}, true, "", Boxed<Enacted>{made}}});
                    return;
                }
                value = Boxed<Enacted>{std::move(made)};
            }
        }
        Fact fact{entity, day(), {}, below(8) == 0, "", std::move(value)};
        if (std::holds_alternative<Boxed<Enacted>>(fact.value)) fact.withdrawn = false;
        if (below(6) == 0) fact.until = fact.from + std::chrono::days{1 + below(10)};
        facts.push_back({facts.size() + 1, std::move(fact)});
    }

    std::mt19937 random_;
    std::vector<Enacted> acts_;
};

/// The same questions, answered by walking through all facts.
class Naive {
  public:
    explicit Naive(const std::vector<Recorded>& facts) : facts_(facts) {}

    template <class T>
    std::map<EntityId, T> all(LocalDay day) const {
        std::map<EntityId, std::optional<T>> latest;
        for (const auto& [version, fact] : facts_) {
            const T* value = std::get_if<T>(&fact.value);
            if (value == nullptr || fact.from > day) continue;
            latest[fact.entity] = std::nullopt;
            if (!fact.withdrawn && !(fact.until && *fact.until <= day)) latest[fact.entity] = *value;
        }
        std::map<EntityId, T> there;
        for (auto& [entity, value] : latest)
            if (value) there.emplace(entity, *value);
        return there;
    }

    std::vector<Enacted> rulings(const LessonKey& key) const {
        std::vector<std::pair<EntityId, Enacted>> acts;
        for (const auto& [version, fact] : facts_)
            if (const auto* enacted = std::get_if<Boxed<Enacted>>(&fact.value)) {
                if (fact.withdrawn) {
                    std::erase_if(acts, [&](const auto& act) { return act.first == fact.entity; });
                } else if (identity_of((*enacted)->cell.lesson) == identity_of(key)) {
                    acts.emplace_back(fact.entity, **enacted);
                }
            }
        std::vector<Enacted> stand;
        for (auto& [entity, act] : acts) stand.push_back(act);
        return stand;
    }

    std::optional<std::pair<int, WeekParity>> taught(LocalDay day, CalendarId calendar) const {
        const auto parity = (day - date(2026, 8, 31)).count() / 7 % 2 == 0 ? WeekParity::odd : WeekParity::even;
        for (const bool own : {true, false})
            for (const auto& [entity, moved] : all<MovedDay>(day))
                if (moved.day == day && moved.calendar.empty() != own &&
                    (moved.calendar.empty() || moved.calendar == calendar))
                    return std::pair{moved.weekday, parity};
        for (const auto& [entity, holiday] : all<Holiday>(day))
            if (holiday.first <= day && day <= holiday.last &&
                (holiday.calendar.empty() || holiday.calendar == calendar))
                return std::nullopt;
        if (weekday_of(day) > 6) return std::nullopt;
        return std::pair{weekday_of(day), parity};
    }

    std::vector<Lesson> planned(LocalDay day) const {
        const auto loads = all<Load>(day);
        const auto groups = all<Group>(day);
        std::set<std::pair<LoadId, int>> hours;
        for (const auto& [entity, slot] : all<TimetableSlot>(day)) {
            const GroupId group = loads.at(entity_of(slot.load)).groups.front();
            const Group* of = &groups.at(entity_of(group));
            if (!of->parent.empty()) of = &groups.at(entity_of(of->parent));
            const auto by = taught(day, of->calendar);
            if (by && by->first == slot.weekday && (slot.week == WeekParity::every || slot.week == by->second))
                hours.insert({slot.load, slot.period});
        }
        std::vector<Lesson> lessons;
        std::map<LoadId, int> ordinals;
        for (const auto& [load, period] : hours) {
            Lesson lesson;
            lesson.key = {load, day, ++ordinals[load], {}};
            ring(lesson, day, period);
            fill(lesson, loads.at(entity_of(load)));
            lessons.push_back(lesson);
        }
        return lessons;
    }

    std::optional<Lesson> changed(const LessonKey& key) const {
        std::optional<Lesson> base;
        if (key.unplanned.empty())
            for (const Lesson& lesson : planned(key.day))
                if (lesson.key == key) base = lesson;
        const auto acts = rulings(key);
        for (const Enacted& act : acts)
            if (const auto* change = std::get_if<LessonChange>(&act.act); change != nullptr && !base)
                if (change->state == LessonState::added) {
                    base.emplace();
                    base->key = act.cell.lesson;
                    base->state = LessonState::added;
                    ring(*base, change->day, change->period);
                    fill(*base, all<Load>(change->day).at(entity_of(base->key.load)));
                }
        if (!base) return std::nullopt;
        Lesson lesson = *base;
        for (const Enacted& act : acts) {
            if (const auto* teacher = std::get_if<LessonTeacher>(&act.act)) lesson.substitute = teacher->teacher;
            const auto* change = std::get_if<LessonChange>(&act.act);
            if (change == nullptr) continue;
            lesson.state = change->state;
            lesson.merged_into = change->state == LessonState::merged ? change->merged_into : LessonKey{};
            if (change->state == LessonState::as_planned) {
                lesson.state = base->state;
                lesson.starts = base->starts;
                lesson.ends = base->ends;
                lesson.period = base->period;
            }
            if (change->state == LessonState::moved || change->state == LessonState::added)
                ring(lesson, change->day, change->period);
        }
        return lesson;
    }

    /// Every key that anybody ever spoke of, and every planned one.
    std::vector<LessonKey> keys() const {
        std::vector<LessonKey> keys;
        const auto add = [&](const LessonKey& key) {
            if (std::ranges::none_of(keys, [&](const auto& known) { return identity_of(known) == identity_of(key); }))
                keys.push_back(key);
        };
        for (int n = -1; n <= days; ++n)
            for (const Lesson& lesson : planned(monday + std::chrono::days{n})) add(lesson.key);
        for (const auto& [version, fact] : facts_)
            if (const auto* enacted = std::get_if<Boxed<Enacted>>(&fact.value)) add((*enacted)->cell.lesson);
        return keys;
    }

    std::vector<Lesson> everything() const {
        std::vector<Lesson> lessons;
        for (const LessonKey& key : keys())
            if (auto lesson = changed(key)) lessons.push_back(*lesson);
        std::vector<Lesson> joined = lessons;
        for (Lesson& lesson : joined)
            for (const Lesson& other : lessons)
                if (other.state == LessonState::merged && identity_of(other.merged_into) == identity_of(lesson.key))
                    for (const GroupId group : other.groups)
                        if (std::ranges::find(lesson.groups, group) == lesson.groups.end())
                            lesson.groups.push_back(group);
        return joined;
    }

    std::set<PersonId> pupils(const Lesson& lesson) const {
        std::set<PersonId> pupils;
        for (const auto& [entity, membership] : all<Membership>(lesson.day()))
            if (membership.form == StudyForm::full_time &&
                std::ranges::find(lesson.groups, membership.group) != lesson.groups.end())
                pupils.insert(membership.pupil);
        return pupils;
    }

  private:
    static void fill(Lesson& lesson, const Load& load) {
        lesson.subject = load.subject;
        lesson.groups = load.groups;
        lesson.teachers = load.teachers;
    }
    static void ring(Lesson& lesson, LocalDay day, int period) {
        const auto length = period == 4 ? 12h + 10min : 45min;  // the fourth ends at ten past midnight
        if (period < 5) {
            lesson.starts = LocalTime{day} + 8h + period * 1h;
            lesson.ends = lesson.starts + length;
        } else {  // no such bell: the hour stays
            const auto by = LocalTime{day} - LocalTime{lesson.day()};
            lesson.starts += by;
            lesson.ends += by;
        }
        lesson.period = period;
    }

    const std::vector<Recorded>& facts_;
};

/// What can be said of a lesson, to be compared and printed.
std::string told(const Lesson& lesson, std::set<GroupId> groups, const std::set<PersonId>& pupils) {
    std::string text = std::to_string(lesson.starts.time_since_epoch().count()) + "-" +
                       std::to_string(lesson.ends.time_since_epoch().count()) + " " +
                       lesson.key.load.hex().substr(0, 2) + " " +
                       std::to_string(lesson.key.day.time_since_epoch().count()) + "/" +
                       std::to_string(lesson.key.ordinal) + lesson.key.unplanned.hex().substr(0, 2) + " s" +
                       std::to_string(static_cast<int>(lesson.state)) + " p" + std::to_string(lesson.period) + " by " +
                       lesson.substitute.hex().substr(0, 2) + " into " + lesson.merged_into.load.hex().substr(0, 2);
    for (const GroupId group : groups) text += " g" + group.hex().substr(0, 2);
    for (const PersonId pupil : pupils) text += " " + pupil.hex().substr(0, 2);
    return text;
}

std::multiset<std::string> told_by(const Naive& naive, LocalDay day, const std::vector<Lesson>& lessons) {
    std::multiset<std::string> texts;
    for (const Lesson& lesson : lessons)
        if (lesson.day() == day)
            texts.insert(told(lesson, {lesson.groups.begin(), lesson.groups.end()}, naive.pupils(lesson)));
    return texts;
}

std::multiset<std::string> told_by(const FactBook& book, LocalDay day) {
    std::multiset<std::string> texts;
    for (const Lesson& lesson : book.lessons_on(day)) {
        const auto pupils = book.pupils_of(lesson);
        texts.insert(told(lesson, {lesson.groups.begin(), lesson.groups.end()}, {pupils.begin(), pupils.end()}));
    }
    return texts;
}

/// Records the facts in any order, some twice, sealing now and then, each time in a copy of the book before.
FactBook arrived(std::vector<Recorded> facts, std::mt19937& random) {
    const auto doubled = facts.size() / 4;
    for (std::size_t n = 0; n < doubled; ++n) facts.push_back(facts[random() % facts.size()]);
    std::ranges::shuffle(facts, random);
    auto book = std::make_shared<const FactBook>(id<SchoolId>(1));
    for (std::size_t at = 0; at < facts.size();) {
        auto newer = std::make_shared<FactBook>(*book);
        for (auto count = 1 + random() % 40; count > 0 && at < facts.size(); --count, ++at)
            newer->record(facts[at].first, facts[at].second);
        newer->seal();
        static_cast<void>(newer->lessons_on(monday));  // so that there is something to forget
        book = newer;
    }
    return *book;
}

}  // namespace

TEST_CASE("fact book: answers as the plainest reading of all facts does, whatever the order of their arrival",
          "[domain][facts][lessons][property]") {
    for (unsigned seed = 1; seed <= 12; ++seed) {
        const World world{seed};
        std::mt19937 random{seed};
        const FactBook book = arrived(world.facts, random);
        const Naive naive{world.facts};
        const auto lessons = naive.everything();
        CAPTURE(seed);
        REQUIRE(book.facts().size() == world.facts.size());
        REQUIRE(std::ranges::is_sorted(book.facts(), {}, &Recorded::first));
        for (int n = 0; n < days; ++n) {
            const LocalDay day = monday + std::chrono::days{n};
            CAPTURE(n);
            REQUIRE(told_by(book, day) == told_by(naive, day, lessons));
        }
        for (const Lesson& lesson : lessons) {
            const auto found = book.lesson(lesson.key);
            REQUIRE(found.has_value());
            CHECK(found->starts == lesson.starts);
            for (unsigned pupil = 0; pupil < 5; ++pupil)
                CHECK(book.on_list(*found, pick<PersonId>(30, pupil)) ==
                      naive.pupils(*found).contains(pick<PersonId>(30, pupil)));
        }
    }
}

TEST_CASE("fact book: as of any version it is the book of the facts up to it", "[domain][facts][property]") {
    const World world{99};
    std::mt19937 random{99};
    const FactBook book = arrived(world.facts, random);
    for (const std::size_t version : {0UL, 1UL, 40UL, 90UL, world.facts.size()}) {
        const std::vector<Recorded> known{world.facts.begin(),
                                          world.facts.begin() + static_cast<std::ptrdiff_t>(version)};
        const FactBook earlier = book.as_of(version);
        CHECK(earlier.version() == version);
        const Naive naive{known};
        const auto lessons = naive.everything();
        for (int n = 0; n < days; n += 3) {
            const LocalDay day = monday + std::chrono::days{n};
            CHECK(told_by(earlier, day) == told_by(naive, day, lessons));
        }
    }
}

TEST_CASE("fact book: a copy that learns more leaves its original as it was", "[domain][facts][property]") {
    const World world{5};
    FactBook book{id<SchoolId>(1)};
    for (std::size_t n = 0; n < 70; ++n) book.record(world.facts[n].first, world.facts[n].second);
    book.seal();
    std::vector<std::multiset<std::string>> before;
    for (int n = 0; n < days; ++n) before.push_back(told_by(book, monday + std::chrono::days{n}));
    FactBook newer = book;
    for (std::size_t n = 70; n < world.facts.size(); ++n) newer.record(world.facts[n].first, world.facts[n].second);
    newer.seal();
    CHECK(book.version() == 70);
    CHECK(newer.version() == world.facts.size());
    for (int n = 0; n < days; ++n)
        CHECK(told_by(book, monday + std::chrono::days{n}) == before[static_cast<std::size_t>(n)]);
}
