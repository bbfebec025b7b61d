#include "station/domain/deadlines.hpp"
#include "station/flow/stepper.hpp"

#include <algorithm>
#include <unordered_map>

namespace zvonok::flow {

namespace {

using domain::CellKind;
using domain::LessonStage;
using domain::LinkChange;

domain::Cell link_cell(const domain::LessonKey& lesson) {
    return {CellKind::plan_link, lesson, {}};
}

domain::SchoolYear year_around(const domain::FactBook& book, LocalDay day) {
    const auto id = book.year_of(day);
    const domain::SchoolYear* year = id ? book.year(*id) : nullptr;
    return year == nullptr ? domain::SchoolYear{day, day} : *year;
}

/// The load's plan and lessons as the facts have them.
Course course_of(const domain::FactBook& book, LoadId id, LocalDay day) {
    Course course;
    course.load = id;
    if (const domain::Load* load = book.load(id, day)) {
        course.subject = load->subject;
        course.groups = load->groups;
    }
    course.plan = book.plan_of(id, day);
    const domain::SchoolYear year = year_around(book, day);
    for (domain::Lesson& lesson : book.lessons_of_load(id, year.first, year.last))
        course.lessons.push_back({std::move(lesson)});
    return course;
}

/// What the journal says of the course's lessons.
void fill(Course& course, const PlansView& view) {
    for (CourseLesson& lesson : course.lessons) {
        lesson.held = lesson.not_held = false;
        lesson.topic.reset();
        lesson.link.reset();
        lesson.standing = {};
    }
    for (const domain::LessonKey& key : view.held)
        if (CourseLesson* lesson = course.lesson(key)) lesson->held = true;
    for (const domain::LessonKey& key : view.not_held)
        if (CourseLesson* lesson = course.lesson(key)) lesson->not_held = true;
    for (const RecordedValue& value : view.values) {
        CourseLesson* lesson = course.lesson(value.cell.lesson);
        if (lesson == nullptr) continue;
        if (const auto* topic = std::get_if<domain::Topic>(&value.act)) lesson->topic = *topic;
        if (const auto* link = std::get_if<domain::PlanLink>(&value.act)) {
            lesson->link = *link;
            lesson->standing = {Save::solid, 0, value.outcome, value.conflict, value.in_force};
        }
    }
}

LessonStage stage_of(const CourseLesson& of, LocalTime now) {
    if (!of.lesson.takes_place() || of.not_held) return LessonStage::lost;
    if (of.held) return LessonStage::held;
    return of.lesson.ends <= now ? LessonStage::unfilled : LessonStage::ahead;
}

/// Where an item goes that one lesson is to cover. The lesson that was to cover it last gives it up, unless the item
/// has hours to spare.
std::vector<LinkChange> moved(const Course& course, std::vector<domain::PlanLesson> lessons, PlanItemId item,
                              const domain::LessonKey& to) {
    const auto target = std::ranges::find(lessons, to, &domain::PlanLesson::key);
    if (target == lessons.end() || target->stage == LessonStage::lost || target->stage == LessonStage::held) return {};
    if (std::ranges::find(target->items, item) != target->items.end()) return {};
    if (!target->items.empty()) return domain::merge_into(std::move(lessons), to, {item}).changes;
    std::vector<LinkChange> changes{{to, {item}}};
    const auto planned = std::ranges::find(course.plan, item, &domain::PlannedTopic::id);
    const auto has_it = [&](const domain::PlanLesson& lesson) {
        return lesson.stage != LessonStage::lost && !lesson.items.empty() && lesson.items.front() == item;
    };
    if (planned == course.plan.end()) return {};
    if (std::ranges::count_if(lessons, has_it) < planned->hours) return changes;
    const auto last = std::find_if(lessons.rbegin(), lessons.rend(), [&](const domain::PlanLesson& lesson) {
        return has_it(lesson) && lesson.stage != LessonStage::held;
    });
    if (last == lessons.rend()) return changes;
    std::vector<PlanItemId> rest = last->items;
    std::erase(rest, item);
    changes.push_back({last->key, std::move(rest)});
    return changes;
}

}  // namespace

CourseLesson* Course::lesson(const domain::LessonKey& key) {
    const auto found = std::ranges::find_if(lessons, [&](const CourseLesson& each) { return each.lesson.key == key; });
    return found == lessons.end() ? nullptr : &*found;
}

std::vector<domain::PlanLesson> Course::planned(LocalTime now) const {
    std::vector<domain::PlanLesson> all;
    std::unordered_map<PlanItemId, int> elsewhere;
    for (const CourseLesson& of : lessons) {
        domain::PlanLesson& made = all.emplace_back();
        made.key = of.lesson.key;
        made.stage = stage_of(of, now);
        made.extra = of.lesson.state == domain::LessonState::added;
        if (made.stage == LessonStage::held && of.topic) {
            // What was held covers what its record says, whatever it was linked to before.
            if (!of.topic->plan_item.empty()) made.items.push_back(of.topic->plan_item);
            made.items.insert(made.items.end(), of.topic->more.begin(), of.topic->more.end());
        } else if (of.link) {
            made.items = of.link->items;
        }
        if (made.stage != LessonStage::lost)
            for (const PlanItemId item : made.items) ++elsewhere[item];
    }
    const auto is_placed = [&](PlanItemId item) {
        const auto planned = std::ranges::find(plan, item, &domain::PlannedTopic::id);
        return planned == plan.end() || elsewhere[item] >= planned->hours;
    };
    // Nothing can be written in a lesson that was cancelled: its link stays, and says nothing once it was made good.
    for (domain::PlanLesson& lesson : all)
        if (lesson.stage == LessonStage::lost) std::erase_if(lesson.items, is_placed);
    return all;
}

std::vector<domain::LessonKey> free_lessons(const domain::FactBook& book, const Zone& zone, const Course& course,
                                            Instant now) {
    std::vector<domain::LessonKey> free;
    const auto planned = course.planned(zone.to_local(now));
    for (std::size_t n = 0; n < planned.size(); ++n) {
        const LessonStage stage = planned[n].stage;
        if (!planned[n].items.empty() || (stage != LessonStage::ahead && stage != LessonStage::unfilled)) continue;
        const domain::Terms terms = domain::topic_terms(book, zone, course.lessons[n].lesson);
        if (!terms.closes || now < *terms.closes) free.push_back(planned[n].key);
    }
    return free;
}

Standing* standing_of(CoursePlan& plan, const domain::Cell& cell) {
    CourseLesson* lesson = cell.kind == CellKind::plan_link ? plan.course.lesson(cell.lesson) : nullptr;
    return lesson == nullptr ? nullptr : &lesson->standing;
}

Standing* put(CoursePlan& plan, const Writing& writing) {
    const auto* link = std::get_if<domain::PlanLink>(&writing.act);
    CourseLesson* lesson = link == nullptr ? nullptr : plan.course.lesson(writing.cell.lesson);
    if (lesson == nullptr) return nullptr;
    lesson->link = *link;
    return &lesson->standing;
}

void Stepper::show_plan(Desk& desk, LoadId load) {
    if (book()->load(load, today(state_)) == nullptr) return;
    desk.refused.clear();
    desk.office = CoursePlan{};
    fill_plan_page(desk, load);
    ask_office(desk);
}

void Stepper::fill_plan_page(Desk& desk, LoadId load) {
    auto& plan = std::get<CoursePlan>(desk.office);
    plan.course = course_of(*book(), load, today(state_));
    plan.viewed = false;
    plan.picture = 0;
    plan.rule.clear();
    // The lesson that comes next decides: what holds for it holds for those after it.
    const LocalTime now = local_now(state_);
    const CourseLesson* next = nullptr;
    for (const CourseLesson& lesson : plan.course.lessons)
        if (lesson.lesson.takes_place() && (next == nullptr || next->lesson.ends <= now)) next = &lesson;
    if (next != nullptr && state_.facts.zone) {
        const Writing probe{link_cell(next->lesson.key), domain::PlanLink{}};
        if (const domain::Judgement judgement = judged(desk, probe); judgement.outcome == domain::Outcome::refused)
            plan.rule = judgement.rule;
    }
    show_waiting(desk);
}

void Stepper::fill_classes(Desk& desk) {
    auto& classes = std::get<Classes>(desk.office);
    classes.courses.clear();
    classes.viewed = false;
    const LocalDay day = today(state_);
    for (const LoadId load : book()->loads_of_teacher(desk.session.person, day))
        classes.courses.push_back(course_of(*book(), load, day));
    const auto name_of = [&](const Course& course) {
        const domain::Group* group = course.groups.empty() ? nullptr : book()->group(course.groups.front(), day);
        return std::tuple{group == nullptr ? 0 : group->grade, group == nullptr ? std::string{} : group->name,
                          domain::subject_name(*book(), course.subject, day)};
    };
    std::ranges::stable_sort(classes.courses,
                             [&](const Course& a, const Course& b) { return name_of(a) < name_of(b); });
}

void Stepper::refresh_courses(Desk& desk) {
    if (const auto* plan = std::get_if<CoursePlan>(&desk.office)) {
        const LoadId load = plan->course.load;
        if (book()->load(load, today(state_)) != nullptr)
            fill_plan_page(desk, load);
        else
            desk.office = {};
    } else if (std::holds_alternative<Classes>(desk.office)) {
        fill_classes(desk);
    }
}

std::uint64_t Stepper::ask_for_plans(const std::vector<LoadId>& loads) {
    const domain::SchoolYear year = year_around(*book(), today(state_));
    const std::uint64_t question = new_number();
    to_do(effect::ViewPlans{question, loads, year.first, year.last});
    return question;
}

void Stepper::link(Desk& desk, const std::vector<LinkChange>& changes, const std::string& measure) {
    auto& plan = std::get<CoursePlan>(desk.office);
    std::vector<Writing> writings;
    for (const LinkChange& change : changes) {
        const CourseLesson* lesson = plan.course.lesson(change.lesson);
        if (lesson == nullptr || !lesson->lesson.takes_place()) continue;
        writings.push_back({link_cell(change.lesson), domain::PlanLink{change.items, measure}});
    }
    write(desk, std::move(writings));
}

void Stepper::operator()(const event::PlansViewed& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr) return;
    if (auto* plan = std::get_if<CoursePlan>(&desk->office); plan != nullptr && plan->question == event.question) {
        fill(plan->course, event.view);
        plan->viewed = true;
        plan->picture = event.question;
        show_waiting(*desk);
    } else if (auto* classes = std::get_if<Classes>(&desk->office);
               classes != nullptr && classes->question == event.question) {
        for (Course& course : classes->courses) fill(course, event.view);
        classes->viewed = true;
    }
}

