#include "station/journal/control.hpp"
#include "sync/server/commands/desk.hpp"

#include <algorithm>

/// Reports on the terminal: what the desks list, over the tables as the server has them.
namespace zvonok::sync::server::commands {

namespace {

using namespace journal;
using namespace domain;
using Answer = Checked<void>;

/// Cells of text in columns as wide as their widest.
class Table {
  public:
    explicit Table(std::vector<std::string> head) { rows_.push_back(std::move(head)); }
    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
    void print(std::ostream& out) const {
        std::vector<std::size_t> widths(rows_.front().size());
        for (const auto& row : rows_)
            for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], length(row[i]));
        for (const auto& row : rows_) {
            for (std::size_t i = 0; i < row.size(); ++i) {
                out << row[i];
                if (i + 1 < row.size()) out << std::string(widths[i] - length(row[i]) + 2, ' ');
            }
            out << "\n";
        }
        out << "Всего: " << rows_.size() - 1 << "\n";
    }

  private:
    /// Characters of UTF-8; the names and words here have one column each.
    static std::size_t length(std::string_view text) {
        return static_cast<std::size_t>(
            std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
    }
    std::vector<std::vector<std::string>> rows_;
};

std::string hundredths_text(std::int64_t value) {
    const std::int64_t whole = value < 0 ? -value : value;
    return (value < 0 ? "-" : "") + std::to_string(whole / 100) + "," + two_digits(whole % 100);
}

/// One question, with how its answers are called.
struct Desktop {
    Control& control;
    Asked asked;
    std::ostream& out;
    LocalDay first, last;
    GroupId group{};
    PersonId teacher{};

