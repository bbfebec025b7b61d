#include "station/domain/planning.hpp"

#include <algorithm>
#include <deque>

namespace zvonok::domain {

namespace {

bool is_to_come(const PlanLesson& lesson) {
    return lesson.stage == LessonStage::ahead || lesson.stage == LessonStage::unfilled;
}

void sort_by_time(std::vector<PlanLesson>& lessons) {
    std::ranges::stable_sort(lessons, {}, [](const PlanLesson& lesson) {
        return std::tuple{lesson.key.day, lesson.key.ordinal, lesson.key.unplanned};
    });
}

bool has(const std::vector<LessonKey>& keys, const LessonKey& key) {
    return std::ranges::find(keys, key) != keys.end();
}

/// Hours of an item that lessons give or will give.
struct Given {
    int hours = 0;
    bool merged = false;  ///< done with together with another item
};

std::unordered_map<PlanItemId, Given> given_by(const std::vector<PlanLesson>& lessons, auto&& counts) {
    std::unordered_map<PlanItemId, Given> given;
    for (const PlanLesson& lesson : lessons) {
        if (!counts(lesson)) continue;
        for (std::size_t index = 0; index < lesson.items.size(); ++index) {
            Given& item = given[lesson.items[index]];
            if (index == 0) ++item.hours;
            if (index > 0) item.merged = true;
        }
    }
    return given;
}

/// Hours of the plan that no lesson gives yet, by item.
std::deque<PlanHours> open_hours(const std::vector<PlannedTopic>& plan, const std::vector<PlanLesson>& lessons) {
    const auto given = given_by(lessons, [](const PlanLesson& lesson) { return lesson.stage != LessonStage::lost; });
    std::deque<PlanHours> open;
    for (const PlannedTopic& item : plan) {
        const auto found = given.find(item.id);
        const Given has = found == given.end() ? Given{} : found->second;
        const int missing = has.merged ? 0 : item.hours - has.hours;
        if (missing > 0) open.push_back({item.id, missing});
    }
    return open;
}

/// Remembers the links as they were, and tells what became of them.
class Links {
  public:
    explicit Links(const std::vector<PlanLesson>& lessons) {
        for (const PlanLesson& lesson : lessons) before_.push_back(lesson.items);
    }
    [[nodiscard]] std::vector<LinkChange> changes(const std::vector<PlanLesson>& lessons) const {
        std::vector<LinkChange> changes;
        for (std::size_t at = 0; at < lessons.size(); ++at)
            if (lessons[at].items != before_[at]) changes.push_back({lessons[at].key, lessons[at].items});
        return changes;
    }

