#pragma once

#include "station/domain/planning.hpp"
#include "station/screens/office.hpp"

/// The plan of topics (КТП) of one class and subject beside its lessons: what is given, what lags, what comes when.
namespace zvonok::screens::plan {

/// A lesson to which a topic is linked, or could be.
struct Slot {
    domain::LessonKey key{};
    LocalDay day{};
    int period = 0;
    domain::LessonStage stage = domain::LessonStage::ahead;
    std::vector<int> numbers{};  ///< of the plan's topics that it covers
    Standing standing = Standing::none;
    bool free = false;  ///< it has no topic and can get one
    bool operator==(const Slot&) const = default;
};

enum class Stand : std::uint8_t {
    given,
    early,   ///< given before its turn
    partly,  ///< not all of its hours yet
    late,    ///< its turn has come, and it was not given
    placed,  ///< a lesson to come is to cover it
    open,    ///< no lesson is
};

struct Topic {
    PlanItemId id{};
    int number = 0;
    std::string text{};
    int hours = 1, covered = 0;
    std::string work{};  ///< title of the kind of work planned; may be empty
    bool merged = false;
    Stand stand = Stand::open;
    std::vector<std::size_t> slots{};  ///< of State::slots, those that cover it
    bool operator==(const Topic&) const = default;
};

/// How far the lessons are behind the plan, and why.
struct Lag {
    bool planned = true;  ///< false: there is no plan
    int hours = 0;        ///< negative: ahead
    domain::LagReasons reasons{};
    int shortfall = 0;
    bool operator==(const Lag& other) const {
        const auto all = [](const Lag& of) {
            const domain::LagReasons& why = of.reasons;
            return std::tuple{of.planned,  of.hours,  why.lost,   why.unfilled, why.off_plan,
                              why.overrun, why.extra, why.merged, of.shortfall};
        };
        return all(*this) == all(other);
    }
};
/// «отставание 3 часа», «по плану», «плана нет»
std::string lag_text(const ui::Words& words, const Lag& lag);
ui::Tone lag_tone(const Lag& lag);

/// What the buttons for many lessons at a stroke would do.
struct Bulk {
    int attach = 0, unplaced = 0;             ///< lessons that would get a topic, hours that would be left over
    int shift = 0, fallen = 0;                ///< links that would move, of those without a lesson left
    std::vector<domain::LessonKey> linked{};  ///< lessons to come that have a topic
    bool operator==(const Bulk&) const = default;
};

struct State {
    office::Common common{};
    LoadId load{};
    std::string groups{}, subject{};
    std::vector<Topic> topics{};
    std::vector<Slot> slots{};  ///< by time
    Lag lag{};
    Bulk bulk{};
    std::optional<domain::LessonKey> lesson{};  ///< the one that is open, if it is of this load
    std::string rule{};                         ///< that lets nothing be linked; empty: none does
    bool operator==(const State&) const = default;
};

enum class Doing : std::uint8_t { nothing, attach, shift, detach };

struct Scratch {
    bool given_too = false;  ///< the topics that were given are shown, too
    std::optional<PlanItemId> chosen{};
    bool merging = false;  ///< lessons that have another topic are offered
    Doing doing = Doing::nothing;
    lesson::AttentionScratch attention{};
};

struct Link {
    PlanItemId topic{};
    domain::LessonKey lesson{};
    std::string measure{};
};
struct Unlink {
    std::vector<domain::LessonKey> lessons{};
};
struct LinkAll {};
struct Shift {
    std::string measure{};
};
struct OpenLesson {
    domain::LessonKey lesson{};
};
struct ShowPage {
    LoadId load{};
};
struct ShowClasses {};
using Intent = std::variant<Link, Unlink, LinkAll, Shift, OpenLesson, ShowPage, ShowClasses, office::Intent>;

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& scratch);

}  // namespace zvonok::screens::plan
