#include "station/domain/fact_tables.hpp"

namespace zvonok::domain {

namespace {

template <class T>
void insert_sorted(std::vector<T>& items, const T& item) {
    const auto place = std::ranges::lower_bound(items, item);
    if (place == items.end() || *place != item) items.insert(place, item);
}

void insert_ruling(std::vector<Ruling>& rulings, const Ruling& ruling) {
    const auto place = std::ranges::upper_bound(rulings, ruling.version, {}, &Ruling::version);
    rulings.insert(place, ruling);
}

void insert_key(std::vector<LessonKey>& keys, const LessonKey& key) {
    if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
}

/// Puts one fact where it is found.
class Placement {
  public:
    Placement(FactTables& tables, FactVersion version, const Fact& fact) : t_(tables), version_(version), fact_(fact) {}

    void operator()(const UnknownFact&) const {}
    void operator()(const School& v) const { revise(t_.schools, v); }
    void operator()(const Person& v) const {
        revise(t_.people, v);
        if (!v.login.empty()) lead(t_.people_by_login, lowered(v.login));
    }
    void operator()(const RoleGrant& v) const {
        revise(t_.roles, v);
        lead(t_.roles_by_person, v.person);
        if (!v.scope.empty()) lead(t_.roles_by_scope, v.scope);
    }
    void operator()(const Group& v) const {
        revise(t_.groups, v);
        if (!v.parent.empty()) lead(t_.subgroups, v.parent);
        if (!v.split.empty()) lead(t_.groups_by_split, v.split);
    }
    void operator()(const Membership& v) const {
        revise(t_.memberships, v);
        lead(t_.memberships_by_group, v.group);
        lead(t_.memberships_by_pupil, v.pupil);
    }
    void operator()(const Subject& v) const { revise(t_.subjects, v); }
    void operator()(const Room& v) const { revise(t_.rooms, v); }
    void operator()(const BellSchedule& v) const { revise(t_.bell_schedules, v); }
    void operator()(const BellPeriod& v) const {
        revise(t_.bell_periods, v);
        lead(t_.bells_by_schedule, v.schedule);
    }
    void operator()(const BellDay& v) const { revise(t_.bell_days, v); }
    void operator()(const Calendar& v) const { revise(t_.calendars, v); }
    void operator()(const SchoolYear& v) const { revise(t_.years, v); }
    void operator()(const Holiday& v) const { revise(t_.holidays, v); }
    void operator()(const MovedDay& v) const { revise(t_.moved_days, v); }
    void operator()(const ReportingPeriod& v) const { revise(t_.periods, v); }
    void operator()(const Load& v) const {
        revise(t_.loads, v);
        for (const PersonId teacher : v.teachers) lead(t_.loads_by_teacher, teacher);
        for (const GroupId group : v.groups) lead(t_.loads_by_group, group);
    }
    void operator()(const TimetableSlot& v) const {
        revise(t_.slots, v);
        lead(t_.slots_by_weekday, v.weekday);
        lead(t_.slots_by_load, v.load);
    }
    void operator()(const PlanItem& v) const {
        revise(t_.plans, v);
        lead(t_.plans_by_load, v.load);
    }
    void operator()(const PolicyValue& v) const {
        revise(t_.policies, v);
        lead(t_.policies_by_key, v.key);
    }
    void operator()(const Station& v) const { revise(t_.stations, v); }
    void operator()(const RevocationList& v) const { revise(t_.revocations, v); }
    void operator()(const PupilDocument& v) const {
        revise(t_.documents, v);
        lead(t_.documents_by_pupil, v.pupil);
    }
    void operator()(const ParentLink& v) const {
        revise(t_.parent_links, v);
        lead(t_.links_by_parent, v.parent);
        lead(t_.links_by_child, v.child);
    }
    void operator()(const Order& v) const { revise(t_.orders, v); }
    void operator()(const StationBinding& v) const {
        revise(t_.bindings, v);
        lead(t_.bindings_by_teacher, v.teacher);
    }
    void operator()(const AccountBlock& v) const {
        revise(t_.blocks, v);
        lead(t_.blocks_by_person, v.person);
    }
    void operator()(const Consent& v) const {
        revise(t_.consents, v);
        lead(t_.consents_by_person, v.person);
    }
    void operator()(const Credential& v) const {
        revise(t_.credentials, v);
        lead(t_.credentials_by_person, v.person);
    }
    void operator()(const Application& v) const {
        revise(t_.applications, v);
        lead(t_.applications_by_child, v.child);
    }
    void operator()(const CurriculumItem& v) const { revise(t_.curriculum, v); }
    void operator()(const CardState& v) const {
        revise(t_.cards, v);
        lead(t_.cards_by_owner, v.owner);
    }
    void operator()(const Announcement& v) const { revise(t_.announcements, v); }
    void operator()(const Exam& v) const { revise(t_.exams, v); }
    void operator()(const PlannedWork& v) const {
        revise(t_.planned_works, v);
        lead(t_.works_by_load, v.load);
    }
    void operator()(const RegisterRecord& v) const {
        revise(t_.records, v);
        lead(t_.records_by_register, v.name);
        if (!v.subject.empty()) lead(t_.records_by_subject, v.subject);
    }
    void operator()(const Boxed<Enacted>& v) const {
        const Ruling ruling{version_, fact_.entity, &*v, fact_.withdrawn};
        const Cell& cell = v->cell;
        if (cell.kind != CellKind::lesson_teacher && cell.kind != CellKind::lesson_change) {
            insert_ruling(t_.rulings_by_addressee.at(cell.addressee), ruling);
            insert_ruling(t_.rulings_by_kind.at(static_cast<int>(cell.kind)), ruling);
            return;
        }
        insert_ruling(t_.lesson_rulings.at(identity_of(cell.lesson)), ruling);
        const auto* change = std::get_if<LessonChange>(&v->act);
        if (change == nullptr) return;
        if (change->state == LessonState::moved || change->state == LessonState::added)
            insert_key(t_.arrivals.at(change->day.time_since_epoch().count()), cell.lesson);
        if (change->state == LessonState::merged)
            insert_key(t_.merges.at(identity_of(change->merged_into)), cell.lesson);
    }

