#include "station/journal/control_parts.hpp"

#include <algorithm>

/// Attendance as it really was: the teacher's letter, the class teacher's reason and the papers together.
namespace zvonok::journal {

using namespace zvonok::domain;
using sqlite::Row;

Result<Control::SaidOf> Control::said_of(PersonId pupil, LocalDay first, LocalDay last) {
    SaidOf said;
    // What this station wrote last comes last and stands for what it will replace.
    auto read = attendance_.each(
        [&](Row& row) {
            const LessonKey lesson = key_of(row, 0);
            Said& about = said[place_of(lesson)];
            about.lesson = lesson;
            about.teacher = Attendance{std::string(row.text(6)), static_cast<int>(row.integer(7))};
        },
        key_, pupil, number(first), number(last));
    if (!read) return tl::unexpected(read.error());
    read = reasons_.each(
        [&](Row& row) {
            const LessonKey lesson = key_of(row, 0);
            Said& about = said[place_of(lesson)];
            about.lesson = lesson;
            about.class_teacher = AbsenceReason{std::string(row.text(6)), {}, {}};
            if (!row.is_null(7)) about.class_teacher->document = row.id<DocumentId>(7);
        },
        key_, pupil, number(first), number(last));
    if (!read) return tl::unexpected(read.error());
    return said;
}

Absence Control::judged(const Asked& asked, const Lesson& lesson, PersonId pupil, const Said* said) {
    AbsenceWords words;
    if (said != nullptr && said->teacher) words.teacher = &*said->teacher;
    if (said != nullptr && said->class_teacher) {
        words.class_teacher = &*said->class_teacher;
        if (!words.class_teacher->document.empty()) words.named = asked.book.document(words.class_teacher->document);
    }
    std::vector<const PupilDocument*> papers;
    for (const auto& paper : asked.book.papers(pupil, lesson.day(), lesson.subject)) papers.push_back(paper.is);
    words.papers = papers;
    return absence_of(asked.book.policies(lesson.day()), words);
}

Result<std::vector<Unreviewed>> Control::unreviewed(const Asked& asked, GroupId school_class, LocalDay first,
                                                    LocalDay last) {
    std::vector<Unreviewed> all;
    const LocalDay day = std::min(last, asked.today());
    const auto classes = school_class.empty() ? asked.book.classes(day) : std::vector{school_class};
    for (const GroupId each : classes) {
        for (const PersonId pupil : asked.book.members(each, day)) {
            const auto said = said_of(pupil, first, last);
            if (!said) return tl::unexpected(said.error());
            for (const auto& [place, about] : *said) {
                if (!about.teacher || about.teacher->code.empty()) continue;
                const auto lesson = asked.book.lesson(about.lesson);
                if (!lesson || !lesson->takes_place()) continue;
                const Absence absence = judged(asked, *lesson, pupil, &about);
                if (!absence.unreviewed) continue;
                const Terms terms = reason_terms(asked.book, asked.zone, *lesson);
                all.push_back({*lesson, pupil, each, absence.code, terms.late, terms.late && asked.now >= *terms.late});
            }
        }
    }
    std::ranges::stable_sort(all, {}, [](const Unreviewed& one) { return one.lesson.day(); });
    return all;
}

Result<void> Control::each_attended(const Asked& asked, GroupId school_class, LocalDay first, LocalDay last,
                                    const AttendedVisit& visit) {
    const auto known = contents(first, last);
    if (!known) return tl::unexpected(known.error());
    const LocalTime now = asked.zone.to_local(asked.now);
    std::vector<Lesson> lessons;
    for (Lesson& lesson : asked.book.lessons_of_class(school_class, first, std::min(last, asked.today()))) {
        if (!lesson.takes_place() || lesson.ends > now) continue;
        const auto content = content_of(*known, lesson);
        if (!content) return tl::unexpected(content.error());
        if (!has(*content, Content::not_held)) lessons.push_back(std::move(lesson));
    }
    for (const PersonId pupil : asked.book.members(school_class, std::min(last, asked.today()))) {
        const auto said = said_of(pupil, first, last);
        if (!said) return tl::unexpected(said.error());
        for (const Lesson& lesson : lessons) {
            if (!asked.book.on_list(lesson, pupil)) continue;
            const auto about = said->find(place_of(lesson.key));
            visit(pupil, lesson, judged(asked, lesson, pupil, about == said->end() ? nullptr : &about->second));
        }
    }
    return {};
}

Result<std::vector<PupilAbsences>> Control::absences(const Asked& asked, GroupId school_class, LocalDay first,
                                                     LocalDay last) {
    std::vector<PupilAbsences> all;
    const auto walked = each_attended(asked, school_class, first, last,
                                      [&](PersonId pupil, const Lesson& lesson, const Absence& absence) {
                                          if (all.empty() || all.back().pupil != pupil) all.push_back({pupil, {}});
                                          all.back().count.add(lesson.day(), absence);
                                      });
    if (!walked) return tl::unexpected(walked.error());
    return all;
}

}  // namespace zvonok::journal
