#include "station/flow/stepper.hpp"

#include <set>
#include <tuple>

namespace zvonok::flow {

namespace {

using domain::CellKind;
using domain::FactBook;

/// Whether the same pupil can have lessons with both groups: a class with its subgroups, but not two of its subgroups.
bool share_pupils(const FactBook& book, GroupId one, GroupId other, LocalDay day) {
    if (one == other) return true;
    const domain::Group* left = book.group(one, day);
    const domain::Group* right = book.group(other, day);
    return (left != nullptr && left->parent == other) || (right != nullptr && right->parent == one);
}

/// The loads in which the lesson's pupils are taught its subject: their marks make one mean. The lesson's own first.
std::vector<LoadId> loads_together(const FactBook& book, const domain::Lesson& lesson) {
    const LocalDay day = lesson.key.day;
    std::vector<LoadId> loads{lesson.key.load};
    for (const LoadId id : book.loads(day)) {
        const domain::Load& load = *book.load(id, day);
        if (id == lesson.key.load || load.subject != lesson.subject) continue;
        const bool together = std::ranges::any_of(load.groups, [&](GroupId theirs) {
            return std::ranges::any_of(lesson.groups,
                                       [&](GroupId ours) { return share_pupils(book, ours, theirs, day); });
        });
        if (together) loads.push_back(id);
    }
    return loads;
}

std::vector<PagePeriod> periods_of(const FactBook& book, const domain::Lesson& lesson) {
    const LocalDay day = lesson.key.day;
    const GroupId group = lesson.groups.empty() ? GroupId{} : lesson.groups.front();
    const auto year = book.year_of(day, group);
    std::vector<PagePeriod> periods;
    if (year)
        for (const auto& period : book.periods_of(group, *year))
            periods.push_back({entity_of(period.id), period->kind, period->number, period->first, period->last});
    if (!periods.empty()) return periods;
    const domain::SchoolYear* whole = year ? book.year(*year) : nullptr;
    return {
        {{}, domain::PeriodKind::year, 1, whole != nullptr ? whole->first : day, whole != nullptr ? whole->last : day}};
}

/// The period that the day belongs to; in holidays the one before them.
std::size_t period_on(const std::vector<PagePeriod>& periods, LocalDay day) {
    std::size_t found = 0;
    for (std::size_t n = 0; n < periods.size(); ++n)
        if (periods[n].kind != domain::PeriodKind::year && periods[n].first <= day) found = n;
    return found;
}

std::vector<PersonId> by_name(const FactBook& book, const std::set<PersonId>& pupils, LocalDay day) {
    static const domain::Person unknown;
    std::vector<std::pair<const domain::Person*, PersonId>> people;
    people.reserve(pupils.size());
    for (const PersonId pupil : pupils) {
        const domain::Person* person = book.person(pupil, day);
        people.emplace_back(person == nullptr ? &unknown : person, pupil);
    }
    std::ranges::sort(people, {}, [](const auto& each) {
        return std::tie(each.first->family, each.first->given, each.first->patronymic, each.second);
    });
    std::vector<PersonId> sorted;
    sorted.reserve(people.size());
    for (const auto& [person, id] : people) sorted.push_back(id);
    return sorted;
}

PeriodCell* find_result(Page& page, const domain::Cell& cell) {
    if (cell.kind != CellKind::period_mark || cell.subject != entity_of(page.subject)) return nullptr;
    PageRow* row = page.row(id_as<PersonId>(cell.addressee));
    if (row == nullptr) return nullptr;
    for (std::size_t n = 0; n < page.periods.size(); ++n)
        if (page.periods[n].id == cell.period) return &row->results[n];
    return nullptr;
}

/// All that came from the journal.
void forget_values(Page& page) {
    page.works.clear();
    for (PageColumn& column : page.columns) {
        column.topic.clear();
        column.not_held = false;
    }
    for (PageRow& row : page.rows) {
        for (PageCell& cell : row.cells) cell = PageCell{{}, cell.listed, {}};
        for (PeriodCell& result : row.results) result = {};
        row.brought.clear();
    }
}

/// What is not shown with a standing of its own.
void take_quiet(Page& page, const RecordedValue& value) {
    const domain::Cell& cell = value.cell;
    if (const auto* topic = std::get_if<domain::Topic>(&value.act)) {
        for (PageColumn& column : page.columns)
            if (column.lesson.key == cell.lesson) column.topic = topic->text;
    } else if (const auto* work = std::get_if<domain::Work>(&value.act)) {
        if (!work->withdrawn)
            page.works.push_back({cell.lesson, {cell.work, cell.ordinal}, work->weight_percent, work->points});
    } else if (const auto* reason = std::get_if<domain::AbsenceReason>(&value.act)) {
        if (PageCell* at = page.cell(cell.lesson, id_as<PersonId>(cell.addressee))) at->reason = *reason;
    } else if (const auto* brought = std::get_if<domain::TransferredMark>(&value.act)) {
        const PagePeriod& period = page.shown();
        PageRow* row = page.row(id_as<PersonId>(cell.addressee));
        const bool ours = cell.subject == entity_of(page.subject) && !brought->value.empty() &&
                          period.first <= brought->day && brought->day <= period.last;
        if (row != nullptr && ours) row->brought.push_back(*brought);
    }
}

/// Unless it stands there already; an empty value takes it back.
std::optional<Writing> period_mark(Page& page, PersonId pupil, const std::string& value) {
    const PageRow* row = page.row(pupil);
    if (page.shown().id.empty() || row == nullptr || row->results[page.period].value == value) return std::nullopt;
    domain::Cell cell{CellKind::period_mark, {}, entity_of(pupil)};
    cell.subject = entity_of(page.subject);
    cell.period = page.shown().id;
    return Writing{std::move(cell), domain::PeriodMark{value}};
}

}  // namespace

PageRow* Page::row(PersonId pupil) {
    const auto found = std::ranges::find(rows, pupil, &PageRow::pupil);
    return found == rows.end() ? nullptr : &*found;
}

PageCell* Page::cell(const domain::LessonKey& lesson, PersonId pupil) {
    PageRow* at = row(pupil);
    const auto column = std::ranges::find_if(columns, [&](const PageColumn& one) { return one.lesson.key == lesson; });
    if (at == nullptr || column == columns.end()) return nullptr;
    return &at->cells[static_cast<std::size_t>(column - columns.begin())];
}

Standing* standing_of(Page& page, const domain::Cell& cell) {
    if (PeriodCell* result = find_result(page, cell)) return &result->standing;
    PageCell* at = page.cell(cell.lesson, id_as<PersonId>(cell.addressee));
    return at == nullptr ? nullptr : standing_of(*at, cell);
}

Standing* put(Page& page, const Writing& writing) {
    const domain::Cell& cell = writing.cell;
    if (const auto* result = std::get_if<domain::PeriodMark>(&writing.act)) {
        PeriodCell* at = find_result(page, cell);
        if (at == nullptr) return nullptr;
        at->value = result->value;
        return &at->standing;
    }
    PageCell* at = page.cell(cell.lesson, id_as<PersonId>(cell.addressee));
    return at == nullptr ? nullptr : put(*at, writing);
}

void Stepper::open_page(Desk& desk, EntityId period) {
    Page page;
    page.loads = loads_together(*book(), *desk.lesson);
    page.subject = desk.lesson->subject;
    page.periods = periods_of(*book(), *desk.lesson);
    page.period = period_on(page.periods, desk.lesson->key.day);
    for (std::size_t n = 0; n < page.periods.size(); ++n)
        if (!period.empty() && page.periods[n].id == period) page.period = n;
    // What is on the screen stays there until the same is made of the facts that are new.
    const bool same = desk.page && desk.page->loads == page.loads && desk.page->periods == page.periods &&
                      desk.page->period == page.period;
    if (!same) desk.page = std::move(page);
    ask_for_days(desk);
}

void Stepper::ask_for_days(Desk& desk) {
    Page& page = *desk.page;
    page.days_question = new_number();
    to_do(effect::MakeDays{page.days_question, page.shown().first, page.shown().last});
}

void Stepper::operator()(const event::DaysMade& event) {
    Desk* desk = on<Desk>();
    if (desk != nullptr && desk->page && desk->page->days_question == event.question) fill_page(*desk);
}

void Stepper::fill_page(Desk& desk) {
    Page& page = *desk.page;
    const PagePeriod& period = page.shown();
    page.columns.clear();
    page.rows.clear();
    page.history.reset();
    page.viewed = false;
    page.picture = 0;
    for (const LoadId load : page.loads)
        for (domain::Lesson& lesson : book()->lessons_of_load(load, period.first, period.last))
            if (lesson.takes_place()) {
                const bool own = teaches(lesson, desk.session.person);
                page.columns.push_back({std::move(lesson), {}, own});
            }
    std::ranges::stable_sort(page.columns, {}, [](const PageColumn& column) { return column.lesson.starts; });

    std::vector<std::set<PersonId>> lists;
    std::set<PersonId> all;
    for (const PageColumn& column : page.columns) {
        const auto pupils = book()->pupils_of(column.lesson);
        lists.emplace_back(pupils.begin(), pupils.end());
        all.insert(pupils.begin(), pupils.end());
    }
    for (const PersonId pupil : by_name(*book(), all, std::clamp(today(state_), period.first, period.last))) {
        PageRow row;
        row.pupil = pupil;
        row.results.resize(page.periods.size());
        for (const std::set<PersonId>& list : lists) row.cells.push_back({{}, list.contains(pupil), {}});
        page.rows.push_back(std::move(row));
    }
    show_waiting(desk);
    ask_for_page(desk);
}

void Stepper::ask_for_page(Desk& desk) {
    Page& page = *desk.page;
    effect::ViewPage ask;
    ask.question = page.question = new_number();
    ask.loads = page.loads;
    ask.first = page.shown().first;
    ask.last = page.shown().last;
    // A lesson that was moved is named by the day on which it was to be.
    for (const PageColumn& column : page.columns) {
        ask.first = std::min(ask.first, column.lesson.key.day);
        ask.last = std::max(ask.last, column.lesson.key.day);
    }
    for (const PageRow& row : page.rows) ask.pupils.push_back(row.pupil);
    ask.subject = page.subject;
    ask.reader = desk.session.person;
    to_do(std::move(ask));
}

void Stepper::operator()(const event::PageViewed& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr || !desk->page || desk->page->question != event.question) return;
    Page& page = *desk->page;
    forget_values(page);
    for (const RecordedValue& value : event.view.values) {
        if (Standing* standing = put(page, {value.cell, value.act}))
            *standing = {Save::solid, 0, value.outcome, value.conflict, value.in_force};
        else
            take_quiet(page, value);
    }
    for (const domain::LessonKey& lesson : event.view.not_held)
        for (PageColumn& column : page.columns)
            if (column.lesson.key == lesson) column.not_held = true;
    desk->attention = event.view.attention;
    page.viewed = true;
    page.picture = event.question;
    show_waiting(*desk);
    drop_overtaken(*desk);
}

