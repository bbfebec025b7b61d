#include "station/domain/absence.hpp"

#include "tests/domain/policy_texts.hpp"
#include "tests/domain/small_school.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::domain;
using namespace zvonok::test;

namespace {

PupilDocument paper(DocumentKind kind, std::string code = {}) {
    PupilDocument document;
    document.kind = kind;
    document.code = std::move(code);
    return document;
}

Attendance letter(const char* code, int late = 0) {
    return {code, late};
}

AbsenceReason said(const char* code, bool upon_paper = false) {
    return {code, {}, upon_paper ? id<DocumentId>(9) : DocumentId{}};
}

Absence answer(const Policies& policies, const Attendance* teacher, const AbsenceReason* class_teacher,
               std::vector<const PupilDocument*> papers = {}) {
    return absence_of(policies, {teacher, class_teacher, papers});
}

}  // namespace

TEST_CASE("F-04: each letter says of itself whether the lesson is missed", "[domain][absence][F-04]") {
    const Policies policies = policies_of({{"attendance.codes", "Н; УП; ОСВ; О | опоздал | kind: late | missed: no"}});
    for (const auto& [code, missed] :
         std::map<std::string, bool>{{"Н", true}, {"УП", true}, {"ОСВ", false}, {"О", false}}) {
        const Attendance teacher{code, 0};
        INFO(code);
        CHECK(answer(policies, &teacher, nullptr).missed == missed);
    }
    CHECK(answer(policies, nullptr, nullptr).there());
}

TEST_CASE("004-5: an absence without a reason waits for the class teacher, his word settles it",
          "[domain][absence][004-5][F-05][F-06]") {
    const Policies policies;
    const Attendance teacher = letter("Н");
    const Absence before = answer(policies, &teacher, nullptr);
    CHECK(before.unreviewed);
    CHECK(before.missed);
    const AbsenceReason reason = said("Б");
    const Absence after = answer(policies, &teacher, &reason);
    CHECK(after.code == "Б");
    CHECK(after.kind == AbsenceKind::illness);
    CHECK(after.missed);
    CHECK(after.source == AbsenceSource::class_teacher);
    CHECK_FALSE(after.unreviewed);
    const AbsenceReason taken_back = said("");
    CHECK(answer(policies, &teacher, &taken_back).unreviewed);
    const AbsenceReason none_found = said("Н");
    CHECK_FALSE(answer(policies, &teacher, &none_found).unreviewed);
}

TEST_CASE("003-5: an exempt pupil is shown as ОСВ, there or not, and not as missing",
          "[domain][absence][003-5][F-08]") {
    const Policies policies;
    const PupilDocument exemption = paper(DocumentKind::exemption);
    const Attendance absent = letter("Н");
    const Attendance there = letter("");
    for (const Attendance* teacher : {static_cast<const Attendance*>(nullptr), &absent, &there}) {
        const Absence absence = answer(policies, teacher, nullptr, {&exemption});
        CHECK(absence.code == "ОСВ");
        CHECK(absence.exempt());
        CHECK_FALSE(absence.missed);
        CHECK_FALSE(absence.unreviewed);
        CHECK(absence.document == &exemption);
    }
    // The third lesson lies outside its span: no paper, an ordinary absence.
    CHECK(answer(policies, &absent, nullptr).missed);
}

TEST_CASE("F-08: a school may count exemptions as missed", "[domain][absence][F-08]") {
    const Policies policies = policies_of({{"attendance.exempt_counts_missed", "yes"}});
    const PupilDocument exemption = paper(DocumentKind::exemption, "ОСВ");
    CHECK(answer(policies, nullptr, nullptr, {&exemption}).missed);
}

TEST_CASE("F-07: a paper over a span of days gives its code to every lesson in it", "[domain][absence][F-07]") {
    const Policies policies;
    const PupilDocument illness = paper(DocumentKind::illness);
    const Attendance absent = letter("Н");
    CHECK(answer(policies, &absent, nullptr, {&illness}).code == "Б");
    CHECK(answer(policies, nullptr, nullptr, {&illness}).code == "Б");
    CHECK(answer(policies, nullptr, nullptr, {&illness}).missed);
    const PupilDocument own_code = paper(DocumentKind::other, "УП");
    CHECK(answer(policies, &absent, nullptr, {&own_code}).code == "УП");
    const Policies no_illness = policies_of({{"attendance.codes", "Н; УП"}});
    CHECK(answer(no_illness, &absent, nullptr, {&illness}).code == "УП");
}

TEST_CASE("003-2: absences during a stay in a sanatorium get a valid code", "[domain][absence][003-2][G-13]") {
    const Policies policies;
    const PupilDocument stay = paper(DocumentKind::sanatorium);
    const Attendance absent = letter("Н");
    const Absence absence = answer(policies, &absent, nullptr, {&stay});
    CHECK(absence.kind == AbsenceKind::valid);
    CHECK(absence.source == AbsenceSource::document);
}

TEST_CASE("F-07: who was seen is there whatever the paper says; a reason upon a paper goes before the span's code",
          "[domain][absence][F-07]") {
    const Policies policies;
    const PupilDocument illness = paper(DocumentKind::illness);
    const Attendance there = letter("");
    CHECK(answer(policies, &there, nullptr, {&illness}).there());
    const Attendance absent = letter("Н");
    const AbsenceReason guess = said("НП");
    CHECK(answer(policies, &absent, &guess, {&illness}).code == "Б");
    const AbsenceReason shown = said("УП", true);
    CHECK(answer(policies, &absent, &shown, {&illness}).code == "УП");
}

TEST_CASE("F-03: who came late is there, with the minutes", "[domain][absence][F-03]") {
    const Policies policies;
    const Attendance late = letter("", 7);
    const Absence absence = answer(policies, &late, nullptr);
    CHECK(absence.there());
    CHECK(absence.late_minutes == 7);
    CHECK_FALSE(absence.missed);
}

TEST_CASE("M-24: missed lessons and whole days are counted with their reasons", "[domain][absence][M-24][M-05]") {
    const Policies policies;
    const Attendance absent = letter("Н");
    const Attendance late = letter("", 10);
    const AbsenceReason ill = said("Б");
    const PupilDocument exemption = paper(DocumentKind::exemption);
    AbsenceCount count;
    const LocalDay monday = date(2026, 9, 14);
    count.add(monday, answer(policies, &absent, &ill));
    count.add(monday, answer(policies, &absent, &ill));
    count.add(monday + std::chrono::days{1}, answer(policies, &absent, nullptr));
    count.add(monday + std::chrono::days{1}, answer(policies, &late, nullptr));
    count.add(monday + std::chrono::days{2}, answer(policies, nullptr, nullptr, {&exemption}));
    count.add(monday + std::chrono::days{3}, answer(policies, &absent, nullptr));
    CHECK(count.lessons == 6);
    CHECK(count.missed == 4);
    CHECK(count.by_kind == std::map<AbsenceKind, int>{{AbsenceKind::unexplained, 2}, {AbsenceKind::illness, 2}});
    CHECK(count.by_code == std::map<std::string, int>{{"Н", 2}, {"Б", 2}, {"ОСВ", 1}});
    CHECK(count.exempt == 1);
    CHECK(count.late == 1);
    CHECK(count.late_minutes == 10);
    CHECK(count.unreviewed == 2);
    CHECK(count.days_missed() == 2);
}
