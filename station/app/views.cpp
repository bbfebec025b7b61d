#include "station/app/views.hpp"

#include "station/app/tuning.hpp"
#include "station/journal/control_parts.hpp"

#include <algorithm>

namespace zvonok::app {

namespace {

using domain::CellKind;
using journal::CellState;
using journal::CellView;

template <class Act>
void add(std::vector<flow::RecordedValue>& values, const domain::Cell& cell, const CellView<Act>& view) {
    const journal::Version<Act>* shown = view.shown();
    if (shown == nullptr || !shown->act) return;
    domain::Outcome outcome = shown->outcome;
    // The value in force is shown, and that a newer one of this station was sent back shows beside it.
    if (view.state() == CellState::refused) outcome = domain::Outcome::refused;
    if (view.state() == CellState::held) outcome = domain::Outcome::held;
    values.push_back({cell, *shown->act, outcome, view.versions > 1, view.pending || view.accepted});
}

bool concerns(const domain::FactBook& book, EntityId addressee, GroupId school_class, LocalDay day) {
    const auto id = id_as<GroupId>(addressee);
    if (id == school_class) return true;
    const domain::Group* group = book.group(id, day);
    return group != nullptr && group->parent == school_class;
}

/// The person's own version of a cell that others wrote too, beside the newest of theirs.
Result<std::optional<flow::Attention>> conflict_in(journal::Reader& reader, CellId cell, PersonId person) {
    const auto history = reader.history(cell);
    if (!history) return tl::unexpected(history.error());
    const journal::HistoryItem* own = nullptr;
    const journal::HistoryItem* other = nullptr;
    for (const journal::HistoryItem& item : *history)
        if (item.outcome == domain::Outcome::accepted && item.writing)
            (item.header.author == person ? own : other) = &item;
    if (own == nullptr || other == nullptr) return std::nullopt;
    return flow::Attention{
        own->writing->cell,   own->writing->act,    domain::Outcome::accepted, {}, true, other->writing->act,
        other->header.author, own->header.saved.at, other->header.saved.at};
}

template <class Act>
void add(std::vector<flow::RecordedValue>& values, const journal::Answers<Act>& answers) {
    for (const journal::Answer<Act>& each : answers) add(values, each.cell, each.view);
}

/// What the person has to look at again.
Result<std::vector<flow::Attention>> attention_of(journal::Reader& reader, PersonId person) {
    std::vector<flow::Attention> all;
    const auto attention = reader.attention_of(person);
    if (!attention) return tl::unexpected(attention.error());
    for (const journal::AttentionItem& item : *attention) {
        if (item.settled || !item.writing) continue;
        all.push_back({item.writing->cell, item.writing->act, item.outcome, item.rule, false, {}, {}, item.saved});
    }
    const auto conflicts = reader.conflicts_of(person);
    if (!conflicts) return tl::unexpected(conflicts.error());
    for (const CellId cell : *conflicts) {
        auto item = conflict_in(reader, cell, person);
        if (!item) return tl::unexpected(item.error());
        if (*item) all.push_back(std::move(**item));
    }
    return all;
}

}  // namespace

Result<flow::LessonView> view_lesson(journal::Reader& reader, SchoolId school, const flow::effect::ViewLesson& asked) {
    const domain::LessonKey& lesson = asked.lesson;
    flow::LessonView view;
    view.lesson = lesson;
    const auto cells = reader.lesson(lesson);
    if (!cells) return tl::unexpected(cells.error());
    for (const journal::PupilAttendance& each : cells->attendance)
        add(view.values, {CellKind::attendance, lesson, entity_of(each.pupil)}, each.cell);
    add(view.values, {CellKind::topic, lesson, {}}, cells->topic);
    add(view.values, cells->marks);
    for (const journal::LessonHomework& each : cells->homework)
        add(view.values, {CellKind::homework, lesson, each.addressee}, each.cell);

    for (const domain::LessonKey& other : asked.others) {
        const auto there = reader.lesson(other);
        if (!there) return tl::unexpected(there.error());
        for (const journal::PupilAttendance& each : there->attendance) {
            const journal::Version<domain::Attendance>* shown = each.cell.shown();
            if (shown != nullptr && shown->act && *shown->act != domain::Attendance{})
                add(view.values, {CellKind::attendance, other, entity_of(each.pupil)}, each.cell);
        }
    }
    if (asked.seats) {
        const auto seats = reader.registered(entry::cell_id(school, *asked.seats));
        if (!seats) return tl::unexpected(seats.error());
        if (*seats) add(view.values, *asked.seats, (*seats)->view);
    }

    auto done = reader.plan_items_used(lesson.load);
    if (!done) return tl::unexpected(done.error());
    view.plan_done = std::move(*done);

    auto attention = attention_of(reader, asked.reader);
    if (!attention) return tl::unexpected(attention.error());
    view.attention = std::move(*attention);
    return view;
}

Result<flow::PageView> view_page(journal::Reader& reader, const flow::effect::ViewPage& asked) {
    const auto page = reader.page({asked.loads, asked.first, asked.last, asked.pupils, asked.subject});
    if (!page) return tl::unexpected(page.error());
    flow::PageView view;
    add(view.values, page->topics);
    add(view.values, page->works);
    add(view.values, page->marks);
    add(view.values, page->attendance);
    add(view.values, page->reasons);
    add(view.values, page->period_marks);
    for (const PersonId pupil : asked.pupils) {
        const auto brought = reader.registers_for(CellKind::transferred_mark, entity_of(pupil));
        if (!brought) return tl::unexpected(brought.error());
        for (const journal::RegisterItem& item : *brought) add(view.values, item.cell, item.view);
    }
    for (const journal::LessonContents& lesson : page->lessons)
        if (lesson.has(journal::Content::not_held)) view.not_held.push_back(lesson.lesson);
    auto attention = attention_of(reader, asked.reader);
    if (!attention) return tl::unexpected(attention.error());
    view.attention = std::move(*attention);
    return view;
}

Result<std::vector<flow::HistoryLine>> view_history(journal::Reader& reader, SchoolId school,
                                                    const std::vector<domain::Cell>& cells) {
    std::vector<flow::HistoryLine> lines;
    for (const domain::Cell& cell : cells) {
        const auto history = reader.history(entry::cell_id(school, cell));
        if (!history) return tl::unexpected(history.error());
        for (const journal::HistoryItem& item : *history) {
            flow::HistoryLine& line = lines.emplace_back();
            line.cell = cell;
            if (item.writing) {
                line.act = item.writing->act;
                line.basis = item.writing->basis;
            }
            line.author = item.header.author;
            line.role = item.header.role;
            line.saved = item.header.saved.at;
            line.station = item.station;
            line.outcome = item.outcome;
            line.rule = item.rule;
        }
    }
    std::ranges::stable_sort(lines, {}, &flow::HistoryLine::saved);
    return lines;
}

std::function<bool(const domain::Cell&)> page_covers(const flow::effect::ViewPage& asked) {
    return [loads = asked.loads, first = asked.first, last = asked.last,
            subject = entity_of(asked.subject)](const domain::Cell& cell) {
        if (cell.kind == CellKind::period_mark) return cell.subject == subject;
        return cell.lesson.day >= first && cell.lesson.day <= last &&
               std::ranges::find(loads, cell.lesson.load) != loads.end();
    };
}

Result<std::vector<flow::LessonCount>> count_lessons(journal::Reader& reader,
                                                     const std::vector<domain::LessonKey>& lessons) {
    std::vector<flow::LessonCount> counts;
    for (const domain::LessonKey& lesson : lessons) {
        const auto cells = reader.lesson(lesson);
        if (!cells) return tl::unexpected(cells.error());
        flow::LessonCount count{lesson, 0, false};
        const auto look = [&](CellState state) {
            if (state == CellState::refused || state == CellState::held || state == CellState::conflict)
                count.attention = true;
        };
        for (const journal::PupilAttendance& each : cells->attendance) {
            if (each.cell.shown() != nullptr) ++count.marked;
            look(each.cell.state());
        }
        for (const auto& each : cells->marks) look(each.view.state());
        look(cells->topic.state());
        for (const journal::LessonHomework& each : cells->homework) look(each.cell.state());
        counts.push_back(count);
    }
    return counts;
}

Result<flow::event::DutiesViewed> view_duties(journal::Reader& reader, journal::Control& control,
                                              const journal::Asked& asked, const flow::effect::ViewDuties& question) {
    using Kind = flow::Duty::Kind;
    auto attention = attention_of(reader, question.person);
    if (!attention) return tl::unexpected(attention.error());
    const auto day = control.personal_day(asked, question.person, tuning::duties_ahead);
    if (!day) return tl::unexpected(day.error());
    flow::event::DutiesViewed view{question.question, {}, std::move(*attention)};
    const auto kind_of = [](journal::Part part) {
        switch (part) {
            case journal::Part::attendance:
                return Kind::attendance;
            case journal::Part::topic:
                return Kind::topic;
            case journal::Part::homework:
                return Kind::homework;
            case journal::Part::marks:
                break;
        }
        return Kind::marks;
    };
    for (const journal::RemarkItem& one : day->remarks) {
        const bool overdue = one.state == domain::RemarkState::overdue;
        view.duties.push_back({Kind::remark, one.lesson, one.late_from, overdue, one.author, one.text});
    }
    for (const journal::Unfilled& one : day->unfilled)
        view.duties.push_back({kind_of(one.part), one.lesson.key, one.late_from, one.overdue, {}, {}});
    for (const journal::Unreviewed& one : day->reasons)
        view.duties.push_back({Kind::reason, one.lesson.key, one.late_from, one.overdue, {}, {}});
    std::ranges::stable_partition(view.duties, &flow::Duty::overdue);
    return view;
}

Result<std::vector<flow::RequestRow>> view_requests(journal::Control& control, const journal::Asked& asked) {
    const auto changes = control.changes(asked, LocalDay::min(), LocalDay::max());
    if (!changes) return tl::unexpected(changes.error());
    std::vector<flow::RequestRow> rows;
    for (const journal::ChangeRow& change : *changes) {
        flow::RequestRow& row = rows.emplace_back();
        row.id = change.request.id;
        row.before = change.before;
        row.period = change.period;
        if (change.carried_out.empty()) continue;
        const journal::HistoryItem& last = change.carried_out.back();
        row.done = flow::RequestRow::Done{last.header.author, last.header.saved.at, last.outcome};
    }
    return rows;
}

Result<flow::AbsencesView> view_absences(journal::Reader& reader, journal::Control& control,
                                         const journal::Asked& asked, const flow::effect::ViewAbsences& question) {
    flow::AbsencesView view;
    for (const domain::LessonKey& lesson : question.lessons) {
        const auto cells = reader.lesson(lesson);
        if (!cells) return tl::unexpected(cells.error());
        for (const journal::PupilAttendance& each : cells->attendance)
            add(view.values, {CellKind::attendance, lesson, entity_of(each.pupil)}, each.cell);
        add(view.values, cells->reasons);
    }
    const auto missing = control.unreviewed(asked, question.school_class, question.first, question.last);
    if (!missing) return tl::unexpected(missing.error());
    for (const journal::Unreviewed& one : *missing) ++view.unreviewed[one.lesson.day()];
    return view;
}

Result<flow::PlansView> view_plans(journal::Reader& reader, const flow::effect::ViewPlans& asked) {
    using journal::Content;
    flow::PlansView view;
    for (const LoadId load : asked.loads) {
        const auto contents = reader.contents_of(load, asked.first, asked.last);
        if (!contents) return tl::unexpected(contents.error());
        for (const journal::LessonContents& lesson : *contents) {
            if (lesson.has(Content::not_held))
                view.not_held.push_back(lesson.lesson);
            else if (journal::shows_held(static_cast<std::uint16_t>(lesson.accepted | lesson.pending)))
                view.held.push_back(lesson.lesson);
        }
        const auto topics = reader.topics_of(load, asked.first, asked.last);
        if (!topics) return tl::unexpected(topics.error());
        add(view.values, *topics);
        const auto links = reader.plan_links(load, asked.first, asked.last);
        if (!links) return tl::unexpected(links.error());
        add(view.values, *links);
    }
    return view;
}

Result<std::vector<flow::RecordedValue>> view_registrations(journal::Reader& reader, PersonId author) {
    const auto items = reader.registers_by(author, CellKind::registration);
    if (!items) return tl::unexpected(items.error());
    std::vector<flow::RecordedValue> values;
    for (const journal::RegisterItem& item : *items)
        if (item.view.pending || item.view.returned) add(values, item.cell, item.view);
    return values;
}

Result<flow::Mail> view_mail(journal::Reader& reader, journal::Control& control, const journal::Asked& asked,
                             PersonId person) {
    const Instant from = asked.now - tuning::mail_behind;
    const auto inbox = control.inbox(asked, person, from);
    if (!inbox) return tl::unexpected(inbox.error());
    const auto own = reader.registers_by(person, CellKind::message);
    if (!own) return tl::unexpected(own.error());
    flow::Mail mail;
    for (const domain::InboxItem& item : *inbox) {
        const auto versions = reader.registers_for(CellKind::message, item.message);
        if (!versions) return tl::unexpected(versions.error());
        for (const journal::RegisterItem& one : *versions)
            if (const auto* message = one.as<domain::Message>())
                mail.letters.push_back({item.message, item.author, item.role, item.sent, *message, item.answered,
                                        one.view.shown()->outcome});
    }
    const auto received = static_cast<std::ptrdiff_t>(mail.letters.size());
    for (const journal::RegisterItem& one : *own) {
        const auto* message = one.as<domain::Message>();
        const auto* shown = one.view.shown();
        if (message == nullptr || shown->saved < from) continue;
        mail.letters.push_back(
            {one.cell.addressee, person, domain::Role::none, shown->saved, *message, false, shown->outcome});
    }
    std::ranges::sort(mail.letters.begin() + received, mail.letters.end(), std::ranges::greater{}, &flow::Letter::sent);
    const auto read = reader.registers_by(person, CellKind::acknowledgement);
    if (!read) return tl::unexpected(read.error());
    for (const journal::RegisterItem& one : *read)
        if (const EntityId what = flow::what_was_read(one.cell); !what.empty()) mail.read.insert(what);
    return mail;
}

Result<std::vector<flow::HomeworkDue>> view_day(journal::Reader& reader, const domain::FactBook& book,
                                                GroupId school_class, LocalDay day) {
    const auto due = reader.homework_due(day, day);
    if (!due) return tl::unexpected(due.error());
    std::vector<flow::HomeworkDue> homework;
    for (const journal::LessonHomework& each : *due) {
        const auto* shown = each.cell.shown();
        if (shown == nullptr || !shown->act || shown->act->due.day != day) continue;
        if (!concerns(book, each.addressee, school_class, day)) continue;
        homework.push_back({id_as<GroupId>(each.addressee), *shown->act, shown->outcome == domain::Outcome::accepted});
    }
    return homework;
}

}  // namespace zvonok::app
