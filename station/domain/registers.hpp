#pragma once

#include "station/domain/permissions.hpp"
#include "station/domain/register_facts.hpp"

#include <optional>
#include <span>

/// The school's registers as data: which there are, what their records say, who writes and who reads them (B-01, B-08,
/// B-17, B-18, B-20, B-23, C-02, C-03, C-15, C-16, C-18 to C-20, O-13, O-14).
namespace zvonok::domain {

enum class FieldType : std::uint8_t {
    text,
    number,  ///< whole, not negative
    date,    ///< "2026-09-01"
    yes_no,  ///< "да", "нет"
    choice,  ///< one of FieldSpec::of, "а|б"
    person,  ///< of the staff, 32 hex digits
    record,  ///< of the register FieldSpec::of, 32 hex digits
    inn,     ///< taxpayer's number: 10 digits, the last of them a check digit, or 12, the last two
};

struct FieldSpec {
    std::string_view name;
    std::string_view title;  ///< Russian, lower case
    FieldType type = FieldType::text;
    bool needed = false;         ///< a record without it is a gap, not a fault
    std::string_view of{};       ///< see FieldType
    std::string_view only_if{};  ///< needed only where this choice or yes_no field …
    std::string_view is{};       ///< … says so
};

/// Whom or what a record is about.
enum class RegisterOf : std::uint8_t { school, staff, pupil, group, room, record };

/// What a deputy's control extends to (O-11).
enum class Area : std::uint8_t { journals, staff_files, pupil_files, health, military, office };

struct RegisterSpec {
    std::string_view name;
    std::string_view title;  ///< Russian
    RegisterOf of = RegisterOf::school;
    std::string_view of_register{};    ///< RegisterOf::record: which
    bool single = false;               ///< at most one record a subject on any day
    bool personal = false;             ///< fields travel sealed
    bool for_everyone = false;         ///< kiosks show it
    std::optional<OrderKind> order{};  ///< the record stands upon an order of that kind; other: of any
    bool own = false;                  ///< the person it is about writes it too
    Area area = Area::office;
    Permission write, read;
    std::span<const FieldSpec> fields;

    [[nodiscard]] const FieldSpec* field(std::string_view name) const;
};

std::span<const RegisterSpec> registers();
/// Null: there is none of that name.
const RegisterSpec* find_register(std::string_view name);

/// A field that the record's register does not have, a doubled one, a value that is not of its type: the field;
/// nothing: all is well. References are looked up by the judgement.
std::optional<RegisterField> faulty_field(const RegisterSpec& spec, std::span<const RegisterField> fields);
/// Names of fields that are to be filled and are not, in the register's order.
std::vector<std::string> lacking_fields(const RegisterSpec& spec, std::span<const RegisterField> fields);
/// The field's value; empty: not filled.
std::string_view value_of(std::span<const RegisterField> fields, std::string_view name);
/// By their types; nothing: not filled, or of another type.
std::optional<LocalDay> day_of(std::span<const RegisterField> fields, std::string_view name);
std::optional<PersonId> person_of(std::span<const RegisterField> fields, std::string_view name);
std::optional<EntityId> record_of(std::span<const RegisterField> fields, std::string_view name);

/// Whether a deputy of that direction sees to it; other roles have no direction.
bool sees_to(Direction direction, Area area);

}  // namespace zvonok::domain