void Stepper::operator()(const ask::ShowPlan& event) {
    if (Desk* desk = on<Desk>(); desk != nullptr && book() != nullptr) show_plan(*desk, event.load);
}

void Stepper::operator()(const ask::ShowPageOf& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr || book() == nullptr) return;
    const LocalTime now = local_now(state_);
    const Course course = course_of(*book(), event.load, today(state_));
    const domain::Lesson* nearest = nullptr;
    for (const CourseLesson& lesson : course.lessons)
        if (lesson.lesson.takes_place() && (nearest == nullptr || lesson.lesson.starts <= now))
            nearest = &lesson.lesson;
    if (nearest == nullptr) return;
    if (!desk->lesson || desk->lesson->key != nearest->key) {
        desk->typed = {};
        desk->work = {};
        show_lesson(*desk, *nearest);
    }
    desk->listing = false;
    desk->office = {};
    open_page(*desk, {});
}

void Stepper::operator()(const ask::LinkTopic& event) {
    Desk* desk = on<Desk>();
    auto* plan = desk == nullptr ? nullptr : std::get_if<CoursePlan>(&desk->office);
    if (plan == nullptr) return;
    link(*desk, moved(plan->course, plan->course.planned(local_now(state_)), event.item, event.lesson), event.measure);
}