    [[nodiscard]] std::string person(PersonId id) const {
        const Person* known = asked.book.person(id, last);
        if (known == nullptr) return id.empty() ? "никто не назначен" : "неизвестно";
        std::string name = known->family;
        if (!known->given.empty()) name += " " + known->given;
        return name;
    }
    [[nodiscard]] std::string group_name(GroupId id) const {
        const Group* known = asked.book.group(id, last);
        return known == nullptr ? std::string{} : known->name;
    }
    [[nodiscard]] std::string groups(const Lesson& lesson) const {
        std::string names;
        for (const GroupId id : lesson.groups) names += (names.empty() ? "" : ", ") + group_name(id);
        return names;
    }
    [[nodiscard]] std::string subject(SubjectId id) const { return std::string(subject_name(asked.book, id, last)); }
    [[nodiscard]] std::string term(const std::optional<Instant>& late_from, bool overdue) const {
        if (!late_from) return "без срока";
        return (overdue ? "просрочено с " : "до ") + time_text(asked.zone, *late_from);
    }
};

std::string_view part_text(Part part) {
    switch (part) {
        case Part::attendance:
            return "посещаемость";
        case Part::topic:
            return "тема";
        case Part::homework:
            return "домашнее задание";
        case Part::marks:
            return "отметки";
    }
    return {};
}

std::string_view kind_text(CellKind kind) {
    switch (kind) {
        case CellKind::attendance:
            return "посещаемость";
        case CellKind::absence_reason:
            return "причина пропуска";
        case CellKind::topic:
            return "тема";
        case CellKind::homework:
            return "домашнее задание";
        case CellKind::work:
        case CellKind::mark:
            return "отметка";
        case CellKind::period_mark:
            return "итоговая отметка";
        default:
            return "запись";
    }
}

std::string_view setup_text(SetupItem item) {
    switch (item) {
        case SetupItem::year_opening:
            return "учебный год не открыт";
        case SetupItem::year_closing:
            return "учебный год не закрыт";
        case SetupItem::section:
            return "раздел года не готов";
        case SetupItem::timetable:
            return "нет в расписании";
        case SetupItem::load:
            return "нагрузка не полна";
        case SetupItem::plan:
            return "нет тематического плана";
        case SetupItem::pupil_card:
            return "личная карта не заполнена";
        case SetupItem::class_card:
            return "карта класса не заполнена";
        case SetupItem::card_recheck:
            return "личную карту пора перепроверить";
    }
    return {};
}

Answer filling(Desktop& desk) {
    const auto missing = desk.control.unfilled(desk.asked, {desk.first, desk.last, desk.teacher, desk.group});
    if (!missing) return refuse_fault(missing.error());
    Table table{{"Урок", "Класс", "Предмет", "Учитель", "Чего нет", "Срок"}};
    for (const Unfilled& each : *missing)
        table.add({day_text(each.lesson.day()) + " " + std::to_string(each.lesson.period) + "-й",
                   desk.groups(each.lesson), desk.subject(each.lesson.subject), desk.person(each.teacher),
                   std::string(part_text(each.part)) + (each.work.empty() ? "" : " (" + each.work + ")"),
                   desk.term(each.late_from, each.overdue)});
    table.print(desk.out);
    return {};
}

Answer late(Desktop& desk) {
    const auto entries = desk.control.late_entries(desk.first, desk.last);
    if (!entries) return refuse_fault(entries.error());
    Table table{{"День", "Предмет", "Кто", "Что", "Записано", "Пропущенный срок"}};
    for (const NotedEntry& entry : *entries) {
        if (!desk.teacher.empty() && entry.author != desk.teacher) continue;
        const Load* load = desk.asked.book.load(entry.load, entry.day);
        std::string terms;
        for (const std::string& note : entry.notes) terms += (terms.empty() ? "" : ", ") + note.substr(5);
        table.add({day_text(entry.day), load == nullptr ? "" : desk.subject(load->subject), desk.person(entry.author),
                   std::string(kind_text(entry.kind)), time_text(desk.asked.zone, entry.saved), terms});
    }
    table.print(desk.out);
    return {};
}

Answer changes(Desktop& desk) {
    const auto rows = desk.control.changes(desk.asked, desk.first, desk.last);
    if (!rows) return refuse_fault(rows.error());
    Table table{{"№", "Подана", "Кто", "Основание", "Документ", "Решение", "Внесено"}};
    for (const ChangeRow& row : *rows) {
        const char* decision = row.request.decision == nullptr ? "ожидает"
                               : row.request.approved()        ? "разрешено"
                                                               : "отказано";
        const std::string done = row.carried_out.empty()
                                     ? ""
                                     : desk.person(row.carried_out.front().header.author) + " " +
                                           time_text(desk.asked.zone, row.carried_out.front().header.saved.at);
        table.add({row.request.number() == 0 ? "" : std::to_string(row.request.number()),
                   time_text(desk.asked.zone, row.request.asked->saved), desk.person(row.request.asked->author),
                   row.request.request().ground, row.request.request().document, decision, done});
    }
    table.print(desk.out);
    return {};
}

Answer hours(Desktop& desk) {
    const auto people = desk.control.hours(desk.asked, desk.first, desk.last);
    if (!people) return refuse_fault(people.error());
    Table table{{"Учитель", "Проведено", "из них замен", "отдано на замену", "не состоялось", "не подтверждено"}};
    for (const TeacherHours& each : *people)
        table.add({desk.person(each.teacher), std::to_string(each.held()), std::to_string(each.substituted),
                   std::to_string(each.given_away), std::to_string(each.lost), std::to_string(each.unconfirmed)});
    table.print(desk.out);
    return {};
}

Answer results(Desktop& desk) {
    const auto missing = desk.control.missing_results(desk.asked, desk.teacher);
    if (!missing) return refuse_fault(missing.error());
    Table table{{"Класс", "Ученик", "Предмет", "Учитель", "Срок"}};
    for (const SubjectResult& each : *missing)
        table.add({desk.group_name(each.school_class), desk.person(each.pupil), desk.subject(each.subject),
                   each.teachers.empty() ? "" : desk.person(each.teachers.front()),
                   desk.term(each.late_from, each.overdue(desk.asked.now))});
    table.print(desk.out);
    return {};
}

Answer visits(Desktop& desk) {
    const auto control = desk.control.visits(desk.asked, desk.group);
    if (!control) return refuse_fault(control.error());
    Table table{{"Класс", "Кто не заходил", "Дневник", "Последний раз"}};
    for (const auto* list : {&control->pupils, &control->parents})
        for (const NoVisit& each : *list)
            table.add({desk.group_name(each.school_class), desk.person(each.person), desk.person(each.pupil),
                       each.last ? time_text(desk.asked.zone, *each.last) : "ни разу"});
    table.print(desk.out);
    return {};
}

Answer remarks(Desktop& desk) {
    const auto all = desk.control.remarks(desk.asked, desk.asked.zone.to_instant(LocalTime{desk.first}),
                                          desk.asked.zone.to_instant(LocalTime{desk.last + std::chrono::days{1}}));
    if (!all) return refuse_fault(all.error());
    Table table{{"Написано", "Кем", "Кому", "Состояние", "Замечание"}};
    for (const RemarkItem& each : *all) {
        const char* state = each.state == RemarkState::open       ? "ждёт"
                            : each.state == RemarkState::overdue  ? "просрочено"
                            : each.state == RemarkState::answered ? "исправлено в срок"
                                                                  : "исправлено позже срока";
        table.add({time_text(desk.asked.zone, each.written), desk.person(each.author), desk.person(each.to), state,
                   each.text});
    }
    table.print(desk.out);
    return {};
}

Answer plans(Desktop& desk) {
    const auto all = desk.control.plan_standing(desk.asked);
    if (!all) return refuse_fault(all.error());
    Table table{{"Класс", "Предмет", "Часов по плану", "пора", "пройдено", "отставание", "уроков осталось"}};
    for (const PlanStanding& each : *all) {
        const Load* load = desk.asked.book.load(each.load, desk.asked.today());
        std::string names;
        if (load != nullptr)
            for (const GroupId id : load->groups) names += (names.empty() ? "" : ", ") + desk.group_name(id);
        const Progress& progress = each.progress;
        table.add({names, load == nullptr ? "" : desk.subject(load->subject), std::to_string(progress.planned),
                   std::to_string(progress.due), std::to_string(progress.covered), std::to_string(progress.lag),
                   std::to_string(progress.lessons_left)});
    }
    table.print(desk.out);
    return {};
}

Answer setup(Desktop& desk) {
    Table table{{"Чего нет", "Класс", "Кто или что", "Срок"}};
    for (const auto& year : desk.asked.book.years()) {
        if (desk.last < year->first - std::chrono::days{92} || year->last < desk.first) continue;
        for (const SetupDue& due : setup_due(desk.asked.book, desk.asked.zone, year.id, desk.asked.now)) {
            std::string what = due.name;
            if (const Load* load = desk.asked.book.load(id_as<LoadId>(due.what), desk.last); load != nullptr)
                what = desk.subject(load->subject);
            else if (desk.asked.book.person(id_as<PersonId>(due.what), desk.last) != nullptr)
                what = desk.person(id_as<PersonId>(due.what));
            table.add({std::string(setup_text(due.item)), desk.group_name(due.group), what,
                       desk.term(due.late_from, due.overdue)});
        }
    }
    table.print(desk.out);
    return {};
}

Answer breaches(Desktop& desk) {
    const auto people = desk.control.breaches(desk.asked, desk.first, desk.last);
    if (!people) return refuse_fault(people.error());
    Table table{{"Кто", "Записано с опозданием", "Не заполнено", "Нет итоговых", "Замечания", "Проверки", "Всего"}};
    for (const Breaches& each : *people) {
        const int late = each.total() - each.unfilled - each.results - each.remarks - each.reviews;
        table.add({desk.person(each.person), std::to_string(late), std::to_string(each.unfilled),
                   std::to_string(each.results), std::to_string(each.remarks), std::to_string(each.reviews),
                   std::to_string(each.total())});
    }
    table.print(desk.out);
    return {};
}

Answer objectivity(Desktop& desk) {
    Table table{{"Класс", "Ученик", "Предмет", "Средний балл", "Отметка", "Разница"}};
    for (const auto& year : desk.asked.book.years()) {
        std::vector<PeriodId> asked_for;
        for (const GroupId group : desk.asked.book.classes(std::clamp(desk.last, year->first, year->last)))
            for (const auto& period : desk.asked.book.periods_of(group, year.id))
                if (period->last >= desk.first && period->last <= desk.last &&
                    std::ranges::find(asked_for, period.id) == asked_for.end())
                    asked_for.push_back(period.id);
        for (const PeriodId period : asked_for) {
            const auto biased = desk.control.biased_results(desk.asked, entity_of(period));
            if (!biased) return refuse_fault(biased.error());
            for (const SubjectResult& each : *biased)
                table.add({desk.group_name(each.school_class), desk.person(each.pupil), desk.subject(each.subject),
                           hundredths_text(each.mean.value()->hundredths()), each.given,
                           hundredths_text(each.bias->hundredths())});
        }
    }
    table.print(desk.out);
    return {};
}

Answer logins(Desktop& desk) {
    const auto twice = desk.control.double_logins(desk.asked, desk.first, desk.last);
    if (!twice) return refuse_fault(twice.error());
    const auto station = [&](StationId id) {
        const Station* known = desk.asked.book.station(id, desk.last);
        return known == nullptr ? id.hex() : known->name;
    };
    Table table{{"Кто", "Станция", "и станция", "С", "По"}};
    for (const DoubleLogin& each : *twice)
        table.add({desk.person(each.person), station(each.first), station(each.second),
                   time_text(desk.asked.zone, each.from), time_text(desk.asked.zone, each.until)});
    table.print(desk.out);
    return {};
}

Answer carry_out(ReportKind kind, Desktop& desk) {
    switch (kind) {
        case ReportKind::control:
            return filling(desk);
        case ReportKind::late:
            return late(desk);
        case ReportKind::changes:
            return changes(desk);
        case ReportKind::hours:
            return hours(desk);
        case ReportKind::results:
            return results(desk);
        case ReportKind::visits:
            return visits(desk);
        case ReportKind::remarks:
            return remarks(desk);
        case ReportKind::plans:
            return plans(desk);
        case ReportKind::setup:
            return setup(desk);
        case ReportKind::breaches:
            return breaches(desk);
        case ReportKind::objectivity:
            return objectivity(desk);
        case ReportKind::logins:
            return logins(desk);
    }
    return {};
}

/// The first day of the school year that has the day, else the day itself.
LocalDay begin_of_year(const FactBook& book, LocalDay day) {
    const auto year = book.year_of(day);
    return year ? book.year(*year)->first : day;
}

}  // namespace

