#pragma once

#include "station/flow/step.hpp"

/// One step at work. Only for the sources of this folder.
namespace zvonok::flow {

class Stepper {
  public:
    Stepper(State& state, std::vector<Effect>& effects) : state_(state), effects_(effects) {}

    // step.cpp
    void operator()(const event::Tick&);
    void operator()(const event::FactsLoaded&);
    void operator()(const event::Salvaged&);
    void operator()(const event::StoreFailed&);
    void operator()(const event::LogChanged&);
    void operator()(const event::JournalChanged&);
    void operator()(const event::NetworkChanged&);
    void operator()(const event::AccessChanged&);
    void operator()(const event::ClockDoubt&);
    void operator()(const event::Idle&);
    void operator()(const ask::Leave&);
    void operator()(const ask::Understood&);

    // login.cpp
    void operator()(const event::CardsChanged&);
    void operator()(const event::IdentityRead&);
    void operator()(const event::LoginFailed&);
    void operator()(const event::WrongPin&);
    void operator()(const event::LoggedIn&);
    void operator()(const ask::Digit&);
    void operator()(const ask::EraseDigit&);
    void operator()(const ask::CheckPin&);

    // desk_step.cpp
    void operator()(const event::LessonViewed&);
    void operator()(const event::OffersCounted&);
    void operator()(const event::DutiesViewed&);
    void operator()(const ask::OpenLesson&);
    void operator()(const ask::SetAttendance&);
    void operator()(const ask::GiveMark&);
    void operator()(const ask::ChooseVersion&);
    void operator()(const ask::ChooseWork&);
    void operator()(const ask::AllPresent&);
    void operator()(const ask::Type&);
    void operator()(const ask::WriteTexts&);
    void operator()(const ask::SetTask&);
    void operator()(const ask::ReportPupil&);
    void operator()(const ask::ShowLessons&);
    void operator()(const ask::StandIn&);

    // undo_step.cpp
    void operator()(const ask::Undo&);

    // seats_step.cpp
    void operator()(const ask::SaveSeats&);

    // page_step.cpp
    void operator()(const event::DaysMade&);
    void operator()(const event::PageViewed&);
    void operator()(const ask::ShowPage&);
    void operator()(const ask::ShowLesson&);
    void operator()(const ask::ShowPeriod&);
    void operator()(const ask::AttendAt&);
    void operator()(const ask::MarkAt&);
    void operator()(const ask::EraseAt&);
    void operator()(const event::HistoryViewed&);
    void operator()(const ask::ShowHistory&);
    void operator()(const ask::HideHistory&);
    void operator()(const ask::GivePeriodMark&);
    void operator()(const ask::Paste&);

    // office_step.cpp
    void operator()(const event::RequestsViewed&);
    void operator()(const event::RegistrationsViewed&);
    void operator()(const ask::ShowOffice&);
    void operator()(const ask::AskChange&);
    void operator()(const ask::DecideChange&);
    void operator()(const ask::CarryOut&);
    void operator()(const ask::ShowTimetable&);
    void operator()(const ask::Replace&);
    void operator()(const ask::ChangeLesson&);
    void operator()(const ask::PostNotice&);
    void operator()(const ask::WithdrawNotice&);

    // course_step.cpp
    void operator()(const event::PlansViewed&);
    void operator()(const ask::ShowPlan&);
    void operator()(const ask::ShowPageOf&);
    void operator()(const ask::LinkTopic&);
    void operator()(const ask::UnlinkLessons&);
    void operator()(const ask::LinkAll&);
    void operator()(const ask::ShiftPlan&);

    // absences_step.cpp
    void operator()(const event::AbsencesViewed&);
    void operator()(const ask::ShowAbsences&);
    void operator()(const ask::GiveReason&);
    void operator()(const ask::RegisterPaper&);

    // mail_step.cpp
    void operator()(const event::MailViewed&);
    void operator()(const ask::Read&);
    void operator()(const ask::SendMessage&);

    // sight.cpp
    void operator()(const event::SightsRead&);
    void operator()(const ask::ChooseSight&);
    void operator()(const ask::ChooseLanguage&);

    // saving.cpp
    void operator()(const event::Stored&);
    void operator()(const event::NotStored&);
    void operator()(const event::RetryTime&);

    // kiosk.cpp
    void operator()(const event::DayViewed&);
    void operator()(const ask::ShowClass&);
    void operator()(const ask::ShowDay&);
    void operator()(const ask::ShowBoard&);

  private:
    template <class T>
    T* on() {
        return std::get_if<T>(&state_.screen);
    }
    template <class T>
    void to_do(T effect) {
        effects_.emplace_back(std::move(effect));
    }
    std::uint64_t new_number() { return ++state_.last_number; }
    [[nodiscard]] const domain::FactBook* book() const { return state_.facts.book.get(); }
    [[nodiscard]] bool is_kiosk() const { return state_.setup.mode == domain::StationMode::kiosk; }

    // login.cpp
    /// Ends whatever session or question for a PIN there is; what was typed is kept for its person.
    void lock(Trouble trouble);
    /// On the lock screen: starts reading a card that has not been looked at, or says why none can be.
    void look_at_cards();
    void read_again();
    /// What the readers alone say.
    [[nodiscard]] Trouble resting_trouble() const;
    [[nodiscard]] bool card_is_in(CardTurn turn) const;
    [[nodiscard]] bool contact_is_too_old() const;
    /// By the server's list, or by a fact whose moment has come since: a station that is cut off knows the hour, too.
    [[nodiscard]] bool is_closed(PersonId person) const;
    bool lock_if_closed();