void Stepper::operator()(const ask::UnlinkLessons& event) {
    Desk* desk = on<Desk>();
    auto* plan = desk == nullptr ? nullptr : std::get_if<CoursePlan>(&desk->office);
    if (plan == nullptr) return;
    const auto lessons = plan->course.planned(local_now(state_));
    link(*desk, domain::detach(lessons, event.lessons, domain::Choice::in_bulk).changes, {});
}

void Stepper::operator()(const ask::LinkAll&) {
    Desk* desk = on<Desk>();
    auto* plan = desk == nullptr ? nullptr : std::get_if<CoursePlan>(&desk->office);
    if (plan == nullptr || !state_.facts.zone) return;
    const auto lessons = plan->course.planned(local_now(state_));
    const auto free = free_lessons(*book(), *state_.facts.zone, plan->course, state_.now);
    if (!free.empty()) link(*desk, domain::attach(plan->course.plan, lessons, free).changes, {});
}

void Stepper::operator()(const ask::ShiftPlan& event) {
    Desk* desk = on<Desk>();
    auto* plan = desk == nullptr ? nullptr : std::get_if<CoursePlan>(&desk->office);
    if (plan == nullptr) return;
    const auto lessons = plan->course.planned(local_now(state_));
    std::vector<LinkChange> changes = domain::shift_after_loss(lessons).changes;
    // The lost lesson's own link says nothing once others cover it, and most often can't be written any more.
    std::erase_if(changes, [&](const LinkChange& change) {
        return std::ranges::find(lessons, change.lesson, &domain::PlanLesson::key)->stage == LessonStage::lost;
    });
    link(*desk, changes, event.measure);
}

}  // namespace zvonok::flow
