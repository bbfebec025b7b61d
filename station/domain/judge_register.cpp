#include "station/domain/judge_case.hpp"
#include "station/domain/register_book.hpp"
#include "station/domain/topic_text.hpp"

/// The rules of registers: what people of the school state as facts (groups A, B, C, D, L).
namespace zvonok::domain {

namespace {

/// Whether what a fact speaks of is there, and its own rules. Withdrawing asks less than stating.
class Registrar {
  public:
    Registrar(Case& c, const Fact& fact) : c_(c), book_(c.book), fact_(fact), from_(fact.from) {}

    Broken operator()(const School& v) const { return Zone::find(v.zone) ? Broken{} : rule::reference_unknown; }
    Broken operator()(const Person& v) const {
        if (v.family.empty() && v.given.empty()) return rule::text_empty;
        // Personnel keeps the register of staff, the secretary that of pupils and parents (C-01).
        const bool staff = v.kind == PersonKind::staff;
        if (staff && (c_.claim.role == Role::secretary || c_.claim.role == Role::head_of_studies))
            return rule::role_not_enough;
        return !staff && c_.claim.role == Role::personnel ? rule::role_not_enough : Broken{};
    }
    Broken operator()(const RoleGrant& v) const {
        if (v.role == Role::none || v.role == Role::server) return rule::malformed;
        if (v.direction > Direction::upbringing || (v.direction != Direction::all && v.role != Role::deputy))
            return rule::malformed;
        if (!is_person(v.person, PersonKind::staff) && v.role != Role::external_reader) return rule::reference_unknown;
        if (v.role == Role::class_teacher && v.scope.empty()) return rule::reference_unknown;
        return v.scope.empty() || is_group(v.scope) ? Broken{} : rule::reference_unknown;
    }
    Broken operator()(const Group& v) const {
        if (v.name.empty()) return rule::text_empty;
        if (!v.parent.empty() && !is_group(v.parent)) return rule::reference_unknown;
        return v.order.empty() || book_.order(v.order) != nullptr ? Broken{} : rule::order_unknown;
    }
    Broken operator()(const Membership& v) const;
    Broken operator()(const Subject& v) const { return check_name(v.name, names_of_curriculum()); }
    Broken operator()(const CurriculumItem& v) const { return check_name(v.subject, {}); }
    Broken operator()(const Room& v) const { return v.name.empty() ? rule::text_empty : Broken{}; }
    Broken operator()(const BellSchedule& v) const { return v.name.empty() ? rule::text_empty : Broken{}; }
    Broken operator()(const Calendar& v) const { return v.name.empty() ? rule::text_empty : Broken{}; }
    Broken operator()(const BellPeriod& v) const {
        constexpr std::chrono::minutes midnight{0}, day = std::chrono::hours{24};
        return v.starts < midnight || v.starts >= day || v.ends < midnight || v.ends >= day || v.number < 0
                   ? rule::malformed
                   : Broken{};
    }
    Broken operator()(const BellDay& v) const { return check_days(v.first, v.last); }
    Broken operator()(const SchoolYear& v) const {
        if (v.days_a_week != 5 && v.days_a_week != 6) return rule::malformed;
        return check_days(v.first, v.last);
    }
    Broken operator()(const Holiday& v) const { return check_days(v.first, v.last); }
    Broken operator()(const MovedDay& v) const {
        return v.weekday < 1 || v.weekday > 7 ? rule::malformed : check_days(v.day, v.day);
    }
    Broken operator()(const ReportingPeriod& v) const {
        if (!v.order.empty() && book_.order(v.order) == nullptr) return rule::order_unknown;
        return check_days(v.first, v.last);
    }
    Broken operator()(const Load& v) const;
    Broken operator()(const TimetableSlot& v) const {
        if (v.weekday < 1 || v.weekday > 7) return rule::malformed;
        if (book_.load(v.load, from_) == nullptr) return rule::reference_unknown;
        if (!v.room.empty() && book_.room(v.room, from_) == nullptr) return rule::reference_unknown;
        return c_.year_is_open(from_);
    }
    Broken operator()(const PlanItem& v) const {
        if (v.topic.empty()) return rule::topic_empty;
        if (v.hours < 0 || v.number < 0) return rule::malformed;
        return check_own_load(v.load);
    }
    Broken operator()(const PlannedWork& v) const {
        const WorkKind* kind = book_.policies(v.day).kind(v.work);
        if (!v.work.empty() && kind == nullptr) return rule::work_kind_unknown;
        if (const Broken broken = check_own_load(v.load); !broken.empty() || !v.monitoring || fact_.withdrawn)
            return broken;
        return kind == nullptr ? rule::work_kind_missing : check_monitoring(v, *kind);
    }
    Broken operator()(const Exam& v) const {
        if (book_.subject(v.subject, v.day) == nullptr || v.groups.empty()) return rule::reference_unknown;
        return std::ranges::all_of(v.groups, [&](GroupId group) { return book_.group(group, v.day) != nullptr; })
                   ? Broken{}
                   : rule::reference_unknown;
    }
    Broken operator()(const PolicyValue& v) const;
    Broken operator()(const Station& v) const { return v.name.empty() ? rule::text_empty : Broken{}; }
    Broken operator()(const StationBinding& v) const {
        return is_person(v.teacher, PersonKind::staff) && book_.room(v.room, from_) != nullptr
                   ? Broken{}
                   : rule::reference_unknown;
    }
    Broken operator()(const PupilDocument& v) const {
        if (!is_in_direction(book_, c_.claim.author, c_.claim.role, Area::health, c_.today))
            return rule::other_direction;
        if (!is_person(v.pupil, PersonKind::pupil)) return rule::reference_unknown;
        if (const Broken broken = c_.is_own_pupil(v.pupil, c_.today, c_.today); !broken.empty()) return broken;
        if (v.number.empty()) return rule::document_incomplete;
        if (v.last < v.first) return rule::days_reversed;
        return v.code.empty() || book_.policies(v.first).absence(v.code) != nullptr ? Broken{} : rule::unknown_code;
    }
    Broken operator()(const ParentLink& v) const {
        return is_person(v.parent, PersonKind::parent) && is_person(v.child, PersonKind::pupil)
                   ? Broken{}
                   : rule::reference_unknown;
    }
    Broken operator()(const Order& v) const {
        if (v.number.empty()) return rule::order_incomplete;
        return v.first && v.last && *v.last < *v.first ? rule::days_reversed : Broken{};
    }
    Broken operator()(const AccountBlock& v) const;
    Broken operator()(const Consent& v) const {
        const Person* person = book_.person(v.person, c_.today);
        if (person == nullptr) return rule::reference_unknown;
        if (c_.claim.role == Role::class_teacher && !is_of_own_class(v.person, *person)) return rule::other_class;
        return v.state == ConsentState::given && v.document.empty() ? rule::document_incomplete : Broken{};
    }
    Broken operator()(const Credential& v) const {
        if (book_.person(v.person, c_.today) == nullptr) return rule::reference_unknown;
        // What was used up once is not handed out, nor used, again.
        const auto earlier = book_.credentials_of(v.person, c_.today);
        if (std::ranges::any_of(earlier, [&](const auto& each) { return each.id == fact_.entity && each->used; }))
            return fact_.withdrawn ? Broken{} : rule::credential_used;
        // A slip that is used up or taken back is no new one.
        if (v.used || fact_.withdrawn) return {};
        const auto& access = c_.rules_today().access;
        const Consent* consent = book_.consent_of(v.person, c_.today);
        if (access.needs_consent && (consent == nullptr || consent->state != ConsentState::given))
            return rule::consent_missing;
        return access.needs_application && !has_applied(v.person) ? rule::application_missing : Broken{};
    }
    Broken operator()(const Application& v) const {
        if (!is_person(v.child, PersonKind::pupil)) return rule::reference_unknown;
        const auto parents = book_.parents_of(v.child, c_.today);
        if (v.person != v.child && std::ranges::find(parents, v.person) == parents.end()) return rule::other_person;
        if (const Broken broken = c_.is_own_pupil(v.child, c_.today, c_.today); !broken.empty()) return broken;
        return v.date > c_.today ? rule::days_reversed : Broken{};
    }
    Broken operator()(const CardState& v) const;
    Broken operator()(const Announcement& v) const {
        if (v.title.empty() && v.text.empty()) return rule::text_empty;
        return v.title.size() + v.text.size() > text_limit_bytes ? rule::text_too_long : Broken{};
    }
    Broken operator()(const RegisterRecord& v) const;
    /// Kinds that no person states: the permission has refused them.
    Broken operator()(const auto&) const { return rule::role_not_enough; }

