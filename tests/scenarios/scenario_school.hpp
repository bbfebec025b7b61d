#pragma once

#include "station/crypto/digest.hpp"
#include "station/domain/fact_book.hpp"

/// The school of the worked acceptance scenarios (requirements, section 4): 2026/27, five-day week, quarter 1 from
/// 1 September to 23 October, holidays from 24 October, 4 November off. Everything in it has a name and an id that
/// follows from it.
namespace zvonok::test {

using namespace std::chrono_literals;

/// The thing of that name; the same in every run.
template <class AnyId>
AnyId named(std::string_view name) {
    return crypto::derived_id<AnyId>("zvonok scenario", {as_bytes(name)});
}

inline PersonId who(std::string_view family) {
    return named<PersonId>(std::string("person ") + std::string(family));
}
inline GroupId group(std::string_view name) {
    return named<GroupId>(std::string("group ") + std::string(name));
}
inline SubjectId subject(std::string_view name) {
    return named<SubjectId>(std::string("subject ") + std::string(name));
}
inline RoomId room(std::string_view name) {
    return named<RoomId>(std::string("room ") + std::string(name));
}
/// The class's lessons in the subject, «7Б алгебра».
LoadId load(std::string_view group_name, std::string_view subject_name);

LocalDay day(std::string_view iso);  ///< "2026-09-15"
/// The class's n-th lesson of the subject on that day.
domain::LessonKey lesson(std::string_view group_name, std::string_view subject_name, std::string_view iso,
                         int ordinal = 1);

/// Classes 1А, 3Б, 5Б, 6А, 7Б, 8В, 9А, 10А and the college group Т-21, each with the pupils «Белов 7Б», «Иванова 7Б»
/// and «Яковлев 7Б», six lessons every day:
///
///     period   1 русский язык · 2 математика · 3 алгебра (Tue, Thu), история (Mon, Wed), информатика (Fri)
///              4 литература (Tue, Thu), физика (else) · 5 английский язык (Tue, Thu), обществознание (else)
///              6 физическая культура
///
/// Bells ring at 08:05, 09:00, 09:55, 10:50, 11:45 and 12:40, each lesson 45 minutes; 3Б has its own, its second lesson
/// begins at 09:25. Кузнецова teaches the periods 1 to 3, Громов 4 and 5, Ли 6; Соколова is the class teacher of all;
/// Директоров, Завучева, Админов (journal), Сисадминов (systems), Секретарёва, Диспетчерова, Методистова,
/// Учёбина (head of studies), Кадрова (personnel) hold the offices that their names say.
class ScenarioSchool {
  public:
    ScenarioSchool();

    SchoolId school = named<SchoolId>("school");
    std::vector<domain::Fact> facts;

    ScenarioSchool& add(EntityId entity, domain::FactValue value, std::optional<LocalDay> from = std::nullopt,
                        std::optional<LocalDay> until = std::nullopt);
    /// The principal name of a member of the staff.
    static std::string login(std::string_view family);

  private:
    void add_people();
    void add_class(std::string_view name, int grade);
    void add_time();
};

}  // namespace zvonok::test
