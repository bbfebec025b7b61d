#pragma once

#include "station/base/zone.hpp"

#include <string>
#include <vector>

/// Records of the school's registers: what it keeps of itself, its people and places beside the journal.
namespace zvonok::domain {

/// A field as text, in the form that its type asks for (registers.hpp).
struct RegisterField {
    std::string name, value;

    bool operator==(const RegisterField&) const = default;
};

/// A row of one of the registers that registers.hpp names, about `subject`: a person, a group, a room, another record,
/// or nothing where the register is about the school itself.
///
/// A personal register's fields travel sealed to the server's key (station/entry/sealed_fields.hpp), so that stations
/// carry what only the server can open; in the clear goes no more than which fields are still to be filled.
struct RegisterRecord {
    std::string name;  ///< of the register, "school_card"
    EntityId subject;
    OrderId order{};
    std::vector<RegisterField> fields{};
    Bytes sealed{};
    std::vector<std::string> lacking{};  ///< of a sealed one: fields that are to be filled and are not
    PersonId recorded_by{};

    bool operator==(const RegisterRecord&) const = default;
};

}  // namespace zvonok::domain
