#pragma once

#include "station/flow/state.hpp"

/// What can happen to a station. Workers' reports carry the card turn or the number that they answer to; a report that
/// comes too late is dropped by step().
namespace zvonok::flow {

namespace event {

struct Tick {};  ///< the minute has changed

struct FactsLoaded {
    Facts facts;
};
/// The journal opened after repairs.
struct Salvaged {
    Salvage salvage;
};
/// The journal cannot be opened.
struct StoreFailed {
    FaultKind kind{};
};

/// The journal began another log: no session of before can write into it.
struct LogChanged {};

struct CardsChanged {
    Cards cards;
};
/// The certificate has been checked and is good.
struct IdentityRead {
    CardTurn card = 0;
    std::string login;           ///< the principal name
    std::optional<int> tries{};  ///< of the PIN; nothing: the card does not say
};
struct LoginFailed {
    CardTurn card = 0;
    Trouble trouble{};
    std::optional<Instant> date{};  ///< of certificate_expired and certificate_early
};
struct WrongPin {
    CardTurn card = 0;
    std::optional<int> tries{};
};
/// The card has signed the statement, and the journal holds it.
struct LoggedIn {
    CardTurn card = 0;
    SessionId session;
    Instant until;
};

struct LessonViewed {
    std::uint64_t question = 0;
    LessonView view;
};
struct DaysMade {
    std::uint64_t question = 0;
};
struct PageViewed {
    std::uint64_t question = 0;
    PageView view;
};
struct HistoryViewed {
    std::uint64_t question = 0;
    std::vector<HistoryLine> lines;
};
struct OffersCounted {
    std::uint64_t question = 0;
    std::vector<LessonCount> counts;
};
struct DutiesViewed {
    std::uint64_t question = 0;
    std::vector<Duty> duties{};          ///< late ones first
    std::vector<Attention> attention{};  ///< of this session's person
    bool failed = false;                 ///< the journal could not be read: what was known stays
};
struct RequestsViewed {
    std::uint64_t question = 0;
    std::vector<RequestRow> rows;
};
struct AbsencesViewed {
    std::uint64_t question = 0;
    AbsencesView view;
};
struct PlansViewed {
    std::uint64_t question = 0;
    PlansView view;
};
struct RegistrationsViewed {
    std::uint64_t question = 0;
    std::vector<RecordedValue> values;
};
struct MailViewed {
    std::uint64_t question = 0;
    Mail mail;
};
struct DayViewed {
    std::uint64_t question = 0;
    std::vector<HomeworkDue> homework;
};
struct Stored {
    DraftNumber draft = 0;
};
struct NotStored {
    DraftNumber draft = 0;
    FaultKind kind{};
};
struct RetryTime {};       ///< the time asked for by effect::RetryLater has come
struct JournalChanged {};  ///< something came from elsewhere
struct NetworkChanged {
    Network network;
};
/// Staff whose access has ended, whatever the facts of this station say.
struct AccessChanged {
    std::set<PersonId> closed;
};
struct ClockDoubt {
    bool doubt = false;
};
/// What people chose before this start.
struct SightsRead {
    std::map<PersonId, Sight> sights;
};
struct Idle {};  ///< nobody has touched anything for as long as the config allows

}  // namespace event

/// What the person asked for.
namespace ask {

struct Digit {
    char digit = '0';
};
struct EraseDigit {};
struct CheckPin {};
struct Leave {};  ///< «Выход»

struct OpenLesson {
    domain::LessonKey lesson;
};
struct SetAttendance {
    PersonId pupil;
    std::string code;  ///< empty: present
    int late_minutes = 0;
};
/// For the desk's work; an empty value takes the mark back.
struct GiveMark {
    PersonId pupil;
    std::string value;
    std::optional<std::string> comment{};  ///< nothing: it stays as it is
};
/// That the pupil falls behind is told to the class teachers, in these words (L-07).
struct ReportPupil {
    PersonId pupil;
    std::string text;
};
/// Homework of that pupil alone; an empty text: none.
struct SetTask {
    PersonId pupil;
    std::string text;
};
/// Of two that wrote without seeing each other, which version is to be in force; for what the desk shows.
struct ChooseVersion {
    domain::Cell cell;
    Version version{};
};
struct ChooseWork {
    WorkKey work;
};
struct AllPresent {};  ///< all of whom nothing was written before
struct Type {
    Typed typed;
};
/// What differs from what is recorded.
struct WriteTexts {
    std::optional<domain::Topic> topic;
    std::optional<Task> task;
};
/// Who sits where from now on, of those who are on the lesson's list.
struct SaveSeats {
    domain::SeatPlan plan;
};
struct ShowLessons {};
/// The person holds the desk's lesson instead of its teacher.
struct StandIn {
    std::string reason;
};

struct ShowPage {};    ///< the journal page of the lesson that is open
struct ShowLesson {};  ///< back from it
/// One of the page's periods.
struct ShowPeriod {
    EntityId period;
};
/// On the page; an empty code: present.
struct AttendAt {
    domain::LessonKey lesson;
    PersonId pupil;
    std::string code;
};
/// Takes back the newest of the desk's touches by writing what stood there before.
struct Undo {};
/// On the page, for the desk's work; an empty value takes the mark back.
struct MarkAt {
    domain::LessonKey lesson;
    PersonId pupil;
    std::string value;
};
/// Takes back what stands in a cell of the page: the mark for the desk's work, else the last mark of any, else the
/// letter.
struct EraseAt {
    domain::LessonKey lesson;
    PersonId pupil;
};
/// What was ever written there (J-16).
struct ShowHistory {
    domain::LessonKey lesson;
    PersonId pupil;
};
struct HideHistory {};
/// For the period that the page shows.
struct GivePeriodMark {
    PersonId pupil;
    std::string value;
};

/// A column of values, each as if it had been typed; one touch.
struct Paste {
    struct Value {
        PersonId pupil;
        std::string text;
        bool attendance = false;  ///< a letter of attendance; else a mark
    };
    std::optional<domain::LessonKey> lesson;  ///< nothing: the marks are for the period that the page shows
    std::vector<Value> values;
};

struct ShowOffice {
    OfficeDesk desk{};
};
/// That a record be changed though its window is closed (J-08).
struct AskChange {
    Writing wanted;
    std::string ground;  ///< code
    std::string document, reason;
};
struct DecideChange {
    RequestId request;
    bool approved = false;
    std::string note;
};
/// Writes what an approved request asks for.
struct CarryOut {
    RequestId request;
};
struct ShowAbsences {
    GroupId school_class;
    LocalDay day;
};
/// Why the pupil missed the lessons; an empty code: nothing is said, the teacher's letter stands.
struct GiveReason {
    PersonId pupil;
    std::vector<domain::LessonKey> lessons;
    std::string code;
};
/// A paper that gives its reason to all lessons of its days (F-07).
struct RegisterPaper {
    PersonId pupil;
    domain::DocumentKind kind = domain::DocumentKind::illness;
    std::string number;
    LocalDay first, last;
};
struct ShowTimetable {
    LocalDay day;
    GroupId school_class;
};
/// Somebody else holds the lesson; no teacher: as planned.
struct Replace {
    domain::LessonKey lesson;
    PersonId teacher;
    std::string reason;
};
struct ChangeLesson {
    domain::LessonKey lesson;
    domain::LessonChange change;
};
struct PostNotice {
    std::string title, text;
    bool to_families = false;
    LocalDay last;  ///< the last day on which it is shown
};
struct WithdrawNotice {
    EntityId notice;
};

/// The person has opened it.
struct Read {
    EntityId what;
};
struct SendMessage {
    domain::Message message;
};
/// For the person who is at the station; with nobody there, for whoever stands before it.
struct ChooseSight {
    Sight sight;
};
/// Another language, all else as it is.
struct ChooseLanguage {
    Language language{};
};
/// The plan of topics of a load.
struct ShowPlan {
    LoadId load;
};
/// The journal page at the load's lesson that was last, or is next.
struct ShowPageOf {
    LoadId load;
};
/// The lesson is to cover the item, beside what it covers already (E-03, E-13).
struct LinkTopic {
    PlanItemId item;
    domain::LessonKey lesson;
    std::string measure;
};
/// Of the plan that is shown; lessons that were held keep their topics.
struct UnlinkLessons {
    std::vector<domain::LessonKey> lessons;
};
struct LinkAll {};  ///< items without a lesson, in order, to the free ones
/// What lost lessons were to cover goes to those after them.
struct ShiftPlan {
    std::string measure;
};

struct Understood {};  ///< the report of a damaged database has been read

struct ShowClass {
    GroupId school_class;
};
struct ShowDay {
    LocalDay day;
};
struct ShowBoard {};

}  // namespace ask

using Event = std::variant<
    event::Tick, event::FactsLoaded, event::Salvaged, event::StoreFailed, event::LogChanged, event::CardsChanged,
    event::IdentityRead, event::LoginFailed, event::WrongPin, event::LoggedIn, event::LessonViewed, event::DaysMade,
    event::PageViewed, event::HistoryViewed, event::OffersCounted, event::DutiesViewed, event::RequestsViewed,
    event::AbsencesViewed, event::PlansViewed, event::RegistrationsViewed, event::MailViewed, event::DayViewed,
    event::Stored, event::NotStored, event::RetryTime, event::JournalChanged, event::NetworkChanged,
    event::AccessChanged, event::ClockDoubt, event::SightsRead, event::Idle, ask::Digit, ask::EraseDigit, ask::CheckPin,
    ask::Leave, ask::OpenLesson, ask::SetAttendance, ask::GiveMark, ask::ChooseVersion, ask::ChooseWork,
    ask::ReportPupil, ask::SetTask, ask::AllPresent, ask::Type, ask::WriteTexts, ask::ShowPage, ask::ShowLesson,
    ask::ShowPeriod, ask::AttendAt, ask::MarkAt, ask::EraseAt, ask::ShowHistory, ask::HideHistory, ask::GivePeriodMark,
    ask::Paste, ask::Undo, ask::ShowLessons, ask::SaveSeats, ask::StandIn, ask::ShowOffice, ask::AskChange,
    ask::DecideChange, ask::CarryOut, ask::ShowAbsences, ask::GiveReason, ask::RegisterPaper, ask::ShowTimetable,
    ask::Replace, ask::ChangeLesson, ask::PostNotice, ask::WithdrawNotice, ask::Read, ask::SendMessage, ask::ShowPlan,
    ask::ShowPageOf, ask::LinkTopic, ask::UnlinkLessons, ask::LinkAll, ask::ShiftPlan, ask::ChooseSight,
    ask::ChooseLanguage, ask::Understood, ask::ShowClass, ask::ShowDay, ask::ShowBoard>;

}  // namespace zvonok::flow
