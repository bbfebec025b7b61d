#pragma once

#include "station/ui/geometry.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace zvonok::ui {

enum class Role { screen, group, heading, text, clock, button, choice, text_field, cell, key, status, notice };

/// Names a control from frame to frame: its scopes, role and name hashed, and its number among equals.
using NodeId = std::uint64_t;

/// The arrow keys that a control keeps for its table; the others move the focus as everywhere.
struct KeptArrows {
    bool up = false, down = false, left = false, right = false;
};

/// Which row of a table a cell stands in, where the tree holds only those that are seen; none: the tree holds them all.
struct RowOf {
    std::size_t row = 0, rows = 0;  ///< from 1
};

/// One thing on the screen as a person who can't see it would be told of it.
struct Node {
    NodeId id = 0;
    Role role{};
    std::string name;       ///< what it is called: the button's word, the field's label
    std::string value;      ///< what it holds: the field's text, the cell's letter and state in words
    std::string meaning{};  ///< the value as it is said aloud, where its letters stand for something; else empty
    Rect rect;              ///< where it is drawn, before clipping; may lie outside a scrolled panel
    bool enabled = true;
    bool focusable = false;
    bool focused = false;
    bool chosen = false;
    bool alert = false;   ///< a trouble or a refusal: who cannot see is told of it unasked
    bool secret = false;  ///< of a PIN: neither its name nor its value is ever said aloud
    bool cut = false;     ///< a button's or choice's word that finds no room and is drawn with dots
    KeptArrows kept{};
    RowOf row{};
    int layer = 0;   ///< 0 the page, 1 a dialogue over it, 2 the on-screen keyboard, 3 help over all of it
    int group = -1;  ///< index of the group that holds it
};

/// The screen in words, in drawing order. Rebuilt with each frame: tests press controls through it, keyboard focus
/// walks it, the spoken mode reads it.
class Tree {
  public:
    [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }
    /// The first node of that role and name; null when there is none.
    [[nodiscard]] const Node* find(Role role, std::string_view name) const;
    [[nodiscard]] const Node* find(NodeId id) const;
    [[nodiscard]] const Node* focused() const;
    /// Whether any node's name or value contains the text.
    [[nodiscard]] bool says(std::string_view text) const;
    /// One line a node, indented by group; for failure messages.
    [[nodiscard]] std::string describe() const;

    Node& add(Node node);
    void clear() { nodes_.clear(); }

  private:
    std::vector<Node> nodes_;
};

std::string_view to_text(Role role);

}  // namespace zvonok::ui
