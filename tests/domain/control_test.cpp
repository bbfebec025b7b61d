#include "station/domain/control.hpp"

#include "tests/domain/judge_school.hpp"

using namespace zvonok;
using namespace zvonok::domain;
using namespace zvonok::test;

namespace {

constexpr std::chrono::seconds second{1};

std::vector<SetupDue> of_item(const Court& court, SetupItem item, Instant now) {
    std::vector<SetupDue> found = setup_due(court.book(), court.moscow, court.year, now);
    std::erase_if(found, [&](const SetupDue& due) { return due.item != item; });
    return found;
}

}  // namespace

TEST_CASE("004-9: a year that nobody has opened is overdue from 11 September", "[domain][control][004-9][S-01]") {
    Court court;
    const LocalDay last = date(2026, 9, 10);
    const auto before = of_item(court, SetupItem::year_opening, court.end_of(last));
    REQUIRE(before.size() == 1);
    CHECK_FALSE(before[0].overdue);
    CHECK(of_item(court, SetupItem::year_opening, court.after(last))[0].overdue);
    court.accept(court.administrator, Role::administrator, {{CellKind::year_step, {}, court.year}, YearStep{}},
                 court.end_of(last));
    CHECK(of_item(court, SetupItem::year_opening, court.after(last)).empty());
}

TEST_CASE("S-02: a year that is over waits to be closed until the next year's date", "[domain][control][S-02]") {
    const Court court;
    const LocalDay last = date(2027, 5, 31);
    CHECK(of_item(court, SetupItem::year_closing, court.end_of(last)).empty());
    REQUIRE(of_item(court, SetupItem::year_closing, court.after(last)).size() == 1);
    CHECK_FALSE(of_item(court, SetupItem::year_closing, court.end_of(date(2027, 9, 10)))[0].overdue);
    CHECK(of_item(court, SetupItem::year_closing, court.after(date(2027, 9, 10)))[0].overdue);
}

TEST_CASE("002-10: cards that are not filled by 15 September are overdue on the 16th",
          "[domain][control][002-10][C-02][B-10]") {
    Court court;
    for (const GroupId other : {court.class_1a, court.class_9a, court.class_10a})
        court.add(id<EntityId>(static_cast<std::uint8_t>(other.bytes[0] + 50)),
                  CardState{CardKind::school_class, entity_of(other), true, {}});
    for (const PersonId other : {court.beginner, court.ninth, court.tenth})
        court.add(id<EntityId>(static_cast<std::uint8_t>(other.bytes[0] + 30)),
                  CardState{CardKind::pupil, entity_of(other), true, date(2026, 9, 10)});
    const Instant eve = court.end_of(date(2026, 9, 15));
    const Instant morning = court.at(date(2026, 9, 16), 0h);
    REQUIRE(of_item(court, SetupItem::pupil_card, eve).size() == 2);
    CHECK_FALSE(of_item(court, SetupItem::pupil_card, eve)[0].overdue);
    const auto cards = of_item(court, SetupItem::pupil_card, morning);
    REQUIRE(cards.size() == 2);
    for (const SetupDue& card : cards) {
        CHECK(card.overdue);
        CHECK(card.group == court.class_7b);
        CHECK(*card.late_from == morning);
    }
    const auto class_cards = of_item(court, SetupItem::class_card, morning);
    REQUIRE(class_cards.size() == 1);
    CHECK(class_cards[0].what == entity_of(court.class_7b));
    CHECK(class_cards[0].overdue);

    court.add(id<EntityId>(130), CardState{CardKind::pupil, entity_of(court.belov), true, date(2026, 9, 14)});
    CHECK(of_item(court, SetupItem::pupil_card, morning).size() == 1);
}

TEST_CASE("C-06: a card that nobody confirmed for a month is listed from the day after", "[domain][control][C-06]") {
    Court court;
    court.add(id<EntityId>(130), CardState{CardKind::pupil, entity_of(court.belov), true, date(2027, 1, 31)});
    CHECK(of_item(court, SetupItem::card_recheck, court.end_of(date(2027, 2, 28))).empty());
    const auto due = of_item(court, SetupItem::card_recheck, court.after(date(2027, 2, 28)));
    REQUIRE(due.size() == 1);
    CHECK(due[0].what == entity_of(court.belov));
}

