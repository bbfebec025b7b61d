#include "tests/domain/judge_school.hpp"

using namespace zvonok;
using namespace zvonok::test;

namespace {

using Notes = std::vector<std::string>;

Writing stands_in(const LessonKey& lesson, PersonId teacher) {
    return {{CellKind::lesson_teacher, lesson, {}}, LessonTeacher{teacher, "болезнь"}};
}
Writing changed(const LessonKey& lesson, LessonChange change) {
    return {{CellKind::lesson_change, lesson, {}}, std::move(change)};
}
Writing year_step(EntityId year, YearState state) {
    return {{CellKind::year_step, {}, year}, YearStep{state}};
}
Writing archive_step(EntityId year, std::string step) {
    Cell cell{CellKind::archive_step, {}, year};
    cell.work = std::move(step);
    return {cell, ArchiveStep{""}};
}
void close_year(Court& s, Instant when) {
    s.accept(s.administrator, Role::administrator, year_step(s.year, YearState::closing), when);
    s.accept(s.deputy, Role::deputy, year_step(s.year, YearState::closed), when + 1h);
}

}  // namespace

TEST_CASE("D-05 another teacher's entry needs the fact of replacement; declared at the terminal it holds at once",
          "[domain][judge][D-05][D-07][000-5]") {
    Court s;
    s.policy("substitution.access", "declared");
    const Instant when = s.at(s.tuesday, 8h + 40min);
    const Writing absent = attendance(s.first_lesson, s.belov);
    CHECK(s.rule(s.colleague, Role::teacher, absent, when) == rule::not_assigned);
    CHECK(s.rule(s.colleague, Role::teacher, stands_in(s.first_lesson, s.other_teacher), when) ==
          rule::substitution_access);
    CHECK(s.rule(s.colleague, Role::teacher, stands_in(s.first_lesson, s.colleague), s.end_of(date(2026, 9, 14))) ==
          rule::lesson_ahead);
    s.accept(s.colleague, Role::teacher, stands_in(s.first_lesson, s.colleague), when);
    CHECK(s.rule(s.colleague, Role::teacher, absent, when).empty());
    CHECK(s.rule(s.colleague, Role::substitute, absent, when).empty());
    CHECK(s.rule(s.colleague, Role::teacher, attendance(s.second_lesson, s.belov), when) == rule::not_assigned);
    const auto lesson = s.book().lesson(s.first_lesson);
    CHECK(lesson->teachers == std::vector{s.teacher});
    CHECK(lesson->substitute == s.colleague);
    // By the ordinary rules: the same window, the same stamp (D-07).
    CHECK(s.notes(s.colleague, Role::teacher, absent, s.end_of(date(2026, 9, 22))) ==
          Notes{"late.attendance.entry_deadline"});
    CHECK(s.rule(s.colleague, Role::teacher, absent, s.after(date(2026, 9, 22))) == rule::attendance_window);
    s.accept(s.colleague, Role::teacher, stands_in(s.first_lesson, {}), when);
    CHECK(s.rule(s.colleague, Role::teacher, absent, when) == rule::not_assigned);
}

TEST_CASE("A-24 who opens a substitution is the school's to say", "[domain][judge][A-24]") {
    Court s;
    const Instant when = s.at(s.tuesday, 7h);
    const Writing said = stands_in(s.first_lesson, s.colleague);
    CHECK(s.rule(s.dispatcher, Role::dispatcher, said, when).empty());
    CHECK(s.rule(s.colleague, Role::teacher, said, when) == rule::substitution_access);
    s.policy("substitution.access", "administrator");
    CHECK(s.rule(s.dispatcher, Role::dispatcher, said, when) == rule::role_not_enough);
    CHECK(s.rule(s.administrator, Role::administrator, said, when).empty());
    CHECK(s.rule(s.administrator, Role::administrator, stands_in(s.first_lesson, s.teacher), when) ==
          rule::substitute_unfit);
    CHECK(s.rule(s.administrator, Role::administrator, stands_in(s.first_lesson, s.parent), when) ==
          rule::substitute_unfit);
}