void Stepper::operator()(const ask::ShowPage&) {
    Desk* desk = on<Desk>();
    if (desk != nullptr && desk->lesson && !desk->page) open_page(*desk, {});
}

void Stepper::operator()(const ask::ShowLesson&) {
    Desk* desk = on<Desk>();
    if (desk == nullptr) return;
    desk->page.reset();
    drop_overtaken(*desk);
}

void Stepper::operator()(const ask::ShowPeriod& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr || !desk->page) return;
    const auto& periods = desk->page->periods;
    const auto found = std::ranges::find(periods, event.period, &PagePeriod::id);
    if (found == periods.end()) return;
    Page& page = *desk->page;
    page.period = static_cast<std::size_t>(found - periods.begin());
    page.columns.clear();
    page.rows.clear();
    page.history.reset();
    page.viewed = false;
    ask_for_days(*desk);
}

void Stepper::operator()(const ask::AttendAt& event) {
    Desk* desk = on<Desk>();
    PageCell* cell = desk == nullptr || !desk->page ? nullptr : desk->page->cell(event.lesson, event.pupil);
    if (cell == nullptr || (cell->code == event.code && cell->late_minutes == 0)) return;
    write(*desk, {{attendance_cell(event.lesson, event.pupil), domain::Attendance{event.code}}});
}

