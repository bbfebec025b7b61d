#include "station/domain/deadlines.hpp"
#include "station/flow/stepper.hpp"
#include "station/flow/tuning.hpp"

#include <array>

namespace zvonok::flow {

namespace {

using domain::Attendance;
using domain::CellKind;
using domain::Homework;
using domain::Mark;
using domain::Topic;

/// The rules that say "not you" or "not here": who tries against them is told to the administrator.
bool is_attempt(std::string_view rule) {
    namespace rule_of = domain::rule;
    constexpr std::array rules{rule_of::not_assigned,        rule_of::role_not_held,  rule_of::role_not_enough,
                               rule_of::other_class,         rule_of::other_person,   rule_of::kiosk,
                               rule_of::bound_elsewhere,     rule_of::unprotected,    rule_of::substitution_over,
                               rule_of::substitution_access, rule_of::account_blocked};
    return std::ranges::find(rules, rule) != rules.end();
}

Writing attempt_of(EntityId id, std::string rule) {
    return {{CellKind::refused_attempt, {}, id}, domain::RefusedAttempt{std::move(rule), {}}};
}

/// Whether something that the person is to see to lies in that lesson.
bool is_pointed_at(const Desk& desk, const domain::LessonKey& lesson) {
    if (lesson.empty()) return false;
    if (const auto* plan = std::get_if<CoursePlan>(&desk.office))
        return std::ranges::any_of(plan->course.lessons,
                                   [&](const CourseLesson& each) { return each.lesson.key == lesson; });
    return std::ranges::count(desk.duties, lesson, &Duty::lesson) > 0 ||
           std::ranges::any_of(desk.attention, [&](const Attention& item) { return item.cell.lesson == lesson; });
}

/// For the lesson that was chosen, else for the next one.
Homework homework_of(const Desk& desk, const Task& task) {
    Homework homework{task.text, task.ways, task.due, task.links};
    if (homework.due.empty() && !desk.dues.empty()) homework.due = desk.dues.front().key;
    return homework;
}

bool same_task(const Desk& desk, const Task& one, const Task& other) {
    return homework_of(desk, one) == homework_of(desk, other);
}

Writing stand_in(const Desk& desk, std::string reason) {
    return {{CellKind::lesson_teacher, desk.lesson->key, {}},
            domain::LessonTeacher{desk.session.person, std::move(reason)}};
}

/// Whether lessons of the one have pupils of the other.
bool shares_pupils(const domain::FactBook& book, const domain::Lesson& lesson, const domain::Lesson& other) {
    return std::ranges::any_of(lesson.groups, [&](GroupId id) {
        const domain::Group* group = book.group(id, lesson.key.day);
        return book.concerns(other, group == nullptr || group->parent.empty() ? id : group->parent);
    });
}

/// Whether the value tells of another lesson of the day.
bool note_elsewhere(Desk& desk, const RecordedValue& value) {
    const auto* attendance = std::get_if<Attendance>(&value.act);
    if (attendance == nullptr || value.cell.lesson == desk.lesson->key) return false;
    const auto other = std::ranges::find(desk.others, value.cell.lesson, &domain::Lesson::key);
    Row* row = find_row(desk, value.cell);
    if (other != desk.others.end() && row != nullptr && value.in_force)
        row->elsewhere.push_back({other->period, *attendance});
    return true;
}

bool waits(const Standing& standing) {
    return standing.save == Save::hollow || standing.save == Save::failed;
}

}  // namespace

void Stepper::open_desk(const AskingPin& pin, const event::LoggedIn& logged_in) {
    const LocalDay day = today(state_);
    Desk desk;
    desk.session = {logged_in.session, pin.person, acting_role(*book(), pin.person, day), pin.card, logged_in.until};

    std::optional<domain::Lesson> lesson;
    std::optional<EntityId> page;
    std::optional<OfficeDesk> office;
    std::optional<LoadId> plan;
    if (auto kept = state_.kept.extract(pin.person)) {
        desk.typed = std::move(kept.mapped().typed);
        desk.waiting = std::move(kept.mapped().waiting);
        const auto& place = kept.mapped().lesson;
        if (place && place->day == day) lesson = book()->lesson(*place);
        if (lesson) page = kept.mapped().page;
        office = kept.mapped().office;
        plan = kept.mapped().plan;
        desk.work = std::move(kept.mapped().work);
    }
    if (!lesson) {
        desk.typed = {};
        lesson = lesson_for(*book(), room(), pin.person, local_now(state_));
    }
    Desk& opened = state_.screen.emplace<Desk>(std::move(desk));
    opened.listing = !lesson;
    if (lesson) show_lesson(opened, *lesson);
    if (page) open_page(opened, *page);
    if (office) show_office(opened, *office);
    if (plan) show_plan(opened, *plan);
    offer_lessons(opened);
    write_failed_again(opened);
}

void Stepper::show_lesson(Desk& desk, const domain::Lesson& lesson) {
    desk.lesson = lesson;
    desk.page.reset();
    desk.office = {};
    desk.listing = false;
    desk.viewed = false;
    desk.picture = 0;
    desk.rows.clear();
    desk.topic = {};
    desk.homework = {};
    desk.seats = {};
    desk.attention.clear();
    desk.refused.clear();
    desk.touches.clear();
    desk.overtaken.reset();
    fill_from_facts(desk);
    fill_plan(desk, {});
    show_waiting(desk);
    ask_journal(desk);
}

void Stepper::fill_from_facts(Desk& desk) {
    const domain::Lesson& lesson = *desk.lesson;
    std::vector<Row> rows;
    for (const PersonId pupil : book()->pupils_of(lesson)) {
        const auto known = std::ranges::find(desk.rows, pupil, &Row::pupil);
        rows.push_back(known == desk.rows.end() ? Row{{}, pupil} : *known);
    }
    desk.rows = std::move(rows);
    const LocalDay day = lesson.key.day;
    const domain::Policies& rules = book()->policies(day);
    desk.codes = rules.attendance.codes;
    desk.kinds = rules.mark.kinds;
    desk.scale = rules.scale_for(domain::grade_of(*book(), lesson), domain::subject_name(*book(), lesson.subject, day));
    if (rules.kind(desk.work.kind) == nullptr) desk.work = {desk.kinds.empty() ? "" : desk.kinds.front().code};
    desk.may_write = teaches(lesson, desk.session.person);
    desk.may_stand_in =
        !desk.may_write && state_.facts.zone && judged(desk, stand_in(desk, {})).outcome != domain::Outcome::refused;
    fill_seats(desk);
    desk.dues.clear();
    for (auto next = book()->lesson_after(lesson.key); next && desk.dues.size() < due_choices;
         next = book()->lesson_after(next->key))
        // Homework for later the same day could only be refused (H-06).
        if (next->key.day > today(state_)) desk.dues.push_back(*next);
    desk.others.clear();
    for (const domain::Lesson& other : book()->lessons_on(day))
        if (other.key != lesson.key && other.takes_place() && shares_pupils(*book(), lesson, other))
            desk.others.push_back(other);
}

void Stepper::fill_plan(Desk& desk, const std::vector<PlanItemId>& done) {
    auto plan = book()->plan_of(desk.lesson->key.load, desk.lesson->key.day);
    desk.plan.items = static_cast<int>(plan.size());
    // The next topic is the one behind the last that was taught: what was skipped was skipped on purpose.
    auto from = plan.begin();
    for (auto item = plan.begin(); item != plan.end(); ++item)
        if (std::ranges::find(done, item->id) != done.end()) from = std::next(item);
    plan.erase(plan.begin(), from);
    if (plan.size() > plan_choices) plan.resize(plan_choices);
    desk.plan.next = std::move(plan);
}

void Stepper::offer_lessons(Desk& desk) {
    std::vector<LessonOffer> offers;
    effect::CountOffers count{new_number(), {}, desk.session.person};
    for (domain::Lesson& lesson : lessons_offered(*book(), room(), desk.session.person, local_now(state_))) {
        count.lessons.push_back(lesson.key);
        LessonOffer offer;
        offer.pupils = static_cast<int>(book()->pupils_of(lesson).size());
        const auto known =
            std::ranges::find_if(desk.offers, [&](const LessonOffer& old) { return old.lesson.key == lesson.key; });
        if (known != desk.offers.end()) {
            offer.marked = known->marked;
            offer.attention = known->attention;
        }
        offer.lesson = std::move(lesson);
        offers.push_back(std::move(offer));
    }
    desk.offers = std::move(offers);
    desk.offers_question = count.question;
    to_do(std::move(count));
    if (!desk.listing) return;
    ask_duties(desk);
    ask_mail(desk);
}

void Stepper::ask_duties(Desk& desk) {
    // It looks through the year so far: one at a time.
    if (desk.duties_question != 0) return;
    desk.duties_question = new_number();
    to_do(effect::ViewDuties{desk.duties_question, desk.session.person});
}

void Stepper::ask_journal(Desk& desk) {
    if (!desk.lesson) return;
    desk.question = new_number();
    effect::ViewLesson view{desk.question, desk.lesson->key, desk.session.person, desk.seats.cell, {}};
    for (const domain::Lesson& other : desk.others) view.others.push_back(other.key);
    to_do(std::move(view));
}

void Stepper::refresh_desk_after_facts() {
    Desk& desk = *on<Desk>();
    const domain::Person* person = book()->person(desk.session.person, today(state_));
    if (person == nullptr || person->kind != domain::PersonKind::staff) {
        lock(Trouble::person_unknown);
        return;
    }
    if (desk.lesson) {
        if (auto lesson = book()->lesson(desk.lesson->key)) {
            desk.lesson = std::move(*lesson);
            fill_from_facts(desk);
            show_waiting(desk);
            ask_journal(desk);
            if (desk.page) open_page(desk, EntityId{desk.page->shown().id});
        } else {
            desk.lesson.reset();
            desk.page.reset();
            desk.listing = true;
        }
    }
    refresh_courses(desk);
    ask_office(desk);
    offer_lessons(desk);
}

void Stepper::operator()(const event::LessonViewed& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr || desk->question != event.question) return;
    const auto take = [](Standing& standing, const LessonView::Value& value) {
        standing = {Save::solid, 0, value.outcome, value.conflict, value.in_force};
    };
    for (Row& row : desk->rows) row.elsewhere.clear();
    for (const LessonView::Value& value : event.view.values) {
        if (note_elsewhere(*desk, value)) continue;
        const Standing* standing = standing_of(*desk, value.cell);
        if (standing != nullptr && waits(*standing)) continue;
        if (Standing* shown = put(*desk, {value.cell, value.act})) take(*shown, value);
    }
    drop_overtaken(*desk);
    desk->attention = event.view.attention;
    desk->viewed = true;
    desk->picture = event.question;
    fill_plan(*desk, event.view.plan_done);
}

