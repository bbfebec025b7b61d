#pragma once

#include "station/domain/enact.hpp"
#include "station/domain/judge.hpp"
#include "tests/domain/small_school.hpp"

#include <catch2/catch.hpp>

namespace zvonok::test {

/// The small school with its staff, a first, a ninth and a tenth class, and a judge: what is accepted follows.
class Court : public SmallSchool {
  public:
    PersonId director = id<PersonId>(150), deputy = id<PersonId>(151), second_deputy = id<PersonId>(152);
    PersonId class_teacher = id<PersonId>(153), secretary = id<PersonId>(154), dispatcher = id<PersonId>(155);
    PersonId administrator = id<PersonId>(156), methodologist = id<PersonId>(157), head_of_studies = id<PersonId>(158);
    PersonId personnel = id<PersonId>(159), it = id<PersonId>(160), colleague = id<PersonId>(161);
    PersonId parent = id<PersonId>(162), second_parent = id<PersonId>(163);
    SubjectId algebra_subject = id<SubjectId>(70), english_subject = id<SubjectId>(71);
    SubjectId literature = id<SubjectId>(191), mathematics = id<SubjectId>(192);
    GroupId class_1a = id<GroupId>(193), class_9a = id<GroupId>(194), class_10a = id<GroupId>(195);
    PersonId beginner = id<PersonId>(196), ninth = id<PersonId>(197), tenth = id<PersonId>(198);
    LoadId mathematics_1a = id<LoadId>(202), literature_9a = id<LoadId>(203), literature_10a = id<LoadId>(204);
    RoomId room_30 = id<RoomId>(205);
    StationId station_12 = id<StationId>(206), station_30 = id<StationId>(207), kiosk = id<StationId>(208);
    EntityId year = id<EntityId>(2), quarter = id<EntityId>(190);
    Zone moscow = Zone::find(zone_name).value();

    LocalDay tuesday = date(2026, 9, 15);
    LessonKey first_lesson{algebra, tuesday, 1, {}}, second_lesson{algebra, tuesday, 2, {}};
    LessonKey thursday_lesson{algebra, date(2026, 9, 17), 1, {}};

    Court() {
        const std::vector<std::tuple<PersonId, Role, GroupId>> staff{
            {director, Role::director, {}},
            {deputy, Role::deputy, {}},
            {second_deputy, Role::deputy, {}},
            {class_teacher, Role::class_teacher, class_7b},
            {secretary, Role::secretary, {}},
            {dispatcher, Role::dispatcher, {}},
            {administrator, Role::administrator, {}},
            {methodologist, Role::methodologist, {}},
            {head_of_studies, Role::head_of_studies, {}},
            {personnel, Role::personnel, {}},
            {it, Role::system_administrator, {}},
        };
        std::uint8_t grant = 170;
        for (const auto& [person, role, scope] : staff) {
            add(entity_of(person), Person{PersonKind::staff, "Сотрудник", "", "", ""});
            add(id<EntityId>(grant++), RoleGrant{person, role, scope});
        }
        add(entity_of(colleague), Person{PersonKind::staff, "Орлова", "Вера", "", ""});
        add(entity_of(parent), Person{PersonKind::parent, "Белова", "Мария", "", ""});
        add(entity_of(second_parent), Person{PersonKind::parent, "Белов", "Пётр", "", ""});
        add(id<EntityId>(185), ParentLink{parent, belov});
        add(quarter, ReportingPeriod{PeriodKind::quarter, 1, date(2026, 9, 1), date(2026, 10, 23)});
        add(entity_of(literature), Subject{"литература"});
        add(entity_of(mathematics), Subject{"математика"});
        add_class(class_1a, "1А", 1, beginner, mathematics_1a, mathematics, 209);
        add_class(class_9a, "9А", 9, ninth, literature_9a, literature, 212);
        add_class(class_10a, "10А", 10, tenth, literature_10a, literature, 215);
        add(entity_of(room_30), Room{"30", "", 30});
        add(entity_of(station_12), Station{"Кабинет 12", StationMode::classroom, room});
        add(entity_of(station_30), Station{"Кабинет 30", StationMode::classroom, room_30});
        add(entity_of(kiosk), Station{"Вестибюль", StationMode::kiosk, {}});
    }

    Court& policy(std::string key, std::string value, std::optional<LocalDay> from = std::nullopt) {
        add(id_of_policy(), PolicyValue{std::move(key), std::move(value)}, from);
        return *this;
    }