  private:
    template <class Key, class T>
    void revise(FactTables::Table<Key, T>& table, const T& value) const {
        table.at(id_as<Key>(fact_.entity))
            .record({version_, fact_.from, fact_.until, fact_.withdrawn ? nullptr : &value});
    }
    template <class Key>
    void lead(FactTables::Index<Key>& index, const Key& key) const {
        // Looked up first: a page is not copied for what it says already.
        if (const auto* ids = index.find(key); ids != nullptr && std::ranges::binary_search(*ids, fact_.entity)) return;
        insert_sorted(index.at(key), fact_.entity);
    }

    FactTables& t_;
    FactVersion version_;
    const Fact& fact_;
};

}  // namespace

LessonKey identity_of(const LessonKey& key) {
    if (key.unplanned.empty()) return key;
    LessonKey identity;
    identity.ordinal = 0;
    identity.unplanned = key.unplanned;
    return identity;
}

std::size_t LessonKeyHash::operator()(const LessonKey& key) const noexcept {
    const auto day = static_cast<std::size_t>(key.day.time_since_epoch().count());
    return std::hash<LoadId>{}(key.load) ^ std::hash<LessonId>{}(key.unplanned) ^ (day * 0x9E3779B97F4A7C15ULL) ^
           (static_cast<std::size_t>(key.ordinal) * 0xC2B2AE3D27D4EB4FULL);
}

void FactTables::place(FactVersion version, const Fact& fact) {
    std::visit(Placement{*this, version, fact}, fact.value);
}

bool frames_lessons(const FactValue& value) {
    return std::holds_alternative<Group>(value) || std::holds_alternative<BellPeriod>(value) ||
           std::holds_alternative<BellDay>(value) || std::holds_alternative<SchoolYear>(value) ||
           std::holds_alternative<Holiday>(value) || std::holds_alternative<MovedDay>(value) ||
           std::holds_alternative<Load>(value) || std::holds_alternative<TimetableSlot>(value);
}

std::string lowered(std::string_view text) {
    std::string low{text};
    for (char& c : low)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return low;
}

std::vector<const Enacted*> standing(const std::vector<Ruling>* rulings) {
    std::vector<const Enacted*> acts;
    if (rulings == nullptr) return acts;
    if (std::ranges::none_of(*rulings, &Ruling::withdrawn)) {
        for (const Ruling& ruling : *rulings) acts.push_back(ruling.enacted);
        return acts;
    }
    for (auto ruling = rulings->begin(); ruling != rulings->end(); ++ruling) {
        const auto takes_it_back = [&](const Ruling& later) {
            return later.withdrawn && later.entity == ruling->entity;
        };
        if (!ruling->withdrawn && std::none_of(std::next(ruling), rulings->end(), takes_it_back))
            acts.push_back(ruling->enacted);
    }
    return acts;
}

}  // namespace zvonok::domain