void Stepper::operator()(const ask::MarkAt& event) {
    Desk* desk = on<Desk>();
    PageCell* at = desk == nullptr || !desk->page ? nullptr : desk->page->cell(event.lesson, event.pupil);
    if (at != nullptr) give_mark(*desk, *at, event.lesson, event.pupil, commented(*at, desk->work, event.value));
}

void Stepper::operator()(const ask::EraseAt& event) {
    Desk* desk = on<Desk>();
    PageCell* at = desk == nullptr || !desk->page ? nullptr : desk->page->cell(event.lesson, event.pupil);
    if (at == nullptr) return;
    const GivenMark* gone = nullptr;
    for (const GivenMark& mark : at->marks)
        if (!mark.value.empty() && (gone == nullptr || gone->work != desk->work)) gone = &mark;
    if (gone != nullptr) {
        domain::Cell cell = mark_cell(event.lesson, event.pupil, gone->work);
        cell.attempt = gone->attempt;
        write(*desk, {{std::move(cell), domain::Mark{}}});
    } else if (at->code && !at->code->empty()) {
        write(*desk, {{attendance_cell(event.lesson, event.pupil), domain::Attendance{}}});
    }
}

void Stepper::operator()(const ask::ShowHistory& event) {
    Desk* desk = on<Desk>();
    PageCell* at = desk == nullptr || !desk->page ? nullptr : desk->page->cell(event.lesson, event.pupil);
    if (at == nullptr) return;
    effect::ViewHistory ask{new_number(), {attendance_cell(event.lesson, event.pupil)}};
    ask.cells.push_back({CellKind::absence_reason, event.lesson, entity_of(event.pupil)});
    for (const GivenMark& mark : at->marks) {
        domain::Cell cell = mark_cell(event.lesson, event.pupil, mark.work);
        cell.attempt = mark.attempt;
        ask.cells.push_back(std::move(cell));
    }
    desk->page->history = SquareHistory{event.lesson, event.pupil, ask.question};
    to_do(std::move(ask));
}

