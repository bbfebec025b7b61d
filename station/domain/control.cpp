#include "station/domain/control.hpp"

#include <algorithm>

namespace zvonok::domain {

namespace {

using std::chrono::days;
using std::chrono::year_month_day;

Instant midnight(const Zone& zone, LocalDay day) {
    return zone.to_instant(LocalTime{day});
}

/// The same day of another month, or that month's last where it has no such day: 31 January and a month is 28 February.
LocalDay months_later(LocalDay day, int count) {
    const year_month_day from{day};
    const auto month = std::chrono::year_month{from.year(), from.month()} + std::chrono::months{count};
    const year_month_day there = month / from.day();
    return there.ok() ? LocalDay{there} : LocalDay{month / std::chrono::last};
}

/// The date of a school year: one of the first half of a calendar year belongs to the year's second part.
LocalDay day_in(const SchoolYear& year, std::chrono::month_day date) {
    constexpr days before_the_year{120};
    const std::chrono::year begins = year_month_day{year.first}.year();
    const auto in = [&](std::chrono::year at) {
        const year_month_day there = at / date;
        return there.ok() ? LocalDay{there} : LocalDay{at / date.month() / std::chrono::last};
    };
    return in(begins) + before_the_year < year.first ? in(begins + std::chrono::years{1}) : in(begins);
}

class SetupList {
  public:
    SetupList(const FactBook& book, const Zone& zone, EntityId id, const SchoolYear& year, Instant now)
        : book_(book),
          zone_(zone),
          id_(id),
          year_(year),
          now_(now),
          today_(std::clamp(zone.day_of(now), year.first, year.last)),
          rules_(book.policies(today_).setup) {}

    std::vector<SetupDue> list() && {
        add_year_steps();
        add_gaps();
        for (const GroupId school_class : book_.classes(today_)) add_cards(school_class);
        std::ranges::stable_sort(all_, {}, [](const SetupDue& due) {
            return std::pair{!due.overdue, due.late_from.value_or(Instant::max())};
        });
        return std::move(all_);
    }

  private:
    void add(SetupDue due) {
        due.overdue = due.late_from && now_ >= *due.late_from;
        all_.push_back(std::move(due));
    }

    void add_year_steps() {
        const auto state = book_.year_state(id_);
        if (!state) add({SetupItem::year_opening, id_, {}, {}, {}, late_from(zone_, rules_.open_close, year_)});
        if (state == YearState::closed || now_ < midnight(zone_, year_.last + days{1})) return;
        std::optional<Instant> late;
        if (rules_.open_close.kind == DueDate::Kind::date)
            late = midnight(zone_, day_in({year_.last, year_.last}, rules_.open_close.date) + days{1});
        add({SetupItem::year_closing, id_, {}, {}, {}, late});
    }

    /// Before a study period: before the one that runs, or the next one where none does.
    std::optional<Instant> before_period(GroupId group) const {
        for (const auto& period : book_.periods_of(group, id_))
            if (period->kind != PeriodKind::year && today_ <= period->last) return midnight(zone_, period->first);
        return late_from(zone_, {DueDate::Kind::before_year, {}}, year_);
    }

    void add_gaps() {
        for (Gap& gap : gaps_of_year(book_, id_, today_)) {
            SetupDue due;
            due.what = gap.what;
            due.name = std::move(gap.name);
            due.lack = gap.lack;
            DueDate date = rules_.sections;
            due.item = SetupItem::section;
            switch (gap.lack) {
                case Lack::timetable:
                case Lack::bell:
                    due.item = SetupItem::timetable;
                    date = rules_.timetable;
                    break;
                case Lack::not_loaded:
                case Lack::load_teacher:
                case Lack::load_hours:
                    due.item = SetupItem::load;
                    date = rules_.load;
                    break;
                case Lack::plan:
                    due.item = SetupItem::plan;
                    date = rules_.plans;
                    break;
                default:
                    break;
            }
            if (const Load* load = book_.load(id_as<LoadId>(gap.what), today_);
                load != nullptr && !load->groups.empty())
                due.group = load->groups.front();
            else if (book_.group(id_as<GroupId>(gap.what), today_) != nullptr)
                due.group = id_as<GroupId>(gap.what);
            due.late_from =
                date.kind == DueDate::Kind::before_period ? before_period(due.group) : late_from(zone_, date, year_);
            add(std::move(due));
        }
    }

    void add_cards(GroupId school_class) {
        const auto is_complete = [&](CardKind kind, EntityId owner) {
            const CardState* card = book_.card_of(kind, owner, today_);
            return card != nullptr && card->complete;
        };
        if (!is_complete(CardKind::school_class, entity_of(school_class)))
            add({SetupItem::class_card,
                 entity_of(school_class),
                 school_class,
                 {},
                 {},
                 late_from(zone_, rules_.class_cards, year_)});
        for (const PersonId pupil : book_.members(school_class, today_)) {
            if (!is_complete(CardKind::pupil, entity_of(pupil))) {
                add({SetupItem::pupil_card,
                     entity_of(pupil),
                     school_class,
                     {},
                     {},
                     late_from(zone_, rules_.pupil_cards, year_)});
                continue;
            }
            const CardState* card = book_.card_of(CardKind::pupil, entity_of(pupil), today_);
            // Of a card that nobody has confirmed yet the term begins with the year.
            const auto late = late_after(zone_, rules_.card_recheck, card->confirmed.value_or(year_.first));
            if (late && now_ >= *late) add({SetupItem::card_recheck, entity_of(pupil), school_class, {}, {}, late});
        }
    }

