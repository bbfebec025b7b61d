#include "station/app/views.hpp"

namespace zvonok::app {

namespace {

using domain::CellKind;
using journal::CellState;
using journal::CellView;

template <class Act>
void add(std::vector<flow::LessonView::Value>& values, const domain::Cell& cell, const CellView<Act>& view) {
    const journal::Version<Act>* shown = view.shown();
    if (shown == nullptr || !shown->act) return;
    domain::Outcome outcome = shown->outcome;
    // The value in force is shown, and that a newer one of this station was sent back shows beside it.
    if (view.state() == CellState::refused) outcome = domain::Outcome::refused;
    if (view.state() == CellState::held) outcome = domain::Outcome::held;
    values.push_back({cell, *shown->act, outcome, view.versions > 1});
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
    return flow::Attention{own->writing->cell,  own->writing->act,    domain::Outcome::accepted, {}, true,
                           other->writing->act, other->header.author, own->header.saved.at};
}

}  // namespace

Result<flow::LessonView> view_lesson(journal::Reader& reader, const domain::LessonKey& lesson, PersonId person) {
    flow::LessonView view;
    view.lesson = lesson;
    const auto cells = reader.lesson(lesson);
    if (!cells) return tl::unexpected(cells.error());
    for (const journal::PupilAttendance& each : cells->attendance)
        add(view.values, {CellKind::attendance, lesson, entity_of(each.pupil)}, each.cell);
    add(view.values, {CellKind::topic, lesson, {}}, cells->topic);
    for (const auto& each : cells->marks) add(view.values, each.cell, each.view);
    for (const journal::LessonHomework& each : cells->homework)
        add(view.values, {CellKind::homework, lesson, each.addressee}, each.cell);

    auto done = reader.plan_items_used(lesson.load);
    if (!done) return tl::unexpected(done.error());
    view.plan_done = std::move(*done);

    const auto attention = reader.attention_of(person);
    if (!attention) return tl::unexpected(attention.error());
    for (const journal::AttentionItem& item : *attention) {
        if (item.settled || !item.writing) continue;
        view.attention.push_back(
            {item.writing->cell, item.writing->act, item.outcome, item.rule, false, {}, {}, item.saved});
    }
    const auto conflicts = reader.conflicts_of(person);
    if (!conflicts) return tl::unexpected(conflicts.error());
    for (const CellId cell : *conflicts) {
        auto item = conflict_in(reader, cell, person);
        if (!item) return tl::unexpected(item.error());
        if (*item) view.attention.push_back(std::move(**item));
    }
    return view;
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
