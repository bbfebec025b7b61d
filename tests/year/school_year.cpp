#include "tests/year/school_year.hpp"

#include "station/crypto/digest.hpp"

#include <algorithm>
#include <array>
#include <random>

namespace zvonok::test {

using namespace zvonok::domain;
using namespace std::chrono_literals;

namespace {

constexpr int periods_a_day = 7;

struct SubjectPlan {
    std::string_view name;
    int hours;  ///< a week
};
/// 34 hours a week.
constexpr std::array<SubjectPlan, 12> plan{{{"русский язык", 5},
                                            {"математика", 5},
                                            {"литература", 3},
                                            {"английский язык", 3},
                                            {"история", 3},
                                            {"физика", 3},
                                            {"биология", 2},
                                            {"география", 2},
                                            {"химия", 2},
                                            {"информатика", 2},
                                            {"обществознание", 1},
                                            {"физическая культура", 3}}};

template <class AnyId>
AnyId numbered(std::string_view what, int first, int second = 0, int third = 0) {
    const std::string name =
        std::string(what) + " " + std::to_string(first) + " " + std::to_string(second) + " " + std::to_string(third);
    return crypto::derived_id<AnyId>("zvonok school year", {as_bytes(name)});
}

/// The subject of each of the 35 places of a class's week, Friday's last one empty; another order for each class.
std::vector<int> week_of(unsigned seed, int school_class) {
    std::vector<int> places;
    for (int subject = 0; subject < static_cast<int>(plan.size()); ++subject)
        places.insert(places.end(), static_cast<std::size_t>(plan[static_cast<std::size_t>(subject)].hours), subject);
    std::mt19937 random{seed * 1000 + static_cast<unsigned>(school_class)};
    // Not std::shuffle: what it does with the numbers differs between libraries.
    for (std::size_t i = places.size() - 1; i > 0; --i) std::swap(places[i], places[random() % (i + 1)]);
    return places;
}

/// Weeks of study: none in the holidays between the quarters.
LocalDay monday_of_week(int week) {
    const LocalDay first_monday = LocalDay{std::chrono::year{2026} / 8 / 31};
    // After 8, 16 and 26 weeks of study come one, two and one weeks of holidays.
    const int off = (week >= 8 ? 1 : 0) + (week >= 16 ? 2 : 0) + (week >= 26 ? 1 : 0);
    return first_monday + std::chrono::days{7 * (week + off)};
}

constexpr std::array<int, 5> quarter_weeks{0, 8, 16, 26, 34};

}  // namespace

SchoolYear::SchoolYear(YearSize size)
    : size_(size), school_(numbered<SchoolId>("school", static_cast<int>(size.seed))) {
    add_frame();
    for (int n = 0; n < size_.classes; ++n) add_class(n);
}

void SchoolYear::add(EntityId entity, FactValue value) {
    facts_.push_back({entity, LocalDay{std::chrono::year{2026} / 8 / 1}, std::nullopt, false, "", std::move(value)});
}

int SchoolYear::subjects() const {
    return static_cast<int>(plan.size());
}
SubjectId SchoolYear::subject(int n) const {
    return numbered<SubjectId>("subject", n);
}
PeriodId SchoolYear::quarter(int n) const {
    return numbered<PeriodId>("quarter", n);
}
LocalDay SchoolYear::first_day() const {
    return LocalDay{std::chrono::year{2026} / 9 / 1};
}
LoadId SchoolYear::load(GroupId school_class, int subject) const {
    const auto n = std::ranges::find(classes_, school_class) - classes_.begin();
    return numbered<LoadId>("load", static_cast<int>(n), subject);
}
PersonId SchoolYear::pupil(int school_class, int n) const {
    return numbered<PersonId>("pupil", school_class, n);
}
std::vector<PersonId> SchoolYear::pupils_of(GroupId school_class) const {
    const auto n = std::ranges::find(classes_, school_class) - classes_.begin();
    std::vector<PersonId> pupils;
    for (int i = 0; i < size_.pupils_a_class; ++i) pupils.push_back(pupil(static_cast<int>(n), i));
    return pupils;
}
PersonId SchoolYear::teacher(int school_class, int subject) const {
    return numbered<PersonId>("teacher", (school_class * subjects() + subject) % size_.teachers);
}

void SchoolYear::add_frame() {
    add(entity_of(school_), School{"Школа большого года", "Europe/Moscow"});
    const LocalDay last = monday_of_week(size_.weeks - 1) + std::chrono::days{6};
    add(numbered<EntityId>("year", 0), domain::SchoolYear{first_day(), last, {}, 5});
    for (int n = 1; n <= 4; ++n) {
        ReportingPeriod period;
        period.number = n;
        period.first = n == 1 ? first_day() : monday_of_week(quarter_weeks[static_cast<std::size_t>(n - 1)]);
        period.last = monday_of_week(quarter_weeks[static_cast<std::size_t>(n)] - 1) + std::chrono::days{6};
        add(entity_of(quarter(n)), period);
        if (n == 4) break;
        Holiday holiday;
        holiday.first = period.last + std::chrono::days{1};
        holiday.last = monday_of_week(quarter_weeks[static_cast<std::size_t>(n)]) - std::chrono::days{1};
        holiday.name = "каникулы";
        add(numbered<EntityId>("holiday", n), holiday);
    }
    for (int n = 1; n <= periods_a_day; ++n)
        add(numbered<EntityId>("bell", n), BellPeriod{n, 8h + (n - 1) * 55min, 8h + (n - 1) * 55min + 45min, {}});
    for (int n = 0; n < subjects(); ++n)
        add(entity_of(subject(n)), Subject{std::string(plan[static_cast<std::size_t>(n)].name)});
    for (int n = 0; n < size_.teachers; ++n) {
        const auto id = numbered<PersonId>("teacher", n);
        add(entity_of(id), Person{PersonKind::staff, "Учителева" + std::to_string(n), "Анна", "Петровна",
                                  "teacher-" + std::to_string(n) + "@school.example"});
        add(numbered<EntityId>("role", n), RoleGrant{id, Role::teacher, {}});
    }
}

void SchoolYear::add_class(int n) {
    const auto id = numbered<GroupId>("class", n);
    classes_.push_back(id);
    Group group;
    group.name = std::to_string(5 + n % 7) + "-" + std::to_string(1 + n / 7);
    group.grade = 5 + n % 7;
    add(entity_of(id), group);
    add(numbered<EntityId>("class teacher", n), RoleGrant{teacher(n, 0), Role::class_teacher, id});
    for (int i = 0; i < size_.pupils_a_class; ++i) {
        add(entity_of(pupil(n, i)),
            Person{PersonKind::pupil, "Ученикова" + std::to_string(i), "Мария", "Ивановна", ""});
        add(numbered<EntityId>("membership", n, i), Membership{id, pupil(n, i), {}, StudyForm::full_time});
    }
    for (int subject_n = 0; subject_n < subjects(); ++subject_n) {
        const LoadId taught = numbered<LoadId>("load", n, subject_n);
        add(entity_of(taught), Load{subject(subject_n),
                                    {id},
                                    {teacher(n, subject_n)},
                                    LoadKind::lesson,
                                    plan[static_cast<std::size_t>(subject_n)].hours * size_.weeks});
    }
    const std::vector<int> week = week_of(size_.seed, n);
    for (std::size_t place = 0; place < week.size(); ++place)
        add(numbered<EntityId>("slot", n, static_cast<int>(place)),
            TimetableSlot{numbered<LoadId>("load", n, week[place]),
                          1 + static_cast<int>(place) / periods_a_day,
                          WeekParity::every,
                          1 + static_cast<int>(place) % periods_a_day,
                          {}});
}

YearCount SchoolYear::write(const std::function<void(WrittenLesson&)>& each) const {
    YearCount count;
    std::mt19937 random{size_.seed};
    const auto percent = [&](unsigned of_hundredths) { return random() % 10000 < of_hundredths; };
    std::vector<std::vector<int>> weeks;
    for (int n = 0; n < size_.classes; ++n) weeks.push_back(week_of(size_.seed, n));
    static constexpr const char* values[] = {"2", "3", "3", "4", "4", "4", "5", "5"};
    static constexpr const char* codes[] = {"Н", "Б", "Б", "УП"};

    for (int week = 0; week < size_.weeks; ++week) {
        for (int place = 0; place < 34; ++place)
            for (int n = 0; n < size_.classes; ++n) {
                const int weekday = place / periods_a_day;
                const LocalDay day = monday_of_week(week) + std::chrono::days{weekday};
                // The year begins on a Tuesday.
                if (day < first_day()) continue;
                const auto& places = weeks[static_cast<std::size_t>(n)];
                const int taught = places[static_cast<std::size_t>(place)];
                int ordinal = 1;
                for (int before = weekday * periods_a_day; before < place; ++before)
                    ordinal += places[static_cast<std::size_t>(before)] == taught ? 1 : 0;
                WrittenLesson lesson;
                lesson.school_class = classes_[static_cast<std::size_t>(n)];
                lesson.key = {numbered<LoadId>("load", n, taught), day, ordinal, {}};
                lesson.teacher = teacher(n, taught);
                // Moscow is three hours ahead the year round; the teacher writes at the lesson's end.
                lesson.saved = Instant{day.time_since_epoch()} + 5h + place % periods_a_day * 55min + 40min;
                const auto cell = [&](CellKind kind, EntityId addressee) {
                    Cell made;
                    made.kind = kind;
                    made.lesson = lesson.key;
                    made.addressee = addressee;
                    return made;
                };
                lesson.writings.push_back(
                    {cell(CellKind::topic, {}), Topic{"Тема " + std::to_string(week + 1), {}}, {}});
                LessonKey due = lesson.key;
                due.day = day + std::chrono::days{7};
                lesson.writings.push_back({cell(CellKind::homework, entity_of(lesson.school_class)),
                                           Homework{"§ " + std::to_string(week + 1), HomeworkWay::written, due},
                                           {}});
                for (int i = 0; i < size_.pupils_a_class; ++i) {
                    const EntityId id = entity_of(pupil(n, i));
                    // 865 and 3,950 in 10,000: 120,000 absences, and 500,000 marks of those who are there.
                    if (percent(865)) {
                        lesson.writings.push_back(
                            {cell(CellKind::attendance, id), Attendance{codes[random() % std::size(codes)]}, {}});
                        ++count.absences;
                    } else if (percent(3950)) {
                        Cell mark = cell(CellKind::mark, id);
                        mark.work = place % 17 == 0 ? "контр" : "ответ";
                        mark.ordinal = 1;
                        mark.attempt = 1;
                        lesson.writings.push_back({mark, Mark{values[random() % std::size(values)]}, {}});
                        ++count.marks;
                    }
                }
                ++count.lessons;
                count.entries += lesson.writings.size();
                each(lesson);
            }
        const auto ended = std::ranges::find(quarter_weeks, week + 1);
        if (ended != quarter_weeks.end())
            write_period_marks(static_cast<int>(ended - quarter_weeks.begin()), each, count);
    }
    return count;
}

void SchoolYear::write_period_marks(int quarter_n, const std::function<void(WrittenLesson&)>& each,
                                    YearCount& count) const {
    const LocalDay last = monday_of_week(quarter_weeks[static_cast<std::size_t>(quarter_n)] - 1) + std::chrono::days{4};
    for (int n = 0; n < size_.classes; ++n)
        for (int taught = 0; taught < subjects(); ++taught) {
            WrittenLesson marks;
            marks.school_class = classes_[static_cast<std::size_t>(n)];
            marks.key = {numbered<LoadId>("load", n, taught), last, 1, {}};
            marks.teacher = teacher(n, taught);
            marks.saved = Instant{last.time_since_epoch()} + 13h;
            for (int i = 0; i < size_.pupils_a_class; ++i) {
                Cell cell;
                cell.kind = CellKind::period_mark;
                cell.addressee = entity_of(pupil(n, i));
                cell.subject = entity_of(subject(taught));
                cell.period = entity_of(quarter(quarter_n));
                marks.writings.push_back({cell, PeriodMark{i % 3 == 0 ? "3" : i % 3 == 1 ? "4" : "5"}, {}});
            }
            count.period_marks += marks.writings.size();
            count.entries += marks.writings.size();
            each(marks);
        }
}

}  // namespace zvonok::test
