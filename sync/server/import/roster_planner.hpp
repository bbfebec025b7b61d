#pragma once

#include "sync/server/import/ledger.hpp"
#include "sync/server/import/roster.hpp"

namespace zvonok::server::imports {

/// Says to the ledger what the roster wants: school years and breaks, people, roles, classes, load, memberships.
///
/// A homeroom is a class. A scheduled class is somebody's load: given to whole classes when it holds all their
/// pupils, else to a subgroup (all from one class) or a stream (from several) that gets its title.
void plan_roster(const roster::Roster& roster, const std::string& organisation, const domain::FactBook& book,
                 const Options& options, Ledger& ledger, Report& report);

namespace roster_plan {

namespace kinds {
inline constexpr auto years = "учебные годы";
inline constexpr auto breaks = "каникулы";
inline constexpr auto staff = "сотрудники";
inline constexpr auto pupils = "ученики";
inline constexpr auto parents = "родители";
inline constexpr auto roles = "роли";
inline constexpr auto class_teachers = "классные руководители";
inline constexpr auto groups = "классы и группы";
inline constexpr auto memberships = "зачисления";
inline constexpr auto subjects = "предметы";
inline constexpr auto loads = "нагрузка";
}  // namespace kinds

/// What the parts of the plan share.
struct Context {
    const roster::Roster& roster;
    const domain::FactBook& book;
    const Options& options;
    Ledger& ledger;
    Report& report;
    std::string school;                                  ///< sourcedId of the school being imported
    std::map<std::string, domain::PersonKind> kinds{};   ///< user -> what they are here
    std::map<std::string, const roster::User*> users{};  ///< of the file, by id

    /// The person of a user of this school, made by this run or earlier.
    [[nodiscard]] std::optional<PersonId> person(const std::string& user) const;
};

void plan_years(Context& context);
void plan_people(Context& context);
void plan_classes(Context& context);

std::string full_name(const domain::Person& person);

}  // namespace roster_plan
}  // namespace zvonok::server::imports
