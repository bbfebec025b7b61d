#pragma once

#include "station/domain/policies.hpp"
#include "station/screens/office.hpp"

/// Messages to and from the person, and what is announced to staff (L-01, L-02, L-10, L-13).
namespace zvonok::screens::messages {

struct Item {
    enum class Kind : std::uint8_t { letter, notice, own };
    EntityId id{};
    Kind kind = Kind::letter;
    std::string who{};                                ///< letter and notice: «Иванова А. П.»; own: to whom
    domain::Sender sender = domain::Sender::teacher;  ///< of a letter
    PersonId from{};
    std::string title{}, text{};
    std::optional<LocalTime> when{};
    bool fresh = false;     ///< not opened anywhere
    bool answered = false;  ///< a letter
    Standing standing = Standing::accepted;
    bool operator==(const Item&) const = default;
};

/// Somebody to write to: one of the two ids is given.
struct Recipient {
    std::string name{};
    PersonId person{};
    GroupId group{};
    bool operator==(const Recipient&) const = default;
};

struct State {
    office::Common common{};
    std::vector<Item> items{};  ///< letters in the order in which to answer them, notices, own ones newest first
    std::vector<Recipient> recipients{};
    bool operator==(const State&) const = default;
};

struct Scratch {
    std::optional<EntityId> chosen{};
    std::string reply{};
    bool writing = false;
    std::optional<Recipient> to{};
    std::string text{};
    lesson::AttentionScratch attention{};
};

struct Open {
    EntityId item{};
};
struct Send {
    std::vector<PersonId> people{};
    std::vector<GroupId> groups{};
    std::string text{};
    EntityId answers{};  ///< empty: of itself
};
using Intent = std::variant<Open, Send, office::Intent>;

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& scratch);

}  // namespace zvonok::screens::messages
