#include "station/app/present.hpp"
#include "station/app/present_parts.hpp"
#include "station/domain/control.hpp"
#include "station/screens/names.hpp"

#include <set>

namespace zvonok::app {

namespace {

namespace messages = screens::messages;

screens::Standing way_of(domain::Outcome outcome) {
    switch (outcome) {
        case domain::Outcome::accepted:
            return screens::Standing::accepted;
        case domain::Outcome::refused:
            return screens::Standing::refused;
        default:
            return screens::Standing::saved;
    }
}

std::string group_name(const flow::State& state, GroupId id) {
    const domain::Group* group = state.facts.book->group(id, flow::today(state));
    return group == nullptr ? std::string{} : group->name;
}

std::string recipients_text(const flow::State& state, const domain::Message& message) {
    std::string names;
    const auto add = [&](const std::string& name) {
        if (!name.empty()) names.append(names.empty() ? "" : ", ").append(name);
    };
    for (const PersonId person : message.to) add(colleague_name(state, person));
    for (const GroupId group : message.groups) add(group_name(state, group));
    return names;
}

messages::Item item_of(const flow::State& state, const flow::Desk& desk, const flow::Letter& letter) {
    messages::Item item;
    item.id = letter.id;
    const bool own = letter.from == desk.session.person;
    item.kind = own ? messages::Item::Kind::own : messages::Item::Kind::letter;
    item.who = own ? recipients_text(state, letter.message) : colleague_name(state, letter.from);
    item.sender = domain::sender_of(letter.role);
    item.from = letter.from;
    item.text = letter.message.text;
    item.when = state.facts.zone->to_local(letter.sent);
    item.fresh = !own && !desk.mail.read.contains(letter.id);
    item.answered = letter.answered;
    item.standing = way_of(letter.outcome);
    return item;
}

/// Classes that the person teaches or leads first, then everybody who works with the journal, by name.
std::vector<messages::Recipient> recipients_of(const flow::State& state, PersonId self) {
    const domain::FactBook& book = *state.facts.book;
    const LocalDay day = flow::today(state);
    std::set<GroupId> classes;
    for (const LoadId load : book.loads_of_teacher(self, day))
        for (const GroupId group : book.load(load, day)->groups)
            for (const GroupId school_class : book.classes_of(group, day)) classes.insert(school_class);
    std::set<PersonId> people;
    for (const LoadId id : book.loads(day))
        for (const PersonId teacher : book.load(id, day)->teachers) people.insert(teacher);
    using domain::Role;
    for (const Role role : {Role::director, Role::deputy, Role::class_teacher, Role::secretary, Role::dispatcher,
                            Role::head_of_studies, Role::methodologist, Role::administrator})
        for (const PersonId person : book.with_role(role, day)) people.insert(person);
    people.erase(self);
    for (const domain::RoleGrant& grant : book.roles_of(self, day))
        if (grant.role == Role::class_teacher && !grant.scope.empty()) classes.insert(grant.scope);

    std::vector<messages::Recipient> recipients;
    for (const GroupId group : classes) recipients.push_back({group_name(state, group), {}, group});
    std::ranges::sort(recipients, {}, &messages::Recipient::name);
    const auto first = static_cast<std::ptrdiff_t>(recipients.size());
    for (const PersonId person : people) recipients.push_back({colleague_name(state, person), person, {}});
    std::ranges::sort(recipients.begin() + first, recipients.end(), {}, &messages::Recipient::name);
    return recipients;
}

}  // namespace

int unread_of(const flow::State& state, const flow::Desk& desk) {
    if (!desk.mail_viewed) return 0;
    const auto fresh = [&](EntityId id) { return !desk.mail.read.contains(id); };
    auto count = std::ranges::count_if(desk.mail.letters, [&](const flow::Letter& letter) {
        return letter.from != desk.session.person && fresh(letter.id);
    });
    for (const auto& notice : state.facts.book->announcements(flow::today(state)))
        if (notice->to_staff && notice->author != desk.session.person && fresh(notice.id)) ++count;
    return static_cast<int>(count);
}

messages::State present_messages(const flow::State& state, const flow::Desk& desk) {
    using Kind = messages::Item::Kind;
    messages::State shown;
    shown.common = common_shown(state, desk);
    shown.common.loading = !desk.mail_viewed;
    for (const flow::Letter& letter : desk.mail.letters) shown.items.push_back(item_of(state, desk, letter));
    const auto own = std::ranges::find(shown.items, Kind::own, &messages::Item::kind);
    std::vector<messages::Item> notices;
    for (const auto& notice : state.facts.book->announcements(flow::today(state))) {
        if (!notice->to_staff) continue;
        messages::Item& item = notices.emplace_back();
        item.id = notice.id;
        item.kind = Kind::notice;
        item.who = colleague_name(state, notice->author);
        item.title = notice->title;
        item.text = notice->text;
        item.fresh = notice->author != desk.session.person && !desk.mail.read.contains(notice.id);
    }
    shown.items.insert(own, notices.begin(), notices.end());
    shown.recipients = recipients_of(state, desk.session.person);
    return shown;
}

}  // namespace zvonok::app
