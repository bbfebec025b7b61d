#include "station/app/present.hpp"
#include "station/app/present_parts.hpp"
#include "station/domain/permissions.hpp"
#include "station/screens/names.hpp"
#include "station/screens/phrases.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace zvonok::app {

namespace {

namespace lesson = screens::lesson;
using screens::Standing;

std::string full_name(const domain::Person& person) {
    std::string name = person.family;
    for (const std::string& word : {person.given, person.patronymic})
        if (!word.empty()) name += (name.empty() ? "" : " ") + word;
    return name;
}

/// What the codes and works with which a school begins are called, marked for the catalogue. The titles themselves come
/// with the school's rules: one that the catalogue does not know is shown in the school's own words.
[[maybe_unused]] constexpr std::array common_titles{screens::phrase("отсутствует"),
                                                    screens::phrase("уважительная причина"),
                                                    screens::phrase("неуважительная причина"),
                                                    screens::phrase("болезнь"),
                                                    screens::phrase("освобождён от урока"),
                                                    screens::phrase("ответ на уроке"),
                                                    screens::phrase("домашняя работа"),
                                                    screens::phrase("тест"),
                                                    screens::phrase("самостоятельная работа"),
                                                    screens::phrase("практическая работа"),
                                                    screens::phrase("лабораторная работа"),
                                                    screens::phrase("контрольная работа"),
                                                    screens::phrase("сочинение, изложение"),
                                                    screens::phrase("контрольная работа мониторинга качества")};

lesson::ReadOnly lesson_read_only(const flow::State& state, const flow::Desk& desk) {
    if (!desk.may_write) return lesson::ReadOnly::not_yours;
    if (desk.lesson->key.day > flow::today(state)) return lesson::ReadOnly::not_begun;
    return lesson::ReadOnly::no;
}

/// Papers about a pupil's health are for those who enter them; that the lesson is not for the pupil is for its teacher,
/// too (C-17, F-08).
std::optional<lesson::Exemption> exemption_of(const flow::State& state, const flow::Desk& desk, PersonId pupil) {
    const domain::FactBook& book = *state.facts.book;
    const LocalDay day = desk.lesson->day();
    const domain::PupilDocument* paper = book.exemption(pupil, day, desk.lesson->subject);
    if (paper == nullptr) return std::nullopt;
    const domain::RoleSet keepers =
        domain::allowed(book.policies(day), *domain::permission_for(domain::FactValue{domain::PupilDocument{}}));
    const auto leads = [&](GroupId id) {
        const domain::Group* group = book.group(id, day);
        const GroupId school_class = group == nullptr || group->parent.empty() ? id : group->parent;
        return book.has_role(desk.session.person, domain::Role::class_teacher, day, school_class);
    };
    const bool keeps =
        std::ranges::any_of(book.roles_of(desk.session.person, day), [&](const domain::RoleGrant& grant) {
            if (!keepers.has(grant.role)) return false;
            return grant.role != domain::Role::class_teacher || std::ranges::any_of(desk.lesson->groups, leads);
        });
    const bool may_read = desk.may_write || desk.may_stand_in || keeps;
    if (!may_read) return std::nullopt;
    return lesson::Exemption{paper->last, paper->code, keeps ? paper->number : std::string{}};
}

lesson::SeatPart seats_shown(const flow::Desk& desk) {
    using Can = lesson::SeatPart::Can;
    lesson::SeatPart part;
    part.plan = desk.seats.plan;
    part.standing = standing_shown(desk.seats.standing);
    if (desk.seats.cell)
        part.can = desk.seats.may_write ? Can::write : Can::read;
    else
        part.can = desk.lesson->groups.size() > 1 ? Can::not_one_class : Can::not_in_a_room;
    return part;
}

std::string room_name(const flow::State& state, RoomId id) {
    const domain::Room* room = state.facts.book->room(id, flow::today(state));
    return room == nullptr ? state.setup.room : room->name;
}

lesson::Attention::Request request_shown(const flow::State& state, const flow::Attention& item) {
    using Request = lesson::Attention::Request;
    const domain::FactBook& book = *state.facts.book;
    if (item.outcome != domain::Outcome::refused || !flow::asks_for_request(item.rule)) return Request::no;
    const auto is_ours = [&](const domain::RequestState& request) {
        const domain::Writing& wanted = *request.request().wanted;
        return wanted.cell == item.cell && wanted.act == item.act;
    };
    const auto requests = book.change_requests();
    return std::ranges::any_of(requests, is_ours) ? Request::asked : Request::possible;
}

/// Whether the person sees the cell on the lesson or page that is open.
bool is_before_eyes(const flow::Desk& desk, const domain::Cell& cell) {
    if (desk.office.index() != 0 || desk.listing) return false;
    if (!desk.page) return desk.seats.cell == cell || (desk.lesson && desk.lesson->key == cell.lesson);
    const auto shows = [&](const flow::PageColumn& column) { return column.lesson.key == cell.lesson; };
    if (cell.kind == domain::CellKind::period_mark)
        return cell.subject == entity_of(desk.page->subject) && cell.period == desk.page->shown().id;
    return std::ranges::any_of(desk.page->columns, shows);
}

}  // namespace

