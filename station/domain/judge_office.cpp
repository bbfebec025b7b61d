#include "station/domain/judge_case.hpp"
#include "station/domain/register_book.hpp"

/// The rules of late changes (group J) and of what people report, remark and answer (A, L, O, R, T-12).
namespace zvonok::domain {

namespace {

Broken check_text(std::string_view text) {
    if (text.empty()) return rule::text_empty;
    return text.size() > text_limit_bytes ? rule::text_too_long : Broken{};
}

/// What the request asks for, as if its window were open: what else is wrong with it, nobody could carry out.
Broken check_wanted(const Case& c, const Writing& wanted) {
    if (!is_journal_record(wanted.cell.kind) || !fits(wanted.cell, wanted.act)) return rule::change_kind;
    Claim claim = c.claim;
    claim.writing = wanted;
    claim.first = false;
    // Its audience is what it will be when it is written.
    claim.audience = Audience::staff;
    Case asked{c.book, c.zone, claim, c.saved};
    asked.window_open = true;
    // A teacher asks about the own journal only, a deputy about any (J-10).
    asked.rights_granted = !c.acts_as_teacher();
    Broken broken = check_act(asked, wanted.act);
    if (broken == rule::audience) {
        claim.audience = Audience::everyone;
        broken = check_act(asked, wanted.act);
    }
    return broken;
}

}  // namespace

Broken check(Case& c, const ChangeRequest& act) {
    if (const Broken broken = c.role_may(); !broken.empty()) return broken;
    if (const Broken broken = c.is_fit_audience(nullptr); !broken.empty()) return broken;
    if (c.book.change_request(id_as<RequestId>(c.cell().addressee))) return rule::change_decided;
    if (act.reason.size() > text_limit_bytes || act.document.size() > text_limit_bytes) return rule::text_too_long;
    const auto& grounds = c.rules_today().change.grounds;
    const auto ground = std::ranges::find(grounds, act.ground, &ChangeGround::code);
    if (ground == grounds.end()) return rule::change_ground;
    if (ground->document && act.document.empty()) return rule::change_document;
    return check_wanted(c, *act.wanted);
}

Broken check(Case& c, const ChangeDecision& act) {
    if (const Broken broken = c.role_may(); !broken.empty()) return broken;
    if (const Broken broken = c.is_fit_audience(nullptr); !broken.empty()) return broken;
    const auto request = c.book.change_request(id_as<RequestId>(c.cell().addressee));
    if (!request) return rule::change_unknown;
    if (request->decision != nullptr) return rule::change_decided;
    if (request->asked->author == c.claim.author) return rule::change_own;
    return act.note.size() > text_limit_bytes ? rule::text_too_long : Broken{};
}

Broken check(Case& c, const HeldDecision& act) {
    if (const Broken broken = c.role_may(); !broken.empty()) return broken;
    if (const Broken broken = c.is_fit_audience(nullptr); !broken.empty()) return broken;
    if (!c.claim.decided || c.claim.decided->outcome != Outcome::held) return rule::held_unknown;
    if (c.claim.decided->author == c.claim.author) return rule::held_own;
    return act.note.size() > text_limit_bytes ? rule::text_too_long : Broken{};
}

Broken check(Case& c, const Acknowledgement& act) {
    if (const Broken broken = c.role_may(); !broken.empty()) return broken;
    if (c.cell().addressee != entity_of(c.claim.author)) return rule::other_person;
    if (const Broken broken = c.is_fit_audience(nullptr); !broken.empty()) return broken;
    return check_text(act.rules);
}

Broken check(Case& c, const CompromiseReport& act) {
    if (const Broken broken = c.role_may(); !broken.empty()) return broken;
    if (const Broken broken = c.is_fit_audience(nullptr); !broken.empty()) return broken;
    const auto person = id_as<PersonId>(c.cell().addressee);
    if (c.book.person(person, c.today) == nullptr) return rule::reference_unknown;
    // The account closes at once, so nobody closes a stranger's: one's own, one's child's, or as those who keep
    // accounts.
    constexpr RoleSet keepers{Role::director,        Role::deputy,        Role::class_teacher,       Role::secretary,
                              Role::head_of_studies, Role::administrator, Role::system_administrator};
    if (person != c.claim.author && !keepers.has(c.claim.role)) {
        const auto parents = c.book.parents_of(person, c.today);
        if (std::ranges::find(parents, c.claim.author) == parents.end()) return rule::other_person;
    }
    if (act.learned_on > c.today) return rule::days_reversed;
    if (act.note.size() > text_limit_bytes) return rule::text_too_long;
    if (c.saved >= end_of_term(c.book, c.zone, c.rules_today().access.compromise, act.learned_on))
        c.note_late("compromise.report_term");
    return {};
}

Broken check(Case& c, const Remark& act) {
    if (const Broken broken = c.role_may(); !broken.empty()) return broken;
    if (!is_in_direction(c.book, c.claim.author, c.claim.role, Area::journals, c.today)) return rule::other_direction;
    if (const Broken broken = c.is_fit_audience(nullptr); !broken.empty()) return broken;
    const Person* to = c.book.person(act.to, c.today);
    if (to == nullptr || to->kind != PersonKind::staff) return rule::reference_unknown;
    if (!c.cell().lesson.empty() && !c.book.lesson(c.cell().lesson)) return rule::lesson_unknown;
    return check_text(act.text);
}

Broken check(Case& c, const RemarkAnswer& act) {
    if (const Broken broken = c.role_may(); !broken.empty()) return broken;
    if (const Broken broken = c.is_fit_audience(nullptr); !broken.empty()) return broken;
    if (!c.cell().lesson.empty()) {
        const auto lesson = c.book.lesson(c.cell().lesson);
        if (!lesson) return rule::lesson_unknown;
        if (const Broken broken = c.is_own(*lesson); !broken.empty()) return broken;
    }
    return act.text.size() > text_limit_bytes ? rule::text_too_long : Broken{};
}

Broken check(Case& c, const Review& act) {
    if (const Broken broken = c.role_may(); !broken.empty()) return broken;
    if (!is_in_direction(c.book, c.claim.author, c.claim.role, Area::journals, c.today)) return rule::other_direction;
    if (const Broken broken = c.is_fit_audience(nullptr); !broken.empty()) return broken;
    const EntityId reviewed = c.cell().addressee;
    if (c.book.group(id_as<GroupId>(reviewed), c.today) == nullptr &&
        c.book.subject(id_as<SubjectId>(reviewed), c.today) == nullptr)
        return rule::reference_unknown;
    return act.note.size() > text_limit_bytes ? rule::text_too_long : Broken{};
}

Broken check(Case& c, const Message& act) {
    if (const Broken broken = c.role_may(); !broken.empty()) return broken;
    if (const Broken broken = c.is_fit_audience(nullptr); !broken.empty()) return broken;
    // Only the server speaks for others, and nobody judges it.
    if (!act.from.empty()) return rule::other_person;
    if (act.to.empty() && act.groups.empty()) return rule::malformed;
    if (!act.about.empty() && act.about != c.claim.author) {
        // Of a child its parents tell (C-07).
        const auto children = c.book.children_of(c.claim.author, c.today);
        if (std::ranges::find(children, act.about) == children.end()) return rule::other_person;
    }
    for (const PersonId person : act.to)
        if (c.book.person(person, c.today) == nullptr) return rule::reference_unknown;
    for (const GroupId group : act.groups)
        if (c.book.group(group, c.today) == nullptr) return rule::reference_unknown;
    return check_text(act.text);
}

Broken check(Case& c, const Recommendation& act) {
    if (const Broken broken = c.role_may(); !broken.empty()) return broken;
    if (const Broken broken = c.is_fit_audience(nullptr); !broken.empty()) return broken;
    const Person* pupil = c.book.person(c.pupil(), c.today);
    if (pupil == nullptr || pupil->kind != PersonKind::pupil) return rule::reference_unknown;
    if (act.text.size() > text_limit_bytes) return rule::text_too_long;
    if (c.claim.role == Role::class_teacher) return c.is_own_pupil(c.pupil(), c.today, c.today);
    // Who teaches the pupil the subject, on whatever day of the timetable.
    for (const LoadId id : c.book.loads_of_teacher(c.claim.author, c.today)) {
        const Load& load = *c.book.load(id, c.today);
        if (entity_of(load.subject) == c.cell().subject && std::ranges::any_of(load.groups, [&](GroupId group) {
                return c.book.membership(group, c.pupil(), c.today) != nullptr;
            }))
            return {};
    }
    return rule::not_assigned;
}

Broken check(Case& c, const Forecast&) {
    // What the server reckons from the marks; nobody's word makes a forecast.
    return c.role_may();
}

Broken check(Case& c, const Visit&) {
    // The server writes what it has seen itself; nobody's word makes a visit.
    return c.role_may();
}

Broken check(Case& c, const RefusedAttempt& act) {
    if (const Broken broken = c.role_may(); !broken.empty()) return broken;
    if (const Broken broken = c.is_fit_audience(nullptr); !broken.empty()) return broken;
    if (act.rule.empty()) return rule::malformed;
    return act.note.size() > text_limit_bytes ? rule::text_too_long : Broken{};
}

}  // namespace zvonok::domain
