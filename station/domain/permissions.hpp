#pragma once

#include "station/domain/policies.hpp"
#include "station/domain/writing.hpp"

#include <span>

namespace zvonok::domain {

class RoleSet {
  public:
    constexpr RoleSet() = default;
    constexpr RoleSet(std::initializer_list<Role> roles) {  // NOLINT(google-explicit-constructor)
        for (const Role role : roles) bits_ |= bit(role);
    }
    [[nodiscard]] constexpr bool has(Role role) const { return (bits_ & bit(role)) != 0; }
    [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
    constexpr RoleSet operator|(RoleSet other) const {
        RoleSet both = *this;
        both.bits_ |= other.bits_;
        return both;
    }
    bool operator==(const RoleSet&) const = default;

  private:
    static constexpr std::uint32_t bit(Role role) { return std::uint32_t{1} << static_cast<unsigned>(role); }
    std::uint32_t bits_ = 0;
};

/// Everybody who works at the school.
inline constexpr RoleSet staff_roles{
    Role::none,          Role::director,           Role::deputy,          Role::class_teacher,       Role::teacher,
    Role::substitute,    Role::secretary,          Role::head_of_studies, Role::dispatcher,          Role::personnel,
    Role::methodologist, Role::facilities_manager, Role::administrator,   Role::system_administrator};

/// What may be granted: writing a kind of act, stating a kind of fact, reading diaries. A teacher or
/// substitute may it in own lessons and plans, a class teacher for the own class; any other role for the whole school.
struct Permission {
    std::string_view name;  ///< the school overrules it by the parameter permission.NAME
    RoleSet roles;
};

/// All of them, those of acts before those of facts.
std::span<const Permission> permissions();
/// Reading other people's diaries, which is neither act nor fact (diary.hpp).
inline constexpr Permission diary_reading{
    "diary_read", {Role::director, Role::deputy, Role::head_of_studies, Role::secretary, Role::administrator}};
/// The lists of control of other people's journals (group O); everybody sees what the own ones lack.
inline constexpr Permission control_reading{
    "control_read",
    {Role::director, Role::deputy, Role::head_of_studies, Role::methodologist, Role::dispatcher, Role::administrator}};
/// By name; null: there is no such thing to grant.
const Permission* find_permission(std::string_view name);
/// Nothing: nobody ever may, the server alone writes it.
const Permission* permission_for(CellKind kind);
/// By the kind of fact that a registration states: "fact.room".
const Permission* permission_for(const FactValue& value);

/// Who may it under the school's rules of the day.
RoleSet allowed(const Policies& policies, const Permission& permission);

}  // namespace zvonok::domain