lesson::Task task_shown(const flow::Task& task) {
    return {task.text, task.ways, task.links, task.due};
}

std::string value_of(const domain::Act& act) {
    return std::visit(
        [](const auto& each) -> std::string {
            if constexpr (requires { std::string{each.code}; }) return each.code;
            if constexpr (requires { std::string{each.value}; }) return each.value;
            if constexpr (requires { std::string{each.text}; }) return each.text;
            return {};
        },
        act);
}

Standing standing_shown(const flow::Standing& of) {
    switch (of.save) {
        case flow::Save::none:
            return Standing::none;
        case flow::Save::hollow:
        case flow::Save::failed:
            return Standing::writing;
        case flow::Save::solid:
            break;
    }
    if (of.outcome == domain::Outcome::refused) return Standing::refused;
    if (of.outcome == domain::Outcome::held) return Standing::held;
    if (of.conflict) return Standing::conflict;
    // Accepted is drawn and told as saved is: were it another value here, each verdict would build a picture for
    // nothing.
    return Standing::saved;
}

lesson::LastTouch touch_shown(const flow::State& state, const flow::Writing& written, std::size_t cells) {
    const domain::Cell& cell = written.cell;
    lesson::LastTouch shown{cell.kind, {}, value_of(written.act), cells};
    // A mark for a period is of no lesson.
    const LocalDay day = cell.lesson.empty() ? flow::today(state) : cell.lesson.day;
    if (const domain::Person* pupil = state.facts.book->person(id_as<PersonId>(cell.addressee), day))
        shown.pupil = screens::list_name(*pupil);
    if (const auto* attendance = std::get_if<domain::Attendance>(&written.act))
        shown.late_minutes = attendance->late_minutes;
    return shown;
}

std::optional<lesson::LastTouch> last_touch_shown(const flow::State& state, const flow::Desk& desk) {
    if (desk.touches.empty()) return std::nullopt;
    const std::vector<flow::Writing>& written = desk.touches.back().after;
    return touch_shown(state, written.front(), written.size());
}

std::optional<lesson::LastTouch> overtaken_shown(const flow::State& state, const flow::Desk& desk) {
    if (!desk.overtaken) return std::nullopt;
    return touch_shown(state, *desk.overtaken, 1);
}

lesson::Attention attention_shown(const flow::State& state, const flow::Attention& item) {
    const domain::FactBook& book = *state.facts.book;
    lesson::Attention shown;
    shown.standing = item.conflict                           ? Standing::conflict
                     : item.outcome == domain::Outcome::held ? Standing::held
                                                             : Standing::refused;
    shown.rule = item.rule;
    shown.writing = {item.cell, item.act};
    shown.request = request_shown(state, item);
    shown.value = value_of(item.act);
    // A mark for a period is of no lesson.
    const LocalDay day = item.cell.lesson.empty() ? flow::today(state) : item.cell.lesson.day;
    if (const domain::Person* pupil = book.person(id_as<PersonId>(item.cell.addressee), day))
        shown.pupil = screens::list_name(*pupil);
    if (item.conflict) {
        shown.other = value_of(item.other);
        if (const domain::Person* person = book.person(item.other_by, day))
            shown.other_by = screens::teacher_name(*person);
        if (state.facts.zone) shown.other_at = state.facts.zone->to_local(item.other_saved);
    }
    if (state.facts.zone) shown.saved = state.facts.zone->to_local(item.saved);
    return shown;
}

std::vector<lesson::Attention> attention_shown(const flow::State& state, const flow::Desk& desk) {
    std::vector<lesson::Attention> shown;
    shown.reserve(desk.refused.size() + desk.attention.size());
    for (const flow::Attention& item : desk.refused) shown.push_back(attention_shown(state, item));
    for (const flow::Attention& item : desk.attention) {
        lesson::Attention& one = shown.emplace_back(attention_shown(state, item));
        one.choosable = item.conflict && is_before_eyes(desk, item.cell);
    }
    return shown;
}

std::vector<lesson::Ground> grounds_shown(const flow::State& state) {
    std::vector<lesson::Ground> grounds;
    for (const domain::ChangeGround& ground : state.facts.book->policies(flow::today(state)).change.grounds)
        grounds.push_back({ground.code, ground.title, ground.document});
    return grounds;
}

