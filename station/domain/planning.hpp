#pragma once

#include "station/domain/fact_book.hpp"

/// A plan of topics (КТП) against the lessons of its load: which lesson is to cover which items, what moves when a
/// lesson is lost, and how far the plan is behind (E-03, E-12, E-13). Pure: answers say which links to write, the
/// teacher writes them.
///
/// Times: a lesson is one hour of the plan. The first item of a lesson's link is what the hour is given to; further
/// items are merged into it (E-13) and are done with in that lesson, however many hours the plan had for them.
namespace zvonok::domain {

enum class LessonStage : std::uint8_t {
    ahead,
    unfilled,  ///< its time is over, and nothing says that it was held
    held,
    lost,  ///< cancelled, or merged into another lesson
};

/// A lesson of the load as the plan sees it.
struct PlanLesson {
    LessonKey key;
    LessonStage stage = LessonStage::ahead;
    std::vector<PlanItemId> items{};  ///< linked; of a held lesson: what its recorded topic covers
    bool extra = false;               ///< given on top of the timetable, to catch up
};

/// The link to write into the lesson's cell. No items: detached.
struct LinkChange {
    LessonKey lesson;
    std::vector<PlanItemId> items;

    bool operator==(const LinkChange&) const = default;
};

/// One lesson named by hand, or many at a stroke. A held lesson keeps its topic unless it is named by hand (E-03).
enum class Choice : std::uint8_t { singly, in_bulk };

struct PlanHours {
    PlanItemId item;
    int hours = 0;
};

struct Attachment {
    std::vector<LinkChange> changes;
    std::vector<PlanHours> unplaced;  ///< for which no lesson is free
};
/// Gives the items that are not linked yet, in their order and for their hours, to lessons that have none, in theirs.
///
/// chosen  only these lessons; empty: all that are free
Attachment attach(const std::vector<PlannedTopic>& plan, std::vector<PlanLesson> lessons,
                  const std::vector<LessonKey>& chosen = {}, Choice choice = Choice::in_bulk);

struct Detachment {
    std::vector<LinkChange> changes;
    std::vector<LessonKey> kept;  ///< held, and not named by hand
};
Detachment detach(const std::vector<PlanLesson>& lessons, const std::vector<LessonKey>& chosen, Choice choice);

/// One link that moves with all its items.
struct LinkMove {
    std::vector<PlanItemId> items;
    LessonKey from;
    std::optional<LessonKey> to;  ///< nothing: the year has no lesson for it any more

    bool operator==(const LinkMove&) const = default;
};

struct Shift {
    std::vector<LinkChange> changes;
    std::vector<LinkMove> moves;  ///< by the lesson that they leave
};
/// What lost lessons were to cover goes to the next lesson ahead, what stood there to the one after, until a lesson
/// without a link takes the last of it. Held lessons stay as they are.
Shift shift_after_loss(std::vector<PlanLesson> lessons);

/// Merges items into a lesson (E-13): it covers them on top of its own, their own lessons ahead become free, and what
/// follows moves up. Nothing to do (no such lesson, a lost one, no items): no changes.
Shift merge_into(std::vector<PlanLesson> lessons, const LessonKey& lesson, const std::vector<PlanItemId>& items);

/// How an item of the plan stands.
struct ItemProgress {
    PlanItemId item;
    int planned = 0;      ///< hours
    int linked = 0;       ///< lessons to come that are to cover it
    int held = 0;         ///< lessons held that gave it their hour
    int covered = 0;      ///< of its planned hours
    bool merged = false;  ///< covered together with another item
};

/// Where a lag comes from, in hours. lag = lost + unfilled + off_plan + overrun - extra - merged, as long as the
/// timetable does not outrun the plan.
struct LagReasons {
    int lost = 0;
    int unfilled = 0;
    int off_plan = 0;  ///< held without an item of the plan
    int overrun = 0;   ///< held beyond an item's planned hours
    int extra = 0;     ///< held on top of the timetable
    int merged = 0;    ///< won by merging topics
};

struct Progress {
    std::vector<ItemProgress> items;  ///< as in the plan
    int planned = 0;                  ///< hours
    int due = 0;                      ///< hours that the timetable has given so far, at most `planned`
    int linked = 0;                   ///< hours of lessons to come with a link
    int held = 0;                     ///< lessons held, on plan or off
    int covered = 0;                  ///< planned hours that are done with
    int lag = 0;                      ///< due - covered; negative: ahead of the plan
    LagReasons reasons;
    int topics_due = 0;  ///< items whose last hour is due
    int topics_covered = 0;
    int lessons_left = 0;  ///< to come
    int shortfall = 0;     ///< hours of the plan for which no lesson is left

    [[nodiscard]] int topic_lag() const { return topics_due - topics_covered; }
};
/// E-12, by the lessons as they stand now.
Progress progress_of(const std::vector<PlannedTopic>& plan, const std::vector<PlanLesson>& lessons);

/// What the lesson is to cover: its link, else the plan's first item that no lesson has its hours from; empty when the
/// plan is through.
std::vector<PlanItemId> items_for(const std::vector<PlannedTopic>& plan, const std::vector<PlanLesson>& lessons,
                                  const LessonKey& lesson);

}  // namespace zvonok::domain