void Stepper::operator()(const event::OffersCounted& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr || desk->offers_question != event.question) return;
    for (LessonOffer& offer : desk->offers) {
        for (const LessonCount& count : event.counts) {
            if (count.lesson != offer.lesson.key) continue;
            offer.marked = count.marked;
            offer.attention = count.attention;
        }
    }
}

void Stepper::operator()(const event::DutiesViewed& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr || desk->duties_question != event.question) return;
    desk->duties_question = 0;
    if (event.failed) return;
    desk->duties = event.duties;
    desk->attention = event.attention;
}

void Stepper::operator()(const ask::OpenLesson& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr) return;
    if (desk->lesson && desk->lesson->key == event.lesson) {
        desk->listing = false;
        desk->page.reset();
        desk->office = {};
        drop_overtaken(*desk);
        return;
    }
    const auto offer =
        std::ranges::find_if(desk->offers, [&](const LessonOffer& known) { return known.lesson.key == event.lesson; });
    std::optional<domain::Lesson> lesson;
    if (offer != desk->offers.end())
        lesson = offer->lesson;
    else if (is_pointed_at(*desk, event.lesson))
        lesson = book()->lesson(event.lesson);
    if (!lesson) return;
    desk->typed = {};
    desk->work = {};
    show_lesson(*desk, *lesson);
}