TEST_CASE("M-45: loads without plan and timetable are due before the year and the period",
          "[domain][control][M-45][E-05][D-02]") {
    Court court;
    const LoadId orphan = id<LoadId>(131);
    court.add(entity_of(orphan), Load{court.literature, {court.class_7b}, {court.teacher}});
    const Instant eve = court.end_of(date(2026, 8, 31));
    const auto has = [&](SetupItem item, Instant now) {
        const auto found = of_item(court, item, now);
        const auto it = std::ranges::find(found, entity_of(orphan), &SetupDue::what);
        return it == found.end() ? std::optional<bool>{} : std::optional{it->overdue};
    };
    CHECK(has(SetupItem::timetable, eve) == false);
    CHECK(has(SetupItem::timetable, eve + second) == true);
    CHECK(has(SetupItem::plan, eve) == false);
    CHECK(has(SetupItem::plan, eve + second) == true);
    court.policy("timetable.due", "09-05");
    CHECK(has(SetupItem::timetable, court.end_of(date(2026, 9, 5))) == false);
    CHECK(has(SetupItem::timetable, court.after(date(2026, 9, 5))) == true);
    court.add(id<EntityId>(132), TimetableSlot{orphan, 3, WeekParity::every, 1, court.room});
    CHECK(has(SetupItem::timetable, court.after(date(2026, 9, 5))) == std::nullopt);
}

TEST_CASE("004-8: a review that is not made in two weeks is missed from the first second after",
          "[domain][control][004-8][O-05]") {
    Court court;
    court.accept(court.methodologist, Role::methodologist,
                 {{CellKind::review, {}, entity_of(court.class_7b), {}, id<EntityId>(133)}, Review{"просмотрено"}},
                 court.at(date(2026, 9, 7), 15h));
    const LocalDay last = date(2026, 9, 21);
    const auto before = reviews_due(court.book(), court.moscow, court.end_of(last));
    REQUIRE(before.size() == 1);
    CHECK(before[0].reviewer == court.methodologist);
    CHECK_FALSE(before[0].missed);
    CHECK(reviews_due(court.book(), court.moscow, court.after(last))[0].missed);
}

TEST_CASE("O-05: without any review the first is due two weeks after the year begins", "[domain][control][O-05]") {
    Court court;
    CHECK_FALSE(reviews_due(court.book(), court.moscow, court.end_of(date(2026, 9, 15)))[0].missed);
    CHECK(reviews_due(court.book(), court.moscow, court.after(date(2026, 9, 15)))[0].missed);
    court.policy("control.review_interval", "never");
    CHECK(reviews_due(court.book(), court.moscow, court.after(date(2026, 9, 15))).empty());
}

TEST_CASE("004-3: a remark is to be mended in three days, to the second", "[domain][control][004-3][O-07]") {
    const Court court;
    const FactBook book = court.book();
    const Instant late = remark_late_from(book, court.moscow, court.at(court.tuesday, 14h));
    const LocalDay last = date(2026, 9, 18);
    CHECK(remark_state(late, court.end_of(last), court.after(last)) == RemarkState::answered);
    CHECK(remark_state(late, court.after(last), court.after(last)) == RemarkState::answered_late);
    CHECK(remark_state(late, std::nullopt, court.end_of(last)) == RemarkState::open);
    CHECK(remark_state(late, std::nullopt, court.after(last)) == RemarkState::overdue);
}

TEST_CASE("O-07: where working days count, days off are left out of the term", "[domain][control][O-07]") {
    Court court;
    court.policy("control.remark_working_days", "yes");
    court.add(id<EntityId>(2), SchoolYear{date(2026, 9, 1), date(2027, 5, 31), {}, 5});
    // Written on Thursday: Friday, Monday, Tuesday.
    CHECK(remark_late_from(court.book(), court.moscow, court.at(date(2026, 9, 17), 14h)) ==
          court.after(date(2026, 9, 22)));
}