  private:
    [[nodiscard]] Broken check_subject(const RegisterSpec& spec, const RegisterRecord& v) const;
    [[nodiscard]] Broken check_fields(const RegisterSpec& spec, const RegisterRecord& v) const;
    [[nodiscard]] bool is_person(PersonId id, PersonKind kind) const {
        const Person* person = book_.person(id, from_);
        if (person == nullptr) person = book_.person(id, c_.today);
        return person != nullptr && person->kind == kind;
    }
    [[nodiscard]] bool is_group(GroupId id) const { return book_.group(id, from_) != nullptr; }
    [[nodiscard]] bool is_of_own_class(PersonId id, const Person& person) const {
        if (person.kind == PersonKind::pupil) return c_.is_own_pupil(id, c_.today, c_.today).empty();
        return std::ranges::any_of(book_.children_of(id, c_.today),
                                   [&](PersonId child) { return c_.is_own_pupil(child, c_.today, c_.today).empty(); });
    }
    /// Days that belong to a closed year are not changed any more (J-17).
    [[nodiscard]] Broken check_days(LocalDay first, LocalDay last) const {
        if (last < first) return rule::days_reversed;
        if (const Broken broken = c_.year_is_open(first); !broken.empty()) return broken;
        return c_.year_is_open(last);
    }
    [[nodiscard]] Broken check_own_load(LoadId id) const {
        const Load* load = book_.load(id, from_);
        if (load == nullptr) return rule::reference_unknown;
        const bool own = std::ranges::find(load->teachers, c_.claim.author) != load->teachers.end();
        return own || !c_.acts_as_teacher() ? Broken{} : rule::not_assigned;
    }
    /// A flag that came after the work's ordinary window had closed would open again what is closed.
    [[nodiscard]] Broken check_monitoring(const PlannedWork& v, const WorkKind& kind) const {
        const Load& load = *book_.load(v.load, from_);
        const int grade = load.groups.empty() ? 0 : book_.grade_of(load.groups.front(), v.day);
        const EditWindow window =
            book_.policies(v.day).window_of({kind, grade, subject_name(book_, load.subject, v.day)});
        if (!window || c_.today <= v.day + *window) return {};
        const auto said = book_.works_of_load(v.load);
        const bool flagged_before = std::ranges::any_of(said, [&](const auto& before) {
            return before.id == fact_.entity && before->monitoring && before->day == v.day && before->work == v.work;
        });
        return flagged_before ? Broken{} : rule::mark_window;
    }
    /// A pupil's diary is asked for by the pupil or a parent; a parent asks for the own access.
    [[nodiscard]] bool has_applied(PersonId id) const {
        const Person* person = book_.person(id, c_.today);
        if (person->kind == PersonKind::staff) return true;
        if (person->kind == PersonKind::pupil) return !book_.applications_for(id, c_.today).empty();
        return std::ranges::any_of(book_.children_of(id, c_.today), [&](PersonId child) {
            return std::ranges::any_of(book_.applications_for(child, c_.today),
                                       [&](const auto& application) { return application->person == id; });
        });
    }
    [[nodiscard]] std::vector<std::string> names_of_curriculum() const {
        std::vector<std::string> names;
        for (const auto& item : book_.curriculum(from_)) names.push_back(item->subject);
        return names;
    }
    [[nodiscard]] Broken check_name(const std::string& name, const std::vector<std::string>& curriculum) const {
        if (name.empty()) return rule::text_empty;
        const NameRule asked = c_.rules_today().topic.subject_name;
        if (asked == NameRule::free) return {};
        for (const TextFinding& finding : check_subject_name(name, curriculum, c_.rules_today().topic.allowed_terms))
            if (asked == NameRule::full_lower_case || finding.rule == rule::subject_not_in_curriculum)
                return finding.rule;
        return {};
    }