    // desk_step.cpp
    void open_desk(const AskingPin& pin, const event::LoggedIn& logged_in);
    /// Shows the lesson as the facts have it and asks the journal for the rest.
    void show_lesson(Desk& desk, const domain::Lesson& lesson);
    void fill_from_facts(Desk& desk);
    void fill_plan(Desk& desk, const std::vector<PlanItemId>& done);
    void offer_lessons(Desk& desk);
    void ask_duties(Desk& desk);
    void ask_journal(Desk& desk);
    [[nodiscard]] RoomId room() const {
        return room_of(*book(), state_.setup.station, state_.setup.room, today(state_));
    }
    /// The cell of the lesson's seating plan, with what is known of it when it is still the same.
    void fill_seats(Desk& desk);
    [[nodiscard]] domain::Judgement judged(Desk& desk, const Writing& writing) const;
    [[nodiscard]] domain::Role role_in(const Desk& desk, const Writing& writing) const;
    /// Judges the writings and hands to the store those that are not surely refused; tells of the others, and writes
    /// down that somebody tried what is not for them.
    void write(Desk& desk, std::vector<Writing> writings);
    void refresh_desk_after_facts();

    /// Writes the mark for the desk's work, unless it stands there already; an empty value takes it back.
    void give_mark(Desk& desk, const PupilLesson& of, const domain::LessonKey& lesson, PersonId pupil,
                   const domain::Mark& mark);

    // page_step.cpp
    /// Opens the page of the desk's lesson at that period; an empty one: at the one that today belongs to.
    void open_page(Desk& desk, EntityId period);
    void ask_for_days(Desk& desk);
    /// Shows the period as the facts have it and asks the journal for the rest.
    void fill_page(Desk& desk);
    void ask_for_page(Desk& desk);
    /// What follows from the marks of one pupil.
    void reckon(Page& page, PageRow& row) const;

    // office_step.cpp
    void show_office(Desk& desk, OfficeDesk which);
    /// Asks the journal again for what the office desk shows.
    void ask_office(Desk& desk);
    /// An id that nothing else has.
    [[nodiscard]] EntityId new_id(const Desk& desk);
    /// A fact that the server is to record.
    void state_fact(Desk& desk, domain::Fact fact);

    // mail_step.cpp
    void ask_mail(Desk& desk);

    // course_step.cpp
    void show_plan(Desk& desk, LoadId load);
    /// The plan that is shown, as the facts have it, and whether it can be worked on.
    void fill_plan_page(Desk& desk, LoadId load);
    void fill_classes(Desk& desk);
    void refresh_courses(Desk& desk);
    /// The question's number.
    std::uint64_t ask_for_plans(const std::vector<LoadId>& loads);
    void link(Desk& desk, const std::vector<domain::LinkChange>& changes, const std::string& measure);

    // absences_step.cpp
    void fill_absences(Desk& desk, GroupId school_class, LocalDay day);
    void ask_for_absences(Absences& absences);

    // undo_step.cpp
    /// Notes how the touch can be taken back; before anything of it is shown.
    static void note_touch(Desk& desk, const std::vector<Writing>& writings);

    // saving.cpp
    void hand_over(Desk& desk, std::vector<Writing> writings);
    /// What waits for the disk is what the desk shows.
    void show_waiting(Desk& desk) const;
    void write_failed_again(Desk& desk);
    void ask_for_retry();

    // kiosk.cpp
    void ask_day(ClassDay& shown);

    State& state_;
    std::vector<Effect>& effects_;
};

/// The pupil of the cell on the desk's list; null: not there.
Row* find_row(Desk& desk, const domain::Cell& cell);
/// Whether the cell is homework of a whole group; else it is one pupil's.
bool is_groups_homework(const domain::Lesson& lesson, const domain::Cell& cell);
/// A question about the desk's lesson, asked the same way wherever it is answered.
domain::Cell attendance_cell(const domain::LessonKey& lesson, PersonId pupil);
domain::Cell mark_cell(const domain::LessonKey& lesson, PersonId pupil, const WorkKey& work);
/// The mark for the work, unless it stands there already; an empty value takes it back, with its comment.
std::optional<Writing> mark_writing(const PupilLesson& of, const domain::LessonKey& lesson, PersonId pupil,
                                    const WorkKey& work, domain::Mark mark);
/// A mark of that value with the comment that stands beside the present one.
domain::Mark commented(const PupilLesson& of, const WorkKey& work, std::string value);
/// The standing of the pupil's value for a cell of attendance or marks; null: there is none.
Standing* standing_of(PupilLesson& of, const domain::Cell& cell);
/// Puts a letter or mark of ours there, whatever is there; null: it is neither.
Standing* put(PupilLesson& of, const Writing& writing);

/// The standing of the lesson's value for a cell; null if the desk's lesson does not show it.
Standing* standing_of(Desk& desk, const domain::Cell& cell);
/// Puts a value of ours on the desk's lesson, whatever is there.
Standing* put(Desk& desk, const Writing& writing);
Standing* put(SeatCell& seats, const Writing& writing);
/// The same for the page.
Standing* standing_of(Page& page, const domain::Cell& cell);
Standing* put(Page& page, const Writing& writing);

/// The same for the lessons of a plan.
Standing* standing_of(CoursePlan& plan, const domain::Cell& cell);
Standing* put(CoursePlan& plan, const Writing& writing);

/// The same for the reasons of absences.
Standing* standing_of(Absences& absences, const domain::Cell& cell);
Standing* put(Absences& absences, const Writing& writing);

/// Forgets the newest touches whose cells somebody has changed since, for taking them back would write over him, or
/// that are not before the eyes any more.
void drop_overtaken(Desk& desk);

/// Every place of the desk that shows the cell.
std::vector<Standing*> standings_of(Desk& desk, const domain::Cell& cell);
std::vector<Standing*> put_everywhere(Desk& desk, const Writing& writing);

}  // namespace zvonok::flow
