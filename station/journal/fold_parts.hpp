#pragma once

#include "station/journal/heads.hpp"
#include "station/journal/replica.hpp"

/// What the fold works with; for the .cpp files of the fold.
namespace zvonok::journal {

/// One entry of the cell with what is known of it here.
struct Replica::Piece {
    Node node;
    std::int64_t log = 0;
    PersonId author;
    Instant saved;
    domain::CellKind kind = domain::CellKind::unknown;
    domain::Outcome outcome = domain::Outcome::pending;
    std::string rule;
    std::string notes;
    bool own = false;
    bool carried = false;                   ///< passed on by a neighbour, and accepted by the judgement here
    std::optional<entry::Writing> writing;  ///< nothing for a stub

    [[nodiscard]] bool newer() const { return writing && std::holds_alternative<domain::UnknownAct>(writing->act); }
    [[nodiscard]] bool returned() const {
        return outcome == domain::Outcome::refused || outcome == domain::Outcome::held;
    }
    [[nodiscard]] bool hoped_for() const { return (own || carried) && writing && outcome == domain::Outcome::pending; }
};

/// What the tables may hold of the cell from before.
struct Replica::Former {
    bool rows = true;      ///< any row
    bool verdicts = true;  ///< rows by a verdict that another one has replaced
};

struct Replica::Fold {
    const CellId& id;
    std::span<const Piece> pieces;
    Former former;
    const domain::Cell* cell = nullptr;  ///< the question; unknown as long as only stubs are here
    std::optional<std::size_t> shape{};  ///< the table that shows it
    bool judged = false;                 ///< there is a verdict on any of its entries
    std::vector<std::size_t> heads{};    ///< accepted, the one that shows first
    std::vector<bool> settled{};         ///< by piece: an accepted entry has seen it
    const Piece* pending = nullptr;      ///< own, waiting for its verdict
    const Piece* returned = nullptr;     ///< own, refused or held, and not answered by a later entry
};

}  // namespace zvonok::journal
