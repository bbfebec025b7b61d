#pragma once

#include "station/domain/writing.hpp"

#include <functional>

/// A full year of a whole school, the same from the same seed: what tests and benches of size are run on.
namespace zvonok::test {

struct YearSize {
    unsigned seed = 1;
    int classes = 48;
    int pupils_a_class = 25;
    int teachers = 75;
    int weeks = 34;
};

/// What a teacher writes under one seal: in one lesson, or the period marks of a class in a subject.
struct WrittenLesson {
    domain::LessonKey key;  ///< of period marks, the load with the period's last day
    PersonId teacher;
    GroupId school_class;
    Instant saved;
    std::vector<domain::Writing> writings;  ///< topic, homework, absences, works and marks
};

/// Figures of what was made.
struct YearCount {
    std::size_t lessons = 0, marks = 0, absences = 0, period_marks = 0, entries = 0;
};

/// With the default size: 1,200 pupils, 48 classes, 75 teachers, 55,488 lessons, about 500,000 marks and 120,000
/// absences, and period marks for four quarters, from 1 September 2026 on, Moscow time, five days a week, 34 lessons a
/// class and week.
class SchoolYear {
  public:
    explicit SchoolYear(YearSize size = {});

    [[nodiscard]] SchoolId school() const { return school_; }
    [[nodiscard]] const std::vector<domain::Fact>& facts() const { return facts_; }
    [[nodiscard]] const std::vector<GroupId>& classes() const { return classes_; }
    [[nodiscard]] std::vector<PersonId> pupils_of(GroupId school_class) const;
    [[nodiscard]] LoadId load(GroupId school_class, int subject) const;
    [[nodiscard]] int subjects() const;
    [[nodiscard]] SubjectId subject(int n) const;
    [[nodiscard]] PeriodId quarter(int n) const;  ///< 1 to 4
    [[nodiscard]] LocalDay first_day() const;

    /// All lessons of the year in the order in which they were held; the calls' arguments live for the call.
    YearCount write(const std::function<void(WrittenLesson&)>& each) const;

  private:
    void add(EntityId entity, domain::FactValue value);
    void write_period_marks(int quarter_n, const std::function<void(WrittenLesson&)>& each, YearCount& count) const;
    void add_frame();
    void add_class(int n);
    [[nodiscard]] PersonId pupil(int school_class, int n) const;
    [[nodiscard]] PersonId teacher(int school_class, int subject) const;

    YearSize size_;
    SchoolId school_;
    std::vector<domain::Fact> facts_;
    std::vector<GroupId> classes_;
};

}  // namespace zvonok::test