void Stepper::operator()(const ask::ShowLessons&) {
    Desk* desk = on<Desk>();
    if (desk == nullptr) return;
    desk->listing = true;
    desk->page.reset();
    desk->office = {};
    offer_lessons(*desk);
}

void Stepper::operator()(const ask::StandIn& event) {
    Desk* desk = on<Desk>();
    if (desk != nullptr && desk->lesson) write(*desk, {stand_in(*desk, event.reason)});
}

void Stepper::operator()(const ask::SetAttendance& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr || !desk->lesson) return;
    const auto row = std::ranges::find(desk->rows, event.pupil, &Row::pupil);
    const bool same = row != desk->rows.end() && row->code == event.code && row->late_minutes == event.late_minutes;
    if (row == desk->rows.end() || same) return;
    write(*desk, {{attendance_cell(desk->lesson->key, event.pupil), Attendance{event.code, event.late_minutes}}});
}

void Stepper::operator()(const ask::GiveMark& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr || !desk->lesson) return;
    const auto row = std::ranges::find(desk->rows, event.pupil, &Row::pupil);
    if (row == desk->rows.end()) return;
    Mark mark = commented(*row, desk->work, event.value);
    if (event.comment) mark.comment = *event.comment;
    give_mark(*desk, *row, desk->lesson->key, event.pupil, mark);
}

void Stepper::operator()(const ask::ChooseVersion& event) {
    Desk* desk = on<Desk>();
    // Settling is a new entry that has seen both: only what is before the eyes has been seen.
    if (desk == nullptr || standings_of(*desk, event.cell).empty()) return;
    const auto known = std::ranges::find_if(
        desk->attention, [&](const Attention& item) { return item.conflict && item.cell == event.cell; });
    if (known == desk->attention.end()) return;
    write(*desk, {{event.cell, event.version == Version::own ? known->act : known->other}});
}

void Stepper::operator()(const ask::ChooseWork& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr || event.work.ordinal < 1) return;
    if (std::ranges::find(desk->kinds, event.work.kind, &domain::WorkKind::code) == desk->kinds.end()) return;
    desk->work = event.work;
}

