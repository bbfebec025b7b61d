#include "station/domain/diary.hpp"
#include "station/journal/control_parts.hpp"

#include <algorithm>
#include <set>

/// Remarks, visits, messages, late changes, and what all of it says of one person.
namespace zvonok::journal {

using namespace zvonok::domain;

namespace {

using std::chrono::days;

Instant begin_of(const Asked& asked, LocalDay day) {
    return asked.zone.to_instant(LocalTime{day});
}

/// To which of the groups that messages name a person belongs: as who teaches or leads them, learns in them, or has a
/// child there.
std::vector<GroupId> groups_of(const Asked& asked, PersonId person) {
    const LocalDay today = asked.today();
    std::set<GroupId> groups;
    const auto add = [&](const std::vector<GroupId>& more) { groups.insert(more.begin(), more.end()); };
    for (const LoadId load : asked.book.loads_of_teacher(person, today))
        for (const GroupId group : asked.book.load(load, today)->groups) {
            groups.insert(group);
            add(asked.book.classes_of(group, today));
        }
    for (const RoleGrant& grant : asked.book.roles_of(person, today))
        if (!grant.scope.empty()) groups.insert(grant.scope);
    add(asked.book.groups_of(person, today));
    for (const PersonId child : asked.book.children_of(person, today)) add(asked.book.groups_of(child, today));
    return {groups.begin(), groups.end()};
}

/// The day to which a record belongs.
LocalDay day_of_record(const FactBook& book, const Cell& cell) {
    if (!cell.lesson.empty()) {
        const auto lesson = book.lesson(cell.lesson);
        return lesson ? lesson->day() : cell.lesson.day;
    }
    const auto span = span_of(book, cell.period);
    return span ? span->last : LocalDay{};
}

PeriodId period_of_record(const FactBook& book, const Cell& cell, LocalDay day) {
    if (const auto period = id_as<PeriodId>(cell.period); book.period(period) != nullptr) return period;
    if (cell.lesson.empty()) return {};
    const auto lesson = book.lesson(cell.lesson);
    const GroupId group = lesson && !lesson->groups.empty() ? lesson->groups.front() : GroupId{};
    return book.period_of(group, day).value_or(PeriodId{});
}

}  // namespace

Result<RemarkItem> Control::remark_of(const Asked& asked, const RegisterItem& item) {
    const Remark& remark = *item.as<Remark>();
    const auto& shown = *item.view.shown();
    RemarkItem one{item.cell.addressee, shown.author, remark.to,  item.cell.lesson,
                   remark.about,        remark.text,  shown.saved};
    one.late_from = remark_late_from(asked.book, asked.zone, one.written);
    const auto answers = reader_->registers_for(CellKind::remark_answer, item.cell.addressee);
    if (!answers) return tl::unexpected(answers.error());
    for (const RegisterItem& answer : *answers) {
        if (answer.as<RemarkAnswer>() == nullptr) continue;
        one.answered = std::min(one.answered.value_or(Instant::max()), answer.view.shown()->saved);
        if (*one.answered < one.late_from) continue;
        // An answer that was reworded later is as old as its first wording.
        const auto history = reader_->history(answer.id);
        if (!history) return tl::unexpected(history.error());
        for (const HistoryItem& entry : *history)
            if (entry.outcome == Outcome::accepted) one.answered = std::min(*one.answered, entry.header.saved.at);
    }
    one.state = remark_state(one.late_from, one.answered, asked.now);
    return one;
}

Result<std::vector<RemarkItem>> Control::remarks(const Asked& asked, Instant from, Instant to) {
    const auto items = reader_->registers(CellKind::remark, from, to);
    if (!items) return tl::unexpected(items.error());
    std::vector<RemarkItem> all;
    for (const RegisterItem& item : *items) {
        if (item.as<Remark>() == nullptr) continue;
        auto remark = remark_of(asked, item);
        if (!remark) return tl::unexpected(remark.error());
        all.push_back(std::move(*remark));
    }
    return all;
}

Result<VisitControl> Control::visits(const Asked& asked, GroupId school_class) {
    std::map<PersonId, Instant> last;
    const auto read =
        visits_.each([&](sqlite::Row& row) { last.emplace(row.id<PersonId>(0), instant_of(row.integer(1))); }, key_,
                     CellKind::visit, asked.now.time_since_epoch().count());
    if (!read) return tl::unexpected(read.error());
    const LocalDay today = asked.today();
    const auto& rules = asked.book.policies(today).control;
    VisitControl control;
    std::set<PersonId> seen;
    const auto look = [&](PersonId person, PersonId pupil, GroupId group, std::optional<LocalDay> since, int& of,
                          std::vector<NoVisit>& missing) {
        if (!since || !seen.insert(person).second) return;
        ++of;
        NoVisit no_visit{person, pupil, group};
        if (const auto found = last.find(person); found != last.end()) no_visit.last = found->second;
        if (!no_visit.last || asked.zone.day_of(*no_visit.last) < *since) missing.push_back(no_visit);
    };
    const auto classes = school_class.empty() ? asked.book.classes(today) : std::vector{school_class};
    for (const GroupId group : classes) {
        const auto pupils_since = visit_expected_since(asked.book, group, today, rules.pupil_gap);
        const auto parents_since = visit_expected_since(asked.book, group, today, rules.parent_gap);
        for (const PersonId pupil : asked.book.members(group, today)) {
            if (paper_route(asked.book, pupil, today) == PaperRoute::refused) continue;
            look(pupil, pupil, group, pupils_since, control.pupils_asked, control.pupils);
            for (const PersonId parent : asked.book.parents_of(pupil, today))
                look(parent, pupil, group, parents_since, control.parents_asked, control.parents);
        }
    }
    return control;
}

Result<std::vector<InboxItem>> Control::inbox(const Asked& asked, PersonId person, Instant from) {
    const auto messages = reader_->messages(person, groups_of(asked, person), from);
    if (!messages) return tl::unexpected(messages.error());
    std::set<EntityId> answered;
    for (const RegisterItem& item : *messages)
        if (item.view.shown()->author == person) answered.insert(item.as<Message>()->answers);
    std::vector<InboxItem> items;
    for (const RegisterItem& item : *messages) {
        const auto& shown = *item.view.shown();
        // What the journal did not take has reached nobody, though its author's station shows it.
        if (shown.author == person || shown.outcome == Outcome::refused) continue;
        const auto written = reader_->entry(shown.entry);
        if (!written) return tl::unexpected(written.error());
        PersonId author = shown.author;
        Role role = *written ? (*written)->header.role : Role::none;
        if (const PersonId family = item.as<Message>()->from; !family.empty()) {
            const Person* known = asked.book.person(family, asked.today());
            author = family;
            role = known != nullptr && known->kind == PersonKind::pupil ? Role::pupil : Role::parent;
        }
        items.push_back({item.cell.addressee, author, role, shown.saved, answered.contains(item.cell.addressee)});
    }
    sort_inbox(asked.book.policies(asked.today()), items);
    return items;
}

Result<std::vector<Breaches>> Control::breaches(const Asked& asked, LocalDay first, LocalDay last) {
    std::map<PersonId, Breaches> people;
    const auto late = late_entries(first, last);
    if (!late) return tl::unexpected(late.error());
    for (const NotedEntry& entry : *late)
        for (const std::string& note : entry.notes) ++people[entry.author].late[note.substr(late_note.size())];

    FillingScope overdue{first, last};
    overdue.late_before = asked.now + Instant::duration{1};
    const auto missing = unfilled(asked, overdue);
    if (!missing) return tl::unexpected(missing.error());
    for (const Unfilled& one : *missing)
        if (!one.teacher.empty()) ++people[one.teacher].unfilled;

    const auto results = missing_results(asked);
    if (!results) return tl::unexpected(results.error());
    for (const SubjectResult& result : *results) {
        const auto span = span_of(asked.book, result.period);
        if (!result.overdue(asked.now) || !span || span->last < first || span->last > last) continue;
        if (!result.teachers.empty()) ++people[result.teachers.front()].results;
    }
    const auto remarked = remarks(asked, begin_of(asked, first), begin_of(asked, last + days{1}));
    if (!remarked) return tl::unexpected(remarked.error());
    for (const RemarkItem& remark : *remarked)
        if (remark.state == RemarkState::overdue || remark.state == RemarkState::answered_late)
            ++people[remark.to].remarks;
    for (const ReviewDue& review : reviews_due(asked.book, asked.zone, asked.now))
        if (review.missed && asked.zone.day_of(review.late_from) <= last) ++people[review.reviewer].reviews;

    std::vector<Breaches> all;
    for (auto& [person, breaches] : people) {
        breaches.person = person;
        all.push_back(std::move(breaches));
    }
    std::ranges::stable_sort(all, std::greater{}, [](const Breaches& breaches) { return breaches.total(); });
    return all;
}

Result<std::vector<ChangeRow>> Control::changes(const Asked& asked, LocalDay first, LocalDay last) {
    std::vector<ChangeRow> rows;
    for (const RequestState& request : asked.book.change_requests()) {
        const Cell& cell = request.request().wanted->cell;
        const LocalDay day = day_of_record(asked.book, cell);
        if (day < first || day > last) continue;
        ChangeRow row;
        row.request = request;
        row.period = period_of_record(asked.book, cell, day);
        const auto history = reader_->history(entry::cell_id(asked.book.school(), cell));
        if (!history) return tl::unexpected(history.error());
        for (const HistoryItem& entry : *history)
            if (entry.outcome == Outcome::accepted && entry.writing && entry.header.saved.at <= request.asked->saved)
                row.before = entry.writing->act;
        auto carried_out = reader_->written_upon(entity_of(request.id));
        if (!carried_out) return tl::unexpected(carried_out.error());
        row.carried_out = std::move(*carried_out);
        rows.push_back(std::move(row));
    }
    return rows;
}

Result<PersonalDay> Control::personal_day(const Asked& asked, PersonId person, std::chrono::seconds ahead) {
    PersonalDay day;
    const LocalDay last = last_day_of_year(asked);
    const auto year = asked.book.year_of(last);
    if (!year) return day;
    const DaySpan span{asked.book.year(*year)->first, asked.today()};
    const Instant from = begin_of(asked, span.first);
    const auto take = [](auto result, auto& to) -> Result<void> {
        if (!result) return tl::unexpected(result.error());
        to = std::move(*result);
        return {};
    };
    FillingScope scope{span.first, span.last, person};
    scope.late_before = asked.now + ahead;
    if (auto taken = take(unfilled(asked, scope), day.unfilled); !taken) return tl::unexpected(taken.error());
    if (auto taken = take(missing_results(asked, person), day.results); !taken) return tl::unexpected(taken.error());
    for (const RoleGrant& grant : asked.book.roles_of(person, span.last)) {
        if (grant.role != Role::class_teacher) continue;
        std::vector<Unreviewed> of_class;
        if (auto taken = take(unreviewed(asked, grant.scope, span.first, span.last), of_class); !taken)
            return tl::unexpected(taken.error());
        std::ranges::move(of_class, std::back_inserter(day.reasons));
    }
    const auto remarked = reader_->registers_about(person, CellKind::remark);
    if (!remarked) return tl::unexpected(remarked.error());
    for (const RegisterItem& item : *remarked) {
        if (item.as<Remark>() == nullptr || item.as<Remark>()->to != person) continue;
        auto remark = remark_of(asked, item);
        if (!remark) return tl::unexpected(remark.error());
        if (!remark->answered) day.remarks.push_back(std::move(*remark));
    }
    if (auto taken = take(inbox(asked, person, from), day.inbox); !taken) return tl::unexpected(taken.error());
    std::erase_if(day.inbox, [](const InboxItem& item) { return item.answered; });
    return day;
}

}  // namespace zvonok::journal