std::vector<lesson::Code> codes_shown(const flow::Desk& desk) {
    std::vector<lesson::Code> codes;
    codes.reserve(desk.codes.size());
    for (const domain::AbsenceCode& code : desk.codes) codes.push_back({code.code, code.title});
    return codes;
}

void count_marks(const flow::PupilLesson& of, Given& given) {
    for (const flow::GivenMark& mark : of.marks)
        if (!mark.value.empty()) ++given[{mark.work.kind, mark.work.ordinal}];
}

lesson::MarksPart marks_part(const flow::Desk& desk, const Given& given) {
    using Form = domain::MarkScale::Form;
    lesson::MarksPart part;
    switch (desk.scale.form) {
        case Form::numbers:
        case Form::words:
            part.values = desk.scale.values;
            break;
        case Form::points:
            part.most_points = desk.scale.maximum;
            break;
        case Form::criteria:
            part.most_points = desk.scale.maximum * static_cast<int>(desk.scale.values.size());
            break;
    }
    for (const domain::WorkKind& kind : desk.kinds) {
        int last = 1;
        for (const auto& [work, marks] : given)
            if (work.first == kind.code) last = std::max(last, work.second + 1);
        if (desk.work.kind == kind.code) last = std::max(last, desk.work.ordinal);
        for (int ordinal = 1; ordinal <= last; ++ordinal) {
            if (desk.work == flow::WorkKey{kind.code, ordinal}) part.current = part.works.size();
            const auto marks = given.find({kind.code, ordinal});
            part.works.push_back({kind.code, ordinal, kind.title, marks == given.end() ? 0 : marks->second});
        }
    }
    return part;
}

std::string person_name(const flow::State& state, PersonId id) {
    const domain::Person* person = state.facts.book->person(id, flow::today(state));
    return person == nullptr ? std::string{} : screens::polite_name(*person);
}

std::string subject_name(const flow::State& state, const domain::Lesson& lesson) {
    const domain::Subject* subject = state.facts.book->subject(lesson.subject, lesson.key.day);
    return subject == nullptr ? std::string{} : subject->name;
}

std::vector<std::string> list_names(const domain::FactBook& book, const std::vector<PersonId>& pupils, LocalDay day) {
    static const domain::Person unknown;
    std::vector<const domain::Person*> people;
    std::vector<std::string> names;
    people.reserve(pupils.size());
    names.reserve(pupils.size());
    for (const PersonId id : pupils) {
        const domain::Person* person = book.person(id, day);
        people.push_back(person == nullptr ? &unknown : person);
        names.push_back(screens::list_name(*people.back()));
    }
    // As short as tells them apart. A list is short, and two names that differ do so early.
    const std::vector<std::string> shorts = names;
    const auto namesake = [&](std::size_t of, auto alike) {
        for (std::size_t n = 0; n < people.size(); ++n)
            if (n != of && alike(n)) return true;
        return false;
    };
    for (std::size_t at = 0; at < people.size(); ++at) {
        const domain::Person& person = *people[at];
        if (!namesake(at, [&](std::size_t n) { return shorts[n] == shorts[at]; })) continue;
        const bool twin = namesake(
            at, [&](std::size_t n) { return people[n]->family == person.family && people[n]->given == person.given; });
        names[at] = twin ? full_name(person) : person.family + " " + person.given;
    }
    return names;
}

