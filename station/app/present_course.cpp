#include "station/app/present.hpp"
#include "station/app/present_parts.hpp"

#include <algorithm>

namespace zvonok::app {

namespace {

namespace plan = screens::plan;
using domain::LessonStage;

std::string groups_of(const domain::FactBook& book, const flow::Course& course, LocalDay day) {
    std::string names;
    for (const GroupId id : course.groups)
        if (const domain::Group* group = book.group(id, day))
            names.append(names.empty() ? "" : ", ").append(group->name);
    return names;
}

std::string subject_of(const domain::FactBook& book, const flow::Course& course, LocalDay day) {
    const domain::Subject* subject = book.subject(course.subject, day);
    return subject == nullptr ? std::string{} : subject->name;
}

plan::Lag lag_of(const flow::Course& course, const domain::Progress& progress) {
    return {!course.plan.empty(), progress.lag, progress.reasons, progress.shortfall};
}

plan::Stand stand_of(const domain::ItemProgress& item, bool due) {
    if (item.covered >= item.planned) return due ? plan::Stand::given : plan::Stand::early;
    if (due) return plan::Stand::late;
    if (item.covered > 0) return plan::Stand::partly;
    return item.linked > 0 ? plan::Stand::placed : plan::Stand::open;
}

/// The topics in the order of the plan, and of which lessons each is.
void add_topics(plan::State& shown, const flow::Course& course, const domain::Progress& progress,
                const std::vector<domain::PlanLesson>& lessons, const domain::Policies& rules) {
    int until = 0;
    for (std::size_t n = 0; n < course.plan.size(); ++n) {
        const domain::PlannedTopic& item = course.plan[n];
        const domain::ItemProgress& stands = progress.items[n];
        until += item.hours;
        plan::Topic& topic = shown.topics.emplace_back();
        topic.id = item.id;
        topic.number = item.number;
        topic.text = item.topic;
        topic.hours = item.hours;
        topic.covered = stands.covered;
        if (const domain::WorkKind* kind = rules.kind(item.work)) topic.work = kind->title;
        topic.merged = stands.merged;
        topic.stand = stand_of(stands, until <= progress.due);
        for (std::size_t at = 0; at < lessons.size(); ++at)
            if (std::ranges::find(lessons[at].items, item.id) != lessons[at].items.end()) topic.slots.push_back(at);
    }
}

plan::Bulk bulk_of(const flow::Course& course, const std::vector<domain::PlanLesson>& lessons,
                   const std::vector<domain::LessonKey>& free) {
    plan::Bulk bulk;
    if (!free.empty()) {
        const domain::Attachment attachment = domain::attach(course.plan, lessons, free);
        bulk.attach = static_cast<int>(attachment.changes.size());
        for (const domain::PlanHours& hours : attachment.unplaced) bulk.unplaced += hours.hours;
    }
    const domain::Shift shift = domain::shift_after_loss(lessons);
    bulk.shift = static_cast<int>(shift.moves.size());
    bulk.fallen =
        static_cast<int>(std::ranges::count_if(shift.moves, [](const domain::LinkMove& move) { return !move.to; }));
    for (const domain::PlanLesson& lesson : lessons)
        if (lesson.stage == LessonStage::ahead && !lesson.items.empty()) bulk.linked.push_back(lesson.key);
    return bulk;
}

}  // namespace

plan::State present_plan(const flow::State& state, const flow::Desk& desk, const flow::CoursePlan& of) {
    const domain::FactBook& book = *state.facts.book;
    const LocalDay today = flow::today(state);
    const flow::Course& course = of.course;
    plan::State shown;
    shown.common = common_shown(state, desk);
    shown.common.loading = !of.viewed;
    shown.load = course.load;
    shown.groups = groups_of(book, course, today);
    shown.subject = subject_of(book, course, today);
    shown.rule = of.rule;
    if (desk.lesson && desk.lesson->key.load == course.load) shown.lesson = desk.lesson->key;

    const auto lessons = course.planned(flow::local_now(state));
    const domain::Progress progress = domain::progress_of(course.plan, lessons);
    shown.lag = lag_of(course, progress);
    std::vector<domain::LessonKey> free;
    if (state.facts.zone) free = flow::free_lessons(book, *state.facts.zone, course, state.now);
    for (std::size_t n = 0; n < lessons.size(); ++n) {
        plan::Slot& slot = shown.slots.emplace_back();
        slot.key = lessons[n].key;
        slot.day = course.lessons[n].lesson.day();
        slot.period = course.lessons[n].lesson.period;
        slot.stage = lessons[n].stage;
        slot.standing = standing_shown(course.lessons[n].standing);
        slot.free = std::ranges::find(free, slot.key) != free.end();
        for (const domain::PlannedTopic& item : course.plan)
            if (std::ranges::find(lessons[n].items, item.id) != lessons[n].items.end())
                slot.numbers.push_back(item.number);
    }
    add_topics(shown, course, progress, lessons, book.policies(today));
    shown.bulk = bulk_of(course, lessons, free);
    return shown;
}

screens::classes::State present_classes(const flow::State& state, const flow::Desk& desk, const flow::Classes& of) {
    const domain::FactBook& book = *state.facts.book;
    const LocalTime now = flow::local_now(state);
    const LocalDay today = flow::today(state);
    screens::classes::State shown;
    shown.common = common_shown(state, desk);
    shown.common.loading = !of.viewed;
    for (const flow::Course& course : of.courses) {
        screens::classes::Item& item = shown.items.emplace_back();
        item.load = course.load;
        item.groups = groups_of(book, course, today);
        item.subject = subject_of(book, course, today);
        const domain::Lesson* nearest = nullptr;
        for (const flow::CourseLesson& each : course.lessons) {
            if (!each.lesson.takes_place()) continue;
            if (nearest == nullptr || nearest->ends <= now) nearest = &each.lesson;
        }
        if (nearest != nullptr) item.pupils = static_cast<int>(book.pupils_of(*nearest).size());
        if (nearest != nullptr && nearest->ends > now) {
            item.next = nearest->day();
            item.period = nearest->period;
        }
        item.lag = lag_of(course, domain::progress_of(course.plan, course.planned(now)));
    }
    return shown;
}

}  // namespace zvonok::app
