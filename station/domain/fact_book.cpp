#include "station/domain/fact_book.hpp"

#include <set>
#include <tuple>

namespace zvonok::domain {

namespace {

/// ASCII and Cyrillic letters alike are compared as bytes once ASCII is lowered: principal names are ASCII (RFC 822).
std::string lowered(std::string_view text) {
    std::string low{text};
    for (char& c : low)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return low;
}

template <class T>
void sort_unique(std::vector<T>& items) {
    std::ranges::sort(items);
    items.erase(std::ranges::unique(items).begin(), items.end());
}

}  // namespace

int weekday_of(LocalDay day) {
    return static_cast<int>(std::chrono::weekday{day}.iso_encoding());
}

void FactBook::record(FactVersion version, const Fact& fact) {
    version_ = std::max(version_, version);
    facts_.emplace_back(version, fact);
}

void FactBook::place(FactVersion version, const Fact& fact) {
    const auto revise = [&]<class Key, class T>(Table<Key, T>& table, const T& value) {
        std::optional<T> kept;
        if (!fact.withdrawn) kept = value;
        table[id_as<Key>(fact.entity)].record({version, fact.from, fact.until, std::move(kept)});
    };
    struct Visitor {
        FactBook& book;
        const Fact& fact;
        const decltype(revise)& to;

        void operator()(const UnknownFact&) const {}
        void operator()(const School& v) const { to(book.schools_, v); }
        void operator()(const Person& v) const {
            to(book.people_, v);
            if (!v.login.empty()) book.people_by_login_[lowered(v.login)].push_back(id_as<PersonId>(fact.entity));
        }
        void operator()(const RoleGrant& v) const { to(book.roles_, v); }
        void operator()(const Group& v) const { to(book.groups_, v); }
        void operator()(const Membership& v) const {
            to(book.memberships_, v);
            book.memberships_by_group_[v.group].push_back(fact.entity);
        }
        void operator()(const Subject& v) const { to(book.subjects_, v); }
        void operator()(const Room& v) const { to(book.rooms_, v); }
        void operator()(const BellPeriod& v) const { to(book.bells_, v); }
        void operator()(const SchoolYear& v) const { to(book.years_, v); }
        void operator()(const Holiday& v) const { to(book.holidays_, v); }
        void operator()(const Load& v) const { to(book.loads_, v); }
        void operator()(const TimetableSlot& v) const {
            to(book.slots_, v);
            if (v.weekday >= 1 && v.weekday <= 7)
                book.slots_by_weekday_[static_cast<std::size_t>(v.weekday)].push_back(fact.entity);
        }
        void operator()(const PlanItem& v) const {
            to(book.plans_, v);
            book.plans_by_load_[v.load].push_back(id_as<PlanItemId>(fact.entity));
        }
        void operator()(const PolicyValue& v) const {
            to(book.policies_, v);
            book.policies_by_key_[v.key].push_back(fact.entity);
        }
        void operator()(const Station& v) const { to(book.stations_, v); }
        void operator()(const RevocationList& v) const { to(book.revocations_, v); }
    };
    const Visitor visitor{*this, fact, revise};
    std::visit(
        [&](const auto& value) {
            if constexpr (requires { visitor(value); }) visitor(value);
        },
        fact.value);
    if (!fact.source.empty()) sources_[fact.source] = fact.entity;
}

void FactBook::seal() {
    std::ranges::stable_sort(facts_, {}, [](const auto& recorded) { return recorded.first; });
    facts_.erase(std::ranges::unique(facts_, {}, [](const auto& recorded) { return recorded.first; }).begin(),
                 facts_.end());
    for (const auto& [version, fact] : facts_) place(version, fact);
    for (auto& [group, ids] : memberships_by_group_) sort_unique(ids);
    for (auto& [load, ids] : plans_by_load_) sort_unique(ids);
    for (auto& ids : slots_by_weekday_) sort_unique(ids);
    for (auto& [key, ids] : policies_by_key_) sort_unique(ids);
    for (auto& [login, ids] : people_by_login_) sort_unique(ids);
    resolve_rules();
}

void FactBook::resolve_rules() {
    // The rules can change on these days only. The first span begins before any.
    std::set<LocalDay> days{LocalDay::min()};
    for (const auto& [id, dated] : policies_) {
        for (const auto& revision : dated.revisions()) {
            days.insert(revision.from);
            if (revision.until) days.insert(*revision.until);
        }
    }
    rules_.clear();
    for (const LocalDay day : days) {
        std::map<std::string, std::string> texts;
        for (const auto& [key, ids] : policies_by_key_)
            if (auto text = policy(key, day)) texts.emplace(key, std::move(*text));
        rules_.emplace(day, std::make_shared<const ResolvedPolicies>(resolve_policies(texts)));
    }
}

const ResolvedPolicies& FactBook::rules_on(LocalDay day) const {
    static const ResolvedPolicies before_any_fact;
    const auto after = rules_.upper_bound(day);
    return after == rules_.begin() ? before_any_fact : *std::prev(after)->second;
}

FactBook FactBook::as_of(FactVersion version) const {
    FactBook earlier{school_};
    for (const auto& [recorded, fact] : facts_)
        if (recorded <= version) earlier.record(recorded, fact);
    earlier.seal();
    return earlier;
}

const School* FactBook::school_on(LocalDay day) const {
    return find(schools_, entity_of(school_), day);
}

std::optional<PersonId> FactBook::staff_by_login(std::string_view login, LocalDay day) const {
    const auto found = people_by_login_.find(lowered(login));
    if (login.empty() || found == people_by_login_.end()) return std::nullopt;
    std::optional<PersonId> only;
    for (const PersonId id : found->second) {
        const Person* person = this->person(id, day);
        if (person == nullptr || person->kind != PersonKind::staff || lowered(person->login) != found->first) continue;
        if (only) return std::nullopt;
        only = id;
    }
    return only;
}

std::vector<RoleGrant> FactBook::roles_of(PersonId person, LocalDay day) const {
    std::vector<RoleGrant> roles;
    for (const auto& [id, dated] : roles_)
        if (const RoleGrant* grant = dated.on(day); grant != nullptr && grant->person == person)
            roles.push_back(*grant);
    std::ranges::sort(roles, {}, [](const RoleGrant& grant) { return std::tuple{grant.role, grant.scope}; });
    return roles;
}

std::optional<std::string> FactBook::policy(std::string_view key, LocalDay day) const {
    const auto found = policies_by_key_.find(key);
    if (found == policies_by_key_.end()) return std::nullopt;
    // A key should be one entity; were an import to make a second, the smaller id would win everywhere alike.
    for (const EntityId& id : found->second)
        if (const PolicyValue* value = find(policies_, id, day); value != nullptr && value->key == key)
            return value->value;
    return std::nullopt;
}

std::vector<Bytes> FactBook::revocation_lists(LocalDay day) const {
    std::vector<Bytes> lists;
    for (const auto& [id, dated] : revocations_)
        if (const RevocationList* list = dated.on(day)) lists.push_back(list->der);
    std::ranges::sort(lists);
    return lists;
}

std::vector<PersonId> FactBook::members(GroupId group, LocalDay day) const {
    std::vector<PersonId> pupils;
    const auto found = memberships_by_group_.find(group);
    if (found == memberships_by_group_.end()) return pupils;
    for (const EntityId& id : found->second)
        if (const Membership* membership = find(memberships_, id, day); membership && membership->group == group)
            pupils.push_back(membership->pupil);
    return pupils;
}

std::vector<PersonId> FactBook::pupils_of(const Lesson& lesson) const {
    const LocalDay day = lesson.key.day;
    std::vector<PersonId> pupils;
    for (const GroupId group : lesson.groups)
        for (const PersonId pupil : members(group, day)) pupils.push_back(pupil);
    sort_unique(pupils);
    static const Person unknown;
    const auto name = [&](PersonId id) {
        const Person* person = this->person(id, day);
        if (person == nullptr) person = &unknown;
        return std::tie(person->family, person->given, person->patronymic);
    };
    std::ranges::stable_sort(pupils, [&](PersonId left, PersonId right) { return name(left) < name(right); });
    return pupils;
}

std::vector<GroupId> FactBook::classes(LocalDay day) const {
    std::vector<GroupId> classes;
    for (const auto& [id, dated] : groups_)
        if (const Group* group = dated.on(day); group && group->kind == GroupKind::school_class) classes.push_back(id);
    std::ranges::sort(classes, {}, [&](GroupId id) {
        const Group& group = *this->group(id, day);
        return std::tuple{group.grade, group.name, id};
    });
    return classes;
}

bool FactBook::is_school_day(LocalDay day) const {
    const auto covers = [&](const auto* span) { return span != nullptr && span->first <= day && day <= span->last; };
    const bool in_year = std::ranges::any_of(years_, [&](const auto& year) { return covers(year.second.on(day)); });
    return in_year &&
           std::ranges::none_of(holidays_, [&](const auto& holiday) { return covers(holiday.second.on(day)); });
}

WeekParity FactBook::parity_of(LocalDay day) const {
    for (const auto& [id, dated] : years_) {
        const SchoolYear* year = dated.on(day);
        if (year == nullptr || day < year->first || year->last < day) continue;
        // The week with the first school day is the first, odd one, whatever weekday it begins on.
        const LocalDay first_monday = year->first - std::chrono::days{weekday_of(year->first) - 1};
        const auto weeks = (day - first_monday).count() / 7;
        return weeks % 2 == 0 ? WeekParity::odd : WeekParity::even;
    }
    return WeekParity::every;
}

std::vector<BellPeriod> FactBook::bells(LocalDay day) const {
    std::vector<BellPeriod> bells;
    for (const auto& [id, dated] : bells_)
        if (const BellPeriod* bell = dated.on(day)) bells.push_back(*bell);
    std::ranges::sort(bells, {}, [](const BellPeriod& bell) { return std::tuple{bell.starts, bell.number}; });
    return bells;
}

std::vector<Lesson> FactBook::lessons_on(LocalDay day) const {
    std::vector<Lesson> lessons;
    if (!is_school_day(day)) return lessons;
    const WeekParity parity = parity_of(day);
    const std::vector<BellPeriod> bells = this->bells(day);
    // Two teachers or two rooms of one load at one time are still one lesson.
    std::set<std::tuple<LoadId, int>> seen;
    for (const EntityId& id : slots_by_weekday_[static_cast<std::size_t>(weekday_of(day))]) {
        const TimetableSlot* slot = find(slots_, id, day);
        if (slot == nullptr || slot->weekday != weekday_of(day)) continue;
        if (slot->week != WeekParity::every && slot->week != parity) continue;
        const Load* load = this->load(slot->load, day);
        const auto bell = std::ranges::find(bells, slot->period, &BellPeriod::number);
        if (load == nullptr || bell == bells.end()) continue;
        if (!seen.insert({slot->load, slot->period}).second) continue;
        Lesson lesson;
        lesson.key = {slot->load, day, 0, {}};
        lesson.period = slot->period;
        lesson.starts = LocalTime{day} + bell->starts;
        lesson.ends = LocalTime{day} + bell->ends;
        if (bell->ends < bell->starts) lesson.ends += std::chrono::days{1};
        lesson.room = slot->room;
        lesson.subject = load->subject;
        lesson.groups = load->groups;
        lesson.teachers = load->teachers;
        lessons.push_back(std::move(lesson));
    }
    std::ranges::sort(lessons, {}, [](const Lesson& lesson) {
        return std::tuple{lesson.starts, lesson.period, lesson.key.load};
    });
    std::unordered_map<LoadId, int> count;
    for (Lesson& lesson : lessons) lesson.key.ordinal = ++count[lesson.key.load];
    return lessons;
}

std::optional<Lesson> FactBook::lesson(const LessonKey& key) const {
    for (Lesson& lesson : lessons_on(key.day))
        if (lesson.key == key) return std::move(lesson);
    return std::nullopt;
}

std::optional<Lesson> FactBook::lesson_after(const LessonKey& key) const {
    for (int ahead = 0; ahead <= 366; ++ahead)
        for (Lesson& lesson : lessons_on(key.day + std::chrono::days{ahead}))
            if (lesson.key.load == key.load && (ahead > 0 || lesson.key.ordinal > key.ordinal))
                return std::move(lesson);
    return std::nullopt;
}

bool FactBook::concerns(const Lesson& lesson, GroupId school_class) const {
    return std::ranges::any_of(lesson.groups, [&](GroupId id) {
        const Group* group = this->group(id, lesson.key.day);
        return id == school_class || (group != nullptr && group->parent == school_class);
    });
}

std::vector<PlannedTopic> FactBook::plan_of(LoadId load, LocalDay day) const {
    std::vector<PlannedTopic> items;
    const auto found = plans_by_load_.find(load);
    if (found == plans_by_load_.end()) return items;
    for (const PlanItemId id : found->second)
        if (const PlanItem* item = find(plans_, id, day); item != nullptr && item->load == load)
            items.push_back({id, item->number, item->topic, item->hours});
    std::ranges::stable_sort(items, {}, &PlannedTopic::number);
    return items;
}

}  // namespace zvonok::domain
