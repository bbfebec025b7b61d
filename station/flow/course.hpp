#pragma once

#include "station/base/zone.hpp"
#include "station/domain/planning.hpp"
#include "station/flow/standing.hpp"

/// The plan of topics (КТП) of a load beside the lessons of its school year, and all loads of a teacher with theirs.
namespace zvonok::flow {

/// One lesson of the load, and what the journal says of it as far as the plan is concerned.
struct CourseLesson {
    domain::Lesson lesson;
    bool held = false;      ///< something was written that says so
    bool not_held = false;  ///< somebody wrote that it was not
    std::optional<domain::Topic> topic{};
    std::optional<domain::PlanLink> link{};
    Standing standing{};  ///< of the link
};

struct Course {
    LoadId load;
    SubjectId subject;
    std::vector<GroupId> groups;
    std::vector<domain::PlannedTopic> plan;  ///< by number
    std::vector<CourseLesson> lessons;       ///< of the school year, by start

    [[nodiscard]] CourseLesson* lesson(const domain::LessonKey& key);
    /// As the plan's rules see them. What a lost lesson was to cover and others cover by now is no longer its own.
    [[nodiscard]] std::vector<domain::PlanLesson> planned(LocalTime now) const;
};

/// The plan of one load.
struct CoursePlan {
    Course course;
    std::string rule{};  ///< that lets the person link nothing now; empty: none does
    std::uint64_t question = 0;
    std::uint64_t picture = 0;  ///< the question whose answer is shown
    bool viewed = false;
};

/// What the teacher teaches.
struct Classes {
    std::vector<Course> courses{};  ///< by group, then by subject
    std::uint64_t question = 0;
    bool viewed = false;
};

/// Lessons without a topic that can still get one. A lesson that was not written down in time takes none any more.
std::vector<domain::LessonKey> free_lessons(const domain::FactBook& book, const Zone& zone, const Course& course,
                                            Instant now);

/// What the journal knows of plans and lessons of some loads.
struct PlansView {
    std::vector<RecordedValue> values;  ///< links and topics
    std::vector<domain::LessonKey> held, not_held;
};

}  // namespace zvonok::flow