lesson::State present_lesson(const flow::State& state, const flow::Desk& desk) {
    const domain::FactBook& book = *state.facts.book;
    const domain::Lesson& of = *desk.lesson;
    lesson::State shown;
    shown.room = room_name(state, of.room);
    shown.groups = group_names(book, of);
    shown.subject = subject_name(state, of);
    shown.period = of.period;
    shown.key = of.key;
    shown.starts = of.starts;
    shown.ends = of.ends;
    shown.person = person_name(state, desk.session.person);
    shown.loading = !desk.viewed;
    shown.codes = codes_shown(desk);

    std::vector<PersonId> pupils;
    pupils.reserve(desk.rows.size());
    for (const flow::Row& row : desk.rows) pupils.push_back(row.pupil);
    std::vector<std::string> names = list_names(book, pupils, of.key.day);
    // One look at the roles a class, not one a pupil: this is made anew at each touch.
    std::map<GroupId, std::string> leaders;
    const auto leaders_of = [&](GroupId school_class) {
        const auto [known, added] = leaders.try_emplace(school_class);
        if (added)
            for (const PersonId leader : book.class_teachers(school_class, of.key.day))
                if (leader != desk.session.person)
                    known->second += (known->second.empty() ? "" : ", ") + colleague_name(state, leader);
        return known->second;
    };
    for (std::size_t n = 0; n < desk.rows.size(); ++n) {
        const flow::Row& row = desk.rows[n];
        lesson::Pupil& pupil = shown.pupils.emplace_back();
        pupil.id = row.pupil;
        pupil.name = std::move(names[n]);
        if (const domain::Person* person = book.person(row.pupil, of.key.day)) {
            pupil.family = person->family;
            pupil.given = person->given;
        }
        pupil.code = row.code.value_or("");
        pupil.late_minutes = row.late_minutes;
        pupil.standing = standing_shown(row.standing);
        pupil.reported = row.reported;
        pupil.class_teacher = leaders_of(flow::class_of(book, of, row.pupil));
        pupil.exemption = exemption_of(state, desk, row.pupil);
        pupil.task = {row.task.task ? row.task.task->text : std::string{}, standing_shown(row.task.standing)};
        for (const flow::Elsewhere& other : row.elsewhere)
            pupil.elsewhere.push_back({other.period, other.attendance.code, other.attendance.late_minutes});
        for (const flow::GivenMark& mark : row.marks) {
            if (mark.work == desk.work && mark.attempt == 1)
                pupil.mark = {mark.value, standing_shown(mark.standing)}, pupil.comment = mark.comment;
            else if (!mark.value.empty())
                pupil.others.append(pupil.others.empty() ? "" : " ").append(mark.value);
        }
    }
    Given given;
    for (const flow::Row& row : desk.rows) count_marks(row, given);
    shown.marks = marks_part(desk, given);

    if (desk.topic.topic) shown.topic.recorded = *desk.topic.topic;
    shown.topic.standing = standing_shown(desk.topic.standing);
    shown.topic.plan_items = desk.plan.items;
    for (const domain::PlannedTopic& item : desk.plan.next)
        shown.topic.next.push_back({item.id, item.number, item.topic});
    if (!desk.plan.next.empty()) shown.topic.number = desk.plan.next.front().number;
    if (desk.topic.topic && !desk.topic.topic->plan_item.empty())
        for (const domain::PlannedTopic& item : book.plan_of(of.key.load, of.key.day))
            if (item.id == desk.topic.topic->plan_item) shown.topic.number = item.number;

    if (desk.homework.task) {
        lesson::Task& task = shown.homework.recorded.emplace(task_shown(*desk.homework.task));
        if (!desk.dues.empty() && task.due == desk.dues.front().key) task.due = {};
    }
    shown.homework.standing = standing_shown(desk.homework.standing);
    for (const domain::Lesson& due : desk.dues) shown.homework.dues.push_back({due.key, due.day(), due.period});

    shown.seats = seats_shown(desk);
    shown.attention = attention_shown(state, desk);
    shown.last_touch = last_touch_shown(state, desk);
    shown.overtaken = overtaken_shown(state, desk);
    shown.grounds = grounds_shown(state);
    shown.read_only = lesson_read_only(state, desk);
    shown.substitution = of.substitute == desk.session.person;
    shown.may_stand_in = desk.may_stand_in;
    for (const PersonId teacher : of.teachers)
        shown.planned.append(shown.planned.empty() ? "" : ", ").append(colleague_name(state, teacher));
    shown.around = surroundings(state);
    return shown;
}

screens::desk::State present_lessons(const flow::State& state, const flow::Desk& desk) {
    using screens::desk::Time;
    const domain::FactBook& book = *state.facts.book;
    const LocalTime now = flow::local_now(state);
    screens::desk::State shown;
    shown.room = state.setup.room;
    shown.person = person_name(state, desk.session.person);
    shown.day = flow::today(state);
    shown.around = surroundings(state);
    shown.office = flow::office_of(book, desk.session.person, shown.day);
    shown.unread = unread_of(state, desk);
    shown.duties = duties_shown(state, desk);
    for (const flow::LessonOffer& offer : desk.offers) {
        screens::desk::Item item;
        item.key = offer.lesson.key;
        item.period = offer.lesson.period;
        item.starts = offer.lesson.starts;
        item.ends = offer.lesson.ends;
        item.groups = group_names(book, offer.lesson);
        item.subject = subject_name(state, offer.lesson);
        item.room = room_name(state, offer.lesson.room);
        item.time = flow::goes_on(offer.lesson, now) ? Time::going_on
                    : offer.lesson.starts > now      ? Time::ahead
                                                     : Time::over;
        item.pupils = offer.pupils;
        item.marked = offer.marked;
        item.needs_attention = offer.attention;
        shown.lessons.push_back(std::move(item));
    }
    return shown;
}

}  // namespace zvonok::app