TEST_CASE("A-24 access that the administrator gave lapses by itself after the term", "[domain][judge][A-24][004-7]") {
    Court s;
    s.policy("substitution.access", "administrator");
    for (const LessonKey& lesson : {s.first_lesson, s.second_lesson, s.thursday_lesson})
        s.accept(s.administrator, Role::administrator, stands_in(lesson, s.colleague), s.at(date(2026, 9, 14), 9h));
    const Writing absent = attendance(s.first_lesson, s.belov);
    CHECK(s.rule(s.colleague, Role::substitute, absent, s.end_of(date(2026, 9, 17))).empty());
    CHECK(s.rule(s.colleague, Role::substitute, absent, s.after(date(2026, 9, 17))) == rule::substitution_over);
    // Another term weeks later does not open the first one again.
    s.accept(s.administrator, Role::administrator, stands_in({s.algebra, date(2026, 10, 6), 1, {}}, s.colleague),
             s.at(date(2026, 9, 18), 9h));
    CHECK(s.rule(s.colleague, Role::substitute, absent, s.at(date(2026, 9, 19), 9h)) == rule::substitution_over);
    CHECK(s.rule(s.teacher, Role::teacher, absent, s.at(date(2026, 9, 19), 9h)).empty());
}

TEST_CASE("D-08 a lesson moves to a bell of a day of the year, merges into one that takes place, is added",
          "[domain][judge][D-08]") {
    Court s;
    const Instant when = s.at(date(2026, 9, 14), 9h);
    const auto change = [&](const LessonKey& lesson, LessonChange act) {
        return s.rule(s.dispatcher, Role::dispatcher, changed(lesson, std::move(act)), when);
    };
    CHECK(change(s.first_lesson, {LessonState::moved, date(2026, 9, 18), 1, {}, {}, ""}).empty());
    CHECK(change(s.first_lesson, {LessonState::moved, date(2026, 9, 18), 9, {}, {}, ""}) == rule::lesson_change);
    CHECK(change(s.first_lesson, {LessonState::moved, date(2027, 7, 1), 1, {}, {}, ""}) == rule::lesson_change);
    CHECK(change(s.first_lesson, {LessonState::moved, date(2026, 9, 18), 1, id<RoomId>(220), {}, ""}) ==
          rule::reference_unknown);
    CHECK(change(s.first_lesson, {LessonState::cancelled, {}, 0, {}, {}, ""}).empty());
    CHECK(change({s.algebra, date(2026, 9, 16), 1, {}}, {LessonState::cancelled, {}, 0, {}, {}, ""}) ==
          rule::lesson_unknown);
    CHECK(change(s.first_lesson, {LessonState::merged, {}, 0, {}, s.second_lesson, ""}).empty());
    CHECK(change(s.first_lesson, {LessonState::merged, {}, 0, {}, s.first_lesson, ""}) == rule::lesson_change);
    const LessonKey extra{s.algebra, date(2026, 9, 18), 1, id<LessonId>(221)};
    CHECK(change(extra, {LessonState::added, date(2026, 9, 18), 5, {}, {}, ""}).empty());
    CHECK(change(s.first_lesson, {LessonState::added, date(2026, 9, 18), 5, {}, {}, ""}) == rule::lesson_change);
    CHECK(s.rule(s.teacher, Role::teacher, changed(s.first_lesson, {LessonState::cancelled, {}, 0, {}, {}, ""}),
                 when) == rule::role_not_enough);
    s.accept(s.dispatcher, Role::dispatcher, changed(extra, {LessonState::added, date(2026, 9, 18), 5, {}, {}, ""}),
             when);
    CHECK(s.rule(s.teacher, Role::teacher, attendance(extra, s.belov), s.at(date(2026, 9, 18), 13h)).empty());
}