  private:
    std::vector<std::vector<PlanItemId>> before_;
};

}  // namespace

Attachment attach(const std::vector<PlannedTopic>& plan, std::vector<PlanLesson> lessons,
                  const std::vector<LessonKey>& chosen, Choice choice) {
    sort_by_time(lessons);
    Attachment attachment;
    std::deque<PlanHours> open = open_hours(plan, lessons);
    for (const PlanLesson& lesson : lessons) {
        if (open.empty()) break;
        const bool named = has(chosen, lesson.key);
        if (!lesson.items.empty() || lesson.stage == LessonStage::lost || (!chosen.empty() && !named)) continue;
        if (lesson.stage == LessonStage::held && !(named && choice == Choice::singly)) continue;
        attachment.changes.push_back({lesson.key, {open.front().item}});
        if (--open.front().hours == 0) open.pop_front();
    }
    attachment.unplaced.assign(open.begin(), open.end());
    return attachment;
}

Detachment detach(const std::vector<PlanLesson>& lessons, const std::vector<LessonKey>& chosen, Choice choice) {
    Detachment detachment;
    for (const PlanLesson& lesson : lessons) {
        if (lesson.items.empty() || !has(chosen, lesson.key)) continue;
        if (lesson.stage == LessonStage::held && choice == Choice::in_bulk)
            detachment.kept.push_back(lesson.key);
        else
            detachment.changes.push_back({lesson.key, {}});
    }
    return detachment;
}

Shift shift_after_loss(std::vector<PlanLesson> lessons) {
    sort_by_time(lessons);
    const Links links{lessons};
    Shift shift;
    struct Waiting {
        std::vector<PlanItemId> items;
        LessonKey from;
        std::size_t move;  ///< its place among the moves
    };
    std::deque<Waiting> waiting;
    const auto lift = [&](PlanLesson& lesson) {
        shift.moves.push_back({lesson.items, lesson.key, std::nullopt});
        waiting.push_back({std::exchange(lesson.items, {}), lesson.key, shift.moves.size() - 1});
    };
    for (PlanLesson& lesson : lessons) {
        if (lesson.stage == LessonStage::lost && !lesson.items.empty()) lift(lesson);
        if (lesson.stage != LessonStage::ahead || waiting.empty()) continue;
        if (!lesson.items.empty()) lift(lesson);
        lesson.items = std::move(waiting.front().items);
        shift.moves[waiting.front().move].to = lesson.key;
        waiting.pop_front();
    }
    shift.changes = links.changes(lessons);
    return shift;
}

Shift merge_into(std::vector<PlanLesson> lessons, const LessonKey& key, const std::vector<PlanItemId>& items) {
    sort_by_time(lessons);
    const Links links{lessons};
    Shift shift;
    const auto target = std::ranges::find(lessons, key, &PlanLesson::key);
    if (target == lessons.end() || target->stage == LessonStage::lost) return shift;
    const auto is_merged = [&](PlanItemId id) { return std::ranges::find(items, id) != items.end(); };
    std::vector<PlanItemId> own = target->items;
    for (const PlanItemId item : items)
        if (std::ranges::find(own, item) == own.end()) own.push_back(item);
    target->items = own;

    bool freed = false;
    std::vector<std::size_t> places;  // lessons ahead from the first that became free
    std::deque<LinkMove> following;
    for (std::size_t at = 0; at < lessons.size(); ++at) {
        PlanLesson& lesson = lessons[at];
        if (lesson.key == key || lesson.stage != LessonStage::ahead) continue;
        const bool had = !lesson.items.empty();
        std::erase_if(lesson.items, is_merged);
        freed = freed || (had && lesson.items.empty());
        if (!freed) continue;
        places.push_back(at);
        if (!lesson.items.empty()) following.push_back({std::exchange(lesson.items, {}), lesson.key, std::nullopt});
    }
    for (const std::size_t place : places) {
        if (following.empty()) break;
        following.front().to = lessons[place].key;
        lessons[place].items = following.front().items;
        if (following.front().to != following.front().from) shift.moves.push_back(following.front());
        following.pop_front();
    }
    shift.changes = links.changes(lessons);
    return shift;
}

Progress progress_of(const std::vector<PlannedTopic>& plan, const std::vector<PlanLesson>& lessons) {
    const auto held = given_by(lessons, [](const PlanLesson& lesson) { return lesson.stage == LessonStage::held; });
    const auto to_come = given_by(lessons, is_to_come);
    const auto hours = [](const auto& given, PlanItemId id) {
        const auto found = given.find(id);
        return found == given.end() ? Given{} : found->second;
    };
    Progress progress;
    int on_plan = 0;
    for (const PlannedTopic& item : plan) {
        const Given done = hours(held, item.id);
        const int own = std::min(item.hours, done.hours);
        const int covered = done.merged ? item.hours : own;
        progress.items.push_back(
            {item.id, item.hours, hours(to_come, item.id).hours, done.hours, covered, done.merged});
        progress.planned += item.hours;
        progress.covered += covered;
        progress.topics_covered += covered == item.hours ? 1 : 0;
        progress.reasons.overrun += done.hours - own;
        progress.reasons.merged += covered - own;
        on_plan += done.hours;
    }
    int given = 0;
    for (const PlanLesson& lesson : lessons) {
        const bool over = lesson.stage != LessonStage::ahead;
        given += over && !lesson.extra ? 1 : 0;
        progress.held += lesson.stage == LessonStage::held ? 1 : 0;
        progress.lessons_left += lesson.stage == LessonStage::ahead ? 1 : 0;
        progress.linked += is_to_come(lesson) && !lesson.items.empty() ? 1 : 0;
        progress.reasons.extra += lesson.extra && lesson.stage == LessonStage::held ? 1 : 0;
        progress.reasons.lost += !lesson.extra && lesson.stage == LessonStage::lost ? 1 : 0;
        progress.reasons.unfilled += !lesson.extra && lesson.stage == LessonStage::unfilled ? 1 : 0;
    }
    progress.reasons.off_plan = progress.held - on_plan;
    progress.due = std::min(given, progress.planned);
    progress.lag = progress.due - progress.covered;
    int until = 0;
    for (const PlannedTopic& item : plan) progress.topics_due += (until += item.hours) <= progress.due ? 1 : 0;
    progress.shortfall = std::max(0, progress.planned - progress.covered - progress.lessons_left);
    return progress;
}

std::vector<PlanItemId> items_for(const std::vector<PlannedTopic>& plan, const std::vector<PlanLesson>& lessons,
                                  const LessonKey& lesson) {
    const auto found = std::ranges::find(lessons, lesson, &PlanLesson::key);
    if (found != lessons.end() && !found->items.empty()) return found->items;
    const auto open = open_hours(plan, lessons);
    if (open.empty()) return {};
    return {open.front().item};
}

}  // namespace zvonok::domain
