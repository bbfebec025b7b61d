#pragma once

#include "station/domain/fact_book.hpp"

namespace zvonok::test {

using namespace std::chrono_literals;
using namespace zvonok::domain;

/// Ids that a reader can tell apart.
template <class AnyId>
AnyId id(std::uint8_t n) {
    AnyId made;
    made.bytes[0] = n;
    made.bytes[15] = 1;
    return made;
}

inline LocalDay date(int year, unsigned month, unsigned day) {
    return LocalDay{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}};
}

inline const LocalDay tuesday = date(2026, 9, 15);
inline const EntityId year = id<EntityId>(2);
inline const Zone moscow = Zone::find("Europe/Moscow").value();

/// School 84 in September 2026: class 7Б with a teacher of algebra, Tuesdays first and second, Thursdays third period.
class SmallSchool {
  public:
    static constexpr auto zone_name = "Europe/Moscow";
    SchoolId school = id<SchoolId>(1);
    GroupId class_7b = id<GroupId>(10);
    GroupId english_1 = id<GroupId>(11);
    PersonId teacher = id<PersonId>(20);
    PersonId other_teacher = id<PersonId>(21);
    PersonId belov = id<PersonId>(30);
    PersonId abdurahmanova = id<PersonId>(31);
    PersonId newcomer = id<PersonId>(32);
    LoadId algebra = id<LoadId>(40);
    LoadId english = id<LoadId>(41);
    RoomId room = id<RoomId>(50);
    LocalDay autumn = date(2026, 9, 1);

    SmallSchool() {
        add(entity_of(school), domain::School{"Школа № 84", zone_name});
        add(year, SchoolYear{date(2026, 9, 1), date(2027, 5, 31)});
        add(id<EntityId>(3), Holiday{date(2026, 11, 2), date(2026, 11, 8), "осенние каникулы"});
        add(entity_of(class_7b), Group{GroupKind::school_class, "7Б", {}, 7});
        add(entity_of(english_1), Group{GroupKind::subgroup, "7Б англ. 1", class_7b, 7});
        add(entity_of(teacher),
            Person{PersonKind::staff, "Кузнецова", "Анна", "Сергеевна", "A.Kuznetsova@school.example"});
        add(entity_of(other_teacher), Person{PersonKind::staff, "Ли", "Пётр", "", "p.li@school.example"});
        add(entity_of(belov), Person{PersonKind::pupil, "Белов", "Иван", "Петрович", ""});
        add(entity_of(abdurahmanova), Person{PersonKind::pupil, "Абдурахманова-Кржижановская", "Елена", "", ""});
        add(entity_of(newcomer), Person{PersonKind::pupil, "Яковлев", "Ян", "", ""});
        add(id<EntityId>(60), Membership{class_7b, belov});
        add(id<EntityId>(61), Membership{class_7b, abdurahmanova});
        add(id<EntityId>(62), Membership{english_1, belov});
        add(id<EntityId>(70), Subject{"алгебра"});
        add(id<EntityId>(71), Subject{"английский язык"});
        add(entity_of(room), Room{"12", "", 30});
        for (int n = 0; n <= 6; ++n)
            add(id<EntityId>(static_cast<std::uint8_t>(80 + n)),
                BellPeriod{n, 7h + 30min + n * 60min, 8h + 15min + n * 60min});
        add(entity_of(algebra), Load{id<SubjectId>(70), {class_7b}, {teacher}});
        add(entity_of(english), Load{id<SubjectId>(71), {english_1}, {other_teacher}});
        add(id<EntityId>(90), TimetableSlot{algebra, 2, WeekParity::every, 1, room});
        add(id<EntityId>(91), TimetableSlot{algebra, 2, WeekParity::every, 2, room});
        add(id<EntityId>(92), TimetableSlot{algebra, 4, WeekParity::every, 3, room});
        add(id<EntityId>(93), TimetableSlot{english, 2, WeekParity::odd, 3, room});
    }

    SmallSchool& add(EntityId entity, FactValue value, std::optional<LocalDay> from = std::nullopt,
                     std::optional<LocalDay> until = std::nullopt) {
        facts.push_back({entity, from.value_or(autumn), until, false, "", std::move(value)});
        return *this;
    }
    SmallSchool& withdraw(EntityId entity, FactValue value, LocalDay from) {
        facts.push_back({entity, from, std::nullopt, true, "", std::move(value)});
        return *this;
    }
    [[nodiscard]] FactBook book() const {
        FactBook book{school};
        FactVersion version = 0;
        for (const Fact& fact : facts) book.record(++version, fact);
        book.seal();
        return book;
    }

    std::vector<Fact> facts;
};

}  // namespace zvonok::test