TEST_CASE("S-02 the administrator closes the year, a deputy who is somebody else confirms", "[domain][judge][S-02]") {
    Court s;
    const Instant june = s.at(date(2027, 6, 10), 9h);
    s.add(id<EntityId>(220), RoleGrant{s.administrator, Role::deputy, {}});
    CHECK(s.rule(s.administrator, Role::administrator, year_step(s.year, YearState::closing),
                 s.end_of(date(2027, 5, 30))) == rule::year_running);
    CHECK(s.rule(s.deputy, Role::deputy, year_step(s.year, YearState::closing), june) == rule::role_not_enough);
    CHECK(s.rule(s.deputy, Role::deputy, year_step(s.year, YearState::closed), june) == rule::year_order);
    s.accept(s.administrator, Role::administrator, year_step(s.year, YearState::closing), june);
    CHECK(s.rule(s.administrator, Role::administrator, year_step(s.year, YearState::closed), june) ==
          rule::role_not_enough);
    CHECK(s.rule(s.administrator, Role::deputy, year_step(s.year, YearState::closed), june) == rule::year_same_person);
    s.accept(s.deputy, Role::deputy, year_step(s.year, YearState::closed), june);
    CHECK(s.rule(s.administrator, Role::administrator, year_step(s.year, YearState::open), june) == rule::year_order);
}

TEST_CASE("S-01 a year that is opened after its term is stamped so", "[domain][judge][S-01][004-9]") {
    Court s;
    const Writing open = year_step(s.year, YearState::open);
    CHECK(s.notes(s.administrator, Role::administrator, open, s.end_of(date(2026, 9, 10))).empty());
    CHECK(s.notes(s.administrator, Role::administrator, open, s.after(date(2026, 9, 10))) ==
          Notes{"late.year.open_close_due"});
    CHECK(s.rule(s.teacher, Role::teacher, open, s.end_of(date(2026, 9, 10))) == rule::role_not_enough);
    CHECK(s.rule(s.administrator, Role::administrator, year_step(id<EntityId>(220), YearState::open),
                 s.end_of(date(2026, 9, 10))) == rule::year_unknown);
}

TEST_CASE("J-17 a closed year is read-only for every role, by the moment of saving", "[domain][judge][J-17]") {
    Court s;
    s.policy("attendance.edit_window_days", "none").policy("period_mark.edit_window_days", "none");
    const Instant closing = s.at(date(2027, 6, 10), 9h);
    close_year(s, closing);
    const Instant closed = closing + 1h;
    const Writing absent = attendance(s.first_lesson, s.belov);
    CHECK(s.rule(s.teacher, Role::teacher, absent, closed - 1ms).empty());
    CHECK(s.rule(s.teacher, Role::teacher, absent, closed) == rule::year_closed);
    CHECK(s.rule(s.teacher, Role::teacher, period_mark(s.quarter, s.algebra_subject, s.belov, "5"), closed) ==
          rule::year_closed);
    CHECK(s.rule(s.dispatcher, Role::dispatcher, changed(s.first_lesson, {LessonState::cancelled, {}, 0, {}, {}, ""}),
                 closed) == rule::year_closed);
    CHECK(s.rule(s.dispatcher, Role::dispatcher, stands_in(s.first_lesson, s.colleague), closed) == rule::year_closed);
    CHECK(s.rule(s.dispatcher, Role::dispatcher,
                 s.registration(id<EntityId>(220), Holiday{date(2026, 9, 15), date(2026, 9, 15), "ремонт"},
                                date(2026, 9, 15)),
                 closed) == rule::year_closed);
    // A station that was off all summer delivers in autumn what it saved in spring.
    Claim late = s.claim(s.teacher, Role::teacher, absent, closed - 1h);
    CHECK(judge(s.book(), s.moscow, late, s.at(date(2027, 9, 1), 8h)).rule.empty());
    // What it saved after the closing, not knowing of it, is for the administrator.
    late.saved = closed + 24h;
    late.facts = 1 + s.book().version() - 3;
    CHECK(judge(s.book(), s.moscow, late, s.at(date(2027, 9, 1), 8h)) ==
          Judgement{Outcome::held, std::string(rule::facts_differ), {}});
}