    [[nodiscard]] Instant at(LocalDay day, std::chrono::seconds time) const {
        return moscow.to_instant(LocalTime{day} + time);
    }
    /// The last second of the day, and the first of the next one.
    [[nodiscard]] Instant end_of(LocalDay day) const { return at(day, 23h + 59min + 59s); }
    [[nodiscard]] Instant after(LocalDay day) const { return at(day + std::chrono::days{1}, 0s); }

    [[nodiscard]] Claim claim(PersonId author, Role role, Writing writing, Instant saved) const {
        Claim claim;
        claim.author = author;
        claim.role = role;
        const bool to_group = !std::holds_alternative<UnknownAct>(writing.act) &&
                              book().group(id_as<GroupId>(writing.cell.addressee), tuesday) != nullptr;
        claim.audience = audience_of(writing.cell, writing.act, to_group);
        claim.writing = std::move(writing);
        claim.saved = saved;
        claim.facts = book().version();
        return claim;
    }
    [[nodiscard]] Judgement judged(const Claim& claim) const { return judge(book(), moscow, claim, claim.saved); }
    [[nodiscard]] Judgement judged(PersonId author, Role role, Writing writing, Instant saved) const {
        return judged(claim(author, role, std::move(writing), saved));
    }
    /// The rule that refuses or holds; empty: accepted.
    [[nodiscard]] std::string rule(PersonId author, Role role, Writing writing, Instant saved) const {
        return judged(author, role, std::move(writing), saved).rule;
    }
    [[nodiscard]] std::vector<std::string> notes(PersonId author, Role role, Writing writing, Instant saved) const {
        const Judgement judgement = judged(author, role, std::move(writing), saved);
        REQUIRE(judgement.rule.empty());
        return judgement.notes;
    }
    /// Judges it, records what follows, and tells the entry's name.
    EntryId accept(PersonId author, Role role, Writing writing, Instant saved) {
        const Claim written = claim(author, role, std::move(writing), saved);
        REQUIRE(judged(written) == Judgement{Outcome::accepted, {}, judged(written).notes});
        const EntryId entry{id<LogId>(9), ++seq_};
        for (Fact& fact : consequences(book(), moscow, written, entry, saved)) facts.push_back(std::move(fact));
        return entry;
    }
    [[nodiscard]] Writing registration(EntityId entity, FactValue value, LocalDay from,
                                       std::optional<LocalDay> until = std::nullopt) const {
        return {{CellKind::registration, {}, entity},
                Registration{Fact{entity, from, until, false, "", std::move(value)}}};
    }

  private:
    void add_class(GroupId group, std::string name, int grade, PersonId pupil, LoadId load, SubjectId subject,
                   std::uint8_t n) {
        add(entity_of(group), Group{GroupKind::school_class, std::move(name), {}, grade});
        add(entity_of(pupil), Person{PersonKind::pupil, "Ученик", "", "", ""});
        add(id<EntityId>(n), Membership{group, pupil});
        add(entity_of(load), Load{subject, {group}, {teacher}});
        add(id<EntityId>(static_cast<std::uint8_t>(n + 1)), TimetableSlot{load, 2, WeekParity::every, 4, room});
        add(id<EntityId>(static_cast<std::uint8_t>(n + 2)), TimetableSlot{load, 1, WeekParity::every, 4, room});
    }
    EntityId id_of_policy() {
        EntityId made = id<EntityId>(1);
        made.bytes[1] = ++policies_;
        return made;
    }

    std::uint8_t policies_ = 0;
    std::uint64_t seq_ = 0;
};

inline Writing attendance(const LessonKey& lesson, PersonId pupil, std::string code = "Н") {
    return {{CellKind::attendance, lesson, entity_of(pupil)}, Attendance{std::move(code)}};
}
inline Writing topic(const LessonKey& lesson, std::string text) {
    return {{CellKind::topic, lesson, {}}, Topic{std::move(text), {}}};
}
inline Cell work_cell(CellKind kind, const LessonKey& lesson, EntityId addressee, std::string work) {
    Cell cell{kind, lesson, addressee};
    cell.work = std::move(work);
    cell.ordinal = 1;
    cell.attempt = kind == CellKind::mark ? 1 : 0;
    return cell;
}
inline Writing mark(const LessonKey& lesson, PersonId pupil, std::string value, std::string work = "ответ") {
    return {work_cell(CellKind::mark, lesson, entity_of(pupil), std::move(work)), Mark{std::move(value)}};
}
inline Writing period_mark(EntityId period, SubjectId subject, PersonId pupil, std::string value) {
    Cell cell{CellKind::period_mark, {}, entity_of(pupil)};
    cell.subject = entity_of(subject);
    cell.period = period;
    return {cell, PeriodMark{std::move(value)}};
}

}  // namespace zvonok::test
