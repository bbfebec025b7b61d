#pragma once

#include "station/screens/office.hpp"

/// Announcements of the school: what hangs, and a new one (L-03).
namespace zvonok::screens::notices {

struct Item {
    EntityId id{};
    std::string title{}, text{};
    std::string author{};  ///< «Иванова А. П.»
    bool to_families = false;
    std::optional<LocalDay> last{};          ///< the last day; nothing: until it is taken down
    Standing standing = Standing::accepted;  ///< saved: waits for the server
    bool operator==(const Item&) const = default;
};

struct State {
    office::Common common{};
    std::vector<Item> items{};  ///< those that wait first
    bool operator==(const State&) const = default;
};

struct Scratch {
    bool writing = false;
    std::string title{}, text{};
    bool to_families = false;
    int days = 1;  ///< for how long, today included
    lesson::AttentionScratch attention{};
};

struct Post {
    std::string title{}, text{};
    bool to_families = false;
    LocalDay last{};
};
struct Withdraw {
    EntityId notice{};
};
using Intent = std::variant<Post, Withdraw, office::Intent>;

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& scratch);

}  // namespace zvonok::screens::notices