TEST_CASE("N-05 a journal is exported when the checks that the school names are signed",
          "[domain][judge][N-05][N-06][004-6]") {
    Court s;
    s.policy("archive.prechecks", "methodologist; head_of_studies").policy("archive.form_checked_mark", "yes");
    const Instant june = s.at(date(2027, 6, 10), 9h);
    const auto exporting = [&] {
        return s.rule(s.dispatcher, Role::dispatcher, archive_step(s.year, "exported"), june);
    };
    CHECK(s.rule(s.dispatcher, Role::dispatcher, archive_step(s.year, "exported"), s.end_of(date(2027, 5, 31))) ==
          rule::year_running);
    CHECK(exporting() == rule::archive_prechecks);
    s.accept(s.methodologist, Role::methodologist, archive_step(s.year, "programme_fulfilled"), june);
    CHECK(exporting() == rule::archive_prechecks);
    s.accept(s.head_of_studies, Role::head_of_studies, archive_step(s.year, "marks_objective"), june);
    CHECK(s.rule(s.deputy, Role::deputy, archive_step(s.year, "accepted"), june) == rule::archive_not_exported);
    CHECK(exporting().empty());
    s.accept(s.dispatcher, Role::dispatcher, archive_step(s.year, "exported"), june);
    s.accept(s.administrator, Role::administrator, year_step(s.year, YearState::closing), june);
    CHECK(s.rule(s.deputy, Role::deputy, year_step(s.year, YearState::closed), june) == rule::year_not_accepted);
    s.accept(s.deputy, Role::deputy, archive_step(s.year, "accepted"), june);
    CHECK(s.rule(s.deputy, Role::deputy, year_step(s.year, YearState::closed), june).empty());
    CHECK(s.rule(s.secretary, Role::secretary, archive_step(s.year, "exported"), june) == rule::role_not_enough);
    CHECK(s.rule(s.deputy, Role::deputy, archive_step(s.year, "burnt"), june) == rule::archive_step);
}

TEST_CASE("N-09, N-10 journals and summary sheets are kept to the last day of their terms",
          "[domain][judge][N-09][N-10][000-8][003-8]") {
    for (const auto& [years, last] : {std::pair{25, date(2052, 12, 31)}, std::pair{75, date(2102, 12, 31)}}) {
        Court s;
        s.policy("retention.summary_years", std::to_string(years));
        const auto destroy = [&](std::string what, Instant when) {
            return s.rule(s.director, Role::director, archive_step(s.year, std::move(what)), when);
        };
        CHECK(destroy("journal_destroyed", s.after(date(2032, 12, 31))) == rule::year_order);
        close_year(s, s.at(date(2027, 6, 10), 9h));
        CHECK(destroy("journal_destroyed", s.end_of(date(2032, 12, 31))) == rule::journal_kept);
        CHECK(destroy("journal_destroyed", s.after(date(2032, 12, 31))).empty());
        CHECK(destroy("summary_destroyed", s.end_of(last)) == rule::summary_kept);
        CHECK(destroy("summary_destroyed", s.after(last)).empty());
        CHECK(s.rule(s.secretary, Role::secretary, archive_step(s.year, "summary_destroyed"), s.after(last)) ==
              rule::role_not_enough);
    }
}

TEST_CASE("N-11 a journal is destroyed only without its summary sheets", "[domain][judge][N-11][004-10]") {
    Court s;
    s.policy("retention.summary_extract", "journal_end");
    close_year(s, s.at(date(2027, 6, 10), 9h));
    const Instant over = s.after(date(2032, 12, 31));
    CHECK(s.rule(s.director, Role::director, archive_step(s.year, "journal_destroyed"), over) == rule::summary_inside);
    s.accept(s.secretary, Role::secretary, archive_step(s.year, "summary_extracted"), over);
    CHECK(s.rule(s.director, Role::director, archive_step(s.year, "journal_destroyed"), over).empty());
}