void Stepper::operator()(const ask::AllPresent&) {
    Desk* desk = on<Desk>();
    if (desk == nullptr || !desk->lesson) return;
    std::vector<Writing> writings;
    for (const Row& row : desk->rows)
        if (!row.code) writings.push_back({attendance_cell(desk->lesson->key, row.pupil), Attendance{}});
    write(*desk, std::move(writings));
}

void Stepper::operator()(const ask::Type& event) {
    if (Desk* desk = on<Desk>()) desk->typed = event.typed;
}

void Stepper::operator()(const ask::WriteTexts& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr || !desk->lesson) return;
    const domain::LessonKey& key = desk->lesson->key;
    std::vector<Writing> writings;
    if (event.topic && desk->topic.topic != event.topic) writings.push_back({{CellKind::topic, key, {}}, *event.topic});
    if (event.task && (!desk->homework.task || !same_task(*desk, *desk->homework.task, *event.task))) {
        for (const GroupId group : desk->lesson->groups)
            writings.push_back({{CellKind::homework, key, entity_of(group)}, homework_of(*desk, *event.task)});
    }
    write(*desk, std::move(writings));
}

void Stepper::operator()(const ask::SetTask& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr || !desk->lesson) return;
    const auto row = std::ranges::find(desk->rows, event.pupil, &Row::pupil);
    if (row == desk->rows.end() || (row->task.task ? row->task.task->text : "") == event.text) return;
    Task task;
    task.text = event.text;
    if (desk->homework.task) task.due = desk->homework.task->due;
    write(*desk, {{{CellKind::homework, desk->lesson->key, entity_of(event.pupil)}, homework_of(*desk, task)}});
}

void Stepper::operator()(const ask::ReportPupil& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr || !desk->lesson) return;
    const auto row = std::ranges::find(desk->rows, event.pupil, &Row::pupil);
    domain::Message message;
    message.to = book()->class_teachers(class_of(*book(), *desk->lesson, event.pupil), desk->lesson->key.day);
    std::erase(message.to, desk->session.person);
    if (row == desk->rows.end() || row->reported || message.to.empty() || !state_.facts.zone) return;
    message.text = event.text;
    const Writing writing{{CellKind::message, {}, new_id(*desk)}, std::move(message)};
    row->reported = judged(*desk, writing).outcome != domain::Outcome::refused;
    write(*desk, {writing});
}

void Stepper::give_mark(Desk& desk, const PupilLesson& of, const domain::LessonKey& lesson, PersonId pupil,
                        const Mark& mark) {
    if (auto writing = mark_writing(of, lesson, pupil, desk.work, mark)) write(desk, {std::move(*writing)});
}

domain::Role Stepper::role_in(const Desk& desk, const Writing& writing) const {
    return role_for(*book(), desk.session.person, desk.session.role, writing, today(state_));
}

domain::Judgement Stepper::judged(Desk& desk, const Writing& writing) const {
    const bool to_group = desk.lesson && is_groups_homework(*desk.lesson, writing.cell);
    domain::Claim claim;
    claim.author = desk.session.person;
    claim.role = role_in(desk, writing);
    claim.station = state_.setup.station;
    const std::vector<Standing*> standings = standings_of(desk, writing.cell);
    claim.first = std::ranges::all_of(standings, [](const Standing* one) { return one->save == Save::none; });
    claim.writing = writing;
    claim.audience = domain::audience_of(writing.cell, writing.act, to_group);
    claim.saved = state_.now;
    claim.facts = book()->version();
    return domain::judge(*book(), *state_.facts.zone, claim, state_.now);
}

void Stepper::write(Desk& desk, std::vector<Writing> writings) {
    if (!state_.facts.zone) return;
    std::vector<Writing> attempts;
    std::erase_if(writings, [&](const Writing& writing) {
        const domain::Judgement judgement = judged(desk, writing);
        if (judgement.outcome != domain::Outcome::refused) return false;
        // Once a rule and lesson opened: thirty touches are one attempt.
        if (is_attempt(judgement.rule) && std::ranges::count(desk.refused, judgement.rule, &Attention::rule) == 0)
            attempts.push_back(attempt_of(new_id(desk), judgement.rule));
        std::erase_if(desk.refused, [&](const Attention& told) { return told.cell == writing.cell; });
        desk.refused.push_back(
            {writing.cell, writing.act, judgement.outcome, judgement.rule, false, {}, {}, state_.now});
        return true;
    });
    for (const Writing& writing : writings) {
        const auto answered = [&](const Attention& told) { return told.cell == writing.cell; };
        std::erase_if(desk.refused, answered);
        std::erase_if(desk.attention, answered);
    }
    std::ranges::move(attempts, std::back_inserter(writings));
    if (!writings.empty()) hand_over(desk, std::move(writings));
}

}  // namespace zvonok::flow
