#include "tests/simulation/people.hpp"

#include "station/crypto/random.hpp"

namespace zvonok::simulation {

using namespace domain;
using journal::Draft;
using test::id;

LocalDay day_of(Instant at) {
    // Moscow has no summer time.
    return LocalDay{std::chrono::floor<std::chrono::days>(at.time_since_epoch() + 3h)};
}

LessonKey People::some_lesson(const Staff& who) {
    // One's own and held, mostly; sometimes somebody else's, sometimes long past or still to come.
    LoadId load = who.load;
    if (load.empty() || chance_.percent(12)) load = chance_.one_of(prepared_.loads);
    const int back = chance_.percent(60) ? 0 : static_cast<int>(chance_.below(6)) - 1;
    return {load, day_of(world_.now()) - std::chrono::days{back}, 1, {}};
}

Draft People::some_draft(const Staff& who, StationMachine& station) {
    const LessonKey lesson = some_lesson(who);
    const EntityId pupil = entity_of(chance_.one_of(prepared_.pupils));
    Draft draft;
    switch (chance_.below(12)) {
        default:
            draft = {{CellKind::attendance, lesson, pupil},
                     Attendance{chance_.percent(70)   ? "Н"
                                : chance_.percent(90) ? ""
                                                      : "??",
                                0}};
            break;
        case 5:
        case 6:
        case 7: {
            Cell cell{CellKind::mark, lesson, pupil};
            cell.work = "ответ";
            cell.ordinal = cell.attempt = 1;
            static constexpr const char* values[] = {"5", "4", "3", "2", "", "9"};
            draft = {std::move(cell), Mark{values[chance_.below(6)]}};
            break;
        }
        case 8:
            draft = {{CellKind::topic, lesson, {}}, Topic{"Линейные уравнения", {}}};
            break;
        case 9: {
            LessonKey due = lesson;
            due.day += std::chrono::days{1 + static_cast<int>(chance_.below(3))};
            draft = {{CellKind::homework, lesson, entity_of(prepared_.small.class_7b)},
                     Homework{"№ " + std::to_string(chance_.below(900)), HomeworkWay::written, due}};
            break;
        }
        case 10:
            draft = {{CellKind::lesson_teacher, lesson, {}},
                     LessonTeacher{chance_.percent(80) ? who.person : prepared_.staff.front().person, "болезнь"}};
            break;
        case 11: {
            Cell cell{CellKind::message, {}, {}};
            crypto::fill_random(cell.addressee.bytes);
            draft = {std::move(cell), Message{{prepared_.staff.front().person}, {}, "Совещание в 15:00", {}}};
            break;
        }
    }
    // Mostly what the screen shows at this moment; sometimes an old screen, and sometimes nobody has looked.
    if (chance_.percent(10)) {
        draft.seen.emplace();
    } else if (const auto old = old_screens_.find(who.person); old != old_screens_.end() && chance_.percent(30)) {
        draft.cell = old->second.first;
        draft.seen = old->second.second;
        if (draft.cell.kind == CellKind::attendance)
            draft.act = Attendance{"Н", 0};
        else
            draft.act = Mark{"4"};
        old_screens_.erase(old);
    } else if (chance_.percent(15) && (draft.cell.kind == CellKind::attendance || draft.cell.kind == CellKind::mark)) {
        station.read([&](journal::Journal& journal) {
            const auto heads = journal.heads(entry::cell_id(prepared_.school, draft.cell));
            if (heads) old_screens_[who.person] = {draft.cell, *heads};
        });
    }
    return draft;
}

void People::decide_held(StationMachine& station, const Staff& administrator) {
    std::vector<Draft> decisions;
    station.read([&](journal::Journal& journal) {
        const auto held = journal.read().held();
        if (!held) return;
        for (const journal::AttentionItem& item : *held) {
            if (!chance_.percent(50)) continue;
            Cell cell{CellKind::held_decision, {}, {}};
            cell.entry = item.entry;
            decisions.push_back({std::move(cell), HeldDecision{chance_.percent(60), "решено"}});
        }
    });
    if (decisions.empty()) return;
    world_.totals.add("people: held entries decided", decisions.size());
    station.write(administrator, std::move(decisions));
}

void People::act(StationMachine& station) {
    const Staff& who = chance_.one_of(prepared_.staff);
    if (who.role == Role::administrator && chance_.percent(80)) return decide_held(station, who);
    std::vector<Draft> drafts;
    const std::size_t count = chance_.percent(75) ? 1 : 2 + chance_.below(6);
    for (std::size_t i = 0; i < count; ++i) drafts.push_back(some_draft(who, station));
    if (drafts.front().act.index() == Act{LessonTeacher{}}.index()) {
        // Whoever takes a lesson over writes in it at once.
        const LessonKey lesson = drafts.front().cell.lesson;
        drafts.push_back(
            {{CellKind::attendance, lesson, entity_of(chance_.one_of(prepared_.pupils))}, Attendance{"Н", 0}});
    }
    world_.totals.add("people: came to a station");
    station.write(who, std::move(drafts));
}

void People::change_facts(ServerMachine& server) {
    std::vector<Fact> facts;
    const LocalDay today = day_of(world_.now());
    const auto fact = [&](EntityId entity, FactValue value, bool withdrawn = false) {
        facts.push_back({entity, today, std::nullopt, withdrawn, "", std::move(value)});
    };
    const EntityId fresh = id<EntityId>(static_cast<std::uint8_t>(230 + changes_ % 20));
    ++changes_;
    switch (chance_.below(5)) {
        case 0:
            fact(fresh, Announcement{"Завтра собрание", "", true, true, {}});
            break;
        case 1:  // a pupil leaves the class, or comes back
            fact(id<EntityId>(60), Membership{prepared_.small.class_7b, prepared_.small.belov}, chance_.percent(60));
            break;
        case 2:  // somebody else takes the load over
            fact(entity_of(prepared_.small.english),
                 Load{id<SubjectId>(71),
                      {prepared_.small.class_7b},
                      {chance_.percent(50) ? prepared_.small.other_teacher : id<PersonId>(22)}});
            break;
        case 3:
            fact(id<EntityId>(122), PolicyValue{"topic.edit_window_days", std::to_string(chance_.below(5))});
            break;
        case 4: {  // the colleague's access ends, or begins again
            const Staff& who = prepared_.staff[2];
            fact(entity_of(who.person),
                 Person{PersonKind::staff, "Сотрудник", "", "", who.person.hex() + "@school.example"},
                 chance_.percent(50));
            break;
        }
    }
    world_.totals.add(server.record(std::move(facts)) ? "server: facts changed" : "server: facts could not be changed");
}

}  // namespace zvonok::simulation
