#pragma once

#include "station/domain/enacted_book.hpp"

#include <mutex>

namespace zvonok::domain {

/// The lessons of one day, with everything known of them; never changed once made.
struct LessonDay {
    std::vector<Lesson> lessons;  ///< by start, then period, load, ordinal
    /// Class -> end of its last lesson that takes place.
    std::unordered_map<GroupId, LocalTime> last_ends;
};

/// One row of the register of substitutions (D-06).
struct Substitution {
    Lesson lesson;  ///< `teachers` are absent, `substitute` holds it
    std::string reason;
    PersonId by;  ///< who stated it: the dispatcher, or the substitute at the terminal
    Instant saved;
};

/// Lessons as they arise from timetable and calendar, with the changes that people enacted.
///
/// The timetable alone says which lessons a day has, and names them: the n-th of a load by the number of its bell, so
/// that neither bells nor rooms nor teachers change a name. What people enact moves, cancels, merges and adds lessons
/// but never renames one. A new version of the timetable holds from its day; that it alters no lesson already held is
/// seen to where facts are made, by spare_held_lessons(): only the server makes facts, so stations need no rule for it
/// and any order of arrival gives the same lessons.
class LessonBook : public EnactedBook {
  public:
    /// All lessons held on the day or to be, cancelled and merged ones with their state.
    [[nodiscard]] std::shared_ptr<const LessonDay> lesson_day(LocalDay day) const;
    [[nodiscard]] std::vector<Lesson> lessons_on(LocalDay day) const { return lesson_day(day)->lessons; }
    /// As it is held, whatever day it was moved to. Takes well under 2 microseconds once its day was asked for.
    [[nodiscard]] std::optional<Lesson> lesson(const LessonKey& key) const;
    /// The lesson as the timetable alone has it; nothing for an added one.
    [[nodiscard]] std::optional<Lesson> planned_lesson(const LessonKey& key) const;
    /// What the timetable alone gives the day, by load, ordinal.
    [[nodiscard]] std::vector<Lesson> planned_lessons(LocalDay day) const { return *planned_day(day); }
    /// The next lesson that takes place after this one, of the same load, or of the same subject in the same class or
    /// subgroup ("to the next lesson"), within a year.
    [[nodiscard]] std::optional<Lesson> lesson_after(const LessonKey& key) const;

    // Over days, both included, by start
    [[nodiscard]] std::vector<Lesson> lessons_of_load(LoadId load, LocalDay first, LocalDay last) const;
    /// Of the class with its subgroups and streams.
    [[nodiscard]] std::vector<Lesson> lessons_of_class(GroupId school_class, LocalDay first, LocalDay last) const;
    /// That the person holds: planned and not replaced, or as the substitute.
    [[nodiscard]] std::vector<Lesson> lessons_of_teacher(PersonId person, LocalDay first, LocalDay last) const;
    [[nodiscard]] std::vector<Lesson> lessons_in_room(RoomId room, LocalDay first, LocalDay last) const;
    /// By the day on which the lesson is held.
    [[nodiscard]] std::vector<Substitution> substitutions(LocalDay first, LocalDay last) const;

    /// Planned for it, or its substitute.
    [[nodiscard]] static bool teaches(PersonId person, const Lesson& lesson);
    /// Holds it: the substitute, if there is one, else any of the planned.
    [[nodiscard]] static bool holds(PersonId person, const Lesson& lesson);
    /// Whether the lesson is one of the class: given to it, to one of its subgroups, or to a stream with its pupils.
    [[nodiscard]] bool concerns(const Lesson& lesson, GroupId school_class) const;
    /// End of the last lesson that takes place of any class that the group belongs to or has pupils of: cancelled ones
    /// don't count, nor do after-school groups and extracurricular courses (B-07, requirements section 5, point 8).
    [[nodiscard]] std::optional<LocalTime> last_lesson_end(GroupId group, LocalDay day) const;
    /// The latest of the last ends of the lesson's classes on the day it is held.
    [[nodiscard]] std::optional<LocalTime> last_lesson_end(const Lesson& lesson) const;

    /// Pupils on the lesson's list, each once, by family name, given name, id: who belonged to its groups on the day it
    /// is held, studies full time, and has no individual plan for the subject (B-13, C-10, Q-05).
    [[nodiscard]] std::vector<PersonId> pupils_of(const Lesson& lesson) const;
    /// The same question for one pupil, without making the list.
    [[nodiscard]] bool on_list(const Lesson& lesson, PersonId pupil) const;

  protected:
    /// To be called when facts were added: the days made before are not of this book.
    void forget_days(bool timetable_changed);

  private:
    /// What the timetable alone gives; by load, ordinal.
    using PlannedDay = std::vector<Lesson>;
    /// Days once asked for. Shared by copies of a book until their facts differ, and by threads.
    template <class Day>
    class Days {
      public:
        template <class Make>
        std::shared_ptr<const Day> get(LocalDay day, Make&& make) {
            {
                const std::lock_guard lock{mutex_};
                if (const auto found = days_.find(day.time_since_epoch().count()); found != days_.end())
                    return found->second;
            }
            // Made outside the lock: two threads may make the same day; both come to the same.
            auto made = std::make_shared<const Day>(make());
            const std::lock_guard lock{mutex_};
            return days_.try_emplace(day.time_since_epoch().count(), std::move(made)).first->second;
        }

      private:
        std::mutex mutex_;
        std::unordered_map<LocalDay::rep, std::shared_ptr<const Day>> days_;
    };

    [[nodiscard]] std::shared_ptr<const PlannedDay> planned_day(LocalDay day) const;
    [[nodiscard]] PlannedDay plan_day(LocalDay day) const;
    [[nodiscard]] LessonDay make_day(LocalDay day) const;
    [[nodiscard]] std::optional<Lesson> as_held(const LessonKey& key) const;
    [[nodiscard]] std::optional<Lesson> added(const LessonKey& key) const;
    void apply_rulings(Lesson& lesson) const;
    void put(Lesson& lesson, const LessonChange& change) const;
    void join_merged(Lesson& lesson) const;
    [[nodiscard]] bool has_individual_plan(PersonId pupil, const Lesson& lesson) const;

    std::shared_ptr<Days<PlannedDay>> planned_ = std::make_shared<Days<PlannedDay>>();
    std::shared_ptr<Days<LessonDay>> held_ = std::make_shared<Days<LessonDay>>();
};

}  // namespace zvonok::domain
