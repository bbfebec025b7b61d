#pragma once

#include "station/flow/desk.hpp"
#include "station/flow/sight.hpp"

/// What the workers are to do. They answer with events.
namespace zvonok::flow {

namespace effect {

/// Read and check the card's certificate.   answers IdentityRead or LoginFailed
struct ReadIdentity {
    CardTurn card = 0;
};
struct PushDigit {
    char digit = '0';
};
struct EraseDigit {};
/// Wipe the PIN buffer and let go of the card.
struct ForgetCard {};
/// PIN to the card, statement signed by it, session recorded.   answers LoggedIn, WrongPin or LoginFailed
struct Prove {
    CardTurn card = 0;
    PersonId person;
    Instant from, until;
};
/// Nothing more will be written in the session: its key goes, once what was handed over before is done.
struct CloseSession {
    SessionId session;
};

/// answers LessonViewed
struct ViewLesson {
    std::uint64_t question = 0;
    domain::LessonKey lesson;
    PersonId reader;
    std::optional<domain::Cell> seats{};      ///< of its class in its room
    std::vector<domain::LessonKey> others{};  ///< of which only who was missed or late is asked
};
/// What the book has to say of those days takes time, which the screen's thread does not have.   answers DaysMade
struct MakeDays {
    std::uint64_t question = 0;
    LocalDay first, last;
};
/// answers PageViewed
struct ViewPage {
    std::uint64_t question = 0;
    std::vector<LoadId> loads;
    LocalDay first, last;
    std::vector<PersonId> pupils;
    SubjectId subject;
    PersonId reader;
};
/// answers HistoryViewed
struct ViewHistory {
    std::uint64_t question = 0;
    std::vector<domain::Cell> cells;
};
/// answers OffersCounted
struct CountOffers {
    std::uint64_t question = 0;
    std::vector<domain::LessonKey> lessons;
    PersonId reader;
};
/// What the person is to see to.   answers DutiesViewed
struct ViewDuties {
    std::uint64_t question = 0;
    PersonId person;
};
/// Of requests for late changes.   answers RequestsViewed
struct ViewRequests {
    std::uint64_t question = 0;
};
/// answers AbsencesViewed
struct ViewAbsences {
    std::uint64_t question = 0;
    GroupId school_class;
    std::vector<domain::LessonKey> lessons;  ///< of the day that is shown
    LocalDay first, last;                    ///< days of which missing reasons are counted
};
/// Of the lessons of these loads.   answers PlansViewed
struct ViewPlans {
    std::uint64_t question = 0;
    std::vector<LoadId> loads;
    LocalDay first, last;
};
/// What the person has stated and the server has not taken.   answers RegistrationsViewed
struct ViewRegistrations {
    std::uint64_t question = 0;
    PersonId author;
};
/// answers MailViewed
struct ViewMail {
    std::uint64_t question = 0;
    PersonId person;
};
/// answers DayViewed
struct ViewDay {
    std::uint64_t question = 0;
    GroupId school_class;
    LocalDay day;
};
/// answers Stored or NotStored
struct Write {
    Session session;
    DraftNumber draft = 0;
    std::vector<Writing> writings;
    std::uint64_t picture = 0;  ///< the question whose answer the person was looking at; 0: none had come
};
/// Write down what people chose, for the next start.
struct KeepSights {
    std::map<PersonId, Sight> sights;
};
/// answers RetryTime, a few seconds later
struct RetryLater {};

}  // namespace effect

using Effect = std::variant<effect::ReadIdentity, effect::PushDigit, effect::EraseDigit, effect::ForgetCard,
                            effect::Prove, effect::CloseSession, effect::ViewLesson, effect::MakeDays, effect::ViewPage,
                            effect::ViewHistory, effect::CountOffers, effect::ViewDuties, effect::ViewRequests,
                            effect::ViewAbsences, effect::ViewPlans, effect::ViewRegistrations, effect::ViewMail,
                            effect::ViewDay, effect::Write, effect::KeepSights, effect::RetryLater>;

}  // namespace zvonok::flow