    Case& c_;
    const FactBook& book_;
    const Fact& fact_;
    LocalDay from_;
};

Broken Registrar::operator()(const Membership& v) const {
    const Group* group = book_.group(v.group, from_);
    if (group == nullptr || !is_person(v.pupil, PersonKind::pupil)) return rule::reference_unknown;
    if (const Broken broken = c_.year_is_open(from_); !broken.empty()) return broken;
    if (group->kind == GroupKind::school_class) {
        // Enrolment, transfer and leaving: upon an order, from a date (C-09).
        const Order* order = v.order.empty() ? nullptr : book_.order(v.order);
        const bool fit = order != nullptr && (order->kind == OrderKind::movement || order->kind == OrderKind::other);
        return fit ? Broken{} : rule::movement_order;
    }
    if (c_.claim.role == Role::class_teacher && !c_.leads_class(group->parent)) return rule::other_class;
    if (group->split.empty() || fact_.withdrawn) return {};
    for (const GroupId other : book_.subgroups_of(group->parent, from_)) {
        const Group* found = book_.group(other, from_);
        if (other != v.group && found != nullptr && found->split == group->split &&
            book_.membership(other, v.pupil, from_) != nullptr)
            return rule::one_of_split;
    }
    return {};
}

Broken Registrar::operator()(const Load& v) const {
    const Subject* subject = book_.subject(v.subject, from_);
    if (subject == nullptr || v.groups.empty()) return rule::reference_unknown;
    if (!std::ranges::all_of(v.groups, [&](GroupId group) { return is_group(group); })) return rule::reference_unknown;
    if (!std::ranges::all_of(v.teachers, [&](PersonId person) { return is_person(person, PersonKind::staff); }))
        return rule::reference_unknown;
    if (const Broken broken = c_.year_is_open(from_); !broken.empty()) return broken;
    // Only what is in the curriculum gets a journal (B-15).
    const auto names = names_of_curriculum();
    return names.empty() || std::ranges::find(names, subject->name) != names.end() ? Broken{}
                                                                                   : rule::subject_not_in_curriculum;
}

Broken Registrar::operator()(const PolicyValue& v) const {
    if (!resolve_policies({{v.key, v.value}}).troubles.empty()) return rule::policy_unreadable;
    // Old days are judged by the rules of old (B-24).
    return from_ < c_.today ? rule::policy_backdated : Broken{};
}

Broken Registrar::operator()(const AccountBlock& v) const {
    if (book_.person(v.person, c_.today) == nullptr) return rule::reference_unknown;
    if (v.reason != BlockReason::dismissed || fact_.withdrawn)
        return c_.claim.role == Role::personnel ? rule::role_not_enough : Broken{};
    const Order* order = v.order.empty() ? nullptr : book_.order(v.order);
    if (order == nullptr || order->kind != OrderKind::dismissal) return rule::order_unknown;
    if (c_.saved >= end_of_term(book_, c_.zone, c_.rules_today().access.order_term, order->date))
        c_.note_late("account.order_day");
    return {};
}

Broken Registrar::operator()(const CardState& v) const {
    switch (v.kind) {
        case CardKind::pupil: {
            const auto pupil = id_as<PersonId>(v.owner);
            if (!is_person(pupil, PersonKind::pupil)) return rule::reference_unknown;
            if (c_.acts_as_teacher()) return rule::role_not_enough;
            return c_.is_own_pupil(pupil, c_.today, c_.today);
        }
        case CardKind::school_class: {
            const auto group = id_as<GroupId>(v.owner);
            if (!is_group(group)) return rule::reference_unknown;
            if (c_.acts_as_teacher()) return rule::role_not_enough;
            return c_.claim.role == Role::class_teacher && !c_.leads_class(group) ? rule::other_class : Broken{};
        }
        case CardKind::employee:
            // Everybody keeps the own card up to date (C-03).
            if (!is_person(id_as<PersonId>(v.owner), PersonKind::staff)) return rule::reference_unknown;
            if (v.owner == entity_of(c_.claim.author)) return {};
            return c_.claim.role == Role::personnel || c_.claim.role == Role::administrator ? Broken{}
                                                                                            : rule::role_not_enough;
        case CardKind::school:
            return c_.claim.role == Role::administrator || c_.claim.role == Role::secretary ? Broken{}
                                                                                            : rule::role_not_enough;
    }
    return rule::malformed;
}

Broken Registrar::check_subject(const RegisterSpec& spec, const RegisterRecord& v) const {
    switch (spec.of) {
        case RegisterOf::school:
            return v.subject.empty() ? Broken{} : rule::malformed;
        case RegisterOf::staff:
            return is_person(id_as<PersonId>(v.subject), PersonKind::staff) ? Broken{} : rule::reference_unknown;
        case RegisterOf::pupil: {
            const auto pupil = id_as<PersonId>(v.subject);
            if (!is_person(pupil, PersonKind::pupil)) return rule::reference_unknown;
            return c_.is_own_pupil(pupil, c_.today, c_.today);
        }
        case RegisterOf::group:
            return is_group(id_as<GroupId>(v.subject)) ? Broken{} : rule::reference_unknown;
        case RegisterOf::room:
            return book_.room(id_as<RoomId>(v.subject), from_) != nullptr ? Broken{} : rule::reference_unknown;
        case RegisterOf::record: {
            const RegisterRecord* of = book_.register_record(v.subject, from_);
            return of != nullptr && of->name == spec.of_register ? Broken{} : rule::reference_unknown;
        }
    }
    return rule::malformed;
}

Broken Registrar::check_fields(const RegisterSpec& spec, const RegisterRecord& v) const {
    if (const auto faulty = faulty_field(spec, v.fields))
        return spec.field(faulty->name) == nullptr ? rule::register_field : rule::register_value;
    for (const RegisterField& field : v.fields) {
        const FieldSpec& known = *spec.field(field.name);
        if (known.type == FieldType::person && !is_person(*person_of(v.fields, field.name), PersonKind::staff))
            return rule::reference_unknown;
        if (known.type != FieldType::record) continue;
        const RegisterRecord* other = book_.register_record(*record_of(v.fields, field.name), from_);
        if (other == nullptr || other->name != known.of) return rule::reference_unknown;
    }
    return {};
}

/// A personal record is judged by a station as far as it can be without opening it; the server opens it first, and the
/// fields stand beside the box then.
Broken Registrar::operator()(const RegisterRecord& v) const {
    const RegisterSpec& spec = *find_register(v.name);
    if (!is_in_direction(book_, c_.claim.author, c_.claim.role, spec.area, c_.today)) return rule::other_direction;
    if (const Broken broken = check_subject(spec, v); !broken.empty()) return broken;
    if (spec.personal == v.sealed.empty()) return rule::register_sealed;
    const bool opened = !v.fields.empty();
    if (!spec.personal && !v.lacking.empty()) return rule::malformed;
    if (const Broken broken = check_fields(spec, v); !broken.empty()) return broken;
    if (spec.personal && opened && v.lacking != lacking_fields(spec, v.fields)) return rule::register_sealed;
    for (const std::string& name : v.lacking)
        if (spec.field(name) == nullptr) return rule::register_field;
    if (!v.order.empty() || spec.order) {
        const Order* order = v.order.empty() ? nullptr : book_.order(v.order);
        const bool fit =
            order != nullptr && (!spec.order || *spec.order == OrderKind::other || *spec.order == order->kind);
        if (!fit) return rule::order_unknown;
        if (spec.name == "staff_movement" &&
            c_.saved >= end_of_term(book_, c_.zone, c_.rules_today().access.order_term, order->date))
            c_.note_late("account.order_day");
    }
    if (!spec.single || fact_.withdrawn) return {};
    const auto there = v.subject.empty() ? book_.records(v.name, from_) : book_.records_about(v.name, v.subject, from_);
    return std::ranges::any_of(there, [&](const auto& record) { return record.id != fact_.entity; })
               ? rule::register_second
               : Broken{};
}

/// Whether the fact is about somebody else's life rather than about lessons and rooms (C-15).
bool is_personal(const Case& c, const Fact& fact) {
    const auto is_other = [&](EntityId id) { return id != entity_of(c.claim.author); };
    if (const auto* record = std::get_if<RegisterRecord>(&fact.value)) {
        const RegisterSpec* spec = find_register(record->name);
        return spec != nullptr && spec->personal && is_other(record->subject);
    }
    if (const auto* card = std::get_if<CardState>(&fact.value))
        return (card->kind == CardKind::pupil || card->kind == CardKind::employee) && is_other(card->owner);
    return std::holds_alternative<Person>(fact.value) || std::holds_alternative<PupilDocument>(fact.value) ||
           std::holds_alternative<Consent>(fact.value);
}

/// Movement and splits have owners of their own, by the kind of group (B-11, C-09).
bool is_owner(const Case& c, const Fact& fact, const Permission& permission) {
    const auto owns = [&](GroupKind kind) {
        const auto& setup = c.rules_today().setup;
        const auto& owners = kind == GroupKind::school_class ? setup.movement_owners : setup.subgroup_owners;
        return c.claim.role == Role::administrator || std::ranges::find(owners, c.claim.role) != owners.end();
    };
    if (!c.rules_today().permissions.contains(permission.name)) {
        if (const auto* membership = std::get_if<Membership>(&fact.value)) {
            const Group* group = c.book.group(membership->group, fact.from);
            if (group != nullptr) return owns(group->kind);
        }
        if (const auto* group = std::get_if<Group>(&fact.value); group != nullptr && group->kind == GroupKind::subgroup)
            return owns(group->kind);
    }
    if (const auto* record = std::get_if<RegisterRecord>(&fact.value);
        record != nullptr && find_register(record->name)->own && record->subject == entity_of(c.claim.author))
        return true;
    return allowed(c.rules_today(), permission).has(c.claim.role);
}

}  // namespace

Broken check(Case& c, const Registration& act) {
    const Fact& fact = *act.fact;
    if (fact.entity.empty() || fact.entity != c.cell().addressee) return rule::malformed;
    if (fact.until && *fact.until <= fact.from) return rule::days_reversed;
    if (const auto* record = std::get_if<RegisterRecord>(&fact.value);
        record != nullptr && find_register(record->name) == nullptr)
        return rule::register_unknown;
    const Permission* permission = permission_for(fact.value);
    if (permission == nullptr || !is_owner(c, fact, *permission)) return rule::role_not_enough;
    if (const Broken broken = c.role_may(); !broken.empty()) return broken;
    if (const auto* group = std::get_if<Group>(&fact.value);
        group != nullptr && c.claim.role == Role::class_teacher && !c.leads_class(group->parent))
        return rule::other_class;
    if (const Broken broken = c.is_fit_audience(nullptr); !broken.empty()) return broken;
    if (is_personal(c, fact) && !may_handle_personal_data(c.book, c.claim.author, c.today))
        return rule::agreement_missing;
    return std::visit(Registrar{c, fact}, fact.value);
}

}  // namespace zvonok::domain