TEST_CASE("001-8: a pupil is listed after two days without a visit, a parent after seven",
          "[domain][control][001-8][O-09][O-10]") {
    const Court court;
    const FactBook book = court.book();
    const auto since = [&](LocalDay today, int gap) {
        return visit_expected_since(book, court.class_7b, today, std::chrono::days{gap});
    };
    // The pupil's last visit is Monday 14th: listed on Thursday, not on Tuesday nor on Wednesday.
    const LocalDay pupil_visit = date(2026, 9, 14);
    CHECK(pupil_visit < *since(date(2026, 9, 17), 2));
    CHECK_FALSE(pupil_visit < *since(date(2026, 9, 16), 2));
    CHECK_FALSE(pupil_visit < *since(date(2026, 9, 15), 2));
    // The parent's is Monday 7th: listed on Tuesday 15th, not on Monday.
    const LocalDay parent_visit = date(2026, 9, 7);
    CHECK(parent_visit < *since(date(2026, 9, 15), 7));
    CHECK_FALSE(parent_visit < *since(date(2026, 9, 14), 7));
    // A visit on the 16th, synchronised later, takes the pupil off the list.
    CHECK_FALSE(date(2026, 9, 16) < *since(date(2026, 9, 17), 2));
}

TEST_CASE("O-10: days between study periods and holidays are not counted", "[domain][control][O-10]") {
    Court court;
    court.add(id<EntityId>(134), ReportingPeriod{PeriodKind::quarter, 2, date(2026, 11, 9), date(2026, 12, 30)});
    const FactBook book = court.book();
    const auto since = [&](LocalDay today) {
        return visit_expected_since(book, court.class_7b, today, std::chrono::days{2});
    };
    CHECK(since(date(2026, 11, 10)) == date(2026, 10, 23));  // Mon 9 Nov, and before the holidays Fri 23 Oct
    CHECK(since(date(2026, 11, 9)) == date(2026, 10, 22));
    CHECK(since(date(2026, 9, 2)) == std::nullopt);
    CHECK(since(date(2026, 9, 3)) == date(2026, 9, 1));
    CHECK(since(date(2026, 8, 20)) == std::nullopt);
}

TEST_CASE("000-7: a report of a lost password is in time until the end of the next working day",
          "[domain][control][000-7][A-21]") {
    Court court;
    court.add(id<EntityId>(2), SchoolYear{date(2026, 9, 1), date(2027, 5, 31), {}, 5});
    court.add(id<EntityId>(186), ParentLink{court.second_parent, court.belov});
    const LocalDay friday = date(2026, 9, 18), monday = date(2026, 9, 21);
    const auto report = [&](PersonId person, std::uint8_t n) {
        return Writing{{CellKind::compromise_report, {}, entity_of(person), {}, id<EntityId>(n)},
                       CompromiseReport{friday, ""}};
    };
    court.accept(court.parent, Role::parent, report(court.parent, 135), court.end_of(monday));
    court.accept(court.second_parent, Role::parent, report(court.second_parent, 136), court.after(monday));
    const auto terms = compromise_terms(court.book(), court.moscow, court.at(friday, 0h), court.after(monday) + second);
    REQUIRE(terms.size() == 2);
    CHECK(terms[0].in_time);
    CHECK_FALSE(terms[1].in_time);
    CHECK(terms[1].late_from == court.after(monday));
    CHECK(compromise_terms(court.book(), court.moscow, court.at(friday, 0h), court.after(monday)).size() == 1);
}

TEST_CASE("002-9: unanswered messages stand by the sender's role: administration, class teacher, parent, pupil",
          "[domain][control][002-9][L-02]") {
    const Court court;
    const auto item = [&](std::uint8_t n, Role role, std::chrono::minutes at, bool answered = false) {
        return InboxItem{id<EntityId>(n), {}, role, court.at(court.tuesday, at), answered};
    };
    std::vector<InboxItem> items{item(1, Role::pupil, 9h),
                                 item(2, Role::parent, 9h + 5min),
                                 item(3, Role::director, 9h + 20min),
                                 item(4, Role::class_teacher, 9h + 10min),
                                 item(5, Role::director, 8h, true),
                                 item(6, Role::pupil, 8h + 30min),
                                 item(7, Role::teacher, 10h)};
    const auto order = [&](const Policies& policies) {
        sort_inbox(policies, items);
        std::vector<int> ids;
        for (const InboxItem& each : items) ids.push_back(each.message.bytes[0]);
        return ids;
    };
    CHECK(order(Policies{}) == std::vector{3, 4, 7, 2, 6, 1, 5});
    CHECK(order(resolve_policies({{"message.reply_order", "parent; pupil"}}).policies) ==
          std::vector{2, 6, 1, 4, 3, 7, 5});
}
