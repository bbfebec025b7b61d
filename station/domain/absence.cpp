#include "station/domain/absence.hpp"

#include <algorithm>

namespace zvonok::domain {

namespace {

AbsenceKind kind_for(const PupilDocument& paper) {
    switch (paper.kind) {
        case DocumentKind::illness:
            return AbsenceKind::illness;
        case DocumentKind::exemption:
            return AbsenceKind::exempt;
        case DocumentKind::sanatorium:
        case DocumentKind::other:
            break;
    }
    return AbsenceKind::valid;
}

Absence with_code(const Policies& policies, std::string code, AbsenceKind otherwise, AbsenceSource source) {
    Absence absence;
    absence.source = source;
    absence.code = std::move(code);
    if (absence.code.empty()) return absence;
    const AbsenceCode* known = policies.absence(absence.code);
    absence.kind = known == nullptr ? otherwise : known->kind;
    // A letter that the school has given up since: absent, by what the word was.
    absence.missed = known != nullptr ? policies.counts_missed(*known)
                                      : otherwise != AbsenceKind::late && (otherwise != AbsenceKind::exempt ||
                                                                           policies.attendance.exempt_counts_missed);
    return absence;
}

Absence by_paper(const Policies& policies, const PupilDocument& paper) {
    Absence absence = with_code(policies, code_of(policies, paper), kind_for(paper), AbsenceSource::document);
    absence.document = &paper;
    if (paper.kind == DocumentKind::exemption) {
        absence.kind = AbsenceKind::exempt;
        absence.missed = policies.attendance.exempt_counts_missed;
    }
    return absence;
}

}  // namespace

std::string code_of(const Policies& policies, const PupilDocument& paper) {
    if (!paper.code.empty()) return paper.code;
    const auto& codes = policies.attendance.codes;
    auto found = std::ranges::find(codes, kind_for(paper), &AbsenceCode::kind);
    // A school without a letter for illness counts it among the valid reasons.
    if (found == codes.end() && paper.kind != DocumentKind::exemption)
        found = std::ranges::find(codes, AbsenceKind::valid, &AbsenceCode::kind);
    if (found != codes.end()) return found->code;
    return paper.kind == DocumentKind::exemption ? "ОСВ" : "УП";
}

Absence absence_of(const Policies& policies, const AbsenceWords& words) {
    for (const PupilDocument* paper : words.papers)
        if (paper->kind == DocumentKind::exemption) return by_paper(policies, *paper);

    const Attendance* seen = words.teacher;
    if (seen != nullptr && seen->code.empty()) {
        Absence there;
        there.source = AbsenceSource::teacher;
        there.late_minutes = seen->late_minutes;
        return there;
    }
    const AbsenceReason* reason = words.class_teacher;
    const bool said = reason != nullptr && !reason->code.empty();
    if (said && !reason->document.empty()) {
        Absence upon_paper = with_code(policies, reason->code, AbsenceKind::valid, AbsenceSource::class_teacher);
        upon_paper.document = words.named;
        return upon_paper;
    }
    if (!words.papers.empty()) return by_paper(policies, *words.papers.front());
    if (said) return with_code(policies, reason->code, AbsenceKind::valid, AbsenceSource::class_teacher);
    if (seen == nullptr) return {};
    Absence absence = with_code(policies, seen->code, AbsenceKind::unexplained, AbsenceSource::teacher);
    absence.late_minutes = seen->late_minutes;
    absence.unreviewed = absence.kind == AbsenceKind::unexplained && absence.missed;
    return absence;
}

void AbsenceCount::add(LocalDay day, const Absence& absence) {
    if (day != day_ || day_lessons_ == 0) {
        whole_days_ = days_missed();
        day_ = day;
        day_lessons_ = 0;
        day_all_ = true;
    }
    ++day_lessons_;
    ++lessons;
    day_all_ = day_all_ && absence.missed;
    if (absence.missed) {
        ++missed;
        ++by_kind[absence.kind];
    }
    if (absence.exempt()) ++exempt;
    if (absence.late_minutes > 0 || (!absence.there() && absence.kind == AbsenceKind::late)) {
        ++late;
        late_minutes += absence.late_minutes;
    }
    if (absence.unreviewed) ++unreviewed;
    if (!absence.there()) ++by_code[absence.code];
}

}  // namespace zvonok::domain
