#pragma once

#include "station/domain/fact_book.hpp"
#include "station/domain/registers.hpp"

/// What the registers come to: who may read them, what is still to be filled, what is due (groups B, C, O).
namespace zvonok::domain {

/// The person has signed that other people's data stay with him (C-15), or the school does not ask for it.
bool may_handle_personal_data(const FactBook& book, PersonId person, LocalDay day);

/// Roles of the staff are held, a deputy's direction extends to the area (O-11). No other role has a direction.
bool is_in_direction(const FactBook& book, PersonId person, Role role, Area area, LocalDay day);

/// Whether the register's record about the subject may be opened to the reader. One's own may always.
///
/// role  acted in; it must be held at that time
bool may_read_register(const FactBook& book, const Zone& zone, PersonId reader, Role role, const RegisterSpec& spec,
                       EntityId subject, Instant at);
/// Lists of control of an area (O-08, O-11).
bool may_control(const FactBook& book, const Zone& zone, PersonId reader, Role role, Area area, Instant at);

/// A register's gap: a subject without a record, or a record with fields still to be filled.
struct RegisterGap {
    std::string_view register_name;
    EntityId subject{};                ///< empty: the school
    EntityId record{};                 ///< empty: there is none
    std::vector<std::string> lacking;  ///< names of fields; empty where there is no record
};
/// Of one register, by subject: of a single register everybody and everything is asked that it is about - staff with
/// load or a role, pupils of a class, rooms of the timetable -, of others the records that are there. `group` empty:
/// the school.
std::vector<RegisterGap> register_gaps(const FactBook& book, const RegisterSpec& spec, LocalDay day,
                                       GroupId group = {});

/// Teachers with load for whom there are no tariff data as of the policy's day, `tariff.as_of` of the year that has the
/// day (B-20), or of that day where they have begun later; by id. Empty before that day.
std::vector<PersonId> tariff_gaps(const FactBook& book, const Zone& zone, LocalDay day);

/// Whom to ask about the journal (B-23): by duty, then name.
struct Contact {
    PersonId person;
    std::string duty, phone, email, room;
    OrderId order{};
};
std::vector<Contact> contacts(const FactBook& book, LocalDay day);

/// A room with what is known of it (B-08).
struct RoomCard {
    RoomId id;
    const Room* room = nullptr;              ///< never null
    const RegisterRecord* record = nullptr;  ///< null: none yet
    std::vector<StationId> stations;
};
/// By building, then name.
std::vector<RoomCard> room_cards(const FactBook& book, LocalDay day);

enum class WorkState : std::uint8_t { planned, running, done, dropped, overdue };
/// A line of the plan of works (O-13).
struct WorkLine {
    EntityId id;
    std::string task, result;
    LocalDay term;
    PersonId responsible{};
    WorkState state{};
};
/// By term. `responsible` empty: everybody's.
std::vector<WorkLine> works(const FactBook& book, LocalDay day, PersonId responsible = {});
/// Those not done whose term is past or comes within the days (reminders).
std::vector<WorkLine> works_due(const FactBook& book, LocalDay day, std::chrono::days ahead, PersonId responsible = {});

/// One section of the readiness to go paperless (O-14).
struct ReadinessLine {
    std::string_view section;
    std::string ready;  ///< "да", "частично", "нет"; empty: nobody has looked
    std::optional<LocalDay> checked_on{};
};
/// Every section, in the order of the checklist; of several looks the newest.
std::vector<ReadinessLine> readiness(const FactBook& book, LocalDay day);

/// The curriculum's items of the groups that learn by the programme (B-18), by id.
std::vector<Known<EntityId, CurriculumItem>> curriculum_of_programme(const FactBook& book, EntityId programme,
                                                                     LocalDay day);

}  // namespace zvonok::domain
