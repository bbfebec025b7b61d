#pragma once

#include "station/screens/office.hpp"
#include "station/screens/page.hpp"

/// Requests for late changes and their register (J-08 to J-15): who asks sees the own ones, who decides or carries out
/// sees all.
namespace zvonok::screens::requests {

enum class Stand : std::uint8_t {
    waiting,   ///< nobody has decided
    approved,  ///< to be carried out
    declined,
    done,      ///< the record is changed
    returned,  ///< was carried out, and a rule sent it back
};

struct Item {
    RequestId id{};
    std::uint64_t number = 0;  ///< of the register; 0: the server has not given one yet
    LocalTime asked{};
    std::string author{};  ///< «Иванова А. П.»
    office::LessonName lesson{};
    std::string pupil{};  ///< whose record; empty: the class's
    domain::CellKind kind{};
    std::string before{}, wanted{};
    std::string ground{}, document{}, reason{};
    std::optional<page::Period> period{};  ///< of the record (J-15)
    Stand stand = Stand::waiting;
    std::string decided_by{}, note{};
    std::string done_by{};
    std::optional<LocalTime> done_at{};
    bool may_decide = false, may_carry_out = false;
    bool operator==(const Item&) const = default;
};

struct State {
    office::Common common{};
    std::vector<Item> items{};  ///< newest first
    bool all = false;           ///< everybody's; false: the person's own

    bool operator==(const State&) const = default;
};

struct Scratch {
    std::optional<RequestId> chosen{};
    bool closed_too = false;  ///< those that need nothing any more are listed too
    std::string note{};
    lesson::AttentionScratch attention{};
};

struct Decide {
    RequestId request{};
    bool approved = false;
    std::string note{};
};
struct CarryOut {
    RequestId request{};
};
using Intent = std::variant<Decide, CarryOut, office::Intent>;

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& scratch);

}  // namespace zvonok::screens::requests