void Stepper::operator()(const ask::HideHistory&) {
    if (Desk* desk = on<Desk>(); desk != nullptr && desk->page) desk->page->history.reset();
}

void Stepper::operator()(const event::HistoryViewed& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr || !desk->page || !desk->page->history) return;
    SquareHistory& history = *desk->page->history;
    if (history.question != event.question) return;
    history.lines = event.lines;
    history.viewed = true;
}

void Stepper::operator()(const ask::GivePeriodMark& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr || !desk->page) return;
    if (auto writing = period_mark(*desk->page, event.pupil, event.value)) write(*desk, {std::move(*writing)});
}

void Stepper::operator()(const ask::Paste& event) {
    Desk* desk = on<Desk>();
    if (desk == nullptr || !desk->page) return;
    Page& page = *desk->page;
    std::vector<Writing> writings;
    for (const ask::Paste::Value& value : event.values) {
        std::optional<Writing> writing;
        const PageCell* at = event.lesson ? page.cell(*event.lesson, value.pupil) : nullptr;
        if (!event.lesson)
            writing = period_mark(page, value.pupil, value.text);
        else if (at != nullptr && !value.attendance)
            writing = mark_writing(*at, *event.lesson, value.pupil, desk->work, commented(*at, desk->work, value.text));
        else if (at != nullptr && at->code != value.text)
            writing = Writing{attendance_cell(*event.lesson, value.pupil), domain::Attendance{value.text}};
        if (writing) writings.push_back(std::move(*writing));
    }
    write(*desk, std::move(writings));
}

}  // namespace zvonok::flow