Checked<void> run(const Report& order, const Surroundings& around) {
    const auto desk = Desk::open(order.common, around.log);
    if (!desk) return tl::unexpected(desk.error());
    const auto book = (*desk)->facts();
    if (!book) return tl::unexpected(book.error());
    const auto last = (*desk)->day_of(order.until, **book);
    if (!last) return tl::unexpected(last.error());
    const auto first = order.from.empty() ? Checked<LocalDay>{begin_of_year(**book, *last)} : parse_day(order.from);
    if (!first) return tl::unexpected(first.error());
    const auto zone = (*desk)->zone_of(**book);
    if (!zone) return tl::unexpected(zone.error());

    GroupId group;
    for (const GroupId id : (*book)->classes(*last))
        if ((*book)->group(id, *last)->name == order.school_class) group = id;
    if (!order.school_class.empty() && group.empty())
        return refuse(Reason::bad_config, "no such class", "Такого класса нет: " + order.school_class);
    PersonId teacher;
    if (!order.teacher.empty()) {
        const auto found = (*book)->staff_by_login(order.teacher, *last);
        if (!found) return refuse(Reason::bad_config, "no such person", "Такого сотрудника нет: " + order.teacher);
        teacher = *found;
    }

    // The status waits until the tables have everything that the log has.
    if (const auto status = (*desk)->admin().status((*desk)->school()); !status) return refuse_fault(status.error());
    const path file = DataFolder{order.common.data}.projection((*desk)->school());
    auto database = sqlite::Database::open(file, {sqlite::Access::read_only});
    if (!database) return refuse(Reason::unreadable, database.error(), "Таблицы школы не читаются.");
    auto control = Control::open(*database, (*desk)->school());
    if (!control) return refuse_fault(control.error());
    Desktop desktop{*control, {**book, *zone, (*desk)->now()}, around.out, *first, *last, group, teacher};
    around.out << "За " << day_text(*first) << " – " << day_text(*last) << ", данные на "
               << time_text(*zone, (*desk)->now()) << "\n\n";
    return carry_out(order.kind, desktop);
}

}  // namespace zvonok::sync::server::commands