    const FactBook& book_;
    const Zone& zone_;
    EntityId id_;
    const SchoolYear& year_;
    Instant now_;
    LocalDay today_;
    const Policies::Setup& rules_;
    std::vector<SetupDue> all_;
};

}  // namespace

std::optional<Instant> late_after(const Zone& zone, const Interval& every, LocalDay last) {
    LocalDay due = last;
    switch (every.unit) {
        case Interval::Unit::days:
            due += days{every.count};
            break;
        case Interval::Unit::weeks:
            due += days{7 * every.count};
            break;
        case Interval::Unit::months:
            due = months_later(last, every.count);
            break;
        case Interval::Unit::quarters:
            due = months_later(last, 3 * every.count);
            break;
        case Interval::Unit::years:
            due = months_later(last, 12 * every.count);
            break;
        case Interval::Unit::on_request:
        case Interval::Unit::never:
            return std::nullopt;
    }
    return midnight(zone, due + days{1});
}

std::optional<Instant> late_from(const Zone& zone, const DueDate& due, const SchoolYear& year) {
    switch (due.kind) {
        case DueDate::Kind::before_year:
            return midnight(zone, year.first);
        case DueDate::Kind::date:
            return midnight(zone, day_in(year, due.date) + days{1});
        case DueDate::Kind::before_period:
        case DueDate::Kind::none:
            break;
    }
    return std::nullopt;
}

std::vector<SetupDue> setup_due(const FactBook& book, const Zone& zone, EntityId year, Instant now) {
    const SchoolYear* known = book.year(year);
    if (known == nullptr) return {};
    return SetupList{book, zone, year, *known, now}.list();
}

std::vector<ReviewDue> reviews_due(const FactBook& book, const Zone& zone, Instant now) {
    const LocalDay today = zone.day_of(now);
    const auto year = book.year_of(today);
    if (!year) return {};
    const LocalDay begins = book.year(*year)->first;
    std::vector<ReviewDue> all;
    for (const PersonId reviewer : book.with_role(Role::methodologist, today)) {
        ReviewDue due{reviewer, std::nullopt, {}, false};
        for (const Enacted* review : book.reviews()) {
            if (review->author != reviewer || review->saved > now || zone.day_of(review->saved) < begins) continue;
            due.last = std::max(due.last.value_or(review->saved), review->saved);
        }
        const auto late =
            late_after(zone, book.policies(today).control.review, due.last ? zone.day_of(*due.last) : begins);
        if (!late) return {};
        due.late_from = *late;
        due.missed = now >= *late;
        all.push_back(due);
    }
    return all;
}

Instant remark_late_from(const FactBook& book, const Zone& zone, Instant written) {
    const LocalDay day = zone.day_of(written);
    const auto& rules = book.policies(day).control;
    const auto kind = rules.remark_working_days ? Term::Kind::working_days : Term::Kind::days;
    return end_of_term(book, zone, {kind, static_cast<int>(rules.remark.count())}, day);
}

RemarkState remark_state(Instant late_from, std::optional<Instant> answered, Instant now) {
    if (answered) return *answered < late_from ? RemarkState::answered : RemarkState::answered_late;
    return now < late_from ? RemarkState::open : RemarkState::overdue;
}

std::optional<LocalDay> visit_expected_since(const FactBook& book, GroupId group, LocalDay today, days gap) {
    if (gap <= days{0}) return std::nullopt;
    const auto year = book.year_of(today, group);
    if (!year) return std::nullopt;
    const SchoolYear& is = *book.year(*year);
    const bool has_periods = !book.periods_of(group, *year).empty();
    days left = gap;
    for (LocalDay day = today - days{1}; day >= is.first; day -= days{1}) {
        if (!book.holiday_on(day, group).empty()) continue;
        if (has_periods && !book.period_of(group, day)) continue;
        if (--left == days{0}) return day;
    }
    return std::nullopt;
}

std::vector<CompromiseTerm> compromise_terms(const FactBook& book, const Zone& zone, Instant first, Instant until) {
    std::vector<CompromiseTerm> terms;
    for (const Enacted* report : book.compromise_reports()) {
        if (report->saved < first || report->saved >= until) continue;
        const auto* said = std::get_if<CompromiseReport>(&report->act);
        if (said == nullptr) continue;
        const Term& term = book.policies(zone.day_of(report->saved)).access.compromise;
        const Instant late = end_of_term(book, zone, term, said->learned_on);
        terms.push_back({report, late, report->saved < late});
    }
    return terms;
}

Sender sender_of(Role role) {
    switch (role) {
        case Role::class_teacher:
            return Sender::class_teacher;
        case Role::none:
        case Role::teacher:
        case Role::substitute:
        case Role::methodologist:
            return Sender::teacher;
        case Role::parent:
            return Sender::parent;
        case Role::pupil:
        case Role::external_reader:
            return Sender::pupil;
        default:
            return Sender::administration;
    }
}

void sort_inbox(const Policies& policies, std::vector<InboxItem>& items) {
    const auto& order = policies.control.reply_order;
    const auto rank = [&](const InboxItem& item) {
        // A kind of sender that the school's order does not name comes after those that it does.
        return std::ranges::find(order, sender_of(item.role)) - order.begin();
    };
    std::ranges::stable_sort(items, [&](const InboxItem& left, const InboxItem& right) {
        if (left.answered != right.answered) return right.answered;
        if (left.answered) return left.sent > right.sent;
        return std::pair{rank(left), left.sent} < std::pair{rank(right), right.sent};
    });
}

}  // namespace zvonok::domain
